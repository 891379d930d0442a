"""A party that an amendment brings in is one in settlement too: it looks, it is paid, and its lines are read."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

import firstcall

TEXT = """\
schema: firstcall/agreement/1
id: pact
title: A pact that somebody joins
timezone: UTC
calendar: GB
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}}
definitions: {workloads: [train]}
effective: 2025-01-01
clauses:
  - {id: fee, type: payment, payer: gus, payee: hal, amount: "9", currency: EUR,
     when: {every: month, since: 2025-01-01}}
amendments:
  - id: joined
    signed: 2025-04-01
    effective: 2025-04-01
    redefine: {parties: {tom: {name: Tom, role: other}}}
    add:
      - {id: toll, type: payment, payer: gus, payee: tom, amount: "7", currency: EUR,
         when: {every: month, since: 2025-04-01}}
      - id: share
        type: revenue_share
        payer: tom
        payee: gus
        base: {source: revenue_lines, streams: [sales]}
        rate: "0.5"
        currency: EUR
"""
MAPPING = "of: tom\ncolumns: {date: day, stream: stream, amount: amount, document: id}\nconstants: {currency: EUR}\n"


@pytest.fixture
def pact(tmp_path: Path) -> Path:
    (tmp_path / "revenue").mkdir()
    (tmp_path / "agreement.yaml").write_text(TEXT)
    (tmp_path / "revenue" / "tom.mapping.yaml").write_text(MAPPING)
    (tmp_path / "revenue" / "tom.csv").write_text("day,stream,amount,id\n2025-05-10,sales,10,A\n")
    return tmp_path


def test_it_is_shown_its_own_statement(pact: Path, cli: Cli) -> None:
    ran = cli("settle", pact, "--period", "2025-05", "--estimate", "--as", "tom")
    assert ran.code == 0 and "Net: gus pays tom 2.00 EUR (receivable), due 2025-05-31" in ran.out
    assert "fee (" not in ran.out
    other = cli("settle", pact, "--period", "2025-05", "--estimate", "--as", "tim")
    assert (other.code, other.err) == (2, "'tim' is no party of pact\n  fix: use one of: gus, hal, tom\n")


def test_it_may_look_through_the_library_too(pact: Path) -> None:
    deal = firstcall.open(pact)
    assert deal.as_party("tom").party == "tom"
