"""Questions of use and licence: those that a text tells apart, on the record as it is and after each determination."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import timedelta
from itertools import product
from typing import Any, Literal, get_args

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Escape, Licence, Option
from firstcall.agreement.overlay import without
from firstcall.agreement.terms import InForce
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import Position, position
from firstcall.rights.decision import Outcome, strictest
from firstcall.rights.judge.permissions.licensing import affiliation
from firstcall.rights.judge.technology import AskedLicence, AskedUse, judge_technology
from firstcall.values import dataclass
from firstcall.verification.space.domain import bears_on_technology

ANYBODY = "anybody-else"
"""A name that is no party's."""
LATER_MODEL = "a-model"
"""The model that is asked about, and that an escape lists when it is made use of."""
TechnologyQuestion = AskedUse | AskedLicence
ModelAct = Literal["use-earlier-model", "use-later-model", "license"]
MODEL_ACTS: tuple[ModelAct, ...] = get_args(ModelAct)
Step = Mapping[str, Any]
"""What an act puts on the record, its instant aside."""
EXERCISED = "+exercised"
"""What follows the name of a determination where every escape that turns on it is exercised too."""
AS_RECORDED = "as-recorded"
"""Where nothing is supposed determined beside what the record has."""


def technology_questions(here: Position) -> Iterator[TechnologyQuestion]:
    """Yield every question of use and of licence that a text tells apart, of models of before and of later."""
    words = here.now.definitions
    licences = [held.clause for held in here.now.clauses if isinstance(held.clause, Licence)]
    if not words.products:
        return
    groups = [one.name for party in here.now.parties.values() for one in party.affiliates]
    parties = [*here.now.parties, *dict.fromkeys(groups), ANYBODY]
    told = {name: tuple(_stands(name, one, here) for one in licences) for name in parties}
    grantor = {name: (name == here.now.grantor, told[name]) for name in parties}
    products = {name: tuple(one.products is None or name in one.products for one in licences)
                for name in words.products}  # fmt: skip
    kinds = {name: tuple(one.ip is None or name in one.ip for one in licences) for name in words.ip}
    licensees = dict.fromkeys(one.licensee for one in licences if one.sublicensable is not None)
    for party, product_, ip in product(_first(grantor), _first(products), _first(kinds) or (None,)):
        for developed in (here.at - timedelta(days=1), here.at + timedelta(days=1)):
            yield AskedUse(party, product_, ip, LATER_MODEL, developed)
        yield AskedLicence(party, product_, ip)
        for by in licensees:
            yield AskedLicence(party, product_, ip, by)


def _stands(name: str, licence: Licence, here: Position) -> tuple[bool, bool, bool]:
    """Return how somebody stands to a licence: its licensor, its licensee, an affiliate of it."""
    affiliate = affiliation(licence, name, here.now) is not None
    return name == licence.licensor, name == licence.licensee, affiliate


def _first(told: Mapping[str, Hashable]) -> list[str]:
    """Return the first of the words that nothing tells apart, of each sort."""
    found: dict[Hashable, str] = {}
    for name, what in told.items():
        found.setdefault(what, name)
    return list(found.values())


def technology_records(here: Position) -> Iterator[Position]:
    """Yield the record as it is, and with each determination made, and made use of, so far as acts can."""
    yield here
    turned_on = {one.determination for one in _escapes(here)}
    for name, declared, verified, made_use in _determinations(here):
        if name not in turned_on:
            continue
        yield _supposed(here, (declared, *made_use))
        if verified:
            yield _supposed(here, (declared, *verified, *made_use))


def supposed_records(here: Position) -> Iterator[tuple[str, Position]]:
    """Yield the record as it is, and with each determination made in full, before and after an escape is exercised.

    Each comes with its name: that of the determination, which `EXERCISED` follows where it is made use of.
    """
    yield AS_RECORDED, here
    for name, declared, verified, made_use in _determinations(here):
        yield name, _supposed(here, (declared, *verified))
        yield name + EXERCISED, _supposed(here, (declared, *verified, *made_use))


