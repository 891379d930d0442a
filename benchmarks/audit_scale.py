"""The audit at scale: logs of 1, 10 and 100 million placements, beside a scan-and-group of the same columns.

    python benchmarks/audit_scale.py [ROWS ...]

Every runner is a process of its own, so that its peak memory is its own. The floor is DuckDB, scanning the same
columns and grouping by all of them and by month, which judges nothing. A log of more than ten million rows is the
same ten million over again, in files of their own. On a busy machine the seconds of the processor tell more than those
of the clock.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "wiraksa"
MILLION = 1_000_000
FILE_ROWS = 10 * MILLION


def make(folder: Path, rows: int) -> None:
    """Write a log of a quarter; further files are further names of the first."""
    import bench_audit  # noqa: PLC0415
    from placements import log_of, write_log  # noqa: PLC0415

    first = folder / "000.parquet"
    span = (bench_audit.day("2025-10-01"), bench_audit.day("2026-01-01"))
    write_log(log_of(*bench_audit.opened(FOLDER), *span), min(rows, FILE_ROWS), 1, first)
    for number in range(1, rows // FILE_ROWS):
        os.link(first, folder / f"{number:03}.parquet")


def audit(folder: Path) -> int:
    """Judge the log, and return how many rows there were."""
    import bench_audit  # noqa: PLC0415
    from firstcall.dates import zone  # noqa: PLC0415
    from firstcall.rights.table.axes.merging import dimension_names  # noqa: PLC0415
    from firstcall.rights.table.table import table_of  # noqa: PLC0415
    from firstcall.service.audit.arrays import audit_numpy  # noqa: PLC0415
    from firstcall.service.audit.placement_columns import Reader, mapped  # noqa: PLC0415
    from firstcall.service.audit.placement_files import files_of  # noqa: PLC0415
    from firstcall.verification.audit.auditor import Auditor  # noqa: PLC0415
    from firstcall.verification.audit.findings import facts_of_audit  # noqa: PLC0415

    files, auditor = files_of([str(folder)]), Auditor(table_of(*bench_audit.opened(FOLDER)))
    names = dimension_names(auditor.table.held)
    audit_numpy(files, Reader(mapped(files, names, {}), zone("Asia/Jakarta")), auditor)
    return facts_of_audit(auditor).rows


def scan(folder: Path) -> int:
    """Scan and group the log, and return how many rows there were."""
    import duckdb  # noqa: PLC0415

    import bench_audit  # noqa: PLC0415

    return sum(row[-2] for row in duckdb.connect().execute(bench_audit.scan_query(f"{folder}/*.parquet")).fetchall())


RUNNERS = {"scan-and-group": scan, "audit": audit}


def run(name: str, folder: Path, rows: int) -> None:
    """Run one of the two here, and print what it took as a line of JSON."""
    clock, processor = time.perf_counter(), time.process_time()
    counted = RUNNERS[name](folder)
    assert counted == rows, f"{name} counted {counted:,} of {rows:,} rows"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor, "peak": peak // 1024}
    print(json.dumps(taken))


def measured(name: str, folder: Path, rows: int) -> dict[str, float]:
    """What one of the two takes in a process of its own."""
    command = [sys.executable, __file__, "--run", name, str(folder), str(rows)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main(given: list[str]) -> None:
    """Measure each number of rows, and print both with their ratio."""
    if given[:1] == ["--run"]:
        run(given[1], Path(given[2]), int(given[3]))
        return
    for rows in [int(text) for text in given] or [MILLION, 10 * MILLION, 100 * MILLION]:
        with tempfile.TemporaryDirectory(prefix="firstcall-bench-") as name:
            make(Path(name), rows)
            print(f"audit at scale: {rows:,} placements")
            floor = measured("scan-and-group", Path(name), rows)
            for runner, took in (("scan-and-group", floor), ("audit", measured("audit", Path(name), rows))):
                rate = f"{rows / took['clock']:13,.0f} rows a second by the clock"
                ratio = f"{took['processor'] / floor['processor']:6.2f} x the scan's processor time"
                spent = f"{took['processor']:8.2f} s of a processor"
                print(f"  {runner:<16}{took['clock']:8.2f} s{rate}{spent}{ratio}{took['peak']:8,} MB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
