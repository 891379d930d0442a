"""Days, instants, numbers and money as a language writes them, exactly; nothing here rounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal, localcontext
from functools import lru_cache, wraps
from typing import Annotated, Literal, ParamSpec
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_month_names, get_quarter_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from firstcall.gaps import to_the_second, zone_name
from firstcall.said import Quoted, Said, Unreadable, sentence

Row = Literal["standard", "or"]
EXACT = "#,##0.##################"
_ALL_DIGITS = Context(prec=999)
SCALES = {
    "en": ((10**9, "{symbol}{number} billion"), (10**6, "{symbol}{number} million")),
    "es": ((10**9, "{number} mil millones de {symbol}"), (10**6, "{number} millones de {symbol}")),
    "id": ((10**9, "{symbol}{number} miliar"), (10**6, "{symbol}{number} juta")),
}
"""How a language says thousand millions and millions: English billion is Spanish mil millones, Indonesian miliar."""
ONE_OF = {("es", 10**9): "mil millones de {symbol}", ("es", 10**6): "1 millón de {symbol}"}
"""How just one of them is said, where that is no plural."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_LAST = time(23, 59, 59, 999_999)


_Given = ParamSpec("_Given")


def _in_all_digits(setting: Callable[_Given, str]) -> Callable[_Given, str]:
    """Let numbers of any length be set: Babel rounds in the context of the thread, which has 28 digits."""

    @wraps(setting)
    def whole(*given: _Given.args, **named: _Given.kwargs) -> str:
        with localcontext(_ALL_DIGITS):
            return setting(*given, **named)

    return whole


@lru_cache(maxsize=1024)
def day(value: date, lang: str, *, long: bool = False) -> str:
    """Return a day as a language writes it; English with the day first, as on terminals and papers.

    >>> [day(date(2025, 1, 21), lang) for lang in ("en", "es", "id")]
    ['21 Jan 2025', '21 ene 2025', '21 Jan 2025']
    """
    if lang == "en":
        return format_date(value, "d MMMM y" if long else "d MMM y", locale=lang)
    return format_date(value, "long" if long else "medium", locale=lang)


@lru_cache(maxsize=1024)
def weekday(value: date, lang: str) -> str:
    """Return a day with the day of the week, as a language writes it.

    >>> [weekday(date(2025, 1, 21), lang) for lang in ("en", "es", "id")]
    ['Tue 21 Jan 2025', 'mar 21 ene 2025', 'Sel 21 Jan 2025']
    """
    return format_date(value, "EEE d MMM y", locale=lang)


def clocked(at: datetime, lang: str) -> str:
    """Return an instant as a language says it, in its own zone, to the second where it has seconds.

    >>> [clocked(datetime(2025, 3, 14, 17, tzinfo=ZoneInfo("America/Los_Angeles")), lang) for lang in ("en", "id")]
    ['Fri 14 Mar 2025 17:00 PDT', 'Jum 14 Mar 2025 17.00 PDT']
    """
    return f"{weekday(at.date(), lang)} {hour(at, lang)} {zone_name(at)}"


def beside_utc(at: datetime, lang: str) -> str:
    """Return the time in UTC of an instant that stands in its own zone: with the day of the week where it is another.

    >>> beside_utc(datetime(2025, 3, 14, 17, tzinfo=ZoneInfo("America/Los_Angeles")), "es")
    'sáb 0:00 UTC'
    """
    utc = at.astimezone(UTC)
    other = "" if utc.date() == at.date() else format_date(utc.date(), "EEE", locale=lang) + " "
    return f"{other}{hour(utc, lang)} UTC"


def hour(at: datetime | time, lang: str, *, finer: bool = False) -> str:
    """Return the time of a day as a language writes it, with its seconds where it has some; finer only if asked for.

    >>> [hour(time(17, 5), lang) for lang in ("en", "es", "id")], hour(time(17, 5, 9, 500_000), "id", finer=True)
    (['17:05', '17:05', '17.05'], '17.05.09,500000')
    """
    if lang == "en":
        return to_the_second(at, finer=finer)
    read = at.time() if isinstance(at, datetime) else at
    told = format_time(read, "medium" if at.second or at.microsecond else "short", locale=lang)
    return f"{told},{at:%f}" if finer and at.microsecond else told


def moment(at: datetime, where: ZoneInfo, lang: str, end_of: str = "{day}", before: str = "{moment}") -> str:
    """Return an instant in a zone, to the second where it has seconds; midnight is the day alone.

    The last instant of a day is told as its end, so that nobody reads a deadline a minute short.

    Args:
      at: the instant.
      where: the zone it is told in.
      lang: the language.
      end_of: how the end of a day is said, with `{day}`.
      before: how the last instant before another is said, with `{moment}`.

    >>> moment(datetime(2025, 1, 22, 1, 0, tzinfo=UTC), ZoneInfo("America/Los_Angeles"), "id")
    '21 Jan 2025 17.00 PST'
    """
    local = at.astimezone(where)
    told = day(local.date(), lang)
    if local.time() == time():
        return told
    if local.time() == _LAST:
        return f"{end_of.format(day=told)} {zone_name(local)}"
    if local.microsecond == _LAST.microsecond:
        return before.format(moment=moment(at + timedelta(microseconds=1), where, lang))
    return f"{told} {hour(local, lang)} {zone_name(local)}"


