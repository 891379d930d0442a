import importlib
import pkgutil
from datetime import UTC, date, datetime, timedelta, timezone
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, Strict, TypeAdapter, ValidationError

import firstcall
from firstcall.agreement.model.basis import (
    ASSUMED,
    GRADES,
    Basis,
    ByType,
    Day,
    Id,
    Moment,
    Source,
    Text,
    TrueOrFalse,
    Written,
    kind_of,
    weakest,
)
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS, Clause
from firstcall.agreement.read.problems import path_in

DAY: TypeAdapter[date] = TypeAdapter(Day)
MOMENT: TypeAdapter[date | datetime] = TypeAdapter(Moment)


def refused(adapter: TypeAdapter[Any], value: object) -> str:
    with pytest.raises(ValidationError) as error:
        adapter.validate_python(value)
    (fault,) = error.value.errors()
    return str(fault["msg"])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-02-30", "'2025-02-30' is not a day of the calendar"),
        ("today", "'today' is not a date"),
        (None, "nothing stands where a date is wanted"),
        (0, "'0' stands where a date is wanted"),
        (True, "true stands where a date is wanted"),
        ([], "an empty list stands where a date is wanted"),
        (datetime(2025, 1, 1, tzinfo=UTC), "'2025-01-01 00:00:00+00:00' stands where a date is wanted"),
    ],
)
def test_what_is_no_day_is_refused_in_one_fault(value: object, words: str) -> None:
    assert words in refused(DAY, value)


def test_a_moment_is_a_day_or_a_time_with_its_offset() -> None:
    assert MOMENT.validate_python("2025-01-21") == date(2025, 1, 21)
    pacific = timezone(timedelta(hours=-8))
    assert MOMENT.validate_python("2025-01-21T00:00:00-08:00") == datetime(2025, 1, 21, tzinfo=pacific)
    assert "has no offset" in refused(MOMENT, "2025-01-21T09:00")
    assert "stands where a date is wanted" in refused(MOMENT, datetime(2025, 1, 21))  # noqa: DTZ001 - what is refused
    assert "stands where a date is wanted" in refused(MOMENT, 1_700_000_000)


@pytest.mark.parametrize("name", ["a", "9", "api-exclusive", "x_1.2", "A" * 80])
def test_ids(name: str) -> None:
    assert TypeAdapter(Id).validate_python(name) == name


@pytest.mark.parametrize("name", ["", "-a", ".a", "a b", "a/b", "A" * 81, "é", "a\n"])
def test_what_is_no_id(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(name)


def test_texts_say_something_and_end_somewhere() -> None:
    for wrong in ("", "x" * 4001):
        with pytest.raises(ValidationError):
            TypeAdapter(Text).validate_python(wrong)


def test_a_single_source_may_stand_alone() -> None:
    alone = Basis.model_validate({"grade": "stated", "source": "blog"})
    assert alone == Basis.model_validate({"grade": "stated", "source": ["blog"]})


def test_the_longest_listed_path_speaks_for_a_field() -> None:
    basis = Basis(grade="agreed", stated=("window",), assumed=("window.n", "tail"))
    asked = ("window.n", "window.unit", "window", "tail.anchor", "tails", "holder")
    assert [basis.grade_of(path) for path in asked] == ["assumed", "stated", "stated", "assumed", "agreed", "agreed"]
    assert basis.listed_paths() == (("stated", "window"), ("assumed", "window.n"), ("assumed", "tail"))


@given(st.lists(st.sampled_from(GRADES)))
def test_the_weakest_grade_is_the_last_in_the_list_of_grades(grades: list[Any]) -> None:
    assert GRADES.index(weakest(tuple(grades))) == max((GRADES.index(grade) for grade in grades), default=0)


def test_without_a_basis_a_clause_is_its_authors_assumption() -> None:
    assert ASSUMED.grade == "assumed"


def test_remarks_are_left_out_and_other_keys_refused() -> None:
    assert Source.model_validate({"title": "t", "x-checked": {"by": "counsel"}}) == Source(title="t")
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Source.model_validate({"titel": "t"})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ([1], "a list"),
        ((), "an empty list"),
        ({}, "a mapping"),
        (False, "false"),
        ("a\nb", r"'a\nb'"),
        (7, "'7'"),
    ],
)
def test_what_stands_there_is_named_in_the_words_of_the_file(value: object, words: str) -> None:
    assert str(kind_of(value)) == words


