"""A plan as sheets: what to do by when, what to buy, what runs where, what is missing and why, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.terms import Terms
from firstcall.planning.inputs.horizon import months_later
from firstcall.planning.results.buy_list import Buy
from firstcall.planning.results.changes import BuyKey, Change
from firstcall.planning.results.result import PlanResult
from firstcall.planning.results.texts_compared import UnderText
from firstcall.planning.results.unmet_reasons import ReasonCode, Shortfall, UnmetReason
from firstcall.report.difference.line_facts import BeforeColumn, WhatColumn
from firstcall.report.figures import (
    NOTHING,
    PeriodNamed,
    count,
    day_said,
    nearest_whole,
    share_percent,
    short_money,
    table_money,
)
from firstcall.report.plan.facts.buying import (
    BuyChanged,
    BuyStarts,
    BuyStartsFor,
    ConsentInHand,
    DueByThen,
    IfHolderTakesLine,
    NoPurchaseChanged,
    NothingIsBought,
    NothingIsDueBy,
    NoticeOfLine,
    NoticeToHolders,
    RunsByTheHour,
    RunsThrough,
    SafeDaysAbout,
    SignLineWith,
)
from firstcall.report.plan.facts.cases import condition_said, told_together
from firstcall.report.plan.facts.headings import (
    AcceleratorsColumn,
    AllColumn,
    BlocksCountColumn,
    BlocksNowColumn,
    ByLastDayColumn,
    CostHeading,
    CostInMillionsHeading,
    DueLaterHeading,
    HoursMissingColumn,
    HowSureHeading,
    MissingColumn,
    NeedColumn,
    OnlyIfColumn,
    PeriodColumn,
    RunsColumn,
    SinceHeading,
    SuppliedByColumn,
    SupplyHeading,
    TakenHeading,
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
from firstcall.report.plan.texts import texts_sheets
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

_Act = tuple[date, tuple[Cell, ...], Grade]
"""Something to do: its last day, its row, what it rests on."""
WHAT_TO_DO = DoThisNow | DueLaterHeading | ToBuyHeading | TakenHeading
"""What stands before everything else."""
SOON = 3
"""How many months from the planning day on count as now."""
_UNMET: dict[ReasonCode, Callable[[tuple[str, ...]], Said]] = {
    "barred": lambda lines: LinesBarred(lines=lines),
    "too late": lambda lines: LinesTooLate(lines=lines),
    "bought out": lambda lines: LinesBoughtOut(lines=lines),
    "dearer than missing": lambda lines: LinesDearerThanMissing(lines=lines),
    "above ceiling": lambda lines: LinesAboveCeiling(lines=lines),
    "not open then": lambda lines: LinesNotOpen(lines=lines),
}


def whole_plan(told: PlanTold, texts: Sequence[UnderText] = (), more: Sequence[Sheet] = ()) -> Iterator[Sheet]:
    """Yield a plan with what is told beside it: the answer, what to do and to buy; then the rest, and how sure it is.

    Args:
      told: the plan.
      texts: the same needs under several texts, where they were asked for.
      more: further sheets, such as clause prices.
    """
    first, *rest = plan_sheets(told)
    ahead = [sheet for sheet in rest if isinstance(sheet.title, WHAT_TO_DO)]
    yield from (first, *ahead)
    if texts:
        yield from texts_sheets(texts, told.currency)
    yield from more
    yield from (sheet for sheet in rest if sheet not in ahead)


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
    yield Sheet(HowSureHeading(), (NOTHING,), (), tuple(ground_lines(told)))


def _to_do(told: PlanTold) -> Iterator[Sheet]:
    """Yield what to do by when, and what is bought; that it is nothing, where it is."""
    acts = list(_act_rows(told.result, told.text))
    if not acts:
        yield Sheet(ToBuyHeading(), (NOTHING,), (), (NothingIsBought(),))
        return
    soon = months_later(told.result.planned.model.desk.ground.on, SOON)
    first = [act for act in acts if act[0] <= soon]
    later = [act for act in acts if act[0] > soon]
    yield _acts_sheet(DoThisNow(), first, DueByThen(day=soon) if first else NothingIsDueBy(day=soon))
    if later:
        yield _acts_sheet(DueLaterHeading(), later)
    bought = told_together(buy for buy in told.result.buys if buy.kind == "sign")
    yield graded(Sheet(
        ToBuyHeading(),
        (LineColumn(), BlocksCountColumn(), AcceleratorsColumn(), RunsColumn(), SupplyCostColumn(), OnlyIfColumn()),
        tuple(_buy_row(told, buy, case) for buy, case in bought),
    ), [buy.grade for buy, _ in bought])  # fmt: skip
    taken = tuple(_taken_notes(told))
    if taken:
        yield Sheet(TakenHeading(), (NOTHING,), (), taken)


def _acts_sheet(title: Said, acts: Sequence[_Act], *notes: Said) -> Sheet:
    if not acts:
        return Sheet(title, (NOTHING,), (), notes)
    columns = (ByLastDayColumn(), FirstDayColumn(), SafeDaysColumn(), WhatColumn(), BlocksCountColumn(), OnlyIfColumn())
    counted = any(row[2] != NOTHING for _, row, _ in acts)
    sheet = Sheet(title, columns, tuple(row for _, row, _ in acts), (*notes, *((SafeDaysAbout(),) if counted else ())))
    return graded(sheet, [grade for _, _, grade in acts])


def _act_rows(result: PlanResult, text: Terms) -> Iterator[_Act]:
    rows: list[tuple[date, Said, tuple[Cell, ...], Grade]] = []
    for buy, case in told_together(result.buys):
        blocks = count(Fraction(buy.blocks))
        signing = day_said(buy.signing)
        if buy.kind == "notice" and buy.notice_last is not None and buy.window_day is not None:
            what: Said = _notice(buy, buy.window_day, text)
            first, last, safe = day_said(buy.notice_first), day_said(buy.notice_last), count(Fraction(buy.safe_days))
            rows.append((buy.notice_last, what, (last, first, safe, what, blocks, case), buy.grade))
        if buy.kind == "sign":
            for step in buy.consents:
                what = ConsentInHand(by=text.party_called(step.by), clause=step.clause, line=buy.line)
                rows.append((buy.signing, what, (signing, NOTHING, NOTHING, what, NOTHING, case), buy.grade))
            what = SignLineWith(line=buy.line, provider=text.provider_called(buy.provider))
            rows.append((buy.signing, what, (signing, NOTHING, NOTHING, what, blocks, case), buy.grade))
    yield from (
        (day, row, grade) for day, _, row, grade in sorted(rows, key=lambda one: (one[0], str(one[1]), str(one[2][-1])))
    )


def _notice(buy: Buy, window: date, text: Terms) -> Said:
    """Return a notice, with its addressees where each right has a holder who could take the line."""
    holders = tuple(dict.fromkeys(text.party_called(holder) for holder, *_ in buy.if_taken))
    if len(buy.if_taken) < len(buy.rights):
        return NoticeOfLine(line=buy.line, rights=buy.rights, day=window)
    return NoticeToHolders(line=buy.line, holders=holders, rights=buy.rights, day=window)


def _buy_row(told: PlanTold, buy: Buy, case: Said | OwnWords) -> tuple[Cell, ...]:
    runs: Said = RunsByTheHour(first=buy.starts)
    if buy.ends:
        runs = RunsThrough(first=buy.starts, last=buy.ends - timedelta(days=1))
    provider = told.text.provider_called(buy.provider)
    return (
        OwnWords(f"{buy.line}\n{provider}"), count(Fraction(buy.blocks)), count(Fraction(buy.accelerators)), runs,
        short_money(buy.cost, told.currency), case,
    )  # fmt: skip


def _taken_notes(told: PlanTold) -> Iterator[Said]:
    seen = set()
    for buy in told.result.buys:
        for holder, provider, starts, cost in buy.if_taken:
            key = (buy.line, holder, buy.starts, buy.blocks)
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
    large = told.result.money.paid >= 10**6
    rows: list[tuple[Cell, ...]] = []
    for period in (*range(len(grid.periods)), None):
        amounts = [table.get((provider, period), Fraction(0)) for provider in providers]
        if any(amounts):
            name = BeyondHorizon() if period is None else PeriodNamed(period=grid.name(period))
            cells = [table_money(amount, millions=large) if amount else NOTHING for amount in amounts]
            rows.append((name, *cells, table_money(sum(amounts, Fraction(0)), millions=large)))
    sums = [sum((a for p, _, a in told.result.costs if p == provider), Fraction(0)) for provider in providers]
    paid = told.result.money.paid
    rows.append((InAll(), *(table_money(one, millions=large) for one in sums), table_money(paid, millions=large)))
    columns: tuple[Said | OwnWords, ...] = (
        PeriodColumn(),
        *(OwnWords(told.text.provider_called(name)) for name in providers),
        AllColumn(),
    )
    title = CostInMillionsHeading(currency=cur) if large else CostHeading(currency=cur)
    sheet = Sheet(title, columns, tuple(rows), (IdleHours(n=nearest_whole(told.result.idle)),))
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
