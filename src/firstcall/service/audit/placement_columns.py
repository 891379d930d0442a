"""Arrow batches of placements -> batches of the core: words as indices, instants and quantities as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import numpy
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from firstcall.agreement.model.exact import exact_decimal
from firstcall.errors import Place, QuestionError, RecordError, near_or_listed
from firstcall.rights.table.axes.counted_places import PLACES
from firstcall.rights.table.axes.lookup import Integers, pieces
from firstcall.rights.table.locating import NAMING, NO_QUANTITY, Batch, Column
from firstcall.rights.table.table import ROW_FAULTS
from firstcall.said import Quoted, Said, sentence
from firstcall.service.audit.placement_files import PlacementFile, check_column
from firstcall.service.audit.placement_instants import Instants
from firstcall.values import dataclass

NEEDED = ("at", "workload", "provider")
OPTIONAL = ("customer", "capacity", *NAMING, "quantity")
BAD_QUANTITY = ROW_FAULTS.index("impossible quantity") + 1
_ONE = 10**PLACES
_WIDE = pa.decimal128(38, 18)
_MOST = numpy.iinfo(numpy.int64).max // _ONE - 1


class NoColumnToMap(Said):
    says = sentence("audit.no-column-to-map", "--map {name}=: there is no column {given}")
    name: str
    given: Annotated[str, Quoted]


class ColumnHoldsNoText(Said):
    says = sentence("audit.column-holds-no-text", "the column {name} holds {kind}, which is no text")
    name: Annotated[str, Quoted]
    kind: str


class WriteWords(Said):
    says = sentence("audit.write-words", "write words")


class ColumnHoldsNoQuantity(Said):
    says = sentence("audit.column-holds-no-quantity", "the column {name} holds {kind}, which is no quantity")
    name: Annotated[str, Quoted]
    kind: str


class WriteNumbers(Said):
    says = sentence("audit.write-numbers", "write numbers")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column of a log is which of ours; those that the log does not have are left out."""

    theirs: Mapping[str, str]
    dimensions: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The log's names of columns of words."""
        return tuple(name for ours, name in self.theirs.items() if ours not in ("at", "quantity"))


def mapped(files: Sequence[PlacementFile], dimensions: Sequence[str], given: Mapping[str, str]) -> Mapped:
    """Return which column of a log is which of ours.

    Args:
      files: the log; every file must have the same of our columns.
      dimensions: the dimensions that the agreement declares.
      given: our name -> the log's, where they differ.

    Raises:
      QuestionError: a name that is none of ours.
      RecordError: a column that is needed, or that another file has, is missing.
    """
    ours = (*NEEDED, *OPTIONAL, *(name for name in dimensions if name not in (*NEEDED, *OPTIONAL)))
    for name in given:
        if name not in ours:
            raise QuestionError(NoColumnToMap(name=name, given=name), fix=near_or_listed(name, ours))
    names = {name: given.get(name, name) for name in ours}
    for file in files:
        for name in (*NEEDED, *given):
            check_column(file, name, names[name])
    there = {name for name in ours if any(names[name] in file.schema.names for file in files)}
    for file in files:
        for name in sorted(there):
            check_column(file, name, names[name])
    return Mapped({name: names[name] for name in ours if name in there}, tuple(dimensions))


