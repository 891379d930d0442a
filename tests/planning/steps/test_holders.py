"""Whose capacity a match makes it, and when it runs."""

from datetime import date
from decimal import Decimal

from tests.planning.small import stands, supply

from firstcall.planning.inputs.futures import HolderAnswer
from firstcall.planning.steps.access import side_of
from firstcall.planning.steps.holders import holder_side, match_starts, shortest_leads

LINES = supply("r,rival,a,2,8,2025-01-01,1,40", "h,hostcloud,a,5,8,2025-01-01,1,70", "g,hostcloud,b,5,8,2025-01-01,1,9")
DELIVERY = """
amendments:
  - id: deliver
    signed: 2024-02-01
    effective: 2024-02-01
    add:
      - id: delivery
        type: delivery
        by: host
        of: [first-call]
        milestones: [{share: "0.5", within: 30, anchor: match}, {share: "0.5", within: 90, anchor: match}]
"""


def lead(more: str = "", answer: HolderAnswer | None = None, lines: tuple[int, ...] = (0, 1, 2)) -> tuple[int, str]:
    ground = stands(more=more)
    some = shortest_leads(LINES[n] for n in lines)
    found = holder_side(ground, "first-call", LINES[0], side_of(ground, LINES[0]), some, answer, date(2025, 1, 11))
    assert found is not None and (found.holder, found.side.provider, found.side.mode) == ("host", "hostcloud", "holder")
    return found.lead_days, found.lead_from


def test_its_lead_is_what_futures_say_else_the_milestone_else_its_own_line_else_the_lines() -> None:
    said = HolderAnswer(line="r", match=Decimal("0.5"), lead_days=12)
    assert lead(DELIVERY, said) == (12, "futures")
    assert lead(DELIVERY) == (90, "milestone")
    assert lead() == (70, "the holder's own line")
    assert lead(lines=(0, 2)) == (40, "the line itself")


def test_it_runs_after_the_lead_and_not_before_it_was_planned() -> None:
    ground = stands()
    side = holder_side(
        ground, "first-call", LINES[0], side_of(ground, LINES[0]), shortest_leads(LINES), None, date(2025, 1, 11)
    )
    assert side is not None
    assert match_starts(side, date(2025, 1, 11), date(2025, 2, 1)) == date(2025, 3, 22)
    assert match_starts(side, date(2025, 1, 11), date(2025, 7, 1)) == date(2025, 7, 1)
    assert (
        holder_side(
            ground, "no-right", LINES[0], side_of(ground, LINES[0]), shortest_leads(LINES), None, date(2025, 1, 1)
        )
        is None
    )
