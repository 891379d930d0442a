"""A second evaluator of questions on technology, and of readings, from the text and the words of the design alone.

It never imports the package. Every combination of every open point is worked out from a text patched
afresh; nothing is shared between combinations. Where it and the package disagree, one of them misreads
the design.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tests.oracle.second import Ask, Found, Second
from tests.oracle.slow_effects import BARS, Effects, Norms, strictest
from tests.oracle.slow_readings import Choice, Milestones, Raw, choices, parsed, settled, under, writings
from tests.oracle.slow_text import Clause, Happening, listed

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
UNLICENSED = "(unlicensed)"
PLACING = ("exclusivity", "consent", "first_refusal", "delivery", "approval", "prohibition", "term")
LICENSING = ("licence", "escape", "prohibition", "consent", "term")


@dataclass(frozen=True)
class Use:
    """May a licensee use technology in a product?"""

    licensee: str
    product: str
    ip: str = "models"
    model: str | None = None
    developed: datetime | None = None


@dataclass(frozen=True)
class Licensing:
    """May the licensor license technology for a product to another, or the one that is named license it on?"""

    to: str
    product: str
    ip: str = "models"
    by: str | None = None


@dataclass
class Told:
    """An answer: its outcome, whether it is contested, what decides, and the outcome under each reading."""

    outcome: str
    contested: bool = False
    deciders: frozenset[str] = frozenset()
    readings: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)


class Attentive(Second):
    """The second evaluator of capacity, noting which clauses decide each act."""

    def __init__(self, text: Milestones, lines: list[dict[str, Any]]) -> None:
        self.text, self.lines, self.kept = text, lines, {}
        self.weighings: list[tuple[str, frozenset[str]]] = []

    def weighed(self, effects: Effects, at: datetime, norms: Norms) -> Found:
        found = super().weighed(effects, at, norms)
        left, _ = effects.left_standing(at, norms)
        free = found.outcome == "permitted"
        names = {clause["id"] for clause, effect in left if free or BARS.get(effect) == found.outcome}
        self.weighings.append((found.outcome, frozenset(names)))
        return found


class SecondOfAll:
    """The second evaluator, with readings, over one text and one record."""

    def __init__(self, raw: Raw | str | bytes, lines: list[dict[str, Any]]) -> None:
        self.raw = raw if isinstance(raw, dict) else parsed(raw)
        self.lines = lines
        self.kept: dict[tuple[tuple[str, str], ...], Milestones] = {}
        self.placed: dict[tuple[tuple[str, str], ...], Attentive] = {}

    def answer(self, ask: Ask | Use | Licensing, at: datetime, known: datetime | None = None,
               chosen: Choice | None = None) -> Told:  # fmt: skip
        """The strictest answer under every combination of the points that are neither settled nor chosen."""
        kinds = PLACING if isinstance(ask, Ask) else LICENSING
        fixed = idle(self.raw, kinds) | settled(self.raw, self.lines, at, known) | (chosen or {})
        found = {tuple(sorted(choice.items())): self.one(ask, at, known, choice) for choice in choices(self.raw, fixed)}
        answers = list(found.values())
        outcome = strictest([told.outcome for told in answers])
        differ = len({(told.outcome, told.deciders) for told in answers}) > 1
        return Told(outcome, differ or any(told.contested for told in answers),
                    frozenset().union(*(told.deciders for told in answers if told.outcome == outcome)),
                    {choice: told.outcome for choice, told in found.items()})  # fmt: skip

    def text(self, choice: Choice) -> Milestones:
        key = tuple(sorted(choice.items()))
        if key not in self.kept:
            self.kept[key] = Milestones(under(self.raw, choice), self.lines)
        return self.kept[key]

    def one(self, ask: Ask | Use | Licensing, at: datetime, known: datetime | None, choice: Choice) -> Told:
        """The answer under one reading."""
        if isinstance(ask, Ask):
            return self.placing(choice, ask, at, known)
        text = self.text(choice)
        version, clauses = text.speaking(at, known)
        if version is None:
            return Told("ungoverned")
        if isinstance(ask, Licensing):
            return self.licensing(text, ask, at, known, clauses)
        answers = [self.use(text, one, closed, at, known, clauses) for one, closed in suppositions(ask, at)]
        outcome = strictest([told.outcome for told in answers])
        differ = len({told.outcome for told in answers}) > 1
        return Told(outcome, differ, frozenset().union(*(t.deciders for t in answers if t.outcome == outcome)))

    def second(self, choice: Choice) -> "Attentive":
        key = tuple(sorted(choice.items()))
        if key not in self.placed:
            self.placed[key] = Attentive(self.text(choice), self.lines)
        return self.placed[key]

    def placing(self, choice: Choice, ask: Ask, at: datetime, known: datetime | None) -> Told:
        """The answer for capacity, with the clauses that are left where the outcome is the answer's."""
        second = self.second(choice)
        second.weighings.clear()
        outcome = second.answer(ask, at, known).outcome
        deciding = (names for found, names in second.weighings if found == outcome)
        return Told(outcome, False, frozenset().union(*deciding))

    def licensing(self, text: Milestones, ask: Licensing, at: datetime, known: datetime | None,
                  clauses: list[Clause]) -> Told:  # fmt: skip
        """Licensing another: barred by an exclusive licence of somebody else, else as far as a clause speaks of it."""
        effects: dict[str, str] = {}
        owning = owners(text, ask.ip, at, known)
        for clause in clauses:
            if clause["type"] == "licence" and covers(clause, ask.ip, ask.product):
                if ask.to in circle(text, clause, at, known):
                    effects[clause["id"]] = "CLEAR"
                elif clause["licensor"] == ask.to:
                    continue
                elif ask.by is not None and ask.by in circle(text, clause, at, known) - owning and on(clause):
                    met = on(clause) == "CONSENT" and consented(text, clause["id"], ask.to, at, known)
                    effects[clause["id"]] = "CLEAR" if met else on(clause)
                elif clause.get("exclusive"):
                    effects[clause["id"]] = "FORBID"
        acting = owning if ask.by is None or ask.by in owning else {ask.by}
        has = [one for one in clauses if one["type"] == "licence" and covers(one, ask.ip, ask.product)
               and acting & circle(text, one, at, known)]  # fmt: skip
        if not acting & owning and not has:
            effects[UNLICENSED] = "FORBID"
        effects |= banned(text, "license", acting, ask.ip, ask.product, ask.to, at, known)
        return weighed(effects, clauses)

    def use(self, text: Milestones, ask: Use, listed_too: bool, at: datetime, known: datetime | None,
            clauses: list[Clause]) -> Told:  # fmt: skip
        """Using technology: closed unless licensed, and again where an escape has closed a later model."""
        licences = [one for one in clauses if one["type"] == "licence" and covers(one, ask.ip, ask.product)]
        effects: dict[str, str] = {}
        for clause in licences:
            if ask.licensee in circle(text, clause, at, known):
                effects[clause["id"]] = "CLEAR"
            elif clause.get("exclusive") and clause["licensor"] != ask.licensee:
                effects[clause["id"]] = "FORBID"
        for clause in clauses:
            if clause["type"] != "escape" or not reaches_models(text, ask.ip, at, known):
                continue
            held = [one for one in licences if one["id"] in clause["licences"]
                    and ask.licensee in circle(text, one, at, known)]  # fmt: skip
            if held and self.closed(text, clause, held, ask, listed_too, at, known):
                effects[clause["id"]] = "FORBID"
        licensed = any(ask.licensee in circle(text, one, at, known) for one in licences)
        if not licensed and ask.licensee not in owners(text, ask.ip, at, known):
            effects[UNLICENSED] = "FORBID"
        effects |= banned(text, "use", {ask.licensee}, ask.ip, ask.product, ask.licensee, at, known)
        return weighed(effects, clauses)

    def closed(self, text: Milestones, clause: Clause, held: list[Clause], ask: Use, listed_too: bool,
               at: datetime, known: datetime | None) -> bool:  # fmt: skip
        """Whether an escape has closed the model that is asked about."""
        since = text.milestone(clause["determination"], at, known).since(clause.get("state", "determined"))
        if since is None:
            return False
        developed = self.developed(text, ask, at, known)
        if developed is not None and developed <= since:
            return False
        if clause.get("exercise", "at_option") == "automatic" and clause.get("models", "all") == "all":
            return True
        for event in text.events(known):
            ours = event.type == "escape-exercised" and event.get("clause") in (None, clause["id"])
            if not ours or not since <= event.at <= at or event.get("by") not in {one["licensor"] for one in held}:
                continue
            names = listed(event.get("models"))
            if not names and clause.get("models", "all") == "all":
                return True
            if ask.model in names or (names and ask.model is None and listed_too):
                return True
        return False

    def developed(self, text: Milestones, ask: Use, at: datetime, known: datetime | None) -> datetime | None:
        if ask.developed is not None:
            return ask.developed
        for event in text.events(known):
            if event.type == "model-developed" and event.get("model") == ask.model:
                return event.at
        return None


