"""A plan by trying every policy, day by day: what is known when, minimums, shares paid anyway, branches of demand.

A lab may give notice of a rival's blocks before each of two quarters, sign what is freed as the quarter begins, and
buy the host's blocks then too. Each choice knows what its own past has brought: the branch of demand from a day on, the
holder's answer where a notice of its own is over. Written from the rules in words, in exact numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import product

QUARTERS = (date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1))
NOTICES = (date(2024, 12, 21), date(2025, 3, 21))
"""Ten days run from each to the evening before the quarter."""
Buy = tuple[int, int]
"""The quarter in which it starts, and for how many it runs."""
Counts = Mapping[Buy, Fraction | int]


@dataclass(frozen=True)
class Seller:
    """What somebody sells: blocks, the fewest at once, price, share paid anyway, terms, part paid ahead."""

    blocks: int
    least: int
    price: int
    paid: Fraction
    terms: tuple[int, ...]
    ahead: Fraction = Fraction(0)


@dataclass(frozen=True)
class World:
    """Two sellers, what is wanted in each quarter and what missing it costs, the odds of answers and of demand."""

    rival: Seller
    host: Seller
    train: tuple[int, int]
    serve: tuple[int, int]
    unmet: tuple[int, int]
    """Of training and of serving."""
    answers: tuple[tuple[Fraction, Fraction], ...]
    """The share that the holder takes, and how likely."""
    branches: tuple[tuple[Fraction, Fraction], ...] = ((Fraction(1), Fraction(1)),)
    """By how much demand changes, and how likely."""
    known: date = QUARTERS[0]
    """From when the branch is known."""
    money: Fraction = Fraction(0)
    """What money paid in advance costs a year."""


Known = tuple[Fraction | None, Fraction | None]
"""The share that the holder takes and the branch of demand, each as far as it is known."""


def hours(quarter: int) -> int:
    return (QUARTERS[quarter + 1] - QUARTERS[quarter]).days * 24


def committed(seller: Seller, buy: Buy, money: Fraction) -> Fraction:
    """What a block commits to over its term, beyond the second quarter too."""
    whole = seller.paid * seller.price * sum(hours(quarter) for quarter in range(buy[0], buy[0] + buy[1]))
    return whole + seller.ahead * money * whole * Fraction(3 * buy[1], 24)


def counts(seller: Seller, start: int, at_most: int) -> Iterator[dict[Buy, int]]:
    """Every number of blocks to buy of each term, in a quarter."""
    for picked in product(range(at_most + 1), repeat=len(seller.terms)):
        if sum(picked) <= at_most and all(not n or n >= seller.least for n in picked):
            yield {(start, term): n for term, n in zip(seller.terms, picked, strict=True) if n}


def running(bought: Counts, quarter: int) -> Fraction:
    return sum((Fraction(n) for (start, term), n in bought.items() if start <= quarter < start + term), Fraction(0))


def least_expected(world: World) -> Fraction:
    """The least expected cost of all policies that know no more than they can."""
    return _noticing(world, 0, (None, None), {}, {}, {})


def _noticing(world: World, start: int, known: Known, rival: Counts, host: Counts, taken: Counts) -> Fraction:
    """Choose what is noticed before a quarter, knowing what is known on that day."""
    return _told(
        world, known, world.known <= NOTICES[start], False,
        lambda now: min(
            _signing(world, start, now, noticed, rival, host, taken)
            for noticed in _noticed(world, start, rival, taken)
        ),
    )  # fmt: skip


def _noticed(world: World, start: int, rival: Counts, taken: Counts) -> Iterator[dict[Buy, int]]:
    for noticed in counts(world.rival, start, world.rival.blocks):
        if any(not any(world.train[begins : begins + term]) for begins, term in noticed):
            continue  # a notice says that one is willing to sign, so it is of what could be used
        if running(rival, start) + running(taken, start) + sum(noticed.values()) <= world.rival.blocks:
            yield noticed


def _signing(
    world: World, start: int, known: Known, noticed: Counts, rival: Counts, host: Counts, taken: Counts
) -> Fraction:  # fmt: skip
    """Choose what is signed as a quarter begins: of the rival what is freed, of the host what it has."""

    def chosen(now: Known) -> Fraction:
        share = now[0] or Fraction(0)
        takes = {**taken, **{buy: share * n for buy, n in noticed.items() if share * n}}
        best: Fraction | None = None
        for freed in product(*(range(int((1 - share) * n) + 1) for n in noticed.values())):
            if any(n and n < world.rival.least for n in freed):
                continue
            signs = {**rival, **{buy: n for buy, n in zip(noticed, freed, strict=True) if n}}
            left = world.host.blocks - int(running(host, start))
            for more in counts(world.host, start, left):
                follows = _noticing if start == 0 else _costs
                cost = follows(world, start + 1, now, signs, {**host, **more}, takes)
                best = cost if best is None or cost < best else best
        assert best is not None
        return best

    return _told(world, known, world.known <= QUARTERS[start], bool(noticed), chosen)


def _told(world: World, known: Known, branch: bool, answer: bool, then: object) -> Fraction:
    """The expected cost over all that is told before a choice is made."""
    answers = world.answers if answer and known[0] is None else ((known[0], Fraction(1)),)
    branches = world.branches if branch and known[1] is None else ((known[1], Fraction(1)),)
    return sum(
        (p * q * then((one, other)) for one, p in answers for other, q in branches if p * q), Fraction(0)  # type: ignore[operator]
    )  # fmt: skip


def _costs(world: World, _: int, known: Known, rival: Counts, host: Counts, taken: Counts) -> Fraction:
    """What it all comes to, once everything is known."""
    fixed = Fraction(0)
    for seller, bought in ((world.rival, rival), (world.rival, taken), (world.host, host)):
        fixed += sum((n * committed(seller, buy, world.money) for buy, n in bought.items()), Fraction(0))

    def used(now: Known) -> Fraction:
        factor = now[1] or Fraction(1)
        total = Fraction(0)
        for quarter in (0, 1):
            sizes = tuple(running(bought, quarter) for bought in (rival, taken, host))
            total += hours(quarter) * _hourly(
                world, sizes, factor * world.train[quarter], factor * world.serve[quarter]
            )
        return total

    return fixed + _told(world, known, True, False, used)


@cache
def _hourly(world: World, sizes: tuple[Fraction, ...], train: Fraction, serve: Fraction) -> Fraction:
    """What an hour costs: the rival's blocks train alone; what the holder took and the host's do both."""
    rival, taken, host = sizes
    step = Fraction(1, 4)
    best: Fraction | None = None
    amount = Fraction(0)
    while amount <= min(rival, train):
        cost = max(amount - world.rival.paid * rival, Fraction(0)) * world.rival.price
        offered = sorted([
            (Fraction(0), world.rival.paid * taken), (Fraction(world.rival.price), (1 - world.rival.paid) * taken),
            (Fraction(0), world.host.paid * host), (Fraction(world.host.price), (1 - world.host.paid) * host),
        ])  # fmt: skip
        wanted = sorted([(world.unmet[0], train - amount), (world.unmet[1], serve)], reverse=True)
        for unmet, hours_wanted in wanted:
            left = hours_wanted
            for number, (price, room) in enumerate(offered):
                sent = min(left, room) if price < unmet else Fraction(0)
                offered[number] = (price, room - sent)
                left -= sent
                cost += sent * price
            cost += left * unmet
        best = cost if best is None or cost < best else best
        amount += step
    assert best is not None
    return best
