"""Business days against the holiday tables read another way, against known days, and with every message."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import calendars
from firstcall.calendars import Calendar, calendar_for
from firstcall.errors import QuestionError
from firstcall.said import Said

CODES = ("US", "US-NY", "ID", "DE-BE", "CN", "AE", "SA", "IN", "NZ", "JP")
DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))


def told(why: Said | None) -> str | None:
    return None if why is None else str(why)


@pytest.fixture
def german_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose settings ask for German, before anything was read and after nothing is kept."""
    monkeypatch.setenv("LANGUAGE", "de")
    calendars._closed_days.cache_clear()
    yield
    calendars._closed_days.cache_clear()


@given(st.sampled_from(CODES), DAYS)
def test_a_business_day_is_what_the_tables_call_a_working_day(code: str, day: date) -> None:
    country, _, part = code.partition("-")
    besides = {"HK": "optional", "CA": "government", "JP": "bank", "ID": "government"}.get(country, "public")
    tables = holidays.country_holidays(country, subdiv=part or None, years=day.year, categories=("public", besides))
    assert calendar_for(code).is_business_day(day) == tables.is_working_day(day)


@pytest.mark.parametrize(
    ("code", "day", "reason"),
    [
        ("US", date(2025, 6, 19), "holiday: Juneteenth National Independence Day"),
        ("US", date(2025, 6, 18), None),
        ("US", date(2025, 6, 7), "Saturday"),
        ("US", date(2025, 6, 8), "Sunday"),
        ("US", date(2021, 6, 18), "holiday: Juneteenth National Independence Day (observed)"),
        ("US", date(2021, 6, 19), "Saturday"),
        ("US", date(2021, 12, 31), "holiday: New Year's Day (observed)"),  # belongs to the year after
        ("US", date(2025, 1, 9), None),  # closed by order only
        ("US", date(2025, 2, 12), None),
        ("US-NY", date(2025, 2, 12), "holiday: Lincoln's Birthday"),
        ("ID", date(2025, 5, 29), "holiday: Ascension Day"),
        ("DE", date(2025, 3, 8), "Saturday"),
        ("DE-BE", date(2027, 3, 8), "holiday: Women's Day"),
        ("DE", date(2027, 3, 8), None),
        ("AE", date(2019, 6, 14), "Friday"),  # the weekend moved in 2022
        ("AE", date(2019, 6, 16), None),
        ("AE", date(2025, 6, 15), "Sunday"),
        ("SA", date(2010, 6, 10), "Thursday"),
        ("CN", date(2025, 1, 25), "Saturday"),
        ("CN", date(2025, 1, 26), None),  # a Sunday worked for the days off that follow
        ("US", date(2024, 2, 29), None),
    ],
)
def test_known_days(code: str, day: date, reason: str | None) -> None:
    assert told(calendar_for(code).reason_closed(day)) == reason
    assert calendar_for(code).is_business_day(day) == (reason is None)


def test_a_day_told_by_the_moon_says_that_it_is_estimated() -> None:
    tables = holidays.country_holidays("ID", years=2030, language="en_US")
    day = next(day for day, name in sorted(tables.items()) if name.startswith("Eid al-Fitr"))
    assert str(calendar_for("ID").reason_closed(day)) == "holiday: Eid al-Fitr (estimated)"


def test_the_language_of_the_machine_changes_nothing(german_machine: None) -> None:
    own = holidays.country_holidays("DE", years=2025)[date(2025, 4, 18)]
    assert own == "Karfreitag"  # what the tables say when they are left to themselves
    assert str(calendar_for("DE").reason_closed(date(2025, 4, 18))) == "holiday: Good Friday"


def test_closures_of_the_agreement_are_closed_and_say_so() -> None:
    mourning = date(2025, 1, 9)
    calendar = calendar_for("US", (mourning,))
    assert str(calendar.reason_closed(mourning)) == "closure listed in the agreement"
    assert calendar.reason_closed(mourning + timedelta(days=1)) is None
    assert calendar_for("US").reason_closed(mourning) is None


