"""What differs, in words and as plain values."""

from datetime import UTC, datetime

from firstcall.dates import zone
from firstcall.record.journal.journal import Record, append
from firstcall.record.views.compare import compare_records
from firstcall.report.record.rows import compare_json, compare_lines

AT = datetime(2026, 3, 1, tzinfo=UTC)
WHERE = zone("America/New_York")


def record(*events: dict[str, object]) -> Record:
    made = Record()
    for number, event in enumerate(events):
        common = {"id": f"e{number}", "at": "2026-01-05T12:00:00-05:00", "recorded": "2026-01-06T12:00:00-05:00",
                  "by": "grantor", "entered_by": "us"}  # fmt: skip
        made, _ = append(made, common | event)
    return made


OURS = record(
    {"type": "offer-received", "offer": "o", "provider": "rival", "terms": {"price": "2.1"}},
    {"type": "notice-given", "offer": "o"},
    {"type": "context", "title": "a meeting"},
)
THEIRS = record(
    {"type": "offer-received", "offer": "o", "provider": "rival", "terms": {"price": "2.2"}},
    {"type": "notice-given", "offer": "o", "at": "2026-01-06T10:00:00-05:00", "id": "n"},
)


def test_nothing_is_said_in_words_too() -> None:
    assert list(map(str, compare_lines((), (), WHERE, AT))) == ["the two records tell the same"]
    assert compare_json((), (), (3, 3), AT)["same"] is True


def test_each_difference_shows_both_sides() -> None:
    told = compare_lines(compare_records(OURS, THEIRS), (), WHERE, AT)
    lines = ["" if line is None else str(line) for line in told]
    assert lines == [
        "3 differences; they part at 2026-01-05 12:00:00-05:00, with context",
        "",
        "missing in theirs: context",
        "  2026-01-05 12:00:00-05:00  context  by grantor  title a meeting  [e2] (entered 2026-01-06 12:00:00-05:00)",
        "",
        "times differ: notice-given of offer:o [e1 and n]",
        "  at: ours 2026-01-05 12:00:00-05:00, theirs 2026-01-06 10:00:00-05:00",
        "",
        "terms differ: offer-received of offer:o [e0]",
        "  terms.price: ours 2.1, theirs 2.2",
    ]


def test_json_tells_the_same() -> None:
    told = compare_json(compare_records(OURS, THEIRS), (), (3, 2), AT)
    assert (told["same"], told["parts_at"], told["events"]) == (
        False,
        "2026-01-05T17:00:00Z",
        {"ours": 3, "theirs": 2},
    )
    assert [(item["kind"], item["ours"], item["theirs"]) for item in told["differences"]] == [
        ("missing in theirs", "e2", None),
        ("times differ", "e1", "n"),
        ("terms differ", "e0", "e0"),
    ]
    assert told["differences"][2]["changes"] == [{"field": "terms.price", "ours": "2.1", "theirs": "2.2"}]
