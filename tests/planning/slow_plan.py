"""A small case: one line that must be offered first, one that is free, two quarters; tried out by every policy."""

from dataclasses import dataclass
from fractions import Fraction

from tests.planning.slow_tree import Seller, World, least_expected


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


def cheapest(case: Case) -> Fraction:
    """The least expected cost over all policies that know no more than they can."""
    whole = Fraction(1)
    return least_expected(World(
        Seller(case.rival_blocks, case.least, case.rival_price, whole, (1, 2)),
        Seller(case.host_blocks, 1, case.host_price, whole, (1, 2)),
        case.train, case.serve, (case.unmet_train, case.unmet_serve),
        ((whole, case.match), (Fraction(0), 1 - case.match)),
    ))  # fmt: skip
