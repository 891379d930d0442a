"""A route as sheets: the answer, every line with its steps, the covers, and what to do by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from firstcall.dates import iso
from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.inputs.pricing import hourly
from firstcall.planning.routes.coverage import QuarterCover, RouteAnswer, ToDo
from firstcall.planning.routes.route import AfterMatch, Desk, LineRoute, RouteStep
from firstcall.planning.steps.cautions import cautions_of
from firstcall.report.plan.figures import count, day_said, exact_number, price, short_money
from firstcall.report.sheet import Sheet

ROUTE_ABOUT = "What the files and the clauses say, not legal advice; supposed days are marked."
STEP_WORDS = {
    "bona fide offer": "bona fide offer from {by}",
    "notice": "notice to {by} under {clause}",
    "window": "window ends",
    "consent": "consent of {by} under {clause}",
    "sign": "sign with {by}",
    "run": "runs at {by}",
}
LEAD_WORDS = {
    "futures": "as futures.yaml says",
    "milestone": "by its delivery milestone",
    "the holder's own line": "as its own line says",
    "the line itself": "taken from the line itself, assumed",
}


def route_sheets(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...] = ()) -> Iterator[Sheet]:
    """Yield what a route says, the most important first."""
    yield Sheet(headline(answer), ("",), (), tuple(_summary(desk, answer)))
    yield Sheet(
        "Do this now", ("what", "line", "from", "last safe day", "safe days", "for"),
        tuple(_todo_row(act) for act in answer.todo), () if answer.todo else ("Nothing has to be done.",),
    )  # fmt: skip
    yield Sheet(
        "Every line that could serve it", ("line", "class", "price", "supplies", "runs from", "steps"),
        tuple(supply_row(desk, route) for route in answer.routes), tuple(_line_notes(desk, answer, remarks)),
    )  # fmt: skip
    yield Sheet(
        "The cheapest cover of each quarter", ("quarter", "wanted", "lines (blocks)", "supplied", "cost", "uncovered"),
        tuple(_quarter_row(desk, quarter) for quarter in answer.quarters),
        (
            "Each quarter by itself, from lines that run by its first day, at that quarter's price; no term is charged "
            "beyond it. `firstcall plan` chooses over time.",
        ),
    )  # fmt: skip


def headline(answer: RouteAnswer) -> str:
    """Return the answer in one sentence."""
    need, wanted = answer.need, count(answer.most)
    short = [quarter for quarter in answer.quarters if quarter.cover.uncovered]
    what = f"{need.id}: {wanted} {need.accelerator} from {day_said(answer.wanted_from)}"
    if not short:
        return f"{what}: covered in every quarter"
    if len(short) == len(answer.quarters):
        return f"{what}: no quarter is covered whole"
    return f"{what}: covered but for {', '.join(quarter.name for quarter in short)}"


def _summary(desk: Desk, answer: RouteAnswer) -> Iterator[str]:
    classes = {route.outcome: 0 for route in answer.routes}
    for route in answer.routes:
        classes[route.outcome] += 1
    told = ", ".join(f"{n} {name}" for name, n in classes.items()) or "none"
    yield f"Planned on {day_said(desk.ground.on)}. Lines of supply that could serve it: {told}."
    for quarter in answer.quarters:
        if quarter.cover.uncovered:
            late = f"; too late for it: {', '.join(quarter.too_late)}" if quarter.too_late else ""
            yield f"{quarter.name}: {count(quarter.cover.uncovered)} of {count(quarter.wanted)} stay uncovered{late}."
    yield f"Rests on what is {answer.grade}."


def supply_row(desk: Desk, route: LineRoute) -> tuple[str, ...]:
    """Return a line as a row: class, price, what it supplies, from when, and its steps."""
    starts = day_said(route.starts) if route.starts else "never" if route.outcome == "barred" else "no safe day"
    late = "" if route.in_time or route.starts is None else ", too late"
    return (
        f"{route.line.id}\n{route.line.provider}", route.outcome,
        f"{price(hourly(route.line, desk.needs) / route.speed)} {desk.needs.currency}/h",
        count(route.useful), starts + late, "\n".join(step_lines(route)),
    )  # fmt: skip


def step_lines(route: LineRoute) -> Iterator[str]:
    """Yield the steps of a line, one each, with both outcomes where a holder may take it."""
    if route.outcome == "barred":
        yield f"barred by {', '.join(route.access.barred)}"
        return
    for step in route.steps:
        yield _step(step)
    for after in route.matched:
        yield _match(after)
    if route.access.shares:
        yield f"only beside what {', '.join(route.access.shares)} is mainly meant for"


def _step(step: RouteStep) -> str:
    words = STEP_WORDS[step.kind].format(by=step.by or "", clause=step.clause or "")
    told = f"{words}: {'given ' if step.done else ''}{day_said(step.first)}"
    if step.last is not None and step.last != step.first:
        told += f", last safe day {day_said(step.last)}"
    if step.margin is not None and step.margin != step.last:
        told += f", {day_said(step.margin)} if it had to be mended"
    if step.safe:
        told += f" ({step.safe} safe day{'' if step.safe == 1 else 's'})"
    return told + (", supposed" if step.supposed else "")


def _match(after: AfterMatch) -> str:
    lead = f"{after.lead_days} days' lead {LEAD_WORDS[after.lead_from]}"
    told = f"if {after.holder} takes it: runs at {after.provider} from {day_said(after.starts)} ({lead})"
    return told if after.serves else f"{told}, and cannot serve this need: {', '.join(after.barred)}"


def _todo_row(act: ToDo) -> tuple[str, ...]:
    words = STEP_WORDS[act.kind].format(by=act.by or "", clause=act.clause or "")
    last = day_said(act.last) if act.last else "no safe day"
    return (
        words + (" (supposed)" if act.supposed else ""),
        act.line,
        day_said(act.first),
        last,
        _or_none(act),
        act.quarter,
    )


def _or_none(act: ToDo) -> str:
    return str(act.safe) if act.safe else ""


def _quarter_row(desk: Desk, quarter: QuarterCover) -> tuple[str, ...]:
    cover = quarter.cover
    taken = "\n".join(f"{name} ({n:,})" for name, n in cover.blocks) or "none"
    proven = "" if cover.is_proven else f"\nat least {short_money(cover.bound, desk.needs.currency)}: not proven"
    return (
        quarter.name, count(quarter.wanted), taken, count(cover.supplied),
        short_money(cover.cost, desk.needs.currency) + proven, count(cover.uncovered) if cover.uncovered else "",
    )  # fmt: skip


def _line_notes(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...]) -> Iterator[str]:
    if answer.too_dear:
        yield f"Above the ceiling of {answer.need.ceiling}, and in no cover: {', '.join(answer.too_dear)}."
    if answer.unserved:
        yield f"Cannot serve it (accelerator or region): {', '.join(answer.unserved)}."
    yield from remark_lines(remarks)
    yield from caution_lines(desk)


def caution_lines(desk: Desk) -> Iterator[str]:
    """Yield the freedoms of rights that are not counted on, by name."""
    named = [f"{one.freedom} of {one.clause}" for one in cautions_of(desk.ground)]
    if named:
        yield f"Not counted on, so that notice is planned all the same: {', '.join(named)}."


def remark_lines(remarks: tuple[Remark, ...]) -> Iterator[str]:
    """Yield what is to be known of lines of supply, one sentence for each kind."""
    words = {
        "term-beyond-agreement": "The shortest term runs beyond the agreement's end",
        "no-use": "No need can use it",
        "price-is-old": "The price is more than a year old",
        "unlisted-provider": "The agreement does not list the provider, so it is read as `other`",
    }
    for code, said in words.items():
        lines = [f"{one.line} (row {one.row})" for one in remarks if one.code == code]
        if lines:
            yield f"{said}: {', '.join(lines)}."


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
        "remarks": [{"code": one.code, "line": one.line, "row": one.row, "day": _iso(one.day)} for one in remarks],
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
            {"what": step.kind, "clause": step.clause, "by": step.by, "first": step.first.isoformat(),
             "last": _iso(step.last), "safe_days": step.safe, "supposed": step.supposed, "done": step.done}
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
