"""The catalogues of declared sentences: how each is said in another language, by its code.

Each language has a file for every stage, `locale/es/rights.po`; the code of a sentence is the context of its
entry. How many forms a counted sentence has, and which is said of a number, the header of the file tells:
Indonesian has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from gettext import c2py
from importlib.resources import files
from typing import TYPE_CHECKING

from firstcall.report.words.enums import Language
from firstcall.said import Sentence

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def form_of(says: Sentence, n: int | Decimal | Fraction | None, lang: Language) -> str:
    """Return a declared sentence in a language; in English where the language does not say it yet.

    Args:
      says: the sentence.
      n: the number it counts, if it counts.
      lang: the language.

    >>> from firstcall.said import plural
    >>> form_of(plural("example.days", "{n} day", "{n} days"), 2, "en")
    '{n} days'
    """
    found = catalogues(lang).get(says.code)
    if found is None:
        return says.text if says.several is None or n == 1 else says.several
    forms, rule = found
    return forms[0] if n is None else forms[rule(_whole(n))]


def _whole(n: int | Decimal | Fraction) -> int:
    """Return the whole number that is said as this one is: one and a half as two are."""
    size = abs(Fraction(n))
    return int(size) if size.denominator == 1 else max(2, int(size))


@lru_cache(maxsize=8)
def catalogues(lang: Language) -> Mapping[str, tuple[tuple[str, ...], Callable[[int], int]]]:
    """Return the forms of every declared sentence of a language, and which of them is said of a number."""
    found: dict[str, tuple[tuple[str, ...], Callable[[int], int]]] = {}
    folder = files("firstcall.report.words").joinpath("locale", lang)
    if lang == "en" or not folder.is_dir():
        return found
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English needs no catalogue

    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".po"):
            found.update(in_catalogue(read_po(iter(file.read_text("utf-8").splitlines(keepends=True)), locale=lang)))
    return found


def in_catalogue(catalogue: Catalog) -> dict[str, tuple[tuple[str, ...], Callable[[int], int]]]:
    """Return the sentences of one file that are said in full; not those that a translator has yet to look at."""
    rule = c2py(catalogue.plural_expr)
    found: dict[str, tuple[tuple[str, ...], Callable[[int], int]]] = {}
    for message in catalogue:
        if message.context is None or message.fuzzy:
            continue
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        wanted = 1 if isinstance(message.id, str) else catalogue.num_plurals
        if all(forms) and len(forms) == wanted:
            found[message.context] = (forms, rule)
    return found