def test_the_order_of_closures_does_not_matter() -> None:
    first, second = date(2025, 1, 9), date(2025, 3, 3)
    assert calendar_for("US", (first, second, first)) == calendar_for("US", (second, first))


def test_next_business_days() -> None:
    calendar = calendar_for("US")
    friday, monday = date(2025, 3, 14), date(2025, 3, 17)
    assert calendar.business_day_on_or_after(friday) == friday
    assert calendar.business_day_after(friday) == monday
    assert calendar.business_day_on_or_after(date(2025, 3, 15)) == monday
    assert calendar.business_day_after(date(2025, 12, 31)) == date(2026, 1, 2)


@given(st.sampled_from(CODES), DAYS, st.frozensets(DAYS, max_size=3))
def test_the_next_business_day_is_the_first_open_one(code: str, day: date, closures: frozenset[date]) -> None:
    calendar = calendar_for(code, tuple(closures))
    found = calendar.business_day_on_or_after(day)
    assert calendar.is_business_day(found)
    assert not any(calendar.is_business_day(day + timedelta(days=n)) for n in range((found - day).days))
    assert calendar.business_day_after(day) == calendar.business_day_on_or_after(day + timedelta(days=1))


def test_the_version_of_the_tables_is_told() -> None:
    from importlib.metadata import version

    assert calendar_for("US").version == f"holidays {version('holidays')}"


def test_a_calendar_cannot_be_changed() -> None:
    calendar = calendar_for("US")
    with pytest.raises(AttributeError):
        calendar.code = "DE"  # type: ignore[misc]
    assert calendar == Calendar("US", (), calendar.version)
    closed = calendars._closed_days("US", 2025)
    with pytest.raises(TypeError):
        closed[date(2025, 1, 2)] = "no"  # type: ignore[index]


def test_every_country_and_part_of_the_tables_is_a_calendar() -> None:
    known = holidays.list_supported_countries(include_aliases=False)
    for country, parts in known.items():
        for code in (country, *(f"{country}-{part}" for part in parts)):
            assert calendar_for(code).code == code


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("us", "'us' is not a calendar: there is no country 'us'; did you mean 'US'?"),
        ("us-ny", "'us-ny' is not a calendar: there is no country 'us'; did you mean 'US-NY'?"),
        ("UK", "'UK' is not a calendar: there is no country 'UK'; did you mean 'GB'?"),
        ("UK-ENG", "'UK-ENG' is not a calendar: there is no country 'UK'; did you mean 'GB-ENG'?"),
        ("USA", "'USA' is not a calendar: there is no country 'USA'; did you mean 'US'?"),
        (
            "XX",
            "'XX' is not a calendar: there is no country 'XX'; write its two letters, such as US, ID or DE",
        ),
        (
            "",
            "'' is not a calendar: there is no country ''; write its two letters, such as US, ID or DE",
        ),
        ("US-ny", "'US-ny' is not a calendar: US has no subdivision 'ny'; did you mean 'US-NY'?"),
        (
            "DE-Bayern",
            "'DE-Bayern' is not a calendar: DE has no subdivision 'Bayern'; did you mean 'DE-BY'?",
        ),
        (
            "GB-XX",
            "'GB-XX' is not a calendar: GB has no subdivision 'XX'; use one of: ENG, NIR, SCT, WLS",
        ),
        (
            "ID-JK",
            "'ID-JK' is not a calendar: ID has no subdivision 'JK'; write 'ID' for the whole country",
        ),
        ("US-", "'US-' is not a calendar: US has no subdivision ''; write 'US' for the whole country"),
    ],
)
def test_an_unknown_calendar_is_told_with_the_nearest(code: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        calendar_for(code)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("code", "day", "reach"),
    [("US", date(2101, 1, 3), "1777 to 2100"), ("JP", date(1900, 1, 3), "1949 to 2099")],
)
def test_a_year_beyond_the_tables_is_no_business_day_by_silence(code: str, day: date, reach: str) -> None:
    with pytest.raises(QuestionError) as caught:
        calendar_for(code).is_business_day(day)
    assert str(caught.value) == (
        f"calendar {code} knows the holidays of {reach}, not of {day.year}, so business days cannot be told "
        "there\n  fix: check the year of the date or of the deadline"
    )


