"""A clause in plain words: what the file makes it do, so that counsel can hold it against the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from firstcall.agreement.clauses import Approval, Clause, Consent, Delivery, Exclusivity, FirstRefusal, Term
from firstcall.agreement.determinations import UntilDetermination
from firstcall.agreement.licence_clauses import Escape, Licence, Priority
from firstcall.agreement.money_clauses import Commitment, RevenueShare
from firstcall.agreement.terms import InForce, Terms
from firstcall.report.words.words import Words


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


def _kind(clause: Clause, text: Terms, words: Words) -> Iterator[str]:
    match clause:
        case Exclusivity():
            yield from _exclusivity(clause, text, words)
        case Consent():
            said = words.text("{party} may lift {clauses}; one consent covers one {subject}.",
                              party=_party(clause.by, text), clauses=_row(clause.lifts, words),
                              subject=words.text(clause.covers))  # fmt: skip
            yield said
        case FirstRefusal():
            yield from _first_refusal(clause, text, words)
        case Delivery():
            yield words.text("{party} must deliver what it matched under {clauses} by the milestones below.",
                             party=_party(clause.by, text), clauses=_row(clause.of, words))  # fmt: skip
        case Approval():
            yield from _approval(clause, text, words)
        case Licence():
            yield from _licence(clause, text, words)
        case Escape():
            yield from _escape(clause, words)
        case Priority():
            duty = words.text("A duty, never a ban: {holder} comes first at {places} ({duty}).",
                              holder=_party(clause.holder, text), places=_row(clause.at, words),
                              duty=words.text(clause.duty))  # fmt: skip
            yield duty
        case Term():
            yield words.text("The agreement runs through {day}.", day=words.day(clause.until))
            if clause.survives:
                yield words.text("After that these go on: {clauses}.", clauses=_row(clause.survives, words))
        case RevenueShare() | Commitment():
            yield from _money(clause, text, words)
        case _:
            assert_never(clause)


def _exclusivity(clause: Exclusivity, text: Terms, words: Words) -> Iterator[str]:
    acts = words.listed(tuple(words.text(act) for act in clause.acts))
    yield words.text("{holder} has the exclusivity: of what it speaks of, only at {places} ({acts}).",
                     holder=_party(clause.holder, text), places=_row(clause.at, words), acts=acts)  # fmt: skip


def _first_refusal(clause: FirstRefusal, text: Terms, words: Words) -> Iterator[str]:
    holders = words.listed(tuple(words.own(_party(name, text)) for name in clause.holders))
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
    yield words.text("{party} permits what it speaks of.", party=_party(clause.by, text))
    if clause.primarily is not None:
        yield words.text("Primarily for {workloads}: at least {share} of the use; less needs consent.",
                         workloads=_row(clause.primarily.workloads, words),
                         share=words.share(clause.primarily.share_at_least))  # fmt: skip


def _licence(clause: Licence, text: Terms, words: Words) -> Iterator[str]:
    everything = words.text("everything")
    yield words.text("{licensor} licenses {ip} to {licensee} for {products}.",
                     licensor=_party(clause.licensor, text), licensee=_party(clause.licensee, text),
                     ip=_row(clause.ip, words) if clause.ip else everything,
                     products=_row(clause.products, words) if clause.products else everything)  # fmt: skip
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
    yield words.text("It reaches the licences {clauses}.", clauses=_row(clause.licences, words))


def _money(clause: RevenueShare | Commitment, text: Terms, words: Words) -> Iterator[str]:
    if isinstance(clause, Commitment):
        yield words.text("{party} buys at least {amount} from {other}; what is missing is due when the period ends.",
                         party=_party(clause.by, text), other=_party(clause.to, text),
                         amount=words.money(clause.amount, clause.currency))  # fmt: skip
    else:
        payees = words.listed(tuple(words.own(_party(payee.party, text)) for payee in clause.payee))
        yield words.text("{party} pays {payees} a share of what the base brings in.",
                         party=_party(clause.payer, text), payees=payees)  # fmt: skip
        for rate in clause.rate or ():
            yield words.text("The rate is {share}.", share=words.share(rate.rate))
        yield from _cap(clause, words)
    if clause.open is not None:
        yield words.text("Its amount is unknown: {reason}.", reason=clause.open)


def _cap(clause: RevenueShare, words: Words) -> Iterator[str]:
    if (cap := clause.cap) is None:
        return
    if cap.per_period is not None:
        yield words.text("At most {amount} is paid for a period.", amount=words.money(cap.per_period, clause.currency))
    if cap.total is not None:
        yield words.text("At most {amount} is paid in all.", amount=words.money(cap.total, clause.currency))
    if cap.counting_from is not None:
        yield words.text("Only what is earned from {day} on counts towards it.", day=words.day(cap.counting_from))


def _frame(clause: Clause, words: Words) -> Iterator[str]:
    """Yield what any clause may have: when it ends, and which clauses it goes before or after."""
    if isinstance(clause.until, date) and not isinstance(clause, Term):
        yield words.text("It speaks through {day}.", day=words.day(clause.until))
    if isinstance(clause.until, UntilDetermination):
        yield words.text("It ends when {determination} is {state}.", determination=clause.until.determination,
                         state=words.text(clause.until.state))  # fmt: skip
        if clause.until.or_date is not None:
            yield words.text("At the latest it ends with {day}.", day=words.day(clause.until.or_date))
    if clause.notwithstanding:
        yield words.text("It goes before {clauses}.", clauses=_row(clause.notwithstanding, words))
    if clause.subject_to:
        yield words.text("It yields to {clauses}.", clauses=_row(clause.subject_to, words))


def _row(names: Iterable[str], words: Words) -> str:
    return words.listed(tuple(words.own(name) for name in names))


def _party(name: str, text: Terms) -> str:
    return text.parties[name].name if name in text.parties else name
