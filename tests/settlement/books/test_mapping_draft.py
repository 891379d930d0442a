from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.settlement.books.mapping_draft import DayWith, DraftLine, date_readings, drafted, figure_readings

HEADER = ("Beleg", "Datum", "Produkt", "Betrag")


def rows(*said: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    return [(number, dict(zip(HEADER, cells, strict=True))) for number, cells in enumerate(said, start=2)]


def as_text(lines: tuple[DraftLine, ...]) -> str:
    found = ((one.yaml, f"# {' ' * one.indent}{one.remark}" if one.remark else "") for one in lines)
    return "".join("  ".join(filter(None, both)) + "\n" for both in found)


def test_columns_are_guessed_and_two_readings_of_a_figure_stand_side_by_side() -> None:
    said = drafted("lines.csv", HEADER, rows(("R1", "03.01.2025", "Abo", "1.000")), ";", ("buyer", "cloud"), ("a",))
    assert as_text(said) == (
        "# A draft from lines.csv. Check every line, and put a word of your own for each ?.\n"
        "of: ?  # whose revenue it is: buyer or cloud\n"
        "columns:\n  date: Datum\n  stream: Produkt\n  amount: Betrag\n  document: Beleg\n"
        "constants: {currency: ?}  # no column says it\n"
        'delimiter: ";"\n'
        "streams:\n  Abo: ?  # a\n"
        'date_format: "%d.%m.%Y"\n'
        "# Row 2 has '1.000'. Choose: it is\n"
        "#   1 with decimal: .\n"
        '#   1000 with decimal: ",", grouping: "."\n'
        "decimal: ?\n"
    )


def test_a_date_that_may_be_of_two_months_is_shown_both_ways() -> None:
    ways = date_readings([(2, "01/01/2025"), (3, "03/04/2025")])
    assert [(way.row, way.value) for way in ways] == [
        (3, DayWith(day=day, form=line)) for day, line in zip(
            (date(2025, 4, 3), date(2025, 3, 4)), ('date_format: "%d/%m/%Y"', 'date_format: "%m/%d/%Y"'), strict=True
        )
    ]  # fmt: skip
    assert len(date_readings([(2, "01/01/2025"), (3, "13/04/2025")])) == 1
    assert len(date_readings([(2, "05/05/2025")])) == 2, "the same day both ways, and the next file is read by it too"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("31-JAN-25", ["%d-%b-%y"]), ("31-Jan-2025", ["%d-%b-%Y"]), ("January 31, 2025", ["%B %d, %Y"]),
        ("1/31/2025 2:05 PM", ["%m/%d/%Y %I:%M %p"]), ("31.01.2025 14:05:09", ["%d.%m.%Y %H:%M:%S"]),
        ("2025-01", ["%Y-%m"]), ("01/2025", ["%m/%Y"]), ("May 2025", ["%b %Y"]), ("2025.01.31", ["%Y.%m.%d"]),
        ("01/02/2025 03:04", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]), ("45688", []), ("2025-02-30", []),
    ],
)  # fmt: skip
def test_dates_as_finance_writes_them_have_a_form(text: str, forms: list[str]) -> None:
    assert [way.lines for way in date_readings([(2, text)])] == [(f'date_format: "{form}"',) for form in forms]


def test_what_cannot_be_read_is_shown_by_its_own_row() -> None:
    of_sheet = as_text(drafted("x.xlsx", HEADER, [], sheet="Q1: net"))
    assert 'sheet: "Q1: net"\ncolumns:' in of_sheet and "sheet" not in as_text(drafted("x.xlsx", HEADER, []))
    told = as_text(drafted("x", HEADER, rows(("1", "03.01.2025", "Abo", "5"), ("2", "soon", "Abo", "five"))))
    assert "date_format: ?  # no form is known that fits every date; row 3 has 'soon'" in told
    assert "decimal: ?  # no way is known to read every figure; row 3 has 'five'" in told


