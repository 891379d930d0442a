"""Every page for every reader: no rule of accessibility broken in light or dark, and nothing asked of anybody."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page, Route

from firstcall.report.page import POLICY

EXAMPLES = ("microsoft-openai", "wiraksa")
PAGES = [f"{kind}-{name}-{lang}" for kind in ("brief", "terms") for name in EXAMPLES for lang in ("en", "es", "id")]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ASK = """([part, options]) => axe.run(part, {resultTypes: ['violations'], ...options})
  .then(found => found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html.slice(0, 120)))"""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""What the dark changes: colours, and nothing else."""


FEW_ROWS = """most => document.querySelectorAll('tbody').forEach(
  body => [...body.rows].slice(most).forEach(row => row.remove()))"""
ALIKE_AFTER = 60
"""The reference has tables of a thousand rows, each made like the one above it; so many of them are looked at."""


def broken(page: Page, file: Path, part: str = "html", rows: int | None = None) -> list[str]:
    """Every rule that a page, or a part of it, breaks: wide in light, and the whole of it narrow in the dark."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(file.as_uri())
    if rows is not None:
        page.evaluate(FEW_ROWS, rows)
    page.evaluate(AXE)
    found = page.evaluate(ASK, [part, {}])
    if part == "html":
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 360, "height": 900})
        found += page.evaluate(ASK, [part, CONTRAST])
    return [f"{file.name}: {said}" for said in found]


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


def test_the_guide_is_for_every_reader(one_page: Page, guide: tuple[Path, ...]) -> None:
    assert len(guide) > 50
    decisions = [
        file for file in guide if file.parent.name == "decisions"
    ]  # one sheet: what is around is looked at once
    parts = {file: "article" if file in decisions[1:] else "html" for file in guide}
    assert [fault for file, part in parts.items() for fault in broken(one_page, file, part, ALIKE_AFTER)] == []


def test_a_rule_that_is_broken_is_told(one_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "poor.html"
    file.write_text(
        '<!DOCTYPE html><html lang="en"><title>Poor</title><main><h1>Poor</h1><img src="data:,"></main></html>'
    )
    assert [fault.split(": ")[1] for fault in broken(one_page, file)] == ["image-alt"]


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
