"""Every page for every reader: no rule of accessibility broken in light or dark, and nothing asked of anybody."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page, Route

from firstcall.report.page import POLICY

EXAMPLES = ("microsoft-openai", "wiraksa")
PAGES = [f"{kind}-{name}-{lang}" for kind in ("brief", "terms") for name in EXAMPLES for lang in ("en", "es", "id")]
PAGES += [f"{kind}-wiraksa-{lang}" for kind in ("clock", "offers") for lang in ("en", "es", "id")]
ARTICLE = re.compile(r"<article[^>]*>(?P<inner>.*?)</article>", re.DOTALL)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ASK = """([part, options]) => axe.run(part === '' ? {include: window.ways} : part,
    {resultTypes: ['violations'], ...options})
  .then(found => found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html.slice(0, 120)))"""
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""What the dark changes: colours, and nothing else."""
WAYS = """part => {
  const behind = new Map([[null, '']]), seen = new Map();
  const under = element => {
    if (!behind.has(element)) {
      const style = getComputedStyle(element);
      behind.set(element, [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
        under(element.parentElement)].join());
    }
    return behind.get(element);
  };
  window.ways = [];
  const texts = document.createTreeWalker(document.querySelector(part), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, style = getComputedStyle(element);
    if (texts.currentNode.data.trim().length < 2 || !element.checkVisibility({visibilityProperty: true})) continue;
    const way = [style.color, style.fontSize, style.fontWeight, style.textShadow, under(element)].join();
    seen.set(way, (seen.get(way) ?? 0) + 1);
    if (seen.get(way) <= 3) window.ways.push(element);
  }
  return window.ways.length;
}"""
"""Finds three elements for each way that text is set: its colour, size and weight, and all that lies behind it.

Contrast follows from these alone, so that it is asked of three of a way and not of every word that is set so; a
single sign is no text to the rule.
"""


FEW_ROWS = """most => document.querySelectorAll('tbody').forEach(
  body => [...body.rows].slice(most).forEach(row => row.remove()))"""
ALIKE_AFTER = 20
"""The reference has tables of a thousand rows, each made like the one above it; so many of them are looked at."""


