"""A difference as sheets: the wording, the answers, the transactions that turn, the deadlines that move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from firstcall.dates import shown
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.findings.rows import set_line
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.rights.decision import Outcome
from firstcall.verification.difference.answers import ActOutcomes, AnswersChanged
from firstcall.verification.difference.wording import Reworded

DIFFERENCE_ABOUT = (
    "Both texts are asked the same questions on the same record at the same instants. Not legal advice, and no opinion "
    "on which text is the better one."
)


@dataclass(frozen=True, slots=True)
class Turned:
    """A transaction whose answer is another under the second text."""

    transaction: str
    line: int
    workload: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """An offer in flight whose last instant for an answer is another under the second text; None for none."""

    offer: str
    right: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts of one partnership, and all that is different between them."""

    title: str
    before: str
    after: str
    wording: tuple[Reworded, ...]
    answers: tuple[AnswersChanged, ...]
    turned: tuple[Turned, ...]
    moved: tuple[MovedDeadline, ...]
    where: ZoneInfo

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        return not (self.wording or self.answers or self.turned or self.moved)


def difference_sheets(found: Difference) -> Iterator[Sheet]:
    """Yield the sheets of a difference, in the order in which they are read."""
    about = ("Nothing is different.",) if found.is_empty else ()
    yield Sheet(f"{found.title}: {found.before} to {found.after}", (), (), (*about, DIFFERENCE_ABOUT))
    if found.wording:
        yield Sheet("Wording", ("what", "field", found.before, found.after), tuple(_wording(found)))
    if found.answers:
        total = sum(one.questions for one in found.answers)
        note = f"{total:,} answers change; each kind is told in few sets of questions."
        columns = ("before", "after", "answers", "which")
        yield Sheet("Answers", columns, tuple(_answers(found)), (note,))
    if found.turned:
        rows = tuple(
            (OwnWords(one.transaction), OwnWords(one.workload), TheAnswer(outcome=one.before),
             TheAnswer(outcome=one.after))
            for one in found.turned
        )  # fmt: skip
        yield Sheet("Transactions whose answer turns", ("transaction", "workload", "before", "after"), rows)
    if found.moved:
        rows_ = tuple(
            (OwnWords(one.offer), OwnWords(one.right), _instant(one.before, found), _instant(one.after, found))
            for one in found.moved
        )
        yield Sheet("Offers in flight whose deadline moves", ("offer", "right", "before", "after"), rows_)


def _instant(at: datetime | None, found: Difference) -> str:
    return "none" if at is None else shown(at, found.where)


def _wording(found: Difference) -> Iterator[tuple[Cell, ...]]:
    for one in found.wording:
        name = f"{one.kind} {one.name} ({one.how})"
        if not one.fields:
            yield name, "", "", ""
        for number, field in enumerate(one.fields):
            values = (OwnWords(field.before or ""), OwnWords(field.after or ""))
            yield name if number == 0 else "", OwnWords(field.field), *values


def _answers(found: Difference) -> Iterator[tuple[Cell, ...]]:
    for one in found.answers:
        which = tuple(set_line(shown, found.where) for shown in one.sets)
        yield _outcome(one.before), _outcome(one.after), f"{one.questions:,}", which


def _outcome(told: ActOutcomes) -> str:
    """Return what a question comes to, act by act where its acts come to different things.

    >>> _outcome(ActOutcomes((("sign", "offer-first"), ("run", "ungoverned"))))
    'offer-first (sign offer-first, run ungoverned)'
    """
    if told.outcome is None:
        return "not asked"
    if len({outcome for _, outcome in told.acts}) == 1:
        acts = "" if len(told.acts) > 1 else f" ({told.acts[0][0]} only)"
        return f"{told.outcome}{acts}"
    return f"{told.outcome} ({', '.join(f'{act} {outcome}' for act, outcome in told.acts)})"
