"""Every declared sentence: used, named once, its gaps of known kinds, and said whole in every language."""

import ast
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import said_catalogues as catalogues
from firstcall.report.words.catalogue import sayings
from firstcall.report.words.codes import catalogues as said_by_code
from firstcall.report.words.enums import Language
from firstcall.said import Said, gaps_in, kinds_of

OTHERS = catalogues.OTHERS
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
UPDATE = "fix: python tools/said_catalogues.py update, then say what is new"


@cache
def sentences() -> Mapping[str, type[Said]]:
    return catalogues.every_sentence()


@cache
def made() -> Counter[str]:
    """How often each name is called in the package, as `OnlyAt(…)` or `exclusivity.OnlyAt(…)`."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in catalogues.SRC.rglob("*.py"))
    calls = (node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return Counter(call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls)


def test_sentences_are_declared() -> None:
    assert len(sentences()) >= 8


def test_every_sentence_is_well_declared() -> None:
    for code, cls in sentences().items():
        assert CODE.fullmatch(code), f"{code}: a code is a subject and what is said of it: exclusivity.only-at"
        assert tuple(kinds_of(cls)) == cls.gaps
        assert not [name for name in cls.gaps if name in vars(cls)], f"{code}: a gap has no value of its own"
        assert not [base for base in cls.__mro__[1:] if "says" in vars(base)], f"{code}: is made of another"
        assert not set(cls.gaps) & set(dir(Said)), f"{code}: a gap hides what every fact has"
        for form in cls.says.forms:
            assert form == form.strip() and "\n" not in form and form, f"{code}: one line, no space around it"
        assert cls.says.several is None or kinds_of(cls)["n"].what in ("number", "grouped"), code


def test_every_sentence_is_said_somewhere() -> None:
    assert not [cls.__qualname__ for cls in sentences().values() if not made()[cls.__name__]]


def test_a_name_and_an_english_sentence_belong_to_one_fact() -> None:
    names = Counter(cls.__name__ for cls in sentences().values())
    texts = Counter((cls.says.forms, tuple(kinds_of(cls).items())) for cls in sentences().values())
    assert not [name for name, times in names.items() if times > 1]
    assert not [forms for (forms, _), times in texts.items() if times > 1]


def test_a_text_with_the_same_gaps_has_one_code() -> None:
    held: dict[tuple[object, ...], list[str]] = {}
    for code, cls in sentences().items():
        kinds = kinds_of(cls)
        parts = tuple(
            tuple((text, kinds[gap] if gap else None) for text, gap, _, _ in Formatter().parse(form))
            for form in cls.says.forms
        )
        if any(any(map(str.isalpha, text)) for form in parts for text, _ in form):
            held.setdefault(parts, []).append(code)
    assert not [codes for codes in held.values() if len(codes) > 1]


def test_babel_finds_what_python_declares() -> None:
    found = {code: message for messages in catalogues.extracted().values() for code, message in messages.items()}
    forms = {code: cls.says.forms for code, cls in sentences().items()}
    assert {code: (message,) if isinstance(message, str) else message for code, message in found.items()} == forms


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_says_every_sentence(lang: Language) -> None:
    assert list(catalogues.missing(lang)) == [], UPDATE
    assert set(said_by_code(lang)) == set(sentences())


@pytest.mark.parametrize("lang", OTHERS)
def test_the_files_of_a_language_are_as_they_are_written(lang: Language) -> None:
    found = catalogues.extracted()
    assert {path.stem for path in (catalogues.LOCALE / lang).glob("*.po")} == set(found), UPDATE
    for stage, messages in found.items():
        kept = (catalogues.LOCALE / lang / f"{stage}.po").read_bytes()
        assert kept == catalogues.renewed(lang, stage, messages), UPDATE


@pytest.mark.parametrize(("lang", "forms"), [("es", 2), ("id", 1)])
def test_a_file_counts_as_its_language_does(lang: Language, forms: int) -> None:
    for stage in catalogues.extracted():
        assert catalogues.read(lang, stage).num_plurals == forms


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_has_every_gap_and_no_other(lang: Language) -> None:
    said = said_by_code(lang)
    for code, cls in sentences().items():
        forms, _ = said[code]
        optional = {"n"} if cls.says.several is not None else set()
        for form in forms:
            assert gaps_in(form) | optional == set(cls.gaps), code
            assert form == form.strip() and "\n" not in form, code


@pytest.mark.parametrize("lang", OTHERS)
def test_every_word_of_a_closed_list_is_said(lang: Language) -> None:
    said = sayings(lang)
    assert not [word for word in catalogues.words_in_gaps() if not said.get(word)]


def test_a_translation_stays_while_the_english_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    (tmp_path / "id").mkdir()
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    entry = 'msgctxt "a.b"\nmsgid "as it was"\nmsgstr "seperti dulu"\n'
    (tmp_path / "id" / "rights.po").write_text(header + entry, encoding="utf-8")
    same = catalogues.renewed("id", "rights", {"a.b": "as it was"}).decode()
    changed = catalogues.renewed("id", "rights", {"a.b": "as it is"}).decode()
    assert "seperti dulu" in same and "fuzzy" not in same
    assert 'msgid "as it is"\nmsgstr "seperti dulu"' in changed and "#, fuzzy" in changed
    assert "seperti dulu" not in catalogues.renewed("id", "rights", {}).decode()
