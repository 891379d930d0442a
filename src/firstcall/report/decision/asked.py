"""What was asked, as a fact: the parts of the question by the names of the flags, its day, what was known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS, PartyAct
from firstcall.dates import When
from firstcall.report.decision.line_facts import InARow
from firstcall.report.papers.term_words import dimension_called
from firstcall.said import Local, PartialDate, Said, sentence

_Part = Literal[
    "workload", "provider", "customer", "signed", "quantity", "offer", "contract", "tranche", "site", "licensee",
    "license to", "product", "ip", "model", "model developed", "by", "to",
]  # fmt: skip
_Capacity = Literal["new", "existing", "own_build", "built_for_grantor"]
_CAPACITIES: tuple[_Capacity, ...] = get_args(_Capacity)
_PARTS: tuple[_Part, ...] = get_args(_Part)


class AskedOf(Said):
    says = sentence("asked.of", "{part} {value}")
    part: _Part
    value: str


class AskedOfCapacity(Said):
    says = sentence("asked.of-capacity", "capacity {capacity}")
    capacity: _Capacity


class AskedOfAct(Said):
    says = sentence("asked.of-act", "act {act}")
    act: PartyAct


class AskedOfDimension(Said):
    says = sentence("asked.of-dimension", "{dimension} {value}")
    dimension: Said | str
    value: str


class AskedOn(Said):
    says = sentence("asked.on", "on {day} ({at})")
    day: Annotated[datetime, Local]
    at: datetime


class AskedOnSomeDay(Said):
    says = sentence("asked.on-some-day", "on {date}")
    date: Annotated[str, PartialDate]


class AskedAsKnown(Said):
    says = sentence("asked.as-known", "known at {known}")
    known: datetime


def asked_said(question: Mapping[str, str], when: When, where: ZoneInfo) -> Said:
    """Return what was asked: its parts as they were given, the day, and up to when things were known.

    Args:
      question: what was asked, by the names of the flags.
      when: the moment asked about.
      where: the agreement's zone.

    >>> from firstcall.dates import parse_when, zone
    >>> when = parse_when("2025-02", zone("UTC"))
    >>> str(asked_said({"workload": "training", "known_at": "2025-01-21T08:00:00Z"}, when, zone("UTC")))
    'workload training, on 2025-02, known at 2025-01-21T08:00:00Z'
    """
    return InARow(parts=tuple(_parts(question, when, where)))


def _parts(question: Mapping[str, str], when: When, where: ZoneInfo) -> Iterator[Said]:
    for name, value in question.items():
        part = next((part for part in _PARTS if part == name), None)
        capacity = next((word for word in _CAPACITIES if word == value), None)
        act = next((word for word in PARTY_ACTS if word == value), None)
        if part is not None:
            yield AskedOf(part=part, value=value)
        elif name == "capacity" and capacity is not None:
            yield AskedOfCapacity(capacity=capacity)
        elif name == "act" and act is not None:
            yield AskedOfAct(act=act)
        elif name not in ("on", "known_at"):
            yield AskedOfDimension(dimension=dimension_called(name), value=value)
    yield AskedOnSomeDay(date=when.text) if when.end else AskedOn(day=when.first.astimezone(where), at=when.first)
    if "known_at" in question:
        yield AskedAsKnown(known=datetime.fromisoformat(question["known_at"]))
