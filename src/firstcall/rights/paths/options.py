"""Acts of a path to yes that a party may do alone: exercise an option, or take a smaller quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Approval, FirstRefusal
from firstcall.agreement.model.clauses.promises.option import said_option
from firstcall.agreement.model.event_dates import TERM
from firstcall.record.dated.option_states import OptionTime, options_at
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position
from firstcall.rights.judge.permissions.reach import reach_of
from firstcall.rights.paths.acts import PathStep, SearchPlace, played, received, supposing
from firstcall.said import Grouped, Said, sentence


class ExerciseOption(Said):
    says = sentence("path.exercise-option", "exercise {option}: {does}")
    option: str
    does: Said


class TakeLess(Said):
    says = sentence("path.take-less", "take at most {quantity} {unit}, which {clause} permits")
    quantity: Annotated[Decimal, Grouped]
    unit: str
    clause: str


class TakeLessThan(Said):
    says = sentence("path.take-less-than", "take less than {floor}, which {clause} leaves free, such as {quantity}")
    floor: Annotated[Decimal, Grouped]
    clause: str
    quantity: Annotated[Decimal, Grouped]


class TakeLessBesides(Said):
    says = sentence(
        "path.take-less-besides",
        "take less than {room}, such as {quantity}: {bought} of the {floor} with which {clause} begins were bought of "
        "{provider} within a year",
    )
    room: Annotated[Decimal, Grouped]
    quantity: Annotated[Decimal, Grouped]
    bought: Annotated[Decimal, Grouped]
    floor: Annotated[Decimal, Grouped]
    clause: str
    provider: str


_OFFER = "supposed-offer"


def exercised_options(place: SearchPlace, barring: frozenset[str]) -> Iterator[SearchPlace]:
    """Exercise an option that is open now and grows an approval, or ends what bars the answer."""
    here = place.here(place.start)
    for one in options_at(here):
        if one.state == "open" and _may_help(one, barring, here):
            event = played("option-exercised", one.by, place.start, clause=one.clause.id)
            record = supposing(place, (event,))
            done = None if record is None else _done(place, record, one)
            if record is not None and done is not None:
                what = ExerciseOption(option=one.clause.id, does=said_option(one.clause))
                step = PathStep("option", (one.by,), one.clause.id, what, place.start, done, (event,))
                yield place.after(step, record=record)


def _may_help(one: OptionTime, barring: frozenset[str], here: Position) -> bool:
    match one.clause.does:
        case "expand":
            return any(
                isinstance(held.clause, Approval) for held in here.now.clauses if held.clause.id in one.clause.of
            )
        case "terminate":
            return TERM in one.clause.of or bool(barring & set(one.clause.of))
        case _:
            return False


def _done(place: SearchPlace, record: Record, one: OptionTime) -> datetime | None:
    """Return when an exercise has done its work; None where it does none."""
    standing = standing_text(place.agreement, record, None)
    new = standing.exercised(one.clause.id)[len(one.exercises) :]
    if not new:
        return None
    at = new[0].at
    if one.clause.does != "terminate":
        return at
    after = replace(place, record=record).here(at).now
    ends = [held.speaks.end for held in after.clauses if held.clause.id in one.clause.of]
    ends += [after.ends] if TERM in one.clause.of else []
    return max([at, *(end for end in ends if end is not None)])


def smaller(place: SearchPlace, barring: frozenset[str]) -> Iterator[SearchPlace]:
    """Ask of a smaller quantity: what an approval has left, or less than what a right of first refusal begins with."""
    asked, here = place.asked, place.here(place.start)
    if asked.quantity is None or asked.offer is not None:
        return
    for held in speaking_clauses(here):
        clause = held.clause
        if isinstance(clause, Approval) and clause.up_to is not None:
            left = reach_of(held, clause.up_to, here).left
            if left is not None and 0 < left < asked.quantity:
                what = TakeLess(quantity=left, unit=clause.up_to.unit, clause=clause.id)
                step = PathStep("reduce", (here.now.grantor,), clause.id, what, place.start, place.start)
                yield place.after(step, asked=replace(asked, quantity=left))
        if isinstance(clause, FirstRefusal) and clause.id in barring and clause.quantity_floor is not None:
            yield from _below(place, clause, clause.quantity_floor, here)


def _below(place: SearchPlace, clause: FirstRefusal, floor: Decimal, here: Position) -> Iterator[SearchPlace]:
    """Suppose an offer of the largest quantity, in the floor's last digit, that with what was bought is below it."""
    right, provider = here.right_on(clause)(place.start), place.asked.provider or "other"
    bought = right.bought(provider, place.start, _OFFER) if right is not None else Decimal(0)
    most = _largest_under(floor - bought, floor)
    assert place.asked.quantity is not None
    if 0 < most < place.asked.quantity:
        fewer = replace(place, asked=replace(place.asked, quantity=most))
        events = (received(fewer, here, clause, _OFFER),)
        record = supposing(fewer, events)
        if record is not None:
            what: Said = TakeLessThan(floor=floor, clause=clause.id, quantity=most)
            if bought:
                what = TakeLessBesides(
                    room=floor - bought, quantity=most, bought=bought, floor=floor, clause=clause.id, provider=provider
                )  # fmt: skip
            step = PathStep("reduce", (here.now.grantor,), clause.id, what, place.start, place.start, events)
            yield fewer.after(step, record=record, asked=replace(fewer.asked, offer=_OFFER))


def _largest_under(room: Decimal, floor: Decimal) -> Decimal:
    """Return the largest quantity below what is left of a floor, in the floor's last digit.

    >>> _largest_under(Decimal("5.25"), Decimal("10")), _largest_under(Decimal(5), Decimal("2.50"))
    (Decimal('5'), Decimal('4.9'))
    """
    exponent = floor.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = min(exponent, 0)
    return (room.scaleb(-step).to_integral_value(ROUND_CEILING) - 1).scaleb(step)