def _determinations(here: Position) -> Iterator[tuple[str, Step, tuple[Step, ...], tuple[Step, ...]]]:
    """Yield what can be determined: its name, and who declares it, verifies it and exercises an escape on it."""
    for name, defined in here.now.definitions.determinations.items():
        declared = {"type": "determination-declared", "by": defined.declared_by, "determination": name}
        verified = {"type": "determination-verified", "by": defined.verified_by, "determination": name}
        licensors = dict.fromkeys(
            held.clause.licensor
            for one in _escapes(here)
            for licence in one.licences
            if one.determination == name
            and (held := here.now.by_id.get(licence)) is not None
            and isinstance(held.clause, Licence)
        )
        made_use = [{"type": "escape-exercised", "models": [LATER_MODEL], "by": by} for by in licensors]
        yield name, declared, (verified,) if defined.verified_by is not None else (), tuple(made_use)


def _escapes(here: Position) -> list[Escape]:
    return [held.clause for held in here.now.speaking(here.at) if isinstance(held.clause, Escape)]


def _supposed(here: Position, steps: Iterable[Step]) -> Position:
    events = [{"at": here.at.isoformat(), **step} for step in steps]
    made = suppose(here.record, events, here.now.where, "supposed")
    return position(here.agreement, made, here.at)


def technology_outcome(here: Position, asked: TechnologyQuestion) -> Outcome:
    """Return what a question of technology comes to: the strictest, where it is left open which model is meant."""
    judged, _ = judge_technology(asked, here)
    return strictest(tuple("forbidden" if one.unlicensed else one.weighed.outcome for one in judged))


@dataclass(slots=True, eq=False)
class Technologies:
    """Answers of texts to the questions of a text; what was answered once serves wherever clauses are the same."""

    _known: dict[tuple[Any, ...], tuple[Outcome, ...]] = field(default_factory=dict)
    unneeded: dict[tuple[Any, ...], Mapping[str, InForce]] = field(default_factory=dict)
    """The clauses without which every answer would be the same, for agreements in which the same clauses speak."""
    _needed: dict[tuple[Any, ...], bool] = field(default_factory=dict)
    _alive: list[object] = field(default_factory=list)
    """Kept, so that the clauses and events by which answers are known stay their own."""

    def answers(self, here: Position, under: Agreement | None = None) -> tuple[Outcome, ...]:
        """Return the answers to every question of a text at a position.

        Args:
          here: the text, and the record on which they are asked.
          under: the agreement that answers; the text's own when left out.
        """
        agreement = under or here.agreement
        there = here if under is None else position(agreement, here.record, here.at)
        key = (_of(here), _of(there))
        if key not in self._known:
            self._alive += [here.agreement, agreement, here.record]
            self._known[key] = tuple(_asked(here, agreement))
        return self._known[key]

    def key(self, stretches: Iterable[Position]) -> tuple[Any, ...]:
        """Return all that answers on technology hang on over all stretches of time, options included."""
        held = tuple(stretches)
        self._alive += [here.agreement for here in held]
        options = {id(one.clause) for here in held for one in here.now.clauses if isinstance(one.clause, Option)}
        return tuple(map(_of, held)), frozenset(options)

    def needs(self, here: Position, held: InForce) -> bool:
        """Say whether some answer would be another if a clause were taken out of the text.

        Args:
          here: the text, and the record on which questions are asked.
          held: the clause in it.
        """
        key = (_of(here), held.clause.id)
        if key not in self._needed:
            less = without(here.agreement.as_written(), (held.clause.id,), here.at)
            self._alive += [here.agreement, here.record]
            now = zip(self.answers(here), _asked(here, less), strict=True)
            self._needed[key] = any(one != other for one, other in now)
        return self._needed[key]


def _of(here: Position) -> tuple[Any, ...]:
    """Return all that answers on technology hang on at a position."""
    text = here.now
    speaking = tuple(
        (id(held.clause), held.version.id, speaks_now(here, held)) for held in text.speaking(here.at)
        if bears_on_technology(held)
    )  # fmt: skip
    roles = tuple((name, party.role, party.affiliates) for name, party in text.parties.items())
    words = text.definitions
    named = tuple((name, id(one)) for name, one in words.determinations.items())
    return speaking, roles, words.products, words.ip, named, tuple(map(id, here.record.events))


def _asked(here: Position, agreement: Agreement) -> Iterable[Outcome]:
    questions = tuple(technology_questions(here))
    for record in technology_records(here):
        there = position(agreement, record.record, here.at)
        yield from (technology_outcome(there, asked) for asked in questions)
