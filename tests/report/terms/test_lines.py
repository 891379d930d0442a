"""The terms as lines: in every language the same lines, with the authors' words and the file's names as they are."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from firstcall.agreement.load import load
from firstcall.agreement.model.basis import ASSUMED, Basis
from firstcall.agreement.overlay import SUPPOSED
from firstcall.agreement.terms import terms
from firstcall.report.terms.lines import detail_lines
from firstcall.report.words.enums import Language
from firstcall.service.commands.terms import terms_command
from firstcall.service.page_files import in_language

DEAL = str(Path(__file__).resolve().parents[3] / "examples" / "wiraksa")
AGREEMENT = Path(DEAL) / "agreement.yaml"
ASKED: tuple[tuple[str, ...], ...] = (
    ("--on", "2026-01-01"), ("--on", "2001-01-01"), ("refusal-islands", "--on", "2026-01-01"),
    ("refusal-islands", "--history"), ("--history",),
)  # fmt: skip
ENGLISH = ("version ", "in effect", "the term", "known:", "of:", "from ", "changed:", "not set", "no terms",
           "  yes  ", "[agreed]", "[assumed]", "attributed")  # fmt: skip


def shown_in(lang: str, *asked: str) -> list[str]:
    told = CliRunner().invoke(terms_command, [DEAL, *asked, "--lang", lang])
    assert told.exit_code == 0, told.output
    return told.output.splitlines()


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("lang", ["es", "id"])
def test_the_same_lines_in_a_language_with_no_english_but_the_authors_own(lang: str, asked: tuple[str, ...]) -> None:
    plain, told = shown_in("en", *asked), shown_in(lang, *asked)
    assert len(plain) == len(told) and plain != told
    for before, after in zip(plain, told, strict=True):
        assert len(before) - len(before.lstrip()) == len(after) - len(after.lstrip())
        if before != after:
            assert not [word for word in ENGLISH if word in after]
    assert any(word in line for word in ENGLISH for line in plain)


def test_what_a_clause_says_and_what_a_file_names_stay_as_they_are() -> None:
    told = shown_in("es", "refusal-islands", "--on", "2026-01-01")
    assert "  New capacity in Java, Sulawesi and offshore goes to Tamborala first, which now has less time." in told
    assert next(line for line in told if line.split()[:1] == ["window.count_first_day"]).split()[1:] == [
        "no",
        "[pactado]",
    ]
    assert next(line for line in told if line.split()[:1] == ["tolerance.inclusive"]).split()[1:] == ["sí", "[pactado]"]


@pytest.mark.parametrize(
    ("lang", "assumed", "supposed"),
    [
        ("en", "no basis is given in the file", "supposed by a what-if"),
        ("es", "el archivo no indica en qué se basa", "lo pone un supuesto"),
        ("id", "dasarnya tidak disebutkan dalam berkas", "diandaikan oleh suatu pengandaian"),
    ],
)
def test_a_note_that_nobody_wrote_is_said_in_each_language(lang: Language, assumed: str, supposed: str) -> None:
    text = terms(load(AGREEMENT.read_bytes()), date(2026, 1, 1))
    held = text.clauses[0]
    ours = Basis(grade="assumed", note="our own words")
    for basis, note in ((ASSUMED, assumed), (SUPPOSED, supposed), (ours, "our own words")):
        clause = held.clause.model_copy(update={"basis": basis})
        (*_, line) = in_language(detail_lines(replace(held, clause=clause), text), lang)
        assert line.endswith(f": {note}")
