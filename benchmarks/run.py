"""Benchmarks: what Firstcall takes, beside a floor and peers measured in the same run.

A file `bench_<what>.py` beside this one has `cases()`, which yields Cases. The floor is the least that any
program must do for the same result; peers are other ways to do it. All run in turn, round after round, and
the best round of each counts, so that a busy machine hurts all alike. Ratios are what to read, not seconds.

    python benchmarks/run.py [WORD ...]     only the cases of a file (growth, load, …), or whose name holds a word
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Case:
    """One thing measured.

    Args:
      name: what is done, with its size: `help of the command line`.
      ours: Firstcall doing it once.
      floor: the least any program must do for it.
      peers: other ways to do it, by name.
      rounds: how often each is run; the best counts.
      answers: how many answers one run gives; 0 where that is not asked.
      told: lines to add once it is measured.
    """

    name: str
    ours: Callable[[], object]
    floor: Callable[[], object]
    peers: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    rounds: int = 7
    answers: int = 0
    told: Callable[[], Iterable[str]] = tuple


def best_of(case: Case, clock: Callable[[], float] = time.perf_counter) -> dict[str, float]:
    """The best seconds of ours, the floor and each peer, run in turn."""
    runners = {"floor": case.floor, "firstcall": case.ours, **case.peers}
    best = dict.fromkeys(runners, float("inf"))
    for _ in range(case.rounds):
        for name, runner in runners.items():
            start = clock()
            runner()
            best[name] = min(best[name], clock() - start)
    return best


def table(case: Case, best: Mapping[str, float]) -> Iterator[str]:
    """The lines of one case: each runner, its best time, how many floors that is."""
    yield case.name
    for name, seconds in best.items():
        rate = f"{case.answers / seconds:14,.0f} a second" if case.answers else ""
        yield f"  {name:<24}{seconds * 1000:12.3f} ms{seconds / best['floor']:10.2f} x floor{rate}"
    yield from case.told()


def loaded(path: Path) -> ModuleType:
    """A benchmark file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # a dataclass looks its own module up
    spec.loader.exec_module(module)
    return module


def chosen(words: tuple[str, ...]) -> Iterator[Case]:
    """The cases that the words name, each made when it is measured: those of a file, or those whose name holds one."""
    files = sorted(HERE.glob("bench_*.py"))
    named = [path for path in files if path.stem.removeprefix("bench_") in words]
    for path in named or files:
        for case in loaded(path).cases():
            if named or not words or any(word in case.name for word in words):
                yield case


def main(words: Iterable[str]) -> int:
    """Measure and print every case that the words name (all, if there are none)."""
    sys.path.insert(0, str(HERE))
    asked, measured = tuple(words), 0
    for measured, case in enumerate(chosen(asked), start=1):  # noqa: B007 - how many there were
        print(*table(case, best_of(case)), sep="\n", flush=True)
    if not measured:
        known = ", ".join(path.stem.removeprefix("bench_") for path in sorted(HERE.glob("bench_*.py")))
        print(
            f"no benchmark is named like {' or '.join(asked)}\n  fix: name one of {known}, or a word of a case",
            file=sys.stderr,
        )
    return 0 if measured else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
