"""The package and a second evaluator agree on every question of both examples' finite domains.

Of the larger domain one question in thirteen is asked, so that every word, instant and quantity still comes in many
of them; FIRSTCALL_WHOLE=1 asks them all.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from tests.oracle.domain import CAPACITIES, Domain
from tests.oracle.second import Ask, Found, Second
from tests.oracle.slow_text import read_happenings

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record, read_record
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = ("microsoft-openai", "wiraksa")
Questions = Iterator[tuple[Ask, datetime]]
EACH = {"microsoft-openai": 1, "wiraksa": 1 if os.environ.get("FIRSTCALL_WHOLE") else 13}
"""Which of the questions are asked: each, or each thirteenth. No count of words is a multiple of it."""


@cache
def opened(folder: str) -> tuple[Agreement, Record, Domain]:
    raw, lines = (EXAMPLES / folder / name for name in ("agreement.yaml", "record.jsonl"))
    agreement = load(raw.read_bytes())
    if agreement.readings:
        agreement = agreement.fresh_copy({"readings": ()})
    second = Second(raw.read_bytes(), read_happenings(lines.read_bytes()))
    return agreement, read_record(lines.read_bytes()), Domain(second)


def asked(ask: Ask) -> Asked:
    return Asked(
        (ask.workload,), ask.provider, ask.customer, ask.capacity, ask.signed, ask.quantity, ask.offer, ask.contract,
        ask.tranche, None, dict(ask.dims),
    )  # fmt: skip


def told(decision: Decision) -> Found:
    acts = {str(act.act): str(act.outcome) for act in decision.acts}
    return Found(decision.outcome, set(decision.marks), acts)


def disagreements(folder: str, questions: Questions, *, as_of_the_day: bool = False) -> list[str]:
    """Ask both, and tell where they differ; fail if nothing was asked."""
    agreement, record, domain = opened(folder)
    found, count = [], 0
    for ask, at in islice(questions, 0, None, EACH[folder]):
        known = at if as_of_the_day else None
        want = domain.second.answer(ask, at, known)
        try:
            got = told(decide(agreement, record, asked(ask), at, known))
        except QuestionError as error:
            assert ask.capacity == "own_build" and "is operated by" in str(error), (ask, at)
            continue
        count += 1
        if (got.outcome, got.marks) != (want.outcome, want.marks) or (want.acts and got.acts != want.acts):
            found.append(f"{ask} at {at}: the package says {got}, the second evaluator {want}")
    assert count
    return found[:5]


@pytest.mark.parametrize("capacity", CAPACITIES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_capacity(folder: str, capacity: str | None) -> None:
    assert disagreements(folder, opened(folder)[2].about_capacity(capacity)) == []


def test_offers() -> None:
    assert disagreements("wiraksa", opened("wiraksa")[2].about_offers()) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_contracts(folder: str) -> None:
    assert disagreements(folder, opened(folder)[2].about_contracts()) == []


def known_then(folder: str) -> Questions:
    """Contracts and offers as they were known on the day: only what had been entered by the instant asked."""
    _, _, domain = opened(folder)
    entered = {event.get("contract"): event.recorded for event in domain.lines if event.type == "contract-signed"}
    made = {event.get("offer"): event.recorded for event in reversed(domain.lines) if event.get("offer")}
    for ask, at in (*domain.about_contracts(), *domain.about_offers()):
        since = entered[ask.contract] if ask.contract else made[ask.offer]
        if at >= since and ask.quantity is None and ask.workload in domain.version.workloads[::2]:
            yield ask, at


def test_what_was_known_on_the_day() -> None:
    assert disagreements("wiraksa", known_then("wiraksa"), as_of_the_day=True) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_capacity_signed_on_a_day(folder: str) -> None:
    _, _, domain = opened(folder)
    days = sorted(domain.starts())

    def questions() -> Questions:
        for workload in domain.version.workloads:
            for provider in domain.providers:
                for signed in days:
                    for at in (*days, *domain.for_capacity()[-12:]):
                        if signed < at:
                            yield Ask(workload, provider, signed=signed), at

    assert disagreements(folder, questions()) == []


def test_every_outcome_occurs() -> None:
    """No outcome could be misread unseen: each of them is the answer to some question."""
    domain = opened("wiraksa")[2]
    asks = [*domain.about_contracts(), *domain.about_offers()][::7]
    outcomes = {domain.second.answer(ask, at).outcome for ask, at in asks}
    assert outcomes == {"ungoverned", "permitted", "offer-first", "consent-first", "forbidden"}
