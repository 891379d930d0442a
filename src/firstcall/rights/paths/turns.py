"""Acts of a path to yes that turn from what is asked: wait, go elsewhere, or change the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import FirstRefusal, Prohibition
from firstcall.agreement.overlay import without
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.dates import NEXT_INSTANT
from firstcall.record.position import Position
from firstcall.rights.paths.acts import PathStep, SearchPlace
from firstcall.said import Said, sentence


class BuildItAt(Said):
    says = sentence("path.build-it-at", "build it at {provider}")
    provider: str


class TakeItAt(Said):
    says = sentence("path.take-it-at", "take it at {provider}")
    provider: str


class UntilInEffect(Said):
    says = sentence("path.until-in-effect", "until {version} takes effect")
    version: str


class UntilTermEnds(Said):
    says = sentence("path.until-term-ends", "until the term ends")


class UntilClauseBegins(Said):
    says = sentence("path.until-clause-begins", "until {clause} begins")
    clause: str


class UntilClauseEnds(Said):
    says = sentence("path.until-clause-ends", "until {clause} ends")
    clause: str


class UntilWindowCloses(Said):
    says = sentence("path.until-window-closes", "until the window of {clause} has closed")
    clause: str


class TakeOut(Said):
    says = sentence("path.take-out", "agree to take out {clauses}")
    clauses: tuple[str, ...]


def elsewhere(place: SearchPlace) -> Iterator[SearchPlace]:
    """Build it oneself, or take it from a holder."""
    text = place.here(place.start).terms()
    if place.asked.offer is not None:
        return
    for name in text.providers:
        mode, by = text.mode_at(name), text.providers[name].operator
        if name == place.asked.provider:
            continue
        if mode == "own_build" and place.asked.capacity != "own_build":
            asked = replace(place.asked, provider=name, capacity="own_build")
            yield place.after(
                PathStep("own build", (by,), name, BuildItAt(provider=name), place.start, place.start), asked=asked
            )
        if mode == "holder":
            asked = replace(place.asked, provider=name, capacity=None)
            yield place.after(
                PathStep("move to the holder", (by,), name, TakeItAt(provider=name), place.start, place.start),
                asked=asked,
            )


def waits(place: SearchPlace) -> Iterator[SearchPlace]:
    """Wait, once, for an instant at which a text changes what it says, or a window closes; soonest first."""
    here = place.here()
    moments = changes_after(place.agreement, here.terms(), place.ready) | dict(_windows(place, here))
    for moment in sorted(moment for moment in moments if moment > place.ready):
        step = PathStep("wait", (), "", moments[moment], place.ready, moment)
        yield place.after(step, start=moment)


def changes_after(agreement: Agreement, now: Terms, at: datetime) -> dict[datetime, Said]:
    """Return the instants after one at which a text changes what it says, soonest first, and what one waits for.

    Args:
      agreement: the agreement; every text of it counts, as signed.
      now: the text that is waited under.
      at: the instant from which one waits.
    """
    changes = versions(agreement)
    moments: dict[datetime, Said] = {version.effective: UntilInEffect(version=version.id) for version in changes}
    for text in (now, *(terms(agreement, version.effective) for version in changes)):
        if text.ends is not None:
            moments.setdefault(text.ends, UntilTermEnds())
        for held in text.clauses:
            if held.speaks.start is not None:
                moments.setdefault(held.speaks.start, UntilClauseBegins(clause=held.clause.id))
            if held.speaks.end is not None:
                moments.setdefault(held.speaks.end, UntilClauseEnds(clause=held.clause.id))
    return {moment: moments[moment] for moment in sorted(moments) if moment > at}


def _windows(place: SearchPlace, here: Position) -> Iterator[tuple[datetime, Said]]:
    """Yield when the windows of the offer that is asked about have closed."""
    for held in here.terms().clauses:
        if isinstance(held.clause, FirstRefusal) and place.asked.offer is not None:
            offer = here.offer(place.asked.offer, held.clause)
            if offer is not None and offer.window_closes is not None:
                yield offer.window_closes + NEXT_INSTANT, UntilWindowCloses(clause=held.clause.id)


def amended(place: SearchPlace, removed: tuple[str, ...]) -> SearchPlace:
    """Return the place after an agreement to take clauses out."""
    text = place.here(place.start).terms()
    names: dict[str, None] = {place.here(place.start).terms().grantor: None}
    for name in removed:
        clause = text.by_id[name].clause if name in text.by_id else None
        who = clause.holders if isinstance(clause, FirstRefusal) else (
            getattr(clause, key, None) for key in ("holder", "by", "licensor", "licensee")
        )  # fmt: skip
        names |= dict.fromkeys(party for party in who if isinstance(party, str))
        if isinstance(clause, Prohibition):
            names |= dict.fromkeys(party for party, held in text.parties.items() if held.role != "other")
    step = PathStep("amend", tuple(names), "", TakeOut(clauses=removed), place.start, place.start, (), removed)
    return place.after(step, agreement=without(place.agreement, removed, place.start))
