"""Events that moved nothing: each is told with its reason, whatever it is about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import Deal, refusal

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.record.views.idle import without_effect

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2025-06-01"}
VERIFIED = {"type": "determination-verified", "determination": "dawn", "by": "panel", "at": "2025-07-01"}
REVERSED = {"type": "determination-reversed", "determination": "dawn", "by": "lab", "at": "2025-08-01"}
CLOSED = {"type": "escape-exercised", "clause": "way-out", "by": "lab", "at": "2025-07-01"}
MADE = {"type": "model-developed", "model": "m", "by": "lab", "at": "2025-02-01"}


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


def day(text: str) -> datetime:
    return parse_instant(text, zone("UTC"))


@pytest.fixture
def told(pact: Agreement, written: Written) -> Callable[..., dict[str, str]]:
    def of(*events: dict[str, Any]) -> dict[str, str]:
        dated = ({**event, "at": (at := day(event["at"])).isoformat(), "recorded": at.isoformat()} for event in events)
        record, _ = written(dated)
        here = position(pact, record, day("2026-01-01"))
        found = without_effect(here, record.events)
        return {item.kind: str(item.reason) for item in found.values()}

    return of


def test_what_counts_is_not_marked(told: Callable[..., dict[str, str]]) -> None:
    assert told(DECLARED, VERIFIED, CLOSED, CLOSED | {"clause": None, "at": "2025-07-02"}, REVERSED) == {}
    assert told(MADE, MADE | {"model": "n"}) == {}


def test_the_exercise_of_an_escape_counts_from_the_very_instant_of_the_determination(
    told: Callable[..., dict[str, str]],
) -> None:
    assert told(DECLARED, VERIFIED, CLOSED) == {}


@pytest.mark.parametrize(
    ("events", "kind", "why"),
    [
        ((DECLARED | {"by": "cloud"},), "determination-declared", "'cloud' may not declare dawn"),
        ((VERIFIED,), "determination-verified", "no declaration of dawn stands"),
        ((DECLARED, VERIFIED | {"by": "cloud"}), "determination-verified", "'cloud' may not verify dawn"),
        ((DECLARED, REVERSED | {"by": "cloud"}), "determination-reversed", "'cloud' may not reverse dawn"),
        ((DECLARED, DECLARED | {"at": "2025-09-01"}), "determination-declared", "dawn stands declared already"),
        ((REVERSED,), "determination-reversed", "no declaration of dawn stands"),
        (({"type": "consent-revoked", "consent": "c", "by": "cloud", "at": "2025-02-01"},), "consent-revoked",
         "no consent 'c' of 'cloud' stood"),
        ((CLOSED,), "escape-exercised", "dawn was not determined at that instant"),
        ((DECLARED, CLOSED), "escape-exercised", "dawn was not determined at that instant"),
        ((DECLARED, VERIFIED, CLOSED | {"at": "2025-06-30"}), "escape-exercised",
         "dawn was not determined at that instant"),
        ((DECLARED, VERIFIED, CLOSED | {"by": "cloud"}), "escape-exercised",
         "'cloud' licenses nothing that way-out would close"),
        ((DECLARED, VERIFIED, CLOSED | {"clause": "licence"}), "escape-exercised", "unknown escape 'licence'"),
        ((DECLARED, VERIFIED, REVERSED, CLOSED | {"at": "2025-08-01"}), "escape-exercised",
         "dawn was not determined at that instant"),
        ((MADE, MADE | {"at": "2025-03-01"}), "model-developed",
         "'m' is on the record as developed on 2025-02-01 already"),
        (({"type": "occurred", "event": "handover", "at": "2025-02-01"},), "occurred", "unknown event 'handover'"),
        (({"type": "option-exercised", "clause": "first", "by": "lab", "at": "2025-02-01"},), "option-exercised",
         "unknown option 'first'"),
        (({"type": "duty-performed", "clause": "ahead", "by": "lab", "at": "2025-02-01"},), "duty-performed",
         "unknown duty 'ahead'"),
        (({"type": "interpretation", "point": "shard", "alternative": "shared", "by": "lab", "at": "2025-02-01"},),
         "interpretation", "unknown point of construction 'shard'"),
    ],
)  # fmt: skip
def test_what_moved_nothing_says_why(
    told: Callable[..., dict[str, str]], events: tuple[dict[str, Any], ...], kind: str, why: str
) -> None:
    assert told(*events) == {kind: why}


DUE = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC", "effective": "2025-01-01",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "definitions": {"workloads": ["w"]},
    "clauses": [{"id": "report", "type": "duty", "by": "hal", "to": "gus", "does": "sends the report",
                 "when": {"every": "quarter", "since": "2025-01-01"}, "within": {"n": 15}}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "why", "fix"),
    [
        ({}, None, ""),
        ({"occurrence": "2025-Q3"}, None, ""),
        ({"occurrence": "report/2025-Q3"}, None, ""),
        ({"by": "gus"}, "report is not for 'gus' to do", "that is for hal to do"),
        ({"at": "2025-02-01"}, "no time of report was left then that it could be for",
         "name one of its times: report/2025-Q4, report/2026-Q1 or report/2026-Q2"),
        ({"occurrence": "2031-Q9"}, "report has no time '2031-Q9' so far",
         "name one of its times: report/2025-Q4, report/2026-Q1 or report/2026-Q2"),
    ],
)  # fmt: skip
def test_a_duty_done_by_somebody_else_or_at_no_time_of_it_says_so(
    written: Written, fields: dict[str, str], why: str | None, fix: str
) -> None:
    done = {"type": "duty-performed", "clause": "report", "by": "hal", "at": "2025-07-02", **fields}
    at = day(done["at"]).isoformat()
    record, _ = written([{**done, "at": at, "recorded": at}])
    found = without_effect(position(Agreement.model_validate(DUE), record, day("2026-05-01")), record.events)
    assert [(str(one.reason), str(one.fix)) for one in found.values()] == ([] if why is None else [(why, fix)])


def test_a_duty_done_under_a_text_that_was_changed_since_is_done(written: Written) -> None:
    later = {**DUE["clauses"][0], "when": {"every": "year", "since": "2026-01-01"}}  # type: ignore[index]
    change = {"id": "yearly", "signed": "2025-12-01", "effective": "2026-01-01", "replace": [later]}
    done = {"type": "duty-performed", "clause": "report", "by": "hal"}
    ats = [day(at).isoformat() for at in ("2025-04-02", "2025-04-03")]
    record, _ = written({**done, "at": at, "recorded": at} for at in ats)
    here = position(Agreement.model_validate({**DUE, "amendments": [change]}), record, day("2026-05-01"))
    assert list(without_effect(here, record.events)) == ["e2"]


def test_a_waiver_of_a_contract_is_for_who_holds_the_right() -> None:
    deal = Deal(refusal(), refusal(id="other", holder="iris"))
    deal.say("contract-signed", "2025-03-10 09:00", offer=None, contract="k", provider="rival", tranches=[{}], terms={})
    for by, clause in (("iris", "other"), ("iris", None), ("iris", "refusal"), ("grace", None)):
        deal.say("waiver-given", "2025-03-11 09:00", by=by, contract="k", clause=clause)
    found = without_effect(deal.position("2025-03-12 09:00"), deal.record.events)
    assert {item.event: str(item.reason) for item in found.values()} == {
        "e4": "that is for halcyon to do", "e5": "that is for halcyon or iris to do"}  # fmt: skip
