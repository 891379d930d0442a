"""Faults of typing -> problems at their places, in the words of the file.

Each told once, and none that only follows from another.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from firstcall.agreement.model.basis import DIGEST_PATTERN, ID_PATTERN, kind_of
from firstcall.agreement.read.problem_facts import (
    AddKey,
    CheckSchema,
    KeyMissing,
    KindWanted,
    ListOfAtMost,
    ListOne,
    Named,
    NamedAndRemoved,
    NoDigest,
    NoId,
    NoneOfItsValues,
    NotOfForm,
    NoValueOf,
    NumberFrom,
    NumberOver,
    NumberUnder,
    NumberUpTo,
    ReplaceThereToo,
    SaidOfValue,
    StandsWhere,
    TextOfAtMost,
    TheDocument,
    UnknownClauseType,
    UnknownKey,
    UnknownValue,
    WantedKind,
    WriteDigest,
    WriteId,
    WriteList,
    WriteMapping,
    WriteSomeText,
    WriteText,
    WriteWanted,
    WrongAt,
    WrongInItem,
)
from firstcall.agreement.read.text import Path, Places
from firstcall.errors import Place, Problem, Thing, did_you_mean, near_or_listed, quoted, unknown
from firstcall.said import Said, Unreadable


def faults(error: ValidationError, model: type[BaseModel], data: Any, places: Places) -> list[Problem]:
    """Return one Problem for each fault that a model found in plain values."""
    problems: dict[Problem, None] = {}
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # it has enough entries; what is wrong with them is told by itself
        path = path_in(data, detail["loc"])
        what, fix = _told(detail, path, _model_at(model, path, data))
        at_key = detail["type"] == "extra_forbidden" or detail.get("input") is None
        place = places.of(path) if at_key else places.at(path)
        problems[Problem(place, what, fix)] = None
    return list(problems)


def path_in(data: Any, loc: tuple[int | str, ...]) -> Path:
    """Drop what is no key of the data: pydantic puts union tags and type names into its locations."""
    path: list[int | str] = []
    for index, part in enumerate(loc):
        last = index == len(loc) - 1
        if isinstance(data, dict) and (part in data or (last and isinstance(part, str))):
            path.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(part)
            data = data[part]
    return tuple(path)


def _model_at(model: type[BaseModel], path: Path, data: Any) -> type[BaseModel] | None:
    """Return the model of the mapping that holds the last key of a path."""
    here: type[BaseModel] | None = model
    kind: Any = model
    for part in path[:-1]:
        data = data[part]
        kind = _kind_of(kind, part)
        here = pick(kind, data)
        kind = here or kind
    return here


def _kind_of(kind: Any, part: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if part in (name, info.alias):
                return info.annotation
        return None
    for option in options(kind):
        origin, args = get_origin(option), get_args(option)
        if origin is dict and len(args) == 2:
            return args[1]
        if origin is tuple and args:
            return args[0]
    return None


def options(kind: Any) -> Iterator[Any]:
    """Yield the plain alternatives of a type: unions and annotations are opened."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from options(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(kind):
            yield from options(option)
    else:
        yield kind


def pick(kind: Any, data: Any) -> type[BaseModel] | None:
    """Return the model among a type's alternatives that the data's own `type` chooses."""
    models = [option for option in options(kind) if isinstance(option, type) and issubclass(option, BaseModel)]
    if len(models) > 1 and isinstance(data, dict):
        models = [model for model in models if data.get("type") in _tags(model)] or _nearest(models, data)
    return models[0] if models else None


def _nearest(models: Collection[type[BaseModel]], data: dict[str, Any]) -> list[type[BaseModel]]:
    """Return the model that shares most keys with the data, nearly or whole, where no `type` tells the models apart."""
    untagged = [model for model in models if "type" not in model.model_fields]

    def shared(model: type[BaseModel]) -> tuple[int, int]:
        keys = _keys(model)
        return -len(set(keys) & set(data)), -sum(did_you_mean(str(key), keys) is not None for key in data)

    return sorted(untagged, key=shared)[:1]


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("type")
    return get_args(field.annotation) if field else ()


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _told(detail: ErrorDetails, path: Path, model: type[BaseModel] | None) -> tuple[Said, Said | None]:
    key = _field(path)
    context = detail.get("ctx", {})
    given = detail.get("input")
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            missing = "type" if detail["type"] == "union_tag_not_found" else key
            return KeyMissing(key=missing), AddKey(key=missing)
        case "extra_forbidden":
            return UnknownKey(key=key), near_or_listed(key, _keys(model) if model else ())
        case "union_tag_invalid":
            expected = [word.strip(" '") for word in str(context.get("expected_tags", "")).split(",")]
            tag = str(context.get("tag"))
            return UnknownClauseType(given=tag), near_or_listed(tag, expected)
        case "literal_error":
            fix = _choice(str(given), str(context.get("expected", "")))
            return NoValueOf(given=kind_of(given), field=_field(path)), fix
        case "value_error" if isinstance(error := context.get("error"), Unreadable):
            return error.what, error.fix
        case "string_pattern_mismatch":
            return wrong_kind(detail), remedy(detail)
        case _:
            what = wrong_kind(detail)
            if path and isinstance(path[-1], int):
                return WrongInItem(key=key, what=what), remedy(detail)
            return WrongAt(key=key or TheDocument(), what=what), remedy(detail)


def _field(path: Path) -> str:
    """Return the last key of a path; an item of a list goes by the name of its list, the whole file by none."""
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    return quoted(field)[1:-1]


