"""What reported payments imply, under both readings, in lines of text and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from firstcall.agreement.model.basis import Grade
from firstcall.money import exact_text, sum_of
from firstcall.report.sheet import Tell
from firstcall.said import Percent, Said, sentence
from firstcall.settlement.statement.implied import Alone, Implication


class ReportedAsPaid(Said):
    says = sentence("implied.reported-as-paid", "What was reported as paid for {start} to {last}: {paid}")
    start: date
    last: date
    paid: Said


class ReckonedGross(Said):
    says = sentence("implied.reckoned-gross", "reckoned gross: {rate} of {revenue} is {gross}")
    rate: Annotated[Fraction, Percent]
    revenue: Said
    gross: Said


class IfNet(Said):
    says = sentence("implied.if-net", "if it is net of the reverse leg: the reverse leg is {reverse}")
    reverse: Said


class IfNetOfRate(Said):
    says = sentence(
        "implied.if-net-of-rate", "if it is net of the reverse leg: the reverse leg is {reverse}, {rate} of {base}"
    )
    reverse: Said
    rate: Annotated[Fraction, Percent]
    base: Said


class IfGross(Said):
    says = sentence(
        "implied.if-gross",
        "if it is gross of it: the base is {base}, {less} less than reported; the reverse leg stays unknown",
    )
    base: Said
    less: Said


class ImpliedRestsOn(Said):
    says = sentence("implied.rests-on", "rests on what is {grade}")
    grade: Grade


class PaidAlone(Said):
    says = sentence(
        "implied.paid-alone",
        "What was reported as paid for {start} to {last}: {paid} ({grade}); no revenue of just these days is known, so"
        " nothing follows from it",
    )
    start: date
    last: date
    paid: Said
    grade: Grade


def implied_lines(
    implications: Sequence[Implication], alone: Sequence[Alone] = (), tell: Tell = str
) -> tuple[str, ...]:
    """Return what payments imply, span by span, then those from which nothing follows."""
    return tuple(f"{' ' * indent}{tell(said)}" for indent, said in implied_facts(implications, alone))


def implied_facts(implications: Sequence[Implication], alone: Sequence[Alone] = ()) -> Iterator[tuple[int, Said]]:
    """Yield what payments imply, each thing with how far in it stands."""
    for one in implications:
        first, *rest = _implied(one)
        yield 0, first
        yield from ((2, said) for said in rest)
    for single in alone:
        paid = sum_of(single.paid, single.currency)
        yield 0, PaidAlone(start=single.start, last=single.last, paid=paid, grade=single.grade)


def _implied(implied: Implication) -> Iterator[Said]:
    code = implied.currency
    yield ReportedAsPaid(start=implied.start, last=implied.last, paid=sum_of(implied.paid, code))
    yield ReckonedGross(rate=implied.rate, revenue=sum_of(implied.base, code), gross=sum_of(implied.gross, code))
    reverse, base, rate = sum_of(implied.reverse, code), implied.reverse_base, implied.reverse_rate
    if base is None or rate is None:
        yield IfNet(reverse=reverse)
    else:
        yield IfNetOfRate(reverse=reverse, rate=rate, base=sum_of(base, code))
    yield IfGross(base=sum_of(implied.paid_base, code), less=sum_of(implied.base - implied.paid_base, code))
    yield ImpliedRestsOn(grade=implied.rests_on)


def implied_data(implications: Sequence[Implication], alone: Sequence[Alone] = ()) -> dict[str, Any]:
    """Return what payments imply as JSON has it: `net` and `gross` are the two readings."""
    return {
        "implied": [
            {
                "clause": one.clause, "start": one.start.isoformat(), "last": one.last.isoformat(),
                "currency": one.currency, "rate": _percent(one.rate), "base": exact_text(one.base),
                "reckoned": exact_text(one.gross), "paid": exact_text(one.paid),
                "net": {
                    "reverse_leg": exact_text(one.reverse),
                    "reverse_rate": None if one.reverse_rate is None else _percent(one.reverse_rate),
                    "reverse_base": None if one.reverse_base is None else exact_text(one.reverse_base),
                },
                "gross": {"base": exact_text(one.paid_base), "reverse_leg": None},
                "rests_on": one.rests_on,
            }
            for one in implications
        ],
        "paid_alone": [
            {"clause": one.clause, "start": one.start.isoformat(), "last": one.last.isoformat(),
             "currency": one.currency, "paid": exact_text(one.paid), "rests_on": one.grade}
            for one in alone
        ],
    }  # fmt: skip


def _percent(rate: Fraction) -> str:
    return f"{exact_text(rate * 100)}%"
