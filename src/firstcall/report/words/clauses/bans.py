"""A prohibition in plain words: what may not be done, by whom, what is excepted, and who can lift it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Consent
from firstcall.agreement.model.clauses.prohibition import ProhibitedAct, Prohibition
from firstcall.agreement.terms import Terms
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.rights.judge.bans.prohibition import excepted_words
from firstcall.said import AllOf, AnyOf, Said, Semicolons, sentence


class ProhibitsActs(Said):
    says = sentence("clause.prohibits-acts", "Prohibited, of what it speaks of: {acts}.")
    acts: tuple[ProhibitedAct, ...]


class BindsEverybody(Said):
    says = sentence("clause.binds-everybody", "It binds every party.")


class BindsParties(Said):
    says = sentence("clause.binds-parties", "It binds {parties}.")
    parties: Annotated[tuple[str, ...], AllOf]


class OfTechnology(Said):
    says = sentence("clause.of-technology", "It speaks of {what}.")
    what: Annotated[tuple[str, ...], AllOf]


class OnlyTowards(Said):
    says = sentence("clause.only-towards", "Only towards {parties}.")
    parties: Annotated[tuple[str, ...], AnyOf]


class ExceptedAre(Said):
    says = sentence("clause.excepted-are", "Excepted: {excepted}.")
    excepted: Annotated[tuple[str, ...], Semicolons]


class LiftedBy(Said):
    says = sentence("clause.lifted-by", "It is lifted by the consent of {who}.")
    who: Annotated[tuple[str, ...], AnyOf]


class LiftedByNobody(Said):
    says = sentence("clause.lifted-by-nobody", "No consent lifts it.")


def prohibition_words(clause: Prohibition, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a prohibition does, as sentences of a language."""
    yield say(ProhibitsActs(acts=clause.acts), words)
    bound = tuple(party_name(name, text) for name in clause.binds)
    yield say(BindsParties(parties=bound) if bound else BindsEverybody(), words)
    named = (*text.words_called("ip", clause.ip or ()), *text.words_called("products", clause.products or ()))
    if named:
        yield say(OfTechnology(what=named), words)
    if clause.to is not None:
        yield say(OnlyTowards(parties=tuple(party_name(name, text) for name in clause.to)), words)
    if clause.except_:
        yield say(ExceptedAre(excepted=tuple(excepted_words(one) for one in clause.except_)), words)
    consents = [held.clause for held in text.clauses if isinstance(held.clause, Consent)]
    who = tuple(party_name(one.by, text) for one in consents if clause.id in one.lifts)
    yield say(LiftedBy(who=who) if who else LiftedByNobody(), words)
