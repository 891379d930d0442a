"""What options bring and cut, as sums: a fee for each exercise, and rent to the last day of what was ended."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.dated.test_standing_text import ENDING, RENEWAL, TERM, agreed, happened, notice, recorded

from firstcall.settlement.clauses.dated_terms import CommitmentTerms, commitment_periods, committed_amount
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.sums.falls import falls

FEE = {"id": "fee", "type": "payment", "payer": "gus", "payee": "hal", "amount": "10", "currency": "USD"}
ON_EXERCISE = {**FEE, "when": {"event": "exercise", "of": "renewal", "plus": {"n": 30}}}
RENT = {**FEE, "id": "rent", "amount": "100", "when": {"every": "month", "since": "2026-01-01"}}
FAR = date(2040, 1, 1)


def sums(payment: dict[str, Any], *clauses: dict[str, Any], events: tuple[dict[str, Any], ...] = ()) -> Any:
    (found,) = (
        one
        for one in money_terms(agreed(TERM, payment, *clauses), None, recorded(*events))
        if isinstance(one, PaymentTerms) and one.id == payment["id"]
    )
    return [(fall.day, fall.amount) for fall in falls(found, FAR)]


def test_each_exercise_brings_its_own_fee() -> None:
    option = {**RENEWAL, "at_most": 3, "silence": "exercises"}
    sent = notice("2026-05-04T18:00:00Z")
    ten = Fraction(10)
    # silence: 180 days before the end is 4 July, a holiday, so the window closes on the third
    days = [date(2026, 6, 3), date(2028, 8, 2), date(2029, 8, 2)]
    assert sums(ON_EXERCISE, option, events=(sent,)) == [(day, ten) for day in days]


def test_an_option_that_nobody_exercised_brings_no_fee_and_nothing_unknown() -> None:
    assert sums(ON_EXERCISE, RENEWAL) == []
    latest = {**ON_EXERCISE, "when": {"event": "exercise", "of": "renewal", "or_date": "2026-05-05"}}
    assert sums(latest, RENEWAL) == [(date(2026, 5, 5), Fraction(10))]


def test_rent_ends_with_the_day_on_which_the_term_was_ended() -> None:
    ended = notice("2026-02-02T18:00:00Z", "ending")  # ninety days: the last is 3 May
    paid = sums(RENT, ENDING, events=(ended,))
    assert [day for day, _ in paid] == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 3),
    ]  # fmt: skip
    by_days = {**RENT, "when": {**RENT["when"], "partial": "days"}}  # type: ignore[dict-item]
    assert sums(by_days, ENDING, events=(ended,))[-1] == (date(2026, 5, 3), Fraction(300, 31))


@given(st.integers(0, 600), st.integers(1, 200))
@settings(deadline=None, max_examples=25)
def test_rent_by_days_adds_up_to_the_days_of_the_term(after: int, wind_down: int) -> None:
    sent = date(2026, 1, 2).toordinal() + after
    at = date.fromordinal(sent)
    option = {**ENDING, "terminate": {"wind_down": {"n": wind_down}}, "notice": {"takes_effect": "sent"}}
    daily = {**RENT, "when": {"every": "month", "since": "2026-01-01", "partial": "days"}}
    paid = sums(daily, option, events=(notice(f"{at}T20:00:00Z", "ending"),))
    last = min(date.fromordinal(sent + wind_down), date(2027, 12, 31))
    expected = Fraction(0)
    for ordinal in range(date(2026, 1, 1).toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        expected += Fraction(100, (following - day.replace(day=1)).days)
    assert sum((amount for _, amount in paid), Fraction(0)) == expected


FIRST = date(2026, 1, 1)
QUARTERLY: dict[str, Any] = {
    "id": "takes", "type": "commitment", "by": "gus", "to": "hal", "amount": "100", "currency": "USD", "per": "quarter",
    "since": "2026-01-01", "until": "2027-12-31", "partial_year": "days",
    "base": {"source": "revenue_lines", "streams": ["s"]},
}  # fmt: skip
DOES: dict[str, dict[str, Any]] = {
    "expand": {"expand": {"quantity": "40", "unit": "USD"}, "of": ["takes"]},
    "terminate": {"terminate": {"wind_down": {"n": 45}}},
    "renew": {"renew": {"n": 5, "unit": "month"}, "of": ["term", "takes"]},
    "extend_to": {"extend_to": "2029-02-14", "of": ["term", "takes"]},
}


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of a day's quarter, and of the next."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)


def day_by_day(does: str, noticed: date) -> Fraction:
    """What must be bought in all, day by day: each has its part of the amount of its quarter's first day."""
    last = {"expand": date(2027, 12, 31), "terminate": min(noticed + timedelta(days=45), date(2027, 12, 31)),
            "renew": date(2028, 5, 31), "extend_to": date(2029, 2, 14)}[does]  # fmt: skip
    found, day = Fraction(0), FIRST
    while day <= last:
        first, after = quarter_of(day)
        amount = 140 if does == "expand" and first >= noticed else 100
        found += Fraction(amount, (after - first).days)
        day += timedelta(days=1)
    return found


