"""What a notice must say, item by item."""

from typing import Any

from tests.refusal.deal import Deal, refusal

from firstcall.record.events.term_values import term_faults
from firstcall.record.notice_content import ContentThere
from firstcall.refusal.checks import ChecklistItem, checklist, foreign, missing


def items(clause: dict[str, Any], **offer: Any) -> dict[str, str | None]:
    deal = Deal(clause).received(**offer)
    made = deal.position("2025-03-11 09:00").offer_made("o")
    assert made is not None
    return {
        item.name: None if item.value is None else str(item.value)
        for item in checklist(deal.right(), deal.offer("2025-03-11 09:00"), made)
    }


def test_each_item_is_filled_from_the_offer_or_missing() -> None:
    required = ["third_party", "quantity", "price", "terms", "copy", "region", "workloads", "start"]
    found = items(refusal(notice={"required": required}), dimensions={"region": "east"}, terms={"price_usd": "2"})
    assert found == {
        "offer is named": "yes", "third_party": "rival", "quantity": "100 MW", "price": "price_usd 2",
        "terms": "price_usd 2", "copy": None, "region": "east", "workloads": None, "start": None,
    }  # fmt: skip
    with_copy = items(refusal(notice={"required": ["copy"]}), evidence={"file": "offer.pdf", "sha256": "0" * 64})
    assert with_copy["copy"] == "offer.pdf"


def test_the_third_party_is_not_asked_for_where_it_is_withheld() -> None:
    assert "third_party" not in items(refusal(notice={"third_party": "withheld"}))


def test_an_offer_is_bona_fide_as_far_as_is_known() -> None:
    found = items(refusal(bona_fide=["written", "funded"]), bona_fide=["funded"])
    assert (found["offer is written"], found["offer is funded"]) == (None, "yes")


def test_a_package_must_say_what_the_rule_asks_for() -> None:
    bundle = {"price": "2", "package": "land"}
    for rule, name in (("allocated_part", "allocated_price"), ("appraised", "appraised_price"),
                       ("not_allowed", "separate offer")):  # fmt: skip
        assert items(refusal(package=rule), terms=bundle)[name] is None
    assert items(refusal(package="whole"), terms=bundle)["package"] == "land"
    priced = items(refusal(), terms=bundle | {"allocated_price_usd": "1"})
    assert priced["allocated_price"] == "1"


def test_what_is_missing_is_named() -> None:
    assert missing((ChecklistItem("a", ContentThere()), ChecklistItem("b", None))) == ("b",)


def test_terms_have_closed_names_and_the_clauses_unit_and_currency() -> None:
    (fault,) = term_faults({"price": "1", "priice": "1"})
    assert str(fault.what) == "unknown commercial term 'priice'"
    right = Deal(refusal(currency="usd", parts={"unit": "MW"})).right()
    assert foreign(right, "MW", {"price_usd": "1"}) is None
    assert str(foreign(right, "GPU", {})) == "the offer is in GPU, and quantities under this clause are in MW"
    assert (
        str(foreign(right, None, {"credits_eur": "1"}))
        == "'credits_eur' is in EUR, and amounts under this clause are in USD"
    )
