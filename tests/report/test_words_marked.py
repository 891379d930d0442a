"""No sentence of a command slips past the catalogue: each is set in marks, and what stands outside is a name or a date.

The language of the marks is none: every sentence of the catalogues comes out as itself, in brackets. Whatever the
text, the Markdown and the page of `brief`, `decide` and `clock` show outside of brackets was never handed to the
catalogue; it must be a name, an id, a date, a number, or what an author wrote.
"""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from ruamel.yaml import YAML

import catalogues
from firstcall.dates import parse_instant, zone
from firstcall.errors import FirstcallError
from firstcall.record.position import position
from firstcall.refusal.due import everything_due
from firstcall.report.brief.brief import Brief
from firstcall.report.brief.page import brief_page
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.line_facts import NotAdvice, ToldLine
from firstcall.report.decision.rows import decision_lines
from firstcall.report.offer.due_facts import clock_head, due_lines, due_sheet
from firstcall.report.words.enums import ENUMS
from firstcall.report.words.spoken import spoken, spoken_sheets
from firstcall.report.words.words import PageWords, Words
from firstcall.rights.decide import decide
from firstcall.said import Sentence
from firstcall.service.commands.brief import brief_of
from firstcall.service.commands.decide import flips_of, ways
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.questions.asking import Given, given

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("microsoft-openai", "wiraksa")
SAID = re.compile("⟦[^⟦⟧]*⟧")
ZONE = re.compile(r"\b(?:UTC|WIB|WITA|PST|PDT)\b|\bFY\d{4}(?:-Q[1-4])?\b")
"""Zones, and fiscal years and quarters by their names."""
WEEKDAYS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic", "enero", "febrero",
          "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
          "diciembre")  # fmt: skip
FORMS = {
    *MONTHS,
    "lun",
    "mar",
    "mié",
    "jue",
    "vie",
    "sáb",
    "dom",
    "de",
    "mil",
    "millones",
    "US",
    "y",
    "o",
}
"""What dates, amounts and rows are made of in Spanish."""
FLAGS = {"other", "new", "existing", "own_build", "by", "since", "general", "ip", "models"}
"""Values of flags, as they are typed."""


@cache
def sayings() -> dict[str, str | tuple[str, ...]]:
    said: dict[str, str | tuple[str, ...]] = {}
    for message in catalogues.messages():
        forms = tuple(
            "".join(part if part.startswith("{") else f"⟦{part}⟧" for part in re.split(r"(\{\w+\})", form) if part)
            for form in ((message,) if isinstance(message, str) else message)
        )
        said[message if isinstance(message, str) else message[0]] = forms[0] if isinstance(message, str) else forms
    return said


class Marked(Words):
    """Words that say a sentence in brackets, and set apart what no phrase makes."""

    def own(self, text: str) -> str:
        return f"«{text}»"


MARKED = Marked("es", sayings())


@pytest.fixture(autouse=True)
def marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What facts say stands in marks too."""

    def form_of(says: Sentence, n: object, lang: str) -> str:
        form = says.text if says.several is None or n == 1 else says.several
        return "".join(part if part.startswith("{") else f"⟦{part}⟧" for part in re.split(r"(\{\w+\})", form) if part)

    monkeypatch.setattr("firstcall.report.words.facts.form_of", form_of)


@cache
def partnership(name: str) -> Partnership:
    return open_partnership(ROOT / "examples" / name)


@cache
def brief(name: str) -> Brief:
    return brief_of(partnership(name), "2025-01-21" if name == EXAMPLES[0] else "2025-10-20", "2026-11-22")


def scalars(value: Any) -> Iterator[str]:
    """Every key and every text of plain values."""
    match value:
        case dict():
            for key, item in value.items():
                yield str(key)
                yield from scalars(item)
        case list():
            for item in value:
                yield from scalars(item)
        case _:
            yield str(value)


@cache
def written(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What the authors of an example wrote: texts of several words, the longest first, and single names."""
    found: set[str] = set()
    for file in (ROOT / "examples" / name).rglob("*"):
        text = file.read_text(encoding="utf-8") if file.suffix in (".yaml", ".jsonl", ".csv") else ""
        if file.suffix == ".yaml":
            found.update(scalars(YAML(typ="safe", pure=True).load(text)))
        elif file.suffix == ".jsonl":
            found.update(scalars([json.loads(line) for line in text.splitlines()]))
        elif file.suffix == ".csv":
            cells = [cell.strip() for row in csv.reader(text.splitlines()) for cell in row]
            found.update((*cells, *(part.strip() for cell in cells for part in cell.split(";"))))
    flat = {" ".join(text.split()) for text in found}
    texts = tuple(sorted((text for text in flat if " " in text), key=len, reverse=True))
    return texts, frozenset(part for text in flat if " " not in text for part in (text, *re.split("[@=:/.]", text)))


