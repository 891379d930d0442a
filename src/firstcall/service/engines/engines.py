"""Engines for the reduction: each must first add twenty nasty rows exactly."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Protocol

import ibis.expr.types as ir

from firstcall.service.billing.source import sql_text
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.engine_check import check_engine, nasty_plan, nasty_rows
from firstcall.settlement.bills.reduction import reduction

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
def open_engine(name: EngineName) -> Iterator[tuple[Engine, DuckEngine]]:
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
                from firstcall.service.engines.spark import SparkEngine

                engine = SparkEngine(scratch)
            self_test(engine, duck, scratch)
            yield engine, duck
        finally:
            if engine is not duck:
                engine.close()
            duck.close()


def self_test(engine: Engine, duck: DuckEngine, scratch: Path) -> None:
    """Refuse an engine that does not give the known answers.

    Raises:
      BillingError: naming a sum that is wrong.
    """
    rows = nasty_rows()
    kinds = {name: "DECIMAL(38, 18)" if name == "BilledCost" else _type(name) for name in rows[0]}
    said = [[f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row.values()] for row in rows]
    duck.raw.execute(f"CREATE TEMP TABLE nasty ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
    duck.raw.executemany(f"INSERT INTO nasty VALUES ({', '.join('?' for _ in kinds)})", said)
    path = scratch / "self-test.parquet"
    duck.raw.execute(f"COPY nasty TO '{sql_text(path)}' (FORMAT parquet)")
    duck.raw.execute("DROP TABLE nasty")
    check_engine(engine.name, engine.groups(reduction(engine.table((path,)), nasty_plan(), "ProviderName")))


def _type(name: str) -> str:
    return "TIMESTAMP" if name.endswith("Start") else "VARCHAR"
