"""What a page never breaks in two: a day with its hour, an amount with its unit, an id that has a hyphen.

A blank that holds two parts of one thing together becomes one that does not break; a hyphen stays as it is, so that an
id is copied as it was written, and stands in an element that does not wrap.
"""

from __future__ import annotations

import re

from firstcall.report.words.words import LONGEST

_HELD = "\N{NO-BREAK SPACE}"
_TEXT = r"(?=[^<>]*<)"
"""What stands in a page as text, and not within a tag."""
_DAY = r"\b(?:[^\W\d_]{3} )?\d{1,2} (?:de )?[^\W\d_]{3,10} (?:de )?[12]\d{3}\b(?:,? \d{1,2}[:.]\d\d(?:[:.]\d\d)?\b)?"
"""A day of the month, its month and year, in the order that every language of a page has; with its weekday and hour."""
_SCALE = r"(?:m|bn|M|mil M|jt|million|billion|millón de|millones de|mil millones de|juta|miliar)(?= |<|[.,;)])"
_UNIT = r"(?:US\$|[A-Z]{2,5}\b)"
_OWN = r'(?=<bdi translate="no">[^\s<]+<)'
_AMOUNT = rf"(?<=\d) (?:{_SCALE}(?: {_UNIT}| {_OWN})?|{_UNIT}|{_OWN}){_TEXT}"
_QUARTER = r"\b(?:[QT][1-4]|triwulan [IV]{1,3}) [12]\d{3}\b"
_SHARE = r"\((?:\w+ )?\d[\d.,]*%(?: \w+)?\)"
"""A share in brackets with the one word that says of what: how likely something is."""
_BLANKS = re.compile(rf"(?:{_DAY}|{_QUARTER}|{_SHARE}){_TEXT}|{_AMOUNT}")
_SIGN = r"[\w@.,+/\N{NO-BREAK SPACE}-]"
_HYPHENED = re.compile(
    r"<(?P<apart>svg|code)\b.*?</(?P=apart)>"
    r'|class="id"[^<]*'
    rf'|<(?P<own>bdi|span)(?= translate="no">[^\s<]{{1,{LONGEST}}}<)[^>]*>(?P<name>[^<-]*-[^<]*)'
    rf"|(?<![\w@.,+/&#-])(?={_SIGN}*[/-])(?={_SIGN}*(?:\d|/[A-Z]))(?P<said>\w{_SIGN}*\w){_TEXT}",
    re.DOTALL,
)
"""What is drawn or typed, and ids that stand apart, which do not wrap; own words that are one; a word with a figure."""


def unbroken(body: str) -> str:
    r"""Return the body of a page in which nothing that is one thing is broken at the end of a line.

    >>> unbroken("<p>by Tue 1 Jul 2025 for 40 MW, US$22.4 billion</p>")
    '<p>by Tue\xa01\xa0Jul\xa02025 for 40\xa0MW, US$22.4\xa0billion</p>'
    >>> unbroken('<p><bdi translate="no">refusal-islands</bdi> since 2025-03-01</p>')
    '<p><bdi class="w" translate="no">refusal-islands</bdi> since <span class="w">2025-03-01</span></p>'
    >>> unbroken("<p>kurang pada triwulan III 2026 (peluang 70%)</p>")
    '<p>kurang pada triwulan\xa0III\xa02026 (peluang\xa070%)</p>'
    """
    return _HYPHENED.sub(_whole, _BLANKS.sub(lambda found: found[0].replace(" ", _HELD), body))


def _whole(found: re.Match[str]) -> str:
    if found["name"]:
        return f'<{found["own"]} class="w" translate="no">{found["name"]}'
    if found["said"] and len(found["said"]) <= LONGEST:
        return f'<span class="w">{found["said"]}</span>'
    return found[0]
