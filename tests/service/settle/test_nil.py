"""What is known of bills: month by month and provider by provider, or said to be nothing."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

CLOUDS = """\
  - id: clouds
    type: revenue_share
    payer: beta
    payee: alpha
    base: {source: focus, streams: [{name: one, where: {ServiceProviderName: One}},
           {name: two, where: {ServiceProviderName: Two}}]}
    rate: "1"
    currency: USD
"""
BUYS = """\
  - id: buys
    type: commitment
    by: alpha
    to: beta
    amount: "12000"
    currency: USD
    per: year
    since: 2025-01-01
    until: 2025-12-31
    base: {source: focus, streams: [{name: one, where: {ServiceProviderName: One}}]}
"""


def month(number: int, cost: str, provider: str) -> dict[str, str]:
    after = f"2025-{number + 1:02}" if number < 12 else "2026-01"
    return {
        "BilledCost": cost, "ServiceProviderName": provider, "BillingPeriodStart": f"2025-{number:02}-01T00:00:00Z",
        "BillingPeriodEnd": f"{after}-01T00:00:00Z", "ChargePeriodStart": f"2025-{number:02}-03T00:00:00Z",
        "ChargePeriodEnd": f"2025-{number:02}-04T00:00:00Z",
    }  # fmt: skip


def test_one_stray_row_of_another_delivers_nothing_until_it_is_said_that_there_was_nothing(
    tmp_path: Path, cli: Cli
) -> None:
    folder = partnership(
        tmp_path / "p", CLOUDS, focus=[month(1, "500", "One"), month(1, "300", "Two"), month(2, "3", "Two")]
    )
    assert "800.00 USD" in cli("settle", folder, "--period", "2025-01").out
    told = cli("settle", folder, "--period", "2025-02").out
    assert "unknown: no billing rows of One were delivered for 2025-02" in told
    assert "Net between beta and alpha: unknown" in told
    taken = cli("settle", "intake", folder, "--nil", "One", "--period", "2025-02", "--recorded", "2025-03-03")
    assert taken.out == "One 2025-02: nothing, as said\nTaken in as delivery-1\n"
    told = cli("settle", folder, "--period", "2025-02").out
    assert "Net: beta pays alpha 3.00 USD" in told
    assert "one: no rows for 2025-02, though delivered; zero" in told
    before = cli("settle", folder, "--period", "2025-02", "--known-at", "2025-03-01").out
    assert "unknown: no billing rows of One" in before
    again = cli("settle", "intake", folder, "--nil", "One", "--period", "2025-02", "--recorded", "2025-03-04")
    assert again.out == "That is known already.\n"


@pytest.mark.parametrize("words", [("--nil", "One"), ("--period", "2025-02"), ()])
def test_a_nil_delivery_is_of_a_provider_and_a_month(tmp_path: Path, cli: Cli, words: tuple[str, ...]) -> None:
    folder = partnership(tmp_path / "p", CLOUDS)
    refused = cli("settle", "intake", folder, *words)
    assert refused.code == 2
    assert "fix: " in refused.err


def test_a_shortfall_is_not_taken_from_months_that_its_provider_did_not_deliver(tmp_path: Path, cli: Cli) -> None:
    rows = [month(n, "1000", "One") for n in range(1, 10)] + [month(n, "0.10", "Two") for n in range(10, 13)]
    folder = partnership(tmp_path / "p", BUYS, focus=rows)
    told = cli("settle", folder, "--period", "2025-12").out
    assert "unknown: no billing rows of One were delivered for 2025-10 to 2025-12" in told
    assert "short" not in told
    nil = [word for n in (10, 11, 12) for word in ("--period", f"2025-{n}")]
    assert cli("settle", "intake", folder, "--nil", "One", *nil, "--recorded", "2026-01-03").code == 0
    assert "drawn 9,000 USD, short 3,000.00 USD" in cli("settle", folder, "--period", "2025-12").out


def test_drawdown_is_unknown_in_the_middle_as_at_the_end(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUYS)
    told = cli("settle", folder, "--period", "2025-03").out
    assert "unknown: no billing rows of One were delivered for 2025-01 to 2025-03" in told
    assert "Net between alpha and beta: unknown" in told
    assert "drawn 0" not in told


def test_a_folder_is_no_file_to_take_in(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "deal", CLOUDS)
    ran = cli("settle", "intake", folder, folder)
    assert ran.code == 2 and "is a directory" in ran.err and not (folder / "intake.jsonl").exists()


def test_nothing_is_said_of_a_provider_that_no_stream_names(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", CLOUDS)
    said = ("settle", "intake", folder, "--period", "2025-02", "--recorded", "2025-03-03", "--nil")
    for name, fix in (
        ("Onee", "did you mean 'One'?"),
        ("one", "did you mean 'One'?"),
        ("Oracle", "One, Two, alpha, beta"),
    ):
        refused = cli(*said, name)
        assert refused.code == 2 and f"unknown provider '{name}'" in refused.err and fix in refused.err
        assert not (folder / "intake.jsonl").exists()
    assert cli(*said, "Two").code == cli(*said, "alpha").code == 0


def test_any_provider_may_have_had_nothing_where_a_stream_takes_rows_of_any(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", CLOUDS.replace("{ServiceProviderName: Two}", "{ServiceName: Models}"))
    assert (
        cli("settle", "intake", folder, "--nil", "Oracle", "--period", "2025-02", "--recorded", "2025-03-03").code == 0
    )


def test_the_zone_of_a_base_says_which_month_a_line_delivers(tmp_path: Path, cli: Cli) -> None:
    """A line of 1 February in UTC is still January's in New York; the base says whose midnight counts."""
    folder = partnership(
        tmp_path / "p", SHARE.replace("[api]}", "[api], zone: UTC}"), "a,2025-02-01T04:30:00Z,api,100\n"
    )
    text = (folder / "agreement.yaml").read_text()
    (folder / "agreement.yaml").write_text(text.replace("timezone: UTC", "timezone: America/New_York"))
    with (folder / "revenue" / "mapping.yaml").open("a") as mapping:
        mapping.write('date_format: "%Y-%m-%dT%H:%M:%S%z"\n')
    assert "Net: alpha pays beta 20.00 USD" in cli("settle", folder, "--period", "2025-02").out
    january = cli("settle", folder, "--period", "2025-01").out
    assert "unknown: no revenue lines were delivered for 2025-01" in january
    cli("settle", "intake", folder, "--nil", "alpha", "--period", "2025-01", "--recorded", "2025-03-03")
    assert "Net between alpha and beta: nothing" in cli("settle", folder, "--period", "2025-01").out
