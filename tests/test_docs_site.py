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


def test_the_pictures_are_those_the_script_takes_each_for_light_and_for_dark() -> None:
    import screenshots

    kept = {picture.stem for picture in (docs_site.ROOT / "docs" / "pictures").iterdir()}
    assert kept == {name + ending for name in screenshots.PICTURES for ending in ("", screenshots.DARK)}


def test_a_picture_is_shown_as_light_or_dark_as_its_page(tmp_path: Path) -> None:
    docs_site.gather(tmp_path)
    for page in ("the-brief", "refusal"):
        given = (docs_site.ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
        told = (tmp_path / f"{page}.md").read_text(encoding="utf-8")
        found = [*docs_site.PICTURE.finditer(given)]
        assert found and len(found) == given.count("<picture>") and "<picture>" not in told
        for held in found:
            assert held["dark"] == held["light"].replace(".webp", "-dark.webp")
            assert f"```{{image}} {held['light']}\n:class: only-light\n:alt: {held['alt']}\n" in told
            assert f"```{{image}} {held['dark']}\n:class: only-dark\n:alt: {held['alt']}\n" in told
            assert (tmp_path / held["light"]).is_file() and (tmp_path / held["dark"]).is_file()


def test_each_reader_has_a_way_of_at_most_five_pages(tmp_path: Path) -> None:
    docs_site.gather(tmp_path)
    assert len(docs_site.DOORS) == 4
    told = (tmp_path / "index.md").read_text(encoding="utf-8")
    for name, steps in docs_site.DOORS.items():
        assert 1 < len(steps) <= 5 and f"### {name}" in told and len(dict(steps)) == len(steps)
        assert all(f"{asked} [" in told and f"]({page}.md)" in told for asked, page in steps)


def test_twenty_words_are_told_and_pages_lead_to_them(tmp_path: Path) -> None:
    """A page says where it means a word of the glossary: a window of a browser is none."""
    words = re.findall(r"^### (.+)$", (docs_site.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.M)
    assert len(words) == 20
    docs_site.gather(tmp_path)
    anchors = {word.lower().replace(" ", "-") for word in words}
    led = set[str]()
    for page in tmp_path.rglob("*.md"):
        found = re.findall(r"\[([^]]+)\]\((?:\.\./)?glossary\.md#([a-z-]+)\)", page.read_text(encoding="utf-8"))
        named = [anchor for _, anchor in found]
        assert len(named) == len(set(named)) and set(named) <= anchors
        assert all(said.lower().rstrip("s").replace(" ", "-") == anchor.rstrip("s") for said, anchor in found), page
        led |= set(named)
    assert led == anchors, "a word that no page uses needs no place in the glossary"


def test_the_glossary_says_the_five_answers_as_the_brief_does() -> None:
    from firstcall.report.glance.first_screen import MEANINGS

    text = (docs_site.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for outcome, means in MEANINGS:
        assert f"- **{outcome}**: {means}." in text


def test_markdown_that_a_command_prints_is_set_as_it_reads() -> None:
    asked = "$ firstcall plan ours --format md\n"
    table = "| a | b |\n| --- | --- |\n| 1 | 2<br>3 |\n"
    page = f"Before.\n\n```console\n{asked}## A table\n\n{table}[exit 14]\n```\n\nAfter.\n"
    told = docs_site.MARKDOWN.sub(docs_site.set_as_it_reads, page)
    assert told.startswith(f"Before.\n\n```console\n{asked}```\n\n**A table**\n\n| a | b |\n")
    assert told.endswith("| 1 | 2<br>3 |\n\n`exit 14`\n\n\nAfter.\n")
    two = "```console\n$ firstcall a --format md\n| a |\n$ firstcall b\n```\n"
    assert docs_site.MARKDOWN.sub(docs_site.set_as_it_reads, two) == two, "a block of several commands stays"


def test_links_are_set_for_the_site() -> None:
    said = docs_site.LINK.sub(docs_site.linked, "[a](docs/spec.md#x) [b](src/firstcall/money.py)")
    assert said == "[a](spec.md#x) [b]"
