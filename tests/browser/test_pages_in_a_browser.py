"""Pages as people meet them: readable at every width, in light and dark and on paper, and asking for nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

Show = Callable[..., Page]
EXAMPLE = "brief-microsoft-openai-en"
UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
SMALLEST = 8.5
"""The least height of a letter's line, in pixels, that still counts as readable on a drawing."""


WIDTHS = (320, 390, 768, 834, 1024, 1160, 1216, 1240, 1400)
"""Telephones, a tablet both ways, and on either side of each width at which the layout turns."""
FAULTS = """() => {
  const rim = document.documentElement.clientWidth + 1, told = []
  const seen = e => e.checkVisibility({visibilityProperty: true}) && getComputedStyle(e).clipPath === 'none'
    && !e.closest('.scroll, svg, thead, .skip, code')
  for (const e of document.querySelectorAll('body *'))
    if (seen(e) && e.getBoundingClientRect().right > rim) told.push('sticks out: ' + e.textContent.slice(0, 60))
  for (const e of document.querySelectorAll('td, .answer, .grade'))
    if (seen(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
      told.push('runs over: ' + e.textContent.slice(0, 60))
  for (const e of document.querySelectorAll('td, th'))
    if (getComputedStyle(e.parentElement).display === 'table-row' && getComputedStyle(e).display !== 'table-cell')
      told.push('lies in a row and is no cell of it: ' + e.textContent.slice(0, 60))
  for (const e of document.querySelectorAll('.scroll'))
    if (e.scrollWidth > e.clientWidth + 1) told.push('cut off: ' + e.textContent.slice(0, 60))
  const range = document.createRange(), words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    if (!seen(node.parentElement) || !node.parentElement.closest('table, .answer, .grade')) continue
    for (const word of node.data.matchAll(/\\p{L}+/gu)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].filter(r => r.width > 1).map(r => Math.round(r.top / 3))).size > 1)
        told.push('cut in two: ' + word[0])
    }
  }
  return told
}"""
"""What is wrong with how a page lies: what is beyond its rim, what runs over its neighbour, which word is cut."""
DAY = r"((?<!\p{L})\p{L}{3}\s)?\b\d{1,2}\s(de\s)?\p{L}{3,10}\s(de\s)?[12]\d{3}\b(\s\d{1,2}[:.]\d\d)?"
NUMBERED = r"\b[12]\d{3}-(\d\d(-\d\d)?|[Qq]\d)\b", r"\b[A-Z]+\d*-\d+\b"
AMOUNTS = (r"\d[ \xa0](m|bn|M|mil M|jt)\s[A-Z]{3}\b", r"\d[ \xa0]([A-Z]{2,3}\b|GPU-hours|US\$)",
           r"US\$[\d.,]+\s(billion|million|miliar|juta)", r"[\d.,]+\s(mil\s)?millones\sde\sUS\$")  # fmt: skip
