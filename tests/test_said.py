"""A fact that can be said: made by keyword, equal by what it says, English by `str`, checked by the type checker."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, ValidationError
from tests.test_exports import typed

from firstcall.money import Money
from firstcall.said import AnyOf, Quoted, Said, Unreadable, declared, gaps_in, kinds_of, plural, sentence


class OnlyAt(Said):
    says = sentence("test.only-at", "only at {at} unless {who} consents")
    at: tuple[str, ...]
    who: Annotated[tuple[str, ...], AnyOf]


class Nothing(Said):
    says = sentence("test.nothing", "nothing: {{}}")


class DaysLeft(Said):
    says = plural("test.days-left", "one day is left", "{n} days are left")
    n: int | Decimal


class Because(Said):
    says = sentence("test.because", "{what}; so it is")
    what: Said


class Many(Said):
    says = sentence("test.many", "{own} {on} {at} {number} {part} {amount} {all}")
    own: Annotated[str, Quoted]
    on: date
    at: datetime
    number: Decimal
    part: Fraction
    amount: Money
    all: tuple[Said, ...]


class Family(Said):
    pass


class Member(Family):
    says = sentence("test.member", "of the family")


ONLY = OnlyAt(at=("azure", "own"), who=("a", "b", "c"))


def test_english_is_what_str_says() -> None:
    assert str(ONLY) == f"{ONLY}" == "only at azure, own unless a, b or c consents"
    assert str(Nothing()) == "nothing: {}"
    assert str(Because(what=Because(what=Nothing()))) == "nothing: {}; so it is; so it is"
    assert str(Because(what=OnlyAt(at=("{at}",), who=("{0}",)))) == "only at {at} unless {0} consents; so it is"


@pytest.mark.parametrize(
    ("n", "text"), [(1, "one day is left"), (0, "0 days are left"), (2, "2 days are left"), (-1, "-1 days are left"),
                    (Decimal("1.0"), "one day is left"), (Decimal("1.5"), "1.5 days are left")],
)  # fmt: skip
def test_what_is_counted_has_two_forms(n: int | Decimal, text: str) -> None:
    assert str(DaysLeft(n=n)) == text


def test_facts_are_equal_by_what_they_say() -> None:
    same = OnlyAt(who=("a", "b", "c"), at=("azure", "own"))
    assert same == ONLY and hash(same) == hash(ONLY) and len({same, ONLY, Nothing(), Nothing()}) == 2
    assert OnlyAt(at=(), who=("a", "b", "c")) != ONLY and str(ONLY) != ONLY and Nothing() != Member()
    assert repr(DaysLeft(n=2)) == "DaysLeft(n=2)"


def test_a_fact_names_its_code_and_its_gaps() -> None:
    assert ONLY.code == "test.only-at" and dict(ONLY.values) == {"at": ("azure", "own"), "who": ("a", "b", "c")}
    assert ONLY.at == ("azure", "own") and OnlyAt.gaps == ("at", "who")
    match ONLY:
        case OnlyAt(at=at):
            assert at == ("azure", "own")
        case _:
            raise AssertionError


def test_a_fact_does_not_change() -> None:
    for name in ("at", "code", "new"):
        with pytest.raises(AttributeError, match="a fact does not change"):
            setattr(ONLY, name, ())
        with pytest.raises(AttributeError, match="a fact does not change"):
            delattr(ONLY, name)
    with pytest.raises(TypeError):
        ONLY.values["at"] = ()  # type: ignore[index]


def test_json_has_code_text_and_values() -> None:
    fact = Many(
        own="it's", on=date(2025, 1, 21), at=datetime(2025, 1, 21, 8, tzinfo=UTC), number=Decimal("0.20"),
        part=Fraction(1, 8), amount=Money(1050, "USD"), all=(Nothing(), DaysLeft(n=3)),
    )  # fmt: skip
    assert json.loads(json.dumps(fact.as_json())) == {
        "code": "test.many",
        "text": "'it's' 2025-01-21 2025-01-21T08:00:00Z 0.20 0.125 10.50 USD nothing: {}; 3 days are left",
        "values": {
            "own": "it's", "on": "2025-01-21", "at": "2025-01-21T08:00:00Z", "number": "0.20", "part": "0.125",
            "amount": {"amount": "10.50", "currency": "USD"},
            "all": [
                {"code": "test.nothing", "text": "nothing: {}", "values": {}},
                {"code": "test.days-left", "text": "3 days are left", "values": {"n": 3}},
            ],
        },
    }  # fmt: skip


@pytest.mark.parametrize("gaps", [{}, {"at": ()}, {"at": (), "who": (), "more": ()}])
def test_a_gap_too_few_or_too_many_is_refused(gaps: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="OnlyAt has the gaps"):
        OnlyAt(**gaps)


def test_a_family_says_nothing_itself() -> None:
    assert isinstance(Member(), Family)
    with pytest.raises(TypeError, match="Family is a family of sentences"):
        Family()


def test_a_code_names_one_sentence() -> None:
    with pytest.raises(TypeError, match=r"Again and Nothing have one code, 'test\.nothing'"):
        type("Again", (Said,), {"says": sentence("test.nothing", "again"), "__annotations__": {}})
    assert declared()["test.nothing"] is Nothing


def test_a_module_may_be_read_again() -> None:
    body = {"says": sentence("test.reread", "again"), "__module__": "m", "__qualname__": "Reread"}
    first, second = (type("Reread", (Said,), dict(body)) for _ in range(2))
    assert first is not second and declared()["test.reread"] is second


def test_gaps_of_sentence_and_declaration_must_agree() -> None:
    body = {"says": sentence("test.unlike", "only {that}"), "__annotations__": {"this": "str"}}
    with pytest.raises(TypeError, match=r"declares \['this'\], and its sentence has \['that'\]"):
        kinds_of(type("Unlike", (Said,), body))


@pytest.mark.parametrize("text", ["{a.b}", "{a!r}", "{a:>5}", "{0}", "{}", "{a[0]}", "{a", "a}"])
def test_a_gap_is_a_plain_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"a gap is a plain name|'\{'|'\}'"):
        gaps_in(text)


def even(value: int) -> int:
    if value % 2:
        raise Unreadable(DaysLeft(n=value), Nothing())
    return value


class Pair(BaseModel):
    numbers: tuple[Annotated[int, AfterValidator(even)], ...]


def test_what_cannot_be_read_is_told_as_facts() -> None:
    assert str(Unreadable(Member())) == "of the family"
    with pytest.raises(ValueError, match="3 days are left; nothing") as caught:
        even(3)
    assert isinstance(caught.value, Unreadable)
    assert (caught.value.what, caught.value.fix) == (DaysLeft(n=3), Nothing())


def test_a_fault_of_a_model_keeps_the_facts_at_their_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Pair.model_validate({"numbers": [2, 3]})
    (fault,) = caught.value.errors(include_url=False)
    error = fault["ctx"]["error"]
    assert fault["loc"] == ("numbers", 1) and (error.what, error.fix) == (DaysLeft(n=3), Nothing())


SNIPPET = """from __future__ import annotations
from typing import Annotated
from firstcall.said import AnyOf, Said, sentence
class OnlyAt(Said):
    says = sentence("t.only-at", "only at {at} unless {who} consents")
    at: tuple[str, ...]
    who: Annotated[tuple[str, ...], AnyOf]
fact = OnlyAt(at=("azure",), who=("m",))
OnlyAt(at=("azure",))
OnlyAt(at=("azure",), who=("m",), extra=1)
OnlyAt(at="azure", who=("m",))
OnlyAt(("azure",), ("m",))
fact.at = ()
fact.other
"""


def test_the_type_checker_refuses_what_is_wrong(tmp_path: Path, type_cache: Path) -> None:
    told = [line.split(": ", 2) for line in typed(tmp_path, type_cache, snippet=SNIPPET)]
    assert [(place.rpartition(":")[2], text.rpartition("  ")[2]) for place, _, text in told] == [
        ("9", "[call-arg]"), ("10", "[call-arg]"), ("11", "[arg-type]"), ("12", "[call-arg]"), ("13", "[misc]"),
        ("14", "[attr-defined]"),
    ]  # fmt: skip
