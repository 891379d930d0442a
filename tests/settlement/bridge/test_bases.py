from dataclasses import replace
from fractions import Fraction

from tests.settlement.settle_case import line

from firstcall.settlement.bridge.bases import base_bridges, monthly


def test_currencies_are_never_added() -> None:
    rows = [monthly(line("2025-01-03", "100")), monthly(line("2025-01-04", "30", currency="EUR"))]
    theirs = [rows[0], replace(rows[1], currency="USD")]
    euros, dollars = base_bridges(rows, theirs)
    assert (str(euros.clause), euros.ours, euros.theirs, euros.total("missing rows")) == (
        "rows in EUR",
        *map(Fraction, (30, 0, 30)),
    )
    assert (dollars.ours, dollars.theirs, dollars.total("missing rows")) == tuple(map(Fraction, (100, 130, -30)))


def test_rows_of_one_day_are_taken_apart() -> None:
    rows = [monthly(line("2025-01-03", amount, id=amount)) for amount in ("100", "7", "7.5")]
    (found,) = base_bridges(rows, rows[:2])
    assert [(one.kind, one.rows, one.amount) for one in found.differences] == [
        ("missing rows", ("7.5",), Fraction("7.5"))
    ]
