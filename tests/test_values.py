"""Values made at less cost behave as the standard library's frozen dataclasses do."""

import copy
import dataclasses
import pickle
from operator import eq, ge, gt, le, lt
from typing import Any, ClassVar, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Cheap:
    """Made here."""

    first: int
    second: tuple[str, ...] = ()
    unseen: int = dataclasses.field(default=0, compare=False, repr=False)
    made: list[int] = dataclasses.field(default_factory=list, compare=False)

    @property
    def double(self) -> int:
        """Twice the first."""
        return self.first * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    """Made by the library."""

    first: int
    second: tuple[str, ...] = ()
    unseen: int = dataclasses.field(default=0, compare=False, repr=False)
    made: list[int] = dataclasses.field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True)
class Further(Cheap):
    """A kind of the first, with a field more and a check."""

    third: int = dataclasses.field(default=3, kw_only=True)

    def __post_init__(self) -> None:
        if self.third < 0:
            raise ValueError("below zero")


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """Has a field that is nobody's to give."""

    first: int
    twice: int = dataclasses.field(init=False)
    fixed: int = dataclasses.field(default=5, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self.first)


@dataclass(frozen=True, slots=True)
class Empty:
    """Without fields."""


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    """Equal to itself alone."""

    first: int


@dataclass(frozen=True, slots=True)
class OwnHash:
    """Hashes in a way of its own."""

    first: int

    def __hash__(self) -> int:
        return 7


@dataclass(slots=True)
class Open:
    """May change."""

    first: int
    made: list[int] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True, order=True)
class InOrder:
    """Stands in order."""

    first: int
    second: tuple[str, ...] = ()
    unseen: int = dataclasses.field(default=0, compare=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class PlainInOrder:
    """Stands in order as the library has it."""

    first: int
    second: tuple[str, ...] = ()
    unseen: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """Has a name of the class that is no field."""

    all: ClassVar[int] = 7
    first: int


FIELDS = st.tuples(st.integers(0, 2), st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple), st.integers(0, 1))


@given(FIELDS, FIELDS)
def test_equal_hashed_and_written_as_the_library_does(one: Any, other: Any) -> None:
    cheap, plain = (Cheap(*one), Cheap(*other)), (Plain(*one), Plain(*other))
    assert (cheap[0] == cheap[1]) == (plain[0] == plain[1])
    assert (cheap[0] != cheap[1]) == (plain[0] != plain[1])
    assert (len(set(cheap)) == 1) == (len(set(plain)) == 1)
    assert repr(cheap[0]).replace("Cheap", "Plain") == repr(plain[0])
    assert dataclasses.asdict(cheap[0]) == dataclasses.asdict(plain[0])
    assert cheap[0] != plain[0]


@given(FIELDS, FIELDS)
def test_in_order_as_the_library_has_it(one: Any, other: Any) -> None:
    cheap, plain = (InOrder(*one), InOrder(*other)), (PlainInOrder(*one), PlainInOrder(*other))
    for compare in (lt, le, gt, ge, eq):
        assert compare(*cheap) == compare(*plain)
    with pytest.raises(TypeError):
        assert cheap[0] < plain[0]  # type: ignore[operator]


def test_what_may_change_is_equal_and_no_key() -> None:
    for made in range(60):
        opened, other = Open(made), Open(first=made, made=[])
        assert opened == other
        assert opened.made is not other.made
        opened.made.append(1)
        assert opened != other
        assert copy.deepcopy(opened) == pickle.loads(pickle.dumps(opened)) == opened
    with pytest.raises(TypeError, match="unhashable"):
        hash(Open(1))
    assert not hasattr(Open(1), "__dict__")


def test_what_is_no_field_and_what_fields_are_of() -> None:
    assert [field.name for field in dataclasses.fields(Counted)] == ["first"]
    assert [Counted(made).all for made in range(60)] == [7] * 60
    assert [field.type for field in dataclasses.fields(Cheap)] == [field.type for field in dataclasses.fields(Plain)]
    assert get_type_hints(Further) == {**get_type_hints(Plain), "third": int}


@given(FIELDS)
def test_copied_kept_and_replaced(fields: Any) -> None:
    value = Cheap(*fields)
    assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value
    assert dataclasses.replace(value, first=9) == Cheap(9, *fields[1:])
    assert [field.name for field in dataclasses.fields(value)] == ["first", "second", "unseen", "made"]
    assert Cheap.__match_args__ == Plain.__match_args__


def test_nothing_is_shared_and_nothing_changes() -> None:
    one, other = Cheap(1), Cheap(1)
    assert one.made is not other.made
    for name in ("first", "new"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.first
    assert not hasattr(one, "__dict__")
    opened = Open(1)
    opened.first = 2
    assert opened == Open(2)


def test_wrong_arguments_are_refused_when_few_were_made_and_when_many() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        first: int

    filled = Fresh.__init__
    for made in range(600):
        for wrong, named in (((), {}), ((1, 2), {}), ((1,), {"first": 1}), ((1,), {"second": 1}), ((), {"second": 1})):
            with pytest.raises(TypeError, match="argument"):
                Fresh(*wrong, **named)
        assert Fresh(made) == Fresh(first=made)
    assert Fresh.__init__ is not filled, "many were made by name, so that it has an initialiser of its own"


def test_a_kind_of_another_and_its_check() -> None:
    assert Further(1, ("a",), third=4).double == 2
    assert Further(1) != Cheap(1)
    assert repr(Further(1)) == "Further(first=1, second=(), made=[], third=3)"
    with pytest.raises(ValueError, match="below zero"):
        Further(1, third=-1)


def test_a_field_that_follows_from_the_others_is_not_given() -> None:
    for made in range(600):
        assert (
            repr(WorkedOut(made))
            == repr(WorkedOut(first=made))
            == f"WorkedOut(first={made}, twice={2 * made}, fixed=5)"
        )
        with pytest.raises(TypeError, match="argument"):
            WorkedOut(1, twice=2)  # type: ignore[call-arg]
    assert dataclasses.replace(WorkedOut(1), first=4) == WorkedOut(4)


def test_what_a_class_says_of_itself_stays() -> None:
    assert hash(OwnHash(1)) == 7
    assert OwnHash(1) == OwnHash(1)
    assert Itself(1) != Itself(1)
    assert Empty() == Empty()
    assert len({Empty(), Empty()}) == 1
    assert repr(Empty()) == "Empty()"
