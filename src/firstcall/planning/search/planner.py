"""The plan of a desk: grid, options, scenarios and model, until no decision rests on what nobody can know by then."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import numpy as np

from firstcall.deadlines.day_count import ONE_DAY
from firstcall.errors import QuestionError
from firstcall.planning.inputs.horizon import By, Horizon, horizon
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays, Floats
from firstcall.planning.model.parts import NO_COLUMN, Model
from firstcall.planning.options.costs import Terminal
from firstcall.planning.options.purchases import PurchaseOption, edges_within, purchases
from firstcall.planning.options.scenarios import (
    MOST_SCENARIOS,
    Information,
    Scenarios,
    SinceWhen,
    Uncertainty,
    scenarios,
)
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.held import HeldPlan, held_in, papers_of
from firstcall.planning.search.highs import Limits, Progress, SolverStopped
from firstcall.planning.search.rounding import tell_whether, without_idle_notices
from firstcall.planning.search.searching import Found, costs_no_more, search, with_blocks
from firstcall.said import Said, sentence
from firstcall.values import dataclass

LATEST_DAY = date.max
MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """How a plan is made: its days and periods, and how far it is searched."""

    first: date
    last: date
    by: By = "quarter"
    terminal: Terminal = "charge"
    seed: int | None = None
    most_scenarios: int = MOST_SCENARIOS
    risk: Fraction | None = None
    """The share of outcomes, the best ones, that do not count: 0.9 counts the worst tenth alone."""
    full: Limits | None = None
    """Search all whole numbers within these limits."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A model and the best plan found of it; `found` is None where nothing is lawful and enough."""

    model: Model
    arrays: Arrays
    found: Found | None
    rounds: int
    """How often it was planned until no decision rested on what was not yet known."""
    risk: Fraction | None = None
    """What was least: the average of the worst outcomes beyond this share; None for the expectation."""


class PlanBeginsFirst(Said):
    says = sentence("plan.begins-first", "the plan begins on {first}, before the planning day {day}")
    first: date
    day: date


class GiveLaterFrom(Said):
    says = sentence("plan.give-later-from", "give a later --from, or an earlier --on")


class RestsOnLateAnswers(Said):
    says = sentence(
        "plan.rests-on-late-answers",
        "after {rounds} rounds the plan still rests on answers that come too late",
    )
    rounds: int


class GiveOneMood(Said):
    says = sentence("plan.give-one-mood", "give the holder's answers one mood (`common: 1`) or plan for fewer lines")


class HeldPlanOfOther(Said):
    says = sentence("plan.held-of-other", "since the plan to go on from was written there changed: {papers}")
    papers: tuple[str, ...]


class HeldPlanOfOtherFlags(Said):
    says = sentence("plan.held-of-other-flags", "the plan to go on from was made for other days, or with other flags")


class PlanAnew(Said):
    says = sentence("plan.plan-anew", "plan anew without --resume, and name it with --against to see what changed")


class HeldPlanBreaksRules(Said):
    says = sentence("plan.held-breaks-rules", "what the plan to go on from buys cannot be bought as it says")


class HoldItAsWritten(Said):
    says = sentence("plan.hold-as-written", "name the file as `firstcall plan --out` wrote it")


def grid_of(desk: Desk, settings: Settings) -> Horizon:
    """Return the grid of a plan: its periods, cut where another text begins to speak, a need changes or a term ends.

    Raises:
      QuestionError: the plan begins before the planning day, or ends before it begins.
    """
    if settings.first < desk.ground.on:
        raise QuestionError(PlanBeginsFirst(first=settings.first, day=desk.ground.on), fix=GiveLaterFrom())
    hours, cuts = desk.needs.hours_per_month, desk.ground.cuts()
    cut = partial(
        horizon, settings.first, settings.last, settings.by, hours_per_month=Fraction(hours) if hours else None
    )
    return cut((*cuts, *edges_within(desk, cut(cuts))))


