"""Seeded faults: each kind planted in a sound agreement is found, near misses stay silent; sets are what they say."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from tests.oracle import small
from tests.oracle.domain import Domain
from tests.oracle.second import Ask, Second
from tests.verification.findings.planted import BUILD, NEAR, PLANTED, Data
from tests.verification.sound import agreement

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked
from firstcall.verification.findings.finding import FINDING_CODES, Finding
from firstcall.verification.findings.soundness import findings_of

ROOT = Path(__file__).resolve().parents[3]
PUBLIC = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes()
AGREED = {"grade": "agreed", "source": "deed"}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found_and_nothing_else(name: str) -> None:
    spoil, codes = PLANTED[name]
    found = findings_of(agreement(spoil))
    assert sorted(one.code for one in found) == sorted(codes)
    assert all(one.proven for one in found if one.shown)
    for one in found:
        assert one.places and all(place.clause for place in one.places)


@pytest.mark.parametrize("name", NEAR)
def test_near_misses_stay_silent(name: str) -> None:
    assert [str(one.what) for one in findings_of(agreement(NEAR[name][0]))] == []


def test_every_kind_of_finding_is_planted_and_nearly_planted() -> None:
    every = {code for code in FINDING_CODES if code != "loophole"}  # those are planted in a search of their own
    assert {code for _, codes in PLANTED.values() for code in codes} == every
    assert {code for _, code in NEAR.values()} == every


def asked_by(found: Finding) -> list[tuple[tuple[str, ...], Asked, Any]]:
    """Every question of a finding's sets, word by word, with the first instant of each stretch."""
    questions = []
    for shown in found.shown:
        axes = tuple(shown.words)
        for words in product(*shown.words.values()):
            by = dict(zip(axes, words, strict=True))
            dims = {name: by[name] for name in axes[2:-2]}
            asked = Asked((by["workload"],), by["provider"], by["customer"], by["capacity"], dimensions=dims)
            questions += [(words, asked, span.start) for span in shown.spans]
    return questions


OPENED = {"type": "occurred", "by": "gus", "event": "opening", "at": "2024-01-01"}


def answer(text: Agreement, asked: Asked, at: Any, record: Record | None = None) -> Decision | None:
    try:
        return decide(text, record or Record(), asked, at)
    except QuestionError:
        return None


FAULTS: dict[str, Callable[[Decision], bool]] = {
    "conflict": lambda found: "conflict" in found.marks,
    "gap": lambda found: found.outcome == "ungoverned",
    "nowhere-free": lambda found: not found.free,
}


BOXED = (*FAULTS, "silent-order")


def fault_of(found: Finding) -> Callable[[Decision], bool]:
    """What every answer in a finding's sets must have."""
    if found.code == "silent-order":
        winner, loser = (place.clause for place in found.places)
        return lambda one: any(cited.clause == loser and cited.other == winner for cited in one.clauses)
    return FAULTS[found.code]


def as_asked(by: dict[str, str]) -> Asked:
    return Asked((by["workload"],), by["provider"], by["customer"], by["capacity"])


def is_beside(text: Agreement, by: dict[str, str], at: Any, record: Record) -> bool:
    """Whether a question is not at the holder's, and one that differs in mode, age or listing is restricted."""
    if by["provider"] == "home":
        return False
    fresh = ("new", "own_build", "built_for_grantor")
    modes = [one for one in fresh if by["capacity"] in fresh] or ["existing"]
    beside = [{**by, "capacity": mode} for mode in modes]
    beside += [{**by, "provider": name} for name in ("home", "own", "rival") if by["provider"] == "other"]
    beside += [{**by, "provider": "other"}] if by["provider"] != "other" else []
    answers = [answer(text, as_asked(other), at, record) for other in beside]
    return any(one is not None and not one.free for one in answers)


EVERY = {"workload": ("train", "serve"), "provider": ("home", "own", "rival", "other"),
         "capacity": ("new", "existing", "own_build", "built_for_grantor")}  # fmt: skip
Held = Callable[[dict[str, str], Any], bool | None]
"""Whether a question at an instant has the fault; None where it cannot be asked."""


def assert_boxes_are_whole_and_cannot_grow(found: Finding, held: Held) -> None:
    assert found.shown and found.proven
    for shown in found.shown:
        for words in product(*shown.words.values()):
            by = dict(zip(shown.words, words, strict=True))
            assert all(held(by, span.start) in (True, None) for span in shown.spans), by
        for axis, words in EVERY.items():
            for word in set(words) - set(shown.words[axis]):
                wider = {**shown.words, axis: (word,)}
                slab = [held(dict(zip(wider, one, strict=True)), span.start)
                        for one in product(*wider.values()) for span in shown.spans]  # fmt: skip
                assert False in slab or set(slab) == {None}, (axis, word)


@pytest.mark.parametrize(
    "name",
    [name for name, (_, codes) in PLANTED.items() if codes[0] in BOXED and len(codes) == 1 and "licence" not in name],
)
def test_every_question_of_a_set_has_the_fault_and_no_set_can_grow(name: str) -> None:
    spoil, codes = PLANTED[name]
    text = agreement(spoil)
    (found,) = findings_of(text)
    has = fault_of(found)
    record, later = Record(), timedelta(0)
    if found.given:
        assert [str(one) for one in found.given] == ["opening has happened"]
        record, later = suppose(record, [OPENED], ZoneInfo("UTC"), "here"), timedelta(days=400)

    def held(by: dict[str, str], at: Any) -> bool | None:
        one = answer(text, as_asked(by), at + later, record)
        if one is None:
            return None
        return has(one) and (codes[0] != "gap" or is_beside(text, by, at + later, record))

    assert_boxes_are_whole_and_cannot_grow(found, held)


