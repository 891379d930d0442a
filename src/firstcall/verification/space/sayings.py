"""What clauses can say to an act on any record that acts can make, and what that comes to.

What must be offered first can be declined or taken; what needs a consent can be consented to; a mix of use can be
reported as any; what begins or ends clauses can have happened, or not, and options can have been exercised. Each
clause's word hangs on facts of its own, these and mixes aside, so that every combination of what they can say is
possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.kept import Kept
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import Position, position
from firstcall.rights.decision import Outcome
from firstcall.rights.judge.applicable import applicable_and_escaped
from firstcall.rights.judge.doing import NONE, Doing, Effect, EffectKind
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.signing import after_signing, settled
from firstcall.rights.judge.weigh import Speaking, compared, weigh
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Questions
from firstcall.verification.space.suppositions import Supposition, Suppositions

_EFFECTS: dict[EffectKind, Effect] = {
    kind: Effect(kind, NONE.why) for kind in ("none", "clear", "offer", "consent", "forbid", "grant")
}


@dataclass(frozen=True, slots=True)
class MaySay:
    """A clause, all that it can say to an act, the first on a record on which nothing happened, and who can lift it."""

    held: InForce
    kinds: tuple[EffectKind, ...]
    routes: tuple[str, ...] = ()
    """Consent clauses under which somebody can lift it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that clauses can say together, and what it comes to."""

    kinds: tuple[EffectKind, ...]
    changed: tuple[int, ...]
    """The places of the clauses that say something else than on a record on which nothing happened."""
    outcome: Outcome
    conflict: bool
    pairs: tuple[tuple[str, str, str], ...]
    """Permissions beside restrictions that no words set in order, and how their scopes compare."""


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """An act of one kind heard by the clauses that reach it: every way in which they can speak."""

    act: CapacityAct
    terms: Terms
    said: tuple[MaySay, ...]
    given: tuple[Said, ...]
    """What is supposed to have happened; nothing for the record as it is."""
    ways: tuple[Way, ...]

    @property
    def outcomes(self) -> frozenset[Outcome]:
        """All that the act can come to."""
        return frozenset(way.outcome for way in self.ways)

    @property
    def plainly(self) -> Outcome:
        """What the act comes to on a record on which nothing happened."""
        return self.ways[0].outcome


def outcome_of(said: tuple[MaySay, ...], kinds: tuple[EffectKind, ...], terms: Terms) -> Outcome:
    """Return what an act comes to where clauses say these things."""
    return weigh(_speaking(said, kinds), terms).outcome


def _speaking(said: tuple[MaySay, ...], kinds: tuple[EffectKind, ...]) -> tuple[Speaking, ...]:
    return tuple(Speaking(one.held, _EFFECTS[kind]) for one, kind in zip(said, kinds, strict=True) if kind != "none")


@dataclass(slots=True, eq=False)
class ClauseHearings:
    """Hears every point of an agreement; what was heard of one stretch of time serves all alike.

    Args:
      questions: the points.
      other: what was heard of the same points under another reading; serves where the text reads alike.
    """

    questions: Questions
    other: ClauseHearings | None = None
    _same: dict[int, int | None] = field(default_factory=dict)
    _points: dict[QuestionPoint, tuple[Hearing, ...] | None] = field(default_factory=dict)
    _hearings: dict[tuple[Any, ...], Hearing] = field(default_factory=dict)
    _fresh: dict[tuple[Any, ...], Hearing] = field(default_factory=dict)
    """Of capacity that is signed as it is asked about, by all that its hearing hangs on."""
    _kinds: dict[tuple[Any, ...], MaySay | None] = field(default_factory=dict)
    _supposed: dict[int, tuple[Supposition, ...]] = field(default_factory=dict)
    _mixed: dict[int, tuple[Position, ...]] = field(default_factory=dict)
    _suppositions: Suppositions = field(init=False)
    _timeless: bool = field(init=False)
    _written: dict[tuple[str, str], InForce] = field(init=False)

    def __post_init__(self) -> None:
        agreement = self.questions.agreement
        self._suppositions = Suppositions(agreement, self.questions.record)
        self._timeless = self._suppositions.timeless()
        self._written = {}
        for version in versions(agreement):
            for held in terms(agreement, version.effective).clauses:
                self._written[held.clause.id, held.version.id] = held

    def hear(self, point: QuestionPoint) -> tuple[Hearing, ...] | None:
        """Return how each act of a point can be heard, whatever has happened; None if it is none."""
        at: QuestionPoint = (self._alike(point[0]), *point[1:])
        if at not in self._points:
            same = self._heard_before(at[0])
            self._points[at] = (
                self._hear(at) if same is None or self.other is None else self.other.hear((same, *at[1:]))
            )
        return self._points[at]

    def supposed(self, span: int) -> tuple[Supposition, ...]:
        """Return what may have happened in a stretch of time: nothing, and what makes other clauses speak."""
        at = self._alike(span)
        if at not in self._supposed:
            end = self.questions.space.stretches[at].end
            self._supposed[at] = self._suppositions.of(self.questions.here(at), end)
        return self._supposed[at]

    def _alike(self, span: int) -> int:
        return self.questions.alike(span) if self._timeless else span

    def _heard_before(self, span: int) -> int | None:
        if self.other is None or not self._timeless:
            return None
        if span not in self._same:
            self._same[span] = self.questions.same_as(self.other.questions, span)
        return self._same[span]

    def _hear(self, at: QuestionPoint) -> tuple[Hearing, ...] | None:
        question = self.questions.placed(at)
        if question is None or not self.questions.is_known(at):
            return None
        acts: tuple[CapacityAct, ...] = CAPACITY_ACTS if question.fresh else ("run",)
        return tuple(self._heard(at, supposed, act) for supposed in self.supposed(at[0]) for act in acts)

    def _heard(self, point: QuestionPoint, supposed: Supposition, act: CapacityAct) -> Hearing:
        here, cell = supposed.here, self.questions.cell(point)
        doing = _at(here.at, self.questions.doing(point, act))
        holding, _ = applicable_and_escaped(here, doing, cell)
        if doing.signed != doing.at:
            return self._hearing(act, supposed, self._after(doing, cell, here, holding))
        key = (act, id(here), doing.place, doing.workload, doing.provider, *map(id, holding))
        if key not in self._fresh:
            self._fresh[key] = self._hearing(act, supposed, (self._may_say(held, doing, here) for held in holding))
        return self._fresh[key]

    def _hearing(self, act: CapacityAct, supposed: Supposition, found: Iterable[MaySay | None]) -> Hearing:
        """Return an act as clauses say it; one hearing of all that are alike."""
        text = supposed.here.now
        said = tuple([self._as_written(one) for one in found if one is not None])
        key = (act, id(text), supposed.given, *[(id(one.held), one.kinds, one.routes) for one in said])
        hearing = self._hearings.get(key)
        if hearing is None:
            hearing = self._hearings[key] = Hearing(act, text, said, supposed.given, tuple(_ways(said, text)))
        return hearing

    def _as_written(self, one: MaySay) -> MaySay:
        held = self.written(one.held)
        return one if held is one.held else replace(one, held=held)

    def is_written(self, held: InForce) -> bool:
        """Say whether the file has a clause's text; what an option made of one it does not."""
        return (held.clause.id, held.version.id) in self._written

    def written(self, held: InForce) -> InForce:
        """Return a clause as the file has it, where something was exercised upon it."""
        if self.is_written(held):
            return self._written[held.clause.id, held.version.id]
        return [item for (name, _), item in self._written.items() if name == held.clause.id][-1]

    def _may_say(self, held: InForce, doing: Doing, here: Position) -> MaySay | None:
        key = (id(here), id(held), doing.act, doing.place, doing.workload, doing.provider)
        if key not in self._kinds:
            there = self._mixes(here) if getattr(held.clause, "primarily", None) else ()
            said = [effect(held, doing, one.now, one) for one in (here, *there)]
            self._kinds[key] = _may(held, said)
        return self._kinds[key]

    def _after(
        self, doing: Doing, cell: Mapping[str, str], here: Position, holding: tuple[InForce, ...]
    ) -> Iterator[MaySay | None]:
        """Yield what clauses can say to a run on capacity that was signed before."""
        signed = settled(doing, cell, here.when(doing.signed))
        for held in holding:
            now = effect(held, doing, here.now, here)
            after = after_signing(held, now if now.kind != "none" else _EFFECTS["none"], signed, doing, here)
            yield _may(held, [after]) if after is not None else None
        spoken = {held.clause.id for held in holding}
        over = here.now.ends is not None and doing.at >= here.now.ends
        for name, before in signed.carried.items():
            if name not in spoken and (not over or name in here.now.survives):
                after = after_signing(before.held, None, signed, doing, here)
                yield _may(before.held, [after]) if after is not None else None

    def _mixes(self, here: Position) -> tuple[Position, ...]:
        """Return records on which all use was of one workload, for each workload."""
        if id(here) not in self._mixed:
            day = (here.at - timedelta(days=2)).date().isoformat()
            found = []
            for workload in here.now.definitions.workloads:
                event = {"type": "mix-reported", "by": here.now.grantor, "since": day, "until": day,
                         "hours": {workload: "1"}}  # fmt: skip
                found.append(_with(here, event, here.at))
            self._mixed[id(here)] = tuple(found)
        return self._mixed[id(here)]


