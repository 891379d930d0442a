"""docs/reference.md says what the code has now."""

import re
from pathlib import Path

import reference
import schemas
from firstcall.agreement.model.clauses.kinds import RevenueShare
from reference_fields import fields_table


def test_the_page_is_current(root: Path) -> None:
    text = (root / "docs" / "reference.md").read_text(encoding="utf-8")
    assert text == reference.page(), "fix: make record"


def test_every_exit_code_of_an_error_is_in_the_table() -> None:
    from firstcall.errors import FirstcallError

    codes = {kind.exit_code for kind in FirstcallError.__subclasses__()}
    assert not [code for code in codes if f"\n| {code} |" not in reference.EXIT_CODES]


def test_every_field_says_what_it_is() -> None:
    """A field without a word of explanation sends its reader to the code."""
    rows = [line.split(" | ") for line in reference.page().splitlines() if re.match(r"\| (\*\*)?`", line)]
    fields = [row for row in rows if len(row) == 4]
    assert len(fields) > 200
    assert not [row[0] for row in fields if not row[2].strip()]


def test_a_mapping_inside_a_list_is_reached_by_its_path() -> None:
    table = fields_table(RevenueShare)
    assert "**`tiers.steps[].rate`**" in table
    assert "`cap.counting_from`" in table
    assert "half_even, half_up, down" in table


def test_the_committed_schemas_are_what_the_code_says(root: Path) -> None:
    held = {path.name: path.read_text(encoding="utf-8") for path in (root / "docs" / "schemas").glob("*.json")}
    made = schemas.kept()
    assert set(held) == set(made), "fix: python tools/schemas.py"
    assert not [name for name, text in made.items() if held[name] != text], "fix: python tools/schemas.py"
