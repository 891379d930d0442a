"""Tables of the fields of what people write in agreement.yaml, mappings inside mappings included."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from firstcall.agreement.model.basis import Basis, Source, Written
from firstcall.agreement.model.definitions import Party, Provider, Redefinition
from firstcall.agreement.model.determinations import Determination, Measure
from firstcall.agreement.read.schema import field_docs

HEAD = "| field | takes | is | when left out |\n|---|---|---|---|"


PARTS: tuple[type[Written], ...] = (Basis, Party, Provider, Source, Determination, Measure, Redefinition)
"""Mappings that stand in several places: each has a table of its own."""


def fields_table(written: type[BaseModel], without: frozenset[str] = frozenset()) -> str:
    """Return the table of a kind's fields: those inside a mapping follow it, as `cap.total` or `steps[].rate`."""
    return "\n".join([HEAD, *_rows(written, "", without)])


def inner(annotation: Any, marks: str = "") -> tuple[type[BaseModel], str] | None:
    """Return the one mapping that a field takes and how its fields are reached: `.`, `[].` in a list, `.NAME.` by name.

    >>> class Step(BaseModel):
    ...     rate: int
    >>> inner(tuple[Step, ...] | None)[1], inner(dict[str, Step])[1], inner(tuple[str, ...])
    ('[].', '.NAME.', None)
    """
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, f"{marks}."
    match get_origin(annotation):
        case origin if origin is Annotated:
            return inner(get_args(annotation)[0], marks)
        case origin if origin in (Union, UnionType):
            found = [one for option in get_args(annotation) if (one := inner(option, marks))]
            return found[0] if len(found) == 1 else None
        case origin if origin in (tuple, list):
            return inner(get_args(annotation)[0], marks + "[]")
        case origin if origin is dict:
            return inner(get_args(annotation)[1], marks + ".NAME")
        case _:
            return None


def _rows(written: type[BaseModel], path: str, without: frozenset[str]) -> Iterator[str]:
    schema = written.model_json_schema(by_alias=True)
    takes, parts = schema["properties"], schema.get("$defs", {})
    for name, info in written.model_fields.items():
        key = info.alias or name
        if name in without or key.startswith("x-"):
            continue
        shown = f"**`{path}{key}`**" if info.is_required() else f"`{path}{key}`"
        found = inner(info.annotation)
        said = cell(field_docs(written).get(name)) or cell(found[0].__doc__ if found else takes[key].get("description"))
        shared = f": [{found[0].__name__.lower()}](#{found[0].__name__.lower()})" if found and found[0] in PARTS else ""
        yield f"| {shown} | {_takes(takes[key], parts)}{shared} | {said} | {_default(info)} |"
        if found is not None and not shared:
            yield from _rows(found[0], f"{path}{key}{found[1]}", frozenset())


def _takes(schema: dict[str, Any], parts: dict[str, Any]) -> str:
    """Return what may be written in a field: its words where they are a closed list, else its shape."""
    if "$ref" in schema:
        schema = parts[schema["$ref"].rsplit("/", 1)[-1]]
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return ", ".join(str(word).lower() if isinstance(word, bool) else str(word) for word in schema["enum"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        told = dict.fromkeys(_takes(option, parts) for option in options if option.get("type") != "null")
        return " or ".join(told)
    match schema.get("type"):
        case "array":
            each = _takes(schema.get("items", {}), parts)
            return f"list of {each}" if each else "list"
        case "boolean":
            return "true or false"
        case "integer":
            return "whole number"
        case "number":
            return "exact number"
        case "string":
            return "date" if schema.get("format") == "date" else "text"
        case _:
            return "mapping" if schema.get("type") == "object" else ""


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return ""
    value: Any = info.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined or value in (None, (), {}):
        return ""
    if isinstance(value, Basis):
        return f"grade {value.grade}"
    if isinstance(value, BaseModel):
        inside = value.model_dump(mode="json", exclude_none=True)
        return ", ".join(f"{key} {_value(item)}" for key, item in inside.items() if item not in ([], {}))
    return _value(value)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(str(item) for item in value) or "none"
        case _:
            return str(getattr(value, "value", value))


def paragraph(text: str | None) -> str:
    """Return the first paragraph of a text in one line."""
    return re.sub(r"\s+", " ", (text or "").strip().split("\n\n")[0])


def cell(text: str | None) -> str:
    """Return the first paragraph of a text as it may stand in a table's cell."""
    return paragraph(text).replace("|", "\\|")
