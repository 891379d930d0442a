"""How long reading an agreement takes, a line of YAML, and a record, an event; beside readers that check nothing.

The aim is under 0.6 ms a line, validated and with every reference checked.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from ruamel.yaml import YAML

from firstcall.agreement.load import load
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import read_record
from firstcall.record.journal.streams import digest, line_of
from run import Case

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DOUBLINGS = (1_000, 2_000, 4_000, 8_000, 16_000, 100_000)
"""How many events a record has: what is linear doubles with them."""
ENTRIES = 100


def plain(text: str) -> Callable[[], object]:
    """The same text read by the YAML library alone, in one of its own ways."""
    return lambda: YAML(typ="safe", pure=True).load(text)


def record_of(events: int) -> bytes:
    """The lines of a record with so many events in one stream."""
    grown = Growing()
    return "".join([grown.add(happening(number))[1] for number in range(events)]).encode()


def happening(number: int) -> dict[str, str]:
    """One event of the agreement's own stream."""
    at = "2025-03-01T00:00:00Z"
    fields = {"id": f"e{number}", "type": "context", "title": f"happening {number}", "by": "a", "entered_by": "b"}
    return {**fields, "at": at, "recorded": at}


def enter(grown: Growing) -> None:
    """Enter a few events at the end of the agreement's stream."""
    for _ in range(ENTRIES):
        name = f"n{len(grown.events)}"
        grown.add({**happening(0), "id": name})


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
    for events in DOUBLINGS:
        kept = record_of(events)
        yield Case(
            f"read a record of {events:,} events",
            ours=lambda kept=kept: read_record(kept).known(),  # type: ignore[misc]
            floor=lambda kept=kept: [digest(json.loads(line)) for line in kept.splitlines()],  # type: ignore[misc]
            rounds=3,
        )
        grown = Growing(read_record(kept).events)
        yield Case(
            f"enter {ENTRIES} events into a record of {events:,}",
            ours=lambda grown=grown: enter(grown),  # type: ignore[misc]
            floor=lambda: [line_of(happening(number)) for number in range(ENTRIES)],
            rounds=3,
        )
