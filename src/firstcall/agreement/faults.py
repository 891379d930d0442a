"""Faults of typing -> Problems at their places: what pydantic refuses, said in the words of the file."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from firstcall.agreement.text import Path, Places
from firstcall.errors import Problem, suggestion


def faults(error: ValidationError, model: type[BaseModel], data: Any, places: Places) -> list[Problem]:
    """Return one Problem for each fault that a model found in plain values."""
    problems = []
    for detail in error.errors(include_url=False):
        path = _path_in(data, detail["loc"])
        what, mend = _words(detail, path, _model_at(model, path, data))
        place = places.values.get(path) if detail["type"] != "extra_forbidden" else None
        problems.append(Problem(place or places.of(path), what, mend))
    return problems


def _path_in(data: Any, loc: tuple[int | str, ...]) -> Path:
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
        models = [model for model in models if data.get("type") in _tags(model)]
    return models[0] if models else None


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("type")
    return get_args(field.annotation) if field else ()


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _words(detail: ErrorDetails, path: Path, model: type[BaseModel] | None) -> tuple[str, str | None]:
    key = str(path[-1]) if path else "the document"
    context = detail.get("ctx", {})
    given = detail.get("input")
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            missing = "type" if detail["type"] == "union_tag_not_found" else key
            return f"the key '{missing}' is missing", f"add `{missing}:` here"
        case "extra_forbidden":
            return f"unknown key '{key}'", suggestion(key, _keys(model) if model else ())
        case "union_tag_invalid":
            expected = [word.strip(" '") for word in str(context.get("expected_tags", "")).split(",")]
            return f"unknown clause type '{context.get('tag')}'", suggestion(str(context.get("tag")), expected)
        case "literal_error":
            return f"'{given}' is not a value of '{key}'", _choice(str(given), str(context.get("expected", "")))
        case "value_error":
            said = str(context.get("error", detail["msg"]))
            head, _, mend = said.partition("; ")
            return head, mend or None
        case "string_pattern_mismatch":
            return (
                f"'{given}' is not an id",
                "use letters, digits, '-', '_' and '.', and start with a letter or digit",
            )
        case _:
            return f"{key}: {_kind(detail, given)}", None


def _choice(given: str, expected: str) -> str:
    return suggestion(given, [word for word in expected.replace(" or ", ", ").replace("'", "").split(", ") if word])


def _kind(detail: ErrorDetails, given: Any) -> str:
    shown = "nothing" if given is None else "a list" if isinstance(given, list) else "a mapping"
    if not isinstance(given, (dict, list)) and given is not None:
        shown = f"'{given}'"
    wanted = {
        "string_type": "text", "tuple_type": "a list", "dict_type": "a mapping", "model_type": "a mapping",
        "model_attributes_type": "a mapping", "bool_parsing": "true or false", "bool_type": "true or false",
        "int_parsing": "a whole number", "int_type": "a whole number", "decimal_parsing": "a decimal number",
        "decimal_type": "a decimal number", "string_too_short": "some text", "date_type": "a date YYYY-MM-DD",
    }.get(detail["type"])  # fmt: skip
    if wanted:
        return f"{shown} stands where {wanted} is wanted"
    return f"{shown}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
