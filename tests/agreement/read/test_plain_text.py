"""What is read at once is what the whole reader reads: values, their order, and every place; the rest is left to it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.read.events import read_events
from firstcall.agreement.read.plain_text import MAX_DEPTH, MAX_NODES, read_plain
from firstcall.errors import AgreementError

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    path
    for folder in ("examples", "src", "tests/agreement/broken")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if "entries" not in path.parts
]
TEXTS = [path.read_text(encoding="utf-8", errors="replace") for path in FILES]
LINES = sorted({line.strip() for text in TEXTS for line in text.split("\n") if line.strip()})
SIGNS = [
    *"-?:,[]{}#&*!|>'\"%@` \n~.a1\\\t\x85\u2028\x00é",
    "\n  ",
    "\n    ",
    "- ",
    ": ",
    " #",
    "\n- ",
    "\n\n",
    "\n#",
    ">-\n",
    "''",
    "null",
    "key: ",
    "[a, b]",
    "{a: b}",
    "- a: b",
    "--- ",
    "\r\n",
    "a:b",
    "::",
    "k: |-\n  a\n  b\n",
    "true",
    "\ufeff",
]


def differs(text: str) -> str | None:
    """How the two readers differ on a text; None where they agree, or it is left to the whole one."""
    plain = read_plain(text, "f")
    if plain is None:
        return None
    try:
        data, places, problems = read_events(text, "f")
    except AgreementError as error:
        return f"refused by the whole reader: {error}"
    told: tuple[Any, ...] = (repr(data), places, ())
    return None if (repr(plain[0]), plain[1], problems) == told else f"{plain}, not {told}"


@pytest.mark.parametrize("number", range(len(FILES)), ids=lambda number: str(FILES[number].relative_to(ROOT)))
def test_every_file_is_read_alike(number: int) -> None:
    assert differs(TEXTS[number]) is None


def test_nearly_every_file_is_plain() -> None:
    well = [text for path, text in zip(FILES, TEXTS, strict=True) if "broken" not in path.parts]
    assert sum(read_plain(text, "f") is not None for text in well) > 0.9 * len(well) > 40


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Some lines of a real file, a line of another among them, set further in or not, and a few signs changed."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    start = draw(st.integers(0, len(lines) - 1))
    part = lines[start : start + draw(st.integers(1, 9))]
    least = min((len(line) - len(line.lstrip(" ")) for line in part if line.strip()), default=0)
    part = [line[least:] for line in part]
    if draw(st.booleans()):
        at = draw(st.integers(0, len(part)))
        part.insert(at, " " * draw(st.integers(0, 6)) + draw(st.sampled_from(LINES)))
    if draw(st.integers(0, 3)) == 0:
        part = ["k:", *(f"  {line}" for line in part)]
    text = "\n".join(part)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *SIGNS])) + text[at + draw(st.integers(0, 1)) :]
    return text


@settings(max_examples=1500)
@given(spoilt())
def test_whatever_is_done_to_a_text_both_read_it_alike(text: str) -> None:
    assert differs(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "a: [b, {c: d, e: 'f'}, \"g\"]\n",
        "a:\n- b\n- c: d\n  e: f\n",
        "a: b\n   c  \n  d # e\nf: 'g # h'\n",
        "a: >-\n  b\n  c\nd: |-\n  # e\n  f\n",
        "a: {b: 10:30, c: https://d.example/e?f}\n",
        "a: [b,\n    c]   # d\ne: ~\n",
        "a: null\nb: true\nc: 'true'\nd: -1.5\ne: .5\n",
        "# a\n\nb: c d: e\n".replace(" d:", "-d:-"),
    ],
)
def test_what_is_plain_is_read_at_once(text: str) -> None:
    assert read_plain(text, "f") is not None and differs(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "- a\n",
        "a: b: c\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a:\n",
        "a: [b, c\n",
        "a: 'b\n  c'\n",
        'a: "b\\n"\n',
        "a: b\n\n  c\n",
        "a:\tb\n",
        "a: b\r\n",
        "---\na: b\n",
        "a: b\n...\n",
        "%YAML 1.1\n",
        "? a\n",
        "a: >\n  b\n",
        "a: >-\n  b\n   c\n",
        "a: [b c\n  d]\n",
        "a b: c\n",
        "'a': b\n",
        "a: @b\n",
        "<<: a\n",
        "a: [b,, c]\n",
        "a: b #\n  c\n",
        "a: b\x00\n",
        "a: b\x85\n",
        "a:\n    b: c\n  d: e\n",
    ],
)
def test_what_is_more_than_plain_or_faulty_is_left_to_the_whole_reader(text: str) -> None:
    assert read_plain(text, "f") is None


def test_what_is_too_deep_or_too_large_is_left_to_the_whole_reader() -> None:
    assert read_plain("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), "f") is not None
    assert read_plain("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "f") is None
    many = "".join(f"k{number}: v\n" for number in range(MAX_NODES // 2))
    assert read_plain(many, "f") is None and read_plain(many[: len(many) // 2].rpartition("\n")[0], "f") is not None
