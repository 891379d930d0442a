"""What counts on a leg.

The stream of a base that holds an entry, what no share counts and why, and what a change of terms cuts.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, assert_never
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.dates import day_start, parse_day, zone
from firstcall.said import Grouped, Quoted, Said, plural, sentence
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms, TermsSpan
from firstcall.settlement.clauses.periods import Period, period_of


class WrittenOddly(Said):
    says = sentence(
        "line.written-oddly", "{at}: the amount is written {figure} and read as {amount} {currency}; check it"
    )
    at: str
    figure: str
    amount: Annotated[Fraction, Grouped]
    currency: str


class NoShareInForce(Said):
    says = sentence("line.no-share-in-force", "no share of revenue is in force on {day}")
    day: date


class NobodySharesIt(Said):
    says = sentence("line.nobody-shares-it", "no clause shares the revenue of {party}")
    party: str


class KindDoesNotCount(Said):
    says = sentence("line.kind-does-not-count", "its kind, {kind}, is not among the kinds that count")
    kind: str


class StreamInNoBase(Said):
    says = sentence("line.stream-in-no-base", "no clause has the stream {stream} in its base")
    stream: Annotated[str, Quoted]


class NotShared(Said):
    says = plural(
        "line.not-shared",
        "not shared: {n} revenue line of {party} in {stream}, {amount} {currency}; no clause has that stream in its"
        " base",
        "not shared: {n} revenue lines of {party} in {stream}, {amount} {currency}; no clause has that stream in its"
        " base",
    )
    n: int
    party: str
    stream: Annotated[str, Quoted]
    amount: Annotated[Fraction, Grouped]
    currency: str


class CrossesIntoVersion(Said):
    says = sentence(
        "line.crosses-into-version",
        "{line} covers {since} to {last}, over which {clause} changes; it counts under {version}, as on its last day:"
        " write it in parts if they are known",
    )
    line: str
    since: date
    last: date
    clause: str
    version: str


class CrossesIntoNothing(Said):
    says = sentence(
        "line.crosses-into-nothing",
        "{line} covers {since} to {last}, over which {clause} changes; it is not shared, as on its last day: write it"
        " in parts if they are known",
    )
    line: str
    since: date
    last: date
    clause: str


class ALineCrosses(Said):
    says = sentence(
        "line.a-line-crosses",
        "a line covers {since} to {last}, over which {clause} changes; it counts under {version}, as on its last day:"
        " write it in parts if they are known",
    )
    since: date
    last: date
    clause: str
    version: str


class ALineCrossesIntoNothing(Said):
    says = sentence(
        "line.a-line-crosses-into-nothing",
        "a line covers {since} to {last}, over which {clause} changes; it is not shared, as on its last day: write it"
        " in parts if they are known",
    )
    since: date
    last: date
    clause: str


def stream_of(base: Base, entry: Entry, payer: str) -> str | None:
    """Return the first stream of the base that holds the entry; None when it does not count.

    Revenue lines are those of the party that the base names, or of the payer.
    """
    if entry.kind not in base.kinds:
        return None
    if base.source == "focus":
        return entry.stream if any(stream.name == entry.stream for stream in base.streams) else None
    if entry.origin != (base.of or payer):
        return None
    fields = dict(entry.fields) | {"stream": entry.stream, "kind": entry.kind, "currency": entry.currency}
    for stream in base.streams:
        if not stream.where and not stream.without and stream.name != entry.stream:
            continue
        wanted = all(fields.get(name) in values for name, values in stream.where.items())
        if wanted and not any(fields.get(name) in values for name, values in stream.without.items()):
            return stream.name
    return None


def parted_by(base: Base | None, entry: Entry) -> Entry:
    """Return an entry on its day in the zone of a base; revenue lines that carry an instant may change theirs."""
    if base is None or base.zone is None or not entry.timed:
        return entry
    return entry._replace(day=entry.at.astimezone(zone(base.zone)).date())


def oddly_written(entries: Sequence[Entry], asked: Period) -> Iterator[WrittenOddly]:
    """Yield the revenue lines of some days whose figure is written as spreadsheets shorten or sign one."""
    for entry in entries:
        said = dict(entry.fields).get("figure")
        if said is not None and (entry.billed or entry.day) in asked:
            at = f"{entry.source}:{entry.row}"
            yield WrittenOddly(at=at, figure=said, amount=entry.amount, currency=entry.currency)


Lack = Literal["share", "party", "kind", "stream"]
"""What no clause has for a line: a share in force, its party, its kind, its stream."""


def why_not(entry: Entry, legs: Sequence[LegTerms]) -> Said | None:
    """Return why a revenue line counts under no clause; None where one counts it.

    Args:
      entry: a revenue line.
      legs: the shares of revenue of the agreement.
    """
    lack = _lack(entry, legs)
    match lack:
        case None:
            return None
        case "share":
            return NoShareInForce(day=entry.day)
        case "party":
            return NobodySharesIt(party=entry.origin)
        case "kind":
            return KindDoesNotCount(kind=entry.kind)
        case "stream":
            return StreamInNoBase(stream=entry.stream)
        case _:
            assert_never(lack)


def _lack(entry: Entry, legs: Sequence[LegTerms]) -> Lack | None:
    spans = [span for leg in legs if (span := leg.at(entry.at)) is not None and _of_lines(span)]
    own = [span for span in spans if _whose(span) == entry.origin]
    if not own:
        return "party" if spans else "share"
    if any(_counts(span, entry) for span in own):
        return None
    if any(_counts(span, entry._replace(kind=kind)) for span in own for kind in _kinds(span)):
        return "kind"
    return "stream"


def strays(entries: Sequence[Entry], money: Sequence[MoneyTerms], asked: Period) -> Iterator[NotShared]:
    """Yield what is in streams that no clause names, though a clause shares that party's revenue.

    Args:
      entries: the revenue lines.
      money: the money clauses of the agreement; what draws a commitment is in a stream of it.
      asked: the days whose statement is drawn up.
    """
    legs = [terms for terms in money if isinstance(terms, LegTerms)]
    bought = [(one.clause.base, one.clause.by) for one in money if isinstance(one, CommitmentTerms)]
    bases = [(base, by) for base, by in bought if base is not None and base.source == "revenue_lines"]
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        drawn = any(stream_of(base, entry, by) is not None for base, by in bases)
        if (entry.billed or entry.day) in asked and not drawn and _lack(entry, legs) == "stream":
            found.setdefault((entry.origin, entry.stream, entry.currency), []).append(entry)
    for (origin, stream, currency), held in sorted(found.items()):
        total = sum((entry.amount for entry in held), Fraction(0))
        yield NotShared(n=len(held), party=origin, stream=stream, amount=total, currency=currency)


def _of_lines(span: TermsSpan) -> bool:
    return span.clause.base is not None and span.clause.base.source == "revenue_lines"


def _whose(span: TermsSpan) -> str:
    base = span.clause.base
    return base.of if base is not None and base.of is not None else span.clause.payer


def _kinds(span: TermsSpan) -> tuple[str, ...]:
    return span.clause.base.kinds if span.clause.base is not None else ()


def _counts(span: TermsSpan, entry: Entry) -> bool:
    return span.clause.base is not None and stream_of(span.clause.base, entry, span.clause.payer) is not None


LineCrossing = CrossesIntoVersion | CrossesIntoNothing


def crossings(
    leg: LegTerms, entries: Sequence[Entry], inside: Sequence[Period], where: ZoneInfo
) -> Iterator[LineCrossing]:
    """Yield every line of some periods that reaches over a change of what it earns.

    Nobody can know how much of such a line was earned before the change: it counts as of its last day, and
    people are told, so that they can write it in parts.
    """
    for entry in entries:
        said = dict(entry.fields).get("since")
        if said is None or not _counts_over(leg, entry, inside):
            continue
        since = parse_day(said)
        first = leg.at(day_start(since, where))
        last = leg.at(entry.at)
        if _earning(first) == _earning(last):
            continue
        if last is None:
            yield CrossesIntoNothing(line=entry.id, since=since, last=entry.day, clause=leg.id)
        else:
            yield CrossesIntoVersion(line=entry.id, since=since, last=entry.day, clause=leg.id, version=last.version)


def unnamed(crossing: LineCrossing) -> Said:
    """Return the same without the name of the line, for who may not see it."""
    if isinstance(crossing, CrossesIntoNothing):
        return ALineCrossesIntoNothing(since=crossing.since, last=crossing.last, clause=crossing.clause)
    return ALineCrosses(since=crossing.since, last=crossing.last, clause=crossing.clause, version=crossing.version)


def _counts_over(leg: LegTerms, entry: Entry, inside: Sequence[Period]) -> bool:
    clause = leg.spans[-1].clause
    if clause.base is None or stream_of(clause.base, entry, clause.payer) is None:
        return False
    return period_of(entry.billed or entry.day, leg.every, clause.fiscal_year_start) in inside


def _earning(span: TermsSpan | None) -> object:
    """Return what decides how much a line earns; None where the clause is silent."""
    return (span.clause.rate, span.clause.tiers, span.clause.base) if span else None
