"""docs/reference.md: every command, event, clause kind, error and reason, written from the code that runs them.

`python tools/reference.py` writes the page anew.
"""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import click
from pydantic import BaseModel

from firstcall import errors
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.agreement.model.scope import ClauseBase
from firstcall.agreement.overlay import Overlay
from firstcall.errors import FirstcallError
from firstcall.gaps import Kind
from firstcall.record import transactions
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.report.brief.story_points import Story
from firstcall.said import kinds_of
from firstcall.service.billing.files import EXCHANGE_COLUMNS
from firstcall.service.cli import cli
from firstcall.service.questions.question_file import QUESTION_COLUMNS
from firstcall.settlement.books.revenue_lines import LineMapping
from reference_fields import PARTS, cell, fields_table, paragraph
from said_catalogues import every_sentence

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
| 7 | the machine does not let us read or write: denied, full, read-only, a pipe, a link to nothing |
| 10, 11, 12, 13 | `decide --exit-code`: ungoverned, offer-first, consent-first, forbidden |
| 14 | `clock`: somebody must act by a day that is shown |
| 15 | `record compare`: the two records differ |
| 130 | broken off by hand |
"""

VALUES = {
    "said": "a reason", "number": "a number", "grouped": "a number", "share": "a share", "day": "a day",
    "instant": "an instant", "local": "an instant", "hour": "an instant", "time": "a time of day",
    "partial": "a day, month, quarter or year", "amount": "an amount",
}  # fmt: skip


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
        "## The agreement file",
        "`agreement.yaml`. Fields in bold must be given; `[]` stands for each item of a list, `NAME` for an id that "
        "the file itself gives. What a clause holds is told under clause kinds.",
        fields_table(Agreement),
        *(_part(part) for part in PARTS),
        "## The what-if file",
        "What `--with OVERLAY.yaml` takes.",
        fields_table(Overlay),
        "## The other files of a partnership",
        *_other_files(),
        "## Clause kinds",
        "Every clause, whatever its kind, has these fields; [docs/clauses.md](clauses.md) shows each kind at work.",
        fields_table(ClauseBase),
        "\n\n".join(_kind(kind) for kind in CLAUSE_KINDS),
        "## Errors",
        "Every error says what happened, where, and how to mend it. In Python all are `FirstcallError`.",
        "\n".join(_errors()),
        "## Reasons",
        "What an answer gives as its reason has a code beside its words: in JSON, `reason` is `{code, text, values}`. "
        "The code stays while the words may change; `values` holds what stands in the gaps: instants in UTC, exact "
        "numbers as text, a list where there are several, and again `{code, text, values}` where a reason stands "
        "within a reason.",
        "\n".join(_reasons()),
    ]
    return "\n\n".join(parts) + "\n"


def _commands() -> Iterator[str]:
    yield "| command | does |\n|---|---|"
    for path, command in _walk(cli, ()):
        if path[:2] != ("record", "add"):
            yield f"| `firstcall {' '.join(path)}` | {cell(command.get_short_help_str(200))} |"
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
        yield f"| `{name}` | {cell(kind.__doc__)} | {stream} | {said} | `firstcall record add {name}` |"


def _other_files() -> Iterator[str]:
    columns = textwrap.dedent((transactions.__doc__ or "").partition(":\n\n")[2]).strip()
    yield f"### `transactions.csv`\n\nOne line is one leg of a transaction.\n\n```text\n{columns}\n```"
    yield f"### `story.yaml`\n\n{paragraph(Story.__doc__)}\n\n{fields_table(Story)}"
    yield (
        "### `revenue/mapping.yaml`\n\nBeside the files it is for; `NAME.mapping.yaml` is for the one file `NAME.csv`"
        f" or `NAME.xlsx`. {paragraph(LineMapping.__doc__)}\n\n{fields_table(LineMapping)}"
    )
    yield (
        f"### `billing/exchange.csv`\n\nRates of exchange, one a day and direction; its columns are "
        f"{', '.join(f'`{name}`' for name in EXCHANGE_COLUMNS)}: on `day`, one unit of `sold` is `rate` units of "
        "`bought`. No rate is turned round or chained, so list each direction that a clause needs."
    )
    yield (
        "### Questions for `decide --questions FILE.csv`\n\nOne question a row; the columns, all of which may be left"
        f" out, are those of the flags: {', '.join(f'`{name}`' for name in QUESTION_COLUMNS)}."
    )


def _part(part: type[BaseModel]) -> str:
    return f"### {part.__name__}\n\n{paragraph(part.__doc__)}\n\n{fields_table(part)}"


def _kind(kind: type[ClauseBase]) -> str:
    word = get_args(kind.model_fields["type"].annotation)[0]
    own = fields_table(kind, frozenset({*ClauseBase.model_fields, "type"}))
    return f"### `{word}`\n\n{paragraph(kind.__doc__)}\n\n{own}"


def _errors() -> Iterator[str]:
    yield "| error | means | exit code |\n|---|---|---|"
    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, FirstcallError):
            yield f"| `{name}` | {cell(error.__doc__)} | {error.exit_code} |"


def _reasons() -> Iterator[str]:
    yield "| code | says | values |\n|---|---|---|"
    for code, cls in sorted(every_sentence().items()):
        hints = get_type_hints(cls)
        values = ", ".join(f"`{name}`{_value(kind, hints[name])}" for name, kind in kinds_of(cls).items())
        yield f"| `{code}` | {cell(' / '.join(cls.says.forms))} | {values} |"


def _value(kind: Kind, hint: object) -> str:
    """What stands in a gap of this type, where that is not plain text alone."""
    words = f"one of {', '.join(kind.words)}" if kind.words else VALUES.get(kind.what, "")
    if kind.what == "said" and str in get_args(hint):
        words += ", or plain text"
    told = "; ".join(part for part in ("a list" if kind.row else "", words) if part)
    return f" ({told})" if told else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit()
