"""A plan by trying everything: one line that must be offered first, one that is free, two quarters, exact money.

Written from the rules in words, not from the model: what is noticed is decided first, what is signed after the
answer where the notice has brought it by then, and whatever the holder takes is bought from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

HOURS = (90 * 24, 91 * 24)
"""Of the first two quarters of 2025."""


@dataclass(frozen=True)
class Case:
    """What the rival and the host sell by the block, what is needed, what a missing hour costs, and the odds."""

    rival_blocks: int
    host_blocks: int
    rival_price: int
    host_price: int
    train: tuple[int, int]
    serve: tuple[int, int]
    unmet_train: int
    unmet_serve: int
    match: Fraction
    least: int = 1


BUYS = ((0, 3), (0, 6), (1, 3))
"""Start and term in months; a term beyond the second quarter is charged whole."""
MONTHS = {(0, 3): HOURS[0], (0, 6): HOURS[0] + HOURS[1], (1, 3): HOURS[1], (1, 6): HOURS[1] + (92 * 24)}
ALL = (*BUYS, (1, 6))
Counts = tuple[int, ...]


def running(counts: Counts, quarter: int) -> int:
    return sum(n for n, (start, term) in zip(counts, ALL, strict=True) if start <= quarter < start + term // 3)


def allowed(counts: Counts, most: int) -> bool:
    return all(running(counts, quarter) <= most for quarter in (0, 1))


def choices(most: int, least: int = 1) -> Iterator[Counts]:
    for counts in product(range(most + 1), repeat=len(ALL)):
        if allowed(counts, most) and all(n == 0 or n >= least for n in counts):
            yield counts


def price(counts: Counts, hourly: int) -> Fraction:
    return sum((Fraction(n * hourly * MONTHS[kind]) for n, kind in zip(counts, ALL, strict=True)), Fraction(0))


def missing(case: Case, rival: Counts, host: Counts, taken: Counts) -> Fraction:
    """What missing hours cost: the rival serves training alone, the host both, what is dearest to miss first."""
    total = Fraction(0)
    for quarter in (0, 1):
        train = max(case.train[quarter] - running(rival, quarter), 0)
        left = running(host, quarter) + running(taken, quarter)
        both = sorted([(case.unmet_train, train), (case.unmet_serve, case.serve[quarter])], reverse=True)
        for unmet, wanted in both:
            served = min(left, wanted)
            left -= served
            total += Fraction((wanted - served) * unmet * HOURS[quarter])
    return total


def cheapest(case: Case) -> Fraction:
    """The least expected cost over all policies that know no more than they can."""
    best: Fraction | None = None
    nothing = (0,) * len(ALL)
    for noticed in choices(case.rival_blocks, case.least):
        if any(noticed) and not any(case.train):
            continue  # a notice says that one is willing to sign, so it is of what could be used
        informed = any(n for n, (start, _) in zip(noticed, ALL, strict=True) if start == 0)
        for cost in _after(case, noticed, informed, nothing):
            best = cost if best is None or cost < best else best
    assert best is not None
    return best


def _after(case: Case, noticed: Counts, informed: bool, nothing: Counts) -> Iterator[Fraction]:
    answers = ((case.match, True), (1 - case.match, False))
    if informed:
        yield sum((weight * _best(case, noticed, matched, None, nothing) for weight, matched in answers), Fraction(0))
        return
    for one, two in product(range(case.host_blocks + 1), repeat=2):
        early, first = (one, two), (one, two, 0, 0)
        if allowed(first, case.host_blocks):
            yield sum(
                (weight * _best(case, noticed, matched, early, nothing) for weight, matched in answers), Fraction(0)
            )


def _best(case: Case, noticed: Counts, matched: bool, early: tuple[int, int] | None, nothing: Counts) -> Fraction:
    """The least cost once the answer is known; `early` is what was bought of the host before."""
    taken = noticed if matched else nothing
    signings = (
        [nothing]
        if matched
        else [
            counts
            for counts in product(*(range(n + 1) for n in noticed))
            if all(n == 0 or n >= case.least for n in counts)
        ]
    )
    best: Fraction | None = None
    for rival in signings:
        for host in choices(case.host_blocks):
            if early is not None and host[:2] != early:
                continue
            cost = price(rival, case.rival_price) + price(taken, case.rival_price) + price(host, case.host_price)
            cost += missing(case, rival, host, taken)
            best = cost if best is None or cost < best else best
    assert best is not None
    return best
