"""A certificate as plain values and as a file: instants in UTC, and nothing but what the table is of."""

import json
from datetime import UTC, datetime

from tests.verification.sound import agreement

from firstcall.record.journal.journal import Record
from firstcall.report.exports.certificate import certificate_text, certificate_values
from firstcall.verification.exports.decision_table import decision_table

AT = datetime(2025, 1, 1, tzinfo=UTC)
MADE = decision_table(agreement(), Record(), AT).certificate


def test_the_values_have_every_field() -> None:
    told = certificate_values(MADE)
    assert set(told) == set(type(MADE).__slots__) and told["until"] == "2031-01-01T00:00:00Z"
    assert (told["questions"], told["version"], told["semantics"]) == (30, "base", 2)


def test_the_file_says_for_which_engine_and_of_which_instant() -> None:
    told = json.loads(certificate_text(MADE, "cedar", AT))
    assert told == {"kind": "cedar", "at": "2025-01-01T00:00:00Z", **certificate_values(MADE)}
