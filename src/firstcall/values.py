"""Values: classes of named fields, equal where their fields are; most never change.

`dataclass` here is the one of the standard library, made at less cost where it is slotted, as nearly all of ours
are: the library writes and compiles up to ten functions for each class when its module is loaded. Here they are
written once for all classes, and `__init__` is compiled for those alone of which many values are made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from inspect import get_annotations
from itertools import count
from operator import attrgetter, ge, gt, le, lt
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
            if slots and how.keys() <= {"eq", "order"}:
                return _value_class(cls, frozen, equal=how.get("eq", True), ordered=how.get("order", False))
            return dataclasses.dataclass(frozen=frozen, slots=slots, **how)(cls)

        return made if cls is None else made(cls)


_MANY = 20
"""After how many values a class gets an initialiser written for it, which fills at a third of the cost."""


def _value_class(cls: SomeClass, frozen: bool, *, equal: bool, ordered: bool) -> SomeClass:
    _find_fields(cls)
    there, told = cls.__dict__, fields(cls)
    names = [field.name for field in told]
    above = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    body = {name: held for name, held in there.items() if name not in names and name not in _NO_SLOTS}
    body["__slots__"] = tuple(name for name in names if name not in above)
    body["__init__"] = _filler(told)
    body["__getstate__"], body["__setstate__"] = _state, _restore
    body.setdefault("__repr__", _written)
    if frozen:
        body["__setattr__"], body["__delattr__"] = _set_refused, _delete_refused
    if equal:
        _compare_by_fields(body, told, hashed=frozen, ordered=ordered)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_NO_SLOTS = ("__dict__", "__weakref__")


def _find_fields(cls: Any) -> None:
    """Let the library find the fields of a class; it reads every annotation thrice to see that it is no marker."""
    told = get_annotations(cls)
    plain = not any(word in str(kind) for kind in told.values() for word in _NO_FIELDS)
    if plain:
        cls.__annotations__ = dict.fromkeys(told, object)
    cls.__doc__ = cls.__doc__ or cls.__name__  # the library would write a signature there
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    if plain:
        cls.__annotations__ = told
        for field in fields(cls):
            field.type = told.get(field.name, field.type)


def _filler(told: Sequence[Field[Any]]) -> Callable[..., None]:
    """Return an initialiser that fills fields by order; whatever it is given otherwise is filled by name."""
    every, filled = len(told), count(1)
    puts, ways = list[Callable[[Any, Any], None]](), list[_Fill]()

    def fill(self: Any, /, *given: Any, **named: Any) -> None:
        nth = next(filled)
        if nth == 1:
            ways.extend(_fills(type(self), told))
            puts.extend(way.put for way in ways if way.by_order)
        elif nth == _MANY:
            made: Any = next(kind for kind in type(self).__mro__ if kind.__dict__.get("__init__") is fill)
            made.__init__ = _initialiser(made, ways)
        if named or len(given) != every:
            _fill_by_name(self, ways, given, named)
        else:
            for put, value in zip(puts, given, strict=True):
                put(self, value)
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    return fill


class _Fill(NamedTuple):
    """How a field is filled: its name, what puts a value there, whether it takes one by order or by name, and else."""

    name: str
    put: Callable[[Any, Any], None]
    by_order: bool
    by_name: bool
    default: Any
    factory: Any


def _fills(made: type, told: Iterable[Field[Any]]) -> Iterator[_Fill]:
    for field in told:
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


def _initialiser(made: Any, ways: Iterable[_Fill]) -> Callable[..., None]:
    """Return a function that fills the fields of a class, written for it and compiled."""
    by_name = [way for way in ways if way.by_name and not way.by_order]
    taken = [_taken(way) for way in ways if way.by_order]
    taken += ["*", *map(_taken, by_name)] if by_name else []
    lines = [f"put_{way.name}({_SELF}, {_value(way)})" for way in ways if way.by_name or not _lacks(way)]
    lines += [f"after({_SELF})"] if hasattr(made, "__post_init__") else []
    text = f"def __init__({', '.join((_SELF, '/', *taken))}):\n " + "\n ".join(lines or ["pass"])
    held: dict[str, Any] = {"LACKING": MISSING, "after": getattr(made, "__post_init__", None)}
    for way in ways:
        held |= {f"put_{way.name}": way.put, f"default_{way.name}": way.default, f"make_{way.name}": way.factory}
    exec(text, held)
    filled: Callable[..., None] = held["__init__"]
    filled.__qualname__ = f"{made.__qualname__}.__init__"
    return filled


_SELF = "_value_"


def _lacks(way: _Fill) -> bool:
    return way.default is MISSING and way.factory is MISSING


def _taken(way: _Fill) -> str:
    """Return a field as the initialiser takes it."""
    if way.default is not MISSING:
        return f"{way.name}=default_{way.name}"
    return f"{way.name}=LACKING" if way.factory is not MISSING else way.name


def _value(way: _Fill) -> str:
    """Return what the initialiser puts into a field."""
    if not way.by_name:
        return f"default_{way.name}" if way.default is not MISSING else f"make_{way.name}()"
    return way.name if way.factory is MISSING else f"make_{way.name}() if {way.name} is LACKING else {way.name}"


_ORDERS = (("__lt__", lt), ("__le__", le), ("__gt__", gt), ("__ge__", ge))


def _compare_by_fields(body: dict[str, Any], told: Iterable[Field[Any]], *, hashed: bool, ordered: bool) -> None:
    """Let values of a class be equal, hash alike and stand in order as the fields do that are compared."""
    names = [field.name for field in told if field.compare]
    held: Callable[[Any], Any] = attrgetter(*names) if names else _nothing

    def by(compare: Callable[[Any, Any], bool]) -> Callable[[Any, object], Any]:
        def compared(self: Any, other: object) -> Any:
            return compare(held(self), held(other)) if other.__class__ is self.__class__ else NotImplemented

        return compared

    def same(self: Any, other: object) -> Any:
        return held(self) == held(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_of(self: Any) -> int:
        return hash(held(self))

    if body.get("__hash__") is None:
        body["__hash__"] = hash_of if hashed else None
    body.setdefault("__eq__", same)
    for name, compare in _ORDERS if ordered else ():
        body[name] = by(compare)


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
