"""A blind search for paths to yes: every row of acts, whether it helps or not, judged by the second evaluator."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.second import Ask
from tests.oracle.slow_offers import Offers
from tests.oracle.slow_text import OVER, Happening, Subject, listed
from tests.oracle.technology import SecondOfAll

TICK = timedelta(microseconds=1)
FREE = ("ungoverned", "permitted")
Acts = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Way:
    """Where the blind search stands: acts taken, what they put on the record, and its two instants."""

    ask: Ask
    start: datetime
    ready: datetime
    acts: tuple[tuple[str, str], ...] = ()
    events: tuple[dict[str, Any], ...] = ()


class Blind:
    """A search over all rows of acts, whether they help or not, judged by the second evaluator."""

    def __init__(self, raw: dict[str, Any], grantor: str = "gus") -> None:
        self.raw, self.grantor = raw, grantor
        self.text = SecondOfAll(raw, []).text({})

    def lines(self, events: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        return [{"id": f"e{n}", "recorded": event["at"], **event} for n, event in enumerate(events)]

    def free(self, way: Way) -> bool:
        """Whether signing and running are free when all acts are done."""
        second = SecondOfAll(self.raw, self.lines(way.events))
        if not any(event.get("contract") for event in way.events):
            return second.answer(way.ask, way.ready).outcome in FREE
        ask, at = way.ask, self.signing_at(way)
        tranche = {"workloads": [ask.workload], "dimensions": dict(ask.dims)}
        tranche |= {"quantity": str(ask.quantity)} if ask.quantity else {}
        signed: dict[str, Any] = {"type": "contract-signed", "contract": "new", "by": self.grantor,
                                  "at": at.isoformat(), "provider": ask.provider, "mode": self.mode(ask),
                                  "tranches": [tranche]}  # fmt: skip
        signed |= {"offer": ask.offer} if ask.offer else {}
        later = SecondOfAll(self.raw, self.lines((*way.events, signed)))
        run = later.answer(Ask(ask.workload, customer=ask.customer, contract="new"), at).outcome
        return run in FREE and self.signing(later, way, signed) in FREE

    def signing_at(self, way: Way) -> datetime:
        """Acts of one instant count before the signing only if it comes after them."""
        return way.ready + TICK if any(event["at"] == way.ready.isoformat() for event in way.events) else way.ready

    def earliest(self, way: Way) -> datetime:
        return self.signing_at(way) if any(event.get("contract") for event in way.events) else way.ready

    def mode(self, ask: Ask) -> str:
        second = SecondOfAll(self.raw, []).second({})
        version = self.text.version(self.text.begins, None)
        assert version is not None
        return second.mode(version, ask.provider or "", ask.capacity)

    def signing(self, later: SecondOfAll, way: Way, signed: dict[str, Any]) -> str:
        """What signing the contract comes to, its consents counted."""
        second, ask = later.second({}), way.ask
        effects = second.effects(None)
        event = next(one for one in effects.lines if one.type == "contract-signed")
        subject = Subject(ask.workload, ask.customer or "general", ask.provider or "", signed["mode"], event.at,
                          ask.dims, ask.quantity, "new")  # fmt: skip
        norms = effects.norms("sign", event.at, subject, ask.offer, {}, event)
        return second.weighed(effects, event.at, norms).outcome

    def steps(self, way: Way) -> Iterator[Way]:
        turned = any(act in ("wait", "own build", "move to the holder") for act, _ in way.acts)
        version, clauses = self.text.speaking(way.start, None)
        assert version is not None
        for clause in clauses:
            if clause["type"] == "first_refusal":
                yield from self.offering(way, clause)
            elif clause["type"] == "consent":
                yield self.consenting(way, clause)
        if turned:
            return
        for name in version.providers:
            role = version.parties.get(self.text.operator(version, name), {}).get("role")
            if name != way.ask.provider and way.ask.offer is None and role == "holder":
                yield self.then(way, "move to the holder", name, ask=replace(way.ask, provider=name, capacity=None))
            if name != way.ask.provider and way.ask.offer is None and role == "grantor":
                ask = replace(way.ask, provider=name, capacity="own_build")
                if way.ask.capacity != "own_build":
                    yield self.then(way, "own build", name, ask=ask)
        for edge in self.edges():
            if edge > way.ready:
                yield replace(way, acts=(*way.acts, ("wait", "")), start=edge, ready=edge)

    def edges(self) -> list[datetime]:
        """Every instant at which some text changes what it says."""
        found = {self.text.instant(step["effective"]) for step in self.raw["amendments"]}
        for start in (self.text.begins, *found):
            version = self.text.version(start, None)
            for clause in version.clauses.values() if version else ():
                found = found | ({clause[OVER]} - {None})
                found = found | ({self.text.instant(clause["since"])} if clause.get("since") else set())
        return sorted(found)

    def then(self, way: Way, act: str, what: str, *events: dict[str, Any], ask: Ask | None = None,
             done: datetime | None = None) -> Way:  # fmt: skip
        ready = max(way.ready, done or way.start)
        return Way(ask or way.ask, way.start, ready, (*way.acts, (act, what)), (*way.events, *events))

    def offering(self, way: Way, clause: dict[str, Any]) -> Iterator[Way]:
        at, made = way.start.isoformat(), way.ask.offer is not None
        about = {"offer": "o", "by": self.grantor, "at": at}
        quantity = str(way.ask.quantity) if way.ask.quantity else None
        received = {**about, "type": "offer-received", "provider": way.ask.provider, "quantity": quantity,
                    "dimensions": dict(way.ask.dims), "mode": self.mode(way.ask)}  # fmt: skip
        willing = any(event["type"] == "grantor-willing" for event in way.events)
        first = () if made else (received,)
        noticed = (*first, *(() if willing else ({**about, "type": "grantor-willing"},)),
                   {**about, "type": "notice-given", "clause": clause["id"]})  # fmt: skip
        ask = replace(way.ask, offer="o")
        told = [Happening(n, datetime.fromisoformat(one["at"]), way.start, one)
                for n, one in enumerate((*way.events, *noticed))]  # fmt: skip
        course = Offers(self.text, told, None).course("o", clause, way.start)
        if course.status == "noticed" and course.end is not None:
            yield self.then(way, "offer", clause["id"], *noticed, ask=ask, done=course.end + TICK)
        waiver = {"type": "waiver-given", "offer": "o", "clause": clause["id"], "by": clause["holder"], "at": at}
        yield self.then(way, "waiver", clause["id"], *first, waiver, ask=ask)

    def consenting(self, way: Way, clause: dict[str, Any]) -> Way:
        event: dict[str, Any] = {"type": "consent-given", "consent": f"n{len(way.events)}", "by": clause["by"],
                                 "at": way.start.isoformat(), "clauses": listed(clause["lifts"]),
                                 "provider": way.ask.provider}  # fmt: skip
        named: dict[str, dict[str, Any]] = {
            "provider": {},
            "contract": {"contract": "new"},
            "workload": {"workloads": [way.ask.workload]},
            "quantity": {"quantity": str(way.ask.quantity or 1)},
        }
        event |= named[clause.get("covers", "provider")]
        return self.then(way, "consent", clause["id"], event)

    def search(self, ask: Ask, at: datetime) -> dict[Acts, datetime]:
        """The earliest date of every set of acts that ends free, and that nothing less frees as early."""
        found: dict[Acts, datetime] = {}
        level = [Way(ask, at, at)]
        for depth in range(3):
            following = []
            for way in level:
                for step in self.steps(way):
                    acts = frozenset(step.acts)
                    if len(acts) < len(step.acts):
                        continue
                    if self.free(step):
                        found[acts] = min(self.earliest(step), found.get(acts, self.earliest(step)))
                    elif depth == 0 or not any(act in TURNS for act, _ in step.acts):
                        following.append(step)
            level = following
            if any(not any(act in TURNS for act, _ in acts) for acts in found):
                break
        return {acts: date for acts, date in found.items() if not any(
            (less < acts and found[less] <= date) or (less == idle(acts) and found[less] <= date) for less in found
        )}  # fmt: skip


def idle(acts: Acts) -> Acts | None:
    """The same acts with a wait in place of offers, which may do no more than pass time."""
    waiting = frozenset(act for act in acts if act[0] != "offer") | {("wait", "")}
    return waiting if waiting != acts else None


TURNS = ("wait", "own build", "move to the holder")
