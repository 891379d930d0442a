import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from firstcall.agreement.read.text import decode, read_yaml
from firstcall.errors import AgreementError, Place


def place(line: int, column: int) -> Place:
    return Place("a.yaml", line, column)


def test_every_scalar_stays_text_but_null_true_and_false() -> None:
    text = (
        "a: 010\nb: 12:30\nc: no\nd: 1e3\ne: 2025-01-21\nf: true\ng: False\nh: ~\ni:\nj: 'true'\nk: \"null\"\nl: 0.20\n"
    )
    data, _, problems = read_yaml(text, "a.yaml")
    expected = {"a": "010", "b": "12:30", "c": "no", "d": "1e3", "e": "2025-01-21", "f": True, "g": False}
    assert data == expected | {"h": None, "i": None, "j": "true", "k": "null", "l": "0.20"} and problems == ()


def test_places_of_keys_and_values() -> None:
    places = read_yaml("a:\n  - b: c\n    d:\n      - e\n", "a.yaml")[1]
    assert places.at(("a", 0, "b")) == place(2, 8) and places.of(("a", 0, "b")) == place(2, 5)
    assert places.at(("a", 0, "d", 0)) == place(4, 9)
    assert places.at(("a", 0, "d", 7)) == place(3, 5)  # not there: the key that should hold it
    assert places.of(("a", 0, "x", "y")) == place(2, 5) and places.of(("z",)) == place(1, 1)


@pytest.mark.parametrize(
    ("raw", "line", "column", "words"),
    [
        (b"a: b\nc: \xe9\n", 2, 4, "the file is not UTF-8 text (byte 0xe9)"),
        ("a: é\nb: \0".encode(), 2, 4, r"a character that is no text (\x00) stands here"),
        ("a: b".encode("utf-16"), 1, 1, "the file is not UTF-8 text (byte 0xff)"),
        ("é: é\xa0\x1b".encode(), 1, 6, r"a character that is no text (\x1b) stands here"),
    ],
)
def test_bytes_that_are_no_text(raw: bytes, line: int, column: int, words: str) -> None:
    with pytest.raises(AgreementError) as error:
        decode(raw, "a.yaml")
    (problem,) = error.value.problems
    assert (problem.place, str(problem.what)) == (place(line, column), words)


def test_a_mark_before_the_text_is_passed_over() -> None:
    assert decode(b"\xef\xbb\xbfa: b", "a.yaml") == "a: b"


VALUES = st.recursive(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\x85\u2028\u2029"),
        max_size=12,
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@example({"a": "?0"})
@given(st.dictionaries(st.text("abcxyz-", min_size=1, max_size=4), VALUES, min_size=1, max_size=4))
def test_what_another_writer_writes_is_read_back(data: dict[str, object]) -> None:
    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False  # in brackets it leaves `?0` bare, which it does not read back itself
    writer.dump(data, out)
    assert read_yaml(out.getvalue(), "a.yaml")[0] == data
