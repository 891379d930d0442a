"""Both examples under every reading and what-if: the package and the second evaluator always agree.

Each question is asked with its points left open, and again under every combination of them. The second
evaluator patches the text afresh for each combination and never asks whether a point bears on anything.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.oracle.domain import CAPACITIES, TICK, Domain
from tests.oracle.second import Ask
from tests.oracle.slow_readings import Choice, overlaid, parsed
from tests.oracle.slow_text import read_happenings
from tests.oracle.small import BASIS, CUSTOMERS, DAYS, WORKLOADS, Case, cases, day, in_order, moment
from tests.oracle.technology import Licensing, SecondOfAll, Use, supposing

from firstcall.errors import AgreementError, QuestionError
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.service.folder import Partnership, open_partnership

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDERS = ("microsoft-openai", "wiraksa")
WHAT_IFS = sorted(path for folder in FOLDERS for path in (EXAMPLES / folder / "what-if").glob("*.yaml"))
Question = Ask | Use | Licensing


@cache
def opened(folder: str, what_if: Path | None = None) -> tuple[Partnership, SecondOfAll]:
    """The example as the package and as the second evaluator read it."""
    held = open_partnership(EXAMPLES / folder, (what_if,) if what_if else ())
    raw = parsed((EXAMPLES / folder / "agreement.yaml").read_bytes())
    lines = read_happenings((EXAMPLES / folder / "record.jsonl").read_bytes())
    if what_if is not None:
        overlay = parsed(what_if.read_bytes())
        raw, lines = overlaid(raw, overlay), supposing(raw, lines, overlay)
    return held, SecondOfAll(raw, lines)


def asked(question: Question) -> Asked | AskedUse | AskedLicence:
    match question:
        case Use():
            return AskedUse(question.licensee, question.product, question.ip, question.model, question.developed)
        case Licensing():
            return AskedLicence(question.to, question.product, question.ip, question.by)
        case Ask():
            return Asked(
                (question.workload,), question.provider, question.customer, question.capacity, question.signed,
                question.quantity, question.offer, question.contract, question.tranche, None, dict(question.dims),
            )  # fmt: skip


def disagreements(held: Partnership, second: SecondOfAll, questions: Iterator[tuple[Question, datetime]],
                  every_choice: int = 5) -> list[str]:  # fmt: skip
    """Ask both, open and under each combination; tell where they differ."""
    found, count = [], 0
    for question, at in questions:
        want = second.answer(question, at)
        try:
            got = decide(held.agreement, held.record, asked(question), at)
        except QuestionError as error:
            assert "is operated by" in str(error), (question, at)
            continue
        count += 1
        if got.outcome != want.outcome or want.contested != ("contested" in got.marks):
            found.append(f"{question} at {at}: {got.outcome} {got.marks}, not {want}")
        for choice, outcome in want.readings.items() if count % every_choice == 0 else ():
            left = {
                point.id for point in held.agreement.readings
            }  # a what-if leaves out what it has nothing to read of
            chosen = {point: name for point, name in choice if point in left}
            alone = decide(held.agreement, held.record, asked(question), at, None, chosen)
            if alone.outcome != outcome:
                found.append(f"{question} at {at} read as {dict(choice)}: {alone.outcome}, not {outcome}")
    assert count
    return found[:5]


def domain(second: SecondOfAll) -> Domain:
    base: Choice = {point["id"]: point["base"] for point in second.raw.get("readings") or []}
    return Domain(second.second(base))


def every(step: int, questions: Iterator[tuple[Ask, datetime]], start: int = 0) -> Iterator[tuple[Question, datetime]]:
    return islice(questions, start, None, step)


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_capacity_under_every_reading(capacity: str | None) -> None:
    held, second = opened("microsoft-openai")
    assert disagreements(held, second, every(83, domain(second).about_capacity(capacity))) == []


def test_contracts_under_every_reading() -> None:
    held, second = opened("microsoft-openai")
    assert disagreements(held, second, every(37, domain(second).about_contracts())) == []


def technology(second: SecondOfAll) -> Iterator[tuple[Question, datetime]]:
    """Every licensee, product, kind and age of model, wherever the text or the record changes."""
    here = domain(second)
    turns = here.of("determination-declared", "determination-verified", "determination-reversed", "escape-exercised")
    moments = sorted({edge + step * TICK for edge in here.edges() | turns for step in (-1, 0)})
    for at in moments:
        if here.text.version(at, None) is None:
            continue
        words = second.text({}).words(at, None)
        parties = [*here.version.parties, "another-cloud"]
        for party, product_, ip in product(parties, words.products, words.ip):
            yield Licensing(party, product_, ip), at
            yield Use(party, product_, ip), at
            if ip == "models" and turns:
                for made in (*turns, *(turn + TICK for turn in turns)):
                    yield Use(party, product_, ip, None, made), at


def test_technology_under_every_reading() -> None:
    held, second = opened("microsoft-openai")
    assert disagreements(held, second, technology(second)) == []


@pytest.mark.parametrize("what_if", WHAT_IFS, ids=lambda path: path.stem)
def test_what_ifs(what_if: Path) -> None:
    held, second = opened(what_if.parents[1].name, what_if)
    if any(True for _ in technology(second)):  # a text without words for technology has no question of it
        assert disagreements(held, second, islice(technology(second), 0, None, 7)) == []
    for capacity in CAPACITIES:
        assert disagreements(held, second, every(499, domain(second).about_capacity(capacity))) == []


def test_before_and_after() -> None:
    """Technology is nobody's question before the agreement, and stays closed after it."""
    held, second = opened("microsoft-openai")
    question = Use("microsoft", "first_party")
    for at in (datetime(2015, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)):
        assert disagreements(held, second, iter([(question, at)])) == []
    assert second.answer(question, datetime(2015, 1, 1, tzinfo=UTC)).outcome == "ungoverned"
    assert second.answer(question, datetime(2040, 1, 1, tzinfo=UTC)).outcome == "forbidden"


