"""The package and the second evaluator agree where options renew, end and enlarge two agreements of the gallery."""

import json
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.oracle.domain import TICK, Domain
from tests.oracle.second import Ask, Second
from tests.rights.test_second_evaluator import asked, told
from tests.rights.test_second_gallery import GALLERY, SIGNED, signing

from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide

TO = {"notice": {"to": "operator"}}
RENEWAL = {"id": "renewal", "type": "option", "by": "ministry", "renew": {"n": 1, "unit": "year"}, "at_most": 2,
           "until": {"before_end_of": "term", "by": {"n": 6, "unit": "month"}}, **TO}  # fmt: skip
EXIT = {"id": "exit", "type": "option", "by": "ministry", "terminate": {"wind_down": {"n": 90}},
        "since": "2028-03-01", **TO}  # fmt: skip
MORE = {"id": "more", "type": "option", "by": "anthropic", "expand": {"quantity": "250000", "unit": "TPU"},
        "of": ["tpus"], "until": "2026-12-31"}  # fmt: skip


def notice(name: str, clause: str, at: str, by: str = "ministry") -> dict[str, Any]:
    return {"type": "option-exercised", "id": name, "by": by, "entered_by": "desk", "at": at, "recorded": at,
            "clause": clause}  # fmt: skip


RECORDS: list[tuple[dict[str, Any], ...]] = [
    (),
    (notice("n1", "renewal", "2030-08-28T17:00:00+02:00"),),
    (notice("n1", "renewal", "2030-08-28T17:00:01+02:00"),),
    (notice("n1", "renewal", "2027-05-01T10:00:00+02:00"), notice("n2", "renewal", "2028-05-01T10:00:00+02:00"),
     notice("n3", "renewal", "2029-05-02T10:00:00+02:00")),
    (notice("n1", "exit", "2028-02-28T10:00:00+01:00"), notice("n2", "exit", "2028-06-30T18:00:00+02:00")),
    (notice("n1", "exit", "2028-06-30T16:00:00+02:00", by="operator"),),
    (notice("n1", "renewal", "2027-05-03T10:00:00+02:00"), notice("n2", "exit", "2031-12-24T16:00:00+01:00")),
]  # fmt: skip


def opened(name: str, options: list[dict[str, Any]], events: list[dict[str, Any]]) -> tuple[Any, Record, Second]:
    raw = YAML(typ="safe", pure=True).load((GALLERY / name / "agreement.yaml").read_bytes())
    raw["clauses"] += options
    text, record = json.dumps(raw, default=str).encode(), Record()
    for event in events:
        record, _ = append(record, event)
    return load(text), record, Second(text, events)


def compare(name: str, options: list[dict[str, Any]], events: list[dict[str, Any]], asks: list[Ask]) -> set[str]:
    agreement, record, second = opened(name, options, events)
    domain, outcomes = Domain(second), set()
    moments = domain.edges() | {at for _, at, _ in second.text.steps} | domain.of("option-exercised")
    for _, at, _ in second.text.steps:
        end, _survivors = second.text.term_end(second.text.version(at, None))  # type: ignore[arg-type]
        moments |= {end} - {None}  # type: ignore[arg-type]
    for at, ask in product(sorted({moment + n * TICK for moment in moments for n in (-1, 0, 1)}), asks):
        want = second.answer(ask, at)
        try:
            got = told(decide(agreement, record, asked(ask), at))
        except QuestionError:
            continue
        outcomes.add(got.outcome)
        assert (got.outcome, got.marks) == (want.outcome, want.marks), f"{ask} at {at} after {events}"
    return outcomes


@pytest.mark.parametrize("events", RECORDS)
def test_a_term_that_is_renewed_and_ended(events: tuple[dict[str, Any], ...]) -> None:
    dims = ((), (("region", "home"),), (("region", "elsewhere"),))
    asks = [Ask(workload, provider, dims=one) for workload in ("citizen_records", "model_training")
            for provider in ("national-sites", "overflow") for one in dims]  # fmt: skip
    assert {"forbidden", "ungoverned"} <= compare("sovereign-programme", [RENEWAL, EXIT], list(events), asks)


ENLARGED: list[tuple[str, ...]] = [
    (), ("2026-02-02T10:00:00-08:00",), ("2026-07-04T10:00:00-07:00",), ("2026-12-31T17:00:00-08:00",),
    ("2026-12-31T17:00:01-08:00",), ("2026-02-02T10:00:00-08:00", "2026-03-02T10:00:00-08:00"),
]  # fmt: skip


@pytest.mark.parametrize("sent", ENLARGED)
def test_a_permission_that_is_enlarged(sent: tuple[str, ...]) -> None:
    events = [signing(*one) for one in SIGNED]
    events += [notice(f"n{n}", "more", at, "anthropic") for n, at in enumerate(sent)]
    events.sort(key=lambda event: datetime.fromisoformat(event["at"]))
    quantities = (None, *map(Decimal, ("0.5", "100000", "300000", "300001", "350000", "350001")))
    asks = [Ask("training", "google-cloud", quantity=quantity) for quantity in quantities]
    assert len(compare("anthropic-google", [MORE], events, asks)) > 1
