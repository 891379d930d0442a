"""A right as its clause stood on a day: in whose zone it counts, and when it speaks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.refusal.deal import Deal, agreement_of, local, refusal, told

from firstcall.agreement.terms import terms
from firstcall.deadlines import Toll
from firstcall.record.events.offer import NoticeGiven
from firstcall.record.offers.right import NextNotice, NoticeRun, Purchase, Right, Sending, closes_of, right_in


def test_the_holders_zone_counts_unless_the_clause_names_one() -> None:
    parties = {"grace": {"name": "Grace", "role": "grantor"},
               "halcyon": {"name": "Halcyon", "role": "holder", "timezone": "Asia/Tokyo"}}  # fmt: skip
    providers = {"rival": {"operator": "third_party"}}
    at = local("2025-03-10 09:00")
    for window, key in (({"n": "5"}, "Asia/Tokyo"), ({"n": "5", "timezone": "Europe/Berlin"}, "Europe/Berlin")):
        agreement = agreement_of(refusal(window=window), parties=parties, providers=providers)
        right = right_in(terms(agreement, at), "refusal")
        assert right is not None and right.rules.zone.key == key and right.grantor_zone.key == "America/New_York"


def test_a_right_speaks_from_its_since_to_its_until_and_within_the_term() -> None:
    def there(on: str, *clauses: dict[str, Any]) -> bool:
        at = local(on)
        return right_in(terms(agreement_of(*clauses), at), "refusal", "halcyon", at) is not None

    until = refusal(until="2025-03-10")
    assert there("2025-03-10 23:59", until) and not there("2025-03-11 00:00", until)
    assert not there("2024-02-01 09:00", refusal(since="2025-01-01"))
    term = {"id": "term", "type": "term", "until": "2025-03-10"}
    assert there("2025-03-10 23:59", refusal(), term) and not there("2025-03-11 00:00", refusal(), term)
    assert there("2025-03-11 00:00", refusal(), term | {"survives": ["refusal"]})
    at = local("2025-03-10 09:00")
    assert right_in(terms(agreement_of(refusal()), at), "refusal", "iris") is None
    assert right_in(terms(agreement_of(refusal()), at), "nothing") is None


def test_what_was_bought_of_a_provider_within_a_year_counts_together_against_a_floor() -> None:
    right = right_in(terms(agreement_of(refusal(quantity_floor="50")), local("2025-03-10 09:00")), "refusal")
    assert right is not None and right.below_floor("rival", Decimal("49.9"), local("2025-03-10 09:00")) is not None
    bought = (Purchase(local("2024-03-10 09:00"), "rival", Decimal(30), None),
              Purchase(local("2024-03-10 09:00:01"), "rival", Decimal(20), None),
              Purchase(local("2025-01-10 09:00"), "rival", Decimal(9), "o"),
              Purchase(local("2025-01-10 09:00"), "other-rival", Decimal(40), "p"))  # fmt: skip
    right = replace(right, purchases=bought)
    now = local("2025-03-10 09:00")
    assert [right.bought("rival", now), right.bought("rival", now, "o"), right.bought("other-rival", now)] == [
        29,
        20,
        40,
    ]
    assert str(right.below_floor("rival", Decimal("20.9"), now)) == "below the floor of 50"
    assert right.below_floor("rival", Decimal(21), now) is None
    assert str(right.lifted_to_floor("rival", Decimal(21), Decimal(29))) == (
        "with the 29 bought of rival within a year it is not below the floor of 50"
    )
    assert right.lifted_to_floor("rival", Decimal("20.9"), Decimal(29)) is None, "it does not reach the floor"
    assert right.lifted_to_floor("rival", Decimal(50), Decimal(29)) is None, "it reaches the floor by itself"


def test_before_the_opening_hour_nothing_is_received() -> None:
    agreement = agreement_of(refusal(window={"n": "10", "opening": "09:00"}))
    right = right_in(terms(agreement, local("2025-03-10 09:00")), "refusal")
    assert right is not None and right.rules.opening is not None
    assert right.takes_effect("received", local("2025-03-12 06:00"), None) == local("2025-03-12 09:00")
    assert right.takes_effect("delivered", local("2025-03-12 06:00"), local("2025-03-12 07:00")) == local(
        "2025-03-12 07:00"
    )


def test_the_time_to_object_counts_from_receipt() -> None:
    right = Deal().received().noticed().offer("2025-03-18 09:00").right
    assert right is not None
    assert right.deficiency_closes(local("2025-03-14 17:01")) == local("2025-03-24 17:00")


def right_of(*clauses: dict[str, Any], at: str = "2025-03-10 09:00", **fields: Any) -> Right:
    """The right as it stands on a day."""
    found = right_in(terms(agreement_of(*clauses, **fields), local(at)), "refusal")
    assert found is not None
    return found


def closes(right: Right, sent: str, again: bool = False, said: dict[Any, str] | None = None) -> list[str]:
    """The end of each tier's window, in the holder's zone."""
    given = {who: local(at) for who, at in (said or {}).items()}
    found = right.closes(local(sent), local(sent), None, (), again=again, said=given)
    assert found is not None
    return [at.astimezone(right.rules.zone).isoformat(sep=" ")[:16] for at in found]


@pytest.mark.parametrize(
    ("window", "last"),
    [({"n": "10"}, "2025-03-28"), ({"n": "10", "unit": "calendar"}, "2025-03-24"),
     ({"n": "10", "anchor": "sent"}, "2025-03-28"), ({"n": "10", "count_first_day": "true"}, "2025-03-27"),
     ({"n": "8", "unit": "calendar", "roll": "true"}, "2025-03-24"), ({"n": "8", "unit": "calendar"}, "2025-03-22")],
)  # fmt: skip
def test_a_window_counts_as_its_clause_says(window: dict[str, str], last: str) -> None:
    assert closes(right_of(refusal(window=window)), "2025-03-14 09:00") == [f"{last} 17:00"]


def test_a_notice_that_offers_again_has_the_days_for_that_where_the_clause_has_some() -> None:
    for window, days in (
        ({"n": "10"}, ("2025-03-28", "2025-03-28")),
        ({"n": "10", "reoffer": "4"}, ("2025-03-28", "2025-03-20")),
    ):
        right = right_of(refusal(window=window))
        assert tuple(closes(right, "2025-03-14 09:00", again)[0][:10] for again in (False, True)) == days


def test_what_arrived_and_what_completed_a_notice_count_by_the_anchor() -> None:
    sent, arrived, completed = local("2025-03-14 09:00"), local("2025-03-17 09:00"), local("2025-03-19 09:00")
    for anchor, last in (("sent", "2025-03-28"), ("delivered", "2025-03-31"), ("received", "2025-03-31"),
                         ("complete", "2025-04-02")):  # fmt: skip
        right = right_of(refusal(window={"n": "10", "anchor": anchor}))
        assert right.closes(sent, arrived, completed, (), again=False) == (local(f"{last} 17:00"),)
    stopped = right.closes(sent, arrived, completed, (Toll(completed),), again=False)
    assert stopped is None, "no end can be named while the clock stands"


def tiers(*counts_from: str, again: bool = False) -> dict[str, Any]:
    """Halcyon and iris first, then juno, then whoever is asked again or iris' sister firm."""
    first = {"holders": [{"holder": "halcyon", "holding": "1"}, {"holder": "iris", "holding": "1"}]}
    rest = [{"holders": [{"holder": "juno", "holding": "1"}], "n": "5", "counts_from": counts_from[0]}]
    if again:
        rest.insert(0, {"then": "leftover", "n": "2"})
    return {"tiers": [first, *rest]}


