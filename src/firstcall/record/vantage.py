"""The text and the events as one instant has them, as far as another instant knew: what every fold starts from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Self, TypeVar

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, text_at
from firstcall.kept import Shelf
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Known, Record
from firstcall.values import dataclass

_E = TypeVar("_E", bound=EventBase)


@dataclass(frozen=True, slots=True, eq=False)
class Vantage:
    """What has taken effect at `at`, with what was known at `known_at`."""

    agreement: Agreement
    record: Record
    known: Known
    at: datetime
    known_at: datetime | None
    shelf: Shelf
    """What was worked out from these events under this agreement."""
    now: Terms
    """The terms in force at `at`."""

    def when(self, at: datetime) -> Self:
        """Return the same at another instant, with the same knowledge."""
        return type(self)(self.agreement, self.record, self.known, at, self.known_at, self.shelf, self.terms(at))

    def terms(self, at: datetime | None = None) -> Terms:
        """Return the terms in force, as far as they had been signed by `known_at`."""
        if at is None or at == self.at:
            return self.now
        return text_at(self.agreement, at, self.known_at, self.shelf)

    def events_of_kind(self, *kinds: type[_E]) -> Iterator[_E]:
        """Yield the events of some kinds that have taken effect, in the order in which they count."""
        for event in self.known.of_kind(*kinds):
            if event.at > self.at:
                return
            yield event
