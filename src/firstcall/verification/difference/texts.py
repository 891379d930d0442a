"""The text of a version, or of a day, as a document of its own: with what had been amended by then, and no more."""

from __future__ import annotations

from datetime import datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import instant, versions
from firstcall.dates import zone
from firstcall.kept import Kept

_AS_OF: Kept[datetime, Agreement] = Kept("documents as of an instant")


def as_of(agreement: Agreement, at: datetime) -> Agreement:
    """Return a document with the amendments that have taken effect by an instant; the same one for the same ones."""
    where = zone(agreement.timezone)
    amendments = tuple(one for one in agreement.amendments if instant(one.effective, where) <= at)
    if len(amendments) == len(agreement.amendments):
        return agreement
    kept = _AS_OF.on(agreement.shelf)
    last = max((instant(one.effective, where) for one in amendments), default=instant(agreement.effective, where))
    if last not in kept:
        kept[last] = agreement.fresh_copy({"amendments": amendments})
    return kept[last]


def begins(agreement: Agreement, version: str) -> datetime | None:
    """Return when a version takes effect; None where there is none of that name."""
    return next((one.effective for one in versions(agreement) if one.id == version), None)
