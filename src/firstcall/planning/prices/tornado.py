"""Which suppositions matter most: each moved down and up by itself, and what the plan then costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.routes.route import Desk
from firstcall.said import Said, sentence
from firstcall.values import dataclass

MOST_SUPPOSITIONS = 10
SUPPOSITION_STEP = Decimal("0.2")
SuppositionKind = Literal["amount", "unmet", "price", "quantity", "match", "consent", "speed", "lead"]


class MovesSupposition(Said):
    says = sentence("prices.moves-supposition", "{kind} of {about}")
    kind: SuppositionKind
    about: str


@dataclass(frozen=True, slots=True)
class Swing:
    """One supposition, and how the least cost changes when it is a fifth lower and a fifth higher."""

    kind: SuppositionKind
    about: str
    low: Fraction
    high: Fraction
    clause: str | None = None
    """Whose right it is about, where a line has a chance for each."""

    @property
    def width(self) -> Fraction:
        """How much it matters."""
        return abs(self.high - self.low)


def tornado(board: Switchboard, told: Callable[[Said], None] = lambda _: None) -> tuple[Swing, ...]:
    """Return the ten suppositions that matter most, of the relaxation, the widest first.

    Each graded `assumed` is moved a fifth down and up by itself: amounts and unmet costs of needs, prices,
    quantities and leads of lines, chances of answers and consents, speeds of accelerators. Where a move leaves no
    plan, it is left out; so is one that changes nothing.

    Args:
      board: the desk, solved.
      told: what is being moved, for whoever watches.
    """
    base = board.cost()
    if base is None:
        return ()
    found = []
    for kind, about, clause, low, high in _moves(board.desk):
        told(MovesSupposition(kind=kind, about=about))
        costs = [Switchboard(desk, board.agreement, board.settings).cost() for desk in (low, high)]
        if costs[0] is not None and costs[1] is not None and any(cost != base for cost in costs):
            found.append(Swing(kind, about, costs[0] - base, costs[1] - base, clause))
    found.sort(key=lambda swing: (-swing.width, swing.kind, swing.about, swing.clause or ""))
    return tuple(found[:MOST_SUPPOSITIONS])


def _moves(desk: Desk) -> Iterator[tuple[SuppositionKind, str, str | None, Desk, Desk]]:
    low, high = 1 - SUPPOSITION_STEP, 1 + SUPPOSITION_STEP
    for need in desk.needs.needs:
        if need.basis.grade_of("amount") == "assumed":
            yield "amount", need.id, None, _amount(desk, need.id, low), _amount(desk, need.id, high)
        if need.unmet != "must" and need.basis.grade_of("unmet") == "assumed":
            yield "unmet", need.id, None, _unmet(desk, need.id, low), _unmet(desk, need.id, high)
    for line in desk.lines:
        for name in ("price", "quantity", "lead_days"):
            if name in line.assumed or line.grade == "assumed":
                kind: SuppositionKind = "lead" if name == "lead_days" else "price" if name == "price" else "quantity"
                yield kind, line.id, None, _line(desk, line, name, low), _line(desk, line, name, high)
    for number, answer in enumerate(desk.futures.answers):
        if answer.basis.grade == "assumed":
            yield "match", answer.line, answer.clause, _answer(desk, number, low), _answer(desk, number, high)
    for number, item in enumerate(desk.futures.consents):
        if item.basis.grade == "assumed":
            yield "consent", item.clause, None, _consent(desk, number, low), _consent(desk, number, high)
    for kind_, accelerator in desk.needs.accelerators.items():
        if accelerator.stands_for:
            yield "speed", kind_, None, _speed(desk, kind_, low), _speed(desk, kind_, high)


def _needs(desk: Desk, needs: Needs) -> Desk:
    return replace(desk, needs=needs)


def _amount(desk: Desk, need_id: str, times: Decimal) -> Desk:
    changed = []
    for held in desk.needs.needs:
        need = held
        if need.id == need_id:
            measures = ("accelerators", "gpu_hours", "mw")
            amounts = tuple(
                one.model_copy(
                    update={name: value * times for name in measures if (value := getattr(one, name)) is not None}
                )
                for one in need.amount
            )
            need = need.model_copy(update={"amount": amounts})
        changed.append(need)
    return _needs(desk, desk.needs.model_copy(update={"needs": tuple(changed)}))


def _unmet(desk: Desk, need_id: str, times: Decimal) -> Desk:
    changed = tuple(
        need.model_copy(update={"unmet": need.unmet * times}) if need.id == need_id and need.unmet != "must" else need
        for need in desk.needs.needs
    )
    return _needs(desk, desk.needs.model_copy(update={"needs": changed}))


def _line(desk: Desk, line: SupplyLine, name: str, times: Decimal) -> Desk:
    if name == "price":
        moved = replace(line, price=line.price * times)
    elif name == "quantity":
        moved = replace(line, quantity=max(int(line.quantity * times), line.block * line.least_blocks))
    else:
        moved = replace(line, lead_days=int(line.lead_days * times))
    return replace(desk, lines=tuple(moved if one.id == line.id else one for one in desk.lines))


def _answer(desk: Desk, number: int, times: Decimal) -> Desk:
    answers = list(desk.futures.answers)
    held = answers[number]
    most = 1 - sum((part.probability for part in held.parts), Decimal(0))
    answers[number] = held.model_copy(update={"match": min(held.match * times, most)})
    return _futures(desk, desk.futures.model_copy(update={"answers": tuple(answers)}))


def _consent(desk: Desk, number: int, times: Decimal) -> Desk:
    consents = list(desk.futures.consents)
    consents[number] = consents[number].model_copy(update={"given": min(consents[number].given * times, Decimal(1))})
    return _futures(desk, desk.futures.model_copy(update={"consents": tuple(consents)}))


def _futures(desk: Desk, futures: Futures) -> Desk:
    return replace(desk, futures=futures)


def _speed(desk: Desk, kind: str, times: Decimal) -> Desk:
    held = desk.needs.accelerators[kind]
    moved = held.model_copy(update={"stands_for": {other: worth * times for other, worth in held.stands_for.items()}})
    accelerators = {**desk.needs.accelerators, kind: moved}
    return _needs(desk, desk.needs.model_copy(update={"accelerators": accelerators}))
