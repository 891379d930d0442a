"""The dated history of every money clause of an agreement, as known at an instant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest

from firstcall.agreement.document import Agreement
from firstcall.agreement.money_clauses import Commitment, RevenueShare
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.record.journal import Record
from firstcall.record.milestones import ended_by
from firstcall.record.position import position
from firstcall.settlement.lines import LegTerms, TermsSpan
from firstcall.settlement.statement import CommitmentTerms, MoneyTerms

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


def money_terms(
    agreement: Agreement, known_at: datetime | None = None, record: Record | None = None
) -> tuple[MoneyTerms, ...]:
    """Return the money clauses in the order in which they entered, each with its dated texts.

    A revenue share is reckoned under the text in force on each day; a commitment under its latest text, since
    its amount is one figure for the whole of its period. A clause that runs until a determination ends when the
    record says that it was made.
    """
    here = position(agreement, record or Record(), _LATEST, known_at)
    spans: dict[str, list[TermsSpan]] = {}
    bought: dict[str, CommitmentTerms] = {}
    order: dict[str, None] = {}
    for text, end in _texts(agreement, known_at):
        for held in text.clauses:
            match held.clause:
                case RevenueShare():
                    order.setdefault(held.clause.id)
                    ends = (end, ended_by(here, held))
                    _extend(spans.setdefault(held.clause.id, []), held, held.clause, text, ends)
                case Commitment():
                    order.setdefault(held.clause.id)
                    bought[held.clause.id] = CommitmentTerms(held.clause, held.version.id)
                case _:
                    continue
    legs = {name: LegTerms(name, tuple(found)) for name, found in spans.items() if found}
    known: dict[str, MoneyTerms] = {**legs, **bought}
    return tuple(known[name] for name in order if name in known)


def _texts(agreement: Agreement, known_at: datetime | None) -> Iterator[tuple[Terms, datetime | None]]:
    """Yield every text with the instant at which the next one takes effect."""
    starts = sorted({version.effective for version in versions(agreement, known_at)})
    for start, end in zip_longest(starts, starts[1:]):
        yield terms(agreement, start, known_at), end


def _extend(
    found: list[TermsSpan], held: InForce, clause: RevenueShare, text: Terms, until: tuple[datetime | None, ...]
) -> None:
    """Add the span in which a clause speaks under a text; a span that only goes on is lengthened."""
    assert text.version is not None
    begins = [text.version.effective, *([held.speaks.start] if held.speaks.start else [])]
    over = text.ends if clause.id not in text.survives else None
    ends = [at for at in (*until, held.speaks.end, over) if at is not None]
    start, stop = max(begins), min(ends) if ends else None
    if stop is not None and stop <= start:
        return
    if found and found[-1].end == start and found[-1].clause == clause:
        found[-1] = replace(found[-1], end=stop)
        return
    found.append(TermsSpan(start, stop, held.version.id, clause))
