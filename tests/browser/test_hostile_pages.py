"""Whatever authors write stays text, in its place and its own direction; too much and nothing are pages too."""

import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
from playwright.sync_api import Page
from tests.browser.test_accessibility import broken

from firstcall.service.cli import run

SCRIPT = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
ARABIC = "شركة الحوسبة \u202eالسحابية"
LONG = "Donaudampfschifffahrts" * 14
QUOTES = 'O\'Brien & "Söhne" <GmbH> {{ 7*7 }} </style>'
NAMES = {"script": SCRIPT, "arabic": ARABIC, "long": LONG, "quotes": QUOTES}


def partnership(folder: Path, title: str, deals: int = 0, clauses: bool = True) -> Path:
    """A partnership whose every free text is one text; YAML reads what JSON writes."""
    clause: dict[str, Any] = {
        "id": "first", "type": "first_refusal", "holder": "b", "since": "2024-01-01", "says": title,
        "window": {"n": 10, "unit": "business", "anchor": "received"}, "tail": {"n": 90},
        "basis": {"grade": "reported", "source": ["told"], "attribution": title, "note": title},
    }  # fmt: skip
    agreement = {
        "schema": "firstcall/agreement/1", "id": "hostile", "title": title, "timezone": "Europe/Madrid",
        "calendar": "ES",
        "parties": {"a": {"name": title, "role": "grantor"}, "b": {"name": title, "role": "holder"}},
        "providers": {"own": {"operator": "a"}, "home": {"operator": "b", "name": title},
                      "rival": {"operator": "third_party"}},
        "sources": {"told": {"title": title, "publisher": title, "note": title}},
        "definitions": {"workloads": ["training"]}, "effective": "2024-01-01", "clauses": [clause] if clauses else [],
    }  # fmt: skip
    folder.mkdir()
    (folder / "agreement.yaml").write_text(json.dumps(agreement, ensure_ascii=False), encoding="utf-8")
    if deals:
        quoted = title.replace('"', '""')
        rows = [f'D{n},"{quoted}",2025-{n % 12 + 1:02}-{n % 28 + 1:02},rival,training,stated' for n in range(deals)]
        head = "id,title,signed,provider,workloads,grade"
        (folder / "transactions.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return folder


def made(folder: Path, *flags: str) -> dict[str, Path]:
    """The two pages of a partnership, each valid to a strict parser."""
    files = {name: folder / f"{name}.html" for name in ("brief", "terms")}
    for name, file in files.items():
        assert run([name, str(folder), "--on", "2025-06-02", "--html", str(file), *flags]) == 0
        html5lib.HTMLParser(strict=True).parse(file.read_text(encoding="utf-8"))
    return files


def stays_in_place(page: Page, file: Path) -> None:
    for width in (1600, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        assert page.title() != "ran" and page.locator("script, img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "something sticks out sideways"


@pytest.mark.parametrize("kind", NAMES)
def test_what_authors_write_stays_text_in_its_place(one_page: Page, tmp_path: Path, kind: str) -> None:
    files = made(partnership(tmp_path / "p", NAMES[kind], deals=3), "--header", NAMES[kind])
    for file in files.values():
        stays_in_place(one_page, file)
        shown = " ".join(NAMES[kind].split())
        assert one_page.evaluate("document.querySelector('h1').textContent.split(/\\s+/).join(' ').trim()") == shown
        assert broken(one_page, file) == []


def test_names_of_another_direction_disturb_no_sentence(one_page: Page, tmp_path: Path) -> None:
    """The role of a party stands after its name, though the name runs from right to left and leaves a mark open."""
    one_page.set_viewport_size({"width": 1600, "height": 900})
    one_page.goto(made(partnership(tmp_path / "p", ARABIC))["brief"].as_uri())
    name, role = one_page.evaluate(
        """() => {
          const held = [...document.querySelectorAll('.glance dd')][0], name = held.querySelector('bdi');
          const range = document.createRange(); range.selectNode(name.nextSibling);
          return [name.getBoundingClientRect().right, range.getBoundingClientRect().left] }"""
    )
    assert name <= role + 1
    assert one_page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert one_page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "ltr"


def test_five_hundred_transactions_are_a_page(one_page: Page, tmp_path: Path) -> None:
    files = made(partnership(tmp_path / "p", QUOTES, deals=500))
    stays_in_place(one_page, files["brief"])
    assert one_page.locator("#transactions tbody tr").count() == 500
    one_page.set_viewport_size({"width": 1600, "height": 900})
    one_page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    drawing = one_page.locator("svg.timeline:visible").bounding_box()
    assert drawing is not None and drawing["height"] < 1500


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_a_partnership_with_nothing_in_it_is_a_page(one_page: Page, tmp_path: Path, lang: str) -> None:
    for file in made(partnership(tmp_path / "p", "Empty", clauses=False), "--lang", lang).values():
        stays_in_place(one_page, file)
        assert broken(one_page, file) == []


def test_nothing_in_it_reads_well_on_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = partnership(tmp_path / "p", "Empty", clauses=False)
    assert run(["brief", str(folder), "--on", "2025-06-02"]) == 0
    shown = capsys.readouterr()
    assert "ungoverned" in shown.out and shown.err == ""
