"""Successors and affiliates of who must be asked about capacity: told beside the answer, which they never change."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.dated.test_standing_text import agreed, recorded

from firstcall.agreement.document import Agreement
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.search import Route, routes_to_yes
from firstcall.rights.paths.technology import TechnologyAsked, routes_for_technology
from firstcall.rights.question import Asked

CLAUSES: tuple[dict[str, Any], ...] = (
    {"id": "ex", "type": "exclusivity", "holder": "hal", "at": "home"},
    {"id": "leave", "type": "consent", "by": "hal", "lifts": ["ex"], "covers": "provider"},
    {"id": "ror", "type": "first_refusal", "holder": "hal"},
    {"id": "stay", "type": "prohibition", "acts": ["run"], "scope": {"workloads": ["w"]}},
)
GIVEN = {
    "type": "consent-given", "by": "hal", "consent": "c", "clauses": ["ex"], "provider": "rival",
    "at": "2026-02-01T12:00:00Z",
}  # fmt: skip
NEXT = {"name": "hal-next", "basis": {"grade": "reported"}}
TAKEN_OVER = {"name": "Hal", "role": "holder", "successors": [NEXT]}
MERGER = {
    "id": "merger", "signed": "2026-05-01", "effective": "2026-05-01", "redefine": {"parties": {"hal": TAKEN_OVER}},
}  # fmt: skip
LABS = {"name": "hal-labs", "asked": True}


def with_circle(agreement: Agreement, party: str, affiliates: list[Any], successors: list[Any]) -> Agreement:
    plain = agreement.parties[party].model_dump(exclude_none=True)
    circle = type(agreement.parties[party]).model_validate(
        {**plain, "affiliates": affiliates, "successors": successors}
    )  # fmt: skip
    return agreement.fresh_copy({"parties": {**agreement.parties, party: circle}})


def answer(agreement: Agreement, *events: dict[str, Any], provider: str = "rival") -> Decision:
    return decide(agreement, recorded(*events), Asked(("w",), provider), "2026-03-03")


def asked_too(decision: Decision) -> list[str]:
    return [str(note) for note in decision.notes if str(note).startswith("ask ")]


@pytest.mark.parametrize(("clauses", "outcome"), [(CLAUSES[:2], "consent-first"), ((CLAUSES[2],), "offer-first")])
def test_who_took_the_place_of_a_party_is_asked_too(clauses: tuple[dict[str, Any], ...], outcome: str) -> None:
    circle = with_circle(agreed(*clauses), "hal", [LABS, {"name": "hal-south"}], [NEXT])
    found = answer(circle)
    assert found.outcome == outcome
    assert asked_too(found) == [
        "ask hal-next too: it is listed as the successor of hal (reported)",
        "ask hal-labs too: it is listed as an affiliate of hal that is asked with it (assumed)",
    ]


def test_nobody_more_is_asked_where_nobody_must_be() -> None:
    circle = with_circle(agreed(*CLAUSES[:2]), "hal", [LABS], [NEXT])
    for found in (answer(circle, GIVEN), answer(circle, provider="home")):
        assert found.free
        assert asked_too(found) == []
    assert asked_too(answer(with_circle(agreed(*CLAUSES[:2]), "gus", [LABS], [NEXT]))) == []


def test_a_successor_is_asked_from_the_version_that_names_it() -> None:
    text = agreed(CLAUSES[2], amendments=(MERGER,))
    asked = Asked(("w",), "rival")
    assert asked_too(decide(text, recorded(), asked, "2026-04-30")) == []
    assert len(asked_too(decide(text, recorded(), asked, "2026-05-01"))) == 1


def test_whoever_took_the_place_since_is_asked_about_what_was_signed_before() -> None:
    signed = {"type": "contract-signed", "by": "gus", "contract": "c-1", "provider": "rival",
              "at": "2026-02-01T12:00:00Z", "tranches": [{"workloads": ["w"], "quantity": "4"}]}  # fmt: skip
    text, asked = agreed(CLAUSES[2], amendments=(MERGER,)), Asked(("w",), contract="c-1")
    for on, more in (("2026-04-30", 0), ("2026-05-01", 1)):
        found = decide(text, recorded(signed), asked, on)
        assert (found.outcome, len(asked_too(found))) == ("offer-first", more)


@settings(max_examples=60, deadline=None)
@given(
    clauses=st.lists(st.sampled_from(range(len(CLAUSES))), unique=True).map(sorted),
    party=st.sampled_from(["gus", "hal"]),
    affiliates=st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.booleans()), unique_by=lambda one: one[0]),
    successors=st.lists(st.sampled_from(["b", "c", "d"]), unique=True),
    consented=st.booleans(),
    provider=st.sampled_from(["rival", "home", "other"]),
)
def test_affiliates_and_successors_only_widen_who_is_asked(
    clauses: list[int], party: str, affiliates: list[tuple[str, bool]], successors: list[str], consented: bool,
    provider: str,
) -> None:  # fmt: skip
    picked = [CLAUSES[n] for n in clauses if CLAUSES[n]["id"] != "leave" or 0 in clauses]
    text, events = agreed(*picked), (GIVEN,) if consented else ()
    wider = with_circle(
        text, party, [{"name": name, "asked": asked} for name, asked in affiliates],
        [{"name": name} for name in successors],
    )  # fmt: skip
    plain, found = answer(text, *events, provider=provider), answer(wider, *events, provider=provider)
    assert (found.outcome, found.acts, found.clauses, found.facts, found.rests_on) == (
        plain.outcome, plain.acts, plain.clauses, plain.facts, plain.rests_on,
    )  # fmt: skip
    assert [note for note in found.notes if note in plain.notes] == list(plain.notes)
    more = {str(note).split()[1] for note in found.notes if note not in plain.notes}
    expected = {*successors, *(name for name, asked in affiliates if asked)}
    must_ask = party == "hal" and plain.outcome in ("consent-first", "offer-first")
    assert more == expected if must_ask else more <= expected


AT = datetime(2026, 3, 3, 15, tzinfo=UTC)


def beside(routes: tuple[Route, ...]) -> set[tuple[str, tuple[str, ...]]]:
    return {(step.act, step.beside) for route in routes for step in route.steps}


def test_each_act_of_a_way_names_who_is_asked_beside_whom_it_asks() -> None:
    circle = with_circle(agreed(*CLAUSES[:3]), "hal", [LABS], [NEXT])
    both, heir = ("hal-next", "hal-labs"), ("hal-next",)
    assert beside(routes_to_yes(circle, recorded(), Asked(("w",), "rival"), AT)) == {
        ("consent", both), ("waiver", both), ("offer", both), ("move to the holder", ()), ("amend", heir),
    }  # fmt: skip
    plain = agreed(*CLAUSES[:3])
    assert {more for _, more in beside(routes_to_yes(plain, recorded(), Asked(("w",), "rival"), AT))} == {()}


@given(st.booleans(), st.lists(st.sampled_from(["b", "c"]), unique=True))
@settings(deadline=None, max_examples=12)
def test_ways_are_the_same_whoever_is_asked_beside(asked: bool, successors: list[str]) -> None:
    text = agreed(*CLAUSES[:3])
    wider = with_circle(text, "hal", [{"name": "a", "asked": asked}], [{"name": name} for name in successors])
    ways, more = (routes_to_yes(one, recorded(), Asked(("w",), "rival"), AT) for one in (text, wider))
    assert [way.steps for way in ways] == [way.steps for way in more], "who is asked beside is no part of an act"


TECHNOLOGY: tuple[dict[str, Any], ...] = (
    {"id": "models", "type": "licence", "licensor": "hal", "licensee": "gus", "products": ["app"],
     "sublicensable": "with_consent"},
    {"id": "no-assignment", "type": "prohibition", "acts": ["assign"]},
    {"id": "leave", "type": "consent", "by": "hal", "lifts": ["models", "no-assignment"], "covers": "party"},
)  # fmt: skip


@pytest.mark.parametrize("asked", [AskedLicence("rival", "app", by="gus"), AskedAct("assign", "gus", "rival")])
def test_whoever_took_the_place_of_who_consents_is_asked_about_technology_and_assignment_too(
    asked: TechnologyAsked,
) -> None:
    words = {"products": ("app",), "ip": ("models",)}
    text = agreed(*TECHNOLOGY)
    text = text.fresh_copy({"definitions": text.definitions.model_copy(update=words)})
    circle = with_circle(text, "hal", [LABS], [NEXT])
    found = decide(circle, recorded(), asked, "2026-03-03")
    assert (found.outcome, len(asked_too(found))) == ("consent-first", 2)
    assert asked_too(decide(text, recorded(), asked, "2026-03-03")) == []
    assert ("consent", ("hal-next", "hal-labs")) in beside(routes_for_technology(circle, recorded(), asked, AT))


def test_a_successor_of_the_licensee_is_taken_as_not_licensed_and_told() -> None:
    text = agreed(*TECHNOLOGY)
    words = {"products": ("app",), "ip": ("models",)}
    text = text.fresh_copy({"definitions": text.definitions.model_copy(update=words)})
    circle = with_circle(text, "gus", [], [NEXT])
    found = decide(circle, recorded(), AskedUse("hal-next", "app"), "2026-03-03")
    assert (found.outcome, found.rests_on.grade) == ("forbidden", "assumed")
    (told,) = [str(note) for note in found.notes if "passes" in str(note)]
    assert told == (
        "models does not say whether it passes to hal-next, listed as the successor of gus (reported); it is taken as"
        " not licensed")  # fmt: skip
    assert not [note for note in found.notes if "no party" in str(note)]
