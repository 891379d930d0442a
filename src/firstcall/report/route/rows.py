"""A route as sheets: the answer, every line with its steps, the covers, and what to do by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from firstcall.agreement.terms import Terms
from firstcall.dates import iso
from firstcall.planning.inputs.input_checks import Remark, RemarkCode
from firstcall.planning.inputs.pricing import hourly
from firstcall.planning.routes.coverage import QuarterCover, RouteAnswer, ToDo
from firstcall.planning.routes.route import AfterMatch, Desk, LineRoute, RouteStep, StepKind
from firstcall.planning.steps.cautions import cautions_of
from firstcall.planning.steps.holders import LeadBasis
from firstcall.report.difference.line_facts import WhatColumn
from firstcall.report.figures import (
    NOTHING,
    PeriodNamed,
    count,
    day_said,
    exact_number,
    nearest_whole,
    price,
    short_money,
)
from firstcall.report.route.line_facts import (
    BarredBy,
    BlocksColumn,
    BlocksOfLine,
    ClassColumn,
    CoveredAlways,
    CoveredBut,
    CoveredNever,
    CoversAbout,
    CoversHeading,
    DoThisNow,
    FirstDayColumn,
    FreedomOf,
    LastSafeColumn,
    LineAtRow,
    LineColumn,
    LinesHeading,
    LinesLookAlike,
    LinesOfClass,
    LinesThatServe,
    LinesUnfit,
    NeedAfter,
    NeedsBeyondAgreement,
    NeverRuns,
    NoLines,
    NoLineServes,
    NoNeedUses,
    NoSafeDay,
    NotCountedOn,
    NothingNeedsDoing,
    NotProven,
    OnlyBeside,
    PriceAnHour,
    PriceColumn,
    PriceIsOld,
    ProviderUnlisted,
    QuarterColumn,
    QuarterForColumn,
    RestsOnGrade,
    RouteClassTold,
    RunsFromColumn,
    RunsTooLate,
    SafeDaysColumn,
    StaysUncovered,
    StepsColumn,
    SuppliedColumn,
    SuppliesColumn,
    SupplyCostColumn,
    TermBeyondAgreement,
    TooDear,
    UncoveredAsLate,
    UncoveredColumn,
    WantedColumn,
)
from firstcall.report.route.step_facts import (
    BonaFideOfferOf,
    ConsentOfParty,
    DaySupposed,
    IfTaken,
    LastIfMended,
    LastSafeDay,
    LeadByFutures,
    LeadByHoldersLine,
    LeadByMilestone,
    LeadOfTheLine,
    NoticeToHolder,
    RunsAt,
    SafeDaysCounted,
    SignWith,
    StepFrom,
    StepGiven,
    StepWith,
    SupposedStep,
    TakenCannotServe,
    WindowEnds,
)
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import Said

_ACTS: dict[StepKind, Callable[[str, str], Said]] = {
    "bona fide offer": lambda by, clause: BonaFideOfferOf(by=by),
    "notice": lambda by, clause: NoticeToHolder(by=by, clause=clause),
    "window": lambda by, clause: WindowEnds(),
    "consent": lambda by, clause: ConsentOfParty(by=by, clause=clause),
    "sign": lambda by, clause: SignWith(by=by),
    "run": lambda by, clause: RunsAt(by=by),
}
_LEADS: dict[LeadBasis, Callable[[int], Said]] = {
    "futures": lambda n: LeadByFutures(n=n),
    "milestone": lambda n: LeadByMilestone(n=n),
    "the holder's own line": lambda n: LeadByHoldersLine(n=n),
    "the line itself": lambda n: LeadOfTheLine(n=n),
}
_REMARKS: dict[RemarkCode, Callable[[tuple[Said, ...]], Said]] = {
    "term-beyond-agreement": lambda lines: TermBeyondAgreement(lines=lines),
    "need-beyond-agreement": lambda needs: NeedsBeyondAgreement(needs=needs),
    "no-use": lambda lines: NoNeedUses(lines=lines),
    "price-is-old": lambda lines: PriceIsOld(lines=lines),
    "unlisted-provider": lambda lines: ProviderUnlisted(lines=lines),
    "looks-alike": lambda lines: LinesLookAlike(lines=lines),
}


def route_sheets(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...] = ()) -> Iterator[Sheet]:
    """Yield what a route says, the most important first."""
    yield Sheet(headline(answer), (NOTHING,), (), tuple(_summary(desk, answer)))
    yield Sheet(
        DoThisNow(),
        (WhatColumn(), LineColumn(), FirstDayColumn(), LastSafeColumn(), SafeDaysColumn(), QuarterForColumn()),
        tuple(_todo_row(act, planned_text(desk)) for act in answer.todo), () if answer.todo else (NothingNeedsDoing(),),
    )  # fmt: skip
    yield Sheet(
        CoversHeading(),
        (QuarterColumn(), WantedColumn(), BlocksColumn(), SuppliedColumn(), SupplyCostColumn(), UncoveredColumn()),
        tuple(_quarter_row(desk, quarter) for quarter in answer.quarters), (CoversAbout(),),
    )  # fmt: skip
    yield Sheet(
        LinesHeading(),
        (LineColumn(), ClassColumn(), PriceColumn(), SuppliesColumn(), RunsFromColumn(), StepsColumn()),
        tuple(supply_row(desk, route) for route in answer.routes), tuple(_line_notes(desk, answer, remarks)),
    )  # fmt: skip


def headline(answer: RouteAnswer) -> Said:
    """Return the answer in one sentence."""
    need, day, accelerator = answer.need.id, answer.wanted_from, answer.need.accelerator
    wanted = nearest_whole(answer.most)
    short = tuple(quarter.name for quarter in answer.quarters if quarter.cover.uncovered)
    if not short:
        return CoveredAlways(need=need, wanted=wanted, accelerator=accelerator, day=day)
    if len(short) == len(answer.quarters):
        return CoveredNever(need=need, wanted=wanted, accelerator=accelerator, day=day)
    return CoveredBut(need=need, wanted=wanted, accelerator=accelerator, day=day, quarters=short)


def _summary(desk: Desk, answer: RouteAnswer) -> Iterator[Said]:
    classes = {route.outcome: 0 for route in answer.routes}
    for route in answer.routes:
        classes[route.outcome] += 1
    told = tuple(LinesOfClass(count=n, outcome=outcome) for outcome, n in classes.items())
    on = desk.ground.on
    yield LinesThatServe(day=on, classes=told) if told else NoLineServes(day=on)
    yield from (_uncovered(quarter) for quarter in answer.quarters if quarter.cover.uncovered)
    yield RestsOnGrade(grade=answer.grade)


def _uncovered(quarter: QuarterCover) -> Said:
    name, late = quarter.name, quarter.too_late
    uncovered, wanted = nearest_whole(quarter.cover.uncovered), nearest_whole(quarter.wanted)
    if late:
        return UncoveredAsLate(quarter=name, uncovered=uncovered, wanted=wanted, lines=late)
    return StaysUncovered(quarter=name, uncovered=uncovered, wanted=wanted)


def supply_row(desk: Desk, route: LineRoute) -> tuple[Cell, ...]:
    """Return a line as a row: class, price, what it supplies, from when, and its steps."""
    rate = price(hourly(route.line, desk.needs) / route.speed)
    provider = planned_text(desk).provider_called(route.line.provider)
    return (
        OwnWords(f"{route.line.id}\n{provider}"), RouteClassTold(outcome=route.outcome),
        PriceAnHour(price=rate, currency=desk.needs.currency), count(route.useful), _runs_from(route),
        tuple(step_lines(route, planned_text(desk))),
    )  # fmt: skip


def planned_text(desk: Desk) -> Terms:
    """Return the text as it stands on the planning day, by which parties and providers are called."""
    ground = desk.ground
    return ground.terms(ground.act_at(ground.on))


def _runs_from(route: LineRoute) -> Cell:
    if route.starts is None:
        return NeverRuns() if route.outcome == "barred" else NoSafeDay()
    return day_said(route.starts) if route.in_time else RunsTooLate(day=route.starts)


def step_lines(route: LineRoute, text: Terms) -> Iterator[Said]:
    """Yield the steps of a line, one each, with both outcomes where a holder may take it."""
    if route.outcome == "barred":
        yield BarredBy(clauses=route.access.barred)
        return
    for step in route.steps:
        yield _step(step, _act(step.kind, step.by, step.clause, text))
    for after in route.matched:
        yield _match(after, text)
    if route.access.shares:
        yield OnlyBeside(approvals=route.access.shares)


def _act(kind: StepKind, by: str | None, clause: str | None, text: Terms) -> Said:
    """Return what is done, with the names of who does it."""
    called = text.party_called if kind in ("notice", "consent") else text.provider_called
    return _ACTS[kind](called(by or ""), clause or "")


def _step(step: RouteStep, act: Said) -> Said:
    told: Said = StepGiven(step=act, day=step.first) if step.done else StepFrom(step=act, day=step.first)
    beside: list[Said] = []
    if step.last is not None and step.last != step.first:
        beside.append(LastSafeDay(day=step.last))
    if step.margin is not None and step.margin != step.last:
        beside.append(LastIfMended(day=step.margin))
    told = StepWith(step=told, beside=tuple(beside)) if beside else told
    told = SafeDaysCounted(step=told, n=step.safe) if step.safe else told
    return StepWith(step=told, beside=(DaySupposed(),)) if step.supposed else told


def _match(after: AfterMatch, text: Terms) -> Said:
    lead = _LEADS[after.lead_from](after.lead_days)
    holder, provider = text.party_called(after.holder), text.provider_called(after.provider)
    told = IfTaken(holder=holder, provider=provider, day=after.starts, lead=lead)
    return told if after.serves else TakenCannotServe(taken=told, clauses=after.barred)


def _todo_row(act: ToDo, text: Terms) -> tuple[Cell, ...]:
    told = _act(act.kind, act.by, act.clause, text)
    return (
        SupposedStep(step=told) if act.supposed else told, OwnWords(act.line), day_said(act.first),
        day_said(act.last) if act.last else NoSafeDay(), count(Fraction(act.safe)) if act.safe else NOTHING,
        PeriodNamed(period=act.quarter),
    )  # fmt: skip


def _quarter_row(desk: Desk, quarter: QuarterCover) -> tuple[Cell, ...]:
    cover, currency = quarter.cover, desk.needs.currency
    taken = tuple(BlocksOfLine(line=name, blocks=n) for name, n in cover.blocks)
    proven = () if cover.is_proven else (NotProven(bound=short_money(cover.bound, currency)),)
    return (
        PeriodNamed(period=quarter.name), count(quarter.wanted), taken or NoLines(), count(cover.supplied),
        (short_money(cover.cost, currency), *proven), count(cover.uncovered) if cover.uncovered else NOTHING,
    )  # fmt: skip


def _line_notes(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...]) -> Iterator[Said]:
    if answer.too_dear and answer.need.ceiling is not None:
        yield TooDear(ceiling=answer.need.ceiling, lines=answer.too_dear)
    if answer.unserved:
        yield LinesUnfit(lines=answer.unserved)
    yield from remark_lines(remarks)
    yield from caution_lines(desk)


def caution_lines(desk: Desk) -> Iterator[Said]:
    """Yield the freedoms of rights that are not counted on, by name."""
    named = tuple(FreedomOf(freedom=one.freedom, clause=one.clause) for one in cautions_of(desk.ground))
    if named:
        yield NotCountedOn(freedoms=named)


def remark_lines(remarks: tuple[Remark, ...]) -> Iterator[Said]:
    """Yield what is to be known of lines of supply and of needs, one sentence for each kind."""
    for code, told in _REMARKS.items():
        lines = tuple(_remarked(one) for one in remarks if one.code == code)
        if lines:
            yield told(lines)


def _remarked(one: Remark) -> Said:
    if one.code == "need-beyond-agreement" and one.day is not None:
        return NeedAfter(need=one.line, day=one.day)
    return LineAtRow(line=one.line, row=one.row)


def route_answer_json(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...] = ()) -> dict[str, object]:
    """Return a route as plain values."""
    return {
        "need": answer.need.id, "accelerator": answer.need.accelerator, "on": desk.ground.on.isoformat(),
        "wanted_from": answer.wanted_from.isoformat(), "most": program_number(answer.most), "rests_on": answer.grade,
        "lines": [_line_json(desk, route) for route in answer.routes],
        "unserved": list(answer.unserved), "too_dear": list(answer.too_dear),
        "quarters": [_quarter_json(quarter) for quarter in answer.quarters],
        "todo": [
            {"what": act.kind, "line": act.line, "clause": act.clause, "by": act.by, "first": act.first.isoformat(),
             "last": _iso(act.last), "safe_days": act.safe, "quarter": act.quarter, "supposed": act.supposed}
            for act in answer.todo
        ],
        "remarks": [
            {"code": one.code, "line": one.line, "row": one.row, "day": _iso(one.day), "reason": reason.as_json()}
            for one in remarks for reason in remark_lines((one,))
        ],
    }  # fmt: skip


def program_number(amount: Fraction) -> str:
    """Return a number for a program."""
    return exact_number(amount)


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _line_json(desk: Desk, route: LineRoute) -> dict[str, object]:
    return {
        "line": route.line.id, "provider": route.line.provider, "class": route.outcome,
        "barred": list(route.access.barred), "because": list(route.access.because), "rests_on": route.grade,
        "price_per_hour": program_number(hourly(route.line, desk.needs) / route.speed), "currency": desk.needs.currency,
        "supplies": program_number(route.useful), "signing": _iso(route.signing), "starts": _iso(route.starts),
        "free_at": iso(route.free_at) if route.free_at else None, "in_time": route.in_time,
        "steps": [
            {"what": step.kind, "reason": _step(step, _ACTS[step.kind](step.by or "", step.clause or "")).as_json(),
             "clause": step.clause, "by": step.by, "first": step.first.isoformat(), "last": _iso(step.last),
             "safe_days": step.safe, "supposed": step.supposed, "done": step.done}
            for step in route.steps
        ],
        "if_matched": [
            {"holder": after.holder, "provider": after.provider, "starts": after.starts.isoformat(),
             "lead_days": after.lead_days, "lead_from": after.lead_from, "serves": after.serves,
             "barred": list(after.barred)}
            for after in route.matched
        ],
    }  # fmt: skip


def _quarter_json(quarter: QuarterCover) -> dict[str, object]:
    cover = quarter.cover
    return {
        "quarter": quarter.name, "first": quarter.first.isoformat(), "wanted": program_number(quarter.wanted),
        "blocks": dict(cover.blocks), "supplied": program_number(cover.supplied), "cost": program_number(cover.cost),
        "bound": program_number(cover.bound), "proven": cover.is_proven, "uncovered": program_number(cover.uncovered),
        "too_late": list(quarter.too_late), "rests_on": quarter.grade,
    }  # fmt: skip
