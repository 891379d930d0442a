"""Pictures for the guide, taken of real pages in a real browser: `python tools/screenshots.py [FOLDER]`."""

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from firstcall.service.cli import run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "microsoft-openai"
FICTIONAL = ROOT / "examples" / "wiraksa"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PICTURES = {
    "brief-wide": ("brief", "header.top", "#answers", 1200),
    "brief-narrow": ("brief", "header.top", "#answers dl.first", 390),
    "timeline": ("brief", "#timeline-h", "#timeline .drawing:not(.small)", 1200),
    "terms": ("terms", "#clause-first-refusal", "#clause-first-refusal", 1200),
    "clock": ("clock", "header.top", "#clocks", 1200),
}
"""What each shows: the page, its first and its last part, whole, and the width of the page in pixels."""
SHARP = 1.5
"""Points of a picture for each pixel of its page."""
UNFOLD = "at => { const fold = document.querySelector(at).closest('details'); if (fold) fold.open = true }"
EXTENT = (
    "([a, b]) => [[a, 'top'], [b, 'bottom']].map(([at, edge]) => "
    "document.querySelector(at).getBoundingClientRect()[edge] + scrollY)"
)
MARGIN = 12
"""Pixels left around a picture."""
DARK = "-dark"
"""What the name of a picture for dark pages ends in."""


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
        for name, (page, first, last, width) in PICTURES.items():
            for ending in ("", DARK):
                opened = browser.new_page(viewport={"width": width, "height": 900}, device_scale_factor=SHARP)
                opened.emulate_media(color_scheme="dark" if ending else "light")
                opened.goto(pages[page].as_uri())
                picture = folder / f"{name}{ending}.webp"
                picture.write_bytes(taken(opened, first, last))
                opened.close()
                print(picture)
        browser.close()
    return 0


def taken(page: Page, first: str, last: str) -> bytes:
    """A picture of a page from the top of one part to the end of another, so that no line is cut."""
    page.evaluate(UNFOLD, last)
    over, under = page.evaluate(EXTENT, [first, last])
    width = page.evaluate("document.documentElement.clientWidth")
    top = max(over - MARGIN, 0)
    clip = {"x": 0, "y": top, "width": width, "height": under + MARGIN - top, "scale": 1}
    asked = {"format": "webp", "quality": 80, "captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)["data"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"))
