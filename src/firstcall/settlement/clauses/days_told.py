"""Days that a share or a commitment hangs on and that are not known yet: what stands in for each, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.event_date_words import said_date, said_rule
from firstcall.record.dated.days_to_come import hung_fields, with_days
from firstcall.said import Grouped, Percent, Said, sentence

MoneyText = TypeVar("MoneyText", RevenueShare, Commitment)


class RateWaits(Said):
    says = sentence("leg.rate-waits", "the rate is {rate} from {when} on, a day that is not known yet")
    rate: Annotated[Decimal, Percent]
    when: Said


class RateGoesOn(Said):
    says = sentence("leg.rate-goes-on", "the rate of {rate} ends with {when}, a day that is not known yet")
    rate: Annotated[Decimal, Percent]
    when: Said


class AmountWaits(Said):
    says = sentence("leg.amount-waits", "the amount is {amount} {unit} from {when} on, a day that is not known yet")
    amount: Annotated[Decimal, Grouped]
    unit: str
    when: Said


class BeginsOrSooner(Said):
    says = sentence("leg.begins-or-sooner", "it begins on {day}; sooner if {when} comes first")
    day: date
    when: Said


class EndsOrSooner(Said):
    says = sentence("leg.ends-or-sooner", "it ends on {day}; sooner if {when} comes first")
    day: date
    when: Said


def as_far_as_known(clause: MoneyText) -> MoneyText:
    """Return a clause with the day in any case wherever what may bring a sooner one has not happened."""
    days = {path: day.or_date for path, day in hung_fields(clause).items() if day.or_date is not None}
    return with_days(clause, days) if days else clause


def days_told(clause: Clause) -> Iterator[Said]:
    """Yield what is told of the days of a clause that are not known yet."""
    for path, day in hung_fields(clause).items():
        match clause, path:
            case RevenueShare(), ("rate", int(number), ("since" | "until") as end):
                rate = (clause.rate or ())[number].rate
                when = said_date(day)
                yield RateWaits(rate=rate, when=when) if end == "since" else RateGoesOn(rate=rate, when=when)
            case Commitment(), ("amount", int(number), "since"):
                yield AmountWaits(amount=clause.steps[number].amount, unit=clause.measure, when=said_date(day))
            case Commitment(), ("since",) if day.or_date is not None:
                yield BeginsOrSooner(day=day.or_date, when=said_rule(day))
            case Commitment(), ("until",) if day.or_date is not None:
                yield EndsOrSooner(day=day.or_date, when=said_rule(day))
            case _:
                continue
