"""A second evaluator of decisions, from the agreement's text and the words of the design alone.

It never imports the package, keeps nothing between questions but consolidated texts and known records, and
prefers the slow and obvious. Where it and the package disagree, one of them misreads the design.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from tests.oracle.slow_effects import BARS, STRICTNESS, Effects, Norms, Signing, strictest
from tests.oracle.slow_offers import EVERYTHING, TAKEN, Offers, contract_quantity, of_offer, rights
from tests.oracle.slow_options import with_options
from tests.oracle.slow_text import LINE, Clause, Happening, Subject, Text, Version, happenings, holds

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Ask:
    """A question with one workload, as a person asks it."""

    workload: str
    provider: str | None = None
    customer: str | None = None
    capacity: str | None = None
    signed: datetime | None = None
    quantity: Decimal | None = None
    offer: str | None = None
    contract: str | None = None
    tranche: str | None = None
    dims: tuple[tuple[str, str], ...] = ()


@dataclass
class Found:
    """An answer: its outcome, its marks, and the outcome of each act."""

    outcome: str
    marks: set[str] = field(default_factory=set)
    acts: dict[str, str] = field(default_factory=dict)


def combine(found: list[Found]) -> Found:
    acts: dict[str, str] = {}
    for one in found:
        for act, outcome in one.acts.items():
            acts[act] = strictest([acts.get(act, "ungoverned"), outcome])
    return Found(strictest([one.outcome for one in found]), set().union(*(one.marks for one in found)), acts)


class Second:
    """The second evaluator over one text and one record."""

    def __init__(self, raw: str | bytes | dict[str, Any], lines: list[dict[str, Any]]) -> None:
        self.text, self.lines = with_options(Text(raw), lines), lines
        self.kept: dict[datetime | None, Effects] = {}

    def effects(self, known: datetime | None) -> Effects:
        if known not in self.kept:
            self.kept[known] = Effects(self.text, happenings(self.lines, known), known)
        return self.kept[known]

    def answer(self, ask: Ask, at: datetime, known: datetime | None = None) -> Found:
        """Answer a question: an offer, a contract, or capacity that neither names."""
        version = self.text.version(at, known)
        if version is None:
            return Found("ungoverned")
        if ask.contract is not None:
            return self.about_contract(ask, at, known, version)
        if ask.offer is not None:
            return self.about_offer(ask, at, known, version)
        return self.about_capacity(ask, at, known, version)

    def mode(self, version: Version, provider: str, capacity: str | None) -> str:
        if capacity in ("own_build", "built_for_grantor"):
            return str(capacity)
        role = version.parties.get(self.text.operator(version, provider), {}).get("role")
        return {"grantor": "own_build", "holder": "holder"}.get(role or "", "third_party")

    def open_dims(self, version: Version, dims: dict[str, str]) -> list[tuple[tuple[str, str], ...]]:
        """A dimension that is left open is asked under every value."""
        axes = [[(name, dims[name])] if name in dims else [(name, value) for value in values]
                for name, values in version.dimensions.items()]  # fmt: skip
        return [tuple(choice) for choice in product(*axes)]

    # -- capacity that neither an offer nor a contract names ----------------------------------------

    def about_capacity(self, ask: Ask, at: datetime, known: datetime | None, version: Version) -> Found:
        assert ask.provider is not None
        signed = ask.signed or (self.before_every_since(version, at) if ask.capacity == "existing" else at)
        mode = self.mode(version, ask.provider, ask.capacity)
        subject = Subject(ask.workload, ask.customer or "general", ask.provider, mode, signed, (), ask.quantity)
        found = []
        for dims in self.open_dims(version, dict(ask.dims)):
            if signed == at:
                found.append(self.fresh(replace(subject, dims=dims), at, known))
            else:
                found.append(self.run_signed(replace(subject, dims=dims), None, at, known))
        return combine(found)

    def before_every_since(self, version: Version, at: datetime) -> datetime:
        lines: list[datetime] = [clause[LINE] for clause in version.clauses.values()
                 if clause.get("since") is not None or (clause.get("scope") or {}).get("age") is not None]  # fmt: skip
        return min([line for line in lines if line <= at] + [at]) - MICROSECOND

    def fresh(self, subject: Subject, at: datetime, known: datetime | None,
              offer: str | None = None, terms: dict[str, str] | None = None) -> Found:  # fmt: skip
        """A fresh opportunity: signed and run now, the strictest answering."""
        effects = self.effects(known)
        sign = self.weighed(effects, at, effects.norms("sign", at, subject, offer, terms or {}))
        run = self.weighed(effects, at, effects.norms("run", at, subject, offer, terms or {}))
        return Found(strictest([sign.outcome, run.outcome]), sign.marks | run.marks,
                     {"sign": sign.outcome, "run": run.outcome})  # fmt: skip

    def weighed(self, effects: Effects, at: datetime, norms: Norms) -> Found:
        left, conflict = effects.left_standing(at, norms)
        marks = {"conflict"} if conflict else set()
        bars = [BARS[effect] for _, effect in left if effect in BARS]
        return Found(strictest(bars) if bars else "permitted" if norms else "ungoverned", marks)

    # -- offers --------------------------------------------------------------------------------------

    def about_offer(self, ask: Ask, at: datetime, known: datetime | None, version: Version) -> Found:
        assert ask.offer is not None
        effects = self.effects(known)
        offer = of_offer(effects.lines, ask.offer, at)
        assert offer is not None
        provider = str(offer.get("provider") or ask.provider)
        mode = offer.get("mode") or self.mode(version, provider, ask.capacity)
        offers = Offers(self.text, effects.lines, known)
        terms = effects.current_terms(ask.offer, at)
        amount = None if offer.get("quantity") is None else Decimal(offer.get("quantity"))
        found = []
        for dims in self.open_dims(version, dict(ask.dims) | (offer.get("dimensions") or {})):
            subject = Subject(ask.workload, ask.customer or "general", provider, mode, at, dims,
                              amount=ask.quantity or amount)  # fmt: skip
            for quantity in self.portions(ask, offers, at, known, subject):
                found.append(self.fresh(replace(subject, quantity=quantity), at, known, ask.offer, terms))
        return combine(found)

    def portions(self, ask: Ask, offers: Offers, at: datetime, known: datetime | None,
                 subject: Subject) -> list[Decimal | None]:  # fmt: skip
        """The quantities to ask of: the one named, else each part that stands differently."""
        if ask.quantity is not None:
            return [ask.quantity]
        sizes: set[Decimal | None] = set()
        for clause in rights(self.text, at, known, subject, offers, ask.offer):
            course = offers.course(ask.offer or "", clause, at)
            free = course.free(at)
            sizes.add(None if free in (0, EVERYTHING) else free)
            rest = course.offered - course.matched + course.failed - course.signed
            if course.offered != EVERYTHING and rest > free:
                sizes.add(rest)
            if course.matched > course.failed:
                sizes.add(TAKEN)
        return sorted(sizes, key=lambda size: size or 0) or [None]

    # -- contracts -----------------------------------------------------------------------------------

    def about_contract(self, ask: Ask, at: datetime, known: datetime | None, version: Version) -> Found:
        signing = self.signing(ask, known, at)
        event, tranche = signing.event, signing.tranche
        given = dict(ask.dims) | (tranche.get("dimensions") or {})
        mode = event.get("mode") or self.mode(version, event.get("provider"), None)
        amount = None if tranche.get("quantity") is None else Decimal(tranche["quantity"])
        subject = Subject(ask.workload, ask.customer or "general", event.get("provider"), mode, event.at, (),
                          ask.quantity or amount, ask.contract)  # fmt: skip
        over = tranche.get("until") is not None and at >= self.text.day_after(tranche["until"])
        excess = ask.quantity - amount if ask.quantity is not None and amount is not None else Decimal(0)
        found = []
        for dims in self.open_dims(version, given):
            here = replace(subject, dims=dims)
            renewed = replace(here, signed=at, contract=None, mode=self.mode(version, here.provider, None))
            if over:
                found.append(self.fresh(replace(renewed, quantity=ask.quantity), at, known))
            elif excess > 0:
                found.append(self.fresh(replace(renewed, quantity=excess), at, known))
                found.append(self.run_signed(replace(here, quantity=amount), signing, at, known))
            else:
                found.append(self.run_signed(here, signing, at, known))
        return combine(found)

    def signing(self, ask: Ask, known: datetime | None, at: datetime) -> Signing:
        for event in self.effects(known).lines:
            if event.type == "contract-signed" and event.get("contract") == ask.contract and event.at <= at:
                for tranche in event.get("tranches") or [{}]:
                    if ask.tranche is None or tranche.get("id", "1") == ask.tranche:
                        return Signing(event, tranche)
        raise LookupError(ask.contract)

    def run_signed(self, subject: Subject, signing: Signing | None, at: datetime, known: datetime | None) -> Found:
        """Run on capacity signed before: what was cleared stays so, what was not is carried along."""
        effects = self.effects(known)
        event = signing.event if signing else None
        cleared, carried = self.at_signing(effects, subject, event)
        norms = {clause["id"]: (clause, effect) for clause, effect in effects.norms("run", at, subject, None, {})}
        version, speaking = self.text.speaking(at, known)
        for clause in speaking:
            if clause["id"] in cleared and version is not None and holds(version, clause, subject):
                norms[clause["id"]] = (clause, met(clause))
        assert version is not None
        end, survivors = self.text.term_end(version)
        for clause, effect in carried:
            name = clause["id"]
            if end is not None and at >= end and name not in survivors:
                continue
            if event is not None and effects.mended(clause, event.get("contract"), at):
                if name in norms or clause in speaking:
                    norms[name] = (clause, met(clause))
            elif STRICTNESS[BARS[effect]] > STRICTNESS[BARS.get(norms.get(name, (clause, ""))[1], "ungoverned")]:
                norms[name] = (norms.get(name, (clause, ""))[0], effect)
        found = self.weighed(effects, at, tuple(norms.values()))
        marks = found.marks
        if event is not None:
            then = self.at_signing(self.effects(event.recorded), subject, event)
            if (cleared, told(carried)) != (then[0], told(then[1])):
                marks = marks | {"hindsight"}
        return Found(found.outcome, marks, {"run": found.outcome})

    def at_signing(self, effects: Effects, subject: Subject, event: Happening | None) -> tuple[set[str], Norms]:
        """What the signing was cleared of, and the restrictions that stood against it."""
        moment, offer, asked = subject.signed, None, subject
        terms: dict[str, str] = {}
        if event is not None:
            total = contract_quantity(event)
            offer, terms = event.get("offer"), event.get("terms") or {}
            asked = replace(subject, quantity=None if total == EVERYTHING else total)
        sign = effects.norms("sign", moment, asked, offer, terms, event)
        run = effects.norms("run", moment, asked, offer, terms, event)
        cleared = {clause["id"] for clause, _ in (*sign, *run) if effects.consented(clause, asked, moment, event)}
        cleared |= {clause["id"] for clause, effect in sign if (clause["type"], effect) == ("first_refusal", "CLEAR")}
        standing, _ = effects.left_standing(moment, sign)
        carried = tuple(
            (clause, effect)
            for clause, effect in standing
            if (clause["type"] in ("exclusivity", "prohibition") and effect == "CONSENT")
            or (clause["type"] == "first_refusal" and effect in ("OFFER", "FORBID"))
        )
        return cleared, carried


def met(clause: Clause) -> str:
    return "GRANT" if clause["type"] == "approval" else "CLEAR"


def told(carried: Norms) -> dict[str, str]:
    return {clause["id"]: effect for clause, effect in carried}
