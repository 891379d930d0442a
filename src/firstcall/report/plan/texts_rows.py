"""The same needs under several texts, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from firstcall.planning.results.texts_compared import UnderText
from firstcall.planning.results.unmet_reasons import Lateness
from firstcall.report.plan.figures import count, day, exact_number, percent, short_money
from firstcall.report.sheet import Sheet


def texts_sheets(texts: Sequence[UnderText], currency: str) -> Iterator[Sheet]:
    """Yield the comparison: one row a text, and one row a period."""
    rows = tuple(_row(one, currency) for one in texts)
    notes = (
        "The same needs, supply and record, planned on the same day; each text is held from then to the horizon's end.",
        "Paid and missing are expected; gap is what is not proven of each plan.",
    )
    columns = ("text of", "paid", "missing hours", "in all", "late", "supplied by", "gap")
    yield Sheet("The same needs under each text", columns, rows, notes)
    yield Sheet(
        "Missing in each period", ("period", *(day(one.day) for one in texts)), tuple(_period_rows(texts)),
        ("Share of the hours wanted that nobody supplies, expected.",),
    )  # fmt: skip


def _row(one: UnderText, currency: str) -> tuple[str, ...]:
    name = f"{day(one.day)}\n{one.version}"
    if one.result is None:
        return name, "", "", "", "", "nothing is lawful and enough", ""
    share = percent(one.missing / one.wanted, 1) if one.wanted else "0%"
    supplied = one.wanted - one.missing
    by = "\n".join(f"{provider} {percent(hours / supplied, 1)}" for provider, hours in one.by_provider) or "nobody"
    money = one.result.money
    return (
        name, short_money(money.paid, currency), share, short_money(money.total, currency),
        "\n".join(_late(late) for late in one.late), by, percent(one.result.gap),
    )  # fmt: skip


def _late(late: Lateness) -> str:
    if not late.days:
        return f"{late.need}: in time"
    never = f" ({percent(late.never, 0)} not by the end)" if late.never else ""
    return f"{late.need}: {count(late.days)} days{never}"


def _period_rows(texts: Sequence[UnderText]) -> Iterator[tuple[str, ...]]:
    first = next((one.result for one in texts if one.result is not None), None)
    if first is None:
        return
    grid = first.planned.model.grid
    for period in range(len(grid.periods)):
        shares = [_share(one, period) for one in texts]
        if any(shares):
            yield grid.name(period), *shares


def _share(one: UnderText, period: int) -> str:
    if one.result is None:
        return ""
    rows = [row for row in one.result.rows if row.period == period]
    wanted = sum((row.wanted for row in rows), Fraction(0))
    missing = sum((row.missing for row in rows), Fraction(0))
    return percent(missing / wanted, 1) if wanted else ""


def texts_json(texts: Sequence[UnderText]) -> list[dict[str, object]]:
    """Return the comparison as plain values."""
    return [
        {
            "text_of": one.day.isoformat(), "version": one.version,
            "paid": exact_number(one.result.money.paid) if one.result else None,
            "total": exact_number(one.result.money.total) if one.result else None,
            "missing_hours": exact_number(one.missing), "wanted_hours": exact_number(one.wanted),
            "gap": exact_number(one.result.gap) if one.result else None,
            "late": [
                {"need": late.need, "days": exact_number(late.days), "never": exact_number(late.never)}
                for late in one.late
            ],
            "hours_by_provider": {provider: exact_number(hours) for provider, hours in one.by_provider},
        }
        for one in texts
    ]  # fmt: skip
