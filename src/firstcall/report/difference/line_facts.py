"""What a difference of two texts says, as facts."""

from __future__ import annotations

from typing import Annotated

from firstcall.agreement.model.definitions import CapacityAct
from firstcall.rights.decision import Outcome
from firstcall.said import Commas, Grouped, PartialDate, Said, plural, sentence
from firstcall.verification.difference.wording import PartOfText


class DifferenceTitle(Said):
    says = sentence("difference.title", "{title}: {before} to {after}")
    title: str
    before: Said
    after: Said


class TextOfDay(Said):
    says = sentence("difference.text-of-day", "{day}")
    day: Annotated[str, PartialDate]


class DifferenceKicker(Said):
    says = sentence("difference.kicker", "What the change changes")


class DifferenceAbout(Said):
    says = sentence(
        "difference.about",
        "Both texts are asked the same questions on the same record at the same instants. Not legal advice, and no "
        "opinion on which text is the better one.",
    )


class NothingIsDifferent(Said):
    says = sentence("difference.nothing", "Nothing is different.")


class NothingReadsOtherwise(Said):
    says = sentence("difference.same-words", "Nothing reads otherwise.")


class RedlineLegend(Said):
    says = sentence(
        "difference.redline-legend",
        "Struck through: taken out. Underlined: added. Field by field as the agreement's file has them; not the deed's "
        "own sentences, and not legal advice.",
    )


class WordingHeading(Said):
    says = sentence("difference.wording", "Wording")


class AnswersHeading(Said):
    says = sentence("difference.answers", "Answers")


class TechnologyHeading(Said):
    says = sentence("difference.technology", "Use and licence of technology")


class TechnologyAbout(Said):
    says = sentence(
        "difference.technology-about",
        "What is supposed determined is declared, and verified where a text asks it, by whoever each text has do it; "
        "the later model was developed after that, the earlier one before every text.",
    )


class TurnedHeading(Said):
    says = sentence("difference.transactions", "Transactions whose answer turns")


class MovedHeading(Said):
    says = sentence("difference.deadlines", "Offers in flight whose deadline moves")


class WhatColumn(Said):
    says = sentence("difference.what-column", "what")


class FieldColumn(Said):
    says = sentence("difference.field-column", "field")


class FieldAtPath(Said):
    says = sentence("difference.field", "{called} ({path})")
    called: Said
    path: str


class FieldsCounted(Said):
    says = plural("difference.fields-counted", "{n} field", "{n} fields")
    n: Annotated[int, Grouped]


class BeforeColumn(Said):
    says = sentence("difference.before-column", "before")


class AfterColumn(Said):
    says = sentence("difference.after-column", "after")


class AnswersColumn(Said):
    says = sentence("difference.answers-column", "answers")


class WhichColumn(Said):
    says = sentence("difference.which-column", "which")


class TransactionColumn(Said):
    says = sentence("difference.transaction-column", "transaction")


class WorkloadColumn(Said):
    says = sentence("difference.workload-column", "workload")


class OfferColumn(Said):
    says = sentence("difference.offer-column", "offer")


class RightColumn(Said):
    says = sentence("difference.right-column", "right")


class PartAdded(Said):
    says = sentence("difference.part-added", "{kind} {name} (added)")
    kind: PartOfText
    name: str


class PartRemoved(Said):
    says = sentence("difference.part-removed", "{kind} {name} (removed)")
    kind: PartOfText
    name: str


class PartChanged(Said):
    says = sentence("difference.part-changed", "{kind} {name} (changed)")
    kind: PartOfText
    name: str


class ChangedAnswersCounted(Said):
    says = plural(
        "difference.answers-counted",
        "{n} answer changes; each kind is told in few sets of questions.",
        "{n} answers change; each kind is told in few sets of questions.",
    )
    n: Annotated[int, Grouped]


class QuestionsThere(Said):
    says = sentence("difference.questions", "{n}")
    n: Annotated[int, Grouped]


class QuestionNotAsked(Said):
    says = sentence("difference.not-asked", "not asked")


class ActComesTo(Said):
    says = sentence("difference.act", "{act} {outcome}")
    act: CapacityAct
    outcome: Outcome


class AnswerOfOneAct(Said):
    says = sentence("difference.one-act", "{outcome} ({act} only)")
    outcome: Outcome
    act: CapacityAct


class AnswerByAct(Said):
    says = sentence("difference.by-act", "{outcome} ({acts})")
    outcome: Outcome
    acts: Annotated[tuple[Said, ...], Commas]


class NoDeadline(Said):
    says = sentence("difference.no-deadline", "none")
