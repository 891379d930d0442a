"""What findings say: the fault, what must have happened for it, and what would mend it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.agreement.model.determinations import DeterminationState
from firstcall.money import Money
from firstcall.said import AllOf, AnyOf, Grouped, Said, plural, sentence


class PermitsAndRestricts(Said):
    says = sentence(
        "finding.conflict",
        "{permission} permits what {restriction} restricts, neither is the narrower, and no words put one first",
    )
    permission: str
    restriction: str


class PutOneFirst(Said):
    says = sentence(
        "finding.put-one-first",
        "write `notwithstanding: [{other}]` into the one that is to prevail, or `subject_to` into the other",
    )
    other: str


class NarrowerWonSilently(Said):
    says = sentence(
        "finding.silent-order",
        "{winner} prevails over {loser} only because its scope is the narrower; no words say so",
    )
    winner: str
    loser: str


class SayItPrevails(Said):
    says = sentence("finding.say-it-prevails", "write `notwithstanding: [{loser}]` into {winner} if that is meant")
    winner: str
    loser: str


class RunsNowhere(Said):
    says = sentence(
        "finding.nowhere-free", "{workload} can run at no place and on no capacity, whoever consents or declines"
    )
    workload: str


class LeaveAPlace(Said):
    says = sentence("finding.leave-a-place", "let {clauses} leave a place, or give somebody a consent that lifts one")
    clauses: Annotated[tuple[str, ...], AnyOf]


class NobodySpeaks(Said):
    says = sentence(
        "finding.gap",
        "no clause speaks of this though new capacity falls under {right}, and what differs from it only in "
        "{difference} is restricted by {neighbours}",
    )
    right: Annotated[tuple[str, ...], AllOf]
    neighbours: Annotated[tuple[str, ...], AllOf]
    difference: Annotated[tuple[Literal["mode", "age", "provider", "time"], ...], AllOf]


class SayWhetherMeant(Said):
    says = sentence(
        "finding.say-whether-meant",
        "widen the scope of {clause}, or add an approval that says that it is free",
    )
    clause: Annotated[tuple[str, ...], AnyOf]


class ChangesNothing(Said):
    says = sentence("finding.dead", "{clause} changes no answer at any time, whatever happens")
    clause: str


class RightBehindExclusivity(Said):
    says = sentence(
        "finding.dead-first-refusal",
        "{clause} is a right of first refusal over what is forbidden in any case by {exclusivity}, so it is never "
        "exercised",
    )
    clause: str
    exclusivity: Annotated[tuple[str, ...], AllOf]


class ConsentMeetsNothing(Said):
    says = sentence("finding.dead-consent", "{clause} lifts {lifted}, and no answer is ever changed by such a consent")
    clause: str
    lifted: str


class NobodyCuresPrimarily(Said):
    says = sentence(
        "finding.dead-primarily",
        "{clause} permits {workloads} only while its purpose is kept, and no consent clause lets anybody cure it when "
        "it is not",
    )
    clause: str
    workloads: Annotated[tuple[str, ...], AllOf]


class RemoveOrNarrow(Said):
    says = sentence("finding.remove-or-narrow", "remove {clause}, or change what keeps it from being reached")
    clause: str


class LetExclusivityYield(Said):
    says = sentence("finding.let-exclusivity-yield", "narrow {exclusivity}, or add a consent clause that lifts it")
    exclusivity: Annotated[tuple[str, ...], AnyOf]


class AddConsentFor(Said):
    says = sentence("finding.add-consent-for", "add a consent clause that lifts {clause}")
    clause: str


class GainsAlone(Said):
    says = sentence(
        "finding.one-sided",
        "{party} alone can bring about {determination}, and gains by it: {effect}",
    )
    party: str
    determination: str
    effect: Said


class EndsWithIt(Said):
    says = sentence("finding.ends-with-it", "{clause} ends")
    clause: str


class BeginsWithIt(Said):
    says = sentence("finding.begins-with-it", "{clause} begins")
    clause: str


class ClosesWithIt(Said):
    says = sentence("finding.closes-with-it", "{clause} closes access to later models")
    clause: str


class LetAnotherVerify(Said):
    says = sentence("finding.let-another-verify", "let somebody else verify {determination}")
    determination: str


class NobodyMayVerify(Said):
    says = sentence(
        "finding.nobody-verifies",
        "{clause} turns on {determination} being {state}, and nobody verifies it",
    )
    clause: str
    determination: str
    state: DeterminationState


class NobodyExercises(Said):
    says = sentence("finding.nobody-exercises", "{clause} can never be exercised by {by}: {why}")
    clause: str
    by: Annotated[tuple[str, ...], AnyOf]
    why: Said


class LetNoticeCount(Said):
    says = sentence(
        "finding.let-notice-count", "change `since` and `until` of {clause}, or when a notice counts, so that one can"
    )
    clause: str


class OptionIsIdle(Said):
    says = sentence("finding.option-is-idle", "{clause} changes nothing whenever it is exercised")
    clause: str


class OptionRunsPastTerm(Said):
    says = sentence(
        "finding.option-past-term",
        "exercised as early as it can be, {option} lets {clause} run through {last}, though the term ends with {term}",
    )
    option: str
    clause: str
    last: date
    term: date


class NameVerifier(Said):
    says = sentence("finding.name-verifier", "name `verified_by`, or let the clause turn on `declared`")


class NobodyConsents(Said):
    says = sentence(
        "finding.nobody-consents",
        "{clause} lets {by} lift {lifted}, and is never in force while {lifted} is",
    )
    clause: str
    by: str
    lifted: str


class LetThemMeet(Said):
    says = sentence("finding.let-them-meet", "let {clause} be in force while {lifted} is")
    clause: str
    lifted: str


class MatchStandsForever(Said):
    says = sentence(
        "finding.never-ends-match",
        "a match under {clause} has neither a day to sign by nor a milestone of delivery, so it bars others for ever",
    )
    clause: str


class PartHasNoMilestone(Said):
    says = sentence(
        "finding.never-ends-part",
        "{delivery} sets a day for {share} of what is matched under {clause}, and nothing sets one for the rest",
    )
    delivery: str
    share: Decimal
    clause: str


class SetADay(Said):
    says = sentence("finding.set-a-day", "set `failure.sign_within` in {clause}, or add a delivery clause of it")
    clause: str


class OneStopsTheClock(Said):
    says = sentence(
        "finding.never-ends-window",
        "one side alone can stop the clock of {clause} on {grounds}, and nothing ends the stop",
    )
    clause: str
    grounds: Annotated[tuple[str, ...], AnyOf]


class TollByAgreement(Said):
    says = sentence("finding.toll-by-agreement", "leave `tolling: [agreement]`, which takes the word of both")


class DoesNotFit(Said):
    says = sentence("finding.cannot-fit", "{clause} cannot be kept by a notice that comes on {day}: {why}")
    clause: str
    day: date
    why: Said


class OverBeforeSigned(Said):
    says = sentence(
        "finding.sign-after-tail",
        "the window ends on {window}, and the tail is over on {tail}, without a business day to sign on between them",
    )
    window: date
    tail: date


class DeliveryBeforeSigning(Said):
    says = sentence(
        "finding.delivery-before-signing",
        "{delivery} has {share} delivered by {due}, which with its grace is over on {over}, and there is time to sign "
        "until {sign}",
    )
    delivery: str
    share: Decimal
    due: date
    over: date
    sign: date


class DeficiencyOutlasts(Said):
    says = sentence(
        "finding.deficiency-outlasts",
        "what a notice lacks may be told until {deficiency}, and the window is over on {window}",
    )
    deficiency: date
    window: date


class NeverStarts(Said):
    says = sentence(
        "finding.window-after-end",
        "the window would end on {window}, and the clause ends with {ends}, whatever is in flight",
    )
    window: date
    ends: date


class LengthenOne(Said):
    says = sentence("finding.lengthen-one", "change {fields}")
    fields: Annotated[tuple[str, ...], AnyOf]


class AnswersHangOn(Said):
    says = plural(
        "finding.assumption",
        "{n} answer of {of} would be another without {field} of {clause}, which is {grade}",
        "{n} answers of {of} would be others without {field} of {clause}, which is {grade}",
    )
    n: int
    of: Annotated[int, Grouped]
    field: str
    clause: str
    grade: Literal["reported", "assumed"]


class WholeClause(Said):
    says = plural(
        "finding.assumption-clause",
        "{n} answer of {of} would be another without {clause}, which is {grade}",
        "{n} answers of {of} would be others without {clause}, which is {grade}",
    )
    n: int
    of: Annotated[int, Grouped]
    clause: str
    grade: Literal["reported", "assumed"]


class SumsHangOn(Said):
    says = sentence("finding.sums-hang-on", "{sums} would not be so without {field} of {clause}, which is {grade}")
    sums: Said
    field: str
    clause: str
    grade: Literal["reported", "assumed"]


class SumsHangOnClause(Said):
    says = sentence("finding.sums-hang-on-clause", "{sums} would not be so without {clause}, which is {grade}")
    sums: Said
    clause: str
    grade: Literal["reported", "assumed"]


class SumsThatMove(Said):
    says = plural("finding.sums-that-move", "{n} sum owed, by {amounts} in all,", "{n} sums owed, by {amounts} in all,")
    n: Annotated[int, Grouped]
    amounts: Annotated[tuple[Money, ...], AllOf]


class SumsNobodyKnows(Said):
    says = plural("finding.sums-nobody-knows", "{n} sum owed that nobody knows", "{n} sums owed that nobody knows")
    n: Annotated[int, Grouped]


class SumsKnownAndNot(Said):
    says = sentence("finding.sums-known-and-not", "{known} and {unknown}")
    known: Said
    unknown: Said


class SumsNotReckoned(Said):
    says = sentence("finding.sums-not-reckoned", "sums owed that cannot be reckoned ({why})")
    why: Said


class FindOut(Said):
    says = sentence("finding.find-out", "see whether the text says it, and grade it so")


class ConsentIsGiven(Said):
    says = sentence("given.consent", "a consent lifts {clause}")
    clause: str


class OfferIsFree(Said):
    says = sentence("given.offer-free", "the holder of {clause} has declined, or let its window pass")
    clause: str


class OfferIsTaken(Said):
    says = sentence("given.offer-taken", "the holder of {clause} has matched")
    clause: str


class MixIsOver(Said):
    says = sentence("given.mix-over", "the mix of use keeps the purpose of {clause}")
    clause: str


class MixIsUnder(Said):
    says = sentence("given.mix-under", "the mix of use misses the purpose of {clause}")
    clause: str
