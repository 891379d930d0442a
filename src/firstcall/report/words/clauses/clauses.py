"""A clause in plain words: what the file makes it do, so that counsel can hold it against the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Clause,
    Consent,
    Delivery,
    Exclusivity,
    FirstRefusal,
    Payment,
    Prohibition,
    Term,
)
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.technology import Escape, Licence, Priority
from firstcall.agreement.model.event_dates import BeforeEnd, EventDate, UntilDetermination, said_date
from firstcall.agreement.terms import InForce, Terms
from firstcall.report.words.clauses.bans import prohibition_words
from firstcall.report.words.clauses.money import commitment_words, share_words
from firstcall.report.words.clauses.reckoning import names_in_a_row, party_name
from firstcall.report.words.clauses.sums import payment_words
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said, sentence


class SpeaksFrom(Said):
    says = sentence("clause.speaks-from", "It begins to speak with {when}; until that is known it is silent.")
    when: Said


class SpeaksUntil(Said):
    says = sentence("clause.speaks-until", "It speaks through {when}; until that is known it goes on.")
    when: Said


def clause_words(held: InForce, text: Terms, words: Words) -> tuple[str, ...]:
    """Return what a clause does, as sentences in a language.

    They are made from the fields that decide, never from what the author says of the clause, so that
    a slip in the encoding shows.

    Args:
      held: the clause in force.
      text: the terms it stands in.
      words: the language.
    """
    return (*_kind(held.clause, text, words), *_frame(held.clause, words))


def kind_titles(words: Words) -> dict[str, str]:
    """Return what each kind of clause is called as a title, in a language."""
    return {
        "exclusivity": words.text("Exclusivity"),
        "consent": words.text("Consent"),
        "first_refusal": words.text("Right of first refusal"),
        "delivery": words.text("Delivery"),
        "approval": words.text("Approval"),
        "licence": words.text("Licence"),
        "escape": words.text("Escape"),
        "priority": words.text("Priority"),
        "prohibition": words.text("Prohibition"),
        "term": words.text("Term"),
        "revenue_share": words.text("Revenue share"),
        "commitment": words.text("Commitment to buy"),
    }


def _kind(clause: Clause, text: Terms, words: Words) -> Iterator[str]:
    match clause:
        case Exclusivity():
            yield from _exclusivity(clause, text, words)
        case Consent():
            said = words.text("{party} may lift {clauses}; one consent covers one {subject}.",
                              party=party_name(clause.by, text), clauses=names_in_a_row(clause.lifts, words),
                              subject=words.text(clause.covers))  # fmt: skip
            yield said
        case FirstRefusal():
            yield from _first_refusal(clause, text, words)
        case Delivery():
            yield words.text("{party} must deliver what it matched under {clauses} by the milestones below.",
                             party=party_name(clause.by, text), clauses=names_in_a_row(clause.of, words))  # fmt: skip
        case Approval():
            yield from _approval(clause, text, words)
        case Licence():
            yield from _licence(clause, text, words)
        case Escape():
            yield from _escape(clause, words)
        case Priority():
            yield from _priority(clause, text, words)
        case Prohibition():
            yield from prohibition_words(clause, text, words)
        case Term():
            yield words.text("The agreement runs through {day}.", day=words.day(clause.until))
            if clause.survives:
                yield words.text("After that these go on: {clauses}.", clauses=names_in_a_row(clause.survives, words))
        case RevenueShare():
            yield from share_words(clause, text, words)
        case Commitment():
            yield from commitment_words(clause, text, words)
        case Payment():
            yield from payment_words(clause, text, words)
        case _:
            assert_never(clause)


def _exclusivity(clause: Exclusivity, text: Terms, words: Words) -> Iterator[str]:
    acts = words.listed(tuple(words.text(act) for act in clause.acts))
    yield words.text("{holder} has the exclusivity: of what it speaks of, only at {places} ({acts}).",
                     holder=party_name(clause.holder, text), places=names_in_a_row(clause.at, words),
                     acts=acts)  # fmt: skip


def _first_refusal(clause: FirstRefusal, text: Terms, words: Words) -> Iterator[str]:
    holders = words.listed(tuple(words.own(party_name(name, text)) for name in clause.holders))
    match clause.trigger:
        case "third_party_offer":
            yield words.text(
                "Before capacity is signed elsewhere, {holders} may match the third party's offer.", holders=holders
            )
        case "requirement":
            yield words.text("Before capacity is sought elsewhere, {holders} is asked first.", holders=holders)
        case "negotiation":
            yield words.text(
                "Before capacity is sought elsewhere, it is negotiated with {holders} first.", holders=holders
            )
    window, tail = clause.window, clause.tail
    business = words.many("{n} business day", "{n} business days", window.n)
    calendar = words.many("{n} calendar day", "{n} calendar days", window.n)
    yield words.text("The answer is due within {days}, counted from when the notice is {anchor}; cut-off {time}.",
                     days=business if window.unit == "business" else calendar, anchor=words.text(window.anchor),
                     time=window.cutoff.isoformat("minutes"))  # fmt: skip
    lapses, holds = words.text("Silence lets it lapse."), words.text("Silence changes nothing: it waits for an answer.")
    yield lapses if clause.silence == "lapses" else holds
    business = words.many("{n} business day", "{n} business days", tail.n)
    calendar = words.many("{n} calendar day", "{n} calendar days", tail.n)
    yield words.text("What was not taken may then be signed elsewhere for {days}, on terms no better for them.",
                     days=business if tail.unit == "business" else calendar)  # fmt: skip


def _approval(clause: Approval, text: Terms, words: Words) -> Iterator[str]:
    yield words.text("{party} permits what it speaks of.", party=party_name(clause.by, text))
    if clause.primarily is not None:
        yield words.text("Primarily for {workloads}: at least {share} of the use; less needs consent.",
                         workloads=names_in_a_row(clause.primarily.workloads, words),
                         share=words.share(clause.primarily.share_at_least))  # fmt: skip


def _licence(clause: Licence, text: Terms, words: Words) -> Iterator[str]:
    everything = words.text("everything")
    yield words.text("{licensor} licenses {ip} to {licensee} for {products}.",
                     licensor=party_name(clause.licensor, text), licensee=party_name(clause.licensee, text),
                     ip=names_in_a_row(clause.ip, words) if clause.ip else everything,
                     products=names_in_a_row(clause.products, words) if clause.products else everything)  # fmt: skip
    alone, others = words.text("Exclusively: nobody else may be licensed."), words.text("Others may be licensed too.")
    yield alone if clause.exclusive else others


def _escape(clause: Escape, words: Words) -> Iterator[str]:
    gaps = {"determination": clause.determination, "state": words.text(clause.state)}
    if clause.exercise == "at_option":
        yield words.text(
            "Once {determination} is {state}, the licensor may close access to models developed after it.", **gaps
        )
    else:
        yield words.text("Once {determination} is {state}, access to models developed after it is closed.", **gaps)
    if clause.models == "listed":
        yield words.text("Only models that the exercise lists are closed.")
    yield words.text("It reaches the licences {clauses}.", clauses=names_in_a_row(clause.licences, words))


def _priority(clause: Priority, text: Terms, words: Words) -> Iterator[str]:
    holder = party_name(clause.holder, text)
    yield words.text("A duty, never a ban: {holder} comes first at {places} ({duty}).", holder=holder,
                     places=names_in_a_row(clause.at, words), duty=words.text(clause.duty))  # fmt: skip
    if clause.unless is not None:
        reasons = {"cannot": words.text("cannot"), "chooses_not_to": words.text("chooses not to")}
        said = tuple(reasons[reason] for reason in clause.unless.all or clause.unless.any)
        yield words.text("It is not owed where {holder} {reasons}.", holder=holder,
                         reasons=words.listed(said, style="standard" if clause.unless.all else "or"))  # fmt: skip


def _frame(clause: Clause, words: Words) -> Iterator[str]:
    """Yield what any clause may have: when it ends, and which clauses it goes before or after."""
    if isinstance(clause.until, date) and not isinstance(clause, Term | Commitment):
        yield words.text("It speaks through {day}.", day=words.day(clause.until))
    if isinstance(clause.since, UntilDetermination | EventDate | BeforeEnd):
        yield say(SpeaksFrom(when=said_date(clause.since)), words)
    if isinstance(clause.until, UntilDetermination) and clause.until.plus is None:
        yield words.text("It ends when {determination} is {state}.", determination=clause.until.determination,
                         state=words.text(clause.until.state))  # fmt: skip
        if clause.until.or_date is not None:
            yield words.text("At the latest it ends with {day}.", day=words.day(clause.until.or_date))
    elif isinstance(clause.until, UntilDetermination | EventDate | BeforeEnd):
        yield say(SpeaksUntil(when=said_date(clause.until)), words)
    if clause.notwithstanding:
        yield words.text("It goes before {clauses}.", clauses=names_in_a_row(clause.notwithstanding, words))
    if clause.subject_to:
        yield words.text("It yields to {clauses}.", clauses=names_in_a_row(clause.subject_to, words))
