from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.errors import BillingError
from firstcall.settlement.books.figures import (
    FigureMarks,
    SemicolonsBetween,
    TypedFigure,
    figure,
    refuse_two_readings,
    two_readings,
)

GERMAN, SWISS, FRENCH = FigureMarks(",", "."), FigureMarks(".", "'"), FigureMarks(",", " ")


@pytest.mark.parametrize(
    ("text", "marks", "value"),
    [
        ("1.234,50", GERMAN, "1234.50"), ("1.000", GERMAN, "1000"), ("-3.000.000,1", GERMAN, "-3000000.1"),
        ("1'234.5", SWISS, "1234.5"), ("1’234.5", SWISS, "1234.5"), ("1 234,5", FRENCH, "1234.5"),
        ("1\u202f234,5", FRENCH, "1234.5"), ("12,34,567.5", FigureMarks(".", ","), "1234567.5"),
        ("€ 5,00", FigureMarks(",", None, ("€",)), "5"), ("-€5,00", FigureMarks(",", None, ("€",)), "-5"),
        ("€-5,00", FigureMarks(",", None, ("€",)), "-5"), ("5,00 €", FigureMarks(",", None, ("€",)), "5"),
        ("(5.00)", FigureMarks(".", None, (), ("brackets",)), "-5"),
        ("US$ (1,000.00)", FigureMarks(".", ",", ("US$",), ("brackets",)), "-1000"),
        ("5.00-", FigureMarks(".", None, (), ("trailing_minus",)), "-5"), ("1234.50", FigureMarks(), "1234.50"),
        ("\u22125", FigureMarks(), "-5"),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_its_marks_say(text: str, marks: FigureMarks, value: str) -> None:
    assert figure(text, marks) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("1.00", GERMAN), ("1.0000", GERMAN), ("12.34,5", GERMAN), ("1,234.5", GERMAN), ("€5", GERMAN), ("(5)", GERMAN),
        ("1,234", FigureMarks()), ("", GERMAN), ("nan", GERMAN), ("1,2,3", GERMAN), ("5-", GERMAN),
    ],
)  # fmt: skip
def test_what_is_not_written_as_named_is_refused(text: str, marks: FigureMarks) -> None:
    with pytest.raises(BillingError, match="fix: "):
        figure(text, marks)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_figure_written_with_marks_comes_back(value: object) -> None:
    machine = f"{value:,}"
    german = machine.translate(str.maketrans(",.", ".,"))
    assert figure(machine, FigureMarks(".", ",")) == figure(german, GERMAN) == Fraction(str(value))


def test_two_readings_are_shown_and_none_is_chosen() -> None:
    words = "x.csv:3: '1,000' is 1 where ',' is the decimal mark, and 1000 where it parts thousands; its values"
    with pytest.raises(BillingError, match=words):
        refuse_two_readings("x.csv", [(2, "5.25"), (3, "1,000")], SemicolonsBetween())
    refuse_two_readings("x.csv", [(2, "5.25"), (3, "1234.50")], SemicolonsBetween())
    assert two_readings(TypedFigure("1.000")) is None


@pytest.mark.parametrize("text", ["$5", "(5.00)", "5.00-", "1,5", "1 000"])
def test_marks_that_nobody_named_are_refused_with_where_they_are_named(text: str) -> None:
    with pytest.raises(BillingError) as error:
        figure(text, FigureMarks())
    assert "is not an exact decimal number" in str(error.value)
    assert "name in the mapping" in str(error.value) and "`signs` and `negative`" in str(error.value)
