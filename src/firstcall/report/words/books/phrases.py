"""Sentences that earlier stages compose in English, recognised so that they can be said in another language.

A phrase is the sentence with its gaps. What a gap may hold follows from how its name begins: `day`, `month` and
`moment` dates, `n` a number, `outcome` an answer, `id` one word, `word` one that may be
a phrase, `answer` another phrase, `say` another phrase or text, `each`
phrases in a row, `all` and `any` names joined by and / or; anything else is text as it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

from firstcall.report.words.books.reasons import LINES, REASONS, SHEETS
from firstcall.report.words.enums import ENUMS

STORY = (
    "{answer} [{say_mark}]",
    "{answer} [{say_mark}] [{say_other}]",
    "not yet: {text}",
    "not on the record",
    "not in the text",
    "no clause",
    "removed by {id_by}",
    "in force",
    "not in force",
    "in force, until {say_until}",
    "not in force, until {say_until}",
    "{say_state} ({id_by} is silent on it)",
    "{word_what} on {day}",
    "{n_count} agreed", "{n_count} stated", "{n_count} reported", "{n_count} assumed",
    "{day}", "{month}", "{title}: {day}", "before", "on the day", "after", "day of the brief", "today",
    "clause {id_clause}", "point {id_point}", "taken out", "read as {id_alternative}",
)  # fmt: skip
PHRASES = tuple(dict.fromkeys((*ENUMS, *STORY, *REASONS, *LINES, *SHEETS)))
_HOLDS = (
    ("day", r"\d{4}-\d\d-\d\d"),
    ("moment", r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?"),
    ("month", r"\d{4}-(?:0[1-9]|1[0-2])"),
    ("n", r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
    ("outcome", "ungoverned|permitted|offer-first|consent-first|forbidden"),
    ("id", r"[^\s,;()]+"),
    ("word", r"[^\s,;()]+"),
)
_GAP = re.compile(r"\{(\w+)\}")


def phrase_in(text: str) -> tuple[str, dict[str, str]] | None:
    """Return the phrase that makes a sentence, and what stands in its gaps; None where none does.

    Of several, the one with the most words of its own.

    >>> phrase_in("removed by amendment-2025-10")
    ('removed by {id_by}', {'id_by': 'amendment-2025-10'})
    >>> phrase_in("what nobody ever composed") is None
    True
    """
    found = _found(text)
    return None if found is None else (found[0], dict(found[1]))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    if text in _plain():
        return text, ()
    for phrase, pattern in _patterns():
        held = pattern.fullmatch(text)
        if held is not None:
            gaps = tuple(held.groupdict().items())
            if all(_found(value) is not None for name, value in gaps if name.startswith("answer")):
                return phrase, gaps
    return None


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    return frozenset(phrase for phrase in PHRASES if "{" not in phrase)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the phrases with gaps as patterns, those with the most words of their own first."""
    gapped = [phrase for phrase in PHRASES if "{" in phrase]
    gapped.sort(key=lambda phrase: (-len(_GAP.sub("", phrase)), phrase))
    return tuple((phrase, _pattern(phrase)) for phrase in gapped)


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = _GAP.split(phrase)
    made = [re.escape(part) if index % 2 == 0 else f"(?P<{part}>{_holds(part)})" for index, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)


def _holds(name: str) -> str:
    return next((pattern for start, pattern in _HOLDS if name.split("_", maxsplit=1)[0] == start), r".+?")
