"""A clause in plain words: what the file makes it do, so that counsel can hold it against the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, assert_never

from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Clause,
    Consent,
    DatedDuty,
    Delivery,
    Exclusivity,
    FirstRefusal,
    Option,
    Payment,
    PricePromise,
    Prohibition,
    Term,
)
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.technology import Escape, Licence, Priority
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import BeforeEnd, EventDate, UntilDetermination
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import day_start
from firstcall.report.words.clauses.bans import prohibition_words
from firstcall.report.words.clauses.duty import duty_words
from firstcall.report.words.clauses.money import commitment_words, share_words
from firstcall.report.words.clauses.option import option_words
from firstcall.report.words.clauses.price_promise import promise_words
from firstcall.report.words.clauses.reckoning import names_in_a_row, party_name, places_in_a_row
from firstcall.report.words.clauses.refusal import delivery_words, refusal_words
from firstcall.report.words.clauses.sums import payment_words
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Grouped, Percent, Said, sentence


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
    return (*_kind(held.clause, text, words), *_frame(held.clause, text, words))


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
        "payment": words.text("Payment"),
        "duty": words.text("Dated duty"),
        "option": words.text("Option"),
        "price_promise": words.text("Price promise"),
    }


def _kind(clause: Clause, text: Terms, words: Words) -> Iterator[str]:
    match clause:
        case Exclusivity():
            yield from _exclusivity(clause, text, words)
        case Consent():
            yield words.text("{party} may lift {clauses}; one consent covers one {subject}.",
                             party=party_name(clause.by, text), clauses=names_in_a_row(clause.lifts, words),
                             subject=words.word(clause.covers))  # fmt: skip
        case FirstRefusal():
            yield from refusal_words(clause, text, words)
        case Delivery():
            yield from delivery_words(clause, text, words)
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
            if isinstance(clause.until, date):
                yield words.text("The agreement runs through {day}.", day=words.day(clause.until))
            if clause.survives:
                yield words.text("After that these go on: {clauses}.", clauses=names_in_a_row(clause.survives, words))
        case RevenueShare():
            yield from share_words(clause, text, words)
        case Commitment():
            yield from commitment_words(clause, text, words)
        case DatedDuty():
            yield from duty_words(clause, text, words)
        case Option():
            yield from option_words(clause, text, words)
        case Payment():
            yield from payment_words(clause, text, words)
        case PricePromise():
            yield from promise_words(clause, text, words)
        case _:
            assert_never(clause)


def _exclusivity(clause: Exclusivity, text: Terms, words: Words) -> Iterator[str]:
    acts = words.listed(tuple(words.word(act) for act in clause.acts))
    yield words.text("{holder} has the exclusivity: of what it speaks of, only at {places} ({acts}).",
                     holder=party_name(clause.holder, text), places=places_in_a_row(clause.at, text, words),
                     acts=acts)  # fmt: skip


class PermitsUpTo(Said):
    says = sentence(
        "clause.permits-up-to", "Up to {n} {unit}, all that is ever signed under it counted; beyond it permits nothing."
    )
    n: Annotated[Decimal, Grouped]
    unit: str


class PermitsAtOnce(Said):
    says = sentence(
        "clause.permits-at-once", "Up to {n} {unit} at once, what has ended not counted; beyond it permits nothing."
    )
    n: Annotated[Decimal, Grouped]
    unit: str


def _approval(clause: Approval, text: Terms, words: Words) -> Iterator[str]:
    yield words.text("{party} permits what it speaks of.", party=party_name(clause.by, text))
    if clause.up_to is not None:
        n, unit = clause.up_to.quantity, clause.up_to.unit
        every = clause.up_to.counts == "all"
        yield say(PermitsUpTo(n=n, unit=unit) if every else PermitsAtOnce(n=n, unit=unit), words)
    if clause.primarily is not None:
        yield words.text("Primarily for {workloads}: at least {share} of the use; less needs consent.",
                         workloads=names_in_a_row(text.words_called("workloads", clause.primarily.workloads), words),
                         share=words.share(clause.primarily.share_at_least))  # fmt: skip
        if clause.primarily.planned_share is not None:
            yield words.text("While no use is reported, the planned {share} stands in.",
                             share=words.share(clause.primarily.planned_share))  # fmt: skip


class LicensedToAffiliates(Said):
    says = sentence("clause.licensed-to-affiliates", "The affiliates of {party} are licensed too.")
    party: str


class NotToAffiliates(Said):
    says = sentence("clause.not-to-affiliates", "The affiliates of {party} are not licensed.")
    party: str


class LicensedOn(Said):
    says = sentence("clause.licensed-on", "{party} may license it on to others.")
    party: str


class LicensedOnWithConsent(Said):
    says = sentence("clause.licensed-on-with-consent", "{party} may license it on once {licensor} consents.")
    party: str
    licensor: str


class NotLicensedOn(Said):
    says = sentence("clause.not-licensed-on", "{party} may not license it on.")
    party: str


def _licence(clause: Licence, text: Terms, words: Words) -> Iterator[str]:
    everything, products = words.text("everything"), text.words_called("products", clause.products or ())
    yield words.text("{licensor} licenses {ip} to {licensee} for {products}.",
                     licensor=party_name(clause.licensor, text), licensee=party_name(clause.licensee, text),
                     ip=names_in_a_row(text.words_called("ip", clause.ip), words) if clause.ip else everything,
                     products=names_in_a_row(products, words) if products else everything)  # fmt: skip
    alone, others = words.text("Exclusively: nobody else may be licensed."), words.text("Others may be licensed too.")
    yield alone if clause.exclusive else others
    licensee, licensor = party_name(clause.licensee, text), party_name(clause.licensor, text)
    if clause.affiliates is not None:
        told = LicensedToAffiliates(party=licensee) if clause.affiliates else NotToAffiliates(party=licensee)
        yield say(told, words)
    if clause.sublicensable == "with_consent":
        yield say(LicensedOnWithConsent(party=licensee, licensor=licensor), words)
    elif clause.sublicensable is not None:
        yield say(LicensedOn(party=licensee) if clause.sublicensable else NotLicensedOn(party=licensee), words)


def _escape(clause: Escape, words: Words) -> Iterator[str]:
    gaps = {"determination": clause.determination, "state": words.word(clause.state)}
    if clause.exercise == "at_option":
        yield words.text(
            "Once {determination} is {state}, the licensor may close access to models developed after it.", **gaps
        )
    else:
        yield words.text("Once {determination} is {state}, access to models developed after it is closed.", **gaps)
    if clause.models == "listed":
        yield words.text("Only models that the exercise lists are closed.")
    yield words.text("It reaches the licences {clauses}.", clauses=names_in_a_row(clause.licences, words))
    if clause.purpose is not None:
        yield words.text("Its author gives its purpose as '{purpose}'.", purpose=clause.purpose)


class HasShareOfUse(Said):
    says = sentence(
        "clause.has-share-of-use", "It is met while these have at least {share} of the use that is reported."
    )
    share: Annotated[Decimal, Percent]


def _priority(clause: Priority, text: Terms, words: Words) -> Iterator[str]:
    holder = party_name(clause.holder, text)
    yield words.text("A duty, never a ban: {holder} comes first at {places} ({duty}).", holder=holder,
                     places=places_in_a_row(clause.at, text, words), duty=words.word(clause.duty))  # fmt: skip
    if clause.share_at_least is not None:
        yield say(HasShareOfUse(share=clause.share_at_least), words)
    if clause.unless is not None:
        reasons = {"cannot": words.text("cannot"), "chooses_not_to": words.text("chooses not to")}
        said = tuple(reasons[reason] for reason in clause.unless.all or clause.unless.any)
        yield words.text("It is not owed where {holder} {reasons}.", holder=holder,
                         reasons=words.listed(said, style="standard" if clause.unless.all else "or"))  # fmt: skip


def _frame(clause: Clause, text: Terms, words: Words) -> Iterator[str]:
    """Yield what any clause may have: when it begins and ends, and which clauses it goes before or after."""
    if isinstance(clause.since, date) and not isinstance(clause, RevenueShare | Commitment):
        begins = clause.since if isinstance(clause.since, datetime) else day_start(clause.since, text.where)
        yield words.text("It speaks from {moment} on.", moment=words.moment(begins, text.where))
    if isinstance(clause.until, date) and not isinstance(clause, Term | Commitment):
        yield words.text("It speaks through {day}.", day=words.day(clause.until))
    if isinstance(clause.since, UntilDetermination | EventDate | BeforeEnd):
        yield say(SpeaksFrom(when=said_date(clause.since)), words)
    if isinstance(clause.until, UntilDetermination) and not clause.until.is_counted:
        yield words.text("It ends when {determination} is {state}.", determination=clause.until.determination,
                         state=words.word(clause.until.state))  # fmt: skip
        if clause.until.or_date is not None:
            yield words.text("At the latest it ends with {day}.", day=words.day(clause.until.or_date))
    elif isinstance(clause.until, UntilDetermination | EventDate | BeforeEnd):
        yield say(SpeaksUntil(when=said_date(clause.until)), words)
    if clause.notwithstanding:
        yield words.text("It goes before {clauses}.", clauses=names_in_a_row(clause.notwithstanding, words))
    if clause.subject_to:
        yield words.text("It yields to {clauses}.", clauses=names_in_a_row(clause.subject_to, words))
