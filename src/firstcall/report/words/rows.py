"""Things in a row as a language lists them, its `and` and `or` chosen by the sound that follows."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from firstcall.gaps import Joining
from firstcall.report.words.enums import Language

LISTED_AS = {"en": "en_GB", "es": "es", "id": "id"}
"""Whose habits of listing each language follows: plain English has no comma before `and`."""
_SOUNDS = {
    "y": ("e", re.compile(r"h?[ií](?![aeouáéóú])|y(?![aeiouáéíóú\W\d_])", re.IGNORECASE)),
    "o": ("u", re.compile(r"h?[oó]|8|11(?![\d,])|11\.\d{3}(?![\d.])", re.IGNORECASE)),
}
"""Spanish `y` becomes `e` before the sound i, and `o` becomes `u` before the sound o (8 is ocho, 11 is once)."""
_BEFORE_A_GAP = re.compile(r"\b([yo]) (['«“]?)\{(\w+)\}")


def betweens(items: tuple[str, ...], row: Joining, lang: Language) -> tuple[str, ...]:
    """Return what stands between each of the things and the next.

    Args:
      items: the things as plain text.
      row: how they are joined.
      lang: the language.

    >>> betweens(("azure", "own", "oracle"), Joining.any_of, "es"), betweens(("a", "b", "c"), Joining.all_of, "en")
    ((', ', ' u '), (', ', ' and '))
    """
    if len(items) < 2:
        return ()
    if row not in (Joining.all_of, Joining.any_of):
        between: str = row.value
        return (between,) * (len(items) - 1)
    comma, last, only = _patterns(lang, "standard" if row is Joining.all_of else "or")
    end = only if len(items) == 2 else last
    if lang == "es":
        end = f" {by_sound(end.strip(), items[-1])} "
    return (*(comma,) * (len(items) - 2), end)


@lru_cache(maxsize=16)
def _patterns(lang: Language, style: str) -> tuple[str, str, str]:
    """Return what stands between things in the middle, before the last of several, and between two."""
    patterns = Locale.parse(LISTED_AS[lang]).list_patterns[style]
    middle, end, two = (patterns[name].removeprefix("{0}").removesuffix("{1}") for name in ("middle", "end", "2"))
    return middle, end, two


def by_sound(word: str, following: str) -> str:
    """Return Spanish `y` or `o` as it is said before what follows.

    >>> [by_sound("y", name) for name in ("ibm", "hielo", "azure")], [by_sound("o", name) for name in ("8", "80", "9")]
    (['e', 'y', 'y'], ['u', 'u', 'o'])
    """
    instead, sound = _SOUNDS.get(word, (word, None))
    return instead if sound is not None and sound.match(following) else word


def sounded(form: str, gaps: dict[str, str]) -> str:
    """Return a Spanish sentence with each `y` and `o` before a gap as what stands there asks for.

    >>> sounded("{a} o {b}", {"a": "azure", "b": "oracle"})
    '{a} u {b}'
    """
    return _BEFORE_A_GAP.sub(lambda held: f"{by_sound(held[1], gaps[held[3]])} {held[2]}{{{held[3]}}}", form)
