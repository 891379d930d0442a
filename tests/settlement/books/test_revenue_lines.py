from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.settle_case import TAKEN_IN, ZONE, line

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.errors import BillingError
from firstcall.settlement.books.counting import oddly_written, parted_by
from firstcall.settlement.books.deliveries import (
    FileDelivery,
    compare_deliveries,
    counting,
    in_place,
    key_of,
    told_apart,
)
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.books.revenue_lines import LineMapping, check_mapping, entries_of
from firstcall.settlement.clauses.periods import asked_period


def mapping(**fields: Any) -> LineMapping:
    given = {
        "of": "alpha",
        "columns": {"date": "Day", "stream": "Product", "amount": "Sum", "kind": "Type"},
        "constants": {"currency": "USD"},
        "kinds": {"Invoice": "sale", "Credit note": "refund"},
    }
    return LineMapping.model_validate(given | fields)


def read(*rows: dict[str, str], **fields: Any) -> tuple[Entry, ...]:
    full = [{"Day": "2025-01-31", "Product": "api", "Sum": "1234.5", "Type": "Invoice"} | row for row in rows]
    return entries_of(mapping(**fields), enumerate(full, start=2), "lines.csv", TAKEN_IN, ZONE)


def test_a_row_becomes_an_entry_of_its_stream_kind_and_day() -> None:
    (one,) = read({"Day": "31.01.2025", "Product": "API"}, date_format="%d.%m.%Y", streams={"API": "api"})
    assert (one.stream, one.kind, str(one.day), one.row) == ("api", "sale", "2025-01-31", 2)
    assert one.amount == Fraction(2469, 2)


def test_refunds_written_without_a_sign_are_turned_where_the_mapping_says_so() -> None:
    (one,) = read({"Type": "Credit note"}, reversed=["refund"])
    assert one.amount == -Fraction(2469, 2)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Sum": "1,234.5"}, "lines.csv:2:1: '1,234.5' is not an exact decimal number\n  fix: write digits"),
        ({"Sum": "NaN"}, "'NaN' is not an exact decimal number"),
        ({"Sum": ""}, "the row has no amount\n  fix: fill it in, or take the row out"),
        ({"Day": "31.01.2025"}, "'31.01.2025' is not a date"),
        ({"Type": "Gift"}, "'Gift' is no kind of line\n  fix: map it under `kinds`"),
        ({"Type": "Credit note"}, "a refund of 1234.5 adds to revenue\n  fix: write it with a minus sign, or list"),
    ],
)
def test_a_faulty_row_is_told_with_file_and_row(row: dict[str, str], words: str) -> None:
    with pytest.raises(BillingError) as told:
        read({}, row)
    assert words.replace(":2:1", ":3:1") in str(told.value)


def test_every_faulty_row_is_told_at_once() -> None:
    with pytest.raises(BillingError) as told:
        read({"Sum": "x"}, {}, {"Sum": "y"})
    assert str(told.value).count("fix:") == 2


def test_a_grade_that_is_none_is_refused() -> None:
    with pytest.raises(BillingError, match="'sure' is no grade"):
        read({}, constants={"currency": "USD", "grade": "sure"})


def test_the_wrong_file_is_told_by_its_columns() -> None:
    words = "lines.csv:1: the file has no column 'Day'\n  fix: map the columns that the file has"
    with pytest.raises(BillingError, match=words):
        check_mapping(mapping(), ("Days", "Product", "Sum", "Type"), "lines.csv")


def test_gaps_of_a_mapping_are_told() -> None:
    gaps = [*map(str, mapping(columns={"date": "Day", "amout": "Sum", "currency": "C"}).lacks())]
    assert "no column or constant for 'amount'" in gaps
    assert "'amout' is no field; did you mean 'amount'?" in gaps
    assert "'currency' is both a column and a constant" in gaps


def test_lines_that_say_the_same_keep_their_own_ids_in_any_order() -> None:
    rows = read({}, {}, {"Sum": "5"})
    assert sorted(entry.id for entry in told_apart(rows)) == sorted(entry.id for entry in told_apart(rows[::-1]))
    assert len({entry.id for entry in told_apart(rows)}) == 3


