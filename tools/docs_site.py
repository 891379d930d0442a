"""The guide as a static site: the pages of docs/ and the transcripts, set by Sphinx, read without a network.

python tools/docs_site.py [FOLDER]      the site is written to FOLDER, build/site when left out
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS: dict[str, tuple[str, ...]] = {
    "Begin": ("quick-start", "transcripts/first-steps", "the-brief"),
    "Follow": ("transcripts/the-partnership", "transcripts/what-may-we-do", "transcripts/a-rival-has-made-us-an-offer",
               "transcripts/deadline-tenants-first-offer", "transcripts/deadline-founders-shares",
               "transcripts/deadline-preferential-right", "transcripts/deadline-offer-sheet",
               "transcripts/deadline-power-beside", "transcripts/a-hall-is-reserved",
               "transcripts/keeping-the-record", "transcripts/questions-in-a-file",
               "transcripts/did-we-keep-to-it", "transcripts/settlement",
               "transcripts/where-to-get-it", "transcripts/what-the-change-was-worth",
               "transcripts/is-the-draft-sound"),
    "Look up": ("glossary", "library", "audit", "soundness", "clauses", "gallery", "reference",
               "refusal", "settlement", "planning", "spec", "sources"),
    "Build on it": ("ARCHITECTURE", "adding-a-clause-kind", "versioning", "decisions/index", "CHANGELOG"),
}  # fmt: skip
"""The pages by part, in the order in which they are read; a page that is not there yet is left out."""
DOORS: dict[str, tuple[str, ...]] = {
    "You buy capacity": ("transcripts/what-may-we-do", "transcripts/a-rival-has-made-us-an-offer",
                         "transcripts/deadline-power-beside", "transcripts/where-to-get-it", "refusal"),
    "You keep the books": ("transcripts/settlement", "settlement", "transcripts/what-the-change-was-worth",
                           "the-brief"),
    "You are counsel": ("the-brief", "clauses", "transcripts/is-the-draft-sound", "transcripts/did-we-keep-to-it",
                        "sources"),
    "You write programs": ("quick-start", "library", "transcripts/questions-in-a-file", "audit", "spec"),
}  # fmt: skip
"""Where a reader comes in: who it is, and the pages to read, at most five, in their order."""
LINK = re.compile(r"\]\((?P<to>[^)#:\s]+)(?P<at>#[^)\s]*)?\)")


def gather(folder: Path) -> tuple[Path, ...]:
    """Copy every page to a folder, its links set for the site, and return the pages."""
    homes = {"docs": folder, "tests/transcripts": folder / "transcripts"}
    found: list[Path] = []
    for source, target in homes.items():
        for page in sorted((ROOT / source).rglob("*.md")):
            found.append(placed(page, target / page.relative_to(ROOT / source)))
    found.append(placed(ROOT / "CHANGELOG.md", folder / "CHANGELOG.md"))
    if (ROOT / "docs" / "pictures").is_dir():
        shutil.copytree(ROOT / "docs" / "pictures", folder / "pictures", dirs_exist_ok=True)
    decisions = sorted(page.stem for page in (ROOT / "docs" / "decisions").glob("*.md"))
    listed = "# Decisions\n\n" + toctree("", tuple(decisions))
    (folder / "decisions" / "index.md").write_text(listed, encoding="utf-8")
    (folder / "index.md").write_text(index(folder), encoding="utf-8")
    return tuple(found)


def placed(page: Path, target: Path) -> Path:
    """Write a page where the site has it; a link to a file that is no page becomes its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = page.read_text(encoding="utf-8").replace("](../tests/transcripts/", "](transcripts/")
    text = text.replace("](../../docs/", "](../")
    text = LINK.sub(linked, text)
    home = page.parent.relative_to(ROOT).as_posix()
    if home in EXPLAINED and page.stem != "glossary":
        text = explained(text, EXPLAINED[home])
    target.write_text(text, encoding="utf-8")
    return target


