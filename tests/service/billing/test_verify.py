from fractions import Fraction
from pathlib import Path

from tests.settlement.settle_case import focus_file

from firstcall.service.billing.verify import verify_files
from firstcall.service.engines.duckdb import DuckEngine


def test_sums_leave_tax_out_and_are_exact(tmp_path: Path) -> None:
    rows = [{"BilledCost": "0.1"}, {"BilledCost": "0.2"}, {"BilledCost": "5", "ChargeCategory": "Tax"}]
    duck = DuckEngine(tmp_path)
    (found,) = verify_files(duck, [focus_file(tmp_path / "x.csv", rows)], None)
    duck.close()
    (total,) = found.sums
    assert (total.cost, total.rows, total.invoice) == (Fraction("0.3"), 2, "B-1")


def test_a_version_may_be_named(tmp_path: Path) -> None:
    duck = DuckEngine(tmp_path)
    path = focus_file(tmp_path / "x.csv", [{}])
    assert verify_files(duck, [path], "1.3")[0].version == "1.3"
    assert "FOCUS 2.0 is not a version known here" in str(verify_files(duck, [path], "2.0")[0].faults[0])
    duck.close()


def test_what_rows_were_applied_to_is_read_after_they_were_added_up(tmp_path: Path) -> None:
    """Files whose rows name a commitment, and those whose rows name none, in any order."""
    named = [
        {"ContractApplied": '{"Elements": [{"ContractCommitmentId": "C-1", "ContractCommitmentAppliedCost": "1"}]}'}
    ]
    files: list[list[dict[str, str]]] = [named, [{"ContractApplied": ""}], [{}]]
    paths = [focus_file(tmp_path / f"{n}.csv", rows) for n, rows in enumerate(files)]
    duck = DuckEngine(tmp_path)
    assert [found.faults for found in verify_files(duck, paths, None, together="parts")] == [(), (), ()]
    assert [found.faults for found in verify_files(duck, paths[::-1], None, together="parts")] == [(), (), ()]
    duck.close()
