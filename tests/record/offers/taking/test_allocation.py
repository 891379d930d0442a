"""Shares among holders, against a second reckoning that raises a level until the offer is gone."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import refusal, told

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.offers.taking.allocation import Allocation, Elected, allocate, asked_of


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
    assert parts(allocate(Decimal(2), [[held("a", "1", "2"), held("b", "3", "2")]])) == {"a": 0, "b": 2}, "half each"


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


AGAIN = frozenset({1})


@pytest.mark.parametrize(
    ("first", "again", "got", "free"),
    [
        # a took its share of 50 and is asked about the 20 that b left: up to what it asks, or its cap in all
        ([("a", "50", "50", None), ("b", "50", "30", None)], [("a", "50", "20", None)], {"a": 70, "b": 30}, 0),
        ([("a", "50", "50", None), ("b", "50", "30", None)], [("a", "50", "5", None)], {"a": 55, "b": 30}, 15),
        ([("a", "50", "50", None), ("b", "50", "30", None)], [("a", "50", "20", "60")], {"a": 60, "b": 30}, 10),
        ([("a", "50", "50", None), ("b", "50", "30", None)], [("a", "50", "0", None)], {"a": 50, "b": 30}, 20),
        # b took less than its share, so nothing of what is left is for it
        ([("a", "50", "50", None), ("b", "50", "30", None)], [("b", "50", "20", None)], {"a": 50, "b": 30}, 20),
        # what is left goes by holding, round after round, and the largest remainder up
        ([("a", "2", "50", None), ("b", "1", "25", None), ("c", "1", "0", None)],
         [("a", "2", "100", None), ("b", "1", "100", None)], {"a": 67, "b": 33, "c": 0}, 0),
        ([("a", "2", "50", None), ("b", "1", "25", None), ("c", "1", "0", None)],
         [("a", "2", "4", None), ("b", "1", "100", None)], {"a": 54, "b": 46, "c": 0}, 0),
        ([("a", "1", "33", None), ("b", "1", "33", None), ("c", "1", "0", None)],
         [("a", "1", "100", None), ("b", "1", "100", None)], {"a": 50, "b": 50, "c": 0}, 0),
    ],
)  # fmt: skip
def test_who_is_asked_again_shares_what_the_first_round_left(
    first: list[tuple[str, str, str, str | None]], again: list[tuple[str, str, str, str | None]],
    got: dict[str, int], free: int,
) -> None:  # fmt: skip
    tiers = [[held(*one) for one in first], [held(*one) for one in again]]
    found = allocate(Decimal(100), tiers, over_allotment=False, again=AGAIN)
    assert told(parts(found), found.free) == (got, free)


def test_units_of_those_asked_again_are_whole_and_what_makes_none_stays_free() -> None:
    tiers = [[held("a", "1", "48"), held("b", "1", "0")], [held("a", "1", "47")]]
    found = allocate(Decimal(100), tiers, step=Decimal(8), over_allotment=False, again=AGAIN)
    assert told(parts(found), found.free) == ({"a": 88, "b": 0}, 12), "47 is five units of 8"
    capped = [[held("a", "1", "48"), held("b", "1", "0")], [held("a", "1", "47", "71")]]
    assert parts(allocate(Decimal(100), capped, step=Decimal(8), over_allotment=False, again=AGAIN))["a"] == 64
    half = allocate(Decimal("100.5"), [[held("a", "1", "100")], [held("a", "1", "5")]], again=AGAIN)
    assert told(parts(half), half.free) == ({"a": 100}, Decimal("0.5")), "half a unit is no unit"


def test_who_took_its_full_share_rounded_down_is_told() -> None:
    tier = [held("a", "1", "33"), held("b", "1", "32"), held("c", "1", "0")]
    assert allocate(Decimal(100), [tier]).full == {"a"}
    assert allocate(Decimal(2), [tier]).full == {"a", "b"}, "a share of less than a unit is taken by any part"
    assert allocate(Decimal(1), [[held("a", "1", "1"), held("b", "1", "0")]]).full == {"a"}, "one unit is a part"
    later = [[held("a", "1", "60")], [held("b", "1", "40"), held("c", "1", "19")]]
    assert allocate(Decimal(100), later).full == {"b"}, "b and c are offered 20 each; a asked for less than 100"


@pytest.mark.parametrize(
    ("tier", "lot", "got"),
    [
        # 5, 5 and 10: of two equal parts the smaller holding's falls out, and the other's grows to 7
        ([("a", "2", "5"), ("b", "1", "5"), ("c", "2", "20")], "6", {"a": 0, "b": 0, "c": 20}),
        ([("a", "1", "20"), ("b", "1", "20"), ("c", "1", "20")], "8", {"a": 10, "b": 10, "c": 0}),
        ([("a", "1", "7"), ("b", "2", "7"), ("c", "1", "6")], "8", {"a": 0, "b": 0, "c": 0}),
        ([("a", "3", "20"), ("b", "2", "20"), ("c", "1", "20")], "7", {"a": 12, "b": 8, "c": 0}),
        ([("c", "1", "20"), ("b", "2", "20"), ("a", "3", "20")], "9", {"a": 20, "b": 0, "c": 0}),
    ],
)  # fmt: skip
def test_a_part_below_the_lot_falls_out_and_all_is_shared_anew(
    tier: list[tuple[str, str, str]], lot: str, got: dict[str, int]
) -> None:
    assert parts(allocate(Decimal(20), [[held(*one) for one in tier]], minimum_lot=Decimal(lot))) == got


@pytest.mark.parametrize(
    ("stakes", "stays"),
    [([("a", "1", "5"), ("b", "2", "5")], "b"), ([("b", "2", "5"), ("a", "1", "5")], "b"),
     ([("a", "1", "5"), ("b", "1", "5")], "a")],
)  # fmt: skip
def test_the_smallest_part_falls_out_first_then_the_smaller_holding_then_the_later_listed(
    stakes: list[tuple[str, str, str]], stays: str
) -> None:
    """Of 8 each asks for about half; once one has fallen out, the other may have all that it asked for: 5, or 4."""
    found = parts(allocate(Decimal(8), [[held(*one) for one in stakes]], minimum_lot=Decimal(5)))
    assert {name for name, part in found.items() if part} == {stays}


def test_a_part_of_exactly_the_lot_stands() -> None:
    assert parts(allocate(Decimal(20), [[held("a", "1", "20"), held("b", "1", "20")]], minimum_lot=Decimal(10))) == {
        "a": 10, "b": 10}  # fmt: skip


@given(st.integers(1, 60), st.integers(1, 5), st.lists(st.tuples(st.integers(1, 9), amounts, amounts), min_size=1,
                                                       max_size=4))  # fmt: skip
def test_those_asked_again_get_nothing_that_the_first_round_gave_others(
    offered: int, step: int, told: list[tuple[int, int, int]]
) -> None:
    first = [held(f"h{i}", str(h), str(asked)) for i, (h, asked, _) in enumerate(told)]
    again = [held(f"h{i}", str(h), str(more)) for i, (h, _, more) in enumerate(told)]
    alone = allocate(Decimal(offered), [first], step=Decimal(step), over_allotment=False)
    both = allocate(Decimal(offered), [first, again], step=Decimal(step), over_allotment=False, again=AGAIN)
    assert both.full == alone.full
    assert sum(both.of.values()) + both.free == offered
    for (name, part), (_, _, more) in zip(alone.parts, told, strict=True):
        gained = both.of[name] - part
        assert gained == 0 if name not in alone.full else 0 <= gained <= more
    wanting = [name for (name, part), (_, _, more) in zip(alone.parts, told, strict=True)
               if name in alone.full and both.of[name] - part < more - more % step]  # fmt: skip
    assert not wanting or both.free < step, "nothing whole is left while somebody wants it"


def test_a_part_of_one_unit_or_of_a_fraction_is_below_a_lot_of_more() -> None:
    tier = [held("a", "19", "20"), held("b", "1", "20")]
    assert parts(allocate(Decimal(20), [tier], minimum_lot=Decimal(5))) == {"a": 20, "b": 0}
    half = allocate(Decimal(10), [tier], step=Decimal("0.5"), minimum_lot=Decimal(1))
    assert {name: str(part) for name, part in half.parts} == {"a": "10.0", "b": "0.0"}


def sharing(*holdings: tuple[str, ...], **fields: Any) -> FirstRefusal:
    """A right that holders share, named `a0`, `a1` of the first tier and `b0` of the second."""
    found = [{"holders": [{"holder": f"{chr(97 + at)}{n}", "holding": one} for n, one in enumerate(each)]}
             for at, each in enumerate(holdings)]  # fmt: skip
    return FirstRefusal.model_validate(refusal(several={"tiers": found}, **fields))


def test_a_tier_is_asked_about_what_those_before_it_leave_once_all_of_them_have_answered() -> None:
    clause, whole = sharing(("1",), ("50", "30", "20")), Decimal(1000)
    assert asked_of(clause, 0, whole, {}) == (1000, {})
    assert asked_of(clause, 1, whole, {}) is None, "it hangs on the first one's answer"
    found = asked_of(clause, 1, whole, {"a0": Decimal(200)})
    assert found == (800, {"b0": 400, "b1": 240, "b2": 160})
    assert asked_of(clause, 1, whole, {"a0": Decimal(0)}) == (1000, {"b0": 500, "b1": 300, "b2": 200})
    assert (
        asked_of(clause, 0, None, {}) is None and asked_of(FirstRefusal.model_validate(refusal()), 0, whole, {}) is None
    )


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=4), st.integers(1, 60), st.sampled_from(["1", "2", "5"]),
    st.lists(st.integers(0, 60), min_size=4, max_size=4), st.booleans(),
)  # fmt: skip
def test_a_share_is_had_to_within_a_step_whatever_the_others_ask_for(
    holdings: list[int], offered: int, step: str, asked: list[int], over: bool
) -> None:
    whole = Decimal(offered)
    found = asked_of(sharing(tuple(map(str, holdings)), parts={"step": step}), 0, whole, {})
    assert found is not None and sum(found.shares.values()) <= whole
    one = held("a0", str(holdings[0]), str(offered))
    others = [held(f"a{n}", str(holding), str(asked[n])) for n, holding in enumerate(holdings) if n]
    got = allocate(whole, [[one, *others]], step=Decimal(step), over_allotment=over).of
    assert got["a0"] >= found.shares["a0"] - Decimal(step)
