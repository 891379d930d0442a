"""Pages as people meet them: readable at every width, in light and dark and on paper, and asking for nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

Show = Callable[..., Page]
EXAMPLE = "brief-microsoft-openai-en"
UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
LONG_WORDS = ("brief-microsoft-openai-es", "terms-microsoft-openai-es", "terms-wiraksa-id", "clock-wiraksa-es",
              "offers-wiraksa-id")  # fmt: skip
SMALLEST = 8.5
"""The least height of a letter's line, in pixels, that still counts as readable on a drawing."""


@pytest.mark.parametrize("width", [320, 360, 720, 800, 1280, 1600])
@pytest.mark.parametrize("name", LONG_WORDS)
def test_nothing_sticks_out_sideways(show: Show, pages: dict[str, Path], name: str, width: int) -> None:
    page = show(pages[name], width)
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    out = page.evaluate(
        "(() => { const rim = document.querySelector('main').getBoundingClientRect().right + 1;"
        " return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && !e.closest('svg')"
        " && e.getBoundingClientRect().right > rim).map(e => e.outerHTML.slice(0, 80)) })()"
    )
    assert out == []


@pytest.mark.parametrize("name", ["check", "diff", "audit", "route"])
def test_a_report_keeps_within_its_sheet(show: Show, reports: dict[str, Path], name: str) -> None:
    for width in (360, 1280):
        page = show(reports[name], width)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("name", ["brief-wiraksa-en", "brief-wiraksa-es", "brief-wiraksa-id", EXAMPLE])
def test_a_wide_screen_shows_every_table_whole_and_none_upon_another(
    show: Show, pages: dict[str, Path], name: str
) -> None:
    page = show(pages[name], 1600)
    page.evaluate(UNFOLD)
    cut = page.evaluate("[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length")
    assert cut == 0, "a column of the matrix is cut off"
    out = page.evaluate(
        "[...document.querySelectorAll('.pair > div')].filter(e => [...e.querySelectorAll('table')]"
        ".some(t => t.getBoundingClientRect().right > e.getBoundingClientRect().right + 1)).length"
    )
    assert out == 0, "a table runs into its neighbour"


@pytest.mark.parametrize(("width", "layout"), [(360, "narrow"), (1600, "wide")])
@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_the_drawing_that_is_shown_can_be_read(
    show: Show, pages: dict[str, Path], lang: str, width: int, layout: str
) -> None:
    page = show(pages[f"brief-microsoft-openai-{lang}"], width)
    page.evaluate(UNFOLD)
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
    assert not page.locator("nav.contents").is_visible() and page.locator("details .told").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('#terms thead')).display") == "table-header-group"
    raw = page.pdf(prefer_css_page_size=True, print_background=True)
    assert raw.startswith(b"%PDF") and 5 < raw.count(b"/Type /Page\n") < 40


def test_the_keyboard_reaches_the_content_first(show: Show, pages: dict[str, Path]) -> None:
    page = show(pages[EXAMPLE])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


@pytest.mark.parametrize(("width", "most"), [(1400, 900), (390, 1400)])
@pytest.mark.parametrize("name", ["microsoft-openai", "wiraksa"])
def test_four_answers_stand_on_the_first_screen_and_the_fifth_next_to_them(
    show: Show, pages: dict[str, Path], name: str, width: int, most: int
) -> None:
    for lang in ("en", "es", "id"):
        page = show(pages[f"brief-{name}-{lang}"], width)
        for answer in ("may", "due", "money", "disputed", "sound"):
            box = page.locator(f"#answer-{answer}").bounding_box()
            assert box is not None and box["height"] > 20, answer
            room = 100 if answer == "sound" else 0
            assert box["y"] + box["height"] <= most + room, (lang, answer, box)


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_the_public_brief_is_twelve_screens_of_a_telephone(show: Show, pages: dict[str, Path], lang: str) -> None:
    page = show(pages[f"brief-microsoft-openai-{lang}"], 390)
    assert page.evaluate("document.documentElement.scrollHeight") <= 12 * 844


@pytest.mark.parametrize("lang", ["en", "es", "id"])
@pytest.mark.parametrize("name", ["microsoft-openai", "wiraksa"])
def test_no_answer_of_the_matrix_runs_into_its_neighbour(
    show: Show, pages: dict[str, Path], name: str, lang: str
) -> None:
    page = show(pages[f"brief-{name}-{lang}"], 390)
    wider = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"
    assert page.locator("#matrix td, #matrix td .answer").count() > 30
    assert page.locator("#matrix td, #matrix td .answer").evaluate_all(wider) == []


@pytest.mark.parametrize(("width", "most"), [(1400, 900), (390, 1400)])
def test_a_clock_says_first_what_is_due_and_keeps_its_calendar(
    show: Show, pages: dict[str, Path], width: int, most: int
) -> None:
    page = show(pages["clock-wiraksa-en"], width)
    link = page.get_by_role("link", name="Keep these deadlines as a calendar")
    box = link.bounding_box()
    assert box is not None and box["y"] + box["height"] <= most
    with page.expect_download() as kept:
        link.click()
    assert kept.value.suggested_filename == "wiraksa.ics"
    assert kept.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_what_is_folded_opens_without_a_script_and_stands_open_on_paper(show: Show, pages: dict[str, Path]) -> None:
    page = show(pages["brief-microsoft-openai-en"])
    drawing = page.locator("#timeline .drawing:not(.small)")
    assert not drawing.is_visible()
    page.locator("#timeline summary").click()
    assert drawing.is_visible()
    page.locator("#timeline summary").click()
    page.emulate_media(media="print")
    assert drawing.is_visible() and page.locator("#back-test table").is_visible()
