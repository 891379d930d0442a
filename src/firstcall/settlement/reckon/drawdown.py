"""A commitment to buy: what was drawn down month by month, and the shortfall at the end of its period."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.money import Commitment
from firstcall.money import digits_of, round_units
from firstcall.settlement.books.counting import parted_by, stream_of
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.dated_terms import commitment_periods
from firstcall.settlement.clauses.periods import Period, period_of, periods_between


@dataclass(frozen=True, slots=True)
class Burned:
    """One month of a commitment: drawn in it, drawn to date, and left to draw; exact, in its currency."""

    month: Period
    drawn: Fraction
    to_date: Fraction
    left: Fraction
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentPeriod:
    """One commitment period: its amount, what counts towards it, and what is missing at its end (units)."""

    period: Period
    amount: Fraction
    carried_in: Fraction
    drawn: Fraction
    burned: tuple[Burned, ...]
    shortfall: int
    rests_on: Grade

    @property
    def excess(self) -> Fraction:
        """Return what was drawn beyond the amount."""
        return max(self.carried_in + self.drawn - self.amount, Fraction(0))


def draw_down(clause: Commitment, entries: Sequence[Entry], exchange: ExchangeTable) -> tuple[CommitmentPeriod, ...]:
    """Return every commitment period with its burn-down and shortfall.

    Drawdown follows the day of the charge. Credits give drawdown back unless the clause leaves them out; what
    is bought beyond a period's amount counts for the next only where the clause says so. The shortfall is due
    in full at the end of its period.

    Source: RULES, settlement: commitment.
    """
    counted = [parted_by(clause.base, entry) for entry in entries if _draws(clause, entry)]
    found, carried = [], Fraction(0)
    for period in commitment_periods(clause):
        held = [entry for entry in counted if entry.day in period]
        burned = _burned(clause, period, held, exchange, carried)
        drawn = burned[-1].to_date if burned else Fraction(0)
        missing = max(Fraction(clause.amount) - carried - drawn, Fraction(0))
        units = round_units(missing, digits_of(clause.currency, clause.units), clause.rounding.mode)
        grade = weakest((clause.basis.grade_of("amount"), *(entry.grade for entry in held)))
        done = CommitmentPeriod(period, Fraction(clause.amount), carried, drawn, burned, units, grade)
        found.append(done)
        carried = done.excess if clause.excess == "carries" else Fraction(0)
    return tuple(found)


def _burned(
    clause: Commitment, period: Period, held: Sequence[Entry], exchange: ExchangeTable, carried: Fraction
) -> tuple[Burned, ...]:
    done, to_date = [], Fraction(0)
    for month in periods_between(period.start, period.last, "month"):
        inside = sorted((entry for entry in held if entry.day in month), key=lambda entry: (entry.at, entry.id))
        drawn = sum(
            (
                entry.amount
                * exchange.rate(
                    entry.day, period_of(entry.day, "month"), entry.currency, clause.currency, clause.exchange
                )
                for entry in inside
            ),
            Fraction(0),
        )
        to_date += drawn
        left = max(Fraction(clause.amount) - carried - to_date, Fraction(0))
        done.append(Burned(month, drawn, to_date, left, tuple(entry.id for entry in inside)))
    return tuple(done)


def _draws(clause: Commitment, entry: Entry) -> bool:
    """Return whether an entry draws the commitment down: by what was applied, else by the base's filters."""
    if clause.credits == "exclude" and entry.kind in ("credit", "refund"):
        return False
    applied = dict(entry.fields).get("CommitmentId")
    if applied is not None:
        return applied in clause.commitment_ids
    return clause.base is not None and stream_of(clause.base, entry, clause.by) is not None