def outside(text: str, name: str) -> list[str]:
    """The words outside of marks that are no date, and no name or text of the example."""
    texts, names = written(name)
    left = " ".join(ZONE.sub(" ", SAID.sub("\n", text)).split())
    for own in texts:
        left = left.replace(own, " ") if own in left else left
    tokens = re.findall(r"[\w@=:./-]*[^\W\d_]{2,}[\w@=:./-]*", left.replace("(reported)", " "))
    return [token for token in (token.strip(":./-") for token in tokens) if not is_own(token, names)]


def is_own(token: str, names: frozenset[str]) -> bool:
    """Whether a word is a name, a path from one, or part of a date; a word of a closed list is to be said."""
    first = re.split("[@=:/.]", token)[0]
    return token in FORMS | FLAGS or (token != first and first in names) or token in names - set(ENUMS)


ASKED: tuple[dict[str, Any], ...] = (
    {"provider": "azure"}, {"provider": "azur"}, {"provider": "coreweave"}, {"provider": "nobody-knows"},
    {"provider": "coreweave", "capacity": "existing"}, {"capacity": "own_build"}, {"provider": "tamborala-cloud"},
    {"provider": "coreweave", "capacity": "built_for_grantor", "quantity": "1200.5"}, {"offer": "O-03"},
    {"provider": "oracle", "signed": "2024-06-12"}, {"offer": "O-08"}, {"contract": "oracle-2024"},
    {"licensee": "microsoft", "product": "first_party", "model": "m", "model_developed": "2031-01-01"},
    {"license_to": "aws", "product": "api"}, {"licensee": "nobody", "product": "api"},
)  # fmt: skip
DAYS = {EXAMPLES[0]: ("2018-01-01", "2025-01-20", "2025-02-01", "2025-11", "2026-05-01", "2033-01-01"),
        EXAMPLES[1]: ("2025-01-20", "2025-09", "2026-04-01")}  # fmt: skip


def lines_of(held: Partnership, question: Given) -> Iterator[str]:
    decision = decide(held.agreement, held.record, question.asked, question.when, question.known_at)
    where = zone(held.agreement.timezone)
    told = asked_said(question.words, question.when, where)
    paths, note = ways(held, question, decision)
    lines = decision_lines(decision, told, where, paths, flips_of(held, question, decision), note)
    yield from spoken((*lines, ToldLine(0, NotAdvice())), MARKED)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("row", ASKED, ids=lambda row: " ".join(row.values()))
def test_no_line_of_a_decision_slips_past(row: dict[str, Any], name: str) -> None:
    held = partnership(name)
    use = () if {"licensee", "license_to"} & set(row) else held.agreement.definitions.workloads[:2]
    for day in DAYS[name]:
        try:
            question = given(held, {**row, **({"workload": use} if use else {}), "on": day})
            lines = list(lines_of(held, question))
        except FirstcallError:
            continue
        asked = frozenset(str(value) for value in row.values())
        assert {
            line: left for line in lines if (left := [word for word in outside(line, name) if word not in asked])
        } == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_cell_of_a_brief_slips_past(name: str) -> None:
    sheets = list(spoken_sheets(brief_sheets(brief(name)), MARKED))
    cells = [
        text for sheet in sheets for row in (sheet.columns, *sheet.rows) for cell in row for text in cell.split("\n")
    ]
    notes = [note for sheet in sheets for note in map(str, (sheet.title, *sheet.notes)) if "firstcall " not in note]
    assert {text: left for text in (*cells, *notes) if (left := outside(text, name))} == {}


@pytest.mark.parametrize("on", ["2025-01-20", "2025-08-01", "2025-10-20", "2026-02-02"])
def test_no_line_of_a_clock_slips_past(on: str) -> None:
    held, now = partnership("wiraksa"), parse_instant(on, zone("Asia/Jakarta"))
    found = tuple(everything_due(position(held.agreement, held.record, now)))
    (table,) = spoken_sheets([due_sheet(found, now)], MARKED)
    cells = [cell for row in (table.columns, *table.rows) for cell in row]
    lines = [*spoken([clock_head(found), *due_lines(found, now)], MARKED), *cells]
    assert {line: left for line in lines if (left := outside(line, "wiraksa"))} == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_page_sets_apart_is_somebodys_own(name: str) -> None:
    page = brief_page(brief(name), partnership(name).record, PageWords("es", sayings()))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    own = ["".join(element.itertext()) for element in tree.iter() if element.tag == "bdi"]
    attributed = {"reported"}  # the word of an author, for whom a text quotes
    assert own and {text: left for text in own if text not in attributed and (left := outside(text, name))} == {}


def test_a_sentence_that_slips_past_is_noticed() -> None:
    assert outside("⟦said⟧ microsoft 21 ene 2025 and more", "microsoft-openai") == ["and", "more"]
    assert outside(MARKED.own("a sentence of no author"), "wiraksa") != []
