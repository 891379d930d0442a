"""How long reading an agreement takes, a line of YAML, and a record, an event; beside readers that check nothing.

The aim is under 0.6 ms a line, validated and with every reference checked.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from ruamel.yaml import YAML

from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append, read_record
from run import Case

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
EVENTS = 1000


def plain(text: str) -> Callable[[], object]:
    """The same text read by the YAML library alone, in one of its own ways."""
    return lambda: YAML(typ="safe", pure=True).load(text)


def record_of(events: int) -> bytes:
    """The lines of a record with so many events in one stream."""
    record, lines = Record(), list[str]()
    at = "2025-03-01T00:00:00Z"
    for number in range(events):
        fields = {"id": f"e{number}", "type": "context", "title": f"happening {number}", "by": "a", "entered_by": "b"}
        record, line = append(record, {**fields, "at": at, "recorded": at})
        lines.append(line)
    return "".join(lines).encode()


def cases() -> Iterator[Case]:
    """Both examples and a record; the floor only parses."""
    for name in ("microsoft-openai", "wiraksa"):
        raw = (EXAMPLES / name / "agreement.yaml").read_bytes()
        lines = raw.count(b"\n")
        yield Case(
            f"load {name}: {lines} lines of YAML, so many ms are allowed: {0.6 * lines:.0f}",
            ours=lambda raw=raw: load(raw),  # type: ignore[misc]
            floor=plain(raw.decode()),
        )
    kept = record_of(EVENTS)
    yield Case(
        f"read a record of {EVENTS} events",
        ours=lambda: read_record(kept).known(),
        floor=lambda: [json.loads(line) for line in kept.splitlines()],
    )
