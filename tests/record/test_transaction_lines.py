"""A table becomes lines and values; what is wrong is kept with its place."""

from decimal import Decimal

import pytest

from firstcall.errors import Place, Problem, RecordError
from firstcall.record.transaction_lines import LineValues, ValuesUnderColumns, read_transaction_lines


def values(**given: str) -> tuple[LineValues, list[Problem]]:
    faults: list[Problem] = []
    return LineValues(Place("t.csv", 7), given, faults), faults


def test_lines_come_with_their_number_or_with_what_is_wrong() -> None:
    text = "a,b\n1,2\n\n3\n"
    lines = list(read_transaction_lines(text, "t.csv", ("a", "b"), ("a",)))
    assert lines == [(2, {"a": "1", "b": "2"}), (4, ValuesUnderColumns(held=1, columns=2))]


def test_a_table_of_other_columns_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        list(read_transaction_lines("b,c,c\n", "t.csv", ("a", "b"), ("a",)))
    assert str(caught.value).splitlines()[::2] == [
        "t.csv:1: unknown column 'c'",
        "t.csv:1: the column 'c' stands twice",
        "t.csv:1: the column 'a' is missing",
    ]


def test_empty_values_read_as_nothing_and_are_no_mistake() -> None:
    line, faults = values(n="")
    assert (line.text("n"), line.words("n"), line.choice("n", ("x",))) == ("", (), None)
    assert (line.date("n"), line.exact("n"), line.pairs("n"), line.text("absent")) == (None, None, (), "")
    assert faults == []


@pytest.mark.parametrize("text", ["0", "4.5", "300000000000", "0.000000001"])
def test_numbers_are_exact(text: str) -> None:
    line, faults = values(n=text)
    assert (line.exact("n"), faults) == (Decimal(text), [])


@pytest.mark.parametrize("text", ["1,000", "$5", "1.", ".5", "NaN", "1_000", "٣", "1" * 19])
def test_other_spellings_of_numbers_are_mistakes(text: str) -> None:
    line, faults = values(n=text)
    assert line.exact("n") is None
    assert list(map(str, faults)) == [
        f"t.csv:7: n: '{text}' is not a plain number\n  fix: write digits and a point, such as 11900000000"
    ]


def test_words_and_pairs_are_trimmed() -> None:
    line, faults = values(w=" training ;research; ", p="region = java; site=bandung")
    assert line.words("w") == ("training", "research")
    assert line.pairs("p") == (("region", "java"), ("site", "bandung"))
    assert faults == []


@pytest.mark.parametrize("text", ["java", "=java", "region="])
def test_half_a_pair_is_a_mistake(text: str) -> None:
    line, faults = values(p=text)
    assert line.pairs("p") == ()
    assert list(map(str, faults)) == [
        f"t.csv:7: p: '{text}' is not a name and its value\n  fix: write it like region=java"
    ]
