"""Acts: what is refused with clause, reason and mend; what is recorded; and a record untouched by a refusal."""

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.refusal.deal import TERMS, Deal, local, refusal, told

from firstcall.errors import ConflictError, FirstcallError, NotFound, QuestionError, RefusalError
from firstcall.record.journal.journal import Record
from firstcall.refusal.acts import Act
from firstcall.refusal.perform import Performed, perform

EAST = refusal(id="east", scope={"age": "new", "mode": ["third_party"], "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "mode": ["third_party"], "region": ["west"]})


def offered(*clauses: dict[str, Any], **payload: Any) -> Deal:
    deal = Deal(*clauses)
    given = {"provider": "rival", "mode": "third_party", "quantity": "100", "unit": "MW", "terms": TERMS} | payload
    deal.act("receive", "2025-03-10 09:00", **given)
    return deal


def noticed(*clauses: dict[str, Any], **payload: Any) -> Deal:
    deal = offered(*clauses, **payload)
    deal.act("willing", "2025-03-11 09:00")
    deal.act("notify", "2025-03-14 16:59")
    return deal


def refused(deal: Deal, kind: str, at: str, wanted: type[FirstcallError], said: str, **act: Any) -> None:
    """The act is refused with these words and a mend, and the record stays as it was, to the byte."""
    before = [event.hash for event in deal.record.events]
    with pytest.raises(wanted, match=re.escape(said) + r"(?s:.*)\n  fix: \S"):
        deal.act(kind, at, **act)
    assert [event.hash for event in deal.record.events] == before


def test_the_whole_way_from_an_offer_to_a_contract() -> None:
    deal = noticed()
    deal.act("decline", "2025-03-18 09:00")
    done = deal.act("sign", "2025-04-01 09:00", provider="rival", contract="k", tranches=[{"quantity": "100"}])
    assert [line["type"] for line in done.fields] == ["contract-signed"]
    assert told(done.offers[0].state, done.offers[0].remainder, done.notes) == ("declined", 0, ())
    assert [event.by for event in deal.record.events] == ["grace", "grace", "grace", "halcyon", "grace"]


def test_a_contract_with_somebody_else_than_who_made_the_offer_says_so() -> None:
    for provider, said in (("rival", []), ("other-rival", ["'rival' made offer 'o'"])):
        deal = noticed()
        deal.act("decline", "2025-03-18 09:00")
        done = deal.act("sign", "2025-04-01 09:00", provider=provider, contract="k", tranches=[{"quantity": "100"}])
        assert done.offers[0].cleared == {"k"} and [str(note).partition(":")[0] for note in done.notes] == said
        assert all("may be signed with 'other-rival' is supposed" in str(note) for note in done.notes)
    taken = noticed()
    taken.act("match", "2025-03-18 09:00")
    own = taken.act("sign", "2025-04-01 09:00", provider="halcyon-cloud", contract="k", tranches=[{"quantity": "100"}])
    assert own.notes == ()


def test_an_act_is_an_event_of_its_party_under_the_right_it_is_about() -> None:
    deal = noticed()
    (line,) = deal.act("match-part", "2025-03-18 09:00", quantity="40", key="our-key").fields
    assert told(line["id"], line["by"], line["clause"], line["quantity"]) == ("our-key", "halcyon", "refusal", "40")


def test_an_act_repeated_with_its_key_changes_nothing() -> None:
    deal = noticed()
    deal.act("decline", "2025-03-18 09:00", key="letter-7")
    before = deal.record
    again = deal.act("decline", "2025-03-18 09:00", key="letter-7")
    assert told(again.fields, again.record) == ((), before)
    assert "performed before as event letter-7" in str(again.notes[0])
    with pytest.raises(ConflictError, match="'letter-7' is the key of another act"):
        deal.act("match", "2025-03-19 09:00", key="letter-7")


@pytest.mark.parametrize(
    ("kind", "at", "said", "act"),
    [
        ("notify", "2025-03-18 09:00", "refusal: notice of these terms was given already", {}),
        ("match", "2025-03-28 17:00:01", "refusal: no notice is waiting for an answer", {}),
        ("match", "2025-03-13 09:00", "refusal: no notice is waiting for an answer", {}),
        ("match", "2025-03-18 09:00", "refusal: 'iris' cannot match offer 'o'", {"by": "iris"}),
        ("amend", "2025-03-18 09:00", "refusal: 'halcyon' cannot amend offer 'o'",
         {"by": "halcyon", "terms": {"price": "1"}}),
        ("match", "2025-03-18 09:00", "refusal: an acceptance with conditions is a counter-offer",
         {"conditions": "if"}),
        ("match-part", "2025-03-18 09:00", "refusal: 101 is more than the 100 offered", {"quantity": "101"}),
        ("deliver", "2025-03-18 09:00", "refusal: the holder has matched nothing", {}),
        ("fail", "2025-03-18 09:00", "refusal: nothing that was matched is still due", {}),
        ("resume", "2025-03-18 09:00", "refusal: there is no such clock to stop or start", {"by": "grace"}),
        ("deficient", "2025-03-24 09:00", "refusal: the time to say so was over at 2025-03-21T21:00:00Z", {}),
        ("sign", "2025-03-18 09:00", "refusal: the signing was not cleared",
         {"provider": "rival", "contract": "k", "tranches": [{"quantity": "1"}]}),
        ("notify", "2025-03-15 09:00", "arrived at 2025-03-14T13:00:00Z, before it was sent",
         {"delivered": "2025-03-14T09:00:00-04:00"}),
        ("decline", "2025-03-01 09:00", "offer 'o' was made on 2025-03-10T13:00:00Z, after the act's own", {}),
        ("decline", "2025-03-18 09:00", "decline is dated 2025-03-18T13:00:00Z, after now",
         {"now": "2025-03-17 09:00"}),
    ],
)  # fmt: skip
def test_an_act_that_the_offer_does_not_allow_is_refused(kind: str, at: str, said: str, act: dict[str, Any]) -> None:
    deal = noticed()
    refused(deal, kind, at, RefusalError, said, **act)


@pytest.mark.parametrize(
    ("kind", "wanted", "said", "act"),
    [
        ("decline", NotFound, "offer 'oo' is not on the record", {"offer": "oo"}),
        ("decline", NotFound, "no right of first refusal 'refuse' concerns offer 'o'", {"clause": "refuse"}),
        ("decline", NotFound, "'nobody' is no party", {"by": "nobody"}),
        ("amend", QuestionError, "unknown commercial term 'colour'", {"terms": {"colour": "red"}}),
        ("amend", QuestionError, "amend: nothing changes", {}),
        ("toll", QuestionError, "toll: several parties could do this", {}),
    ],
)
def test_what_the_record_does_not_know_is_told(
    kind: str, wanted: type[FirstcallError], said: str, act: dict[str, Any]
) -> None:
    refused(noticed(), kind, "2025-03-18 09:00", wanted, said, **act)


@pytest.mark.parametrize(
    ("clause", "payload", "said"),
    [
        ({"parts": {"unit": "GPU"}}, {}, "refusal: the offer is in MW, and quantities under this clause are in GPU"),
        (
            {"currency": "EUR"},
            {},
            "refusal: 'price_usd_per_gpu_hour' is in USD, and amounts under this clause are in EUR",
        ),
    ],
)
def test_another_unit_or_currency_than_the_clause_is_refused(
    clause: dict[str, Any], payload: dict[str, Any], said: str
) -> None:
    with pytest.raises(RefusalError, match=re.escape(said)):
        offered(refusal(**clause), **payload)


def test_words_that_the_agreement_does_not_declare_are_told() -> None:
    with pytest.raises(QuestionError, match="'region=moon' is not declared"):
        offered(dimensions={"region": "moon"})
    with pytest.raises(QuestionError, match="unknown workload 'mining'"):
        offered(workloads=["mining"])


@pytest.mark.parametrize(
    ("clause", "payload", "said"),
    [
        ({}, {"terms": {"term_months": "3"}}, "refusal: a notice of offer 'o' would be incomplete: price missing"),
        ({"notice": {"required": ["start", "site", "copy"]}}, {}, "incomplete: start, site, copy missing"),
        ({"bona_fide": ["written", "funded"]}, {"bona_fide": ["written"]}, "incomplete: offer is funded missing"),
        ({}, {"terms": TERMS | {"package": "land"}}, "incomplete: allocated_price missing"),
        ({"package": "appraised"}, {"terms": TERMS | {"package": "land"}}, "incomplete: appraised_price missing"),
        ({"package": "not_allowed"}, {"terms": TERMS | {"package": "land"}}, "the offer is bundled with other things"),
    ],
)
def test_an_incomplete_notice_is_refused_before_it_is_sent(
    clause: dict[str, Any], payload: dict[str, Any], said: str
) -> None:
    deal = offered(refusal(**clause), **payload)
    deal.act("willing", "2025-03-11 09:00")
    refused(deal, "notify", "2025-03-12 09:00", RefusalError, said)


def test_a_notice_goes_to_every_holder_concerned_and_each_answers_for_itself() -> None:
    deal = noticed(EAST, WEST)
    assert [getattr(event, "clause", None) for event in deal.record.events[-2:]] == ["east", "west"]
    deal.act("decline", "2025-03-18 09:00", by="iris")
    refused(deal, "sign", "2025-03-19 09:00", RefusalError, "east: the signing was not cleared",
            provider="rival", contract="k", tranches=[{"quantity": "1"}])  # fmt: skip
    deal.act("decline", "2025-03-20 09:00", by="halcyon")
    deal.act("sign", "2025-03-21 09:00", provider="rival", contract="k", tranches=[{"quantity": "1"}])
    refused(deal, "sign", "2025-03-22 09:00", RefusalError, "contract 'k' is signed already",
            provider="rival", contract="k", tranches=[{"quantity": "1"}])  # fmt: skip
    refused(deal, "decline", "2025-03-22 09:00", QuestionError, "decline: several parties could do this")


def test_a_failure_is_too_early_until_milestone_and_grace_are_over() -> None:
    delivery = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
                "milestones": [{"share": "1", "within": "30"}], "grace": "10"}  # fmt: skip
    deal = noticed(refusal(), delivery)
    deal.act("match", "2025-03-18 09:00")
    refused(
        deal, "fail", "2025-04-27 17:00", RefusalError, "refusal: 'halcyon' has until 2025-04-27T21:00:00Z to deliver"
    )
    done = deal.act("fail", "2025-04-27 17:00:01", quantity="25")
    assert told(done.offers[0].state, done.offers[0].failed) == ("matched-in-part", 25)


def test_a_late_entry_tells_what_it_changes() -> None:
    deal = noticed()
    deal.say(
        "contract-signed", "2025-04-01 09:00", contract="k", provider="rival", tranches=[{"quantity": "100"}], terms={}
    )
    done = deal.act("match", "2025-03-27 09:00", now="2025-05-01 09:00")
    assert tuple(map(str, done.notes)) == (
        "event e4 (contract-signed), entered before, now changes nothing under refusal",
    )
    other = noticed()
    other.say(
        "contract-signed", "2025-03-20 09:00", contract="k", provider="rival", tranches=[{"quantity": "100"}], terms={}
    )
    late = other.act("decline", "2025-03-19 09:00", now="2025-05-01 09:00")
    assert str(late.notes[0]).endswith("now counts under refusal: the signing is cleared in hindsight")


def test_an_act_that_no_right_concerns_is_told() -> None:
    deal = offered(EAST, dimensions={"region": "west"})
    refused(deal, "notify", "2025-03-12 09:00", RefusalError, "no right of first refusal concerns offer 'o'")
    deal.act("sign", "2025-03-12 09:00", provider="rival", contract="k", tranches=[{"quantity": "1"}])


def test_a_contract_signed_without_clearance_is_waived_afterwards() -> None:
    deal = offered()
    deal.say("contract-signed", "2025-03-12 09:00", contract="k", provider="rival", tranches=[{}], terms={})
    (line,) = deal.act("waive", "2025-03-13 09:00", contract="k").fields
    assert "offer" not in line
    assert [event.by for event in deal.position("2025-03-13 09:00").waivers("k", deal.right())] == ["halcyon"]


def test_a_request_starts_the_procedure_where_the_holder_is_asked_first() -> None:
    deal = Deal(refusal(trigger="requirement", notice={"required": ["quantity"]}))
    deal.act("request", "2025-03-10 09:00", quantity="40", unit="MW", workloads=["training"])
    deal.act("notify", "2025-03-14 16:59")
    deal.act("match", "2025-03-18 09:00")
    assert deal.state("2025-03-18 09:00") == "matched"


def test_a_right_to_be_negotiated_with_first_stacks_with_a_right_to_match() -> None:
    first = refusal(
        id="talks", holder="iris", trigger="negotiation", window={"n": "5"}, notice={"required": ["quantity"]}
    )
    deal = offered(first, refusal())
    deal.act("notify", "2025-03-14 16:59", clause="talks")
    refused(
        deal, "notify", "2025-03-14 17:00", RefusalError, "refusal: the grantor was not yet willing", clause="refusal"
    )
    assert deal.state("2025-03-21 17:00", clause="talks") == "notified"
    assert deal.state("2025-03-21 17:00:01", clause="talks") == "lapsed"
    deal.act("willing", "2025-03-24 09:00")
    deal.act("notify", "2025-03-24 09:30", clause="refusal")
    deal.act("decline", "2025-03-25 09:00", clause="refusal")
    done = deal.act("sign", "2025-03-26 09:00", provider="rival", contract="k", tranches=[{"quantity": "100"}])
    assert [offer.state for offer in done.offers] == ["lapsed", "declined"]


def test_a_notice_under_several_rights_repeated_with_its_key_is_entered_once_under_each() -> None:
    deal = offered(EAST, WEST)
    deal.act("willing", "2025-03-11 09:00")
    made = deal.act("notify", "2025-03-14 16:59", key="letter")
    assert [(line["id"], line["clause"]) for line in made.fields] == [("letter", "east"), ("letter-2", "west")]
    before = deal.record
    again = deal.act("notify", "2025-03-14 16:59", key="letter", now="2025-03-20 09:00")
    assert told(again.fields, again.record) == ((), before)
    assert [offer.state for offer in again.offers] == ["notified", "notified"]
    assert ["event letter" in str(note) for note in again.notes] == [True]


def test_a_stop_of_the_clock_and_its_end_are_entered_under_each_of_several_rights() -> None:
    deal = offered(EAST, WEST)
    deal.act("willing", "2025-03-11 09:00")
    deal.act("notify", "2025-03-14 16:59")
    proof: dict[str, Any] = {"ground": "force_majeure", "evidence": {"file": "f", "sha256": "0" * 64}}
    nothing: dict[str, Any] = {}
    for kind, at, said in (("toll", "2025-03-18 09:00", proof), ("resume", "2025-03-19 09:00", nothing)):
        done = deal.act(kind, at, by="grace", key=kind, **said)
        assert [(line["id"], line["clause"]) for line in done.fields] == [(kind, "east"), (f"{kind}-2", "west")]


def test_a_notice_that_broke_off_is_finished_by_its_repeat_as_of_its_own_instant() -> None:
    deal = offered(EAST, WEST)
    deal.act("willing", "2025-03-11 09:00")
    deal.say("notice-given", "2025-03-14 16:59", id="letter", clause="east")
    done = deal.act("notify", "2025-03-17 09:00", key="letter")
    assert [(line["id"], line["clause"]) for line in done.fields] == [("letter-2", "west")]
    assert {offer.notice for offer in done.offers} == {deal.offer("2025-03-17 09:00", clause="east").notice}


def test_an_act_at_this_very_instant_is_entered_and_a_moment_ahead_is_not() -> None:
    deal = noticed()
    refused(deal, "decline", "2025-03-18 09:00:00.000001", RefusalError, "decline is dated", now="2025-03-18 09:00")
    assert deal.act("decline", "2025-03-18 09:00", now="2025-03-18 09:00").fields


def test_a_failure_is_the_grantor_s_to_record_and_a_right_that_is_not_theirs_is_no_holder_s() -> None:
    deal = noticed(refusal(failure={"sign_within": "5"}))
    deal.act("match", "2025-03-18 09:00")
    refused(deal, "fail", "2025-04-01 09:00", RefusalError, "'iris' cannot fail offer 'o'", by="iris")
    (line,) = deal.act("fail", "2025-04-01 09:00").fields
    assert line["by"] == "grace"


def test_one_answer_is_for_one_right_which_has_to_be_named_where_a_holder_has_two() -> None:
    both = (EAST, refusal(id="both", scope={"age": "new", "mode": ["third_party"]}))
    deal = noticed(*both)
    refused(deal, "decline", "2025-03-18 09:00", QuestionError, "decline: ")
    (line,) = deal.act("decline", "2025-03-18 09:00", clause="both").fields
    assert line["clause"] == "both"
    assert [deal.state("2025-03-18 09:00", clause=name) for name in ("east", "both")] == ["notified", "declined"]


def test_a_waiver_of_a_contract_that_is_not_there_is_told() -> None:
    refused(offered(), "waive", "2025-03-13 09:00", NotFound, "'kk'", contract="kk")


@pytest.mark.parametrize("kind", ["decline", "match", "deliver", "deficient", "waive"])
def test_a_holder_has_nothing_to_do_about_an_offer_that_no_right_concerns(kind: str) -> None:
    deal = offered(EAST, dimensions={"region": "west"})
    refused(deal, kind, "2025-03-12 09:00", RefusalError, "no right of first refusal concerns offer 'o'", by="halcyon")
    refused(deal, kind, "2025-03-12 09:00", RefusalError, "no right of first refusal concerns offer 'o'")


def test_a_notice_entered_late_makes_an_answer_count_that_was_entered_before() -> None:
    deal = offered()
    deal.act("willing", "2025-03-11 09:00")
    deal.say("declined", "2025-03-18 09:00")
    done = deal.act("notify", "2025-03-14 16:59", now="2025-05-01 09:00")
    assert [str(note) for note in done.notes] == ["event e3 (declined), entered before, now counts under refusal"]
    assert deal.state("2025-03-18 09:00") == "declined"


@pytest.mark.parametrize(("ahead", "fine"), [(timedelta(0), True), (timedelta(days=1), False)])
def test_nothing_is_entered_ahead_of_the_clock(ahead: timedelta, fine: bool) -> None:
    deal, now = noticed(), local("2025-03-18 09:00")

    def declined() -> Performed:
        return perform(deal.agreement, deal.record, Act("decline", "o", now, None, None, {}), now=now, id="d",
                       entered_by="a test", clock=now - ahead)  # fmt: skip

    if fine:
        assert len(declined().fields) == 1
    else:
        with pytest.raises(FirstcallError):
            declined()


def test_a_key_is_of_one_act_about_one_offer() -> None:
    deal = noticed()
    deal.act("receive", "2025-03-17 09:00", offer="p", provider="rival", mode="third_party", quantity="5", unit="MW",
             terms=TERMS)  # fmt: skip
    deal.act("willing", "2025-03-17 10:00", offer="p", key="letter-8")
    refused(deal, "willing", "2025-03-17 10:00", ConflictError, "'letter-8' is the key of another act", key="letter-8")


@pytest.mark.parametrize("how", ["sent", "delivered", "received"])
@pytest.mark.parametrize("kind", ["match", "match-part", "decline", "waive", "deficient", "withdraw"])
@pytest.mark.parametrize(
    ("at", "delivered"),
    [
        ("2025-03-21 16:59", "2025-03-21 17:00"), ("2025-03-21 17:00", "2025-03-21 17:00:01"),
        ("2025-03-21 17:00:01", None), ("2025-03-28 16:59", "2025-03-28 17:00"), ("2025-03-28 17:00", None),
        ("2025-03-28 16:59", "2025-03-28 17:00:01"), ("2025-03-28 17:00:01", None),
        ("2025-03-28 09:00", "2025-03-31 09:00"),
    ],
)  # fmt: skip
def test_an_act_is_refused_exactly_when_its_event_will_have_no_effect(
    how: str, kind: str, at: str, delivered: str | None
) -> None:
    """What is sent in time and takes effect too late is refused as it is sent, and not taken in and lost."""
    moments = dict.fromkeys(("answer", "deficiency", "withdrawal"), how)
    clause = refusal(takes_effect=moments, withdrawal="until_answer")
    payload: dict[str, Any] = {"delivered": local(delivered).isoformat()} if delivered else {}
    needed: dict[str, dict[str, Any]] = {"match-part": {"quantity": "40"}, "deficient": {"missing": ["start"]}}
    payload |= needed.get(kind, {})
    told_of = Deal(clause).received().noticed()
    event = {"match": "matched", "match-part": "matched-in-part", "decline": "declined", "waive": "waiver-given",
             "deficient": "notice-deficient", "withdraw": "withdrawn"}[kind]  # fmt: skip
    told_of.say(event, at, **payload)
    counts = told_of.record.events[-1].id in {one.id for one in told_of.offer("2025-04-15 09:00").events}
    deal = Deal(clause).received().noticed()
    try:
        done = deal.act(kind, at, **payload)
    except RefusalError as error:
        assert not counts, error
        assert len(deal.record.events) == 3
    else:
        assert counts
        later = (how == "received" and at.endswith("17:00:01")) or (how != "sent" and delivered is not None)
        assert bool(done.notes) == later, done.notes


def test_when_an_act_takes_effect_later_that_is_said() -> None:
    deal = Deal(refusal(takes_effect={"answer": "received"})).received().noticed()
    done = deal.act("match", "2025-03-25 18:00")
    assert told(done.offers[0].state, *map(str, done.notes)) == (
        "notified", "it takes effect at 2025-03-26T04:00:00Z; until then the offer stands as it did",
    )  # fmt: skip
    assert deal.state("2025-03-26 00:00") == "matched"
    late = Deal(refusal(takes_effect={"answer": "received"})).received().noticed()
    refused(late, "match", "2025-03-28 17:00:01", RefusalError,
            "refusal: it would take effect at 2025-03-31T04:00:00Z: no notice is waiting for an answer")  # fmt: skip


def test_who_acts_is_told_how_the_offer_stands_under_its_own_rights() -> None:
    deal = Deal(refusal(), refusal(id="other", holder="iris")).received().noticed()
    both = deal.act("amend", "2025-03-18 09:00", by="grace", terms={"price_usd_per_gpu_hour": "3"}).offers
    assert [offer.clause for offer in both] == ["refusal", "other"]
    own = deal.act("decline", "2025-03-18 10:00", by="iris").offers
    assert [(offer.clause, offer.state) for offer in own] == [("other", "declined")]


def test_a_notice_goes_to_those_who_have_none_of_these_terms() -> None:
    deal = Deal(refusal(), refusal(id="other", holder="iris"), refusal(id="third", holder="juno")).received()
    deal.act("notify", "2025-03-14 09:00", clause="other")
    given = deal.act("notify", "2025-03-17 09:00", key="n").fields
    assert [(line["id"], line["clause"]) for line in given] == [("n", "refusal"), ("n-2", "third")]
    assert deal.act("notify", "2025-03-17 10:00", key="n").fields == ()
    deal.record = Record(deal.record.events[:-1])
    again = deal.act("notify", "2025-03-17 10:00", key="n").fields
    assert [(line["id"], line["clause"]) for line in again] == [("n-2", "third")]
    refused(deal, "notify", "2025-03-18 09:00", RefusalError, "notice of these terms was given already")
    deal.act("amend", "2025-03-18 10:00", terms={"price_usd_per_gpu_hour": "3"})
    assert len(deal.act("notify", "2025-03-18 11:00").fields) == 3, "amended terms are put to everybody"


def test_an_offer_of_which_one_sees_only_ones_own_word_is_not_there() -> None:
    deal = Deal().say("matched", "2025-03-10 09:00", by="iris")
    refused(deal, "match", "2025-03-12 09:00", NotFound, "offer 'o' is not on the record")
    deal.received("2025-03-14 09:00")
    refused(deal, "match", "2025-03-12 09:00", RefusalError, "was made on 2025-03-14")
