"""Many small files read at one go: a query is planned once for all of them instead of several times for each.

Only what has no fault goes this way. Wherever anything is unusual nothing is kept of it, and the files are read one by
one, where each fault is told with its file and row.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from firstcall.service.billing.source import ROW, is_parquet, sql_text
from firstcall.service.engines.duckdb import PART, DuckEngine
from firstcall.service.engines.typed_cells import fault_glances, typed_rows, unusual_figures
from firstcall.settlement.bills.focus import FocusLayout, layout

SMALL, SMALL_TOGETHER = 1 << 20, 1 << 24
"""How large a file may be to be read with others, and how large all of them together, in bytes."""


def transcribed_together(duck: DuckEngine, paths: Sequence[Path]) -> dict[Path, tuple[Path, FocusLayout]]:
    """Return small CSV files as typed Parquet with their layouts; those that go by themselves are left out.

    Args:
      duck: the engine that reads.
      paths: files, of any kind and size.
    """
    found: dict[Path, tuple[Path, FocusLayout]] = {}
    for kinds, alike in _alike(duck, paths):
        found |= _all_at_once(duck, kinds, alike)
    return found


def _alike(duck: DuckEngine, paths: Sequence[Path]) -> Iterator[tuple[dict[str, str], list[Path]]]:
    """Yield small CSV files that have the same columns, where there are several."""
    small = [path for path in dict.fromkeys(paths) if not is_parquet(path) and path.stat().st_size <= SMALL]
    if sum(path.stat().st_size for path in small) > SMALL_TOGETHER:
        return
    groups: dict[tuple[str, ...], list[Path]] = {}
    for path in small:
        groups.setdefault(duck.header(path), []).append(path)
    for alike in groups.values():
        kinds = duck.kinds(alike[0])
        if len(alike) > 1 and layout(kinds, alike[0].name).dataset == "CostAndUsage":
            yield kinds, alike


def _all_at_once(
    duck: DuckEngine, kinds: Mapping[str, str], alike: Sequence[Path]
) -> dict[Path, tuple[Path, FocusLayout]]:
    said = layout(kinds, alike[0].name)
    rows = (f"SELECT {number} AS {PART}, * FROM ({duck.text_rows(path)})" for number, path in enumerate(alike))
    try:
        duck.raw.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {' UNION ALL '.join(rows)}")
        duck.raw.execute("CREATE OR REPLACE TEMP VIEW delivered AS SELECT * FROM staged")
        odd = " UNION ALL ".join(f"({query})" for query in (*fault_glances(kinds, said), *unusual_figures(kinds)))
        if duck.raw.execute(odd).fetchone():
            return {}
        duck.raw.execute(f"CREATE OR REPLACE TEMP TABLE typed AS {typed_rows(kinds, (), PART)}")
    except duckdb.Error:
        return {}
    found: dict[Path, tuple[Path, FocusLayout]] = {}
    for number, path in enumerate(alike):
        target = duck.target(path)
        mine = f"SELECT * EXCLUDE ({PART}) FROM typed WHERE {PART} = {number} ORDER BY {ROW}"
        duck.raw.execute(f"COPY ({mine}) TO '{sql_text(target)}' (FORMAT parquet)")
        duck.know(target, next(iter(found.values()))[0] if found else None)
        found[path] = target, said
    duck.raw.execute("DROP TABLE staged; DROP TABLE typed")
    return found