@pytest.mark.parametrize(
    ("texts", "ways"),
    [
        (["1.234,50", "3.000"], 1),
        (["3.000"], 2),
        (["1234.50"], 1),
        (["(1,000.00)"], 1),
        (["5,00 €"], 1),
        (["1'000.5"], 1),
    ],
)
def test_figures_have_one_reading_or_are_left_open(texts: list[str], ways: int) -> None:
    assert len(figure_readings(list(enumerate(texts, start=2)))) == ways


@given(st.lists(st.decimals(min_value=-(10**7), max_value=10**7, places=2), min_size=1, max_size=5), st.booleans())
def test_the_true_reading_is_always_among_those_shown(values: list[object], german: bool) -> None:
    texts = [f"{value:,}" for value in values]
    if german:
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    assert len(figure_readings(list(enumerate(texts)))) == 1  # two decimals leave no doubt


@pytest.mark.parametrize("minus", ["-", "\u2212"])
@pytest.mark.parametrize(("below", "mark"), [("{}1.000,00 €", "minus"), ("1.000,00 €{}", "trailing_minus")])
def test_a_minus_however_long_is_no_sign_of_currency(minus: str, below: str, mark: str) -> None:
    (way,) = figure_readings([(2, "1.234,56 €"), (3, below.format(minus))])
    assert 'signs: ["€"]' in way.lines
    assert ("negative: [minus, trailing_minus]" in way.lines) == (mark == "trailing_minus")


def drafted_of(header: tuple[str, ...], *cells: tuple[str, ...]) -> str:
    said = [(number, dict(zip(header, row, strict=True))) for number, row in enumerate(cells, start=2)]
    return as_text(drafted("x.csv", header, said))


def test_a_column_that_alone_has_dates_or_figures_is_proposed_whatever_it_is_called() -> None:
    told = drafted_of(("created_at", "sku", "charged"), ("2025-01-03 10:00:00", "gpt", "1.25"))
    assert (
        "  date: created_at  # the only column of dates\n  amount: charged  # the only other column of figures\n"
        in told
    )
    two = drafted_of(("when", "sku", "debit", "credit"), ("2025-01-03", "gpt", "1.25", "2.5"))
    assert "amount: ?  # none of: when, sku, debit, credit" in two


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("2025-01-03", False), ("2025-01-03 10:00:00", True), ("03.01.2025 10:00", True), ("2025-01-03T10:00:00", True),
        ("2025-01-03T10:00:00Z", False), ("2025-01-03 10:00:00+07:00", False), ("2025-01-03 10:00:00 UTC", False),
    ],
)  # fmt: skip
def test_whose_clock_times_without_an_offset_show_is_asked(text: str, asked: bool) -> None:
    assert ("\nzone: ?  # whose clock the times show" in drafted_of(("day", "a"), (text, "5"))) is asked


def test_days_and_times_of_a_workbook_stand_side_by_side_and_need_no_form() -> None:
    told = drafted_of(("day", "a"), ("2025-01-03", "5"), ("2025-01-04T10:00:00", "5"))
    assert "date_format" not in told and "zone: ?" in told


def test_a_row_of_totals_is_named_and_the_form_is_that_of_the_others() -> None:
    told = drafted_of(("date", "amount"), ("03.01.2025", "5"), ("13.01.2025", "7,50"), ("Total", "12,50"))
    assert "# row 4 has 'Total', which does not fit: correct it, or take it out\ndate_format: \"%d.%m.%Y\"\n" in told
    figures = drafted_of(("date", "amount"), ("2025-01-03", "1.234,5"), ("2025-01-04", "7,50"), ("2025-01-05", "n/a"))
    assert "# row 4 has 'n/a', which does not fit: correct it, or take it out\ndecimal: \",\"\n" in figures


def test_a_share_of_a_hundred_is_no_sign_of_currency() -> None:
    assert "no way is known to read every figure; row 2 has '10%'" in drafted_of(
        ("date", "amount"), ("2025-01-03", "10%")
    )


def test_a_currency_that_the_column_of_amounts_names_is_taken() -> None:
    assert "constants: {currency: CHF}\n" in drafted_of(("Datum", "Betrag CHF"), ("2025-01-03", "5"))
    assert "constants: {currency: ?}" in drafted_of(("Datum", "Betrag NET"), ("2025-01-03", "5"))
