"""The desk at which a partnership is settled: files read once, billing rows reduced once for each base."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from firstcall.agreement.check.money_remarks import never_speaking
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.agreement.terms import versions
from firstcall.dates import day_start, zone
from firstcall.errors import BillingError, Place, near_or_listed
from firstcall.record.events.entry import EventBase
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.deliveries.intake import ALWAYS, TakenIn, Together, overlap_error, read_intake
from firstcall.service.billing.deliveries.untaken import Untaken, untaken
from firstcall.service.billing.files import REVENUE, exchange_quotes, mapping_of, read_rows
from firstcall.service.folder import Partnership
from firstcall.service.settle.looks import Looks, looking, unreadable
from firstcall.settlement.books.deliveries import (
    Books,
    FileDelivery,
    SourceFile,
    added_up,
    in_place,
    key_of,
    parted_months,
    told_apart,
)
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.books.overlapping_lines import LineFile, lines_once, overlapping
from firstcall.settlement.books.revenue_lines import LineMapping, entries_of
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms, span_asked
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.remarks import with_commitments
from firstcall.settlement.statement.statement import Statement, settle
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.service.billing.rows import BillingRows

END = datetime(9999, 1, 1, tzinfo=UTC)
"""Known at the end of time: everything in the files."""


class NobodyOwes(Said):
    says = sentence("settle.nobody-owes", "the agreement {agreement} has no clause that says who owes whom")
    agreement: Annotated[str, Quoted]


class AddAMoneyClause(Said):
    says = sentence("settle.add-a-money-clause", "add a clause of type revenue_share or commitment")


class OfNoParty(Said):
    says = sentence("mapping.of-no-party", "its mapping says `of: {party}`, which is no party")
    party: str


class AmendmentNeverSpeaks(Said):
    says = sentence("terms.never-speaks", "{amendment}: {why}")
    amendment: str
    why: str | Said


@dataclass(slots=True)
class SettleDesk:
    """A partnership's files, ready to be settled as known at any instant."""

    partnership: Partnership
    engine: str
    deliveries: tuple[FileDelivery, ...]
    files: tuple[SourceFile, ...]
    lines: tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]
    payments: tuple[Entry, ...]
    exchange: ExchangeTable
    loose: Untaken
    stack: ExitStack
    looks: "Looks | None" = None
    """Whose view it is; everything unless given."""
    nil: tuple[tuple[datetime, str, date], ...] = ()
    """When it was said of whom and which month that there was nothing."""
    _rows: "BillingRows | None" = None
    _billing: tuple[tuple[FileDelivery, tuple[Path, ...]], ...] = ()
    _drawn: dict[Any, Statement] = field(default_factory=dict)
    _known: dict[Any, Any] = field(default_factory=dict)
    _made: dict[Any, list[tuple[tuple[MoneyTerms, ...], Books, Statement]]] = field(default_factory=dict)
    """By period, what was reckoned, with the terms and the books that it was reckoned on."""

    @property
    def agreement(self) -> Agreement:
        """Return the agreement."""
        return self.partnership.agreement

    @property
    def where(self) -> ZoneInfo:
        """Return the agreement's zone."""
        return zone(self.agreement.timezone)

    @property
    def last_known(self) -> datetime:
        """Return the latest instant at which anything was entered, signed or taken in."""
        recorded = [delivery.recorded for delivery in self.deliveries if delivery.recorded != ALWAYS]
        listed = self.partnership.record.events
        entered = [event.recorded for event in (self.looks.events(listed) if self.looks else listed)]
        signed = [version.signed for version in versions(self.agreement.as_written())]
        return max([*recorded, *entered, *signed])

    def events(self, known_at: datetime | None) -> tuple[EventBase, ...]:
        """Return what is on the record as known at an instant, as far as whoever looks may know it."""
        listed = self.partnership.record.known(known_at).events
        return self.looks.events(listed) if self.looks else listed

    def money(self, known_at: datetime | None) -> tuple[MoneyTerms, ...]:
        """Return the money clauses as known at an instant.

        Raises:
          BillingError: the agreement has none.
        """
        found = self._terms(known_at)
        if found and self.looks is not None:
            return self.looks.money(found)
        if not found:
            raise BillingError(NobodyOwes(agreement=self.agreement.id), fix=AddAMoneyClause())
        return found

    def statement(
        self, asked: str, known_at: datetime | None, estimate: bool = False, terms_known: datetime | None = None
    ) -> Statement:
        """Return the statement of a period.

        Args:
          asked: the period as people write it.
          known_at: rows taken in and terms signed by then count; None for everything.
          estimate: count what is there of periods that nothing was delivered for.
          terms_known: for the terms, where they are to be those of another instant.
        """
        key = (asked, known_at, estimate, terms_known)
        if key not in self._drawn:
            self._drawn[key] = self._statement(asked, known_at, estimate, terms_known or known_at)
        return self._drawn[key]

    def _statement(
        self, asked: str, known_at: datetime | None, estimate: bool, terms_known: datetime | None
    ) -> Statement:
        money = self.money(terms_known)
        period = span_asked(asked, money)
        books = self.books(money, known_at or END)
        made = self._settled(money, books, period, known_at or self.last_known, estimate)
        made = with_commitments(made, self._terms(terms_known), books)  # what another pair agreed is no stray one
        return replace(made, notes=(*made.notes, *self._never_speaking(made, terms_known)))

    def _settled(
        self, money: tuple[MoneyTerms, ...], books: Books, period: Period, known_at: datetime, estimate: bool
    ) -> Statement:
        """Return what is owed, reckoned once where the same was known; late fees run on until the period is over."""
        before, over = self._made.setdefault((period, estimate), []), day_start(period.end, self.where)
        fees = any(isinstance(terms, FeeTerms) for terms in money)
        for terms, known, made in before:
            if (not fees or min(known_at, made.known_at) >= over) and terms == money and known == books:
                return replace(made, known_at=known_at)
        made = settle(self.agreement.id, money, books, period, known_at, self.where, estimate)
        before.append((money, books, made))
        return made

    def _never_speaking(self, made: Statement, known_at: datetime | None) -> Iterator[Said]:
        """Yield which amendments of clauses on a statement were to hold in its period and never will."""
        effective = {version.id: version.effective for version in versions(self.agreement)}
        shown = {leg.clause for leg in made.legs}
        for clause, version, says in never_speaking(self.agreement, known_at):
            if clause in shown and effective[version].astimezone(self.where).date() in made.period:
                yield AmendmentNeverSpeaks(amendment=f"{clause}@{version}", why=says)

    def _terms(self, known_at: datetime | None) -> tuple[MoneyTerms, ...]:
        if known_at not in self._known:
            self._known[known_at] = money_terms(self.agreement, known_at, self.partnership.record)
        return self._known[known_at]  # type: ignore[no-any-return]

    def books(self, money: Sequence[MoneyTerms], known_at: datetime) -> Books:
        """Return what is known at an instant, for some clauses; read together once."""
        key = (tuple(map(id, money)), known_at)
        if key not in self._known:
            self._known[key] = (money, self._books(money, known_at))  # kept with it, so that no other has its id
        return self._known[key][1]  # type: ignore[no-any-return]

    def _books(self, money: Sequence[MoneyTerms], known_at: datetime) -> Books:
        lines = told_apart(in_place(self.lines, known_at))
        covered = {("revenue_lines", key_of(entry)) for entry in lines}
        nil = [(whose, month) for recorded, whose, month in self.nil if recorded <= known_at]
        covered |= {(source, key) for source in ("revenue_lines", "focus") for key in nil}
        parted = parted_months(lines, nil, (base for terms in money for base, _ in bases(terms)))
        lines = self.looks.lines(lines, money) if self.looks else lines
        billed = []
        for terms in money:
            if entries := self._billed(terms, known_at):
                billed.append((terms.id if isinstance(terms, LegTerms) else terms.clause.id, entries))
        if any(base.source == "focus" for terms in money for base, _ in bases(terms)):
            covered |= {("focus", key) for key in self.rows().covered(known_at)}
        named = any(terms.clause.commitment_ids for terms in money if isinstance(terms, CommitmentTerms))
        listed = self.rows().commitments(known_at) if named else ()
        files = tuple(file for file in self.files if file.recorded <= known_at)
        return Books(lines, tuple(billed), self.exchange, files, frozenset(covered), listed, frozenset(parted))

    def _billed(self, terms: MoneyTerms, known_at: datetime) -> tuple[Entry, ...]:
        """Return the reduced billing rows of a clause, each version of its base for its own span."""
        found: list[Entry] = []
        for base, changes in bases(terms):
            if base.source != "focus":
                continue
            unapplied = not isinstance(terms, LegTerms)
            delivered = self._delivered(terms, base, changes, unapplied)
            held = in_place(delivered, known_at)
            if isinstance(terms, LegTerms):
                spans = [span for span in terms.spans if span.clause.base == base]
                held = tuple(entry for entry in held if any(entry.at in span for span in spans))
            found.extend(held)
        if isinstance(terms, CommitmentTerms) and terms.clause.commitment_ids:
            found.extend(in_place(self.rows().applied(terms.clause), known_at))
        return added_up(found)

    def _delivered(self, terms: MoneyTerms, base: Base, changes: tuple[datetime, ...], unapplied: bool) -> Any:
        try:
            return self.rows().reduced(base, changes, unapplied, intake_of(terms))
        except BillingError as error:
            if self.looks is not None and isinstance(terms, LegTerms) and terms.id in self.looks.withheld:
                raise unreadable("billing rows", terms.spans[-1].clause.payer) from error
            raise

    def rows(self) -> "BillingRows":
        """Return the billing rows; the engine starts when they are first asked for."""
        if self._rows is None:
            from firstcall.service.billing.rows import BillingRows

            self._rows = self.stack.enter_context(BillingRows.opened(self.engine, self._billing))
        return self._rows


