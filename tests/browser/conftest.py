"""A real browser, where there is one: Debian's chromium, headless, with nothing to look for outside."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import docs_site
from firstcall.planning.prices.tornado import Swing
from firstcall.report.brief.page import brief_page
from firstcall.report.plan.page import plan_page
from firstcall.report.plan.prices import tornado_picture
from firstcall.report.terms.page import terms_page
from firstcall.report.words.enums import LANGUAGES
from firstcall.report.words.words import page_words, words_in
from firstcall.service import options
from firstcall.service.cli import run
from firstcall.service.commands.brief import brief_of
from firstcall.service.commands.clock import SOMETHING_DUE
from firstcall.service.folder import open_partnership
from firstcall.service.planning.plan import plan_command, planned_by

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PERIODS = {"microsoft-openai": "FY2025", "wiraksa": "2025-Q1"}
BRIEFS = {"microsoft-openai": "2025-01-21", "wiraksa": "2025-10-20"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for the whole run; its profile is new each time."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page in every language, as files: `brief-wiraksa-es` and the like."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, Path] = {}
    for name, day in BRIEFS.items():
        with chdir(root):  # commands name the folder as README does, wherever the checkout lies
            held = open_partnership(Path("examples") / name)
            briefs = {lang: brief_of(held, day, "2026-11-22", lang) for lang in LANGUAGES}
        for lang, brief in briefs.items():
            file = folder / f"brief-{name}-{lang}.html"
            file.write_text(brief_page(brief, held.record, page_words(lang), "For the board"), encoding="utf-8")
            made[file.stem] = file
            file = folder / f"terms-{name}-{lang}.html"
            text = terms_page(brief.terms, brief.on, name, held.record, page_words(lang), "For counsel")
            file.write_text(text, encoding="utf-8")
            made[file.stem] = file
    for lang in LANGUAGES:
        for name, command in {"clock": ["clock"], "offers": ["offer", "list"]}.items():
            file = folder / f"{name}-wiraksa-{lang}.html"
            asked = [str(root / "examples" / "wiraksa"), "--on", "2025-08-12", "--lang", lang, "--html", str(file)]
            assert run([*command, *asked]) in (0, SOMETHING_DUE)
            made[file.stem] = file
    return made


@pytest.fixture(scope="session")
def reports(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of commands that check, compare, judge and find a way, in every language: `check`, `check-es`."""
    folder = tmp_path_factory.mktemp("reports")
    fictional, public = (str(root / "examples" / name) for name in ("wiraksa", "microsoft-openai"))
    log = str(root / "examples" / "wiraksa" / "placements" / "2025-q4.parquet")
    commands = {
        "check": ["check", fictional], "diff": ["diff", fictional, "--from", "base", "--to", "amendment-2"],
        "audit": ["audit", fictional, log],
        "plan": ["plan", public, "--on", "2025-02-03"],
        "route": ["route", public, "--workload", "training", "--quantity", "40000", "--accelerator", "H100",
                  "--from", "2025-07-01", "--to", "2025-12-31", "--on", "2025-02-03"],
    }  # fmt: skip
    made = {}
    for lang in LANGUAGES:
        for name, command in commands.items():
            file = folder / (f"{name}.html" if lang == "en" else f"{name}-{lang}.html")
            assert run([*command, "--lang", lang, "--html", str(file)]) == 0, file.stem
            made[file.stem] = file
    return made


@pytest.fixture(scope="session")
def plans(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A plan of the public example as a page in each language, planned once, with what matters most drawn."""
    folder = tmp_path_factory.mktemp("plans")
    with plan_command.make_context("plan", [str(root / "examples/microsoft-openai"), "--on", "2025-02-03"]) as asked:
        flags = dict(asked.params)
        plan = planned_by(options.open_supposing(flags.pop("partnership")), flags)
    assert plan.told is not None
    made: dict[str, Path] = {}
    long = "a-line-of-supply-with-a-long-name"
    swings = (Swing("match", long, Fraction(-4), Fraction(3), "a-right-of-first-refusal-with-a-long-name"),
              Swing("price", long, Fraction(-1), Fraction(1)))  # fmt: skip
    for lang in LANGUAGES:
        made[lang] = folder / f"plan-{lang}.html"
        drawn = (tornado_picture(swings, plan.told.currency, words_in(lang)),)
        page = plan_page(plan.told, page_words(lang), plan.texts, (), "For the board", drawn)
        made[lang].write_text(page, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def statements(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The statement of each example as a page; in the one language it has."""
    pytest.importorskip("duckdb", reason="the engines that reduce bills are not installed: pip install '.[settle]'")
    folder = tmp_path_factory.mktemp("statements")
    made = {f"statement-{name}": folder / f"statement-{name}.html" for name in PERIODS}
    for name, period in PERIODS.items():
        file = made[f"statement-{name}"]
        assert run(["settle", str(root / "examples" / name), "--period", period, "--html", str(file)]) == 0
    return made


@pytest.fixture(scope="session")
def guide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Every page of the guide, as its site has them."""
    pytest.importorskip("sphinx", reason="what sets the guide is not installed: make docs")
    site = tmp_path_factory.mktemp("guide")
    assert docs_site.main(site) == 0
    return tuple(sorted(site.rglob("*.html")))


@pytest.fixture(scope="module")
def one_page(browser: Browser) -> Iterator[Page]:
    """One page for a whole module: what it shows changes, the browser stays."""
    opened = browser.new_page(viewport={"width": 1600, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page from its file, at a width and in light or dark; it is closed after the test."""
    opened: list[Page] = []

    def open_page(file: Path, width: int = 1600, scheme: Literal["light", "dark"] = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.append(page)
        page.goto(file.as_uri())
        return page

    yield open_page
    for page in opened:
        page.close()
