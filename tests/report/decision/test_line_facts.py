"""The lines of a decision, said: what authors named stays as they named it, whatever words it is made of."""

import re
from pathlib import Path
from typing import get_args

import pytest

from firstcall.agreement.load import load
from firstcall.dates import parse_when, zone
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.journal.journal import Record
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.line_facts import EventWord, ToldLine
from firstcall.report.decision.rows import decision_lines
from firstcall.report.words.enums import Language
from firstcall.report.words.spoken import spoken
from firstcall.report.words.words import words_in
from firstcall.rights.decide import decide
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked
from firstcall.service.commands import new as new_command

TEXT = (Path(new_command.__file__).parent.parent / "templates" / "first-refusal.yaml").read_text(encoding="utf-8")
RENAMED = {"holder-cloud": "matched", "rival-cloud": "forbidden", "first-refusal": "delivered", "training": "existing"}
"""Ids of the template, and words of the program's own lists that somebody may as well use for them."""
WHERE = zone("America/New_York")


def told(text: str, provider: str, workload: str, lang: Language) -> list[str]:
    agreement, asked, when = load(text), Asked((workload,), provider), parse_when("2025-03-03", WHERE)
    decision = decide(agreement, Record(), asked, when)
    routes = routes_to_yes(agreement, Record(), asked, when.first)
    return list(spoken(decision_lines(decision, asked_said({}, when, WHERE), WHERE, routes), words_in(lang)))


def renamed(text: str) -> str:
    for old, new in RENAMED.items():
        text = re.sub(rf"(?<![\w./-]){old}(?![\w./-])", new, text)
    return text


@pytest.mark.parametrize("lang", ["es", "id"])
def test_names_that_are_words_of_the_program_stay_as_they_are(lang: Language) -> None:
    plain = told(TEXT, "rival-cloud", "training", lang)
    assert any("first-refusal" in line for line in plain)
    assert told(renamed(TEXT), "forbidden", "existing", lang) == [renamed(line) for line in plain]


def test_every_event_has_its_word() -> None:
    assert set(get_args(EventWord)) == set(EVENT_KINDS)


def test_a_line_stands_as_far_in_as_it_did() -> None:
    agreement, when = load(TEXT), parse_when("2025-03-03", WHERE)
    decision = decide(agreement, Record(), Asked(("training",), "rival-cloud"), when)
    lines = list(decision_lines(decision, asked_said({}, when, WHERE), WHERE))
    assert all(isinstance(line, ToldLine) for line in lines)
    assert [str(line) for line in lines] == list(spoken(lines, words_in("en")))
    assert str(lines[1]) == "  asked: on 2025-03-03 (2025-03-03T05:00:00Z)"
