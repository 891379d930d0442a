"""The agreement's text read a second time: plain dictionaries, versions and scopes, without the package.

Written from the words of the design only. Nothing here may import firstcall.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

Clause = dict[str, Any]
FIXED = ("workloads", "customers", "providers", "mode", "age")
MODES = ("holder", "third_party", "own_build", "built_for_grantor")
LINE = "(line)"
OVER = "(over)"


def listed(value: Any) -> list[Any]:
    """A field that may be one word or a list of words."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def as_date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


@dataclass
class Version:
    """What the text says at one point: clauses by id, and the words."""

    clauses: dict[str, Clause]
    parties: dict[str, Any]
    providers: dict[str, Any]
    workloads: list[str]
    customers: list[str]
    dimensions: dict[str, list[str]]
    in_flight: list[tuple[datetime, Clause]] = field(default_factory=list)
    """First refusals that an amendment removed while offers under them go on."""


class Text:
    """One agreement."""

    def __init__(self, raw: str | bytes | dict[str, Any]) -> None:
        self.raw = raw if isinstance(raw, dict) else YAML(typ="safe", pure=True).load(raw)
        self.zone = ZoneInfo(self.raw["timezone"])
        self.begins = self.instant(self.raw["effective"])
        self.kept: dict[Any, Version] = {}
        self.last: tuple[Any, Version | None, list[Clause]] = (None, None, [])
        dated = [(self.instant(step["signed"]), self.instant(step["effective"]), step)
                 for step in self.raw.get("amendments") or []]  # fmt: skip
        self.steps = sorted(dated, key=lambda item: item[0])

    def instant(self, value: Any) -> datetime:
        """A day begins at 00:00 in the agreement's zone."""
        if isinstance(value, str) and "T" in value:
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=self.zone)).astimezone(UTC)
        return datetime.combine(as_date(value), time(), self.zone).astimezone(UTC)

    def day_after(self, value: Any) -> datetime:
        """The instant at which the last day, `value`, is over."""
        return self.instant(as_date(value) + timedelta(days=1))

    def version(self, at: datetime, known: datetime | None) -> Version | None:
        """The text in force: amendments signed by then known and effective by then, in the order of signing."""
        if at < self.begins:
            return None
        chosen = [
            step for signed, effective, step in self.steps if effective <= at and (known is None or signed <= known)
        ]
        key = tuple(step["id"] for step in chosen)
        if key not in self.kept:
            self.kept[key] = self.consolidate(chosen)
        return self.kept[key]

    def consolidate(self, steps: list[dict[str, Any]]) -> Version:
        words = self.raw["definitions"]
        version = Version(
            clauses={clause["id"]: self.lined(clause, self.begins) for clause in self.raw.get("clauses") or []},
            parties=dict(self.raw["parties"]),
            providers=dict(self.raw.get("providers") or {}),
            workloads=list(words["workloads"]),
            customers=list(words.get("customers") or ["general"]),
            dimensions=dict(words.get("dimensions") or {}),
        )
        for step in steps:
            for clause in listed(step.get("add")) + listed(step.get("replace")):
                version.clauses[clause["id"]] = self.rewritten(clause, step, version)
            for gone in listed(step.get("remove")):
                clause = version.clauses.pop(gone)
                if step.get("in_flight") == "continue" and clause["type"] == "first_refusal":
                    version.in_flight.append((self.instant(step["effective"]), clause))
            again = step.get("redefine") or {}
            version.parties |= again.get("parties") or {}
            for name, provider in (again.get("providers") or {}).items():
                version.providers.pop(name, None)
                if provider is not None:
                    version.providers[name] = provider
            version.workloads = listed(again.get("workloads")) or version.workloads
            version.customers = listed(again.get("customers")) or version.customers
            version.dimensions = again.get("dimensions") or version.dimensions
        return version

    def rewritten(self, clause: Clause, step: dict[str, Any], version: Version) -> Clause:
        """The clause as a step writes it; what an option makes of one keeps its line, since its writer stays."""
        if step.get("option"):
            old = version.clauses[clause["id"]][LINE]
            return {
                **self.lined({key: value for key, value in clause.items() if key not in (LINE, OVER)}, old),
                LINE: old,
            }
        return self.lined(clause, self.instant(step["effective"]))

    def lined(self, clause: Clause, effective: datetime) -> Clause:
        """The clause with its line between existing and new: its own `since`, else its text's first instant."""
        since, until = clause.get("since"), clause.get("until")
        line = effective if since is None or isinstance(since, dict) else self.instant(since)
        last = until.get("or_date") if isinstance(until, dict) else until
        return {**clause, LINE: line, OVER: None if last is None else self.day_after(last)}

    def term_end(self, version: Version) -> tuple[datetime | None, list[str]]:
        for clause in version.clauses.values():
            if clause["type"] == "term":
                return clause[OVER], listed(clause.get("survives"))
        return None, []

    def speaks(self, clause: Clause, version: Version, at: datetime) -> bool:
        """Whether a clause of the text speaks at an instant."""
        if isinstance(clause.get("since"), dict):
            return False  # it begins with what none of these records has
        if clause.get("since") is not None and at < clause[LINE]:
            return False
        if clause["type"] != "term" and clause[OVER] is not None and at >= clause[OVER]:
            return False
        end, survivors = self.term_end(version)
        return end is None or at < end or clause["id"] in survivors

    def speaking(self, at: datetime, known: datetime | None) -> tuple[Version | None, list[Clause]]:
        if self.last[0] != (at, known):
            version = self.version(at, known)
            held: list[Clause] = []
            if version is not None:
                held = [clause for clause in version.clauses.values() if self.speaks(clause, version, at)]
            self.last = ((at, known), version, held)
        return self.last[1], self.last[2]

    def operator(self, version: Version, provider: str) -> str:
        listed_as = version.providers.get(provider)
        return "third_party" if listed_as is None else (listed_as.get("operator") or "third_party")


