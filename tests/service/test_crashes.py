"""What was acknowledged stands, once, whatever is killed and whoever writes at the same moment.

A hundredth of what is asked on demand: FIRSTCALL_ROUNDS=1000 FIRSTCALL_APPENDS=500.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.refusal.deal import refusal, text_of

from firstcall.service.billing.deliveries.intake import read_intake, repair_intake
from firstcall.service.folder import open_partnership
from firstcall.service.record_file import repair_lines, repair_record

ROUNDS = int(os.environ.get("FIRSTCALL_ROUNDS", "10"))
APPENDS = int(os.environ.get("FIRSTCALL_APPENDS", "5"))
WRITERS = 8

WORK = """
import contextlib, io, sys
from datetime import UTC, datetime
from pathlib import Path
from firstcall.service.billing.deliveries.intake import repair_intake, take_in
from firstcall.service.cli import run
from firstcall.service.record_file import append_event, repair_lines

folder, name = Path(sys.argv[1]), sys.argv[2]
terms = ["--quantity", "10", "--unit", "MW", "--term", "price_usd_per_gpu_hour=2"]
issued = {"type": "statement-issued", "at": "2025-03-01T00:00:00Z", "by": "grace", "entered_by": "us",
          "period": "2025-01", "known_at": "2025-03-01T00:00:00Z", "amounts": {"fee": "1"}, "digest": "0" * 64}

def said(*words):
    with contextlib.redirect_stdout(io.StringIO()):
        return run(["offer", words[0], str(folder), words[1], "--key", f"{words[1]}-{words[0]}", *words[2:]])

def step(number):
    key = f"{name}-{number}"
    match number % 6:
        case 0:
            with contextlib.redirect_stdout(io.StringIO()):
                yield key, run(["record", "add", "context", str(folder), "--title", key, "--by", "grace", "--id", key])
        case 1:
            yield f"{key}-receive", said("receive", key, "--provider", "rival", *terms)
            yield f"{key}-willing", said("willing", key)
            yield f"{key}-notify", said("notify", key)
        case 2:
            append_event(folder, {**issued, "id": key, "statement": key})
            yield key, 0
        case 3:
            file = folder / "revenue" / f"{key}.csv"
            file.write_text(key)
            take_in(folder, [file], datetime.now(UTC).replace(microsecond=0), False)
            yield f"revenue/{key}.csv", 0
        case 4:
            with contextlib.redirect_stdout(io.StringIO()):
                run(["record", "repair", str(folder)])
        case 5:
            append_event(folder, {"id": key, "type": "context", "at": "2025-03-01T00:00:00Z", "by": "grace",
                                  "entered_by": "us", "title": "t"})
            yield key, 0

for number in range(int(sys.argv[3])):
    for key, code in step(number):
        assert code == 0, (key, code)
        sys.stdout.write(key + chr(10))
        sys.stdout.flush()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "deal"
    (where / "revenue").mkdir(parents=True)
    (where / "agreement.yaml").write_text(json.dumps(text_of(refusal(id="a"), refusal(id="b", holder="iris"))))
    return where


def working(folder: Path, name: str, steps: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), name, str(steps)], stdout=subprocess.PIPE, text=True
    )


def kept(folder: Path) -> Iterator[str]:
    """Every id on the record and every file in the list of what was taken in, as often as it stands there."""
    yield from (event.id for event in open_partnership(folder).record.events)
    yield from (name for delivery in read_intake(folder) for name, _ in delivery.files)


def test_what_was_acknowledged_before_a_kill_stands_once(folder: Path) -> None:
    chance, acknowledged = random.Random(1), list[str]()
    for number in range(ROUNDS):
        work = working(folder, f"r{number}", 10_000)
        assert work.stdout is not None
        first = work.stdout.readline()  # it is at work now
        time.sleep(chance.random() * 0.3)
        work.send_signal(signal.SIGKILL)
        rest = work.communicate()[0]
        acknowledged += [key for key in (first + rest).split("\n")[:-1] if key]
        repair_record(folder)
        repair_lines(folder / "intake.jsonl", repair_intake)
    found = Counter(kept(folder))
    assert acknowledged and not [key for key in acknowledged if found[key] != 1]
    assert max(found.values()) == 1
    notices = [key for key in acknowledged if key.endswith("-notify")]
    assert not [key for key in notices if found[f"{key}-2"] != 1], "each holder was noticed, or neither"


def test_many_who_write_at_once_are_none_refused(folder: Path) -> None:
    working_all = [working(folder, f"w{number}", 6 * APPENDS // 5) for number in range(WRITERS)]
    acknowledged = [key for work in working_all for key in work.communicate()[0].split()]
    assert [work.returncode for work in working_all] == [0] * WRITERS
    found = Counter(kept(folder))
    assert len(acknowledged) >= WRITERS * APPENDS and not [key for key in acknowledged if found[key] != 1]


RACE = """
import sys, time
from pathlib import Path
from firstcall.errors import RecordError
from firstcall.service.record_file import append_event

folder, name, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(steps):
    fields = {"id": f"{name}-{number}", "type": "context", "at": "2025-03-01T00:00:00Z", "by": "grace",
              "entered_by": "us", "title": "t"}
    for _ in range(1000):
        try:
            append_event(folder, fields)
        except RecordError as error:
            assert "torn" in str(error), error
            time.sleep(0.01)
        else:
            print(f"{name}-{number}", flush=True)
            break
"""


def test_repair_loses_nothing_of_those_who_wait_for_it(folder: Path) -> None:
    lost = list[str]()
    (folder / "record.jsonl").write_bytes(b"")
    for number in range(max(1, ROUNDS // 5)):
        with (folder / "record.jsonl").open("ab") as out:
            out.write(b'{"id": "half')
        names = [f"r{number}-{writer}" for writer in range(3)]
        racing = [
            subprocess.Popen([sys.executable, "-c", RACE, str(folder), name, "5"], stdout=subprocess.PIPE, text=True)
            for name in names
        ]
        while "set aside" not in str(repair_record(folder)):
            pass
        acknowledged = [key for work in racing for key in work.communicate()[0].split()]
        found = Counter(kept(folder))
        assert len(acknowledged) == 15
        lost += [key for key in acknowledged if found[key] != 1]
    assert not lost