def bases(terms: MoneyTerms) -> tuple[tuple[Base, tuple[datetime, ...]], ...]:
    """Return the bases of a clause, each once, with the instants at which its terms change."""
    if isinstance(terms, PaymentTerms):
        return ()
    if not isinstance(terms, LegTerms):
        return ((terms.clause.base, ()),) if terms.clause.base else ()
    changes = tuple(at for span in terms.spans for at in (span.start, span.end) if at is not None)
    found: dict[str, Base] = {}
    for span in terms.spans:
        if span.clause.base is not None:
            found.setdefault(span.clause.base.model_dump_json(), span.clause.base)
    return tuple((base, changes) for base in found.values())


def intake_of(terms: MoneyTerms) -> str | None:
    """Return how a clause takes in figures with too many decimals; None when it refuses them."""
    clause = terms.spans[-1].clause if isinstance(terms, LegTerms) else terms.clause
    return clause.rounding.intake.value if clause.rounding.intake else None


@contextmanager
def desk(
    partnership: Partnership, engine: str = "duckdb", party: str | None = None, together: Together | None = None
) -> Iterator[SettleDesk]:
    """Yield the desk of a partnership; what it opened is closed afterwards.

    Args:
      partnership: the folder.
      engine: what adds up billing rows.
      party: whose view it is; what it may not see is not even read.
      together: how rows count that stand in several files which were not taken in.
    Raises:
      BillingError: a file cannot be read, was changed since it was taken in, or has faulty rows.
      NotAllowed: the party neither pays nor is paid under any clause.
    """
    looks = None if party is None else looking(partnership, party)
    partnership = partnership if looks is None else looks.partnership
    folder = partnership.path
    taken = read_intake(folder)
    loose = untaken(folder, taken)
    if loose.files:
        taken = (*taken, TakenIn("not taken in", ALWAYS, loose.files, adds=True, together=together))
    lines = list[tuple[FileDelivery, str, tuple[Entry, ...]]]()
    sources, billing = [], []
    read: set[str] = set()
    payments: list[Entry] = []
    for delivery in taken:
        made = FileDelivery(delivery.id, delivery.recorded, delivery.adds, delivery.together)
        paths = []
        for name, mark in delivery.files:
            if looks is not None and not looks.reads(folder / name):
                continue
            rows, kind, entries = _read_for(looks, folder / name, delivery.recorded, partnership)
            read.add(delivery.id)
            sources.append(SourceFile(name, mark, rows, delivery.recorded, delivery.id, kind))
            if kind == "focus":
                paths.append(folder / name)
            elif kind == "payments":
                payments.extend(entries)
            else:
                lines.append((made, name, entries))
        if paths:
            billing.append((made, tuple(paths)))
    quotes = ExchangeTable(exchange_quotes(folder))
    deliveries = tuple(FileDelivery(one.id, one.recorded, one.adds) for one in taken if looks is None or one.id in read)
    nil = tuple((one.recorded, whose, month) for one in taken for whose, month in one.nil)
    with ExitStack() as stack:
        yield SettleDesk(
            partnership, engine, deliveries, tuple(sources), _together(lines), tuple(payments), quotes, loose, stack,
            looks, nil, _billing=tuple(billing),
        )  # fmt: skip


