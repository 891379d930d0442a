"""Parties by their names, and rows of names, as the sentences on a clause set them."""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.agreement.terms import Terms
from firstcall.report.words.words import Words


def party_name(name: str, text: Terms) -> str:
    """Return the name of a party; a party that the terms do not list keeps its id."""
    return text.parties[name].name if name in text.parties else name


def named(names: Iterable[str], words: Words) -> str:
    """Return names in a row, each as its author wrote it.

    >>> from firstcall.report.words.words import words
    >>> named(["azure", "oracle"], words("es"))
    'azure y oracle'
    """
    return words.listed(tuple(words.own(name) for name in names))


def either(names: Iterable[str], words: Words) -> str:
    """Return names of which any will do, each as its author wrote it.

    >>> from firstcall.report.words.words import words
    >>> either(["azure", "oracle"], words("id"))
    'azure atau oracle'
    """
    return words.listed(tuple(words.own(name) for name in names), style="or")
