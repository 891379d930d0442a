"""Digests of a record that two people can read to each other, and find out whether they hold the same.

One is over what the grantor and another party may both see: each comes to it from its own folder, the whole record
or an export. The other is over the ends of all streams, and is for whoever keeps the whole record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.journal import Record
from firstcall.record.views.rechained import PRIVATE
from firstcall.record.views.view import view

PINNED_VERSION = 1
_OWN = {"seq", "prev", "hash", "out_of_turn", "key", "entered_by", *PRIVATE}
"""What stands otherwise in two folders of one record, or is one party's own."""


def shared_digest(record: Record, party: str, agreement: Agreement) -> str:
    """Return the digest of what the grantor and another party may both see, the same from either's folder.

    Args:
      record: the whole record, or what was exported for the party.
      party: the other party.
      agreement: who may see what.

    Raises:
      NotFound: there is no such party.
    """
    seen = view(record, party, agreement)
    return _digest("shared", sorted(_content(event) for event in _both(seen.events)))


def private_digest(record: Record) -> str:
    """Return the digest over the ends of all streams: any change to any line of the record changes it."""
    heads = {event.stream: [event.stream, event.seq, event.hash] for event in record.events}
    return _digest("private", sorted(json.dumps(head, ensure_ascii=False) for head in heads.values()))


def _both(events: Iterable[EventBase]) -> Iterator[EventBase]:
    """Yield the events that say something to both: a correction of a party's own note does not."""
    for event in events:
        if not isinstance(event, Correction) or event.void or event.set.keys() - PRIVATE:
            yield event


def _content(event: EventBase) -> str:
    said: dict[str, Any] = event.model_dump(mode="json", exclude_unset=True, exclude=_OWN)
    if isinstance(event, Correction):
        said["set"] = {name: value for name, value in event.set.items() if name not in PRIVATE}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(what: str, lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([f"firstcall/{what}/{PINNED_VERSION}", *lines]).encode()).hexdigest()
