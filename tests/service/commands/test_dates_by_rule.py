"""A date by rule is told on terms, clock and statement alike: unknown, a day in any case, or the day it brought."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

FRAME = """\
schema: firstcall/agreement/1
id: rules
title: Dates by rule
timezone: Europe/Madrid
calendar: ES
parties:
  lumbre: {name: Lumbre, role: grantor}
  nube: {name: Nube, role: holder}
definitions: {workloads: [training], events: [handover]}
effective: 2026-01-01
clauses:
"""
CLAUSES = {
    "fee": "- {id: fee, type: payment, payer: lumbre, payee: nube, amount: '1000', currency: EUR, when: RULE}",
    "report": "- {id: report, type: duty, by: nube, to: lumbre, does: reports, when: RULE}",
    "buys": "- {id: buys, type: commitment, by: lumbre, to: nube, amount: '9', currency: EUR, since: 2026-01-01,"
    " until: RULE, open: no bill is published}",
    "renewal": "- {id: renewal, type: option, by: lumbre, renew: {n: 1, unit: year}, of: [buys], until: RULE}",
    "share": "- {id: share, type: revenue_share, payer: lumbre, payee: nube, currency: EUR,"
    " base: {source: revenue_lines, streams: [s]}, rate: [{rate: '0.2'}, {rate: '0.1', since: RULE}]}",
    "term": "- {id: term, type: term, until: RULE}",
}
RULE = "{event: handover, plus: {n: 10}}"
LATEST = "{event: handover, plus: {n: 10}, or_date: 2026-08-31}"
IT = "10 days after the event handover"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "record.jsonl").write_text("")
    return tmp_path


def write(folder: Path, rule: str, *names: str) -> None:
    clauses = "".join(f"  {CLAUSES[name]}\n" for name in names).replace("RULE", rule)
    (folder / "agreement.yaml").write_text(FRAME + clauses)


def handed_over(cli: Cli, folder: Path) -> None:
    cli("record", "add", "occurred", folder, "--by", "nube", "--entered-by", "desk", "--at", "2026-03-02",
        "--recorded", "2026-03-02", "--event", "handover")  # fmt: skip


TERMS = [("fee", "when"), ("report", "when"), ("buys", "until"), ("share", "rate.1.since"), ("term", "until")]


@pytest.mark.parametrize(("name", "field"), TERMS)
def test_the_terms_say_whether_a_day_is_known(cli: Cli, folder: Path, name: str, field: str) -> None:
    write(folder, RULE, name)
    assert f"{field}: {IT}: unknown as long as that has not happened" in cli("terms", folder, "--on", "2026-02-01").out
    write(folder, LATEST, name)
    shown = cli("terms", folder, "--on", "2026-02-01")
    assert f"{field}: {IT}, at the latest 2026-08-31: 2026-08-31, as long as that has not happened before" in shown.out
    (clause,) = cli("terms", folder, "--on", "2026-02-01", "--json").json["clauses"]
    assert clause["dates"][0]["sooner"]["text"] == IT
    handed_over(cli, folder)
    after = cli("terms", folder, "--on", "2026-03-03")
    assert "unknown" not in after.out and "as long as" not in after.out
    if name in ("fee", "report"):
        assert f"{field}: {IT}, at the latest 2026-08-31: 2026-03-12" in after.out


CLOCK = [
    ("fee", RULE, f"fee: lumbre pays nube 1,000.00 EUR; unknown: its day is {IT}, which has not happened"),
    ("fee", LATEST, f"fee: lumbre pays nube 1,000.00 EUR; due through 2026-08-31; sooner if {IT} comes first"),
    ("report", RULE, f"report: nube reports; unknown: its time is {IT}, which has not happened as far as is known"),
    ("report", LATEST, f"report: nube reports; due through 2026-08-31; sooner if {IT} comes first"),
    ("renewal", RULE, f"by when the notice must count is unknown: its last day hangs on {IT}, which has no day"),
    ("renewal", LATEST, "the notice must count by 2026-08-31 17:00:00+02:00, or sooner, since its last day hangs on "
     f"{IT}, at the latest 2026-08-31, which has no day as far as is known"),
    ("buys", RULE, f"buys: lumbre pays nube; unknown: its day is {IT}, which has not happened"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "says"), CLOCK)
def test_the_clock_says_whether_a_day_is_known(cli: Cli, folder: Path, name: str, rule: str, says: str) -> None:
    write(folder, rule, name, *(("buys",) if name == "renewal" else ()))
    assert says in cli("clock", folder, "--on", "2026-02-01").out
    handed_over(cli, folder)
    known = cli("clock", folder, "--on", "2026-03-03").out
    assert "unknown" not in known and "sooner" not in known


STATEMENT = [
    ("fee", RULE, "2026-02", f"unknown: its day is {IT}, which has not happened as far as is known"),
    ("fee", LATEST, "2026-08", f"fee falls on 2026-08-31; sooner if {IT} comes first"),
    ("buys", RULE, "2026-02", f"unknown: its day is {IT}, which has not happened as far as is known"),
    ("buys", LATEST, "2026-08", f"it ends on 2026-08-31; sooner if {IT} comes first"),
    ("share", RULE, "2026-02", f"the rate is 10% from {IT} on, a day that is not known yet"),
]


@pytest.mark.parametrize(("name", "rule", "period", "says"), STATEMENT)
def test_the_statement_says_whether_a_day_is_known(
    cli: Cli, folder: Path, name: str, rule: str, period: str, says: str
) -> None:
    write(folder, rule, name)
    assert says in cli("settle", folder, "--period", period).out
    handed_over(cli, folder)
    known = cli("settle", folder, "--period", "2026-03").out
    assert IT not in known


def test_what_stands_for_now_is_not_taken_for_what_was_entered(cli: Cli, folder: Path) -> None:
    write(folder, LATEST, "fee", "buys", "term")
    assert "as known at 2025-12-31T23:00:00Z" in cli("settle", folder, "--period", "2026-08").out


def test_a_term_that_may_end_sooner_says_so(cli: Cli, folder: Path) -> None:
    write(folder, LATEST, "term")
    assert (
        f"the term runs through 2026-08-31; sooner if {IT} comes first"
        in cli("terms", folder, "--on", "2026-02-01").out
    )
    handed_over(cli, folder)
    assert "the term runs through 2026-03-12\n" in cli("terms", folder, "--on", "2026-03-03").out
