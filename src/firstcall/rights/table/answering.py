"""The two levels put together: a question -> the clauses that can bear on it -> what they say -> a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.definitions import CAPACITY_ACTS
from firstcall.agreement.terms import InForce
from firstcall.dates import When
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.decide import entered_late, instants_asked
from firstcall.rights.decision import OUTCOMES, Mark, Outcome, strictest
from firstcall.rights.judge.applicable import applicable_and_escaped
from firstcall.rights.judge.doing import NONE, Doing, Effect, EffectKind
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.judge.signing import Settled, after_signing, settled
from firstcall.rights.question import Asked, Question, resolve
from firstcall.rights.table.live_sets import LiveSets
from firstcall.rights.table.verdicts import Verdict, Weight, marks_in_order, strictest_of
from firstcall.rights.under_readings import ways_to_read
from firstcall.values import dataclass

_RANK = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class OneReading:
    """The answer with the text read one way."""

    weight: Weight
    hindsight: bool
    version: str | None


@dataclass(slots=True, eq=False)
class Answering:
    """Answers questions of placement; keeps what clauses said to whom, so that each thing is worked out once.

    Args:
      agreement: the agreement.
      record: what happened.
      known_at: what had been entered and signed by then counts; None for everything in the files.
      readings: point -> alternative, for points to be read one way.
    """

    agreement: Agreement
    record: Record
    known_at: datetime | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    live: LiveSets = field(default_factory=LiveSets)
    _said: dict[tuple[Any, ...], EffectKind] = field(default_factory=dict)
    _signed: dict[tuple[Any, ...], Settled] = field(default_factory=dict)

    def verdict(self, asked: Asked, here: Position) -> Verdict:
        """Return what `decide` answers to a question of placement at a position of this agreement and record.

        Raises:
          QuestionError: the question cannot be asked that way.
          NotFound: it names an offer, contract or tranche that is not there.
        """
        if not self.agreement.readings:
            return _verdict([self._read(here, asked)])
        ways = ways_to_read(here, asked, self.readings)
        return _verdict([self._read(there, asked) for _, there in ways.positions])

    def outcome(self, asked: Asked, when: When) -> Outcome:
        """Return the outcome alone of what `decide` answers on a day, or over a month or a year.

        Raises:
          QuestionError: the question cannot be asked that way.
          NotFound: it names an offer, contract or tranche that is not there.
        """
        instants = instants_asked(self.agreement, when, self.known_at)
        return strictest(tuple(self.verdict(asked, self.at(at)).outcome for at in instants))

    def at(self, at: datetime) -> Position:
        """Return the record at an instant."""
        return position(self.agreement, self.record, at, self.known_at)

    def of_act(self, doing: Doing, cell: Mapping[str, str], here: Position) -> Weight:
        """Return what one act comes to with the text read as its agreement has it: of today, or on earlier capacity."""
        if doing.signed == doing.at:
            return self._act(doing, cell, here)
        return self._run(doing, cell, here, self._settled(doing, cell, here.when(doing.signed)))

    def _read(self, here: Position, asked: Asked) -> OneReading:
        """Return the answer with the text read one way."""
        question, _ = resolve(asked, here)
        told: list[tuple[tuple[str, str], ...]] = []
        weight = strictest_of(self._acts(question, here, None, told))
        version = here.terms().version
        late = question.contract is not None and entered_late(question.contract, here)
        return OneReading(weight, late and self._turned(question, here, told), version.id if version else None)

    def _turned(self, question: Question, here: Position, told: list[tuple[tuple[str, str], ...]]) -> bool:
        """Say whether what was known when a contract was entered settled its signing otherwise."""
        assert question.contract is not None
        then = position(here.agreement, here.record, question.signed, question.contract.recorded)
        known: list[tuple[tuple[str, str], ...]] = []
        for _ in self._acts(question, here, then, known):
            pass
        return known != told

    def _acts(
        self, question: Question, here: Position, signing: Position | None, told: list[tuple[tuple[str, str], ...]]
    ) -> Iterable[Weight]:
        """Yield what each act on each subject of a question comes to; tell what earlier signings settled."""
        if question.beyond is not None:
            yield from self._acts(question.beyond, here, signing, told)
        for workload in question.workloads:
            for cell in question.cells:
                if question.fresh:
                    yield from (self._act(doing_of(question, workload, act), cell, here) for act in CAPACITY_ACTS)
                else:
                    then = signing or here.when(question.signed)
                    run = doing_of(question, workload, "run")
                    held = self._settled(run, cell, then)
                    told.append(held.told())
                    yield self._run(run, cell, here, held)

    def _act(self, doing: Doing, cell: Mapping[str, str], here: Position) -> Weight:
        """Return what an act of today comes to: its live set, and what the clauses in it say."""
        holding, _ = applicable_and_escaped(here, doing, cell)
        live = self.live.of_act(holding, doing, here.now)
        kinds = tuple(
            kind if kind is not None else self._kind(held, doing, here)
            for held, kind in zip(live.clauses, live.fixed, strict=True)
        )
        return live.weight(kinds)

    def _run(self, doing: Doing, cell: Mapping[str, str], here: Position, signed: Settled) -> Weight:
        """Return what a run on capacity signed before comes to, after what its signing settled."""
        terms = here.now
        holding, _ = applicable_and_escaped(here, doing, cell)
        said: list[tuple[InForce, EffectKind]] = []
        for held in holding:
            now = Effect(self._kind(held, doing, here), NONE.why)
            found = after_signing(held, now, signed, doing, here)
            said.append((held, found.kind if found is not None else "none"))
        spoken = {held.clause.id for held in holding}
        over = terms.ends is not None and doing.at >= terms.ends
        for clause_id, before in signed.carried.items():
            if clause_id in spoken or (over and clause_id not in terms.survives):
                continue
            found = after_signing(before.held, None, signed, doing, here)
            if found is not None:
                said.append((before.held, found.kind))
        live = self.live.of_run((held for held, _ in said), terms)
        return live.weight(tuple(kind for _, kind in said))

    def _kind(self, held: InForce, doing: Doing, here: Position) -> EffectKind:
        """Return what a clause says to an act; customers and dimensions are not asked again."""
        contract = doing.contract.contract if doing.contract else None
        key = (
            id(held), doing.act, doing.provider, doing.place, doing.workload, doing.quantity, doing.offer, contract,
            doing.amount, doing.site, here.at,
        )  # fmt: skip
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = effect(held, doing, here.now, here).kind
        return found

    def _settled(self, doing: Doing, cell: Mapping[str, str], signing: Position) -> Settled:
        """Return what a signing settled; the same for every instant of a run."""
        contract = doing.contract.contract if doing.contract else None
        key = (
            id(signing.shelf), signing.at, doing.provider, doing.place, doing.mode, doing.workload, doing.customer,
            doing.quantity, contract, doing.amount, *cell.items(),
        )  # fmt: skip
        found = self._signed.get(key)
        if found is None:
            found = self._signed[key] = settled(doing, cell, signing)
        return found


def _verdict(read: list[OneReading]) -> Verdict:
    """Return the strictest of the answers under all readings; contested where they differ."""
    strict = max(read, key=lambda one: _RANK[one.weight.outcome])
    marks: list[Mark] = []
    for one in read:
        marks += ["conflict"] if one.weight.conflict else []
        marks += ["hindsight"] if one.hindsight else []
    if len({(one.weight.outcome, one.weight.deciding) for one in read}) > 1:
        marks.append("contested")
    return Verdict(strict.weight.outcome, marks_in_order(marks), strict.version, tuple(sorted(strict.weight.deciding)))
