"""What stands beside an export says what it is of, what is not carried and how it is checked, in each language."""

from datetime import UTC, datetime

import pytest
from tests.verification.sound import agreement

from firstcall.record.journal.journal import Record
from firstcall.report.exports.readme import export_readme
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.verification.exports.decision_table import decision_table

TABLE = decision_table(agreement(), Record(), datetime(2025, 1, 1, tzinfo=UTC))
CHECK = "firstcall export ours --check there"


def test_it_says_what_is_not_carried_and_how_it_is_checked() -> None:
    page = export_readme(TABLE, "cedar", CHECK, str)
    assert "What it cannot carry" in page and "denied without a reason" in page and f"\n\n    {CHECK}\n\n" in page
    assert "a permission up to a quantity" in page and "options, prices" in page and "certificate.json" in page
    assert page.startswith(f"# Decisions of {TABLE.agreement}\n\nAs of 2025-01-01T00:00:00Z, under the text base: ")


@pytest.mark.parametrize(("lang", "lacks"), [("es", "Lo que no puede llevar:"), ("id", "Yang tidak dapat dibawanya:")])
@pytest.mark.parametrize("kind", ["json", "sql", "cedar"])
def test_every_paragraph_is_in_the_language_and_no_command_is(kind: str, lang: Language, lacks: str) -> None:
    english, told = (
        export_readme(TABLE, kind, CHECK, say_it) for say_it in (str, lambda fact: say(fact, words_in(lang)))
    )
    assert lacks in told and f"\n\n    {CHECK}\n\n" in told
    assert set(english.split("\n")) & set(told.split("\n")) == {"", f"    {CHECK}"}
    assert english.count("`") == told.count("`")
