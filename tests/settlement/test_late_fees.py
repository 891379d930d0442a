"""Late fees as lines: month by month what was added, beside a walk over every day that shares no code with it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.refusal.deal import Deal, local, refusal

from firstcall.record.events.kinds import StatementIssued
from firstcall.record.views.disclosure import disclosed, parties_of_clauses
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import MoneyTerms
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.late_fees import FeesIn, fees_in
from firstcall.settlement.statement.statement import Statement, settle

NEW_YORK = ZoneInfo("America/New_York")
PRICED = {"price_usd_per_mw_month": "100.01", "term_months": "12"}
LATER = datetime(2026, 1, 1, tzinfo=UTC)
CLAUSE = {
    "id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"], "grace": "5",
    "milestones": [{"share": "0.5", "within": "30"}, {"share": "0.5", "within": "60"}],
    "remedy": ["release", "late_fee"], "late_fee": {"share_per_day": "0.01", "at_most": "0.1"},
    "basis": {"grade": "agreed", "source": "contract"},
}  # fmt: skip


def matched(*events: tuple[str, str, str], terms: dict[str, str] | None = None, **fields: Any) -> Deal:
    deal = Deal(refusal(), CLAUSE | fields).received(terms=terms or PRICED).noticed()
    deal.say("matched", "2025-03-18 09:00")
    for kind, when, quantity in events:
        deal.say(kind, when, quantity=quantity)
    return deal


def late(deal: Deal) -> FeeTerms:
    found: list[MoneyTerms] = list(money_terms(deal.agreement, None, deal.record))
    (terms,) = found
    assert isinstance(terms, FeeTerms)
    return terms


def owed(deal: Deal, period: str, known_at: datetime = LATER) -> FeesIn | None:
    return fees_in(late(deal), asked_period(period), known_at, NEW_YORK)


def cents(deal: Deal, period: str, known_at: datetime = LATER) -> list[int]:
    found = owed(deal, period, known_at)
    return [month.issued for month in found.periods] if found else []


PARTS = (("delivered", "2025-04-25 09:00", "20"), ("delivered", "2025-05-04 09:00", "30"))


def test_each_month_has_what_was_added_in_it() -> None:
    deal = matched(*PARTS, ("delivered", "2025-06-20 09:00", "50"))
    # 20 MW came three days late; of 30 MW eight days are April's and two more reach the most; of 50 MW nine are May's
    first = Fraction("100.01") * 12 * (20 * Fraction(3, 100) + 30 * Fraction(8, 100))
    assert cents(deal, "2025-04") == [round(first * 100)] == [3600_36]
    assert cents(deal, "2025-05") == [720_07 + 5400_54]
    assert cents(deal, "2025-06") == [600_06]
    assert cents(deal, "2025-03") == cents(deal, "2025-07") == []
    assert cents(deal, "2025") == [3600_36, 6120_61, 600_06]


def test_a_line_adds_what_came_to_what_was_there() -> None:
    found = owed(matched(*PARTS, ("delivered", "2025-06-20 09:00", "50")), "2025-05")
    assert found is not None
    lines = [line for month in found.periods for line in month.lines]
    for line in lines:
        assert line.base == line.after - line.before == line.earned == line.capped == line.payable
    assert len(lines) == 2 and sum(line.before for line in lines) > 0


def walked(parts: list[tuple[date, int]], share: Fraction, most: Fraction, runs_from: str, until: date) -> Fraction:
    """What is owed by the end of a day: each megawatt by itself, each day by itself."""
    total, wanted = Fraction(0), [(50, date(2025, 4, 17)), (50, date(2025, 5, 17))]
    arrivals = [day for day, megawatts in sorted(parts) for _ in range(megawatts)]
    for place in range(100):
        milestone = wanted[0][1] if place < 50 else wanted[1][1]
        start = milestone if runs_from == "milestone" else milestone + timedelta(days=5)
        came = arrivals[place] if place < len(arrivals) else None
        days, day = 0, start + timedelta(days=1)
        while day <= until and (came is None or day <= came) and days * share < most:
            days, day = days + 1, day + timedelta(days=1)
        total += min(days * share, most) * Fraction("100.01") * 12
    return total


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.dates(date(2025, 3, 19), date(2025, 7, 31)), st.integers(1, 60)), max_size=4),
    st.sampled_from(["0.01", "0.004", "0.03"]), st.sampled_from(["0.05", "0.1", "1"]),
    st.sampled_from(["grace", "milestone"]),
)  # fmt: skip
def test_months_add_up_to_what_a_walk_over_every_day_owes(
    came: list[tuple[date, int]], share: str, most: str, runs_from: str
) -> None:
    kept, left = [], 100
    for day, megawatts in sorted(came):
        if megawatts <= left:
            kept.append((day, megawatts))
            left -= megawatts
    events = [("delivered", f"{day} 09:00", str(megawatts)) for day, megawatts in kept]
    deal = matched(*events, late_fee={"share_per_day": share, "at_most": most, "runs_from": runs_from})
    given_ = (Fraction(share), Fraction(most), runs_from)
    last = Fraction(0)
    for month, end in (("2025-04", date(2025, 4, 30)), ("2025-05", date(2025, 5, 31)), ("2025-06", date(2025, 6, 30))):
        now = walked(kept, *given_, end)
        found = owed(deal, month)
        assert (found.earned if found else Fraction(0)) == now - last, (month, kept)
        last = now
    total = sum(line.units for month in ("2025-04", "2025-05", "2025-06") if (found := owed(deal, month))
                for period in found.periods for line in period.lines)  # fmt: skip
    assert abs(Fraction(total, 100) - last) <= Fraction(1, 100)  # two milestones, each rounded once


def test_a_fee_that_still_runs_is_unknown_from_the_last_that_is_known() -> None:
    found = owed(matched(), "2025-04", local("2025-04-24 12:00"))
    assert found is not None
    assert [month.issued for month in found.periods] == [round(Fraction("100.01") * 12 * 50 * 2)]
    assert [str(why) for why in found.unknown] == [
        "the fee for o still ran on 2025-04-24T16:00:00Z, and nothing later is known"
    ]
    assert owed(matched(), "2025-04").unknown == ()  # type: ignore[union-attr]
    assert owed(matched(), "2025-03", local("2025-03-20 12:00")) is None


def test_what_the_terms_do_not_price_is_unknown_and_no_zero() -> None:
    deal = matched(terms={"price_usd_per_mw_month": "100.01"})
    made = settle("x", (late(deal),), Books(), asked_period("2025-04"), LATER, NEW_YORK)
    assert str(made.legs[0].unknown) == "the terms of o do not say what is paid for it in all"
    assert (made.legs[0].is_known, made.nets[0].gross) == (False, ())


def test_megawatts_priced_by_the_gpu_hour_are_unknown_until_the_terms_say_how_many_gpus() -> None:
    priced = {"price_usd_per_gpu_hour": "2", "term_months": "1"}
    found = owed(matched(terms=priced), "2025-04")
    assert found is not None and found.unknown != ()
    counted = owed(matched(terms=priced | {"accelerator_count": "1000"}), "2025-04")
    assert counted is not None and counted.unknown == ()
    # half of what 1,000 GPUs earn in a month of 730 hours; eight days late, at a hundredth a day
    assert [month.issued for month in counted.periods] == [2 * 1000 * 730 // 2 * 8]


def test_who_is_late_pays_the_grantor_and_it_rests_on_the_weakest() -> None:
    made: Statement = settle("x", (late(matched()),), Books(), asked_period("2025-04"), LATER, NEW_YORK)
    (net,) = made.nets
    assert (net.payer, net.payee, str(net.amount)) == ("halcyon", "grace", "4,800.48 USD")
    assert made.rests_on == "stated"  # the events of the record say so
    (line,) = made.legs[0].lines
    assert (line.id, str(line.rate)) == ("delivery/2025-04/o/1", "8% of the price, 8 days late in all")


@pytest.mark.parametrize("remedy", [["release"], ["termination"]])
def test_without_the_remedy_no_fee_is_owed(remedy: list[str]) -> None:
    deal = Deal(refusal(), CLAUSE | {"remedy": remedy, "late_fee": None}).received(terms=PRICED).noticed()
    assert money_terms(deal.say("matched", "2025-03-18 09:00").agreement, None, deal.record) == ()


def test_a_failure_ends_the_fee_and_what_is_known_later_moves_an_earlier_month() -> None:
    failed = matched(("holder-failed", "2025-04-25 09:00", "50"), ("delivered", "2025-05-10 09:00", "50"))
    assert cents(failed, "2025-04") == [round(Fraction("100.01") * 12 * 50 * 3)]
    assert cents(failed, "2025-05") == []
    assert Decimal(cents(matched(), "2025-04")[0]) > cents(failed, "2025-04")[0]


AMENDED = {
    "id": "one", "signed": "2025-05-01", "effective": "2025-05-01",
    "replace": [refusal(holder="iris"), CLAUSE | {"by": "iris"}],
}  # fmt: skip


def amended() -> Deal:
    """Halcyon matches, then Iris takes its place by an amendment and matches another offer; nobody delivers."""
    deal = Deal(refusal(), CLAUSE, amendments=[AMENDED]).received(terms=PRICED).noticed()
    deal.say("matched", "2025-03-18 09:00")
    deal.received("2025-05-05 09:00", offer="p", terms=PRICED).noticed("2025-05-06 09:00", offer="p")
    return deal.say("matched", "2025-05-07 09:00", by="iris", offer="p")


def test_who_owes_is_whom_the_text_of_the_match_names() -> None:
    deal = amended()
    legs = {one.id: one for one in money_terms(deal.agreement, None, deal.record) if isinstance(one, FeeTerms)}
    assert {name: (one.clause.by, one.clause.to) for name, one in legs.items()} == {
        "delivery": ("halcyon", "grace"), "delivery.iris": ("iris", "grace")
    }  # fmt: skip
    made = settle("x", tuple(legs.values()), Books(), asked_period("2025-06"), LATER, NEW_YORK)
    # of Halcyon's half to come by 17 May the most is reached in June; of Iris's by 6 June 19 days are June's, capped
    assert [(net.payer, net.payee, str(net.amount)) for net in made.nets] == [
        ("halcyon", "grace", "600.06 USD"), ("iris", "grace", "6,000.60 USD")
    ]  # fmt: skip
    assert {(line.clause, line.version) for leg in made.legs for line in leg.lines} == {
        ("delivery", "base"), ("delivery.iris", "one")
    }  # fmt: skip


def test_what_is_owed_to_two_grantors_one_after_the_other_are_two_legs() -> None:
    parties = {"grace": {"name": "Grace", "role": "other"}, "juno": {"name": "Juno", "role": "grantor"}}
    follows = {"id": "one", "signed": "2025-05-01", "effective": "2025-05-01", "redefine": {"parties": parties}}
    deal = Deal(refusal(), CLAUSE, amendments=[follows]).received(terms=PRICED).noticed()
    deal.say("matched", "2025-03-18 09:00")
    deal.say("offer-received", "2025-05-05 09:00", by="juno", offer="p", provider="rival", mode="third_party",
             terms=PRICED, unit="MW", quantity="100")  # fmt: skip
    deal.say("grantor-willing", "2025-05-05 09:00", by="juno", offer="p")
    deal.noticed("2025-05-06 09:00", by="juno", offer="p").say("matched", "2025-05-07 09:00", offer="p")
    legs = [one for one in money_terms(deal.agreement, None, deal.record) if isinstance(one, FeeTerms)]
    assert [(one.id, one.clause.by, one.clause.to) for one in legs] == [
        ("delivery", "halcyon", "grace"), ("delivery.to.juno", "halcyon", "juno")
    ]  # fmt: skip


def test_fees_in_two_currencies_are_two_legs_and_never_added() -> None:
    deal = matched()
    in_euro = {"price_eur_per_mw_month": "50", "term_months": "12"}
    deal.received("2025-03-20 09:00", offer="p", terms=in_euro).noticed("2025-03-20 09:00", offer="p")
    deal.say("matched", "2025-03-21 09:00", offer="p")
    legs = [one for one in money_terms(deal.agreement, None, deal.record) if isinstance(one, FeeTerms)]
    assert [(one.id, one.clause.currency) for one in legs] == [("delivery", "USD"), ("delivery.EUR", "EUR")]
    made = settle("x", tuple(legs), Books(), asked_period("2025-04"), LATER, NEW_YORK)
    assert [str(gross) for net in made.nets for gross in (net.amount, net.payer)] == [
        "4,800.48 USD", "halcyon", "1,500.00 EUR", "halcyon"
    ]  # fmt: skip
    assert all(leg.unknown is None for leg in made.legs)


def test_a_currency_entered_later_never_takes_the_name_of_the_first() -> None:
    deal = matched()
    in_euro = {"price_eur_per_mw_month": "50", "term_months": "12"}
    before = {"recorded": "2025-03-19 09:00", "offer": "p"}
    deal.received("2025-03-01 09:00", terms=in_euro, **before).noticed("2025-03-02 09:00", **before)
    deal.say("matched", "2025-03-03 09:00", **before)
    legs = [one for one in money_terms(deal.agreement, None, deal.record) if isinstance(one, FeeTerms)]
    assert [(one.id, one.clause.currency) for one in legs] == [("delivery", "USD"), ("delivery.EUR", "EUR")]


@pytest.mark.parametrize(
    ("party", "seen"),
    [("halcyon", {"delivery", "delivery.EUR"}), ("iris", {"delivery.iris"}), ("juno", None),
     ("grace", {"delivery", "delivery.EUR", "delivery.iris"})],
)  # fmt: skip
def test_each_sees_the_fees_that_it_owes_or_is_owed(party: str, seen: set[str] | None) -> None:
    held = parties_of_clauses(amended().agreement)
    amounts = {"delivery": "1", "delivery.EUR": "2", "delivery.iris": "3"}
    event = StatementIssued.model_validate({
        "id": "e", "type": "statement-issued", "at": "2025-07-01T00:00:00Z", "recorded": "2025-07-01T00:00:00Z",
        "by": "grace", "entered_by": "t", "statement": "x", "period": "2025-06", "known_at": "2025-07-01T00:00:00Z",
        "amounts": amounts, "digest": "0" * 64, "stream": "statement:x", "seq": 1, "hash": "0" * 64,
    })  # fmt: skip
    told = disclosed(event, party, held)
    assert (None if told is None else set(told.get("amounts", amounts))) == seen