EXPLAINED = {"docs": "", "tests/transcripts": "../"}
"""The pages that lead to the glossary, and the way there from each."""
HEADED = re.compile(r"^### (?P<word>.+)$", re.MULTILINE)
APART = re.compile(
    r"```.*?```|~~~.*?~~~|^(?:    |\t).*?$|^[ ]*(?:#|\||!\[|<).*?$|`[^`]*`|\[[^\]]*\](?:\([^)]*\))?|\*\*.*?\*\*",
    re.DOTALL | re.MULTILINE,
)
"""What is no running text: code, headings, tables, pictures, links, and what is set strong."""


def glossary() -> tuple[str, ...]:
    """The words of the glossary, as its headings have them."""
    return tuple(HEADED.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))


def explained(text: str, way: str) -> str:
    """A page whose running text leads to the glossary, from the first place where it uses each of its words."""
    for word in glossary():
        said = re.compile(rf"\b{word}s?\b", re.IGNORECASE)
        at = 0
        for kept in (*APART.finditer(text), None):
            end = len(text) if kept is None else kept.start()
            found = said.search(text, at, end)
            if found is not None:
                to = f"[{found[0]}]({way}glossary.md#{word.lower().replace(' ', '-')})"
                text = text[: found.start()] + to + text[found.end() :]
                break
            at = end if kept is None else kept.end()
    return text


def linked(held: re.Match[str]) -> str:
    """A link as the site can follow it; one to a file of the repository is kept as plain text."""
    to = held["to"].replace("docs/", "", 1)
    is_page = to.endswith(".md") or to.startswith("pictures/")
    return f"]({to}{held['at'] or ''})" if is_page else "]"


def index(folder: Path) -> str:
    """The first page: what it is, and the parts of the guide."""
    parts = [
        toctree(name, tuple(page for page in pages if (folder / f"{page}.md").is_file()))
        for name, pages in PARTS.items()
    ]
    doors = "".join(door(folder, name, pages) for name, pages in DOORS.items())
    said = (
        "# Firstcall\n\nTwo companies signed an agreement about computing capacity. Firstcall makes it run: it "
        "answers what they may do,\nwho must be asked first and by when, and who owes whom, each answer with its "
        "clause, its source and its reasons.\n\n"
        "Not legal advice, and not affiliated with anyone named. [Twenty words](glossary.md) and the five answers are "
        "told once,\nfor every page.\n\n## Where to begin\n\n"
    )
    return said + doors + "\n".join(parts)


def door(folder: Path, name: str, pages: tuple[str, ...]) -> str:
    """The way of one reader: its name, and the pages to read in their order, by their own titles."""
    steps = [f"{number}. [{title(folder / f'{page}.md')}]({page}.md)\n" for number, page in enumerate(pages, 1)]
    return f"### {name}\n\n{''.join(steps)}\n"


def title(page: Path) -> str:
    """What a page is called: its first heading."""
    return page.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")


def toctree(caption: str, pages: tuple[str, ...]) -> str:
    """A part of the contents, as the generator reads it."""
    named = f":caption: {caption}\n" if caption else ""
    return "```{toctree}\n:maxdepth: 1\n" + named + "\n" + "\n".join(pages) + "\n```\n"


