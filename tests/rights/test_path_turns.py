"""Turns of a path: elsewhere, later, or under another text."""

from firstcall.agreement.document import Agreement
from firstcall.dates import parse_instant, zone
from firstcall.record.journal import Record
from firstcall.rights.path_acts import Place
from firstcall.rights.path_turns import amended, elsewhere, waits, without
from firstcall.rights.question import Asked

NOON = parse_instant("2024-06-07T12:00", zone("UTC"))


def place(pact: Agreement, provider: str = "rival", capacity: str | None = None) -> Place:
    return Place(pact, Record(), Asked(("training",), provider, capacity=capacity), NOON, NOON)


def test_elsewhere_is_the_holders_place_and_ones_own(pact: Agreement) -> None:
    turns = {turn.steps[0].act: turn.asked for turn in elsewhere(place(pact))}
    assert turns["move to the holder"].provider == "cloud-one"
    assert (turns["own build"].provider, turns["own build"].capacity) == ("own", "own_build")


def test_nobody_moves_to_where_they_are(pact: Agreement) -> None:
    assert [turn.steps[0].act for turn in elsewhere(place(pact, "cloud-one"))] == ["own build"]
    assert [turn.steps[0].act for turn in elsewhere(place(pact, "own", "own_build"))] == ["move to the holder"]


def test_an_offer_stays_where_it_is(pact: Agreement) -> None:
    held = Place(pact, Record(), Asked(("training",), offer="o-1"), NOON, NOON)
    assert list(elsewhere(held)) == []


def test_waits_come_soonest_first_and_end_with_the_term(pact: Agreement) -> None:
    waited = [turn.steps[0] for turn in waits(place(pact))]
    assert [step.done for step in waited] == sorted(step.done for step in waited)
    assert waited[0].what == "until second takes effect"
    assert waited[0].done == parse_instant("2025-01-01", zone("UTC"))
    assert waited[-1].done == parse_instant("2031-01-01", zone("UTC"))
    assert {step.by for step in waited} == {"nobody"}


def test_an_amendment_names_who_must_agree(pact: Agreement) -> None:
    step = amended(place(pact), ("first",)).steps[0]
    assert (step.by, step.removes, step.what) == ("lab and cloud", ("first",), "agree to take out first")


def test_a_text_without_a_clause_loses_it_from_that_instant_only(pact: Agreement) -> None:
    changed = without(pact, ("first",), NOON)
    gone = Place(changed, Record(), Asked(("training",), "rival"), NOON, NOON)
    before = parse_instant("2024-06-07T11:59", zone("UTC"))
    assert "first" not in gone.here().terms().by_id
    assert "first" in gone.here(before).terms().by_id
    assert without(pact, ("first",), NOON) is changed
