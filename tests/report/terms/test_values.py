"""What fields of clauses hold, in people's words: no word of a closed list is left as files write it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from firstcall.agreement.load import load
from firstcall.agreement.model.basis import Basis
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.clauses.prohibition import Excepted
from firstcall.agreement.model.clauses.refusal_terms import Stake, Tier
from firstcall.agreement.model.definitions import Party, Provider
from firstcall.agreement.model.determinations import Determination
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import Terms, terms
from firstcall.report.terms.rows import HIDDEN_FIELDS
from firstcall.report.terms.values import (
    ClauseWord,
    FieldOfPart,
    changed_values,
    said_rows,
    set_and_default,
    value_at,
    value_of_field,
)
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.said import Said
from firstcall.service.commands import new as new_command

FOLDER = Path(new_command.__file__).parent.parent / "templates"


@pytest.fixture(scope="module")
def text() -> Terms:
    return terms(load((FOLDER / "everything.yaml").read_bytes()), datetime(2025, 2, 3, tzinfo=UTC))


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]], *, top: bool = False) -> Iterator[tuple[str, Any]]:
    """Every field that a kind of clause may have, of its parts too: its name and its type."""
    if model in seen or model in (Basis, Scope, Excepted):
        return
    seen.add(model)
    for name, info in model.model_fields.items():
        if not (top and name in HIDDEN_FIELDS):
            yield info.alias or name, info.annotation
            for part in models_in(info.annotation):
                yield from fields_of(part, seen)


def models_in(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    elif get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from models_in(part)


def words_of(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from (word for word in get_args(hint) if isinstance(word, str))
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield from (member.value for member in hint)
    else:
        for part in get_args(hint):
            yield from words_of(part)


def listed_models(hint: Any) -> Iterator[type[BaseModel]]:
    """The models of which a field may hold several."""
    if get_origin(hint) in (tuple, dict):
        yield from models_in(hint)
    elif get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from listed_models(part)


def test_every_word_and_every_name_of_a_part_is_said_in_each_language() -> None:
    kinds = get_args(get_args(Clause)[0])
    fields = [field for kind in kinds for field in fields_of(kind, set(), top=True)]
    beside = [hint for part in (Party, Provider, Determination) for _, hint in fields_of(part, set())]
    beside += [info.annotation for info in Scope.model_fields.values()]
    hints = (*(hint for _, hint in fields), *beside)
    words = {word.replace("_", " ") for hint in hints for word in words_of(hint)}
    assert len(words) > 100 and words == set(get_args(ClauseWord))
    listed = {model for _, hint in fields for model in listed_models(hint)} - {Excepted}
    names = {name.replace("_", " ") for model in listed for name, _ in fields_of(model, set())}
    assert names == set(get_args(FieldOfPart))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("yes", "0.1", "25 Dec 2025", "17:00", "third party offer", "third_party_offer")),
        ("es", ("sí", "0,1", "25 dic 2025", "17:00", "oferta de un tercero", "third_party_offer")),
        ("id", ("ya", "0,1", "25 Des 2025", "17.00", "tawaran pihak ketiga", "third_party_offer")),
    ],
)
def test_values_read_as_people_write_them(lang: Language, told: tuple[str, ...]) -> None:
    word = "third_party_offer"
    held = [(True, bool), (Decimal("0.10"), Decimal), (date(2025, 12, 25), date), (time(17), time),
            (word, Literal["third_party_offer"]), (word, str)]  # fmt: skip
    said = [value_of_field(*one) for one in held]
    assert [say(one, words_in(lang)) if isinstance(one, Said) else one for one in said] == list(told)


def test_several_parts_are_told_apart() -> None:
    stakes = (Stake(holder="hal", holding=Decimal(2)), Stake(holder="ivy", holding=Decimal(1), cap=Decimal(5)))
    tiers = (Tier(holders=stakes, counts_from="answer"), Tier(then="leftover"))
    assert str(value_of_field(stakes, tuple[Stake, ...])) == "holder hal, holding 2; holder ivy, holding 1, cap 5"
    told = say(value_of_field(tiers, tuple[Tier, ...]), words_in("es"))  # type: ignore[arg-type]
    assert "titular hal, participación 2; titular ivy" in told and told.endswith("cuenta desde último día")


def test_the_fields_that_the_file_sets_stand_apart_from_defaults(text: Terms) -> None:
    held = text.by_id["first-refusal"]
    given, defaults = set_and_default(held)
    assert sorted((*given, *defaults), key=str) == sorted(said_rows(held), key=str)
    assert {grade for _, _, grade in defaults} == {"assumed"} and "holder" in {path for path, _, _ in given}


def test_no_word_is_left_as_files_write_it(text: Terms) -> None:
    for lang in ("en", "es", "id"):
        told = [say(value, words_in(lang)) for held in text.clauses for _, value, _ in said_rows(held)
                if isinstance(value, Said)]  # fmt: skip
        own = {"first_party"}
        assert len(told) > 50 and not [word for word in told if "_" in word and word not in own]


def test_what_another_text_changed_is_told(text: Terms) -> None:
    held = text.by_id["first-refusal"]
    clause = held.clause.model_copy(update={"partial": "none", "subject_to": ("term",)})
    now = replace(held, clause=clause)
    assert [(path, str(was), str(new)) for path, was, new in changed_values(held, now)] == [
        ("partial", "any", "none"), ("subject_to", "None", "term"),
    ]  # fmt: skip
    assert list(changed_values(held, held)) == []


def test_a_field_is_looked_up_by_the_path_that_a_difference_names() -> None:
    def read(path: str) -> str | None:
        told = value_at(right, path)
        return None if told is None else str(told)

    text = terms(
        load((Path(__file__).parents[3] / "examples" / "wiraksa" / "agreement.yaml").read_bytes()),
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    right = next(held.clause for held in text.clauses if held.clause.id == "refusal-islands")
    paths = ("type", "window.cutoff", "scope.mode", "scope.dimensions.region", "notice.required", "holder")
    assert [read(path) for path in paths[:3]] == ["first_refusal", "16:00", "holder, third party, built for grantor"]
    assert [read(path) for path in paths[3:]] == ["java, sulawesi, offshore", "offeror, quantity, price", "tamborala"]
    assert [read(path) for path in ("", "window.no_such", "scope.dimensions.no_such", "holder.n")] == [None] * 4
    assert value_at(None, "holder") is None
    assert str(value_at(text.providers["rimbayana"], "operator")) == "third party"