def broken(page: Page, file: Path, part: str = "html", rows: int | None = None) -> list[str]:
    """Every rule that a page, or a part of it, breaks: wide in light, and its colours narrow in the dark too."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(file.as_uri())
    if rows is not None:
        page.evaluate(FEW_ROWS, rows)
    page.evaluate(AXE)
    found = page.evaluate(ASK, [part, ALL_BUT_CONTRAST]) + contrasts(page, part)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 900})
    found += contrasts(page, part)
    return [f"{file.name}: {said}" for said in found]


def contrasts(page: Page, part: str) -> list[str]:
    """Each way in which text is set that is too faint."""
    assert page.evaluate(WAYS, part) > 0, "no text is seen"
    return list(page.evaluate(ASK, ["", CONTRAST]))


def together(files: Iterable[Path], file: Path) -> Path:
    """Pages of one sheet as one page: the first as it is, and beside its article those of the others."""
    first, *rest = (one.read_text(encoding="utf-8") for one in files)
    held = ARTICLE.search(first)
    assert held is not None
    others = [found["inner"] for text in rest if (found := ARTICLE.search(text))]
    assert len(others) == len(rest)
    sections = "".join(f"<section>{inner}</section>" for inner in others)
    file.write_text(first[: held.end("inner")] + sections + first[held.end("inner") :], encoding="utf-8")
    return file


def going_through(page: Page, files: Iterable[Path]) -> list[str]:
    """Open files one after the other, and return everything they ask for, seen before it goes out."""
    asked: list[str] = []

    def pass_on(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/*", pass_on)
    for file in files:
        page.goto(file.as_uri())
    page.unroute("**/*")
    return asked


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_every_reader(one_page: Page, pages: dict[str, Path], name: str) -> None:
    assert broken(one_page, pages[name]) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_statement_is_for_every_reader(one_page: Page, statements: dict[str, Path], name: str) -> None:
    assert broken(one_page, statements[f"statement-{name}"]) == []


@pytest.mark.parametrize("name", ["check", "diff", "audit", "plan", "route"])
def test_a_report_is_for_every_reader(one_page: Page, reports: dict[str, Path], name: str) -> None:
    assert broken(one_page, reports[name], rows=ALIKE_AFTER) == []


def test_the_guide_is_for_every_reader(one_page: Page, guide: tuple[Path, ...]) -> None:
    assert len(guide) > 50
    decisions = [file for file in guide if file.parent.name == "decisions" and file.stem != "index"]
    others = [file for file in guide if file not in decisions]
    sheet = together(decisions, decisions[0].with_name("together.html"))
    parts = {others[0]: "html", sheet: "html"} | dict.fromkeys(others[1:], "article")  # around is the same on each
    faults = [fault for file, part in parts.items() for fault in broken(one_page, file, part, ALIKE_AFTER)]
    sheet.unlink()
    assert faults == []


POOR = {
    '<img src="data:,">': ["image-alt"],
    "<p>dark</p><p>dark</p><p style='color: #999'>faint, a word among others</p>": ["color-contrast", "color-contrast"],
    "<style>@media (prefers-color-scheme: dark) { i { color: #ccc } }</style><p>much <i>faint</i></p>": [
        "color-contrast"
    ],
    "<div style='background: #777'><div><p>deep</p></div></div><p>light</p>": ["color-contrast", "color-contrast"],
}


@pytest.mark.parametrize(("inner", "rules"), POOR.items())
def test_a_rule_that_is_broken_is_told(one_page: Page, tmp_path: Path, inner: str, rules: list[str]) -> None:
    """A fault is told wherever it stands: among many that are well, in the dark only, or behind what holds it."""
    file = tmp_path / "poor.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><title>Poor</title><style>p {{ color: #333 }}</style>'
        f"<main><h1>Poor</h1>{inner}</main></html>"
    )
    assert [fault.split(": ")[1] for fault in broken(one_page, file)] == rules


def test_pages_put_together_keep_what_each_says(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.html" for name in "ab"]
    for file in files:
        file.write_text(f'<main><article role="main" id="m"><p>{file.stem}</p></article></main>', encoding="utf-8")
    made = together(files, tmp_path / "c.html").read_text(encoding="utf-8")
    assert made == '<main><article role="main" id="m"><p>a</p><section><p>b</p></section></article></main>'


def test_no_request_leaves_a_page(one_page: Page, pages: dict[str, Path], statements: dict[str, Path]) -> None:
    """Whatever a page asks for is seen before it goes out; each asks for itself alone, and complains of nothing."""
    assert set(PAGES) == set(pages)
    told: list[str] = []
    one_page.on("console", lambda message: told.append(message.text))
    one_page.on("pageerror", lambda error: told.append(str(error)))
    asked = going_through(one_page, (*pages.values(), *statements.values()))
    assert asked == [file.as_uri() for file in (*pages.values(), *statements.values())] and told == []


def test_the_guide_asks_only_for_its_own_files(one_page: Page, guide: tuple[Path, ...]) -> None:
    asked = going_through(one_page, guide[:: max(1, len(guide) // 12)])
    assert len(asked) > 12 and {urlsplit(url).scheme for url in asked} <= {"file", "data"}


def test_the_policy_of_a_page_is_kept_by_the_browser(one_page: Page, pages: dict[str, Path]) -> None:
    """Even what somebody slipped into a page could not run, load or send."""
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    file = pages[PAGES[0]].with_name("slipped.html")
    slipped = (
        '<script>document.title = "ran"</script><img src="https://example.org/a.png" alt="">'
        '<iframe src="b.html" title="b"></iframe><link rel="stylesheet" href="https://example.org/a.css">'
    )
    whole = pages[PAGES[0]].read_text(encoding="utf-8")
    file.write_text(whole.replace("<main", slipped + "<main", 1), encoding="utf-8")
    assert going_through(one_page, [file]) == [file.as_uri()]
    assert one_page.title() != "ran"
