"""Runs in the copy of one room: makes its mutants, tries them with mutmut, and writes down what became of each.

Only here is mutmut's own code called; its version is pinned exactly. tools/mutants.py starts it; pytest reads it
as a plugin.
"""

import contextlib
import functools
import gc
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SWAPPED = {"max": "min", "min": "max", "any": "all", "all": "any"}
KILLED = (1, 2, 3, 4, -6, -11)
"""What pytest answers when a test fails or breaks, and what a crash does."""
TIMED_OUT = (36, 24, -24, 152, -9)


def pytest_sessionstart() -> None:
    """A failing example is enough here, nobody reads the smallest one; and no answer of the unchanged code is kept.

    Each trial is a fork of a process that has run the tests already, so that what they left in caches answers for
    the change.
    """
    from hypothesis import Phase, settings  # not before pytest, which wants to rewrite it

    forget()
    settings.register_profile("mutants", settings(settings.default, phases=(Phase.explicit, Phase.generate)))
    settings.load_profile("mutants")


def forget() -> None:
    """Empty every cache of a function."""
    for held in gc.get_objects():
        if isinstance(held, functools._lru_cache_wrapper):
            held.cache_clear()


def swapped_calls(node: Any) -> Iterable[Any]:
    """The latest of some days becomes the earliest, `any` becomes `all`, and back."""
    import libcst as cst

    if isinstance(node.func, cst.Name) and node.func.value in SWAPPED:
        yield node.with_changes(func=cst.Name(SWAPPED[node.func.value]))


def dropped_operands(node: Any) -> Iterable[Any]:
    """Each side of an `and` or an `or` is left out; the other keeps the brackets around both."""
    for side in (node.left, node.right):
        yield side.with_changes(lpar=[*node.lpar, *side.lpar], rpar=[*side.rpar, *node.rpar])


def fate(code: int | None) -> str:
    """What an exit code of the tests says of the mutant.

    Raises:
      ValueError: the code is none that a run of tests ends with.
    """
    if code == 0:
        return "survived"
    if code in (5, 33):
        return "unreached"
    if code in KILLED:
        return "killed"
    if code in TIMED_OUT:
        return "timed out"
    raise ValueError(f"a mutant ended with exit code {code}, which says neither killed nor survived")


def made() -> dict[str, str]:
    """Every mutant of the room, in the order of its files and places: its name and its file."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.file_utils import walk_mutatable_files
    from mutmut.utils.format_utils import get_mutant_name

    names = {}
    for path in sorted(walk_mutatable_files()):
        for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names:
            names[get_mutant_name(path, name)] = path.as_posix()
    return names


def told(name: str, file: str) -> dict[str, str]:
    """What became of one mutant, and its function before and after."""
    import libcst as cst
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.mutation.diff_apply import read_functions_from_index
    from mutmut.utils.format_utils import orig_function_and_class_names_from_key

    data = SourceFileMutationData(path=file)
    data.load()
    forms = read_functions_from_index(name, file)
    if forms is None:
        raise ValueError(f"{name}: the changed function is not where mutmut wrote it")
    was, now = (cst.Module([form]).code for form in forms)
    function, owner = orig_function_and_class_names_from_key(name)
    ended = fate(data.exit_code_by_key[name])
    return {"file": file, "owner": owner or "", "function": function, "was": was, "now": now, "fate": ended}


def run() -> None:
    """Try the mutants that the task asks for and write what was found beside it."""
    import libcst as cst
    from mutmut.__main__ import _run
    from mutmut.mutation.mutators import mutation_operators

    import mutants

    assert isinstance(mutation_operators, list)
    mutation_operators += [(cst.Call, swapped_calls), (cst.BooleanOperation, dropped_operands)]
    task = json.loads(Path(mutants.TASK).read_text(encoding="utf-8"))
    files = made()
    names = mutants.sample(list(files), task["sample"], task["seed"], task["room"])
    if names:
        parent = os.getpid()
        try:
            _run(names, task["jobs"])
        finally:
            if os.getpid() != parent:  # a trial that broke out of its own process: the tests did not pass
                with contextlib.suppress(OSError):
                    sys.stdout.flush()
                os._exit(3)
    found = {"made": len(files), "mutants": [told(name, files[name]) for name in names]}
    Path(mutants.FOUND).write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    run()
