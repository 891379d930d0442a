"""No page shows a word as only files spell it: `third_party`, `matched-in-part`, `2025-06-12T08:00:00Z`, `` `other` ``.

What files, flags and programs read has underscores and hyphens where people write none. On a page such a word may stand
as somebody's own (an id, a path, a command), and is marked so; everywhere else it is said in the page's language.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from firstcall.agreement.read.schema import json_schema
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.report.words.enums import ENUMS, LANGUAGES, Language
from firstcall.service.cli import run
from firstcall.service.commands.clock import SOMETHING_DUE

ROOT = Path(__file__).resolve().parents[2]
HYPHENED = {"offer-first", "consent-first", "cut-off"}
"""Words that English joins with a hyphen too."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2})?|\([A-Z][a-z]+/[A-Z]\w+\)")
"""A day or an instant as files write it, and a zone by its name in tables instead of its short one."""
LABELS = ("aria-label", "data-label", "alt")


def closed(schema: Any) -> Iterator[str]:
    """Every word that a value may have, and the name of every field, of all that an agreement may say."""
    if isinstance(schema, list):
        for one in schema:
            yield from closed(one)
    elif isinstance(schema, dict):
        yield from (word for word in (*schema.get("enum", ()), schema.get("const")) if isinstance(word, str))
        yield from schema.get("properties", ())
        for one in schema.values():
            yield from closed(one)


OF_FILES = {word for word in {*closed(json_schema()), *EVENT_KINDS, *ENUMS} if re.fullmatch(r"\w+([_-]\w+)+", word)}
WORD = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+)+")


def seen(tree: ElementTree.Element) -> Iterator[str]:
    """What is read on a page: its texts and labels, without what is somebody's own."""
    if tree.get("translate") == "no" or tree.tag.endswith("}style"):
        return
    yield from (label for name in LABELS if (label := tree.get(name)))
    yield tree.text or ""
    for part in tree:
        yield from seen(part)
        yield part.tail or ""


def raw(text: str) -> set[str]:
    """Every word of a text as only files spell it, every day, instant and zone as they write it, every mark of code."""
    words = {word for word in WORD.findall(text) if word in OF_FILES - HYPHENED}
    return {*words, *DAY.findall(text), *re.findall("`", text)}


def test_what_only_files_spell_so_is_told_from_what_people_write() -> None:
    assert {"third_party", "matched-in-part", "sign_within", "first_refusal", "notice-given"} <= OF_FILES
    assert raw("read as `other` at third_party, matched-in-part since 2025-06-12T08:00:00Z (Asia/Makassar)") == {
        "`", "third_party", "matched-in-part", "2025-06-12T08:00", "(Asia/Makassar)",
    }  # fmt: skip
    assert raw("offer-first at a third party, a back-test, matched in part since 12 Jun 2025") == set()


def commands(made: Path) -> dict[str, list[str]]:
    """The pages of a text with every kind of clause, and of one with offers, placements and lines of supply."""
    everything, fictional = str(made / "everything"), str(ROOT / "examples" / "wiraksa")
    log, what_if = str(ROOT / "examples/wiraksa/placements/2025-q4.parquet"), ["--from", "base", "--to", "amendment-2"]
    need = ["--workload", "training", "--quantity", "40000", "--accelerator", "H100", "--from", "2025-07-01"]
    public = str(ROOT / "examples" / "microsoft-openai")
    of_both = {
        f"{asked[-1]} of {Path(folder).name}": [*asked, folder, "--on", day]
        for asked in (["brief"], ["terms"], ["clock"], ["offer", "list"])
        for folder, day in ((everything, "2026-03-02"), (fictional, "2025-10-20"))
    }
    return {
        **of_both, "check": ["check", everything], "check of wiraksa": ["check", fictional],
        "diff": ["diff", fictional, *what_if],
        "diff of days": ["diff", fictional, "--from", "2025-01-15", "--to", "2026-02-15"],
        "audit": ["audit", fictional, log],
        "route": ["route", public, *need, "--to", "2025-12-31", "--on", "2025-02-03"],
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_shows_a_word_as_only_files_spell_it(tmp_path: Path, lang: Language) -> None:
    folder, page = tmp_path / "everything", tmp_path / "page.html"
    assert run(["new", str(folder), "-t", "everything", "--effective", "2026-01-05"]) == 0
    shown: dict[str, set[str]] = {}
    for name, command in commands(tmp_path).items():
        assert run([*command, "--lang", lang, "--html", str(page)]) in (0, SOMETHING_DUE), name
        tree = html5lib.parse(page.read_text("utf-8"))
        shown[name] = {word for text in seen(tree) for word in raw(text)}
    assert shown == {name: set() for name in shown}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("party", ["wiraksa", "tamborala"])
def test_no_paper_of_an_offer_does_either(tmp_path: Path, lang: Language, party: str) -> None:
    asked = ["offer", "packet", str(ROOT / "examples" / "wiraksa"), "O-13", "--clause", "refusal-islands"]
    when = ["--on", "2026-03-27", "--dir", str(tmp_path)]
    assert run([*asked, *when, "--as", party, "--lang", lang]) == 0
    pages = sorted(tmp_path.glob("*.html"))
    assert len(pages) >= 2
    for page in pages:
        text = " ".join(seen(html5lib.parse(page.read_text("utf-8")))).replace("executed 2025-08-14", "")
        assert (page.name, raw(text)) == (page.name, set())
        assert not re.search(rf"\b({party}|tamborala):", text)