FIRST, SECOND = (FileDelivery(f"delivery-{n}", TAKEN_IN.replace(day=n)) for n in (1, 2))
MORE = FileDelivery("delivery-3", TAKEN_IN.replace(day=3), adds=True)


def test_a_later_delivery_takes_the_place_of_its_months_only() -> None:
    old = (line("2025-01-03", "10"), line("2025-02-03", "20"))
    new = (line("2025-01-03", "11"),)
    delivered = ((SECOND, new), (FIRST, old))
    assert sorted(entry.amount for entry in in_place(delivered, TAKEN_IN.replace(day=2))) == [11, 20]
    assert sorted(entry.amount for entry in in_place(delivered, TAKEN_IN.replace(day=1))) == [10, 20]
    assert counting(delivered, key_of(new[0]), TAKEN_IN.replace(day=2)) == ("delivery-2",)


def test_a_delivery_that_adds_leaves_what_was_there() -> None:
    delivered = ((FIRST, (line("2025-01-03", "10"),)), (MORE, (line("2025-01-04", "5"),)))
    assert sum(entry.amount for entry in in_place(delivered, TAKEN_IN.replace(day=3))) == 15
    assert counting(delivered, ("alpha", line("2025-01-01", "0").day), TAKEN_IN.replace(day=3)) == (
        "delivery-1",
        "delivery-3",
    )


def test_a_redelivery_is_a_correction_or_nothing_and_says_so() -> None:
    old = [line("2025-01-03", "10"), line("2025-01-03", "10"), line("2025-01-04", "7")]
    (same,) = compare_deliveries(old, old[::-1])
    assert str(same.does) == "alpha 2025-01: nothing new, 3 rows already there"
    (changed,) = compare_deliveries(old, [old[0], line("2025-01-05", "1")])
    assert str(changed.does) == "alpha 2025-01: a correction, 1 row added, 2 taken out, 1 unchanged"
    assert changed.difference == -16
    (fresh,) = compare_deliveries((), old)
    assert str(fresh.does) == "alpha 2025-01: 3 rows"


def test_a_file_of_another_habit_is_refused_until_its_mapping_names_the_marks() -> None:
    days_first = {"Day": "31.01.2025", "Sum": "1.000"}
    words = (
        "'1.000' is 1 where '.' is the decimal mark, and 1000 where it parts thousands; its dates begin with the day"
    )
    with pytest.raises(BillingError, match=words):
        read(days_first, date_format="%d.%m.%Y")
    (one,) = read(days_first, date_format="%d.%m.%Y", decimal=",", grouping=".")
    assert one.amount == 1000
    (other,) = read(days_first, date_format="%d.%m.%Y", decimal=".")
    assert other.amount == 1
    with pytest.raises(BillingError, match="row 3 has a comma in its figure"):
        read({"Sum": "1.000"}, {"Sum": "5,25"})


def test_an_instant_keeps_its_offset_and_falls_on_the_day_of_the_zone() -> None:
    (one,) = read({"Day": "2025-02-01T04:30:00Z"}, date_format="%Y-%m-%dT%H:%M:%S%z")
    assert (str(one.day), one.at.isoformat(), one.timed) == ("2025-01-31", "2025-02-01T04:30:00+00:00", True)
    (same,) = read({"Day": "2025-02-01 04:30:00 UTC"})
    assert (same.at, same.day) == (one.at, one.day)
    (local,) = read({"Day": "2025-01-31 23:30"}, date_format="%Y-%m-%d %H:%M", zone="UTC")
    assert str(local.day) == "2025-01-31"
    assert local.at.hour == 23


def test_the_zone_of_a_base_parts_the_days_of_lines_that_carry_an_instant() -> None:
    (one,) = read({"Day": "2025-02-01T04:30:00Z"})
    there = Base.model_validate({"source": "revenue_lines", "streams": ["api"], "zone": "UTC"})
    assert str(parted_by(there, one).day) == "2025-02-01"
    (plain,) = read({"Day": "2025-01-31"})
    assert parted_by(there, plain) == plain


