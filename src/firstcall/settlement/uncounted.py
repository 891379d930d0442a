"""Revenue lines that no share counts, and why: a misspelt stream must not cost anybody its share in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, assert_never

from firstcall.money import exact_text
from firstcall.settlement.counting import stream_of
from firstcall.settlement.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.entries import Entry
from firstcall.settlement.periods import Period

Lack = Literal["share", "party", "kind", "stream"]
"""What no clause has for a line: a share in force, its party, its kind, its stream."""


def why_not(entry: Entry, legs: Sequence[LegTerms]) -> str | None:
    """Return in words why a revenue line counts under no clause; None where one counts it.

    Args:
      entry: a revenue line.
      legs: the shares of revenue of the agreement.
    """
    lack = _lack(entry, legs)
    match lack:
        case None:
            return None
        case "share":
            return f"no share of revenue is in force on {entry.day}"
        case "party":
            return f"no clause shares the revenue of {entry.origin}"
        case "kind":
            return f"its kind, {entry.kind}, is not among the kinds that count"
        case "stream":
            return f"no clause has the stream '{entry.stream}' in its base"
        case _:
            assert_never(lack)


def _lack(entry: Entry, legs: Sequence[LegTerms]) -> Lack | None:
    spans = [span for leg in legs if (span := leg.at(entry.at)) is not None and _of_lines(span)]
    own = [span for span in spans if _whose(span) == entry.origin]
    if not own:
        return "party" if spans else "share"
    if any(_counts(span, entry) for span in own):
        return None
    if any(_counts(span, replace(entry, kind=kind)) for span in own for kind in _kinds(span)):
        return "kind"
    return "stream"


def strays(entries: Sequence[Entry], legs: Sequence[LegTerms], asked: Period) -> Iterator[str]:
    """Yield what is in streams that no clause names, though a clause shares that party's revenue.

    Args:
      entries: the revenue lines.
      legs: the shares of revenue of the agreement.
      asked: the days whose statement is drawn up.
    """
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if (entry.billed or entry.day) in asked and _lack(entry, legs) == "stream":
            found.setdefault((entry.origin, entry.stream, entry.currency), []).append(entry)
    for (origin, stream, currency), held in sorted(found.items()):
        total = exact_text(sum((entry.amount for entry in held), Fraction(0)))
        lines = f"{len(held)} revenue line{'' if len(held) == 1 else 's'} of {origin} in '{stream}'"
        yield f"not shared: {lines}, {total} {currency}; no clause has that stream in its base"


def _of_lines(span: TermsSpan) -> bool:
    return span.clause.base is not None and span.clause.base.source == "revenue_lines"


def _whose(span: TermsSpan) -> str:
    base = span.clause.base
    return base.of if base is not None and base.of is not None else span.clause.payer


def _kinds(span: TermsSpan) -> tuple[str, ...]:
    return span.clause.base.kinds if span.clause.base is not None else ()


def _counts(span: TermsSpan, entry: Entry) -> bool:
    return span.clause.base is not None and stream_of(span.clause.base, entry, span.clause.payer) is not None