@dataclass(frozen=True)
class Subject:
    """What is asked about, with every axis fixed."""

    workload: str
    customer: str
    provider: str
    mode: str
    signed: datetime
    dims: tuple[tuple[str, str], ...] = ()
    quantity: Decimal | None = None
    contract: str | None = None
    amount: Decimal | None = None
    """What a consent for a quantity must cover, where that is not the quantity asked of an offer."""


def holds(version: Version, clause: Clause, subject: Subject) -> bool:
    """Whether a clause's scope holds the subject; a key left out means all."""
    scope = clause.get("scope") or {}
    name = subject.provider if subject.provider in version.providers else "other"
    facts = {"workloads": subject.workload, "customers": subject.customer, "providers": name, "mode": subject.mode}
    for key, value in facts.items():
        if scope.get(key) is not None and value not in listed(scope[key]):
            return False
    if scope.get("age") is not None and (scope["age"] == "new") != (subject.signed >= clause[LINE]):
        return False
    known = dict(subject.dims)
    if not all(known.get(key) in listed(scope[key]) for key in scope if key not in FIXED):
        return False
    point = {**known, **facts}
    return not any(all(point.get(key) in listed(one[key]) for key in one) for one in excepted(clause))


def excepted(clause: Clause) -> list[dict[str, Any]]:
    """What a prohibition takes out of its scope, as far as that is told of capacity."""
    technology = {"ip", "products", "to"}
    return [one for one in listed(clause.get("except")) if set(one) - technology]


def width(version: Version, clause: Clause, axis: str) -> frozenset[str] | None:
    """The values of one axis that a clause names; None when that is all of them."""
    scope = clause.get("scope") or {}
    if scope.get(axis) is None:
        return None
    named = frozenset(listed(scope[axis]))
    every: dict[str, list[str]] = {
        "workloads": version.workloads,
        "customers": version.customers,
        "providers": [*version.providers, "other"],
        "mode": list(MODES),
        **version.dimensions,
    }
    return None if named >= frozenset(every[axis]) else named


def narrower(version: Version, one: Clause, two: Clause) -> bool:
    """Whether the first clause's scope is strictly narrower than the second's."""
    if excepted(one) or excepted(two):
        return narrower_by_cells(version, one, two)
    strict = False
    for axis in (*FIXED[:-1], *version.dimensions):
        mine, theirs = width(version, one, axis), width(version, two, axis)
        if theirs is None:
            strict |= mine is not None
        elif mine is None or not mine <= theirs:
            return False
        else:
            strict |= mine != theirs
    inside, around = younger(one, two), younger(two, one)
    return inside and (strict or not around)


def narrower_by_cells(version: Version, one: Clause, two: Clause) -> bool:
    """The same, cell by cell, where something is excepted."""
    axes = {"workloads": version.workloads, "customers": version.customers, "mode": list(MODES),
            "providers": [*version.providers, "other"], **version.dimensions}  # fmt: skip

    def cells(clause: Clause) -> set[tuple[str, ...]]:
        scope = {key: value for key, value in (clause.get("scope") or {}).items() if key != "age"}
        found = set()
        for values in product(*axes.values()):
            point = dict(zip(axes, values, strict=True))
            inside = all(point[key] in listed(scope[key]) for key in scope)
            if inside and not any(all(point[key] in listed(out[key]) for key in out) for out in excepted(clause)):
                found.add(values)
        return found

    mine, theirs = cells(one), cells(two)
    inside, around = mine <= theirs and younger(one, two), theirs <= mine and younger(two, one)
    return inside and not around


def younger(one: Clause, two: Clause) -> bool:
    """Whether all capacity of the age that the first clause names is of the second's, each by its own line."""
    mine, theirs = (clause.get("scope", {}).get("age") for clause in (one, two))
    if theirs is None or mine != theirs:
        return theirs is None
    return bool(one[LINE] >= two[LINE]) if mine == "new" else bool(one[LINE] <= two[LINE])


@dataclass(frozen=True)
class Happening:
    """One line of the record."""

    order: int
    at: datetime
    recorded: datetime
    said: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.said["type"])

    def get(self, key: str) -> Any:
        return self.said.get(key)


def read_happenings(raw: bytes | str) -> list[dict[str, Any]]:
    lines = raw.decode() if isinstance(raw, bytes) else raw
    return [json.loads(line) for line in lines.splitlines() if line.strip()]


def happenings(lines: list[dict[str, Any]], known: datetime | None) -> list[Happening]:
    """What is known by then, with the corrections entered by then, in the order in which it counts."""

    def entered(line: dict[str, Any]) -> bool:
        return known is None or datetime.fromisoformat(line["recorded"]) <= known

    seen: dict[str, tuple[int, dict[str, Any]]] = {}
    for order, line in enumerate(lines):
        if entered(line) and line["id"] not in seen:
            seen[line["id"]] = (order, dict(line))
    mends = sorted((pair for pair in seen.values() if pair[1]["type"] == "correction"),
                   key=lambda pair: (datetime.fromisoformat(pair[1]["recorded"]), pair[0]))  # fmt: skip
    for _, mend in mends:
        target = seen.get(mend["of"])
        if target is None:
            continue
        if mend.get("void"):
            del seen[mend["of"]]
        else:
            target[1].update(mend.get("set") or {})
    found = [
        Happening(order, datetime.fromisoformat(line["at"]), datetime.fromisoformat(line["recorded"]), line)
        for order, line in seen.values()
        if line["type"] not in ("correction", "context")
    ]
    return sorted(found, key=lambda event: (event.at, event.recorded, event.order))
