"""The dates by rule of a clause as rows: known, unknown, and for a program."""

from datetime import UTC, datetime

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.report.terms.dates import date_rows, dates_json
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in

TEXT = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "providers": {"hal-cloud": {"operator": "hal"}},
    "definitions": {"workloads": ["w"], "events": ["ready"]}, "effective": "2025-01-01",
    "clauses": [{
        "id": "near", "type": "exclusivity", "holder": "hal", "at": ["hal-cloud"],
        "since": {"event": "signing", "plus": {"n": 3}}, "until": {"event": "ready", "plus": {"n": 1, "unit": "year"}},
    }],
}  # fmt: skip


def test_a_date_has_its_day_or_is_unknown_with_what_it_hangs_on() -> None:
    here = position(Agreement.model_validate(TEXT), Record(), datetime(2025, 6, 1, tzinfo=UTC))
    (held,) = here.terms().clauses
    rows = list(date_rows(held, here))
    assert [str(row) for row in rows] == [
        "since: 3 days after the signing: 2025-01-04",
        "until: 1 year after the event ready: unknown as long as that has not happened",
    ]
    assert say(rows[1], words_in("es")) == (
        "until: 1 año tras la fecha del suceso ready: desconocida mientras eso no ocurra"
    )
    assert [(one["field"], one["day"]) for one in dates_json(held, here)] == [("since", "2025-01-04"), ("until", None)]
