"""Deadlines as a calendar: the same name for the same deadline, alarms on business days."""

from datetime import timedelta

from icalendar import Calendar
from tests.refusal.deal import Deal, local

from firstcall.refusal.due import everything_due
from firstcall.report.offer.clock import calendar_of, uid_of


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
