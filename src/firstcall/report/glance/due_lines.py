"""What is due as a table has it: what its party may do now, what is left of its time, or that it is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Annotated, assert_never

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.concerned import offers_of
from firstcall.record.position import Position
from firstcall.refusal.due import Due
from firstcall.report.glance.due_next import TimeIsOver, by_when
from firstcall.report.offer.due_facts import party_names, who_must
from firstcall.said import AnyOf, Said, sentence
from firstcall.values import dataclass


class SayWilling(Said):
    says = sentence("inbox.say-willing", "say that it is willing to accept")


class GiveNotice(Said):
    says = sentence("inbox.give-notice", "give notice")


class TakeWhole(Said):
    says = sentence("inbox.take-whole", "take the whole")


class TakePart(Said):
    says = sentence("inbox.take-part", "take a part")


class DeclineIt(Said):
    says = sentence("inbox.decline", "decline")


class SayWhatIsLacking(Said):
    says = sentence("inbox.say-what-is-lacking", "say what the notice lacks")


class SignContract(Said):
    says = sentence("inbox.sign-contract", "sign the contract")


class DeliverIt(Said):
    says = sentence("inbox.deliver", "deliver")


class SignElsewhere(Said):
    says = sentence("inbox.sign-elsewhere", "sign with the third party")


class MayDo(Said):
    says = sentence("inbox.may-do", "{acts}")
    acts: Annotated[tuple[Said, ...], AnyOf]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing due, with what its party may do now and the time that is left."""

    due: Due
    who: tuple[Said | str, ...]
    """Who must or may act, by name: each with its own share where several are asked."""
    may: Said
    by: Said | None
    """By when: an instant, or the last day of a time in which something may be done."""
    left: timedelta | None
    """The time until its last instant; None where nothing sets an end, or that has passed."""
    late: Said | None
    """That its last instant has passed."""


def due_lines_of(here: Position, due_items: Iterable[Due]) -> tuple[DueLine, ...]:
    """Return what is due with what may be done about it, in the order given.

    Args:
      here: the record as somebody sees it, at the instant of telling.
      due_items: what is due then.
    """
    texts = {(offer.id, clause.id): offer.right.clause if offer.right else clause for offer, clause in offers_of(here)}
    return tuple(_line(here, due, texts[due.offer, due.clause]) for due in due_items)


def _line(here: Position, due: Due, clause: FirstRefusal) -> DueLine:
    passed = due.by is not None and due.by < here.at
    left = None if due.until is None or passed else due.until - here.at
    who, may = who_must(due, party_names(here)), MayDo(acts=tuple(_acts(due, clause)))
    return DueLine(due, who, may, by_when(due), left, TimeIsOver() if passed else None)


def _acts(due: Due, clause: FirstRefusal) -> Iterator[Said]:
    """Yield what the party that something is due from may do about it."""
    match due.what:
        case "willingness":
            yield SayWilling()
        case "notice" | "renewed notice":
            yield GiveNotice()
        case "answer" | "answer to the noticed terms":
            yield TakeWhole()
            if clause.partial != "none":
                yield TakePart()
            yield DeclineIt()
        case "objection":
            yield SayWhatIsLacking()
        case "signature":
            yield SignContract()
        case "delivery":
            yield DeliverIt()
        case "performance":
            yield SignContract()
            yield DeliverIt()
        case "signature elsewhere":
            yield SignElsewhere()
        case _:
            assert_never(due.what)
