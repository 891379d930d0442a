"""Acts of a party beside capacity and technology: may it assign the agreement, change control, hire?

Nothing but a prohibition speaks of them, so that where none does the answer is ungoverned.
"""

from __future__ import annotations

from firstcall.agreement.model.clauses.prohibition import PartyAct, Prohibition
from firstcall.agreement.terms import InForce
from firstcall.errors import check_known
from firstcall.record.consents import Subject
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.position import Position
from firstcall.rights.judge.effects import ban
from firstcall.rights.judge.permissions.asked import with_all_asked
from firstcall.rights.judge.weigh import Speaking, Weighed, weigh
from firstcall.said import Said, sentence
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class AskedAct:
    """May a party assign the agreement, come under other control, or hire: to or from whom, if that is known?"""

    act: PartyAct
    by: str
    to: str | None = None


class ReachesOthers(Said):
    says = sentence("prohibition.reaches-others", "does not reach {to}")
    to: str


@dataclass(frozen=True, slots=True)
class PartyActJudged:
    """What an act of a party comes to, and the prohibitions of it that do not reach it."""

    weighed: Weighed
    missed: tuple[tuple[InForce, Said], ...]


def judge_party_act(asked: AskedAct, here: Position) -> PartyActJudged:
    """Return what an act of a party comes to.

    A prohibition that names whom it is about, asked of nobody in particular, reaches the act: the strict answer.

    Raises:
      QuestionError: who acts is no party.
    """
    terms = here.now
    if terms.version is not None:
        check_known("party", asked.by, terms.parties)
    said: list[Speaking] = []
    missed: list[tuple[InForce, Said]] = []
    for held in speaking_clauses(here):
        clause = held.clause
        if not isinstance(clause, Prohibition) or not clause.forbids(asked.act, asked.by):
            continue
        if asked.to is not None and not clause.reaches_party(asked.to):
            missed.append((held, ReachesOthers(to=asked.to)))
            continue
        consent = here.consent(clause.id, Subject("", "", party=asked.to))
        said.append(Speaking(held, with_all_asked(ban(clause, asked.act, consent, terms, here), clause, terms)))
    return PartyActJudged(weigh(tuple(said), terms), tuple(missed))
