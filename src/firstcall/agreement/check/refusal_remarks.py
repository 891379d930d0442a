"""What a right of first refusal leaves to defaults, and what may be meant and mostly is a slip: told, never refused."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause, Delivery, FirstRefusal
from firstcall.calendars import MARKING, observed

WEIGHTY = (
    ("window", "n"), ("window", "unit"), ("window", "anchor"), ("window", "cutoff"), ("tail", "anchor"),
    ("silence",), ("partial",), ("tolerance",), ("withdrawal",), ("in_flight",), ("incomplete",), ("deficiency",),
    ("failure", "sign_within"), ("grantor",),
)  # fmt: skip
"""The fields over which parties quarrel most when nobody wrote them down."""


def refusal_remarks(agreement: Agreement) -> Iterator[str]:
    """Yield, for each right of first refusal, what it leaves to defaults, and a match without a day to perform by."""
    texts = [(BASE, agreement.clauses), *((one.id, (*one.add, *one.replace)) for one in agreement.amendments)]
    every = [clause for _, clauses in texts for clause in clauses]
    refusals = [(version, clause) for version, clauses in texts for clause in clauses
                if isinstance(clause, FirstRefusal)]  # fmt: skip
    for version, clause in refusals:
        where = f"{clause.id}@{version}"
        left = [f"{'.'.join(path)} ({_value(clause, path)})" for path in WEIGHTY if not _written(clause, path)]
        if left:
            yield f"{where}: left to defaults: {', '.join(left)}"
        yield from (f"{where}: {said}" for said in _slips(clause, every))
    if refusals:
        yield from _calendar(agreement)


def _written(clause: FirstRefusal, path: tuple[str, ...]) -> bool:
    thing: object = clause
    for name in path:
        if name not in getattr(thing, "model_fields_set", ()):
            return False
        thing = getattr(thing, name)
    return True


def _value(clause: FirstRefusal, path: tuple[str, ...]) -> str:
    thing: object = clause
    for name in path:
        thing = getattr(thing, name)
    match path:
        case ("deficiency",):
            return f"{clause.deficiency.n} {clause.deficiency.unit} days"
        case ("tolerance",):
            return f"{clause.tolerance.share}"
        case ("window", "cutoff"):
            return f"{clause.window.cutoff:%H:%M}"
        case _:
            return "none" if thing is None else str(thing)


def _slips(clause: FirstRefusal, every: list[Clause]) -> Iterator[str]:
    deliveries = [other for other in every if isinstance(other, Delivery) and clause.id in other.of]
    if clause.failure.sign_within is None and not deliveries:
        yield "a match has no day to sign or deliver by, so it stands for ever; set failure.sign_within or a delivery"
    for delivery in deliveries:
        dated = sum(step.share for step in delivery.milestones)
        if dated < 1 and clause.failure.sign_within is None:
            yield f"{delivery.id} sets a day for {dated} of what is matched, and none for the rest"
    if clause.tail.must == "delivered" and "start" not in clause.notice.required:
        yield "the tail asks for delivery within it, and no notice has to state `start`, by which that is judged"
    if clause.window.may_shorten:
        yield "a re-offer may end a window early (window.may_shorten)"


def _calendar(agreement: Agreement) -> Iterator[str]:
    """Yield which categories of the holiday tables are left open, so that their days count."""
    calendar = agreement.business_days()
    closed = calendar.categories or observed(calendar.code)
    open_categories = [name for name in calendar.marking if name not in closed]
    assert set(open_categories) <= set(MARKING)
    if open_categories:
        named = ", ".join(open_categories)
        yield f"calendar {calendar.name}: days marked only as {named} count as business days; deadlines name them"
