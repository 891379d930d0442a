"""Pictures for the guide, taken of real pages in a real browser: `python tools/screenshots.py [FOLDER]`."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from firstcall.service.cli import run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "microsoft-openai"
FICTIONAL = ROOT / "examples" / "wiraksa"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PICTURES = {
    "brief-wide": ("brief", "body", 1200, 860),
    "timeline": ("brief", "#timeline .drawing:not(.small)", 1200, 0),
    "terms": ("terms", "#clause-first-refusal", 1200, 0),
    "brief-narrow": ("brief", "body", 360, 780),
    "clock": ("clock", "body", 1200, 760),
}
"""What each shows: the page, the part of it, its width, and how much of its height (all when 0)."""


def main(folder: Path) -> int:
    """Write every picture to a folder."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("there is no chromium on this machine\n  fix: apt-get install chromium", file=sys.stderr)
        return 4
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        pages = {name: Path(place) / f"{name}.html" for name in ("brief", "terms", "clock")}
        run(["brief", str(EXAMPLE), "--on", "2025-01-21", "--today", "2026-11-22", "--html", str(pages["brief"])])
        run(["terms", str(EXAMPLE), "--on", "2025-01-21", "--html", str(pages["terms"])])
        run(["clock", str(FICTIONAL), "--on", "2025-08-12", "--html", str(pages["clock"])])
        browser = driver.chromium.launch(executable_path=chromium, args=QUIET)
        for name, (page, part, width, height) in PICTURES.items():
            take(browser, pages[page], part, (width, height), folder / f"{name}.png")
        browser.close()
    return 0


def take(browser: Browser, file: Path, part: str, size: tuple[int, int], picture: Path) -> None:
    """Take a picture of a part of a page."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height or 900})
    page.goto(file.as_uri())
    if not height:
        page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    if height:
        page.screenshot(path=str(picture))
    else:
        page.locator(part).first.screenshot(path=str(picture))
    page.close()
    print(picture)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"))
