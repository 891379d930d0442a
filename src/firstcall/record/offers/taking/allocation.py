"""Who among several holders gets how much of an offer: shares by holding, then what the others leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Stake
from firstcall.values import dataclass

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Elected:
    """A holder: what it holds, how much it asked for, and the most it may take."""

    holder: str
    holding: Decimal
    asked: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each holder gets, in the order listed, and what stays free."""

    parts: tuple[tuple[str, Decimal], ...]
    free: Decimal
    full: frozenset[str] = frozenset()
    """Who asked for at least its full share the first time, and so may be asked again about what is left."""

    @property
    def of(self) -> Mapping[str, Decimal]:
        """Each holder's part by name."""
        return dict(self.parts)


def allocate(
    offered: Decimal,
    tiers: Sequence[Sequence[Elected]],
    *,
    step: Decimal = ONE,
    minimum_lot: Decimal | None = None,
    over_allotment: bool = True,
    aggregate: bool = False,
    again: frozenset[int] = frozenset(),
) -> Allocation:
    """Return how an offer is shared among the holders who asked for a part of it.

    Each holder of a tier has a share by its holding, of all holdings, whoever asks. What is left goes
    by holding among those who took at least their full share, round after round, up to what they
    asked for. A later tier shares what the earlier ones leave.

    Args:
      offered: the whole quantity.
      tiers: the holders, tier by tier, in the order listed.
      step: parts are whole multiples of it; what makes no whole multiple stays free.
      minimum_lot: a smaller part falls out, the smallest first, and all is reckoned anew.
      over_allotment: whether a holder may take more than its share.
      aggregate: unless everything is taken together, nothing is.
      again: the tiers, by their places, that ask holders of earlier ones again about what is left by then.

    Source: docs/refusal.md, several holders.

    >>> b = allocate(Decimal(800), [[Elected("a", Decimal(50), Decimal(800)), Elected("b", Decimal(30), Decimal(100)),
    ...     Elected("c", Decimal(20), Decimal(800))]])
    >>> [str(part) for _, part in b.parts], str(b.free)
    (['500', '100', '200'], '0')
    """
    in_units = Fraction(offered) / Fraction(step)
    out: set[str] = set()
    while True:
        units, full = _all_tiers(in_units, tiers, again, step, over_allotment, out)
        small = _smallest(units, tiers, step, minimum_lot)
        if small is None:
            break
        out.add(small)
    if aggregate and sum(units.values()) < int(in_units):
        units = dict.fromkeys(units, 0)
    parts = tuple((name, step * count) for name, count in units.items())
    return Allocation(parts, offered - sum(part for _, part in parts), frozenset(full))


class AskedOfTier(NamedTuple):
    """What those of a tier are asked about."""

    quantity: Decimal
    """How much."""
    shares: Mapping[str, Decimal]
    """What each has of it by its holding where all of the tier ask for all; nothing for who is asked alone."""


def asked_of(
    clause: FirstRefusal, number: int, offered: Decimal | None, elected: Mapping[str, Decimal | None]
) -> AskedOfTier | None:
    """Return what those of a tier are asked about; None where it hangs on an answer that is not known.

    Args:
      clause: the right.
      number: which of its tiers, from 0.
      offered: what is offered; of an offer without a quantity nobody has a share.
      elected: what each holder who has answered asked for; None is the whole.
    """
    several = clause.several
    rounds = several.rounds[: number + 1] if several is not None else ()
    if several is None or offered is None:
        return None
    before = [stake for asked in rounds[:-1] for stake in asked.holders]
    if any(asked.again for asked in rounds) or not {stake.holder for stake in before} <= elected.keys():
        return None
    step, lot, last = clause.parts.step or ONE, clause.parts.minimum_lot, rounds[-1].holders
    asking = [[_elected(stake, elected[stake.holder], offered) for stake in asked.holders] for asked in rounds[:-1]]
    left = allocate(offered, asking, step=step, minimum_lot=lot, over_allotment=several.over_allotment).free
    everything = [_elected(stake, None, left) for stake in last]
    shares = allocate(left, [everything], step=step, minimum_lot=lot, over_allotment=False).of
    return AskedOfTier(left, shares if any(stake.cap is not None or len(last) > 1 for stake in last) else {})


def _elected(stake: Stake, asked: Decimal | None, whole: Decimal) -> Elected:
    return Elected(stake.holder, stake.holding, whole if asked is None else asked, stake.cap)


