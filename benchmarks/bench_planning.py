"""How long routes and plans take beside reading their files, on made-up supply of three sizes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from firstcall.agreement.load import load
from firstcall.planning.inputs.futures import Branch, Futures, HolderAnswer
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.supply import COLUMNS, SupplyLine, read_supply
from firstcall.planning.model.build import build
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.routes.coverage import answer_route
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, plan, scenarios_of
from firstcall.planning.steps.planning_ground import ground
from firstcall.planning.steps.texts import text_held
from firstcall.record.journal.journal import Record

ROOT = Path(__file__).resolve().parent.parent
ON = date(2025, 1, 21)
PROVIDERS = ("azure", "coreweave", "oracle", "aws", "own")
KINDS = ("H100", "H200", "GB200")
WORK = ("training", "research", "product", "api_stateless")


@dataclass(frozen=True)
class Size:
    """How much is planned: lines of supply, needs, months, branches of demand."""

    name: str
    lines: int
    needs: int
    months: int
    branches: int


SIZES = (Size("S", 10, 10, 24, 2), Size("M", 50, 50, 60, 4), Size("L", 200, 100, 60, 8))


def made_supply(lines: int) -> tuple[SupplyLine, ...]:
    """Lines that differ in everything, the same each time."""
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
    return read_supply(",".join(COLUMNS) + "\n" + "\n".join(rows) + "\n")


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


def measured(name: str, started: float, note: str = "") -> str:
    return f"{name:<34} {time.perf_counter() - started:8.2f} s  {note}"


def report(sizes: tuple[str, ...] = ("S", "M")) -> Iterator[str]:
    """Yield what was measured."""
    desk, _ = desk_of(Size("route", 2000, 1, 36, 1))
    started = time.perf_counter()
    answer = answer_route(desk, desk.needs.needs[0])
    yield measured("route, 2,000 lines, 12 quarters", started, f"{len(answer.routes)} routes")
    for size in SIZES:
        if size.name in sizes:
            yield from plan_report(size)


def plan_report(size: Size) -> Iterator[str]:
    desk, settings = desk_of(size)
    grid = grid_of(desk, settings)
    started = time.perf_counter()
    options = purchases(desk, grid)
    yield measured(f"{size.name}: what could be bought", started, f"{len(options)} purchases")
    ways = scenarios_of(desk, options, settings)
    started = time.perf_counter()
    info = Information(ways, earliest_known(desk, options, ways))
    model, arrays = build(desk, grid, ways, info, options)
    shape = f"{len(arrays.row_low):,} rows, {len(arrays.cost):,} columns, {len(ways.all)} scenarios"
    yield measured(f"{size.name}: model", started, shape)
    started = time.perf_counter()
    solve(arrays, whole=False)
    floor = time.perf_counter() - started
    yield measured(f"{size.name}: relaxation alone", started, f"{len(model.pools)} pools")
    started = time.perf_counter()
    found = plan(desk, settings).found
    took = time.perf_counter() - started
    assert found is not None
    yield measured(
        f"{size.name}: plan", started, f"gap {found.gap:.3%}, {took / max(floor, 1e-9):.1f} × the relaxation"
    )


if __name__ == "__main__":
    import sys

    for line in report(tuple(sys.argv[1:]) or ("S", "M")):
        print(line, flush=True)