def plan(
    desk: Desk, settings: Settings, progress: Progress | None = None, held: HeldPlan | None = None
) -> Planned:  # fmt: skip
    """Return the best plan found for the needs of a desk.

    A decision may rest on an answer only if the notice that brings it was given. So it is planned first as if
    each answer came at the earliest; where the plan gives that notice later or never, it is planned again with
    what is really known. The bound of the first round stays good, since to know more never costs more; and so does
    its plan, where it decides alike whatever is not known after all.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      settings: days, periods and limits.
      progress: told now and then; may stop the work.
      held: an earlier plan of the same desk to go on from; what is found is no dearer.

    Raises:
      QuestionError: too many scenarios and no seed, days that fit nothing, or a held plan of another desk.
      SolverStopped: the solver ended in a way that says nothing of the plan.
    """
    seek = partial(search, full=settings.full, progress=progress)
    if held is None:
        return _in_rounds(_beginning(desk, settings), settings, seek)
    start = _beginning(desk, settings)
    _check_papers(held, papers_of(desk, start.ways, start.options, settings.terminal, settings.risk))
    kept = _in_rounds(start, settings, lambda model, arrays: held_in(held, model, arrays))
    if kept.found is None:
        raise QuestionError(HeldPlanBreaksRules(), fix=HoldItAsWritten())
    made = _in_rounds(
        start, settings, lambda model, arrays: seek(model, arrays, held=held_in(held, model, arrays))
    )  # fmt: skip
    if made.found is None or not costs_no_more(kept.found, made.found):
        return made
    proven = made.found
    return replace(
        kept, found=replace(kept.found, bound=proven.bound, relaxed=proven.relaxed, stopped=proven.stopped)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What all rounds have in common, and from when each answer is known at the earliest."""

    desk: Desk
    grid: Horizon
    options: tuple[PurchaseOption, ...]
    ways: Scenarios
    known: tuple[SinceWhen, ...]


def _beginning(desk: Desk, settings: Settings) -> _Beginning:
    grid = grid_of(desk, settings)
    options = purchases(desk, grid)
    ways = scenarios_of(desk, options, settings)
    return _Beginning(desk, grid, options, ways, earliest_known(desk, options, ways, grid.first))


def _in_rounds(start: _Beginning, settings: Settings, seek: Callable[[Model, Arrays], Found | None]) -> Planned:
    """Return a plan that rests on no answer that its own notices do not bring in time; `seek` finds one of a model."""
    known, bound = start.known, float("inf")
    before: tuple[Model, Found] | None = None
    for round_ in range(1, MOST_ROUNDS + 1):
        model, arrays = build(
            start.desk, start.grid, start.ways, Information(start.ways, known), start.options,
            terminal=settings.terminal, risk=settings.risk, like=before[0] if before else None,
        )  # fmt: skip
        found = carried_over(*before, model, arrays) if before else None
        found = found or seek(model, arrays)
        if found is None:
            return Planned(model, arrays, None, round_)
        found = replace(found, values=without_idle_notices(model, found.values))
        bound = min(bound, found.bound)
        actual = really_known(model, found.values, known)
        if actual == known:
            break
        known, before = actual, (model, found)
    else:
        raise SolverStopped(RestsOnLateAnswers(rounds=MOST_ROUNDS), fix=GiveOneMood())
    return Planned(model, arrays, replace(found, bound=bound), round_, settings.risk)


def _check_papers(held: HeldPlan, papers: Mapping[str, str]) -> None:
    """Refuse a plan of other papers; flags are named only where no paper is other."""
    other = [name for name, digest in papers.items() if held.papers.get(name) != digest]
    if other == ["flags"]:
        raise QuestionError(HeldPlanOfOtherFlags(), fix=PlanAnew())
    if other:
        raise QuestionError(HeldPlanOfOther(papers=tuple(n for n in other if n != "flags")), fix=PlanAnew())


def carried_over(model: Model, found: Found, later: Model, arrays: Arrays) -> Found | None:
    """Return the plan of one model as one of another in which less is known; None where it rested on knowing more.

    Args:
      model: the model that it was found of.
      found: the plan.
      later: a model of the same purchases and scenarios.
      arrays: its arrays.
    """
    blocks: dict[int, int] = {}
    for mine, theirs in ((model.noticed, later.noticed), (model.signed, later.signed)):
        for number, columns in mine.items():
            for one, other in zip(columns.tolist(), theirs[number].tolist(), strict=True):
                if one != NO_COLUMN:
                    count = round(float(found.values[one]))
                    if blocks.setdefault(other, count) != count:
                        return None
    for column in later.matrix.whole:
        blocks.setdefault(column, 0)
    tell_whether(later, blocks)
    run = with_blocks(arrays, blocks)
    return replace(found, values=run.values, objective=run.objective) if run.state == "optimal" else None


def scenarios_of(desk: Desk, options: Sequence[PurchaseOption], settings: Settings) -> Scenarios:
    """Return the scenarios that bear on what could be bought."""
    answers = dict.fromkeys((option.line.id, match.clause) for option in options for match in option.matched)
    consents = dict.fromkeys(step.clause for option in options for step in option.consents)
    return scenarios(desk.futures, answers, consents, most=settings.most_scenarios, seed=settings.seed)


def earliest_known(
    desk: Desk, options: Sequence[PurchaseOption], ways: Scenarios, first: date
) -> tuple[date, ...]:  # fmt: skip
    """Return from when each uncertain thing is known at the earliest.

    Args:
      desk: what the plan is made with.
      options: what could be bought.
      ways: the scenarios.
      first: the first day of the horizon, on which the branch of demand is known where no other day is given.
    """
    return tuple(_known(desk, options, ways, item, first) for item in ways.items)


def _known(
    desk: Desk, options: Sequence[PurchaseOption], ways: Scenarios, item: Uncertainty, first: date
) -> date:  # fmt: skip
    match item.kind:
        case "demand":
            return max((branch.known_from or first for branch in ways.branches), default=first)
        case "consent":
            future = desk.futures.consent_for(item.clause)
            return desk.ground.on + timedelta(days=future.delay_days if future else 0)
        case _:
            noticed = [option for option in options if option.line.id == item.line and item.clause in option.rights]
            return min((_answered(desk, option) for option in noticed), default=LATEST_DAY)


def _answered(desk: Desk, option: PurchaseOption) -> date:
    """Return the first day on which the answer to a purchase's notice is known."""
    assert option.notice is not None
    return desk.ground.day_of(option.notice.window_ends) + ONE_DAY


def really_known(model: Model, values: Floats, known: tuple[SinceWhen, ...]) -> tuple[SinceWhen, ...]:
    """Return from when each answer is known where only a plan's own notices are given; never sooner than before.

    A notice that is given in one branch of demand alone brings an answer in that branch alone.
    """
    count = len(model.scenarios.all)
    found = list(known)
    for number, item in enumerate(model.scenarios.items):
        sure = len({one.outcomes[number] for one in model.scenarios.all}) < 2
        if item.kind != "answer" or sure:
            continue
        before = known[number]
        days = list(before) if isinstance(before, tuple) else [before] * count
        answered = [LATEST_DAY] * count
        for option in model.options:
            if option.line.id == item.line and item.clause in option.rights:
                day = _answered(model.desk, option)
                for scenario in _noticed_in(model, option, values):
                    answered[scenario] = min(answered[scenario], day)
        later = tuple(max(one, other) for one, other in zip(days, answered, strict=True))
        found[number] = later[0] if len(set(later)) == 1 else later
    return tuple(found)


def _noticed_in(model: Model, option: PurchaseOption, values: Floats) -> list[int]:
    """Return the scenarios in which a purchase is noticed."""
    found: list[int] = np.flatnonzero(np.round(values[model.noticed[option.number]]) > 0).tolist()
    return found
