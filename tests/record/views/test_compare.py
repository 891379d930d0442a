"""Two records side by side: the same is silent; what was left out or told otherwise is found, and only that."""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.record.views.compare import RecordDifference, compare_records, parted_offers

FOLDER = Path(__file__).resolve().parent.parent.parent.parent / "examples" / "wiraksa"


@cache
def whole() -> Record:
    return read_record((FOLDER / "record.jsonl").read_bytes())


@cache
def agreement() -> Agreement:
    return load((FOLDER / "agreement.yaml").read_bytes())


def rebuilt(events: tuple[EventBase, ...], *, prefix: str = "") -> Record:
    """A record of these events, entered by somebody else, with ids of its own if a prefix is given."""
    record = Record()
    for event in events:
        fields = event.model_dump(mode="json", exclude_unset=True, exclude={"stream", "seq", "prev", "hash", "note"})
        fields |= {"id": prefix + event.id, "entered_by": "the other side"}
        if isinstance(event, Correction):
            fields["of"] = prefix + event.of
        record, _ = append(record, fields)
    return record


def seen(found: tuple[RecordDifference, ...]) -> list[tuple[str, str]]:
    return [(item.kind, item.event.id) for item in found]


@pytest.mark.parametrize("own_ids", [False, True])
def test_who_entered_it_and_under_which_id_is_no_difference(own_ids: bool) -> None:
    assert compare_records(whole(), rebuilt(whole().events, prefix="x-" if own_ids else "")) == ()


def free_to_leave_out() -> list[EventBase]:
    corrected = {event.of for event in whole().events if isinstance(event, Correction)}
    return [event for event in whole().events if not isinstance(event, Correction) and event.id not in corrected]


@settings(max_examples=20)
@given(st.data(), st.booleans())
def test_what_is_left_out_is_told_and_nothing_else(data: st.DataObject, own_ids: bool) -> None:
    gone = set(data.draw(st.lists(st.sampled_from([event.id for event in free_to_leave_out()]), max_size=4)))
    kept = tuple(event for event in whole().events if event.id not in gone)
    other = rebuilt(kept, prefix="x-" if own_ids else "")
    void = {event.of for event in whole().events if isinstance(event, Correction) and event.void}
    told = compare_records(whole(), other)
    assert {item.event.id for item in told} == gone - void
    assert {item.kind for item in told} <= {"missing in theirs"}
    back = compare_records(other, whole())
    assert sorted(item.at for item in back) == sorted(item.at for item in told)
    assert {item.kind for item in back} <= {"missing in ours"}


@settings(max_examples=10)
@given(st.sampled_from([event.id for event in free_to_leave_out() if event.type == "notice-given"]), st.integers(1, 9))
def test_another_time_is_told_from_both_sides(name: str, hours: int) -> None:
    late = timedelta(hours=hours)
    moved = tuple(
        event.model_copy(update={"at": event.at + late, "recorded": event.recorded}) if event.id == name else event
        for event in whole().events
    )
    for prefix in ("", "x-"):
        (told,) = compare_records(whole(), rebuilt(moved, prefix=prefix))
        assert told.kind == "times differ"
        (change,) = told.changes
        assert change.field == "at" and change.theirs - change.ours == late
        assert told.at == change.ours, "they part at the earlier of the two"
        (back,) = compare_records(rebuilt(moved, prefix=prefix), whole())
        assert back.at == told.at and back.changes[0].ours == change.theirs


def entry(record: Record, **fields: object) -> Record:
    common = {"at": "2025-03-03T09:00:00+07:00", "recorded": "2025-03-03T09:00:00+07:00", "by": "wiraksa",
              "entered_by": "us"}  # fmt: skip
    return append(record, {**common, **fields})[0]


def received(price: str, **more: object) -> Record:
    return entry(
        Record(), type="offer-received", id="a", offer="o", provider="quillhost", terms={"price": price}, **more
    )


def test_terms_are_compared_by_name_and_by_value() -> None:
    assert compare_records(received("2.10"), received("2.1")) == ()
    (told,) = compare_records(received("2.10", quantity="5"), received("2.2", unit="MW"))
    assert told.kind == "terms differ"
    assert {change.field for change in told.changes} == {"terms.price", "quantity", "unit"}


def test_corrections_are_applied_first() -> None:
    mended = entry(received("2.2"), type="correction", id="c", of="a", set={"terms": {"price": "2.1"}})
    assert compare_records(received("2.1"), mended) == ()
    void = entry(received("2.2"), type="correction", id="c", of="a", void=True)
    assert seen(compare_records(received("2.2"), void)) == [("missing in theirs", "a")]


def test_of_several_the_nearest_in_time_is_the_same() -> None:
    def noticed(*days: str, prefix: str) -> Record:
        record = Record()
        for day in days:
            at = f"2025-{day}T09:00:00+07:00"
            record = entry(record, type="notice-given", id=f"{prefix}{day}", offer="o", at=at, recorded=at)
        return record

    ours = noticed("01-10", "02-10", prefix="a")
    assert seen(compare_records(ours, noticed("02-11", prefix="b"))) == [
        ("missing in theirs", "a01-10"),
        ("times differ", "a02-10"),
    ]
    assert seen(compare_records(ours, noticed("02-09", "02-10", prefix="b"))) == [("times differ", "a01-10")]


def test_what_follows_for_an_offer_is_told() -> None:
    at = max(event.recorded for event in whole().events)
    answers = {"declined", "matched", "matched-in-part", "waiver-given"}
    answer = next(event for event in whole().events if event.type in answers)
    other = rebuilt(tuple(event for event in whole().events if event.id != answer.id))
    assert parted_offers(agreement(), whole(), rebuilt(whole().events), at) == ()
    (told,) = parted_offers(agreement(), whole(), other, at)
    assert told.offer == getattr(answer, "offer")  # noqa: B009
    assert told.ours is not None and told.theirs is not None and told.ours.state != told.theirs.state
