"""The audit on Spark: on this machine, or on a cluster that can read where the transcript lies."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy
import pyarrow.parquet as pq

from firstcall.errors import BillingError, RecordError
from firstcall.rights.table.axes.lookup import Integers
from firstcall.said import Said, sentence
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import BATCH_ROWS, PlacementFile
from firstcall.service.audit.placement_output import Output
from firstcall.service.audit.sql.asking import audit_sql, numbers_in_order
from firstcall.service.audit.sql.transcript import Transcript, transcribed
from firstcall.service.audit.sql.writing_back import unchanged, write_back
from firstcall.service.engines.spark import SparkEngine
from firstcall.verification.audit.auditor import Auditor


class SparkCouldNotJudgeLog(Said):
    says = sentence("sql.spark-could-not-judge-log", "Spark could not judge the log ({line})")
    line: str


class LeaveEngineSparkOut(Said):
    says = sentence("sql.leave-engine-spark-out", "leave --engine spark out")


class SparkAudit:
    """A Spark session that holds a log; small relations are handed over as Parquet beside it."""

    def __init__(self, scratch: Path, transcript: Transcript) -> None:
        self.engine, self.scratch = SparkEngine(scratch), scratch
        self.engine.session.read.parquet(str(transcript.path)).createOrReplaceTempView("placements")

    def load(self, name: str, rows: Any) -> None:
        """Make a relation of an Arrow table."""
        path = self.scratch / f"{name}.parquet"
        pq.write_table(rows, path)
        self.engine.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def rows(self, query: str) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a result."""
        return [row.asDict() for row in self.engine.session.sql(query).collect()]

    def in_order(self, query: str) -> Iterator[Integers]:
        """Yield the numbers of a result of many rows, in the order of the log, which Spark keeps in files."""
        folder = self.scratch / "numbers"
        self.engine.session.sql(f"{query} ORDER BY row").write.mode("overwrite").parquet(str(folder))
        for path in sorted(folder.glob("part-*.parquet")):
            with pq.ParquetFile(path) as held:
                for batch in held.iter_batches(BATCH_ROWS, columns=["number"]):
                    yield numpy.asarray(batch["number"], dtype=numpy.int64)


def audit_spark(
    files: Sequence[PlacementFile], reader: Reader, auditor: Auditor, outputs: Sequence[Output],
    told: Callable[[int], None], master: str | None,
) -> None:  # fmt: skip
    """Judge a log on Spark.

    Args:
      files: the log.
      reader: which column is which.
      auditor: takes in what is counted.
      outputs: where judged rows are written.
      told: is told of the rows that are read.
      master: the address of a cluster; this machine when left out.

    Raises:
      RecordError: a file is damaged, Spark is not there, or it cannot judge the log.
    """
    scratch = tempfile.TemporaryDirectory(prefix="firstcall-")
    with scratch as folder, lent("SPARK_MASTER", master), unchanged(files):
        transcript = transcribed(files, reader, Path(folder) / "placements.parquet", told)
        try:
            engine = SparkAudit(Path(folder), transcript)
        except BillingError as error:
            raise RecordError(error.what, fix=error.fix, place=error.place) from error
        try:
            with _spark_faults_told():
                audit_sql(engine, transcript, auditor)
                if outputs:
                    numbers = numbers_in_order(engine, transcript, auditor.table)
                    write_back(numbers, auditor, files, reader, outputs)
        finally:
            engine.engine.close()


@contextmanager
def _spark_faults_told() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        line = str(error).strip().split("\n")[0]
        raise RecordError(SparkCouldNotJudgeLog(line=line), fix=LeaveEngineSparkOut()) from error


@contextmanager
def lent(name: str, value: str | None) -> Iterator[None]:
    """Set a variable of the environment while something starts; afterwards it is as before."""
    before = os.environ.get(name)
    if value is not None:
        os.environ[name] = value
    try:
        yield
    finally:
        if value is not None:
            os.environ.pop(name)
            if before is not None:
                os.environ[name] = before
