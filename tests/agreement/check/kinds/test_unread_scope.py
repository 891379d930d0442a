"""A scope where nothing reads it: told with what does, and for a consent with where its workloads stand."""

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

TEXT = """\
schema: firstcall/agreement/1
id: frame
title: A frame
timezone: Europe/Madrid
calendar: ES
parties:
  lumbre: {name: Lumbre, role: grantor}
  nube: {name: Nube, role: holder}
providers: {nube-cloud: {operator: nube}}
definitions: {workloads: [training, serving]}
effective: 2026-01-01
clauses:
  - {id: only, type: exclusivity, holder: nube, at: [nube-cloud]}
"""


@pytest.mark.parametrize(
    ("clause", "fix"),
    [
        ("{id: leave, type: consent, by: nube, lifts: [only], scope: {workloads: [training]}}", "`lifts`"),
        ("{id: end, type: term, until: 2027-12-31, scope: {workloads: [training]}}", "prohibition and priority"),
    ],
)
def test_a_scope_that_narrows_nothing_is_told_where_it_stands(clause: str, fix: str) -> None:
    with pytest.raises(AgreementError) as refused:
        load(f"{TEXT}  - {clause}\n".encode())
    (found,) = refused.value.problems
    assert "narrows nothing" in str(found) and fix in str(found.fix) and found.place.line == 14


def test_an_empty_scope_is_none() -> None:
    load(f"{TEXT}  - {{id: leave, type: consent, by: nube, lifts: [only], scope: {{}}}}\n".encode())
