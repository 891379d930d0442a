"""Business days: which days are closed at the place where notices are received, and why.

A calendar is a country (`US`) or one of its subdivisions (`US-NY`): its weekend, its holidays at a
recorded version of the holiday tables, and the further closures that the agreement itself lists. The
tables part holidays into categories; which of them close banks and offices an agreement may say itself.
Extraordinary closures by order are not holidays unless the agreement lists them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, assert_never, get_args

from firstcall.errors import DidYouMean, QuestionError, did_you_mean, near_or_listed
from firstcall.said import Quoted, Said, Unreadable, sentence
from firstcall.values import dataclass

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

# Spelt out here because the names that Python prints follow the settings of the machine.
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

OBSERVED: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "HK": ("public", "optional"),  # Good Friday and Easter Monday are general holidays (Cap. 149)
    "CA": ("public", "optional", "government"),  # Victoria Day, Thanksgiving and others close federal offices and banks
    "JP": ("public", "bank"),  # banks are closed from 31 December to 3 January
    "ID": ("public", "government"),  # joint leave (cuti bersama) closes offices by the ministers' yearly decree
})  # fmt: skip
"""The categories of the tables that close banks and offices in a country; elsewhere the public one alone."""
Marking = Literal["public", "bank", "government", "optional", "half_day"]
MARKING: tuple[Marking, ...] = get_args(Marking)
"""Categories that are told where a day counts though the tables mark it; the public one where it is not named."""

_ONE_DAY = timedelta(days=1)
_TWO_LETTERS = re.compile("[A-Z]{2}")


class HolidayName(str):
    """What the tables call a day in English, which tells what they call it in another language."""

    __slots__ = ("categories", "code", "day")
    code: str
    day: date
    categories: tuple[str, ...]

    @classmethod
    def of(cls, name: str, code: str, day: date, categories: tuple[str, ...]) -> HolidayName:
        """Return the name of a day in the tables of a place, in some of their categories."""
        made = cls(name)
        made.code, made.day, made.categories = code, day, categories
        return made

    def in_language(self, lang: str) -> str | None:
        """Return what the tables of the place call the day in a language; None where they have no names in it.

        >>> name = calendar_for("ID").reason_closed(date(2026, 3, 19)).values["name"]
        >>> name.in_language("id"), name.in_language("es")
        ('Hari Suci Nyepi', None)
        """
        known = _tables(self.code, None).supported_languages
        spoken = next((one for one in known if one == lang or one.startswith(f"{lang}_")), None)
        return None if spoken is None else _tables(self.code, self.day.year, self.categories, spoken).get(self.day)


class Holiday(Said):
    says = sentence("calendar.holiday", "holiday: {name}")
    name: str


class DayOfTheWeekend(Said):
    says = sentence("calendar.weekend", "{day}")
    day: Weekday


class ListedClosure(Said):
    says = sentence("calendar.listed-closure", "closure listed in the agreement")


class BankHoliday(Said):
    says = sentence("calendar.bank-holiday", "bank holiday: {name}")
    name: str


class GovernmentHoliday(Said):
    says = sentence("calendar.government-holiday", "government holiday: {name}")
    name: str


class OptionalHoliday(Said):
    says = sentence("calendar.optional-holiday", "optional holiday: {name}")
    name: str


class HalfDayHoliday(Said):
    says = sentence("calendar.half-day-holiday", "half-day holiday: {name}")
    name: str


class NoSuchCategory(Said):
    says = sentence("calendar.no-such-category", "{given} is no category of holidays that the tables have for {place}")
    given: Annotated[str, Quoted]
    place: str


class NoSuchWeekday(Said):
    says = sentence("calendar.no-such-weekday", "{given} is no day of the week")
    given: Annotated[str, Quoted]


class YearNotInTables(Said):
    says = sentence(
        "calendar.year-not-in-tables",
        "calendar {place} knows the holidays of {first} to {last}, not of {year}, so business days cannot be told "
        "there",
    )
    place: str
    first: str
    last: str
    year: str


class CheckYear(Said):
    says = sentence("calendar.check-year", "check the year of the date or of the deadline")


class NoSuchCountry(Said):
    says = sentence("calendar.no-such-country", "{given} is not a calendar: there is no country {country}")
    given: Annotated[str, Quoted]
    country: Annotated[str, Quoted]


class WriteTwoLetters(Said):
    says = sentence("calendar.write-two-letters", "write its two letters, such as US, ID or DE")


class NoSuchSubdivision(Said):
    says = sentence("calendar.no-such-subdivision", "{given} is not a calendar: {country} has no subdivision {part}")
    given: Annotated[str, Quoted]
    country: str
    part: Annotated[str, Quoted]


class WriteWholeCountry(Said):
    says = sentence("calendar.write-whole-country", "write {country} for the whole country")
    country: Annotated[str, Quoted]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days of one place; made by `calendar_for`.

    `version` names the holiday tables, so that a deadline can be recomputed years later and a change
    of the tables be told from a change of the agreement.
    """

    code: str
    extra_closures: tuple[date, ...]
    version: str
    categories: tuple[str, ...] = ()
    """The categories of holidays that the agreement names; what is observed in the country where it names none."""
    weekend: tuple[str, ...] = ()
    """The days of the weekend that the agreement names; the country's own where it names none."""

    @property
    def name(self) -> str:
        """Return what the calendar is called: its code, with what the agreement says of categories and weekend."""
        said = [*self.categories, *self.weekend]
        return " ".join((self.code, f"({', '.join(said)})")) if said else self.code

    @property
    def marking(self) -> tuple[Marking, ...]:
        """Return the categories by which the tables of the place mark days."""
        known = _tables(self.code, None).supported_categories
        return tuple(name for name in MARKING if name in known)

    def marked(self, day: date) -> Said | None:
        """Return how another category of the same tables marks a day that counts as a business day here.

        >>> str(calendar_for("US").marked(date(2025, 12, 24)))
        'government holiday: Christmas Eve'
        """
        if not self.is_business_day(day):
            return None
        return _marked_days(self.code, day.year).get(day)

    def reason_closed(self, day: date) -> Said | None:
        """Return why a day is not a business day, or None for a business day.

        A deadline is only believed when each skipped day says why it was skipped.

        Raises:
          QuestionError: the holiday tables do not reach that year.

        >>> str(calendar_for("US").reason_closed(date(2025, 6, 19)))
        'holiday: Juneteenth National Independence Day'
        """
        reason = _closed_days(self.code, day.year, self.categories, self.weekend).get(day)
        if reason is None and self.extra_closures and day in self.extra_closures:
            return ListedClosure()
        return reason

    def is_business_day(self, day: date) -> bool:
        """Return whether business is done at the place on that day.

        Raises:
          QuestionError: the holiday tables do not reach that year.
        """
        return self.reason_closed(day) is None

    def business_day_on_or_after(self, day: date) -> date:
        """Return the day itself when it is a business day, else the next one: how a window rolls.

        Raises:
          QuestionError: the holiday tables do not reach that year.
        """
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def business_day_after(self, day: date) -> date:
        """Return the first business day later than the day: when a late notice counts as received.

        Raises:
          QuestionError: the holiday tables do not reach that year.
        """
        return self.business_day_on_or_after(day + _ONE_DAY)


