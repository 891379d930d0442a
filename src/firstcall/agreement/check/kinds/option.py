"""An option checked: what it renews, extends, expands or ends can be, and its notice has somewhere to go."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.agreement.check.kinds.event_dates import AddTermClause, GiveLastDay
from firstcall.agreement.model.clauses.kinds import Approval, Option, Payment, Term
from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.promises.option import NameWhatGrows
from firstcall.agreement.model.event_dates import TERM, EventDate, UntilDetermination, last_day_of
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms
from firstcall.errors import WriteIt
from firstcall.said import Quoted, Said, sentence


class NothingToExtend(Said):
    says = sentence("option.nothing-to-extend", "{clause} has no last day of its own, so there is nothing to extend")
    clause: Annotated[str, Quoted]


class NoTermToChange(Said):
    says = sentence("option.no-term-to-change", "the text has no term that the option could change")


class ExtendsBackwards(Said):
    says = sentence("option.extends-backwards", "{clause} runs through {until} already, so {to} extends nothing")
    clause: Annotated[str, Quoted]
    until: date
    to: date


class NameLaterDay(Said):
    says = sentence("option.name-later-day", "name a later day")


class CannotGrow(Said):
    says = sentence("option.cannot-grow", "{clause} has no quantity that could grow")
    clause: Annotated[str, Quoted]


class CountedOtherwise(Said):
    says = sentence("option.other-unit", "{clause} is counted in {theirs}, and the option in {unit}")
    clause: Annotated[str, Quoted]
    theirs: str
    unit: str


class NoRecipient(Said):
    says = sentence("option.no-recipient", "nothing says which of the other parties receives the notice of {party}")
    party: Annotated[str, Quoted]


class NameRecipient(Said):
    says = sentence("option.name-recipient", "write `notice: {{to: PARTY}}` with another party")


class NoPayment(Said):
    says = sentence("option.fee-no-payment", "{clause} is no payment, so it is no fee")
    clause: Annotated[str, Quoted]


class NameAPayment(Said):
    says = sentence("option.name-a-payment", "name a clause of type payment")


class CuredWithoutTime(Said):
    says = sentence("option.cured-without-time", "nothing can be cured where there is no time to cure it")


class GiveCure(Said):
    says = sentence("option.give-cure", "give `cure` with its days, or leave `cured_by` out")


class WholeTermBySilence(Said):
    says = sentence(
        "option.whole-term-by-silence",
        "{clause} is one amount for its whole term, and silence would stretch that term",
    )
    clause: Annotated[str, Quoted]


class SayPerYear(Said):
    says = sentence("option.say-per-year", "let it be per year or quarter, or leave `silence` out")


def check_option(held: InForce, clause: Option, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for whatever an option is about that it cannot change, and for a notice to nobody."""
    for index, name in enumerate(clause.of):
        path = (*held.path, "of") if clause.of == (TERM,) else problems.item((*held.path, "of"), index)
        found = next((one for one in terms.clauses if _is(name, one)), None)
        if found is not None:
            _check_subject(clause, found, path, held.path, terms, problems)
        elif name == TERM and "term" not in problems.unread:
            problems.add(held.path if path[-1] == "of" else path, NoTermToChange(), AddTermClause())
    for index, name in enumerate(clause.fee):
        if name in terms.by_id and not isinstance(terms.by_id[name].clause, Payment):
            problems.add(problems.item((*held.path, "fee"), index), NoPayment(clause=name), NameAPayment())
    for party in clause.by:
        others = [name for name in terms.parties if name != party]
        if clause.notice.to in (None, party) and len(others) != 1 and party in terms.parties:
            problems.add((*held.path, "notice"), NoRecipient(party=party), NameRecipient())
            break
    cause = clause.cause
    if cause is not None and cause.cured_by is not None and cause.cure is None:
        problems.add((*held.path, "terminate", "cause", "cured_by"), CuredWithoutTime(), GiveCure())


def _is(name: str, held: InForce) -> bool:
    return held.clause.id == name or (name == TERM and isinstance(held.clause, Term))


def _check_subject(
    clause: Option, found: InForce, path: Path, own: Path, terms: Terms, problems: ProblemList
) -> None:  # fmt: skip
    one, does = found.clause, clause.does
    if does in ("renew", "extend_to"):
        last = last_day_of(one.until)
        counted = isinstance(one.until, UntilDetermination | EventDate) and one.until.is_counted
        if last is None and not isinstance(one, Term | Commitment) and not counted:
            problems.add(path, NothingToExtend(clause=one.id), GiveLastDay())
        elif last is not None and clause.extend_to is not None and clause.extend_to <= last:
            back = ExtendsBackwards(clause=one.id, until=last, to=clause.extend_to)
            problems.add((*own, "extend_to"), back, NameLaterDay(), (*found.path, "until"))
        if isinstance(one, Commitment) and one.per == "term" and clause.silence == "exercises":
            problems.add(path, WholeTermBySilence(clause=one.id), SayPerYear())
    if does == "expand" and clause.expand is not None:
        theirs = one.up_to.unit if isinstance(one, Approval) and one.up_to is not None else None
        theirs = one.measure if isinstance(one, Commitment) else theirs
        if theirs is None:
            problems.add(path, CannotGrow(clause=one.id), NameWhatGrows())
        elif theirs != clause.expand.unit:
            other = CountedOtherwise(clause=one.id, theirs=theirs, unit=clause.expand.unit)
            problems.add((*own, "expand", "unit"), other, WriteIt(what=theirs))
