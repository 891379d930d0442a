"""A sound agreement, small and made up, and ways to spoil it: what is planted is to be found, and nothing else."""

import copy
import json
from collections.abc import Callable
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load

AGREED = {"grade": "agreed", "source": "deed"}
FIRST: dict[str, Any] = {
    "id": "first", "type": "first_refusal", "holder": "hal", "window": {"n": 10, "unit": "calendar"},
    "tail": {"n": 60, "unit": "calendar"}, "failure": {"sign_within": 30}, "basis": AGREED,
}  # fmt: skip
SOLE: dict[str, Any] = {
    "id": "sole", "type": "exclusivity", "holder": "hal", "at": ["home"], "scope": {"workloads": ["serve"]},
    "basis": AGREED,
}  # fmt: skip
ROUTE: dict[str, Any] = {"id": "route", "type": "consent", "by": "hal", "lifts": ["sole"], "basis": AGREED}
LICENCE: dict[str, Any] = {
    "id": "licence", "type": "licence", "licensor": "gus", "licensee": "hal", "products": ["desk"], "exclusive": True,
    "until": {"determination": "milestone", "state": "determined"}, "basis": AGREED,
}  # fmt: skip
TERM: dict[str, Any] = {"id": "term", "type": "term", "until": "2030-12-31", "basis": AGREED}


def plain() -> dict[str, Any]:
    """The sound agreement, as data."""
    return copy.deepcopy({
        "schema": "firstcall/agreement/1", "id": "small", "title": "A small agreement", "timezone": "UTC",
        "calendar": "GB", "basis": AGREED, "effective": "2024-01-01",
        "parties": {
            "gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"},
            "pia": {"name": "A panel", "role": "other"},
        },
        "providers": {"home": {"operator": "hal"}, "own": {"operator": "gus"}, "rival": {}},
        "sources": {"deed": {"title": "The deed"}},
        "definitions": {
            "workloads": ["train", "serve"], "products": ["desk", "field"], "ip": ["models"],
            "determinations": {"milestone": {"declared_by": "gus", "verified_by": "pia", "basis": AGREED}},
            "basis": AGREED,
        },
        "clauses": [FIRST, SOLE, ROUTE, LICENCE, TERM],
    })  # fmt: skip


def agreement(spoil: Callable[[dict[str, Any]], object] = lambda data: None) -> Agreement:
    """The sound agreement, spoilt."""
    data = plain()
    spoil(data)
    return load(json.dumps(data))


def clause(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = next(one for one in data["clauses"] if one["id"] == name)
    assert isinstance(found, dict)
    return found
