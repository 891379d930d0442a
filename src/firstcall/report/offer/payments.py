"""Sums to come as sentences, plain values and entries of a calendar: who pays whom how much by when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from firstcall.agreement.model.event_date_words import OrSooner
from firstcall.money import Money
from firstcall.report.offer.duties import NO_NAMES
from firstcall.report.sheet import Tell
from firstcall.said import Said, sentence
from firstcall.settlement.statement.upcoming import UpcomingSum

if TYPE_CHECKING:
    from icalendar import Event


class SumDue(Said):
    says = sentence("payment.sum-due", "{payment}: {payer} pays {payee} {amount}; due through {day}")
    payment: str
    payer: str
    payee: str
    amount: Money
    day: date


class SumPrepaid(Said):
    says = sentence(
        "payment.sum-prepaid",
        "{payment}: {payer} pays {payee} {amount}, of which {prepaid} is prepaid; due through {day}",
    )
    payment: str
    payer: str
    payee: str
    amount: Money
    prepaid: Money
    day: date


class SumUnmeasured(Said):
    says = sentence(
        "payment.sum-unmeasured", "{payment}: {payer} pays {payee} what is not known yet; due through {day}"
    )
    payment: str
    payer: str
    payee: str
    day: date


class SumWaits(Said):
    says = sentence("payment.sum-waits", "{payment}: {payer} pays {payee} {amount}; unknown: {why}")
    payment: str
    payer: str
    payee: str
    amount: Money
    why: Said


class SumUnknown(Said):
    says = sentence("payment.sum-unknown", "{payment}: {payer} pays {payee}; unknown: {why}")
    payment: str
    payer: str
    payee: str
    why: Said


def sum_said(one: UpcomingSum, names: Mapping[str, str] = NO_NAMES) -> Said:
    """Return what is paid next, by when; or why its day or its amount is unknown.

    Args:
      one: a sum to come.
      names: what parties are called; by their ids when left out.
    """
    payer, payee = (names.get(name, name) for name in (one.payer, one.payee))
    told = {"payment": one.name, "payer": payer, "payee": payee}
    if one.due is not None:
        said = _dated(one, one.due, told)
        return said if one.sooner is None else OrSooner(told=said, when=one.sooner)
    assert one.unknown is not None
    if one.amount is None:
        return SumUnknown(why=one.unknown, **told)
    return SumWaits(amount=one.amount, why=one.unknown, **told)


def _dated(one: UpcomingSum, due: date, told: dict[str, str]) -> Said:
    if one.amount is None:
        return SumUnmeasured(day=due, **told)
    if one.prepaid is not None:
        return SumPrepaid(amount=one.amount, prepaid=one.prepaid, day=due, **told)
    return SumDue(amount=one.amount, day=due, **told)


def sum_json(one: UpcomingSum) -> dict[str, Any]:
    """Return a sum to come as plain values."""
    said = sum_said(one)
    return {
        "payment": one.name, "clause": one.clause, "payer": one.payer, "payee": one.payee,
        "amount": _money(one.amount), "prepaid": _money(one.prepaid),
        "falls": one.falls.isoformat() if one.falls else None, "due": one.due.isoformat() if one.due else None,
        "grade": one.grade, "sentence": str(said), "reason": said.as_json(),
    }  # fmt: skip


def _money(amount: Money | None) -> dict[str, str] | None:
    return None if amount is None else {"amount": str(amount.amount), "currency": amount.currency}


def sum_entries(sums: Iterable[UpcomingSum], agreement: str, now: datetime, tell: Tell = str) -> Iterator[Event]:
    """Yield a whole day of a calendar for each sum that has a day by which it is due.

    Source: RFC 5545, 3.6.1.
    """
    from icalendar import Event  # noqa: PLC0415 - an extra of its own

    for one in sums:
        if one.due is None:
            continue
        event = Event()
        name = hashlib.sha256("\n".join((agreement, one.name, "payment")).encode()).hexdigest()[:32]
        event.add("uid", f"{name}@firstcall")
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstamp", now)
        event.add("dtstart", one.due)
        event.add("summary", tell(sum_said(one)))
        yield event
