"""A statement as one HTML page for print: the net, the way to it, legs by month, burn-down, lines, sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from firstcall.money import Money, WholeSum, round_units, sum_of
from firstcall.report.page import render
from firstcall.report.statement.paper import (
    FullSentence,
    GrossRow,
    ItRestsOn,
    NobodyKnowsIt,
    NothingKnownBetween,
    NothingOwedBetween,
    OfWhatIsKnown,
    PaperLabel,
    gross_rows,
    net_sentences,
    reckoned,
    statement_title,
)
from firstcall.report.statement.rows import line_rows
from firstcall.report.statement.sentences import KindOfLine, LegUnknown, Pays, span_told
from firstcall.report.statement.text import delta_facts, drawdown_state, leg_facts, span_known, status_word
from firstcall.report.words.clauses.clauses import kind_titles
from firstcall.report.words.facts import say
from firstcall.report.words.words import PageWords, Words
from firstcall.said import Said, sentence
from firstcall.settlement.books.counting import NotShared
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, months_known
from firstcall.settlement.reckon.lines import Line
from firstcall.settlement.statement.changes import Delta
from firstcall.settlement.statement.remarks import NoBusinessDay
from firstcall.settlement.statement.standing import LeftDue
from firstcall.settlement.statement.statement import Leg, Statement
from firstcall.values import dataclass


class RestDay(Said):
    says = sentence("paper.rest-day", "no business day ({why}); the next is {after}")
    why: str | Said
    after: date


def statement_page(
    statement: Statement, names: Mapping[str, str], words: PageWords, delta: Delta | None = None,
    account: Sequence[Said] = (), implied: Sequence[Said] = (), kinds: Mapping[str, str] = MappingProxyType({}),
) -> str:  # fmt: skip
    """Return the page; everything in it is text from the statement, and escaped.

    Amounts stand as people read them, in the units of their currency; each exact figure is in a table that unfolds.

    Args:
      statement: what is told.
      names: how parties are called, by id.
      words: the language.
      delta: what has changed since it was issued.
      account: what became of it.
      implied: what reported payments imply.
      kinds: of which kind each clause is, by its id; one whose kind is not told is called by its id.
    """
    w = replace(words, figures=True)
    period = statement.period
    rests = {note.day: RestDay(why=note.why, after=note.after)
             for note in statement.notes if isinstance(note, NoBusinessDay)}  # fmt: skip
    return render(
        "statement.html", w, None,
        s=statement, status=status_word(statement.status), title=statement_title(statement, names),
        about=(span_known(statement), *([ItRestsOn(grade=statement.rests_on)] if statement.legs else [])),
        told=[(_class(fact), fact) for fact in net_sentences(statement, names)],
        gross=[_row(row, w, rests) for row in gross_rows(statement, names)],
        notes=[note for note in statement.notes if not isinstance(note, NotShared | NoBusinessDay)],
        named=lambda party: names.get(party, party), bars=_bars, money=_people, sum_of=sum_of, share=_share,
        terms=lambda leg: (*reckoned(leg), *leg_facts(leg)), unknown=lambda reason: LegUnknown(reason=reason),
        account=account, implied=implied,
        state=lambda bought, leg: drawdown_state(bought, leg, period), months=burn_down,
        lines=list(_lines(statement)),
        titles={clause: kind_titles(w)[kind] for clause, kind in kinds.items()}, span=span_told,
        exact=line_rows(statement), grouped=lambda figure: _grouped(figure, w),
        delta=list(delta_facts(delta)) if delta else (),
    )  # fmt: skip


def _class(fact: Said) -> str:
    """Return how a sentence about the net stands out: what is to be paid, and what nobody knows."""
    match fact:
        case NobodyKnowsIt():
            return "unknown"
        case OfWhatIsKnown() | NothingOwedBetween() | NothingKnownBetween():
            return "net"
        case FullSentence(fact=Pays() | LeftDue()):
            return "net"
        case _:
            return ""


def _row(
    row: GrossRow, words: PageWords, rests: Mapping[date, RestDay]
) -> tuple[bool, str, tuple[str, ...], RestDay | None]:
    """Return a row with what its amount is set as, a figure or the reason why there is none, and what its day rests."""
    amount_as = "line n" if row.unknown is None else "line"
    rest = rests.get(row.due) if row.due is not None else None
    return row.is_net, amount_as, row.cells(lambda said: say(said, words)), rest


def _lines(statement: Statement) -> Iterator[tuple[Line, Said, Said, Said]]:
    """Yield each line with its kind, its base and its amount as people read them."""
    for leg in statement.legs:
        for line in leg.lines:
            amount = WholeSum(amount=Money(line.units, leg.currency, leg.digits))
            yield line, KindOfLine(kind=line.kind), _people(line.base, line.currency or leg.currency, leg), amount


def _people(amount: Fraction, currency: str, leg: Leg) -> Said:
    """Return an exact amount in whole units of the currency, rounded as the leg rounds."""
    return WholeSum(amount=Money(round_units(amount, leg.digits, leg.rounding), currency, leg.digits))


@dataclass(frozen=True, slots=True)
class BurnedTold:
    """A month of a commitment as people read it; `remains` is exact, for its bar, and None where it is unknown."""

    month: str | Said
    drawn: Said
    to_date: Said
    left: Said
    remains: Fraction | None


def burn_down(bought: CommitmentPeriod, leg: Leg) -> Iterator[BurnedTold]:
    """Yield the months of a commitment: money in whole units that add up, another measure as it is.

    What is left is rounded, as what is short will be; what was drawn to date is the rest of the amount, and what was
    drawn in a month the difference to the month before.
    """
    needed, before = _units(bought.amount - bought.carried_in, leg), Fraction(0)
    for one in months_known(bought, leg.lacking):
        left = None if one.left is None else _units(one.left, leg)
        to_date = None if one.to_date is None else needed - left if left else _units(one.to_date, leg)
        drawn = None if one.drawn is None else _units(one.drawn, leg) if to_date is None else to_date - before
        before = before if to_date is None else to_date
        yield BurnedTold(span_told(one.month), _drawn(drawn, leg), _drawn(to_date, leg), _drawn(left, leg), one.left)


def _units(amount: Fraction, leg: Leg) -> Fraction:
    """Return an amount of money in whole units of its currency, rounded as the leg rounds; another measure as it is."""
    if leg.measure != leg.currency:
        return amount
    return Fraction(round_units(amount, leg.digits, leg.rounding), 10**leg.digits)


def _drawn(amount: Fraction | None, leg: Leg) -> Said:
    if amount is None:
        return PaperLabel(word="unknown")
    return _people(amount, leg.currency, leg) if leg.measure == leg.currency else sum_of(amount, leg.measure)


def _grouped(figure: str, w: Words) -> str:
    """Return an exact figure as the reader writes numbers, not a digit lost; one that goes on keeps its dots.

    >>> from firstcall.report.words.words import words_in
    >>> _grouped("-8800000000.005", words_in("en")), _grouped("0.10", words_in("en")), _grouped("", words_in("es"))
    ('-8,800,000,000.005', '0.10', '')
    >>> _grouped("1234.333…", words_in("es"))
    '1.234,333…'
    """
    whole = figure.removesuffix("…")
    return f"{w.placed(Decimal(whole))}{figure[len(whole) :]}" if whole else figure


def _bars(leg: Leg) -> Sequence[tuple[Period, str, Said]]:
    most = max((abs(period.issued) for period in leg.periods), default=0) or 1
    return [
        (
            period.period,
            _share(period.issued, most),
            WholeSum(amount=Money(period.issued, leg.currency, leg.digits)),
        )
        for period in leg.periods
    ]


def _share(part: Fraction | int, whole: Fraction | int) -> str:
    """Return how wide a bar is, in hundredths of the whole; beyond the whole it stays in its frame."""
    most = abs(Fraction(whole)) or Fraction(1)
    return str(Decimal(int(min(abs(Fraction(part)), most) * 1000 / most)) / 10)
