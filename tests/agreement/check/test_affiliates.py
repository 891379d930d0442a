"""A company of a party's group is no party, and stands once in a group; it may stand in two groups."""

import json
from typing import Any

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

GUS, HAL = {"name": "Gus", "role": "grantor"}, {"name": "Hal", "role": "holder"}


def told(own: list[str], later: list[str] | None = None, others: list[str] | None = None) -> list[str]:
    """What is refused of a text whose holder lists some affiliates, and lists others from a year on."""

    def listed(names: list[str] | None) -> dict[str, Any]:
        return {} if names is None else {"affiliates": [{"name": name} for name in names]}

    change = {"id": "later", "signed": "2027-01-01", "effective": "2027-01-01",
              "redefine": {"parties": {"hal": {**HAL, **listed(later)}}}}  # fmt: skip
    raw = {"schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
           "effective": "2026-01-01", "definitions": {"workloads": ["train"]}, "clauses": [],
           "parties": {"gus": {**GUS, **listed(others)}, "hal": {**HAL, **listed(own)}},
           "amendments": [] if later is None else [change]}  # fmt: skip
    try:
        load(json.dumps(raw))
    except AgreementError as refused:
        return [str(problem.what) for problem in refused.problems]
    return []


@pytest.mark.parametrize(("own", "later", "others", "said"), [
    (["labs", "south"], None, None, []),
    (["labs"], ["south"], ["labs"], []),
    (["gus"], None, None, ["the affiliate 'gus' is itself a party"]),
    (["hal"], None, None, ["the affiliate 'hal' is itself a party"]),
    (["labs"], ["labs", "labs"], None, ["hal lists the affiliate 'labs' twice"]),
    (["labs", "labs"], ["gus"], None,
     ["hal lists the affiliate 'labs' twice", "the affiliate 'gus' is itself a party"]),
])  # fmt: skip
def test_a_group_is_of_other_companies_each_once(
    own: list[str], later: list[str] | None, others: list[str] | None, said: list[str]
) -> None:
    assert told(own, later, others) == said
