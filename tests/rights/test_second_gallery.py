"""The package and the second evaluator agree on the finite domain of two agreements of the gallery.

One permits up to a quantity, with contracts that take of it; the other forbids by region, with a consent on the record.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.domain import CAPACITIES, TICK, Domain, around
from tests.oracle.second import Ask, Second
from tests.oracle.slow_text import read_happenings
from tests.rights.test_second_evaluator import asked, told

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.rights.decide import decide

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
Questions = Iterator[tuple[Ask, datetime]]
SIGNED: tuple[tuple[str, str, str, str | None, str | None, str | None], ...] = (
    ("first", "google-cloud", "2026-01-10T10:00:00-08:00", "700000", "TPU", "2030-12-31"),
    ("second", "google-cloud", "2026-03-01T10:00:00-08:00", "200000", None, None),
    ("third", "google-cloud", "2026-05-01T10:00:00-07:00", "100001", "TPU", "2031-06-30"),
    ("power", "google-broadcom", "2027-02-01T10:00:00-08:00", "3", "GW", None),
    ("elsewhere", "other-cloud", "2027-03-01T10:00:00-08:00", "9000000", "TPU", None),
)
UNCOUNTED = ("uncounted", "google-cloud", "2032-01-05T10:00:00-08:00", None, None, None)
QUANTITIES = (None, *map(Decimal, ("0.5", "0.6", "3.5", "3.6", "99999", "100000", "300000", "300001", "800000",
                                   "800001", "1000000", "1000001")))  # fmt: skip


def signing(name: str, provider: str, at: str, quantity: str | None, unit: str | None, until: str | None) -> Any:
    tranche = {"id": "1", "quantity": quantity, "unit": unit, "until": until}
    return {"type": "contract-signed", "id": name, "by": "anthropic", "entered_by": "desk", "at": at, "recorded": at,
            "contract": name, "provider": provider,
            "tranches": [{key: value for key, value in tranche.items() if value is not None}]}  # fmt: skip


@cache
def opened(name: str, *, uncounted: bool = False) -> tuple[Agreement, Record, Domain]:
    raw, lines = ((GALLERY / name / part).read_bytes() for part in ("agreement.yaml", "record.jsonl"))
    record, happened = read_record(lines), list(read_happenings(lines))
    if name == "anthropic-google":
        for one in (*SIGNED, *((UNCOUNTED,) if uncounted else ())):
            record, _ = append(record, signing(*one))
            happened.append(signing(*one))
    return load(raw), record, Domain(Second(raw, happened))


def disagreements(name: str, questions: Questions, **how: bool) -> list[str]:
    """Ask both, and tell where they differ; fail if nothing was asked."""
    agreement, record, domain = opened(name, **how)
    found, outcomes = [], set()
    for ask, at in questions:
        want = domain.second.answer(ask, at)
        try:
            got = told(decide(agreement, record, asked(ask), at))
        except QuestionError as error:
            assert ask.capacity == "own_build", (error, ask, at)
            continue
        outcomes.add(got.outcome)
        if (got.outcome, got.marks) != (want.outcome, want.marks) or (want.acts and got.acts != want.acts):
            found.append(f"{ask} at {at}: the package says {got}, the second evaluator {want}")
    assert len(outcomes) > 1
    return found[:5]


@pytest.mark.parametrize("uncounted", [False, True])
def test_what_is_left_of_a_quantity(uncounted: bool) -> None:
    _, _, domain = opened("anthropic-google", uncounted=uncounted)
    ends = {domain.text.day_after(day) for day in (date(2030, 12, 31), date(2031, 6, 30))}
    moments = around(domain.edges() | domain.of("contract-signed") | ends)

    def questions() -> Questions:
        for at, provider, quantity in product(moments, domain.providers, QUANTITIES):
            yield Ask("training", provider, quantity=quantity), at

    assert disagreements("anthropic-google", questions(), uncounted=uncounted) == []


def test_the_contracts_that_take_of_it() -> None:
    _, _, domain = opened("anthropic-google", uncounted=True)

    def questions() -> Questions:
        for ask, at in domain.about_contracts():
            for workload in domain.version.workloads:
                yield Ask(workload, contract=ask.contract, tranche=ask.tranche, quantity=ask.quantity), at

    assert disagreements("anthropic-google", questions(), uncounted=True) == []


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_bans_by_region_and_a_consent(capacity: str | None) -> None:
    domain = opened("sovereign-programme")[2]
    assert disagreements("sovereign-programme", domain.about_capacity(capacity)) == []


def test_the_last_day_of_the_term_is_inside_it() -> None:
    domain = opened("sovereign-programme")[2]
    over = max(domain.edges())

    def questions() -> Questions:
        for at, dims in product((over - TICK, over, over + timedelta(days=1)), domain.dims()):
            yield Ask("citizen_records", "overflow", dims=dims), at

    assert disagreements("sovereign-programme", questions()) == []
