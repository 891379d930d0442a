"""A right of first refusal and its delivery in plain words: every field that is set or differs from its default."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.model.clauses.first_refusal import GROUNDS, Delivery, FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import NoticeContent, ResponseWindow, Several, TermRule
from firstcall.agreement.terms import Terms
from firstcall.report.papers.term_words import term_said
from firstcall.report.words.clauses.reckoning import names_in_a_row, party_name
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words


def refusal_words(clause: FirstRefusal, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a right of first refusal does, in the order of its procedure."""
    yield _trigger(clause, text, words)
    if clause.grantor == "seller":
        yield words.text("The grantor sells what is offered, so that terms compare the other way round.")
    if clause.bona_fide != ("named",):
        qualities = words.listed(tuple(words.word(quality) for quality in clause.bona_fide)) or words.text("nothing")
        yield words.text("An offer counts once it is: {qualities}.", qualities=qualities)
    yield from _notice(clause, words)
    yield from _window(clause.window, words)
    yield from _answers(clause, words)
    yield from _compared(clause, words)
    yield from _taken(clause, words)
    yield from _afterwards(clause, words)
    if clause.several is not None:
        yield from _several(clause.several, text, words)


def delivery_words(clause: Delivery, text: Terms, words: Words) -> Iterator[str]:
    """Yield what must be delivered by when, and what follows if it is not."""
    yield words.text("{party} must deliver what it matched under {clauses}.", party=party_name(clause.by, text),
                     clauses=names_in_a_row(clause.of, words))  # fmt: skip
    for one in clause.milestones:
        begins = words.text("the match") if one.anchor == "match" else words.text("the start that the offer states")
        yield words.text("{share} of it within {days} of {begins}.", share=words.share(one.share),
                         days=_days(one.within, one.unit, words), begins=begins)  # fmt: skip
    if clause.grace is not None:
        yield words.text("A milestone counts as missed only after {days} of grace.",
                         days=_days(clause.grace, "calendar", words))  # fmt: skip
    brings = {"release": words.text("the capacity is free"), "late_fee": words.text("a fee comes off the price"),
              "termination": words.text("the right ends")}  # fmt: skip
    what = words.listed(tuple(brings[one] for one in clause.remedy)) or words.text("nothing")
    yield words.text("A missed milestone brings: {what}.", what=what)
    if (fee := clause.late_fee) is not None:
        yield words.text("The fee is {share} for each day late, at most {most}.",
                         share=words.share(fee.share_per_day), most=words.share(fee.at_most))  # fmt: skip
        own, after = (
            words.text("Its days count from the milestone itself."),
            words.text("Its days count from the end of grace."),
        )
        yield own if fee.runs_from == "milestone" else after


def _days(n: int, unit: str, words: Words) -> str:
    business = words.many("{n} business day", "{n} business days", n)
    return business if unit == "business" else words.many("{n} calendar day", "{n} calendar days", n)


def _trigger(clause: FirstRefusal, text: Terms, words: Words) -> str:
    holders = words.listed(tuple(words.own(party_name(name, text)) for name in clause.holders))
    match clause.trigger:
        case "third_party_offer":
            return words.text(
                "Before capacity is signed elsewhere, {holders} may match the third party's offer.", holders=holders
            )
        case "requirement":
            return words.text("Before capacity is sought elsewhere, {holders} must be asked first.", holders=holders)
        case "negotiation":
            return words.text(
                "Before capacity is sought elsewhere, it is negotiated with {holders} first.", holders=holders
            )