def _choice(given: str, expected: str) -> Said:
    words = [word for word in expected.replace(" or ", ", ").replace("'", "").split(", ") if word]
    return near_or_listed(given, [_AS_WRITTEN.get(word, word) for word in words])


_AS_WRITTEN = {"True": "true", "False": "false"}


_WANTED: dict[str, WantedKind] = {
    "string_type": "text", "tuple_type": "a list", "dict_type": "a mapping", "model_type": "a mapping",
    "model_attributes_type": "a mapping", "bool_parsing": "true or false", "bool_type": "true or false",
    "int_parsing": "a whole number", "int_type": "a whole number", "int_from_float": "a whole number",
    "int_parsing_size": "a whole number", "decimal_parsing": "a decimal number", "decimal_type": "a decimal number",
    "string_too_short": "some text", "date_type": "a date YYYY-MM-DD", "time_type": "a time of day HH:MM",
    "too_short": "at least one value",
}  # fmt: skip


def _wanted(detail: ErrorDetails) -> Said | None:
    """Return what is wanted instead of a value, as far as its fault tells."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "too_long":
            return ListOfAtMost(most=context["max_length"])
        case "string_too_long":
            return TextOfAtMost(most=context["max_length"])
        case "greater_than":
            return NumberOver(bound=Decimal(str(context["gt"])))
        case "greater_than_equal":
            return NumberFrom(bound=Decimal(str(context["ge"])))
        case "less_than":
            return NumberUnder(bound=Decimal(str(context["lt"])))
        case "less_than_equal":
            return NumberUpTo(bound=Decimal(str(context["le"])))
        case kind:
            return KindWanted(kind=_WANTED[kind]) if kind in _WANTED else None


def wrong_kind(detail: ErrorDetails) -> Said:
    """Return what stands there and what is wanted instead, in the words of the file."""
    given = kind_of(detail.get("input"))
    if detail["type"] == "literal_error":
        return NoneOfItsValues(given=given)
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(_pattern(detail), _of_no_form)(given)[0]
    wanted = _wanted(detail)
    if wanted is not None:
        return StandsWhere(given=given, wanted=wanted)
    return SaidOfValue(given=given, what=f"{detail['msg'][0].lower()}{detail['msg'][1:]}")


def _of_no_form(given: Said) -> tuple[Said, Said]:
    return NotOfForm(given=given), CheckSchema()


def _of_id(given: Said) -> tuple[Said, Said]:
    return NoId(given=given), WriteId()


def _of_digest(given: Said) -> tuple[Said, Said]:
    return NoDigest(given=given), WriteDigest()


_PATTERNS = {ID_PATTERN: _of_id, DIGEST_PATTERN: _of_digest}


def _pattern(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("pattern"))


def remedy(detail: ErrorDetails) -> Said:
    """Return how to mend a value of the wrong kind or size, or none of those that there are."""
    if detail["type"] == "literal_error":
        return _choice(str(detail.get("input")), str(detail.get("ctx", {}).get("expected", "")))
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(_pattern(detail), _of_no_form)(kind_of(detail.get("input")))[1]
    match _WANTED.get(detail["type"]):
        case "a list":
            return WriteList()
        case "a mapping":
            return WriteMapping()
        case "text":
            return WriteText()
        case "at least one value":
            return ListOne()
        case "some text":
            return WriteSomeText()
        case _:
            wanted = _wanted(detail)
            return CheckSchema() if wanted is None else WriteWanted(wanted=wanted)


MOST_SUGGESTED = 200
"""After so many problems the nearest name is no longer looked for."""


class ProblemList:
    """Collects the problems of a document whose faulty parts have been left out.

    A name that stands only in a part that could not be read is not called unknown: mending that part
    brings it back.

    Args:
      places: where each part of the text stands.
      unread: every word of the parts that could not be read.
    """

    def __init__(self, places: Places, unread: frozenset[str] = frozenset()) -> None:
        self.places, self.unread = places, unread
        self._held: dict[tuple[Place, Said], Problem] = {}

    @property
    def problems(self) -> list[Problem]:
        """Return the problems in the order in which they were found."""
        return list(self._held.values())

    def add(self, path: Path, what: Said, fix: Said | None = None, see: Path | None = None) -> None:
        """Keep a problem at the place of a path; `see` is the path of what it clashes with."""
        place = self.places.at(path)
        shown = str(self.places.of(see)) if see is not None else None
        self._held.setdefault((place, what), Problem(place, what, fix, shown))

    def name(self, path: Path, word: str, known: Collection[str], what: Named, removed: str | None = None) -> None:
        """Keep a problem if a word names nothing that is known; `removed` is what took it out of the text."""
        if word in known or word in self.unread:
            return
        if removed is not None:
            self.add(path, NamedAndRemoved(clause=word, version=removed), ReplaceThereToo())
            return
        thing: Thing = "name" if isinstance(what, Said) else what
        fix = near_or_listed(word, known, thing) if len(self._held) < MOST_SUGGESTED else None
        self.add(path, UnknownValue(what=what, given=word) if isinstance(what, Said) else unknown(what, word), fix)

    def names(self, path: Path, words: Collection[str] | None, known: Collection[str], what: Named) -> None:
        """Keep a problem for each word of a list that names nothing that is known."""
        for index, word in enumerate(words or ()):
            self.name(self.item(path, index), word, known, what)

    def item(self, path: Path, index: int) -> Path:
        """Return the path of an item of a list, which may also stand alone in place of the list."""
        return (*path, index) if (*path, index) in self.places.values else path
