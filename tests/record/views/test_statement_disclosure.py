from typing import Any

import pytest
from tests.settlement.settle_case import AGREEMENT, SHARE
from tests.settlement.statement.test_standing import ISSUE, event

from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append
from firstcall.record.views.disclosure import disclosed, heard, parties_of_clauses, unheard
from firstcall.record.views.view import view

HELD = {"share": frozenset({"alpha", "beta"}), "other": frozenset({"alpha", "gamma"})}
THREE = AGREEMENT.replace("role: holder}\n", "role: holder}\n  gamma: {name: Gamma, role: holder}\n", 1)
OTHER = SHARE.replace("id: share", "id: other").replace("payee: beta", "payee: [{party: gamma}]")


PROMISES = """\
  - {id: report, type: duty, by: gamma, to: beta, does: reports, when: 2025-01-05, late: {per_day: '1', currency: USD}}
  - {id: insure, type: duty, by: gamma, to: alpha, does: insures, when: 2025-01-05}
  - {id: best, type: price_promise, by: beta, to: gamma, contract: c, price: price_usd_per_gpu_hour, currency: USD,
     pays: {quantity: hours}}
"""


def test_who_is_paid_for_a_duty_done_late_or_a_better_price_is_concerned() -> None:
    both = frozenset({"beta", "gamma"})
    assert parties_of_clauses(load(THREE + PROMISES)) == {"report": both, "best": both}


@pytest.mark.parametrize(
    ("kind", "by", "idle"),
    [("disputed", "gamma", True), ("agreed", "gamma", True), ("disputed", "alpha", False), ("agreed", "beta", False)],
)
def test_only_who_pays_or_is_paid_is_heard_on_a_statement(kind: str, by: str, idle: bool) -> None:
    text = load(THREE + SHARE + OTHER)
    said = [event("issued", **ISSUE), event(kind, 2, by)]
    assert list(unheard(said, parties_of_clauses(text))) == ([(said[1], HELD["share"])] if idle else [])
    assert heard(said, text) == said[: 1 if idle else 2]
    unknown = event("issued", **(ISSUE | {"amounts": {"share": "1", "gone": "1"}}))
    assert heard([unknown, said[1]], text) == [unknown, said[1]]


def test_every_text_of_a_clause_counts_for_who_is_concerned() -> None:
    amended = (
        THREE + SHARE + OTHER + "  - {id: buys, type: commitment, by: gamma, to: beta, amount: '5', currency: USD,\n"
    )
    amended += "     since: 2025-01-01, until: 2025-12-31, commitment_ids: [C]}\n"
    assert parties_of_clauses(load(amended)) == HELD | {"buys": frozenset({"beta", "gamma"})}


@pytest.mark.parametrize(
    ("kind", "fields", "party", "says"),
    [
        ("paid", {"by": "alpha", "to": "gamma", "amount": "1", "currency": "USD"}, "beta", None),
        ("paid", {"by": "alpha", "amount": "1", "currency": "USD"}, "beta", None),
        ("paid", {"by": "beta", "amount": "1", "currency": "USD"}, "alpha", {}),
        ("paid", {"by": "beta", "amount": "1", "currency": "USD"}, "beta", {}),
        ("disputed", {"by": "gamma", "clauses": ["other"]}, "beta", None),
        ("disputed", {"by": "alpha", "clauses": ["other", "share"], "lines": ["other/x"]}, "beta",
         {"clauses": ["share"], "lines": []}),
        ("disputed", {"by": "gamma"}, "beta", None),
        ("disputed", {"by": "alpha"}, "beta", {}),
        ("agreed", {"by": "gamma"}, "beta", None),
        ("agreed", {"by": "gamma"}, "alpha", {}),
    ],
)  # fmt: skip
def test_what_each_may_know(kind: str, fields: dict[str, Any], party: str, says: dict[str, Any] | None) -> None:
    assert disclosed(event(kind, 2, **fields), party, HELD) == says


def test_an_issue_is_told_for_ones_own_clauses_alone() -> None:
    both = ISSUE | {"amounts": {"share": "20.05", "other": "7.00"}}
    told = disclosed(event("issued", **both), "beta", HELD)
    assert told is not None
    assert told["amounts"] == {"share": "20.05"}
    more = disclosed(event("issued", **(both | {"amounts": {"share": "20.05", "other": "9.00"}, "digest": "b" * 64})),
                     "beta", HELD)  # fmt: skip
    assert told == more
    assert disclosed(event("issued", **ISSUE), "beta", HELD) == {}
    assert disclosed(event("issued", **(ISSUE | {"amounts": {"other": "7.00"}})), "beta", HELD) is None
    empty = ISSUE | {"amounts": {"share": "0.00", "other": "7.00"}, "delta": True}
    assert disclosed(event("issued", **empty), "beta", HELD) is None


def test_a_view_of_the_record_shows_a_payee_its_statement_without_the_others_amounts() -> None:
    record = Record()
    for number, fields in enumerate([
        ISSUE | {"type": "statement-issued", "by": "alpha", "amounts": {"share": "20.05", "other": "7.00"}},
        {"type": "statement-paid", "by": "alpha", "to": "gamma", "amount": "7", "currency": "USD"},
    ]):  # fmt: skip
        at = f"2025-02-{1 + number:02}T00:00:00Z"
        common = {"id": f"e{number}", "at": at, "recorded": at, "entered_by": "x", "statement": "s-1"}
        record, _ = append(record, common | fields)
    seen = view(record, "beta", load(THREE + SHARE + OTHER))
    (issued,) = seen.events
    assert issued.model_dump()["amounts"].keys() == {"share"}
    assert len(view(record, "gamma", load(THREE + SHARE + OTHER)).events) == 2
