"""A second, slow reckoning of a revenue share, from the words of the clause as written in YAML.

It shares no code with the package: rows are walked one by one, tiers are filled slice by slice, and every
to-date figure is summed anew from the first row. Used as an oracle.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def text_on(texts: Sequence[Clause], day: date) -> Clause | None:
    """Return the text that runs on a day."""
    return next((text for text in texts if in_force(text, day)), None)


def rows_of(texts: Sequence[Clause], rows: Sequence[Row]) -> list[Row]:
    """Return what counts, in the order of the reckoning."""
    held = []
    for row in rows:
        text = text_on(texts, row.day)
        weight = weights(text).get(row.stream) if text else None
        if text and weight is not None and row.kind in text["base"]["kinds"]:
            held.append(replace(row, amount=row.amount * weight))
    return sorted(held, key=lambda row: (month_of(row.billed), row.day, row.stream, row.id))


def weights(text: Clause) -> dict[str, Fraction]:
    """Return how much of each row counts, by stream."""
    streams = [{"name": one} if isinstance(one, str) else one for one in text["base"]["streams"]]
    return {one["name"]: Fraction(one.get("weight", 1)) for one in streams}


def rate_of(clause: Clause, day: date) -> Fraction:
    """Return the rate of a day."""
    for rate in clause["rate"]:
        if date.fromisoformat(rate["since"]) <= day <= date.fromisoformat(rate["until"]):
            return Fraction(rate["rate"])
    raise AssertionError(f"no rate on {day}")


def earned_in(texts: Sequence[Clause], rows: list[Row], month: tuple[int, int]) -> list[tuple[str, Fraction]]:
    """Return what each row of a month earns under the text of its own day, on everything that came before it."""
    found = []
    for position, row in enumerate(rows):
        if month_of(row.billed) != month:
            continue
        text = text_on(texts, row.day)
        assert text is not None
        if "rate" in text:
            earned = row.amount * rate_of(text, row.day)
        else:
            before = sum((past.amount for past in rows[:position] if still_counts(texts, past, month)), Fraction(0))
            earned = tier_value(text["tiers"], before + row.amount) - tier_value(text["tiers"], before)
        found.append((group_name(cut_under(texts, month), row), earned))
    return found


def still_counts(texts: Sequence[Clause], past: Row, month: tuple[int, int]) -> bool:
    """Return whether no reset lies between a row and a month, by the rule in force at each turn of the month."""
    turns = months(month_of(past.billed), month)
    for before, after in itertools.pairwise(turns):
        rule = cut_under(texts, after).get("tiers", {"reset": "never"})["reset"]
        if rule == "period" or (rule == "year" and before[0] != after[0]):
            return False
    return True


def cut_under(texts: Sequence[Clause], month: tuple[int, int]) -> Clause:
    """Return the text a month is cut under: the last to begin before it is over."""
    begun = [text for text in texts if date.fromisoformat(text["since"]) <= last_of(month)]
    return begun[-1]


def runs_in(texts: Sequence[Clause], month: tuple[int, int]) -> bool:
    """Return whether any text runs on any day of a month."""
    days = [date(*month, 1) + timedelta(days=n) for n in range((last_of(month) - date(*month, 1)).days + 1)]
    return any(text_on(texts, day) for day in days)


@dataclass
class Done:
    """One month as it was cut: exact before and after the total cap, guarantees and cents."""

    earned: list[tuple[date, Fraction]]
    paid: list[tuple[date, Fraction]]
    cents: list[tuple[date, int]]
    issued: int


def settle(
    clause: Clause | Sequence[Clause], rows: Sequence[Row], through: tuple[int, int]
) -> dict[tuple[int, int], int]:
    """Return the cents that the clause pays month by month, to a single payee.

    Args:
      clause: its text; or its texts, as amendments left them, one after the other.
      rows: the base.
      through: the last month.
    """
    texts: Sequence[Clause] = [clause] if isinstance(clause, dict) else clause
    counted = rows_of(texts, rows)
    first = min([month_of(date.fromisoformat(texts[0]["since"])), *(month_of(row.billed) for row in counted)])
    end = month_of(date.fromisoformat(texts[-1]["until"]))
    past: dict[tuple[int, int], Done] = {}
    carry, last_cap, least = Fraction(0), None, Fraction(0)
    for month in months(first, through):
        if date.fromisoformat(texts[0]["since"]) > last_of(month):
            continue
        if month > end:
            carry = Fraction(0) if month > end and carry else carry
            if not any(month_of(row.billed) == month for row in counted):
                continue
        text = cut_under(texts, month)
        cap = text.get("cap")
        most = cap and cap.get("total")
        inside = under(with_floor(texts, month, earned_in(texts, counted, month)), Fraction(0), per_period(cap))
        late = Fraction(0)
        if cap != last_cap:
            sofar, paid = to_date(past, cap, "earned"), to_date(past, cap, "paid")
            least = max(paid, Fraction(sum(n for one in past.values() for on, n in one.cents if meant(cap, on)), 100))
            late = max(Fraction(0), (min(sofar, limit(cap, least)) if most is not None else sofar) - paid)
            last_cap = cap
        before = to_date(past, cap, "earned")
        paid_now = under(inside, before, limit(cap, least) if most is not None else None)
        exact = ([("late", late)] if late else []) + paid_now
        cents, carry = to_cents(text, exact, carry)
        if most is not None:
            room = int(limit(cap, least) * 100) - sum(n for one in past.values() for _, n in one.cents)
            cents = min(cents, room)
        issued_before = sum(one.issued for one in past.values())
        worth = sum((n for one in past.values() for _, n in one.paid), Fraction(0)) + sum(n for _, n in exact)
        if text.get("negative") != "carry" and issued_before + cents < 0 <= worth:
            cents = -issued_before
        due = guarantee(texts, month, {m: one.issued for m, one in past.items()}, cents)
        if most is not None:
            due = max(0, min(due, room - cents))
        on = last_of(month)
        counts = cents + due
        if counts < 0 and text.get("negative") == "carry":
            carry, counts = carry + counts, 0
        extra = Fraction(due, 100)
        past[month] = Done(
            [*((on, n) for _, n in inside), (on, extra)], [*((on, n) for _, n in exact), (on, extra)],
            [(on, counts)], counts,
        )  # fmt: skip
    return {month: one.issued for month, one in past.items()}


def per_period(cap: Clause | None) -> Fraction | None:
    """Return the cap of a period."""
    return Fraction(cap["per_period"]) if cap and "per_period" in cap else None


def limit(cap: Clause | None, least: Fraction) -> Fraction:
    """Return the total cap, less what was paid in the past, and never less than what was paid when it came in."""
    assert cap is not None
    return max(Fraction(cap["total"]) - Fraction(cap.get("past_payments", 0)), Fraction(0), least)


def meant(cap: Clause | None, on: date) -> bool:
    """Return whether a day counts towards a cap; all do here."""
    return cap is None or on is not None


def to_date(past: dict[tuple[int, int], Done], cap: Clause | None, what: str) -> Fraction:
    """Return a figure to date, summed from the first month."""
    return sum((n for one in past.values() for on, n in getattr(one, what) if meant(cap, on)), Fraction(0))


def group_name(clause: Clause, row: Row) -> str:
    """Return what is rounded together."""
    return row.id if clause["rounding"]["at"] == "row" else f"{row.stream} {row.day}"


def with_floor(
    texts: Sequence[Clause], month: tuple[int, int], inside: list[tuple[str, Fraction]]
) -> list[tuple[str, Fraction]]:
    """Return the month with what the floor adds."""
    text = cut_under(texts, month)
    missing = Fraction(text.get("floor", "0")) - sum(amount for _, amount in inside)
    if "floor" in text and runs_in(texts, month) and missing > 0:
        return [*inside, ("floor", missing)]
    return inside


def under(inside: list[tuple[str, Fraction]], before: Fraction, most: Fraction | None) -> list[tuple[str, Fraction]]:
    """Return what a cap leaves of each amount: paid to date is the lesser of earned to date and cap."""
    if most is None:
        return inside
    done, so_far = [], before
    for name, amount in inside:
        done.append((name, min(so_far + amount, most) - min(so_far, most)))
        so_far += amount
    return done


def to_cents(clause: Clause, paid: list[tuple[str, Fraction]], carry: Fraction) -> tuple[int, Fraction]:
    """Return the month in cents, and what is carried into the next: what pays nothing takes nothing along."""
    mode = clause["rounding"]["mode"]
    joins = carry if any(amount for _, amount in paid) else Fraction(0)
    carry -= joins
    if clause["rounding"]["at"] == "statement":
        whole = sum((amount for _, amount in paid), Fraction(0)) * 100 + joins
        cents = near(whole, mode)
        return cents, carry + (whole - cents if clause.get("residual") == "carry_forward" else 0)
    groups: dict[str, Fraction] = {}
    for name, amount in paid:
        groups[name] = groups.get(name, Fraction(0)) + amount
    return sum(near(amount * 100, mode) for amount in groups.values()) + near(joins, mode), carry


def guarantee(texts: Sequence[Clause], month: tuple[int, int], issued: dict[tuple[int, int], int], now: int) -> int:
    """Return the cents that lift a calendar year to its minimum, at its end or the last text's."""
    text, until = cut_under(texts, month), date.fromisoformat(texts[-1]["until"])
    if "minimum" not in text or not (month[1] == 12 or month_of(until) == month):
        return 0
    year = [date(month[0], 1, 1) + timedelta(days=n) for n in range(366)]
    year = [day for day in year if day.year == month[0]]
    held = [day for day in year if "minimum" in (text_on(texts, day) or {})]
    if not any(month_of(day) == month for day in held):
        return 0
    share = {
        "whole": Fraction(1),
        "days": Fraction(len(held), len(year)),
        "months": Fraction(len({day.month for day in held}), 12),
    }[text["minimum"]["partial_year"]]
    least = near(Fraction(text["minimum"]["amount"]) * share * 100, text["rounding"]["mode"])
    return max(0, least - now - sum(cents for past, cents in issued.items() if past[0] == month[0]))
