"""Where ways round a restriction are looked for: one kind of use at one third party, with what clauses name of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Exclusivity, FirstRefusal
from firstcall.agreement.model.definitions import OTHER
from firstcall.agreement.terms import InForce
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.position import Position
from firstcall.rights.decision import FREE
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Questions, TextStretch
from firstcall.verification.space.sayings import ClauseHearings, Hearing

TextPath = tuple[str | int, ...]
"""Where a clause's text stands in the document."""
SOLID = Decimal(2)
"""How many token quantities a whole offer has."""


@dataclass(frozen=True, slots=True, eq=False)
class LoopholeScene:
    """A use of capacity at a provider that no holder runs, and the stretches of time that are begun in."""

    agreement: Agreement
    readings: Mapping[str, str]
    """Every point of construction, read as its base."""
    workload: str
    customer: str
    dimensions: Mapping[str, str]
    provider: str
    stretches: tuple[SceneStart, ...]
    known: frozenset[TextPath] = frozenset()
    """The rights whose whole procedure was gone through elsewhere: here they are only noticed and declined."""
    turns: tuple[tuple[datetime, tuple[InForce, ...]], ...] = ()
    """The restrictions that name the use, from each instant at which they become others."""
    ahead: dict[int, tuple[tuple[datetime, tuple[TextPath, ...]], ...]] = field(default_factory=dict)
    afresh: dict[tuple[Any, ...], bool] = field(default_factory=dict)
    """Whether capacity under no offer is free, by all that it hangs on."""


@dataclass(frozen=True, slots=True)
class SceneStart:
    """A stretch of time in which a scene begins."""

    stretch: TextStretch
    asking: bool
    """Whether capacity as it mostly comes can be free in it or in the next, so that it is worth asking holders."""


@dataclass(frozen=True, slots=True)
class TradedAmounts:
    """How much is offered in a scene: the whole, a token of it, and the unit."""

    whole: Decimal
    token: Decimal
    unit: str | None


def restrictions_named(here: Position, scene: LoopholeScene) -> tuple[InForce, ...]:
    """Return the restrictions in force that name a scene's use, in whatever form the capacity comes.

    An exclusivity names it away from its home; a right of first refusal at whom its holders do not run. What
    a text says of capacity signed before, or of modes other than a third party's, is not named.
    """
    number = bisect_right(scene.turns, here.at, key=lambda turn: turn[0])
    return scene.turns[number - 1][1] if number else ()


def text_ahead(scene: LoopholeScene, at: datetime) -> tuple[tuple[datetime, tuple[TextPath, ...]], ...]:
    """Return the restrictions that name a scene's use now, by their texts, and each later change of them."""
    number = bisect_right(scene.turns, at, key=lambda turn: turn[0])
    if number not in scene.ahead:
        later = scene.turns[max(number - 1, 0) :]
        scene.ahead[number] = tuple((moment, tuple(held.path for held in named)) for moment, named in later)
    return scene.ahead[number]


def _turns(questions: Questions, scene: LoopholeScene) -> tuple[tuple[datetime, tuple[InForce, ...]], ...]:
    """Return the restrictions that name a scene's use, from each instant at which they become others."""
    found: list[tuple[datetime, tuple[InForce, ...]]] = []
    for number, stretch in enumerate(questions.space.stretches):
        here = questions.here(number)
        named = tuple(
            held for held in here.now.speaking(here.at)
            if isinstance(held.clause, (Exclusivity, FirstRefusal))
            and _names(held, here, scene) and speaks_now(here, held)
        )  # fmt: skip
        if not found or [one.path for one in found[-1][1]] != [one.path for one in named]:
            found.append((stretch.start, named))
    return tuple(found)


def _names(held: InForce, here: Position, scene: LoopholeScene) -> bool:
    clause, place = held.clause, scene.provider if scene.provider in here.now.providers else OTHER
    scope = clause.scope
    if scope.age == "existing" or (scope.mode is not None and "third_party" not in scope.mode):
        return False
    if isinstance(clause, Exclusivity) and place in clause.at:
        return False
    if isinstance(clause, FirstRefusal) and any(place in here.now.operated_by(holder) for holder in clause.holders):
        return False
    lists = (
        (scope.workloads, scene.workload), (scope.customers, scene.customer), (scope.providers, place),
        *((values, scene.dimensions.get(name)) for name, values in scope.dimensions.items()),
    )  # fmt: skip
    return all(values is None or word in values for values, word in lists)


