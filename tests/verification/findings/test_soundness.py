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
from tests.verification.sound import FIRST, LICENCE, ROUTE, SOLE, agreement, clause

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked
from firstcall.verification.findings.finding import Finding
from firstcall.verification.findings.soundness import findings_of

ROOT = Path(__file__).resolve().parents[3]
PUBLIC = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes()
AGREED = {"grade": "agreed", "source": "deed"}
BUILD = {"id": "build", "type": "approval", "by": "hal", "scope": {"mode": ["own_build"]}, "notwithstanding": ["first"],
         "basis": AGREED}  # fmt: skip
DELIVER = {"id": "deliver", "type": "delivery", "by": "hal", "of": ["first"], "basis": AGREED}
OPTION = {"id": "longer", "type": "option", "by": ["hal"], "renew": {"n": 12, "unit": "month"}, "notice": {"to": "gus"},
          "basis": AGREED}  # fmt: skip
BAN = {"id": "ban", "type": "prohibition", "acts": ["sign", "run"], "basis": AGREED}
OPENING = {"event": "opening"}
MAINLY = {"workloads": ["train"], "share_at_least": "0.5"}
Data = dict[str, Any]
Spoil = Callable[[Data], object]


def adds(*clauses: Data) -> Spoil:
    return lambda data: data["clauses"].extend(clauses)


def sets(name: str, **fields: Any) -> Spoil:
    return lambda data: clause(data, name).update(fields)


def both(*spoils: Spoil) -> Spoil:
    return lambda data: [spoil(data) for spoil in spoils]


def drops(name: str) -> Spoil:
    return lambda data: data["clauses"].remove(clause(data, name))


def verified_by(name: str | None) -> Spoil:
    def spoil(data: Data) -> None:
        milestone = data["definitions"]["determinations"]["milestone"]
        milestone.pop("verified_by")
        milestone.update({} if name is None else {"verified_by": name})

    return spoil


def events(*names: str) -> Spoil:
    return lambda data: data["definitions"].update(events=list(names))


