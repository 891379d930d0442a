"""Every schema by its name: of the files that people write, and of what commands print."""

from __future__ import annotations

import json
from typing import Annotated, Any

from firstcall.errors import NotFound, near_or_listed
from firstcall.said import Quoted, Said, sentence
from firstcall.service.schemas.outputs import output_names, output_schema, shapes
from firstcall.service.schemas.written import WRITTEN


class NoSuchSchema(Said):
    says = sentence("schemas.no-such-schema", "there is no schema {name}")
    name: Annotated[str, Quoted]


def schema_names() -> tuple[str, ...]:
    """Return the names of all schemas: files first, then commands."""
    return (*WRITTEN, *output_names())


def about_schema(name: str) -> str:
    """Return what a schema is of, in a few words."""
    return WRITTEN[name][0] if name in WRITTEN else shapes()[name].about


def schema_named(name: str) -> dict[str, Any]:
    """Return a JSON Schema (Draft 2020-12).

    Raises:
      NotFound: there is none of that name.

    >>> schema_named("needs")["title"], schema_named("clock")["title"]
    ('firstcall/needs/1', 'firstcall clock --json')
    """
    if name in WRITTEN:
        return WRITTEN[name][1]()
    if name in output_names():
        return output_schema(name)
    raise NotFound(NoSuchSchema(name=name), fix=near_or_listed(name, schema_names()))


def schema_text(name: str) -> str:
    """Return a JSON Schema as the text that is printed, and kept in docs/schemas.

    Raises:
      NotFound: there is none of that name.
    """
    return json.dumps(schema_named(name), indent=1, ensure_ascii=False) + "\n"
