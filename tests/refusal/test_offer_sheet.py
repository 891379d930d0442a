"""The offer as people have it: a page, a row, and what is wrong with either."""

import re
from datetime import date
from typing import Any

import pytest
from tests.refusal.deal import Deal, refusal

from firstcall.errors import Place, QuestionError
from firstcall.record.events.term_values import term_faults
from firstcall.refusal.offer_sheet import OfferSheet, blank_template, sheet_from_row, sheet_from_yaml, template_for
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


@pytest.mark.parametrize(
    ("row", "fix"),
    [
        ({"third_party": "r", "currency": "dollars"}, "write its three letters"),
        ({"third_party": "r", "mode": "leased"}, "see `firstcall offer template`"),
        ({"quantity": "1"}, "see `firstcall offer template`"),
    ],
)
def test_a_cell_that_says_nothing_is_mended_as_its_own_fault_says_or_by_the_template(
    row: dict[str, str | None], fix: str
) -> None:
    with pytest.raises(QuestionError, match=re.escape(f"\n  fix: {fix}")):
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


def filled(*, agreement: dict[str, Any] | None = None, **clause: Any) -> dict[str, str]:
    """The lines of a template for a right of the small deal, each field with what stands in it."""
    deal = Deal(refusal(**clause), **(agreement or {}))
    page = template_for(deal.right(), deal.position("2025-03-10 09:00").terms(), date(2025, 3, 10))
    assert sheet_from_yaml(page.encode(), "offer.yaml").third_party
    lines = [line.partition("#")[0].strip().partition(": ") for line in page.splitlines() if not line.startswith("#")]
    return {name: value for name, _, value in lines}


def test_a_template_speaks_the_words_of_its_agreement() -> None:
    wider = {"age": "new", "mode": ["third_party"]}
    found = filled(scope=wider)
    assert (found["third_party"], found["mode"], found["workloads"]) == ("rival", "third_party", "[training]")
    assert (found["unit"], found["currency"], found["scope"]) == ("MW", "USD", "{region: east}")
    narrow = filled(
        scope={**wider, "region": ["west"], "workloads": ["serving"], "providers": ["other-rival"]},
        parts={"unit": "GPU"}, currency="EUR",
    )  # fmt: skip
    assert (narrow["third_party"], narrow["workloads"]) == ("other-rival", "[serving]")
    assert (narrow["unit"], narrow["currency"], narrow["scope"]) == ("GPU", "EUR", "{region: west}")


def test_its_dates_follow_the_day_on_which_it_is_filled_in() -> None:
    found = filled()
    assert (found["start"], found["expires"]) == ("2025-06-09", "2025-05-09")


def test_what_an_agreement_has_no_words_for_is_left_out_or_an_example() -> None:
    bare = filled(agreement={"definitions": {"workloads": ["training"]},
                             "providers": {"halcyon-cloud": {"operator": "halcyon"}}})  # fmt: skip
    assert bare["third_party"] == "quillhost", "no third party is listed"
    assert "scope" not in bare and "bona_fide" not in bare
    assert filled(bona_fide=["named"]).get("bona_fide") is None, "a name is no proof of its own"
    assert filled(bona_fide=["written", "named", "funded"])["bona_fide"] == "[written, funded]"


@pytest.mark.parametrize(("modes", "first"), [(["own_build", "third_party"], "own_build"), (["holder", "own_build"],
                         "own_build"), ([], "third_party")])  # fmt: skip
def test_its_mode_is_one_that_the_right_is_about_and_never_the_holder_s_own(modes: list[str], first: str) -> None:
    assert filled(scope={"age": "new", **({"mode": modes} if modes else {})})["mode"] == first


@pytest.mark.parametrize(
    ("required", "said"),
    [(["price", "start"], "# A notice under refusal must say: price, start."),
     ([], "# A notice under refusal must say nothing in particular.")],
)  # fmt: skip
def test_it_says_what_a_notice_must(required: list[str], said: str) -> None:
    deal = Deal(refusal(notice={"required": required}))
    page = template_for(deal.right(), deal.position("2025-03-10 09:00").terms(), date(2025, 3, 10))
    assert page.splitlines()[1] == said


@pytest.mark.parametrize(
    ("given", "good"),
    [("USD", True), ("eur", True), ("US", False), ("USDT", False), ("U1D", False), ("ÜSD", False)],
)
def test_a_currency_is_three_plain_letters(given: str, good: bool) -> None:
    row: dict[str, str | None] = {"third_party": "r", "currency": given, "price": "1"}
    if good:
        assert sheet_from_row(row, Place("x.csv", 2)).terms() == {f"price_{given.lower()}": "1"}
    else:
        with pytest.raises(QuestionError, match=re.escape(f"x.csv:2: currency: '{given}' is not a currency")):
            sheet_from_row(row, Place("x.csv", 2))


