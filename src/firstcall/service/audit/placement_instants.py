"""Instants of placements in whatever form a column has them -> microseconds in UTC, and what is wrong with them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import numpy
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from firstcall.dates import FIRST_YEAR, LAST_YEAR, parse_instant
from firstcall.errors import Place, RecordError
from firstcall.rights.table.axes.lookup import Integers, instant_at, micros
from firstcall.rights.table.table import ROW_FAULTS
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

NO_INSTANT = ROW_FAULTS.index("no instant") + 1
IMPOSSIBLE = ROW_FAULTS.index("impossible instant") + 1
_FIRST = micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
_LAST = micros(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)) - 1
_DAY = 86_400_000_000
_SCALE = {"s": 1_000_000, "ms": 1_000, "us": 1}
_BARE = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?)?$"
_ZONED = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
_OFFSET = r"(?i)[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2}(:\d{2})?)$"
Faults = NDArray[numpy.uint8]


class ColumnHoldsNoInstant(Said):
    says = sentence("audit.column-holds-no-instant", "the column {name} holds {kind}, which is no instant")
    name: Annotated[str, Quoted]
    kind: str


class WriteTimestamps(Said):
    says = sentence(
        "audit.write-timestamps",
        "write timestamps, days, or text such as 2025-01-21T17:00:00-08:00",
    )


class SomeInstantsHaveZones(Said):
    says = sentence(
        "audit.some-instants-have-zones",
        "instants in {with_} have a zone, and others in {without} have none",
    )
    with_: str
    without: str


class WriteAllWithZone(Said):
    says = sentence("audit.write-all-with-zone", "write all of them with a zone, or all of them without")


@dataclass(slots=True)
class LocalTime:
    """Times without an offset, read in a zone: in the repeated hour the first pass, in the skipped one the old offset.

    Args:
      where: the agreement's zone.
    """

    where: ZoneInfo
    _years: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    def utc(self, local: Integers) -> Integers:
        """Return local times as instants; both in microseconds, all within the years that are read."""
        if not len(local):
            return local
        first, last = (instant_at(int(edge)).year for edge in (local.min(), local.max()))
        starts, offsets = [], [self._offset(datetime(first, 1, 1, tzinfo=UTC) - timedelta(days=2))]
        for year in range(first - 1, last + 2):
            turns, after = self._turns(year)
            starts += turns
            offsets += after
        place = numpy.searchsorted(numpy.array(starts, dtype=numpy.int64), local, side="right")
        offsets[0] = self._offset(datetime(max(first - 1, 1), 1, 1, tzinfo=UTC))
        return local - numpy.array(offsets, dtype=numpy.int64)[place]

    def _turns(self, year: int) -> tuple[list[int], list[int]]:
        """Return when, in local time, each new offset of a year is first used, and the offset."""
        if year not in self._years:
            day, starts, offsets = datetime(year, 1, 1, tzinfo=UTC), [], []
            for number in range(366 if (datetime(year + 1, 1, 1, tzinfo=UTC) - day).days == 366 else 365):
                begin = day + timedelta(days=number)
                before, after = self._offset(begin), self._offset(begin + timedelta(days=1))
                if before != after:
                    seconds = self._turned(begin, before)
                    starts.append(micros(begin + timedelta(seconds=seconds)) + max(before, after))
                    offsets.append(after)
            self._years[year] = starts, offsets
        return self._years[year]

    def _turned(self, begin: datetime, before: int) -> int:
        """Return the first second of a day at which the offset is another."""
        return bisect_left(range(86_400), True, key=lambda one: self._offset(begin + timedelta(seconds=one)) != before)

    def _offset(self, at: datetime) -> int:
        offset = at.astimezone(self.where).utcoffset()
        assert offset is not None
        return offset // timedelta(microseconds=1)


@dataclass(slots=True)
class Instants:
    """Reads columns of instants; a log writes all of them with a zone, or all of them without.

    Args:
      where: the agreement's zone, in which times without one are read.
    """

    where: ZoneInfo
    zoned: bool | None = None
    """Whether the log's instants have a zone; None before the first was met."""
    first: str = ""
    """The file in which that was seen."""
    _local: LocalTime = field(init=False)

    def __post_init__(self) -> None:
        self._local = LocalTime(self.where)

    def read(self, column: Any, file: str, name: str) -> tuple[Integers, Faults]:
        """Return a column's instants in microseconds, and for each row what is wrong with it (0 for nothing).

        Args:
          column: an Arrow array.
          file: where it stands, for messages.
          name: the column's name, for messages.

        Raises:
          RecordError: the column holds no instants, or some with a zone and some without.
        """
        kind = column.type
        if pa.types.is_dictionary(kind):
            column, kind = column.dictionary_decode(), kind.value_type
        faults = numpy.zeros(len(column), dtype=numpy.uint8)
        if column.null_count:
            faults[numpy.flatnonzero(numpy.asarray(column.is_null()))] = NO_INSTANT
        there = len(column) > column.null_count
        if pa.types.is_timestamp(kind):
            self._is(kind.tz is not None, file, there)
            return self._within(_scaled(column, kind.unit), faults, local=kind.tz is None)
        if pa.types.is_date(kind):
            self._is(False, file, there)
            days = numpy.asarray(column.cast(pa.date32()).cast(pa.int32()).fill_null(0)).astype(numpy.int64)
            return self._within(days * _DAY, faults, local=True)
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return self._text(column, faults, file)
        if pa.types.is_null(kind):
            return numpy.zeros(len(column), dtype=numpy.int64), faults
        raise RecordError(ColumnHoldsNoInstant(name=name, kind=kind), fix=WriteTimestamps(), place=Place(str(file)))

    def _is(self, zoned: bool, file: str, any_rows: bool) -> None:
        """Refuse instants with a zone beside instants without."""
        if not any_rows:
            return
        if self.zoned is None:
            self.zoned, self.first = zoned, file
        if self.zoned != zoned:
            with_, without = (file, self.first) if zoned else (self.first, file)
            raise RecordError(SomeInstantsHaveZones(with_=with_, without=without), fix=WriteAllWithZone())

    def _within(self, values: Integers, faults: Faults, *, local: bool) -> tuple[Integers, Faults]:
        """Mark instants outside of the years that are read, and bring local ones to UTC."""
        if len(values) and (values.min() < _FIRST or values.max() > _LAST):
            outside = ((values < _FIRST) | (values > _LAST)) & (faults == 0)
            faults = numpy.where(outside, IMPOSSIBLE, faults).astype(numpy.uint8)
        if faults.any():
            good = numpy.flatnonzero(faults == 0)
            values = numpy.where(faults > 0, values[good[0]] if len(good) else 0, values)  # near the others
        return (self._local.utc(values) if local else values), faults

    def _text(self, column: Any, faults: Faults, file: str) -> tuple[Integers, Faults]:
        given = column.drop_null()
        if not len(given):
            return numpy.zeros(len(column), dtype=numpy.int64), faults
        for zoned, pattern, kind in ((False, _BARE, pa.timestamp("us")), (True, _ZONED, pa.timestamp("us", "UTC"))):
            if pc.all(pc.match_substring_regex(given, pattern)).as_py():
                try:
                    held = column.cast(kind)
                except pa.ArrowInvalid:
                    break  # a day that no calendar has is among them
                self._is(zoned, file, True)
                return self._within(_scaled(held, "us"), faults, local=not zoned)
        return self._one_by_one(column, faults, file)

    def _one_by_one(self, column: Any, faults: Faults, file: str) -> tuple[Integers, Faults]:
        """Read instants of several forms, or some that are none."""
        coded = pc.utf8_trim_whitespace(column).dictionary_encode()
        with_zone = numpy.asarray(pc.match_substring_regex(coded.dictionary.cast(pa.string()), _OFFSET), dtype=bool)
        values, wrong = [], []
        for text in coded.dictionary.to_pylist():
            try:
                values.append(micros(parse_instant(text, self.where)))
                wrong.append(False)
            except ValueError:
                values.append(0)
                wrong.append(bool(text.strip()))
        blank = numpy.array([not text.strip() for text in coded.dictionary.to_pylist()], dtype=bool)
        bad = numpy.array(wrong, dtype=bool)
        good = ~(bad | blank)
        for zoned in sorted(set(with_zone[good].tolist())):
            self._is(bool(zoned), file, True)
        places = numpy.asarray(coded.indices.fill_null(0)).astype(numpy.int64)
        there = faults == 0
        faults = numpy.where(there & bad[places], IMPOSSIBLE, faults).astype(numpy.uint8)
        faults = numpy.where(there & blank[places], NO_INSTANT, faults).astype(numpy.uint8)
        return numpy.array(values, dtype=numpy.int64)[places], faults


def _scaled(column: Any, unit: str) -> Integers:
    """Return timestamps as microseconds; a part of one is left out, an overflow falls outside of every year."""
    whole = column.cast(pa.int64())
    values = numpy.asarray(whole.fill_null(0) if whole.null_count else whole)
    if unit == "ns":
        return values // 1000
    scale = _SCALE[unit]
    limit = numpy.iinfo(numpy.int64).max // scale
    if len(values) and (values.min() < -limit or values.max() > limit):
        values = numpy.clip(values, -limit, limit)
    return values * scale if scale > 1 else values