def changes(clause: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What an alternative may set in a clause of a small agreement."""
    scope = st.one_of(
        st.sampled_from(WORKLOADS).map(lambda word: {"workloads": [word]}),
        st.sampled_from(CUSTOMERS).map(lambda word: {"customers": [word]}),
        st.sampled_from(["third_party", "own_build", "built_for_grantor"]).map(lambda word: {"mode": [word]}),
        st.sampled_from(["rival", "other"]).map(lambda word: {"providers": [word]}),
        st.sampled_from(["north", "south"]).map(lambda word: {"region": [word]}),
        st.just({"workloads": list(WORKLOADS), "customers": list(CUSTOMERS)}),
    ).map(lambda keys: {"scope": keys})
    ends = st.integers(280, DAYS).map(lambda number: {"until": day(number)})
    own: dict[str, list[dict[str, Any]]] = {
        "exclusivity": [{"at": ["home", "rival"]}, {"acts": ["run"]}, {"acts": ["sign"]}],
        "consent": [{"covers": "provider"}, {"covers": "workload"}, {"by": "gus"}],
        "approval": [{"primarily": {"workloads": ["serve"], "share_at_least": "0.5"}}],
        "prohibition": [{"acts": ["run"]}, {"acts": ["sign"]}, {"except": {"workloads": ["serve"]}}],
        "first_refusal": [{"partial": "none"}, {"window": {"n": 20}}, {"tail": {"n": 5}}],
    }
    kinds = st.sampled_from(own[clause["type"]])
    milestone = st.just({"until": {"determination": "dawn", "or_date": day(DAYS)}})
    if clause["type"] == "consent":
        return st.one_of(kinds, milestone)
    return st.one_of(scope, scope, ends, kinds, milestone)


@st.composite
def readings(draw: st.DrawFn, held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One to three points, which may patch the same clause."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        alternatives: dict[str, Any] = {"plain": []}
        for way in range(draw(st.integers(1, 2))):
            clause = draw(st.sampled_from(held))
            alternatives[f"way-{way}"] = [{"clause": clause["id"], "set": draw(changes(clause))}]
        found.append({"id": f"p{number}", "about": "?", "base": "plain", "alternatives": alternatives})
    return found


DAWN = {"declared_by": "gus", "verified_by": "hal"}


@st.composite
def doubtful(draw: st.DrawFn) -> Case:
    """A small partnership with points of construction, interpretations of them, and a determination."""
    case = draw(cases())
    points = draw(readings(case.raw["clauses"]))
    read = [{"id": "dawn", "type": "exclusivity", "holder": "hal", "at": ["home"], "scope": {"workloads": ["serve"]},
             "basis": BASIS, "until": {"determination": "dawn", "state": draw(STATES)}}]  # fmt: skip
    more: list[dict[str, Any]] = [{"type": "determination-declared", "determination": "dawn", "by": "gus",
                                   "at": moment(60)}]  # fmt: skip
    if draw(st.booleans()):
        more.append({"type": "determination-verified", "determination": "dawn", "by": "hal", "at": moment(120)})
    for point in draw(st.lists(st.sampled_from(points), max_size=2)):
        name = draw(st.sampled_from(list(point["alternatives"])))
        more.append({"type": "interpretation", "point": point["id"], "alternative": name, "by": "hal",
                     "at": moment(draw(st.integers(0, 250))), "relates_back": draw(st.booleans())})  # fmt: skip
    words = {**case.raw["definitions"], "determinations": {"dawn": DAWN}}
    raw = {**case.raw, "definitions": words, "clauses": case.raw["clauses"] + read, "readings": points}
    plain = [{key: value for key, value in event.items() if key not in ("id", "recorded")} for event in case.events]
    return case.but(raw=raw, events=in_order([*plain, *more]))


STATES = st.sampled_from(["declared", "verified", "determined"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(doubtful())
def test_small_partnerships_under_every_reading(case: Case) -> None:
    try:
        held = Partnership(Path("small"), case.agreement(), case.record())
    except AgreementError:
        assume(False)
    second = SecondOfAll(case.raw, [dict(event) for event in case.events])
    assert disagreements(held, second, iter(case.asks), every_choice=1) == []