SILENT = ("the same licence twice", "a prohibition that excepts everything")
IDLE = [(name, code) for name, (_, codes) in PLANTED.items() for code in ("dead", "dead-first-refusal")
        if code in codes and name not in SILENT]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), IDLE)
def test_what_changes_nothing_is_told_wherever_it_speaks_and_nothing_changes_there(name: str, code: str) -> None:
    text = agreement(PLANTED[name][0])
    (found,) = [one for one in findings_of(text) if one.code == code]
    dead = found.places[0].clause
    less = text.fresh_copy({"clauses": tuple(one for one in text.clauses if one.id != dead)})

    def held(by: dict[str, str], at: Any) -> bool | None:
        one, without = answer(text, as_asked(by), at), answer(less, as_asked(by), at)
        if one is None or without is None:
            return None
        assert one.outcome == without.outcome
        return any(cited.clause == dead and cited.role != "tried and did not hold" for cited in one.clauses)

    assert_boxes_are_whole_and_cannot_grow(found, held)


def test_a_purpose_that_nobody_cures_is_told_wherever_a_mix_can_miss_it() -> None:
    text = agreement(PLANTED["a purpose that nobody can cure"][0])
    (found,) = findings_of(text)

    def held(by: dict[str, str], at: Any) -> bool | None:
        day = (at - timedelta(days=2)).date().isoformat()
        mixed = [{"type": "mix-reported", "by": "gus", "since": day, "until": day, "hours": {one: "1"}, "at": day}
                 for one in ("train", "serve")]  # fmt: skip
        answers = [answer(text, as_asked(by), at, suppose(Record(), [one], ZoneInfo("UTC"), "here")) for one in mixed]
        if None in answers:
            return None
        return any(one is not None and any(cited.clause == "build" and cited.role == "decides" for cited in one.clauses)
                   and one.outcome == "forbidden" for one in answers)  # fmt: skip

    assert_boxes_are_whole_and_cannot_grow(found, held)


def test_the_order_that_is_supposed_holds_the_api_on_own_sites_together() -> None:
    """Without the order that the file supposes, the texts leave the API on own sites open."""
    raw = PUBLIC.replace(b"        notwithstanding: [own-build]\n", b"", 1)
    raw = raw.replace(
        b"          assumed: [notwithstanding]\n          note: >-\n            Told as",
        b"          note: >-\n            Told as",
    )
    assert raw != PUBLIC
    clashes = [one for one in findings_of(load(raw)) if one.code == "conflict" and not one.read_as]
    assert {(place.clause, place.version) for one in clashes for place in one.places} == {
        ("own-build", "amendment-2025-01"), ("api-exclusive", "amendment-2025-01")}  # fmt: skip
    (plain,) = [one for one in clashes if not one.given]
    words = {word for shown in plain.shown for word in shown.words["workload"]}
    assert words == {"api_stateless", "api_stateful"}


def test_the_gap_of_the_public_example_is_what_a_slow_program_finds() -> None:
    """Questions counted from the YAML text alone: ungoverned, a right in force, a neighbour restricted."""
    second = Second(PUBLIC, [])
    domain = Domain(second)
    starts = sorted(domain.starts())
    slow = set()
    for at in starts:
        version = second.text.version(at, None)
        assert version is not None
        right = any(one["type"] == "first_refusal" for one in version.clauses.values())
        if not right:
            continue
        for workload, customer, provider, capacity in product(
            version.workloads, version.customers, (*version.providers, "other"),
            ("new", "existing", "own_build", "built_for_grantor"),
        ):  # fmt: skip
            mode = second.mode(version, provider, capacity if "built" in capacity or "own" in capacity else None)
            holder = second.mode(version, provider, None) == "holder"
            if holder or (mode == "own_build" and second.mode(version, provider, None) == "holder"):
                continue
            ask = Ask(workload, provider, customer, None if capacity == "new" else capacity)
            if second.answer(ask, at).outcome != "ungoverned":
                continue
            others = [second.answer(Ask(workload, provider, customer, other), at).outcome
                      for other in (None, "own_build", "built_for_grantor")]  # fmt: skip
            if capacity != "existing" and {"offer-first", "consent-first", "forbidden"} & set(others):
                slow.add((at, workload, customer, provider, capacity))
    gaps = [one for one in findings_of(load(PUBLIC)) if one.code == "gap" and not one.read_as]
    told = {
        (span.start, *words)
        for one in gaps for shown in one.shown for span in shown.spans for words in product(*shown.words.values())
    }  # fmt: skip
    assert told == slow and len(slow) == 4 * 2 * 6


@given(small.texts())
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_whatever_is_written_a_finding_is_what_the_answers_are(data: Data) -> None:
    text = load(json.dumps(data))
    for found in findings_of(text):
        has = FAULTS.get(found.code)
        if has is None or found.given or found.read_as:
            continue
        for _, asked, at in asked_by(found)[:40]:
            decided = answer(text, asked, at)
            assert decided is None or has(decided)


def test_what_only_another_reading_brings_is_told_with_it() -> None:
    point = {"id": "reach", "about": "Does the permission go before the exclusivity?", "base": "first",
             "alternatives": {"first": [], "open": [{"clause": "build", "set": {"notwithstanding": ["first"]}}]},
             "source": "deed"}  # fmt: skip

    def spoil(data: Data) -> None:
        data["clauses"].append({**BUILD, "notwithstanding": ["first", "sole"]})
        data["readings"] = [point]

    (found,) = findings_of(agreement(spoil))
    assert (found.code, found.read_as) == ("conflict", (("reach", "open"),))
