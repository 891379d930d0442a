"""The JSON Schema of an agreement, so that editors help while people write.

It is made from the models and the words written under their fields.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from firstcall.agreement.document import SCHEMA, Agreement
from firstcall.agreement.model.exact import DECIMAL_PATTERN

DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$"
CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
_REMARKS = {"^x-": {"description": "The author's own remarks; not read."}}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (Draft 2020-12) of an agreement.

    Dates and exact numbers are text: write them in quotes, or as YAML text that no reader turns into
    something else. A list may be written as its single value.

    >>> json_schema()["properties"]["effective"]["anyOf"][0]["pattern"]
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    """
    schema = Agreement.model_json_schema(by_alias=True, schema_generator=_Written)
    scope = schema["$defs"]["Scope"]
    scope["additionalProperties"] = {"anyOf": scope["properties"]["workloads"]["anyOf"][:2]}
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA}
    tidied: dict[str, Any] = described | _tidied({key: value for key, value in schema.items() if key != "title"})
    return tidied


def schema_text() -> str:
    """Return the JSON Schema as the text that is kept beside the documents."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


class _Written(GenerateJsonSchema):
    """Values as people write them: days, times and exact numbers are text; each field says what it is."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        for name, text in field_docs(model).items():
            key = model.model_fields[name].alias or name
            made["properties"][key]["description"] = text
        return made

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": DAY_PATTERN}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": TIME_PATTERN}

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": CLOCK_PATTERN}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": DECIMAL_PATTERN}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        if "json_schema_input_schema" in schema:
            return inner
        options = inner.get("anyOf", [inner])
        lists = [option for option in options if option.get("type") == "array" and "$ref" not in option["items"]]
        return {"anyOf": [*(option["items"] for option in lists), *options]} if lists else inner


def _tidied(node: Any) -> Any:
    """Return a schema without titles and defaults nobody reads, its bounds in the schema's own words."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    text = node.get("type") == "string"
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
