"""The words of a page or a terminal in one language, with what authors wrote left as they wrote it.

English is what the code says; the other languages are catalogues of the same sentences. A gap of a
sentence that holds plain text is somebody's own words (a name, an id, a clause), and is set apart so
that its script and its direction never disturb the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from firstcall.calendars import HolidayName
from firstcall.gaps import spelled
from firstcall.report.words import formats
from firstcall.report.words.catalogue import Sayings, sayings
from firstcall.report.words.enums import JOINED, Language
from firstcall.values import dataclass

UNITS = ((86_400, "{n} day", "{n} days"), (3_600, "{n} hour", "{n} hours"), (60, "{n} minute", "{n} minutes"),
         (1, "{n} second", "{n} seconds"))  # fmt: skip
_TYPED = re.compile("`([^`]+)`")
"""What a sentence tells to type; a terminal keeps the marks around it."""
_AS_CODE = r'<code translate="no">\1</code>'
END_OF = "end of {day}"
BEFORE = "before {moment}"


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences, dates, numbers and money of one language, as plain text."""

    lang: Language
    sayings: Sayings
    figures: bool = False
    """Whether amounts stand in figures to the last unit, as on a statement; else millions may be words."""

    def own(self, text: str) -> str:
        """Return somebody's own words, as they were written."""
        return text

    def holiday(self, name: HolidayName) -> str:
        """Return what a holiday is called in this language; in English where its tables have no names in this one."""
        if self.lang == "en":
            return self.own(str(name))
        told = name.in_language(self.lang)
        return self._english(str(name)) if told is None else self.own(told)

    def text(self, message: str, /, **gaps: object) -> str:
        """Return a sentence in this language, its gaps filled.

        Args:
          message: the English sentence, with `{name}` for each gap.
          gaps: what stands in each gap; plain text is taken as somebody's own words.
        """
        said = self.sayings.get(message, message)
        return self._fill(said if isinstance(said, str) else said[0], gaps)

    def word(self, word: str) -> str:
        """Return a word of a closed list in this language; in English as people write it.

        >>> [words_in("en").word(word) for word in ("own_build", "matched-in-part", "offer-first")]
        ['own build', 'matched in part', 'offer-first']
        >>> words_in("es").word("own_build")
        'construcción propia'
        """
        if word in self.sayings:
            return self.text(word)
        return self._fill(word.replace("-", " ") if word in JOINED else spelled(word), {})

    def many(self, one: str, several: str, n: int, /, **gaps: object) -> str:
        """Return the sentence for a number of things; `{n}` is the number."""
        said = self.sayings.get(one)
        forms = said if isinstance(said, tuple) else (one, several)
        form = forms[0] if n == 1 or len(forms) == 1 else forms[1]
        return self._fill(form, {"n": self.number(n), **gaps})

    def filled(self, form: str, gaps: Mapping[str, object]) -> str:
        """Return a sentence that is already in this language, its gaps filled; a brace of its own stands twice.

        Args:
          form: the sentence, with `{name}` for each gap.
          gaps: what stands in each gap; plain text is taken as somebody's own words.
        """
        return form.format(**gaps)

    def day(self, day: date, *, long: bool = False) -> str:
        """Return a day as this language writes it."""
        return self._set(formats.day(day, self.lang, long=long))

    def weekday(self, day: date) -> str:
        """Return a day with the day of the week."""
        return self._set(formats.weekday(day, self.lang))

    def clocked(self, at: datetime) -> str:
        """Return an instant as people say it, in its own zone: day of the week, time, the zone's short name."""
        return self._set(formats.clocked(at, self.lang))

    def hour(self, at: datetime | time, *, finer: bool = False) -> str:
        """Return the time of a day as this language writes it."""
        return self._set(formats.hour(at, self.lang, finer=finer))

    def beside_utc(self, at: datetime) -> str:
        """Return the time in UTC beside an instant in its own zone: with the day of the week where it is another."""
        return self._set(formats.beside_utc(at, self.lang))

    def date(self, text: str) -> str:
        """Return a date as far as it is known: a day, a month (2025-05), a quarter (2025-Q3) or a year."""
        return self._set(formats.partial(text, self.lang))

    def month(self, number: int) -> str:
        """Return the name of a month of any year, January being 1."""
        return self._set(formats.month(number, self.lang))

    def moment(self, at: datetime, where: ZoneInfo) -> str:
        """Return an instant in a zone as this language writes it, the zone named; a day alone at midnight.

        The last instant of a day is told as its end, any other last instant as being before the next.
        """
        end_of, before = (str(self.sayings.get(said, said)) for said in (END_OF, BEFORE))
        return self._set(formats.moment(at, where, self.lang, end_of, before))

    def number(self, number: int | Decimal) -> str:
        """Return an exact number as this language writes it."""
        return self._set(formats.number(number, self.lang))

    def placed(self, number: Decimal) -> str:
        """Return a decimal number with each of its places, idle zeros too."""
        return self._set(formats.placed(number, self.lang))

    def share(self, share: Decimal) -> str:
        """Return a share as a percentage, exactly."""
        return self._set(formats.percent(share, self.lang))

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount exactly, its thousand millions and millions in words where that is exact.

        On papers that are booked from, where `figures` is set, every digit stands, with the currency's code.
        """
        if self.figures:
            return self._set(formats.figures(amount, currency, self.lang))
        return self._set(formats.money_text(amount, currency, self.lang))

    def listed(self, items: tuple[str, ...], *, style: formats.Row = "standard") -> str:
        """Return things in a row as this language lists them (`standard`: and; `or`)."""
        return self._set(formats.listed(tuple(str(item) for item in items), self.lang, style), made=items)

    def countdown(self, left: timedelta) -> str:
        r"""Return a time still left, in its two largest units, never rounded up.

        >>> words_in("en").countdown(timedelta(hours=76, minutes=59, seconds=59))
        '3\xa0days 4\xa0hours'
        """
        seconds = max(0, left // timedelta(seconds=1))
        parts: list[str] = []
        for size, one, several in UNITS:
            count, seconds = divmod(seconds, size)
            if (count or size == 1) and len(parts) < 2 and (count or not parts):
                parts.append(self.many(one, several, count).replace(" ", "\N{NO-BREAK SPACE}"))
            elif parts:
                break
        return self._join(parts)

    def _fill(self, said: str, gaps: Mapping[str, object]) -> str:
        return said.format(**gaps) if gaps else said

    def _english(self, text: str) -> str:
        return text

    def _set(self, text: str, made: tuple[str, ...] = ()) -> str:
        return text

    def _join(self, parts: list[str], between: str = " ") -> str:
        return between.join(parts)


LONGEST = 26
"""How many signs of a name stand together at most, so that no name widens a table beyond its sheet."""
_BREAK = re.compile(rf"(?:[^\s._@/-]{{{LONGEST}}}|[._@/-](?!\w{{1,2}}$))(?=\w)")
_STEP = re.compile(rf"(?:[^\s/]{{{LONGEST}}}|/)(?=\w)")


def breaks(name: str) -> Markup:
    """Return a long name that may be broken after its dots, dashes and underscores, and where a part is too long.

    A path is broken after its slashes alone, so that the days and ids in it stay whole; a last sign or two, such as
    the number of an amendment, stay with what they number.

    >>> str(breaks("notice.third_party")), str(breaks("notice.third_party.required")), str(breaks("a" * 28))
    ('notice.third_party', 'notice.<wbr>third_<wbr>party.<wbr>required', 'aaaaaaaaaaaaaaaaaaaaaaaaaa<wbr>aa')
    >>> str(breaks("refusal-islands@amendment-1"))
    'refusal-<wbr>islands@<wbr>amendment-1'
    """
    if len(name) <= LONGEST:
        return escape(name)
    ends = [found.end() for found in (_STEP if "/" in name else _BREAK).finditer(name)]
    return Markup("<wbr>").join(name[first:last] for first, last in pairwise([0, *ends, len(name)]))


@dataclass(frozen=True, slots=True)
class PageWords(Words):
    """The same for a page: everything comes out as markup, and own words are isolated and marked as such."""

    def own(self, text: str) -> Markup:
        """Return somebody's own words, isolated so that their direction stays their own; a long name may be broken."""
        if isinstance(text, Markup):
            return text
        return Markup('<bdi translate="no">{}</bdi>').format(text if any(map(str.isspace, text)) else breaks(text))

    def plain(self) -> Words:
        """Return the same words as plain text: for attributes, and for drawings."""
        return Words(self.lang, self.sayings, figures=self.figures)

    def filled(self, form: str, gaps: Mapping[str, object]) -> Markup:
        """Return the sentence as markup, own words set apart, and what is to be typed set as code."""
        return self._fill(form, gaps)

    def _fill(self, said: str, gaps: Mapping[str, object]) -> Markup:
        set_apart = {name: self.own(value) if isinstance(value, str) else value for name, value in gaps.items()}
        return Markup(_TYPED.sub(_AS_CODE, str(escape(said)))).format(**set_apart)

    def _english(self, text: str) -> Markup:
        return Markup('<bdi lang="en" translate="no">{}</bdi>').format(text)

    def _set(self, text: str, made: tuple[str, ...] = ()) -> Markup:
        """Return text made here as markup; that of items which are markup already, as it is."""
        return Markup(text) if made and all(isinstance(item, Markup) for item in made) else escape(text)

    def _join(self, parts: list[str], between: str = " ") -> Markup:
        return Markup(between).join(parts)


@lru_cache(maxsize=8)
def words_in(lang: Language) -> Words:
    """Return the words of a language as plain text.

    >>> words_in("es").money(Decimal("250000000000"), "USD")
    '250 mil millones de US$'
    """
    return Words(lang, sayings(lang))


@lru_cache(maxsize=8)
def page_words(lang: Language) -> PageWords:
    """Return the words of a language as markup."""
    return PageWords(lang, sayings(lang))
