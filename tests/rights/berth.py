"""A small fictional agreement on capacity, made of the clauses that a test gives it."""

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load

HEAD = """
schema: firstcall/agreement/1
id: berth
title: A fictional partnership in capacity
timezone: UTC
calendar: US
parties:
  gus: {name: Gus, role: grantor}
  hal: {name: Hal, role: holder}
providers:
  home: {operator: hal}
  rival: {operator: third_party}
  third: {operator: third_party}
  own: {operator: gus}
sources:
  deed: {title: Deed}
definitions:
  workloads: [train, serve]
  customers: [general, public]
effective: 2024-01-01
basis: {grade: agreed, source: deed}
"""
SOLE = "{id: sole, type: exclusivity, holder: hal, at: [home], scope: {workloads: [serve]}}"
ROUTE = "{id: route, type: consent, by: hal, lifts: [sole]}"
FIRST = """{id: first, type: first_refusal, holder: hal, scope: {mode: [third_party]},
     window: {n: 5, unit: calendar, anchor: delivered}, tail: {n: 30, unit: calendar}, partial: any}"""
BUILD = "{id: build, type: approval, by: hal, scope: {mode: [own_build]}}"


def berth(*clauses: str, amendments: str = "", readings: str = "", regions: bool = False) -> Agreement:
    """The agreement with these clauses, each a line of YAML; with `regions`, scopes may name a region."""
    head = HEAD
    if regions:
        head = head.replace("customers: [general, public]", "customers: [general, public]\n"
                            "  dimensions: {region: [north, south]}")  # fmt: skip
    listed = "".join(f"  - {clause}\n" for clause in clauses)
    return load(f"{head}clauses:\n{listed}{amendments}{readings}")
