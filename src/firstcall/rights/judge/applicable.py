"""Which clauses reach an act: in force, about its subject, and about the capacity it is on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from firstcall.agreement.model.clauses.kinds import Approval, Exclusivity, FirstRefusal, Prohibition
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import EventDate, UntilDetermination
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.kept import Kept
from firstcall.record.concerned import running_on
from firstcall.record.dated.option_states import ended_by_options, made_by_options
from firstcall.record.dated.speaking import ended_by, is_awaited, is_hung, speaks_now
from firstcall.record.position import Position
from firstcall.rights.judge.bans.prohibition import IsExcepted, excepted_words, lets_capacity
from firstcall.rights.judge.doing import Doing
from firstcall.rights.judge.effect_reasons import (
    EndedByOption,
    EndedWhen,
    EndedWith,
    NotBegun,
    SpeaksOfAge,
    SpeaksOfModes,
    SpeaksOfProviders,
)
from firstcall.said import Said
from firstcall.values import dataclass

_SPEAK_OF_CAPACITY = (Exclusivity, FirstRefusal, Approval, Prohibition)
Missed = tuple[tuple[InForce, Said], ...]
Split = tuple[tuple[InForce, ...], Missed]


@dataclass(frozen=True, slots=True)
class About:
    """The clauses of a text about one subject in one stretch of time, each with what its capacity escapes by."""

    clauses: tuple[tuple[InForce, Said | None], ...]
    aged: tuple[InForce, ...]
    """Those that speak of capacity signed before, or from, a line."""
    hung: bool
    """Whether the record can begin or end one of them."""
    splits: dict[tuple[bool, ...], Split] = field(default_factory=dict)
    """What was found for capacity on either side of each line."""


_ABOUT: Kept[tuple[int | str, ...], About] = Kept("the clauses about a subject, by stretch of time and subject")


def in_scope(held: InForce, doing: Doing, cell: Mapping[str, str]) -> bool:
    """Say whether a clause's scope holds an act; `cell` gives the values of the declared dimensions."""
    about = _about(held.clause.scope, doing, cell) and _missed_by(held, doing, cell) is None
    return about and _of_age(held, doing)


def applicable_and_escaped(here: Position, doing: Doing, cell: Mapping[str, str]) -> Split:
    """Return the clauses that speak and hold an act, and those about it that its capacity escapes, with why.

    Most questions of a day fall in the same few scopes, so what a scope holds is kept with the text.

    Args:
      here: the record at the act's instant.
      doing: the act.
      cell: values of the declared dimensions.
    """
    terms = here.now
    about = _about_subject(terms, doing, cell, terms.stretch(doing.at))
    sides = tuple([doing.signed < held.since for held in about.aged])
    found = about.splits.get(sides)
    if found is None:
        found = about.splits[sides] = _split(about, doing)
    if about.hung:
        found = _without_ended(found, here)
    if made_by_options(here):
        found = found[0], (*found[1], *_ended_by_options(here, doing, cell))
    if doing.offer is not None and doing.act == "sign":
        more = tuple(held for held in running_on(here, doing.offer) if in_scope(held, doing, cell))
        return (*found[0], *more), found[1]
    return found


def _about_subject(terms: Terms, doing: Doing, cell: Mapping[str, str], stretch: int) -> About:
    kept, key = (
        _ABOUT.on(terms.shelf),
        (stretch, doing.workload, doing.customer, doing.place, doing.mode, *cell.values()),
    )
    found = kept.get(key)
    if found is None:
        held = [
            item
            for item in terms.speaking(doing.at)
            if isinstance(item.clause, _SPEAK_OF_CAPACITY) and _about(item.clause.scope, doing, cell)
        ]
        found = kept[key] = About(
            tuple((item, _missed_by(item, doing, cell)) for item in held),
            tuple(item for item in held if item.clause.scope.age is not None),
            any(is_hung(item) for item in held),
        )
    return found


def _about(scope: Scope, doing: Doing, cell: Mapping[str, str]) -> bool:
    """Say whether a scope holds an act's workload, customer and dimensions."""
    if scope.workloads is not None and doing.workload not in scope.workloads:
        return False
    if scope.customers is not None and doing.customer not in scope.customers:
        return False
    return all(cell.get(name) in values for name, values in scope.dimensions.items())


def _missed_by(held: InForce, doing: Doing, cell: Mapping[str, str]) -> Said | None:
    """Return why a clause does not reach capacity, by its place or by what it excepts; None if it does."""
    missed = _place_missed(held, doing)
    if missed is None and isinstance(held.clause, Prohibition):
        one = lets_capacity(held.clause, doing.workload, doing.customer, doing.place, doing.mode, cell)
        return IsExcepted(excepted=excepted_words(one)) if one is not None else None
    return missed


def _place_missed(held: InForce, doing: Doing) -> Said | None:
    """Return why a clause does not reach a provider or mode; None if it does."""
    scope = held.clause.scope
    if scope.providers is not None and doing.place not in scope.providers:
        return SpeaksOfProviders(providers=scope.providers)
    if scope.mode is not None and doing.mode not in scope.mode:
        return SpeaksOfModes(modes=scope.mode, mode=doing.mode)
    return None


def _of_age(held: InForce, doing: Doing) -> bool:
    age = held.clause.scope.age
    return age is None or (doing.signed < held.since) == (age == "existing")


def _split(about: About, doing: Doing) -> Split:
    holding: list[InForce] = []
    missed: list[tuple[InForce, Said]] = []
    for held, elsewhere in about.clauses:
        age = held.clause.scope.age
        if elsewhere is not None:
            missed.append((held, elsewhere))
        elif age is not None and not _of_age(held, doing):
            missed.append((held, SpeaksOfAge(age=age)))
        else:
            holding.append(held)
    return tuple(holding), tuple(missed)


def _without_ended(parted: Split, here: Position) -> Split:
    """Take out the clauses that something has ended, or that have yet to begin with something."""
    gone = [held for held in parted[0] if not speaks_now(here, held)]
    if not gone:
        return parted
    missed = (*parted[1], *((held, _silent_because(held, here)) for held in gone))
    return tuple(held for held in parted[0] if held not in gone), missed


def _ended_by_options(here: Position, doing: Doing, cell: Mapping[str, str]) -> Iterator[tuple[InForce, Said]]:
    """Yield the clauses that would hold an act had no option ended them, with why they do not speak."""
    for held, option in ended_by_options(here):
        if isinstance(held.clause, _SPEAK_OF_CAPACITY) and in_scope(held, doing, cell):
            ends = [end for end in (held.speaks.end, here.now.ends) if end is not None]
            yield held, EndedByOption(option=option, day=local_day(min(ends) - NEXT_INSTANT, here.now.where))


def _silent_because(held: InForce, here: Position) -> Said:
    """Return why a clause that the text has in force does not speak: it is over, or has not begun."""
    since, until = held.clause.since, held.clause.until
    if is_hung(held) and is_awaited(here, held):
        assert isinstance(since, UntilDetermination | EventDate)
        return NotBegun(when=said_date(since))
    ended = ended_by(here, held)
    assert ended is not None
    if isinstance(until, UntilDetermination) and not until.is_counted:
        day = local_day(ended, here.now.where)
        return EndedWhen(determination=until.determination, state=until.state, day=day)
    assert isinstance(until, UntilDetermination | EventDate)
    return EndedWith(
        when=said_date(until), day=local_day(ended - NEXT_INSTANT if until.plus else ended, here.now.where)
    )