_UNION: Any = reduce(or_, CLAUSE_KINDS)
TOLD_APART: TypeAdapter[Any] = TypeAdapter(Annotated[_UNION, Field(discriminator="type")])
BY_TYPE: TypeAdapter[Any] = TypeAdapter(Clause)
A_CONSENT = {"id": "c", "type": "consent", "by": "azure", "lifts": ["x"]}


def read_or_refused(adapter: TypeAdapter[Any], value: object) -> object:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        return [(one["type"], path_in(value, one["loc"]), one["input"], one["msg"], str(one.get("ctx")))
                for one in error.errors()]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        A_CONSENT,
        TOLD_APART.validate_python(A_CONSENT),
        {**A_CONSENT, "x-remark": "ours"},
        {**A_CONSENT, "covers": "everything", "lift": ["x"], "lifts": []},
        {**A_CONSENT, "id": "?"},
        {**A_CONSENT, "type": "consnt"},
        {**A_CONSENT, "type": None},
        {**A_CONSENT, "type": 5},
        {**A_CONSENT, "type": ["consent"]},
        {"id": "c", "by": "azure"},
        {"id": "r", "type": "first_refusal", "holder": "h", "window": {"n": "soon", "unit": 3}},
        {"id": "e", "type": "exclusivity", "holder": "h", "at": "azure", "scope": {"mode": ["lent"]}},
        {},
        "consent",
        ["consent"],
        None,
        7,
    ],
)
def test_a_clause_read_by_its_type_is_read_and_refused_as_a_union_told_apart_by_it(value: object) -> None:
    assert read_or_refused(BY_TYPE, value) == read_or_refused(TOLD_APART, value)


def test_what_is_read_by_its_type_has_the_schema_of_the_union() -> None:
    assert BY_TYPE.json_schema() == TOLD_APART.json_schema()


def test_only_the_kinds_that_stand_in_a_text_are_made_ready() -> None:
    class Here(Written):
        type: Literal["here"]

    class Elsewhere(Written):
        type: Literal["elsewhere"]

    class Holder(Written):
        held: tuple[Annotated[Here | Elsewhere, ByType((Here, Elsewhere))], ...]

    assert Holder.model_validate({"held": [{"type": "here"}]}).held == (Here(type="here"),)
    assert not Elsewhere.__pydantic_complete__


@pytest.mark.parametrize(
    ("written", "meant"),
    [(True, True), (False, False), ("yes", True), ("No", False), ("TRUE", True), ("false", False)],
)
def test_true_or_false_is_what_reads_as_one(written: object, meant: bool) -> None:
    assert TypeAdapter(TrueOrFalse).validate_python(written) is meant


@pytest.mark.parametrize("written", [1, 0, "1", "0", "on", "off", "t", "y", "", "yes ", 1.0, None, []])
def test_what_need_not_mean_true_is_not_read_as_true(written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(TrueOrFalse).validate_python(written)


def test_every_flag_that_people_write_is_read_alike() -> None:
    for module in pkgutil.walk_packages(firstcall.__path__, "firstcall."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    written = list[type[BaseModel]](Written.__subclasses__())
    for kind in written:
        written += kind.__subclasses__()
        kind.model_rebuild()
        for name, field in kind.model_fields.items():
            if kind.__module__.startswith("firstcall.") and "bool" in str(field.annotation):
                assert any(isinstance(rule, Strict) for rule in field.metadata) or "Strict" in str(field.annotation), (
                    f"{kind.__name__}.{name} reads 1 as true"
                )
