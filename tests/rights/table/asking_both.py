"""The same questions to `decide` and to the table; the table as a log of placements asks it: by columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy
from tests.oracle.second import Ask

from firstcall.agreement.document import Agreement
from firstcall.errors import NotFound, QuestionError
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked
from firstcall.rights.table.axes.counted_places import billionths
from firstcall.rights.table.axes.lookup import instant_at, micros
from firstcall.rights.table.locating import NO_QUANTITY, Batch, Column, Locator
from firstcall.rights.table.table import Table, table_of
from firstcall.rights.table.verdicts import Unasked, Verdict, marks_in_order

TICK = timedelta(microseconds=1)
Questions = Sequence[tuple[Ask, datetime]]


def asked(ask: Ask) -> Asked:
    return Asked(
        (ask.workload,), ask.provider, ask.customer, ask.capacity, ask.signed, ask.quantity, ask.offer, ask.contract,
        ask.tranche, None, dict(ask.dims),
    )  # fmt: skip


def told(decision: Decision) -> Verdict:
    deciding = tuple(sorted({cited.reference for cited in decision.deciding}))
    return Verdict(decision.outcome, marks_in_order(decision.marks), decision.version, deciding)


def column(words: Sequence[str | None]) -> Column:
    once = tuple(dict.fromkeys([*words, None]))
    return Column(once, numpy.array([once.index(word) for word in words], dtype=numpy.int32))


def batch_of(table: Table, questions: Questions) -> Batch:
    names = ("workload", "provider", "customer", "capacity", "offer", "contract", "tranche")
    columns = {name: column([getattr(ask, name) for ask, _ in questions]) for name in names}
    columns |= {axis.name: column([dict(ask.dims).get(axis.name) for ask, _ in questions]) for axis in table.axes[2:]}
    given = [NO_QUANTITY if ask.quantity is None else billionths(ask.quantity) for ask, _ in questions]
    return Batch(numpy.array([micros(at) for _, at in questions]), None, columns, numpy.array(given))


def numbers_of(table: Table, questions: Questions) -> list[int]:
    numbers: list[int] = Locator(table).locate(batch_of(table, questions)).numbers.tolist()
    return numbers


@dataclass(frozen=True)
class Differing:
    """A question to which the two give different answers."""

    ask: Ask
    at: datetime
    decided: Verdict | str
    looked_up: Verdict | Unasked


def differing(
    agreement: Agreement,
    record: Record,
    questions: Questions,
    known: datetime | None = None,
    table: Table | None = None,
) -> list[Differing]:
    """Ask both, and return where they differ; what `decide` refuses the table cannot judge either."""
    held = table or table_of(agreement, record, known)
    found = []
    for (ask, at), number in zip(questions, numbers_of(held, questions), strict=True):
        looked_up = held.answer(number)
        decided: Verdict | str
        try:
            decided = told(decide(agreement, record, asked(ask), at, known))
        except (QuestionError, NotFound) as error:
            decided = str(error)
        if isinstance(decided, str) != isinstance(looked_up, Unasked) or (
            isinstance(decided, Verdict) and decided != looked_up
        ):
            found.append(Differing(ask, at, decided, looked_up))
    return found


def instants_of(table: Table) -> list[datetime]:
    """Every instant at which a class of capacity, an offer or a contract begins, the one before and the one after."""
    for name in table.every_name():
        table.case(name)
    found = {instant_at(value) for case in table.cases for value in case.instants.tolist()}
    return sorted({at + step * TICK for at in found for step in (-1, 0, 1)})


def at_all(asks: Iterable[Ask], instants: Iterable[datetime]) -> list[tuple[Ask, datetime]]:
    return [(ask, at) for at in instants for ask in asks]
