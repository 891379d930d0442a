"""Terms compared: exactly at the tolerance, in each direction, one by one and as one price."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refusal.deal import refusal

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Tolerance
from firstcall.record.offers.matching import (
    Compared,
    better_terms,
    cash_shortfalls,
    change,
    compare_terms,
    effective_price,
    price_of,
    same_terms,
    volume_of,
)


def clause(**fields: Any) -> FirstRefusal:
    return FirstRefusal.model_validate(refusal(**fields))


@pytest.mark.parametrize(
    ("now", "inclusive", "expected"),
    [
        ("2.00", True, "same"), ("2.0", True, "same"), ("1.99", True, "worse"), ("2.10", True, "within tolerance"),
        ("2.10", False, "better"), ("2.0999", False, "within tolerance"), ("2.1001", True, "better"),
    ],
)  # fmt: skip
def test_exactly_at_the_tolerance_follows_the_flag(now: str, inclusive: bool, expected: str) -> None:
    assert change("price", "2.00", now, Tolerance(share=Decimal("0.05"), inclusive=inclusive)) == expected


def test_a_tolerance_of_nothing_has_no_boundary() -> None:
    for inclusive in (True, False):
        none = Tolerance(inclusive=inclusive)
        assert change("price", "2.00", "2.00", none) == "same"
        assert change("price", "2.00", "2.000000000000000001", none) == "better"


@pytest.mark.parametrize(
    ("name", "noticed", "now", "expected"),
    [
        ("credits_usd", "100", "99", "better"), ("credits_usd", "100", "101", "worse"),
        ("sla_availability", "99.9", "99.5", "better"), ("term_months", "36", "48", "better"),
        ("start", "2026-01-01", "2026-01-02", "better"), ("start", "2026-01-01", "2025-12-31", "worse"),
        ("accelerator", "H200", "H100", "better"), ("accelerator_count", "8", "7", "worse"),
        ("expires", "2025-12-01", "2026-12-01", "not compared"), ("price", None, "2", "better"),
        ("price", "2", None, "better"), ("price", "two", "three", "better"), ("start", "2026-01-01", "5", "better"),
        ("start", "2026-01-01", "2026-02-30", "better"), ("colour", "red", "red", "same"),
        ("colour", "1", "0", "better"), ("start", "2026-01-05", "2026-W01-1", "better"),
        ("start", "2026-01-01", "20260101", "better"), ("price", "-1", "-2", "worse"), ("price", "-2", "-1", "better"),
    ],
)  # fmt: skip
def test_each_term_has_its_direction(name: str, noticed: str | None, now: str | None, expected: str) -> None:
    assert change(name, noticed, now, Tolerance()) == expected


def test_a_clause_may_say_which_terms_must_match_and_which_way() -> None:
    rules = {"price": {"direction": "lower"}, "site": {"must_match": "false"}}
    found = compare_terms({"price_usd": "2", "site": "a"}, {"price_usd": "1", "site": "b"}, clause(terms=rules))
    assert [(item.name, item.change) for item in found] == [("price_usd", "better"), ("site", "not compared")]


def test_principal_terms_are_only_those_listed() -> None:
    rule = clause(acceptance="principal_terms", terms={"price": {}})
    noticed, now = {"price": "2", "term_months": "12"}, {"price": "2.1", "term_months": "60"}
    assert better_terms(noticed, now, rule) == ("price",)


@pytest.mark.parametrize(
    ("package", "name"),
    [("allocated_part", "allocated_price_usd"), ("appraised", "appraised_price_usd"), ("whole", "package")],
)
def test_what_a_bundle_was_put_by_is_a_principal_term_whoever_lists_them(package: str, name: str) -> None:
    rule = clause(acceptance="principal_terms", terms={"price": {}}, package=package)
    bundle = {"price": "2", "package": "with land", "allocated_price_usd": "12", "appraised_price_usd": "12"}
    assert better_terms(bundle, {**bundle, "site": "b", name: "8"}, rule) == (name,)
    free = clause(acceptance="principal_terms", terms={name: {"must_match": "false"}}, package=package)
    assert better_terms(bundle, {**bundle, name: "8"}, free) == ()


def test_what_a_holder_asked_first_was_not_told_is_not_compared() -> None:
    asked = clause(trigger="requirement")
    assert better_terms({"term_months": "12"}, {"term_months": "12", "price": "9"}, asked) == ()
    assert better_terms({"term_months": "12"}, {"term_months": "13", "price": "9"}, asked) == ("term_months",)
    assert better_terms({"term_months": "12"}, {"term_months": "12", "price": "9"}, clause()) == ("price",)


def test_the_effective_price_counts_credits_and_the_use_of_prepaid_money() -> None:
    terms = {"price_usd_per_mw_month": "100", "credits_usd": "1200", "prepayment_usd": "2400", "term_months": "12"}
    assert effective_price(terms, Decimal(10), Decimal("0.10")) == 100 + Fraction(2400 * 12, 10 * 24) / 120 - Fraction(
        1200, 120
    )
    hours = {"price_usd_per_gpu_hour": "2", "accelerator_count": "10", "term_months": "1", "credits_usd": "7300"}
    assert effective_price(hours, None, Decimal(0)) == 1
    assert effective_price({"price": "2", "credits": "1"}, Decimal(5), Decimal(0)) is None
    assert effective_price({"price_a": "2"}, Decimal(5), Decimal(0)) is None
    assert effective_price({"price": "dear"}, Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize("price", ["price_usd_per_gpu_hour", "price_usd_per_rack_month"])
@pytest.mark.parametrize("unknown", ["how many", "how many: none", "how long"])
def test_credits_are_not_spread_over_a_volume_that_nobody_states(price: str, unknown: str) -> None:
    terms = {price: "100", "credits_usd": "1200", "term_months": "12"}
    quantity = {"how many": None, "how many: none": Decimal(0), "how long": Decimal(10)}[unknown]
    if unknown == "how long":
        del terms["term_months"]
    assert effective_price(terms, quantity, Decimal(0)) is None


def test_credits_are_spread_over_units_hours_and_months() -> None:
    month = {"price_usd_per_rack_month": "100", "credits_usd": "1200", "term_months": "12"}
    assert effective_price(month, Decimal(10), Decimal(0)) == 100 - Fraction(1200, 10 * 12)
    hour = {"price_usd_per_gpu_hour": "2", "credits_usd": "8760", "term_months": "12"}
    assert effective_price(hour, Decimal(4), Decimal(0)) == 2 - Fraction(8760, 4 * 12 * 730)
    assert effective_price(hour | {"accelerator_count": "8"}, Decimal(4), Decimal(0)) == 2 - Fraction(
        8760, 8 * 12 * 730
    )
    assert effective_price({"price_usd": "2", "credits_usd": "1", "term_months": "12"}, Decimal(4), Decimal(0)) is None


def test_a_dearer_price_with_more_credits_may_be_the_same_effective_price() -> None:
    rule = clause(tolerance={"rule": "effective_price"})
    noticed = {"price_usd_per_mw_month": "100", "credits_usd": "0", "term_months": "12"}
    same = {"price_usd_per_mw_month": "110", "credits_usd": "1200", "term_months": "12"}
    dearer = same | {"credits_usd": "1199.99"}
    assert better_terms(noticed, same, rule, Decimal(10)) == ()
    assert better_terms(noticed, same | {"site": "b"}, rule, Decimal(10)) == ("site",), "one price is of money alone"
    assert better_terms(noticed, dearer, rule, Decimal(10)) == ("effective_price",)
    assert better_terms(noticed, same, clause(), Decimal(10)) == ("price_usd_per_mw_month",)
    assert better_terms({"price": "1", "credits": "1"}, {"price": "2", "credits": "9"}, rule) == ("price",)


cents = st.integers(1, 10_000).map(lambda n: Decimal(n) / 100)
shares = st.integers(0, 100).map(lambda n: Decimal(n) / 1000)


@given(cents, cents, shares, st.booleans())
def test_a_wider_tolerance_never_forces_a_re_offer(
    before: Decimal, after: Decimal, share: Decimal, inclusive: bool
) -> None:
    order = ("same", "worse", "within tolerance", "better")
    narrow = change("price", str(before), str(after), Tolerance(share=share, inclusive=inclusive))
    wide = change("price", str(before), str(after), Tolerance(share=share + Decimal("0.01"), inclusive=inclusive))
    assert narrow == wide or (narrow, wide) == ("better", "within tolerance")
    assert narrow in order
    assert (narrow == "better") == (after > before and not (
        after < before * (1 + share) or (inclusive and share > 0 and after == before * (1 + share))))  # fmt: skip


@pytest.mark.parametrize(
    ("price", "unit", "quantity", "volume"),
    [
        ("price_usd_per_mw_month", "MW", "10", 10 * 12), ("price_usd_per_kw_month", "MW", "10", 10_000 * 12),
        ("price_usd_per_mw_month", "GW", "1", 1000 * 12), ("price_usd_per_mw_year", "MW", "10", 10),
        ("price_usd_per_rack_month", "rack", "4", 4 * 12), ("price_usd_per_gpu_month", "GPU", "8", 8 * 12),
        ("price_usd_per_mw_day", "MW", "1", 365), ("price_usd_per_power_block_month", "power_block", "3", 3 * 12),
    ],
)  # fmt: skip
def test_lump_sums_are_spread_over_the_unit_that_the_price_is_per(
    price: str, unit: str, quantity: str, volume: int
) -> None:
    terms = {price: "100", "credits_usd": "1200", "term_months": "12", "accelerator_count": "8"}
    assert effective_price(terms, Decimal(quantity), Decimal(0), unit) == 100 - Fraction(1200, volume)


@pytest.mark.parametrize(
    ("price", "unit"),
    [("price_usd_per_gpu_month", "MW"), ("price_usd_per_rack_month", "MW"), ("price_usd_per_mwh", "MW"),
     ("price_usd_per_mw_month", "GPU")],
)  # fmt: skip
def test_a_price_per_another_thing_than_is_offered_is_not_reckoned(price: str, unit: str) -> None:
    terms = {price: "100", "credits_usd": "1200", "term_months": "12"}
    assert effective_price(terms, Decimal(10), Decimal(0), unit) is None
    folded = compare_terms(
        terms, terms | {price: "90"}, clause(tolerance={"rule": "effective_price"}), Decimal(10), unit
    )
    assert folded[0].change == "not reckoned"
    assert [item.name for item in folded if item.change != "same"][1:] == [price]


@pytest.mark.parametrize(("now", "cleared"), [("3", False), ("6", True), ("5", True)])
def test_a_seller_s_effective_price_gets_better_for_the_third_party_downwards(now: str, cleared: bool) -> None:
    rule = clause(tolerance={"rule": "effective_price"}, grantor="seller")
    noticed = {"price_usd_per_mw_month": "5", "credits_usd": "120", "term_months": "12"}
    found = better_terms(noticed, noticed | {"price_usd_per_mw_month": now}, rule, Decimal(10), "MW")
    assert found == (() if cleared else ("effective_price",))
    more = better_terms(noticed, noticed | {"credits_usd": "240"}, rule, Decimal(10), "MW")
    assert more == ("effective_price",), "what the seller gives back makes it cheaper"


@pytest.mark.parametrize(("said", "dearer"), [("higher", ("effective_price",)), ("lower", ())])
def test_an_effective_price_goes_the_way_of_the_word_where_the_full_name_has_none(
    said: str, dearer: tuple[str, ...]
) -> None:
    """A term named in full that must only stay the same says nothing of what one price for all is better by."""
    price = "price_usd_per_mw_month"
    rules = {price: {"direction": "same"}, "price": {"direction": said}}
    noticed = {price: "5", "credits_usd": "120", "term_months": "12"}
    for grantor in ("buyer", "seller"):
        rule = clause(tolerance={"rule": "effective_price"}, grantor=grantor, terms=rules)
        assert better_terms(noticed, noticed | {price: "6"}, rule, Decimal(10), "MW") == dearer


def test_every_term_is_shown_as_it_was_noticed_and_as_it_is_now() -> None:
    """Those noticed come first, in their order; of what need not match it is said only whether it is the same."""
    rule = clause(terms={"site": {"must_match": "false"}, "region": {"must_match": "false"}})
    noticed = {"term_months": "12", "site": "a", "region": "east", "price_usd": "2"}
    assert compare_terms(noticed, {"price_usd": "2.1", "region": "west", "site": "a", "credits_usd": "5"}, rule) == (
        Compared("term_months", "12", None, "better"), Compared("site", "a", "a", "same"),
        Compared("region", "east", "west", "not compared"), Compared("price_usd", "2", "2.1", "better"),
        Compared("credits_usd", None, "5", "better"),
    )  # fmt: skip


def test_the_effective_price_is_shown_instead_of_what_it_is_made_of() -> None:
    """Price, credits and prepayment are in it; what ends as a decimal is told so, all else to six places."""
    rule = clause(tolerance={"rule": "effective_price", "share": "0.1", "prepayment_rate": "0.12"})
    noticed = {"price_usd_per_mw_month": "100", "credits_usd": "60", "prepayment_usd": "0", "term_months": "12"}
    for now, told in (
        ({"credits_usd": "0"}, Compared("effective_price", "99.5", "100", "within tolerance")),
        ({"credits_usd": "40"}, Compared("effective_price", "99.5", "99.666667", "within tolerance")),
        ({"credits_usd": "60.0"}, Compared("effective_price", "99.5", "99.5", "same")),
        ({"credits_usd": "120"}, Compared("effective_price", "99.5", "99", "worse")),
        ({"prepayment_usd": "2400"}, Compared("effective_price", "99.5", "100.7", "within tolerance")),
        ({"price_usd_per_mw_month": "110"}, Compared("effective_price", "99.5", "109.5", "better")),
    ):  # fmt: skip
        found = compare_terms(noticed, noticed | now, rule, Decimal(10), "MW")
        assert found == (told, Compared("term_months", "12", "12", "same")), now
    for other in ({"price_usd_per_kw_month": "0.1"}, {"price_usd_per_mw_month": "0", "price_usd_per_mwh": "1"}):
        now = {name: text for name, text in (noticed | other).items() if text != "100"}
        found = compare_terms(noticed, now, rule, Decimal(10), "MW")
        assert found[0] == Compared("effective_price", None, None, "not reckoned"), "no one price, or another"
        assert {item.name for item in found[1:]} == {*noticed, *other}, "each by itself"


def test_a_prepayment_noticed_counts_in_the_noticed_price_too() -> None:
    rule = clause(tolerance={"rule": "effective_price", "prepayment_rate": "0.12"})
    noticed = {"price_usd_per_mw_month": "100", "prepayment_usd": "2400", "term_months": "12"}
    assert better_terms(noticed, noticed | {"prepayment_usd": "2400.01"}, rule, Decimal(10), "MW")
    (one, _) = compare_terms(noticed, noticed | {"prepayment_usd": "1200"}, rule, Decimal(10), "MW")
    assert (one.noticed, one.now, one.change) == ("101.2", "100.6", "worse")


def test_the_unit_of_the_clause_counts_where_the_offer_names_none() -> None:
    rule = clause(tolerance={"rule": "effective_price"}, parts={"unit": "MW"})
    noticed = {"price_usd_per_kw_month": "1", "credits_usd": "1200", "term_months": "12"}
    assert compare_terms(noticed, noticed, rule, Decimal(10))[0].now == "0.99"
    assert compare_terms(noticed, noticed, rule, Decimal(1), "GW")[0].now == "0.9999", "its own comes first"


@pytest.mark.parametrize(("grantor", "better"), [("buyer", "6"), ("seller", "4")])
def test_where_no_direction_is_left_an_effective_price_is_better_as_who_sells_has_it(grantor: str, better: str) -> None:
    price = "price_usd_per_mw_month"
    rule = clause(tolerance={"rule": "effective_price"}, grantor=grantor, terms={"price": {"direction": "same"}})
    noticed = {price: "5", "credits_usd": "120", "term_months": "12"}
    for now in ("4", "6"):
        found = better_terms(noticed, noticed | {price: now}, rule, Decimal(10), "MW")
        assert found == (("effective_price",) if now == better else ())


def test_a_direction_that_the_clause_states_is_not_turned_round_for_a_seller() -> None:
    for grantor in ("buyer", "seller"):
        rule = clause(grantor=grantor, terms={"term_months": {"direction": "lower"}})
        assert better_terms({"term_months": "12"}, {"term_months": "11"}, rule) == ("term_months",)
    assert better_terms({"site": "a"}, {"site": "b"}, clause(grantor="seller")) == ("site",), "the same either way"
    full = clause(terms={"price": {"direction": "lower"}, "price_usd": {"direction": "higher"}})
    assert better_terms({"price_usd": "2"}, {"price_usd": "3"}, full) == ("price_usd",), "the full name first"


def test_terms_are_the_same_by_value_and_by_name() -> None:
    for before, after, same in (
        ({"price": "2.0"}, {"price": "2.00"}, True), ({"price": "2"}, {"price": "3"}, False),
        ({"price": "2"}, {"price": "2", "site": "a"}, False), ({"price": "2", "site": "a"}, {"price": "2"}, False),
        ({"site": "a"}, {"site": "b"}, False), ({"start": "2026-01-01"}, {"start": "2026-01-01"}, True),
        ({"start": "2026-01-01"}, {"start": "2026-01-02"}, False), ({"site": "a"}, {"region": "a"}, False),
    ):  # fmt: skip
        assert same_terms(before, after) is same, (before, after)


def test_credits_take_off_and_prepaid_money_adds_only_what_its_use_is_worth() -> None:
    terms = {"price_usd_per_mw_month": "100", "prepayment_usd": "2400"}
    assert effective_price(terms | {"term_months": "12"}, Decimal(10), Decimal(0)) == 100, "at no interest"
    assert effective_price(terms, Decimal(10), Decimal("0.1")) is None, "for how long it is lent is not said"
    assert effective_price({"price_usd_per_mw_month": "100"}, None, Decimal("0.1")) == 100, "nothing to spread"
    hours = {"price_usd_per_gpu_hour": "2", "gpu_hours": "1000"}
    assert effective_price(hours | {"credits_usd": "500"}, None, Decimal("0.1")) == Fraction(3, 2)
    assert effective_price(hours | {"prepayment_usd": "500"}, None, Decimal(0)) == 2
    assert effective_price(hours | {"prepayment_usd": "500"}, None, Decimal("0.1")) is None
    two = {"price_usd_per_gpu_hour": "2", "price_usd_per_mwh": "60"}
    assert (effective_price(two, None, Decimal(0)), price_of(two)) == (None, (None, None)), "no single price"
    assert price_of(hours) == ("price_usd_per_gpu_hour", Fraction(2))


@pytest.mark.parametrize(
    ("price", "terms", "quantity", "unit", "volume"),
    [
        ("price_usd_per_gpu_hour", {"gpu_hours": "1000", "term_months": "1"}, "5", "GPU", 1000),
        ("price_usd_per_gpu_month", {"gpu_hours": "1000", "term_months": "2"}, "5", "GPU", 10),
        ("price_usd_per_gpu_hour", {"term_months": "2"}, "5", None, 2 * 730 * 5),
        ("price_usd_per_accelerator_month", {"term_months": "2"}, "5", "gpus", 10),
        ("price_usd_per_gpu_month", {"term_months": "2", "accelerator_count": "7"}, "5", "MW", 14),
        ("price_usd_per_month", {"term_months": "2"}, "5", "MW", 10),
        ("price_usd_per_kw_month", {"term_months": "2"}, "3", "GW", 6_000_000),
        ("price_usd_per_rack_month", {"term_months": "2"}, "5", "MW", None),
        ("price_usd_per_mw_month", {"term_months": "2"}, "5", "rack", None),
        ("price_usd_per_mw_month", {}, "5", "MW", None), ("price_usd", {"term_months": "2"}, "5", "MW", None),
        ("price_usd_per_mw_week", {"term_months": "2"}, "5", "MW", None),
        ("price_usd_per_mw_month", {"term_months": "2"}, None, "MW", None),
    ],
)  # fmt: skip
def test_how_many_units_a_price_is_paid_for(
    price: str, terms: dict[str, str], quantity: str | None, unit: str | None, volume: int | None
) -> None:
    assert volume_of(price, terms, Decimal(quantity) if quantity else None, unit) == volume


STUDIO = {"other_consideration": "a studio"}
VALUED = STUDIO | {"other_consideration_value_usd": "5"}
NO_VALUE = ["the notice states no value of 'other_consideration'"]


@pytest.mark.parametrize(
    ("noticed", "cash", "said"),
    [
        (VALUED, {"other_consideration": "5"}, []), (VALUED, {"other_consideration": "5.01"}, []),
        (VALUED, {"other_consideration": "4.99"}, ["'4.99' is less than the value of 'other_consideration', 5"]),
        (VALUED, {"other_consideration": "much"}, ["'much' is less than the value of 'other_consideration', 5"]),
        (STUDIO, {"other_consideration": "5"}, NO_VALUE),
        (STUDIO | {"other_consideration_value": "much"}, {"other_consideration": "5"}, NO_VALUE),
        (VALUED | {"other_consideration_value_eur": "4"}, {"other_consideration": "7"}, NO_VALUE),
        ({"site": "a", "site_value": "5"}, {"site": "5"}, ["refusal does not let 'site' be matched in cash"]),
        ({"region": "a", "region_value": "5"}, {"region": "5"}, ["refusal does not let 'region' be matched in cash"]),
        ({}, {"other_consideration": "5", "site": "1"},
         ["'other_consideration' is no term of the notice", "'site' is no term of the notice"]),
    ],
)  # fmt: skip
def test_cash_stands_for_a_term_that_the_clause_names_and_whose_value_the_notice_states(
    noticed: dict[str, str], cash: dict[str, str], said: list[str]
) -> None:
    rule = clause(terms={"other_consideration": {"cash_equivalent": "true"}, "site": {"must_match": "true"}})
    assert [str(why) for why in cash_shortfalls(noticed, cash, rule)] == said


@pytest.mark.parametrize("noticed_has", [True, False])
def test_a_price_that_only_one_side_lets_reckon_is_not_reckoned(noticed_has: bool) -> None:
    """Credits cannot be spread where no term is stated; without any there is nothing to spread."""
    rule = clause(tolerance={"rule": "effective_price"})
    plain, more = {"price_usd_per_mw_month": "100"}, {"price_usd_per_mw_month": "100", "credits_usd": "5"}
    sides = (more, plain) if noticed_has else (plain, more)
    assert compare_terms(*sides, rule, Decimal(10), "MW")[0] == Compared("effective_price", None, None, "not reckoned")
