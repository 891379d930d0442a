"""The text of a version as a document of its own."""

from datetime import UTC, datetime

from tests.verification.difference.test_answers import TEXT

from firstcall.agreement.terms import versions
from firstcall.verification.difference.texts import as_of, begins


def test_later_amendments_are_left_out() -> None:
    held = as_of(TEXT, datetime(2025, 6, 1, tzinfo=UTC))
    assert [one.id for one in versions(held)] == ["base", "one"]
    assert as_of(TEXT, datetime(2025, 7, 1, tzinfo=UTC)) is held
    assert as_of(TEXT, datetime(2027, 1, 1, tzinfo=UTC)) is TEXT
    assert begins(TEXT, "two") == datetime(2026, 1, 1, tzinfo=UTC) and begins(TEXT, "three") is None
