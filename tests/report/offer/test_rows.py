"""An offer told in lines and plain values."""

from typing import Any

from tests.refusal.deal import TERMS, Deal, local, refusal

from firstcall.refusal.checks import checklist
from firstcall.refusal.due import dues
from firstcall.report.inbox.rows import TrackedOffer, inbox_lines
from firstcall.report.offer.rows import checklist_lines, inbox_row, offer_json, offer_story


def story(deal: Deal, at: str) -> str:
    offer, here = deal.offer(at), deal.position(at)
    found = tuple(dues(here, offer, deal.right(), "grace"))
    return "\n".join(map(str, offer_story(offer, deal.right(), here.terms().where, found, local(at))))


def test_a_story_has_its_events_what_changed_nothing_and_what_is_due() -> None:
    deal = (
        Deal()
        .received()
        .noticed()
        .noticed("2025-03-17 09:00")
        .say("matched-in-part", "2025-03-18 09:00", quantity="40")
    )
    told = story(deal, "2025-04-01 09:00")
    for line in ("o under refusal (agreed), held by halcyon",
                 "is without effect: notice of these terms was given already",
                 "fix: wait for the answer", "40 MW: taken (matched-in-part)", "60 MW: free (matched-in-part)",
                 "May be signed elsewhere through Thu 26 Jun 2025"):  # fmt: skip
        assert line in told, line


def test_terms_that_changed_are_compared() -> None:
    deal = Deal(refusal(tolerance={"share": "0.05"})).received().noticed().say("declined", "2025-03-18 09:00")
    terms = {"price_usd_per_gpu_hour": "2.10", "term_months": "48", "prepayment_usd": "0", "site": "x"}
    deal.say("terms-amended", "2025-03-19 09:00", terms=terms)
    told = story(deal, "2025-03-20 09:00")
    assert "price_usd_per_gpu_hour: noticed 2.00 -> 2.10, within tolerance" in told
    assert "term_months: noticed 36 -> 48, better for the third party: to be offered again" in told
    assert "site: noticed not there -> x, better for the third party" in told
    compared = offer_json(deal.offer("2025-03-20 09:00"), deal.right(), (), local("2025-03-20 09:00"))["compared"]
    assert {item["name"]: item["change"] for item in compared} == {
        "price_usd_per_gpu_hour": "within tolerance", "term_months": "better", "prepayment_usd": "same",
        "site": "better",
    }  # fmt: skip


def tracked(deal: Deal, at: str) -> TrackedOffer:
    here, offer = deal.position(at), deal.offer(at)
    made = here.offer_made("o")
    assert made is not None
    return TrackedOffer(
        offer, made, checklist(deal.right(), offer, made), tuple(dues(here, offer, deal.right(), "grace"))
    )


def row_of(deal: Deal, at: str) -> dict[str, Any]:
    told = tracked(deal, at)
    return inbox_row(told.offer, told.made, (), told.due_items, local(at))


def in_box(deal: Deal, at: str) -> str:
    return "\n".join(map(str, inbox_lines([tracked(deal, at)], local(at))))


def test_a_row_of_the_inbox_says_what_is_asked_and_what_is_missing() -> None:
    deal = Deal(refusal(notice={"required": ["start"]})).received()
    deal.noticed(incomplete=True)
    told = tracked(deal, "2025-03-24 09:00")
    row = inbox_row(told.offer, told.made, told.items, told.due_items, local("2025-03-24 09:00"))
    assert (row["asked"], row["due"], row["complete"], row["missing"]) == ("100 MW", "answer", False, ["start"])
    assert "the notice lacks: start" in in_box(deal, "2025-03-24 09:00")
    assert list(map(str, checklist_lines(told.items))) == ["  [x] offer is named: yes", "  [ ] start: missing"]


def test_the_inbox_says_what_waits_for_no_day_and_when_the_third_party_s_offer_ends() -> None:
    terms = {**TERMS, "expires": "2025-03-20"}
    deal = Deal().say("offer-received", "2025-03-10 09:00", provider="rival", quantity="100", terms=terms)
    lines = in_box(deal, "2025-03-11 09:00")
    assert "willingness from grace: nothing runs before the grantor says" in lines
    assert "expires on 2025-03-20" in lines
    assert "too late" in lines
    deal.say("grantor-willing", "2025-03-11 10:00")
    assert "notice from grace: no clock runs until notice is given" in in_box(deal, "2025-03-11 11:00")
    row = row_of(deal.noticed(), "2025-03-17 09:00")
    assert (row["due"], row["by"]) == ("answer", "2025-03-28T21:00:00Z")
    assert row["beside"] == [
        "no arrival of the notice is on the record: its sending stands in",
        "the third party's offer expires on 2025-03-20, and silence frees it on 2025-03-28 at the earliest: "
        "too late, unless the holder answers before",
    ]


def test_a_source_is_the_place_in_the_instrument_or_the_grade() -> None:
    located = refusal(basis={"grade": "agreed", "source": "contract", "locator": "cl. 5"})
    told = story(Deal(located).received(), "2025-03-11 09:00")
    assert told.startswith("o under refusal (cl. 5), held by halcyon\n")


def test_a_price_that_cannot_be_reckoned_is_said_to_be_none() -> None:
    terms = {"price_usd_per_rack": "5", "credits_usd": "10"}
    deal = Deal(refusal(tolerance={"rule": "effective_price", "share": "0.02"})).received(terms=terms).noticed()
    deal.say("declined", "2025-03-18 09:00").say("terms-amended", "2025-03-19 09:00", terms={"credits_usd": "20"})
    assert "no effective price can be reckoned from these terms" in story(deal, "2025-03-20 09:00")
