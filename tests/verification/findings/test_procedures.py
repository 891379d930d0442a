"""Who can make what, who gains by it, and what never ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML
from tests.verification.sound import AGREED, agreement, clause

from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import ClauseKind
from firstcall.agreement.model.determinations import Determination
from firstcall.verification.findings.procedures import alone_able, one_sided
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


BY_GUS, BY_HAL = {"basis": AGREED, "declared_by": "gus"}, {"basis": AGREED, "declared_by": "hal"}
PROOF = {"determination": "proof", "state": "declared"}
RIGHT: dict[str, Any] = {"id": "it", "type": "first_refusal", "holder": "hal", "window": {"n": 5}, "basis": AGREED}
SOLE_: dict[str, Any] = {"id": "it", "type": "exclusivity", "holder": "hal", "at": ["home"], "basis": AGREED}
LICENSED = {"id": "it", "type": "licence", "licensor": "gus", "licensee": "hal", "products": ["desk"], "basis": AGREED}
SHARE: dict[str, Any] = {
    "id": "it", "type": "revenue_share", "payer": "gus", "payee": "hal", "rate": "0.1", "currency": "USD",
    "base": {"source": "revenue_lines", "streams": ["api"]}, "period": "month", "basis": AGREED,
}  # fmt: skip
PAYS = {"id": "it", "type": "payment", "payer": "gus", "payee": "hal", "amount": "5", "currency": "USD",
        "when": "2024-02-01", "basis": AGREED}  # fmt: skip
OWES = {"id": "it", "type": "duty", "by": "gus", "to": "hal", "does": "reports", "when": "2024-05-01", "basis": AGREED}
FIRSTLY = {"id": "it", "type": "priority", "holder": "hal", "at": ["home"], "duty": "first_ship", "basis": AGREED}
MAY = {"id": "it", "type": "approval", "by": "hal", "basis": AGREED}
BARS = {"id": "it", "type": "prohibition", "acts": ["assign"], "binds": ["gus"], "basis": AGREED}
CHEAP = {"id": "it", "type": "price_promise", "by": "gus", "to": "hal", "contract": "c-1", "price": "price",
         "currency": "USD", "at": ["rival"], "basis": AGREED}  # fmt: skip
FREED: dict[str, tuple[dict[str, Any], str]] = {
    "exclusivity": (SOLE_, "gus"), "first_refusal": (RIGHT, "gus"), "licence": (LICENSED, "gus"),
    "payment": (PAYS, "gus"), "duty": (OWES, "gus"), "priority": (FIRSTLY, "gus"), "approval": (MAY, "hal"),
    "prohibition": (BARS, "gus"), "price_promise": (CHEAP, "gus"), "revenue_share": (SHARE, "gus"),
}  # fmt: skip
"""Who is freed when a clause of a kind ends."""
GIVEN: dict[str, tuple[dict[str, Any], str]] = {
    "exclusivity": (SOLE_, "hal"), "first_refusal": (RIGHT, "hal"), "licence": (LICENSED, "hal"),
    "payment": (PAYS, "hal"), "duty": (OWES, "hal"), "priority": (FIRSTLY, "hal"), "approval": (MAY, "gus"),
    "price_promise": (CHEAP, "hal"), "revenue_share": (SHARE, "hal"),
}  # fmt: skip
"""Who may do more, or is owed more, when one begins."""


def one_sides(clause: dict[str, Any], declared_by: dict[str, Any]) -> list[tuple[str, str]]:
    def spoil(data: dict[str, Any]) -> None:
        data["definitions"]["determinations"] = {"proof": declared_by}
        data["clauses"] = [one for one in data["clauses"] if one["id"] == "term"] + [clause]

    return [(one.places[0].clause, str(one.what)) for one in one_sided(agreement(spoil))]


@pytest.mark.parametrize(("kind", "key"), [*((kind, "until") for kind in FREED), *((kind, "since") for kind in GIVEN)])
def test_whoever_is_freed_or_given_something_by_what_it_says_alone_is_told(kind: str, key: str) -> None:
    clause, gains = (FREED if key == "until" else GIVEN)[kind]
    mine, theirs = (BY_GUS, BY_HAL) if gains == "gus" else (BY_HAL, BY_GUS)
    ((name, what),) = one_sides({**clause, key: PROOF}, mine)
    assert name == "it" and what.startswith(f"{gains} ")
    assert one_sides({**clause, key: PROOF}, theirs) == []
    assert one_sides({**clause, key: PROOF}, {**mine, "verified_by": "pia"}) != []  # declared is enough


def test_a_term_frees_whom_its_clauses_bind() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["definitions"]["determinations"]["proof"] = BY_GUS
        clause(data, "term").update(until=PROOF)

    def surviving(data: dict[str, Any]) -> None:
        spoil(data)
        clause(data, "term").update(survives=["first", "sole", "licence"])

    assert [one.places[0].clause for one in one_sided(agreement(spoil))] == ["term"]
    assert list(one_sided(agreement(surviving))) == []


def test_every_kind_of_clause_that_somebody_gains_by_is_asked_about() -> None:
    spared = {"consent", "term", "option", "escape", "commitment", "delivery"}  # of no gain, or tested elsewhere
    assert set(FREED) | spared == set(get_args(ClauseKind))
