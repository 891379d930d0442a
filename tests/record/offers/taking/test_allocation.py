"""Shares among holders, against a second reckoning that raises a level until the offer is gone."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import told

from firstcall.record.offers.taking.allocation import Allocation, Elected, allocate


def held(name: str, holding: str, asked: str, cap: str | None = None) -> Elected:
    return Elected(name, Decimal(holding), Decimal(asked), Decimal(cap) if cap else None)


def parts(found: Allocation) -> dict[str, int]:
    return {name: int(part) for name, part in found.parts}


def test_the_investors_of_the_known_vector() -> None:
    company = [held("company", "1", "200")]
    investors = [held("a", "50", "1000"), held("b", "30", "100"), held("c", "20", "1000")]
    found = allocate(Decimal(1000), [company, investors])
    assert parts(found) == {"company": 200, "a": 500, "b": 100, "c": 200}
    assert found.free == 0


def test_who_took_less_than_its_share_gets_nothing_of_what_is_left() -> None:
    found = allocate(Decimal(100), [[held("a", "50", "49"), held("b", "50", "80")]])
    assert parts(found) == {"a": 49, "b": 51}
    alone = allocate(Decimal(100), [[held("a", "50", "49"), held("b", "50", "49")]])
    assert told(parts(alone), alone.free) == ({"a": 49, "b": 49}, 2)


def test_shares_are_of_all_holdings_electing_or_not() -> None:
    found = allocate(
        Decimal(90), [[held("a", "1", "90"), held("b", "1", "0"), held("c", "1", "0")]], over_allotment=False
    )
    assert told(parts(found), found.free) == ({"a": 30, "b": 0, "c": 0}, 60)


def test_what_is_left_goes_round_again_up_to_each_limit() -> None:
    found = allocate(Decimal(100), [[held("a", "1", "30"), held("b", "1", "100", "45"), held("c", "2", "0")]])
    assert told(parts(found), found.free) == ({"a": 30, "b": 45, "c": 0}, 25)


def test_the_largest_remainder_goes_up_and_ties_to_the_larger_holding_then_as_listed() -> None:
    assert parts(allocate(Decimal(10), [[held(n, "1", "10") for n in "abc"]])) == {"a": 4, "b": 3, "c": 3}
    assert parts(allocate(Decimal(1), [[held("a", "1", "1"), held("b", "3", "1")]])) == {"a": 0, "b": 1}


def test_what_makes_no_whole_unit_stays_free_and_forfeits_nothing() -> None:
    found = allocate(Decimal("10.5"), [[held("a", "1", "10.5")]], aggregate=True)
    assert told(parts(found), found.free) == ({"a": 10}, Decimal("0.5"))


def test_a_part_below_the_minimum_lot_falls_out_whole_smallest_first() -> None:
    tier = [held("a", "6", "100"), held("b", "3", "100"), held("c", "1", "100")]
    assert parts(allocate(Decimal(100), [tier], minimum_lot=Decimal(20))) == {"a": 67, "b": 33, "c": 0}
    assert parts(allocate(Decimal(100), [tier], minimum_lot=Decimal(70))) == {"a": 100, "b": 0, "c": 0}


def test_all_or_nothing_forfeits_every_tier() -> None:
    tiers = [[held("a", "1", "40")], [held("b", "1", "59")]]
    assert parts(allocate(Decimal(100), tiers, aggregate=True)) == {"a": 0, "b": 0}
    assert parts(allocate(Decimal(99), tiers, aggregate=True)) == {"a": 40, "b": 59}


def test_fractions_of_a_unit_stay_exact_until_the_end() -> None:
    found = allocate(Decimal(22), [[held("a", "19", "22"), held("b", "8", "22")]], step=Decimal(8))
    assert told(parts(found), found.free) == ({"a": 16, "b": 0}, 6)


def level(offered: Fraction, tier: list[Elected], most: dict[str, int], over: bool) -> dict[str, int]:
    """One tier by another way: everybody's share, then a level that rises until nothing is left."""
    total = sum(Fraction(h.holding) for h in tier)
    share = {h.holder: offered * Fraction(h.holding) / total for h in tier}
    got = {name: min(Fraction(most[name]), share[name]) for name in share}
    takers = [h for h in tier if over and most[h.holder] > 0 and most[h.holder] >= floor(share[h.holder])]
    left = offered - sum(got.values())
    room = sorted((Fraction(most[h.holder]) - got[h.holder]) / Fraction(h.holding) for h in takers)
    risen = Fraction(0)
    for step in room:
        width = sum(Fraction(h.holding) for h in takers
                    if (most[h.holder] - got[h.holder]) / Fraction(h.holding) > risen)  # fmt: skip
        rise = min(step - risen, left / width) if width else Fraction(0)
        left -= rise * width
        risen += rise
    for h in takers:
        got[h.holder] += min(Fraction(most[h.holder]) - got[h.holder], risen * Fraction(h.holding))
    order = sorted(range(len(tier)), key=lambda i: (-(got[tier[i].holder] % 1), -tier[i].holding, i))
    whole = {name: floor(part) for name, part in got.items()}
    spare = floor(sum(got.values())) - sum(whole.values())
    for index in order[:spare]:
        whole[tier[index].holder] += 1
    return whole


amounts = st.integers(0, 60)
tiers = st.lists(
    st.lists(st.tuples(st.integers(1, 9), amounts, st.none() | st.integers(1, 60)), min_size=1, max_size=4),
    min_size=1, max_size=3,
)  # fmt: skip


@given(amounts, tiers, st.sampled_from([1, 2, 5]), st.booleans())
def test_two_reckonings_agree_and_nothing_is_lost(
    offered: int, told: list[list[tuple[int, int, int | None]]], step: int, over: bool
) -> None:
    groups = [
        [held(f"{t}-{i}", str(h), str(asked), str(cap) if cap else None) for i, (h, asked, cap) in enumerate(group)]
        for t, group in enumerate(told)
    ]
    found = allocate(Decimal(offered), groups, step=Decimal(step), over_allotment=over)
    expected: dict[str, int] = {}
    left = Fraction(offered, step)
    for group in groups:
        most = {h.holder: int(min(h.asked, h.cap or h.asked)) // step for h in group}
        got = level(left, group, most, over)
        expected |= got
        left -= sum(got.values())
    assert parts(found) == {name: step * count for name, count in expected.items()}
    assert sum(part for _, part in found.parts) + found.free == offered
    for holder in (h for group in groups for h in group):
        assert 0 <= found.of[holder.holder] <= min(holder.asked, holder.cap or holder.asked)


@given(st.integers(1, 60), tiers, st.integers(1, 20))
def test_no_part_is_below_the_lot_and_all_or_nothing_is_either(
    offered: int, told: list[list[tuple[int, int, int | None]]], lot: int
) -> None:
    groups = [[held(f"{t}-{i}", str(h), str(asked)) for i, (h, asked, _) in enumerate(g)] for t, g in enumerate(told)]
    found = allocate(Decimal(offered), groups, minimum_lot=Decimal(lot))
    assert all(part == 0 or part >= lot for _, part in found.parts)
    whole = allocate(Decimal(offered), groups, minimum_lot=Decimal(lot), aggregate=True)
    assert whole.free in (0, offered)
    assert (whole.free == 0) == (found.free == 0)


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_the_order_listed_decides_only_ties(order: str) -> None:
    stakes = {"a": held("a", "2", "10"), "b": held("b", "1", "10")}
    assert allocate(Decimal(10), [[stakes[n] for n in order]]).of == {"a": 7, "b": 3}
