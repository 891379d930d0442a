"""How long a leg runs that ends with a determination: when it speaks, and what the record says about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from firstcall.agreement.model.determinations import UntilDetermination
from firstcall.agreement.terms import InForce
from firstcall.dates import shown, zone
from firstcall.record.events.milestones import AboutDetermination
from firstcall.record.milestones import Milestone, ended_by, milestone
from firstcall.record.position import Position
from firstcall.settlement.dated_terms import Happening, TermsSpan


@dataclass(frozen=True, slots=True)
class Silence:
    """A span in which a determination has ended a clause: from `start` up to its reversal, if there was one."""

    start: datetime
    end: datetime | None


def silences(here: Position, held: InForce) -> tuple[Silence, ...]:
    """Return when a determination had ended a clause, as far as the record knows.

    It is asked at every instant at which the determination changes, under the state that the text of the
    clause names: what is declared does not end a leg that runs until it is verified.

    Args:
      here: a position after everything, with what is known.
      held: the clause in one version of the agreement.
    """
    until = held.clause.until
    if not isinstance(until, UntilDetermination):
        return ()
    found: list[Silence] = []
    for at in sorted({event.at for event in _events(here, until)}):
        ended = ended_by(here.when(at), held) is not None
        silent = bool(found) and found[-1].end is None
        if ended and not silent:
            found.append(Silence(at, None))
        elif silent and not ended:
            found[-1] = replace(found[-1], end=at)
    return tuple(found)


def _events(here: Position, until: UntilDetermination) -> Iterator[AboutDetermination]:
    for event in here.known.events:
        if isinstance(event, AboutDetermination) and event.determination == until.determination:
            yield event


def speaking(span: TermsSpan, silent: tuple[Silence, ...]) -> Iterator[TermsSpan]:
    """Yield the parts of a span in which the clause speaks.

    What was earned while a determination stood stays without a share after its reversal, since everything that
    turns on a determination is judged as of its own day.
    """
    start: datetime | None = span.start
    for one in silent:
        if start is None or (span.end is not None and one.start >= span.end):
            break
        if one.start > start:
            yield replace(span, start=start, end=one.start)
        start = max(start, one.end) if one.end is not None else None
    if start is not None and (span.end is None or start < span.end):
        yield replace(span, start=start)


def happenings(here: Position, held: InForce, span: TermsSpan) -> Iterator[Happening]:
    """Yield what the record holds about the determination that a clause runs until, and what each thing does.

    Args:
      here: a position after everything, with what is known.
      held: the clause in one version of the agreement.
      span: when that text holds; what came before it is told as of its start.
    """
    until = held.clause.until
    if not isinstance(until, UntilDetermination):
        return
    before, silent = Milestone("none"), False
    for event in _events(here, until):
        then = milestone(here.when(event.at), until.determination)
        if (then.status, then.disputed) == (before.status, before.disputed) or not _within(span, event.at):
            continue
        ended = then.since(until.state) is not None
        when = shown(event.at, zone(here.agreement.timezone))
        said = f"{until.determination} is {_status(then)} from {when}"
        runs = f"{held.clause.id}@{held.version.id} runs until it is {until.state}"
        yield Happening(max(event.at, span.start), f"{said}; {runs}, {_does(ended, silent)}")
        before, silent = then, ended


def _within(span: TermsSpan, at: datetime) -> bool:
    return span.end is None or at < span.end


def _status(then: Milestone) -> str:
    return f"{then.status}, though disputed," if then.disputed else then.status


def _does(ended: bool, silent: bool) -> str:
    if ended:
        return "so it stays ended" if silent else "so it ends there"
    return "so it speaks again" if silent else "so it goes on"