@pytest.mark.parametrize(
    ("counts_from", "said", "last"),
    [
        ("last_day", {"halcyon": "2025-03-17 09:00", "iris": "2025-03-18 09:00"}, "2025-04-04 17:00"),
        ("answer", {}, "2025-04-04 17:00"), ("answer", {"halcyon": "2025-03-17 09:00"}, "2025-04-04 17:00"),
        ("answer", {"halcyon": "2025-03-17 09:00", "iris": "2025-03-18 09:00"}, "2025-03-25 17:00"),
        ("answer", {"halcyon": "2025-03-18 09:00", "iris": "2025-03-17 09:00"}, "2025-03-25 17:00"),
    ],
)  # fmt: skip
def test_a_tier_counts_from_the_last_day_before_it_or_once_all_before_have_answered_from_the_last_answer(
    counts_from: str, said: dict[str, str], last: str
) -> None:
    right = right_of(refusal(several=tiers(counts_from)))
    nobody = right.closes(local("2025-03-14 09:00"), local("2025-03-14 09:00"), None, (), again=False)
    assert nobody == (local("2025-03-28 17:00"), local("2025-04-04 17:00")), "nobody has answered"
    assert closes(right, "2025-03-14 09:00", said=said) == ["2025-03-28 17:00", last]


@pytest.mark.parametrize(
    ("counts_from", "said", "ends"),
    [
        ("last_day", {1: "2025-03-20 09:00"}, ["2025-04-01 17:00", "2025-04-08 17:00"]),
        ("answer", {}, ["2025-04-01 17:00", "2025-04-08 17:00"]),
        ("answer", {1: "2025-03-20 09:00"}, ["2025-04-01 17:00", "2025-03-27 17:00"]),
        ("answer", {"halcyon": "2025-03-17 09:00", "iris": "2025-03-18 09:00"}, ["2025-04-01 17:00",
                                                                               "2025-04-08 17:00"]),
    ],
)  # fmt: skip
def test_a_tier_after_one_that_asks_again_counts_from_when_that_round_had_its_answers(
    counts_from: str, said: dict[Any, str], ends: list[str]
) -> None:
    right = right_of(refusal(several=tiers(counts_from, again=True)))
    assert closes(right, "2025-03-14 09:00", said=said) == ["2025-03-28 17:00", *ends]


