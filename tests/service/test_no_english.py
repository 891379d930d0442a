"""An agreement that no test knew, in Spanish and in Indonesian: no English but its authors' own.

The template with every kind of clause is made anew, and whatever its author could have written otherwise is put in
words that are of no language. Offers are received, noticed and taken under it. What the commands then print in
another language may share with the same command in English only those words, and the few that both languages spell
alike; every line is there, and none of English stays as it was.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from ruamel.yaml import YAML
from tests.service.conftest import Cli

from firstcall.report.words.enums import Language

CLOSED = {"schema", "type", "role", "mode", "duty", "acts", "covers", "counts", "exercise", "unit", "per", "every",
          "falls", "currency", "timezone", "calendar", "grade"}  # fmt: skip
"""Keys whose values are the program's own words, zones or days."""
NAMED = ("parties", "providers", "sources", "determinations", "dimensions")
"""Maps whose keys are names that the author gave; so are those of what names a dimension."""
TEXTS = {"title", "name", "instrument", "note", "does", "says"}
MONTHS = {"jan", "mar", "apr", "may", "jun", "jul", "sep", "oct", "nov"}
SHARED: dict[Language, set[str]] = {
    "es": {"no", "total", "legal", "escape", "control", *MONTHS},
    "id": {"model", "total", "final", *MONTHS},
}
"""Words that English spells as the other language does, months among them."""
KEPT = re.compile(
    r": window\.anchor \(received\).*|^  (?:when|since|until)(?=: )|<br>|(?:holiday|festivo|hari libur): .*|`[^`]*`"
    r"|--[\w-]+|\bfirstcall [\w./= -]+|\S*/\S+|\S+\.(?:yaml|jsonl|csv|html|docx|eml|ics)\b|\b\w+_\w+\b"
    r"|\b[\w-]+\.[\w.-]+\b|[0-9a-f]{32,}|\S*@\S*",
    re.MULTILINE,
)
"""What is typed, names a file, a field or a text, or is a default as the file has it; a holiday as a library has it."""
WORD = re.compile(r"[^\W\d_]{2,}")
OF_EACH = {"utc", "est", "edt", "us", "usd", "mw", "gpu", "hour", "hours", "government", "half",
           "base", "new", "general", "other"}  # fmt: skip
"""Zones, currencies, units as the author has them, categories of holidays; values of flags, as they are typed."""


class Author:
    """Writes an agreement anew in words of no language, the same word for the same name."""

    def __init__(self, text: dict[str, Any]) -> None:
        words = text["definitions"]
        named = [name for kind in NAMED for name in (text.get(kind) or words.get(kind) or ())]
        named += [name for kind in ("workloads", "events", "products", "ip") for name in words[kind]]
        named += [value for values in words["dimensions"].values() for value in values]
        named += [clause["quantity"] for clause in text["clauses"] if isinstance(clause.get("quantity"), str)]
        named += [*(clause["id"] for clause in text["clauses"]), text["id"], "compute", "order-1"]
        free = [name for name in dict.fromkeys(named) if name not in ("first_party", "other")]
        self.names = {name: f"zq{chr(97 + at // 26)}{chr(97 + at % 26)}" for at, name in enumerate(free)}

    def anew(self, value: Any, key: str = "") -> Any:
        """Return a part of the text in new words."""
        match value:
            case dict() if key == "called":
                return {self.names.get(name, name): self._called(words) for name, words in value.items()}
            case dict():
                named = key in (*NAMED, "except", "scope")
                return {self.names.get(name, name) if named else name: self.anew(item, name)
                        for name, item in value.items()}  # fmt: skip
            case list():
                return [self.anew(item, key) for item in value]
            case str() if key in TEXTS:
                return self.names.get(value, "zqname" if key == "name" else "zqtext zqwords")
            case str() if key not in CLOSED:
                return self.names.get(value, value)
            case _:
                return value

    def _called(self, words: dict[str, str]) -> dict[str, str]:
        """Return names for words that stand in the new text, each its own."""
        return {self.names.get(word, word): f"zqcalled {self.names.get(word, word)}" for word in words}


@pytest.fixture
def deal(tmp_path: Path, cli: Cli) -> tuple[Path, dict[str, str]]:
    """A partnership in words of no language, with offers on its record; and what each name has become."""
    folder = tmp_path / "zqdeal"
    assert cli("new", folder, "--template", "everything", "--effective", "2025-01-01").code == 0
    text = YAML(typ="safe", pure=True).load((folder / "agreement.yaml").read_text(encoding="utf-8"))
    author = Author(text)
    made = json.dumps(author.anew(text), default=str).replace("Home Cloud", "zqcloud")
    (folder / "agreement.yaml").write_text(made, encoding="utf-8")
    n = author.names
    rival, train = ("--provider", n["rival-cloud"]), ("--workloads", n["training"])
    price = ("--term", "price_usd_per_gpu_hour=2.10", "--term", "term_months=36")
    for day, act in (
        ("03-03", ("receive", "zqone", *rival, *train, "--quantity", "40.5", "--unit", "MW", *price, "--scope",
                   f"{n['region']}={n['home']}")),
        ("03-04", ("willing", "zqone")),
        ("03-05", ("notify", "zqone")),
        ("03-10", ("match-part", "zqone", "--quantity", "10", "--as", n["holder"])),
        ("05-05", ("receive", "zqtwo", *rival, *train, "--quantity", "7", "--unit", "MW")),
        ("05-06", ("willing", "zqtwo")),
        ("05-07", ("notify", "zqtwo", "--incomplete")),
    ):  # fmt: skip
        common = ("--at", f"2025-{day}T09:00", "--recorded", f"2025-{day}T10:00", "--entered-by", "zqme")
        ran = cli("offer", act[0], folder, *act[1:], *common, "--key", f"zqkey{day}", "--note", "zqnote")
        assert ran.code == 0, ran.err
    return folder, n


