"""Engines for the reduction: each must first add twenty nasty rows exactly."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from firstcall.service.billing_duckdb import DuckEngine
from firstcall.settlement.engine_check import check_engine, nasty_plan, nasty_rows
from firstcall.settlement.reduction import reduction

EngineName = Literal["duckdb", "spark"]


class Engine(Protocol):
    """What settlement asks of an engine: typed files as a table, and the rows of a small result."""

    name: str

    def table(self, paths: Sequence[Path]) -> ir.Table:
        """Return typed Parquet files as one table."""

    def groups(self, expression: ir.Table) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""

    def each(self, expressions: Sequence[ir.Table]) -> list[list[Mapping[str, Any]]]:
        """Return the rows of small results that have the same columns.

        Raises:
          OverflowError: a sum has more digits than a decimal of the engine holds.
        """

    def close(self) -> None:
        """Let go of what it holds."""


@contextmanager
def opened(name: EngineName) -> Iterator[tuple[Engine, DuckEngine]]:
    """Yield the engine that reduces and the DuckDB that transcribes; both are gone afterwards.

    Raises:
      BillingError: the engine does not add decimals exactly.
    """
    with tempfile.TemporaryDirectory(prefix="firstcall-") as folder:
        scratch = Path(folder)
        duck = DuckEngine(scratch)
        engine: Engine = duck
        try:
            if name == "spark":
                from firstcall.service.billing_spark import SparkEngine

                engine = SparkEngine(scratch)
            self_test(engine, scratch)
            yield engine, duck
        finally:
            if engine is not duck:
                engine.close()
            duck.close()


def self_test(engine: Engine, scratch: Path) -> None:
    """Refuse an engine that does not give the known answers.

    Raises:
      BillingError: naming a sum that is wrong.
    """
    rows = list(nasty_rows())
    schema = pa.schema(
        [
            (name, pa.decimal128(38, 18) if name == "BilledCost" else _type(name))
            for name in rows[0]
        ]
    )  # fmt: skip
    path = scratch / "self-test.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    table = engine.table((path,))
    check_engine(engine.name, engine.groups(reduction(table, nasty_plan(), "ProviderName")))


def _type(name: str) -> pa.DataType:
    return pa.timestamp("us") if name.endswith("Start") else pa.string()
