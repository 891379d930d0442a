"""Points of construction, interpretations and what-ifs read a second time, on plain dictionaries.

Written from the words of the design only. Nothing here may import firstcall.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Any

from ruamel.yaml import YAML
from tests.oracle.slow_text import Clause, Happening, Text, Version, happenings, listed

Raw = dict[str, Any]
Choice = dict[str, str]


def parsed(raw: str | bytes) -> Raw:
    found: Raw = YAML(typ="safe", pure=True).load(raw)
    return found


def under(raw: Raw, choice: Choice) -> Raw:
    """The agreement's text as a choice of alternatives reads it; points left out keep their base."""
    read = deepcopy(raw)
    for point in read.get("readings") or []:
        for patch in point["alternatives"].get(choice.get(point["id"], point["base"])) or []:
            for version, clauses in writings(read):
                for clause in clauses:
                    meant = patch.get("versions") is None or version in listed(patch["versions"])
                    if clause["id"] == patch["clause"] and meant:
                        lay(clause, patch["set"])
    return read


def writings(raw: Raw) -> list[tuple[str, list[Clause]]]:
    """Each version's id, with the clauses that it writes."""
    found = [("base", raw.get("clauses") or [])]
    for step in raw.get("amendments") or []:
        found.append((step["id"], list(step.get("add") or []) + list(step.get("replace") or [])))
    return found


def lay(onto: dict[str, Any], change: dict[str, Any]) -> None:
    """Set keys, mappings within mappings; a list takes the place of a list."""
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(onto.get(key), dict):
            lay(onto[key], value)
        else:
            onto[key] = deepcopy(value)


def settled(raw: Raw, lines: list[dict[str, Any]], at: datetime, known: datetime | None) -> Choice:
    """What interpretations known by then settle for an instant: the latest that reaches it."""
    found: Choice = {}
    for event in happenings(lines, known):
        if event.type == "interpretation" and (event.at <= at or event.get("relates_back")):
            found[event.get("point")] = event.get("alternative")
    return found


def choices(raw: Raw, fixed: Choice) -> list[Choice]:
    """Every combination of alternatives that what is fixed leaves."""
    points = [(point["id"], list(point["alternatives"])) for point in raw.get("readings") or []]
    axes = [[(name, fixed[name])] if name in fixed else [(name, value) for value in values] for name, values in points]
    return [dict(combination) for combination in product(*axes)]


def overlaid(raw: Raw, overlay: Raw) -> Raw:
    """The text as a what-if supposes it: an amendment after the version it names, later ones dropped or kept."""
    read, steps = deepcopy(raw), deepcopy(raw.get("amendments") or [])
    ids = ["base", *(step["id"] for step in steps)]
    cut = ids.index(overlay["base"])
    own: dict[str, Any] = {
        key: overlay[key] for key in ("id", "add", "replace", "remove", "redefine") if key in overlay
    }
    named = steps[cut - 1] if cut else {"signed": raw["effective"], "effective": raw["effective"]}
    own |= {"signed": named["signed"], "effective": overlay.get("effective", named["effective"])}
    later = steps[cut:] if overlay.get("keep_later") else []
    gone = set(listed(overlay.get("remove")))
    for step in later:
        for key in ("replace", "add"):
            step[key] = [one for one in step.get(key) or [] if key == "add" or one["id"] not in gone]
        step["remove"] = [one for one in listed(step.get("remove")) if one not in gone]
    changed = any(key in overlay for key in ("add", "replace", "remove", "redefine"))
    read["amendments"] = steps[:cut] + ([own] if changed else []) + later
    return read


@dataclass(frozen=True)
class Milestone:
    """Since when a determination is declared and verified, and whether somebody has to verify it."""

    declared: datetime | None = None
    verified: datetime | None = None
    verifier: str | None = None
    disputed: bool = False

    def since(self, state: str) -> datetime | None:
        if state == "verified" or (state == "determined" and self.verifier is not None):
            return self.verified
        return self.declared


@dataclass
class Words:
    """The words on technology of one version."""

    products: list[str]
    ip: list[str]
    determinations: dict[str, Any] = field(default_factory=dict)


