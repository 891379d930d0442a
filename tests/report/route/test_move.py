"""A move in words and as JSON."""

from tests.planning.routes.test_move import HELD
from tests.planning.small import stands

from firstcall.planning.routes.move import MoveAsking, move
from firstcall.planning.steps.clearance import Use
from firstcall.report.route.move import move_json, move_lines


def test_one_answer_first_then_what_it_stands_on() -> None:
    found = move(stands(record=HELD), MoveAsking(Use("train"), "K1", "rival"), ())
    lines = list(move_lines(found))
    assert lines[0] == "train from K1 to rival: may be moved after notice, at the earliest on Sun 12 Jan 2025"
    assert "    given on Wed 1 Jan 2025, its window ends on Sat 11 Jan 2025" in lines
    assert lines[-1] == "  rests on: assumed"
    assert move_json(found)["class"] == "after notice"


def test_what_is_barred_says_by_which_clause() -> None:
    found = move(stands(record=HELD), MoveAsking(Use("serve"), "K1", "rival"), ())
    assert list(move_lines(found))[:2] == ["serve from K1 to rival: may not be moved", "  barred by: serving@base"]
