"""Who can make what, who gains by it, and what never ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from firstcall.agreement.load import load
from firstcall.agreement.model.determinations import Determination
from firstcall.verification.findings.procedures import alone_able
from firstcall.verification.findings.soundness import findings_of


@pytest.mark.parametrize(
    ("verifier", "state", "who"),
    [(None, "declared", "gus"), (None, "determined", "gus"), (None, "verified", None), ("pia", "declared", "gus"),
     ("pia", "determined", None), ("pia", "verified", None), ("gus", "determined", "gus"), ("gus", "verified", "gus")],
)  # fmt: skip
def test_who_can_bring_a_determination_about_alone(verifier: str | None, state: str, who: str | None) -> None:
    defined = Determination(declared_by="gus", verified_by=verifier)
    assert alone_able(defined, state) == who  # type: ignore[arg-type]


def versions_of(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each version's clauses, with the version that wrote them, and its determinations, walked from the YAML alone."""
    held = {one["id"]: {**one, "@": "base"} for one in data["clauses"]}
    determined = dict(data["definitions"].get("determinations") or {})
    yield "base", dict(held), dict(determined)
    for change in data["amendments"]:
        for name in change.get("remove") or ():
            held.pop(name)
        for one in (*(change.get("add") or ()), *(change.get("replace") or ())):
            held[one["id"]] = {**one, "@": change["id"]}
        determined |= ((change.get("redefine") or {}).get("definitions") or {}).get("determinations") or {}
        yield change["id"], dict(held), dict(determined)


def test_the_public_example_has_the_ends_and_sides_that_a_slow_program_counts() -> None:
    """Escapes that the licensor brings about alone, and matches without a day: from the YAML, version by version."""
    raw = (Path(__file__).resolve().parents[3] / "examples/microsoft-openai/agreement.yaml").read_bytes()
    alone_, unending = set(), set()
    for _, clauses, determined in versions_of(YAML(typ="safe", pure=True).load(raw)):
        for one in clauses.values():
            turns = [one] if one["type"] == "escape" else []
            days = [day for day in (one.get("until"), one.get("since")) if isinstance(day, dict)]
            turns += [day for day in days if "determination" in day]
            for day in turns:
                said = determined[day["determination"]]
                state, verifier = day.get("state", "determined"), said.get("verified_by")
                by_itself = state == "declared" or (state == "determined" and verifier is None)
                gains = {clauses[name]["licensor"] for name in one.get("licences", ()) if name in clauses}
                gains |= {one[key] for key in ("licensor", "payer") if key in one and one["type"] != "escape"}
                if by_itself and said["declared_by"] in gains:
                    alone_.add((one["id"], one["@"], day["determination"]))
            if one["type"] == "first_refusal" and "sign_within" not in (one.get("failure") or {}):
                delivered = [
                    item for item in clauses.values() if item["type"] == "delivery" and one["id"] in item["of"]
                ]
                unending |= set() if delivered else {(one["id"], one["@"])}
    found = findings_of(load(raw))
    told = {(one.places[0].clause, one.places[0].version, one.what.as_json()["values"]["determination"])
            for one in found if one.code == "one-sided"}  # fmt: skip
    assert told == alone_ and len(told) == 3
    assert {(one.places[0].clause, one.places[0].version) for one in found if one.code == "never-ends"} == unending
    assert len(unending) == 1
