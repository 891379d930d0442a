"""Moves: to a contract, a line or a provider; the mix before and after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.planning.small import stands, supply
from tests.planning.steps.test_clearance import MIXED

from firstcall.errors import NotFound, QuestionError
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.routes.move import MoveAsking, move
from firstcall.planning.steps.clearance import Use
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.report.route.move import move_lines


def record(*more: dict[str, Any]) -> Record:
    at = "2024-06-01T10:00:00+00:00"
    signed = {"type": "contract-signed", "by": "lab", "at": at, "provider": "hostcloud", "mode": "holder"}
    elsewhere = {**signed, "provider": "rival", "mode": "third_party", "contract": "K2"}
    where = stands().where
    return suppose(Record(), ({**signed, "contract": "K1"}, elsewhere, *more), where, "test")


HELD = record()


def test_to_new_capacity_elsewhere_after_notice() -> None:
    found = move(stands(record=HELD), MoveAsking(Use("train"), "K1", "rival"), ())
    assert (found.outcome, found.kind, found.clearance.rights) == ("after notice", "provider", ("first-call",))
    assert found.notice is not None and (
        found.earliest,
        (found.notice.free_day - found.notice.day) // timedelta(days=1),
    ) == (date(2025, 1, 12), 11)


def test_barred_by_name_and_free_at_the_holder() -> None:
    barred = move(stands(record=HELD), MoveAsking(Use("serve"), "K1", "rival"), ())
    assert (barred.outcome, barred.clearance.barred, barred.earliest) == ("barred", ("serving@base",), None)
    free = move(stands(record=HELD), MoveAsking(Use("serve"), "K2", "hostcloud"), ())
    assert (free.outcome, free.earliest) == ("free now", date(2025, 1, 1))


def test_to_a_contract_running_alone_is_judged() -> None:
    found = move(stands(record=HELD), MoveAsking(Use("train"), "K2", "K1"), ())
    assert (found.kind, found.outcome) == ("contract", "free now")
    passed_over = move(stands(record=HELD), MoveAsking(Use("train"), "K1", "K2"), ())
    assert passed_over.outcome == "barred" and passed_over.clearance.barred == ("first-call@base",)


def test_to_a_line_of_supply() -> None:
    lines = supply("l,rival,a,2,8,2025-01-01")
    assert move(stands(record=HELD), MoveAsking(Use("train"), "K1", "l"), lines).kind == "line"


def test_the_mix_of_a_site_before_and_after() -> None:
    mix = {"type": "mix-reported", "by": "lab", "at": "2024-12-20T00:00:00+00:00", "since": "2024-09-01",
           "until": "2024-11-30", "hours": {"train": "60", "serve": "40"}}  # fmt: skip
    ground = stands(more=MIXED, record=record(mix))
    (found,) = move(ground, MoveAsking(Use("serve"), "K1", "sites", Decimal(100)), ()).mix
    assert (found.before, found.after, found.holds) == (Fraction(3, 5), Fraction(3, 10), False)
    (kept,) = move(ground, MoveAsking(Use("train"), "K1", "sites", Decimal(100)), ()).mix
    assert (kept.after, kept.holds) == (Fraction(4, 5), True)
    (unknown,) = move(stands(more=MIXED, record=HELD), MoveAsking(Use("serve"), "K1", "sites"), ()).mix
    assert (unknown.before, unknown.planned, unknown.holds) == (None, Fraction(1, 2), True)


@pytest.mark.parametrize(
    ("origin", "to", "message"),
    [
        ("K9", "rival", r"contract 'K9' is not on the record by 2025-01-01\n  fix: "),
        (
            "K1",
            "nowhere",
            r"'nowhere' is no contract, line of supply or provider\n  fix: use one of: K1, K2",
        ),
    ],
)
def test_what_is_not_there_is_told(origin: str, to: str, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        move(stands(record=HELD), MoveAsking(Use("train"), origin, to), ())


def test_a_line_runs_once_it_is_there_and_its_lead_is_over() -> None:
    lines = supply("l,rival,a,2,8,2025-01-01,1,30", "m,rival,a,2,8,2025-06-01,1,30")
    one, other = (move(stands(record=HELD), MoveAsking(Use("train"), "K1", name), lines) for name in ("l", "m"))
    assert (one.earliest, one.runs) == (date(2025, 1, 12), date(2025, 2, 11))
    assert other.runs == date(2025, 6, 1) and one.grade == "assumed", "the line's own grade is the weakest"


def test_what_cannot_be_moved_is_told() -> None:
    with pytest.raises(QuestionError, match=r"from contract 'K1' to contract 'K1'\n  fix: name another contract"):
        move(stands(record=HELD), MoveAsking(Use("train"), "K1", "K1"), ())
    with pytest.raises(QuestionError, match="hours that are moved are not negative"):
        move(stands(record=HELD), MoveAsking(Use("serve"), "K1", "rival", Decimal(-4)), ())
    (line,) = supply("l,rival,a,2,8,2025-01-01")
    with pytest.raises(
        QuestionError, match=r"'l' can be signed through 2025-01-05, and not before 2025-01-12\n  fix: "
    ):
        move(stands(record=HELD), MoveAsking(Use("train"), "K1", "l"), (replace(line, expires=date(2025, 1, 5)),))


def test_a_consent_takes_as_long_as_futures_say_and_at_once_only_as_a_supposition() -> None:
    stated = {"grade": "stated", "source": ("letter",)}
    slow = Futures.model_validate(
        {"consents": [{"clause": "leave", "given": "0.5", "delay_days": 60, "basis": stated}]}
    )
    ground, asking = stands(record=HELD), MoveAsking(Use("other"), "K1", "rival")
    silent, told = move(ground, asking, ()), move(ground, asking, (), slow)
    assert silent.outcome == told.outcome == "after consent" and told.clearance.rights == ("first-call",)
    assert [(one.day, one.supposed) for one in silent.answers] == [(date(2025, 1, 1), True)]
    assert silent.earliest == date(2025, 1, 12) and silent.grade == "assumed", "the notice is the slower"
    assert [(one.day, one.supposed, one.grade) for one in told.answers] == [(date(2025, 3, 2), False, "stated")]
    assert told.earliest == told.runs == date(2025, 3, 2)
    there = move(ground, MoveAsking(Use("other"), "K1", "K2"), (), slow)
    assert (there.outcome, there.kind, there.earliest) == ("after consent", "contract", date(2025, 3, 2))
    assert [one.step.lifts for one in there.answers] == [("all-here",)]


def test_what_does_not_run_on_a_contract_cannot_be_moved_from_it() -> None:
    signed = {"type": "contract-signed", "by": "lab", "at": "2024-06-01T10:00:00+00:00", "provider": "hostcloud",
              "mode": "holder", "contract": "K3"}  # fmt: skip
    some = record({**signed, "tranches": [{"id": "1", "workloads": ["train"]}, {"id": "2", "workloads": ["other"]}]})
    what = r"contract 'K3' was signed for train, other, and 'serve' does not run on it\n  fix: name a workload of it"
    with pytest.raises(QuestionError, match=what):
        move(stands(record=some), MoveAsking(Use("serve"), "K3", "rival"), ())
    assert move(stands(record=some), MoveAsking(Use("train"), "K3", "rival"), ()).outcome == "after notice"
    open_ = record({**signed, "tranches": [{"id": "1", "workloads": ["train"]}, {"id": "2"}]})
    assert move(stands(record=open_), MoveAsking(Use("serve"), "K3", "hostcloud"), ()).outcome == "free now"


def test_every_figure_of_a_move_is_what_a_walk_through_the_calendar_gives() -> None:
    """Asked on Wednesday 1 January 2025; ten days for an answer, ninety to sign, forty-five until it runs.

    Sent on 1 January, the tenth day is the 11th, at 17:00. The 12th is the first day on which it may be signed. Of the
    ninety days after the 11th twenty lie in January, 28 in February, 31 in March: the ninetieth is 11 April. Signed on
    the 12th, it runs 45 days on: nineteen are left in January, and 26 in February.
    """
    mix = {"type": "mix-reported", "by": "lab", "at": "2024-12-20T00:00:00+00:00", "since": "2024-09-01",
           "until": "2024-11-30", "hours": {"train": "60", "serve": "40"}}  # fmt: skip
    ground = stands(more=MIXED, record=record(mix))
    lines = supply("l,rival,a,2,8,2025-02-01,1,45")
    found = move(ground, MoveAsking(Use("train"), "K1", "l"), lines)
    notice = found.notice
    assert notice is not None and (found.earliest, found.runs) == (date(2025, 1, 12), date(2025, 2, 26))
    assert (notice.day, notice.window_day, notice.free_day) == (date(2025, 1, 1), date(2025, 1, 11), date(2025, 1, 12))
    assert notice.window_ends.isoformat() == "2025-01-11T17:00:00+00:00" and notice.tail_day == date(2025, 4, 11)
    told = list(move_lines(found))
    assert told == [
        "train from K1 to l: may be moved after notice, at the earliest on Sun 12 Jan 2025",
        "  runs there from Wed 26 Feb 2025, at the earliest",
        "  notice under first-call",
        "    given on Wed 1 Jan 2025, its window ends on Sat 11 Jan 2025",
        "    if it is not taken, to be signed from Sun 12 Jan 2025 through Fri 11 Apr 2025",
        "  rests on: assumed",
    ]
    more = move(ground, MoveAsking(Use("serve"), "K1", "sites", Decimal("37.5")), ())
    (site,) = more.mix
    assert (site.before, site.after) == (Fraction(60, 100), Fraction(60, 1375) * 10), "60 of 100, then 60 of 137.5"
    assert site.holds is False and "60% before, 43.6% after; at least 50%: below what is asked" in "".join(
        move_lines(more)
    )
