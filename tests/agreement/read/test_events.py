"""The whole reader: every scalar as YAML says, and each thing that is refused, with its place."""

import pytest

from firstcall.agreement.read.events import read_events
from firstcall.agreement.read.plain_text import MAX_DEPTH
from firstcall.agreement.read.text_faults import FirstOfThem, KeepOneOfThem, KeyTwice, TooDeep
from firstcall.errors import AgreementError, Place, Problem


def place(line: int, column: int) -> Place:
    return Place("a.yaml", line, column)


def refused(text: str) -> Problem:
    with pytest.raises(AgreementError) as error:
        read_events(text, "a.yaml")
    return error.value.problems[-1]


def test_folded_and_literal_text_reads_as_yaml_says() -> None:
    text = "a: >-\n  one\n  two\n\n  three\nb: |\n  one\n  two\n"
    assert read_events(text, "a.yaml")[0] == {"a": "one two\nthree", "b": "one\ntwo\n"}


def test_a_key_that_stands_twice_is_told_and_the_first_counts() -> None:
    data, _, problems = read_events("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert data == {"a": "1", "b": "2"}
    assert problems == (
        Problem(place(3, 1), KeyTwice(key="a"), KeepOneOfThem(), FirstOfThem(place="a.yaml:1:1", key="a")),
    )


def test_problems_so_far_are_told_with_what_ends_the_reading() -> None:
    with pytest.raises(AgreementError) as error:
        read_events("a: 1\na: 2\nb: &c d\n", "a.yaml")
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
    assert read_events(fine, "a.yaml")[0]
    assert (
        refused("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH).what == TooDeep(most=MAX_DEPTH)
        and str(TooDeep(most=MAX_DEPTH)) == f"nested more than {MAX_DEPTH} deep"
    )
