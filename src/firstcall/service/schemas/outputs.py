"""The schemas of what commands print with --json, from `shapes.txt`, where each is written in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from firstcall.agreement.model.basis import GRADES
from firstcall.agreement.read.schema import DAY_PATTERN, DIALECT
from firstcall.rights.decision import OUTCOMES
from firstcall.values import dataclass

_DAY, _CLOCK = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}", r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
AUTHORED = "What an author wrote, as it was written."
OWN_WORDS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "authored": {"type": "string", "description": AUTHORED},
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0},
    "number": {"type": "integer"},
    "instant": {"type": "string", "pattern": f"{_DAY}{_CLOCK}Z$"},
    "moment": {"type": "string", "pattern": f"{_DAY}{_CLOCK}(Z|[+-][0-9]{{2}}:[0-9]{{2}})$"},
    "day": {"type": "string", "pattern": DAY_PATTERN},
    "exact": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{16,64}$"},
    "grade": {"enum": list(GRADES)},
    "outcome": {"enum": list(OUTCOMES)},
    "null": {"type": "null"},
    "any": {},
}
"""What stands for a value that is no shape of its own."""
_TOKEN = re.compile(r'\s*(?:(?P<word>[\w-]+)|"(?P<said>[^"]*)"|(?P<sign>[\[\]{}|]))')
_BLOCK = re.compile(r"(?P<name>[\w-]+)(?: = (?P<same>[^:]+))?: (?P<about>.+)")
_FIELD = re.compile(r"  (?:\+(?P<all>\w+)|(?P<name>\w+)(?P<left>\?)?: (?P<kind>.+))")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape or a command: what it is, and its fields, or what it is the same as."""

    about: str
    fields: tuple[tuple[str, str, bool], ...]
    """Name, kind, and whether it must be there."""
    same: str | None = None
    all_of: str | None = None
    """A shape whose fields it has as well."""


@cache
def shapes() -> Mapping[str, Shape]:
    """Return every shape and command by its name."""
    text = files("firstcall.service.schemas").joinpath("shapes.txt").read_text(encoding="utf-8")
    found: dict[str, Shape] = {}
    for block in text.split("\n\n"):
        head, *lines = [line for line in block.splitlines() if not line.startswith("#")] or [""]
        if not head:
            continue
        begun = _BLOCK.fullmatch(head)
        assert begun is not None, f"shapes.txt: {head}"
        rows = [_FIELD.fullmatch(line) for line in lines]
        read = [row for row in rows if row is not None]
        assert len(read) == len(rows), f"shapes.txt: a line of {head} is no field"
        named = tuple((row["name"], row["kind"], row["left"] is None) for row in read if row["name"])
        every = next((row["all"] for row in read if row["all"]), None)
        found[begun["name"]] = Shape(begun["about"], named, begun["same"], every)
    return found


def output_names() -> tuple[str, ...]:
    """Return the commands whose JSON has a schema, with hyphens for blanks: `offer-show`."""
    return tuple(sorted(name for name in shapes() if name[0].islower()))


def output_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of what a command prints with --json.

    Args:
      name: one of `output_names()`.

    >>> output_schema("offer-list")["type"]
    'array'
    """
    used: dict[str, dict[str, Any]] = {}
    shape = shapes()[name]
    made = _kind(shape.same, used) if shape.same is not None else _fields(shape, used)
    head = {"$schema": DIALECT, "title": f"firstcall {name.replace('-', ' ')} --json", "description": shape.about}
    return {**head, **made, **({"$defs": dict(sorted(used.items()))} if used else {})}


def _fields(shape: Shape, used: dict[str, dict[str, Any]]) -> dict[str, Any]:
    every = (*(shapes()[shape.all_of].fields if shape.all_of else ()), *shape.fields)
    return {
        "type": "object",
        "properties": {name: _kind(kind, used) for name, kind, _ in every},
        "required": [name for name, _, must in every if must],
    }


def _kind(text: str, used: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of a kind, such as `[Due] | null`; the shapes that it names are put among those used."""
    tokens = list(_tokens(text))
    made = _either(tokens, used)
    assert not tokens, f"shapes.txt: {text}"
    return made


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        assert found is not None and found.lastgroup is not None, f"shapes.txt: {text}"
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _either(tokens: list[tuple[str, str]], used: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found = [_one(tokens, used)]
    while tokens and tokens[0] == ("sign", "|"):
        tokens.pop(0)
        found.append(_one(tokens, used))
    words = [word for one in found if set(one) == {"const"} for word in [one["const"]]]
    if len(words) == len(found) > 1:
        return {"enum": words}
    return found[0] if len(found) == 1 else {"anyOf": found}


def _one(tokens: list[tuple[str, str]], used: dict[str, dict[str, Any]]) -> dict[str, Any]:
    what, word = tokens.pop(0)
    if what == "said":
        return {"const": word}
    if what == "sign":
        inner = _either(tokens, used)
        tokens.pop(0)
        return {"type": "array", "items": inner} if word == "[" else {"type": "object", "additionalProperties": inner}
    if word in OWN_WORDS:
        return dict(OWN_WORDS[word])
    if word not in used:
        used[word] = {}
        used[word] |= {"description": shapes()[word].about, **_fields(shapes()[word], used)}
    return {"$ref": f"#/$defs/{word}"}
