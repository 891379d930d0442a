"""What is due, what is on offer, what an act came to, and the papers that may be sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import shown, zone
from firstcall.record.dated.duties import DutyTime
from firstcall.record.dated.option_states import OptionTime
from firstcall.record.dated.price_promises import PromiseStanding
from firstcall.record.events.entry import EventBase
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position
from firstcall.refusal.due import Due
from firstcall.report.inbox.rows import TrackedOffer, inbox_lines
from firstcall.report.offer.due_facts import clock_head, due_lines, due_said
from firstcall.report.papers.draft import Draft, text_of_draft
from firstcall.service import options
from firstcall.service.commands.clock import SOMETHING_DUE, clock_json, must_act
from firstcall.service.offer.acts import ActDone, act_json, act_lines
from firstcall.service.offer.pages import inbox_rows, shown_json, shown_lines
from firstcall.service.partnership.results import AsRead, Result, ResultRow, picked
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.settlement.statement.upcoming import UpcomingSum

DealT = TypeVar("DealT", bound=AsRead)


@dataclass(frozen=True, repr=False, eq=False)
class ClockResult(Result):
    """What is due under first refusal: from whom, by when."""

    at: datetime
    due: tuple[Due, ...]
    """Everything due, what has a day first."""
    duties: tuple[DutyTime, ...] = ()
    """Every time that a dated duty has fallen, and the next."""
    sums: tuple[UpcomingSum, ...] = ()
    """The sum of each payment clause that comes next, and those whose day is unknown."""
    choices: tuple[OptionTime, ...] = ()
    """Where every option stands."""
    promises: tuple[PromiseStanding, ...] = ()
    """Where price promises stand."""

    @property
    def first_duty(self) -> Due | None:
        """What somebody must do first; None where nobody must act by a fixed day."""
        return next((due for due in self.due if due.is_duty), None)

    @property
    def exit_code(self) -> int:
        """The code that `firstcall clock` leaves with: 14 where somebody must act by a day, else 0."""
        return SOMETHING_DUE if must_act(self.due, self.duties) else 0

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each thing due as a sentence that can be forwarded."""
        return tuple(f"{due.offer}: {due_said(due)}" for due in self.due)

    def __iter__(self) -> Iterator[Due]:
        return iter(self.due)

    def __len__(self) -> int:
        return len(self.due)

    @property
    def about(self) -> str:
        """The first duty, or that there is none."""
        return str(clock_head(self.due)).rstrip(":")

    def rows(self) -> tuple[ResultRow, ...]:
        """Return what is due, a row each."""
        names = ("offer", "clause", "what", "who", "by", "business_days_left", "then")
        return tuple(picked(due, *names) for due in self.to_json()["due"])

    def _plain(self) -> Any:
        return clock_json(self.due, self.at, self.duties, self.sums, self.choices, self.promises)

    def _lines(self) -> Sequence[str]:
        return [self.about, *map(str, due_lines(self.due, self.at))]


@dataclass(frozen=True, repr=False, eq=False)
class OffersResult(Result):
    """The offers on the record: what is asked, by when, whether the notice is complete."""

    at: datetime
    told: tuple[TrackedOffer, ...]

    @cached_property
    def inbox(self) -> tuple[ResultRow, ...]:
        """The offers, a row for each right that one concerns."""
        return tuple(inbox_rows(self.told, self.at))

    @property
    def ids(self) -> tuple[str, ...]:
        """The offers, each once."""
        return tuple(dict.fromkeys(row["offer"] for row in self.inbox))

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def about(self) -> str:
        """How many offers there are by then."""
        return f"{options.counted(self.ids, 'offer')} by {shown(self.at, zone(self.deal.agreement.timezone))}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the offers, a row for each right that one concerns."""
        return tuple(self.to_json())

    def _plain(self) -> Any:
        return list(self.inbox)

    def _lines(self) -> Sequence[str]:
        return [*map(str, inbox_lines(self.told, self.at))] or [self.about]


