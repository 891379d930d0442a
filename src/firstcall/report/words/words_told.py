"""An error in the reader's language: what happened, where, and how to mend it, line by line."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.report.words.words import Words

MEND = "  mend: "
SEE = "  see: "
BESIDE = "; mend: "
"""How a mend stands on the line of what happened."""
PLACE = re.compile(r"\S.*?:[0-9]+(:[0-9]+)?: ")
"""Where it is: file, line and column."""


def told(text: str, words: Words) -> str:
    r"""Return an error in a language; in English as it is.

    What was typed, names of flags, places in files and what authors wrote stay as they are.

    Args:
      text: the error as it is printed: what happened, then its mend and what else to look at.
      words: the language.

    >>> from firstcall.report.words.words import words
    >>> print(told("unknown workload 'trainning'\n  mend: did you mean 'training'?", words("es")))
    no se reconoce 'trainning' como carga de trabajo
      solución: ¿quiso decir 'training'?
    """
    if words.lang == "en":
        return text
    teller = replace(words, book="told")
    return "\n".join(_line(line, teller) for line in text.split("\n"))


def _line(line: str, words: Words) -> str:
    if line.startswith(MEND):
        return f"  {words.text('mend')}: {words.say(line.removeprefix(MEND))}"
    if line.startswith(SEE):
        return f"  {words.text('see')}: {words.say(line.removeprefix(SEE))}"
    held = PLACE.match(line)
    place, said = (held[0], line[held.end() :]) if held else ("", line)
    what, beside, mend = said.partition(BESIDE)
    return place + words.say(what) + (f"; {words.text('mend')}: {words.say(mend)}" if beside else "")