def _read_for(
    looks: Looks | None, path: Path, recorded: datetime, deal: Partnership
) -> tuple[int, str, tuple[Entry, ...]]:
    try:
        return _read(path, recorded, zone(deal.agreement.timezone), deal.agreement)
    except BillingError as error:
        if looks is not None and not looks.shows(path):
            raise unreadable("revenue lines", looks.owner(path)) from error
        raise


def _together(
    lines: Sequence[tuple[FileDelivery, str, tuple[Entry, ...]]],
) -> tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]:
    """Return the entries by delivery: its files are one delivery, however many they are.

    Raises:
      BillingError: files that were not taken in have lines in common, and nobody has said how they count.
    """
    found: dict[FileDelivery, list[LineFile]] = {}
    for delivery, name, entries in lines:
        found.setdefault(delivery, []).append((Path(name).name, entries))
    done = []
    for delivery, files in found.items():
        if delivery.together is None and delivery.recorded == ALWAYS:
            refuse_lines(files)
        once = lines_once(files) if delivery.together == "overlap" else tuple(one for _, held in files for one in held)
        done.append((delivery, once))
    return tuple(done)


def refuse_lines(files: Sequence[LineFile]) -> None:
    """Refuse files of revenue lines with lines in common.

    Raises:
      BillingError: naming each two files.
    """
    if said := list(overlapping(files)):
        raise overlap_error(said)