def circle(text: Milestones, licence: Clause, at: datetime, known: datetime | None) -> set[str]:
    """Who is a licensee of a licence: whom it names, and the companies of its group where the licence lets them in."""
    version = text.version(at, known)
    assert version is not None
    group = version.parties.get(licence["licensee"], {}).get("affiliates") or []
    named = {one["name"] for one in group} - {licence["licensor"]} if licence.get("affiliates") is True else set()
    return {licence["licensee"]} | named


def on(licence: Clause) -> str:
    """What a licence says to a sublicence; nothing where it leaves that open."""
    return {True: "CLEAR", False: "FORBID", "with_consent": "CONSENT", None: ""}[licence.get("sublicensable")]


def banned(text: Milestones, act: str, acting: set[str], ip: str, product: str, party: str, at: datetime,
           known: datetime | None) -> dict[str, str]:  # fmt: skip
    """What each prohibition says to a use or a licence: nothing, met by a consent, to be consented to, forbidden."""
    clauses, found = text.speaking(at, known)[1], {}
    point = {"ip": ip, "products": product, "to": party}
    for clause in clauses:
        if clause["type"] != "prohibition" or act not in listed(clause["acts"]):
            continue
        if clause.get("binds") and not acting & set(listed(clause["binds"])):
            continue
        outs = [{key: one[key] for key in point if key in one} for one in listed(clause.get("except"))]
        if not inside(point, clause) or any(out and inside(point, out) for out in outs):
            continue
        lifted = any(one["type"] == "consent" and clause["id"] in one["lifts"] for one in clauses)
        met = consented(text, clause["id"], party, at, known)
        found[clause["id"]] = "CLEAR" if met else "CONSENT" if lifted else "FORBID"
    return found


