"""What is disputed: points that answers turn on, and disputes on the record."""

from pathlib import Path

from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import read_record
from firstcall.record.position import position
from firstcall.report.glance.disputes import in_dispute


def test_points_are_told_as_asked_and_counted_when_many(root: Path) -> None:
    agreement = load((root / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes())
    here = position(agreement, read_record(b""), parse_instant("2025-01-21", zone(agreement.timezone)))
    points = [(f"Is it so ({number})?", number) for number in range(1, 7)]
    told = [str(line) for line in in_dispute(points, here)]
    assert told[0] == "Is it so (1)? 1 answer here turns on it; the strictest reading counts"
    assert told[1] == "Is it so (2)? 2 answers here turn on it; the strictest reading counts"
    assert (len(told), told[-1]) == (5, "2 points more")


def test_nothing_disputed_says_so(root: Path) -> None:
    agreement = load((root / "examples" / "wiraksa" / "agreement.yaml").read_bytes())
    here = position(agreement, read_record(b""), parse_instant("2025-01-21", zone(agreement.timezone)))
    assert [str(line) for line in in_dispute((), here)] == [
        "nothing: no answer here turns on a reading, and no dispute is on the record"
    ]
