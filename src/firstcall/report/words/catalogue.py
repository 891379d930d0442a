"""The catalogues of other languages: each English sentence of the code, and how it is said there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from firstcall.report.words.enums import Language

Sayings = Mapping[str, str | tuple[str, ...]]


@lru_cache(maxsize=8)
def sayings(lang: Language) -> Sayings:
    """Return a language's sentences by their English; those with a number in two forms where it has them.

    English has none: its sentences are the ones the code says.

    >>> sayings("id")["forbidden"]
    'dilarang'
    """
    if lang == "en":
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English needs no catalogue

    text = files("firstcall.report.words").joinpath("locale", f"{lang}.po").read_text(encoding="utf-8")
    found: dict[str, str | tuple[str, ...]] = {}
    for message in read_po(iter(text.splitlines(keepends=True)), locale=lang):
        if message.id and message.string and not message.fuzzy:
            one = message.id if isinstance(message.id, str) else message.id[0]
            found[one] = message.string if isinstance(message.string, str) else tuple(message.string)
    return found
