"""The terms as lines: in every language the same lines, with the authors' words and the file's names as they are."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from firstcall.service.commands.terms import terms_command

DEAL = str(Path(__file__).resolve().parents[3] / "examples" / "wiraksa")
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
