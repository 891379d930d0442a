"""Every kind of fault that the models find, in the words of the file."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Id, Text, Written
from firstcall.agreement.read.problem_facts import CheckSchema
from firstcall.agreement.read.problems import faults, options, path_in, pick
from firstcall.agreement.read.text import read_yaml
from firstcall.errors import Problem


class Inner(Written):
    n: Annotated[int, Field(gt=0, le=9)] = 1
    share: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal(0)


class Cat(Written):
    type: Literal["cat"]
    lives: int = 9


class Dog(Written):
    type: Literal["dog"]


class Paper(Written):
    name: Text | None = None
    kind: Literal["draft", "executed"] = "draft"
    ids: tuple[Id, ...] = ()
    code: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    some: Annotated[tuple[Id, ...], Field(min_length=1, max_length=2)] = ("a",)
    flag: bool = False
    day: date | None = None
    hour: time | None = None
    inner: Inner = Inner()
    named: dict[Id, Inner] = {}
    animals: tuple[Annotated[Cat | Dog, Field(discriminator="type")], ...] = ()


def told(text: str, model: type[BaseModel] = Paper) -> list[Problem]:
    data, places, _ = read_yaml(text, "a")
    with pytest.raises(ValidationError) as error:
        model.model_validate(data)
    return faults(error.value, model, data, places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nmae: x", "a:1:1: unknown key 'nmae'\n  fix: did you mean 'name'?"),
        ("name: [x]", "a:1:7: name: a list stands where text is wanted"),
        ("name: ''", "a:1:7: name: '' stands where some text is wanted\n  fix: write some text, or leave the key out"),
        ("kind: drafted", "a:1:7: 'drafted' is not a value of 'kind'\n  fix: did you mean 'draft'?"),
        ("kind:", "a:1:1: nothing is not a value of 'kind'\n  fix: use one of: draft, executed"),
        ("ids: [a, b c]", "a:1:10: 'b c' is not an id\n  fix: use letters, digits"),
        (
            "ids: a",
            "a:1:6: ids: 'a' stands where a list is wanted\n  fix: write [a, b], or one value a line after '- '",
        ),
        ("ids: [[a]]", "a:1:7: an item of ids: a list stands where text is wanted"),
        ("some: []", "a:1:7: some: an empty list stands where at least one value is wanted\n  fix: list at least one"),
        ("some: [a, b, c]", "a:1:7: some: a list stands where a list of at most 2 is wanted"),
        ("flag: maybe", "a:1:7: flag: 'maybe' stands where true or false is wanted\n  fix: write true or false"),
        (
            "inner: []",
            "a:1:8: inner: an empty list stands where a mapping is wanted\n  fix: write keys with their values",
        ),
        ("inner: {n: 0}", "a:1:12: n: '0' stands where a number over 0 is wanted\n  fix: write a number over 0"),
        ("inner: {n: 10}", "a:1:12: n: '10' stands where a number up to 9 is wanted"),
        ("inner: {n: x}", "a:1:12: n: 'x' stands where a whole number is wanted"),
        ("inner: {share: '-1'}", "a:1:16: share: '-1' stands where a number from 0 on is wanted"),
        ("inner: {share: '1'}", "a:1:16: share: '1' stands where a number under 1 is wanted"),
        ("inner: {share: x}", "a:1:16: share: 'x' stands where a decimal number is wanted"),
        ("inner: {N: 1}", "a:1:9: unknown key 'N'\n  fix: did you mean 'n'?"),
        ("named: {a: {m: 1}}", "a:1:13: unknown key 'm'\n  fix: use one of: n, share"),
        ("named: {a b: {}}", "a:1:9: 'a b' is not an id"),
        ("animals: [{lives: 9}]", "a:1:11: the key 'type' is missing\n  fix: add `type:` here"),
        ("animals: [{type: cow}]", "a:1:11: unknown clause type 'cow'\n  fix: use one of: cat, dog"),
        ("animals: [{type: cat, live: 9}]", "a:1:23: unknown key 'live'\n  fix: did you mean 'lives'?"),
        ("animals: [{type: dog, lives: 9}]", "a:1:23: unknown key 'lives'\n  fix: use one of: type"),
        ("animals: [cat]", "a:1:11: an item of animals: 'cat' stands where a mapping is wanted"),
        ("hour: [1]", "a:1:7: hour: a list stands where a time of day HH:MM is wanted"),
    ],
)
def test_a_fault_in_the_words_of_the_file(text: str, expected: str) -> None:
    (problem,) = told(text)
    assert str(problem).startswith(expected)
    assert problem.fix


def test_what_no_table_foresees_is_still_told() -> None:
    (problem,) = told("day: soon")
    assert str(problem.what).startswith("day: 'soon': input should be") and problem.fix == CheckSchema()


def test_keys_that_are_long_or_strange_are_cut() -> None:
    problem, *_ = told("inner: {" + "k" * 100 + ": 1}")
    assert str(problem.what) == f"unknown key '{'k' * 60}…'"


def test_missing_keys_are_told_where_they_are_missed() -> None:
    found = told("title: t\nclauses:\n  - {id: c, type: exclusivity}\n", Agreement)
    what = {str(problem.what): problem.place.line for problem in found}
    assert what["the key 'holder' is missing"] == 3 and what["the key 'parties' is missing"] == 1


def test_locations_lose_what_the_text_does_not_have() -> None:
    data = {"clauses": [{"id": "x", "days": 3}]}
    assert path_in(data, ("clauses", 0, "exclusivity", "days")) == ("clauses", 0, "days")
    assert path_in(data, ("clauses", 0, "exclusivity", "holder")) == ("clauses", 0, "holder")
    assert path_in(data, ("clauses", 9)) == ("clauses",)


def test_the_model_of_a_union_is_picked_by_type() -> None:
    kind: Any = Annotated[Cat | Dog, Field(discriminator="type")]
    assert pick(kind, {"type": "dog"}) is Dog and pick(kind, {"type": "cow"}) is None
    assert set(options(kind | None)) == {Cat, Dog, type(None)}