def read_delivered(path: Path, agreement: Agreement) -> tuple[Entry, ...]:
    """Return the entries of a file of revenue lines that is yet to be taken in."""
    return _read(path, ALWAYS, zone(agreement.timezone), agreement)[2]


def read_revenue_file(path: Path, agreement: Agreement) -> tuple[Entry, ...]:
    """Return the entries of a file of revenue lines, wherever it lies; its mapping lies beside it.

    Raises:
      BillingError: there is no mapping, or the file does not follow it.
    """
    return _lines(path, ALWAYS, zone(agreement.timezone), agreement)[1]


def _read(path: Path, recorded: datetime, where: ZoneInfo, agreement: Agreement) -> tuple[int, str, tuple[Entry, ...]]:
    """Return a file's rows, what it is, and its entries; billing exports are left to the engine."""
    if path.parent.name != REVENUE:
        return 0, "focus", ()
    mapping, entries = _lines(path, recorded, where, agreement)
    return len(entries), mapping.dataset, entries


def _lines(
    path: Path, recorded: datetime, where: ZoneInfo, agreement: Agreement
) -> tuple[LineMapping, tuple[Entry, ...]]:
    mapping = mapping_of(path)
    if mapping.of not in agreement.every_party:
        near = near_or_listed(mapping.of, agreement.every_party, "party")
        raise BillingError(OfNoParty(party=mapping.of), fix=near, place=Place(path.name))
    return mapping, entries_of(mapping, read_rows(path, mapping), path.name, recorded, where)
