"""Scenarios: every way the holders may answer, consents be given and demand turn out, with its weight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from itertools import pairwise, product, repeat
from typing import Annotated, Literal

import numpy as np

from firstcall.errors import QuestionError
from firstcall.planning.inputs.futures import STRANDING, Branch, Futures
from firstcall.said import Grouped, Said, sentence
from firstcall.values import dataclass

MOST_SCENARIOS = 64
ItemKind = Literal["answer", "consent", "demand"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a holder takes of what it was offered: a share, or all but too little to buy."""

    share: Fraction
    stranding: bool = False


NOTHING, ALL = Taken(Fraction(0)), Taken(Fraction(1))
ScenarioOutcome = Taken | bool | str
"""What a holder takes, whether a consent is given, which branch demand follows."""
Odds = list[tuple[ScenarioOutcome, Fraction]]
"""How something may turn out, each outcome with its chance."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Something that is uncertain: an answer of a line under a clause, a consent, or demand."""

    kind: ItemKind
    line: str = ""
    clause: str = ""


DEMAND = Uncertainty("demand")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way things turn out: the outcome of every item, and how likely it is."""

    weight: Fraction
    outcomes: tuple[ScenarioOutcome, ...]


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All ways that are planned for, and what is uncertain in them."""

    items: tuple[Uncertainty, ...]
    all: tuple[Scenario, ...]
    drawn: bool
    """Whether they were drawn by a seed, since there were too many to list."""
    branches: tuple[Branch, ...]

    def outcome(self, scenario: int, item: Uncertainty) -> ScenarioOutcome | None:
        """Return how an item turns out in a scenario; None where it is not uncertain."""
        return self.all[scenario].outcomes[self.items.index(item)] if item in self.items else None

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights, which add to one."""
        return tuple(one.weight for one in self.all)


def scenarios(
    futures: Futures, answers: Iterable[tuple[str, str]], consents: Iterable[str], *, most: int = MOST_SCENARIOS,
    seed: int | None = None,
) -> Scenarios:  # fmt: skip
    """Return every way things may turn out; drawn by a seed where there are more than `most`.

    Answers follow one mood of the holder with the chance `common`, and are independent otherwise; what nobody
    gave a chance for does not happen: the holder declines, the consent is not given.

    Args:
      futures: what the author of the file supposes.
      answers: the lines and clauses whose answers matter.
      consents: the consent clauses that matter.
      most: how many are listed at most.
      seed: by which they are drawn where there are more.

    Raises:
      QuestionError: there are more than `most`, and no seed is given.
    """
    chances: list[tuple[Uncertainty, Odds]] = [
        (Uncertainty("answer", line, clause), _answer(futures, line, clause)) for line, clause in answers
    ]
    given: list[tuple[Uncertainty, Odds]] = [
        (Uncertainty("consent", clause=name), _consent(futures, name)) for name in consents
    ]
    total = sum((Fraction(branch.weight) for branch in futures.demand), Fraction(0))
    demand: list[tuple[Uncertainty, Odds]] = [
        (DEMAND, [(branch.id, Fraction(branch.weight) / total) for branch in futures.demand])
    ]
    rest: list[tuple[Uncertainty, Odds]] = [*given, *(demand if futures.demand else [])]
    common = Fraction(futures.common) if len(chances) > 1 else Fraction(0)
    items = tuple(item for item, _ in (*chances, *rest))
    alone = _size([odds for _, odds in chances]) if common < 1 else 0
    moods = len(_edges([odds for _, odds in chances])) - 1 if common > 0 else 0
    size = max(alone, moods) * _size([odds for _, odds in rest])
    if size <= most * 8:
        found = _listed([odds for _, odds in chances], [odds for _, odds in rest], common)
        if len(found) <= most:
            return Scenarios(items, tuple(found), False, futures.demand)
    if seed is None:
        raise QuestionError(TooManyFutures(size=size, most=most), fix=DrawOrPlanForMore())
    drawn = _drawn([odds for _, odds in chances], [odds for _, odds in rest], common, most, seed)
    return Scenarios(items, tuple(drawn), True, futures.demand)


class TooManyFutures(Said):
    says = sentence(
        "futures.too-many",
        "the futures have about {size} ways to turn out, more than the {most} that are planned for",
    )
    size: Annotated[int, Grouped]
    most: int


class DrawOrPlanForMore(Said):
    says = sentence("futures.draw-or-plan-for-more", "give --seed N to draw so many of them, or --scenarios N for more")


def _answer(futures: Futures, line: str, clause: str) -> Odds:
    held = futures.answer_for(line, clause)
    if held is None:
        return [(NOTHING, Fraction(1))]
    found: Odds = [(ALL, Fraction(held.match))]
    for part in held.parts:
        strands = part.share == STRANDING
        taken = Taken(Fraction(0), True) if strands else Taken(Fraction(part.share))
        found.append((taken, Fraction(part.probability)))
    found.append((NOTHING, 1 - sum((chance for _, chance in found), Fraction(0))))
    return [(outcome, chance) for outcome, chance in found if chance > 0]


def _consent(futures: Futures, clause: str) -> Odds:
    held = futures.consent_for(clause)
    chance = Fraction(held.given) if held else Fraction(0)
    odds: Odds = [(True, chance), (False, 1 - chance)]
    return [(outcome, part) for outcome, part in odds if part > 0]


def _size(odds: Sequence[Odds]) -> int:
    size = 1
    for one in odds:
        size *= len(one)
    return size


def _listed(chances: Sequence[Odds], rest: Sequence[Odds], common: Fraction) -> list[Scenario]:
    answers: dict[tuple[ScenarioOutcome, ...], Fraction] = {}
    if common < 1:
        for outcomes, weight in _independent(chances):
            answers[outcomes] = answers.get(outcomes, Fraction(0)) + weight * (1 - common)
    if common > 0:
        for outcomes, weight in _moving_as_one(chances):
            answers[outcomes] = answers.get(outcomes, Fraction(0)) + weight * common
    return [
        Scenario(weight * other, (*outcomes, *more))
        for outcomes, weight in answers.items()
        for more, other in _independent(rest)
    ]


def _independent(odds: Sequence[Odds]) -> Iterator[tuple[tuple[ScenarioOutcome, ...], Fraction]]:
    for picked in product(*odds):
        weight = Fraction(1)
        for _, chance in picked:
            weight *= chance
        yield tuple(outcome for outcome, _ in picked), weight


def _moving_as_one(odds: Sequence[Odds]) -> Iterator[tuple[tuple[ScenarioOutcome, ...], Fraction]]:
    """Yield the answers of a holder whose mood decides all: one draw, held against each line's own chances."""
    for low, high in pairwise(_edges(odds)):
        yield tuple(_at(one, low) for one in odds), high - low


