"""A term that means something says it in a form that can be read, or is refused with what to write instead."""

from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal

from firstcall.agreement.model.clauses.refusal_terms import AMOUNTS, PLAIN, stem
from firstcall.errors import QuestionError
from firstcall.record.events.term_values import term_faults

READ = {
    "price_usd_per_gpu_hour": ("0", "2.00", "0.1"),
    "take_or_pay_share": ("0", "1", "0.8"),
    "sla_availability": ("100", "99.9"),
    "term_months": ("0.5", "36"),
    "start": ("2026-02-28", "2028-02-29"),
    "expires": ("2026-12-05", "2026-12-05T17:00", "2026-12-05T17:00:30", "2026-12-05T17:00Z", "2026-12-05T17:00+08:00"),
    "non_disclosure": ("yes", "no", "true", "False"),
    "site": ("soon", "0"),
    "conditions": ("none",),
}
UNREAD = {
    "price_usd_per_gpu_hour": ("two", "-0.01", "1e9", "2,00", "USD 2", "٢"),
    "credits_usd": ("-1", "lots"),
    "allocated_price_usd": ("half",),
    "take_or_pay_share": ("80%", "1.01", "-0.1"),
    "sla_availability": ("0", "100.1", "99.9%"),
    "term_months": ("0", "three", "36 months"),
    "quantity": ("5MW",),
    "gpu_hours": ("1,000",),
    "accelerator_count": ("0",),
    "start": ("soon", "2026-02-30", "2026-2-3", "20260203", "2026-W10-1", "2026-02-03T10:00"),
    "expires": ("soon", "2026-13-01", "2026-12-05T25:00", "2026-12-05 5pm", "12/05/2026"),
    "non_disclosure": ("si", "1"),
    "colour": ("red",),
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in READ.items() for text in texts])
def test_a_term_that_says_what_it_means_is_taken(name: str, text: str) -> None:
    assert list(term_faults({name: text})) == []


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in UNREAD.items() for text in texts])
def test_a_term_that_cannot_be_read_names_itself_and_what_to_write(name: str, text: str) -> None:
    (fault,) = term_faults({name: text})
    assert name in str(fault.what)
    assert str(fault.fix)


def test_every_term_that_is_compared_by_more_than_its_words_is_read() -> None:
    compared = {name for name, way in {**AMOUNTS, **PLAIN}.items() if way in ("higher", "lower")}
    assert {stem(name) for name in compared if list(term_faults({name: "soon"}))} == compared


@pytest.mark.parametrize("kind", ["amend", "waive", "sign"])
def test_every_act_that_names_terms_reads_them(kind: str) -> None:
    deal = Deal().received()
    given: dict[str, Any] = (
        {"provider": "rival", "contract": "k", "tranches": [{"quantity": "1"}]} if kind == "sign" else {}
    )
    with pytest.raises(QuestionError, match="expires: 'soon' is not a day"):
        deal.act(kind, "2025-03-11 09:00", terms={"expires": "soon"}, **given)


def test_an_offer_and_a_request_read_theirs() -> None:
    more: dict[str, Any] = {"provider": "rival"}
    for kind, fields in (("receive", more), ("request", {})):
        with pytest.raises(QuestionError, match="start: 'soon' is not a day"):
            Deal().act(kind, "2025-03-11 09:00", terms={**TERMS, "start": "soon"}, **fields)
