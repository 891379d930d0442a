"""The same needs under the texts of different days, each held from the planning day on."""

from datetime import date

from tests.planning.small import agreement, desk, needs, stands, supply

from firstcall.planning.results.texts_compared import under_texts
from firstcall.planning.search.planner import Settings
from firstcall.planning.steps.texts import text_held
from firstcall.record.journal.journal import Record

FREER = """
amendments:
  - {id: no-call, signed: 2025-09-01, effective: 2025-09-01, remove: [first-call]}
  - {id: no-bar, signed: 2026-02-01, effective: 2026-02-01, remove: [serving]}
"""


def test_a_later_text_can_be_held_from_the_planning_day_on() -> None:
    held = text_held(agreement(FREER), date(2025, 9, 1), date(2025, 1, 1))
    here = stands(more="")
    assert [change.id for change in held.amendments] == ["no-call"]
    other = type(here)(held, Record(), date(2025, 1, 1), here.where, {}, ())
    assert "first-call" not in other.terms(other.act_at(other.on)).by_id
    assert text_held(agreement(FREER), date(2025, 1, 1), date(2025, 1, 1)).amendments == ()


def test_each_text_has_its_cost_its_delay_and_its_suppliers() -> None:
    wanted = needs(
        ("s", "serve", "10", "2025-01-10", "2025-06-30", "9"), ("t", "train", "10", "2025-01-10", "2025-06-30", "9")
    )
    lines = supply("h,hostcloud,a,5,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
    here = desk(wanted, lines, here=stands(more=FREER))
    days = (date(2025, 1, 1), date(2025, 9, 1), date(2026, 2, 1))
    found = under_texts(
        here, agreement(FREER), Record(), Settings(date(2025, 1, 1), date(2025, 6, 30)), days,
    )  # fmt: skip
    assert [one.version for one in found] == ["base", "no-call", "no-bar"]
    totals = [one.result.money.total for one in found if one.result is not None]
    assert totals[0] > totals[1] > totals[2]
    assert [dict(one.by_provider).keys() for one in found][2] == {"rival"}
    assert found[0].missing > 0 and found[1].missing == 0