def _all_tiers(
    offered: Fraction, tiers: Sequence[Sequence[Elected]], again: frozenset[int], step: Decimal, over: bool,
    out: set[str],
) -> tuple[dict[str, int], set[str]]:  # fmt: skip
    """Return each holder's units, tier by tier, and who asked for its full share the first time."""
    units: dict[str, int] = {}
    full: set[str] = set()
    left = offered
    for number, tier in enumerate(tiers):
        if number in again:
            got = _again(left, [held for held in tier if held.holder in full], units, step)
            units |= {name: units[name] + more for name, more in got.items()}
        else:
            most = {held.holder: 0 if held.holder in out else _most(held, step) for held in tier}
            got = _shared(left, tier, most, over)
            full |= {held.holder for held in _full(left, tier, most)}
            units |= got
        left -= sum(got.values())
    return units, full


def _full(offered: Fraction, tier: Sequence[Elected], most: Mapping[str, int]) -> list[Elected]:
    """Return the holders who asked for at least their full share of what their tier was offered."""
    total = sum(Fraction(held.holding) for held in tier)
    return [held for held in tier if 0 < most[held.holder] >= int(offered * Fraction(held.holding) / total)]


def _again(left: Fraction, tier: Sequence[Elected], got: Mapping[str, int], step: Decimal) -> dict[str, int]:
    """Return what holders asked again take of what is left: by holding, up to what they asked for and their caps."""
    most = {held.holder: _units(held.asked, step) for held in tier}
    for held in tier:
        if held.cap is not None:
            most[held.holder] = min(most[held.holder], _units(held.cap, step) - got[held.holder])
    more = dict.fromkeys(most, Fraction(0))
    _hand_round(left, tier, more, most)
    return _in_units(more, tier)


def _most(elected: Elected, step: Decimal) -> int:
    """Return the whole units that a holder asked for and may have."""
    return _units(elected.asked if elected.cap is None else min(elected.asked, elected.cap), step)


def _units(quantity: Decimal, step: Decimal) -> int:
    """Return the whole units in a quantity."""
    return int(quantity // step)


def _shared(offered: Fraction, tier: Sequence[Elected], most: Mapping[str, int], over: bool) -> dict[str, int]:
    """Share units among the holders of one tier; fractions stay exact until the end."""
    total = sum(Fraction(held.holding) for held in tier)
    share = {held.holder: offered * Fraction(held.holding) / total for held in tier}
    got = {name: min(Fraction(most[name]), share[name]) for name in share}
    if over:
        _hand_round(offered - sum(got.values()), _full(offered, tier, most), got, most)
    return _in_units(got, tier)


def _hand_round(left: Fraction, full: Sequence[Elected], got: dict[str, Fraction], most: Mapping[str, int]) -> None:
    """Hand what is left to those who took their full share, until nothing or nobody is left."""
    while left > 0:
        open_to = [held for held in full if got[held.holder] < most[held.holder]]
        if not open_to:
            return
        total = sum(Fraction(held.holding) for held in open_to)
        given = Fraction(0)
        for held in open_to:
            more = min(left * Fraction(held.holding) / total, most[held.holder] - got[held.holder])
            got[held.holder] += more
            given += more
        left -= given


def _in_units(got: Mapping[str, Fraction], tier: Sequence[Elected]) -> dict[str, int]:
    """Round exact parts, in the order listed, to units: the largest remainders go up, as far as whole units are there.

    There are always more remainders than units that they add up to.
    """
    units = {name: int(part) for name, part in got.items()}
    spare = int(sum(got.values())) - sum(units.values())
    holding = {held.holder: held.holding for held in tier}
    for name in sorted(got, key=lambda name: (units[name] - got[name], -holding[name]))[:spare]:
        units[name] += 1
    return units


def _smallest(
    units: Mapping[str, int], tiers: Sequence[Sequence[Elected]], step: Decimal, lot: Decimal | None
) -> str | None:
    """Return the holder whose part is below the minimum lot, the smallest first."""
    if lot is None:
        return None
    held = [item for tier in tiers for item in tier]
    small = [
        (units[item.holder], item.holding, -index, item.holder)
        for index, item in enumerate(held)
        if 0 < step * units[item.holder] < lot
    ]
    return min(small)[3] if small else None