def partial(text: str, lang: str) -> str:
    """Return a date written as a day, a month, a quarter or a year, as a language writes it.

    >>> partial("2025-05", "es"), partial("2025", "id"), partial("2025-01-21", "en")
    ('mayo de 2025', '2025', '21 Jan 2025')
    >>> [partial("2025-Q3", lang) for lang in ("en", "es", "id")]
    ['Q3 2025', 'T3 2025', 'triwulan III 2025']
    """
    if len(text) == 4:
        return text
    if "-Q" in text:
        return " ".join(period_parts(text, lang, long=True))
    if len(text) == 7:
        return format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=lang)
    return moment_text(text, lang)


def period_parts(text: str, lang: str, *, long: bool = False) -> tuple[str, str]:
    """Return a month or a quarter in two parts, as an axis names it: the part of the year, and the year.

    An Indonesian quarter is a triwulan with a Roman number: K3, as the common locale data has it, is read as
    something else there.

    Args:
      text: the period, such as 2025-05 or 2025-Q3.
      lang: the language.
      long: with the whole word for a quarter, where a language has a short one too.

    >>> [period_parts("2025-Q3", lang) for lang in ("en", "es", "id")]
    [('Q3', '2025'), ('T3', '2025'), ('TW III', '2025')]
    >>> [period_parts("2025-05", lang)[0] for lang in ("en", "es", "id")]
    ['May', 'may', 'Mei']
    """
    year, part = text[:4], text[5:]
    if not part.startswith("Q"):
        return str(get_month_names("abbreviated", "stand-alone", locale=lang)[int(part)]), year
    number = int(part[1:])
    if lang == "id":
        return f"{'triwulan' if long else 'TW'} {('I', 'II', 'III', 'IV')[number - 1]}", year
    return str(get_quarter_names("abbreviated", "stand-alone", locale=lang)[number]), year


def month(number: int, lang: str) -> str:
    """Return the name of a month of any year, January being 1.

    >>> month(4, "en"), month(4, "es"), month(8, "id")
    ('April', 'abril', 'Agustus')
    """
    return str(get_month_names("wide", "stand-alone", locale=lang)[number])


def moment_text(text: str, lang: str) -> str:
    """Return an instant that was already told as text, `2025-01-21` or with its time, as a language writes it.

    >>> moment_text("2025-01-21T08:00:00Z", "es"), moment_text("2025-01-21T17:30:05", "en")
    ('21 ene 2025 8:00 UTC', '21 Jan 2025 17:30:05')
    """
    at = datetime.fromisoformat(text)
    if len(text) == 10:
        return day(at.date(), lang)
    told = f"{day(at.date(), lang)} {hour(at, lang)}"
    if at.tzinfo is None:
        return told
    offset = "UTC" if at.utcoffset() == UTC.utcoffset(None) else f"UTC{at.isoformat()[-6:]}"
    return f"{told} {offset}"


@_in_all_digits
def number(value: int | Decimal, lang: str) -> str:
    """Return a number with every digit it has.

    >>> number(Decimal("12345.6789"), "es"), number(Decimal("0.75"), "id")
    ('12.345,6789', '0,75')
    >>> number(Decimal("1234567890123456789012.123456789012"), "es")
    '1.234.567.890.123.456.789.012,123456789012'
    """
    return format_decimal(value, format=EXACT, locale=lang, decimal_quantization=False)


@_in_all_digits
def placed(value: Decimal, lang: str) -> str:
    """Return a number with each of its decimal places, idle zeros too.

    >>> placed(Decimal("1265.0"), "es"), placed(Decimal("4.00"), "id"), placed(Decimal("9500"), "en")
    ('1.265,0', '4,00', '9,500')
    """
    _, _, exponent = value.as_tuple()
    places = max(0, -int(exponent))
    return format_decimal(value, format="#,##0" + ("." + "0" * places if places else ""), locale=lang)


@_in_all_digits
def percent(share: Decimal, lang: str) -> str:
    r"""Return a share as a percentage, with every digit it has.

    >>> percent(Decimal("0.205"), "es")
    '20,5\xa0%'
    """
    pattern = Locale.parse(lang).percent_formats[None].pattern.replace("##0", "##0.##########")
    return format_percent(share, format=pattern, locale=lang, decimal_quantization=False)


