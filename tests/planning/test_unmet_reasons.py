"""What stays unmet and why, and how late a need is met for good."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.planning.small import desk, needs, supply
from tests.planning.test_planner import result

from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))


def test_each_line_says_why_it_does_not_fill_what_is_missing() -> None:
    wanted = needs(("serve", "serve", "20", "2025-01-01", "2025-06-30", "5"))
    lines = supply(
        "h,hostcloud,a,3,4,2025-01-01", "dear,hostcloud,a,6,40,2025-01-01", "r,rival,a,1,40,2025-01-01",
        "late,hostcloud,a,1,40,2025-04-01",
    )  # fmt: skip
    found = unmet_reasons(result(desk(wanted, lines), DAYS))
    assert [(one.period, one.need, one.missing) for one in found] == [(0, "serve", Fraction(16 * 90 * 24))]
    told = {reason.line: (reason.code, reason.clauses) for reason in found[0].reasons}
    assert told == {
        "h": ("bought out", ()), "dear": ("dearer than missing", ()), "r": ("barred", ("serving@base",)),
        "late": ("too late", ()),
    }  # fmt: skip


def test_a_ceiling_is_a_reason_too() -> None:
    wanted = needs(("n", "train", "20", "2025-01-01", "2025-03-31", "5"))
    low = wanted.model_copy(update={"needs": (wanted.needs[0].model_copy(update={"ceiling": Fraction(2)}),)})
    found = unmet_reasons(result(desk(low, supply("h,hostcloud,a,3,40,2025-01-01")), DAYS))
    assert [reason.code for reason in found[0].reasons] == ["above ceiling"]


def test_a_need_is_late_until_no_slice_misses_more_than_a_twentieth() -> None:
    wanted = needs(("n", "train", "20", "2025-01-01", "2025-06-30", "9"))
    late = supply("h,hostcloud,a,3,20,2025-04-01")
    (one,) = lateness(result(desk(wanted, late), DAYS))
    assert (one.days, one.never) == (90, 0)
    short = (replace(late[0], quantity=10),)
    (never,) = lateness(result(desk(wanted, short), DAYS))
    assert (never.days, never.never) == (181, 1)
    nearly = (replace(late[0], quantity=19, available_from=date(2025, 1, 1)),)
    assert [late.days for late in lateness(result(desk(wanted, nearly), DAYS))] == [0]
