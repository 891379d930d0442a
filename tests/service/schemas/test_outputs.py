"""What every command prints with --json is what its schema says, with no field that the schema leaves out."""

import contextlib
import io
import json
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest

import transcripts
from firstcall.refusal.acts import ACTS
from firstcall.service.cli import cli, run
from firstcall.service.schemas.names import schema_named
from firstcall.service.schemas.outputs import output_names, shapes

MORE = """
brief examples/microsoft-openai --on 2025-01-21 --today 2026-11-23
brief examples/wiraksa --on 2026-01-20 --today 2026-07-14
clock examples/wiraksa --on 2025-06-01
offer show examples/wiraksa O-04 --on 2025-06-01
plan examples/microsoft-openai --to 2025-12-31 --prices --tornado
record add context examples/wiraksa --by wiraksa --title Met --dry-run
schema
settle examples/wiraksa --period 2025-12
settle why examples/wiraksa assistant-share/2025-12/assistant/2025-12-05
terms examples/wiraksa --on 2026-02-01
terms examples/microsoft-openai --history
gallery
gallery league-tender
gallery office-lease --check
"""
"""Commands that the pages show only as text or as a page."""


def command_of(words: Sequence[str]) -> tuple[str | None, bool]:
    """The schema's name of a command as it is typed, and whether the command takes --json."""
    command: click.Command = cli
    path: list[str] = []
    rest = list(words)
    try:
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            if path == ["settle"] and rest[0] not in command.list_commands(click.Context(command)):
                rest = ["statement", *rest]
            inner = command.get_command(click.Context(command), rest[0])
            if inner is None:
                return None, False
            command, path, rest = inner, [*path, rest[0]], rest[1:]
    except click.UsageError:  # an event of a type that there is not
        return None, False
    takes = any("--json" in param.opts for param in command.params)
    return None if isinstance(command, click.Group) else schema_of(path), takes


def schema_of(path: Sequence[str]) -> str:
    match list(path):
        case ["offer", act] if act in ACTS:
            return "offer-act"
        case ["record", "add", _]:
            return "record-add"
        case ["settle", "statement"]:
            return "settle"
        case ["supply"]:
            return "supply-command"
        case _:
            return "-".join(path)


def closed(node: Any) -> Any:
    """A schema that admits no field which it does not name."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: closed(value) for key, value in node.items()}
    return made | {"additionalProperties": False} if "properties" in made and made.get("type") == "object" else made


class Listening:
    """The program as a page runs it, each command with --json besides; what was printed is held against its schema."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def __call__(self) -> int:
        return self.run(sys.argv[1:])

    def run(self, words: list[str]) -> int:
        name, takes = command_of(words)
        if not takes or name is None or "--html" in words:
            return run(words)
        if name == "plan" and "--to" not in words:
            words = [
                *words,
                "--to",
                "2025-12-31",
            ]  # the fields are those of the whole horizon, which takes half a minute
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = run(words if "--json" in words else [*words, "--json"])
        if out.getvalue():
            self.check(name, json.loads(out.getvalue()), words)
        return code

    def check(self, name: str, value: Any, words: list[str]) -> None:
        self.seen.add(name)
        for error in jsonschema.Draft202012Validator(closed(schema_named(name))).iter_errors(value):
            best = jsonschema.exceptions.best_match([error])
            where = "/".join(map(str, best.absolute_path))
            self.faults.append(f"{name}: {where}: {best.message[:200]} ({shlex.join(words)})")
        self.faults += [f"{name}: {place} is not written with Z ({shlex.join(words)})" for place in not_with_z(value)]


INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d)?")
LOCAL = {"by_local", "payload", "set", "suppose", "ask", "answer"}
"""A moment told in a party's own zone beside the instant; and what somebody entered or wrote, as it was entered."""


