from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS, Clause

CLAUSE: TypeAdapter[Any] = TypeAdapter(Clause)
LEAST: dict[str, dict[str, Any]] = {
    "exclusivity": {"holder": "m", "at": ["azure"]},
    "consent": {"by": "m", "lifts": ["x"]},
    "first_refusal": {"holder": "m"},
    "approval": {"by": "m"},
    "term": {"until": "2030-12-31"},
}


@pytest.mark.parametrize("kind", LEAST)
def test_the_least_a_clause_must_say(kind: str) -> None:
    whole = {"id": "c", "type": kind, **LEAST[kind]}
    assert CLAUSE.validate_python(whole).type == kind
    for key in LEAST[kind]:
        with pytest.raises(ValidationError) as refused:
            CLAUSE.validate_python({name: value for name, value in whole.items() if name != key})
        assert [fault["type"] for fault in refused.value.errors()] == ["missing"]


def test_every_kind_is_in_the_closed_list_once() -> None:
    assert get_args(get_args(Clause)[0]) == CLAUSE_KINDS
    words = [get_args(kind.model_fields["type"].annotation)[0] for kind in CLAUSE_KINDS]
    assert len(set(words)) == len(words) and set(LEAST) <= set(words)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("exclusivity", {"at": []}),
        ("exclusivity", {"acts": []}),
        ("exclusivity", {"acts": ["use"]}),
        ("consent", {"lifts": []}),
        ("consent", {"covers": "everything"}),
        ("approval", {"primarily": {"workloads": [], "share_at_least": "0.5"}}),
        ("approval", {"primarily": {"workloads": ["training"], "share_at_least": "1.5"}}),
        ("approval", {"primarily": {"workloads": ["training"]}}),
        ("term", {"until": {"or_date": "2030-12-31"}}),
        ("first_refusal", {"trigger": "any"}),
    ],
)
def test_what_a_clause_cannot_say(kind: str, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CLAUSE.validate_python({"id": "c", "type": kind, **LEAST[kind], **change})


def test_single_values_stand_for_lists() -> None:
    alone = CLAUSE.validate_python({"id": "c", "type": "exclusivity", "holder": "m", "at": "azure", "acts": "run"})
    assert (alone.at, alone.acts) == (("azure",), ("run",))
    assert CLAUSE.validate_python({"id": "c", "type": "exclusivity", **LEAST["exclusivity"]}).acts == ("sign", "run")


def test_clauses_cannot_be_changed_once_read() -> None:
    clause = CLAUSE.validate_python({"id": "c", "type": "approval", "by": "m"})
    with pytest.raises(ValidationError, match="frozen"):
        clause.by = "other"
