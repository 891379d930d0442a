"""What reported payments imply, under both readings, in lines of text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from firstcall.money import exact_text
from firstcall.report.statement.text import plain_amount
from firstcall.settlement.statement.implied import Alone, Implication


def implied_lines(implications: Sequence[Implication], alone: Sequence[Alone] = ()) -> tuple[str, ...]:
    """Return what payments imply, span by span, then those from which nothing follows."""
    return tuple(line for one in implications for line in _implied(one)) + tuple(_alone(one) for one in alone)


def _implied(implied: Implication) -> Iterator[str]:
    code = implied.currency
    yield f"What was reported as paid for {implied.start} to {implied.last}: {plain_amount(implied.paid, code)}"
    revenue, gross = plain_amount(implied.base, code), plain_amount(implied.gross, code)
    yield f"  reckoned gross: {implied.rate} of {revenue} is {gross}"
    base, at = implied.reverse_base, implied.reverse_rate
    on = "" if base is None else f", {at} of {plain_amount(base, code)}"
    yield f"  if it is net of the reverse leg: the reverse leg is {plain_amount(implied.reverse, code)}{on}"
    yield (
        f"  if it is gross of it: the base is {plain_amount(implied.paid_base, code)},"
        f" {plain_amount(implied.base - implied.paid_base, code)} less than reported; the reverse leg stays unknown"
    )
    yield f"  rests on what is {implied.rests_on}"


def _alone(one: Alone) -> str:
    paid = plain_amount(one.paid, one.currency)
    return (
        f"What was reported as paid for {one.start} to {one.last}: {paid} ({one.grade});"
        " no revenue of just these days is known, so nothing follows from it"
    )


def implied_data(implications: Sequence[Implication], alone: Sequence[Alone] = ()) -> dict[str, Any]:
    """Return what payments imply as JSON has it: `net` and `gross` are the two readings."""
    return {
        "implied": [
            {
                "clause": one.clause, "start": one.start.isoformat(), "last": one.last.isoformat(),
                "currency": one.currency, "rate": one.rate, "base": exact_text(one.base),
                "reckoned": exact_text(one.gross), "paid": exact_text(one.paid),
                "net": {
                    "reverse_leg": exact_text(one.reverse), "reverse_rate": one.reverse_rate,
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