def not_with_z(value: Any, place: str = "") -> Iterator[str]:
    """Where an instant stands that is not written in UTC with a Z."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from () if key in LOCAL else not_with_z(inner, f"{place}/{key}")
        case list():
            for inner in value:
                yield from not_with_z(inner, place)
        case str() if INSTANT.fullmatch(value):
            yield f"{place} {value}"
        case _:
            pass


TOLD = re.compile(r"why|notes?|steps?|problems?|mend|warnings|what_if|faults|remarks|says|error")


def without_reason(schema: Any, place: str = "") -> Iterator[str]:
    """Where a shape has a text that tells why, and no fact beside it: a program would have to match English."""
    match schema:
        case dict():
            fields = schema.get("properties", {})
            beside = [name for name, field in fields.items() if "#/$defs/Reason" in json.dumps(field)]
            for name, field in fields.items():
                if TOLD.fullmatch(name) and is_program_text(field) and not beside:
                    yield f"{place}/{name}"
            for name, inner in schema.items():
                yield from without_reason(inner, f"{place}/{name}")
        case list():
            for inner in schema:
                yield from without_reason(inner, place)
        case _:
            pass


def is_program_text(field: Any) -> bool:
    """Whether a field is text, or a list of texts, that the program says: none that an author wrote."""
    ways = field.get("anyOf", [field])
    texts = [way.get("items", way) for way in ways]
    return any(text.get("type") == "string" and set(text) == {"type"} for text in texts)


MEND = "fix: say it in service/schemas/shapes.txt, then: python tools/schemas.py"


@pytest.mark.parametrize("page", transcripts.all_pages(), ids=lambda page: page.stem)
def test_what_a_page_would_print_as_json_fits(page: Path, root: Path) -> None:
    heard = Listening()
    transcripts.replay(page.read_text(encoding="utf-8"), heard, root / "examples")
    assert not heard.faults, MEND


def test_what_the_pages_do_not_show_fits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    heard = Listening()
    for line in MORE.strip().splitlines():
        assert heard.run(shlex.split(line)) in (0, 14), line
    assert not heard.faults, MEND
    assert len(heard.seen) >= 9


def every_command(command: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that is not hidden, with the name that its schema has."""
    if not isinstance(command, click.Group):
        yield schema_of(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        if inner is not None and not inner.hidden:
            yield from every_command(inner, (*path, name))


def test_every_command_prints_json_but_those_that_draft_a_file_and_each_has_a_schema() -> None:
    names = {
        takes_json: {name for name, command in every_command()
                     if any("--json" in param.opts for param in command.params) == takes_json}
        for takes_json in (True, False)
    }  # fmt: skip
    assert names[True] == set(output_names()), MEND
    assert names[False] == {"offer-template", "settle-mapping"}, "what a command tells, it tells with --json as well"


@pytest.mark.parametrize("name", output_names())
def test_what_tells_why_has_a_fact_beside_it(name: str) -> None:
    assert list(without_reason(schema_named(name))) == [], MEND


def test_a_text_alone_and_an_instant_of_a_zone_are_found() -> None:
    text = {"type": "string"}
    alone = {"type": "object", "properties": {"why": text, "notes": {"type": "array", "items": text}, "name": text}}
    assert list(without_reason(alone)) == ["/why", "/notes"]
    told = {"properties": {"why": text, "reason": {"$ref": "#/$defs/Reason"}}}
    assert list(without_reason(told)) == []
    at = {"at": "2025-01-21T08:00:00+01:00", "by": ["2025-01-21T08:00:00Z"], "payload": {"at": "2025-01-21T08:00"}}
    assert list(not_with_z(at)) == ["/at 2025-01-21T08:00:00+01:00"]


def test_every_shape_is_used_and_every_schema_is_valid() -> None:
    named = {word for name in output_names() for word in schema_named(name).get("$defs", {})}
    assert {name for name in shapes() if name[0].isupper()} - named <= {"Clause", "NamedClause"}
    for name in output_names():
        jsonschema.Draft202012Validator.check_schema(schema_named(name))


def test_a_field_that_is_not_named_is_a_fault() -> None:
    heard = Listening()
    heard.check("schema", [{"name": "x", "about": "y", "more": 1}], ["schema"])
    assert len(heard.faults) == 1 and "more" in heard.faults[0]
