"""The papers of an offer: which there are, for whom, and what they never say."""

import re
from typing import Any

from tests.refusal.deal import Deal, local, refusal, text_of

from firstcall.refusal.due import dues
from firstcall.report.papers.draft import Draft, text_of_draft
from firstcall.report.papers.packet import drafts_of, workloads_said

NOTICES = text_of()["parties"] | {
    "halcyon": {"name": "Halcyon", "role": "holder", "notices": {"to": ["notices@halcyon.example"], "method": "e-mail"}}
}


def papers(deal: Deal, at: str, party: str) -> dict[str, Draft]:
    offer, here = deal.offer(at), deal.position(at)
    due = tuple(dues(here, offer, deal.right(), "grace"))
    return {draft.name: draft for draft in drafts_of(here, offer, deal.right(), party, due)}


def said(deal: Deal, at: str, party: str = "grace", **named: Any) -> str:
    return "\n".join(text_of_draft(draft) for draft in papers(deal, at, party).values())


def test_the_grantor_gets_the_notice_and_the_holder_its_answers() -> None:
    deal = Deal(refusal(), parties=NOTICES).received().noticed()
    assert list(papers(deal, "2025-03-17 09:00", "grace")) == ["clock", "notice-halcyon"]
    assert papers(deal, "2025-03-17 09:00", "grace")["notice-halcyon"].to == ("notices@halcyon.example",)
    answers = papers(deal, "2025-03-17 09:00", "halcyon")
    assert list(answers) == ["clock", "match", "match-part", "decline", "deficiency", "waiver"]
    assert "Our time to answer ends at Fri 28 Mar 2025 17:00 EDT" in text_of_draft(answers["match"])
    assert "match-part" not in papers(Deal(refusal(partial="none")).received().noticed(), "2025-03-17 09:00", "halcyon")
    deal.say("declined", "2025-03-18 09:00")
    assert list(papers(deal, "2025-03-19 09:00", "halcyon")) == ["clock"]


def test_a_holder_is_told_the_end_of_its_own_time_and_gets_no_paper_once_it_may_not_answer() -> None:
    tiers = [
        {"holders": [{"holder": "halcyon", "holding": "1"}]},
        {"holders": [{"holder": "iris", "holding": "1"}], "n": "5"},
    ]
    deal = Deal(refusal(several={"tiers": tiers})).received().noticed()
    for party, ends in (("halcyon", "Fri 28 Mar 2025 17:00 EDT"), ("iris", "Fri 4 Apr 2025 17:00 EDT")):
        assert f"Our time to answer ends at {ends}" in text_of_draft(papers(deal, "2025-03-17 09:00", party)["match"])
    assert list(papers(deal, "2025-03-31 09:00", "halcyon")) == ["clock"], "its time is over"
    assert "match" in papers(deal, "2025-03-31 09:00", "iris")
    deal.say("declined", "2025-04-01 09:00", by="iris")
    assert list(papers(deal, "2025-04-01 10:00", "iris")) == ["clock"], "the first answer is final"


def test_the_noticed_terms_may_be_answered_on_paper_after_they_were_amended() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms={"price_usd_per_gpu_hour": "3"})
    found = papers(deal, "2025-03-18 09:00", "halcyon")
    assert list(found) == ["clock", "match", "match-part", "decline", "waiver"]
    assert "Our time to answer ends at Fri 28 Mar 2025 17:00 EDT" in text_of_draft(found["match"])
    assert list(papers(deal, "2025-03-31 09:00", "halcyon")) == ["clock", "waiver"], "a notice of them is due"


def test_a_notice_is_called_incomplete_on_paper_in_the_days_to_object_alone_by_what_it_lacked() -> None:
    deal = Deal(refusal(notice={"required": ["start", "site"]})).received().noticed(incomplete=True)
    found = papers(deal, "2025-03-21 17:00", "halcyon")
    assert "It lacks: start, site. No time to answer runs" in text_of_draft(found["deficiency"])
    assert "deficiency" not in papers(deal, "2025-03-21 17:00:01", "halcyon")
    whole = papers(Deal().received().noticed(), "2025-03-17 09:00", "halcyon")
    assert "It lacks: [what is missing]." in text_of_draft(whole["deficiency"])


def test_a_part_that_binds_only_with_the_whole_may_be_raised_on_paper_and_not_taken_back() -> None:
    deal = Deal(refusal(partial="aggregate_all_or_nothing")).received().noticed()
    deal.say("matched-in-part", "2025-03-17 09:00", quantity="40")
    assert [name for name in papers(deal, "2025-03-25 09:00", "halcyon") if name != "clock"] == ["match", "match-part"]


def test_a_notice_says_what_the_clause_asks_for_and_what_is_missing() -> None:
    deal = Deal(refusal(notice={"required": ["price", "start"]}, parts={"minimum_lot": "5"})).received()
    text = said(deal, "2025-03-11 09:00")
    assert "price       2.00 USD for each GPU hour" in text and "NOT COMPLETE, do not send: start missing." in text
    assert "You may take a part, of 5 at least." in text and "MISSING" in text


