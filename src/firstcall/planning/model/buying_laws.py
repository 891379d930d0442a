"""The laws of buying: blocks noticed and signed, what a match binds, and no more than there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from firstcall.planning.model.matrix import Ints
from firstcall.planning.model.parts import NO_COLUMN, THOUSAND, WHETHER, BlockDecision, Law, Model
from firstcall.planning.options.costs import block_cost
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import Taken, Uncertainty


def decide_purchases(model: Model, option: PurchaseOption) -> None:
    """Blocks noticed and signed: whole, alike where nothing is known apart, paid by what follows from each answer."""
    info, line = model.information, option.line
    for number, supplies in ((None, option.supplies), *((n, match.supplies) for n, match in enumerate(option.matched))):
        if (option.number, number) not in model.costs:
            model.costs[option.number, number] = block_cost(
                line, model.desk.needs, model.grid, supplies.first, supplies.after, model.terminal,
                Fraction(model.desk.futures.cost_of_money),
            )  # fmt: skip
    own = model.costs[option.number, None]
    if option.rights:
        _notice(model, option)
    answers = [Uncertainty("answer", line.id, match.clause) for match in option.matched]
    groups = info.groups(
        option.signing, [*answers, *(Uncertainty("consent", clause=c.clause) for c in option.consents)]
    )
    columns: dict[int, int] = {}
    found = np.full(len(groups), NO_COLUMN, np.int64)
    for scenario, group in enumerate(groups):
        if not _may_sign(model, option, scenario):
            continue
        if group not in columns:
            tag = BlockDecision("signed", option.number, group)
            columns[group] = model.matrix.column(tag, high=line.most_blocks, whole=True)
            only_so_many_at_once(model, option, columns[group], "signed", group)
            frees_what_was_noticed(model, option, columns[group], scenario)
        found[scenario] = columns[group]
        model.charge(scenario, columns[group], float(own.total / THOUSAND))
    model.signed[option.number] = found


def _may_sign(model: Model, option: PurchaseOption, scenario: int) -> bool:
    """Return whether a purchase can be signed in a scenario: its consents given, and not all of it taken."""
    for step in option.consents:
        if model.scenarios.outcome(scenario, Uncertainty("consent", clause=step.clause)) is not True:
            return False
    taken = model.taken(option.number, scenario) if option.rights else None
    return taken is None or (taken[1].share < 1 and not taken[1].stranding)


def _notice(model: Model, option: PurchaseOption) -> None:
    """Blocks noticed under a right of first refusal; a match binds them, a decline frees them."""
    assert option.notice is not None
    groups = model.information.groups(option.notice.day)
    columns: dict[int, int] = {}
    whether: dict[int, int] = {}
    for scenario, group in enumerate(groups):
        if group not in columns:
            tag = BlockDecision("noticed", option.number, group)
            columns[group] = model.matrix.column(tag, high=option.line.most_blocks, whole=True)
            whether[group] = only_so_many_at_once(model, option, columns[group], "noticed", group)
        a_match_binds(model, option, scenario, columns[group], whether[group])
    model.noticed[option.number] = np.asarray([columns[group] for group in groups], np.int64)
    model.at_all[option.number] = np.asarray([whether[group] for group in groups], np.int64)


def a_match_binds(model: Model, option: PurchaseOption, scenario: int, column: int, whether: int) -> None:
    """What the holder takes is bought from the holder, at the price of the offer, in that scenario."""
    taken = model.taken(option.number, scenario)
    if taken is None:
        return
    cost = float(model.costs[option.number, taken[0]].total / THOUSAND)
    for column_, share in taken_blocks(option, taken[1], column, whether):
        model.charge(scenario, column_, cost * share)


def taken_blocks(option: PurchaseOption, taken: Taken, column: int, whether: int) -> Iterable[tuple[int, float]]:
    """Yield the columns, with factors, whose sum is what a holder takes, in blocks."""
    if not taken.stranding:
        yield column, float(taken.share)
        return
    yield column, 1.0
    if whether != NO_COLUMN and option.line.least_blocks > 1:
        yield whether, -float(option.line.least_blocks - 1)


def only_so_many_at_once(model: Model, option: PurchaseOption, column: int, kind: str, group: int) -> int:
    """A purchase is of none, or of at least the fewest blocks that are sold at once; -1 where one may be bought."""
    line = option.line
    if line.least_blocks <= 1:
        return NO_COLUMN
    whether = model.matrix.column(BlockDecision(f"{kind}{WHETHER}", option.number, group), high=1.0, whole=True)
    about = (line.id, option.start)
    terms = [(column, 1.0), (whether, -float(line.least_blocks))]
    model.matrix.row(Law("only_so_many_at_once", about), terms, low=0.0)
    model.matrix.row(Law("only_so_many_at_once", about), [(column, 1.0), (whether, -float(line.most_blocks))], high=0.0)
    return whether


def frees_what_was_noticed(model: Model, option: PurchaseOption, column: int, scenario: int) -> None:
    """No more is signed than was noticed and not taken."""
    if not option.rights:
        return
    taken = model.taken(option.number, scenario)
    left = 1.0 - float(taken[1].share if taken else 0)
    terms = [(column, 1.0), (int(model.noticed[option.number][scenario]), -left)]
    model.matrix.row(Law("frees_what_was_noticed", (option.line.id, option.rights)), terms, high=0.0)


def no_more_than_there_is(model: Model) -> None:
    """All that a line sells at once is no more than it has: what is offered now, and what runs of what was before.

    Of an earlier notice only what the holder took and what was signed still runs; what was freed and left is the
    line's to sell again.
    """
    by_line: dict[str, list[PurchaseOption]] = {}
    for option in model.options:
        by_line.setdefault(option.line.id, []).append(option)
    for name, options in by_line.items():
        most = options[0].line.most_blocks
        if options[0].given:
            _noticed_whole(model, options)
        for start in sorted({option.start for option in options}):
            day = model.grid.slices[start].first
            earlier = [option for option in options if option.start < start and _ends(option) > day]
            now = [option for option in options if option.start == start]
            for terms in _at_once(model, earlier, now, day):
                model.matrix.row(Law("no_more_than_there_is", (name, start)), terms, high=most)


def _at_once(
    model: Model, earlier: Sequence[PurchaseOption], now: Sequence[PurchaseOption], day: date
) -> Iterable[tuple[tuple[int, float], ...]]:  # fmt: skip
    """Return the sums of what is sold at once in each scenario; those that others imply are left out."""
    held = np.asarray([_held(model, option) for option in (*earlier, *now)])
    found: dict[tuple[tuple[int, float], ...], None] = {}
    for vector in np.unique(held, axis=1).T:
        among = np.flatnonzero((held == vector[:, None]).all(axis=0)).tolist()
        offered = tuple((column, 1.0) for column in vector[len(earlier) :].tolist() if column != NO_COLUMN)
        whole = (*((column, 1.0) for column in vector[: len(earlier)].tolist() if column != NO_COLUMN), *offered)
        sums = {(*_still_running(model, earlier, scenario, day), *offered): None for scenario in among}
        found |= {whole: None} if whole in sums else sums
    return found


def _still_running(
    model: Model, earlier: Sequence[PurchaseOption], scenario: int, day: date
) -> Iterable[tuple[int, float]]:  # fmt: skip
    """Yield the columns, with factors, whose sum of earlier blocks still runs on a day in a scenario."""
    for option in earlier:
        signed = int(model.signed[option.number][scenario])
        if signed != NO_COLUMN and option.supplies.after > day:
            yield signed, 1.0
        taken = model.taken(option.number, scenario) if option.rights else None
        if taken is not None and option.matched[taken[0]].supplies.after > day:
            noticed, whether = model.noticed[option.number][scenario], model.at_all[option.number][scenario]
            yield from taken_blocks(option, taken[1], int(noticed), int(whether))


def _ends(option: PurchaseOption) -> date:
    return max([option.supplies.after, *(match.supplies.after for match in option.matched)])


def _held(model: Model, option: PurchaseOption) -> Ints:
    return model.noticed[option.number] if option.rights else model.signed[option.number]


def _noticed_whole(model: Model, options: Sequence[PurchaseOption]) -> None:
    """An offer whose notice is on the record is noticed whole: the holder may take all of it, come what may."""
    held = np.asarray([model.noticed[option.number] for option in options])
    for vector in np.unique(held, axis=1).T:
        terms = [(int(column), 1.0) for column in vector]
        most = options[0].line.most_blocks
        model.matrix.row(Law("noticed_whole", (options[0].line.id,)), terms, low=most, high=most)