def test_nothing_is_said_of_what_a_sheet_leaves_out() -> None:
    assert sheet_from_row({"third_party": "r"}, Place("x")).payload() == {"provider": "r"}
    priced = sheet_from_row({"third_party": "r", "price": "1"}, Place("x"))
    assert priced.terms() == {"price": "1"}, "no currency and no measure are made up"
    assert sheet_from_row({"third_party": "r", "non_disclosure": "false"}, Place("x")).terms() == {}


@pytest.mark.parametrize(("name", "least"), [("quantity", False), ("accelerator_count", False), ("gpu_hours", False),
    ("term_months", False), ("sla_availability", False), ("price", True), ("credits", True), ("prepayment", True),
    ("termination_fee", True), ("take_or_pay_share", True), ("allocated_price", True), ("appraised_price", True),
    ("other_consideration_value", True)])  # fmt: skip
def test_an_amount_may_be_nothing_and_a_measure_may_not(name: str, least: bool) -> None:
    def fits(value: str) -> bool:
        try:
            sheet_from_row({"third_party": "r", name: value}, Place("x"))
        except QuestionError:
            return False
        return True

    assert (fits("0"), fits("-1"), fits("0.5")) == (least, False, True)
    top = {"take_or_pay_share": "1", "sla_availability": "100"}.get(name)
    if top:
        assert (fits(top), fits(f"{top}.01")) == (True, False)


def test_a_row_is_the_offer_field_by_field() -> None:
    row: dict[str, str | None] = {
        "third_party": "r", "mode": "third_party", "unit": "MW", "exemption": "renewal", "quantity": "12.50",
        "workloads": "training; serving", "scope.region": " east ", "scope.chip": "", "bona_fide": "written ;funded",
        "price": "2", "start": "2026-01-01", "expires": " ", "site": None, "non_disclosure": "true",
    }  # fmt: skip
    assert sheet_from_row(row, Place("x.csv", 2)).payload() == {
        "provider": "r", "mode": "third_party", "unit": "MW", "exemption": "renewal", "quantity": "12.5",
        "workloads": ["training", "serving"], "dimensions": {"region": "east"}, "bona_fide": ["written", "funded"],
        "terms": {"price": "2", "start": "2026-01-01", "non_disclosure": "yes"},
    }  # fmt: skip


def test_every_wrong_cell_of_a_row_is_told_with_its_column() -> None:
    with pytest.raises(QuestionError) as refused:
        sheet_from_row({"quantity": "many", "currency": "dollars"}, Place("x.csv", 2))
    said = str(refused.value)
    assert [said.count(words) for words in (
        "x.csv:2: the column 'third_party' is missing", "x.csv:2: quantity: ", "x.csv:2: currency: 'dollars' is not",
    )] == [1, 1, 1]  # fmt: skip
    with pytest.raises(QuestionError, match=r"x\.csv:2: scope\.region: "):
        sheet_from_row({"third_party": "r", "scope.region": "the East!"}, Place("x.csv", 2))


def test_what_is_wrong_with_a_column_is_mended_by_the_nearest_one() -> None:
    with pytest.raises(QuestionError) as refused:
        sheet_from_row({"third_party": "r", "quantiti": "1"}, Place("x.csv", 2))
    assert str(refused.value) == "x.csv:2: unknown column 'quantiti'\n  fix: did you mean 'quantity'?"


def test_every_fault_of_a_page_is_told_in_the_order_of_the_page() -> None:
    page = "third_party: r\nquantity: many\nunit: MW\nunit: GPU\nprise: '1'\n"
    with pytest.raises(QuestionError) as refused:
        sheet_from_yaml(page.encode(), "offer.yaml")
    places = re.findall(r"^offer\.yaml:(\d+):", str(refused.value), re.MULTILINE)
    assert places == ["2", "4", "5"]


def test_a_template_is_a_page_of_lines_with_remarks_in_one_column() -> None:
    page = blank_template()
    lines = page.splitlines()
    assert page.endswith("\n") and all(lines) and lines[0].startswith("# An offer of capacity, ")
    assert {"unit: MW", "currency: USD", 'term_months: "36"', "conditions: none"} <= set(lines), "nothing to remark"
    assert {line.index("#") for line in lines[1:] if "#" in line} == {32}
    assert f"{'price_per: gpu_hour':<32}# gpu_hour, gpu_month, mw_month ..." in lines


def test_a_template_of_an_agreement_is_said_in_a_language() -> None:
    deal = Deal()
    terms = deal.position("2025-03-10 09:00").terms()
    page = template_for(deal.right(), terms, date(2025, 3, 10), lambda said: f"<{type(said).__name__}>")
    assert page.splitlines()[:2] == ["# <TemplateHead>", "# <NoticeMustSay>"]
    assert "# <ListedOrAnyName>" in page


def test_several_dimensions_of_an_agreement_stand_in_one_line() -> None:
    words = {"workloads": ["training"], "dimensions": {"region": ["east", "west"], "chip": ["h200"]}}
    assert filled(agreement={"definitions": words})["scope"] == "{region: east, chip: h200}"
