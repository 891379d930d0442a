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
    assert written - decisions - OUTSIDE <= set(listed), "mend: name the page in PARTS of tools/docs_site.py"
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
