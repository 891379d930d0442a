"""A plan's page as people meet it: its answer first, its drawings readable on every screen, in light and dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.test_pages_in_a_browser import SMALLEST, faults

Show = Callable[..., Page]
TOUCHING = """svg => {
  const box = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')], told = []
  const at = texts.map(t => t.getBoundingClientRect())
  texts.forEach((one, n) => {
    if (at[n].left < box.left - 1 || at[n].right > box.right + 1 || at[n].top < box.top - 1)
      told.push('beyond the rim: ' + one.textContent)
    for (let m = n + 1; m < texts.length; m++)
      if (at[n].left < at[m].right && at[m].left < at[n].right && at[n].top + 1 < at[m].bottom
          && at[m].top + 1 < at[n].bottom) told.push(one.textContent + ' / ' + texts[m].textContent)
  })
  return told
}"""
"""Which texts of a drawing lie upon one another or are cut off."""
OVER = """svg => {
  const told = []
  for (const bar of svg.querySelectorAll('rect')) {
    const box = bar.getBoundingClientRect()
    if (box.height < 3) continue
    for (const line of svg.querySelectorAll('line.year'))
      if (bar.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING) told.push(bar.textContent)
    bar.scrollIntoView({block: 'center'})
    const now = bar.getBoundingClientRect()
    if (document.elementFromPoint(now.x + now.width / 2, now.y + now.height / 2) !== bar) told.push(bar.textContent)
  }
  return told
}"""
"""Which bars have something drawn over them."""


@pytest.mark.parametrize("width", [390, 768, 1400])
@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_no_two_words_of_a_drawing_touch(show: Show, plans: dict[str, Path], lang: str, width: int) -> None:
    page = show(plans[lang], width)
    drawn = page.locator("svg.chart:visible")
    assert drawn.count() == 4, "one a need, and what matters most"
    for drawing in drawn.all():
        assert drawing.evaluate(TOUCHING) == []
        sizes = drawing.evaluate("s => [...s.querySelectorAll('text')].map(t => t.getBoundingClientRect().height)")
        assert len(sizes) >= 2 and min(sizes) >= SMALLEST


@pytest.mark.parametrize("width", [390, 1400])
def test_no_line_of_the_grid_lies_upon_a_bar(show: Show, plans: dict[str, Path], width: int) -> None:
    page = show(plans["en"], width)
    for drawing in page.locator("svg.chart:visible").all()[:3]:
        assert drawing.locator("rect").count() > 5 and drawing.evaluate(OVER) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_wanted_and_what_is_missing_are_seen_against_the_page(
    show: Show, plans: dict[str, Path], scheme: str
) -> None:
    page = show(plans["en"], 1400, scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    strokes = page.evaluate(
        "['path.need', 'rect.gap'].map(s => getComputedStyle(document.querySelector('svg.chart ' + s)).stroke)"
    )
    shades = [sum(int(part) for part in colour[4:-1].split(",")) for colour in (paper, *strokes)]
    assert all(abs(shade - shades[0]) > 200 for shade in shades[1:]), strokes


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_a_plan_is_twelve_screens_of_a_telephone_and_the_first_act_begins_on_the_first(
    show: Show, plans: dict[str, Path], lang: str
) -> None:
    page = show(plans[lang], 390)
    assert page.evaluate("document.documentElement.scrollHeight") <= 12 * 844
    first = page.locator("tbody tr").first.bounding_box()
    assert first is not None and first["y"] + 60 <= 844


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_a_plan_keeps_within_its_sheet(one_page: Page, plans: dict[str, Path], lang: str) -> None:
    assert faults(one_page, plans[lang]) == {}


def test_what_is_folded_stands_open_on_paper_with_the_wide_drawing_alone(show: Show, plans: dict[str, Path]) -> None:
    page = show(plans["en"], 1400)
    page.emulate_media(media="print")
    assert page.locator("svg.chart:visible").count() == 4 and page.locator("details table").first.is_visible()
