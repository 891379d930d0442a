"""A commitment in a unit is drawn by the quantities of bills, exactly; what cannot be counted is told with its row."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.service.conftest import Cli
from tests.settlement.settle_case import focus_file, partnership

from firstcall.errors import BillingError
from firstcall.service.folder import open_partnership
from firstcall.service.settle.desk import desk
from firstcall.settlement.bills.focus import is_numeric

HOURS = """\
  - {id: hours, type: commitment, by: alpha, to: beta, amount: "100", unit: GPU-hours, unit_price: "2", currency: USD,
     since: 2025-01-01, until: 2025-01-31, due_days: 30,
     base: {source: focus, streams: [{name: gpu, where: {ServiceName: Models}}]}}
"""


def bill(quantity: str, unit: str = "GPU-hours", **fields: str) -> dict[str, str]:
    return {"ConsumedQuantity": quantity, "ConsumedUnit": unit, **fields}


def drawn(folder: Path) -> Fraction:
    with desk(open_partnership(folder)) as here:
        (leg,) = here.statement("2025-01", None).legs
    return leg.commitment[0].drawn


def test_quantities_draw_it_down_and_what_is_missing_costs_its_price(tmp_path: Path, cli: Cli) -> None:
    rows = [bill("60.1"), bill("0.2"), bill("", "", ChargeCategory="Purchase"), bill("9", ServiceName="Storage")]
    folder = partnership(tmp_path / "deal", HOURS, focus=rows)
    told = cli("settle", folder, "--period", "2025-01")
    assert told.code == 0 and "drawn 60.30 GPU-hours, short 39.70 GPU-hours" in told.out, told
    assert "Net: alpha pays beta 79.40 USD, due 2025-03-02" in told.out, "39.7 hours are missing, at 2 each"


def test_why_goes_down_to_the_rows(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal", HOURS, focus=[bill("60.1"), bill("0.2")])
    told = cli("settle", "why", folder, "hours/2025-01")
    assert "60.3" in told.out and "rows.csv:2 60.1" in told.out and "rows.csv:3 0.2" in told.out, told


@pytest.mark.parametrize(("row", "what"), [
    (bill("1,000"), "rows.csv:2: ConsumedQuantity '1,000' is no number as FOCUS writes one"),
    (bill("5", ""), "rows.csv:2: ConsumedQuantity '5' has no ConsumedUnit"),
    (bill("0.1234567890123456789"), "rows.csv:2: ConsumedQuantity '0.1234567890123456789' has more than 18 decimals"),
    (bill("5", "Hours"), "fix: let the stream take only rows in GPU-hours: name it by `ConsumedUnit` under `where`"),
])  # fmt: skip
def test_what_cannot_be_counted_is_told(tmp_path: Path, cli: Cli, row: dict[str, str], what: str) -> None:
    told = cli("settle", partnership(tmp_path / "deal", HOURS, focus=[row]), "--period", "2025-01")
    assert told.code == 3 and what in told.err, told


def test_a_file_without_quantities_is_refused(tmp_path: Path, cli: Cli) -> None:
    told = cli("settle", partnership(tmp_path / "deal", HOURS, focus=[{}]), "--period", "2025-01")
    assert told.code == 3 and "ConsumedQuantity, ConsumedUnit" in told.err, told


@pytest.mark.parametrize(("kind", "figure", "want"), [
    ("DOUBLE", "0.1", Fraction(3, 10)), ("DECIMAL(20, 4)", "0.1", Fraction(3, 10)),
    ("VARCHAR", "'1E-1'", Fraction(3, 10)),
    ("DOUBLE", "0.1234567890123456", None), ("FLOAT", "0.1", None),
])  # fmt: skip
def test_parquet_is_counted_as_it_was_written_or_not_at_all(
    tmp_path: Path, kind: str, figure: str, want: Fraction | None
) -> None:
    plain = focus_file(tmp_path / "plain.csv", [{}, {}, {}])
    folder = partnership(tmp_path / "deal", HOURS)
    (folder / "billing").mkdir()
    typed = ", ".join(f"CAST({name} AS TIMESTAMP) AS {name}" for name in ("BillingPeriodStart", "ChargePeriodStart"))
    others = "BillingPeriodStart, ChargePeriodStart, BillingPeriodEnd, ChargePeriodEnd, BilledCost"
    duckdb.sql(
        f"COPY (SELECT * EXCLUDE ({others}), {typed}, CAST(BilledCost AS DECIMAL(20, 4)) AS BilledCost,"
        f" CAST({figure} AS {kind}) AS ConsumedQuantity, 'GPU-hours' AS ConsumedUnit"
        f" FROM read_csv('{plain}', all_varchar = true)) TO '{folder / 'billing' / 'rows.parquet'}' (FORMAT parquet)"
    )
    if want is None:
        with pytest.raises(BillingError, match="ConsumedQuantity"):
            drawn(folder)
    else:
        assert drawn(folder) == want


FIGURES = st.one_of(
    st.decimals(0, 10**12, places=18).map(lambda one: f"{one:f}"),
    st.builds("{}E-{}".format, st.integers(0, 10**6), st.integers(0, 12)),
)


@settings(max_examples=25, deadline=None)
@given(figures=st.lists(FIGURES, min_size=1, max_size=8))
def test_whatever_figures_they_are_their_sum_is_exact(
    figures: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert all(map(is_numeric, figures))
    folder = partnership(tmp_path_factory.mktemp("deal"), HOURS, focus=[bill(one) for one in figures])
    assert drawn(folder) == sum((Fraction(Decimal(one)) for one in figures), Fraction(0))


def test_a_share_of_revenue_is_no_share_of_a_quantity(tmp_path: Path, cli: Cli) -> None:
    clause = HOURS.replace("type: commitment, by: alpha, to: beta", "type: revenue_share, payer: alpha, payee: beta")
    clause = clause[: clause.index("amount:")] + 'rate: "0.2", currency: USD,\n' + clause[clause.index("     base") :]
    told = cli(
        "check",
        partnership(tmp_path / "deal", clause.replace("source: focus,", "source: focus, column: ConsumedQuantity,")),
    )
    assert told.code == 3 and "`column: ConsumedQuantity` is no money, and no `unit` is given" in told.out, told