def test_the_first_tier_may_have_days_of_its_own_and_offers_again_in_those_of_a_re_offer() -> None:
    window = {"n": "10", "reoffer": "4"}
    for own, first, again in (({}, "2025-03-28", "2025-03-20"), ({"n": "3"}, "2025-03-19", "2025-03-19")):
        several = tiers("last_day")
        several["tiers"][0] = several["tiers"][0] | own
        right = right_of(refusal(window=window, several=several))
        assert [closes(right, "2025-03-14 09:00", flag)[0][:10] for flag in (False, True)] == [first, again]


def test_no_deadline_lies_past_the_end_of_a_clause_under_which_offers_do_not_go_on() -> None:
    for fields, last in (
        ({"until": "2025-03-20", "in_flight": "end"}, "2025-03-20 23:59"),
        ({"until": "2025-03-20"}, "2025-03-28 17:00"), ({"in_flight": "end"}, "2025-03-28 17:00"),
    ):  # fmt: skip
        assert closes(right_of(refusal(**fields)), "2025-03-14 09:00") == [last]
    term = {"id": "term", "type": "term", "until": "2025-03-19"}
    for own, survives, last in (({}, [], "2025-03-19 23:59"), ({"until": "2025-03-18"}, [], "2025-03-18 23:59"),
                                ({}, ["refusal"], "2025-03-28 17:00")):  # fmt: skip
        right = right_of(refusal(in_flight="end", **own), term | {"survives": survives})
        assert closes(right, "2025-03-14 09:00") == [last]


DELIVERY = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "remedy": ["termination"],
            "milestones": [{"share": "1", "within": "5"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "others", "limited"),
    [({}, (), False), ({"quantity_cap": "5"}, (), True), ({"continuing": "false"}, (), True),
     ({"failure": {"then": "release_and_terminate", "sign_within": "5"}}, (), True),
     ({"failure": {"sign_within": "5"}}, (), False), ({}, (DELIVERY,), True),
     ({}, (DELIVERY | {"remedy": ["release"]},), False)],
)  # fmt: skip
def test_what_becomes_of_one_offer_can_end_the_right_for_others_by_a_cap_once_only_or_a_failure(
    fields: dict[str, Any], others: tuple[dict[str, Any], ...], limited: bool
) -> None:
    right = right_of(refusal(**fields), *others)
    assert told(right.limited, right.grantor, [held.clause.id for held in right.deliveries]) == (
        limited, "grace", ["delivery" for _ in others])  # fmt: skip


