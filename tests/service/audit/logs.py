"""Logs of placements in every form, made of plain rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.ipc as pa_ipc
import pyarrow.parquet as pq

Rows = Sequence[Mapping[str, Any]]
ROWS: Rows = (
    {"at": "2025-10-01T10:00:00+07:00", "workload": "training", "provider": "tamborala-cloud", "region": "java"},
    {"at": "2025-10-02T10:00:00+07:00", "workload": "assistant", "provider": "selvandra", "region": "java"},
    {"at": "2025-11-03T10:00:00+07:00", "workload": "batch", "provider": "Kestrel Grid", "region": "europe"},
    {"at": "2025-11-04T10:00:00+07:00", "workload": "trainning", "provider": "selvandra", "region": "java"},
    {"at": None, "workload": "training", "provider": "selvandra", "region": "java"},
)


def table_of_rows(rows: Rows, **kinds: Any) -> Any:
    """An Arrow table of rows; columns have the kinds that are given."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pa.array([row.get(name) for row in rows], kinds.get(name)) for name in names}
    return pa.table(columns)


def written(file: Path, table: Any) -> Path:
    """A table written in the form that its name says."""
    match file.suffix:
        case ".parquet":
            pq.write_table(table, file)
        case ".csv":
            pa_csv.write_csv(table, file)
        case ".arrow":
            with pa_ipc.new_file(file, table.schema) as writer:
                writer.write_table(table)
        case ".ipc":
            with pa_ipc.new_stream(file, table.schema) as writer:
                writer.write_table(table)
        case form:
            raise ValueError(f"no form of a log: {form}")
    return file
