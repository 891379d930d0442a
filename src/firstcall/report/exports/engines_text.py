"""The answers of a day as files for other engines: SQL, Cedar policies, JSON; row by row."""

from __future__ import annotations

import json
from typing import Any

from firstcall.dates import iso
from firstcall.verification.exports.decision_table import DecisionTable, outcome_sets


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
