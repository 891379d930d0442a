"""The placements kept in a partnership's folder, judged for the last whole quarter before a day."""

from __future__ import annotations

from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from firstcall.agreement.document import Agreement
from firstcall.dates import day_start, local_day, zone
from firstcall.record.journal.journal import Record
from firstcall.report.audit.quarter import AuditedQuarter

if TYPE_CHECKING:
    from firstcall.service.audit.placement_files import PlacementFile

FOLDER = "placements"


def last_whole_quarter(on: date) -> tuple[int, int]:
    """Return the last whole quarter before a day: its year and number.

    >>> last_whole_quarter(date(2026, 1, 1)), last_whole_quarter(date(2025, 12, 31))
    ((2025, 4), (2025, 3))
    """
    quarter = (on.month - 1) // 3
    return (on.year, quarter) if quarter else (on.year - 1, 4)


def placements_before(folder: Path, agreement: Agreement, record: Record, on: datetime) -> AuditedQuarter | None:
    """Return what the placements of the last whole quarter come to; None where none of them are kept in the folder.

    Args:
      folder: the partnership's.
      agreement: the agreement, as it is supposed.
      record: the record, as it is supposed.
      on: the instant before which the quarter ended.

    Raises:
      RecordError: a file of placements cannot be read.
    """
    if not (folder / FOLDER).is_dir():
        return None
    where = zone(agreement.timezone)
    year, number = last_whole_quarter(local_day(on, where))
    if find_spec("pyarrow") is None or find_spec("numpy") is None:
        return AuditedQuarter(year, number, None)
    from firstcall.rights.table.axes.merging import dimension_names
    from firstcall.rights.table.table import table_of
    from firstcall.service.audit.arrays import audit_numpy
    from firstcall.service.audit.placement_columns import Reader, mapped
    from firstcall.service.audit.placement_files import files_of
    from firstcall.verification.audit.auditor import Auditor
    from firstcall.verification.audit.findings import facts_of_audit

    first = day_start(date(year, 3 * number - 2, 1), where)
    after = day_start(date(year, 3 * number + 1, 1) if number < 4 else date(year + 1, 1, 1), where)
    files = [file for file in files_of([str(folder / FOLDER)]) if _may_hold(file, first, after)]
    if not files:
        return None
    auditor = Auditor(table_of(agreement, record))
    audit_numpy(files, Reader(mapped(files, dimension_names(auditor.table.held), {}), where), auditor)
    return AuditedQuarter(year, number, facts_of_audit(auditor))


def _may_hold(file: PlacementFile, first: datetime, after: datetime) -> bool:
    """Say whether a file may have rows of a span; Parquet files say between which instants theirs lie."""
    if file.form != "parquet":
        return True
    import pyarrow.parquet as pq

    with pq.ParquetFile(file.path) as held:
        columns = [number for number in range(held.metadata.num_columns) if held.schema.column(number).path == "at"]
        if not columns:
            return True
        groups = (held.metadata.row_group(n).column(columns[0]).statistics for n in range(held.metadata.num_row_groups))
        spans = [(one.min, one.max) if one is not None and one.has_min_max else None for one in groups]
    dated = [span for span in spans if span and isinstance(span[0], datetime) and span[0].tzinfo is not None]
    return len(dated) < len(spans) or any(least < after and most >= first for least, most in dated)