def test_a_figure_that_a_spreadsheet_shortened_is_told() -> None:
    rows = read({"Sum": "35.2E+7"}, {"Sum": "+5"}, {"Sum": "5"})
    assert list(map(str, oddly_written(rows, asked_period("2025-01")))) == [
        "lines.csv:2: the amount is written 35.2E+7 and read as 352,000,000 USD; check it",
        "lines.csv:3: the amount is written +5 and read as 5 USD; check it",
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2025-02-01 00:30:00 UTC", None), ("2025-02-01T00:30:00Z", None), ("2025-01-31T16:30:00-08:00", None),
        ("2025-02-01 00:30:00 UTC", "%Y-%m-%d %H:%M:%S UTC"), ("2025-02-01 00:30:00 UTC", "%Y-%m-%d %H:%M:%S %Z"),
        ("01.02.2025 00:30 GMT", "%d.%m.%Y %H:%M %Z"), ("01/02/2025 00:30Z", "%d/%m/%Y %H:%MZ"),
        ("2025-02-01T06:15:00+0545", "%Y-%m-%dT%H:%M:%S%z"), ("1 Feb 2025 12:30 AM GMT", "%d %b %Y %I:%M %p GMT"),
    ],
)  # fmt: skip
def test_a_zone_is_kept_however_the_file_names_it(text: str, form: str | None) -> None:
    """Half past midnight in UTC is still January in Los Angeles."""
    (one,) = read({"Day": text}, date_format=form)
    assert (str(one.day), one.timed, one.at.isoformat()) == ("2025-01-31", True, "2025-02-01T00:30:00+00:00")


@pytest.mark.parametrize("name", ["EST", "CET", "PST", "America/New_York"])
def test_a_zone_in_other_letters_is_refused_and_never_dropped(name: str) -> None:
    with pytest.raises(BillingError, match="is not a date as %Y-%m-%d %H:%M %Z says\n  fix: correct the date, or"):
        read({"Day": f"2025-02-01 00:30 {name}"}, date_format="%Y-%m-%d %H:%M %Z")


def test_a_column_that_stands_twice_is_refused_where_it_is_mapped() -> None:
    with pytest.raises(BillingError, match="the header names the column 'Sum' more than once\n  fix: keep or rename"):
        check_mapping(mapping(), ["Day", "Product", "Sum", "Type", "Sum"], "lines.csv")
    check_mapping(mapping(), ["Day", "Product", "Sum", "Type", "Text", "Text"], "lines.csv")


@pytest.mark.parametrize(("mark", "written"), [(";", '";"'), ("\t", '"\\t"'), ("|", '"|"')])
def test_a_file_of_another_delimiter_says_how_to_name_it(mark: str, written: str) -> None:
    with pytest.raises(BillingError, match="its values stand between ") as raised:
        check_mapping(mapping(), [mark.join(("Day", "Product", "Sum", "Type"))], "lines.csv")
    assert f"name it in the mapping, `delimiter: {written}`" in str(raised.value)


@pytest.mark.parametrize("text", ["€ 5", "5 EUR", "(EUR 5)"])
def test_a_figure_signed_in_another_currency_than_its_row_is_refused(text: str) -> None:
    marks = {"signs": ["€", "EUR", "$", "US$"], "negative": ["minus", "brackets"]}
    with pytest.raises(BillingError, match=r"is signed (€|EUR), and the row is in USD\n  fix: correct the figure"):
        read({"Sum": text}, **marks)
    (one,) = read({"Sum": text}, constants={"currency": "EUR"}, **marks)
    assert abs(one.amount) == 5
    assert [one.amount for one in read({"Sum": "$5"}, {"Sum": "US$ 5"}, **marks)] == [5, 5]


def test_a_date_without_a_form_says_where_to_name_one() -> None:
    with pytest.raises(BillingError, match="name in the mapping how dates are written, such as `date_format: "):
        read({"Day": "01/02/2025"})
