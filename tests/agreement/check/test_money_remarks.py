"""Slips in money clauses are told, and what may be meant is never refused."""

import re

import pytest

from firstcall.agreement.check.money_remarks import money_remarks
from firstcall.agreement.load import load
from firstcall.errors import AgreementError

TEXT = """schema: firstcall/agreement/1
id: slips
title: A share with slips
timezone: UTC
effective: 2025-01-01
parties: {lab: {name: Lab, role: grantor}, mill: {name: Mill, role: holder}}
definitions: {workloads: [train]}
clauses:
  - {id: share, type: revenue_share, payer: lab, payee: mill, currency: USD, SAYS,
     base: {source: revenue_lines, streams: [api]}}
"""
STEPS = 'tiers: {steps: [{threshold: "0", rate: "0.1"}, {threshold: "5", rate: "12.5"}]}'
DATED = 'rate: [{rate: "0.1", until: 2025-03-31}, {rate: "0.2", since: SINCE}]'


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ('rate: "0.20"', []),
        ('rate: "1"', []),
        ('rate: "20"', ["share@base: a share of 20 is 2000% of the base; 20% is written 0.2"]),
        ('rate: "-0.1"', ["share@base: a share of -0.1 is below nothing: the payee would pay the payer"]),
        (STEPS, ["share@base: a share of 12.5 is 1250% of the base; 12.5% is written 0.125"]),
        (DATED.replace("SINCE", "2025-04-01"), []),
        (
            DATED.replace("SINCE", "2025-04-02"),
            ["share@base: no rate holds on 2025-04-01; base of those days cannot be settled"],
        ),
        (
            DATED.replace("SINCE", "2025-05-01"),
            ["share@base: no rate holds from 2025-04-01 to 2025-04-30; base of those days cannot be settled"],
        ),
    ],
)
def test_slips_are_told(says: str, told: list[str]) -> None:
    assert list(map(str, money_remarks(load(TEXT.replace("SAYS", says))))) == told


BUYS = """
  - {id: buys, type: commitment, by: lab, to: mill, amount: "10", currency: USD, per: year, since: 2025-03-01,
     until: 2028-02-29, SAYS base: {source: revenue_lines, streams: [api]}}
"""


FIT = "; counted from its first day (`years: anniversary`) none would be cut"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("", f"to 2028-02-29 cuts the first and last year, whose amount is due in full (`partial_year`){FIT}"),
        ("partial_year: months,", f"the first and last year, whose amount is reduced by months (`partial_year`){FIT}"),
        ("years: anniversary,", None),
        ("fiscal_year_start: 3,", None),
        ("until: 2027-08-31,", "cuts the first and last year, whose amount is due in full (`partial_year`)"),
        ("years: anniversary, until: 2027-08-31,", "cuts the last year, whose amount is due in full (`partial_year`)"),
        ("per: quarter,", f"cuts the first and last quarter, whose amount is due in full (`partial_year`){FIT}"),
        ("per: quarter, since: 2025-04-01,", "cuts the last quarter, whose amount is due in full (`partial_year`)"),
        ("per: quarter, fiscal_year_start: 3,", None),
        ("per: term,", None),
        ("years: anniversary, since: 2024-02-29, until: 2025-02-27,", None),
        ("years: anniversary, since: 2024-02-29, until: 2025-02-28,", "cuts the last year, whose amount is due in full"
         " (`partial_year`)"),
    ],
)  # fmt: skip
def test_years_that_the_term_cuts_are_told_and_anniversaries_where_they_would_fit(says: str, told: str | None) -> None:
    buys = BUYS
    for key in ("per", "since", "until"):
        buys = re.sub(rf" {key}: [a-z0-9-]+,", "", buys) if f"{key}:" in says else buys
    text = TEXT.partition("  - {id: share")[0] + buys.replace("SAYS", says)
    remarks = list(map(str, money_remarks(load(text))))
    assert (remarks == []) if told is None else ([one.endswith(told) for one in remarks] == [True])


def test_a_signed_text_that_a_later_amendment_replaced_before_it_held_is_told() -> None:
    share = "{id: share, type: revenue_share, payer: lab, payee: mill, currency: USD, base: {source: revenue_lines," \
        " streams: [api]}, rate: RATE}"  # fmt: skip
    changes = f"""amendments:
  - {{id: one, signed: 2025-02-01, effective: 2025-07-01, replace: [{share.replace("RATE", '"0.3"')}]}}
  - {{id: two, signed: 2025-03-01, effective: EFFECTIVE, replace: [{share.replace("RATE", '"0.1"')}]}}
"""
    text = TEXT.replace("SAYS", 'rate: "0.2"') + changes
    (said,) = money_remarks(load(text.replace("EFFECTIVE", "2025-06-01")))
    assert str(said) == "share@one: its text never holds: a later amendment took its place before it took effect"
    assert not list(money_remarks(load(text.replace("EFFECTIVE", "2025-08-01"))))


@pytest.mark.parametrize("streams", ["[all]", "[{name: all}]", "[{name: one, where: {ProviderName: One}}, rest]"])
def test_a_stream_of_bills_that_says_not_whose_they_are_is_refused_at_its_place(streams: str) -> None:
    base = "base: {source: focus, streams: STREAMS}"
    text = TEXT.replace("SAYS", 'rate: "0.2"').replace("base: {source: revenue_lines, streams: [api]}", base)
    with pytest.raises(AgreementError, match=r"takes every row of every provider's bills\n  fix: name whose they are"):
        load(text.replace("STREAMS", streams))
    load(text.replace("STREAMS", "[{name: all, where: {ServiceName: Models}}]"))
    load(text.replace("STREAMS", "[{name: all, without: {ProviderName: Other}}]"))
