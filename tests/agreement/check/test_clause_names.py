from typing import Any

import pytest
from pydantic import TypeAdapter

from firstcall.agreement.check.clause_names import named_clauses, named_parties, named_words, named_zones
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Definitions
from firstcall.agreement.read.problem_facts import ValueOfDimension

CLAUSE: TypeAdapter[Any] = TypeAdapter(Clause)
WORDS = Definitions(workloads=("w",), dimensions={"region": ("us",)})
MANY: list[dict[str, Any]] = [
    {"type": "exclusivity", "holder": "P1", "at": ["a"], "scope": {"workloads": ["W1"], "region": ["W2"]}},
    {"type": "consent", "by": "P1", "lifts": ["C1", "C2"], "notwithstanding": ["C3"], "subject_to": ["C4"]},
    {"type": "first_refusal", "holder": "P1", "window": {"n": 5, "timezone": "Z1"}, "scope": {"customers": ["W1"]}},
    {"type": "approval", "by": "P1", "primarily": {"workloads": ["W1"], "share_at_least": "0.5"}},
    {"type": "licence", "licensor": "P1", "licensee": "P2", "ip": ["W1"], "products": ["W2"]},
    {"type": "escape", "licences": ["C1"], "determination": "W1"},
    {"type": "priority", "holder": "P1", "at": ["a"], "duty": "first_ship", "until": {"determination": "W1"},
     "since": {"event": "W2", "plus": {"n": 2}}},
    {"type": "term", "until": "2030-12-31", "survives": ["C1"]},
    {
        "type": "revenue_share", "payer": "P1", "payee": [{"party": "P2"}, {"party": "P3"}], "rate": "0.2",
        "currency": "USD",
        "base": {"source": "revenue_lines", "of": "P4", "streams": ["s"], "zone": "Z1"},
    },
    {
        "type": "commitment", "by": "P1", "to": "P2", "amount": "1", "currency": "USD", "since": "2025-01-01",
        "until": "2025-12-31",
        "base": {"source": "focus", "streams": [{"name": "s", "where": {"ProviderName": "P"}}], "zone": "Z1"},
    },
]  # fmt: skip


def marked(value: Any, letter: str) -> set[str]:
    """Every word of a clause that is marked as a name of one sort: P1, C2 …"""
    if isinstance(value, dict):
        return {word for item in value.values() for word in marked(item, letter)}
    if isinstance(value, list):
        return {word for item in value for word in marked(item, letter)}
    return {value} if isinstance(value, str) and value[0] == letter and value[1:].isdigit() else set()


@pytest.mark.parametrize("data", MANY, ids=lambda data: str(data["type"]))
def test_every_name_in_a_clause_is_named_with_its_field(data: dict[str, Any]) -> None:
    clause = CLAUSE.validate_python({"id": "c", **data})
    assert {party for _, party in named_parties(clause)} == marked(data, "P")
    assert {name for _, names in named_clauses(clause) for name in names} == marked(data, "C")
    words = list(named_words(clause, WORDS))
    assert {word for _, given, _, _ in words for word in given or ()} == marked(data, "W")
    assert {name for _, name in named_zones(clause)} == marked(data, "Z")
    fields = [field for field, _ in (*named_parties(clause), *named_zones(clause))] + [field for field, *_ in words]
    assert all(field[0] in type(clause).model_fields for field in fields)


def test_words_are_told_with_those_that_are_defined() -> None:
    clause = CLAUSE.validate_python({"id": "c", **MANY[0]})
    found = {field: (known, what) for field, _, known, what in named_words(clause, WORDS)}
    assert found["scope", "workloads"] == (("w",), "workload")
    assert found["scope", "region"] == (("us",), ValueOfDimension(dimension="region"))
