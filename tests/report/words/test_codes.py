"""The catalogues of declared sentences: found by code, counted as the file's header tells, never half said."""

from decimal import Decimal
from fractions import Fraction
from gettext import c2py

import pytest
from babel.messages.pofile import read_po

from firstcall.report.words.codes import catalogues, form_of, in_catalogue
from firstcall.said import plural, sentence

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
SPANISH, INDONESIAN = "nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;"
ENTRY = '{flag}msgctxt "a.days"\nmsgid "one day"\nmsgid_plural "{{n}} days"\n{forms}\n'


def read(lang: str, header: str, forms: tuple[str, ...], flag: str = "") -> dict[str, tuple[str, ...]]:
    lines = "\n".join(f'msgstr[{at}] "{form}"' for at, form in enumerate(forms))
    text = HEADER.format(header) + ENTRY.format(flag=flag, forms=lines)
    found = in_catalogue(read_po(iter(text.splitlines(keepends=True)), locale=lang))
    return {code: forms for code, (forms, _) in found.items()}


def test_a_catalogue_has_the_forms_of_its_language() -> None:
    assert read("es", SPANISH, ("un día", "{n} días")) == {"a.days": ("un día", "{n} días")}
    assert read("id", INDONESIAN, ("{n} hari",)) == {"a.days": ("{n} hari",)}


@pytest.mark.parametrize(
    ("lang", "header", "forms", "flag"),
    [
        ("es", SPANISH, ("un día", ""), ""),
        ("es", SPANISH, ("un día", "{n} días"), "#, fuzzy\n"),
        ("id", SPANISH, ("{n} hari",), ""),  # a file made for two forms, in a language of one
    ],
)
def test_what_is_half_said_is_not_said(lang: str, header: str, forms: tuple[str, ...], flag: str) -> None:
    assert read(lang, header, forms, flag) == {}


def test_what_a_language_does_not_say_is_english() -> None:
    assert form_of(sentence("test.no-such-code", "as {it} is"), None, "es") == "as {it} is"
    days = plural("test.no-such-days", "one day", "{n} days")
    assert [form_of(days, n, "id") for n in (0, 1, 2, Decimal("1.0"), Decimal("1.5"))] == [
        "{n} days", "one day", "{n} days", "one day", "{n} days",
    ]  # fmt: skip


def test_a_number_chooses_its_form(monkeypatch: pytest.MonkeyPatch) -> None:
    days = plural("test.days", "one day", "{n} days")
    spanish, one_form = (("un día", "{n} días"), c2py("(n != 1)")), (("{n} hari",), c2py("0"))
    held = {"es": {"test.days": spanish}, "id": {"test.days": one_form}}
    monkeypatch.setattr("firstcall.report.words.codes.catalogues", held.__getitem__)
    numbers = (0, 1, 2, -1, Decimal("1"), Decimal("1.00"), Decimal("1.5"), Fraction(1, 2))
    assert [form_of(days, n, "es")[:2] for n in numbers] == ["{n", "un", "{n", "un", "un", "un", "{n", "{n"]
    assert {form_of(days, n, "id") for n in numbers} == {"{n} hari"}


def test_english_needs_no_catalogue() -> None:
    assert catalogues("en") == {}
    assert set(catalogues("es")) == set(catalogues("id")) != set()
