"""A statement as one HTML page for print: summary, legs by month, commitment burn-down, lines, sources."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from fractions import Fraction

from firstcall.money import Money
from firstcall.report.page import render
from firstcall.report.statement.paper import gross_rows, net_sentences, statement_title
from firstcall.report.statement.rows import line_rows
from firstcall.report.statement.text import cap_text, delta_text, due_text, plain_amount, state_text
from firstcall.report.words.words import page_words
from firstcall.settlement.statement.changes import Delta
from firstcall.settlement.statement.statement import Leg, Statement


def statement_page(
    statement: Statement, names: dict[str, str], delta: Delta | None = None, account: Sequence[str] = (),
    implied: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return the page; everything in it is text from the statement, and escaped.

    Args:
      statement: what is told.
      names: how parties are called, by id.
      delta: what has changed since it was issued.
      account: what became of it, in lines.
      implied: what reported payments imply, in lines.
    """
    return render(
        "statement.html", page_words("en"), None,
        s=statement, title=statement_title(statement, names), net=list(net_sentences(statement, names)),
        gross=gross_rows(statement, names), notes=[one for one in statement.notes if not one.startswith("not shared")],
        known=f"{statement.known_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        names=lambda party: names.get(party, party), bars=_bars, money=plain_amount, grouped=_grouped, share=_share,
        terms=_terms, account=_listed(account), implied=_listed(implied),
        state=lambda bought, leg: state_text(bought, leg, statement.period), lines=line_rows(statement),
        delta=delta_text(delta) if delta else "",
    )  # fmt: skip


def _grouped(figure: str) -> str:
    """Return an exact figure with its thousands apart, not a digit lost.

    >>> _grouped("-8800000000.005"), _grouped("0.1"), _grouped("")
    ('-8,800,000,000.005', '0.1', '')
    """
    return f"{Decimal(figure):,f}" if figure else ""


def _listed(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines]


def _terms(leg: Leg) -> Iterator[str]:
    """Yield what a reader of one leg asks next: when it is due, what its cap leaves, when it ended, what to know."""
    if leg.due is not None:
        yield f"{due_text(leg).capitalize()}."
    if leg.cap is not None:
        said = cap_text(leg, leg.cap)
        yield f"{said[0].upper()}{said[1:]}."
    if leg.ended is not None:
        yield f"It ended on {leg.ended}."
    yield from leg.notes


def _money(units: int, leg: Leg) -> str:
    return str(Money(units, leg.currency, leg.digits))


def _bars(leg: Leg) -> Sequence[tuple[str, str, str]]:
    most = max((abs(period.issued) for period in leg.periods), default=0) or 1
    return [
        (
            period.period.name,
            _share(period.issued, most),
            _money(period.issued, leg),
        )
        for period in leg.periods
    ]


def _share(part: Fraction | int, whole: Fraction | int) -> str:
    """Return how wide a bar is, in hundredths of the whole; beyond the whole it stays in its frame."""
    most = abs(Fraction(whole)) or Fraction(1)
    return str(Decimal(int(min(abs(Fraction(part)), most) * 1000 / most)) / 10)
