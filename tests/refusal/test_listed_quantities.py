"""Inputs about prices, shares, floors and forms that once answered wrongly, each by its rule and others of its kind.

The numbers are those of the list that they come from.
"""

import re
from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal, refusal, told

from firstcall.errors import AgreementError, QuestionError, RefusalError
from firstcall.record.offers.matching import compare_terms

PRICE = "price_usd_per_gpu_hour"


def declined(clause: dict[str, Any], terms: dict[str, str], **offer: Any) -> Deal:
    return Deal(clause).received(terms=terms, **offer).noticed().say("declined", "2025-03-18 09:00")


def cleared(deal: Deal, terms: dict[str, str], quantity: str = "1") -> bool:
    """Whether a signing on these terms is; where not, the terms that are to blame are named."""
    act: dict[str, Any] = {"provider": "rival", "contract": f"k{deal.said}", "tranches": [{"quantity": quantity}]}
    try:
        deal.act("sign", "2025-03-20 09:00", terms=terms, **act)
    except RefusalError as error:
        assert "better terms for the third party: " in str(error)
        return False
    return True


# 9. The seller's side


@pytest.mark.parametrize(
    ("term", "noticed", "for_buyers", "for_sellers"),
    [
        (PRICE, "180", ("120", "180"), ("180", "185")),
        ("term_months", "36", ("12", "36"), ("36", "60")),
        ("prepayment_usd", "10", ("0", "10"), ("10", "11")),
        ("termination_fee_usd", "5", ("4",), ("6",)),
        ("take_or_pay_share", "0.5", ("0.4",), ("0.6",)),
        ("credits_usd", "7", ("8",), ("6",)),
        ("sla_availability", "99", ("99.9",), ("98",)),
        ("start", "2026-03-31", ("2026-02-28",), ("2026-04-01",)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seller", [False, True])
def test_9_each_term_turns_with_who_sells(
    term: str, noticed: str, for_buyers: tuple[str, ...], for_sellers: tuple[str, ...], seller: bool
) -> None:
    deal = declined(refusal(grantor="seller" if seller else "buyer"), {**TERMS, term: noticed})
    good, bad = (for_sellers, for_buyers) if seller else (for_buyers, for_sellers)
    assert all(cleared(deal, {term: value}) for value in good)
    assert not any(cleared(deal, {term: value}) for value in bad if value != noticed)


@pytest.mark.parametrize("seller", [False, True])
@pytest.mark.parametrize(
    "price", ["price_usd_per_mw_month", "price_usd_per_gpu_hour", "price_eur_per_mw_year", "price"]
)
def test_9_the_effective_price_turns_too(price: str, seller: bool) -> None:
    rule = {"rule": "effective_price", "share": "0"}
    clause = refusal(grantor="seller" if seller else "buyer", tolerance=rule)
    money = {"price_eur_per_mw_year": "eur"}.get(price, "usd")
    base = {price: "5", "term_months": "12", "gpu_hours": "1000", f"credits_{money}": "0", f"prepayment_{money}": "0"}
    deal = declined(clause, base)
    assert cleared(deal, {price: "6" if seller else "3"})
    assert not cleared(deal, {price: "3" if seller else "6"})
    assert cleared(deal, {f"credits_{money}": "0" if seller else "12"})
    assert not seller or not cleared(deal, {f"credits_{money}": "12"})


def test_9_credits_are_weighed_against_the_price() -> None:
    clause = refusal(tolerance={"rule": "effective_price"})
    deal = declined(clause, {"price_usd_per_mw_month": "100", "term_months": "12", "credits_usd": "0"})
    assert cleared(deal, {"price_usd_per_mw_month": "110", "credits_usd": "12000"}), "10 more, and 10 less a month"
    assert not cleared(deal, {"price_usd_per_mw_month": "110", "credits_usd": "11999"})


@pytest.mark.parametrize("price", ["price_usd_per_parsec", "price_usd_per_rack_month"])
def test_9_where_no_effective_price_can_be_reckoned_it_is_said_and_each_term_compared(price: str) -> None:
    clause = refusal(tolerance={"rule": "effective_price"})
    deal = declined(clause, {price: "100", "term_months": "12", "credits_usd": "0"})
    assert not cleared(deal, {price: "110", "credits_usd": "1200000"})
    found = deal.offer("2025-03-20 09:00")
    compared = compare_terms(
        found.noticed_terms or {}, {**found.terms, "credits_usd": "5"}, deal.right(), found.quantity, "MW"
    )
    assert compared[0].change == "not reckoned"


# 15. Shares


def several(holdings: dict[str, str], **fields: Any) -> dict[str, Any]:
    stakes = [{"holder": name, "holding": size} for name, size in holdings.items()]
    return refusal(several={"tiers": [{"holders": stakes}]}, **fields)


@pytest.mark.parametrize(
    ("quantity", "step", "holdings", "parts", "free"),
    [
        ("22", "8", ("19", "8"), (16, 0), 6),
        ("24", "8", ("19", "8"), (16, 8), 0),
        ("23", "8", ("8", "19"), (0, 16), 7),
        ("7", "8", ("19", "8"), (0, 0), 7),
        ("100", None, ("1", "2"), (33, 67), 0),
        ("10", None, ("1", "1"), (5, 5), 0),
        ("9", "2", ("1", "1"), (4, 4), 1),
        ("6", "2", ("1", "1"), (4, 2), 0),
        ("0.5", "0.2", ("1", "1"), (0.2, 0.2), 0.1),
    ],
)
def test_15_shares_stay_exact_until_they_are_rounded_to_units(
    quantity: str, step: str | None, holdings: tuple[str, str], parts: tuple[float, float], free: float
) -> None:
    clause = several(dict(zip(("halcyon", "iris"), holdings, strict=True)), parts={"step": step} if step else {})
    deal = Deal(clause).received(quantity=quantity).noticed()
    deal.say("matched", "2025-03-18 09:00").say("matched", "2025-03-18 10:00", by="iris")
    found = deal.offer("2025-03-31 09:00")
    got = tuple(float(found.parts.get(name, 0)) for name in ("halcyon", "iris"))
    assert (got, float(found.remainder or 0)) == (tuple(map(float, parts)), float(free))


# 16. What a clause may not say


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"holder": "grace"}, "grace"),
        ({"until": "2023-12-31"}, "until"),
        ({"since": "2026-01-01", "until": "2025-12-31"}, "until"),
        ({"scope": {"workload": ["training"]}}, "workloads"),
        ({"window": {"n": "10", "timezone": "EST"}}, "EST"),
        ({"window": {"n": "10", "timezone": "CET"}}, "CET"),
        ({"window": {"n": "10", "timezone": "Mars/Base"}}, "Mars/Base"),
        ({"window": {"n": "0"}}, "n"),
        ({"tail": {"n": "0"}}, "n"),
    ],
)
def test_16_a_slip_in_a_clause_is_refused_and_named(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(AgreementError, match=re.escape(said)) as error:
        Deal(refusal(**fields))
    assert all(problem.fix for problem in error.value.problems)


def test_16_a_consent_lifts_no_right_of_first_refusal() -> None:
    consent = {"id": "blessing", "type": "consent", "by": "halcyon", "lifts": ["refusal"]}
    with pytest.raises(AgreementError, match="refusal"):
        Deal(refusal(), consent)


# 17. The reason that is true


@pytest.mark.parametrize(
    ("fields", "offer", "why"),
    [
        ({"quantity_floor": "10"}, {"quantity": "9"}, "below the floor of 10"),
        ({"exempt": ["financing"]}, {"exemption": "financing"}, "exempt (financing)"),
    ],
)  # fmt: skip
def test_17_what_frees_an_offer_is_told_and_no_tail_that_never_began(
    fields: dict[str, Any], offer: dict[str, Any], why: str
) -> None:
    deal = Deal(refusal(**fields)).received(**offer)
    assert [(part[1], part[2]) for part in deal.standing("2025-03-11 09:00")] == [("free", why)]
    assert deal.offer("2025-03-11 09:00").pools == ()


# 34. A floor or a form frees its own quantity


@pytest.mark.parametrize("asked", ["9.01", "10", "36", "500"])
@pytest.mark.parametrize("fields", [{"quantity_floor": "10"}, {"exempt": ["expansion"]}])
def test_34_what_passes_the_own_quantity_is_a_fresh_question(asked: str, fields: dict[str, Any]) -> None:
    offer = {"exemption": "expansion"} if "exempt" in fields else {}
    deal = Deal(refusal(**fields)).received(quantity="9", **offer)
    for at, contract in (("09:00", "k1"), ("10:00", "k2")):
        with pytest.raises(RefusalError, match=re.escape("more than the 9 that is free")):
            deal.act("sign", f"2025-03-11 {at}", provider="rival", contract=contract, tranches=[{"quantity": asked}])
    deal.act("sign", "2025-03-12 09:00", provider="rival", contract="k3", tranches=[{"quantity": "5"}])
    with pytest.raises(RefusalError, match=re.escape("more than the 4 that is free")):
        deal.act("sign", "2025-03-13 09:00", provider="rival", contract="k4", tranches=[{"quantity": "4.5"}])


def test_34_an_exempt_form_is_the_offer_s_own_and_no_other_form_s() -> None:
    deal = Deal(refusal(exempt=["renewal"])).received(exemption="merger")
    assert deal.standing("2025-03-11 09:00")[0][1] == "offer"


def test_34_small_purchases_of_one_year_and_one_provider_add_up_those_that_were_not_free_too() -> None:
    deal = Deal(refusal(quantity_floor="10"))
    for number, (day, quantity, provider, free) in enumerate([
        ("2024-02-29", "6", "rival", True), ("2025-02-27", "4", "rival", False),
        ("2025-02-28", "6", "other-rival", True),
        ("2025-02-28", "3", "rival", True), ("2025-03-01", "2.99", "rival", True),
        ("2025-03-02", "0.01", "rival", False),
    ]):  # fmt: skip
        deal.received(f"{day} 09:00", quantity, offer=f"o{number}", provider=provider)
        deal.signed(f"{day} 10:00", quantity, f"k{number}", offer=f"o{number}", provider=provider)
        assert (f"k{number}" in deal.offer(f"{day} 11:00", f"o{number}").cleared) == free, (day, quantity)


# 35. What the act refuses, the event does not do


def state(deal: Deal, at: str) -> tuple[Any, ...]:
    found = deal.offer(at)
    return (found.state, found.matched, found.failed, found.signed, found.pools, found.tiers_close, found.noticed_terms)


ODD: list[tuple[str, str, dict[str, Any]]] = [
    ("willing", "grantor-willing", {}), ("notify", "notice-given", {}),
    ("amend", "terms-amended", {"terms": {PRICE: "2.0"}}), ("withdraw", "withdrawn", {}),
    ("fail", "holder-failed", {}), ("deliver", "delivered", {"quantity": "5"}),
    ("match-part", "matched-in-part", {"quantity": "101"}), ("match", "matched", {"conditions": "if it rains"}),
    ("resume", "resumed", {"by": "grace"}), ("toll", "tolled", {"by": "grace", "ground": "force_majeure"}),
    ("deficient", "notice-deficient", {"missing": ["start"], "by": "iris"}), ("decline", "declined", {"by": "iris"}),
]  # fmt: skip


@pytest.mark.parametrize(("act", "event", "said"), ODD)
def test_35_an_act_that_is_refused_and_its_event_move_nothing(act: str, event: str, said: dict[str, Any]) -> None:
    deal = Deal().received().noticed()
    before = state(deal, "2025-03-18 10:00")
    with pytest.raises((RefusalError, QuestionError)) as refused:
        deal.act(act, "2025-03-18 09:00", **said)
    deal.say(event, "2025-03-18 09:00", **said)
    assert state(deal, "2025-03-18 10:00") == before
    (idle,) = deal.offer("2025-03-18 10:00").without_effect
    assert idle.kind == event
    assert act == "deficient" or act == "decline" or str(idle.reason) in str(refused.value)


def test_35_one_party_alone_stops_no_clock_by_agreement() -> None:
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00", by="grace", ground="agreement")
    assert told(deal.offer("2025-03-18 09:00").tolls, deal.offer("2025-03-18 09:00").stop_asked_by) == (
        (),
        ("grantor",),
    )
    deal.say("tolled", "2025-03-18 09:00", by="grace", ground="agreement")
    assert deal.state("2025-03-28 17:00:01") == "lapsed"
    deal.say("tolled", "2025-03-19 09:00", by="halcyon", ground="agreement", recorded="2025-03-29 09:00")
    assert deal.state("2025-04-28 17:00:01") == "notified"


@pytest.mark.parametrize("ground", ["regulatory_approval", "completeness_dispute", "force_majeure"])
def test_35_a_ground_of_the_clause_needs_its_proof_and_has_to_be_one(ground: str) -> None:
    proof = {"file": "order.pdf", "sha256": "0" * 64}
    for grounds, evidence, stopped in (([ground], None, False), (["agreement"], proof, False), ([ground], proof, True)):
        deal = Deal(refusal(tolling=grounds)).received().noticed()
        deal.say("tolled", "2025-03-17 09:00", ground=ground, evidence=evidence)
        assert (deal.state("2025-03-28 17:00:01") == "notified") == stopped