def test_a_delivery_of_another_right_is_none_of_this_one() -> None:
    other = refusal(id="other")
    right = right_of(refusal(), other, DELIVERY | {"of": ["other"]})
    assert told(right.limited, right.deliveries) == (False, ())


def test_of_several_notices_none_ends_before_those_that_it_took_the_place_of() -> None:
    right = right_of(refusal(window={"n": "10", "reoffer": "2"}))
    first = NoticeRun(right, local("2025-03-14 09:00"), local("2025-03-14 09:00"), None, False)
    again = NoticeRun(right, local("2025-03-17 09:00"), local("2025-03-17 09:00"), None, True)
    assert closes_of((first,), (), {}) == (local("2025-03-28 17:00"),)
    assert closes_of((again,), (), {}) == (local("2025-03-19 17:00"),)
    assert closes_of((again, first), (), {}) == (local("2025-03-28 17:00"),)
    assert closes_of((again, first), (Toll(local("2025-03-18 09:00")),), {}) is None
    late = NoticeRun(right, local("2025-04-14 09:00"), local("2025-04-14 09:00"), None, True)
    assert closes_of((late, first, again), (), {}) == (local("2025-04-16 17:00"),)
    short = right_of(refusal(window={"n": "10", "reoffer": "2", "may_shorten": "true"}))
    assert closes_of((again._replace(right=short), first), (), {}) == (local("2025-03-19 17:00"),)
    shared = right_of(refusal(several=tiers("last_day")))
    both = closes_of((first._replace(right=shared), again), (), {})
    assert both == (local("2025-03-28 17:00"), local("2025-04-04 17:00")), "the one before had no second tier"
    assert closes_of((again, first._replace(right=shared)), (), {}) == (local("2025-03-28 17:00"),)
    given = NextNotice(True, (first,), (), None)
    assert given.closes(right, local("2025-03-17 09:00")) == (local("2025-03-28 17:00"),)
    assert NextNotice(True, (), ()).closes(right, local("2025-03-17 09:00")) == (local("2025-03-19 17:00"),)
    stopped = NextNotice(False, (), (Toll(local("2025-03-18 09:00"), local("2025-03-20 09:00")),))
    assert stopped.closes(right, local("2025-03-14 09:00")) == (local("2025-04-01 17:00"),)


@pytest.mark.parametrize(
    ("how", "at"), [("sent", "2025-03-14 18:00"), ("delivered", "2025-03-14 19:00"), ("received", "2025-03-17 00:00")]
)
def test_what_the_holder_sends_takes_effect_when_it_is_sent_comes_or_is_received(how: Any, at: str) -> None:
    right = right_of(refusal())
    found = right.takes_effect(how, local("2025-03-14 18:00"), local("2025-03-14 19:00"))
    assert found.astimezone(right.grantor_zone).date() == local(at).astimezone(right.grantor_zone).date()
    if how != "received":
        assert found == local(at)


def test_what_is_sent_to_the_grantor_is_received_in_its_own_zone_and_hours() -> None:
    parties = {"grace": {"name": "Grace", "role": "grantor", "timezone": "Asia/Tokyo"},
               "halcyon": {"name": "Halcyon", "role": "holder"}}  # fmt: skip
    right = right_of(refusal(window={"n": "10", "cutoff": "12:00"}), parties=parties,
                     providers={"rival": {"operator": "third_party"}})  # fmt: skip
    for sent, day in (("2025-03-12T11:59+09:00", 12), ("2025-03-12T12:01+09:00", 13)):
        assert right.takes_effect("received", local(sent), None).astimezone(right.grantor_zone).day == day


def test_a_tail_counts_its_own_days_from_its_own_anchor() -> None:
    lapsed, sent, arrived = local("2025-03-28 17:00"), local("2025-03-14 09:00"), local("2025-03-17 09:00")
    for anchor, unit, over in (("lapse", "calendar", "2025-05-08"), ("notice", "calendar", "2025-04-24"),
                               ("receipt", "calendar", "2025-04-27"), ("lapse", "business", "2025-05-24")):  # fmt: skip
        right = right_of(refusal(tail={"n": "40", "unit": unit, "anchor": anchor}))
        assert right.tail_closes(lapsed, sent, arrived) == local(f"{over} 00:00")
        alone = right.tail_closes(lapsed, None, None)
        assert alone == right.tail_closes(lapsed, lapsed, lapsed), "a freedom without notice counts from itself"


