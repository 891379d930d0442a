"""Who owes whom for a period, as a brief says it: each net with its standing and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.definitions import Party
from firstcall.money import Money
from firstcall.report.statement.sentences import span_told
from firstcall.said import AllOf, Said, Semicolons, sentence
from firstcall.settlement.statement.debts import LeftOpen
from firstcall.settlement.statement.netting import Net, UnknownLeg
from firstcall.settlement.statement.standing import LeftDue
from firstcall.settlement.statement.statement import Leg, Statement

OwedAs = Literal["a draft", "as issued", "as agreed", "paid", "disputed"]
_AS: Mapping[str, OwedAs] = {
    "issued": "as issued", "agreed": "as agreed", "paid": "paid", "part paid": "as issued", "disputed": "disputed",
}  # fmt: skip


class OwedTo(Said):
    says = sentence("glance.owed-to", "{payee} {amount}")
    payee: str
    amount: Money


class OwedForPeriod(Said):
    says = sentence("glance.owed", "for {period} {payer} owes {owed} ({standing}, on what is {grade})")
    period: str | Said
    payer: str
    owed: Annotated[tuple[OwedTo, ...], AllOf]
    standing: OwedAs
    grade: Grade


class OwedInPart(Said):
    says = sentence("glance.owed-in-part", "{owed}, beside what is not known: {unknown}")
    owed: Said
    unknown: Annotated[tuple[Said, ...], Semicolons]


class OwedUnknown(Said):
    says = sentence(
        "glance.owed-unknown", "what {payer} and {payee} owe each other for {period} is not known: {unknown}"
    )
    payer: str
    payee: str
    period: str | Said
    unknown: Annotated[tuple[Said, ...], Semicolons]


class OwedUntold(Said):
    says = sentence("glance.owed-untold", "what is owed for {period} cannot be told: {what}")
    period: str | Said
    what: Said


def owed_lines(statement: Statement, standing: str, parties: Mapping[str, Party]) -> tuple[Said, ...]:
    """Return who owes whom on a statement, what one party owes by one day in one sentence.

    What a clause leaves open is told by the clause, and not again.

    Args:
      statement: of a period.
      standing: what became of it, such as issued.
      parties: those of the agreement, with their names.
    """
    return tuple(_together(_lines(statement, _AS.get(standing, "a draft"), parties)))


def _together(lines: Iterable[Said]) -> Iterator[Said]:
    """Yield lines, those of one payer with one standing, day and grade as one, where the first of them stood."""
    found: dict[object, Said] = {}
    for line in lines:
        owed, due = (line.left, line.due) if isinstance(line, LeftDue) else (line, None)
        if not isinstance(owed, OwedForPeriod):
            found[line] = line
            continue
        key = (owed.period, owed.payer, owed.standing, owed.grade, due)
        before = found.get(key)
        first = before.left if isinstance(before, LeftDue) else before
        if isinstance(first, OwedForPeriod):
            owed = OwedForPeriod(
                period=owed.period, payer=owed.payer, owed=(*first.owed, *owed.owed), standing=owed.standing,
                grade=owed.grade,
            )  # fmt: skip
        found[key] = owed if due is None else LeftDue(left=owed, due=due)
    yield from found.values()


def _lines(statement: Statement, standing: OwedAs, parties: Mapping[str, Party]) -> Iterator[Said]:
    for net in statement.nets:
        period = _period_of(statement, net)
        payer, payee = (parties[name].name for name in (net.payer, net.payee))
        unknown = tuple(why for why in net.unknown if not _is_left_open(why))
        if net.gross and net.amount.units:
            owed: Said = OwedForPeriod(
                period=period, payer=payer, owed=(OwedTo(payee=payee, amount=net.amount),), standing=standing,
                grade=_rests_on(statement, net),
            )  # fmt: skip
            owed = LeftDue(left=owed, due=net.due) if net.due and standing != "paid" else owed
            yield OwedInPart(owed=owed, unknown=unknown) if unknown else owed
        elif unknown:
            yield OwedUnknown(payer=payer, payee=payee, period=period, unknown=unknown)


def _is_left_open(why: Said) -> bool:
    return isinstance(why, UnknownLeg) and isinstance(why.reason, LeftOpen)


def _period_of(statement: Statement, net: Net) -> str | Said:
    """Return the settlement period of what is netted where it is one, such as the year that ended with the month."""
    periods = {one.period for leg in _legs_of(statement, net) for one in leg.periods}
    return span_told(periods.pop() if len(periods) == 1 else statement.period)


def _rests_on(statement: Statement, net: Net) -> Grade:
    """Return the weakest grade of the legs that a net is made of."""
    return weakest(tuple(leg.rests_on for leg in _legs_of(statement, net)))


def _legs_of(statement: Statement, net: Net) -> Iterator[Leg]:
    clauses = {gross.clause for gross in net.gross}
    return (leg for leg in statement.legs if leg.clause in clauses)