def inside(point: dict[str, str], lists: dict[str, Any]) -> bool:
    return all(value in listed(lists[key]) for key, value in point.items() if lists.get(key) is not None)


def consented(text: Milestones, clause: str, party: str, at: datetime, known: datetime | None) -> bool:
    """Whether a consent that names the party stands for a clause."""
    events = [event for event in text.events(known) if event.at <= at]
    return any(
        event.type == "consent-given" and clause in event.get("clauses") and event.get("party") == party
        and not taken_back(event, events) and entitled(text, event, clause, known)
        for event in events
    )  # fmt: skip


def taken_back(consent: Happening, events: list[Happening]) -> bool:
    """Whether who gave it revoked it later."""
    after = (consent.at, consent.recorded, consent.order)
    return any(
        one.type == "consent-revoked" and (one.at, one.recorded, one.order) > after
        and (one.get("consent"), one.get("by")) == (consent.get("consent"), consent.get("by"))
        for one in events
    )  # fmt: skip


def entitled(text: Milestones, consent: Happening, clause: str, known: datetime | None) -> bool:
    """Whether a clause of the day let its giver consent for a party."""
    return any(
        one["type"] == "consent" and one["by"] == consent.get("by") and clause in one["lifts"]
        and one.get("covers", "provider") == "party"
        for one in text.speaking(consent.at, known)[1]
    )  # fmt: skip


