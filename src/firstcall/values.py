"""Values: classes of named fields that never change, equal where their fields are.

`dataclass` here is the one of the standard library, made at less cost where it is frozen and slotted, as nearly all
of ours are: the library writes and compiles six functions for each class when its module is loaded. Here they are
written once for all classes, and `__init__` is compiled for those alone of which many values are made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError, fields, make_dataclass
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

__all__ = ["dataclass"]

SomeClass = TypeVar("SomeClass", bound=type)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: SomeClass | None = None, /, *, frozen: bool = False, slots: bool = False, **how: bool) -> Any:
        """Make a class a dataclass, as the standard library's `dataclass` does; see there for what may be said.

        >>> @dataclass(frozen=True, slots=True)
        ... class Stretch:
        ...     first: int
        ...     last: int = 9
        >>> Stretch(1), Stretch(1) == Stretch(1, 9)
        (Stretch(first=1, last=9), True)
        """

        def made(cls: SomeClass) -> SomeClass:
            if frozen and slots and how.keys() <= {"eq"}:
                return _value_class(cls, equal=how.get("eq", True))
            return dataclasses.dataclass(frozen=frozen, slots=slots, **how)(cls)

        return made if cls is None else made(cls)


_MANY = 500
"""After how many values filled by name a class gets an initialiser written for it."""


def _value_class(cls: SomeClass, *, equal: bool) -> SomeClass:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    _fill_in_order(made)
    made.__setattr__, made.__delattr__ = _set_refused, _delete_refused
    made.__getstate__, made.__setstate__ = _state, _restore
    if "__repr__" not in made.__dict__:
        made.__repr__ = _written
    if equal:
        _compare_by_fields(made)
    return made  # type: ignore[no-any-return]


def _fill_in_order(made: Any) -> None:
    """Give a class an initialiser that fills its fields by order; whatever it is given otherwise is filled by name."""
    puts = tuple(getattr(made, field.name).__set__ for field in fields(made) if field.init and not field.kw_only)
    every, after = len(fields(made)), getattr(made, "__post_init__", None)
    by_name, ways = count(1), list[_Fill]()

    def fill(self: Any, /, *given: Any, **named: Any) -> None:
        if named or len(given) != every:
            if next(by_name) == _MANY:
                made.__init__ = _initialiser(made)
            if not ways:
                ways.extend(_fills(made))
            _fill_by_name(self, ways, given, named)
        else:
            for put, value in zip(puts, given, strict=True):
                put(self, value)
        if after is not None:
            after(self)

    made.__init__ = fill


class _Fill(NamedTuple):
    """How a field is filled: its name, what puts a value there, whether it takes one by order or by name, and else."""

    name: str
    put: Callable[[Any, Any], None]
    by_order: bool
    by_name: bool
    default: Any
    factory: Any


def _fills(made: Any) -> Iterator[_Fill]:
    for field in fields(made):
        by_order = field.init and not field.kw_only
        put = getattr(made, field.name).__set__
        yield _Fill(field.name, put, by_order, field.init, field.default, field.default_factory)


def _fill_by_name(self: Any, ways: Iterable[_Fill], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Fill the fields of a value, in part by name or as they are where nothing is said.

    Raises:
      TypeError: a field is lacking, or there is an argument for none.
    """
    left = iter(given)
    for name, put, by_order, by_name, default, factory in ways:
        if by_order and (value := next(left, MISSING)) is not MISSING:
            put(self, value)
        elif by_name and name in named:
            put(self, named.pop(name))
        elif default is not MISSING:
            put(self, default)
        elif factory is not MISSING:
            put(self, factory())
        elif by_name:
            raise TypeError(f"{type(self).__qualname__} lacks an argument: {name}")
    if named or next(left, MISSING) is not MISSING:
        raise TypeError(f"{type(self).__qualname__} has no room for an argument: {next(iter(named), 'one more')}")


def _initialiser(made: Any) -> Callable[..., None]:
    """Return the function that the standard library writes to fill the fields of a frozen dataclass."""
    alike = [(field.name, field.type, _again(field)) for field in fields(made)]
    after = {"__post_init__": made.__post_init__} if hasattr(made, "__post_init__") else {}
    written: Any = make_dataclass(made.__name__, alike, namespace=after, repr=False, eq=False, frozen=True, slots=True)
    filled: Callable[..., None] = written.__init__
    return filled


def _again(field: Field[Any]) -> Any:
    return dataclasses.field(
        default=field.default, default_factory=field.default_factory, init=field.init, kw_only=field.kw_only
    )


def _compare_by_fields(made: Any) -> None:
    """Let values be equal, and hash alike, where the fields that are compared are."""
    names = [field.name for field in fields(made) if field.compare]
    held: Callable[[Any], Any] = attrgetter(*names) if names else _nothing

    def same(self: Any, other: object) -> Any:
        return held(self) == held(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(held(self))

    if made.__dict__.get("__hash__") is None:
        made.__hash__ = hashed
    if "__eq__" not in made.__dict__:
        made.__eq__ = same


def _nothing(_: Any) -> tuple[()]:
    return ()


def _written(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({shown})"


def _set_refused(_: Any, name: str, __: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete_refused(_: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