def _with(here: Position, event: dict[str, Any], at: datetime) -> Position:
    given = {"at": at.isoformat(), **event}
    record: Record = suppose(here.record, (given,), here.now.where, "supposed")
    return position(here.agreement, record, here.at)


def _at(at: datetime, doing: Doing) -> Doing:
    """Return an act at an instant; capacity signed as it is asked about is signed then."""
    if doing.at == at:
        return doing
    return replace(doing, at=at, signed=at if doing.signed == doing.at else doing.signed)


def _may(held: InForce, said: list[Effect]) -> MaySay | None:
    """Return all that a clause can say, from what it says on some records; None where it says nothing."""
    kinds: dict[EffectKind, None] = {}
    routes: dict[str, None] = {}
    for one in said:
        kinds[one.kind] = None
        routes |= dict.fromkeys(one.tried)
    if set(kinds) == {"none"}:
        return None
    for kind in tuple(kinds):
        if kind == "offer":
            kinds |= {"clear": None, "forbid": None}
        elif kind == "consent":
            kinds |= {"grant" if isinstance(held.clause, Approval) else "clear": None}
    return MaySay(held, tuple(kinds), tuple(routes))


_WEIGHED: Kept[tuple[Any, ...], Way] = Kept("what clauses come to where they say these things")


def _ways(said: tuple[MaySay, ...], terms: Terms) -> Iterator[Way]:
    """Yield every way in which clauses can speak together, those nearest to an empty record first."""
    every = product(*(one.kinds for one in said))
    first = tuple(one.kinds[0] for one in said)
    told = [(tuple(n for n, kind in enumerate(kinds) if kind != first[n]), kinds) for kinds in every]
    for changed, kinds in sorted(told, key=lambda item: (len(item[0]), item[0])):
        kept = _WEIGHED.on(terms.shelf)
        key = (kinds, changed, *(id(one.held) for one in said))
        if key not in kept:
            speaking = _speaking(said, kinds)
            weighed = weigh(speaking, terms)
            kept[key] = Way(kinds, changed, weighed.outcome, weighed.conflict, compared(speaking, terms))
        yield kept[key]