@_in_all_digits
def money_text(amount: Decimal, currency: str, lang: str) -> str:
    r"""Return an amount of money, every digit of it; thousand millions and millions in words where exact.

    >>> money_text(Decimal("22400000000"), "USD", "en"), money_text(Decimal("650000000"), "USD", "id")
    ('US$22.4 billion', 'US$650 juta')
    >>> money_text(Decimal("1234567.89"), "USD", "es")
    '1.234.567,89\xa0US$'
    >>> money_text(Decimal("1000000"), "USD", "es"), money_text(Decimal("1000.00"), "GPU-hours", "es")
    ('1 millón de US$', '1.000 GPU-hours')
    """
    if not _CURRENCY.fullmatch(currency):  # what is owed may be counted in another unit
        return f"{number(amount, lang)} {currency}"
    symbol = "US$" if currency == "USD" else get_currency_symbol(currency, locale=lang)
    for scale, said in SCALES[lang]:
        scaled = amount / scale
        if abs(scaled) >= 1 and (scaled * 1000) == int(scaled * 1000):
            form = ONE_OF.get((lang, scale), said) if scaled == 1 else said
            return form.format(symbol=symbol, number=number(scaled.normalize() + 0, lang))
    told = format_currency(amount, currency, locale=lang, decimal_quantization=False)
    return told.replace("US$", "$").replace("$", "US$") if currency == "USD" else told


@_in_all_digits
def figures(amount: Decimal, currency: str, lang: str) -> str:
    """Return an amount in figures, with as many decimals as it has, and the code of its currency.

    >>> figures(Decimal("7400000000.00"), "USD", "es"), figures(Decimal("5"), "JPY", "id")
    ('7.400.000.000,00 USD', '5 JPY')
    """
    decimals = max(-int(amount.as_tuple().exponent), 0)
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"{format_decimal(amount, format=pattern, locale=lang, decimal_quantization=False)} {currency}"


def listed(items: tuple[str, ...], lang: str, style: Row = "standard") -> str:
    """Return things in a row as a language lists them; English without a comma before `and`, as everywhere.

    >>> listed(("a", "b", "c"), "es"), listed(("a", "b"), "id", "or"), listed(("a", "b", "c"), "en")
    ('a, b y c', 'a atau b', 'a, b and c')
    """
    return format_list(items, style=style, locale="en_GB" if lang == "en" else lang)


ENGLISH = {"thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12}
OTHERS = {
    "mil": 3, "millón": 6, "millon": 6, "millones": 6, "mil millones": 9, "millardo": 9, "millardos": 9,
    "billón": 12, "billon": 12, "billones": 12,
    "ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12,
}  # fmt: skip
"""Spanish and Indonesian: a dot sets thousands apart, a comma begins the decimals."""
SCALE_WORDS = ENGLISH | OTHERS
_AMOUNT = re.compile(
    r"(?P<sign>US\$|\$|USD|€|EUR|Rp|IDR)?\s*(?P<digits>\d[\d.,]*)\s*(?P<word>[^\W\d]+(?: millones)?)"
    r"(?:\s+(?:de\s+)?(?P<unit>dólares|dolares|dolar|dollars|US\$|USD|euros|EUR|rupiah|IDR))?",
    re.IGNORECASE,
)


class NotBesideWord(Said):
    says = sentence("amount.not-beside-word", "{digits} cannot be read beside {word}")
    digits: Annotated[str, Quoted]
    word: Annotated[str, Quoted]


class MarksOfLanguage(Said):
    says = sentence(
        "amount.marks-of-language",
        "there a {apart} sets thousands apart and a {point} begins the decimals, as in {example}",
    )
    apart: Annotated[str, Quoted]
    point: Annotated[str, Quoted]
    example: str


def amount_in_words(text: str) -> Decimal | None:
    """Return the exact number that an amount in words says; None where no number word stands in it.

    Raises:
      Unreadable: its dots and commas cannot be read in the language of its word.

    >>> [amount_in_words(text) for text in ("100 miliar", "100 mil millones", "US$100 billion")]
    [Decimal('100000000000'), Decimal('100000000000'), Decimal('100000000000')]
    >>> amount_in_words("650 juta dolar"), amount_in_words("1.500 millones de euros"), amount_in_words("$22.4bn")
    (Decimal('650000000'), Decimal('1500000000'), Decimal('22400000000'))
    >>> amount_in_words("100000000000") is None
    True
    """
    held = _AMOUNT.fullmatch(text.strip())
    word = " ".join(held["word"].lower().split()) if held else ""
    if held is None or word not in SCALE_WORDS:
        return None
    apart, point = (",", ".") if word in ENGLISH else (".", ",")
    digits = held["digits"]
    if not re.fullmatch(rf"(\d{{1,3}}(\{apart}\d{{3}})+|\d+)(\{point}\d+)?", digits):
        raise Unreadable(
            NotBesideWord(digits=digits, word=word),
            MarksOfLanguage(apart=apart, point=point, example=f"1{apart}500{point}5"),
        )
    return Decimal(digits.replace(apart, "").replace(point, ".")).scaleb(SCALE_WORDS[word]) + 0


def in_digits(text: str) -> str:
    """Return an amount in words as plain digits; any other text as it is.

    >>> in_digits("1,5 juta"), in_digits("0.20")
    ('1500000', '0.20')
    """
    amount = amount_in_words(text)
    return text if amount is None else format(amount.normalize(), "f")
