"""The agreement as one document: its first text, and every amendment in the order of signing."""

from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr

from firstcall.agreement.model.basis import ASSUMED, Basis, Day, Id, Moment, Source, Text, Written
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Definitions, Ids, Party, Provider, Redefinition
from firstcall.agreement.model.readings import Reading
from firstcall.calendars import Calendar, calendar_for
from firstcall.kept import Shelf

SCHEMA = "firstcall/agreement/1"
BASE = "base"
"""The id of the agreement's first version."""


class Amendment(Written):
    """A change of the agreement: clauses added, replaced and removed whole, words redefined."""

    id: Id
    """The name of the version that it makes."""
    title: Text | None = None
    """What pages call it."""
    signed: Moment
    """Orders amendments, and gates what was known; a day starts at 00:00 in the agreement's zone."""
    effective: Moment
    """When the change takes effect; may lie before `signed`."""
    add: tuple[Clause, ...] = ()
    """Clauses that come in."""
    replace: tuple[Clause, ...] = ()
    """Clauses that stand whole in place of those with the same id."""
    remove: Ids = ()
    """Ids of clauses that go."""
    redefine: Redefinition = Redefinition()
    silent: tuple[Id, ...] = ()
    """Clauses or points that the amended texts no longer mention; said, and not a removal."""
    in_flight: Literal["continue", "end"] = "end"
    """Whether offers noticed under a first refusal that this amendment removes still run to their end."""
    basis: Basis = ASSUMED


class Exercised(Amendment):
    """What the record made of a text: an option exercised, or the day of an event that a date hangs on.

    A version that nobody wrote, and whose clauses keep their writer; no file can hold it.
    """

    option: Id | None = None
    """The option; None where a day became known."""


class PlaceCalendar(Written):
    """Business days told in full: a place, which categories of its holidays close it, and its weekend."""

    country: Text
    """Two letters, such as HK."""
    subdivision: Text | None = None
    """A part of the country, such as ON."""
    categories: Ids = ()
    """Categories of the holiday tables, such as public, bank, optional; what is observed there when left out."""
    weekend: Ids = ()
    """Days in small letters, such as saturday; the country's own when left out."""

    @property
    def code(self) -> str:
        """Return the place as the holiday tables name it."""
        return self.country if self.subdivision is None else f"{self.country}-{self.subdivision}"


class Agreement(Written):
    """A compute partnership as written: parties, words, clauses, amendments, and how it is known."""

    schema_: Literal["firstcall/agreement/1"] = Field(alias="schema")
    """The version of this format."""
    id: Id
    """The name by which statements, receipts and what-ifs refer to the agreement."""
    title: Text
    """What pages are headed with."""
    timezone: Text
    """IANA name; a date starts at 00:00 here."""
    calendar: Text | PlaceCalendar = "US"
    """Whose business days count: a country, or country-subdivision (US-NY); in full with categories and weekend."""
    closures: tuple[Day, ...] = ()
    """Further days that are no business days under this agreement."""
    parties: dict[Id, Party]
    providers: dict[Id, Provider] = {}
    sources: dict[Id, Source] = {}
    definitions: Definitions
    effective: Moment
    """When the first text takes effect."""
    basis: Basis = ASSUMED
    """How the document's own fields are known: effective, timezone, calendar, parties, providers."""
    clauses: tuple[Clause, ...] = ()
    """The first text, clause by clause."""
    amendments: tuple[Amendment, ...] = Field(default=(), max_length=100)
    readings: tuple[Reading, ...] = ()
    _shelf: Shelf = PrivateAttr(default_factory=Shelf)

    def __eq__(self, other: object) -> bool:
        """Say whether two documents say the same; what was consolidated from them does not count."""
        return isinstance(other, Agreement) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.id, self.effective, len(self.clauses), len(self.amendments)))

    def __copy__(self) -> Self:
        """Return a copy that has consolidated nothing yet; it may be given other amendments."""
        copied = super().__copy__()
        copied._shelf = Shelf()
        return copied

    def business_days(self) -> Calendar:
        """Return the calendar whose business days count, with the agreement's own closures.

        Raises:
          ValueError: there is no such place, category or day of the week.
        """
        if isinstance(self.calendar, str):
            return calendar_for(self.calendar, self.closures)
        place = self.calendar
        return calendar_for(place.code, self.closures, place.categories, place.weekend)

    @property
    def every_party(self) -> dict[str, Party]:
        """Every party of any version, in the words of the last one that names it: amendments may bring parties in."""
        found = dict(self.parties)
        for change in self.amendments:
            found |= change.redefine.parties
        return found

    @property
    def every_clause(self) -> tuple[Clause, ...]:
        """Every clause of every version as it was written, those of the document before amendments first."""
        later = (clause for change in self.amendments for clause in (*change.replace, *change.add))
        return (*self.clauses, *later)

    @property
    def shelf(self) -> Shelf:
        """What was worked out from this document alone."""
        own = self.__pydantic_private__  # asked for so often that the model's way to it would be felt
        assert own is not None
        shelf: Shelf = own["_shelf"]
        return shelf

    def as_written(self) -> "Agreement":
        """Return the document without what the record changed; itself where none did."""
        written = tuple(change for change in self.amendments if not isinstance(change, Exercised))
        return self if len(written) == len(self.amendments) else self.fresh_copy({"amendments": written})

    def fresh_copy(self, update: dict[str, Any]) -> "Agreement":
        """Return a copy with some fields changed, and nothing worked out yet."""
        copy = self.model_copy(update=update)
        copy._shelf = Shelf()
        return copy
