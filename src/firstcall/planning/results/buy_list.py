"""The buy list of a plan: what is noticed and signed, by when, in which case, and what a match makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from firstcall.agreement.model.basis import Grade
from firstcall.planning.model.matrix import Ints
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import ScenarioOutcome, Scenarios, Uncertainty
from firstcall.planning.results.exact_work import NO_HOURS, ExactWork, decided_columns
from firstcall.planning.steps.clearance import ConsentStep
from firstcall.planning.steps.notice_days import safe_days
from firstcall.values import dataclass

BuyKind = Literal["sign", "notice"]
Condition = tuple[tuple[Uncertainty, ScenarioOutcome], ...]


@dataclass(frozen=True, slots=True)
class Buy:
    """One entry of the buy list: blocks of a line to notice or to sign, when, and in which case."""

    kind: BuyKind
    line: str
    provider: str
    blocks: int
    accelerators: int
    starts: date
    ends: date | None
    """The first day after its term; None where it is bought by the hour."""
    term_months: int
    signing: date
    rights: tuple[str, ...]
    notice_first: date | None
    notice_last: date | None
    safe_days: int
    window_ends: datetime | None
    window_day: date | None
    """The day on which the window of the last safe notice ends, in the agreement's zone."""
    consents: tuple[ConsentStep, ...]
    only_if: Condition
    """What must have turned out, of what is known by then; nothing for what is bought in any case."""
    weight: Fraction
    """How likely that is."""
    cost: Fraction
    """What it commits to if it is bought, over its whole term as charged."""
    grade: Grade
    if_taken: tuple[tuple[str, str, date, Fraction], ...] = ()
    """For a notice: holder, provider, first day and cost of what a match binds to."""


def buys(model: Model, exact: ExactWork) -> Iterator[Buy]:
    """Yield every notice and signature of a plan, in the order of the supply and of time."""
    for option in model.options:
        held = ([("notice", model.noticed[option.number])] if option.rights else []) + [
            ("sign", model.signed[option.number])
        ]
        for kind, columns in held:
            for blocks, among in _alike(model, exact, columns):
                yield _buy(model, option, "notice" if kind == "notice" else "sign", blocks, among)


def _alike(model: Model, exact: ExactWork, numbers: Ints) -> Iterator[tuple[int, list[int]]]:
    """Yield the blocks that are decided, each with its scenarios; cases that decide alike are told as one."""
    by_blocks: dict[int, list[list[int]]] = {}
    for column in decided_columns(numbers):
        among = [n for n in range(len(numbers)) if int(numbers[n]) == column]
        by_blocks.setdefault(exact.blocks[column], []).append(among)
    for blocks, groups in by_blocks.items():
        if not blocks:
            continue
        yield from ((blocks, group) for group in as_few_cases(model.scenarios, groups))


def as_few_cases(scenarios: Scenarios, groups: list[list[int]]) -> list[list[int]]:
    """Return groups of scenarios joined wherever what they share tells them from all others.

    All of them at once where that is one case; else those that differ in one uncertain thing, over and over.
    """
    joined = sorted(n for group in groups for n in group)
    if len(groups) < 2 or _is_one_case(scenarios, joined):
        return [joined] if groups else []
    for item in scenarios.items:
        alike: dict[Condition, list[list[int]]] = {}
        for group in groups:
            rest = tuple(one for one in condition_of(scenarios, group) if one[0] != item)
            alike.setdefault(rest, []).append(group)
        for some in alike.values():
            one = sorted(n for group in some for n in group)
            if len(some) > 1 and _is_one_case(scenarios, one):
                return as_few_cases(scenarios, [*(group for group in groups if group not in some), one])
    return sorted(groups)


def _is_one_case(scenarios: Scenarios, among: list[int]) -> bool:
    return _holding(scenarios, condition_of(scenarios, among)) == among


def _holding(scenarios: Scenarios, condition: Condition) -> list[int]:
    """Return the scenarios in which a condition holds."""
    return [
        n for n in range(len(scenarios.all))
        if all(scenarios.outcome(n, item) == outcome for item, outcome in condition)
    ]  # fmt: skip


def _buy(model: Model, option: PurchaseOption, kind: BuyKind, blocks: int, among: list[int]) -> Buy:
    notice = option.notice
    return Buy(
        kind, option.line.id, option.line.provider, blocks, blocks * option.line.block, option.supplies.first,
        option.supplies.after if option.term_months else None, option.term_months, option.signing, option.rights,
        _first_safe(model, option), notice.day if notice else None, option.safe,
        notice.window_ends if notice else None, notice.window_day if notice else None, option.consents,
        condition_of(model.scenarios, among),
        sum((model.scenarios.weights[n] for n in among), NO_HOURS), blocks * model.costs[option.number, None].total,
        option.grade, _if_taken(model, option, blocks) if kind == "notice" else (),
    )  # fmt: skip


def _if_taken(model: Model, option: PurchaseOption, blocks: int) -> tuple[tuple[str, str, date, Fraction], ...]:
    return tuple(
        (match.holder.holder, match.holder.side.provider, match.supplies.first,
         blocks * model.costs[option.number, number].total)
        for number, match in enumerate(option.matched)
    )  # fmt: skip


def _first_safe(model: Model, option: PurchaseOption) -> date | None:
    if option.notice is None or option.given:
        return option.notice.day if option.notice else None
    safe = safe_days(model.desk.ground, option.rights, option.signing, option.line.expires, option.supplies.first)
    return safe[0].day if safe else None


def condition_of(scenarios: Scenarios, among: list[int]) -> Condition:
    """Return the fewest things that tell some scenarios from all others: each the one that rules out most of them."""
    common = []
    for number, item in enumerate(scenarios.items):
        here = {scenarios.all[n].outcomes[number] for n in among}
        everywhere = {one.outcomes[number] for one in scenarios.all}
        if len(here) == 1 and len(everywhere) > 1:
            common.append((item, next(iter(here))))
    aim = len(_holding(scenarios, tuple(common)))
    chosen: list[tuple[Uncertainty, ScenarioOutcome]] = []
    while len(_holding(scenarios, tuple(chosen))) > aim:
        rest = [one for one in common if one not in chosen]
        chosen.append(min(rest, key=lambda one: len(_holding(scenarios, (*chosen, one)))))
    return tuple(one for one in common if one in chosen)
