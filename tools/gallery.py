"""docs/gallery.md: which contract of the gallery uses which kind of clause, written from the folders themselves.

`python tools/gallery.py` writes the page anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.service.gallery.entries import GalleryEntry, gallery_entries

PAGE = Path(__file__).resolve().parent.parent / "docs" / "gallery.md"
ABOUT = """\
# The gallery

Agreements as they are signed, written as files that every command reads: partnerships in computing as publicly
reported, and forms of first refusal from other fields, in words of our own. Each has questions whose answers are
reasoned from its text, beside the text; every one is a test. What a file does not express is said on its page.

    firstcall gallery                      the list
    firstcall gallery office-lease         one of them, with its questions
    firstcall gallery --check              ask every question again
    firstcall new lease --like office-lease    a folder of your own, to fill in

Each lies in `examples/gallery` and is part of what `pip install` brings. The kinds of clause are explained in
[clauses](clauses.md).
"""


def page() -> str:
    """The page as the folders are now."""
    entries = gallery_entries()
    return "\n".join(
        [ABOUT, "## What there is\n", *_list(entries), "", "## Which kind is in which\n", *_kinds(entries), ""]
    )


def _list(entries: tuple[GalleryEntry, ...]) -> Iterator[str]:
    yield "| name | what | field | lines | questions |"
    yield "|---|---|---|---|---|"
    for entry in entries:
        known = entry.known
        yield f"| `{entry.name}` | {entry.agreement.title} | {known.field} | {entry.lines} | {len(known.questions)} |"


def _kinds(entries: tuple[GalleryEntry, ...]) -> Iterator[str]:
    yield "| kind | in |"
    yield "|---|---|"
    for kind in CLAUSE_KINDS:
        (name,) = get_args(kind.model_fields["type"].annotation)
        using = [f"`{entry.name}`" for entry in entries if name in entry.kinds]
        yield f"| `{name}` | {', '.join(using) or 'none yet'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
