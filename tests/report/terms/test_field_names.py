"""Every field of an agreement that people are shown has a name, and so no page shows a path alone."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from firstcall.agreement.model.basis import Basis
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Party, Provider
from firstcall.agreement.model.determinations import Determination
from firstcall.report.papers.term_words import NameAsWritten
from firstcall.report.terms.field_names import FIELD_TERMS, field_called
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in


def fields_of(hint: Any, seen: set[type]) -> Iterator[str]:
    """Every field, as the file names it, of all that may stand in a part of an agreement."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        if hint in seen:
            return
        seen.add(hint)
        for name, info in hint.model_fields.items():
            yield info.alias or name
            yield from fields_of(info.annotation, seen)
    for part in get_args(hint):
        yield from fields_of(part, seen)


def test_every_field_has_a_name_and_every_name_a_field() -> None:
    seen: set[type] = {Basis}
    there = {name for part in (Clause, Party, Provider, Determination) for name in fields_of(part, seen)}
    assert set(FIELD_TERMS) == there - {"id", "basis"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "time to answer: length"), ("es", "plazo para responder: duración"),
     ("id", "waktu untuk menjawab: lamanya")],
)  # fmt: skip
def test_a_path_is_told_step_by_step(lang: Language, said: str) -> None:
    assert say(field_called("window.n"), words_in(lang)) == said


def test_a_name_that_an_author_chose_stays() -> None:
    assert NameAsWritten(name="gpu_class") == field_called("gpu_class")
    assert str(field_called("scope.dimensions.gpu_class")) == "scope: dimensions: gpu_class"