@lru_cache(maxsize=256)
def calendar_for(
    code: str, extra_closures: tuple[date, ...] = (), categories: tuple[str, ...] = (), weekend: tuple[str, ...] = ()
) -> Calendar:
    """Return the calendar of a country or subdivision, with the closures an agreement adds.

    Args:
      code: ISO 3166 country in two letters, with a subdivision after a hyphen: `US`, `US-NY`, `DE-BE`.
      extra_closures: further days on which the place is closed; their order does not matter.
      categories: the categories of holidays that close it; what is observed there when left out.
      weekend: the days of its weekend in English, in small letters; the country's own when left out.

    Raises:
      Unreadable: no such country, subdivision, category or day; the fix names the nearest one.

    >>> calendar_for("US-NY").is_business_day(date(2025, 11, 28))
    True
    """
    from holidays.version import __version__  # noqa: PLC0415 - a twentieth of a second `--help` need not pay

    known = _tables(code, None).supported_categories
    for name in categories:
        if name not in known:
            raise Unreadable(NoSuchCategory(given=name, place=code), near_or_listed(name, known))
    days = [day.lower() for day in WEEKDAYS]
    for name in weekend:
        if name not in days:
            raise Unreadable(NoSuchWeekday(given=name), near_or_listed(name, days))
    closures = tuple(sorted(set(extra_closures)))
    return Calendar(code, closures, " ".join(("holidays", __version__)), tuple(categories), tuple(weekend))


def _tables(
    code: str, years: int | None, categories: tuple[str, ...] | None = None, language: str = "en_US"
) -> HolidayBase:
    """Return the holiday tables of a code, filled for a year where one is given."""
    import holidays  # noqa: PLC0415 - as above

    country, hyphen, subdivision = code.partition("-")
    if not _TWO_LETTERS.fullmatch(country):
        raise _unknown_country(country, code)
    _load_alone(country)
    try:
        # The language is fixed because the tables would otherwise speak that of the machine.
        tables = holidays.country_holidays(
            country, subdiv=subdivision or None, years=years, language=language, expand=False, categories=categories
        )
    except NotImplementedError:
        whole = country in holidays.list_supported_countries(include_aliases=False)
        raise (_unknown_subdivision(country, subdivision) if whole else _unknown_country(country, code)) from None
    if getattr(tables, "country", None) != country:
        raise _unknown_country(country, code)
    if hyphen and subdivision not in tables.subdivisions:
        raise _unknown_subdivision(country, subdivision)
    return tables


