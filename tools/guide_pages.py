r"""The pages of the guide, made whole: lines of a terminal, tables on a phone, names of landmarks.

>>> framed('<pre><span></span>a  b-c\n  d\n</pre>').count('class="line"')
2
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

STYLE = (Path(__file__).resolve().parent / "guide.css").read_text(encoding="utf-8")
"""How the guide looks beside its theme: on a screen, on a phone, on paper."""
MENDS = (
    (re.compile(r'<p class="caption" role="heading">'), '<p class="caption" role="heading" aria-level="2">'),
    (re.compile(r'<aside class="sidebar-drawer">'), '<aside class="sidebar-drawer" aria-label="Contents">'),
    (re.compile(r'<aside class="toc-drawer( no-toc)?">'), r'<aside class="toc-drawer\1" aria-label="On this page">'),
    (re.compile(r'<div class="table-wrapper'), '<div tabindex="0" class="table-wrapper'),
    (re.compile(r'\n<div id="search-results">'), '<h1>Search</h1><div id="search-results">'),
)
"""What the theme leaves out, so that the keyboard reaches what scrolls and each landmark has its name."""
BLOCK = re.compile(r"<pre>(?P<lead><span></span>)?(?P<lines>.*?)(?P<end>\n?)</pre>", re.DOTALL)
PLAIN = ((re.compile(r'<span class="w">(\s+)</span>'), r"\1"), (re.compile(r'<span class="go">([^<]*)</span>'), r"\1"),
         (re.compile(r'<span class="gp">\$ </span>'), '<span class="gp">$</span> '))  # fmt: skip
"""What the highlighter marks and nobody sees: blanks, and what a command prints."""
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"(?:<[^>]*>|[^\s<])+")
PIECE = re.compile(r"(?P<tag><[^>]*>)|[^<>]*-[^<>]*")
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
COLUMNS = 2
"""So many gaps of two blanks and more make a line a row of a table, which a phone does not break."""
WIDEST = 110
"""A row that is longer, in characters, is broken like any line."""


def framed(page: str) -> str:
    """A page whose blocks of code and of output are lines, each of which can be broken and goes on under itself."""
    return BLOCK.sub(block, page)


def block(held: re.Match[str]) -> str:
    """A block in lines."""
    text = held["lines"]
    for marked, plain in PLAIN:
        text = marked.sub(plain, text)
    return f'<pre tabindex="0">{held["lead"] or ""}' + "\n".join(map(lined, text.split("\n"))) + held["end"] + "</pre>"


def lined(line: str) -> str:
    """One line: broken between its words alone, and where it goes on, set in under its beginning or its last column."""
    said = html.unescape(TAG.sub("", line))
    if not said.strip():
        return line
    gaps = [found.end() for found in GAP.finditer(said)]
    begins = len(said) - len(said.lstrip()) + 2
    under = gaps[-1] if gaps and not said.startswith("$") else begins
    kind = "line row" if len(gaps) >= COLUMNS and len(said) <= WIDEST else "line"
    return f'<span class="{kind}" style="--begins:{begins}ch;--under:{under}ch">{WORD.sub(kept, line)}</span>'


def kept(word: re.Match[str]) -> str:
    """A word that is broken at none of its hyphens."""
    said = word[0]
    if "-" not in TAG.sub("", said):
        return said
    if said.count("<span") == said.count("</span"):
        return f'<span class="whole">{said}</span>'
    return PIECE.sub(lambda piece: piece["tag"] or f'<span class="whole">{piece[0]}</span>', said)


TABLE = re.compile(r'<table class="docutils.*?</table>', re.DOTALL)
HEAD = re.compile(r'<th class="head[^>]*>(.*?)</th>', re.DOTALL)
ROW = re.compile(r'<tr class="row-(?:even|odd)"><td.*?</tr>', re.DOTALL)


PLACE = re.compile(r"<t[hd][ >].*?</t[hd]>", re.DOTALL)
NARROW = 32
"""So many characters in the longest words of its columns: a table stands on a phone as it is; a place twice that."""


def told(table: re.Match[str]) -> str:
    """A table; a phone shows a wide one place by place, each after the first of a row with the head of its column."""
    heads = [TAG.sub("", head).strip() for head in HEAD.findall(table[0])]
    said = [TAG.sub(" ", place) for place in PLACE.findall(table[0])]
    columns = [said[at :: len(heads)] for at in range(len(heads))]
    words = sum(max(len(word) for place in column for word in [*place.split(), ""]) for column in columns)
    if words <= NARROW and all(len(place.strip()) <= 2 * NARROW for place in said):
        return table[0]
    folded = table[0].replace('<table class="', '<table class="folds ', 1)
    return ROW.sub(lambda row: "".join(places(row[0], heads)), folded)


def places(row: str, heads: list[str]) -> Iterator[str]:
    """The places of a row, each with the head of its column."""
    first, *others = row.split("<td")
    yield first
    for at, place in enumerate(others):
        head = heads[at] if at < len(heads) else ""
        yield f'<td data-head="{head}"{place}' if at and head else f"<td{place}"


def mended(page: str) -> str:
    """A page of the site with what its theme leaves out; one that was kept from the last build stays as it is."""
    if STYLE in page:
        return page
    for lacking, whole in MENDS:
        page = lacking.sub(whole, page)
    return TABLE.sub(told, framed(page)).replace("</head>", f"<style>{STYLE}</style></head>")
