"""The guide's pages made whole: lines broken between words alone, tables for a phone, names of landmarks."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from guide_pages import TAG, framed, mended

LINES = re.compile(r'<span class="(line[^"]*)" style="--begins:(\d+)ch;--under:(\d+)ch">(.*)</span>$', re.MULTILINE)


def lines(inner: str) -> list[tuple[str, str, str, str]]:
    """The lines of a block: kind, where it begins, under what it goes on, and what it says."""
    return LINES.findall(framed(f"<pre><span></span>{inner}\n</pre>"))


def test_a_command_is_broken_between_its_words_alone() -> None:
    between = '<span class="w"> </span>'
    words = ["firstcall", "settle", "--period", '<span class="m">2025</span>-01']
    page = f'<span class="gp">$ </span>{between.join(words)}\n<span class="go">printed-here 2025</span>'
    asked, printed = lines(page)
    kept = [f'<span class="whole">{word}</span>' for word in words[2:]]
    assert asked == ("line", "2", "2", f'<span class="gp">$</span> firstcall settle {" ".join(kept)}')
    assert printed == ("line", "2", "2", '<span class="whole">printed-here</span> 2025')


def test_a_line_goes_on_under_its_beginning_or_its_last_column() -> None:
    assert lines("    set in")[0][:3] == ("line", "6", "6")
    assert lines("  receipt  a day   8 arrived")[0][:3] == ("line row", "4", "19")
    assert lines("name   what it says")[0][:3] == ("line", "2", "7")
    assert lines("a  b  " + "long " * 30)[0][0] == "line", "no row of a table is that long"


def test_a_word_that_is_marked_in_part_keeps_its_marks() -> None:
    assert lines('<span class="s">a-b c-d</span> e')[0][3] == (
        '<span class="s"><span class="whole">a-b</span> <span class="whole">c-d</span></span> e'
    )


@given(st.lists(st.text("ab-$ <&\t0.,|é", min_size=1), min_size=1))
def test_what_a_block_says_is_what_it_said(said: list[str]) -> None:
    inner = html.escape("\n".join(said))
    assert html.unescape(TAG.sub("", framed(f"<pre>{inner}\n</pre>"))) == "\n".join(said) + "\n"


def test_a_place_of_a_wide_table_knows_the_head_of_its_column() -> None:
    table = (
        '<table class="docutils align-default"><thead><tr class="row-odd"><th class="head"><p>field</p></th>'
        '<th class="head"><p>says</p></th></tr></thead><tbody>'
        '<tr class="row-even"><td><p>tail</p></td><td class="x"><p>days</p></td></tr></tbody></table>'
    )
    assert mended(table) == table, "it is narrow enough"
    for wide in ("a" * 40, "a word " * 12):
        told = mended(table.replace("days", wide))
        assert f'<td><p>tail</p></td><td data-head="says" class="x"><p>{wide}</p></td>' in told
        assert told.startswith('<table class="folds docutils')


def test_what_the_theme_leaves_out_is_put_in_once() -> None:
    page = (
        '<head></head><p class="caption" role="heading">Begin</p><aside class="sidebar-drawer"></aside><pre>x</pre>'
        '<aside class="toc-drawer no-toc"></aside><div class="table-wrapper docutils"></div>\n<div id="search-results">'
    )
    whole = mended(page)
    for said in ('aria-level="2"', 'aria-label="Contents"', 'class="toc-drawer no-toc" aria-label="On this page"',
                 '<pre tabindex="0">', '<div tabindex="0" class="table-wrapper', "<h1>Search</h1>",
                 "@media print"):  # fmt: skip
        assert whole.count(said) == 1, said
    assert mended(whole) == whole, "a page that is kept from the last build stays as it is"
