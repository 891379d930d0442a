"""Every reason that decisions, duties, ways to yes and clocks give is a phrase of the book."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.dates import parse_when, zone
from firstcall.errors import FirstcallError
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.position import position
from firstcall.refusal.due import everything_due
from firstcall.report.words.books.phrases import PHRASES, phrase_in
from firstcall.report.words.enums import CLAUSES, EVENTS
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion
from firstcall.service.folder import Partnership, open_partnership

ROOT = Path(__file__).resolve().parents[4]
DAYS = {"microsoft-openai": ("2018-01-01", "2024-06-12", "2025-03-07", "2025-12", "2026-05-01", "2031-02-01"),
        "wiraksa": ("2024-12-12", "2025-09-01", "2025-10-20", "2026-03", "2030-01-01")}  # fmt: skip


@cache
def partnership(name: str) -> Partnership:
    return open_partnership(ROOT / "examples" / name)


def questions(held: Partnership) -> Iterator[AnyQuestion]:
    words = held.agreement.definitions
    for workload, provider in product(words.workloads, (*held.agreement.providers, "azur", "nobody")):
        yield Asked((workload,), provider)
        yield Asked((workload,), provider, capacity="existing")
        yield Asked((workload,), provider, capacity="built_for_grantor")
    yield Asked(words.workloads, capacity="own_build")
    for event in held.record.known().events:
        if (offer := getattr(event, "offer", None)) is not None:
            yield Asked(words.workloads[:1], offer=offer)
        if (contract := getattr(event, "contract", None)) is not None:
            yield from (Asked(words.workloads[:1], contract=contract, tranche=tranche) for tranche in ("1", "2", None))
    for product_, party in product(words.products, ("microsoft", "openai", "aws")):
        yield AskedUse(party, product_, None)
        yield AskedLicence(party, product_, None)


def answered(held: Partnership, day: str) -> Iterator[tuple[AnyQuestion, Decision]]:
    when = parse_when(day, zone(held.agreement.timezone))
    for question in questions(held):
        try:
            yield question, decide(held.agreement, held.record, question, when)
        except FirstcallError:
            continue


def unsaid(texts: Iterator[str]) -> set[str]:
    return {text for text in texts if phrase_in(text) is None}


def reasons(decision: Decision) -> Iterator[str]:
    yield from (str(cited.why) for cited in decision.clauses)
    yield from (cited.role for cited in decision.clauses)
    yield from (str(portion.why) for portion in decision.portions)
    yield from (f"{duty.workload}: {duty.why}" for duty in decision.duties)
    yield from map(str, decision.notes)
    yield from decision.marks
    yield from (decision.outcome, decision.rests_on.grade)


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, days in DAYS.items() for day in days])
def test_every_reason_is_a_phrase(name: str, day: str) -> None:
    held = partnership(name)
    count, missing = 0, set()
    for _, decision in answered(held, day):
        count += 1
        missing |= unsaid(reasons(decision))
    assert count > 20
    assert not missing, "fix: add them to report/words/books/reasons.py, and say them in the catalogues"


@pytest.mark.parametrize(("name", "day"), [("microsoft-openai", "2025-03-07"), ("wiraksa", "2025-10-20")])
def test_every_act_on_the_way_to_yes_is_a_phrase(name: str, day: str) -> None:
    held = partnership(name)
    missing: set[str] = set()
    at = parse_when(day, zone(held.agreement.timezone)).first
    for workload in held.agreement.definitions.workloads[:3]:
        for provider in list(held.agreement.providers)[1:4]:
            for route in routes_to_yes(held.agreement, held.record, Asked((workload,), provider), at):
                missing |= unsaid(text for step in route.steps for text in (step.act, str(step.what)))
    assert not missing


def test_everything_due_is_a_phrase() -> None:
    held = partnership("wiraksa")
    start = parse_when("2024-07-01", zone(held.agreement.timezone)).first
    missing: set[str] = set()
    for week in range(120):
        for due in everything_due(position(held.agreement, held.record, start + timedelta(days=7 * week))):
            missing |= unsaid(iter((due.what, due.grade, *due.assumed)))
    assert not missing


def test_every_kind_of_clause_and_event_is_a_phrase() -> None:
    assert {kind.model_fields["type"].annotation.__args__[0] for kind in CLAUSE_KINDS} == set(CLAUSES)  # type: ignore[union-attr]
    assert set(EVENT_KINDS) == set(EVENTS)


def test_a_gap_holds_only_what_its_name_says() -> None:
    assert phrase_in("S1: firstcall decide x --on 2025-01-21") is None
    assert phrase_in("forbidden or offer-first") == (
        "{outcome} or {outcome_too}",
        {"outcome": "forbidden", "outcome_too": "offer-first"},
    )
    assert phrase_in("banana: only at azure") is not None and phrase_in("sign: banana") is None
    assert len(PHRASES) == len(set(PHRASES))
