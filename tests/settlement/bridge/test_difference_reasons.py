from fractions import Fraction

from firstcall.settlement.bridge.difference_reasons import AmountsOfRow, SidesDiffer


def test_what_differs_keeps_its_figures_for_programs() -> None:
    apart = AmountsOfRow(ours=Fraction(10, 3), theirs=Fraction(3), currency="USD")
    assert str(apart) == "ours 3.333333333333…, theirs 3 USD"
    assert apart.as_json()["values"] == {"ours": "3.333333333333…", "theirs": "3", "currency": "USD"}


def test_what_keeps_two_sides_apart_names_both() -> None:
    differ = SidesDiffer(part="period", ours=("2025-Q1",), theirs=("2025-Q2", "2025-Q3"))
    assert str(differ) == "the two sides differ in their period: 2025-Q1 and 2025-Q2, 2025-Q3"
