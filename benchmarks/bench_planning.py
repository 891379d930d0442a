"""How long routes and plans take beside reading their files, on made-up supply of three sizes.

The fractions of two sizes are solved beside linopy, Pyomo and PyPSA too, which are given the rows that our laws come to
and run in an environment of their own; every least cost is compared.

The largest takes a minute and a gigabyte, and is run only where FIRSTCALL_WHOLE is set.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy

from firstcall.agreement.load import load
from firstcall.planning.inputs.futures import Branch, Futures, HolderAnswer
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.supply import COLUMNS, SupplyLine, read_supply
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.routes.coverage import answer_route
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, plan, scenarios_of
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import text_held
from firstcall.record.journal.journal import Record
from run import Case

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv" / "peers" / "bin" / "python"
GIVEN = ("cost", "column_low", "column_high", "row_low", "row_high", "first", "columns", "values")
ON = date(2025, 1, 21)
PROVIDERS = ("azure", "coreweave", "oracle", "aws", "own")
KINDS = ("H100", "H200", "GB200")
WORK = ("training", "research", "product", "api_stateless")


class Size(NamedTuple):
    """How much is planned: lines of supply, needs, months, branches of demand."""

    name: str
    lines: int
    needs: int
    months: int
    branches: int


SIZES = (Size("S", 10, 10, 24, 2), Size("M", 50, 50, 60, 4), Size("L", 200, 100, 60, 8))


def made_supply(lines: int) -> tuple[SupplyLine, ...]:
    """Lines that differ in everything, the same each time."""
    return read_supply(supply_text(lines))


def supply_text(lines: int) -> str:
    """The same lines as a file."""
    rows = []
    for n in range(lines):
        row = {
            "id": f"l{n}", "provider": PROVIDERS[n % 5], "accelerator": KINDS[n % 3],
            "price": f"{2 + (n * 37 % 113) / 20:.2f}", "quantity": str(64 * (10 + n * 13 % 50)), "block": "64",
            "available_from": f"202{5 + n % 3}-0{1 + n % 9}-01", "lead_days": str(30 + n * 11 % 200),
            "min_term_months": str((12, 24, 36)[n % 3]), "max_term_months": str((12, 24, 36)[n % 3]),
            "min_quantity": str(64 * (1 + n % 4)),
        }  # fmt: skip
        rows.append(",".join(row.get(name, "") for name in COLUMNS))
    return ",".join(COLUMNS) + "\n" + "\n".join(rows) + "\n"


def made_needs(count: int, last: date) -> Needs:
    """Needs of every workload that grow at different times."""
    found = []
    for n in range(count):
        first = date(2025 + n % 2, 1 + n % 12, 1)
        found.append({
            "id": f"n{n}", "workloads": [WORK[n % 4]], "accelerator": KINDS[n % 2], "unmet": "12",
            "amount": {"from": first, "to": last, "accelerators": str(100 + n * 53 % 400)},
        })  # fmt: skip
    kinds = {"H100": {}, "H200": {"stands_for": {"H100": "1.2"}}, "GB200": {"stands_for": {"H200": "2"}}}
    return Needs.model_validate({"schema": "firstcall/needs/1", "accelerators": kinds, "needs": found})


def desk_of(size: Size) -> tuple[Desk, Settings]:
    """A desk under the text of 21 January 2025."""
    raw = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes()
    last = date(2025 + (size.months - 1) // 12, 12, 31)
    demand = tuple(
        Branch.model_validate({"id": f"b{n}", "weight": "1", "times": f"{0.7 + n * 0.1:.1f}", "known_from": ON})
        for n in range(size.branches)
    )
    answers = (HolderAnswer.model_validate({"line": "any", "match": "0.3"}),)
    futures = Futures.model_validate({"answers": answers, "common": "1", "demand": demand})
    here = ground(text_held(load(raw), ON, ON), Record(), ON)
    desk = Desk(here, made_needs(size.needs, last), made_supply(size.lines), futures)
    return desk, Settings(date(2025, 2, 1), last, "month")


def cases() -> Iterator[Case]:
    """Routes beside reading the supply; plans beside the relaxation alone, with pools and without."""
    desk, _ = desk_of(Size("route", 2000, 1, 36, 1))
    text = supply_text(2000)
    yield Case(
        "route to one need, 2,000 lines over 12 quarters",
        lambda: answer_route(fresh(desk), desk.needs.needs[0]), lambda: read_supply(text), rounds=2,
    )  # fmt: skip
    for size in SIZES[:2]:
        yield from fractions_case(size)
    for size in SIZES:
        if size.name != "L" or os.environ.get("FIRSTCALL_WHOLE"):
            yield plan_case(size)


def plan_case(size: Size) -> Case:
    """A plan of a size: ours is the whole way; the floor is to build its model and solve it in fractions."""
    desk, settings = desk_of(size)
    shape = f"{size.lines} lines x {size.needs} needs x {size.months} months"
    peers = {"the same without pools": lambda: relaxed(desk, settings, flat=True)} if size.name == "S" else {}
    return Case(
        f"plan {size.name}: {shape}", lambda: plan(fresh(desk), settings), lambda: relaxed(desk, settings), peers,
        rounds=1,
    )  # fmt: skip


class PlansApart:
    """Modelling layers in an environment of their own: the rows of a plan are loaded once, then built and solved."""

    def __init__(self, arrays: Arrays, folder: str) -> None:
        file = Path(folder) / "plan.npz"
        numpy.savez(file, **{name: getattr(arrays, name) for name in GIVEN})
        # the program and its script are this file's own neighbours
        self._process = subprocess.Popen(
            [str(PEERS), str(Path(__file__).with_name("peer_plans.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.say(str(file)) == len(arrays.cost)

    def say(self, message: str) -> float:
        """Have a file loaded, or a model built and solved: what it costs."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        found: float = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        """End the other process."""
        self._process.terminate()
        self._process.wait()


def fractions_case(size: Size) -> Iterator[Case]:
    """The fractions of a plan: our laws to rows and solved, beside layers that are given those rows."""
    desk, settings = desk_of(size)
    here = fresh(desk)
    grid = grid_of(here, settings)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, settings)
    info = Information(ways, earliest_known(here, options, ways, grid.first))
    _, arrays = build(here, grid, ways, info, options)
    least = solve(arrays, whole=False).objective
    with TemporaryDirectory() as folder:
        apart = PlansApart(arrays, folder) if PEERS.exists() else None
        try:
            peers: dict[str, Callable[[], object]] = {}
            for engine in ("linopy", "pyomo", "pypsa") if apart is not None else ():
                assert apart is not None
                found = apart.say(engine)
                assert abs(found - least) <= 1e-6 * abs(least), f"{engine} finds {found}, not {least}"
                peers[f"{engine}, given the rows"] = partial(apart.say, engine)
            shape = f"{len(arrays.row_low):,} rows x {len(arrays.cost):,} columns"

            def ours() -> object:
                return solve(build(here, grid, ways, info, options)[1], whole=False)

            name = f"fractions of plan {size.name}: {shape}"
            yield Case(name, ours, lambda: solve(arrays, whole=False), peers, rounds=3)
        finally:
            if apart is not None:
                apart.close()


def relaxed(desk: Desk, settings: Settings, *, flat: bool = False) -> float:
    """Build the model of a plan anew and solve it in fractions."""
    here = fresh(desk)
    grid = grid_of(here, settings)
    options = purchases(here, grid)
    ways = scenarios_of(here, options, settings)
    info = Information(ways, earliest_known(here, options, ways, grid.first))
    _, arrays = build(here, grid, ways, info, options, flat=flat)
    return solve(arrays, whole=False).objective


def fresh(desk: Desk) -> Desk:
    """The desk with nothing asked of it yet."""
    return replace(desk, ground=replace(desk.ground, memo={}))
