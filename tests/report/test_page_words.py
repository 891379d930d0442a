"""No page shows an untranslated word: every text is a sentence of the catalogue, a date, or an author's own."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from tests.report.as_read import as_read

import catalogues
from firstcall.report.brief.page import brief_page
from firstcall.report.terms.page import terms_page
from firstcall.report.words.words import PageWords, page_words
from firstcall.said import Sentence
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[2]
SAID = re.compile("⟦[^⟦⟧]*(?:⟧|$)|^[^⟦⟧]*⟧")
"""What somebody said; where what is to be typed stands in the midst of it, what is before and what is after that."""
ZONE = re.compile(r"\b(UTC|WIB|WITA|PST|PDT)\b")
TYPED = re.compile('<code translate="no">[^<]*</code>')
"""What a sentence tells to type stands within it, and is of no language."""
WEEKDAYS = {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"}
MONTHS = {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"}
FULL = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre"}  # fmt: skip
FORMS = {*WEEKDAYS, *MONTHS, *FULL, "de", "mil", "millones", "US", "y", "o"}
"""What dates, amounts and rows are made of in Spanish."""
LABELS = ("aria-label", "data-label", "alt")


def marked(message: str) -> str:
    """A sentence whose own words stand in marks, its gaps outside of them."""
    return "".join(part if part.startswith("{") else f"⟦{part}⟧" for part in re.split(r"(\{\w+\})", message) if part)


def marking() -> PageWords:
    said: dict[str, str | tuple[str, ...]] = {}
    for message in catalogues.messages():
        if isinstance(message, str):
            said[message] = marked(message)
        else:
            said[message[0]] = tuple(marked(form) for form in message)
    return PageWords("es", said)


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What facts say stands in marks too."""

    def form_of(says: Sentence, n: object, lang: str) -> str:
        return marked(says.text if says.several is None or n == 1 else says.several)

    monkeypatch.setattr("firstcall.report.words.facts.form_of", form_of)


def unsaid(tree: ElementTree.Element) -> Iterator[str]:
    """Every text, and every label, that holds a word which nobody said."""
    if (
        tree.get("translate") == "no"
        or tree.get("class") in ("own", "label")
        or tree.tag.endswith(("}style", "svg}title"))
    ):
        return
    yield from (f"@{name}: {tree.get(name)}" for name in LABELS if words_in(tree.get(name) or ""))
    yield from filter(words_in, [tree.text or ""])
    for child in tree:
        yield from unsaid(child)
        yield from filter(words_in, [child.tail or ""])


def words_in(text: str) -> list[str]:
    left = ZONE.sub("", SAID.sub("", text))
    return [word for word in re.findall(r"[^\W\d_]{2,}", left) if word not in FORMS]


def page(name: str, on: str, w: PageWords) -> ElementTree.Element:
    held = open_partnership(ROOT / "examples" / name)
    text = brief_page(brief_of(held, on, "2026-11-22", w.lang), held.record, w)
    tree = html5lib.HTMLParser(strict=True).parse(TYPED.sub("", as_read(text)))
    assert isinstance(tree, ElementTree.Element)
    return tree


@pytest.mark.usefixtures("marks")
@pytest.mark.parametrize(
    ("name", "on"), [("microsoft-openai", "2025-01-21"), ("wiraksa", "2025-10-20"), ("wiraksa", "2020-01-01")]
)
def test_a_page_shows_no_untranslated_word(name: str, on: str) -> None:
    body = page(name, on, marking()).find(".//{http://www.w3.org/1999/xhtml}body")
    assert body is not None
    assert list(unsaid(body)) == []


@pytest.mark.usefixtures("marks")
def test_the_terms_show_no_untranslated_word() -> None:
    for name, on in (("microsoft-openai", "2025-12-01"), ("wiraksa", "2025-10-20")):
        held = open_partnership(ROOT / "examples" / name)
        brief = brief_of(held, on, "2026-11-22")
        text = terms_page(brief.terms, brief.on, name, held.record, marking())
        body = (
            html5lib.HTMLParser(strict=True)
            .parse(TYPED.sub("", as_read(text)))
            .find(".//{http://www.w3.org/1999/xhtml}body")
        )
        assert list(unsaid(body)) == []


def test_an_untranslated_word_is_noticed() -> None:
    tree = html5lib.HTMLParser().parse('<body><p>⟦Bien⟧ 21 ene 2025 <b>Amount</b> <bdi translate="no">Own words</bdi>')
    assert list(unsaid(tree)) == ["Amount"]


@pytest.mark.parametrize(("lang", "said"), [("es", "Puntos controvertidos"), ("id", "Pokok yang diperdebatkan")])
def test_a_page_names_its_language_and_speaks_it(lang: str, said: str) -> None:
    tree = page("wiraksa", "2025-10-20", page_words("es" if lang == "es" else "id"))
    assert tree.get("lang") == lang
    assert said in "".join(tree.itertext())


def test_what_authors_wrote_stays_as_they_wrote_it() -> None:
    told = ["".join(page("microsoft-openai", "2025-01-21", page_words(lang)).itertext()) for lang in ("en", "es", "id")]
    for words in (
        "Microsoft may agree that OpenAI uses another provider",
        "exclusive-compute@amendment-2023-01",
        "CoreWeave, second expansion",
    ):
        assert all(words in text for text in told)
