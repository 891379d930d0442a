"""Two texts asked of use and licence of technology: which answers are others, told in the fewest sets of questions.

Who, what is done with which model, product, kind of technology, and what is supposed determined beside the record,
each as its own text lets it be determined and made use of. A question that one of the texts has no words for is not
asked of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Clause, Consent, Licence, Prohibition
from firstcall.agreement.terms import InForce, Terms, terms
from firstcall.errors import QuestionError
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, ContractSigned
from firstcall.record.events.milestones import (
    AboutDetermination,
    AboutOption,
    EscapeExercised,
    Interpretation,
    ModelDeveloped,
    Occurred,
)
from firstcall.record.position import Position, position
from firstcall.rights.decision import Outcome, strictest
from firstcall.rights.judge.permissions.licensing import affiliation
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.under_readings import ways_to_read
from firstcall.values import dataclass
from firstcall.verification.difference.answers import Asking, history_at
from firstcall.verification.findings.finding import QuestionSet, shown_in
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import SPAN, Space, TextStretch, bears_on_technology
from firstcall.verification.space.technology import (
    ANYBODY,
    AS_RECORDED,
    EXERCISED,
    LATER_MODEL,
    MODEL_ACTS,
    TechnologyQuestion,
    supposed_records,
    technology_outcome,
)

Turn = tuple[Outcome | None, Outcome | None]
"""What a question comes to before and after; None where it cannot be asked."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TechnologyChanged:
    """Questions of technology whose answers change alike: from what, to what, how many, and which."""

    before: Outcome | None
    after: Outcome | None
    questions: int
    sets: tuple[QuestionSet, ...]
    at_least: int


def technology_changes(asked: Asking) -> tuple[TechnologyChanged, ...]:
    """Return the answers of use and licence that change, most questions first."""
    space = technology_space(asked)
    found, askable = changed_uses(asked, space)
    groups = []
    for (before, after), points in found.items():
        sets, at_least = shown_in(points, space, askable)
        groups.append(TechnologyChanged(before, after, len(points), sets, at_least))
    return tuple(sorted(groups, key=lambda one: -one.questions))


def changed_uses(asked: Asking, space: Space) -> tuple[Mapping[Turn, set[QuestionPoint]], set[QuestionPoint]]:
    """Return the questions whose answers change, by what they were and are, and all that one text can be asked."""
    before, after = (_Licences(text, asked) for text in (asked.before, asked.after))
    found: dict[Turn, set[QuestionPoint]] = {}
    askable = set()
    same = [history_at(asked.before, one.start) == history_at(asked.after, one.start) for one in space.stretches]
    for point in space.points():
        if same[point[0]]:
            askable.add(point)
            continue
        was, now = before.answer(space, point), after.answer(space, point)
        if was is not None or now is not None:
            askable.add(point)
        if was != now:
            found.setdefault((was, now), set()).add(point)
    return found, askable


def technology_space(asked: Asking) -> Space:
    """Return every question of technology that either text has words for, wherever a text or the record turns."""
    held = asked.space.stretches
    texts = [terms(text, one.start) for text in (asked.before, asked.after) for one in held]
    happened = {event.at for event in asked.record.known().events}
    stretches = tuple(part for one in held for part in _parted(one, happened))
    words = (_words(texts, "parties"), MODEL_ACTS, _words(texts, "products"), _words(texts, "ip"),
             _words(texts, "determinations"))  # fmt: skip
    parties, acts, products, kinds, determined = words
    axes = (
        (*parties, ANYBODY),
        acts,
        products,
        kinds or ("",),
        (AS_RECORDED, *(name + how for name in determined for how in ("", EXERCISED))),
    )
    names = (SPAN, "who", "act", "product", "technology", "determined")
    return Space(stretches, names, tuple(tuple((word,) for word in axis) for axis in axes))


def question_at(space: Space, point: QuestionPoint) -> TechnologyQuestion:
    """Return the question of a point; an earlier model was developed before every text, a later one afterwards."""
    at = space.stretches[point[0]].start
    who, act, product, kind, _ = space.words(point)
    if act == "license":
        return AskedLicence(who, product, kind or None)
    made = space.stretches[0].start - _A_DAY if act == "use-earlier-model" else at + _A_DAY
    return AskedUse(who, product, kind or None, LATER_MODEL, made)


def _parted(one: TextStretch, instants: set[datetime]) -> tuple[TextStretch, ...]:
    """Return a stretch of time parted where something happened in it."""
    inner = sorted(at for at in instants if one.start < at and (one.end is None or at < one.end))
    starts = (one.start, *inner)
    return tuple(TextStretch(at, end, one.version) for at, end in zip(starts, (*inner, one.end), strict=True))


