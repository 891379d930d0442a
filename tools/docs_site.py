"""The guide as a static site: the pages of docs/ and the transcripts, set by Sphinx, read without a network.

python tools/docs_site.py [FOLDER]      the site is written to FOLDER, build/site when left out
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from guide_pages import mended

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
DOORS: dict[str, tuple[tuple[str, str], ...]] = {
    "You buy capacity": (
        ("May we sign it, and may it run there?", "transcripts/what-may-we-do"),
        ("A rival made us an offer: what must happen, by when?", "transcripts/a-rival-has-made-us-an-offer"),
        ("Where do we get it, and what do we buy when?", "transcripts/where-to-get-it"),
        ("What was a change of the terms worth?", "transcripts/what-the-change-was-worth"),
    ),
    "You look after the partnership": (
        ("What does it say today, on one page?", "the-brief"),
        ("An offer is made: who acts, by when, seen from either side?", "transcripts/a-rival-has-made-us-an-offer"),
        ("How is what happened entered, corrected, compared?", "transcripts/keeping-the-record"),
        ("What else falls due: delivery, duties, options?", "transcripts/a-hall-is-reserved"),
        ("Did we keep to it?", "transcripts/did-we-keep-to-it"),
    ),
    "You keep the books": (
        ("Who owes whom, and from which lines?", "transcripts/settlement"),
        ("What do fees, a deposit and a late hall come to?", "transcripts/a-hall-is-reserved"),
        ("What is each rule of the money?", "settlement"),
        ("What can be sent to those who ask?", "the-brief"),
    ),
    "You are counsel": (
        ("What does each clause say in plain words, and who says so?", "the-brief"),
        ("Does the draft hold together?", "transcripts/is-the-draft-sound"),
        ("How does a right of first refusal run, act by act?", "refusal"),
        ("How is each kind of clause written?", "clauses"),
        ("Which sentence of the news became which clause?", "sources"),
    ),
}
"""Where a reader comes in: who it is, and what that reader asks, at most five pages in their order."""
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
    text = PICTURE.sub(pictured, LINK.sub(linked, MARKDOWN.sub(set_as_it_reads, text)))
    target.write_text(text, encoding="utf-8")
    return target


MARKDOWN = re.compile(
    r"^```console\n(?P<asked>\$ firstcall [^\n]* --format md[^\n]*\n)(?P<printed>(?:(?!```|\$ ).*\n)*)```\n",
    re.MULTILINE,
)
"""A block of one command that prints Markdown, and what it prints."""


def set_as_it_reads(held: re.Match[str]) -> str:
    """The same block on the site: the command, then its Markdown as it reads; its headings are none of the page."""
    printed = re.sub(
        r"^#+ (.*)$", r"**\1**", re.sub(r"^\[(exit \d+)\]$", r"\n`\1`", held["printed"], flags=re.M), flags=re.M
    )
    return f"```console\n{held['asked']}```\n\n{printed}\n"


PICTURE = re.compile(
    r'<picture><source media="\(prefers-color-scheme: dark\)" srcset="(?P<dark>[^"]+)">'
    r'<img alt="(?P<alt>[^"]+)" src="(?P<light>[^"]+)"(?: width="(?P<width>\d+)")?></picture>'
)
"""A picture as GitHub shows it: one for light pages, one for dark ones."""


def pictured(held: re.Match[str]) -> str:
    """The same picture for the site, whose reader may choose light or dark on the page."""
    twins = (("only-light", held["light"]), ("only-dark", held["dark"]))
    width = f":width: {held['width']}px\n" if held["width"] else ""
    return "\n".join(f"```{{image}} {file}\n:class: {kind}\n:alt: {held['alt']}\n{width}```\n" for kind, file in twins)


def linked(held: re.Match[str]) -> str:
    """A link as the site can follow it; one to a file of the repository is kept as plain text."""
    to = held["to"].replace("docs/", "", 1)
    return f"]({to}{held['at'] or ''})" if to.endswith(".md") else "]"


def index(folder: Path) -> str:
    """The first page: what it is, and the parts of the guide."""
    parts = [
        toctree(name, tuple(page for page in pages if (folder / f"{page}.md").is_file()))
        for name, pages in PARTS.items()
    ]
    doors = "".join(door(folder, name, pages) for name, pages in DOORS.items())
    return BEGINNING + doors + "## All pages\n\n" + "\n".join(parts)


BEGINNING = """# Firstcall

Two companies signed an agreement about computing capacity. Firstcall makes it run: it answers what they may do,
who must be asked first and by when, and who owes whom, each answer with its clause, its source and its reasons.

New here? The [quick start](quick-start.md) takes three minutes. The five answers and [twenty words](glossary.md) are
told once, for every page; whoever asks from a program reads [the library](library.md). This guide is in English; the
brief and every other page and message that Firstcall writes are in English, Spanish or Indonesian (`--lang`). Not
legal advice, and not affiliated with anyone named.

## Where to begin

"""


def door(folder: Path, name: str, steps: tuple[tuple[str, str], ...]) -> str:
    """The way of one reader: its name, and each question with the page that answers it, by the page's own title."""
    told = (f"{at}. {asked} [{title(folder / f'{page}.md')}]({page}.md)\n" for at, (asked, page) in enumerate(steps, 1))
    return f"### {name}\n\n{''.join(told)}\n"


def title(page: Path) -> str:
    """What a page is called: its first heading."""
    return page.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")


def toctree(caption: str, pages: tuple[str, ...]) -> str:
    """A part of the contents, as the generator reads it."""
    named = f":caption: {caption}\n" if caption else ""
    return "```{toctree}\n:maxdepth: 1\n" + named + "\n" + "\n".join(pages) + "\n```\n"


def main(site: Path) -> int:
    """Build the site; a warning of the generator fails."""
    source = ROOT / "build" / "site-pages"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    gather(source)
    settings = {"project": "Firstcall", "html_theme": "furo", "html_title": "Firstcall", "extensions": "myst_parser",
                "html_copy_source": "0", "html_show_copyright": "0", "myst_heading_anchors": "3",
                "html_search_scorer": str(ROOT / "tools" / "guide_search.js"),
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