@dataclass(frozen=True, repr=False, eq=False)
class OfferResult(Result):
    """One offer's story under each right that it concerns."""

    offer: str
    at: datetime
    here: Position
    rights: tuple[tuple[Offer, FirstRefusal], ...]

    @property
    def state(self) -> str | None:
        """Where it stands under the right that it concerns, the first of several; None where it concerns none."""
        return self.rights[0][0].state if self.rights else None

    @property
    def about(self) -> str:
        """Where the offer stands under each right."""
        stands = "; ".join(f"{clause.id} {found.state}" for found, clause in self.rights)
        return f"{self.offer}: {stands or 'no right of first refusal concerns it'}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return what is due of it, a row each."""
        names = ("offer", "clause", "what", "who", "by", "business_days_left", "then")
        return tuple(picked(due, *names) for told in self.to_json() for due in told["due"])

    def _plain(self) -> Any:
        return shown_json(self.here, self.rights, self.deal.party, self.at)

    def _lines(self) -> Sequence[str]:
        return [*map(str, shown_lines(self.here, self.rights, self.deal.party, self.at))] or [self.about]


@dataclass(frozen=True, repr=False, eq=False)
class ActResult(Result, Generic[DealT]):
    """What an act came to: the events it entered, or would have, and how the offer then stands."""

    done: ActDone
    after: DealT
    """The deal with the act on its record; after a dry run, the deal as it was."""

    @property
    def dry_run(self) -> bool:
        """Whether it was only tried, and nothing was written."""
        return self.done.dry_run

    @property
    def events(self) -> tuple[EventBase, ...]:
        """The events; none where the act was performed before under its key."""
        return self.done.performed.record.events[len(self.done.held.record.events) :]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The offer after the act, under each right that it concerns."""
        return self.done.performed.offers

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside it."""
        return tuple(map(str, self.done.performed.notes))

    @property
    def about(self) -> str:
        """The events, and where the offer stands."""
        did = "would record" if self.dry_run else "recorded"
        made = ", ".join(f"{event.type} {event.id}" for event in self.events) or "nothing new"
        stands = "; ".join(f"{offer.id} {offer.state} under {offer.clause}" for offer in self.offers)
        return f"{did} {made}{'; ' if stands else ''}{stands}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the events, a row each."""
        return tuple(picked(event, "id", "type", "at", "recorded", "by") for event in self.to_json()["events"])

    def _plain(self) -> Any:
        return act_json(self.done)

    def _lines(self) -> Sequence[str]:
        return [*map(str, act_lines(self.done)), *(f"note: {note}" for note in self.notes)]


@dataclass(frozen=True, repr=False, eq=False)
class DraftsResult(Result):
    """The papers of an offer, drafted and not sent: the page with the clock, then the notice or the answers."""

    drafts: tuple[Draft, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The papers: `clock`, `notice-HOLDER`, `match`, `decline` and so on."""
        return tuple(draft.name for draft in self.drafts)

    def __getitem__(self, name: str) -> str:
        """Return a paper as plain text.

        Raises:
          KeyError: there is no such paper.
        """
        return next((text_of_draft(draft) for draft in self.drafts if draft.name == name), None) or self._none(name)

    def _none(self, name: str) -> str:
        raise KeyError(f"there is no paper '{name}'; there are: {', '.join(self.names)}")

    @property
    def about(self) -> str:
        """Which papers there are."""
        return f"drafts, not sent: {', '.join(self.names)}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the papers, a row each: its name, its title, to whom and how."""
        return tuple({"name": one.name, "title": one.title, "to": list(one.to), "by": one.method, "text":
                      text_of_draft(one)} for one in self.drafts)  # fmt: skip

    def _plain(self) -> Any:
        return {"drafts": list(self.rows())}

    def _lines(self) -> Sequence[str]:
        return [text_of_draft(draft) for draft in self.drafts]
