"""A plan as sheets: what to do by when, what to buy, what runs where, what is missing and why, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.options.scenarios import DEMAND, Item, Outcome, Taken
from firstcall.planning.results.buy_list import Buy, Condition
from firstcall.planning.results.plan_changes import BuyKey, Change
from firstcall.planning.results.plan_result import PlanResult
from firstcall.planning.results.stochastic_value import StochasticValue
from firstcall.planning.results.unmet_reasons import Lateness, Reason, Shortfall
from firstcall.report.plan.figures import count, day, percent, short_money, whole_money
from firstcall.report.plan.route_rows import remark_lines
from firstcall.report.sheet import Sheet


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


def plan_headline(told: PlanTold) -> str:
    """Return the plan in one sentence."""
    money, rows = told.result.money, told.result.rows
    wanted = sum((row.wanted for row in rows), Fraction(0))
    missing = sum((row.missing for row in rows), Fraction(0))
    met = percent((wanted - missing) / wanted, 1) if wanted else "nothing wanted"
    return f"Plan: {short_money(money.paid, told.currency)} expected, {met} of the hours met"


def plan_sheets(told: PlanTold) -> Iterator[Sheet]:
    """Yield what a plan says, the most important first."""
    yield Sheet(plan_headline(told), ("",), (), tuple(_summary(told)))
    yield Sheet(
        "Do this now", ("by (last safe day)", "from", "safe days", "what", "blocks", "only if"),
        tuple(_act_rows(told.result)), ("Safe days are counted forward from each notice, under the text of that day.",),
    )  # fmt: skip
    yield Sheet(
        "What to buy", ("line", "blocks", "accelerators", "runs", "cost", "only if"),
        tuple(_buy_row(told, buy) for buy in told.result.buys if buy.kind == "sign"), tuple(_taken_notes(told)),
    )  # fmt: skip
    yield _supply_sheet(told)
    if told.short:
        yield Sheet(
            "What stays unmet, and why", ("period", "need", "hours missing", "why"),
            tuple(_short_row(told, one) for one in told.short),
        )  # fmt: skip
    yield _cost_sheet(told)
    if told.changes is not None:
        yield Sheet(
            "Since the earlier plan", ("what", "line", "from", "before", "now", "only if"),
            tuple(_change_row(one) for one in told.changes), () if told.changes else ("Nothing has changed.",),
        )  # fmt: skip
    yield Sheet("What it rests on", ("",), (), tuple(_grounds(told)))


def _summary(told: PlanTold) -> Iterator[str]:
    result, cur = told.result, told.currency
    grid, found = result.planned.model.grid, result.planned.found
    days = f"{day(grid.first)} to {day(grid.after - timedelta(1))}"
    yield f"Planned on {day(result.planned.model.desk.ground.on)} for {days}."
    beyond = f", of which {short_money(result.money.beyond, cur)} beyond the horizon" if result.money.beyond else ""
    yield f"Paid whether used or not: {short_money(result.money.committed, cur)}{beyond}."
    if result.money.by_use or result.money.advance:
        advance = short_money(result.money.advance, cur)
        yield f"By use: {short_money(result.money.by_use, cur)}; money in advance: {advance}."
    if result.money.missing:
        yield f"Missing hours, at the prices the needs put on them: {short_money(result.money.missing, cur)}."
    how = {"relaxation": "relaxed", "rounded": "rounded", "local": "searched around", "whole": "searched whole"}
    risk = result.planned.risk
    worst = "" if risk is None else f", on average over the worst {percent(1 - risk, 1)} of outcomes"
    stopped = ", stopped before the end" if found is not None and found.stopped else ""
    path = how[found.path] if found is not None else ""
    yield (
        f"Proven gap: {percent(result.gap)} ({path}{stopped}); no plan costs less than "
        f"{whole_money(result.bound, cur)}, this one {whole_money(result.aimed, cur)}, missing hours included{worst}."
    )
    yield from (late_line(late) for late in told.late)
    if told.value is not None:
        yield from _value_lines(told.value, cur)


def _value_lines(value: StochasticValue, currency: str) -> Iterator[str]:
    if value.vss is None:
        yield "The plan for expected demand and likeliest answers could not be carried out in every scenario."
    else:
        saved = short_money(value.vss, currency)
        yield f"Planning for every scenario rather than the likeliest saves {saved} (of the relaxation)."
    most = short_money(value.evpi, currency)
    yield f"To know everything beforehand would be worth at most {most} (of the relaxation)."


def late_line(late: Lateness) -> str:
    """Return how late a need is met."""
    if not late.days:
        return f"{late.need} is met from the day it is wanted."
    if late.never == 1:
        return f"{late.need} is not met for good within the horizon."
    never = f", or not within the horizon ({percent(late.never, 0)} likely)" if late.never else ""
    return f"{late.need} is met for good {count(late.days)} days late, expected{never}."


def _act_rows(result: PlanResult) -> Iterator[tuple[str, ...]]:
    rows: list[tuple[date, tuple[str, ...]]] = []
    for buy in result.buys:
        case = condition_words(buy.only_if)
        if buy.kind == "notice" and buy.notice_last is not None:
            names = ", ".join(buy.rights)
            what = f"notice of {buy.line} under {names}; the window of the last one ends {day(buy.window_day)}"
            first = day(buy.notice_first)
            rows.append(
                (buy.notice_last, (day(buy.notice_last), first, str(buy.safe_days), what, f"{buy.blocks:,}", case))
            )
        if buy.kind == "sign":
            for step in buy.consents:
                what = f"consent of {step.by} under {step.clause} for {buy.line}, in hand"
                rows.append((buy.signing, (day(buy.signing), "", "", what, "", case)))
            what = f"sign {buy.line} with {buy.provider}"
            rows.append((buy.signing, (day(buy.signing), "", "", what, f"{buy.blocks:,}", case)))
    yield from (row for _, row in sorted(rows, key=lambda one: (one[0], one[1][3], one[1][5])))


def _buy_row(told: PlanTold, buy: Buy) -> tuple[str, ...]:
    ends = f" to {day(buy.ends - timedelta(days=1))}" if buy.ends else ", by the hour"
    return (
        f"{buy.line}\n{buy.provider}", f"{buy.blocks:,}", f"{buy.accelerators:,}", f"{day(buy.starts)}{ends}",
        short_money(buy.cost, told.currency), condition_words(buy.only_if),
    )  # fmt: skip


def _taken_notes(told: PlanTold) -> Iterator[str]:
    seen = set()
    for buy in told.result.buys:
        for holder, provider, starts, cost in buy.if_taken:
            key = (buy.line, holder, buy.starts)
            if key not in seen:
                seen.add(key)
                yield (
                    f"If {holder} takes {buy.line} ({buy.accelerators:,} from {day(buy.starts)}), it is bought "
                    f"at {provider} from {day(starts)} for {short_money(cost, told.currency)}."
                )


def condition_words(condition: Condition) -> str:
    """Return in which case a purchase is made; nothing for one that is made in any case."""
    return "; ".join(_case(item, outcome) for item, outcome in condition)


def _case(item: Item, outcome: Outcome) -> str:
    if item == DEMAND:
        return f"demand is {outcome}"
    if item.kind == "consent":
        return f"{item.clause} {'is given' if outcome else 'is refused'}"
    assert isinstance(outcome, Taken)
    if outcome.stranding:
        return f"{item.line} is taken but for too little to buy"
    if not outcome.share:
        return f"{item.line} is not taken under {item.clause}"
    return f"{item.line} is taken{'' if outcome.share == 1 else f' to {percent(outcome.share, 0)}'} under {item.clause}"


def _supply_sheet(told: PlanTold) -> Sheet:
    grid = told.result.planned.model.grid
    rows = []
    for row in told.result.rows:
        first, after = grid.periods[row.period]
        hours = grid.hours(first, after)
        by = "\n".join(f"{provider} {count(amount / hours)}" for provider, amount in row.by_provider) or "nobody"
        gone = count(row.missing / hours) if row.missing else ""
        rows.append((grid.name(row.period), row.need, count(row.wanted / hours), by, gone))
    note = "Accelerators on average over the period, in the kind each need is counted in; expected over the scenarios."
    return Sheet("Demand and supply", ("period", "need", "wanted", "supplied by", "missing"), tuple(rows), (note,))


def _short_row(told: PlanTold, one: Shortfall) -> tuple[str, ...]:
    grid = told.result.planned.model.grid
    return (
        grid.name(one.period),
        one.need,
        f"{count(one.missing)} ({percent(one.missing / one.wanted, 1)})",
        "\n".join(reason_words(one.reasons)),
    )


def reason_words(reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield why nothing fills what is missing, the lines of one reason together."""
    words = {
        "barred": "barred by", "too late": "cannot run by then", "bought out": "all of it is bought",
        "dearer than missing": "dearer than to go without", "above ceiling": "above the ceiling of the need",
        "not open then": "not open to it then",
    }  # fmt: skip
    grouped: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for reason in reasons:
        grouped.setdefault((reason.code, reason.clauses), []).append(reason.line)
    for (code, clauses), lines in grouped.items():
        yield f"{', '.join(lines)}: {words[code]}{' ' + ', '.join(clauses) if clauses else ''}"
    if not reasons:
        yield "no line of supply has an accelerator and region that fit"


