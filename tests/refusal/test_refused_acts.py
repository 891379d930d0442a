"""What an act is refused for, word by word, whom it is about, and what its event says."""

from typing import Any

import pytest
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.errors import ConflictError, FirstcallError, NotFound, QuestionError, RefusalError
from firstcall.refusal.acts import Act
from firstcall.refusal.perform import perform

EAST = refusal(id="east", scope={"age": "new", "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "region": ["west"]})
PROOF: dict[str, Any] = {"ground": "force_majeure", "evidence": {"file": "f", "sha256": "0" * 64}}
WHOLE: dict[str, Any] = {"provider": "rival", "contract": "k", "tranches": [{"quantity": "100"}]}


def both(*more: dict[str, Any]) -> Deal:
    """An offer that two rights of different holders concern, under notice of both."""
    return Deal(EAST, WEST, *more).received().noticed(clause="east").noticed(clause="west")


def outside() -> Deal:
    """An offer that no right concerns."""
    return Deal(EAST).received(dimensions={"region": "west"})


def why(deal: Deal, kind: str, at: str, wanted: type[FirstcallError], **act: Any) -> tuple[str, str]:
    """Why an act is refused, and what would help."""
    before = [event.hash for event in deal.record.events]
    with pytest.raises(wanted) as refused:
        deal.act(kind, at, **act)
    assert [event.hash for event in deal.record.events] == before
    said, _, fix = str(refused.value).partition("\n  fix: ")
    return said, fix


@pytest.mark.parametrize(
    ("kind", "at", "wanted", "act", "said", "fix"),
    [
        ("decline", "2025-03-18 09:00", RefusalError, {"now": "2025-03-17 09:00"},
         "decline is dated 2025-03-18T13:00:00Z, after now (2025-03-17T13:00:00Z)", "enter it when it has happened"),
        ("decline", "2025-03-01 09:00", RefusalError, {},
         "offer 'o' was made on 2025-03-10T13:00:00Z, after the act's own 2025-03-01T14:00:00Z",
         "check the date of the act"),
        ("decline", "2025-03-01 09:00", RefusalError, {"clause": "refusal"},
         "refusal: offer 'o' was made on 2025-03-10T13:00:00Z, after the act's own 2025-03-01T14:00:00Z",
         "check the date of the act"),
        ("decline", "2025-03-18 09:00", NotFound, {"offer": "letter"}, "offer 'letter' is not on the record",
         "use one of: o"),
        ("waive", "2025-03-18 09:00", NotFound, {"contract": "kk"}, "contract 'kk' is not on the record",
         "there is no contract to choose from"),
        ("decline", "2025-03-18 09:00", NotFound, {"by": "halcyom"}, "'halcyom' is no party",
         "did you mean 'halcyon'?"),
        ("decline", "2025-03-18 09:00", RefusalError, {"by": "grace"}, "refusal: 'grace' cannot decline offer 'o'",
         "that is for halcyon to do"),
        ("toll", "2025-03-18 09:00", RefusalError, {"by": "iris"}, "refusal: 'iris' cannot toll offer 'o'",
         "that is for grace or halcyon to do"),
        ("toll", "2025-03-18 09:00", QuestionError, {}, "toll: several parties could do this",
         "say --as grace or --as halcyon"),
        ("receive", "2025-03-18 09:00", RefusalError, {"provider": "rival", "quantity": "5", "unit": "MW"},
         "refusal: the offer was received already; changed terms are an amendment", ""),
        ("match", "2025-03-28 17:00:01", RefusalError, {}, "refusal: no notice is waiting for an answer", ""),
    ],
)  # fmt: skip
def test_a_refusal_names_what_was_asked_and_what_would_help(
    kind: str, at: str, wanted: type[FirstcallError], act: dict[str, Any], said: str, fix: str
) -> None:
    told_why, told_fix = why(Deal().received().noticed(), kind, at, wanted, **act)
    assert told_why == said
    assert told_fix == fix or (told_fix and not fix)


@pytest.mark.parametrize("kind", ["notify", "deficient", "match", "match-part", "decline", "deliver", "fail", "waive",
                                  "toll", "resume"])  # fmt: skip
@pytest.mark.parametrize("by", [None, "grace", "halcyon"])
def test_what_is_done_under_a_right_is_refused_where_no_right_concerns_the_offer(kind: str, by: str | None) -> None:
    assert why(outside(), kind, "2025-03-18 09:00", RefusalError, by=by) == (
        "no right of first refusal concerns offer 'o' on that day", "nothing is to be done",
    )  # fmt: skip


def test_a_contract_of_an_offer_that_no_right_concerns_needs_no_waiver() -> None:
    deal = outside().signed("2025-03-12 09:00", "100")
    assert why(deal, "waive", "2025-03-18 09:00", RefusalError, contract="k") == (
        "no right of first refusal concerns offer 'o' on that day", "nothing is to be done",
    )  # fmt: skip


def test_what_is_done_about_an_offer_itself_is_entered_though_no_right_concerns_it() -> None:
    deal = outside()
    acts: tuple[tuple[str, dict[str, Any]], ...] = (("amend", {"terms": {"term_months": "48"}}), ("withdraw", {}))
    for kind, payload in acts:
        (line,) = deal.act(kind, "2025-03-18 09:00", **payload).fields
        assert told(line["by"], line.get("clause")) == ("grace", None)
    fresh = Deal(EAST).say("offer-received", "2025-03-10 09:00", provider="rival", dimensions={"region": "west"})
    assert len(fresh.act("willing", "2025-03-18 09:00").fields) == 1
    assert why(fresh, "willing", "2025-03-18 10:00", RefusalError, by="halcyon") == (
        "'halcyon' cannot willing offer 'o'", "that is for grace to do",
    )  # fmt: skip


def test_what_is_done_about_an_offer_itself_is_one_event_whatever_rights_concern_it() -> None:
    deal = Deal(EAST, WEST).say("offer-received", "2025-03-10 09:00", provider="rival", quantity="100", unit="MW",
                                mode="third_party", terms={"price": "2"})  # fmt: skip
    for kind, payload in (("willing", {}), ("amend", {"quantity": "90"}), ("withdraw", {})):
        (line,) = deal.act(kind, "2025-03-12 09:00", **payload).fields
        assert "clause" not in line


def test_an_answer_by_one_of_several_holders_is_about_its_own_right_and_one_by_nobody_asks_which() -> None:
    deal = both()
    (line,) = deal.act("decline", "2025-03-18 09:00", by="iris").fields
    assert told(line["by"], line["clause"]) == ("iris", "west")
    assert why(deal, "decline", "2025-03-18 09:00", QuestionError) == (
        "decline: several parties could do this", "say --as halcyon or --as iris",
    )  # fmt: skip
    two = Deal(EAST, refusal(id="all", scope={"age": "new"})).received().noticed(clause="east").noticed(clause="all")
    assert why(two, "decline", "2025-03-18 09:00", QuestionError) == (
        "decline: the offer concerns several rights", "say --clause east or --clause all",
    )  # fmt: skip
    three = refusal(id="third", scope={"age": "new"})
    many = Deal(EAST, refusal(id="all", scope={"age": "new"}), three).received()
    assert why(many, "decline", "2025-03-18 09:00", QuestionError)[0] == "decline: the offer concerns several rights"


def test_a_stop_that_a_holder_asks_for_is_about_its_own_right_alone() -> None:
    deal = both()
    assert [line["clause"] for line in deal.act("toll", "2025-03-18 09:00", by="halcyon").fields] == ["east"]
    assert [line["clause"] for line in deal.act("toll", "2025-03-18 09:00", by="grace").fields] == ["east", "west"]
    assert [deal.offer("2025-03-19 09:00", clause=name).window_closes is None for name in ("east", "west")] == [
        True, False,
    ]  # fmt: skip


def test_a_holder_may_own_up_to_its_failure() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"})).received().noticed().say("matched", "2025-03-18 09:00")
    (line,) = deal.act("fail", "2025-03-25 09:00", by="halcyon").fields
    assert line["by"] == "halcyon"


def test_a_signing_is_cleared_by_every_right_that_it_concerns_whichever_is_named() -> None:
    for named in (None, "west", "east"):
        deal = both().say("declined", "2025-03-18 09:00", by="iris", clause="west")
        said, _ = why(deal, "sign", "2025-03-19 09:00", RefusalError, clause=named, **WHOLE)
        assert said.startswith("east: the signing was not cleared")


def test_a_contract_is_signed_once() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    part: dict[str, Any] = {"provider": "rival", "contract": "k", "tranches": [{"quantity": "40"}]}
    deal.act("sign", "2025-04-01 09:00", **part)
    for named in (None, "refusal"):
        assert why(deal, "sign", "2025-04-02 09:00", RefusalError, clause=named, **part) == (
            f"{'refusal: ' if named else ''}contract 'k' is signed already", "give a further contract its own id",
        )  # fmt: skip
    assert deal.act("sign", "2025-04-02 09:00", **{**part, "contract": "k2"}).fields


def test_an_act_that_counts_under_one_right_is_entered_though_another_has_no_use_for_it() -> None:
    deal = both().say("matched", "2025-03-18 09:00", by="iris", clause="west")
    deal.say("tolled", "2025-03-18 10:00", clause="west", by="grace", **PROOF)
    done = deal.act("toll", "2025-03-19 09:00", by="grace", **PROOF)
    assert [line["clause"] for line in done.fields] == ["east", "west"]
    east, west = done.offers
    assert told(len(east.tolls), len(west.tolls)) == (1, 0)


def test_a_key_is_of_one_kind_of_act_about_one_offer_and_says_of_which() -> None:
    deal = Deal().received().noticed()
    deal.act("decline", "2025-03-18 09:00", key="letter")
    assert why(deal, "match", "2025-03-18 09:00", ConflictError, key="letter") == (
        "'letter' is the key of another act (declined of 2025-03-18T13:00:00Z)", "give each act its own key",
    )  # fmt: skip


def test_a_waiver_of_a_contract_repeated_with_its_key_changes_nothing() -> None:
    deal = Deal().received().signed("2025-03-12 09:00")
    (line,) = deal.act("waive", "2025-03-13 09:00", contract="k", key="w").fields
    assert told(line["contract"], line.get("offer"), line["clause"], line["by"]) == ("k", None, "refusal", "halcyon")
    again = deal.act("waive", "2025-03-13 09:00", contract="k", key="w")
    assert told(again.fields, [str(note) for note in again.notes]) == (
        (), ["performed before as event w; nothing was changed"],
    )  # fmt: skip


def test_a_waiver_of_an_offer_names_it() -> None:
    (line,) = Deal().received().act("waive", "2025-03-13 09:00").fields
    assert told(line["offer"], line["by"]) == ("o", "halcyon")


def test_a_waiver_of_a_contract_that_was_cleared_says_nothing_of_its_provider() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.act("sign", "2025-04-01 09:00", **WHOLE)
    assert deal.act("waive", "2025-04-02 09:00", contract="k").notes == ()


def test_the_key_of_another_act_is_not_taken_for_what_an_act_left_undone() -> None:
    """The event of a second right is called after the key; where that name is taken, nothing is entered."""
    deal = Deal(EAST, WEST).received()
    deal.say("terms-amended", "2025-03-11 09:00", terms={"term_months": "48"}, id="letter-2")
    before = deal.record
    with pytest.raises(FirstcallError, match="letter-2"):
        deal.act("notify", "2025-03-14 16:59", key="letter")
    assert deal.record == before


def test_an_event_says_who_entered_it_when_and_with_what() -> None:
    deal = Deal().received().noticed()
    evidence = {"file": "letter.pdf", "sha256": "0" * 64}
    act = Act("decline", "o", local("2025-03-18 09:00"), payload={}, note="by post", evidence=evidence,
              signatory="A. Holder")  # fmt: skip
    done = perform(deal.agreement, deal.record, act, now=local("2025-03-19 10:00"), id="letter", entered_by="a clerk")
    assert done.fields == ({
        "id": "letter", "type": "declined", "at": "2025-03-18T13:00:00+00:00", "recorded": "2025-03-19T14:00:00+00:00",
        "by": "halcyon", "entered_by": "a clerk", "signatory": "A. Holder", "evidence": evidence, "note": "by post",
        "offer": "o", "clause": "refusal",
    },)  # fmt: skip


def test_an_act_takes_effect_as_the_right_says_that_it_is_about() -> None:
    """Under the other right answers would count as they are received, on the next day of business."""
    late = {**EAST, "takes_effect": {"answer": "received", "withdrawal": "received"}, "withdrawal": "until_answer"}
    deal = Deal(late, {**WEST, "withdrawal": "until_answer"}).received()
    deal.noticed(clause="east").noticed(clause="west")
    assert deal.act("decline", "2025-03-18 18:00", by="iris").notes == ()
    waits = ["it takes effect at 2025-03-19T04:00:00Z; until then the offer stands as it did"]
    assert [str(note) for note in deal.act("decline", "2025-03-18 18:00", by="halcyon").notes] == waits
    other = Deal(late, {**WEST, "withdrawal": "until_answer"}).received()
    other.noticed(clause="east").noticed(clause="west")
    done = other.act("withdraw", "2025-03-18 18:00")
    assert [str(note) for note in done.notes] == waits, "the latest of both"
    assert [offer.state for offer in done.offers] == ["notified", "notified"] or done.offers[0].state == "notified"


def test_what_a_late_entry_changes_is_told_event_by_event_and_right_by_right() -> None:
    deal = both()
    for name, by in (("east", "halcyon"), ("west", "iris")):
        deal.say("matched", "2025-03-20 09:00", clause=name, by=by, id=f"match-{name}")
    done = deal.act("decline", "2025-03-19 09:00", by="iris", now="2025-05-01 09:00")
    assert [str(note) for note in done.notes] == [
        "event match-west (matched), entered before, now changes nothing under west"
    ]
    unnoticed = Deal(EAST, WEST).received()
    for name, by in (("east", "halcyon"), ("west", "iris")):
        unnoticed.say("declined", "2025-03-20 09:00", clause=name, by=by, id=f"no-{name}")
    unnoticed.signed("2025-04-01 09:00", "100")
    done = unnoticed.act("notify", "2025-03-14 16:59", now="2025-05-01 09:00")
    assert [str(note) for note in done.notes] == [
        said
        for name in ("east", "west")
        for said in (
            f"event no-{name} (declined), entered before, now counts under {name}",
            f"event e5 (contract-signed), entered before, now counts under {name}: the signing is cleared in hindsight",
        )
    ]
