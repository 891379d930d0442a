"""A receipt names everything that a decision was made from, and nothing else changes it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.rights.receipt import SEMANTICS, Receipt, receipt

ASKED = Asked(("training",), "selvandra", dimensions={"region": "java"})
AT = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def files(root: Path) -> tuple[Agreement, Record]:
    folder = root / "examples" / "wiraksa"
    return load((folder / "agreement.yaml").read_bytes()), read_record((folder / "record.jsonl").read_bytes())


def given(
    files: tuple[Agreement, Record], asked: Asked = ASKED, at: datetime = AT, known_at: datetime | None = None
) -> Receipt:
    agreement, record = files
    decision = decide(agreement, record, asked, at, known_at)
    return receipt(agreement, position(agreement, record, at, known_at), asked, decision)


def differing(one: Receipt, two: Receipt) -> set[str]:
    return {name for name in Receipt.__slots__ if getattr(one, name) != getattr(two, name)}


def test_it_names_the_tables_and_the_semantics(files: tuple[Agreement, Record]) -> None:
    made = given(files)
    assert made.semantics == SEMANTICS
    assert made.calendar.startswith("ID holidays") and made.zone_data.startswith("tzdata 20")
    assert (made.at, made.known_at, made.overlays, made.readings) == ("2025-03-01T00:00:00Z", None, (), ())
    for digest in (made.terms, made.history, made.question, made.record, made.answer, made.id):
        assert len(digest) == 64 and set(digest) <= set("0123456789abcdef")


def test_the_same_again_is_equal(files: tuple[Agreement, Record], root: Path) -> None:
    agreement, record = files
    again = load((root / "examples" / "wiraksa" / "agreement.yaml").read_bytes())
    assert given((again, record)) == given((agreement, record))
    assert given((again, record)).id == given((agreement, record)).id


def test_each_ground_has_its_own_digest(files: tuple[Agreement, Record]) -> None:
    made = given(files)
    assert differing(made, given(files, replace(ASKED, customer="public_sector"))) == {"question"}
    assert differing(made, given(files, at=AT + timedelta(seconds=1))) == {"at"}
    assert differing(made, given(files, at=datetime(2025, 9, 1, tzinfo=UTC))) >= {"at", "terms"}
    assert differing(made, given(files, known_at=datetime(2025, 2, 1, tzinfo=UTC))) >= {"known_at", "record", "history"}


def test_a_word_changed_in_a_later_version_shows_in_the_history(files: tuple[Agreement, Record]) -> None:
    agreement, record = files
    change = agreement.amendments[0]
    moved = change.model_copy(update={"redefine": change.redefine.model_copy(update={"providers": {}})})
    other = agreement.fresh_copy({"amendments": (moved, *agreement.amendments[1:])})
    assert differing(given(files), given((other, record))) == {"history"}


def test_one_entry_more_changes_the_record_alone(files: tuple[Agreement, Record]) -> None:
    agreement, record = files
    at = "2031-01-01T00:00:00+00:00"
    longer, _ = append(record, {"id": "z", "type": "context", "at": at, "recorded": at, "by": "wiraksa",
                                "entered_by": "desk", "title": "Nothing that matters"})  # fmt: skip
    assert differing(given(files), given((agreement, longer))) == {"record"}


def test_what_ifs_are_named_by_their_bytes(files: tuple[Agreement, Record]) -> None:
    agreement, record = files
    here, decision = position(agreement, record, AT), decide(agreement, record, ASKED, AT)
    one, two = (receipt(agreement, here, ASKED, decision, [raw]) for raw in (b"a", b"b"))
    assert one.overlays != two.overlays and one.id != two.id
    assert json.dumps(one.overlays)


def test_a_field_at_its_default_is_no_other_text(files: tuple[Agreement, Record], root: Path) -> None:
    """Written or left out, it says the same; so a field that a later version adds moves no digest."""
    plain = (root / "examples" / "wiraksa" / "agreement.yaml").read_text(encoding="utf-8")
    rate = "    currency: USD\n    period: month\n    due_days: 45\n"
    assert plain.count(rate) == 1
    written, another = (load(plain.replace(rate, f"{rate}    negative: {word}\n").encode())
                        for word in ("pay_back", "carry"))  # fmt: skip
    record = files[1]
    assert given((written, record)).history == given(files).history
    assert given((another, record)).history != given(files).history
