"""The guide: every page stands in it once, and every link and picture leads somewhere."""

import re
from pathlib import Path

import docs_site

OUTSIDE = {"index"}
"""The contents themselves."""


def test_every_page_stands_in_the_contents_once(tmp_path: Path) -> None:
    docs_site.gather(tmp_path)
    listed = [page for pages in docs_site.PARTS.values() for page in pages]
    assert len(listed) == len(set(listed))
    written = {page.relative_to(tmp_path).with_suffix("").as_posix() for page in tmp_path.rglob("*.md")}
    decisions = {name for name in written if name.startswith("decisions/") and name != "decisions/index"}
    assert written - decisions - OUTSIDE <= set(listed), "fix: name the page in PARTS of tools/docs_site.py"
    told = (tmp_path / "decisions" / "index.md").read_text(encoding="utf-8").split()
    assert {name.removeprefix("decisions/") for name in decisions} <= set(told)


def test_every_link_and_picture_leads_somewhere(tmp_path: Path) -> None:
    docs_site.gather(tmp_path)
    broken = []
    for page in tmp_path.rglob("*.md"):
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for held in docs_site.LINK.finditer(prose):
            if not (page.parent / held["to"]).is_file():
                broken.append(f"{page.relative_to(tmp_path)}: {held['to']}")
    assert broken == []


def test_the_pictures_are_those_the_script_takes() -> None:
    import screenshots

    kept = {picture.stem for picture in (docs_site.ROOT / "docs" / "pictures").glob("*.png")}
    assert kept == set(screenshots.PICTURES)


def test_links_are_set_for_the_site() -> None:
    said = docs_site.LINK.sub(docs_site.linked, "[a](docs/spec.md#x) [b](src/firstcall/money.py)")
    assert said == "[a](spec.md#x) [b]"


def test_what_the_theme_leaves_out_is_put_in_once() -> None:
    page = (
        '<head></head><p class="caption" role="heading">Begin</p><aside class="sidebar-drawer"></aside><pre>x</pre>'
        '<aside class="toc-drawer no-toc"></aside><div class="table-wrapper docutils"></div>\n<div id="search-results">'
    )
    whole = docs_site.mended(page)
    for said in ('aria-level="2"', 'aria-label="Contents"', 'class="toc-drawer no-toc" aria-label="On this page"',
                 '<pre tabindex="0">', '<div tabindex="0" class="table-wrapper', "<h1>Search</h1>",
                 "@media print"):  # fmt: skip
        assert whole.count(said) == 1, said
    assert docs_site.mended(whole) == whole, "a page that is kept from the last build stays as it is"