def scenes(sayings: ClauseHearings, readings: Mapping[str, str]) -> Iterator[LoopholeScene]:
    """Yield a scene for every use at a third party that some restriction names, alike ones together.

    Uses are alike in a stretch of time where the same clauses can say the same of each form of capacity, in it
    and in the stretch after it.
    """
    questions = sayings.questions
    space = questions.space
    found: dict[QuestionPoint, list[SceneStart]] = {}
    seen: set[tuple[object, ...]] = set()
    for point in space.points():
        if space.words(point)[-1] != "new" or not _is_third_party(questions, point):
            continue
        later = (point[0] + 1, *point[1:])
        both = [point, *([later] if later[0] < len(space.stretches) else [])]
        key = tuple((questions.alike(one[0]), *_heard(sayings, one)) for one in both)
        if key not in seen:
            seen.add(key)
            asking = any(_can_be_had(sayings.hear(one) or ()) for one in both)
            found.setdefault(point[1:], []).append(SceneStart(space.stretches[point[0]], asking))
    for rest, starts in found.items():
        workload, customer, *values, provider, _ = space.words((0, *rest))
        dimensions = dict(zip(space.names[3:-2], values, strict=True))
        scene = LoopholeScene(questions.agreement, readings, workload, customer, dimensions, provider, ())
        scene = replace(scene, turns=_turns(questions, scene))
        named = tuple(one for one in starts if any(held for _, held in text_ahead(scene, one.stretch.start)[:2]))
        if named:
            yield replace(scene, stretches=named)


def _can_be_had(hearings: tuple[Hearing, ...]) -> bool:
    """Say whether every act of a question can be free, nothing else having happened."""
    acts = [one for one in hearings if not one.given]
    return bool(acts) and all(FREE & one.outcomes for one in acts)


def _is_third_party(questions: Questions, point: tuple[int, ...]) -> bool:
    question = questions.placed(point)
    known = question is not None and questions.is_known(point)
    return known and question is not None and questions.here(point[0]).now.mode_at(question.place) == "third_party"


def _heard(sayings: ClauseHearings, point: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield what can be said of each form of a third party's capacity at a point, by the numbers of what was heard."""
    for number, (capacity,) in enumerate(sayings.questions.space.classes[-1]):
        if capacity != "own_build":
            yield tuple(map(id, sayings.hear((*point[:-1], number)) or ()))


def amounts_for(rights: tuple[FirstRefusal, ...]) -> TradedAmounts:
    """Return quantities that rights can tell apart: a token under every floor, and a whole over it."""
    steps = [one.parts.step for one in rights if one.parts.step is not None]
    lots = [one.parts.minimum_lot for one in rights if one.parts.minimum_lot is not None]
    floors = [one.quantity_floor for one in rights if one.quantity_floor is not None]
    step = max(steps, default=Decimal(1))
    token = max(step, *lots, *(floor * Decimal("0.6") for floor in floors), Decimal(1))
    token -= token % step
    unit = next((one.parts.unit for one in rights if one.parts.unit is not None), None)
    return TradedAmounts((token or step) * SOLID, token or step, unit)


def starting_instants(scene: LoopholeScene) -> Iterator[tuple[SceneStart, timedelta]]:
    """Yield when a scene begins: soon after the start of each stretch, and shortly before the next text."""
    seen = set()
    for begun in scene.stretches:
        one = begun.stretch
        ahead = text_ahead(scene, one.start)
        texts = tuple(named for _, named in ahead)
        if (texts, begun.asking) in seen:
            continue
        seen.add((texts, begun.asking))
        yield begun, timedelta(days=7)
        if begun.asking and len(ahead) > 1 and ahead[1][0] - one.start > timedelta(days=14):
            yield begun, ahead[1][0] - one.start - timedelta(days=2)
