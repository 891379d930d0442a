"""Whether what was signed may go on when another text comes to speak."""

from datetime import date

from tests.planning.small import needs, stands

from firstcall.planning.steps.access import access, runs_through
from firstcall.planning.steps.clearance import Side, Use, clearance
from firstcall.planning.steps.running import may_run

LATER = """
amendments:
  - id: later
    signed: 2024-06-01
    effective: 2025-06-01
    add:
      - {id: training-too, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [train]}}
"""


def test_a_later_text_can_stop_what_was_signed_before() -> None:
    ground = stands(more=LATER)
    side, use = Side("rival"), Use("train")
    cleared = clearance(ground, side, use, ground.act_at(ground.on))
    assert may_run(ground, side, use, cleared, 0, 0) and not may_run(ground, side, use, cleared, 0, 1)
    need = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    held = access(ground, side, need, ground.act_at(ground.on))
    assert runs_through(ground, side, held, ground.on, date(2025, 2, 1), date(2025, 6, 1))
    assert not runs_through(ground, side, held, ground.on, date(2025, 2, 1), date(2025, 6, 2))
