"""What was acknowledged stands, once, whatever is killed and whoever writes at the same moment.

A hundredth of what is asked on demand: FIRSTCALL_ROUNDS=1000 FIRSTCALL_APPENDS=500.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.refusal.deal import refusal, text_of

from firstcall.service.billing.deliveries.intake import read_intake
from firstcall.service.folder import open_partnership
from firstcall.service.record_file import repair_record

ROUNDS = int(os.environ.get("FIRSTCALL_ROUNDS", "10"))
ROOT = Path(__file__).resolve().parents[2]
APPENDS = int(os.environ.get("FIRSTCALL_APPENDS", "5"))
WRITERS = 8

STEPS = """
import contextlib, io, os, random, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from firstcall.service.billing.deliveries.intake import repair_intake, take_in
from firstcall.service.cli import run
from firstcall.service.record_file import repair_lines, repair_record
from tests.service.appending import append_event

terms = ["--quantity", "10", "--unit", "MW", "--term", "price_usd_per_gpu_hour=2"]
issued = {"type": "statement-issued", "at": "2025-03-01T00:00:00Z", "by": "grace", "entered_by": "us",
          "period": "2025-01", "known_at": "2025-03-01T00:00:00Z", "amounts": {"fee": "1"}, "digest": "0" * 64}

def said(*words):
    with contextlib.redirect_stdout(io.StringIO()):
        return run([str(word) for word in words])

def act(folder, act, offer, *words):
    return said("offer", act, folder, offer, "--key", f"{offer}-{act}", *words)

def step(folder, name, number):
    key = f"{name}-{number}"
    match number % 6:
        case 0:
            yield key, said("record", "add", "context", folder, "--title", key, "--by", "grace", "--id", key)
        case 1:
            yield f"{key}-receive", act(folder, "receive", key, "--provider", "rival", *terms)
            yield f"{key}-willing", act(folder, "willing", key)
            yield f"{key}-notify", act(folder, "notify", key)
        case 2:
            append_event(folder, {**issued, "id": key, "statement": key})
            yield key, 0
        case 3:
            file = folder / "revenue" / f"{key}.csv"
            file.write_text(key)
            take_in(folder, [file], datetime.now(UTC).replace(microsecond=0), False)
            yield f"revenue/{key}.csv", 0
        case 4:
            said("record", "repair", folder)
        case 5:
            append_event(folder, {"id": key, "type": "context", "at": "2025-03-01T00:00:00Z", "by": "grace",
                                  "entered_by": "us", "title": "t"})
            yield key, 0

def work(folder, name, numbers, out):
    for number in numbers:
        for key, code in step(folder, name, number):
            assert code == 0, (key, code)
            os.write(out, (key + chr(10)).encode())
"""

WORK = f"""{STEPS}
work(Path(sys.argv[1]), sys.argv[2], range(int(sys.argv[3])), 1)
"""

KILLS = f"""{STEPS}
def torn(file, half):
    with file.open("ab") as end:
        end.write(half)

def killed(folder, name, wait):
    read, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            if said("record", "repair", folder) == 0:
                work(folder, name, range(10_000), out)
        finally:
            os._exit(1)
    os.close(out)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(read) as told:
        return told.read().split()

def begun(folder):
    (folder / "revenue").mkdir(parents=True)
    (folder / "agreement.yaml").write_bytes((folder.parent / "agreement.yaml").read_bytes())
    return folder

chance, deals = random.Random(1), Path(sys.argv[1])
work(begun(deals / "warm"), "w", range(6), os.open(os.devnull, os.O_WRONLY))  # what is loaded here, each fork has
for number in range(int(sys.argv[2])):
    if number % 25 == 0:
        folder = begun(deals / f"deal-{{number // 25}}")
    for file in ("record.jsonl", "intake.jsonl"):
        if chance.random() < 0.5:
            torn(folder / file, f"half of {{number}}".encode())
            print("torn", f"half of {{number}}", sep=chr(9))
    for key in killed(folder, f"r{{number}}", chance.random() * 0.3):
        print(folder.name, key, sep=chr(9))
    repair_record(folder)
    repair_lines(folder / "intake.jsonl", repair_intake)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "deal"
    (where / "revenue").mkdir(parents=True)
    (where / "agreement.yaml").write_text(json.dumps(text_of(refusal(id="a"), refusal(id="b", holder="iris"))))
    return where


def working(folder: Path, name: str, steps: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), name, str(steps)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def kept(folder: Path) -> Iterator[str]:
    """Every id on the record and every file in the list of what was taken in, as often as it stands there."""
    yield from (event.id for event in open_partnership(folder).record.events)
    yield from (name for delivery in read_intake(folder) for name, _ in delivery.files)


def test_what_was_acknowledged_before_a_kill_stands_once(folder: Path) -> None:
    """Each worker is a fork of one process, so that a round is as short as what it kills; half of them mend first."""
    ran = subprocess.run(
        [sys.executable, "-c", KILLS, str(folder), str(ROUNDS)], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    )
    told = [tuple(line.split("\t")) for line in ran.stdout.splitlines()]
    acknowledged = Counter(one for one in told if one[0] != "torn")
    found: Counter[tuple[str, ...]] = Counter()
    aside: set[tuple[str, ...]] = set()
    for deal in folder.glob("deal-*"):
        found.update((deal.name, key) for key in kept(deal))
        aside.update(("torn", file.read_text()) for file in deal.glob("*.torn-*"))
    assert acknowledged and max(acknowledged.values()) == max(found.values()) == 1
    assert not [key for key in acknowledged if found[key] != 1]
    noticed = [key for key in found if key[1].endswith("-notify")]
    assert not [key for key in noticed if found[(key[0], f"{key[1]}-2")] != 1], "each holder was noticed, or neither"
    assert aside and {one for one in told if one[0] == "torn"} <= aside, "what was torn is kept"


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
from tests.service.appending import append_event

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
            subprocess.Popen(
                [sys.executable, "-c", RACE, str(folder), name, "5"], stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            for name in names
        ]
        while "set aside" not in str(repair_record(folder)):
            pass
        acknowledged = [key for work in racing for key in work.communicate()[0].split()]
        found = Counter(kept(folder))
        assert len(acknowledged) == 15
        lost += [key for key in acknowledged if found[key] != 1]
    assert not lost