STYLE = """
.command { display: inline-block; max-width: 100%; white-space: pre-wrap; overflow-wrap: anywhere;
  padding-left: 1.5em; text-indent: -1.5em }
.command .whole { display: inline-block; max-width: 100%; text-indent: 0 }
@media (min-width: 97em) { .content { width: 54em } .content p, .content li { max-width: 46em } }
@media (max-width: 40em) {
  .highlight-default pre, .highlight-sh pre { white-space: pre-wrap; overflow-wrap: anywhere }
}
@media print {
  .skip-to-content, .related-pages, .headerlink { display: none }
  .content { width: auto }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 7.5pt; break-inside: auto !important }
  div[class*="highlight"], .table-wrapper { break-inside: auto !important; overflow: visible }
  h1, h2, h3, p:has(+ div[class*="highlight"]), p:has(+ .table-wrapper) { break-after: avoid }
  p, li { orphans: 3; widows: 3 }
  tr, img { break-inside: avoid }
  img { max-height: 120mm; width: auto }
}
"""
"""Room for lines of a terminal on a wide screen; on paper, nothing cut off, and no heading left behind."""
MENDS = (
    (re.compile(r'<p class="caption" role="heading">'), '<p class="caption" role="heading" aria-level="2">'),
    (re.compile(r'<aside class="sidebar-drawer">'), '<aside class="sidebar-drawer" aria-label="Contents">'),
    (re.compile(r'<aside class="toc-drawer( no-toc)?">'), r'<aside class="toc-drawer\1" aria-label="On this page">'),
    (re.compile(r"<pre>"), '<pre tabindex="0">'),
    (
        re.compile(r'(^|<pre tabindex="0"><span></span>)(<span class="gp">\$ </span>.*)$', re.MULTILINE),
        r'\1<span class="command">\2</span>',
    ),
    (re.compile(r'<div class="table-wrapper'), '<div tabindex="0" class="table-wrapper'),
    (re.compile(r'\n<div id="search-results">'), '<h1>Search</h1><div id="search-results">'),
)
"""What the theme leaves out, so that the keyboard reaches what scrolls and each landmark has its name."""


COMMAND = re.compile(r'(<span class="command"><span class="gp">\$ </span>)(.*)(</span>)$', re.MULTILINE)
BETWEEN = '<span class="w"> </span>'


def unbroken(held: re.Match[str]) -> str:
    """A command whose words stay whole where it is broken: a hyphen is no place for it."""
    words = (f'<span class="whole">{word}</span>' if "-" in word else word for word in held[2].split(BETWEEN))
    return held[1] + BETWEEN.join(words) + held[3]


TO_BE_TYPED = re.compile(
    r'(?<=<div class="highlight-none notranslate">)(<div class="highlight"><pre[^>]*><span></span>)(.*?)(?=</pre>)',
    re.DOTALL,
)


def typed(held: re.Match[str]) -> str:
    """A block of commands without a prompt, each of which may be broken between its words, as those with one."""
    return held[1] + LINE.sub(lambda line: f'<span class="command">{WORD.sub(WHOLE, line[0])}</span>', held[2])


LINE = re.compile(r"^(?:\.venv/bin/)?(?:firstcall|make|pip|python|git) .*$", re.MULTILINE)
WORD = re.compile(r"\S*-\S*")
WHOLE = r'<span class="whole">\g<0></span>'


def mended(page: str) -> str:
    """A page of the site with what its theme leaves out."""
    for lacking, whole in MENDS:
        page = lacking.sub(whole, page)
    page = TO_BE_TYPED.sub(typed, COMMAND.sub(unbroken, page))
    return page if STYLE in page else page.replace("</head>", f"<style>{STYLE}</style></head>")


def main(site: Path) -> int:
    """Build the site; a warning of the generator fails."""
    source = ROOT / "build" / "site-pages"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    gather(source)
    settings = {"project": "Firstcall", "html_theme": "furo", "html_title": "Firstcall", "extensions": "myst_parser",
                "html_copy_source": "0", "html_show_copyright": "0", "myst_heading_anchors": "3",
                "suppress_warnings": "toc.not_included,misc.highlighting_failure,myst.header"}  # fmt: skip
    asked = [sys.executable, "-m", "sphinx", "-C", "-q", "-W", "--keep-going", "-b", "html"]
    asked += [part for name, value in settings.items() for part in ("-D", f"{name}={value}")]
    done = subprocess.run([*asked, str(source), str(site)], cwd=ROOT, check=False)
    for page in site.rglob("*.html") if done.returncode == 0 else ():
        page.write_text(mended(page.read_text(encoding="utf-8")), encoding="utf-8")
    if done.returncode == 0:
        print(f"the guide stands in {site}; open {site / 'index.html'}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site"))
