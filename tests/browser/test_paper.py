"""Pages on paper: a clause stays on its sheet, heads are repeated, and nothing that leads on is left behind."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from firstcall.report.terms.page import terms_page
from firstcall.report.words.enums import LANGUAGES
from firstcall.report.words.words import page_words
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

FEET = {page_words(lang).plain().text("Not legal advice") for lang in LANGUAGES}
NUMBER = re.compile(r"\d+ ?/ ?\d+$")


@pytest.fixture(scope="module")
def sheets(one_page: Page, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[str]]:
    """What each sheet of a printed page says, without its running head and foot."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("there is no pdftotext on this machine: apt-get install poppler-utils")

    def printed(file: Path) -> list[str]:
        paper = tmp_path_factory.mktemp("paper") / "page.pdf"
        one_page.goto(file.as_uri())
        one_page.pdf(path=str(paper), prefer_css_page_size=True, print_background=True)
        told = subprocess.run([reader, "-layout", str(paper), "-"], check=True, capture_output=True).stdout.decode()
        pages = [
            [line.strip() for line in page.splitlines() if line.strip()] for page in told.split("\f") if page.strip()
        ]
        assert all(any(NUMBER.search(line) for line in page) for page in pages), "every sheet has its number"
        return ["\n".join(line for line in page[1:] if not NUMBER.search(line) and line not in FEET) for page in pages]

    return printed


def test_a_clause_of_many_fields_stays_on_one_sheet(
    sheets: Callable[[Path], list[str]], pages: dict[str, Path]
) -> None:
    told = sheets(pages["terms-wiraksa-en"])
    for clause in ("refusal-islands@amendment-1", "refusal-europe@base"):
        sheet = next(page for page in told if clause in page)
        assert sheet.index(clause) < sheet.index("continuing") < sheet.index("Signed off by")


def test_a_clause_longer_than_a_sheet_repeats_its_head(
    sheets: Callable[[Path], list[str]], tmp_path: Path, root: Path
) -> None:
    held = open_partnership(root / "examples" / "wiraksa")
    brief = brief_of(held, "2025-10-20", "2026-11-22")
    page = terms_page(brief.terms, brief.on, "wiraksa", held.record, page_words("en"))
    row = page[
        page.index('<tr role="row"><th scope="row"') : page.index("</tr>", page.index('<tr role="row"><th scope="row"'))
        + 5
    ]
    file = tmp_path / "long.html"
    file.write_text(page.replace(row, row * 90, 1), encoding="utf-8")
    told = sheets(file)
    runs = [sheet for sheet in told if sheet.count("31 Dec 2028") > 5]
    assert len(runs) >= 2 and all("How it is known" in sheet for sheet in runs)


@pytest.mark.parametrize("name", ["brief-microsoft-openai-en", "brief-wiraksa-es", "terms-microsoft-openai-id"])
def test_no_heading_ends_a_sheet_and_none_is_nearly_empty(
    sheets: Callable[[Path], list[str]], pages: dict[str, Path], one_page: Page, name: str
) -> None:
    told = sheets(pages[name])
    one_page.goto(pages[name].as_uri())
    heads = set(one_page.locator("h2, h3, caption, .lead").all_inner_texts())
    last = [sheet.splitlines()[-1] for sheet in told]
    assert not [line for line in last if any(line in head for head in heads)], "a heading is left behind"
    assert all(len(sheet.splitlines()) > 3 for sheet in told[:-1]), "a sheet holds next to nothing"


def test_the_story_is_whole_and_the_head_of_the_transactions_is_repeated(
    sheets: Callable[[Path], list[str]], pages: dict[str, Path]
) -> None:
    told = sheets(pages["brief-microsoft-openai-en"])
    head = "Answer by workload"
    start = next(n for n, page in enumerate(told) if "D01" in page and head in page)
    end = next(n for n, page in enumerate(told) if "D19" in page and n >= start and head in page)
    assert end > start and all(head in page for page in told[start : end + 1])
    whole = "\n".join(told)
    assert whole.count("firstcall decide") + whole.count("firstcall terms") + whole.count("firstcall plan") == 17
