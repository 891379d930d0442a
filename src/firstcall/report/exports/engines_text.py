"""The answers of a day as files for other engines: SQL, Cedar policies, JSON; each with what it cannot carry."""

from __future__ import annotations

import json
from typing import Any

from firstcall.dates import iso
from firstcall.report.exports.certificate import CERTIFICATE
from firstcall.verification.exports.decision_table import DecisionTable, outcome_sets

CANNOT = """\
What it cannot carry:
- another day: decisions are those of the instant named above; export anew when the text or the record turns;
- offers, contracts, tranches and quantities: what was offered or signed is judged by its own history, and what is left
  of a permission up to a quantity, or of a consent, is asked of `decide` with `--quantity`;
- use and licence of technology, acts between the parties (to assign, to hire, a change of control), options, prices and
  dated duties, duties of precedence, and why an answer is what it is;
- readings one by one: the answer is the strictest under every reading in play, marked `contested` where they differ.
"""


def json_export(table: DecisionTable) -> str:
    """Return the answers as one JSON document."""
    plain: dict[str, Any] = {
        "agreement": table.agreement,
        "at": iso(table.at),
        "version": table.version,
        "columns": list(table.columns),
        "decisions": [
            {**dict(zip(table.columns, row.words, strict=True)), "outcome": row.outcome, "marks": list(row.marks),
             "deciding": list(row.deciding)}
            for row in table.rows
        ],
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def sql_export(table: DecisionTable) -> str:
    """Return the answers as a relation in plain SQL, to be joined on its columns."""
    columns = (*table.columns, "outcome", "marks", "deciding")
    fields = ", ".join(f"{_name(column)} VARCHAR NOT NULL" for column in columns)
    key = ", ".join(map(_name, table.columns))
    lines = [f"CREATE TABLE decision ({fields}, PRIMARY KEY ({key}));"]
    values = [
        "(" + ", ".join(map(_text, (*row.words, row.outcome, " ".join(row.marks), " ".join(row.deciding)))) + ")"
        for row in table.rows
    ]
    lines += ["INSERT INTO decision VALUES", ",\n".join(values) + ";"] if values else []
    return "\n".join(lines) + "\n"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def cedar_export(table: DecisionTable) -> str:
    """Return the answers as Cedar policies: an outcome is an action, and allowed where the question comes to it."""
    lines = []
    for number, (outcome, words) in enumerate(outcome_sets(table), start=1):
        tests = [
            f"[{', '.join(map(_quoted, held))}].contains(context[{_quoted(name)}])" for name, held in words.items()
        ]
        lines.append(f'@id("{outcome}-{number}")')
        lines.append(f"permit(principal, action == Action::{_quoted(outcome)}, resource)")
        lines.append("when { " + " && ".join(tests) + " };")
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    return json.dumps(word)


EXPORT_FILES = {"json": ("decisions.json", json_export), "sql": ("decisions.sql", sql_export),
           "cedar": ("decisions.cedar", cedar_export)}  # fmt: skip
"""What each export is called, and how it is made."""
_HOW = {
    "json": "Each entry of `decisions` is one question with its answer. A provider that is not listed is `other`.",
    "sql": "Join the table `decision` on its first columns; write `other` for a provider that it does not list.",
    "cedar": (
        "Ask for the action that is named like an outcome, with every column in the context; exactly one outcome is "
        "allowed for each question. Cedar itself only knows allowed and denied, so a request for another action is "
        "denied without a reason. A provider that is not listed is `other`; a question that cannot be asked is denied."
    ),
}


def export_readme(table: DecisionTable, kind: str, command: str) -> str:
    """Return what stands beside an export: what it is of, how it is used, what it cannot carry, how it is checked."""
    return (
        f"# Decisions of {table.agreement}\n\n"
        f"As of {iso(table.at)}, under the text {table.version or 'before the first'}: {len(table.rows):,} "
        f"questions in the columns {', '.join(table.columns)}.\n\n{_HOW[kind]}\n\n{CANNOT}\n"
        f"To check every answer against `decide` again:\n\n    {command}\n\n"
        f"The file `{CERTIFICATE}` names the text, the record and all answers by their digests (the answers' begins "
        f"with {table.certificate.digest[:12]}); equal files give an equal one. Kept in the folder `tables` of the "
        "partnership, it is named by the receipt of each decision that the table has (`firstcall decide --json`).\n"
    )
