"""A course that is gone on with is the course folded from its first event, whatever came since and whenever."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.oracle import small
from tests.refusal.deal import TERMS, Deal, local, refusal
from tests.verification.sound import agreement as small_agreement

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.terms import terms, versions
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.journal.supposed import suppose
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.offers.taking.courses import FoldedCourse, fold_course, go_on
from firstcall.record.position import Position, position

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
DAY = timedelta(days=1)
LIMITS: tuple[dict[str, Any], ...] = (
    {}, {"continuing": False}, {"quantity_cap": "12"}, {"quantity_floor": "15"},
    {"failure": {"sign_within": 5, "then": "release_and_terminate"}}, {"window": {"n": 5, "reoffer": 2}},
)  # fmt: skip


def plain(value: object) -> object:
    """A value without what makes two rights of one clause two objects."""
    if isinstance(value, Right):
        return value.clause, value.room, value.spent, value.ended, value.ends, value.purchases
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if hasattr(value, "__slots__") and not isinstance(value, FirstRefusal):
        return type(value).__name__, tuple(plain(getattr(value, name)) for name in type(value).__slots__)
    return value


def told(offer: Offer | None) -> object:
    return None if offer is None else tuple(plain(getattr(offer, name)) for name in Offer.__slots__)


def rights_in(agreement: Agreement) -> list[FirstRefusal]:
    texts = [terms(agreement, version.effective) for version in versions(agreement)]
    every = [held.clause for text in texts for held in text.clauses]
    return list({one.id: one for one in every if isinstance(one, FirstRefusal)}.values())


def stands(here: Position, rights: list[FirstRefusal]) -> list[object]:
    return [told(here.offer(name, right)) for name in here.offer_ids() for right in rights]


def assert_gone_on_as_folded(agreement: Agreement, whole: Record, steps: tuple[int, ...]) -> None:
    """The events come one by one to a record that is asked after each of them; each time beside one folded whole."""
    grown, rights = Record(), rights_in(agreement)
    for number, event in enumerate(whole.events, start=1):
        grown = grown.with_added((event,), {})
        for days in steps:
            at = event.at + days * DAY
            beside = Record(whole.events[:number])
            assert stands(position(agreement, grown, at), rights) == stands(position(agreement, beside, at), rights)


@given(small.cases(late=True), st.sampled_from(LIMITS), st.lists(st.integers(0, 40), max_size=3))
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_whatever_comes_and_whenever_it_is_asked(case: small.Case, limit: dict[str, Any], days: list[int]) -> None:
    for clause in case.raw["clauses"]:
        clause.update(limit if clause["type"] == "first_refusal" else {})
    assert_gone_on_as_folded(case.agreement(), case.record(), (0, *days))


@pytest.mark.parametrize("name", ["wiraksa", "gallery/power-beside", "gallery/league-tender", "gallery/share-transfer"])
def test_the_offers_of_an_example(name: str) -> None:
    folder = EXAMPLES / name
    agreement = load((folder / "agreement.yaml").read_bytes())
    record = read_record((folder / "record.jsonl").read_bytes())
    assert_gone_on_as_folded(agreement, record, (0, 1, 9, 45))


def event(kind: str, day: str, by: str = "gus", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "at": f"2024-{day}T12:00Z", "by": by, "offer": "o", **fields}


BEGUN = (
    event("offer-received", "03-04", provider="rival", quantity="9", terms={"price": "5"}),
    event("grantor-willing", "03-04"), event("notice-given", "03-05"),
)  # fmt: skip
SINCE: dict[str, tuple[tuple[dict[str, Any], ...], str]] = {
    "an answer that is entered after the lapse": (
        (event("declined", "03-08", "hal"), event("contract-signed", "04-02", contract="k", provider="rival")),
        "04-10"),
    "a match after a look at what was to come": ((event("matched", "03-09", "hal"),), "03-09"),
}  # fmt: skip


@pytest.mark.parametrize("name", SINCE)
@pytest.mark.parametrize("seen", ["03-05", "03-06", "04-10"])
def test_what_comes_to_a_record_that_was_looked_at(name: str, seen: str) -> None:
    agreement, (since, day) = small_agreement(), SINCE[name]
    rights, where = rights_in(agreement), ZoneInfo("UTC")
    before = suppose(Record(), BEGUN, where, "here")
    stands(position(agreement, before, f"2024-{seen}"), rights)
    grown = suppose(before, since, where, "here")
    beside = Record(grown.events)
    at = f"2024-{day}T13:00Z"
    assert stands(position(agreement, grown, at), rights) == stands(position(agreement, beside, at), rights)


def test_a_signing_of_the_instant_of_an_answer_counts_in_its_own_place() -> None:
    """Events of one instant count by their streams, whichever was known first."""
    agreement, where = small_agreement(), ZoneInfo("UTC")
    rights, at = rights_in(agreement), "2024-03-08T12:00Z"
    before = suppose(Record(), (*BEGUN, event("declined", "03-08", "hal")), where, "here")
    stands(position(agreement, before, at), rights)
    grown = suppose(before, (event("contract-signed", "03-08", contract="k", provider="rival"),), where, "here")
    beside = Record(grown.events)
    assert stands(position(agreement, grown, at), rights) == stands(position(agreement, beside, at), rights)


def test_a_course_tells_when_it_last_moved_and_what_has_not_taken_effect_yet() -> None:
    deal = Deal(refusal(takes_effect={"answer": "delivered"})).received().noticed()
    deal.say("matched", "2025-03-18 09:00", delivered="2025-03-19T09:00:00-04:00")
    events = deal.record.events
    right_on = deal.position("2025-03-20 09:00").right_on(deal.right(), "o")

    def folded(at: str) -> FoldedCourse:
        return fold_course("o", "refusal", "halcyon", events, right_on, local(at))

    before = folded("2025-03-09 09:00")
    assert (before.met, len(before.ahead), before.course.state) == (None, 4, None)
    waits = folded("2025-03-18 10:00")
    assert waits.met == local("2025-03-14 16:59") and [one.type for one in waits.ahead] == ["matched"]
    assert waits.at == local("2025-03-18 10:00")
    gone_on = go_on(waits, (), right_on, local("2025-03-18 12:00"))
    assert gone_on.met == local("2025-03-14 16:59") and gone_on.ahead == waits.ahead
    done = go_on(gone_on, (), right_on, local("2025-03-19 09:00"))
    assert (done.met, done.ahead, done.course.state) == (local("2025-03-19 09:00"), (), "matched")
    assert waits.course.state == "notified", "the one before stays"
    assert waits.course.holder_providers == {} and waits.course.holder == "halcyon"


def test_what_a_course_is_gone_on_with_leaves_the_one_before_as_it_was() -> None:
    """A notice of amended terms keeps the one before it aside, which comes back where that is found incomplete."""
    deal = Deal().received().noticed().say("tolled", "2025-03-17 09:00").say("terms-amended", "2025-03-18 09:00",
                                                                             terms={"term_months": "48"})  # fmt: skip
    deal.noticed("2025-03-18 10:00")
    right_on = deal.position("2025-03-20 09:00").right_on(deal.right(), "o")
    before = fold_course("o", "refusal", "halcyon", deal.record.events, right_on, local("2025-03-18 11:00"))
    seen = dict(before.course.earlier or {})
    more = Deal().received().noticed().say("tolled", "2025-03-17 09:00").say("terms-amended", "2025-03-18 09:00",
                                                                             terms={"term_months": "48"})  # fmt: skip
    more.noticed("2025-03-18 10:00").say("notice-deficient", "2025-03-19 09:00", missing=["start"])
    since = more.record.events[-1:]
    for _ in range(2):
        after = go_on(before, since, right_on, local("2025-03-20 09:00")).course
        assert (after.state, after.noticed, after.renewal_lacked) == ("notified", TERMS, ("start",))
    assert before.course.earlier == seen and before.course.state == "notified"
