"""Inputs that once answered wrongly, each with others of its kind, as a finance team types them.

The numbers are those of the list that the rules of settlement were mended by; what has tests of its own elsewhere
(overlaps, figures, instants, rounding of residuals) is not told again here.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import AGREEMENT, MAPPING, focus_file

SHARE = "  - {id: share, type: revenue_share, payer: alpha, payee: beta, currency: CUR, base: {source: revenue_lines,"
SHARE += " streams: [api]}, rate: RATE, TERMS}\n"


def folder(path: Path, clauses: str, lines: str = "", currency: str = "USD") -> Path:
    (path / "revenue").mkdir(parents=True)
    (path / "agreement.yaml").write_text(AGREEMENT + clauses)
    (path / "revenue" / "mapping.yaml").write_text(MAPPING.replace("USD", currency))
    (path / "revenue" / "lines.csv").write_text("id,day,stream,amount\n" + lines)
    return path


def shared(path: Path, rate: str, terms: str, lines: str, currency: str = "USD") -> Path:
    clause = SHARE.replace("CUR", currency).replace("RATE", f'"{rate}"').replace("TERMS", terms)
    return folder(path, clause, lines, currency)


def legs(cli: Cli, path: Path, *months: str) -> list[str | None]:
    """What the one leg of each month comes to; None where the month has none."""
    found: list[str | None] = []
    for month in months:
        said: list[dict[str, Any]] = cli("settle", path, "--period", month, "--json").json["legs"]
        found.append(said[0]["gross"]["amount"] if said else None)
    return found


@pytest.mark.parametrize(
    ("currency", "issued"),
    [
        ("USD", ["33.33", "66.67"]),
        ("JPY", ["33", "67"]),
        ("KWD", ["33.334", "66.666"]),
        ("CLF", ["33.3340", "66.6660"]),
    ],
)
def test_1_a_cap_filled_by_a_minimum_is_not_taken_back(
    tmp_path: Path, cli: Cli, currency: str, issued: list[str]
) -> None:
    terms = 'minimum: {amount: "100"}, cap: {total: "100"}, since: 2024-11-01, until: 2024-12-31'
    path = shared(tmp_path / "p", "0.2", terms, "a,2024-11-10,api,166.67\nb,2024-12-10,api,166.67\n", currency)
    assert legs(cli, path, "2024-11", "2024-12", "2025-01", "2025-06") == [*issued, None, None]


@pytest.mark.parametrize(
    ("currency", "amount", "paid", "carried"),
    [("USD", "1000.05", "100.01", "-0.005"), ("JPY", "1005", "101", "-0.5"), ("KWD", "1000.003", "100.000", "0.0003")],
)
def test_2_a_carried_remainder_ends_with_its_leg_and_is_told_in_its_currency(
    tmp_path: Path, cli: Cli, currency: str, amount: str, paid: str, carried: str
) -> None:
    terms = "residual: carry_forward, until: 2025-01-31"
    path = shared(tmp_path / "p", "0.1", terms, f"a,2025-01-10,api,{amount}\n", currency)
    said = cli("settle", path, "--period", "2025-01", "--json").json["legs"][0]["periods"][0]
    assert (said["amount"], said["carried"], said["currency"]) == (paid, carried, currency)
    assert legs(cli, path, "2025-02", "2025-03", "2025-04") == [None, None, None]


BUYS = """\
  - {id: buys, type: commitment, by: alpha, to: beta, amount: "12000", currency: USD, since: 2025-01-01,
     until: 2025-12-31, base: {source: focus, streams: [{name: all, where: {COLUMN: OCI}}]}}
