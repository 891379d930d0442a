"""The dated history of every money clause of an agreement, as known at an instant.

With how long a leg runs that ends with a determination.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import EventDate, UntilDetermination
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.dates import zone
from firstcall.record.dated.speaking import is_awaited, is_hung, speaks_now, turns_of
from firstcall.record.events.milestones import AboutDetermination
from firstcall.record.journal.journal import Record
from firstcall.record.milestones import DeterminationStanding, DeterminationStatus, milestone
from firstcall.record.position import Position, position
from firstcall.said import Local, Said, sentence
from firstcall.settlement.clauses.dated_terms import (
    Awaited,
    CommitmentTerms,
    Happening,
    LegTerms,
    MoneyTerms,
    TermsSpan,
)
from firstcall.settlement.clauses.days_told import as_far_as_known, days_told
from firstcall.settlement.clauses.late_fees import FeeSpeaks, FeeTerms, fee_terms
from firstcall.settlement.clauses.payments import (
    PaymentSpan,
    PaymentTerms,
    SumClause,
    as_payment,
    awaited_commitment,
    payment_terms,
)
from firstcall.values import dataclass


class Determined(Said):
    says = sentence("determination.is-from", "{determination} is {status} from {at}")
    determination: str
    status: DeterminationStatus
    at: Annotated[datetime, Local]


class DeterminedThoughDisputed(Said):
    says = sentence("determination.is-from-disputed", "{determination} is {status}, though disputed, from {at}")
    determination: str
    status: DeterminationStatus
    at: Annotated[datetime, Local]


class RunsAndEnds(Said):
    says = sentence("leg.runs-and-ends", "{fact}; {clause} runs until it is {state}, so it ends there")
    fact: Said
    clause: str
    state: DeterminationState


class RunsAndStaysEnded(Said):
    says = sentence("leg.runs-and-stays-ended", "{fact}; {clause} runs until it is {state}, so it stays ended")
    fact: Said
    clause: str
    state: DeterminationState


class RunsAndSpeaksAgain(Said):
    says = sentence("leg.runs-and-speaks-again", "{fact}; {clause} runs until it is {state}, so it speaks again")
    fact: Said
    clause: str
    state: DeterminationState


class RunsAndGoesOn(Said):
    says = sentence("leg.runs-and-goes-on", "{fact}; {clause} runs until it is {state}, so it goes on")
    fact: Said
    clause: str
    state: DeterminationState


class ShareAwaits(Said):
    says = sentence("leg.awaits", "it begins with {when}, which has not happened as far as is known")
    when: Said


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
    now = known_at or _all_known(agreement, record or Record())
    here = position(agreement, record or Record(), _LATEST, now)
    agreement = here.agreement
    lately = terms(agreement, now, now).by_id
    spans: dict[str, list[TermsSpan]] = {}
    told: dict[str, list[Happening]] = {}
    waits: dict[str, tuple[Said, ...]] = {}
    bought: dict[str, CommitmentTerms] = {}
    paid: dict[str, list[PaymentSpan]] = {}
    awaited: dict[str, LegTerms] = {}
    behind: dict[str, SumClause] = {}
    texts = tuple(_texts(agreement, now))
    for text, end in texts:
        for held in text.clauses:
            waits[held.clause.id] = tuple(days_told(lately.get(held.clause.id, held).clause))
            match held.clause:
                case RevenueShare():
                    if span := _span(held, as_far_as_known(held.clause), text, end):
                        _extend(spans.setdefault(held.clause.id, []), here, held, span)
                        awaited |= _awaited(here, held, span)
                        told.setdefault(held.clause.id, []).extend(happenings(here, held, span))
                case Payment() | DatedDuty() | PricePromise() if (owed := as_payment(held.clause)) is not None:
                    behind[held.clause.id] = held.clause
                    for part in _payment_spans(here, held, owed, text, end):
                        _go_on(paid.setdefault(held.clause.id, []), part)
                case Commitment() if (dated := as_far_as_known(held.clause)).is_dated:
                    bought[held.clause.id] = CommitmentTerms(dated, held.version.id, waits[held.clause.id])
                case Commitment():
                    waiting = PaymentSpan(held.version.effective, end, held.version.id, awaited_commitment(held.clause))
                    paid.setdefault(held.clause.id, []).append(waiting)
                case _:
                    continue
    legs = {
        name: LegTerms(name, tuple(found), _once(told[name]), notes=waits[name])
        for name, found in spans.items()
        if found
    }
    known: dict[str, MoneyTerms] = {**awaited, **legs, **_sums(here, paid, behind), **bought}
    return (*(known[name] for name in waits if name in known), *_late_fees(here, texts))


def _sums(
    here: Position, paid: Mapping[str, Sequence[PaymentSpan]], behind: Mapping[str, SumClause]
) -> dict[str, PaymentTerms]:
    """Return the history of each clause that pays sums, with those that a prepayment is set against."""
    sums = {name: payment_terms(name, found, here, behind.get(name)) for name, found in paid.items() if found}
    return {name: replace(one, against=tuple(_prepaid(one, sums))) for name, one in sums.items()}


def _all_known(agreement: Agreement, record: Record) -> datetime:
    """Return the instant at which everything in the files was known."""
    signed = [version.signed for version in versions(agreement.as_written())]
    return max([*signed, *([record.last_recorded] if record.last_recorded else [])])


def _prepaid(terms: PaymentTerms, sums: Mapping[str, PaymentTerms]) -> Iterator[PaymentTerms]:
    """Yield the payments that a prepayment is set against, as they stood over time."""
    rule = terms.clause.prepays
    yield from (sums[name] for name in (() if rule is None else rule.against) if name in sums)


def _late_fees(here: Position, texts: Sequence[tuple[Terms, datetime | None]]) -> Iterator[FeeTerms]:
    """Yield the late fees of the clauses on delivery that set one, with what was matched under each of their texts."""
    fined: dict[str, list[FeeSpeaks]] = {}
    rights: dict[tuple[str, str], FirstRefusal] = {}
    for text, end in texts:
        for held in text.clauses:
            match held.clause:
                case FirstRefusal():
                    rights[held.clause.id, held.clause.holder] = held.clause
                case Delivery() if held.clause.late_fee is not None:
                    said = FeeSpeaks(held.clause, held.version.id, (held.version.effective, end))
                    fined.setdefault(held.clause.id, []).append(said)
                case _:
                    continue
    for said_so in fined.values():
        yield from fee_terms(here, said_so, rights.values())


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


def _awaited(here: Position, held: InForce, span: TermsSpan) -> dict[str, LegTerms]:
    """Return a share that begins with what has not happened, by its id; nothing for one that has begun."""
    since = held.clause.since
    if not isinstance(since, UntilDetermination | EventDate) or not is_awaited(here, held):
        return {}
    awaits = Awaited(span.start, span.end, ShareAwaits(when=said_date(since)))
    return {span.clause.id: LegTerms(span.clause.id, (replace(span, start=_LATEST, end=None),), awaits=awaits)}


def _payment_spans(
    here: Position, held: InForce, clause: Payment, text: Terms, until: datetime | None
) -> Iterator[PaymentSpan]:
    """Yield when a payment clause speaks under a text."""
    assert text.version is not None
    begins = [text.version.effective, *([held.speaks.start] if held.speaks.start else [])]
    over = text.ends if clause.id not in text.survives else None
    ends = [at for at in (until, held.speaks.end, over) if at is not None]
    start: datetime | None = max(begins)
    stop = min(ends) if ends else None
    for one in silences(here, held):
        if start is None or (stop is not None and one.start >= stop):
            break
        if one.start > start:
            yield PaymentSpan(start, one.start, held.version.id, clause)
        start = max(start, one.end) if one.end is not None else None
    if start is not None and (stop is None or start < stop):
        yield PaymentSpan(start, stop, held.version.id, clause)


def _extend(spans: list[TermsSpan], here: Position, held: InForce, span: TermsSpan) -> None:
    """Add the parts of a span in which its clause speaks; a span that only goes on is lengthened."""
    for part in speaking_parts(span, silences(here, held)):
        if spans and spans[-1].end == part.start and spans[-1].clause == part.clause:
            spans[-1] = replace(spans[-1], end=part.end)
        else:
            spans.append(part)


def _go_on(spans: list[PaymentSpan], part: PaymentSpan) -> None:
    """Add a span of a payment; one whose text only goes on is lengthened, whatever else the next version changed."""
    if spans and (spans[-1].end, spans[-1].version, spans[-1].clause) == (part.start, part.version, part.clause):
        spans[-1] = replace(spans[-1], end=part.end)
    else:
        spans.append(part)


def _once(told: Iterable[Happening]) -> tuple[Happening, ...]:
    """Return what was told, each thing once; a text that only goes on tells what came before it again."""
    return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True)
class Silence:
    """A span in which what happened has ended a clause, or it has yet to begin; without end where none is known."""

    start: datetime
    end: datetime | None


def silences(here: Position, held: InForce) -> tuple[Silence, ...]:
    """Return when a clause had not begun, or had been ended, by what happened, as far as the record knows.

    It is asked at every instant at which that may change, under the state that the text of the
    clause names: what is declared does not end a leg that runs until it is verified.

    Args:
      here: a position after everything, with what is known.
      held: the clause in one version of the agreement.
    """
    if not is_hung(held):
        return ()
    found: list[Silence] = []
    for at in sorted({held.version.effective, *turns_of(here, held)}):
        ended = not speaks_now(here.when(at), held)
        silent = bool(found) and found[-1].end is None
        if ended and not silent:
            found.append(Silence(at, None))
        elif silent and not ended:
            found[-1] = replace(found[-1], end=at)
    return tuple(found)


def _events(here: Position, until: UntilDetermination) -> Iterator[AboutDetermination]:
    for event in here.known.events:
        if isinstance(event, AboutDetermination) and event.determination == until.determination:
            yield event


def speaking_parts(span: TermsSpan, silent: tuple[Silence, ...]) -> Iterator[TermsSpan]:
    """Yield the parts of a span in which the clause speaks.

    What was earned while a determination stood stays without a share after its reversal, since everything that
    turns on a determination is judged as of its own day.
    """
    start: datetime | None = span.start
    for one in silent:
        if start is None or (span.end is not None and one.start >= span.end):
            break
        if one.start > start:
            yield replace(span, start=start, end=one.start)
        start = max(start, one.end) if one.end is not None else None
    if start is not None and (span.end is None or start < span.end):
        yield replace(span, start=start)


def happenings(here: Position, held: InForce, span: TermsSpan) -> Iterator[Happening]:
    """Yield what the record holds about the determination that a clause runs until, and what each thing does.

    Args:
      here: a position after everything, with what is known.
      held: the clause in one version of the agreement.
      span: when that text holds; what came before it is told as of its start.
    """
    until = held.clause.until
    if not isinstance(until, UntilDetermination) or until.is_counted:
        return
    before, silent = DeterminationStanding("none"), False
    for event in _events(here, until):
        then = milestone(here.when(event.at), until.determination)
        if (then.status, then.disputed) == (before.status, before.disputed) or not _within(span, event.at):
            continue
        ended = then.since(until.state) is not None
        fact = _determined(until.determination, then, event.at.astimezone(zone(here.agreement.timezone)))
        says = _does(fact, f"{held.clause.id}@{held.version.id}", until.state, ended, silent)
        yield Happening(max(event.at, span.start), says)
        before, silent = then, ended


def _within(span: TermsSpan, at: datetime) -> bool:
    return span.end is None or at < span.end


def _determined(name: str, then: DeterminationStanding, at: datetime) -> Said:
    if then.disputed:
        return DeterminedThoughDisputed(determination=name, status=then.status, at=at)
    return Determined(determination=name, status=then.status, at=at)


def _does(fact: Said, clause: str, state: DeterminationState, ended: bool, silent: bool) -> Said:
    if ended and silent:
        return RunsAndStaysEnded(fact=fact, clause=clause, state=state)
    if ended:
        return RunsAndEnds(fact=fact, clause=clause, state=state)
    if silent:
        return RunsAndSpeaksAgain(fact=fact, clause=clause, state=state)
    return RunsAndGoesOn(fact=fact, clause=clause, state=state)
