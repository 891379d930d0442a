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


def test_each_reader_has_a_way_of_at_most_five_pages(tmp_path: Path) -> None:
    docs_site.gather(tmp_path)
    assert len(docs_site.DOORS) == 4
    told = (tmp_path / "index.md").read_text(encoding="utf-8")
    for name, pages in docs_site.DOORS.items():
        assert 1 < len(pages) <= 5 and f"### {name}" in told
        assert all(f"]({page}.md)" in told and (tmp_path / f"{page}.md").is_file() for page in pages)


def test_twenty_words_are_told_and_pages_lead_to_them(tmp_path: Path) -> None:
    assert len(docs_site.glossary()) == 20
    docs_site.gather(tmp_path)
    anchors = {word.lower().replace(" ", "-") for word in docs_site.glossary()}
    led = set[str]()
    for page in tmp_path.rglob("*.md"):
        found = re.findall(r"\]\((?:\.\./)?glossary\.md#([a-z-]+)\)", page.read_text(encoding="utf-8"))
        assert len(found) == len(set(found)) and set(found) <= anchors
        led |= set(found)
    assert led == anchors, "a word that no page uses needs no place in the glossary"


def test_the_glossary_says_the_five_answers_as_the_brief_does() -> None:
    from firstcall.report.glance.first_screen import MEANINGS

    text = (docs_site.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for outcome, means in MEANINGS:
        assert f"- **{outcome}**: {means}." in text


def test_only_running_text_leads_to_the_glossary() -> None:
    apart = "# A tail\n\n```\na tail\n```\n\n`tail` [a tail](x.md) **tail**\n\n| tail |\n\n"
    text = apart + "The tails of a tail. A match.\n"
    told = docs_site.explained(text, "../")
    assert told == text.replace("The tails", "The [tails](../glossary.md#tail)").replace(
        "A match", "A [match](../glossary.md#match)"
    )


def test_a_command_is_broken_between_its_words_alone() -> None:
    between = '<span class="w"> </span>'
    words = ["firstcall", "settle", "--period", '<span class="m">2025</span>-01']
    page = f'<pre><span></span><span class="gp">$ </span>{between.join(words)}\nprinted-here 2025-01\n</pre>'
    whole = docs_site.mended(page)
    kept = [f'<span class="whole">{word}</span>' for word in words[2:]]
    assert between.join([*words[:2], *kept]) + "</span>\nprinted-here 2025-01\n" in whole


def test_a_command_without_a_prompt_may_be_broken_too() -> None:
    block = '<div class="highlight-none notranslate"><div class="highlight"><pre><span></span>{}</pre></div></div>'
    page = docs_site.mended(block.format("firstcall a  --on x\nprinted\n.venv/bin/firstcall b\n"))
    first = '<span class="command">firstcall a  <span class="whole">--on</span> x</span>\nprinted\n'
    assert first + '<span class="command">.venv/bin/firstcall b</span>\n</pre>' in page
    assert "command" not in docs_site.mended(block.replace("none", "yaml").format("firstcall a"))


def test_a_command_may_be_broken_on_a_telephone_and_what_it_prints_may_not() -> None:
    page = '<pre><span></span><span class="gp">$ </span>firstcall a\nprinted\n<span class="gp">$ </span>b\n</pre>'
    whole = docs_site.mended(f"<head></head>{page}")
    assert whole.count('<span class="command"><span class="gp">$ </span>') == 2
    assert '<span class="command"><span class="gp">$ </span>firstcall a</span>\nprinted' in whole
    assert docs_site.mended(whole) == whole


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
