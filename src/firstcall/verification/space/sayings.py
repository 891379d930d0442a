"""What clauses can say to an act on any record that acts can make, and what that comes to.

What must be offered first can be declined or taken; what needs a consent can be consented to; a mix of use can be
reported as any; a determination can be made, or not. Each clause's word hangs on facts of its own, determinations
and mixes aside, so that every combination of what they can say is possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.agreement.model.event_dates import UntilDetermination
from firstcall.agreement.terms import InForce, Terms
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
from firstcall.values import dataclass
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Questions, bears_on_capacity

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
    determined: tuple[str, ...]
    """The determinations that are supposed to hold."""
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
    _kinds: dict[tuple[Any, ...], MaySay | None] = field(default_factory=dict)
    _supposed: dict[int, tuple[tuple[tuple[str, ...], Position], ...]] = field(default_factory=dict)
    _mixed: dict[tuple[int, tuple[str, ...]], tuple[Position, ...]] = field(default_factory=dict)

    def hear(self, point: QuestionPoint) -> tuple[Hearing, ...] | None:
        """Return how each act of a point can be heard, with no determination made and with each; None if it is none."""
        at: QuestionPoint = (self.questions.alike(point[0]), *point[1:])
        if at not in self._points:
            same = self._heard_before(at[0])
            self._points[at] = (
                self._hear(at) if same is None or self.other is None else self.other.hear((same, *at[1:]))
            )
        return self._points[at]

    def _heard_before(self, span: int) -> int | None:
        if self.other is None:
            return None
        if span not in self._same:
            self._same[span] = self.questions.same_as(self.other.questions, span)
        return self._same[span]

    def _hear(self, at: QuestionPoint) -> tuple[Hearing, ...] | None:
        question = self.questions.placed(at)
        if question is None or not self.questions.is_known(at):
            return None
        acts: tuple[CapacityAct, ...] = CAPACITY_ACTS if question.fresh else ("run",)
        return tuple(
            self._heard(at, determined, here, act) for determined, here in self._suppositions(at[0]) for act in acts
        )

    def _heard(self, point: QuestionPoint, determined: tuple[str, ...], here: Position, act: CapacityAct) -> Hearing:
        doing, cell = self.questions.doing(point, act), self.questions.cell(point)
        holding, _ = applicable_and_escaped(here, doing, cell)
        if doing.signed == doing.at:
            found = [self._may_say(point[0], determined, held, doing, here) for held in holding]
        else:
            found = list(self._after(doing, cell, here, holding))
        said = tuple([one for one in found if one is not None])
        key = (act, id(here.now), determined, *[(id(one.held), one.kinds, one.routes) for one in said])
        hearing = self._hearings.get(key)
        if hearing is None:
            hearing = self._hearings[key] = Hearing(act, here.now, said, determined, tuple(_ways(said, here.now)))
        return hearing

    def _may_say(
        self, span: int, determined: tuple[str, ...], held: InForce, doing: Doing, here: Position
    ) -> MaySay | None:
        key = (span, determined, id(held), doing.act, doing.place, doing.workload, doing.provider)
        if key not in self._kinds:
            there = self._mixes(span, determined, here) if getattr(held.clause, "primarily", None) else ()
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

    def _suppositions(self, span: int) -> tuple[tuple[tuple[str, ...], Position], ...]:
        """Return the record on which nothing happened, and one for each determination that ends a clause."""
        if span not in self._supposed:
            here = self.questions.here(span)
            named = dict.fromkeys(
                held.clause.until.determination
                for held in here.now.speaking(here.at)
                if isinstance(held.clause.until, UntilDetermination) and bears_on_capacity(held)
            )
            found: list[tuple[tuple[str, ...], Position]] = [((), here)]
            for name in named:
                there = _determined(here, name)
                found += [((name,), there)] if there is not None else []
            self._supposed[span] = tuple(found)
        return self._supposed[span]

    def _mixes(self, span: int, determined: tuple[str, ...], here: Position) -> tuple[Position, ...]:
        """Return records on which all use was of one workload, for each workload."""
        if (span, determined) not in self._mixed:
            day = (here.at - timedelta(days=2)).date().isoformat()
            found = []
            for workload in here.now.definitions.workloads:
                event = {"type": "mix-reported", "by": here.now.grantor, "since": day, "until": day,
                         "hours": {workload: "1"}}  # fmt: skip
                found.append(_with(here, event, here.at))
            self._mixed[span, determined] = tuple(found)
        return self._mixed[span, determined]


def _with(here: Position, event: dict[str, Any], at: datetime) -> Position:
    given = {"at": at.isoformat(), **event}
    record: Record = suppose(here.record, (given,), here.now.where, "supposed")
    return position(here.agreement, record, here.at)


def _determined(here: Position, name: str) -> Position | None:
    """Return a record on which a determination was declared, and verified where somebody can."""
    defined = here.now.definitions.determinations.get(name)
    if defined is None:
        return None
    there = _with(here, {"type": "determination-declared", "by": defined.declared_by, "determination": name}, here.at)
    if defined.verified_by is None:
        return there
    return _with(there, {"type": "determination-verified", "by": defined.verified_by, "determination": name}, here.at)


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
