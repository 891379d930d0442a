"""The offer as people have it: a page, a row, and what is wrong with either."""

import re

import pytest

from firstcall.errors import Place, QuestionError
from firstcall.record.events.term_values import term_faults
from firstcall.refusal.offer_sheet import OfferSheet, blank_template, sheet_from_row, sheet_from_yaml
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in


def test_the_template_is_an_offer_in_closed_terms() -> None:
    payload = sheet_from_yaml(blank_template().encode(), "offer.yaml").payload()
    assert payload["provider"] == "quillhost"
    assert payload["terms"]["price_usd_per_gpu_hour"] == "2.05"
    assert not list(term_faults(payload["terms"]))
    assert set(payload) == {"provider", "mode", "unit", "quantity", "workloads", "dimensions", "bona_fide", "terms"}


def test_every_field_of_a_sheet_reaches_a_closed_term() -> None:
    row = {"third_party": "r", "currency": "EUR", "price": "1", "price_per": "mw_month", "credits": "1",
           "prepayment": "1", "termination_fee": "1", "take_or_pay_share": "1", "term_months": "1",
           "start": "2025-01-01", "site": "s",
           "accelerator": "a", "accelerator_count": "1", "gpu_hours": "1", "sla_availability": "99",
           "interconnect": "i", "expires": "2025-01-01", "conditions": "c", "non_disclosure": "true",
           "package": "p", "allocated_price": "1",
           "appraised_price": "1", "other_consideration": "o", "other_consideration_value": "1"}  # fmt: skip
    terms = sheet_from_row(row, Place("row")).terms()
    assert not list(term_faults(terms))
    outside = {
        "third_party",
        "currency",
        "price_per",
        "mode",
        "workloads",
        "quantity",
        "unit",
        "scope",
        "bona_fide",
        "exemption",
    }
    assert len(terms) == len(set(OfferSheet.model_fields) - outside)
    assert terms["price_eur_per_mw_month"] == "1"


def test_a_row_splits_lists_and_scope() -> None:
    sheet = sheet_from_row(
        {"third_party": "r", "workloads": "a;b", "scope.region": "java", "price": " "}, Place("x.csv", 2)
    )
    assert (sheet.workloads, sheet.scope, sheet.price) == (("a", "b"), {"region": "java"}, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("third_party: r\nprise: '2'\n", "offer.yaml:2:1: unknown key 'prise'\n  fix: did you mean 'price'?"),
        ("quantity: '2'\n", "the key 'third_party' is missing"),
        ("third_party: r\nquantity: '0'\n", "offer.yaml:2:11: quantity: '0'"),
        ("third_party: r\ncurrency: dollars\n", "'dollars' is not a currency\n  fix: write its three letters"),
        ("third_party: [\n", "not valid YAML"),
        ("", "the file is empty"),
    ],
)
def test_a_page_that_says_no_offer_is_told(text: str, said: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(said)):
        sheet_from_yaml(text.encode(), "offer.yaml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"third_party": "r", "colour": "red"}, "x.csv:2: unknown column 'colour'"),
        ({"third_party": "r", "quantity": "many"}, "x.csv:2: quantity:"),
        ({"quantity": "1"}, "x.csv:2: the column 'third_party' is missing"),
    ],
)
def test_a_row_that_says_no_offer_is_told(row: dict[str, str | None], said: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(said) + r"(?s:.*)fix: "):
        sheet_from_row(row, Place("x.csv", 2))


@pytest.mark.parametrize("lang", ["es", "id"])
def test_the_template_is_the_same_offer_in_every_language(lang: Language) -> None:
    told = blank_template(lambda said: say(said, words_in(lang)))
    texts = (told, blank_template())
    payloads = [sheet_from_yaml(text.encode(), "offer.yaml").payload() for text in texts]
    assert payloads[0] == payloads[1]
    remarks = [{line.partition("#")[2] for line in text.splitlines() if "#" in line} for text in texts]
    assert len(remarks[0]) == len(remarks[1]) > 10
    assert all("_" in remark for remark in remarks[0] & remarks[1]), "only words of the file are alike"
