"""Revenue lines that cover several days, over which the terms of a leg change: told, since they count as one."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from firstcall.dates import day_start, parse_day
from firstcall.settlement.counting import stream_of
from firstcall.settlement.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.entries import Entry
from firstcall.settlement.periods import Period, period_of


def crossings(leg: LegTerms, entries: Sequence[Entry], inside: Sequence[Period], zone: ZoneInfo) -> Iterator[str]:
    """Yield, in words, every line of some periods that reaches over a change of what it earns.

    Nobody can know how much of such a line was earned before the change: it counts as of its last day, and
    people are told, so that they can write it in parts.
    """
    for entry in entries:
        since = dict(entry.fields).get("since")
        if since is None or not _counts(leg, entry, inside):
            continue
        first = leg.at(day_start(parse_day(since), zone))
        last = leg.at(entry.at)
        if _earning(first) != _earning(last):
            does = "is not shared" if last is None else f"counts under {last.version}"
            yield (
                f"{entry.id} covers {since} to {entry.day}, over which {leg.id} changes;"
                f" it {does}, as on its last day: write it in parts if they are known"
            )


def _counts(leg: LegTerms, entry: Entry, inside: Sequence[Period]) -> bool:
    clause = leg.spans[-1].clause
    if clause.base is None or stream_of(clause.base, entry, clause.payer) is None:
        return False
    return period_of(entry.billed or entry.day, leg.every, clause.fiscal_year_start) in inside


def _earning(span: TermsSpan | None) -> object:
    """Return what decides how much a line earns; None where the clause is silent."""
    return (span.clause.rate, span.clause.tiers, span.clause.base) if span else None
