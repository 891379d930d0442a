"""Billing rows of all deliveries: transcribed once, reduced once for each base, found again row by row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, cast

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.dates import zone
from firstcall.errors import BillingError
from firstcall.said import Said, sentence
from firstcall.service.billing.commitments import applied_entries, read_commitments
from firstcall.service.billing.deliveries.changes import changed_rows
from firstcall.service.billing.deliveries.overlaps import (
    Bill,
    counted_once,
    overlaps,
    provider_months,
    refuse_found,
    refuse_overlaps,
)
from firstcall.service.billing.quantities import check_quantities, refuse_lacking
from firstcall.service.billing.source import ROW
from firstcall.service.billing.tags import check_tags
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.service.engines.engines import Engine, EngineName, open_engine
from firstcall.service.engines.small_files import transcribed_together
from firstcall.settlement.bills.focus import CATEGORIES, NULLS, FocusLayout, layout
from firstcall.settlement.bills.reduction import (
    QUANTITY,
    Plan,
    columns_of,
    coverage,
    reduction,
    reduction_plan,
    source_rows,
    streams_concerned,
    tags_of,
    with_keys,
)
from firstcall.settlement.bills.series import Series, reduced_entries, series_of, series_of_row
from firstcall.settlement.books.contract_commitments import ContractCommitment, latest
from firstcall.settlement.books.deliveries import DeliveryKey, FileDelivery, counting, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.values import dataclass

_KINDS = frozenset(category.lower() for category in CATEGORIES)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class BaseColumnsLacking(Said):
    says = sentence(
        "billing.base-columns-lacking",
        "{name}: the clause reckons on {lacking}, and the file has no such column",
    )
    name: str
    lacking: tuple[str, ...]


class ExportBaseColumns(Said):
    says = sentence(
        "billing.export-base-columns",
        "export these columns, or name others in the clause's base",
    )


class ListedIn(Said):
    says = sentence("delivery.listed-in", "{file}: {listing}")
    file: str
    listing: Said


@dataclass(frozen=True, slots=True)
class DeliveryPart:
    """Files of one delivery that have the same columns."""

    delivery: FileDelivery
    files: tuple[tuple[Path, Path], ...]
    layout: FocusLayout
    names: tuple[str, ...]


@dataclass(slots=True)
class BillingRows:
    """The billing rows of a partnership and the engine that adds them up."""

    engine: Engine
    duck: DuckEngine
    deliveries: tuple[tuple[FileDelivery, tuple[Path, ...]], ...]
    _parts: dict[str | None, tuple[DeliveryPart, ...]] = field(default_factory=dict)
    _reduced: dict[Any, tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]] = field(default_factory=dict)
    _covered: dict[str | None, list[tuple[FileDelivery, list[Mapping[str, Any]]]]] = field(default_factory=dict)
    """What each part covers, in the order of the parts."""
    _tags: set[tuple[Path, tuple[str, str]]] = field(default_factory=set)
    """Tags that were looked at, file by file."""
    _listed: tuple[ContractCommitment, ...] | None = None

    @classmethod
    @contextmanager
    def opened(
        cls, engine: str, deliveries: tuple[tuple[FileDelivery, tuple[Path, ...]], ...]
    ) -> Iterator["BillingRows"]:
        """Yield the rows with a running engine that has passed its test."""
        with open_engine(cast("EngineName", engine)) as (running, duck):
            yield cls(running, duck, deliveries)

    def parts(self, intake: str | None) -> tuple[DeliveryPart, ...]:
        """Return the files by delivery, columns and types, transcribed; what they cover was looked at.

        Raises:
          BillingError: a file cannot be read whole, or has rows that nobody can settle on.
        """
        if intake not in self._parts:
            found: dict[tuple[FileDelivery, tuple[tuple[str, str], ...], FocusLayout], list[tuple[Path, Path]]] = {}
            small = transcribed_together(self.duck, [path for _, paths in self.deliveries for path in paths])
            for delivery, paths in self.deliveries:
                read = [(path, *(small.get(path) or self.duck.transcribe(path, None, intake))) for path in paths]
                layouts = {path: kind for path, _, kind in read if kind.dataset == "CostAndUsage"}
                for path, ready in self._together(
                    delivery, [(path, ready) for path, ready, _ in read if path in layouts]
                ):
                    kinds = tuple(sorted(self.duck.kinds(ready).items()))
                    found.setdefault((delivery, kinds, layouts[path]), []).append((path, ready))
            self._parts[intake] = tuple(
                DeliveryPart(delivery, tuple(files), kind, tuple(name for name, _ in kinds if name != ROW))
                for (delivery, kinds, kind), files in found.items()
            )
            self._covered[intake] = self._coverage(self._parts[intake])
        return self._parts[intake]

    def _together(self, delivery: FileDelivery, bills: Sequence[Bill]) -> Sequence[Bill]:
        """Return the files of a delivery as they count together; of those not taken in, somebody must say how."""
        if delivery.together == "overlap":
            return counted_once(self.duck, bills)
        if delivery.together is None and delivery.recorded.year == 1:
            refuse_overlaps(self.duck, bills)
        return bills

    def covered(self, known_at: datetime) -> frozenset[DeliveryKey]:
        """Return the providers and months for which rows were delivered by an instant."""
        intake = next(iter(self._parts), None)
        self.parts(intake)
        return frozenset(
            (str(name), group["billed"].date().replace(day=1))
            for delivery, groups in self._covered[intake]
            for group in groups
            if delivery.recorded <= known_at
            for name in (group["origin"], group["named"])  # a clause may name it by the column of either version
        )

    def commitments(self, known_at: datetime) -> tuple[ContractCommitment, ...]:
        """Return the contract commitments that were listed by an instant, each as last delivered."""
        if self._listed is None:
            self._listed = tuple(
                one
                for delivery, paths in self.deliveries
                for path in paths
                if layout(self.duck.kinds(path), path.name).dataset == "ContractCommitment"
                for one in read_commitments(self.duck, path, delivery.recorded)
            )
        return latest(self._listed, known_at)

    def _coverage(self, parts: Sequence[DeliveryPart]) -> list[tuple[FileDelivery, list[Mapping[str, Any]]]]:
        """Return what parts cover; refuse rows that do not say whose they are, when, what kind or currency."""
        asked = [coverage(self._table(part), part.layout.provider) for part in parts]
        found = self.engine.each(asked)
        for part, groups in zip(parts, found, strict=True):
            if any(group["turned"] or not _told(group) for group in groups):
                for path, ready in part.files:
                    self.duck.refuse(ready, path.name)
        return [(part.delivery, groups) for part, groups in zip(parts, found, strict=True)]

    def _table(self, part: DeliveryPart) -> Any:
        return self.engine.table([ready for _, ready in part.files])

    def reduced(
        self, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]:
        """Return the reduced entries of every delivery for a base.

        Raises:
          BillingError: the base names columns that a file does not have.
        """
        asked = (base.model_dump_json(), tuple(changes), unapplied, intake)
        if asked not in self._reduced:
            self._reduced[asked] = self._reduce(base, changes, unapplied, intake)
        return self._reduced[asked]

    def _reduce(
        self, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]:
        where, plans = zone(base.zone or "UTC"), list(self._plans(base, changes, unapplied, intake))
        together: dict[FileDelivery, list[Entry]] = {}
        for (part, what), sums in zip(plans, self._sums(plans), strict=True):
            entries = reduced_entries(sums, what, where, part.delivery.id, part.delivery.recorded)
            together.setdefault(part.delivery, []).extend(entries)
        return tuple((delivery, tuple(entries)) for delivery, entries in together.items())

    def _sums(self, plans: Sequence[tuple[DeliveryPart, Plan]]) -> list[tuple[Series, ...]]:
        """Return the sums of parts; where they outgrow the engine's decimals, added up in two parts."""

        def added(parted: bool) -> list[tuple[Series, ...]]:
            asked = [reduction(self._table(part), what, part.layout.provider, parted) for part, what in plans]
            return [series_of(one, what.base) for one, (_, what) in zip(self.engine.each(asked), plans, strict=True)]

        try:
            found = added(parted=False)
        except OverflowError:
            found = None
        if found is None or any(one.is_beyond for one in chain(*found)):
            found = added(parted=True)
        for (part, what), sums in zip(plans, found, strict=True):
            if any(one.lacks_figures for one in sums):
                for path, ready in part.files:
                    refuse_lacking(self.duck, (path, ready), what, part.layout.provider)
        return found

    def redelivered(self, paths: Sequence[Path], adds: bool, together: str | None = None) -> list[Said]:
        """Return what files change in the rows taken in before, provider by provider and month by month.

        Raises:
          BillingError: files that count together have rows in common, and nobody has said how they count.
        """
        held = [bill for part in self.parts("half_even") if part.delivery.recorded.year > 1 for bill in part.files]
        new = [self.duck.transcribe(path, None, "half_even") for path in paths]
        fresh = [
            (path, ready) for path, (ready, kind) in zip(paths, new, strict=True) if kind.dataset == "CostAndUsage"
        ]
        if together is None:
            names = {path.name for path, _ in fresh}
            found_twice = overlaps(self.duck, [*(held if adds else ()), *fresh])
            refuse_found([one for one in found_twice if names & {one.one, one.other}])
        counted = counted_once(self.duck, fresh) if together == "overlap" else fresh
        cost, old = [ready for _, ready in counted], [ready for _, ready in held]
        found = changed_rows(self.duck, [] if adds else old, cost) if cost else []
        for path, (_, kind) in zip(paths, new, strict=True):
            if kind.dataset == "ContractCommitment":
                found += [ListedIn(file=path.name, listing=one.listing) for one in read_commitments(self.duck, path)]
        return found

    def months(
        self, paths: Sequence[Path]
    ) -> tuple[list[tuple[Path, FileDelivery, DeliveryKey]], frozenset[DeliveryKey]]:
        """Return the providers and months of every file that was taken in, and those of some further files."""
        held = [(part.delivery, path, ready) for part in self.parts("half_even") for path, ready in part.files]
        new = [self.duck.transcribe(path, None, "half_even") for path in paths]
        found = [(path, delivery, key) for delivery, path, ready in held if delivery.recorded.year > 1
                 for key in provider_months(self.duck, ready)]  # fmt: skip
        fresh = (ready for ready, kind in new if kind.dataset == "CostAndUsage")
        return found, frozenset(key for ready in fresh for key in provider_months(self.duck, ready))

    def _plans(
        self, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> Iterator[tuple[DeliveryPart, Plan]]:
        where = zone(base.zone or "UTC")
        for part, (_, groups) in zip(self.parts(intake), self._covered[intake], strict=True):
            name, providers = (
                part.files[0][0].name,
                {str(group[one]) for group in groups for one in ("origin", "named")},
            )
            if not streams_concerned(base, providers):
                continue
            if lacking := columns_of(base, part.names, providers):
                raise BillingError(BaseColumnsLacking(name=name, lacking=tuple(lacking)), fix=ExportBaseColumns())
            for path, ready in part.files:
                asked = [tag for tag in tags_of(base, part.names) if (ready, tag) not in self._tags]
                check_tags(self.duck, ready, path.name, asked)
                if base.column == QUANTITY:
                    check_quantities(self.duck, ready, path.name)
                self._tags |= {(ready, tag) for tag in asked}
            ends = [group[name].replace(tzinfo=UTC) for group in groups for name in ("first", "last")]
            first, last = (min(ends), max(ends)) if ends else (_EPOCH, _EPOCH)
            yield part, replace(reduction_plan(base, where, first, last, changes), unapplied=unapplied)

    def applied(self, clause: Commitment) -> tuple[tuple[FileDelivery, tuple[Entry, ...]], ...]:
        """Return what ContractApplied says was applied to a commitment, delivery by delivery."""
        found: dict[FileDelivery, list[Entry]] = {}
        for part in self.parts(clause.rounding.intake.value if clause.rounding.intake else None):
            if "ContractApplied" not in part.names:
                continue
            for path, ready in part.files:
                for row in self.duck.applied_rows(ready, part.layout.provider):
                    entries = applied_entries(path.name, part.delivery, clause.commitment_ids, *row)
                    found.setdefault(part.delivery, []).extend(entries)
        return tuple((delivery, tuple(entries)) for delivery, entries in found.items())

    def behind(
        self, entry: Entry, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None,
        known_at: datetime,
    ) -> tuple[tuple[str, int, Fraction], ...]:  # fmt: skip
        """Return the rows behind a reduced entry: file, row and cost, of the deliveries that count."""
        delivered = self.reduced(base, changes, unapplied, intake)
        wanted = counting(delivered, key_of(entry), known_at)
        found: list[tuple[str, int, Fraction]] = []
        for part, what in self._plans(base, changes, unapplied, intake):
            for path, ready in part.files if part.delivery.id in wanted else ():
                rows = source_rows(self.duck.numbered(ready), what, part.layout.provider, ROW)
                picked = self.duck.groups(f"{with_keys(rows, entry.key)} ORDER BY {ROW}")
                found.extend((path.name, int(row[ROW]), Fraction(row["cost"])) for row in picked)
        return tuple(found)

    def touched(
        self, file: str, row: int, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> tuple[Entry, ...]:
        """Return the reduced entries that one row of a file went into."""
        where, found = zone(base.zone or "UTC"), list[Entry]()
        for part, what in self._plans(base, changes, unapplied, intake):
            for path, ready in part.files:
                if path.name == file:
                    rows = source_rows(self.duck.numbered(ready), what, part.layout.provider, ROW)
                    asked = f"SELECT * FROM ({rows}) AS found WHERE {ROW} = {row}"
                    one = [series_of_row(group) for group in self.duck.groups(asked)]
                    found += reduced_entries(one, what, where, part.delivery.id, part.delivery.recorded)
        return tuple(found)


def _told(group: Mapping[str, Any]) -> bool:
    """Return whether rows say whose they are, when they were billed, of what kind they are and in what currency."""
    said = [group[name] for name in ("origin", "billed", "currency")]
    return str(group["kind"]).lower() in _KINDS and all(one is not None and one not in NULLS for one in said)
