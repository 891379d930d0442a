"""What is due, and the inbox of offers, as one page each, with the deadlines as a calendar one click away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from firstcall.record.dated.duties import DutyTime
from firstcall.record.dated.option_states import OptionTime
from firstcall.record.dated.price_promises import PromiseStanding
from firstcall.record.position import Position
from firstcall.refusal.due import Due
from firstcall.report.glance.due_lines import due_lines_of
from firstcall.report.glance.due_next import due_next, free_now
from firstcall.report.inbox.rows import TrackedOffer, inbox_of
from firstcall.report.offer.due_facts import amount_said
from firstcall.report.offer.duties import pressing_said
from firstcall.report.offer.options import may_act, option_said
from firstcall.report.offer.payments import sum_said
from firstcall.report.offer.promises import promise_said
from firstcall.report.page import render
from firstcall.report.words.words import PageWords
from firstcall.said import Said
from firstcall.settlement.statement.upcoming import UpcomingSum
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class DueToTell:
    """What is due at an instant: of offers, as dated duties, as sums to come, and what may be chosen."""

    items: Sequence[Due]
    """What is listed of what is due of offers, the nearest deadline first."""
    every: Sequence[Due]
    """All that is due of offers, which the sentences on top tell of, however little is listed."""
    duties: Sequence[DutyTime] = ()
    """Dated duties; what is still to be done, overdue or unknown of them is told."""
    sums: Sequence[UpcomingSum] = ()
    """The sums that come next, and those whose day or amount is unknown."""
    promises: Sequence[PromiseStanding] = ()
    """Where price promises stand."""
    choices: Sequence[OptionTime] = ()
    """Options; those that are open, to come or unknown are told."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Around the facts of a page: its words, whose view it is, its calendar, the line on its top."""

    w: PageWords
    party: str | None = None
    """The party that it is told to; None for the record whole."""
    calendar: bytes | None = None
    """The deadlines as an iCalendar file; None where there is none to keep."""
    header: str | None = None
    supposed: tuple[Said | str, ...] = ()
    """The what-ifs that it is told under."""


def clock_page(here: Position, due: DueToTell, frame: PageFrame) -> str:
    """Return the page of what is due: the sentence first, then every deadline with what may be done about it.

    Args:
      here: the record as the party sees it, at the instant of telling.
      due: what is due then.
      frame: the words, the party, the calendar and the top line.
    """
    return _page(here, due, frame, None)


def inbox_page(here: Position, told: Sequence[TrackedOffer], frame: PageFrame) -> str:
    """Return the page of offers: what waits, the nearest deadline first, then what is settled, folded.

    Args:
      here: the record as the party sees it, at the instant of telling.
      told: the offers that the party is told about.
      frame: the words, the party, the calendar and the top line.
    """
    found = sorted((due for tracked in told for due in tracked.due_items),
                   key=lambda due: (due.by is None, due.by or here.at, due.offer))  # fmt: skip
    return _page(here, DueToTell(found, found), frame, told)


def _page(here: Position, due: DueToTell, frame: PageFrame, told: Sequence[TrackedOffer] | None) -> str:
    text = here.terms()
    waiting, settled = inbox_of(here, told) if told is not None else ((), ())
    parties = {name: party.name for name, party in text.parties.items()}
    return render(
        "inbox.html", frame.w, frame.header,
        agreement=here.agreement, text=text, now=here.at, inbox=told is not None,
        party=parties.get(frame.party, frame.party) if frame.party is not None else None,
        lead=(*due_next(tuple(due.every), text.parties, here.at), *free_now(tuple(due.every))),
        lines=due_lines_of(here, due.items) if told is None else (), waiting=waiting, settled=settled,
        duties=(*pressing_said(due.duties), *map(option_said, may_act(due.choices))),
        sums=[sum_said(one) for one in due.sums], promises=[promise_said(one) for one in due.promises],
        calendar=_link(frame.calendar),
        supposed=frame.supposed, file=f"{here.agreement.id}.ics", amount=amount_said,
    )  # fmt: skip


def _link(calendar: bytes | None) -> Markup | None:
    """Return a calendar as the address of a link that keeps it as a file; nothing is loaded for it."""
    if calendar is None:
        return None
    return Markup("data:text/calendar;base64,") + b64encode(calendar).decode("ascii")
