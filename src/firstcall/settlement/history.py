"""The dated history of every money clause of an agreement, as known at an instant."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.settlement.dated_terms import CommitmentTerms, Happening, LegTerms, MoneyTerms, TermsSpan
from firstcall.settlement.milestone_ends import happenings, silences, speaking

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


def money_terms(
    agreement: Agreement, known_at: datetime | None = None, record: Record | None = None
) -> tuple[MoneyTerms, ...]:
    """Return the money clauses in the order in which they entered, each with its dated texts.

    A revenue share is reckoned under the text in force on each day; a commitment under its latest text, since
    its amount is one figure for the whole of its period. A clause that runs until a determination ends at the
    instant at which the record has it in the state that the text in force then names, and speaks again from a
    reversal on.
    """
    here = position(agreement, record or Record(), _LATEST, known_at)
    spans: dict[str, list[TermsSpan]] = {}
    told: dict[str, list[Happening]] = {}
    bought: dict[str, CommitmentTerms] = {}
    order: dict[str, None] = {}
    for text, end in _texts(agreement, known_at):
        for held in text.clauses:
            match held.clause:
                case RevenueShare():
                    order.setdefault(held.clause.id)
                    if span := _span(held, held.clause, text, end):
                        _extend(spans.setdefault(held.clause.id, []), here, held, span)
                        told.setdefault(held.clause.id, []).extend(happenings(here, held, span))
                case Commitment():
                    order.setdefault(held.clause.id)
                    bought[held.clause.id] = CommitmentTerms(held.clause, held.version.id)
                case _:
                    continue
    legs = {name: LegTerms(name, tuple(found), _once(told.get(name, ()))) for name, found in spans.items() if found}
    known: dict[str, MoneyTerms] = {**legs, **bought}
    return tuple(known[name] for name in order if name in known)


def _texts(agreement: Agreement, known_at: datetime | None) -> Iterator[tuple[Terms, datetime | None]]:
    """Yield every text with the instant at which the next one takes effect."""
    starts = sorted({version.effective for version in versions(agreement, known_at)})
    for start, end in zip_longest(starts, starts[1:]):
        yield terms(agreement, start, known_at), end


def _span(held: InForce, clause: RevenueShare, text: Terms, until: datetime | None) -> TermsSpan | None:
    """Return when a clause runs under a text; None when never. What a determination ends is not looked at."""
    assert text.version is not None
    begins = [text.version.effective, *([held.speaks.start] if held.speaks.start else [])]
    over = text.ends if clause.id not in text.survives else None
    ends = [at for at in (until, held.speaks.end, over) if at is not None]
    start, stop = max(begins), min(ends) if ends else None
    return None if stop is not None and stop <= start else TermsSpan(start, stop, held.version.id, clause)


def _extend(found: list[TermsSpan], here: Position, held: InForce, span: TermsSpan) -> None:
    """Add the parts of a span in which its clause speaks; a span that only goes on is lengthened."""
    for part in speaking(span, silences(here, held)):
        if found and found[-1].end == part.start and found[-1].clause == part.clause:
            found[-1] = replace(found[-1], end=part.end)
        else:
            found.append(part)


def _once(told: Iterable[Happening]) -> tuple[Happening, ...]:
    """Return what was told, each thing once; a text that only goes on tells what came before it again."""
    return tuple(dict.fromkeys(told))
