"""Change the rooms that carry the money one place at a time, and count the changes that their own tests notice.

Each room is tried in a copy under build/mutants, against its own tests and doctests alone. The order is fixed, and so
is a sample: the seed is printed. `python tools/mutants.py --room money --sample 25 --seed 1`
"""

import argparse
import ast
import difflib
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG, TASK, FOUND = "mutants.log", "mutants-task.json", "mutants-found.json"
UNTRIED = {".git", ".venv", "build", "pyproject.toml"}
"""What a copy of the tree leaves out, or writes anew."""


@dataclass(frozen=True, slots=True)
class Room:
    """Files whose code is changed, and the tests that must notice."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self, root: Path) -> list[str]:
        """The files that are changed, in order."""
        found = {path for code in self.code for path in [root / code, *(root / code).rglob("*.py")]}
        return sorted(path.relative_to(root).as_posix() for path in found if path.suffix == ".py" and path.is_file())


ROOMS = (
    Room("money", ("src/firstcall/money.py",), ("tests/test_money.py",)),
    Room("deadlines", ("src/firstcall/deadlines",), ("tests/deadlines",)),
    Room("offers", ("src/firstcall/record/offers",), ("tests/record/offers",)),
    Room("refusal", ("src/firstcall/refusal",), ("tests/refusal",)),
    Room("judge", ("src/firstcall/rights/judge",), ("tests/rights/judge",)),
    Room(
        "reckon",
        ("src/firstcall/settlement/reckon", "src/firstcall/settlement/statement/netting.py"),
        ("tests/settlement/reckon", "tests/settlement/statement/test_netting.py"),
    ),
    Room(
        "sums",
        ("src/firstcall/settlement/sums", "src/firstcall/settlement/late_fees.py"),
        ("tests/settlement/sums", "tests/settlement/test_late_fees.py"),
    ),
    Room(
        "bills",
        tuple(f"src/firstcall/settlement/bills/{name}.py" for name in ("invoices", "reduction", "series")),
        (
            "tests/settlement/bills",
            "tests/service/engines/test_engines.py",
            "tests/service/billing/test_rows.py",
            "tests/service/billing/test_quantities.py",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, where it stands, and whether the tests noticed: killed, survived, unreached or timed out."""

    file: str
    line: int
    was: str
    now: str
    fate: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of the mutants of one room; `made` is how many there are, sampled or not."""

    room: str
    made: int
    mutants: tuple[Mutant, ...]

    def count(self, *fates: str) -> int:
        """How many met one of these fates."""
        return sum(mutant.fate in fates for mutant in self.mutants)


class NotTried(Exception):
    """A room could not be tried; the text says why and how to mend it."""


def changed(text: str, owner: str, function: str, was: str, now: str) -> tuple[int, str, str]:
    """The line of a file where two forms of one of its functions differ, and that place in both forms.

    Args:
      text: the whole file, as it is.
      owner: the class of the method; "" for a function.
      function: its name.
      was: the function as it is, perhaps with comments above it, and not indented.
      now: the function as it was changed.
    """
    body: Sequence[ast.stmt] = ast.parse(text).body
    if owner:
        body = next(node.body for node in body if isinstance(node, ast.ClassDef) and node.name == owner)
    there = [node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    start = [node.lineno for node in there if node.name == function][-1]  # those before it only give its types
    before, after = was.splitlines(), now.splitlines()
    head = next(n for n, line in enumerate(before) if line.lstrip().startswith((f"def {function}", "async def ")))
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    first = next(index for index, step in enumerate(steps) if step[0] != "equal")
    _, i1, i2, j1, j2 = steps[first]
    return start + i1 - head, _one_line(before[i1:i2]), _one_line(after[j1:j2])


def _one_line(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines) or "(nothing)"


def sample(names: Sequence[str], size: int | None, seed: int, room: str) -> list[str]:
    """The mutants to be tried: all, or as many as asked, the same ones for the same seed whatever other rooms do."""
    if size is None or size >= len(names):
        return list(names)
    drawn = set(random.Random(f"{seed} {room}").sample(range(len(names)), size))
    return [name for index, name in enumerate(names) if index in drawn]


def settings(room: Room, root: Path) -> str:
    """The part of pyproject.toml that tells the tool what to change and which tests to run."""
    lists = {
        "source_paths": ["src"],
        "only_mutate": room.files(root),
        "also_copy": sorted(path.name for path in root.iterdir() if path.name not in {*UNTRIED, "src"}),
        # A doctest is run once, on the function as it is called, not on each copy of it.
        "pytest_add_cli_args_test_selection": [*room.tests, *room.files(root), "-k", "not mutmut or mutmut_orig"],
        # What no value reaches says so to the type checker, which is the one to notice.
        "do_not_mutate_patterns": [r"assert_never\("],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "mutants_worker"],
    }
    told = [f"{name} = {json.dumps(values)}" for name, values in lists.items()]
    told += ["timeout_constant = 2.0", "timeout_multiplier = 5.0", "use_git_change_detection = false"]
    return "\n".join(["", "[tool.mutmut]", *told, ""])


def lay_out(room: Room, root: Path, copy: Path) -> None:
    """Make the folder in which a room is tried: the tree by links, for the tool to copy, and its settings."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for path in root.iterdir():
        if path.name not in UNTRIED:
            (copy / path.name).symlink_to(path)
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    (copy / "pyproject.toml").write_text(text + settings(room, root), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Task:
    """How many mutants of each room are tried (None: all), which ones, and how many at a time."""

    sample: int | None = None
    seed: int = 1
    jobs: int = 1


def attempt(room: Room, root: Path, task: Task) -> Tried:
    """Try one room of the tree at `root`, in a copy under its `build`.

    Raises:
      NotTried: its tests fail before anything is changed, or the tool gave up.
    """
    copy = root / "build" / "mutants" / room.name
    lay_out(room, root, copy)
    (copy / TASK).write_text(json.dumps({"room": room.name, **asdict(task)}), encoding="utf-8")
    world = os.environ | {"PYTHONHASHSEED": "0", "PYTHONTZPATH": "", "PYTHONPATH": str(ROOT / "tools")}
    with (copy / LOG).open("w", encoding="utf-8") as writing:
        command = [sys.executable, "-m", "mutants_worker"]
        ended = subprocess.run(command, cwd=copy, env=world, check=False, stdout=writing, stderr=writing)
    if ended.returncode or not (copy / FOUND).is_file():
        log = (copy / LOG).read_text(encoding="utf-8", errors="replace")
        raise NotTried(why_not(room, log, (copy / LOG).relative_to(root).as_posix()))
    found = json.loads((copy / FOUND).read_text(encoding="utf-8"))
    mutants = []
    for one in found["mutants"]:
        text = (root / one["file"]).read_text(encoding="utf-8")
        line, was, now = changed(text, one["owner"], one["function"], one["was"], one["now"])
        mutants.append(Mutant(one["file"], line, was, now, one["fate"]))
    return Tried(room.name, found["made"], tuple(sorted(mutants, key=lambda m: (m.file, m.line, m.was, m.now))))


def why_not(room: Room, log: str, place: str) -> str:
    """Why a room could not be tried, by what the tool wrote down at `place`."""
    if "failed to collect stats" in log or "Failed to run clean test" in log:
        why = f"{room.name}: its tests fail before anything is changed"
        return f"{why}; the end of {place}:\n{_end(log)}\n  fix: {' '.join(['pytest', *room.tests])}, then again"
    return f"{room.name}: the mutation tool gave up; the end of {place}:\n{_end(log)}\n  fix: what it says there"


def _end(log: str) -> str:
    lines = [line.split("\r")[-1].rstrip() for line in log.split("\n")]
    return "\n".join([f"  {line}" for line in lines if line][-25:])


def table(tried: Sequence[Tried]) -> str:
    """The scores, a line a room, and then the survivors; a mutant that ends in a timeout counts as noticed."""
    lines = [f"{'room':<10}{'mutants':>14}{'killed':>8}{'survived':>10}{'timed out':>11}{'score':>8}"]
    for one in tried:
        size = len(one.mutants)
        number = str(size) if size == one.made else f"{size} of {one.made}"
        noticed = one.count("killed", "timed out")
        score = f"{100 * noticed / size:.1f}%" if size else "none"
        survived = one.count("survived", "unreached")
        lines.append(
            f"{one.room:<10}{number:>14}{one.count('killed'):>8}{survived:>10}{one.count('timed out'):>11}{score:>8}"
        )
    for one in tried:
        left = [mutant for mutant in one.mutants if mutant.fate in ("survived", "unreached")]
        lines += ["", f"{one.room}: {'survivors' if left else 'no survivors'}"]
        for mutant in left:
            note = "  (no test of the room comes here)" if mutant.fate == "unreached" else ""
            lines += [f"  {mutant.file}:{mutant.line}{note}", f"    - {mutant.was}", f"    + {mutant.now}"]
    return "\n".join(lines)


def asked(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for: `room` (None: all), `sample` (None: all mutants), `seed` and `jobs`."""
    parser = argparse.ArgumentParser(description="Score the tests of each room by the changes that they notice.")
    parser.add_argument("--room", choices=[room.name for room in ROOMS], help="one room; else all")
    parser.add_argument("--sample", type=int, help="try so many mutants of each room; else all")
    parser.add_argument("--seed", type=int, default=1, help="which sample (default 1)")
    parser.add_argument("--jobs", type=int, default=1, help="so many at a time (default 1)")
    told = parser.parse_args(words)
    for name, number in (("sample", told.sample), ("jobs", told.jobs)):
        if number is not None and number < 1:
            parser.error(f"--{name} {number} is too few; fix: give at least 1, or leave it out")
    return told


def main(words: Sequence[str]) -> int:
    """Try the rooms asked for and print the table; 1 where a room could not be tried."""
    told = asked(words)
    if importlib.util.find_spec("mutmut") is None:
        print("mutmut is not installed\n  fix: make mutants", file=sys.stderr)
        return 1
    tried, failed = [], []
    for room in (room for room in ROOMS if told.room in (None, room.name)):
        print(f"{room.name}: changing {len(room.files(ROOT))} files ...", file=sys.stderr, flush=True)
        try:
            tried.append(attempt(room, ROOT, Task(told.sample, told.seed, told.jobs)))
        except NotTried as error:
            failed.append(str(error))
    drawn = f"{told.sample} of each room" if told.sample else "every mutant"
    print(f"seed {told.seed}, {drawn}; each room against its own tests alone")
    if tried:
        print(table(tried))
    for why in failed:
        print(why, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