ONE = "|".join((DAY, *NUMBERED, *AMOUNTS))
"""A day, an id with a number or an amount, as a reader knows it in one of the three languages."""
BROKEN = """one => {
  const told = [], SIGN = 28, named = '.id, bdi, [translate=no]'
  const single = e => !/\\s/.test(e.textContent.trim()) && !e.matches('code')
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('svg, code, .skip')
    && getComputedStyle(e.closest('thead') ?? e).clipPath === 'none'
  const holder = e => getComputedStyle(e).display === 'inline' ? holder(e.parentElement) : e
  const room = e => { const style = getComputedStyle(e)
    return e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) }
  const judge = (range, within, what, beside = 0) => {
    const rects = [...range.getClientRects()].filter(r => r.width > 1).sort((a, b) => a.top - b.top)
    const lines = rects.filter((r, at) => at === 0 || r.top > rects[at - 1].bottom - 3).length
    if (lines > 1 && rects.reduce((sum, r) => sum + r.width, beside) <= room(within)) told.push('in two lines: ' + what)
  }
  const runs = [], last = new Map(), range = document.createRange()
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const block = holder(node.parentElement)
    if (node.nodeName === 'BR') last.delete(block)
    if (node.nodeName !== '#text' || !seen(node.parentElement)) continue
    if (!last.has(block)) { last.set(block, []); runs.push([block, last.get(block)]) }
    last.get(block).push(node)
  }
  for (const [block, nodes] of runs) {
    const place = at => { for (const node of nodes) { if (at <= node.length) return [node, at]; at -= node.length } }
    for (const found of nodes.map(node => node.data).join('').matchAll(new RegExp(one, 'gu'))) {
      range.setStart(...place(found.index)); range.setEnd(...place(found.index + found[0].length))
      if (!range.startContainer.parentElement.matches(named) || !single(range.startContainer.parentElement))
        judge(range, block, found[0])
    }
  }
  for (const e of document.querySelectorAll(named))
    if (seen(e) && single(e)) {
      range.selectNodeContents(e); judge(range, holder(e.parentElement), e.textContent)
    }
  for (const e of document.querySelectorAll('.answer, .grade, .mark'))
    if (seen(e)) { range.selectNodeContents(e); judge(range, holder(e.parentElement), e.textContent, SIGN) }
  return told
}"""
"""Which day, amount, id or answer stands in two lines though it has room in one, told from its text alone."""
HEADLESS = """() => {
  const told = [], before = e => getComputedStyle(e, '::before')
  const labelled = e => !['none', 'normal', '""'].includes(before(e).content) && before(e).display !== 'none'
  for (const table of document.querySelectorAll('table')) {
    if (!table.tHead || getComputedStyle(table.tHead).clipPath === 'none' || table.matches('.fields')) continue
    for (const row of table.tBodies[0].rows) {
      const size = e => parseFloat(getComputedStyle(e).fontSize), [head] = row.querySelectorAll('th')
      if (head && !labelled(head) && size(head) <= size(row.querySelector('td')))
        told.push('neither title nor labelled: ' + head.textContent)
      if (!head && getComputedStyle(row.previousElementSibling ?? row).borderBottomStyle !== 'none')
        told.push('of which card: ' + row.textContent.slice(0, 60))
      for (const cell of row.querySelectorAll('td:not(.main)'))
        if (cell.textContent.trim() && cell.checkVisibility() && !labelled(cell))
          told.push('not said of what: ' + cell.textContent.slice(0, 60))
    }
  }
  return told
}"""
"""What stands on a card without its column's head: every cell says it, and so does the row's head if it is no title."""


def faults(page: Page, file: Path) -> dict[int, list[str]]:
    """What is wrong with a page, all unfolded, by the width at which it is."""
    page.goto(file.as_uri())
    page.evaluate(UNFOLD)
    found: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        told = page.evaluate(FAULTS) + page.evaluate(BROKEN, ONE) + page.evaluate(HEADLESS)
        if page.evaluate("document.documentElement.scrollWidth") > width or told:
            found[width] = told
    return found


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_nothing_sticks_out_and_no_word_is_cut(one_page: Page, pages: dict[str, Path], lang: str) -> None:
    for name in (name for name in pages if name.endswith(lang)):
        assert faults(one_page, pages[name]) == {}, name


@pytest.mark.parametrize("name", ["check", "diff", "audit", "plan", "route"])
@pytest.mark.parametrize("lang", ["", "-es", "-id"])
def test_a_report_keeps_within_its_sheet(one_page: Page, reports: dict[str, Path], name: str, lang: str) -> None:
    assert faults(one_page, reports[name + lang]) == {}


@pytest.mark.parametrize("name", ["statement-microsoft-openai", "statement-wiraksa"])
def test_a_statement_keeps_within_its_sheet(one_page: Page, statements: dict[str, Path], name: str) -> None:
    assert faults(one_page, statements[name]) == {}


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
    assert drawing.is_visible() and page.locator("table.back-test").is_visible()
