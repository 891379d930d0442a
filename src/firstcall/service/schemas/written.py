"""The schemas of files that people write, each from the model that reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from firstcall.agreement.document import SCHEMA
from firstcall.agreement.read.schema import DIALECT, json_schema, written_schema

Made = Callable[[], dict[str, Any]]


def _record() -> dict[str, Any]:
    from firstcall.record.events.kinds import Event

    return written_schema(Event, "a line of record.jsonl")


def _overlay() -> dict[str, Any]:
    from firstcall.agreement.overlay import Overlay

    return written_schema(Overlay, "firstcall/overlay/1")


def _story() -> dict[str, Any]:
    from firstcall.report.brief.story_points import Story

    return written_schema(Story, "firstcall/story/1")


def _offer() -> dict[str, Any]:
    from firstcall.refusal.offer_sheet import OfferSheet

    return written_schema(OfferSheet, "an offer, for offer receive --sheet")


def _mapping() -> dict[str, Any]:
    from firstcall.settlement.books.revenue_lines import LineMapping

    return written_schema(LineMapping, "revenue/mapping.yaml")


def _needs() -> dict[str, Any]:
    from firstcall.planning.inputs.needs import Needs

    return written_schema(Needs, "firstcall/needs/1")


def _futures() -> dict[str, Any]:
    from firstcall.planning.inputs.futures import Futures

    return written_schema(Futures, "firstcall/futures/1")


def _supply() -> dict[str, Any]:
    from firstcall.planning.inputs import supply

    return row_schema("a row of supply.csv", supply.COLUMNS, supply.REQUIRED_COLUMNS, supply.__doc__ or "")


def _known_questions() -> dict[str, Any]:
    from firstcall.service.gallery.questions import KnownQuestions

    return written_schema(KnownQuestions, "firstcall/questions/1")


def _transactions() -> dict[str, Any]:
    from firstcall.record import transactions

    return row_schema(
        "a row of transactions.csv", transactions.TRANSACTION_COLUMNS, transactions.REQUIRED, transactions.__doc__ or ""
    )


def _questions() -> dict[str, Any]:
    from firstcall.service.questions.question_file import QUESTION_COLUMNS

    return row_schema("a row of questions, for decide --questions", QUESTION_COLUMNS, (), "")


def row_schema(title: str, columns: tuple[str, ...], required: tuple[str, ...], told: str) -> dict[str, Any]:
    """Return the schema of a row of a table: every value is text, and what is not said is left empty.

    Args:
      title: what the schema is called.
      columns: the columns in their order.
      required: those that must be filled.
      told: a text that lists columns, each line some names, two blanks or more, and what they hold.

    >>> row_schema("t", ("a", "b"), ("a",), "    a, b   what it holds")["properties"]["b"]
    {'type': 'string', 'description': 'what it holds'}
    """
    said = {name.strip(): text for names, text in re.findall(r"^ {4}([\w, ]+?) {2,}(\S.*)$", told, re.MULTILINE)
            for name in names.split(",")}  # fmt: skip
    fields = {name: {"type": "string", **({"description": said[name]} if name in said else {})} for name in columns}
    must = {name: {**fields[name], "minLength": 1} for name in required}
    return {"$schema": DIALECT, "title": title, "type": "object", "properties": {**fields, **must},
            "required": list(required), "additionalProperties": False}  # fmt: skip


WRITTEN: Mapping[str, tuple[str, Made]] = {
    "agreement": (f"agreement.yaml ({SCHEMA})", json_schema),
    "record": ("a line of record.jsonl: an event", _record),
    "overlay": ("a what-if, for --with", _overlay),
    "story": ("story.yaml", _story),
    "mapping": ("revenue/mapping.yaml: how revenue lines are read", _mapping),
    "offer": ("an offer, for offer receive --sheet", _offer),
    "needs": ("needs.yaml", _needs),
    "futures": ("futures.yaml", _futures),
    "supply": ("a row of supply.csv", _supply),
    "transactions": ("a row of transactions.csv", _transactions),
    "known-questions": ("questions.yaml of the gallery: what is asked, and its known answer", _known_questions),
    "questions": ("a row of decide --questions FILE.csv", _questions),
}
"""The files that people write, by name: what each is, and what makes its schema."""