def idle(raw: Raw, kinds: tuple[str, ...]) -> Choice:
    """Points that patch only clauses of kinds that no such question reads, at their base."""
    types = {clause["id"]: clause["type"] for _, clauses in writings(raw) for clause in clauses}
    return {
        point["id"]: point["base"]
        for point in raw.get("readings") or []
        if not any(types.get(one["clause"]) in kinds for patches in point["alternatives"].values() for one in patches)
    }


def supposing(raw: Raw, lines: list[dict[str, Any]], overlay: Raw) -> list[dict[str, Any]]:
    """The record's lines with the events that a what-if supposes, entered when they take effect."""
    text = Milestones(raw, [])
    found = list(lines)
    for number, event in enumerate(overlay.get("events") or []):
        at = text.instant(event["at"]).isoformat()
        found.append({"id": f"supposed-{number}", **event, "at": at, "recorded": at})
    return found


def suppositions(ask: Use, at: datetime) -> list[tuple[Use, bool]]:
    """What a question leaves open: an unnamed model may be listed or not, and of any age up to now."""
    if ask.model is not None:
        return [(ask, True)]
    ages = [ask] if ask.developed is not None else [replace(ask, developed=at), replace(ask, developed=LONG_AGO)]
    return [(one, listed_too) for one in ages for listed_too in (True, False)]


def owners(text: Milestones, ip: str, at: datetime, known: datetime | None) -> set[str]:
    """Whose technology it is: of those who license the kind, else of those who license any, else of the grantor."""
    version = text.version(at, known)
    assert version is not None
    licences = [one for one in version.clauses.values() if one["type"] == "licence"]
    of_kind = {one["licensor"] for one in licences if one.get("ip") is None or ip in listed(one["ip"])}
    grantors = {name for name, party in version.parties.items() if party.get("role") == "grantor"}
    return of_kind or {one["licensor"] for one in licences} or grantors


def reaches_models(text: Milestones, ip: str, at: datetime, known: datetime | None) -> bool:
    """An escape closes models; where the agreement has no such word, whatever kind it names."""
    return ip == "models" or "models" not in text.words(at, known).ip


def covers(clause: Clause, ip: str, product: str) -> bool:
    return all(
        clause.get(key) is None or value in listed(clause[key]) for key, value in (("ip", ip), ("products", product))
    )


def weighed(effects: dict[str, str], clauses: list[Clause]) -> Told:
    """Apply the written order; what is left adds up."""
    by_id = {clause["id"]: clause for clause in clauses}
    dropped = {
        two
        for one, effect in effects.items()
        for two in effects
        if one != two and effect != "CLEAR" and one in by_id and two in by_id
        and (two in listed(by_id[one].get("notwithstanding")) or one in listed(by_id[two].get("subject_to")))
    }  # fmt: skip
    left = {name: effect for name, effect in effects.items() if name not in dropped}
    if not left:
        return Told("ungoverned")
    meant = next(effect for effect in ("FORBID", "CONSENT", "CLEAR") if effect in left.values())
    outcome = {"FORBID": "forbidden", "CONSENT": "consent-first", "CLEAR": "permitted"}[meant]
    return Told(outcome, False, frozenset(name for name, effect in left.items() if effect == meant) - {UNLICENSED})
