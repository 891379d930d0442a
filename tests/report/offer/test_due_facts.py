"""What is due, told: one way to write a last day, and since when it is overdue."""

from datetime import timedelta

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.refusal.due import everything_due
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.inbox.rows import TrackedOffer, inbox_lines
from firstcall.report.offer.due_facts import due_lines, due_sheet, left_said
from firstcall.report.offer.next_steps import next_step
from firstcall.report.record.rows import offer_lines
from firstcall.report.words.enums import Language
from firstcall.report.words.spoken import spoken, spoken_cell
from firstcall.report.words.words import words_in
from firstcall.said import Said


def parted() -> Deal:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed()
    return deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")


@pytest.mark.parametrize(
    ("lang", "day"), [("en", "through {}"), ("es", "hasta el {} inclusive"), ("id", "sampai dengan {}")]
)
def test_acts_the_table_and_the_inbox_write_the_last_day_of_a_tail_in_one_way(lang: Language, day: str) -> None:
    deal, now = parted(), local("2025-04-01 09:00")
    here, offer, words = deal.position("2025-04-01 09:00"), deal.offer("2025-04-01 09:00"), words_in(lang)
    free = next(due for due in everything_due(here) if due.what == "signature elsewhere")
    assert free.by is not None and free.rules is not None
    last = free.by.astimezone(free.rules.zone)
    assert (last + timedelta(microseconds=1)).time() == last.time().min
    made = here.offer_made("o")
    assert made is not None
    told: list[Said | ToldLine | None] = [
        *offer_lines(offer, free.rules.zone), next_step(offer, free.rules.zone, now),
        *inbox_lines([TrackedOffer(offer, made, (), (free,))], now),
    ]  # fmt: skip
    said = [*spoken(told, words), spoken_cell(due_sheet((free,), now).rows[0][4], words)]
    assert len([one for one in said if day.format(words.weekday(last.date())) in one]) == 4


def test_what_is_overdue_says_since_when_and_what_is_ahead_how_long() -> None:
    here, now = parted().position("2025-04-01 09:00"), local("2025-04-01 09:00")
    late, free = everything_due(here)
    assert late.by is not None and late.by < now and free.by is not None and now < free.by
    lines = [str(line) for line in due_lines((late, free), now)]
    assert [line for line in lines if "left" in line or "since" in line] == [
        f"  {left_said(late, now)}", f"  {free.days_left(now)} business days left",
    ]  # fmt: skip
    assert str(left_said(late, now)).startswith("overdue since Sun 23 Mar 2025 ")
    assert str(left_said(late, late.by)) == "0 business days left"
    rows = due_sheet((late, free), now).rows
    assert [str(row[-1]) for row in rows] == [str(left_said(late, now)), str(free.days_left(now))]
