"""The public example's plan reckoned anew: from what is printed, its files and the calendar, by no code of planning."""

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from ruamel.yaml import YAML

import firstcall

HERE = Path(__file__).resolve().parents[3] / "examples" / "microsoft-openai"
CHANCES = {"aws": Fraction(1, 5), "oracle-stargate": Fraction(1, 10)}
"""Of a match; three in ten for any other line. One mood decides all of them."""
BRANCHES = {"as-planned": (Fraction(3, 5), Fraction(1)), "faster": (Fraction(1, 5), Fraction(13, 10)),
            "slower": (Fraction(1, 5), Fraction(7, 10))}  # fmt: skip
WORTH = {"H100": Fraction(1), "H200": Fraction(6, 5), "GB200": Fraction(5, 2)}
CLOSED = holidays.country_holidays("US", years=range(2025, 2029))
PACIFIC = ZoneInfo("America/Los_Angeles")


@cache
def told() -> dict[str, Any]:
    """The plan under the text of 21 January 2025."""
    found: dict[str, Any] = json.loads(json.dumps(firstcall.open(HERE).plan(texts=["2025-01-21"]).to_json()))
    return found


@cache
def written(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(HERE / name)
    return found


@cache
def lines() -> dict[str, dict[str, str]]:
    with (HERE / "supply.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def moods(case: str) -> tuple[Fraction, Fraction]:
    """From which draw of the holder's mood to which a case holds."""
    low, high = Fraction(0), Fraction(1)
    for part in case.split("; "):
        words = part.split(" ")
        if words[0] in lines() and words[1] == "is":
            chance = CHANCES.get(words[0], Fraction(3, 10))
            if words[2] == "taken":
                high = min(high, chance)
            else:
                assert words[2:4] == ["not", "taken"], part
                low = max(low, chance)
    return low, high


def branches(case: str) -> list[str]:
    named = [part.removeprefix("demand is ") for part in case.split("; ") if part.startswith("demand is ")]
    return [name for name in BRANCHES if not named or name in named]


def odds(case: str, until: Fraction = Fraction(1)) -> Fraction:
    """How likely a case is, with a draw of the mood below a chance."""
    low, high = moods(case)
    weight = sum((BRANCHES[name][0] for name in branches(case)), Fraction(0))
    return max(min(high, until) - low, Fraction(0)) * weight


def bought() -> list[tuple[str, str, Fraction, date, date, Fraction]]:
    """Line, provider, expected accelerators, first day, day after the last, price: signed, or taken by the holder."""
    found = []
    for buy in told()["buys"]:
        line, count = lines()[buy["line"]], Fraction(buy["accelerators"])
        assert buy["accelerators"] == buy["blocks"] * int(line["block"])
        price, months = Fraction(line["price"]), int(buy["term_months"])
        assert odds(buy["only_if"]) == Fraction(buy["likelihood"]), buy
        if buy["kind"] == "sign":
            chance, provider, first = odds(buy["only_if"]), line["provider"], date.fromisoformat(buy["starts"])
        else:
            chance = odds(buy["only_if"], CHANCES.get(buy["line"], Fraction(3, 10)))
            (taken,) = buy["if_taken"]
            provider, first = taken["provider"], date.fromisoformat(taken["starts"])
        found.append((buy["line"], provider, chance * count, first, later(first, months), price))
    return found


def later(day: date, months: int) -> date:
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    while True:
        try:
            return date(year, month, day.day)
        except ValueError:
            day -= timedelta(days=1)


def hours(first: date, after: date) -> int:
    return max((after - first).days, 0) * 24


def quarter(name: str) -> tuple[date, date]:
    first = date(int(name[:4]), 3 * int(name[-1]) - 2, 1)
    return first, later(first, 3)


def test_money_is_price_by_hours_by_likelihood() -> None:
    total = sum((count * price * hours(first, after) for _, _, count, first, after, price in bought()), Fraction(0))
    money = told()["money"]
    assert abs(total - Fraction(money["paid"])) <= 1
    end = date(2028, 1, 1)
    beyond = sum(
        (count * price * hours(max(first, end), after) for _, _, count, first, after, price in bought()), Fraction(0)
    )
    assert abs(beyond - Fraction(money["beyond_the_horizon"])) <= 1
    needs = written("needs.yaml")["needs"]
    unmet = {need["id"]: Fraction(need["unmet"]) for need in needs}
    missing = sum((Fraction(row["missing_hours"]) * unmet[row["need"]] for row in told()["periods"]), Fraction(0))
    assert abs(missing - Fraction(money["missing_hours"])) <= 1
    assert Fraction(money["total"]) == Fraction(money["paid"]) + Fraction(money["missing_hours"])
    gap = 1 - Fraction(money["bound"]) / Fraction(money["total"])
    assert abs(gap - Fraction(money["gap"])) < Fraction(1, 10**9) and gap > 0


def test_each_provider_is_paid_what_its_capacity_costs_in_each_period() -> None:
    for row in told()["costs"]:
        first, after = (date(2028, 1, 1), date.max) if row["period"] is None else quarter(row["period"])
        paid = sum(
            (count * price * hours(max(first, begins), min(after, ends))
             for _, provider, count, begins, ends, price in bought() if provider == row["provider"]), Fraction(0)
        )  # fmt: skip
        assert abs(paid - Fraction(row["amount"])) <= 1, row


def test_what_is_wanted_is_supplied_or_missing_and_no_provider_supplies_more_than_it_has() -> None:
    needs = written("needs.yaml")["needs"]
    used: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in told()["periods"]:
        (need,) = (one for one in needs if one["id"] == row["need"])
        first, after = quarter(row["period"])
        wanted = sum(
            Fraction(one["accelerators"]) * hours(max(first, one["from"]), min(after, one["to"] + timedelta(days=1)))
            for one in need["amount"]
        )
        given = {provider: Fraction(amount) for provider, amount in row["hours_by_provider"].items()}
        assert Fraction(row["wanted_hours"]) == wanted, "the branches of demand weigh up to one"
        assert sum(given.values()) + Fraction(row["missing_hours"]) == wanted
        if row["need"] == "api":
            assert set(given) <= {"azure"}, "the API stays exclusive"
        for provider, amount in given.items():
            used[provider, row["period"]] += amount
    for (provider, period), amount in used.items():
        first, after = quarter(period)
        capacity = sum(
            (count * WORTH[lines()[line]["accelerator"]] * hours(max(first, begins), min(after, ends))
             for line, of, count, begins, ends, _ in bought() if of == provider), Fraction(0)
        )  # fmt: skip
        assert amount <= capacity, (provider, period)


def test_the_last_safe_day_of_every_notice_is_counted_on_a_calendar() -> None:
    def ends(day: date) -> datetime:
        counted, at = 0, day
        while counted < 20:
            at += timedelta(days=1)
            counted += at.weekday() < 5 and at not in CLOSED
        return datetime(at.year, at.month, at.day, 17, tzinfo=PACIFIC)

    def received(day: date) -> date:
        while day.weekday() >= 5 or day in CLOSED:
            day += timedelta(days=1)
        return day

    notices = [buy for buy in told()["buys"] if buy["kind"] == "notice"]
    assert notices
    for buy in notices:
        first, last, signing = (date.fromisoformat(buy[name]) for name in ("notice_first", "notice_last", "signing"))
        safe = []
        day = date(2025, 1, 21)
        while day < signing:
            window = ends(received(day))
            tail = window.date() + timedelta(days=180)
            safe += [day] if window.date() < signing <= tail else []
            day += timedelta(days=1)
        assert (safe[0], safe[-1], len(safe)) == (first, last, buy["safe_days"]), buy["line"]
        assert datetime.fromisoformat(buy["window_ends"]) == ends(received(last)).astimezone(UTC)
        starts = date.fromisoformat(buy["starts"])
        assert signing == starts - timedelta(days=int(lines()[buy["line"]]["lead_days"]))


def test_nothing_is_bought_beyond_what_there_is_and_assumptions_are_listed() -> None:
    for name, line in lines().items():
        signed = [buy for buy in told()["buys"] if buy["kind"] == "sign" and buy["line"] == name]
        for buy in signed:
            assert int(line["min_quantity"] or 0) <= buy["accelerators"] <= int(line["quantity"])
            assert buy["starts"] >= line["available_from"]
    listed = [written(name)["assumptions"] for name in ("needs.yaml", "futures.yaml")]
    assert told()["assumptions"] == [*listed[0], *listed[1]]
    assert len(told()["assumptions"]) <= 6 and told()["rests_on"] == "assumed"
