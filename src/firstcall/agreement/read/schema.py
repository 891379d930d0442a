"""The JSON Schema of an agreement, so that editors help while people write.

It is made from the models and the words written under their fields.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from firstcall.agreement.document import SCHEMA, Agreement
from firstcall.agreement.model.exact import DECIMAL_PATTERN, WHOLE_PATTERN
from firstcall.agreement.model.scope import Scope

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$"
CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
_REMARKS = {"^x-": {"description": "The author's own remarks; not read."}}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (Draft 2020-12) of an agreement.

    It takes what the reader takes: an exact number as text or as a plain number, since every value is read as the
    text it is; a day as text; a list as its single value.

    >>> json_schema()["properties"]["effective"]["anyOf"][0]["pattern"]
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    """
    return written_schema(Agreement, SCHEMA)


def written_schema(model: Any, title: str) -> dict[str, Any]:
    """Return the JSON Schema of a file that people write, from its model.

    Args:
      model: a model, or a union of models.
      title: what the schema is called.
    """
    schema = TypeAdapter(model).json_schema(by_alias=True, schema_generator=_Written)
    described = {"$schema": DIALECT, "title": title}
    tidied: dict[str, Any] = described | _tidied({key: value for key, value in schema.items() if key != "title"})
    return tidied


class _Written(GenerateJsonSchema):
    """Values as people write them: days, times and exact numbers are text; each field says what it is."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        made["description"] = inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
        for name, text in field_docs(model).items():
            if name not in model.model_fields:
                continue
            key = model.model_fields[name].alias or name
            made["properties"][key]["description"] = text
        if issubclass(model, Scope):  # its further keys are the agreement's own dimensions
            made["additionalProperties"] = {"anyOf": made["properties"]["workloads"]["anyOf"][:2]}
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A name or a remark that looks like a number is text all the same: `locator: 7.2`."""
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": DAY_PATTERN}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": TIME_PATTERN}

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": CLOCK_PATTERN}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        bounds = {new: schema[old] for old, new in _BOUNDS.items() if old in schema}  # type: ignore[literal-required]
        return {"anyOf": [{"type": "string", "pattern": DECIMAL_PATTERN}, {"type": "number", **_numbers(bounds)}]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {"anyOf": [super().int_schema(schema), {"type": "string", "pattern": WHOLE_PATTERN}]}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        if "json_schema_input_schema" in schema:
            return inner
        options = inner.get("anyOf", [inner])
        lists = [option for option in options if option.get("type") == "array" and "$ref" not in option["items"]]
        return {"anyOf": [*(option["items"] for option in lists), *options]} if lists else inner


def _numbers(bounds: Mapping[str, Any]) -> dict[str, int | float]:
    """Return bounds as JSON has numbers."""
    return {name: int(bound) if bound == int(bound) else float(bound) for name, bound in bounds.items()}


def _tidied(node: Any) -> Any:
    """Return a schema without titles and defaults nobody reads, its bounds in the schema's own words."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    text = node.get("type") in ("string", ["string", "number"])
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            kept[key] = {name: _tidied(item) for name, item in value.items()}
        elif key in _BOUNDS and not isinstance(value, dict):
            kept |= {} if text else {_BOUNDS[key]: value}
        elif key == "default" and (value is None or isinstance(value, dict | list)):
            continue
        elif key == "minLength" and not text:
            continue  # of the values behind it, and told there
        elif key not in ("title", "discriminator") and not (text and key in ("minimum", "maximum")):
            kept[key] = _tidied(value)
    if "properties" in kept and "additionalProperties" in kept:
        kept["patternProperties"] = _REMARKS
    return kept


@cache
def field_docs(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the text under each field of a model, its parents' fields included, by the field's name.

    >>> from firstcall.agreement.model.basis import Basis
    >>> field_docs(Basis)["locator"]
    'Where in the source: instrument, section, page.'
    """
    found: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if issubclass(parent, BaseModel) and parent is not BaseModel:
            found |= _own(parent)
    return found


def _own(model: type[BaseModel]) -> dict[str, str]:
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            value = text.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[field.target.id] = inspect.cleandoc(value.value)
    return found