class Milestones(Text):
    """A text whose clauses may end with a determination, together with the record that tells of it."""

    def __init__(self, raw: Raw, lines: list[dict[str, Any]]) -> None:
        super().__init__(raw)
        self.lines = lines
        self.told: dict[datetime | None, list[Happening]] = {}

    def lined(self, clause: Clause, effective: datetime) -> Clause:
        """A determination may end a clause; its last day, if it names one, does so in any case."""
        until = clause.get("until")
        if not isinstance(until, dict):
            return super().lined(clause, effective)
        return {**super().lined({**clause, "until": until.get("or_date")}, effective), "until": until}

    def events(self, known: datetime | None) -> list[Happening]:
        if known not in self.told:
            self.told[known] = happenings(self.lines, known)
        return self.told[known]

    def words(self, at: datetime, known: datetime | None) -> Words:
        """Products, kinds of technology and determinations, as last defined by then."""
        defined = self.raw["definitions"]
        words = Words(listed(defined.get("products")), listed(defined.get("ip")), defined.get("determinations") or {})
        for step in sorted(self.raw.get("amendments") or [], key=lambda one: self.instant(one["signed"])):
            if self.instant(step["effective"]) > at or (known is not None and self.instant(step["signed"]) > known):
                continue
            again = step.get("redefine") or {}
            words.products = listed(again.get("products")) or words.products
            words.ip = listed(again.get("ip")) or words.ip
            words.determinations = words.determinations | (again.get("determinations") or {})
        return words

    def parties(self, at: datetime, known: datetime | None) -> set[str]:
        version = self.version(at, known)
        return set(version.parties if version is not None else self.raw["parties"])

    def milestone(self, name: str, at: datetime, known: datetime | None) -> Milestone:
        """Where a determination stands: who may declare and verify it is said by the version of each event's day."""
        found = Milestone()
        for event in self.events(known):
            if event.at > at or event.get("determination") != name:
                continue
            said = self.words(event.at, known).determinations.get(name)
            if said is None:
                continue
            if event.type == "determination-declared" and found.declared is None:
                if event.get("by") == said["declared_by"] and passes(said.get("test"), event):
                    found = Milestone(event.at, verifier=said.get("verified_by"))
            elif event.type == "determination-verified" and found.declared and found.verified is None:
                if event.get("by") == said.get("verified_by"):
                    found = Milestone(found.declared, event.at, found.verifier, found.disputed)
            elif event.type == "determination-disputed" and found.declared:
                found = Milestone(found.declared, found.verified, found.verifier, True)
            elif event.type == "determination-reversed":
                own = event.get("by") in (said["declared_by"], said.get("verified_by"))
                if own or event.get("by") not in self.parties(event.at, known):
                    found = Milestone()
        return found

    def speaking(self, at: datetime, known: datetime | None) -> tuple[Version | None, list[Clause]]:
        """The clauses that speak; an end that a determination brings comes while the determination holds."""
        version, clauses = super().speaking(at, known)
        return version, [clause for clause in clauses if not self.ended(clause, at, known)]

    def ended(self, clause: Clause, at: datetime, known: datetime | None) -> bool:
        until = clause.get("until")
        if not isinstance(until, dict) or "determination" not in until:
            return False
        return self.milestone(until["determination"], at, known).since(until.get("state", "determined")) is not None


def passes(test: Any, event: Happening) -> bool:
    """Whether a declaration's figure leaves the test standing; one without a figure only asserts."""
    if test is None or event.get("figure") is None:
        return True
    figure = Decimal(str(event.get("figure")))
    results = []
    for measure in test.get("all") or test.get("any"):
        bound = measure.get("more_than") or measure.get("at_least")
        if bound is None or event.get("of") not in (None, measure["of"]):
            continue
        amount = Decimal(str(bound["amount"]))
        enough = figure > amount if measure.get("more_than") else figure >= amount
        results.append(enough and event.get("currency") == bound["currency"])
    if not results:
        return True
    return all(results) if test.get("all") else any(results)