"""


def bill(month: str, cost: str, **more: str) -> dict[str, str]:
    after = f"{month[:5]}{int(month[5:]) + 1:02}" if month[5:] != "12" else f"{int(month[:4]) + 1}-01"
    start = {"BillingPeriodStart": f"{month}-01T00:00:00Z", "ChargePeriodStart": f"{month}-05T00:00:00Z"}
    ends = {"BillingPeriodEnd": f"{after}-01T00:00:00Z", "ChargePeriodEnd": f"{month}-06T00:00:00Z"}
    return {"BilledCost": cost, "Tags": "", **start, **ends, **more}


def bought(path: Path, column: str, *rows: dict[str, str]) -> Path:
    made = folder(path, BUYS.replace("COLUMN", column))
    if rows:
        focus_file(made / "billing" / "bills.csv", rows)
    return made


@pytest.mark.parametrize("column", ["ProviderName", "ServiceProviderName"])
def test_3_a_stray_row_of_another_makes_no_month_delivered(tmp_path: Path, cli: Cli, column: str) -> None:
    rows = [bill(f"2025-{n:02}", "1000", **{column: "OCI"}) for n in range(1, 10)]
    rows += [bill(f"2025-{n:02}", "0.10", **{column: "AWS"}) for n in range(10, 13)]
    path = bought(tmp_path / "p", column, *rows)
    told = cli("settle", path, "--period", "2025-12").out
    assert "unknown: no billing rows of OCI were delivered for 2025-10 to 2025-12" in told
    assert "of which 9,000 USD is known to be drawn; drawdown unknown" in told
    assert "Net between alpha and beta: unknown" in told


def test_3_without_any_bills_a_commitment_is_unknown_in_its_middle_too(tmp_path: Path, cli: Cli) -> None:
    told = cli("settle", bought(tmp_path / "p", "ProviderName"), "--period", "2025-06").out
    assert "unknown: no billing rows of OCI were delivered for 2025-01 to 2025-06" in told
    assert "drawn 0" not in told


def test_3_a_month_that_two_years_of_a_commitment_lack_is_named_once(tmp_path: Path, cli: Cli) -> None:
    path = bought(tmp_path / "p", "ProviderName", bill("2024-03", "1", ProviderName="OCI"))
    text = (path / "agreement.yaml").read_text()
    years = "since: 2024-03-15,\n     until: 2027-03-14, per: year, years: anniversary,"
    (path / "agreement.yaml").write_text(text.replace("since: 2025-01-01,\n     until: 2025-12-31,", years))
    told = cli("settle", path, "--period", "2025-03").out
    assert "no billing rows of OCI were delivered for 2024-04 to 2025-03\n" in told


def test_7_why_follows_a_row_into_the_drawdown(tmp_path: Path, cli: Cli) -> None:
    rows = [bill("2025-01", "1", ProviderName="OCI"), bill("2025-01", "7", ProviderName="AWS")]
    path = bought(tmp_path / "p", "ProviderName", *rows)
    assert "bills.csv:2 is in\n  buys/2025-01" in cli("settle", "why", path, "bills.csv:2").out
    assert "no line rests on bills.csv:3" in cli("settle", "why", path, "bills.csv:3").err


def test_7_a_stream_of_everybodys_bills_is_refused(tmp_path: Path, cli: Cli) -> None:
    path = bought(tmp_path / "p", "ProviderName", bill("2025-01", "1", ProviderName="OCI"))
    text = (path / "agreement.yaml").read_text()
    (path / "agreement.yaml").write_text(text.replace(", where: {ProviderName: OCI}", ""))
    ran = cli("settle", path, "--period", "2025-01")
    assert (ran.code, "takes every row of every provider's bills\n  fix: name whose they are" in ran.err) == (3, True)


CAPPED = 'cap: {total: "250"}'
SOLD = "a,2025-01-10,api,900\nb,2025-02-10,api,2000\nc,2025-03-10,api,-900\n"


def test_10_a_refund_of_what_a_cap_had_cut_is_told(tmp_path: Path, cli: Cli) -> None:
    path = shared(tmp_path / "p", "0.1", CAPPED, SOLD)
    assert legs(cli, path, "2025-01", "2025-02", "2025-03") == ["90.00", "160.00", "-50.00"]
    told = cli("settle", path, "--period", "2025-03").out
    assert "a cap had cut what was earned before refunds of -900; they take back -50 of -90 USD" in told


@pytest.mark.parametrize("text", ["+5", "35.2E+7", "1e+2"])
def test_10_a_figure_as_spreadsheets_shorten_it_is_remarked(tmp_path: Path, cli: Cli, text: str) -> None:
    path = shared(tmp_path / "p", "0.1", 'floor: "0"', f"a,2025-01-10,api,{text}\n")
    told = cli("settle", path, "--period", "2025-01").out
    assert f"note: lines.csv:2: the amount is written {text} and read as" in told
