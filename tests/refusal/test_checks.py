"""What an act must say before the record is asked; a failure waits for its day, and needs one."""

from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.errors import NotFound, QuestionError, RefusalError


def matched(**fields: object) -> Deal:
    deal = Deal(refusal(**fields)).received().noticed()
    deal.act("match", "2025-03-18 09:00")
    return deal


def test_a_failure_to_sign_waits_for_its_day() -> None:
    deal = matched(failure={"sign_within": "5"})
    with pytest.raises(RefusalError, match="'halcyon' has until 2025-03-23T21:00:00Z to sign"):
        deal.act("fail", "2025-03-20 09:00", to="sign")
    deal.act("fail", "2025-03-24 09:00", to="sign")
    assert deal.state("2025-03-24 09:00") == "released"


def test_where_nothing_sets_a_day_nothing_can_have_failed() -> None:
    with pytest.raises(RefusalError, match="no clause sets a day to sign or deliver by, so nothing can have failed"):
        matched().act("fail", "2026-03-20 09:00")


def test_a_missing_piece_needs_no_whole_notice() -> None:
    deal = Deal(refusal(notice={"required": ["start"]}, window={"n": "10", "anchor": "complete"})).received()
    deal.noticed(incomplete=True)
    assert deal.state("2025-12-31 09:00") == "received"
    deal.act("notify", "2025-03-18 09:00", supplies=["start"])
    runs = deal.offer("2025-03-19 09:00").runs
    assert runs is not None and runs.completed == local("2025-03-18 09:00")
    assert deal.state("2025-04-01 17:00") == "notified"
    assert deal.state("2025-04-01 17:00:01") == "lapsed"


def test_an_offer_is_in_the_unit_of_the_rights_and_other_clauses_have_none() -> None:
    home = {"id": "home", "type": "exclusivity", "holder": "halcyon", "at": ["halcyon-cloud"]}
    deal = Deal(refusal(parts={"unit": "MW"}), home)
    with pytest.raises(RefusalError, match="refusal: the offer is in GPUs"):
        deal.act("receive", "2025-03-10 09:00", provider="rival", quantity="5", unit="GPUs")
    deal.act("receive", "2025-03-10 09:00", provider="rival", quantity="5", unit="MW")
    assert deal.offer("2025-03-10 09:00").unit == "MW"


def test_an_amendment_in_another_currency_is_refused() -> None:
    deal = Deal(refusal(currency="USD")).received()
    with pytest.raises(RefusalError, match="refusal: 'price_eur' is in EUR"):
        deal.act("amend", "2025-03-18 09:00", terms={"price_eur": "2"})
    deal.act("amend", "2025-03-18 09:00", quantity="50")
    assert deal.offer("2025-03-18 09:00").quantity == 50, "a quantity is in no currency"


def test_a_value_that_is_not_declared_is_answered_with_what_is() -> None:
    """The values of its dimension; the dimensions, where that is not one; that there is none, where there is none."""
    some = {"workloads": ["training"], "dimensions": {"region": ["east", "west"]}}
    none = {"workloads": ["training"]}
    for words, dimension, value, fix in (
        (some, "region", "moon", "use one of: east, west"), (some, "chip", "H100", "use one of: region"),
        (none, "chip", "H100", "there is no dimension to choose from"),
    ):  # fmt: skip
        with pytest.raises(QuestionError, match=f"'{dimension}={value}' is not declared") as refused:
            Deal(definitions=words).act(
                "receive", "2025-03-10 09:00", provider="rival", quantity="5", dimensions={dimension: value}
            )
        assert str(refused.value.fix) == fix


def test_what_arrived_before_it_was_sent_is_refused_under_the_clause_that_it_names() -> None:
    deal = Deal().received()
    with pytest.raises(RefusalError, match=r"^refusal: .*2025-03-14T16:00:00Z"):
        deal.act("notify", "2025-03-14 16:59", clause="refusal", delivered="2025-03-14T12:00:00-04:00")
    deal.act("notify", "2025-03-14 16:59", clause="refusal", delivered="2025-03-14T16:59:00-04:00")
    assert deal.state("2025-03-14 17:00") == "notified", "at once is not before"


def test_where_no_offer_is_on_record_none_is_proposed() -> None:
    with pytest.raises(NotFound) as refused:
        Deal().act("notify", "2025-03-14 16:59")
    assert str(refused.value.fix) == "there is no offer to choose from"


def test_what_was_taken_back_before_it_was_sent_is_refused_though_no_right_looks_at_it() -> None:
    deal = Deal(refusal(scope={"age": "new", "region": ["east"]})).received(dimensions={"region": "west"})
    with pytest.raises(RefusalError, match=r"^it arrived at 2025-03-14T16:00:00Z, before it was sent"):
        deal.act("withdraw", "2025-03-14 16:59", delivered="2025-03-14T12:00:00-04:00")
    assert len(deal.record.events) == 2


def test_a_requirement_is_in_the_words_and_the_unit_of_the_rights_too() -> None:
    deal = Deal(refusal(trigger="requirement", parts={"unit": "MW"}))
    with pytest.raises(QuestionError, match="'region=moon' is not declared"):
        deal.act("request", "2025-03-10 09:00", quantity="5", unit="MW", dimensions={"region": "moon"})
    with pytest.raises(RefusalError, match="refusal: the offer is in GPUs") as refused:
        deal.act("request", "2025-03-10 09:00", quantity="5", unit="GPUs")
    assert str(refused.value.fix) == "state it as the clause does"
    assert deal.act("request", "2025-03-10 09:00", quantity="5", unit="MW").fields


def test_the_unit_of_a_right_that_an_offer_does_not_concern_is_none_of_its_own() -> None:
    east = refusal(id="east", scope={"age": "new", "region": ["east"]}, parts={"unit": "GPUs"})
    deal = Deal(east, refusal(scope={"age": "new", "region": ["west"]}, parts={"unit": "MW"}))
    west: dict[str, Any] = {
        "provider": "rival",
        "mode": "third_party",
        "quantity": "5",
        "dimensions": {"region": "west"},
    }
    with pytest.raises(RefusalError, match="refusal: the offer is in GPUs"):
        deal.act("receive", "2025-03-10 09:00", unit="GPUs", **west)
    assert deal.act("receive", "2025-03-10 09:00", unit="MW", **west).fields


def test_an_amendment_s_currency_is_mended_as_the_clause_has_it_and_terms_alone_amend() -> None:
    deal = Deal(refusal(currency="USD")).received()
    with pytest.raises(RefusalError) as refused:
        deal.act("amend", "2025-03-18 09:00", terms={"price_eur": "2"})
    assert str(refused.value.fix) == "state it as the clause does"
    with pytest.raises(QuestionError, match="amend: nothing changes") as empty:
        deal.act("amend", "2025-03-18 09:00", terms={})
    assert str(empty.value.fix) == "give --term NAME=VALUE or --quantity N"
    assert deal.act("amend", "2025-03-18 09:00", terms={"term_months": "48"}).fields
