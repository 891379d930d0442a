"""An option in plain words, by its fields alone."""

from datetime import UTC, datetime
from typing import Any

from tests.record.dated.test_standing_text import FOR_CAUSE, RENEWAL, TERM, agreed

from firstcall.agreement.terms import terms
from firstcall.report.words.clauses.clauses import clause_words
from firstcall.report.words.words import words_in


def said(option: dict[str, Any], lang: str = "en") -> tuple[str, ...]:
    text = terms(agreed(TERM, option), datetime(2026, 2, 1, tzinfo=UTC))
    return clause_words(text.clauses[-1], text, words_in(lang))


def test_who_may_do_what_how_often_and_what_silence_does() -> None:
    assert said({**RENEWAL, "at_most": 2, "silence": "exercises"})[:4] == (
        "By notice alone Gus may renew the term for 1 year.",
        "It may be exercised 2 times.",
        "The notice counts when it is received; what comes after 17:00, or on a day that is no business day, is "
        "received on the next business day.",
        "Silence does it by itself, unless notice that it shall lapse is given in time.",
    )


def test_a_termination_tells_its_cause_and_what_becomes_of_a_commitment() -> None:
    assert said(FOR_CAUSE, "es")[:5] == (
        "Mediante simple notificación, Gus puede poner fin a la vigencia.",
        "Solo si consta el suceso default.",
        "Antes puede subsanarse durante 30 días.",
        "Que se subsanó consta por el suceso cured.",
        "El período de un compromiso que se corta se debe como dice el compromiso.",
    )