@dataclass(slots=True)
class Reader:
    """Reads batches of one log.

    Args:
      columns: which column is which.
      where: the agreement's zone.
    """

    columns: Mapped
    where: ZoneInfo
    rounded: bool = False
    """Whether a quantity was written as a binary fraction, and so read to nine places."""
    _instants: Instants = field(init=False)

    def __post_init__(self) -> None:
        self._instants = Instants(self.where)

    @property
    def zoned(self) -> bool | None:
        """Whether the log's instants have a zone; None before the first was met."""
        return self._instants.zoned

    def read(self, batch: Any, file: str) -> Batch:
        """Return the rows of an Arrow batch.

        Raises:
          RecordError: a column is of a kind that it cannot be.
        """
        theirs = self.columns.theirs
        at, faults = self._instants.read(_one(batch[theirs["at"]]), file, theirs["at"])
        words = {ours: column_words(_one(batch[name]), file, name) for ours, name in theirs.items()
                 if ours not in ("at", "quantity")}  # fmt: skip
        quantity = None
        if "quantity" in theirs:
            quantity, bad = self._quantity(_one(batch[theirs["quantity"]]), file, theirs["quantity"])
            if bad.any():
                faults = numpy.where((faults == 0) & bad, BAD_QUANTITY, faults).astype(numpy.uint8)
        return Batch(at, faults if faults.any() else None, words, quantity)

    def _quantity(self, column: Any, file: str, name: str) -> tuple[Integers, NDArray[numpy.bool_]]:
        """Return quantities in billionths, and which of them are no quantity that is counted."""
        kind = column.type
        if pa.types.is_dictionary(kind):
            column, kind = column.dictionary_decode(), kind.value_type
        if pa.types.is_integer(kind):
            values, bad = _whole(column)
        elif pa.types.is_floating(kind):
            values, bad, finer = _binary(column)
            self.rounded = self.rounded or finer
        elif pa.types.is_decimal(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
            column = _without_blanks(column)
            values, bad = _exact(column.cast(_WIDE) if _is_short(kind) else column)
        elif pa.types.is_null(kind):
            values, bad = numpy.zeros(len(column), dtype=numpy.int64), numpy.zeros(len(column), dtype=bool)
        else:
            raise RecordError(ColumnHoldsNoQuantity(name=name, kind=kind), fix=WriteNumbers(), place=Place(str(file)))
        if not column.null_count and not bad.any() and (not len(values) or values.min() > 0):
            return values, bad
        missing = numpy.asarray(column.is_null())
        bad = (bad | (values <= 0)) & ~missing
        return numpy.where(missing | bad, NO_QUANTITY, values), bad


def _one(column: Any) -> Any:
    """Return a column as one array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def column_words(column: Any, file: str, name: str) -> Column:
    """Return a column of words: each once, None for none, and which of them every row has.

    Raises:
      RecordError: the column holds neither text nor whole numbers.
    """
    kind = column.type
    whole_number = pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0)
    if whole_number or pa.types.is_null(kind):
        column = column.cast(pa.string())
    elif not (pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise RecordError(ColumnHoldsNoText(name=name, kind=kind), fix=WriteWords(), place=Place(str(file)))
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    held = [_word(word) for word in coded.dictionary.to_pylist()]
    indices = coded.indices
    if indices.null_count:
        wide = indices if pa.types.is_int32(indices.type) else indices.cast(pa.int32())  # room for one word more
        indices = pc.fill_null(wide, len(held))
        held.append(None)
    return Column(tuple(held), numpy.asarray(indices))


def _word(word: object) -> str | None:
    text = str(word).strip() if word is not None else ""
    return text or None


def _whole(column: Any) -> tuple[Integers, NDArray[numpy.bool_]]:
    values = numpy.asarray(column.fill_null(0))
    bad = (values > _MOST) | (values < -_MOST) if values.dtype.kind == "i" else values > _MOST
    return numpy.where(bad, 0, values).astype(numpy.int64) * _ONE, bad


def _binary(column: Any) -> tuple[Integers, NDArray[numpy.bool_], bool]:
    """Return binary fractions to nine places, and whether one is finer; the whole part and the rest apart, exactly."""
    values = numpy.asarray(column.fill_null(0.0) if column.null_count else column).astype(numpy.float64, copy=False)
    bad = numpy.zeros(len(values), dtype=bool)
    if len(values) and not (values.min() > -_MOST and values.max() < _MOST):  # also where one is no number
        bad = ~(numpy.abs(values) < _MOST)
        values = numpy.where(bad, 0.0, values)
    found, finer = numpy.empty(len(values), dtype=numpy.int64), False
    for piece in pieces(len(values)):
        whole = numpy.floor(values[piece])
        rest = (values[piece] - whole) * _ONE
        near = numpy.rint(rest)
        finer = finer or bool((near != rest).any())
        found[piece] = whole
        found[piece] *= _ONE
        found[piece] += near.astype(numpy.int64)
    return found, bad, finer


def _is_short(kind: Any) -> bool:
    """Say whether a decimal is of a kind that few functions take."""
    return bool(pa.types.is_decimal32(kind) or pa.types.is_decimal64(kind))


def _without_blanks(column: Any) -> Any:
    """Return text with empty values as none; decimals as they are."""
    if pa.types.is_decimal(column.type):
        return column
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, trimmed.type), trimmed)


def _exact(column: Any) -> tuple[Integers, NDArray[numpy.bool_]]:
    """Return decimals and text, each different one read once; more than nine places are not counted."""
    coded = column.dictionary_encode()
    values, wrong = [], []
    for given in coded.dictionary.to_pylist():
        value = _billionths(given)
        values.append(0 if value is None else value)
        wrong.append(value is None)
    if not values:
        return numpy.zeros(len(column), dtype=numpy.int64), numpy.zeros(len(column), dtype=bool)
    places = numpy.asarray(coded.indices.fill_null(0)).astype(numpy.int64)
    return numpy.array(values, dtype=numpy.int64)[places], numpy.array(wrong, dtype=bool)[places]


def _billionths(given: Decimal | str) -> int | None:
    try:
        value = Decimal(str(exact_decimal(given.strip() if isinstance(given, str) else given)))
    except ValueError:
        return None
    if abs(value) > _MOST:
        return None
    scaled = value * _ONE
    return int(scaled) if scaled == scaled.to_integral_value() else None
