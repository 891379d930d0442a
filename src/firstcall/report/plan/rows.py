"""A plan as sheets: what to do by when, what to buy, what runs where, what is missing and why, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.terms import Terms
from firstcall.planning.results.buy_list import Buy
from firstcall.planning.results.changes import BuyKey, Change
from firstcall.planning.results.result import PlanResult
from firstcall.planning.results.unmet_reasons import ReasonCode, Shortfall, UnmetReason
from firstcall.report.difference.line_facts import BeforeColumn, WhatColumn
from firstcall.report.figures import NOTHING, PeriodNamed, count, day_said, nearest_whole, share_percent, short_money
from firstcall.report.plan.facts.buying import (
    BuyChanged,
    BuyStarts,
    BuyStartsFor,
    ConsentInHand,
    IfHolderTakesLine,
    NoPurchaseChanged,
    NothingIsBought,
    NoticeOfLine,
    RunsByTheHour,
    RunsThrough,
    SafeDaysAbout,
    SignLineWith,
)
from firstcall.report.plan.facts.cases import condition_said
from firstcall.report.plan.facts.headings import (
    AcceleratorsColumn,
    AllColumn,
    BlocksCountColumn,
    BlocksNowColumn,
    ByLastDayColumn,
    CostHeading,
    HoursMissingColumn,
    MissingColumn,
    NeedColumn,
    OnlyIfColumn,
    PeriodColumn,
    RestsOnHeading,
    RunsColumn,
    SinceHeading,
    SuppliedByColumn,
    SupplyHeading,
    ToBuyHeading,
    UnmetHeading,
    WhyColumn,
)
from firstcall.report.plan.facts.supplied import (
    BeyondHorizon,
    HoursAndShare,
    IdleHours,
    InAll,
    LinesAboveCeiling,
    LinesBarred,
    LinesBarredBy,
    LinesBoughtOut,
    LinesDearerThanMissing,
    LinesNotOpen,
    LinesTooLate,
    NoLineFits,
    SuppliedByNobody,
    SuppliedByProvider,
    SupplyAbout,
)
from firstcall.report.plan.grades import graded, graded_columns
from firstcall.report.plan.summary import PlanTold, ground_lines, plan_headline, summary_lines
from firstcall.report.route.line_facts import (
    DoThisNow,
    FirstDayColumn,
    LineColumn,
    SafeDaysColumn,
    SupplyCostColumn,
    WantedColumn,
)
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import Said

_UNMET: dict[ReasonCode, Callable[[tuple[str, ...]], Said]] = {
    "barred": lambda lines: LinesBarred(lines=lines),
    "too late": lambda lines: LinesTooLate(lines=lines),
    "bought out": lambda lines: LinesBoughtOut(lines=lines),
    "dearer than missing": lambda lines: LinesDearerThanMissing(lines=lines),
    "above ceiling": lambda lines: LinesAboveCeiling(lines=lines),
    "not open then": lambda lines: LinesNotOpen(lines=lines),
}


def plan_sheets(told: PlanTold) -> Iterator[Sheet]:
    """Yield what a plan says, the most important first."""
    yield Sheet(plan_headline(told), (NOTHING,), (), tuple(summary_lines(told)))
    yield from _to_do(told)
    yield _supply_sheet(told)
    if told.short:
        grades = {row.need: row.grade for row in told.result.rows}
        yield graded(Sheet(
            UnmetHeading(), (PeriodColumn(), NeedColumn(), HoursMissingColumn(), WhyColumn()),
            tuple(_short_row(told, one) for one in told.short),
        ), [grades[one.need] for one in told.short])  # fmt: skip
    yield _cost_sheet(told)
    if told.changes is not None:
        cases = {str(said): said for buy in told.result.buys if isinstance(said := condition_said(buy.only_if), Said)}
        yield Sheet(
            SinceHeading(),
            (WhatColumn(), LineColumn(), FirstDayColumn(), BeforeColumn(), BlocksNowColumn(), OnlyIfColumn()),
            tuple(_change_row(one, cases) for one in told.changes), () if told.changes else (NoPurchaseChanged(),),
        )  # fmt: skip
    yield Sheet(RestsOnHeading(), (NOTHING,), (), tuple(ground_lines(told)))


def _to_do(told: PlanTold) -> Iterator[Sheet]:
    """Yield what to do by when, and what is bought; that it is nothing, where it is."""
    acts = list(_act_rows(told.result, told.text))
    if not acts:
        yield Sheet(ToBuyHeading(), (NOTHING,), (), (NothingIsBought(),))
        return
    yield graded(Sheet(
        DoThisNow(),
        (ByLastDayColumn(), FirstDayColumn(), SafeDaysColumn(), WhatColumn(), BlocksCountColumn(), OnlyIfColumn()),
        tuple(row for row, _ in acts), (SafeDaysAbout(),),
    ), [grade for _, grade in acts])  # fmt: skip
    bought = [buy for buy in told.result.buys if buy.kind == "sign"]
    yield graded(Sheet(
        ToBuyHeading(),
        (LineColumn(), BlocksCountColumn(), AcceleratorsColumn(), RunsColumn(), SupplyCostColumn(), OnlyIfColumn()),
        tuple(_buy_row(told, buy) for buy in bought), tuple(_taken_notes(told)),
    ), [buy.grade for buy in bought])  # fmt: skip


def _act_rows(result: PlanResult, text: Terms) -> Iterator[tuple[tuple[Cell, ...], Grade]]:
    rows: list[tuple[date, Said, tuple[Cell, ...], Grade]] = []
    for buy in result.buys:
        case, blocks = condition_said(buy.only_if), count(Fraction(buy.blocks))
        signing = day_said(buy.signing)
        if buy.kind == "notice" and buy.notice_last is not None and buy.window_day is not None:
            what: Said = NoticeOfLine(line=buy.line, rights=buy.rights, day=buy.window_day)
            first, last, safe = day_said(buy.notice_first), day_said(buy.notice_last), count(Fraction(buy.safe_days))
            rows.append((buy.notice_last, what, (last, first, safe, what, blocks, case), buy.grade))
        if buy.kind == "sign":
            for step in buy.consents:
                what = ConsentInHand(by=text.party_called(step.by), clause=step.clause, line=buy.line)
                rows.append((buy.signing, what, (signing, NOTHING, NOTHING, what, NOTHING, case), buy.grade))
            what = SignLineWith(line=buy.line, provider=text.provider_called(buy.provider))
            rows.append((buy.signing, what, (signing, NOTHING, NOTHING, what, blocks, case), buy.grade))
    yield from (
        (row, grade) for _, _, row, grade in sorted(rows, key=lambda one: (one[0], str(one[1]), str(one[2][-1])))
    )


def _buy_row(told: PlanTold, buy: Buy) -> tuple[Cell, ...]:
    runs: Said = RunsByTheHour(first=buy.starts)
    if buy.ends:
        runs = RunsThrough(first=buy.starts, last=buy.ends - timedelta(days=1))
    provider = told.text.provider_called(buy.provider)
    return (
        OwnWords(f"{buy.line}\n{provider}"), count(Fraction(buy.blocks)), count(Fraction(buy.accelerators)), runs,
        short_money(buy.cost, told.currency), condition_said(buy.only_if),
    )  # fmt: skip


def _taken_notes(told: PlanTold) -> Iterator[Said]:
    seen = set()
    for buy in told.result.buys:
        for holder, provider, starts, cost in buy.if_taken:
            key = (buy.line, holder, buy.starts)
            if key not in seen:
                seen.add(key)
                yield IfHolderTakesLine(
                    holder=told.text.party_called(holder), line=buy.line, accelerators=buy.accelerators,
                    day=buy.starts, provider=told.text.provider_called(provider), starts=starts,
                    cost=short_money(cost, told.currency),
                )  # fmt: skip


def _supply_sheet(told: PlanTold) -> Sheet:
    grid = told.result.planned.model.grid
    rows: list[tuple[Cell, ...]] = []
    for row in told.result.rows:
        first, after = grid.periods[row.period]
        hours = grid.hours(first, after)
        by = tuple(
            SuppliedByProvider(provider=told.text.provider_called(name), amount=count(amount / hours))
            for name, amount in row.by_provider
        )
        gone = count(row.missing / hours) if row.missing else NOTHING
        wanted = count(row.wanted / hours)
        rows.append(
            (PeriodNamed(period=grid.name(row.period)), OwnWords(row.need), wanted, by or SuppliedByNobody(), gone)
        )
    columns = (PeriodColumn(), NeedColumn(), WantedColumn(), SuppliedByColumn(), MissingColumn())
    return graded(
        Sheet(SupplyHeading(), columns, tuple(rows), (SupplyAbout(),)), [row.grade for row in told.result.rows]
    )


def _short_row(told: PlanTold, one: Shortfall) -> tuple[Cell, ...]:
    grid = told.result.planned.model.grid
    missing = HoursAndShare(hours=count(one.missing), share=share_percent(one.missing / one.wanted, 1))
    return PeriodNamed(period=grid.name(one.period)), OwnWords(one.need), missing, tuple(reasons_said(one.reasons))


def reasons_said(reasons: Sequence[UnmetReason]) -> Iterator[Said]:
    """Yield why nothing fills what is missing, the lines of one reason together."""
    grouped: dict[tuple[ReasonCode, tuple[str, ...]], list[str]] = {}
    for reason in reasons:
        grouped.setdefault((reason.code, reason.clauses), []).append(reason.line)
    for (code, clauses), lines in grouped.items():
        named = tuple(lines)
        yield LinesBarredBy(lines=named, clauses=clauses) if clauses else _UNMET[code](named)
    if not reasons:
        yield NoLineFits()


def _cost_sheet(told: PlanTold) -> Sheet:
    grid, cur = told.result.planned.model.grid, told.currency
    providers = list(dict.fromkeys(provider for provider, _, _ in told.result.costs))
    table = {(provider, period): amount for provider, period, amount in told.result.costs}
    rows: list[tuple[Cell, ...]] = []
    for period in (*range(len(grid.periods)), None):
        amounts = [table.get((provider, period), Fraction(0)) for provider in providers]
        if any(amounts):
            name = BeyondHorizon() if period is None else PeriodNamed(period=grid.name(period))
            cells = [short_money(amount, cur) if amount else NOTHING for amount in amounts]
            rows.append((name, *cells, short_money(sum(amounts, Fraction(0)), cur)))
    sums = [sum((a for p, _, a in told.result.costs if p == provider), Fraction(0)) for provider in providers]
    rows.append((InAll(), *(short_money(s, cur) for s in sums), short_money(told.result.money.paid, cur)))
    columns: tuple[Said | OwnWords, ...] = (
        PeriodColumn(),
        *(OwnWords(told.text.provider_called(name)) for name in providers),
        AllColumn(),
    )
    sheet = Sheet(CostHeading(), columns, tuple(rows), (IdleHours(n=nearest_whole(told.result.idle)),))
    grades = [told.result.by_provider[provider] for provider in providers]
    return graded_columns(sheet, [*grades, told.result.grade])


def _change_row(one: Change, cases: dict[str, Said]) -> tuple[Cell, ...]:
    """Return what changed; the case of a purchase that is dropped stands as the earlier plan's file wrote it."""
    kind, line, starts, months, case = one.key
    term = int(months)
    begins = BuyStartsFor(starts=starts, n=term) if term else BuyStarts(starts=starts)
    blocks = (count(Fraction(one.before)), count(Fraction(one.after)))
    return BuyChanged(change=one.code, kind=kind), OwnWords(line), begins, *blocks, cases.get(case, OwnWords(case))


def buy_key(buy: Buy) -> BuyKey:
    """Return what tells one entry of a buy list from another."""
    return buy.kind, buy.line, buy.starts.isoformat(), str(buy.term_months), str(condition_said(buy.only_if))