@given(st.sampled_from(sorted(DOES)), st.integers(3, 600))
@settings(deadline=None, max_examples=40)
def test_what_an_option_makes_of_a_commitment_is_what_its_days_add_up_to(does: str, after: int) -> None:
    noticed = FIRST + timedelta(days=after)
    option = {"id": "choice", "type": "option", "by": "gus", "notice": {"takes_effect": "sent"}, **DOES[does]}
    events = recorded(notice(f"{noticed}T20:00:00Z", "choice"))
    (found,) = (
        one for one in money_terms(agreed(TERM, QUARTERLY, option), None, events) if isinstance(one, CommitmentTerms)
    )
    amounts = [committed_amount(found.clause, period) for period in commitment_periods(found.clause)]
    assert sum(amounts) == day_by_day(does, noticed), (does, noticed)


@given(
    st.sampled_from(sorted(DOES)), st.sampled_from(["lapses", "exercises"]), st.booleans(), st.booleans(),
    st.lists(st.tuples(st.sampled_from(["ready", "default"]), st.integers(0, 700)), max_size=3),
)  # fmt: skip
@settings(deadline=None, max_examples=40)
def test_an_option_that_is_not_exercised_leaves_every_sum_as_it_is(
    does: str, silence: str, lapsed: bool, hung: bool, happened_on: list[tuple[str, int]]
) -> None:
    """Whatever it would do, and whatever else happens: ramp, rent and fee are what they are without it."""
    if silence == "exercises" and (does not in ("renew", "extend_to") or not lapsed):
        silence = "lapses"  # silence that nobody broke would exercise it
    option = {"id": "choice", "type": "option", "by": "gus", "silence": silence, **DOES[does]}
    takes = {
        **QUARTERLY,
        "amount": [{"amount": "100"}, {"amount": "150", "since": "2027-01-01"}],
        "make_up": {"periods": 1},
    }
    takes |= {"since": {"event": "ready"}, "until": "2027-12-31", "amount": "100"} if hung else {}
    said = [happened(event, f"{FIRST + timedelta(days=after)}T12:00:00Z") for event, after in happened_on]
    said += [notice("2026-01-01T18:00:00Z", "choice", lapse=True)] if lapsed else []
    events = recorded(*sorted(said, key=lambda one: one["at"]))
    fee = {**ON_EXERCISE, "when": {"event": "exercise", "of": "choice", "plus": {"n": 3}}}

    def owed(*more: dict[str, Any]) -> Any:
        money = money_terms(agreed(TERM, takes, RENT, *more), None, events)
        bought = [one.clause for one in money if isinstance(one, CommitmentTerms)]
        paid = {one.id: falls(one, FAR) for one in money if isinstance(one, PaymentTerms)}
        sums = {name: [(fall.id, fall.day, fall.amount) for fall in found] for name, found in paid.items() if found}
        return [[(one, committed_amount(clause, one)) for one in commitment_periods(clause)] for clause in bought], sums

    assert owed(option, fee) == owed()


@given(st.booleans(), st.booleans(), st.integers(1, 300))
@settings(deadline=None, max_examples=25)
def test_what_has_not_begun_grows_from_its_first_day_on_each_step_of_it(ramp: bool, open_end: bool, after: int) -> None:
    """An option to take more, exercised while the commitment waits for its event, raises every amount of it."""
    ready = FIRST + timedelta(days=after + 30)
    year = {"event": "ready", "plus": {"n": 1, "unit": "year"}}
    amount = [{"amount": "100"}, {"amount": "150", "since": year}] if ramp else "100"
    until = {"event": "ready", "plus": {"n": 2, "unit": "year"}} if open_end else "2029-12-31"
    takes = {**QUARTERLY, "per": "year", "years": "anniversary", "partial_year": "whole", "amount": amount,
             "since": {"event": "ready"},
             "until": until}  # fmt: skip
    option = {"id": "choice", "type": "option", "by": "gus", "notice": {"takes_effect": "sent"}, **DOES["expand"]}
    term = {**TERM, "until": "2029-12-31"}
    events = [notice(f"{FIRST + timedelta(days=3)}T20:00:00Z", "choice"), happened("ready", f"{ready}T15:00:00Z")]

    def amounts(*said: dict[str, Any]) -> list[Fraction]:
        money = money_terms(agreed(term, takes, option), None, recorded(*said))
        (found,) = (one for one in money if isinstance(one, CommitmentTerms))
        return [committed_amount(found.clause, period) for period in commitment_periods(found.clause)]

    plain = amounts(events[1])
    assert amounts(*events) == [one + 40 for one in plain] and len(plain) >= 2


def test_a_fee_by_the_unit_for_an_exercise_counts_what_is_reported_by_its_day() -> None:
    priced = {key: value for key, value in ON_EXERCISE.items() if key != "amount"}
    priced |= {"unit_price": "2", "quantity": "gpu_hours"}
    reports = [
        {"type": "quantity-reported", "by": "hal", "measure": "gpu_hours", "quantity": quantity, "since": day,
         "until": day, "at": f"{day}T23:00:00Z"} for quantity, day in (("5", "2026-06-03"), ("7", "2026-06-04"))
    ]  # fmt: skip
    found = sums(priced, RENEWAL, events=(notice("2026-05-04T18:00:00Z"), *reports))
    assert found == [(date(2026, 6, 3), Fraction(10))]
