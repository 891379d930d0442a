"""The files of an export say what they are of, and nothing that an author wrote can end a text early."""

import json
from datetime import UTC, datetime

from tests.verification.sound import agreement

from firstcall.record.journal.journal import Record
from firstcall.report.exports.engines_text import cedar_export, json_export, sql_export
from firstcall.verification.exports.decision_table import decision_table

TABLE = decision_table(agreement(), Record(), datetime(2025, 1, 1, tzinfo=UTC))


def test_each_file_has_every_decision() -> None:
    told = json.loads(json_export(TABLE))
    assert len(told["decisions"]) == len(TABLE.rows) and told["at"] == "2025-01-01T00:00:00Z"
    assert sql_export(TABLE).count("\n(") + 1 >= len(TABLE.rows)
    assert 'action == Action::"offer-first"' in cedar_export(TABLE)
