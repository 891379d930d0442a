"""What a notice must say, and what follows where it does not."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.notice_content import lacking_of, missing, notice_items
from firstcall.refusal.due import everything_due

SITE = {"notice": {"required": ["price", "site"]}}


def test_an_incomplete_notice_is_without_effect_unless_it_is_entered_as_such() -> None:
    deal = Deal(refusal(**SITE)).received().noticed()
    found = deal.offer("2025-12-31 09:00")
    assert told(found.state, str(found.without_effect[0].reason)) == (
        "received", "a notice of offer 'o' would be incomplete: site missing")  # fmt: skip


@pytest.mark.parametrize("fields", [{"window": {"n": "10", "anchor": "complete"}}, {"incomplete": "no_clock"}])
def test_an_incomplete_notice_starts_no_clock_where_the_clause_says_so(fields: dict[str, object]) -> None:
    deal = Deal(refusal(**SITE, **fields)).received().noticed(incomplete=True)
    assert told(deal.state("2025-12-31 09:00"), deal.offer("2025-12-31 09:00").lacked) == ("received", ("site",))
    deal.noticed("2025-04-01 09:00", supplies=["site"])
    assert told(deal.state("2025-04-15 17:00"), deal.state("2025-04-15 17:00:01")) == ("notified", "lapsed")


def test_silence_cures_an_incomplete_notice_and_the_window_runs_from_the_end_of_the_days_to_object() -> None:
    deal = Deal(refusal(**SITE)).received().noticed(incomplete=True)
    assert told(deal.state("2025-04-04 17:00"), deal.state("2025-04-04 17:00:01")) == ("notified", "lapsed")
    assert deal.offer("2025-05-01 09:00").lacked == ("site",)
    objected = Deal(refusal(**SITE)).received().noticed(incomplete=True)
    objected.say("notice-deficient", "2025-03-20 09:00", missing=["site"])
    assert objected.state("2025-12-31 09:00") == "received"
    answer = next(d for d in everything_due(deal.position("2025-03-24 09:00")) if d.what == "answer")
    assert told(answer.by, answer.lacked) == (local("2025-04-04 17:00"), ("site",))


def test_what_the_notice_itself_states_is_there() -> None:
    assert Deal(refusal(**SITE)).received().noticed(states=["site"]).state("2025-03-17 09:00") == "notified"


REQUIRED = ("third_party", "quantity", "price", "terms", "workloads", "copy", "site", "region", "start", "prepayment")
MARKS = ("named", "written", "unaffiliated", "funded", "binding")


LINE = {"id": "a", "stream": "offer:o", "seq": 1, "hash": "0" * 64, "at": "2025-03-10T09:00:00Z", "offer": "o",
        "recorded": "2025-03-10T09:00:00Z", "by": "grace", "entered_by": "a test", "quantity": "8"}  # fmt: skip


@settings(max_examples=50)
@given(st.data())
def test_what_is_lacking_is_what_the_list_finds_missing(data: st.DataObject) -> None:
    def some(names: tuple[str, ...]) -> list[str]:
        return data.draw(st.lists(st.sampled_from(names), unique=True))

    notice = {"required": some(REQUIRED), "third_party": data.draw(st.sampled_from(["named", "withheld"]))}
    package = data.draw(st.sampled_from(["allocated_part", "appraised", "not_allowed", "whole"]))
    clause = FirstRefusal.model_validate(refusal(notice=notice, bona_fide=some(MARKS), package=package))
    terms = dict.fromkeys(some(("price_usd_per_gpu_hour", "start", "package", "allocated_price_usd", "site")), "5")
    about = {**LINE, "workloads": some(("training", "serving")), "dimensions": {"region": "east"}}
    made: OfferReceived | CapacityRequested
    if data.draw(st.booleans()):
        made = CapacityRequested.model_validate({**about, "type": "capacity-requested"})
    else:
        offered = {"type": "offer-received", "provider": "rival", "terms": terms, "bona_fide": some(MARKS)}
        made = OfferReceived.model_validate({**about, **offered})
    quantity, states = data.draw(st.sampled_from([None, Decimal(8)])), tuple(some(REQUIRED))
    found = lacking_of(clause, made, quantity, terms, states)
    assert found == missing(notice_items(clause, made, quantity, terms, states))
