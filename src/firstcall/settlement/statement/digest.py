"""The digest of a statement: what was issued can be told from anything else."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from firstcall.money import Money
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod
from firstcall.settlement.reckon.lines import LegPeriod, Line
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.statement import Leg, Statement

DIGEST_VERSION = 2
"""The number of the list of what is digested. Digests of version 1 hung on a set's order and are no longer compared."""


def statement_digest(statement: Statement) -> str:
    """Return the SHA-256 of what the statement says: its parties, lines, units, rates, dates and nets, never words.

    Every value stands under a fixed name, in a fixed order, so that the same statement has the same digest on
    every run and whatever the code calls its parts.

    Source: RULES, settlement: a statement's digest.
    """
    told = {"legs": [_leg(leg) for leg in statement.legs], "nets": [_net(one) for one in statement.nets]}
    text = json.dumps({"version": DIGEST_VERSION, **told}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "clause": leg.clause,
        "version": leg.version,
        "payer": leg.payer,
        "currency": leg.currency,
        "digits": leg.digits,
        "parts": _parts(leg.parts),
        "periods": [_leg_period(one) for one in leg.periods],
        "commitment": [_commitment_period(one) for one in leg.commitment],
        "known": leg.is_known,
        "whole": not leg.unknown,
        "due": _day(leg.due),
        "cap": None if leg.cap is None else str(leg.cap),
        "room": leg.room,
        "earned": str(leg.earned),
        "ended": _day(leg.ended),
        **({"unit": leg.unit} if leg.unit else {}),
    }


def _leg_period(one: LegPeriod) -> dict[str, Any]:
    return {
        "period": _period(one.period),
        "version": one.terms.version,
        "lines": [_line(line) for line in one.lines],
        "parts": _parts(one.parts),
        "carry": str(one.carry),
        "room": one.room,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "version": line.version,
        "day": line.day.isoformat(),
        "units": line.units,
        "stream": line.stream,
        "currency": line.currency,
        "base": str(line.base),
        "exchange": str(line.exchange),
        "before": str(line.before),
        "after": str(line.after),
        "earned": str(line.earned),
        "capped": str(line.capped),
        "payable": str(line.payable),
        "entries": list(line.entries),
    }


def _commitment_period(one: CommitmentPeriod) -> dict[str, Any]:
    months = [
        [_period(burned.month), *_exact((burned.drawn, burned.to_date, burned.left)), list(burned.entries)]
        for burned in one.burned
    ]
    amounts = _exact((one.amount, one.carried_in, one.drawn))
    said = {"period": _period(one.period), "amounts": amounts, "months": months, "shortfall": one.shortfall}
    made_up = [[made.short_in, str(made.amount), made.units] for made in one.made_up]
    priced = {} if one.priced else {"priced": False}
    return {**said, **({"made_up": made_up} if made_up else {}), **priced}


def _net(one: Net) -> dict[str, Any]:
    return {
        "payer": one.payer,
        "payee": one.payee,
        "amount": _money(one.amount),
        "gross": [
            [gross.clause, gross.payer, gross.payee, _money(gross.own), _money(gross.counted)] for gross in one.gross
        ],
        "whole": not one.unknown,
        "due": _day(one.due),
    }


def _money(amount: Money) -> list[int | str]:
    return [amount.units, amount.currency, amount.digits]


def _parts(parts: Iterable[tuple[str, int]]) -> list[list[str | int]]:
    return [[party, units] for party, units in parts]


def _period(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _exact(values: Iterable[Fraction]) -> list[str]:
    return [str(value) for value in values]
