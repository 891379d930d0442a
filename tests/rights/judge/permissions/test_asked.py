"""Successors and affiliates of who must be asked about capacity: told beside the answer, which they never change."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.dated.test_standing_text import agreed, recorded

from firstcall.agreement.document import Agreement
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
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