def _cost_sheet(told: PlanTold) -> Sheet:
    grid = told.result.planned.model.grid
    providers = list(dict.fromkeys(provider for provider, _, _ in told.result.costs))
    names = [*(grid.name(number) for number in range(len(grid.periods))), "beyond"]
    table = {(provider, period): amount for provider, period, amount in told.result.costs}
    rows = []
    for number, name in enumerate(names):
        period = number if number < len(grid.periods) else None
        amounts = [table.get((provider, period), Fraction(0)) for provider in providers]
        if any(amounts):
            told_amounts = [short_money(amount, told.currency) if amount else "" for amount in amounts]
            rows.append((name, *told_amounts, short_money(sum(amounts, Fraction(0)), told.currency)))
    sums = [sum((a for p, _, a in told.result.costs if p == provider), Fraction(0)) for provider in providers]
    rows.append(
        ("in all", *(short_money(s, told.currency) for s in sums), short_money(told.result.money.paid, told.currency))
    )
    note = f"Take-or-pay: {count(told.result.idle)} hours within the horizon are paid for and not used, expected."
    return Sheet("Cost by provider and period", ("period", *providers, "all"), tuple(rows), (note,))


def _change_row(one: Change) -> tuple[str, ...]:
    kind, line, starts, months, case = one.key
    term = f", {months} months" if months != "0" else ""
    return f"{one.code}: {kind}", line, starts + term, f"{one.before:,}", f"{one.after:,}", case


