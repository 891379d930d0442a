"""Breadth first over all that acts can lead to, until nothing new comes: each way round, by its shortest trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from datetime import datetime

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Exclusivity, FirstRefusal
from firstcall.agreement.terms import InForce
from firstcall.dates import acting_hour, zone
from firstcall.record.journal.journal import Record
from firstcall.values import dataclass
from firstcall.verification.findings.finding import TraceStep
from firstcall.verification.loopholes.procedure import OfferScene, acts_on_offers
from firstcall.verification.loopholes.say import HolderSay
from firstcall.verification.loopholes.scene import LoopholeScene, TextPath, scenes, starting_instants, text_ahead
from firstcall.verification.loopholes.signing_acts import consents_given, signings, waits_for
from firstcall.verification.loopholes.state import Failures, LoopholeState, canonical, offers_standing, rights_of
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.sayings import ClauseHearings

TellStates = Callable[[int], None]
"""Is told how many states have been seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Loophole:
    """A way round a restriction: the restriction, the use, and the acts in order."""

    around: InForce
    holders: tuple[str, ...]
    scene: LoopholeScene
    steps: tuple[TraceStep, ...]
    until: datetime
    """The instant at which it can be done."""

    @property
    def acts(self) -> Counter[str]:
        """Which acts it takes, and how often."""
        return acts_taken(self.steps)


def acts_taken(steps: tuple[TraceStep, ...]) -> Counter[str]:
    """Return which acts a trace takes, and how often; a change is a change, and waiting none."""
    return Counter(
        "change" if step.act in ("trifle", "better") else step.act + step.detail for step in steps if step.act != "wait"
    )


@dataclass(slots=True)
class LoopholeSearch:
    """What a search has found, and how far it went.

    Args:
      agreement: the agreement, every point of construction read as its base.
      tell: is told how many states have been seen, now and then.
    """

    agreement: Agreement
    tell: TellStates = lambda count: None
    found: list[Loophole] = field(default_factory=list)
    states: int = 0

    def run(self) -> tuple[Loophole, ...]:
        """Return the ways round, the shortest first."""
        space, record = questions_of(self.agreement)
        readings = {point.id: point.base for point in self.agreement.readings}
        read = construe(self.agreement, readings)
        sayings = ClauseHearings(Questions(read, record, space))
        gone_through: set[TextPath] = set()
        for scene in sorted(scenes(sayings, readings), key=_restrictions):
            self._explore(replace(scene, known=frozenset(gone_through)))
            gone_through.update(_named_in(scene))
        return tuple(sorted(self.found, key=lambda one: len(one.steps)))

    def _explore(self, scene: LoopholeScene) -> None:
        seen: dict[tuple[object, ...], list[tuple[Failures, HolderSay]]] = {}
        where = zone(scene.agreement.timezone)
        begun = [(LoopholeState(scene, Record(), acting_hour(one.stretch.start + after, where)), one.asking)
                 for one, after in starting_instants(scene)]  # fmt: skip
        for state, asking in begun:
            if not asking:
                self._sign(_offers_in(state))
        named = _named_in(scene)
        ahead: dict[int, list[LoopholeState]] = {0: []}
        for state in (state for state, asking in begun if asking):
            if canonical(state) not in seen:
                seen[canonical(state)] = [(state.failures, state.say)]
                ahead[0].append(state)
        while ahead:
            for state in ahead.pop(min(ahead)):
                for later in self._after(state):
                    if self._shows_nothing_new(later, named):
                        continue
                    known = seen.setdefault(canonical(later), [])
                    if not any(failed <= later.failures and say.at_most(later.say) for failed, say in known):
                        known.append((later.failures, later.say))
                        ahead.setdefault(len(later.steps), []).append(later)
                        self.states += 1
                        if self.states % 100 == 0:
                            self.tell(self.states)

    def _after(self, state: LoopholeState) -> Iterator[LoopholeState]:
        """Yield the states after each act; a signing without its holder's say is kept, and goes no further."""
        scene = _offers_in(state)
        yield from self._sign(scene)
        for ways in (acts_on_offers(scene), consents_given(scene), waits_for(scene)):
            yield from (one for one in ways if one is not None)

    def _sign(self, scene: OfferScene) -> list[LoopholeState]:
        """Return the states after each signing on which holders had their say; keep the others as ways round."""
        found = []
        for signed, passed_over in signings(scene):
            if not passed_over:
                found.append(signed)
            for held in passed_over:
                self._keep(held, signed)
        return found

    def _shows_nothing_new(self, state: LoopholeState, named: set[TextPath]) -> bool:
        """Say whether for each restriction a way round is known that takes none but acts of this trace."""
        taken = acts_taken(state.steps)
        known = {one.around.path for one in self.found if one.acts <= taken}
        return named <= known

    def _keep(self, held: InForce, state: LoopholeState) -> None:
        """Keep a way round, unless one that takes no other acts is known."""
        clause = held.clause
        assert isinstance(clause, (Exclusivity, FirstRefusal))
        holders = clause.holders if isinstance(clause, FirstRefusal) else (clause.holder,)
        one = Loophole(held, holders, state.scene, state.steps, state.now)
        known = (other for other in self.found if other.around.path == held.path)
        if not any(other.acts <= one.acts for other in known):
            self.found.append(one)


def _offers_in(state: LoopholeState) -> OfferScene:
    here = state.here()
    rights = rights_of(here, state.scene)
    return OfferScene(state, here, rights, offers_standing(here, rights))


def _named_in(scene: LoopholeScene) -> set[TextPath]:
    """Return the texts of all restrictions that name a scene's use in some stretch in which it is worth asking."""
    return {path for one in scene.stretches if one.asking for _, named in text_ahead(scene, one.stretch.start)
            for path in named}  # fmt: skip


def _restrictions(scene: LoopholeScene) -> int:
    """Return how many restrictions a scene meets at once at most: those that meet few show a way round the shortest."""
    return max(len(named) for one in scene.stretches for _, named in text_ahead(scene, one.stretch.start))
