"""Tails tried against windows on every day, by a second count of days."""

from datetime import date, datetime, timedelta

import pytest
from tests.oracle.slow_days import Desk
from tests.refusal.deal import NEW_YORK, agreement_of, local, refusal

from firstcall.agreement.check.worst_days import shortest, worst_day
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.terms import terms
from firstcall.errors import AgreementError

LIFE = {"id": "term", "type": "term", "until": "2027-12-31"}


@pytest.mark.parametrize(
    ("window", "tail"),
    [
        ({"n": "20", "unit": "calendar", "roll": "true"}, {"n": "21", "unit": "calendar", "anchor": "receipt"}),
        ({"n": "30", "unit": "calendar"}, {"n": "31", "unit": "calendar", "anchor": "notice"}),
        ({"n": "10"}, {"n": "15", "unit": "calendar", "anchor": "notice"}),
    ],
)
def test_a_tail_that_the_calendar_shortens_is_told_with_its_worst_day(
    window: dict[str, str], tail: dict[str, str]
) -> None:
    with pytest.raises(AgreementError, match="is over before or with the time to answer: of a notice that comes on 20"):
        agreement_of(refusal(window=window, tail=tail), LIFE)


def test_the_day_named_is_one_on_which_the_second_count_agrees() -> None:
    agreement = agreement_of(refusal(tail={"n": "90"}), LIFE)
    clause = agreement.clauses[0]
    assert isinstance(clause, FirstRefusal)
    changed = FirstRefusal.model_validate(clause.model_dump(mode="json") | {
        "window": {"n": "10"}, "tail": {"n": "15", "unit": "calendar", "anchor": "notice"}})  # fmt: skip
    worst = worst_day(changed, terms(agreement, local("2025-01-01 00:00")))
    assert worst is not None
    desk = Desk(NEW_YORK, "US", frozenset())
    end = desk.window_end({"unit": "business", "anchor": "received"}, 10, worst.sent, worst.sent, [])
    assert desk.local_day(end) == worst.window_ends
    assert desk.tail_over({"n": "15", "unit": "calendar"}, desk.local_day(worst.sent)) <= end


def test_a_tail_that_is_surely_longer_is_not_searched() -> None:
    agreement = agreement_of(refusal(tail={"n": "90", "anchor": "notice"}), LIFE)
    clause = agreement.clauses[0]
    assert isinstance(clause, FirstRefusal)
    assert worst_day(clause, terms(agreement, local("2025-01-01 00:00"))) is None


def test_days_that_the_agreement_closes_itself_are_searched_too() -> None:
    closed = [f"2025-07-{day:02}" for day in range(1, 32)]
    right = refusal(window={"n": "10"}, tail={"n": "45", "unit": "calendar", "anchor": "receipt"})
    assert agreement_of(right, LIFE).clauses
    with pytest.raises(AgreementError, match="of a notice that comes on 2025-06-"):
        agreement_of(right, LIFE, closures=closed)


def test_a_week_of_few_business_days_is_searched_too() -> None:
    right = refusal(window={"n": "10"}, tail={"n": "45", "unit": "calendar", "anchor": "notice"})
    week = ["wednesday", "thursday", "friday", "saturday", "sunday"]
    with pytest.raises(AgreementError, match="is over before or with the time to answer"):
        agreement_of(right, LIFE, calendar={"country": "US", "weekend": week})


@pytest.mark.parametrize(
    ("days", "tail", "over"), [({"n": "30"}, "45", True), ({"n": "2"}, "25", False), ({}, "25", True)]
)
def test_the_days_of_every_tier_are_counted_one_after_another(days: dict[str, str], tail: str, over: bool) -> None:
    tiers = [{"holders": [{"holder": "halcyon", "holding": "1"}]}, {"holders": [{"holder": "iris", "holding": "1"}]}]
    right = refusal(several={"tiers": [tiers[0], {**tiers[1], **days}]}, window={"n": "10"},
                    tail={"n": tail, "unit": "calendar", "anchor": "notice"})  # fmt: skip
    if over:
        with pytest.raises(AgreementError, match="is over before or with the time to answer"):
            agreement_of(right, LIFE)
    else:
        assert agreement_of(right, LIFE).clauses


def test_the_days_named_are_those_of_the_second_count_and_none_is_worse() -> None:
    agreement = agreement_of(refusal(tail={"n": "90"}), {**LIFE, "until": "2025-12-31"})
    clause = agreement.clauses[0]
    assert isinstance(clause, FirstRefusal)
    changed = FirstRefusal.model_validate(clause.model_dump(mode="json") | {
        "window": {"n": "10"}, "tail": {"n": "15", "unit": "calendar", "anchor": "notice"}})  # fmt: skip
    worst = worst_day(changed, terms(agreement, local("2025-01-01 00:00")))
    assert worst is not None
    desk = Desk(NEW_YORK, "US", frozenset())

    def ends(sent: datetime) -> tuple[date, date]:
        window = desk.window_end({"unit": "business", "anchor": "received"}, 10, sent, sent, [])
        over = desk.tail_over({"n": "15", "unit": "calendar"}, desk.local_day(sent))
        return desk.local_day(window), desk.local_day(over) - timedelta(days=1)

    assert (worst.window_ends, worst.tail_ends) == ends(worst.sent)
    margin = (worst.tail_ends - worst.window_ends).days
    for number in range(366):
        window_ends, tail_ends = ends(local("2025-01-01 17:01") + timedelta(days=number))
        assert (tail_ends - window_ends).days >= margin, (number, window_ends, tail_ends)


@pytest.mark.parametrize("n", range(1, 26))
def test_the_least_a_count_takes_is_that_of_its_best_week(n: int) -> None:
    assert shortest(n, "calendar") == n
    taken = []
    for start in range(7):
        left, day = n, start
        while left:
            day += 1
            left -= day % 7 < 5
        taken.append(day - start)
    assert shortest(n, "business") == min(taken)