def commands(folder: Path, n: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """What is run in each language; a page goes to the screen."""
    use, place = ("-w", n["training"]), ("-p", n["rival-cloud"])
    yield "check", folder
    yield "terms", folder, "--on", "2025-05-09"
    yield "terms", folder, "--history"
    yield "check", folder, "--loopholes"
    for on in ("2025-03-01", "2025-03-06", "2025-05-09", "2025-08-01"):
        yield "clock", folder, "--on", on
        yield "clock", folder, "--on", on, "--format", "md"
        yield "offer", "list", folder, "--on", on
    yield "clock", folder, "--on", "2025-05-09", "--due-within", "2d"
    yield "clock", folder, "--on", "2025-05-09", "--html", "-"
    yield "offer", "list", folder, "--on", "2025-05-09", "--html", "-"
    for on, offer in (("2025-03-06", "zqone"), ("2025-03-20", "zqone"), ("2025-05-09", "zqtwo")):
        yield "offer", "show", folder, offer, "--on", on
        yield "offer", "packet", folder, offer, "--on", on, "--dir", folder.parent / "zqpapers"
        yield "offer", "packet", folder, offer, "--on", on, "--as", n["holder"], "--dir", folder.parent / "zqpapers"
    yield "offer", "deadline", folder, "--sent", "2025-06-16T10:00"
    yield "offer", "shortfall", folder, "--clause", n["first-refusal"], "--on", "2025-08-01"
    yield (
        "offer",
        "decline",
        folder,
        "zqtwo",
        "--at",
        "2025-05-09T09:00",
        "--recorded",
        "2025-05-09T10:00",
        "--key",
        "zqkey",
        "--dry-run",
    )
    yield (
        "offer",
        "match",
        folder,
        "zqone",
        "--at",
        "2025-05-09T09:00",
        "--recorded",
        "2025-05-09T10:00",
        "--key",
        "zqkey",
        "--dry-run",
    )
    yield "record", "show", folder
    yield "record", "verify", folder
    yield "record", "compare", folder, folder
    yield "record", "compare", folder, folder, "--as", n["holder"]
    yield ("record", "add", "context", folder, "--title", "zqtitle", "--by", n["grantor"], "--at", "2025-06-01",
           "--recorded", "2025-06-01", "--id", "zqid", "--entered-by", "zqme", "--dry-run")  # fmt: skip
    yield "decide", folder, *use, *place, "--on", "2025-05-09"
    yield "decide", folder, *use, *place, "--on", "2025-05", "--capacity", "existing"
    yield "decide", folder, *use, "--offer", "zqone", "--on", "2025-08-01", "--flip"
    yield "brief", folder, "--on", "2025-05-09", "--today", "2025-06-01", "--full", "--format", "md"
    yield "brief", folder, "--on", "2025-05-09", "--today", "2025-06-01", "--html", "-"


def shown(text: str) -> list[str]:
    """The lines of a page or of a terminal: of a page its texts, and the names that a screen reader tells."""
    if not text.lower().startswith("<!doctype"):
        return text.splitlines()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    silent = {"style", "script"}
    told = [element.text or "" for element in tree.iter() if element.tag not in silent]
    told += [element.tail or "" for element in tree.iter()]
    named = ("aria-label", "data-label", "title", "alt", "content")
    told += [element.get(name, "") for element in tree.iter() for name in named if element.tag != "meta"]
    return [line for line in told if line.strip()]


def words_of(text: str) -> set[str]:
    """The words that are said: not what is typed, or names a file or a field, nor the author's."""
    return {word.lower() for word in WORD.findall(KEPT.sub(" ", text)) if not word.startswith("zq")} - OF_EACH


@pytest.mark.parametrize("lang", ["es", "id"])
def test_nothing_is_english_but_what_its_author_wrote(
    lang: Language, deal: tuple[Path, dict[str, str]], cli: Cli
) -> None:
    folder, names = deal
    left: dict[str, list[str]] = {}
    for args in commands(folder, names):
        english, other = cli(*args), cli(*args, "--lang", lang)
        assert english.code == other.code, (args, english, other)
        before, after = (shown(ran.out) + ran.err.splitlines() for ran in (english, other))
        assert len(before) == len(after), (args, before, after)
        vocabulary = words_of("\n".join(before))
        for line in after:
            found = (words_of(line) & vocabulary) - SHARED[lang]
            if found:
                left[line] = sorted(found)
    assert left == {}, "\n".join(f"{words} {line}" for line, words in left.items())


def test_english_left_over_is_noticed() -> None:
    assert words_of("zqab notice-given `code` --flag x_y 2025 a.b /tmp/x") == {"notice", "given"}
    assert words_of("notificación enviada por zqab") & words_of("notice given by zqab") == set()
