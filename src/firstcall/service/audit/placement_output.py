"""Judged rows written back: with the answer beside each row, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, assert_never

import numpy
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.ipc as pa_ipc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from firstcall.errors import NotFound, Place, QuestionError, RecordError
from firstcall.rights.table.verdicts import TableAnswer, Verdict
from firstcall.said import Quoted, Said, sentence
from firstcall.service.audit.placement_files import PlacementFile, log_form
from firstcall.service.folder import paper_at
from firstcall.service.page_files import (
    IsFolder,
    MakeItFirst,
    NameAnotherFile,
    NameFileInIt,
    NameNewFile,
    NoFolderFor,
    OutputNotWritable,
    WritesOver,
)
from firstcall.service.questions.question_file import ColumnIsAnswer
from firstcall.verification.audit.judged import Shown, shown_columns

ADDED = tuple(one.name for one in fields(Shown))
"""The columns that an answer adds to a row."""


class CannotHoldAllFiles(Said):
    says = sentence(
        "audit.cannot-hold-all-files",
        "'{file}' cannot hold all files: their columns differ, or are of other kinds",
    )
    file: str


class WriteOneFileEach(Said):
    says = sentence(
        "audit.write-one-file-each",
        "write the answers of files that differ each to a file of its own",
    )


class CsvHoldsNo(Said):
    says = sentence("audit.csv-holds-no", "'{file}': CSV cannot hold the column {name}, which is {kind}")
    file: str
    name: Annotated[str, Quoted]
    kind: str


class NameParquetOrArrow(Said):
    says = sentence("audit.name-parquet-or-arrow", "name a file that ends in .parquet or .arrow")


class IsReadToo(Said):
    says = sentence("audit.is-read-too", "'{file}' is one of the files that are read")
    file: str


class GiveUnjudgedLog(Said):
    says = sentence(
        "audit.give-unjudged-log",
        "give the log as it was before it was judged; answers are added to it",
    )


class Output:
    """A file of judged rows; it has its name only once it is whole.

    Args:
      file: where it will lie; its name says the form.
      barred_only: keep only the rows that the agreement bars.
      inputs: the files that are read, which are not written over.

    Raises:
      QuestionError: the name does not say the form, or the file is one that is read or belongs to the partnership.
      NotFound: it cannot be written there.
    """

    def __init__(self, file: Path, inputs: Sequence[PlacementFile], *, barred_only: bool) -> None:
        self.file, self.form, self.barred_only = file, log_form(file), barred_only
        self._beside = file.with_name(f"{file.name}.new")
        self._writer: Any = None
        self._sink: Any = None
        _check(file, inputs)

    def write(self, batch: Any, answers: Sequence[TableAnswer], by_row: NDArray[numpy.integer[Any]]) -> None:
        """Write rows with their answers.

        Args:
          batch: the rows as they were read, an Arrow batch.
          answers: every answer so far.
          by_row: for each row, which of them.
        """
        columns = _answer_columns(answers, by_row)
        made = pa.RecordBatch.from_arrays([*batch.columns, *columns], names=[*batch.schema.names, *ADDED])
        if self.barred_only:
            bars = numpy.array([isinstance(answer, Verdict) and not answer.free for answer in answers], dtype=bool)
            made = made.filter(pa.array(bars[by_row]))
        made = _plain(made)
        try:
            if self._writer is None:
                self._open(made.schema)
            self._writer.write_batch(self._fitted(made))
        except OSError as error:
            raise self._refused(error) from error

    def _fitted(self, batch: Any) -> Any:
        """Return rows with the columns of the first file's, in their kinds.

        Raises:
          RecordError: they have others.
        """
        if batch.schema == self._schema:
            return batch
        differ = RecordError(CannotHoldAllFiles(file=str(self.file)), fix=WriteOneFileEach())
        if set(batch.schema.names) != set(self._schema.names):
            raise differ
        try:
            return batch.select(self._schema.names).cast(self._schema)
        except (pa.ArrowException, ValueError) as error:
            raise differ from error

    def _open(self, schema: Any) -> None:
        self._schema = schema
        if self.form == "csv":
            self._check_plain(schema)
        self._sink = self._beside.open("wb")
        match self.form:
            case "parquet":
                self._writer = pq.ParquetWriter(self._sink, schema, compression="zstd")
            case "csv":
                self._writer = pa_csv.CSVWriter(self._sink, schema)
            case "arrow":
                self._writer = pa_ipc.new_file(self._sink, schema)
            case _:
                assert_never(self.form)

    def _check_plain(self, schema: Any) -> None:
        """Refuse columns of lists or of further columns, for which CSV has no form.

        Raises:
          QuestionError: naming the first of them.
        """
        for field in schema:
            if pa.types.is_nested(field.type):
                what = CsvHoldsNo(file=str(self.file), name=field.name, kind=str(field.type))
                raise QuestionError(what, fix=NameParquetOrArrow())

    def finish(self, schema: Any) -> None:
        """Give the file its name; without any row it has a heading alone.

        Args:
          schema: the Arrow schema of the log.
        """
        try:
            if self._writer is None:
                empty = pa.RecordBatch.from_pylist([], schema=schema)
                self.write(empty, (), numpy.zeros(0, dtype=numpy.int64))
            self._writer.close()
            self._sink.close()
            self._beside.replace(self.file)
        except OSError as error:
            raise self._refused(error) from error

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._sink is not None and not self._sink.closed:
            with suppress(OSError, pa.ArrowException):
                if self._writer is not None:
                    self._writer.close()
            self._sink.close()
        self._beside.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> NotFound:
        why = (error.strerror or str(error)).lower()
        return NotFound(OutputNotWritable(file=str(self.file), why=why), fix=NameAnotherFile())


def _check(file: Path, inputs: Sequence[PlacementFile]) -> None:
    """Refuse a file that is read, that belongs to the partnership, or that has no folder."""
    if any(file.resolve() == one.path.resolve() for one in inputs):
        raise QuestionError(IsReadToo(file=str(file)), fix=NameAnotherFile())
    if paper := paper_at(file):
        raise QuestionError(WritesOver(file=str(file), paper=paper), fix=NameNewFile())
    if not file.parent.is_dir():
        raise NotFound(NoFolderFor(folder=str(file.parent), file=file.name), fix=MakeItFirst())
    if file.is_dir():
        raise NotFound(IsFolder(file=str(file)), fix=NameFileInIt(example=str(file / "judged.parquet")))


def check_added(files: Sequence[PlacementFile]) -> None:
    """Refuse a log that has the columns of an answer already.

    Raises:
      QuestionError: naming the column.
    """
    for file in files:
        for name in ADDED:
            if name in file.schema.names:
                raise QuestionError(ColumnIsAnswer(column=name), fix=GiveUnjudgedLog(), place=Place(str(file.name)))


def _answer_columns(answers: Sequence[TableAnswer], by_row: NDArray[numpy.integer[Any]]) -> list[Any]:
    """Return the columns of the answers, each word once and an index for every row."""
    told = [shown_columns(answer) for answer in answers]
    found = []
    for name in ADDED:
        words = [getattr(one, name) for one in told]
        once = list(dict.fromkeys(words))
        places = numpy.array([once.index(word) for word in words], dtype=numpy.int32)
        indices = places.take(by_row) if len(places) else numpy.zeros(0, dtype=numpy.int32)
        found.append(pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(once, pa.string())))
    return found


def _plain(batch: Any) -> Any:
    """Return rows with words written out: a file's words differ from batch to batch."""
    columns = [column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
               for column in batch.columns]  # fmt: skip
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
