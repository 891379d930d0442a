"""What the fields of a right of first refusal cannot see one by one: days, tiers, parts and names that clash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.agreement.check.worst_days import longest, worst_day
from firstcall.agreement.model.clauses.first_refusal import Delivery, FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import PLAIN, TERM_EXAMPLES, WindowUnit, is_term
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import Terms
from firstcall.deadlines.notice_rules import CorrectOneOfTheTwo
from firstcall.errors import near_or_listed, unknown
from firstcall.said import Quoted, Said, sentence

Fault = tuple[Path, Said, Said]
NOTICE_FACTS = ("third_party", "quantity", "price", "terms", "copy", "site", "region", "workloads")
"""What a notice can be required to say besides the closed list of terms."""


class TailOver(Said):
    says = sentence(
        "refusal-clause.tail-over",
        "the tail of {n} {unit} days from {since} is over before or with the time to answer: of a "
        "notice that comes on {comes} the window ends on {window}, the tail on {tail}",
    )
    n: int
    unit: WindowUnit
    since: Literal["the notice", "receipt"]
    comes: date
    window: date
    tail: date


class LengthenTail(Said):
    says = sentence("refusal-clause.lengthen-tail", "lengthen the tail, or count it from `lapse`")


class DeficiencyTooLong(Said):
    says = sentence(
        "refusal-clause.deficiency-too-long",
        "a deficiency may be raised for {n} {unit} days, no less than the window itself",
    )
    n: int
    unit: WindowUnit


class ShortenDeficiency(Said):
    says = sentence("refusal-clause.shorten-deficiency", "shorten it, or lengthen the window")


class ReofferLonger(Said):
    says = sentence(
        "refusal-clause.reoffer-longer",
        "the window of a re-offer ({again}) is longer than that of a first offer ({first})",
    )
    again: int
    first: int


class CheckWhich(Said):
    says = sentence("refusal-clause.check-which", "check which is which")


class OpensAfterCutoff(Said):
    says = sentence("refusal-clause.opens-after-cutoff", "the opening hour is not before the cut-off")


class GrantsAndHolds(Said):
    says = sentence("refusal-clause.grants-and-holds", "{party} grants the right, so it cannot hold it")
    party: Annotated[str, Quoted]


class NameHolder(Said):
    says = sentence("refusal-clause.name-holder", "name the party that is to be asked first")


class MustAndMustNotName(Said):
    says = sentence("refusal-clause.must-and-must-not-name", "a notice must name the third party, and must not")


class DropThirdParty(Said):
    says = sentence("refusal-clause.drop-third-party", "drop `third_party` from `required`, or set it to `named`")


class FloorAboveCap(Said):
    says = sentence("refusal-clause.floor-above-cap", "the floor {floor} is above the cap {cap}")
    floor: Decimal
    cap: Decimal


class NoPartNoLot(Said):
    says = sentence("refusal-clause.no-part-no-lot", "no part may be taken, so there is no minimum lot")


class SetPartial(Said):
    says = sentence("refusal-clause.set-partial", "set `partial`, or drop it")


class LotNoMultiple(Said):
    says = sentence("refusal-clause.lot-no-multiple", "the minimum lot {lot} is no multiple of the step {step}")
    lot: Decimal
    step: Decimal


class ChooseMultiple(Said):
    says = sentence("refusal-clause.choose-multiple", "choose a multiple")


class HoldsTwice(Said):
    says = sentence("refusal-clause.holds-twice", "{party} holds twice")
    party: Annotated[str, Quoted]


class ListHolderOnce(Said):
    says = sentence("refusal-clause.list-holder-once", "list each holder once")


class NotAmongHolders(Said):
    says = sentence("refusal-clause.not-among-holders", "{party} is not among the several holders")
    party: Annotated[str, Quoted]


class ListInTier(Said):
    says = sentence("refusal-clause.list-in-tier", "list it in a tier")


class SeveralAndNoPart(Said):
    says = sentence("refusal-clause.several-and-no-part", "several holders share an offer, yet no part may be taken")


class AllowParts(Said):
    says = sentence("refusal-clause.allow-parts", "use any, or aggregate_all_or_nothing")


class TiersNeedEnd(Said):
    says = sentence("refusal-clause.tiers-need-end", "tiers need an end of each window, so silence cannot hold")


class UseLapses(Said):
    says = sentence("refusal-clause.use-lapses", "use lapses")


class NoRightOfRefusal(Said):
    says = sentence("refusal-clause.no-right", "{clause} is no right of first refusal")
    clause: Annotated[str, Quoted]


class NameRightOfHolder(Said):
    says = sentence("refusal-clause.name-right-of-holder", "name one that the holder has")


class DoesNotHold(Said):
    says = sentence("refusal-clause.does-not-hold", "{party} does not hold {clause}")
    party: Annotated[str, Quoted]
    clause: Annotated[str, Quoted]


class NameItsHolder(Said):
    says = sentence("refusal-clause.name-its-holder", "name its holder")


class MilestonesOverAll(Said):
    says = sentence("refusal-clause.milestones-over-all", "the milestones add up to {total} of what was matched")
    total: Decimal


class AtMostOne(Said):
    says = sentence("refusal-clause.at-most-one", "let them add up to 1 at most")


class LateFeeInOne(Said):
    says = sentence("refusal-clause.late-fee-in-one", "a late fee is named in only one of `remedy` and `late_fee`")


class GiveBothOrNeither(Said):
    says = sentence("refusal-clause.give-both-or-neither", "give both, or neither")


def refusal_parties(clause: FirstRefusal | Delivery) -> Iterator[tuple[Path, str]]:
    """Yield every party that a clause names, with the field that names it."""
    if isinstance(clause, Delivery):
        yield ("by",), clause.by
        return
    yield ("holder",), clause.holder
    for number, tier in enumerate(clause.several.tiers if clause.several else ()):
        for position, stake in enumerate(tier.holders):
            yield ("several", "tiers", number, "holders", position, "holder"), stake.holder


def refusal_faults(clause: FirstRefusal | Delivery, terms: Terms) -> Iterator[Fault]:
    """Yield what is wrong with a clause by itself: the field, what it is, how to mend it."""
    if isinstance(clause, Delivery):
        yield from _delivery(clause, terms)
        return
    yield from _days(clause, terms)
    yield from _holder(clause, terms)
    yield from _names(clause)
    yield from _quantities(clause)
    if clause.several is not None:
        yield from _several(clause)


def _days(clause: FirstRefusal, terms: Terms) -> Iterator[Fault]:
    window, tail = clause.window, clause.tail
    worst = worst_day(clause, terms)
    if worst is not None:
        over = TailOver(
            n=tail.n, unit=tail.unit, since="the notice" if tail.anchor == "notice" else "receipt",
            comes=worst.sent.date(), window=worst.window_ends, tail=worst.tail_ends,
        )  # fmt: skip
        yield ("tail",), over, LengthenTail()
    if "deficiency" in clause.model_fields_set:
        given = clause.deficiency
        if longest(given.n, given.unit) >= longest(window.n, window.unit) or (
            given.unit == window.unit and given.n >= window.n
        ):
            yield ("deficiency",), DeficiencyTooLong(n=given.n, unit=given.unit), ShortenDeficiency()
    if window.reoffer is not None and window.reoffer > window.n:
        yield ("window", "reoffer"), ReofferLonger(again=window.reoffer, first=window.n), CheckWhich()
    if window.opening is not None and window.opening >= window.cutoff:
        yield ("window", "opening"), OpensAfterCutoff(), CorrectOneOfTheTwo()


def _holder(clause: FirstRefusal, terms: Terms) -> Iterator[Fault]:
    grantors = [name for name, party in terms.parties.items() if party.role == "grantor"]
    for path, name in refusal_parties(clause):
        if grantors == [name]:
            yield path, GrantsAndHolds(party=name), NameHolder()


def _names(clause: FirstRefusal) -> Iterator[Fault]:
    for name in clause.terms:
        if not is_term(name):
            yield ("terms", name), unknown("commercial term", name), near_or_listed(name, (*TERM_EXAMPLES, "price"))
    known = (*NOTICE_FACTS, *PLAIN, "price", "prepayment", "credits")
    for index, name in enumerate(clause.notice.required):
        if not is_term(name) and name not in NOTICE_FACTS:
            yield ("notice", "required", index), unknown("content of a notice", name), near_or_listed(name, known)
    asked = "required" in clause.notice.model_fields_set and "third_party" in clause.notice.required
    if asked and clause.notice.third_party == "withheld":
        yield ("notice",), MustAndMustNotName(), DropThirdParty()


def _quantities(clause: FirstRefusal) -> Iterator[Fault]:
    floor, cap, parts = clause.quantity_floor, clause.quantity_cap, clause.parts
    if floor is not None and cap is not None and floor > cap:
        yield ("quantity_floor",), FloorAboveCap(floor=floor, cap=cap), CorrectOneOfTheTwo()
    if clause.partial == "none" and parts.minimum_lot is not None:
        yield ("parts", "minimum_lot"), NoPartNoLot(), SetPartial()
    if parts.step is not None and parts.minimum_lot is not None and parts.minimum_lot % parts.step:
        yield ("parts", "minimum_lot"), LotNoMultiple(lot=parts.minimum_lot, step=parts.step), ChooseMultiple()


def _several(clause: FirstRefusal) -> Iterator[Fault]:
    rounds = clause.several.rounds if clause.several else ()
    names = [stake.holder for asked in rounds if not asked.again for stake in asked.holders]
    again = [[stake.holder for stake in asked.holders] for asked in rounds if asked.again]
    twice = [name for listed in (names, *again) for name in listed if listed.count(name) > 1]
    for name in dict.fromkeys(twice):
        yield ("several",), HoldsTwice(party=name), ListHolderOnce()
    if clause.holder not in names:
        yield ("holder",), NotAmongHolders(party=clause.holder), ListInTier()
    if clause.partial == "none":
        yield ("partial",), SeveralAndNoPart(), AllowParts()
    if clause.silence == "holds":
        yield ("silence",), TiersNeedEnd(), UseLapses()


def _delivery(clause: Delivery, terms: Terms) -> Iterator[Fault]:
    for index, name in enumerate(clause.of):
        held = terms.by_id.get(name)
        if held is not None and not isinstance(held.clause, FirstRefusal):
            yield ("of", index), NoRightOfRefusal(clause=name), NameRightOfHolder()
        elif held is not None and isinstance(held.clause, FirstRefusal) and clause.by not in held.clause.holders:
            yield ("by",), DoesNotHold(party=clause.by, clause=name), NameItsHolder()
    total = sum((milestone.share for milestone in clause.milestones), Decimal(0))
    if total > 1:
        yield ("milestones",), MilestonesOverAll(total=total), AtMostOne()
    if ("late_fee" in clause.remedy) != (clause.late_fee is not None):
        yield ("remedy",), LateFeeInOne(), GiveBothOrNeither()
