import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from firstcall.agreement.read.plain_text import MAX_DEPTH
from firstcall.agreement.read.text import decode, read_yaml
from firstcall.agreement.read.text_faults import FirstOfThem, KeepOneOfThem, KeyTwice, TooDeep
from firstcall.errors import AgreementError, Place, Problem


def place(line: int, column: int) -> Place:
    return Place("a.yaml", line, column)


def refused(text: str) -> Problem:
    with pytest.raises(AgreementError) as error:
        read_yaml(text, "a.yaml")
    return error.value.problems[-1]


def test_every_scalar_stays_text_but_null_true_and_false() -> None:
    text = (
        "a: 010\nb: 12:30\nc: no\nd: 1e3\ne: 2025-01-21\nf: true\ng: False\nh: ~\ni:\nj: 'true'\nk: \"null\"\nl: 0.20\n"
    )
    data, _, problems = read_yaml(text, "a.yaml")
    expected = {"a": "010", "b": "12:30", "c": "no", "d": "1e3", "e": "2025-01-21", "f": True, "g": False}
    assert data == expected | {"h": None, "i": None, "j": "true", "k": "null", "l": "0.20"} and problems == ()


def test_folded_and_literal_text_reads_as_yaml_says() -> None:
    text = "a: >-\n  one\n  two\n\n  three\nb: |\n  one\n  two\n"
    assert read_yaml(text, "a.yaml")[0] == {"a": "one two\nthree", "b": "one\ntwo\n"}


def test_places_of_keys_and_values() -> None:
    places = read_yaml("a:\n  - b: c\n    d:\n      - e\n", "a.yaml")[1]
    assert places.at(("a", 0, "b")) == place(2, 8) and places.of(("a", 0, "b")) == place(2, 5)
    assert places.at(("a", 0, "d", 0)) == place(4, 9)
    assert places.at(("a", 0, "d", 7)) == place(3, 5)  # not there: the key that should hold it
    assert places.of(("a", 0, "x", "y")) == place(2, 5) and places.of(("z",)) == place(1, 1)


def test_a_key_that_stands_twice_is_told_and_the_first_counts() -> None:
    data, _, problems = read_yaml("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert data == {"a": "1", "b": "2"}
    assert problems == (
        Problem(place(3, 1), KeyTwice(key="a"), KeepOneOfThem(), FirstOfThem(place="a.yaml:1:1", key="a")),
    )


def test_problems_so_far_are_told_with_what_ends_the_reading() -> None:
    with pytest.raises(AgreementError) as error:
        read_yaml("a: 1\na: 2\nb: &c d\n", "a.yaml")
    assert [str(problem.what) for problem in error.value.problems] == [
        "the key 'a' stands twice",
        "an anchor (&) stands here",
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: *b\n", 1, 4, "an alias (*) stands here"),
        ("a: &b c\n", 1, 4, "an anchor (&) stands here"),
        ("a: &b [c]\n", 1, 4, "an anchor (&) stands here"),
        ("a: !b c\n", 1, 4, "a tag (!b) stands here"),
        ("a: !!str c\n", 1, 4, "a tag (tag:yaml.org,2002:str) stands here"),
        ("a: b\n<<: {c: d}\n", 2, 1, "a merge key (<<) stands here"),
        ("a: b\n---\nc: d\n", 2, 1, "a second document starts here"),
        ("[a]: b\n", 1, 1, "a key is a list or a mapping"),
        ("- a\n", 1, 1, "a list stands where a mapping of keys to values is wanted"),
        ("null\n", 1, 1, "nothing stands where a mapping of keys to values is wanted"),
        ("# only a remark\n", 1, 1, "the file is empty"),
        ("", 1, 1, "the file is empty"),
        ("a:\n\tb: c\n", 2, 1, "a tab stands where YAML wants spaces"),
        ("a: [b\nc: d\n", 2, 2, "not valid YAML: expected ',' or ']', but got ':'"),
        ("a: 'b\n", 1, 4, "not valid YAML: what opens here is never closed"),
        ('a: "\\x07"\n', 1, 4, r"a character that is no text (\x07) is written here"),
    ],
)
def test_what_is_refused(text: str, line: int, column: int, words: str) -> None:
    problem = refused(text)
    assert (problem.place, str(problem.what)) == (place(line, column), words) and problem.fix


def test_depth_ends_at_its_maximum() -> None:
    fine = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read_yaml(fine, "a.yaml")[0]
    assert (
        refused("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH).what == TooDeep(most=MAX_DEPTH)
        and str(TooDeep(most=MAX_DEPTH)) == f"nested more than {MAX_DEPTH} deep"
    )


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