def _edges(odds: Sequence[Odds]) -> list[Fraction]:
    """Return where along one draw any answer changes, from 0 to 1."""
    edges = {Fraction(0), Fraction(1)}
    for one in odds:
        reached = Fraction(0)
        for _, chance in one:
            reached += chance
            edges.add(reached)
    return sorted(edge for edge in edges if edge <= 1)


def _at(odds: Odds, draw: Fraction) -> ScenarioOutcome:
    reached = Fraction(0)
    for outcome, chance in odds:
        reached += chance
        if draw < reached:
            return outcome
    return odds[-1][0]


def _drawn(chances: Sequence[Odds], rest: Sequence[Odds], common: Fraction, most: int, seed: int) -> list[Scenario]:
    dice = np.random.Generator(np.random.PCG64(seed))

    def draw() -> Fraction:
        return Fraction(int(dice.integers(0, 1 << 53)), 1 << 53)

    counted: dict[tuple[ScenarioOutcome, ...], int] = {}
    for _ in range(most):
        mood = draw() if draw() < common else None
        answers = tuple(_at(one, draw() if mood is None else mood) for one in chances)
        outcomes = (*answers, *(_at(one, draw()) for one in rest))
        counted[outcomes] = counted.get(outcomes, 0) + 1
    return [Scenario(Fraction(times, most), outcomes) for outcomes, times in counted.items()]


SinceWhen = date | tuple[date, ...]
"""From which day something is known: the same in every scenario, or a day for each."""


@dataclass(frozen=True, slots=True)
class Information:
    """From which day each item is known; scenarios that agree on all that is known cannot be told apart."""

    scenarios: Scenarios
    known_from: tuple[SinceWhen, ...]
    parted: dict[object, tuple[int, ...]] = field(default_factory=dict)
    """The groups by the items that are known, worked out once."""

    def groups(self, day: date, own: Sequence[Uncertainty] = ()) -> tuple[int, ...]:
        """Return the group of each scenario for a decision on a day; equal numbers must decide alike.

        Args:
          day: the day of the decision.
          own: items that are known to it whatever the day, such as the answer to its own notice.
        """
        items = self.scenarios.items
        mine = {items.index(item) for item in own if item in items}
        known = tuple(n in mine or self._is_known(n, day) for n in range(len(items)))
        if known not in self.parted:
            seen: dict[tuple[ScenarioOutcome | None, ...], int] = {}
            self.parted[known] = tuple(
                seen.setdefault(tuple(map(_seen, one.outcomes, known, repeat(number))), len(seen))
                for number, one in enumerate(self.scenarios.all)
            )
        return self.parted[known]

    def _is_known(self, item: int, day: date) -> bool | tuple[bool, ...]:
        """Return whether an item is known on a day: in every scenario, or in each."""
        since = self.known_from[item]
        return since <= day if isinstance(since, date) else tuple(one <= day for one in since)


def _seen(outcome: ScenarioOutcome, known: bool | tuple[bool, ...], scenario: int) -> ScenarioOutcome | None:
    """Return an outcome as far as it is known in a scenario."""
    return outcome if (known if isinstance(known, bool) else known[scenario]) else None
