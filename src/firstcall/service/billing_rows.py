"""Billing rows of all deliveries: transcribed once, reduced once for each base, found again row by row."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from firstcall.agreement.money_clauses import Commitment
from firstcall.agreement.money_terms import Base
from firstcall.dates import zone
from firstcall.errors import BillingError
from firstcall.service.billing_duckdb import ROW, DuckEngine
from firstcall.service.billing_engines import Engine, EngineName, opened
from firstcall.settlement.deliveries import Delivery, Key, counting, key_of
from firstcall.settlement.entries import Entry
from firstcall.settlement.focus import Layout
from firstcall.settlement.reduction import KEYS, columns_of, coverage, plan, reduced_entries, reduction, source_rows

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one delivery that have the same columns."""

    delivery: Delivery
    files: tuple[tuple[Path, Path], ...]
    layout: Layout
    names: tuple[str, ...]


@dataclass(slots=True)
class BillingRows:
    """The billing rows of a partnership and the engine that adds them up."""

    engine: Engine
    duck: DuckEngine
    deliveries: tuple[tuple[Delivery, tuple[Path, ...]], ...]
    _parts: dict[str | None, tuple[Part, ...]] = field(default_factory=dict)
    _reduced: dict[Any, tuple[tuple[Delivery, tuple[Entry, ...]], ...]] = field(default_factory=dict)
    _covered: dict[str | None, list[tuple[Delivery, list[Mapping[str, Any]]]]] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, engine: str, deliveries: tuple[tuple[Delivery, tuple[Path, ...]], ...]) -> Iterator["BillingRows"]:
        """Yield the rows with a running engine that has passed its test."""
        with opened(cast(EngineName, engine)) as (running, duck):
            yield cls(running, duck, deliveries)

    def parts(self, intake: str | None) -> tuple[Part, ...]:
        """Return the files by delivery and columns, transcribed."""
        if intake not in self._parts:
            found: dict[tuple[Delivery, tuple[str, ...], Layout], list[tuple[Path, Path]]] = {}
            for delivery, paths in self.deliveries:
                for path in paths:
                    ready, layout = self.duck.transcribe(path, None, intake)
                    if layout.dataset == "CostAndUsage":
                        names = tuple(name for name in self.duck.header(ready) if name not in (ROW, "file_row_number"))
                        found.setdefault((delivery, names, layout), []).append((path, ready))
            self._parts[intake] = tuple(
                Part(delivery, tuple(files), layout, names) for (delivery, names, layout), files in found.items()
            )
        return self._parts[intake]

    def covered(self, known_at: datetime) -> frozenset[Key]:
        """Return the providers and months for which rows were delivered by an instant."""
        return frozenset(
            (str(group["origin"]), group["billed"].date().replace(day=1))
            for delivery, groups in self._coverage(None)
            for group in groups
            if delivery.recorded <= known_at
        )

    def _coverage(self, intake: str | None) -> list[tuple[Delivery, list[Mapping[str, Any]]]]:
        if self._parts and intake not in self._parts:
            intake = next(iter(self._parts))
        if intake not in self._covered:
            self._covered[intake] = [
                (part.delivery, self.engine.groups(coverage(self._table(part), part.layout.provider)))
                for part in self.parts(intake)
            ]
        return self._covered[intake]

    def _table(self, part: Part) -> Any:
        return self.engine.table([ready for _, ready in part.files])

    def reduced(
        self, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> tuple[tuple[Delivery, tuple[Entry, ...]], ...]:
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
    ) -> tuple[tuple[Delivery, tuple[Entry, ...]], ...]:
        where, found = zone(base.zone or "UTC"), []
        for part, what in self._plans(base, changes, unapplied, intake):
            groups = self.engine.groups(reduction(self._table(part), what, part.layout.provider))
            entries = reduced_entries(groups, what, where, part.delivery.id, part.delivery.recorded)
            found.append((part.delivery, entries))
        together: dict[Delivery, list[Entry]] = {}
        for delivery, entries in found:
            together.setdefault(delivery, []).extend(entries)
        return tuple((delivery, tuple(entries)) for delivery, entries in together.items())

    def redelivered(self, paths: Sequence[Path], adds: bool) -> list[str]:
        """Return what files change in the rows taken in before, provider by provider and month by month."""
        found = []
        old = [ready for part in self.parts("half_even") if part.delivery.recorded.year > 1 for _, ready in part.files]
        new = [(self.duck.transcribe(path, None, "half_even")) for path in paths]
        cost = [(ready, layout) for ready, layout in new if layout.dataset == "CostAndUsage"]
        if cost:
            found += self.duck.compare([] if adds else old, [ready for ready, _ in cost], cost[0][1].provider)
        found += [f"{path.name}: contract commitments" for path, (_, layout) in zip(paths, new, strict=True)
                  if layout.dataset == "ContractCommitment"]  # fmt: skip
        return found

    def _plans(
        self, base: Base, changes: Sequence[datetime], unapplied: bool, intake: str | None
    ) -> Iterator[tuple[Part, Any]]:
        where = zone(base.zone or "UTC")
        for part in self.parts(intake):
            if lacking := columns_of(base, part.names):
                name = part.files[0][0].name
                raise BillingError(
                    f"{name}: the clause reckons on {', '.join(lacking)}, and the file has no such column\n"
                    "  mend: export these columns, or name others in the clause's base"
                )
            first, last = self._span(part, intake) if where != _UTC else (datetime(2020, 1, 1, tzinfo=UTC),) * 2
            yield part, replace(plan(base, where, first, last, changes), unapplied=unapplied)

    def _span(self, part: Part, intake: str | None) -> tuple[datetime, datetime]:
        groups = self.engine.groups(coverage(self._table(part), part.layout.provider))
        ends = [group[name].replace(tzinfo=UTC) for group in groups for name in ("first", "last")]
        return (min(ends), max(ends)) if ends else (datetime(2020, 1, 1, tzinfo=UTC),) * 2

    def applied(self, clause: Commitment) -> tuple[tuple[Delivery, tuple[Entry, ...]], ...]:
        """Return what ContractApplied says was applied to a commitment, delivery by delivery."""
        found: dict[Delivery, list[Entry]] = {}
        for part in self.parts(clause.rounding.intake.value if clause.rounding.intake else None):
            if "ContractApplied" not in part.names:
                continue
            for path, ready in part.files:
                for row in self.duck.applied_rows(ready, part.layout.provider):
                    found.setdefault(part.delivery, []).extend(_elements(path.name, part.delivery, *row))
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
                held = rows.filter(*(rows[name] == value for name, value in zip(KEYS, entry.key, strict=True)))
                picked = self.duck.groups(held.select(ROW, "cost").order_by(ROW))
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
                    picked = rows.filter(rows[ROW] == row).mutate(amount=rows["cost"], rows=rows[ROW])
                    groups = self.duck.groups(picked)
                    found += reduced_entries(groups, what, where, part.delivery.id, part.delivery.recorded)
        return tuple(found)


def _elements(
    file: str, delivery: Delivery, row: int, text: str, charged: datetime, billed: datetime, currency: str,
    kind: str, origin: str,
) -> list[Entry]:  # fmt: skip
    """Return an entry for every commitment that a row was applied to."""
    try:
        said = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        elements = [(element["CommitmentId"], Decimal(str(element["AppliedCost"]))) for element in said["Elements"]
                    if "AppliedCost" in element]  # fmt: skip
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise BillingError(
            f"{file}:{row}: ContractApplied cannot be read: {text[:60]}\n"
            '  mend: FOCUS writes {"Elements": [{"ContractId", "CommitmentId", "AppliedCost"}]}'
        ) from error
    at = charged.replace(tzinfo=UTC)
    return [
        Entry(
            id=f"{origin}/applied/{name}/{at.date()}/{currency}/{file}:{row}", at=at, day=at.date(), stream="applied",
            kind=kind.lower(), currency=currency, amount=Fraction(cost), origin=origin, source=delivery.id,
            recorded=delivery.recorded, billed=billed.date(), row=row, fields=(("CommitmentId", str(name)),),
        )
        for name, cost in elements
    ]  # fmt: skip
