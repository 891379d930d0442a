"""Deadlines as a calendar: the same name for the same deadline, alarms on business days."""

from datetime import timedelta

from icalendar import Calendar
from tests.refusal.deal import Deal, local, refusal

from firstcall.refusal.due import everything_due
from firstcall.report.offer.clock import calendar_of, uid_of
from firstcall.report.offer.due_facts import party_names


def test_a_deadline_keeps_its_name_when_its_day_moves() -> None:
    deal = Deal().received().noticed()
    (first,) = everything_due(deal.position("2025-03-24 09:00"))
    deal.say("tolled", "2025-03-24 09:30").say("tolled", "2025-03-24 10:00", by="halcyon").say(
        "resumed", "2025-03-26 10:00"
    )
    (moved,) = everything_due(deal.position("2025-03-26 11:00"))
    assert first.by != moved.by and uid_of(first, "deal") == uid_of(moved, "deal") != uid_of(first, "another")


def test_a_calendar_holds_what_has_a_day_and_tells_later_versions_apart() -> None:
    deal = Deal().received("2025-03-10 09:00").received("2025-03-10 10:00", offer="p").noticed()
    found = everything_due(deal.position("2025-03-24 09:00"))
    assert {due.by is None for due in found} == {True, False}
    now = local("2025-03-24 09:00")
    raw = calendar_of(found, "deal", now)
    assert raw == calendar_of(found, "deal", now)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    (later,) = Calendar.from_ical(calendar_of(found, "deal", now + timedelta(hours=1))).walk("VEVENT")
    assert int(str(later["sequence"])) > int(str(event["sequence"])) and later["uid"] == event["uid"]
    assert b"rival" not in raw


def test_two_milestones_of_a_match_are_two_entries_that_keep_their_names() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
                "milestones": [{"share": "0.5", "within": "30"}, {"share": "0.5", "within": "60"}]}  # fmt: skip
    deal = Deal(refusal(), delivery).received().noticed().say("matched", "2025-03-18 09:00")
    both = [uid_of(due, "deal") for due in everything_due(deal.position("2025-03-19 09:00"))]
    assert len(set(both)) == 2
    deal.say("delivered", "2025-03-20 09:00", quantity="50")
    assert [uid_of(due, "deal") for due in everything_due(deal.position("2025-03-21 09:00"))] == both[1:]


def test_two_freedoms_of_one_offer_are_two_entries() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40").say("holder-failed", "2025-03-31 09:00")
    found = everything_due(deal.position("2025-04-01 09:00"))
    assert [(due.what, due.quantity) for due in found] == [("signature elsewhere", 60), ("signature elsewhere", 40)]
    assert len({uid_of(due, "deal") for due in found}) == 2


def test_an_entry_says_how_much_is_asked_and_of_whom_by_name() -> None:
    several = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "1"}]}]}
    here = Deal(refusal(several=several)).received().noticed().position("2025-03-24 09:00")
    raw = calendar_of(everything_due(here), "deal", here.at, names=party_names(here))
    (entry,) = Calendar.from_ical(raw).walk("VEVENT")
    assert entry["summary"] == "Answer due: offer o, 100 MW (Halcyon, own share 75 MW; Iris, own share 25 MW)"
