"""A settlement as one party looks at it: what it may read, and what it is shown of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from firstcall.errors import BillingError, NotAllowed
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import AboutStatement
from firstcall.record.views.disclosure import Concerned, disclosed, parties_of_clauses
from firstcall.record.views.view import view
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.files import REVENUE, mapping_of
from firstcall.service.folder import Partnership
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import MoneyTerms
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.party_view import by_row, concerns, counts, owners_of_lines, reads_bills, withheld
from firstcall.values import dataclass

RowsOfWhat = Literal["billing rows", "revenue lines"]


class NoStatementFor(Said):
    says = sentence(
        "looks.no-statement-for",
        "{party} neither pays nor is paid under any clause, so there is no statement for it to see",
    )
    party: Annotated[str, Quoted]


class AskAsAParty(Said):
    says = sentence("looks.ask-as-a-party", "ask as one of the parties to a clause, or without --as")


class CannotSettleOn(Said):
    says = sentence("looks.cannot-settle-on", "the {what} of {owner} cannot be settled on")
    what: RowsOfWhat
    owner: str


class AskToCheck(Said):
    says = sentence("looks.ask-to-check", "ask {owner} to check its files")
    owner: str


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looks at a settlement, and with what right."""

    party: str
    partnership: Partnership
    dealing: frozenset[str]
    owners: frozenset[str]
    """Whose revenue lines its legs are reckoned on."""
    reads_bills: bool
    withheld: frozenset[str]
    """Clauses whose rows it may not see."""
    unnamed: frozenset[str]
    """Those of them whose lines are named for rows."""
    bills_shown: bool
    _concerned: Concerned

    def money(self, money: Sequence[MoneyTerms]) -> tuple[MoneyTerms, ...]:
        """Return the clauses under which the party pays or is paid."""
        return tuple(terms for terms in money if concerns(terms, self.party))

    def lines(self, entries: Iterable[Entry], money: Sequence[MoneyTerms]) -> tuple[Entry, ...]:
        """Return the revenue lines that count under the party's clauses: those of other streams are not its to know."""
        return tuple(entry for entry in entries if any(counts(terms, entry) for terms in money))

    def events(self, events: Iterable[EventBase]) -> tuple[EventBase, ...]:
        """Return the events that the party may know of, each as it may read it."""
        return tuple(event for one in events if (event := self._event(one)) is not None)

    def _event(self, event: EventBase) -> EventBase | None:
        if not isinstance(event, AboutStatement):
            return event
        changes = disclosed(event, self.party, self._concerned)
        if changes is None:
            return None
        said: dict[str, Any] = event.model_dump(mode="json", exclude_unset=True)
        return type(event).model_validate(said | changes) if changes else event

    def reads(self, path: Path) -> bool:
        """Return whether anything that the party may see rests on a file."""
        if path.parent.name != REVENUE:
            return self.reads_bills
        mapping = mapping_of(path)
        if mapping.dataset == "payments":
            return mapping.of == self.party or len(self.dealing) <= 2
        return mapping.of in self.owners

    def shows(self, path: Path) -> bool:
        """Return whether the party may know of a file by name."""
        if path.parent.name != REVENUE:
            return self.bills_shown
        return self.owner(path) == self.party or len(self.dealing) <= 2

    def owner(self, path: Path) -> str:
        """Return whose revenue a file holds."""
        return mapping_of(path).of


def looking(deal: Partnership, party: str) -> Looks:
    """Return a party's look at a settlement.

    Raises:
      NotAllowed: it neither pays nor is paid under any clause.
      NotFound: there is no such party.
    """
    seen = replace(deal, record=view(deal.record, party, deal.agreement))
    everything = money_terms(seen.agreement, None, seen.record)
    own = [terms for terms in everything if concerns(terms, party)]
    if everything and not own:
        raise NotAllowed(NoStatementFor(party=party), fix=AskAsAParty())
    concerned_by = parties_of_clauses(seen.agreement)
    dealing = frozenset(name for parties in concerned_by.values() for name in parties)
    hidden = withheld(own, party, dealing)
    bills = [terms for terms in own if reads_bills((terms,)) and terms.id not in hidden]
    return Looks(
        party,
        seen,
        dealing,
        owners_of_lines(own),
        reads_bills(own),
        hidden,
        hidden & by_row(own),
        bool(bills),
        concerned_by,
    )


def unreadable(what: RowsOfWhat, owner: str) -> BillingError:
    """Return the error for files that cannot be read, as told to somebody who may not see them."""
    return BillingError(CannotSettleOn(what=what, owner=owner), fix=AskToCheck(owner=owner))
