import random
from decimal import Decimal
from pathlib import Path

import pytest
from tests.settlement.settle_case import focus_file

from firstcall.service.billing.source import ROW
from firstcall.service.engines.duckdb import DuckEngine


def test_a_file_is_transcribed_with_exact_figures_nothing_as_nothing_and_its_rows(tmp_path: Path) -> None:
    path = focus_file(tmp_path / "x.csv", [{"RegionId": "NULL"}, {"BilledCost": "35.2E-7", "RegionId": 'a,"b"\nc'}])
    duck = DuckEngine(tmp_path)
    ready, layout = duck.transcribe(path)
    rows = duck.groups(f"SELECT {ROW}, BilledCost, RegionId FROM {duck.table([ready]).sql} ORDER BY {ROW}")
    duck.close()
    assert layout.version == "1.4"
    assert [tuple(row.values()) for row in rows] == [
        (2, Decimal("100.10"), None),
        (3, Decimal("0.00000352"), 'a,"b"\nc'),
    ]


@pytest.mark.parametrize("extra", [(), ("12e3", "1E-19")])
def test_every_way_of_writing_a_figure_is_carried_exactly(tmp_path: Path, extra: tuple[str, ...]) -> None:
    """The second time in company of figures that are rounded on intake, which are read in another way."""
    rng = random.Random(20)
    said = ["0", "-0", "5", "007.50", "-0.000000000000000001", "-7.5", "9" * 20, f"-{'9' * 18}.{'9' * 18}",
            f"{'9' * 20}.{'9' * 18}", "1234567890123456789.1", "0.1000000000000000000000", *extra]  # fmt: skip
    for _ in range(400):
        decimals = "".join(rng.choice("0123456789") for _ in range(rng.randrange(19)))
        whole = f"{rng.choice(['', '-'])}{rng.randrange(10 ** rng.randrange(1, 21))}"
        said.append(f"{whole}.{decimals}" if decimals else whole)
    path = focus_file(tmp_path / "x.csv", [{"BilledCost": text} for text in said])
    duck = DuckEngine(tmp_path)
    ready, _ = duck.transcribe(path, intake="half_even" if extra else None)
    rows = duck.groups(f"SELECT * FROM {duck.table([ready]).sql} ORDER BY {ROW}")
    duck.close()
    wanted = [Decimal(0) if text == "1E-19" else Decimal(text) for text in said]
    assert [row["BilledCost"] for row in rows] == wanted
    assert [row[ROW] for row in rows] == list(range(2, len(said) + 2))
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".text"] == []
