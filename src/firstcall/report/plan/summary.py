"""A plan in a few lines: its answer, how late needs are met, how sure it is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import weakest
from firstcall.agreement.terms import Terms
from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.results.changes import Change
from firstcall.planning.results.result import PlanResult
from firstcall.planning.results.stochastic_value import StochasticValue
from firstcall.planning.results.unmet_reasons import Lateness, Shortfall
from firstcall.planning.search.searching import FoundBy
from firstcall.report.figures import nearest_whole, share_percent, short_money, whole_money
from firstcall.report.plan.facts.grounds import (
    AssumedIn,
    NoChanceOfAnswer,
    NoChanceOfConsent,
    PlannedAgain,
    PointsAsRead,
    ScenariosDrawn,
    ScenariosPlanned,
    WeakestGround,
)
from firstcall.report.plan.facts.outcome import (
    HoursMissingCost,
    HowFound,
    KnowingIsWorth,
    NeedLateOrNever,
    NeedMetInTime,
    NeedMetLate,
    NeedNeverMet,
    PaidAnyway,
    PaidAnywayBeyond,
    PaidByUse,
    PlanCosts,
    PlanForExpectedFails,
    PlanFound,
    PlanFoundStopped,
    PlannedFor,
    PlanOfNothing,
    ProvenGap,
    ProvenGapAtWorst,
    ScenariosSave,
)
from firstcall.report.plan.grades import FiguresRestOn
from firstcall.report.route.rows import caution_lines, planned_text, remark_lines
from firstcall.said import Said
from firstcall.values import dataclass

_HOW: dict[FoundBy, HowFound] = {
    "relaxation": "relaxed", "rounded": "rounded", "local": "searched around", "whole": "searched whole",
    "kept": "kept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanTold:
    """All that is told of one plan."""

    result: PlanResult
    short: tuple[Shortfall, ...]
    late: tuple[Lateness, ...]
    value: StochasticValue | None
    remarks: tuple[Remark, ...] = ()
    changes: tuple[Change, ...] | None = None
    """Since an earlier plan, where one was named."""

    @property
    def currency(self) -> str:
        """The currency of all money."""
        return self.result.planned.model.desk.needs.currency

    @property
    def text(self) -> Terms:
        """The text on the planning day, by which parties and providers are called."""
        return planned_text(self.result.planned.model.desk)


def plan_headline(told: PlanTold) -> Said:
    """Return the plan in one sentence."""
    rows = told.result.rows
    paid = short_money(told.result.money.paid, told.currency)
    wanted = sum((row.wanted for row in rows), Fraction(0))
    missing = sum((row.missing for row in rows), Fraction(0))
    if not wanted:
        return PlanOfNothing(paid=paid)
    return PlanCosts(paid=paid, met=share_percent((wanted - missing) / wanted, 1))


def summary_lines(told: PlanTold) -> Iterator[Said]:
    """Yield what a plan comes to, the most important first."""
    result, cur = told.result, told.currency
    money, grid = result.money, result.planned.model.grid
    yield PlannedFor(on=result.planned.model.desk.ground.on, first=grid.first, last=grid.after - timedelta(1))
    committed = short_money(money.committed, cur)
    beyond = short_money(money.beyond, cur)
    yield PaidAnywayBeyond(money=committed, beyond=beyond) if money.beyond else PaidAnyway(money=committed)
    if money.by_use or money.advance:
        yield PaidByUse(by_use=short_money(money.by_use, cur), advance=short_money(money.advance, cur))
    if money.missing:
        yield HoursMissingCost(money=short_money(money.missing, cur))
    yield from (late_line(late) for late in told.late)
    grades = {result.grade, *(row.grade for row in result.rows)} | ({result.whole} if told.value is not None else set())
    yield FiguresRestOn(grade=weakest(tuple(grades)))


def _proven(told: PlanTold) -> Said:
    result, found = told.result, told.result.planned.found
    assert found is not None, "a result is of a plan that was found"
    path = _HOW[found.path]
    how = PlanFoundStopped(how=path) if found.stopped else PlanFound(how=path)
    gap = share_percent(result.gap)
    bound, aimed = whole_money(result.bound, told.currency), whole_money(result.aimed, told.currency)
    risk = result.planned.risk
    if risk is None:
        return ProvenGap(gap=gap, how=how, bound=bound, aimed=aimed)
    return ProvenGapAtWorst(gap=gap, how=how, bound=bound, aimed=aimed, worst=share_percent(1 - risk, 1))


def _value_lines(value: StochasticValue, currency: str) -> Iterator[Said]:
    saved = value.vss
    yield PlanForExpectedFails() if saved is None else ScenariosSave(saved=short_money(saved, currency))
    yield KnowingIsWorth(most=short_money(value.evpi, currency))


def late_line(late: Lateness) -> Said:
    """Return how late a need is met."""
    if not late.days:
        return NeedMetInTime(need=late.need)
    if late.never == 1:
        return NeedNeverMet(need=late.need)
    days = nearest_whole(late.days)
    if late.never:
        return NeedLateOrNever(need=late.need, n=days, share=share_percent(late.never, 0))
    return NeedMetLate(need=late.need, n=days)


def ground_lines(told: PlanTold) -> Iterator[Said]:
    """Yield how close a plan is to the best, what knowing more is worth, and what it rests on."""
    yield _proven(told)
    if told.value is not None:
        yield from _value_lines(told.value, told.currency)
    model = told.result.planned.model
    ways, desk = model.scenarios, model.desk
    mood, scenarios = share_percent(Fraction(desk.futures.common), 0), len(ways.all)
    drawn = ScenariosDrawn(count=scenarios, mood=mood)
    yield drawn if ways.drawn else ScenariosPlanned(count=scenarios, mood=mood)
    unsaid = sorted(
        {o.line.id for o in model.options for m in o.matched if desk.futures.answer_for(o.line.id, m.clause) is None}
    )
    if unsaid:
        yield NoChanceOfAnswer(lines=tuple(unsaid))
    asked = sorted({s.clause for o in model.options for s in o.consents if desk.futures.consent_for(s.clause) is None})
    if asked:
        yield NoChanceOfConsent(clauses=tuple(asked))
    points = tuple(f"{point}={alternative}" for point, alternative in desk.ground.readings.items())
    if points:
        yield PointsAsRead(points=points)
    if told.result.planned.rounds > 1:
        yield PlannedAgain(n=told.result.planned.rounds)
    yield WeakestGround(grade=told.result.grade)
    yield from (AssumedIn(text=text) for text in (*desk.needs.assumptions, *desk.futures.assumptions))
    yield from remark_lines(told.remarks)
    yield from caution_lines(desk)
