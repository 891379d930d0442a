"""A statement as plain data: what JSON, CSV and workbooks are written from. Amounts are exact text."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from firstcall.dates import iso
from firstcall.money import Money, exact_text
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.bridge.rows import BridgeRow, row_of
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, months_known
from firstcall.settlement.reckon.lines import LegPeriod, Line
from firstcall.settlement.statement.changes import Delta
from firstcall.settlement.statement.digest import statement_digest
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.statement import Leg, Statement

LINE_COLUMNS = (
    "line", "kind", "clause", "version", "period", "day", "stream", "currency", "base", "exchange", "rate",
    "cumulative_before", "cumulative_after", "earned", "after_period_cap", "payable", "amount", "amount_currency",
    "entries", "rests_on",
)  # fmt: skip


def money_data(amount: Money) -> dict[str, str]:
    """Return an amount as JSON has it.

    >>> money_data(Money(1999, "USD"))
    {'amount': '19.99', 'currency': 'USD'}
    """
    return {"amount": f"{amount.amount:f}", "currency": amount.currency}


def line_row(line: Line, leg: Leg, period: LegPeriod) -> dict[str, str]:
    """Return a line by column; the count of its entries is left out where it has none, or they are withheld."""
    rows = str(len(line.entries)) if line.entries else ""
    values = (
        line.id, line.kind.value, line.clause, line.version, period.period.name, line.day.isoformat(), line.stream,
        line.currency, exact_text(line.base), exact_text(line.exchange), str(line.rate or ""), exact_text(line.before),
        exact_text(line.after), exact_text(line.earned), exact_text(line.capped), exact_text(line.payable),
        f"{Money(line.units, leg.currency, leg.digits).amount:f}", leg.currency, rows, line.rests_on,
    )  # fmt: skip
    return dict(zip(LINE_COLUMNS, values, strict=True))


def line_rows(statement: Statement) -> tuple[dict[str, str], ...]:
    """Return every line of a statement by column."""
    return tuple(
        line_row(line, leg, period) for leg in statement.legs for period in leg.periods for line in period.lines
    )


Entries = Mapping[str, Sequence[Entry]]
"""What each clause is reckoned on."""


def statement_data(statement: Statement, delta: Delta | None = None, entries: Entries | None = None) -> dict[str, Any]:
    """Return a statement as JSON has it.

    Args:
      statement: what is told.
      delta: what has changed since it was issued.
      entries: by clause, what it is reckoned on; its rows are then told line by line, so that the other party can
        set them beside its own.
    """
    data: dict[str, Any] = {
        "statement": statement.id,
        "agreement": statement.agreement,
        "period": {
            "name": statement.period.name,
            "start": statement.period.start.isoformat(),
            "end": statement.period.end.isoformat(),
        },
        "known_at": iso(statement.known_at),
        "status": statement.status,
        "rests_on": statement.rests_on,
        "digest": statement_digest(statement),
        "legs": [_leg(leg) | _rows(leg, entries) for leg in statement.legs],
        "net": [_net(net) for net in statement.nets],
        "notes": [str(note) for note in statement.notes],
        "note_reasons": [note.as_json() for note in statement.notes],
        "sources": [
            {
                "file": file.name,
                "sha256": file.sha256,
                "delivery": file.delivery,
                "dataset": file.dataset,
                "recorded": iso(file.recorded) if file.recorded.year > 1 else None,
            }
            for file in statement.files
        ],
    }
    if delta is not None:
        data["delta"] = delta_data(delta)
    return data


def _leg(leg: Leg) -> dict[str, Any]:
    nothing = {"amount": None, "currency": leg.currency}
    return {
        "clause": leg.clause,
        "version": leg.version,
        "payer": leg.payer,
        "payees": [
            {"party": party, **(money_data(Money(units, leg.currency, leg.digits)) if leg.is_known else nothing)}
            for party, units in leg.parts
        ],
        "gross": money_data(leg.gross) if leg.is_known else None,
        "unknown": None if leg.unknown is None else str(leg.unknown),
        "unknown_reason": None if leg.unknown is None else leg.unknown.as_json(),
        "earned": exact_text(leg.earned),
        "due": leg.due.isoformat() if leg.due else None,
        "ended": leg.ended.isoformat() if leg.ended else None,
        "total_cap": None if leg.cap is None else exact_text(leg.cap),
        "left_under_cap": None if leg.room is None else money_data(Money(leg.room, leg.currency, leg.digits)),
        "rests_on": leg.rests_on,
        "notes": [str(note) for note in leg.notes],
        "note_reasons": [note.as_json() for note in leg.notes],
        "periods": [
            {
                "period": period.period.name,
                **money_data(Money(period.issued, leg.currency, leg.digits)),
                "carried": exact_text(period.carry / 10**leg.digits),
                "lines": [_line(line, leg, period) for line in period.lines],
            }
            for period in leg.periods
        ],
        "commitment": [_commitment(leg, bought) for bought in leg.commitment],
    }


def _line(line: Line, leg: Leg, period: LegPeriod) -> dict[str, Any]:
    """Return a line by column, and its rate as a fact: what earned by tiers is told by code, not by words."""
    return {**line_row(line, leg, period), "rate_reason": None if line.rate is None else line.rate.as_json()}


def _rows(leg: Leg, entries: Entries | None) -> dict[str, Any]:
    if entries is None or leg.clause not in entries:
        return {}
    held = {entry.id: entry for entry in entries[leg.clause]}
    return {
        "rows": [
            _row(line, row_of(held[name], period.period.name, line.stream))
            for period in leg.periods
            for line in period.lines
            for name in line.entries
        ]
    }


def _row(line: Line, row: BridgeRow) -> dict[str, Any]:
    return {
        "line": line.id,
        "row": row.name,
        "document": row.document,
        "day": row.day,
        "billed": row.billed,
        "stream": row.stream,
        "kind": row.kind,
        "currency": row.currency,
        "amount": exact_text(row.amount),
        "rows": row.rows,
        "sums": row.sums,
        "like": row.like,
    }


def _commitment(leg: Leg, bought: CommitmentPeriod) -> dict[str, Any]:
    owed = leg.is_drawn and (bought.priced or not bought.missing)
    short = exact_text(bought.missing) if leg.is_drawn else None
    return {
        "period": bought.period.name,
        "amount": exact_text(bought.amount),
        "carried_in": exact_text(bought.carried_in),
        **_drawn(bought.drawn if leg.is_drawn else None, bought.drawn),
        **({"unit": leg.unit, "short": short} if leg.unit else {}),
        "shortfall": money_data(Money(bought.shortfall, leg.currency, leg.digits)) if owed else None,
        "made_up": [
            {
                "short_in": one.short_in,
                "amount": exact_text(one.amount),
                "paid_back": money_data(Money(one.units, leg.currency, leg.digits)),
            }
            for one in bought.made_up
        ],
        "months": [
            {
                "month": one.month.name,
                **_drawn(one.drawn, one.known),
                "left": None if one.left is None else exact_text(one.left),
            }
            for one in months_known(bought, leg.lacking)
        ],
    }


def _drawn(drawn: Fraction | None, known: Fraction) -> dict[str, Any]:
    """Return what was drawn; where that is unknown, what the rows that are there have drawn."""
    return {"drawn": exact_text(drawn)} if drawn is not None else {"drawn": None, "known_drawn": exact_text(known)}


def _net(net: Net) -> dict[str, Any]:
    """Return a net: of legs none of which is known, no amount, since what is unknown is not zero."""
    known = bool(net.gross) or not net.unknown
    return {
        "payer": net.payer,
        "payee": net.payee,
        **(money_data(net.amount) if known else {"amount": None, "currency": net.amount.currency or None}),
        "unknown": [str(reason) for reason in net.unknown],
        "unknown_reasons": [reason.as_json() for reason in net.unknown],
        "due": net.due.isoformat() if net.due else None,
        "gross": [
            {
                "clause": gross.clause,
                "payer": gross.payer,
                "payee": gross.payee,
                **money_data(gross.own),
                "counted": money_data(gross.counted),
            }
            for gross in net.gross
        ],
    }


def issued_data(statement: Statement, delta: Delta | None, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an issue as JSON has it: its event, what it comes to, and for a delta what has changed."""
    return {
        "event": event["id"],
        "statement": event["statement"],
        "period": statement.period.name,
        "by": event["by"],
        "digest": statement_digest(statement),
        "net": [_net(net) for net in statement.nets],
        "delta": None if delta is None or not event["delta"] else delta_data(delta),
    }


def delta_data(delta: Delta) -> dict[str, Any]:
    """Return a delta as JSON has it."""
    return {
        "statement": delta.id,
        "of": delta.of,
        "changes": [
            {
                "clause": change.clause,
                "period": change.period,
                "issued": money_data(Money(change.issued, change.currency, change.digits)),
                "by_rows": money_data(Money(change.by_rows, change.currency, change.digits)),
                "by_terms": money_data(Money(change.by_terms, change.currency, change.digits)),
                "by_reckoning": money_data(Money(change.by_reckoning, change.currency, change.digits)),
                "delta": money_data(change.delta),
                "lines": list(change.lines),
            }
            for change in delta.changes
        ],
        "net": [_net(net) for net in delta.nets],
    }
