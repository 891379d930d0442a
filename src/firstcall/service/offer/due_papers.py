"""What is due as a page, as a message and as a calendar: made of one position, written where somebody asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstcall.agreement.overlay import WhatIfTold
from firstcall.record.dated.duties import DutyTime
from firstcall.record.dated.option_states import OptionTime
from firstcall.record.dated.price_promises import PromiseStanding
from firstcall.record.position import Position
from firstcall.refusal.due import Due
from firstcall.report.offer.due_facts import party_names
from firstcall.report.words.enums import Language
from firstcall.service import options
from firstcall.service.page_files import write_page
from firstcall.service.speech import tell_in
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.report.inbox.page import PageFrame
    from firstcall.settlement.statement.upcoming import UpcomingSum

eml_option = click.option(
    "--eml", type=options.A_PATH, metavar="FILE",
    help="Write a message for electronic mail, with page and calendar; - for stdout.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What is due, to whom it is told, and in which language."""

    here: Position
    due: tuple[Due, ...]
    """What is listed."""
    every: tuple[Due, ...]
    """All that is due, of which the first sentences tell."""
    party: str | None
    lang: Language
    header: str | None = None
    duties: tuple[DutyTime, ...] = ()
    sums: tuple[UpcomingSum, ...] = ()
    promises: tuple[PromiseStanding, ...] = ()
    choices: tuple[OptionTime, ...] = ()

    def calendar(self) -> bytes | None:
        """Return the deadlines still ahead as an iCalendar file; None where nothing has a day."""
        from firstcall.report.offer.clock import calendar_of

        dated = [due for due in self.due if due.by is not None and due.by >= self.here.at]
        closing = any(one.state in ("open", "ahead") and one.window.closes is not None for one in self.choices)
        to_come = (*(one.state == "open" for one in self.duties), *(one.due is not None for one in self.sums))
        if not dated and not closing and not any(to_come):
            return None
        return calendar_of(
            dated, self.here.agreement.id, self.here.at, duties=self.duties, sums=self.sums, choices=self.choices,
            tell=tell_in(self.lang), names=party_names(self.here),
        )  # fmt: skip


def write_due_page(file: Path, told: Told) -> None:
    """Write the page of what is due.

    Raises:
      NotFound: there is no such folder.
      MachineError: the machine does not let it be written.
    """
    write_page(file, due_page(told))


def due_page(told: Told) -> str:
    """Return the page of what is due."""
    from firstcall.report.inbox.page import DueToTell, clock_page

    due = DueToTell(told.due, told.every, told.duties, told.sums, told.promises, told.choices)
    return clock_page(told.here, due, frame_of(told))


def frame_of(told: Told) -> PageFrame:
    """Return what stands around the facts of a page: words, party, calendar, top line and what was supposed."""
    from firstcall.report.inbox.page import PageFrame
    from firstcall.report.words.words import page_words

    supposed = tuple(WhatIfTold(what=one) for one in options.what_is_supposed())
    return PageFrame(page_words(told.lang), told.party, told.calendar(), told.header, supposed)


def write_due_mail(file: Path, told: Told, lines: Iterable[str]) -> None:
    """Write a message that tells what is due, addressed where the agreement says that the party takes notices.

    Raises:
      NotFound: there is no such folder.
      MachineError: the machine does not let it be written.
    """
    from firstcall.report.glance.dated_next import DatedThings, dated_next
    from firstcall.report.glance.due_next import due_next
    from firstcall.report.inbox.digest import digest_mail, subject_of
    from firstcall.report.words.words import words_in

    here, calendar = told.here, told.calendar()
    parties = here.terms().parties
    beside = dated_next(DatedThings(told.duties, told.sums, told.choices), parties)
    subject = subject_of(here.agreement.title, due_next(told.every, parties, here.at, beside), words_in(told.lang))
    attached = None if calendar is None else (f"{here.agreement.id}.ics", calendar)
    text = "\n".join(lines) + "\n"
    write_page(file, digest_mail(subject, text, due_page(told), attached, _addresses(told), here.at, told.lang))


def _addresses(told: Told) -> tuple[str, ...]:
    """Return the mailboxes of the party that it is told to; the grantor's where nobody is named."""
    text = told.here.terms()
    notices = text.parties[told.party or text.grantor].notices
    return tuple(name for name in notices.to if "@" in name) if notices is not None else ()