def key_of(buy: Buy) -> BuyKey:
    """Return what tells one entry of a buy list from another."""
    return buy.kind, buy.line, buy.starts.isoformat(), str(buy.term_months), condition_words(buy.only_if)


def _grounds(told: PlanTold) -> Iterator[str]:
    model = told.result.planned.model
    ways, desk = model.scenarios, model.desk
    drawn = ", drawn by the seed" if ways.drawn else ""
    mood = percent(Fraction(desk.futures.common), 0)
    yield f"Scenarios: {len(ways.all)}{drawn}; answers move as one with a chance of {mood}."
    unsaid = sorted(
        {o.line.id for o in model.options for m in o.matched if desk.futures.answer_for(o.line.id, m.clause) is None}
    )
    if unsaid:
        yield f"No chance of an answer is given for {', '.join(unsaid)}: the holder is taken to decline."
    asked = sorted({s.clause for o in model.options for s in o.consents if desk.futures.consent_for(s.clause) is None})
    if asked:
        yield f"No chance of a consent is given for {', '.join(asked)}: it is taken to be refused."
    points = [f"{point}={alternative}" for point, alternative in desk.ground.readings.items()]
    if points:
        yield f"Points of construction as read: {', '.join(points)}."
    if told.result.planned.rounds > 1:
        times = told.result.planned.rounds
        yield f"Planned {times} times, until no decision rested on an answer that is not known by then."
    yield f"The weakest thing it rests on is {told.result.grade}."
    yield from (f"Assumed: {text}" for text in (*desk.needs.assumptions, *desk.futures.assumptions))
    yield from remark_lines(told.remarks)
