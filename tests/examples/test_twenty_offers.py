"""Twenty offers over two years: between them they take every path of first refusal."""

from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.dates import parse_instant, zone
from firstcall.record.events.entry import whole
from firstcall.record.journal.journal import read_record
from firstcall.record.position import Position, position
from firstcall.refusal.delivery import dues_of, shortfall

ISLANDS, EUROPE, LOOK = "refusal-islands", "refusal-europe", "first-look"
PATHS = [
    ("bundled, put at its allocated price, declined, signed", "O-11", ISLANDS, "2026-02-05", "declined", "0"),
    ("matched whole", "O-12", ISLANDS, "2026-02-13", "matched", "0"),
    (
        "not all delivered by milestone and grace: that part is free",
        "O-12",
        ISLANDS,
        "2026-07-02",
        "matched-in-part",
        "9",
    ),
    ("what was failed on, signed elsewhere", "O-12", ISLANDS, "2026-07-14", "matched-in-part", "0"),
    ("open over a holiday to the last second", "O-13", ISLANDS, "2026-03-31T15:00:00", "notified", "14"),
    ("lapsed over a holiday", "O-13", ISLANDS, "2026-03-31T15:00:01", "lapsed", "14"),
    ("declined, and the tail runs out", "O-14", ISLANDS, "2026-05-19", "declined", "8"),
    ("offered anew with a full window", "O-14", ISLANDS, "2026-06-02", "notified", "8"),
    ("declined, dearer, offered again", "O-15", ISLANDS, "2026-03-18", "notified", "16"),
    ("the re-offer lapses after its shorter window", "O-15", ISLANDS, "2026-04-09", "lapsed", "16"),
    ("whole or not at all, taken whole", "O-16", EUROPE, "2026-04-03", "matched", "0"),
    ("two holders: one takes a part", "O-17", ISLANDS, "2026-04-25", "matched-in-part", "8"),
    ("two holders: the other declines", "O-17", EUROPE, "2026-04-25", "declined", "20"),
    ("called incomplete", "O-18", ISLANDS, "2026-04-28", "received", "5"),
    ("cured and matched", "O-18", ISLANDS, "2026-05-09", "matched", "0"),
    ("amended before an answer", "O-19", ISLANDS, "2026-05-25T12:00", "received", "30"),
    ("a part of the amended offer", "O-19", ISLANDS, "2026-06-03", "matched-in-part", "12"),
    ("the rest signed", "O-19", ISLANDS, "2026-06-23", "matched-in-part", "0"),
    ("waiting for an answer", "O-20", ISLANDS, "2026-07-09", "notified", "22"),
    ("asked first, and declined", "R-02", LOOK, "2026-03-10", "declined", "6"),
]


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "examples" / "wiraksa"


def at(folder: Path, on: str) -> Position:
    agreement = load((folder / "agreement.yaml").read_bytes())
    record = read_record((folder / "record.jsonl").read_bytes())
    return position(agreement, record, parse_instant(on, zone(agreement.timezone)))


def right(here: Position, name: str) -> FirstRefusal:
    clause = here.terms().by_id[name].clause
    assert isinstance(clause, FirstRefusal)
    return clause


@pytest.mark.parametrize(
    ("offer", "clause", "on", "state", "left"), [path[1:] for path in PATHS], ids=[p[0] for p in PATHS]
)
def test_each_path_is_taken(folder: Path, offer: str, clause: str, on: str, state: str, left: str) -> None:
    here = at(folder, on)
    found = here.offer(offer, right(here, clause))
    assert found is not None and found.remainder is not None
    assert (found.state, whole(found.remainder)) == (state, left)


def test_there_are_twenty_offers_over_two_years(folder: Path) -> None:
    here = at(folder, "2026-08-01")
    offers = [name for name in here.offer_ids() if name.startswith("O-")]
    assert len(offers) == 20
    first, last = here.offer_made(offers[0]), here.offer_made(offers[-1])
    assert first is not None and last is not None and (last.at - first.at).days > 700


def test_after_the_tail_the_first_freedom_is_gone_and_a_new_one_comes(folder: Path) -> None:
    for on, standing in (("2026-05-17", "free"), ("2026-05-18", "offer"), ("2026-06-04", "free")):
        here = at(folder, on)
        found = here.offer("O-14", right(here, ISLANDS))
        assert found is not None and found.standing(here.at)[0].standing == standing, on


def test_the_matched_capacity_was_due_by_milestone_and_grace(folder: Path) -> None:
    here = at(folder, "2026-06-30")
    clause = right(here, ISLANDS)
    offer = here.offer("O-12", clause)
    assert offer is not None and isinstance(here.terms().by_id["delivery-islands"].clause, Delivery)
    (owed,) = dues_of(offer, here.at)
    assert owed.milestone.what == "deliver" and owed.milestone.wanted == 24 and not owed.done
    assert owed.milestone.by.isoformat() == "2026-06-27T08:00:00+00:00"


def test_supply_came_too_slowly(folder: Path) -> None:
    here = at(folder, "2026-07-01")
    quarters = {item.name: item.short for item in shortfall(here, right(here, ISLANDS))}
    assert quarters["2026-Q1"] > 0