def _load_alone(country: str) -> None:
    """Load the tables of one country: the library would load those of every country with it, ten times as dear."""
    import holidays  # noqa: PLC0415 - as above
    from holidays.registry import EntityLoader  # noqa: PLC0415 - as above

    lazy = getattr(holidays, country, None)
    if isinstance(lazy, EntityLoader) and lazy.entity is None:
        spec = PathFinder.find_spec(lazy.module_name, [f"{folder}/countries" for folder in holidays.__path__])
        if spec is not None and spec.loader is not None:
            tables = module_from_spec(spec)
            spec.loader.exec_module(tables)
            lazy.entity = getattr(tables, lazy.entity_name)


@lru_cache(maxsize=1024)
def _closed_days(
    code: str, year: int, categories: tuple[str, ...] = (), weekend: tuple[str, ...] = ()
) -> Mapping[date, Said]:
    """Return every closed day of a year with its reason; a make-up working day at a weekend is open."""
    held = categories or observed(code)
    tables = _tables(code, year, held)
    if not tables.start_year <= year <= tables.end_year:
        years = str(tables.start_year), str(tables.end_year)
        raise QuestionError(YearNotInTables(place=code, first=years[0], last=years[1], year=str(year)), fix=CheckYear())
    closed: dict[date, Said] = {
        day: Holiday(name=HolidayName.of(name, code, day, held)) for day, name in tables.items()
    }
    day = date(year, 1, 1)
    while day.year == year:
        if WEEKDAYS[day.weekday()].lower() in weekend if weekend else tables.is_weekend(day):
            if day in tables.weekend_workdays:
                closed.pop(day, None)
            else:
                closed[day] = DayOfTheWeekend(day=WEEKDAYS[day.weekday()])
        day += _ONE_DAY
    return MappingProxyType(closed)


def observed(code: str) -> tuple[str, ...]:
    """Return the categories of holidays that close banks and offices in a country."""
    return OBSERVED.get(code.partition("-")[0], ("public",))


@lru_cache(maxsize=1024)
def _marked_days(code: str, year: int) -> Mapping[date, Said]:
    """Return the days of a year that a category marks, with what it calls them."""
    supported = _tables(code, None).supported_categories
    found: dict[date, Said] = {}
    for category in MARKING:
        if category in supported:
            for day, name in _tables(code, year, (category,)).items():
                found.setdefault(day, _marked_as(category, HolidayName.of(name, code, day, (category,))))
    return MappingProxyType(found)


def _marked_as(category: Marking, name: str) -> Said:
    match category:
        case "public":
            return Holiday(name=name)
        case "bank":
            return BankHoliday(name=name)
        case "government":
            return GovernmentHoliday(name=name)
        case "optional":
            return OptionalHoliday(name=name)
        case "half_day":
            return HalfDayHoliday(name=name)
        case _:
            assert_never(category)


def _unknown_country(country: str, code: str) -> Unreadable:
    import holidays  # noqa: PLC0415 - as above

    canonical = holidays.list_supported_countries(include_aliases=False)
    fix: Said = WriteTwoLetters()
    if country.upper() in canonical:
        fix = DidYouMean(near=f"{country.upper()}{code[len(country) :].upper()}")
    elif country.upper() in holidays.list_supported_countries(include_aliases=True):
        fix = DidYouMean(near=f"{getattr(holidays, country.upper()).country}{code[len(country) :]}")
    return Unreadable(NoSuchCountry(given=code, country=country), fix)


def _unknown_subdivision(country: str, subdivision: str) -> Unreadable:
    import holidays  # noqa: PLC0415 - as above

    whole = holidays.country_holidays(country)
    what = NoSuchSubdivision(given=f"{country}-{subdivision}", country=country, part=subdivision)
    if not whole.subdivisions or not subdivision:
        return Unreadable(what, WriteWholeCountry(country=country))
    near = whole.subdivisions_aliases.get(subdivision) or did_you_mean(subdivision, whole.subdivisions)
    if near is not None:
        return Unreadable(what, DidYouMean(near=f"{country}-{near}"))
    return Unreadable(what, near_or_listed(subdivision, whole.subdivisions))
