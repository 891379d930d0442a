"""A story, run: each point answered on its days, and a command that says the same."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import AgreementError
from firstcall.record.journal.journal import Record
from firstcall.report.brief.story import tell
from firstcall.report.brief.story_points import read_story
from firstcall.service.cli import run
from firstcall.service.commands import new as new_command

TEXT = (Path(new_command.__file__).parent.parent / "templates" / "everything.yaml").read_bytes()
STORY = """\
schema: firstcall/story/1
title: A story
day: 2025-02-03
points:
  - {id: P1, says: the API stays, clause: api-exclusive, ask: {workload: api, provider: another-cloud}}
  - {id: P2, says: the term, shows: term}
  - {id: P3, says: who says so, grades: true}
  - {id: P4, says: later, not_yet: another release}
  - {id: P5, says: an event, events: [gone]}
"""


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return load(TEXT)


def test_every_kind_of_point_is_answered(agreement: Agreement) -> None:
    story = read_story(STORY.encode(), "story.yaml", agreement)
    day = datetime(2025, 2, 3, 5, tzinfo=UTC)
    told = tell(story, agreement, Record(), "ours", (datetime(2024, 12, 31, 5, tzinfo=UTC), day))
    answers = {item.point.id: tuple((day, str(said)) for day, said in item.answers) for item in told}
    assert answers["P1"] == (("2024-12-31", "ungoverned"), ("2025-02-03", "consent-first"))
    assert answers["P2"][-1] == ("2025-02-03", "in force through 2029-12-31")
    assert answers["P3"][-1][1].endswith(" assumed")
    assert answers["P4"] == (("2025-02-03", "not yet: another release"),)
    assert answers["P5"] == (("2025-02-03", "not on the record"),)
    assert told[0].clauses == ("api-exclusive@base",) and told[0].grade == "assumed"


def test_the_command_of_a_point_runs(agreement: Agreement, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "agreement.yaml").write_bytes(TEXT)
    story = read_story(STORY.encode(), "story.yaml", agreement)
    day = datetime(2025, 2, 3, 5, tzinfo=UTC)
    for item in tell(story, agreement, Record(), str(tmp_path), (day,)):
        words = shlex.split(item.command)
        assert words[0] == "firstcall" and run(words[1:]) == 0
        shown = capsys.readouterr().out
        if item.point.id == "P1":
            assert shown.split("\n")[0] == str(item.answers[-1][1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("grades: true", "grades: true, shows: term", "story.yaml:7:5: a point has exactly one of"),
        ("says: the term", "sais: the term", "unknown key 'sais'\n  fix: did you mean 'says'?"),
        ("title: A story", "title: [", "story.yaml:"),
        ("day: 2025-02-03", "day: 2025-02-30", "story.yaml:3:6: "),
        ("clause: api-exclusive,", "source: nobody,", "unknown source 'nobody'\n  fix: "),
    ],
)
def test_what_is_no_story_is_told_at_its_place(old: str, new: str, said: str, agreement: Agreement) -> None:
    assert old in STORY
    with pytest.raises(AgreementError) as told:
        read_story(STORY.replace(old, new).encode(), "story.yaml", agreement)
    assert said in str(told.value)
