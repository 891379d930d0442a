"""Pages as people meet them: readable at every width, in light and dark and on paper, and asking for nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

Show = Callable[..., Page]
EXAMPLE = "brief-microsoft-openai-en"
NAMES = [f"brief-microsoft-openai-{lang}" for lang in ("en", "es", "id")]
NAMES += ["brief-wiraksa-es", "terms-microsoft-openai-en", "terms-wiraksa-es", "terms-microsoft-openai-id"]
SMALLEST = 8.5
"""The least height of a letter's line, in pixels, that still counts as readable on a drawing."""


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_of_accessibility_is_broken(show: Show, pages: dict[str, Path], name: str) -> None:
    page = show(pages[name])
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1600, "dark")])
def test_nor_on_a_telephone_or_in_the_dark(show: Show, pages: dict[str, Path], width: int, scheme: str) -> None:
    page = show(pages[EXAMPLE], width, scheme)
    assert violations(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(pages[name].as_uri())
    assert asked == [pages[name].as_uri()] and told == []
    page.close()


@pytest.mark.parametrize("width", [360, 800, 1600])
@pytest.mark.parametrize("name", ["brief-microsoft-openai-es", "terms-wiraksa-id"])
def test_nothing_sticks_out_sideways(show: Show, pages: dict[str, Path], name: str, width: int) -> None:
    page = show(pages[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    out = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && !e.closest('svg')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert out == []


@pytest.mark.parametrize(("width", "layout"), [(360, "narrow"), (1600, "wide")])
@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_the_drawing_that_is_shown_can_be_read(
    show: Show, pages: dict[str, Path], lang: str, width: int, layout: str
) -> None:
    page = show(pages[f"brief-microsoft-openai-{lang}"], width)
    shown = page.locator("svg.timeline:visible")
    assert shown.count() == 1 and layout in (shown.get_attribute("class") or "")
    sizes = shown.evaluate("s => [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect().height)")
    assert len(sizes) > 20 and min(sizes) >= SMALLEST
    outside = shown.evaluate(
        "s => { const box = s.getBoundingClientRect(); return [...s.querySelectorAll('text')].filter(t => {"
        " const r = t.getBoundingClientRect(); return r.left < box.left - 1 || r.right > box.right + 1 })"
        ".map(t => t.textContent) }"
    )
    assert outside == [], "a name is cut off at the rim"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_answer_has_its_own_colour(show: Show, pages: dict[str, Path], scheme: str) -> None:
    page = show(pages[EXAMPLE], 1600, scheme)
    colours = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('svg.timeline.wide use')]"
        ".map(u => [u.getAttribute('href'), getComputedStyle(u).color]))"
    )
    assert len(colours) >= 4 and len(set(colours.values())) == len(colours)
    for colour in colours.values():
        red, green, blue = (int(part) for part in colour[4:-1].split(","))
        assert max(red, green, blue) - min(red, green, blue) > 20, f"{colour} is grey"


def test_paper_has_pages_heads_and_no_controls(show: Show, pages: dict[str, Path]) -> None:
    page = show(pages[EXAMPLE], 1600, "dark")
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible() and not page.locator("details").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.story thead')).display") == "table-header-group"
    raw = page.pdf(prefer_css_page_size=True, print_background=True)
    assert raw.startswith(b"%PDF") and 5 < raw.count(b"/Type /Page\n") < 40


def test_the_keyboard_reaches_the_content_first(show: Show, pages: dict[str, Path]) -> None:
    page = show(pages[EXAMPLE])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