def test_the_time_to_object_has_days_of_its_own() -> None:
    for deficiency, last in (({}, "2025-03-21"), ({"n": "3"}, "2025-03-19"), ({"n": "3", "unit": "calendar"},
                                                                             "2025-03-17")):  # fmt: skip
        right = right_of(refusal(deficiency=deficiency))
        assert right.deficiency_closes(local("2025-03-14 09:00")) == local(f"{last} 17:00")


def notice(at: str, delivered: str | None = None) -> NoticeGiven:
    """A notice, as it was recorded."""
    fields = {"delivered": delivered} if delivered else {}
    (event,) = Deal().noticed(at, **fields).record.events
    assert isinstance(event, NoticeGiven)
    return event


def test_a_window_counts_from_the_notice_or_from_what_completed_or_cured_it() -> None:
    """With another anchor than completeness, silence cures at the end of the days to object; pieces count till then."""
    sent = notice("2025-03-14 09:00", "2025-03-14T10:00:00-04:00")
    piece = Sending.of(notice("2025-03-18 09:00", "2025-03-19T09:00:00-04:00"))
    at, came = local("2025-03-14 09:00"), local("2025-03-14 10:00")
    later, landed, cured = local("2025-03-18 09:00"), local("2025-03-19 09:00"), local("2025-03-21 17:00")
    for anchor in ("sent", "delivered", "received"):
        right = right_of(refusal(window={"n": "10", "anchor": anchor}))
        assert NoticeRun.of(right, sent, None, (), again=False) == (right, at, came, None, False)
        assert NoticeRun.of(right, sent, None, ("site",), again=True) == (right, cured, cured, None, True)
        assert NoticeRun.of(right, sent, piece, (), again=False) == (right, later, landed, landed, False)
        assert NoticeRun.of(right, sent, piece, ("site",), again=False) == (right, cured, cured, landed, False)
    right = right_of(refusal(window={"n": "10", "anchor": "complete"}))
    assert NoticeRun.of(right, sent, piece, (), again=True) == (right, at, came, landed, True)
    assert NoticeRun.of(right, sent, None, ("site",), again=False) == (right, at, came, None, False)


def test_of_several_sendings_the_last_to_be_sent_and_the_last_to_arrive_count_and_any_that_is_supposed() -> None:
    known = Sending.of(notice("2025-03-14 09:00", "2025-03-20T09:00:00-04:00"))
    bare = Sending.of(notice("2025-03-18 09:00"))
    assert known == (local("2025-03-14 09:00"), local("2025-03-20 09:00"), False)
    assert bare == (local("2025-03-18 09:00"), local("2025-03-18 09:00"), True)
    both = (local("2025-03-18 09:00"), local("2025-03-20 09:00"), True)
    assert Sending.of(notice("2025-03-18 09:00"), known) == both
    assert Sending.of(notice("2025-03-14 09:00", "2025-03-20T09:00:00-04:00"), bare) == both
    again = Sending.of(notice("2025-03-14 09:00", "2025-03-20T09:00:00-04:00"), known)
    assert again.supposed is False


def test_nothing_is_free_past_the_end_of_a_clause_under_which_offers_do_not_go_on() -> None:
    lapsed, end = local("2025-03-14 17:00"), local("2025-03-21 00:00")
    going_on, ending = right_of(refusal(until="2025-03-20")), right_of(refusal(until="2025-03-20", in_flight="end"))
    assert going_on.free_until(lapsed, lapsed, lapsed) == local("2025-06-13 00:00")
    assert ending.free_until(lapsed, lapsed, lapsed) == end
    short = right_of(refusal(until="2025-12-31", in_flight="end"))
    assert short.free_until(lapsed, lapsed, lapsed) == local("2025-06-13 00:00"), "its tail is over before"
    for moment, ends in (
        (end - timedelta(microseconds=2), False),
        (end - timedelta(microseconds=1), True),
        (end, True),
    ):
        assert (ending.ends_with(moment), going_on.ends_with(moment)) == (ends, False)
