"""The guide in a real browser: nothing is cut, pictures suit their page, search finds what is meant."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import docs_site

FOUND = {
    "first refusal deadline": "transcripts/a-rival-has-made-us-an-offer",
    "rival offer": "transcripts/a-rival-has-made-us-an-offer",
    "calendar": "transcripts/a-rival-has-made-us-an-offer",
    "tail": "glossary",
    "window": "glossary",
    "grade": "glossary",
    "bona fide": "glossary",
    "exclusivity": "glossary",
    "plan": "planning",
    "what to buy": "planning",
    "statement": "glossary",
    "who owes whom": "settlement",
    "late fee": "settlement",
    "revenue share": "settlement",
    "csv mapping": "audit",
    "audit parquet": "transcripts/did-we-keep-to-it",
    "Spanish": "the-brief",
    "AGI": "transcripts/what-may-we-do",
    "python": "quick-start",
    "install": "quick-start",
    "consent": "transcripts/keeping-the-record",
    "notice": "glossary",
}
"""What people type, and a page of the guide that stands among the first five found."""
CUT = """() => [...document.querySelectorAll('pre')].flatMap(block => {
  const edge = block.getBoundingClientRect().left + block.clientWidth, wide = innerWidth > 640
  return [...block.querySelectorAll('.line')]
    .filter(line => (wide || !line.classList.contains('row')) && line.getBoundingClientRect().right > edge + 1)
    .map(line => line.textContent) })"""
"""Lines that go beyond the edge of their block: none, but rows of a table on a phone, which scroll."""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"
SHOWN = "() => [...document.querySelectorAll('article img')].filter(e => e.offsetParent).map(e => e.className)"


def read(guide: tuple[Path, ...]) -> list[Path]:
    """The pages of the guide that people read, without the decisions."""
    return [file for file in guide if file.parent.name != "decisions"]


def test_no_line_of_the_guide_is_cut(one_page: Page, guide: tuple[Path, ...]) -> None:
    faults = []
    for file in read(guide):
        one_page.goto(file.as_uri())
        for width in (390, 768, 1400):
            one_page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{file.stem} at {width}: {line}" for line in one_page.evaluate(CUT)]
            faults += [f"{file.stem} at {width} scrolls sideways"] if one_page.evaluate(WIDER) else []
    assert faults == []


FOCUSED = """() => { const at = document.activeElement, style = getComputedStyle(at), place = at.getBoundingClientRect()
  return [at.outerHTML.slice(0, 80), style.outlineStyle, place.left >= 0 && place.right <= innerWidth + 1] }"""


@pytest.mark.parametrize("width", [390, 1400])
def test_the_keyboard_is_seen_wherever_it_is(one_page: Page, guide: tuple[Path, ...], width: int) -> None:
    """Each thing that Tab comes to has an outline and stands on the screen, in the contents of a narrow page too."""
    one_page.set_viewport_size({"width": width, "height": 900})
    one_page.emulate_media(reduced_motion="reduce")
    one_page.goto(next(file for file in guide if file.stem == "quick-start").as_uri())
    seen = set[str]()
    for _ in range(80):
        one_page.keyboard.press("Tab")
        one_page.wait_for_function("() => document.getAnimations().every(moved => moved.playState === 'finished')")
        what, outline, on_screen = one_page.evaluate(FOCUSED)
        if what.startswith("<body"):
            break
        seen.add(what)
        assert outline == "solid" and on_screen, what
    assert len(seen) > 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_as_light_or_dark_as_its_page(one_page: Page, guide: tuple[Path, ...], scheme: str) -> None:
    one_page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    file = next(file for file in guide if file.stem == "the-brief")
    one_page.goto(file.as_uri())
    shown = one_page.evaluate(SHOWN)
    one_page.emulate_media(color_scheme="light")
    assert len(shown) == 4 and all(f"only-{scheme}" in kind for kind in shown)


@pytest.mark.parametrize("query", FOUND)
def test_search_finds_pages_that_people_read_before_why_it_is_so(
    one_page: Page, guide: tuple[Path, ...], query: str
) -> None:
    site = next(file for file in guide if file.stem == "search").parent
    one_page.goto(f"{(site / 'search.html').as_uri()}?q={query.replace(' ', '+')}")
    expect(one_page.locator("#search-results .search-summary")).to_contain_text("found", timeout=20_000)
    one_page.wait_for_function("() => Search.output && !document.querySelector('#search-progress')?.innerText.trim()")
    links = one_page.locator("#search-results li > a").evaluate_all("all => all.map(link => link.href)")
    found = [link.split("?")[0].split("#")[0].removeprefix(site.as_uri() + "/").removesuffix(".html") for link in links]
    assert FOUND[query] in list(dict.fromkeys(found))[:5]
    why = [page.startswith("decisions/") or page == "CHANGELOG" for page in found]
    assert why == sorted(why), "decisions and changes come last"


def test_the_words_of_the_search_are_pages_of_the_guide() -> None:
    assert set(FOUND.values()) <= {page for pages in docs_site.PARTS.values() for page in pages}
