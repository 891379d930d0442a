"""Inputs about notices and calendars that once answered wrongly, each by its rule and with others of its kind.

The numbers are those of the list that they come from. Days are counted a second time with the holiday tables alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.errors import RefusalError
from firstcall.record.offers.right import right_in
from firstcall.refusal.due import everything_due
from firstcall.refusal.hypothetical import deadlines_of

ONE = timedelta(days=1)
PRICE = "price_usd_per_gpu_hour"


def iso(text: str) -> str:
    return local(text).isoformat()


# 18. An incomplete notice, an arrival that nobody recorded, an offer taken back


@pytest.mark.parametrize(
    ("required", "lacks", "states"),
    [
        (["start"], ("start",), ["start"]), (["site", "start"], ("site", "start"), ["site", "start"]),
        (["price", "copy"], ("copy",), ["copy"]), (["quantity", "conditions"], ("conditions",), ["conditions"]),
    ],
)  # fmt: skip
def test_18_an_incomplete_notice_is_entered_knowingly_or_not_at_all(
    required: list[str], lacks: tuple[str, ...], states: list[str]
) -> None:
    deal = Deal(refusal(notice={"required": required})).received()
    with pytest.raises(RefusalError, match="refusal: a notice of offer 'o' would be incomplete"):
        deal.act("notify", "2025-03-14 16:59")
    deal.say("notice-given", "2025-03-14 16:59")
    assert told(deal.state("2025-12-31 09:00"), deal.offer("2025-12-31 09:00").notice) == ("received", None)
    deal.act("notify", "2025-03-17 09:00", states=states)
    assert told(deal.state("2025-03-18 09:00"), deal.offer("2025-03-18 09:00").lacked) == ("notified", ())
    known = Deal(refusal(notice={"required": required})).received()
    known.act("notify", "2025-03-14 16:59", incomplete=True)
    assert known.offer("2025-03-17 09:00").lacked == lacks


def test_18_silence_cures_it_and_the_window_runs_from_the_end_of_the_days_to_object() -> None:
    deal = Deal(refusal(notice={"required": ["start"]})).received().noticed(incomplete=True)
    assert deal.state("2025-04-04 17:00") == "notified"
    assert told(deal.state("2025-04-04 17:00:01"), deal.offer("2025-06-01 09:00").lacked) == ("lapsed", ("start",))


@pytest.mark.parametrize(
    ("piece", "ends"),
    [("2025-03-17 09:00", "2025-03-31 17:00"), ("2025-03-21 17:00", "2025-04-04 17:00"),
     ("2025-03-21 17:00:01", "2025-04-04 17:00"), ("2025-04-02 09:00", "2025-04-04 17:00")],
)  # fmt: skip
def test_18_a_missing_piece_gives_the_whole_window_and_never_cuts_one_that_runs(piece: str, ends: str) -> None:
    """It came in the days to object: ten business days from it. After them the notice counts as complete already."""
    deal = Deal(refusal(notice={"required": ["start"]})).received().noticed(incomplete=True)
    deal.say("notice-given", piece, supplies=["start"])
    found, in_time = deal.offer(f"{ends}:01"), piece <= "2025-03-21 17:00"
    assert told(deal.state(ends), found.state) == ("notified", "lapsed")
    assert told(found.lacked, bool(found.without_effect)) == (() if in_time else ("start",), not in_time)


@pytest.mark.parametrize("fields", [{"window": {"n": "5", "anchor": "complete"}}, {"incomplete": "no_clock"}, {}])
def test_18_of_several_pieces_the_last_to_arrive_counts_and_the_notice_itself(fields: dict[str, Any]) -> None:
    """The one sent first came last, on 20 March; a notice that came later than its pieces counts from itself."""
    clause = refusal(notice={"required": ["start", "site"]}, **{"window": {"n": "5"}, **fields})
    deal = Deal(clause).received().noticed(incomplete=True)
    deal.say("notice-given", "2025-03-17 09:00", supplies=["start"], delivered=iso("2025-03-20 09:00"), incomplete=True)
    deal.say("notice-given", "2025-03-18 09:00", supplies=["site"], delivered=iso("2025-03-18 10:00"))
    assert deal.offer("2025-03-21 09:00").window_closes == local("2025-03-27 17:00")
    late = Deal(clause).received().noticed(incomplete=True, delivered=iso("2025-03-20 09:00"))
    late.say("notice-given", "2025-03-17 09:00", supplies=["start", "site"])
    assert late.offer("2025-03-21 09:00").window_closes == local("2025-03-27 17:00")


def test_18_a_piece_sent_before_an_objection_is_not_forgotten_after_it() -> None:
    deal = Deal(refusal(notice={"required": ["start", "site"]}, window={"n": "5"})).received().noticed(incomplete=True)
    deal.say("notice-given", "2025-03-17 09:00", supplies=["site"], incomplete=True)
    deal.say("notice-deficient", "2025-03-18 09:00", missing=["start"])
    assert told(deal.state("2025-03-19 09:00"), deal.offer("2025-03-19 09:00").lacked) == ("received", ("start",))
    deal.say("notice-given", "2025-03-20 09:00", supplies=["start"])
    assert deal.offer("2025-03-21 09:00").window_closes == local("2025-03-27 17:00")


def test_18_a_renewal_ends_no_earlier_than_the_window_that_silence_would_have_started() -> None:
    deal = Deal(refusal(notice={"required": ["site"]}, window={"n": "10", "reoffer": "3"})).received()
    deal.noticed(incomplete=True).say("terms-amended", "2025-03-24 09:00", terms={PRICE: "3", "site": "hall-3"})
    deal.noticed("2025-03-24 10:00")
    assert deal.offer("2025-03-25 09:00").window_closes == local("2025-04-04 17:00")


@pytest.mark.parametrize(("piece", "supposed"), [(None, True), ("2025-03-18 09:00", False)])
def test_18_the_arrival_of_a_missing_piece_is_a_supposition_too(piece: str | None, supposed: bool) -> None:
    deal = Deal(refusal(notice={"required": ["start"]})).received()
    deal.noticed(incomplete=True, delivered=iso("2025-03-14 16:59"))
    deal.say("notice-given", "2025-03-18 09:00", supplies=["start"], delivered=iso(piece) if piece else None)
    assert deal.offer("2025-03-19 09:00").arrival_supposed is supposed


def test_18_days_to_object_count_from_an_arrival_whatever_the_window_counts_from() -> None:
    clause = refusal(notice={"required": ["start"]}, window={"n": "10", "anchor": "sent"})
    assert Deal(clause).received().noticed(incomplete=True).offer("2025-05-01 09:00").arrival_supposed is True


@pytest.mark.parametrize("fields", [{"incomplete": "no_clock"}, {"window": {"n": "10", "anchor": "complete"}}])
def test_18_where_it_starts_no_clock_nothing_short_of_the_missing_piece_does(fields: dict[str, Any]) -> None:
    deal = Deal(refusal(notice={"required": ["start", "site"]}, **fields)).received().noticed(incomplete=True)
    assert deal.state("2026-03-14 09:00") == "received"
    deal.say("notice-given", "2025-03-18 09:00", supplies=["start"], incomplete=True)
    assert told(deal.state("2026-03-14 09:00"), deal.offer("2026-03-14 09:00").lacked) == ("received", ("site",))
    deal.say("notice-given", "2025-03-20 09:00", supplies=["site"])
    assert deal.state("2025-04-03 17:00") == "notified"
    assert deal.state("2025-04-03 17:00:01") == "lapsed", "ten business days from the last missing piece"


@pytest.mark.parametrize(("anchor", "tail", "supposed"), [
    ("sent", "lapse", False), ("sent", "receipt", True), ("delivered", "lapse", True), ("received", "notice", True),
    ("complete", "lapse", True), ("sent", "notice", False),
])  # fmt: skip
def test_18_an_arrival_that_is_supposed_is_said_wherever_a_day_counts_from_it(
    anchor: str, tail: str, supposed: bool
) -> None:
    clause = refusal(window={"n": "10", "anchor": anchor}, tail={"n": "90", "anchor": tail})
    for delivered, expected in ((None, supposed), ("2025-03-14T17:00:00-04:00", False)):
        deal = Deal(clause).received().noticed(delivered=delivered)
        (answer,) = [due for due in everything_due(deal.position("2025-03-24 09:00")) if due.what == "answer"]
        assert ("receipt, which is not recorded" in answer.assumed) == expected
        assert deal.offer("2025-03-24 09:00").arrival_supposed == expected


@pytest.mark.parametrize("kind", ["received", "delivered"])
def test_18_what_arrives_late_counts_from_its_arrival_whenever_that_is_entered(kind: str) -> None:
    deal = Deal(refusal(window={"n": "10", "anchor": kind})).received()
    deal.noticed("2025-03-14 16:59", delivered="2025-04-14T09:00:00-04:00")
    assert deal.state("2025-04-28 17:00") == "notified"
    assert deal.state("2025-04-28 17:00:01") == "lapsed"


@pytest.mark.parametrize("at", ["2025-03-14 16:59:30", "2025-03-20 09:00", "2025-03-28 17:00"])
@pytest.mark.parametrize("amended", [False, True])
def test_18_a_noticed_offer_cannot_be_taken_back_while_the_window_runs(at: str, amended: bool) -> None:
    deal = Deal().received().noticed("2025-03-14 16:59")
    if amended:
        deal.say("terms-amended", "2025-03-14 16:59:10", terms={"site": "b"})
    with pytest.raises(RefusalError, match="cannot be taken back while the window runs"):
        deal.act("withdraw", at)
    deal.say("withdrawn", at).say("matched", at)
    assert deal.state(at) == "matched"


# 19. Days that close banks and offices, and days that another category marks


def closed(country: str, categories: tuple[str, ...], day: date) -> bool:
    tables = holidays.country_holidays(country, years=day.year, categories=categories)
    return day in tables or tables.is_weekend(day)


def counted(country: str, categories: tuple[str, ...], start: date, n: int) -> date:
    """The last of so many business days after a day, from the tables alone."""
    day = start
    while n:
        day += ONE
        n -= not closed(country, categories, day)
    return day


OBSERVED = [
    ("HK", ("public", "optional"), "2027-03-25", "Asia/Hong_Kong"), ("HK", ("public", "optional"), "2026-04-02",
     "Asia/Hong_Kong"), ("HK", ("public", "optional"), "2026-12-24", "Asia/Hong_Kong"),
    ("CA", ("public", "optional", "government"), "2026-05-15", "America/Toronto"),
    ("CA", ("public", "optional", "government"), "2026-10-09", "America/Toronto"),
    ("CA", ("public", "optional", "government"), "2026-09-29", "America/Vancouver"),
    ("JP", ("public", "bank"), "2025-12-30", "Asia/Tokyo"), ("JP", ("public", "bank"), "2027-12-30", "Asia/Tokyo"),
    ("ID", ("public", "government"), "2026-03-17", "Asia/Jakarta"), ("ID", ("public", "government"), "2025-12-24",
     "Asia/Jakarta"), ("GB", ("public",), "2026-04-02", "Europe/London"), ("DE", ("public",), "2026-12-23",
     "Europe/Berlin"), ("AE", ("public",), "2026-12-01", "Asia/Dubai"),
    ("SA", ("public",), "2026-02-19", "Asia/Riyadh"),
]  # fmt: skip


def right_at(country: str, zone: str, **window: Any) -> Any:
    deal = Deal(refusal(window={"n": "5", "timezone": zone, **window}), calendar=country, timezone=zone)
    return right_in(deal.position("2026-01-05 09:00").terms(), "refusal", "halcyon")


@pytest.mark.parametrize(("country", "categories", "sent", "zone"), OBSERVED)
def test_19_what_banks_and_offices_observe_in_a_country_is_closed(
    country: str, categories: tuple[str, ...], sent: str, zone: str
) -> None:
    right = right_at(country, zone)
    found = deadlines_of(right, local(f"{sent} 10:00", ZoneInfo(zone)))
    start = date.fromisoformat(sent)
    while closed(country, categories, start):
        start += ONE
    assert found.windows[0].day == counted(country, categories, start, 5)


def marked_elsewhere(country: str) -> Iterator[date]:
    """Business days of 2026 that a category besides the public one marks, from the tables alone."""
    tables = holidays.country_holidays(country, years=2026)
    others = [name for name in ("bank", "government", "optional", "half_day") if name in tables.supported_categories]
    for name in others:
        for day in holidays.country_holidays(country, years=2026, categories=(name,)):
            if day.year == 2026 and day not in tables and not tables.is_weekend(day):
                yield day


NOT_LISTED = sorted(
    code for code in holidays.list_supported_countries(include_aliases=False)
    if code not in ("HK", "CA", "JP", "ID") and any(marked_elsewhere(code))
)  # fmt: skip


def test_19_there_are_countries_whose_tables_mark_more_days() -> None:
    assert {"BR", "NL", "PT", "TW"} <= set(NOT_LISTED)


@pytest.mark.parametrize("country", NOT_LISTED)
def test_19_no_such_day_is_counted_in_silence(country: str) -> None:
    right = right_at(country, "UTC")
    for day in sorted(set(marked_elsewhere(country)))[:4]:
        sent = day - ONE
        while closed(country, ("public",), sent):
            sent -= ONE
        noticed = local(f"{sent} 10:00+00:00")
        remarks = [str(said) for said in deadlines_of(right, noticed).remarks]
        assert any(said.startswith(f"{day} is marked as ") and "counted" in said for said in remarks), (day, remarks)


def closing_days(deal: Deal, at: str) -> dict[str, list[str]]:
    """The days that are told beside each thing that is due."""
    return {due.what: [f"{step.day:%m-%d}" for step in due.marked] for due in everything_due(deal.position(at))}


def test_19_every_count_in_business_days_tells_them_and_not_the_window_alone() -> None:
    tiers = [{"holders": [{"holder": "halcyon", "holding": "1"}]},
             {"holders": [{"holder": "iris", "holding": "1"}], "n": "5"}]  # fmt: skip
    clause = refusal(several={"tiers": tiers}, window={"n": "3"}, tail={"n": "5", "unit": "business"},
                     failure={"sign_within": "6", "sign_unit": "business"}, deficiency={"n": "2"})  # fmt: skip
    second = Deal(clause).received("2025-12-08 09:00").noticed("2025-12-15 10:00")
    answers = [due for due in everything_due(second.position("2025-12-16 09:00")) if due.what == "answer"]
    assert [[f"{step.day:%m-%d}" for step in due.marked] for due in answers] == [[], ["12-24", "12-26"]]
    tail = Deal(refusal(window={"n": "3"}, tail={"n": "5", "unit": "business"})).received("2025-12-08 09:00")
    tail.noticed("2025-12-15 10:00")
    assert closing_days(tail, "2025-12-16 09:00")["answer"] == ["12-24", "12-26"], "the tail that would follow"
    assert closing_days(tail, "2025-12-19 09:00")["signature elsewhere"] == ["12-24", "12-26"]
    to_sign = Deal(refusal(failure={"sign_within": "5", "sign_unit": "business"})).received("2025-12-08 09:00")
    to_sign.noticed("2025-12-15 10:00").say("matched", "2025-12-19 09:00")
    assert closing_days(to_sign, "2025-12-19 10:00")["signature"] == ["12-24", "12-26"]
    objection = Deal().received("2025-12-08 09:00").noticed("2025-12-22 10:00")
    assert closing_days(objection, "2025-12-22 11:00")["objection"] == ["12-24", "12-26"]
    steps = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
             "milestones": [{"share": "1", "within": "5", "unit": "business"}]}  # fmt: skip
    delivery = Deal(refusal(), steps).received("2025-12-08 09:00").noticed("2025-12-15 10:00")
    delivery.say("matched", "2025-12-19 09:00")
    assert closing_days(delivery, "2025-12-19 10:00")["delivery"] == ["12-24", "12-26"]


def test_19_a_day_of_receipt_that_is_marked_is_told() -> None:
    deal = (
        Deal(refusal(window={"n": "10", "unit": "calendar"})).received("2025-12-08 09:00").noticed("2025-12-24 10:00")
    )
    assert closing_days(deal, "2025-12-24 11:00")["answer"] == ["12-24"]
    sent = Deal(refusal(window={"n": "10", "unit": "calendar", "anchor": "sent"})).received("2025-12-08 09:00")
    assert closing_days(sent.noticed("2025-12-24 10:00"), "2025-12-24 11:00")["answer"] == []


def test_19_a_calendar_may_name_its_categories_and_weekend_and_then_public_days_are_told() -> None:
    place = {"country": "JP", "categories": ["bank"], "weekend": ["sunday"]}
    deal = Deal(refusal(window={"n": "3", "timezone": "Asia/Tokyo"}), calendar=place, timezone="Asia/Tokyo")
    right = right_in(deal.position("2026-01-05 09:00").terms(), "refusal", "halcyon")
    assert right is not None
    found = deadlines_of(right, local("2026-02-10 10:00", ZoneInfo("Asia/Tokyo")))
    assert found.windows[0].day == date(2026, 2, 13), "11 February counts, as no bank holiday"
    assert [str(said) for said in found.remarks][-1].startswith("2026-02-11 is marked as holiday: ")
    saturday = deadlines_of(right, local("2026-02-13 10:00", ZoneInfo("Asia/Tokyo")))
    assert saturday.windows[0].day == date(2026, 2, 17), "Saturday 14 February counts"
