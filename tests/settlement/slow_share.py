"""A second, slow reckoning of a revenue share, from the words of the clause as written in YAML.

It shares no code with the package: rows are walked one by one, tiers are filled slice by slice, and every
to-date figure is summed anew from the first row. Used as an oracle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Clause = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of base: the day it was earned, the month it was billed, what it brings."""

    day: date
    billed: date
    stream: str
    kind: str
    amount: Fraction
    id: str


def near(value: Fraction, mode: str) -> int:
    """Return the whole number the words of the clause mean."""
    sign, size = (-1 if value < 0 else 1), abs(value)
    low = size.numerator // size.denominator
    rest = size - low
    if mode == "half_up" and rest >= Fraction(1, 2):
        low += 1
    if mode == "half_even" and (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2)):
        low += 1
    return sign * low


def tier_value(tiers: Clause, total: Fraction) -> Fraction:
    """Return what a whole cumulative has earned."""
    steps = [(Fraction(step["threshold"]), Fraction(step["rate"])) for step in tiers["steps"]]
    if tiers["method"] == "whole":
        rate = steps[0][1]
        for mark, next_rate in steps[1:]:
            if total > mark or (total == mark and tiers["boundary"] == "from"):
                rate = next_rate
        return total * rate
    value, rest = Fraction(0), total
    for position, (mark, rate) in enumerate(steps):
        piece = min(rest, steps[position + 1][0] - mark) if position + 1 < len(steps) else rest
        value += piece * rate
        rest -= piece
        if rest <= 0:
            break
    return value


def month_of(day: date) -> tuple[int, int]:
    """Return year and month."""
    return (day.year, day.month)