def _notice(clause: FirstRefusal, words: Words) -> Iterator[str]:
    if clause.notice.required != NoticeContent().required:
        stated = words.listed(tuple(say(term_said(name), words) for name in clause.notice.required))
        stated = stated or words.text("nothing")
        yield words.text("A notice must state: {terms}.", terms=stated)
    if clause.notice.third_party == "withheld":
        yield words.text("The third party's name is kept from the holder.")
    if clause.package != "allocated_part":
        yield {
            "whole": words.text("An offer bundled with other things is put whole."),
            "not_allowed": words.text("An offer bundled with other things cannot be put."),
            "appraised": words.text("The part of a bundled offer is put at its appraised price."),
        }[clause.package]
    if clause.currency is not None:
        yield words.text("Offers are in {currency}.", currency=clause.currency)
    if (clause.deficiency.n, clause.deficiency.unit) != (5, "business"):
        yield words.text("The holder has {days} from receipt to call a notice incomplete.",
                         days=_days(clause.deficiency.n, clause.deficiency.unit, words))  # fmt: skip
    if clause.incomplete == "no_clock":
        yield words.text("An incomplete notice never starts the clock.")


def _window(window: ResponseWindow, words: Words) -> Iterator[str]:
    yield words.text("The answer is due within {days}, counted from when the notice is {anchor}; cut-off {time}.",
                     days=_days(window.n, window.unit, words), anchor=words.word(window.anchor),
                     time=words.hour(window.cutoff))  # fmt: skip
    if window.opening is not None:
        yield words.text("Nothing is received before {time}.", time=words.hour(window.opening))
    if window.timezone is not None:
        yield words.text("It is counted in {zone}.", zone=window.timezone)
    if window.count_first_day:
        yield words.text("The day that starts the count is its first day.")
    if window.roll:
        yield words.text("If it ends on a closed day, it ends on the next business day.")
    if window.reoffer is not None:
        yield words.text("When it is offered again, the answer is due within {days}.",
                         days=_days(window.reoffer, window.unit, words))  # fmt: skip
    if window.may_shorten:
        yield words.text("Offered again, it may end before the window whose place it takes.")


def _answers(clause: FirstRefusal, words: Words) -> Iterator[str]:
    lapses, holds = words.text("Silence lets it lapse."), words.text("Silence changes nothing: it waits for an answer.")
    yield lapses if clause.silence == "lapses" else holds
    moments = {"sent": words.text("when it is sent"), "delivered": words.text("when it arrives"),
               "received": words.text("on its deemed day of receipt")}  # fmt: skip
    if clause.takes_effect.answer != "sent":
        yield words.text("An answer takes effect {moment}.", moment=moments[clause.takes_effect.answer])
    if clause.takes_effect.deficiency != "sent":
        yield words.text("Word that the notice is incomplete takes effect {moment}.",
                         moment=moments[clause.takes_effect.deficiency])  # fmt: skip
    if clause.takes_effect.withdrawal != "sent":
        yield words.text("A withdrawal takes effect {moment}.", moment=moments[clause.takes_effect.withdrawal])
    if clause.withdrawal == "until_answer":
        yield words.text("A noticed offer may be taken back until it is answered.")
    if clause.tolling != GROUNDS:
        grounds = words.listed(tuple(words.word(ground) for ground in clause.tolling), style="or")
        yield words.text("The clock may be stopped only for: {grounds}.", grounds=grounds or words.text("nothing"))


def _compared(clause: FirstRefusal, words: Words) -> Iterator[str]:
    if clause.acceptance == "principal_terms":
        yield words.text("A match has to meet only the terms named as those that must match.")
    for name, rule in clause.terms.items():
        yield from _term(name, rule, words)


def _term(name: str, rule: TermRule, words: Words) -> Iterator[str]:
    if rule.must_match:
        yield words.text("A match has to meet the term {term}.", term=name)
    else:
        yield words.text("A match need not meet the term {term}.", term=name)
    ways = {"higher": words.text("The higher {term} is, the better for the third party.", term=name),
            "lower": words.text("The lower {term} is, the better for the third party.", term=name),
            "same": words.text("Only the same {term} will do.", term=name),
            "free": words.text("The term {term} is not compared.", term=name)}  # fmt: skip
    if rule.direction is not None:
        yield ways[rule.direction]
    if rule.cash_equivalent:
        yield words.text("The term {term} may be matched in cash, at the value that the notice states.", term=name)


