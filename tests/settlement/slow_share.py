"""A second, slow reckoning of a revenue share, from the words of the clause as written in YAML.

It shares no code with the package: rows are walked one by one, tiers are filled slice by slice, and every
to-date figure is summed anew from the first row. Used as an oracle.
"""

import itertools
from collections.abc import Collection, Sequence
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


@dataclass(frozen=True)
class Part:
    """One exact amount of a period: what it is rounded with, its day, and how much."""

    group: str
    day: date
    amount: Fraction


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


Span = tuple[int, int]
"""A settlement period: its fiscal year, and which of that year's months, quarters or years it is."""


def size(texts: Sequence[Clause]) -> int:
    """Return how many months a settlement period has."""
    return {"month": 1, "quarter": 3, "year": 12}[texts[0].get("period", "month")]


def opens(texts: Sequence[Clause]) -> int:
    """Return the month in which the fiscal year begins."""
    return int(texts[0].get("fiscal_year_start", 1))


def span_of(texts: Sequence[Clause], day: date) -> Span:
    """Return the settlement period of a day; a fiscal year is named for the year in which it ends."""
    year = day.year + (1 if 1 < opens(texts) <= day.month else 0)
    return (year, (day.month - opens(texts)) % 12 // size(texts) + 1)


def spans(texts: Sequence[Clause], first: Span, last: Span) -> list[Span]:
    """Return every settlement period from the first to the last."""
    each, found, at = 12 // size(texts), [], first
    while at <= last:
        found.append(at)
        at = (at[0] + at[1] // each, at[1] % each + 1)
    return found


def first_of(texts: Sequence[Clause], span: Span) -> date:
    """Return the first day of a settlement period."""
    months = opens(texts) - 1 + (span[1] - 1) * size(texts)
    return date(span[0] - (opens(texts) > 1) + months // 12, months % 12 + 1, 1)


def last_of(texts: Sequence[Clause], span: Span) -> date:
    """Return the last day of a settlement period."""
    (_, after) = spans(texts, span, (span[0] + 1, 1))[:2]
    return first_of(texts, after) - timedelta(days=1)


def one(texts: Sequence[Clause]) -> int:
    """Return how many of the smallest units of its currency make one of it."""
    return int("1" + "0" * int(texts[0].get("units", {}).get("USD", 2)))


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
    return sorted(held, key=lambda row: (span_of(texts, row.billed), row.day, row.stream, row.id))


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


def earned_in(texts: Sequence[Clause], rows: list[Row], span: Span) -> list[Part]:
    """Return what each row of a period earns under the text of its own day, on everything that came before it."""
    found = []
    for position, row in enumerate(rows):
        if span_of(texts, row.billed) != span:
            continue
        text = text_on(texts, row.day)
        assert text is not None
        if "rate" in text:
            earned = row.amount * rate_of(text, row.day)
        else:
            before = sum((past.amount for past in rows[:position] if still_counts(texts, past, span)), Fraction(0))
            earned = tier_value(text["tiers"], before + row.amount) - tier_value(text["tiers"], before)
        found.append(Part(group_name(cut_under(texts, span), row), row.day, earned))
    return found


def still_counts(texts: Sequence[Clause], past: Row, span: Span) -> bool:
    """Return whether no reset lies between a row and a period, by the rule in force at each turn of the period."""
    turns = spans(texts, span_of(texts, past.billed), span)
    for before, after in itertools.pairwise(turns):
        rule = cut_under(texts, after).get("tiers", {"reset": "never"})["reset"]
        if rule == "period" or (rule == "year" and before[0] != after[0]):
            return False
    return True


def cut_under(texts: Sequence[Clause], span: Span) -> Clause:
    """Return the text a period is cut under: the last to begin before it is over."""
    begun = [text for text in texts if date.fromisoformat(text["since"]) <= last_of(texts, span)]
    return begun[-1]


def runs_in(texts: Sequence[Clause], span: Span) -> bool:
    """Return whether any text runs on any day of a period."""
    first, last = first_of(texts, span), last_of(texts, span)
    return any(text_on(texts, first + timedelta(days=n)) for n in range((last - first).days + 1))


@dataclass
class Done:
    """One period as it was cut: exact before and after the total cap, guarantees and units, each with its day."""

    earned: list[tuple[date, Fraction]]
    paid: list[tuple[date, Fraction]]
    cents: list[tuple[date, int]]
    issued: int
    parts: tuple[int, ...] = ()


def settle(
    clause: Clause | Sequence[Clause], rows: Sequence[Row], through: Span, undelivered: Collection[Span] = ()
) -> dict[Span, int]:
    """Return the units that the clause pays period by period, all payees together.

    Args:
      clause: its text; or its texts, as amendments left them, one after the other.
      rows: the base.
      through: the last period.
      undelivered: periods of which something is not known.
    """
    return {span: one.issued for span, one in settled(clause, rows, through, undelivered).items()}


def settled(
    clause: Clause | Sequence[Clause], rows: Sequence[Row], through: Span, undelivered: Collection[Span] = ()
) -> dict[Span, Done]:
    """Return every period as it was cut."""
    texts: Sequence[Clause] = [clause] if isinstance(clause, dict) else clause
    counted = rows_of(texts, rows)
    billed = [span_of(texts, row.billed) for row in counted]
    first = min([span_of(texts, date.fromisoformat(texts[0]["since"])), *billed])
    end = span_of(texts, date.fromisoformat(texts[-1]["until"]))
    past: dict[Span, Done] = {}
    carry, last_cap, least, unit = Fraction(0), None, Fraction(0), one(texts)
    for span in spans(texts, first, through):
        on = last_of(texts, span)
        if date.fromisoformat(texts[0]["since"]) > on:
            continue
        if span > end:
            carry = Fraction(0)
            if span not in billed:
                continue
        text = cut_under(texts, span)
        cap = text.get("cap")
        most = cap and cap.get("total")
        inside = under(with_floor(texts, span, earned_in(texts, counted, span)), Fraction(0), per_period(cap), None)
        late = Fraction(0)
        if cap != last_cap:
            sofar, paid = to_date(past, cap, "earned"), to_date(past, cap, "paid")
            least = max(paid, to_date(past, cap, "cents") / unit)
            late = max(Fraction(0), (min(sofar, limit(cap, least)) if most is not None else sofar) - paid)
            last_cap = cap
        paid_now = under(inside, to_date(past, cap, "earned"), limit(cap, least) if most is not None else None, cap)
        exact = [*([Part("late", on, late)] if late else []), *paid_now]
        cents, carry = to_cents(text, exact, carry, on, unit)
        if most is not None:
            room = int(limit(cap, least) * unit) - int(to_date(past, cap, "cents"))
            over = sum(n for day, n in cents if meant(cap, day)) - room
            cents = [*cents, (on, -over)] if over > 0 else cents
        issued_before = sum(each.issued for each in past.values())
        worth = sum((n for each in past.values() for _, n in each.paid), Fraction(0))
        worth += sum((part.amount for part in exact), Fraction(0))
        total = sum(n for _, n in cents)
        if text.get("negative") != "carry" and issued_before + total + carry < 0 <= worth:
            cents = [*cents, (on, -issued_before - total)]
        due = guarantee(texts, span, {at: each.issued for at, each in past.items()}, sum(n for _, n in cents))
        if most is not None:
            due = min(due, room - sum(n for day, n in cents if meant(cap, day)))
        due = 0 if any(at[0] == span[0] for at in undelivered) else max(0, due)
        cents = [*cents, (on, due)]
        total = sum(n for _, n in cents)
        parts = shared(text, 0 if total < 0 and text.get("negative") == "carry" else total)
        carry += total - sum(parts)
        cents = [*cents, (on, sum(parts) - total)]
        extra = Fraction(due, unit)
        past[span] = Done(
            [*((part.day, part.amount) for part in inside), (on, extra)],
            [*((part.day, part.amount) for part in exact), (on, extra)], cents, sum(parts), parts,
        )  # fmt: skip
    return past


def per_period(cap: Clause | None) -> Fraction | None:
    """Return the cap of a period."""
    return Fraction(cap["per_period"]) if cap and "per_period" in cap else None


def limit(cap: Clause | None, least: Fraction) -> Fraction:
    """Return the total cap, less what was paid in the past, and never less than what was paid when it came in."""
    assert cap is not None
    return max(Fraction(cap["total"]) - Fraction(cap.get("past_payments", 0)), Fraction(0), least)


def meant(cap: Clause | None, on: date) -> bool:
    """Return whether a day counts towards a cap."""
    return cap is None or "counting_from" not in cap or on >= date.fromisoformat(cap["counting_from"])


def to_date(past: dict[Span, Done], cap: Clause | None, what: str) -> Fraction:
    """Return a figure to date, summed from the first period."""
    return sum((Fraction(n) for one in past.values() for on, n in getattr(one, what) if meant(cap, on)), Fraction(0))


def group_name(clause: Clause, row: Row) -> str:
    """Return what is rounded together."""
    return row.id if clause["rounding"]["at"] == "row" else f"{row.stream} {row.day}"


def with_floor(texts: Sequence[Clause], span: Span, inside: list[Part]) -> list[Part]:
    """Return the period with what the floor adds."""
    text = cut_under(texts, span)
    missing = Fraction(text.get("floor", "0")) - sum(part.amount for part in inside)
    if "floor" in text and runs_in(texts, span) and missing > 0:
        return [*inside, Part("floor", last_of(texts, span), missing)]
    return inside


def under(inside: list[Part], before: Fraction, most: Fraction | None, cap: Clause | None) -> list[Part]:
    """Return what a cap leaves of each amount that it means: paid to date is the lesser of earned to date and cap."""
    if most is None:
        return inside
    done, so_far = [], before
    for part in inside:
        if not meant(cap, part.day):
            done.append(part)
            continue
        done.append(replace(part, amount=min(so_far + part.amount, most) - min(so_far, most)))
        so_far += part.amount
    return done


def to_cents(
    clause: Clause, paid: list[Part], carry: Fraction, on: date, unit: int
) -> tuple[list[tuple[date, int]], Fraction]:
    """Return the period in units by day, and what is carried into the next: what pays nothing takes nothing along."""
    mode = clause["rounding"]["mode"]
    joins = carry if any(part.amount for part in paid) else Fraction(0)
    carry -= joins
    if clause["rounding"]["at"] == "statement":
        whole = sum((part.amount for part in paid), Fraction(0)) * unit + joins
        cents = near(whole, mode)
        return [(on, cents)], carry + (whole - cents if clause.get("residual") == "carry_forward" else 0)
    groups: dict[tuple[str, date], Fraction] = {}
    for part in paid:
        groups[part.group, part.day] = groups.get((part.group, part.day), Fraction(0)) + part.amount
    return [*((day, near(amount * unit, mode)) for (_, day), amount in groups.items()), (on, near(joins, mode))], carry


def shared(clause: Clause, total: int) -> tuple[int, ...]:
    """Return the units of each payee, one after the other; what is carried forward is nobody's."""
    if isinstance(clause["payee"], str):
        return (total,)
    weights = [Fraction(one["share"]) for one in clause["payee"]]
    exact = [total * weight / sum(weights) for weight in weights]
    residual = clause.get("residual", "largest_remainder")
    if residual == "counterparty":
        rounded = [near(one, clause["rounding"]["mode"]) for one in exact]
        place = [one["party"] for one in clause["payee"]].index(clause["residual_to"])
        rounded[place] = total - sum(n for at, n in enumerate(rounded) if at != place)
        return tuple(rounded)
    cents = [one.numerator // one.denominator for one in exact]
    while residual != "carry_forward" and sum(cents) < total:
        gaps = [one - n for one, n in zip(exact, cents, strict=True)]
        place = gaps.index(max(gaps)) if residual == "largest_remainder" else total - sum(cents) - 1
        cents[place] += 1
    return tuple(cents)


def guarantee(texts: Sequence[Clause], span: Span, issued: dict[Span, int], now: int) -> int:
    """Return the units that lift a fiscal year to its minimum, at its end or the last text's."""
    text, until = cut_under(texts, span), date.fromisoformat(texts[-1]["until"])
    if "minimum" not in text or not (span[1] == 12 // size(texts) or span_of(texts, until) == span):
        return 0
    opened = first_of(texts, (span[0], 1))
    year = [opened + timedelta(days=n) for n in range((first_of(texts, (span[0] + 1, 1)) - opened).days)]
    held = [day for day in year if "minimum" in (text_on(texts, day) or {})]
    if not any(span_of(texts, day) == span for day in held):
        return 0
    share = {
        "whole": Fraction(1),
        "days": Fraction(len(held), len(year)),
        "months": Fraction(len({(day.year, day.month) for day in held}), 12),
    }[text["minimum"]["partial_year"]]
    least = near(Fraction(text["minimum"]["amount"]) * share * one(texts), text["rounding"]["mode"])
    return max(0, least - now - sum(cents for past, cents in issued.items() if past[0] == span[0]))
