"""docs/reference.md: every command, event, clause kind and error, written from the code that runs them.

`python tools/reference.py` writes the page anew.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from firstcall import errors
from firstcall.agreement.clause_frame import ClauseBase
from firstcall.agreement.clauses import CLAUSE_KINDS
from firstcall.errors import FirstcallError
from firstcall.record.entry import EventBase
from firstcall.record.events import EVENT_KINDS
from firstcall.service.cli import cli

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
EXIT_CODES = """\
| exit code | means |
|---|---|
| 0 | done; for `decide --exit-code`, permitted |
| 1 | an internal error |
| 2 | a usage error, or a question that cannot be asked that way |
| 3 | an agreement, record or billing file that is not in order |
| 4 | not found, or not allowed |
| 5 | somebody else wrote first, or something is there already |
| 6 | an act of first refusal that is not allowed now |
| 10, 11, 12, 13 | `decide --exit-code`: ungoverned, offer-first, consent-first, forbidden |
| 14 | `clock`: somebody must act by a day that is shown |
| 15 | `record compare`: the two records differ |
| 130 | broken off by hand |
"""


def page() -> str:
    """The page as the code has it now."""
    parts = [
        "# Reference",
        "Written by `make record` from the code; a test holds it current. What the words mean: [clauses](clauses.md), "
        "[first refusal](refusal.md), [settlement](settlement.md), [the meaning of an answer](spec.md).",
        "## Commands",
        "stdout is data, stderr is messages; `--json` prints plain values: instants in UTC, exact numbers as text. "
        "`firstcall COMMAND --help` shows every flag.",
        "\n".join(_commands()),
        EXIT_CODES.rstrip(),
        'Completion, as click makes it: put `eval "$(_FIRSTCALL_COMPLETE=bash_source firstcall)"` into `~/.bashrc`, '
        "or the same with `zsh_source` into `~/.zshrc`; in fish, `_FIRSTCALL_COMPLETE=fish_source firstcall | source`."
        " `NO_COLOR` takes the colours away, `COLUMNS` sets the width, `FIRSTCALL_USER` says who enters things.",
        "## Events",
        "What a line of `record.jsonl` can say. Every event has `id`, `type`, `at` (when it took effect), `recorded` "
        "(when it was entered), `by` (whose act or fact), `entered_by`, and if need be `signatory`, `evidence` "
        "(a file and its SHA-256), `basis` and `note`; `stream`, `seq`, `prev` and `hash` are written for you. "
        "Fields in bold must be given. Each is added with `firstcall record add TYPE`.",
        "\n".join(_events()),
        "## Clause kinds",
        "Fields of each kind besides those that every clause has: `id`, `type`, `says` (in a sentence), `basis`, "
        "`since`, `until`, `scope`, `notwithstanding`, `subject_to`. Fields in bold must be given; "
        "[docs/clauses.md](clauses.md) shows each kind at work.",
        "\n\n".join(_kind(kind) for kind in CLAUSE_KINDS),
        "## Errors",
        "Every error says what happened, where, and how to mend it. In Python all are `FirstcallError`.",
        "\n".join(_errors()),
    ]
    return "\n\n".join(parts) + "\n"


def _commands() -> Iterator[str]:
    yield "| command | does |\n|---|---|"
    for path, command in _walk(cli, ()):
        if path[:2] != ("record", "add"):
            yield f"| `firstcall {' '.join(path)}` | {_cell(command.get_short_help_str(200))} |"
    yield "| `firstcall record add TYPE` | Add an event of a type: see below. |"


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        if inner is not None and not inner.hidden:
            yield from _walk(inner, (*path, name))


def _events() -> Iterator[str]:
    yield "| event | says | stream | its own fields | command |\n|---|---|---|---|---|"
    for name, kind in sorted(EVENT_KINDS.items()):
        fields = {key: info for key, info in kind.model_fields.items() if key not in EventBase.model_fields}
        said = ", ".join(f"**`{key}`**" if info.is_required() else f"`{key}`" for key, info in fields.items())
        stream = kind.stream_of or "of what it corrects"
        yield f"| `{name}` | {_cell(kind.__doc__)} | {stream} | {said} | `firstcall record add {name}` |"


def _kind(kind: type[ClauseBase]) -> str:
    word = get_args(kind.model_fields["type"].annotation)[0]
    schema = kind.model_json_schema()
    takes, parts = schema["properties"], schema.get("$defs", {})
    rows = [f"### `{word}`", "", _paragraph(kind.__doc__), ""]
    rows += ["| field | takes | is | when left out |", "|---|---|---|---|"]
    for name, info in kind.model_fields.items():
        if name not in {*ClauseBase.model_fields, "type"}:
            shown = f"**`{name}`**" if info.is_required() else f"`{name}`"
            said = _cell(info.description) or _cell(_part(takes[name], parts).get("description"))
            rows.append(f"| {shown} | {_takes(takes[name])} | {said} | {_default(info)} |")
    return "\n".join(rows)


def _part(schema: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of the mapping that a field takes; empty where it takes none."""
    told = [schema, *schema.get("anyOf", ())]
    names = [option["$ref"].rsplit("/", 1)[-1] for option in told if "$ref" in option]
    found: dict[str, Any] = parts[names[0]] if names else {}
    return found


def _takes(schema: dict[str, Any]) -> str:
    """What may be written in a field: its words where they are a closed list, else its shape."""
    if "enum" in schema:
        return ", ".join(str(word) for word in schema["enum"])
    if "anyOf" in schema:
        told = dict.fromkeys(_takes(option) for option in schema["anyOf"] if option.get("type") != "null")
        return " or ".join(told)
    match schema.get("type"):
        case "array":
            inner = _takes(schema.get("items", {}))
            return f"list of {inner}" if inner else "list"
        case "boolean":
            return "true or false"
        case "integer":
            return "whole number"
        case "number":
            return "exact number"
        case "string":
            return "date" if schema.get("format") == "date" else "text"
        case _:
            return "mapping" if "$ref" in schema or schema.get("type") == "object" else ""


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return ""
    value: Any = info.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined or value in (None, (), {}):
        return ""
    if isinstance(value, BaseModel):
        inner = value.model_dump(mode="json", exclude_none=True)
        return ", ".join(f"{key} {_value(item)}" for key, item in inner.items())
    return _value(value)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(str(item) for item in value) or "none"
        case _:
            return str(getattr(value, "value", value))


def _errors() -> Iterator[str]:
    yield "| error | means | exit code |\n|---|---|---|"
    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, FirstcallError):
            yield f"| `{name}` | {_cell(error.__doc__)} | {error.exit_code} |"


def _paragraph(text: str | None) -> str:
    return re.sub(r"\s+", " ", (text or "").strip().split("\n\n")[0])


def _cell(text: str | None) -> str:
    return _paragraph(text).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit()