PLANTED: dict[str, tuple[Spoil, list[str]]] = {
    "a permission ties with a restriction": (adds(BUILD), ["conflict"]),
    "the narrower permission wins without words": (adds({**BUILD, "notwithstanding": ["sole"]}), ["silent-order"]),
    "the narrower restriction wins without words": (
        both(adds(BUILD), sets("sole", scope={"workloads": ["serve"], "mode": ["own_build"]})), ["silent-order"]),
    "two exclusivities leave no place": (
        both(adds({**SOLE, "id": "rivalry", "at": ["rival"]}), drops("route")), ["nowhere-free"]),
    "sites built for the grantor are left out": (
        sets("first", scope={"mode": ["holder", "third_party", "own_build"]}), ["gap"]),
    "providers that nobody lists are left out": (sets("first", scope={"providers": ["rival", "home", "own"]}), ["gap"]),
    "a right behind an exclusivity over everything": (
        both(sets("sole", scope={}), drops("route")), ["dead-first-refusal"]),
    "an exclusivity within a stricter one": (
        adds({**SOLE, "id": "harsh"}), ["dead", "dead-consent"]),
    "a purpose that nobody can cure": (
        adds({**BUILD, "notwithstanding": ["first", "sole"], "primarily": MAINLY}), ["dead-primarily"]),
    "the same licence twice": (adds({**LICENCE, "id": "again"}), ["dead", "dead"]),
    "who gains declares and verifies": (verified_by("gus"), ["one-sided"]),
    "who gains declares, and nobody verifies": (verified_by(None), ["one-sided"]),
    "a state that nobody can bring about": (
        both(verified_by(None), sets("licence", until={"determination": "milestone", "state": "verified"})),
        ["nobody-can-make"]),
    "a consent that ends before what it lifts begins": (
        both(sets("route", until="2024-06-30"), sets("sole", since="2024-07-01")), ["gap", "nobody-can-make"]),
    "a match without a day": (lambda data: clause(data, "first").pop("failure"), ["never-ends"]),
    "a match with a day for a part of it": (
        both(lambda data: clause(data, "first").pop("failure"),
             adds({**DELIVER, "milestones": [{"share": "0.5", "within": 90}]})), ["never-ends"]),
    "a clock that one side can stop": (sets("first", tolling=["agreement", "force_majeure"]), ["never-ends"]),
    "a tail without a day to sign on": (sets("first", tail={"n": 3, "unit": "calendar"}), ["cannot-fit"]),
    "delivery due before the time to sign is over": (
        adds({**DELIVER, "milestones": [{"share": "1", "within": 20}], "grace": 5}), ["cannot-fit"]),
    "a permission that begins with an event ties then": (
        both(events("opening"), adds({**BUILD, "since": OPENING})), ["conflict"]),
    "a permission that begins so long after an event ties then": (
        both(events("opening"), adds({**BUILD, "since": {**OPENING, "plus": {"n": 6, "unit": "month"}}})),
        ["conflict"]),
    "a permission ties with a prohibition": (
        adds({**BAN, "scope": {"workloads": ["train"], "mode": ["own_build", "third_party"]}}, BUILD,
             {**ROUTE, "id": "leave", "lifts": ["ban"]}),
        ["conflict", "conflict"]),
    "an event leaves no place": (
        both(events("opening"), adds({**SOLE, "id": "rivalry", "at": ["rival"], "since": OPENING}), drops("route")),
        ["nowhere-free"]),
    "an event takes a right from what it leaves beside": (
        both(events("opening"), adds({**FIRST, "id": "built", "scope": {"mode": ["built_for_grantor"]},
                                      "until": OPENING}),
             sets("first", scope={"mode": ["holder", "third_party", "own_build"]})), ["gap"]),
    "a consent that an event brings as it ends what it lifts": (
        both(events("opening"), sets("sole", until=OPENING), sets("route", since=OPENING)), ["dead-consent"]),
    "a prohibition that excepts everything": (adds({**BAN, "except": [{"workloads": ["train", "serve"]}]}), ["dead"]),
    "a prohibition within an exclusivity that nobody lifts": (
        both(adds({**BAN, "scope": {"workloads": ["serve"], "mode": ["third_party"]}}), drops("route")), ["dead"]),
    "an option whose window has no day of business": (
        adds({**OPTION, "since": "2026-05-02", "until": "2026-05-03"}), ["nobody-can-make"]),
    "an option that begins with what nobody verifies": (
        both(lambda data: data["definitions"]["determinations"].update(proof={"declared_by": "gus", "basis": AGREED}),
             adds({**OPTION, "since": {"determination": "proof", "state": "verified"}})), ["nobody-can-make"]),
    "an option that who may exercise it opens alone": (
        both(lambda data: data["definitions"]["determinations"].update(proof={"declared_by": "hal", "basis": AGREED}),
             adds({**OPTION, "since": {"determination": "proof"}})), ["one-sided"]),
    "a permission that whom it frees brings about alone": (
        both(verified_by(None),
             sets("licence", until="2030-12-31"),
             adds({**BUILD, "notwithstanding": ["first", "sole"], "since": {"determination": "milestone"}})),
        ["one-sided"]),
    "a field that is assumed": (
        sets("sole", basis={**AGREED, "assumed": ["scope.workloads"]}), ["assumption-that-matters"]),
}  # fmt: skip
NEAR: dict[str, Spoil] = {
    "as it is": lambda data: None,
    "words put the permission first": adds({**BUILD, "notwithstanding": ["first", "sole"]}),
    "words put the restriction first": adds({**BUILD, "subject_to": ["sole"]}),
    "two exclusivities, of which consents lift one": adds({**SOLE, "id": "rivalry", "at": ["rival"]}),
    "the right leaves out the holder's own places": sets(
        "first", scope={"mode": ["third_party", "own_build", "built_for_grantor"]}),
    "a workload is left out": sets("first", scope={"workloads": ["train"]}),
    "a right behind an exclusivity that a consent lifts": sets("sole", scope={}),
    "a purpose that somebody can cure": both(
        adds({**BUILD, "notwithstanding": ["first", "sole"], "primarily": MAINLY}),
        sets("route", lifts=["sole", "build"])),
    "somebody else verifies": verified_by("pia"),
    "who loses declares": both(
        verified_by(None), lambda data: data["definitions"]["determinations"]["milestone"].update(declared_by="hal")),
    "a milestone instead of a day to sign": both(
        lambda data: clause(data, "first").pop("failure"),
        adds({**DELIVER, "milestones": [{"share": "1", "within": 90}]})),
    "a clock that both must stop": sets("first", tolling=["agreement"]),
    "a tail just long enough": sets("first", tail={"n": 10, "unit": "calendar"}),
    "an event ends what an event's permission would tie with": both(
        events("opening"), adds({**BUILD, "since": OPENING}), sets("sole", until=OPENING)),
    "an exclusivity that follows another upon an event": both(
        events("opening"), sets("sole", until=OPENING), adds({**SOLE, "id": "next", "since": OPENING}),
        sets("route", lifts=["sole", "next"])),
    "a right behind an exclusivity that an option can end": both(
        sets("sole", scope={}), drops("route"),
        adds({**OPTION, "id": "leave", "of": ["sole"], "renew": None, "terminate": {"wind_down": {"n": 90}}})),
    "an option in the last months of the term": adds(
        {**OPTION, "since": {"before_end_of": "term", "by": {"n": 12, "unit": "month"}},
         "until": {"before_end_of": "term", "by": {"n": 6, "unit": "month"}}}),
    "an option for cause after a cure": both(
        events("default", "cured"),
        adds({**OPTION, "renew": None, "terminate": {
            "cause": {"event": "default", "cure": {"n": 30}, "cured_by": "cured"}, "wind_down": {"n": 30}}})),
    "a window that holds one day of business": adds({**OPTION, "since": "2026-05-01", "until": "2026-05-03"}),
    "a prohibition that a consent lifts": both(
        adds({**BAN, "scope": {"workloads": ["train"], "mode": ["third_party"]}}),
        sets("route", lifts=["sole", "ban"])),
    "a prohibition that is more than an exclusivity": adds(
        {**BAN, "scope": {"workloads": ["serve"], "mode": ["third_party"]}}),
    "a permission up to a quantity": adds(
        {**BUILD, "notwithstanding": ["first", "sole"], "up_to": {"quantity": "100", "unit": "MW"}}),
    "delivery due with the time to sign": adds({**DELIVER, "milestones": [{"share": "1", "within": 30}]}),
}  # fmt: skip


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
    assert [str(one.what) for one in findings_of(agreement(NEAR[name]))] == []


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


@pytest.mark.parametrize(
    "name", [name for name, (_, codes) in PLANTED.items() if codes[0] in BOXED and len(codes) == 1]
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
    for _, asked, at in asked_by(found):
        decided = answer(text, asked, at + later, record)
        assert decided is None or has(decided)
    every = {"workload": ("train", "serve"), "provider": ("home", "own", "rival", "other"),
             "capacity": ("new", "existing", "own_build", "built_for_grantor")}  # fmt: skip
    for shown in found.shown:
        for axis, words in every.items():
            for word in set(words) - set(shown.words[axis]):
                wider = {**shown.words, axis: (word,)}
                slab = [(dict(zip(wider, one, strict=True)), span.start) for one in product(*wider.values())
                        for span in shown.spans]  # fmt: skip
                answers = [(by, at + later, answer(text, as_asked(by), at + later, record)) for by, at in slab]
                asked_ = [(by, at, one) for by, at, one in answers if one is not None]
                fault = [has(one) and (codes[0] != "gap" or is_beside(text, by, at, record)) for by, at, one in asked_]
                assert not asked_ or not all(fault), (axis, word)


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
