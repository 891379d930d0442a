"""Texts held from the planning day on."""

from datetime import date

from tests.planning.small import agreement, stands

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
