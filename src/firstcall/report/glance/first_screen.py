"""The answers that stand first: what may be done, is due, moves, is disputed, is sound; what the five answers mean."""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.dates import local_day
from firstcall.record.position import Position
from firstcall.refusal.due import everything_due
from firstcall.report.glance.allowed import AnswerTable, may_be_done
from firstcall.report.glance.dated_next import dated_next, dated_things
from firstcall.report.glance.disputes import PointTurnedOn, in_dispute
from firstcall.report.glance.due_lines import DueLine, due_lines_of
from firstcall.report.glance.due_next import due_next, free_now
from firstcall.report.glance.money_flows import money_moved
from firstcall.report.glance.sound import is_sound
from firstcall.rights.decision import Outcome
from firstcall.said import Said, sentence
from firstcall.values import dataclass


class AskedMay(Said):
    says = sentence("glance.ask-may", "What may be done?")


class AskedDue(Said):
    says = sentence("glance.ask-due", "What is due next?")


class AskedMoney(Said):
    says = sentence("glance.ask-money", "What money moves?")


class AskedDisputed(Said):
    says = sentence("glance.ask-disputed", "What is disputed?")


class AskedSound(Said):
    says = sentence("glance.ask-sound", "Is the text sound?")


class PermittedMeans(Said):
    says = sentence("glance.permitted-means", "a clause allows it, or its condition is met")


class OfferFirstMeans(Said):
    says = sentence(
        "glance.offer-first-means", "it must be offered to the holder of a right first; it may then be free"
    )


class ConsentFirstMeans(Said):
    says = sentence("glance.consent-first-means", "a party that the text names must agree first")


class ForbiddenMeans(Said):
    says = sentence(
        "glance.forbidden-means", "a clause bars it, and no consent or offer that the text knows lifts that"
    )


class UngovernedMeans(Said):
    says = sentence("glance.ungoverned-means", "no clause in force speaks of it, so the agreement leaves it free")


MEANINGS: tuple[tuple[Outcome, Said], ...] = (
    ("permitted", PermittedMeans()),
    ("offer-first", OfferFirstMeans()),
    ("consent-first", ConsentFirstMeans()),
    ("forbidden", ForbiddenMeans()),
    ("ungoverned", UngovernedMeans()),
)
"""The five answers, each in a sentence."""


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """The five answers of a day, each a few sentences."""

    may: tuple[Said, ...]
    due: tuple[Said, ...]
    money: tuple[Said, ...]
    disputed: tuple[Said, ...]
    sound: tuple[Said, ...]
    due_lines: tuple[DueLine, ...]
    """All that is due or may be done by a day, the nearest deadline first."""

    @property
    def rows(self) -> tuple[tuple[str, Said, tuple[Said, ...]], ...]:
        """Return the five in the order in which they are read: a name, the question, the sentences."""
        return (
            ("may", AskedMay(), self.may),
            ("due", AskedDue(), self.due),
            ("money", AskedMoney(), self.money),
            ("disputed", AskedDisputed(), self.disputed),
            ("sound", AskedSound(), self.sound),
        )


def first_screen(
    table: AnswerTable, here: Position, points: Iterable[PointTurnedOn], owed: tuple[Said, ...] = ()
) -> FirstScreen:
    """Return the answers that stand first in a brief.

    Args:
      table: the answers of the day by workload and provider.
      here: the record at the instant of the brief.
      points: the points of construction that some answer of the brief turns on.
      owed: who owes whom for the last whole month.
    """
    text, due = here.terms(), everything_due(here)
    speaking = text.speaking(here.at)
    return FirstScreen(
        (*may_be_done(table, text, speaking), *free_now(due)),
        due_next(due, text.parties, here.at, dated_next(dated_things(here), text.parties)),
        (*owed, *money_moved(text, speaking, local_day(here.at, text.where))),
        in_dispute(points, here),
        is_sound(here.agreement.as_written()),
        due_lines_of(here, due),
    )
