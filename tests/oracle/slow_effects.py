"""What each clause says to an act, and what is left when clauses meet, from the words of the design."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.slow_offers import Offers, rights
from tests.oracle.slow_text import LINE, Clause, Happening, Subject, Text, Version, as_date, holds, listed, narrower

STRICTNESS = {"ungoverned": 0, "permitted": 1, "offer-first": 2, "consent-first": 3, "forbidden": 4}
BARS = {"OFFER": "offer-first", "CONSENT": "consent-first", "FORBID": "forbidden"}
Norms = tuple[tuple[Clause, str], ...]


@dataclass(frozen=True)
class Signing:
    """A tranche as it was signed."""

    event: Happening
    tranche: dict[str, Any]


def strictest(outcomes: list[str]) -> str:
    return max(outcomes, key=lambda outcome: STRICTNESS[outcome])


class Effects:
    """Clauses and facts of one text and one record, as known at one instant."""

    def __init__(self, text: Text, lines: list[Happening], known: datetime | None) -> None:
        self.text, self.lines, self.known = text, lines, known
        kinds = ("consent-given", "consent-revoked", "mix-reported", "waiver-given", "contract-signed")
        self.of = {kind: [event for event in lines if event.type == kind] for kind in kinds}

    def norms(self, act: str, at: datetime, subject: Subject, offer: str | None, terms: dict[str, str],
              signing: Happening | None = None) -> Norms:  # fmt: skip
        """The clauses that hold the act, each with what it says."""
        version, clauses = self.text.speaking(at, self.known)
        if version is None:
            return ()
        found: list[tuple[Clause, str]] = []
        for clause in clauses:
            if not holds(version, clause, subject):
                continue
            if clause["type"] == "exclusivity" and act in (listed(clause.get("acts")) or ["sign", "run"]):
                found.append((clause, self.exclusivity(clause, clauses, subject, at, signing)))
            elif clause["type"] == "prohibition" and act in listed(clause["acts"]) and self.bound(version, clause):
                found.append((clause, self.prohibition(clause, clauses, subject, at, signing)))
            elif clause["type"] == "approval" and self.reaches(clause, subject, at, signing):
                found.append((clause, self.approval(clause, clauses, subject, at, signing)))
        if act == "sign":
            offers = Offers(self.text, self.lines, self.known)
            for clause in rights(self.text, at, self.known, subject, offers, offer):
                at_holder = self.text.operator(version, subject.provider) == clause["holder"]
                found.append((clause, "CLEAR" if at_holder else offers.effect(offer, clause, at, subject, terms)))
        return tuple(found)

    def exclusivity(self, clause: Clause, clauses: list[Clause], subject: Subject, at: datetime,
                    signing: Happening | None) -> str:  # fmt: skip
        if subject.provider in clause["at"] or self.consented(clause, subject, at, signing):
            return "CLEAR"
        lifted = any(other["type"] == "consent" and clause["id"] in other["lifts"] for other in clauses)
        return "CONSENT" if lifted else "FORBID"

    def bound(self, version: Version, clause: Clause) -> bool:
        """Whether it binds who signs and runs: the grantor."""
        grantor = next(name for name, party in version.parties.items() if party["role"] == "grantor")
        return not clause.get("binds") or grantor in listed(clause["binds"])

    def prohibition(self, clause: Clause, clauses: list[Clause], subject: Subject, at: datetime,
                    signing: Happening | None) -> str:  # fmt: skip
        if self.consented(clause, subject, at, signing):
            return "CLEAR"
        lifted = any(other["type"] == "consent" and clause["id"] in other["lifts"] for other in clauses)
        return "CONSENT" if lifted else "FORBID"

    def approval(self, clause: Clause, clauses: list[Clause], subject: Subject, at: datetime,
                 signing: Happening | None) -> str:  # fmt: skip
        meant = clause.get("primarily")
        if meant is None or subject.workload in listed(meant["workloads"]):
            return "GRANT"
        shares = self.shares(listed(meant["workloads"]), at)
        if not shares and meant.get("planned_share") is not None:
            shares = [Decimal(str(meant["planned_share"]))]
        if shares and min(shares) >= Decimal(str(meant["share_at_least"])):
            return "GRANT"
        if self.consented(clause, subject, at, signing):
            return "GRANT"
        cure = any(other["type"] == "consent" and clause["id"] in other["lifts"] for other in clauses)
        return "CONSENT" if cure else "FORBID"

    def reaches(self, clause: Clause, subject: Subject, at: datetime, signing: Happening | None) -> bool:
        """Whether what is asked, or the contract that it is asked of, lies within the quantity that is left."""
        limit = clause.get("up_to")
        if limit is None:
            return True
        left, asked = Decimal(str(limit["quantity"])), subject.amount if subject.quantity is None else subject.quantity
        for event in self.of["contract-signed"]:
            if event.at > at:
                continue
            taken = [self.size(tranche, limit) for tranche in event.get("tranches") or [{}]
                     if self.counts_against(clause["id"], limit, event, tranche, at)]  # fmt: skip
            if None in taken:
                return False
            total = sum((one for one in taken if one is not None), Decimal(0))
            if event.get("contract") == subject.contract and subject.contract is not None:
                return left > 0 and total <= left
            left -= total
        return left > 0 and (asked is None or asked <= left)

    def size(self, tranche: dict[str, Any], limit: dict[str, Any]) -> Decimal | None:
        """How much a tranche is of; None where nobody says, or in another unit."""
        ours, theirs = limit.get("unit"), tranche.get("unit")
        another = ours is not None and theirs is not None and ours != theirs
        return None if another or tranche.get("quantity") is None else Decimal(str(tranche["quantity"]))

    def counts_against(self, name: str, limit: dict[str, Any], event: Happening, tranche: dict[str, Any],
                       at: datetime) -> bool:  # fmt: skip
        """Whether the approval, as it stood at a signing, spoke of a tranche, and it still counts."""
        version, clauses = self.text.speaking(event.at, self.known)
        clause = next((one for one in clauses if one["id"] == name and one["type"] == "approval"), None)
        over = tranche.get("until") is not None and at >= self.text.day_after(tranche["until"])
        if version is None or clause is None or (over and limit.get("counts") == "at_once"):
            return False
        operator = self.text.operator(version, event.get("provider"))
        role = version.parties.get(operator, {}).get("role")
        mode = event.get("mode") or {"grantor": "own_build", "holder": "holder"}.get(role or "", "third_party")
        scope = clause.get("scope") or {}
        open_ones = {axis: listed(values)[0] for axis, values in scope.items() if axis in version.dimensions}
        dims = tuple((open_ones | (tranche.get("dimensions") or {})).items())
        for workload in tranche.get("workloads") or listed(scope.get("workloads")) or ["any"]:
            customer = (listed(scope.get("customers")) or ["any"])[0]
            if holds(version, clause, Subject(workload, customer, event.get("provider"), mode, event.at, dims)):
                return True
        return False

    def shares(self, meant: list[str], at: datetime) -> list[Decimal]:
        """The share of the workloads meant, at each site, over the quarter up to its latest report."""
        today = at.astimezone(self.text.zone).date()
        sites: dict[Any, list[Happening]] = {}
        for event in self.of["mix-reported"]:
            if event.at <= at and as_date(event.get("until")) <= today and event.get("provider") is None:
                sites.setdefault(event.get("site"), []).append(event)
        found = []
        for events in sites.values():
            latest = max(as_date(event.get("until")) for event in events)
            start = three_months_before(latest)
            counted = [event for event in events if as_date(event.get("until")) > start]
            total = part = Decimal(0)
            for event in counted:
                for name, hours in event.get("hours").items():
                    total += Decimal(str(hours))
                    part += Decimal(str(hours)) if name in meant else Decimal(0)
            found.append(part / total if total else Decimal(0))
        return found

    def consented(self, clause: Clause, subject: Subject, at: datetime, signing: Happening | None = None) -> bool:
        """Whether a consent on the record covers the subject; for a signing, one that counts before it."""
        if clause["type"] == "first_refusal":
            return False
        for event in self.of["consent-given"]:
            if clause["id"] not in event.get("clauses") or not counts(event, at, signing):
                continue
            revoked = any(
                counts(event, other.at, other) and counts(other, at, signing)
                for other in self.of["consent-revoked"]
                if other.get("consent") == event.get("consent")
            )
            if not revoked and self.covers(event, clause, subject, at):
                return True
        return False

    def entitled(self, event: Happening, clause: Clause) -> Clause | None:
        """The clause by which the giver could lift the restriction on the day of the consent."""
        for other in self.text.speaking(event.at, self.known)[1]:
            if other["type"] == "consent" and other["by"] == event.get("by") and clause["id"] in other["lifts"]:
                return other
        return None

    def covers(self, event: Happening, clause: Clause, subject: Subject, at: datetime) -> bool:
        route = self.entitled(event, clause)
        if route is None:
            return False
        names = {
            "provider": event.get("provider") or event.get("contract"),
            "contract": event.get("contract"),
            "workload": event.get("workloads"),
            "quantity": event.get("quantity") and event.get("provider"),
        }[route.get("covers", "provider")]
        if not names or event.get("provider") not in (None, subject.provider):
            return False
        if event.get("contract") not in (None, subject.contract):
            return False
        if event.get("workloads") and subject.workload not in event.get("workloads"):
            return False
        if event.get("quantity") is None:
            return True
        left = Decimal(event.get("quantity")) - self.used(event, clause, subject, at)
        asked = subject.quantity if subject.amount is None else subject.amount
        return left > 0 and (asked is None or asked <= left)

    def used(self, consent: Happening, clause: Clause, subject: Subject, at: datetime) -> Decimal:
        """What was signed under a consent for a quantity: tranches that the restriction speaks of."""
        total = Decimal(0)
        for event in self.of["contract-signed"]:
            if not counts(consent, event.at, event) or event.at > at or event.get("contract") == subject.contract:
                continue
            version = self.text.version(event.at, self.known)
            if event.get("provider") != consent.get("provider") or version is None:
                continue
            held = version.clauses.get(clause["id"], clause)
            scope = held.get("scope") or {}
            if scope.get("age") is not None and (scope["age"] == "new") != (event.at >= held[LINE]):
                continue
            for tranche in event.get("tranches") or [{}]:
                meant, dims = tranche.get("workloads") or [], tranche.get("dimensions") or {}
                about = not meant or not scope.get("workloads") or set(meant) & set(listed(scope["workloads"]))
                moded = (
                    event.get("mode") is None or scope.get("mode") is None or event.get("mode") in listed(scope["mode"])
                )
                there = moded and all(name not in scope or value in listed(scope[name]) for name, value in dims.items())
                if about and there:
                    total += Decimal(tranche.get("quantity") or 0)
        return total

    def mended(self, clause: Clause, contract: str, at: datetime) -> bool:
        """Whether the holder waived its right for the contract, or a consent ratifies it."""
        for event in self.of["waiver-given"]:
            named = event.get("clause") in (None, clause["id"]) and event.get("contract") == contract
            if clause["type"] == "first_refusal" and named and event.get("by") == clause["holder"] and event.at <= at:
                return True
        for event in self.of["consent-given"]:
            named = contract in listed(event.get("ratifies")) and clause["id"] in event.get("clauses")
            if named and event.at <= at and clause["type"] != "first_refusal" and self.entitled(event, clause):
                return True
        return False

    def current_terms(self, offer: str, at: datetime) -> dict[str, str]:
        terms: dict[str, str] = {}
        for event in self.lines:
            if event.at <= at and event.get("offer") == offer and event.type in (
                "offer-received", "capacity-requested", "terms-amended"
            ):  # fmt: skip
                terms |= event.get("terms") or {}
        return terms

    def left_standing(self, at: datetime, norms: Norms) -> tuple[Norms, bool]:
        """Apply the written order, then let narrower permissions go before wider restrictions."""
        version = self.text.speaking(at, self.known)[0]
        if version is None:
            return (), False
        dropped = {
            two["id"]
            for one, effect in norms
            for two, _ in norms
            if effect != "CLEAR" and one["id"] != two["id"]
            and (two["id"] in listed(one.get("notwithstanding")) or one["id"] in listed(two.get("subject_to")))
        }  # fmt: skip
        left = [(clause, effect) for clause, effect in norms if clause["id"] not in dropped]
        bars = [clause for clause, effect in left if effect in BARS]
        defeated: set[str] = set()
        tied: set[str] = set()
        for grant, effect in left:
            if effect != "GRANT":
                continue
            if all(narrower(version, grant, bar) for bar in bars):
                defeated |= {bar["id"] for bar in bars}
            tied |= {bar["id"] for bar in bars
                     if not narrower(version, grant, bar) and not narrower(version, bar, grant)}  # fmt: skip
        return tuple((clause, effect) for clause, effect in left if clause["id"] not in defeated), bool(tied - defeated)


def counts(event: Happening, at: datetime, before: Happening | None) -> bool:
    """Whether an event counts at an instant, and, where a signing is named, before that signing."""
    if event.at > at:
        return False
    return before is None or (event.at, event.recorded, event.order) < (before.at, before.recorded, before.order)


def three_months_before(day: date) -> date:
    """The day three months earlier; the last of its month where it is itself the last of its month."""
    year, month = (day.year - 1, day.month + 9) if day.month <= 3 else (day.year, day.month - 3)
    last = 28
    while (date(year, month, last) + timedelta(days=1)).month == month:
        last += 1
    return date(year, month, last if (day + timedelta(days=1)).month != day.month else min(day.day, last))