def _taken(clause: FirstRefusal, words: Words) -> Iterator[str]:
    if clause.partial == "none":
        yield words.text("It is taken whole or not at all.")
    elif clause.partial == "aggregate_all_or_nothing":
        yield words.text("Holders may take parts if together they take the whole.")
    else:
        yield words.text("A part may be taken.")
    parts = clause.parts
    if parts.unit is not None:
        yield words.text("Quantities are in {unit}.", unit=parts.unit)
    if parts.step is not None:
        yield words.text("A part is a whole multiple of {n}.", n=words.number(parts.step))
    if parts.minimum_lot is not None:
        yield words.text("The smallest part is {n}.", n=words.number(parts.minimum_lot))
    if clause.quantity_floor is not None:
        yield words.text("Offers of less than {n} are free.", n=words.number(clause.quantity_floor))
    if clause.quantity_cap is not None:
        yield words.text("The right ends once {n} has been taken under it.", n=words.number(clause.quantity_cap))
    if clause.exempt:
        free = words.listed(tuple(words.word(one) for one in clause.exempt))
        yield words.text("These transactions are free of it: {kinds}.", kinds=free)
    failure = clause.failure
    if failure.sign_within is not None:
        yield words.text("What was matched is signed within {days}.",
                         days=_days(failure.sign_within, failure.sign_unit, words))  # fmt: skip
    if failure.then == "release_and_terminate":
        yield words.text("A match that is not performed frees the capacity and ends the right.")


def _afterwards(clause: FirstRefusal, words: Words) -> Iterator[str]:
    """Yield what may be done with what was not taken: for how long, and on which terms."""
    tail, tolerance = clause.tail, clause.tolerance
    days = _days(tail.n, tail.unit, words)
    yield words.text("What was not taken may then be signed elsewhere for {days}.", days=days)
    if tail.anchor != "lapse":
        notice, receipt = (
            words.text("Those days count from the notice."),
            words.text("Those days count from its receipt."),
        )
        yield notice if tail.anchor == "notice" else receipt
    if tail.must == "delivered":
        yield words.text("By its last day it must have been delivered, not only signed.")
    if not tolerance.share:
        yield words.text("The terms may be no better for the third party than those noticed.")
    elif tolerance.inclusive:
        yield words.text("The terms may be better for the third party by up to {share}, and by just so much.",
                         share=words.share(tolerance.share))  # fmt: skip
    else:
        yield words.text("The terms may be better for the third party by less than {share}.",
                         share=words.share(tolerance.share))  # fmt: skip
    if tolerance.rule == "effective_price":
        yield words.text("Price, credits and prepayment are compared together, as one price.")
    if tolerance.prepayment_rate:
        yield words.text("Money paid in advance counts {share} a year in that price.",
                         share=words.share(tolerance.prepayment_rate))  # fmt: skip
    if not clause.continuing:
        yield words.text("It is a right for once: an offer that was not taken ends it.")
    if clause.in_flight == "end":
        yield words.text("An offer in flight when the clause ends does not go on under it.")


def _several(several: Several, text: Terms, words: Words) -> Iterator[str]:
    for number, (tier, holders, _) in enumerate(several.rounds, start=1):
        shares = tuple(
            words.text("{party} with {n}", party=party_name(stake.holder, text), n=words.number(stake.holding))
            if stake.cap is None
            else words.text("{party} with {n}, at most {most}", party=party_name(stake.holder, text),
                            n=words.number(stake.holding), most=words.number(stake.cap))
            for stake in holders
        )  # fmt: skip
        yield words.text("Asked in place {n}: {holders}.", n=words.number(number), holders=words.listed(shares))
        if tier.then == "leftover":
            yield words.text("There, who took at least its full share before is asked again about what is left.")
        if tier.n is not None:
            yield words.text("That place has {days} to answer.", days=_days(tier.n, tier.unit or "business", words))
        elif tier.unit is not None:
            own = words.text("business days") if tier.unit == "business" else words.text("calendar days")
            yield words.text("That place counts in {days}.", days=own)
        if tier.counts_from == "answer":
            yield words.text("Its days count from the last answer of the place before it.")
    if not several.over_allotment:
        yield words.text("Nobody takes what others leave beyond its share.")
