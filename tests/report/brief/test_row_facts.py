"""Rows of a brief, said: an answer with its marks, and names that stay as they are."""

from datetime import date

import pytest

from firstcall.report.brief.row_facts import DealNotBinding, EventOnDay, MarkedAnswer, WayAnswered
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.said import Said


@pytest.mark.parametrize(
    ("said", "en", "es"),
    [
        (MarkedAnswer(answer=TheAnswer(outcome="forbidden"), mark="contested"), "forbidden [contested]",
         "prohibido [controvertido]"),
        (WayAnswered(way="forbidden", outcomes=("permitted", "forbidden")), "forbidden: permitted or forbidden",
         "forbidden: permitido o prohibido"),
        (DealNotBinding(deal="existing capacity"), "existing capacity (not binding)",
         "existing capacity (no vinculante)"),
        (EventOnDay(event="matched", day=date(2025, 1, 21)), "matched on 2025-01-21", "igualada el 21 ene 2025"),
    ],
)  # fmt: skip
def test_words_are_said_and_names_stay(said: Said, en: str, es: str) -> None:
    assert (str(said), say(said, words_in("es"))) == (en, es)