def months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Return every month from the first to the last."""
    found, at = [], first
    while at <= last:
        found.append(at)
        at = (at[0] + at[1] // 12, at[1] % 12 + 1)
    return found


def last_of(month: tuple[int, int]) -> date:
    """Return the last day of a month."""
    year, number = month[0] + month[1] // 12, month[1] % 12 + 1
    return date(year, number, 1) - timedelta(days=1)


def in_force(clause: Clause, day: date) -> bool:
    """Return whether the clause runs on a day."""
    return bool(date.fromisoformat(clause["since"]) <= day and day <= date.fromisoformat(clause["until"]))


def rows_of(clause: Clause, rows: Sequence[Row]) -> list[Row]:
    """Return what counts, in the order of the reckoning."""
    base = clause["base"]
    held = [
        row for row in rows if row.stream in base["streams"] and row.kind in base["kinds"] and in_force(clause, row.day)
    ]
    return sorted(held, key=lambda row: (month_of(row.billed), row.day, row.stream, row.id))


def rate_of(clause: Clause, day: date) -> Fraction:
    """Return the rate of a day."""
    for rate in clause["rate"]:
        if date.fromisoformat(rate["since"]) <= day <= date.fromisoformat(rate["until"]):
            return Fraction(rate["rate"])
    raise AssertionError(f"no rate on {day}")


def earned_by_row(clause: Clause, rows: list[Row]) -> list[Fraction]:
    """Return what each row earns; rows are in the order of the reckoning."""
    if "rate" in clause:
        return [row.amount * rate_of(clause, row.day) for row in rows]
    tiers, found = clause["tiers"], []
    for position, row in enumerate(rows):
        before = sum(
            (
                past.amount
                for past in rows[:position]
                if tiers["reset"] == "never"
                or (tiers["reset"] == "year" and past.billed.year == row.billed.year)
                or (tiers["reset"] == "period" and month_of(past.billed) == month_of(row.billed))
            ),
            Fraction(0),
        )
        found.append(tier_value(tiers, before + row.amount) - tier_value(tiers, before))
    return found


def settle(clause: Clause, rows: Sequence[Row], through: tuple[int, int]) -> dict[tuple[int, int], int]:
    """Return the cents that the clause pays month by month; payees and carries apart."""
    counted = rows_of(clause, rows)
    earned = earned_by_row(clause, counted)
    first = min([month_of(date.fromisoformat(clause["since"])), *(month_of(row.billed) for row in counted)])
    cap = {name: Fraction(value) for name, value in clause.get("cap", {}).items()}
    to_date: list[Fraction] = []
    issued: dict[tuple[int, int], int] = {}
    guarantees = Fraction(0)
    for month in months(first, through):
        inside: list[tuple[str, Fraction]] = [
            (group_name(clause, row), amount)
            for row, amount in zip(counted, earned, strict=True)
            if month_of(row.billed) == month
        ]
        inside = with_floor(clause, month, inside)
        inside = under(inside, [], cap.get("per_period"))
        paid = under(inside, [*to_date, guarantees], cap.get("total"))
        to_date.extend(amount for _, amount in inside)
        cents = to_cents(clause, paid)
        if "total" in cap:
            cents = min(cents, int(cap["total"] * 100) - sum(issued.values()))
        due = guarantee(clause, month, issued, cents)
        if "total" in cap:
            due = max(0, min(due, int(cap["total"] * 100) - sum(issued.values()) - cents))
        guarantees += Fraction(due, 100)
        issued[month] = cents + due
    return issued


def group_name(clause: Clause, row: Row) -> str:
    """Return what is rounded together."""
    return row.id if clause["rounding"]["at"] == "row" else f"{row.stream} {row.day}"


def with_floor(
    clause: Clause, month: tuple[int, int], inside: list[tuple[str, Fraction]]
) -> list[tuple[str, Fraction]]:
    """Return the month with what the floor adds."""
    runs = date(*month, 1) <= date.fromisoformat(clause["until"]) and last_of(month) >= date.fromisoformat(
        clause["since"]
    )
    missing = Fraction(clause.get("floor", "0")) - sum(amount for _, amount in inside)
    if "floor" in clause and runs and missing > 0:
        return [*inside, ("floor", missing)]
    return inside


def under(
    inside: list[tuple[str, Fraction]], before: list[Fraction], most: Fraction | None
) -> list[tuple[str, Fraction]]:
    """Return what a cap leaves of each amount: paid to date is the lesser of earned to date and cap."""
    if most is None:
        return inside
    done, so_far = [], sum(before, Fraction(0))
    for name, amount in inside:
        done.append((name, min(so_far + amount, most) - min(so_far, most)))
        so_far += amount
    return done


def to_cents(clause: Clause, paid: list[tuple[str, Fraction]]) -> int:
    """Return the month in cents."""
    mode = clause["rounding"]["mode"]
    if clause["rounding"]["at"] == "statement":
        return near(sum((amount for _, amount in paid), Fraction(0)) * 100, mode)
    groups: dict[str, Fraction] = {}
    for name, amount in paid:
        groups[name] = groups.get(name, Fraction(0)) + amount
    return sum(near(amount * 100, mode) for amount in groups.values())


def guarantee(clause: Clause, month: tuple[int, int], issued: dict[tuple[int, int], int], now: int) -> int:
    """Return the cents that lift a calendar year to its minimum, at its end or the clause's."""
    if "minimum" not in clause:
        return 0
    since, until = date.fromisoformat(clause["since"]), date.fromisoformat(clause["until"])
    runs = date(*month, 1) <= until and last_of(month) >= since
    if not runs or not (month[1] == 12 or month_of(until) == month):
        return 0
    year = [date(month[0], 1, 1) + timedelta(days=n) for n in range(366)]
    year = [day for day in year if day.year == month[0]]
    held = [day for day in year if in_force(clause, day)]
    share = {
        "whole": Fraction(1),
        "days": Fraction(len(held), len(year)),
        "months": Fraction(len({day.month for day in held}), 12),
    }[clause["minimum"]["partial_year"]]
    least = near(Fraction(clause["minimum"]["amount"]) * share * 100, clause["rounding"]["mode"])
    return max(0, least - now - sum(cents for past, cents in issued.items() if past[0] == month[0]))