def test_a_notice_can_be_sent_once_what_is_open_in_it_is_filled_in() -> None:
    basis = {"grade": "agreed", "source": "contract", "locator": "cl. 4.2"}
    terms = {"price_usd_per_gpu_hour": "2.10", "term_months": "36", "start": "2025-07-01", "prepayment": "5"}
    addressed = NOTICES | {"grace": {"name": "Grace", "role": "grantor", "notices": {"to": ["deals@grace.example"]}}}
    deal = Deal(refusal(basis=basis), parties=addressed).received(terms=terms)
    draft = papers(deal, "2025-03-11 09:00", "grace")["notice-halcyon"]
    text = text_of_draft(draft)
    assert draft.reply == ("deals@grace.example",) and draft.title == "Notice of offer o under cl. 4.2, The contract"
    for line in ("date  Tue 11 Mar 2025", "to    Halcyon, notices@halcyon.example, by e-mail",
                 "start       Tue 1 Jul 2025",
                 "2.10 USD for each GPU hour", "term        36 months", "by notice to Grace, deals@grace.example",
                 "To be filled in before it is sent: the currency of prepayment."):  # fmt: skip
        assert line in text, line
    bare = said(Deal(refusal()).received(), "2025-03-11 09:00")
    assert "where Halcyon takes notices" in bare and "where Grace takes notices" in bare and "_usd" not in bare


def test_the_third_party_is_kept_back_where_it_must_be() -> None:
    for clause, terms in ((refusal(notice={"third_party": "withheld", "required": ["price"]}), {"price": "2"}),
                          (refusal(), {"price": "2", "non_disclosure": "yes"})):  # fmt: skip
        notice = papers(Deal(clause).received(terms=terms), "2025-03-11 09:00", "grace")["notice-halcyon"]
        assert "rival" not in text_of_draft(notice) and "withheld" in text_of_draft(notice)
    sealed = Deal().received(terms={"price": "2", "non_disclosure": "yes"})
    assert "under non-disclosure" in said(sealed, "2025-03-11 09:00")


def test_the_clock_is_that_of_the_notice_once_it_is_sent() -> None:
    before, after = Deal().received(), Deal().received().noticed()
    assert "If notice were sent at Tue 11 Mar 2025 09:00 EDT" in said(before, "2025-03-11 09:00")
    assert "Counted from the notice of Fri 14 Mar 2025 16:59 EDT." in said(after, "2025-03-17 09:00")
    after.say("tolled", "2025-03-17 08:00").say("tolled", "2025-03-17 09:00", by="halcyon")
    assert "Stops of the clock move these days." in said(after, "2025-03-18 09:00")


def test_a_notice_drafted_for_amended_terms_promises_the_end_that_the_record_will_count() -> None:
    """A re-offer may not cut the window that it takes the place of, on paper neither."""
    deal = Deal(refusal(window={"n": "15", "reoffer": "3"})).received().noticed()
    deal.say("terms-amended", "2025-03-17 09:00", terms={"term_months": "48"})
    drafted = said(deal, "2025-03-18 09:00")
    real = deal.noticed("2025-03-18 09:00").offer("2025-03-18 10:00").window_closes
    assert real == local("2025-04-04 17:00")
    assert "the time to answer ends at Fri 4 Apr 2025 17:00 EDT" in drafted
    assert re.search("last instant to answer +Fri 4 Apr 2025 17:00 EDT", said(deal, "2025-03-18 10:00"))


def test_a_notice_after_a_part_offers_what_is_left_of_the_offer_as_amended() -> None:
    deal = Deal().received().noticed().say("matched-in-part", "2025-03-18 09:00", quantity="40")
    deal.say("terms-amended", "2025-04-01 09:00", quantity="90", terms={"term_months": "48"})
    notice = text_of_draft(papers(deal, "2025-04-02 09:00", "grace")["notice-halcyon"])
    assert "50 MW" in notice
    assert "100 MW" not in notice
    assert deal.noticed("2025-04-02 09:00").offer("2025-04-03 09:00").remainder == 50


def test_each_holder_s_notice_names_the_end_of_its_own_tier() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}]},
                       {"holders": [{"holder": "iris", "holding": "1"}], "n": "2"}]}  # fmt: skip
    found = papers(Deal(refusal(several=tiers)).received(), "2025-03-14 16:59", "grace")
    for name, day in (("halcyon", "Fri 28 Mar 2025"), ("iris", "Tue 1 Apr 2025")):
        assert f"the time to answer ends at {day} 17:00 EDT" in text_of_draft(found[f"notice-{name}"])


def test_who_took_the_holder_s_place_is_given_the_notice_too() -> None:
    circle = {**NOTICES["halcyon"], "successors": [{"name": "tern"}], "affiliates": [{"name": "labs"}]}
    deal = Deal(refusal(), parties=NOTICES | {"halcyon": circle}).received()
    told = {name: text_of_draft(one) for name, one in papers(deal, "2025-03-11 09:00", "grace").items()}
    assert "ask tern too: it is listed as the successor of halcyon (assumed)" in told["clock"]
    assert "also to  tern" in told["notice-halcyon"] and "where tern takes notices" in told["notice-halcyon"]
    assert "labs" not in told["clock"] + told["notice-halcyon"]
    assert "also to" not in said(Deal(refusal(), parties=NOTICES).received(), "2025-03-11 09:00")


def test_workloads_are_named_as_people_write_them() -> None:
    assert str(workloads_said(("first_party", "api"))) == "first party and api"
