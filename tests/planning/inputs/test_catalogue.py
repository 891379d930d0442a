"""Price lists from elsewhere, and the faults they are known to have."""

from datetime import date
from pathlib import Path

import pytest

from firstcall.errors import RecordError
from firstcall.planning.inputs.catalogue import read_catalogue

LISTED, ON = date(2026, 11, 1), date(2026, 11, 22)
HEAD = "Region,GpuInfo,InstanceType,acceleratorname,AcceleratorCount,PRICE,SpotPrice\n"
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "capacity" / "gpu_list_prices_transcribed.csv"


def codes(*rows: str) -> list[tuple[str, int]]:
    made = read_catalogue(HEAD + "\n".join(rows) + "\n", "azure", LISTED, ON)
    return [(one.code, one.row) for one in made.faults]


def test_each_known_fault_is_told_with_its_row() -> None:
    assert codes(
        "eastus,,Standard_ND96isr_H100_v5,H100,12,98.32,40",
        "eastus,,Standard_ND96isr_H100_v5,H100,8,98.32,98.32",
        "eastus,,ND_H200,H200,8,0,",
        "eastus,,ND_B200,B200,8,,",
        "eastus,,D4s,,,0.2,0.1",
    ) == [("count contradicts the type", 2), ("spot is the price", 3), ("no price", 4), ("no price", 5)]


def test_the_lowest_price_of_each_accelerator_and_region_makes_a_line() -> None:
    rows = "us,,a_8x_h100,H100,8,32,\nus,,b_8x_h100,H100,8,24,\neu,,a_8x_h100,H100,8,40,\n"
    made = read_catalogue(HEAD + rows, "here", LISTED, ON)
    assert [(row["id"], row["price"]) for row in made.rows] == [("here-h100-eu", "5"), ("here-h100-us", "3")]
    assert made.text().startswith("id,provider,mode,region,accelerator,price,") and made.text().count("\n") == 3


def test_an_old_list_is_stale() -> None:
    rows = HEAD + "us,,a_8x_h100,H100,8,32,\n"
    assert [one.code for one in read_catalogue(rows, "here", date(2026, 1, 1), ON).faults] == ["stale"]


def test_what_is_no_price_list_is_told() -> None:
    with pytest.raises(
        RecordError, match=r"vms.csv:1: this is no price list of instances\n  fix: it needs the columns"
    ):
        read_catalogue("a,b\n1,2\n", "here", LISTED, ON)
    with pytest.raises(RecordError, match=r"vms.csv:3: the line cannot be read as CSV"):
        read_catalogue(HEAD + 'us,"x,\n', "here", LISTED, ON)


def test_real_prices_read_as_they_were_transcribed() -> None:
    if not REAL.is_file():
        pytest.skip("the folder of real data (../shared/data beside the repository) is not on this machine")
    text = REAL.read_text(encoding="utf-8").replace(
        "price_usd_hour,spot_usd_hour,usd_per_gpu_hour", "price,spotprice,x"
    )
    text = text.replace("instance_type", "InstanceType").replace(
        "accelerator,accelerator_count", "AcceleratorName,AcceleratorCount"
    )
    made = read_catalogue(text, "all", LISTED, ON)
    prices = {(row["accelerator"], row["region"]): row["price"] for row in made.rows}
    assert prices["H100", "eastus"] == "6.98" and prices["B200", "us-central1"] == "5.5"
    assert {one.code for one in made.faults} == {"spot is the price"}