def _words(texts: list[Terms], what: str) -> tuple[str, ...]:
    held = (one.parties if what == "parties" else getattr(one.definitions, what) for one in texts)
    return tuple(dict.fromkeys(word for words in held for word in words))


@dataclass(frozen=True, slots=True)
class _Standing:
    """All that answers of a text hang on at an instant, and how its clauses tell words apart."""

    text: tuple[Any, ...]
    parties: Mapping[str, Hashable]
    products: Mapping[str, Hashable]
    kinds: Mapping[str, Hashable]

    @classmethod
    def of(cls, agreement: Agreement, asked: Asking, at: datetime, space: Space) -> _Standing:
        """Return how a text stands at an instant, under every reading of each point."""
        read = [agreement, *(construe(agreement, {point.id: name})
                             for point in agreement.readings for name in point.alternatives)]  # fmt: skip
        here = [position(one, asked.record, at) for one in read]
        told = [held.clause for one in here for held in one.now.clauses if _bears(held)]
        now, words = here[0].now, here[0].now.definitions
        speaking = tuple(
            (held.clause.id, held.version.id, held.clause.model_dump_json(), speaks_now(one, held))
            for one in here for held in one.now.speaking(at) if _bears(held)
        )  # fmt: skip
        happened = tuple(event.id for event in here[0].known.events if event.at <= at and isinstance(event, _BEARING))
        text = (now.version and now.version.id, speaking, happened, len(here))
        names = space.classes[0] + space.classes[2] + space.classes[3]
        every = [name for (name,) in names]
        return cls(
            text,
            {name: _party_told(name, told, here[0]) for name in every},
            {name: (name in words.products, tuple(_names(one, "products", name) for one in told)) for name in every},
            {name: (name in words.ip, name == "models", not name, tuple(_names(one, "ip", name) for one in told))
             for name in every},
        )  # fmt: skip


_BEARING = (
    AboutDetermination, AboutOption, ConsentGiven, ConsentRevoked, ContractSigned, EscapeExercised, Interpretation,
    ModelDeveloped, Occurred,
)  # fmt: skip
"""What may change an answer of technology; what happens to offers does not."""


def _bears(held: InForce) -> bool:
    return bears_on_technology(held) or isinstance(held.clause, Consent)


def _names(clause: Clause, key: str, word: str) -> tuple[bool, ...]:
    """Say whether a clause, and each of its exceptions, names a kind of technology or a product."""
    return tuple(
        (values := getattr(one, key, None)) is None or word in values
        for one in (clause, *getattr(clause, "except_", ()))
    )


def _party_told(name: str, told: list[Clause], here: Position) -> Hashable:
    """Return how clauses tell somebody from others: what they are to licences, bound by, named by."""
    found: list[Hashable] = [name in here.now.parties, name == here.now.grantor]
    for clause in told:
        match clause:
            case Licence():
                found.append((name == clause.licensor, name == clause.licensee, affiliation(clause, name, here.now)))
            case Prohibition():
                found.append((clause.forbids("use", name), clause.forbids("license", name), _names(clause, "to", name)))
            case Consent():
                found.append(name == clause.by)
            case _:
                pass
    return tuple(found)


@dataclass(slots=True, eq=False)
class _Licences:
    """A text that is asked of technology, under every reading in play."""

    agreement: Agreement
    asked: Asking
    _here: dict[datetime, dict[str, Position]] = field(default_factory=dict)
    _stands: dict[datetime, _Standing] = field(default_factory=dict)
    _known: dict[tuple[Any, ...], Outcome | None] = field(default_factory=dict)

    def answer(self, space: Space, point: QuestionPoint) -> Outcome | None:
        """Return what a question comes to, the strictest of its readings; None where it cannot be asked."""
        at, (who, act, product_, kind, name) = space.stretches[point[0]].start, space.words(point)
        if at not in self._stands:
            self._stands[at] = _Standing.of(self.agreement, self.asked, at, space)
        stands = self._stands[at]
        key = (stands.text, act, name, stands.parties[who], stands.products[product_], stands.kinds[kind])
        if key not in self._known:
            self._known[key] = self._asked(space, point)
        return self._known[key]

    def _asked(self, space: Space, point: QuestionPoint) -> Outcome | None:
        at, name = space.stretches[point[0]].start, space.words(point)[-1]
        if at not in self._here:
            self._here[at] = dict(supposed_records(position(self.agreement, self.asked.record, at)))
        here = self._here[at].get(name)
        if here is None:
            return None
        question = question_at(space, point)
        try:
            ways = ways_to_read(here, question, {}).positions if self.agreement.readings else ((None, here),)
            return strictest(tuple(technology_outcome(there, question) for _, there in ways))
        except QuestionError:
            return None
