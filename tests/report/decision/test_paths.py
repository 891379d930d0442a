"""Ways to yes: their lines, and what is said where none ends in time."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from firstcall.agreement.load import load
from firstcall.dates import parse_when, zone
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import read_supposed, suppose
from firstcall.report.decision.line_facts import NoPathBeforeEnd, NoPathFound, NoPathShortOfAmendment
from firstcall.report.decision.paths import path_lines, path_note, route_json
from firstcall.rights.decide import decide
from firstcall.rights.paths.search import PathStep, Route, routes_to_yes
from firstcall.rights.paths.turns import TakeOut, UntilTermEnds
from firstcall.rights.question import Asked
from firstcall.service.commands import new as new_command

TEXT = (Path(new_command.__file__).parent.parent / "templates" / "first-refusal.yaml").read_bytes()
WHERE = zone("America/New_York")
ASKED = Asked(("training",), "rival-cloud")
AGREEMENT = load(TEXT)
AT = parse_when("2025-03-03", WHERE)
BARRED = decide(AGREEMENT, Record(), ASKED, AT)
ENDS = datetime(2030, 1, 1, 5, tzinfo=UTC)


def test_a_way_shows_its_acts_and_when_they_are_done() -> None:
    routes = routes_to_yes(AGREEMENT, Record(), ASKED, AT.first)
    lines = [str(line) for line in path_lines(BARRED, routes, None, WHERE)]
    assert lines[0] == "path to yes"
    assert "     waiver (by holder): waive first-refusal for this capacity" in lines
    assert any("at the earliest right after 2025-03-24 17:00:00-04:00" in line for line in lines)
    offer = next(route for route in routes if route.steps[0].act == "offer")
    assert route_json(offer)["earliest"] == "2025-03-24T21:00:00.000001Z"


def test_a_free_answer_needs_no_way() -> None:
    free = decide(AGREEMENT, Record(), Asked(("training",), "holder-cloud"), AT)
    assert path_note(free, (), AT.first, ENDS, WHERE) is None
    assert list(path_lines(free, (), None, WHERE)) == []


def test_no_way_in_time_is_said() -> None:
    wait = PathStep("wait", (), "", UntilTermEnds(), AT.first, ENDS)
    late = Route((wait,), ENDS, ASKED, "ungoverned")
    said = NoPathBeforeEnd(day=date(2029, 12, 31))
    assert str(said) == "no path before the term ends (2029-12-31 is its last day)"
    assert path_note(BARRED, (), AT.first, ENDS, WHERE) == path_note(BARRED, (late,), AT.first, ENDS, WHERE) == said
    assert [str(line) for line in path_lines(BARRED, (), said, WHERE)] == [f"path to yes: {said}"]
    assert path_note(BARRED, (late,), AT.first, None, WHERE) is None
    amended = Route(
        (PathStep("amend", ("a", "b"), "", TakeOut(clauses=("c",)), AT.first, AT.first),), AT.first, ASKED, "ungoverned"
    )
    short = NoPathShortOfAmendment(day=date(2029, 12, 31))
    assert path_note(BARRED, (late, amended), AT.first, ENDS, WHERE) == short
    assert path_note(BARRED, (late,), ENDS, ENDS, WHERE) is None, "the term is over already"
    assert path_note(BARRED, (), AT.first, None, WHERE) == NoPathFound(most=3)


def test_what_a_way_supposes_can_be_kept_and_replayed() -> None:
    """The events of a way, one a line, are a file for --assume."""
    for route in routes_to_yes(AGREEMENT, Record(), ASKED, AT.first):
        lines = "\n".join(json.dumps(event) for event in route_json(route)["supposes"])
        record = suppose(Record(), read_supposed(lines, "way.jsonl"), WHERE, "way.jsonl")
        amended = any(step.act == "amend" for step in route.steps)
        assert amended or decide(AGREEMENT, record, route.asked, route.earliest).free