@pytest.mark.parametrize(
    ("code", "day", "reason"),
    [
        ("HK", date(2026, 4, 3), "holiday: Good Friday"), ("HK", date(2025, 4, 21), "holiday: Easter Monday"),
        ("CA", date(2026, 5, 18), "holiday: Victoria Day"), ("CA", date(2026, 10, 12), "holiday: Thanksgiving Day"),
        ("JP", date(2026, 12, 31), "holiday: Bank Holiday"),
        ("ID", date(2025, 4, 2), "holiday: Eid al-Fitr Joint Holiday"),
    ],
)  # fmt: skip
def test_what_closes_banks_and_offices_is_closed_where_no_category_is_named(code: str, day: date, reason: str) -> None:
    assert told(calendar_for(code).reason_closed(day)) == reason


def test_named_categories_stand_alone() -> None:
    assert calendar_for("HK", (), ("public",)).is_business_day(date(2026, 4, 3))
    assert calendar_for("CA", (), ("public",)).is_business_day(date(2026, 5, 18))


def test_a_business_day_that_another_category_marks_is_told() -> None:
    assert str(calendar_for("US").marked(date(2025, 12, 24))) == "government holiday: Christmas Eve"
    assert str(calendar_for("HK", (), ("public",)).marked(date(2026, 4, 3))) == "optional holiday: Good Friday"
    assert calendar_for("HK").marked(date(2026, 4, 3)) is None, "closed, and so not counted"
    assert calendar_for("US").marked(date(2025, 3, 12)) is None


def test_a_weekend_may_be_named() -> None:
    calendar = calendar_for("US", (), (), ("friday", "saturday"))
    assert str(calendar.reason_closed(date(2025, 3, 14))) == "Friday"
    assert calendar.is_business_day(date(2025, 3, 16))
    assert calendar.name == "US (friday, saturday)"


@pytest.mark.parametrize(
    ("categories", "weekend", "said"),
    [
        (("bnak",), (), "'bnak' is no category of holidays that the tables have for JP; did you mean 'bank'?"),
        ((), ("fryday",), "'fryday' is no day of the week; did you mean 'friday'?"),
    ],
)
def test_categories_and_days_that_do_not_exist_are_told(
    categories: tuple[str, ...], weekend: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        calendar_for("JP", (), categories, weekend)


def test_the_tables_of_a_country_loaded_alone_are_the_librarys() -> None:
    """In a process of its own, since whatever ran before has loaded some; the library loads all of them."""
    said = """
import sys
from importlib import import_module
import holidays
from holidays.registry import EntityLoader
from firstcall.calendars import calendar_for
calendar_for("US")
print("holidays.countries" in sys.modules, isinstance(holidays.US, EntityLoader) and holidays.US.entity is not None)
for country in holidays.list_supported_countries(include_aliases=False):
    calendar_for(country)
for country in holidays.list_supported_countries(include_aliases=False):
    alone = getattr(holidays, country)
    whole = getattr(import_module(alone.module_name), alone.entity_name)
    for categories in {whole.supported_categories, whole.supported_categories[:1]}:
        years = dict(language="en_US", years=(2024, 2025), categories=categories)
        if dict(alone(**years)) != dict(whole(**years)):
            print(country)
"""
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("code", "day", "lang", "told"),
    [("ID", date(2026, 3, 19), "id", "Hari Suci Nyepi"), ("MX", date(2025, 9, 16), "es", "Día de la Independencia"),
     ("ID", date(2026, 3, 19), "es", None), ("US", date(2025, 12, 24), "id", None)],
)  # fmt: skip
def test_a_holiday_is_called_what_its_tables_call_it_in_a_language(
    code: str, day: date, lang: str, told: str | None
) -> None:
    calendar = calendar_for(code)
    reason = calendar.reason_closed(day) or calendar.marked(day)
    assert reason is not None and reason.values["name"].in_language(lang) == told
