"""A move as one answer: class, clauses, mix, notice and the earliest day."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.dates import iso
from firstcall.planning.routes.move import MoveAnswer, MoveMix
from firstcall.report.plan.figures import day_said, exact_number, share_percent


def move_lines(answer: MoveAnswer) -> Iterator[str]:
    """Yield the answer, then what it stands on, one line each."""
    what = f"{answer.use.workload} from {answer.origin} to {answer.destination}"
    when = {
        "free now": "may be moved now",
        "after notice": "may be moved after notice",
        "after consent": "may be moved after consent",
        "barred": "may not be moved",
    }[answer.outcome]
    earliest = (
        f", at the earliest on {day_said(answer.earliest)}" if answer.earliest and answer.outcome != "free now" else ""
    )
    yield f"{what}: {when}{earliest}"
    if answer.runs is not None and answer.runs != answer.earliest:
        yield f"  runs there from {day_said(answer.runs)}, at the earliest"
    cleared = answer.clearance
    if cleared.barred:
        yield f"  barred by: {', '.join(cleared.barred)}"
    for step in cleared.consents:
        yield f"  consent of {step.by} under {step.clause}, lifting {', '.join(step.lifts)}"
    for name in cleared.rights:
        yield f"  notice under {name}"
    if answer.notice is not None:
        yield f"    given on {day_said(answer.notice.day)}, its window ends on {day_said(answer.notice.window_day)}"
        first, last = day_said(answer.notice.free_day), day_said(answer.notice.tail_day)
        yield f"    if it is not taken, to be signed from {first} until {last}"
    yield from (_mix(one) for one in answer.mix)
    yield f"  rests on: {answer.grade}"


def _mix(one: MoveMix) -> str:
    if one.before is None:
        planned = f"; planned are {share_percent(one.planned, 0)}, assumed" if one.planned is not None else ""
        return (
            f"  mix of {one.site} under {one.approval}: never reported{planned}; at least {share_percent(one.least, 0)}"
        )
    after = f", {share_percent(one.after, 1)} after" if one.after is not None and one.after != one.before else ""
    held = "" if one.holds else ": below what is asked"
    least = f"at least {share_percent(one.least, 0)}{held}"
    return f"  mix of {one.site} under {one.approval}: {share_percent(one.before, 1)} before{after}; {least}"


def move_json(answer: MoveAnswer) -> dict[str, object]:
    """Return a move as plain values."""
    return {
        "workload": answer.use.workload, "customer": answer.use.customer, "from": answer.origin,
        "to": answer.destination, "to_a": answer.kind, "class": answer.outcome,
        "earliest": answer.earliest.isoformat() if answer.earliest else None,
        "runs": answer.runs.isoformat() if answer.runs else None,
        "barred": list(answer.clearance.barred), "rights": list(answer.clearance.rights),
        "consents": [{"clause": step.clause, "by": step.by} for step in answer.clearance.consents],
        "notice": None if answer.notice is None else {
            "day": answer.notice.day.isoformat(), "window_ends": iso(answer.notice.window_ends),
            "free_day": answer.notice.free_day.isoformat(), "tail_ends": iso(answer.notice.tail_ends),
        },
        "mix": [
            {"approval": one.approval, "site": one.site, "at_least": exact_number(one.least),
             "before": None if one.before is None else exact_number(one.before),
             "after": None if one.after is None else exact_number(one.after), "holds": one.holds}
            for one in answer.mix
        ],
        "rests_on": answer.grade,
    }  # fmt: skip
