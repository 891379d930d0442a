"""YAML text -> plain values, with the place of every key and value.

Only what a contract file needs is read: mappings, lists and text. Every scalar stays text (the
models type it), except null, true and false. Refused, with the place: duplicate keys, anchors and
aliases, tags, several documents, tabs as indentation, and anything absurdly deep or large.
"""

from __future__ import annotations

from typing import Any

from firstcall.agreement.read import text_faults as fault
from firstcall.agreement.read.plain_text import NO_TEXT, Path, Places, read_plain
from firstcall.errors import AgreementError, Place, Problem, quoted

__all__ = ["MAX_BYTES", "Path", "Places", "decode", "read_yaml"]

MAX_BYTES = 1_000_000


def decode(raw: bytes, file: str) -> str:
    """Return a document's text.

    Raises:
      AgreementError: too large, not UTF-8, or with characters that are no text; the first one's place.
    """
    start = Place(file, 1, 1)
    if len(raw) > MAX_BYTES:
        raise AgreementError([Problem(start, fault.TooManyBytes(size=len(raw), most=MAX_BYTES), fault.SplitFile())])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(raw[: error.start].decode(errors="replace"), file)
        what = fault.NoUtf8At(byte=f"0x{raw[error.start]:02x}")
        raise AgreementError([Problem(place, what, fault.SaveAsUtf8())]) from error
    if stray := NO_TEXT.search(text):
        place, shown = _place_after(text[: stray.start()], file), quoted(stray[0])[1:-1]
        raise AgreementError([Problem(place, fault.StrayCharacter(shown=shown), fault.DeleteStray())])
    return text


def _place_after(before: str, file: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def read_yaml(text: str, file: str) -> tuple[dict[str, Any], Places, tuple[Problem, ...]]:
    """Return a document's top mapping, the places of its parts, and the problems that let reading go on.

    Raises:
      AgreementError: the text is not YAML, or is of a kind that is refused.
    """
    plain = read_plain(text, file)
    if plain is not None:
        return *plain, ()
    from firstcall.agreement.read.events import read_events  # noqa: PLC0415 - a parser that few texts need

    return read_events(text, file)
