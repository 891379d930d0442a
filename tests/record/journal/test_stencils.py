"""A line that is like others is read as it is read in full; what is unlike in any way is left to be read in full."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.events.test_plain import EXAMPLES, LINES, ODD, same

from firstcall.errors import Place, RecordError
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import read_record
from firstcall.record.journal.stencils import ALIKE_FIRST, MOST_SHAPES, MOST_WORDS_OF_LINE, Stencils
from firstcall.record.journal.streams import line_of, parse_line

KEPT = [line_of(data).rstrip("\n") for data in LINES]
WORDY: dict[str, Any] = {
    "id": "k1", "type": "contract-signed", "at": "2025-03-01T00:00:00Z", "recorded": "2025-03-01T00:00:00+00:00",
    "by": "grace", "entered_by": "us", "contract": "c1", "provider": "rival", "mode": "third_party", "offer": "o1",
    "tranches": [{"id": "a", "quantity": "10", "workloads": ["training"], "dimensions": {"region": "us"}}, {"id": "b"}],
    "terms": {"price": "2.00", "prepaid": "50%"}, "evidence": {"file": "k.pdf", "sha256": "0" * 64},
    "basis": {"grade": "agreed", "source": "contract"}, "out_of_turn": True, "note": "señal – 100%",
    "stream": "contract:c1", "seq": 12, "prev": "1" * 64,
}  # fmt: skip
LIKE: dict[str, tuple[Any, ...]] = {
    "id": ("k2", "k-2.b"), "at": ("2025-03-02T09:30:00.5-08:00", "2099-12-31T23:59:59Z"), "seq": (1, 7, 120_000),
    "note": ("n", "x" * 4000, "{}: , [1]", "\u2028 \u7f8e %s"), "entered_by": ("them",), "contract": ("c2",),
    "terms": ({"price": "3", "prepaid": "0"},), "prev": ("a" * 64,),
}  # fmt: skip


def in_full(line: str) -> EventBase | None:
    try:
        return parse_line(line, Place("r"))
    except RecordError:
        return None


def knowing(line: str) -> Stencils:
    stencils = Stencils()
    for _ in range(ALIKE_FIRST):
        stencils.learn(line, json.loads(line))
    return stencils


def test_a_line_gets_its_pattern_once_enough_like_it_were_read() -> None:
    line = line_of(WORDY).rstrip("\n")
    assert in_full(line) is not None
    stencils = Stencils()
    for _ in range(ALIKE_FIRST):
        assert stencils.event(line) is None
        stencils.learn(line, json.loads(line))
    assert stencils.event(line) is not None


def test_lines_of_every_kind_in_the_examples_are_read_as_in_full() -> None:
    for line in KEPT:
        event, found = in_full(line), knowing(line).event(line)
        assert event is not None and found is not None and same(found, event), line


@pytest.mark.parametrize("name", sorted(LIKE))
def test_other_words_in_the_same_fields_need_no_other_pattern(name: str) -> None:
    line = line_of(WORDY).rstrip("\n")
    assert in_full(line)
    stencils = knowing(line)
    for value in LIKE[name]:
        other = line_of({**WORDY, name: value}).rstrip("\n")
        event, found = in_full(other), stencils.event(other)
        assert event is not None and found is not None and same(found, event)
        assert json.loads(other)["hash"] == found.hash


@given(st.sampled_from([*KEPT, line_of(WORDY).rstrip("\n")]), st.data())
def test_whatever_stands_on_a_line_a_pattern_says_what_reading_in_full_says_or_nothing(
    line: str, draw: st.DataObject
) -> None:
    assert in_full(line) is not None
    stencils, fields = knowing(line), json.loads(line)
    for name in draw.draw(st.lists(st.sampled_from([*fields, "note", "x-remark", "surplus"]), max_size=2, unique=True)):
        fields[name] = draw.draw(ODD)
    try:
        changed = line_of(fields).rstrip("\n") if draw.draw(st.booleans()) else json.dumps(fields, ensure_ascii=False)
    except UnicodeEncodeError:
        changed = line
    for _ in range(draw.draw(st.integers(0, 2))):
        place = draw.draw(st.integers(0, len(changed)))
        put = draw.draw(
            st.sampled_from(["", " ", "\t", '"', "\\", "\\u0041", "\x01", "\udc80", ",", "0", "\u0661", "é"])
        )
        changed = changed[:place] + put + changed[place + draw.draw(st.integers(0, 1)) :]
    found, event = stencils.event(changed), in_full(changed)
    assert found is None or (event is not None and same(found, event)), changed


@pytest.mark.parametrize(
    ("was", "put"),
    [
        ('"id": "k1"', '"id": "k1", "id": "k1"'), ('"id": "k1"', '"id":"k1"'), ('"id": "k1"', '"id": "k\\u0031"'),
        ('"seq": 12', '"seq": 12.0'), ('"seq": 12', '"seq": 012'), ('"seq": 12', '"seq": \u0661'),
        ("agreed", "agreeed"), ('"grace"', '"gr ace"'), ('"seq": 12', '"seq": 13'), ("00:00Z", "00:60Z"),
        ("03-01T", "02-30T"), ("señal", "senal"), ("señal", "se\udcf1al"),
        ('"mode": "third_party"', '"mode": "third"'), ('"quantity": "10"', '"quantity": "0"'),
    ],
)  # fmt: skip
def test_what_is_not_plainly_the_same_is_left_to_be_read_in_full(was: str, put: str) -> None:
    line = line_of(WORDY).rstrip("\n")
    assert in_full(line) is not None and was in line
    assert knowing(line).event(line.replace(was, put, 1)) is None


@pytest.mark.parametrize(
    "more",
    [{"seq": None}, {"out_of_turn": None}, {"terms": {"a b": "1"}},
     {"terms": {f"t{n}": "1" for n in range(MOST_WORDS_OF_LINE)}}],
    ids=["null", "null-flag", "odd-key", "many-words"],
)  # fmt: skip
def test_some_lines_have_no_pattern(more: dict[str, Any]) -> None:
    line = line_of({**WORDY, **more}).rstrip("\n")
    assert knowing(line).event(line) is None


def test_no_more_shapes_are_kept_than_are_quickly_tried() -> None:
    stencils, lines = Stencils(), list[str]()
    for number in range(MOST_SHAPES + 1):
        lines.append(line_of({**WORDY, "terms": {f"price-{number}": "2"}}).rstrip("\n"))
        assert in_full(lines[-1]) is not None
        for _ in range(ALIKE_FIRST):
            stencils.learn(lines[-1], json.loads(lines[-1]))
    assert [stencils.event(line) is not None for line in lines] == [True] * MOST_SHAPES + [False]


def long_record(seed: int) -> list[str]:
    """Lines of many kinds, each of them many times, in streams of their own."""
    chance, lines = random.Random(seed), list[str]()
    kinds = [
        data for file in EXAMPLES.glob("*/record.jsonl") for data in map(json.loads, file.read_text().splitlines())
    ]
    firsts = [data for data in kinds if data["type"] in ("offer-received", "contract-signed", "consent-given")]
    for number in range(600):
        data = dict(chance.choice(firsts))
        what = {"offer-received": "offer", "contract-signed": "contract", "consent-given": "consent"}[data["type"]]
        data |= {"id": f"e{number}", what: f"n{number}", "stream": f"{what}:n{number}", "seq": 1}
        data.pop("prev", None)
        lines.append(line_of(data))
    return lines


@pytest.mark.parametrize("seed", range(3))
def test_a_long_record_reads_as_its_lines_one_by_one(seed: int) -> None:
    lines = long_record(seed)
    record = read_record("".join(lines).encode())
    for line, event in zip(lines, record.events, strict=True):
        assert same(event, parse_line(line, Place("r")))


def test_a_fault_in_a_long_record_is_told_as_in_a_short_one() -> None:
    lines = long_record(1)
    for number, line in enumerate(lines):
        if number % 97 == 50:
            broken = line.replace('"by": "', '"by": "x', 1)
            with pytest.raises(RecordError) as told:
                parse_line(broken, Place("record.jsonl", number + 1))
            with pytest.raises(RecordError) as whole:
                read_record("".join([*lines[:number], broken, *lines[number + 1 :]]).encode())
            assert str(whole.value) == str(told.value)
