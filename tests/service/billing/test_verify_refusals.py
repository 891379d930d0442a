"""What settlement refuses, verify says beforehand, by file and row and never as an internal error."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import FOCUS, RESALE, SHARE, focus_file, partnership

HEADER = ",".join(FOCUS)
ROW = ",".join('"' + value.replace('"', '""') + '"' for value in FOCUS.values())
TAGGED = RESALE.replace("where: {ServiceName: [Models]}", "where: {Tags.team: [a]}")


def csv(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join((HEADER, *rows, "")).encode(encoding))
    return path


def parquet(path: Path, **columns: object) -> Path:
    rows = {name: [value] for name, value in (FOCUS | columns).items()}
    pq.write_table(pa.table(rows), path)
    return path


def overwritten(path: Path) -> Path:
    made = parquet(path)
    made.write_bytes(made.read_bytes()[:200] + b"\0" * 400)
    return made


def semicolons(path: Path) -> Path:
    path.write_text(csv(path, ROW).read_text().replace(",", ";"))
    return path


def typed(path: Path, **columns: object) -> Path:
    """A file of two rows whose cells are typed as settling needs them, the second with what is given."""
    first: dict[str, object] = FOCUS | {"BilledCost": Decimal("100.1"), "EffectiveCost": Decimal(1)}
    first |= {name: datetime.fromisoformat(str(said)[:19]) for name, said in first.items() if "Period" in name}
    pq.write_table(pa.table({name: [said, columns.get(name, said)] for name, said in first.items()}), path)
    return path


def wide(path: Path, *figures: str) -> Path:
    """A file of costs as decimals of fifty digits."""
    rows: dict[str, object] = {name: [value] * len(figures) for name, value in FOCUS.items()}
    rows["BilledCost"] = pa.array([Decimal(one) for one in figures], pa.decimal256(50, 20))
    pq.write_table(pa.table(rows), path)
    return path


FILES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "latin-1": ("bill.csv", lambda path: csv(path, ROW.replace("Models", "Modèle"), encoding="latin-1")),
    "a row cut short": ("bill.csv", lambda path: csv(path, ROW, ROW[: len(ROW) // 2].rpartition(",")[0])),
    "a row too long": ("bill.csv", lambda path: csv(path, ROW + ",more")),
    "beyond any range": ("bill.csv", lambda path: csv(path, ROW.replace("100.10", "1e999"))),
    "beyond any number": ("bill.csv", lambda path: csv(path, ROW.replace("100.10", "1e99999999999999999999"))),
    "a comma in a figure": ("bill.csv", lambda path: csv(path, ROW.replace("100.10", "1,000.10"))),
    "too many decimals": ("bill.csv", lambda path: csv(path, ROW.replace("100.10", "1E-19"))),
    "no date": ("bill.csv", lambda path: csv(path, ROW.replace("2025-01-05T00:00:00Z", "5/1/25"))),
    "an end before its start": ("bill.csv", lambda path: csv(path, ROW.replace("2025-01-06", "2024-01-06"))),
    "no currency": ("bill.csv", lambda path: csv(path, ROW.replace("USD", ""))),
    "floats that tell no decimal": ("bill.parquet", lambda path: parquet(path, BilledCost=100.1 / 3)),
    "latin-1 in the last column of a later row": (
        "bill.csv",
        lambda path: csv(path, ROW, ROW.replace('""a""', '""é""'), encoding="latin-1"),
    ),
    "no cost": ("bill.csv", lambda path: csv(path, ROW, ROW.replace("100.10", ""))),
    "NULL for a cost": ("bill.csv", lambda path: csv(path, ROW.replace("100.10", "NULL"))),
    "a typed parquet without a cost": ("bill.parquet", lambda path: typed(path, BilledCost=None)),
    "decimals wider than any engine's": ("bill.parquet", lambda path: wide(path, "0.1", "0.2")),
    "semicolons": ("bill.csv", semicolons),
    "overwritten": ("bill.parquet", overwritten),
    "no parquet": ("bill.parquet", lambda path: csv(path, ROW)),
    "a parquet with no times": ("bill.parquet", lambda path: parquet(path, ChargePeriodStart="soon")),
    "null tags": ("bill.csv", lambda path: csv(path, ROW.replace('{""team"": ""a""}', "null"))),
    "tags in a list": ("bill.csv", lambda path: csv(path, ROW.replace('{""team"": ""a""}', "[1]"))),
    "a tag of decimals": ("bill.csv", lambda path: csv(path, ROW.replace('""a""', "1.10"))),
}


@pytest.mark.parametrize("kind", FILES)
def test_whatever_settlement_refuses_is_told_before(tmp_path: Path, cli: Cli, kind: str) -> None:
    folder = partnership(tmp_path / "p", TAGGED)
    (folder / "billing").mkdir()
    name, make = FILES[kind]
    path = make(folder / "billing" / name)
    settled = cli("settle", folder, "--period", "2025-01")
    assert settled.code == 3, settled.out
    verified = cli("settle", "verify", folder)
    assert verified.code == 3, verified.out
    assert "fault: " in verified.out
    assert path.name in verified.out
    assert "fix: " in verified.out
    assert "internal error" not in verified.err + settled.err


@pytest.mark.parametrize("kind", [kind for kind in FILES if "tag" not in kind])
def test_without_the_agreement_too(tmp_path: Path, cli: Cli, kind: str) -> None:
    name, make = FILES[kind]
    verified = cli("settle", "verify", make(tmp_path / name))
    assert (verified.code, "fault: " in verified.out) == (3, True)


def test_a_file_that_cannot_be_read_is_not_called_a_version_of_focus(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "bill.csv"
    path.write_text("a,b\n1,2\n")
    assert cli("settle", "verify", path).out.startswith("bill.csv: not read\n  fault: bill.csv:1: this is no FOCUS")


def test_null_tags_are_remarked_where_no_clause_is_known(tmp_path: Path, cli: Cli) -> None:
    verified = cli("settle", "verify", FILES["null tags"][1](tmp_path / "bill.csv"))
    assert "remark: Tags: no JSON object in 1 row; first row 2, 'null'" in verified.out


def test_tax_stands_apart_in_the_sums_of_an_invoice(tmp_path: Path, cli: Cli) -> None:
    path = focus_file(tmp_path / "bill.csv", [{}, {"ChargeCategory": "Tax", "BilledCost": "19.02"}])
    told = cli("settle", "verify", path).out
    assert "Beta B-1: 100.1 USD in 1 row, and 19.02 USD of tax in 1; no invoice detail was given" in told


@pytest.mark.parametrize("text", ["2025-01-05 00:00:00 UTC", "2025-01-05 00:00:00.000000 UTC", "2025-01-05T00:00Z"])
def test_instants_as_bigquery_and_azure_write_them(tmp_path: Path, cli: Cli, text: str) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{"ChargePeriodStart": text}])
    assert "50.05 USD" in cli("settle", folder, "--period", "2025-01").out


def test_the_row_of_a_foreign_byte_is_named(tmp_path: Path, cli: Cli) -> None:
    name, make = FILES["latin-1 in the last column of a later row"]
    told = cli("settle", "verify", make(tmp_path / name)).out
    assert "bill.csv:3: the file cannot be read whole (text that is not UTF-8)" in told


def test_a_cost_that_a_clause_counts_and_a_row_lacks_is_unknown_and_not_nothing(tmp_path: Path, cli: Cli) -> None:
    counted = RESALE.replace("streams:", "column: EffectiveCost, streams:")
    folder = partnership(tmp_path / "p", counted)
    (folder / "billing").mkdir()
    typed(folder / "billing" / "bill.parquet", EffectiveCost=None)
    for asked in (("settle", folder, "--period", "2025-01"), ("settle", "verify", folder)):
        ran = cli(*asked)
        assert (ran.code, "bill.parquet:3: EffectiveCost is empty" in ran.out + ran.err) == (3, True), ran.out + ran.err
    typed(folder / "billing" / "bill.parquet", EffectiveCost=None, ServiceName="Storage")  # of no stream
    assert "50% of 1 USD" in cli("settle", folder, "--period", "2025-01").out


def test_rows_set_beside_rows_are_read_as_strictly(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", RESALE)
    path = typed(tmp_path / "bill.parquet", BilledCost=None)
    ran = cli("settle", "reconcile", folder, "--ours", path, "--theirs", path)
    assert (ran.code, "bill.parquet:3: BilledCost is empty" in ran.err) == (3, True)


@pytest.mark.parametrize(
    ("share", "lines", "mapping", "refused"),
    [
        (SHARE, "a,2025-01-03,api,100\n", {}, ""),
        (SHARE, "a,2025-01-03,api,1OO\n", {}, "lines.csv:2:1: '1OO' is not an exact decimal number"),
        (SHARE, "a,2025-01-03,api,100\n", {"USD": "EUR"},
         "2025-01: its statement would be refused\n  fault: amounts in EUR"),
        (SHARE, "a,2025-01-03,api,100\n", {"alpha": "?"}, "mapping.yaml:1:1: a ? of the draft stands here still"),
        (SHARE.replace('"0.20"', '[{rate: "0.1", since: 2025-01-20}]'), "a,2025-01-03,api,100\n", {},
         "2025-01: its statement would be refused\n  fault: clause 'share' has no rate for 2025-01-03"),
    ],
)  # fmt: skip
def test_of_a_partnership_whatever_would_refuse_a_statement_is_told_beforehand(
    tmp_path: Path, cli: Cli, share: str, lines: str, mapping: dict[str, str], refused: str
) -> None:
    """Revenue lines, rates of exchange and the text itself as well as bills; and nothing that would not."""
    folder = partnership(tmp_path / "p", share, lines)
    for old, new in mapping.items():
        said = (folder / "revenue" / "mapping.yaml").read_text()
        (folder / "revenue" / "mapping.yaml").write_text(said.replace(old, new))
    told = cli("settle", "verify", folder)
    assert (told.code, refused in told.out) == (3 if refused else 0, True)
    assert ("example: no statement of a month that was delivered is refused" in told.out) is not bool(refused)
    assert cli("settle", folder, "--period", "2025-01").code == told.code
    assert [one["dataset"] for one in cli("settle", "verify", folder, "--json").json] == ["Statement"] * bool(refused)


def test_a_figure_that_a_clause_takes_in_is_a_remark_and_a_currency_that_nobody_has_too(
    tmp_path: Path, cli: Cli
) -> None:
    long = {"BilledCost": "0.1250000000000000005"}
    intake = RESALE + "    rounding: {intake: half_even}\n"
    for clause, code, word in ((RESALE, 3, "fault"), (intake, 0, "remark")):
        folder = partnership(tmp_path / word, clause, focus=[long])
        told = cli("settle", "verify", folder)
        assert told.code == code and f"{word}: BilledCost: more than 18 decimals" in told.out
        assert cli("settle", folder, "--period", "2025-01").code == code
    folder = partnership(tmp_path / "odd", RESALE, focus=[{"BillingCurrency": "ZZZ"}])
    told = cli("settle", "verify", folder)
    assert (
        told.code == 3 and "no currency of ISO 4217 (a virtual one, perhaps) in 1 row; first row 2, 'ZZZ'" in told.out
    )
    assert "2025-01: its statement would be refused\n  fault: amounts in ZZZ meet a clause in USD" in told.out
