"""Engines for the reduction: each must first add twenty nasty rows exactly."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Protocol

from firstcall.service.billing.source import sql_text
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.engine_check import check_engine, nasty_plan, nasty_rows
from firstcall.settlement.bills.reduction import BillTable, reduction

EngineName = Literal["duckdb", "spark"]


class Engine(Protocol):
    """What settlement asks of an engine: typed files as a table, and the rows of a small result."""

    name: str
    version: str

    def table(self, paths: Sequence[Path]) -> BillTable:
        """Return typed Parquet files as one table."""

    def groups(self, query: str) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""

    def each(self, queries: Sequence[str]) -> list[list[Mapping[str, Any]]]:
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
            if not has_passed(engine):
                self_test(engine, duck, scratch)
                remember_passed(engine)
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
    check_engine(engine.name, answers_of(engine, duck, scratch))


def answers_of(engine: Engine, duck: DuckEngine, scratch: Path) -> list[Mapping[str, Any]]:
    """Return what an engine makes of the twenty rows."""
    rows = nasty_rows()
    kinds = {name: "DECIMAL(38, 18)" if name == "BilledCost" else _type(name) for name in rows[0]}
    said = [[f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row.values()] for row in rows]
    duck.raw.execute(f"CREATE TEMP TABLE nasty ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
    duck.raw.executemany(f"INSERT INTO nasty VALUES ({', '.join('?' for _ in kinds)})", said)
    path = scratch / "self-test.parquet"
    duck.raw.execute(f"COPY nasty TO '{sql_text(path)}' (FORMAT parquet)")
    duck.raw.execute("DROP TABLE nasty")
    return engine.groups(reduction(engine.table((path,)), nasty_plan(), "ProviderName"))


def _passed(engine: Engine) -> Path:
    """Return the file that says that an engine has passed its test, in its version, with the query as it is now."""
    kinds = {name: "DECIMAL(38, 18)" if name == "BilledCost" else _type(name) for name in nasty_rows()[0]}
    query = reduction(BillTable("nasty", kinds), nasty_plan(), "ProviderName")
    said = "\n".join((engine.name, engine.version, sys.version, query, repr(nasty_rows())))
    root = os.environ.get("FIRSTCALL_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "firstcall" / f"engine-{engine.name}-{hashlib.sha256(said.encode()).hexdigest()[:32]}.passed"


def has_passed(engine: Engine) -> bool:
    """Return whether an engine of this version has passed its test on this machine."""
    try:
        return _passed(engine).is_file()
    except (OSError, RuntimeError):  # no home, or one that nobody may look into: the test is run again
        return False


def remember_passed(engine: Engine) -> None:
    """Note that an engine has passed; where nothing can be noted, it is answers_of again next time."""
    with suppress(OSError, RuntimeError):
        path = _passed(engine)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{engine.name} {engine.version} adds decimals exactly\n", encoding="utf-8")


def _type(name: str) -> str:
    return "TIMESTAMP" if name.endswith("Start") else "VARCHAR"
