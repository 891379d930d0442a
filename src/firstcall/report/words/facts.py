"""A fact said in a reader's language: its sentence, and each gap as that language writes such a thing.

Own words and ids stay as they are (on a page they are set apart); days, numbers, amounts, rows and the words of
closed lists follow the language; a sentence within the sentence is said in the same language.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from firstcall.calendars import HolidayName
from firstcall.dates import zone
from firstcall.gaps import GapWhat, Joining, Kind, exact_text, iso, quoted
from firstcall.report.words.codes import form_of
from firstcall.report.words.rows import betweens, sounded
from firstcall.report.words.words import Words
from firstcall.said import Said, kinds_of


def say(said: Said, words: Words) -> str:
    """Return a fact in a language: as plain text, or as markup where the words are those of a page.

    >>> from firstcall.report.words.words import words_in
    >>> from firstcall.rights.duties import ShippedBefore
    >>> say(ShippedBefore(provider="azure", event="e7"), words_in("es"))
    'se lanzó antes en azure (e7)'
    """
    kinds = kinds_of(type(said))
    gaps = {name: _gap(said.values[name], kind, words) for name, kind in kinds.items()}
    n = said.values["n"] if said.says.several is not None else None
    form = form_of(said.says, n, words.lang)
    if words.lang == "es":
        form = sounded(form, {name: _plain(value) for name, value in gaps.items()})
    return words.filled(form, gaps)


def plainly(said: Said, words: Words) -> str:
    """Return a fact as a line of a terminal or a message: in English as it is declared, days as on the record.

    Amounts stand in figures, to the last unit, since they are to be compared and booked.

    >>> from firstcall.money import sum_of
    >>> from firstcall.report.words.words import words_in
    >>> [plainly(sum_of(Fraction(7400000000), "USD"), words_in(lang)) for lang in ("en", "es")]
    ['7,400,000,000 USD', '7.400.000.000 USD']
    """
    return str(said) if words.lang == "en" else say(said, replace(words, figures=True))


def _gap(value: Any, kind: Kind, words: Words) -> str:
    if kind.row is None:
        return _one(value, kind.what, words)
    return _row(tuple(_one(item, kind.what, words) for item in value), kind.row, words)


def _row(items: tuple[str, ...], row: Joining, words: Words) -> str:
    between = (*betweens(tuple(map(_plain, items)), row, words.lang), "")
    form = "".join(f"{{i{at}}}{after}" for at, after in enumerate(between)) if items else ""
    return words.filled(form, {f"i{at}": item for at, item in enumerate(items)})


def _plain(text: str) -> str:
    return text.striptags() if isinstance(text, Markup) else text


def _one(value: Any, what: GapWhat, words: Words) -> str:
    match what:
        case "said":
            return say(value, words) if isinstance(value, Said) else _set_once(value)
        case "word":
            return words.word(str(value))
        case "day":
            return words.day(value)
        case "instant":
            return words.date(iso(value))
        case "local":
            return words.moment(value, value.tzinfo if isinstance(value.tzinfo, ZoneInfo) else zone("UTC"))
        case "partial":
            return words.date(value)
        case "number" | "grouped":
            return _number(value, words)
        case "placed":
            return words.placed(value)
        case "weekday":
            return words.weekday(value)
        case "clock":
            return words.clocked(value)
        case "hour":
            return words.filled("{hour} {zone}", {"hour": words.hour(value, finer=True), "zone": value.tzname() or ""})
        case "time":
            return words.hour(value)
        case "utc":
            return words.beside_utc(value)
        case "share":
            return words.share(Decimal(exact_text(value)) if isinstance(value, Fraction) else Decimal(value))
        case "amount":
            return words.money(value.amount, value.currency)
        case "quoted":
            return words.filled("'{word}'", {"word": quoted(value)[1:-1]})
        case "own":
            return words.holiday(value) if isinstance(value, HolidayName) else _set_once(value)


def _set_once(value: object) -> str:
    """Return a text as it is; what was set for a page already stays so, and is not set once more."""
    return value if isinstance(value, Markup) else str(value)


def _number(value: int | Decimal | Fraction, words: Words) -> str:
    """Return a number as the language writes it; the first decimals of one that has no end, then an ellipsis."""
    if not isinstance(value, Fraction):
        return words.number(value)
    text = exact_text(value)
    told = words.number(Decimal(text.rstrip("…")))
    return words.filled("{n}…", {"n": told}) if text.endswith("…") else told
