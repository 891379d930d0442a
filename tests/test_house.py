"""The house rules, checked: the picture, the maxima, the names, the documents, what may be committed."""

import ast
import graphlib
import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
import typing
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from tests.conftest import left_out, names

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "firstcall"
FILES = tuple(sorted(SRC.rglob("*.py")))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "base", "misc", "core", "shared", "util", "lib"}
MACHINERY = re.compile(r"\b(GRANT|CLEAR|norms?|box(es)?|cells?)\b")
STEP = r"(\w+|\(\w+( \| \w+)*\))"
PICTURE = re.compile(rf"{STEP}(\s*->\s*{STEP})+")

CALLED_FROM_OUTSIDE = {"pytest_sessionstart", "__getattr__", "__dir__"}

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def committed() -> tuple[Path, ...]:
    """What git holds; without git (an unpacked archive), everything outside caches and the environment."""
    asked = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        paths = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        hidden = {"build", "__pycache__", ".git", ".venv"}
        paths = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return tuple(path for path in paths if path.is_file())


@cache
def documents() -> str:
    """README and docs/, one text."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())


# The picture


def layers() -> list[list[str]]:
    """The stages that exist, first to last, as import-linter is told; stages in one bracket together."""
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    assert contract["type"] == "layers" and contract["exhaustive"] and contract["exhaustive_ignores"] == ["__main__"]
    told = [[name.strip(" ()") for name in layer.split("|")] for layer in reversed(contract["layers"])]
    there = [[name for name in layer if exists(name)] for layer in told]
    return [sorted(layer) for layer in there if layer]


def exists(stage: str) -> bool:
    return (SRC / f"{stage}.py").is_file() or (SRC / stage / "__init__.py").is_file()


def drawn(text: str) -> list[list[str]]:
    """The first picture in a text, a paragraph of its own: `a -> (b | c) -> d` is [[a], [b, c], [d]]."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n|```\w*", text))
    picture = next((part for part in paragraphs if PICTURE.fullmatch(part)), "")
    return [sorted(re.findall(r"\w+", step)) for step in picture.split("->")]


@pytest.mark.parametrize("page", ["src/firstcall/__init__.py", "docs/ARCHITECTURE.md"])
def test_the_picture_is_the_folders_and_the_layers(page: str) -> None:
    path = ROOT / page
    assert path.is_file(), f"{page} is missing; it draws the flow"
    text = path.read_text(encoding="utf-8")
    shown = drawn(ast.get_docstring(ast.parse(text)) or "" if path.suffix == ".py" else text)
    folders = [[name for name in layer if (SRC / name).is_dir()] for layer in layers()]
    expected = layers() if shown[:1] == [["errors"]] else [layer for layer in folders if layer]
    picture = " -> ".join(f"({' | '.join(step)})" if len(step) > 1 else step[0] for step in expected)
    assert shown == expected, f"fix: draw it as a paragraph of its own: {picture}"


def test_every_stage_is_in_the_flow() -> None:
    stages = {path.stem for path in SRC.glob("*.py")} | {path.parent.name for path in SRC.glob("*/*.py")}
    assert stages - {"__init__", "__main__"} == {name for layer in layers() for name in layer}


def test_the_drawing_is_read_as_meant() -> None:
    assert drawn("Words, f -> g.\n\n    a -> (b | c)\n      -> d\n\nMore.") == [["a"], ["b", "c"], ["d"]]
    assert drawn("Words.\n```\na -> b\n```\n") == [["a"], ["b"]]


# The maxima and the names


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, and the lines of its body without the docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTION):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield f"{relative(path)}:{node.lineno} {node.name}", lines


def test_no_files_import_each_other_in_a_circle() -> None:
    """Counting what is imported inside functions and for types alone too."""
    graph = grimp.build_graph("firstcall", cache_dir=None)
    flow = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(flow) >= len(FILES)
    try:
        graphlib.TopologicalSorter(flow).prepare()
    except graphlib.CycleError as circle:
        pytest.fail(" <- ".join(circle.args[1]))


def test_no_file_is_over_400_lines() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: lines for name, lines in lengths.items() if lines > 400}


ROOMS_OVER_NINE = {"service/commands": "one file a command"}


def test_no_room_holds_more_than_nine_files() -> None:
    rooms = Counter(path.parent.relative_to(SRC).as_posix() for path in FILES if path.name != "__init__.py")
    over = {room for room, files in rooms.items() if files > 9}
    assert over <= set(ROOMS_OVER_NINE)
    assert not {room for room in ROOMS_OVER_NINE if rooms[room] <= 9}, "an exception that is none any more goes"


def test_every_room_says_what_comes_in_and_what_goes_out() -> None:
    rooms = {path.parent for path in FILES}
    bare = [relative(room) for room in rooms if not (room / "__init__.py").is_file()]
    said = {
        room: ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or "" for room in rooms
    }
    assert not bare and not [relative(room) for room, doc in said.items() if len(doc) < 40]


def test_no_function_body_is_over_40_lines() -> None:
    assert not {name: lines for path in FILES for name, lines in functions(path) if lines > 40}


def test_every_public_class_has_a_docstring_or_is_a_sentence() -> None:
    nodes = [(path, node) for path in FILES for node in ast.parse(path.read_text(encoding="utf-8")).body]
    classes = [(path, node) for path, node in nodes if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
    bare = [(path, node) for path, node in classes if ast.get_docstring(node) is None]
    assert any(is_sentence(node) for _, node in bare) and any(not is_sentence(node) for _, node in classes)
    assert not [f"{relative(path)} {node.name}" for path, node in bare if not is_sentence(node)]


def is_sentence(node: ast.ClassDef) -> bool:
    """Whether a class declares a sentence: `says = sentence(…)`, or `plural(…)`, which tells what it is."""
    calls = [line.value.func for line in node.body if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id in ("sentence", "plural") for call in calls)


def test_file_names_say_something_and_never_only_repeat_their_room() -> None:
    coded = [path for path in FILES if path.name not in ("__init__.py", "__main__.py")]
    assert not EMPTY_NAMES & {*(path.stem for path in coded), *(path.parent.name for path in FILES)}
    assert not [relative(path) for path in coded if path.stem.startswith(f"{path.parent.name}_")]


def top_names(path: Path, *, decorated: bool = True) -> Iterator[str]:
    """The names that a file defines at its top; those of functions that a decorator takes up are left out if asked."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(decorator_list=[_, *_]) if not decorated:
                names = []
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names = [node.name]
            case ast.Assign():
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from names


def public_names(path: Path) -> Iterator[str]:
    """The public names among them."""
    return (name for name in top_names(path) if not name.startswith("_"))


def test_a_public_name_has_one_meaning_in_the_whole_package() -> None:
    homes: dict[str, list[str]] = {}
    for path in FILES:
        for name in public_names(path):
            homes.setdefault(name, []).append(relative(path))
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_no_name_stands_unused() -> None:
    """Each name that the package, its tools or its benchmarks give at the top of a file is taken up in one of them."""
    coded = [*FILES, *ROOT.glob("tools/*.py"), *ROOT.glob("benchmarks/*.py")]
    told = [*coded, *SRC.rglob("*.html"), *SRC.rglob("*.txt"), ROOT / "pyproject.toml", *ROOT.glob("docs/*.md")]
    words = Counter(word for path in told for word in re.findall(r"[^\W\d]\w*", path.read_text(encoding="utf-8")))
    own = [(relative(path), name) for path in coded for name in top_names(path, decorated=False)]
    assert not [(file, name) for file, name in own if words[name] == 1 and name not in CALLED_FROM_OUTSIDE]


def test_the_public_names_are_few_sorted_and_there() -> None:
    package = importlib.import_module("firstcall")
    names = list(package.__all__)
    assert names == sorted(names) and 0 < len(names) <= 30
    assert not [name for name in names if not hasattr(package, name)]


def mirrors(path: Path) -> tuple[Path, ...]:
    """Where the tests of a file may stand: in its stage, or one folder per stage however deep the file."""
    inside = path.relative_to(SRC)
    return (
        ROOT / "tests" / inside.parent / f"test_{path.name}",
        ROOT / "tests" / inside.parts[0] / f"test_{path.name}",
    )


def test_every_file_has_its_test_file_or_a_doctest() -> None:
    coded = [path for path in FILES if path.name not in ("__init__.py", "__main__.py")]
    bare = [path for path in coded if ">>>" not in path.read_text(encoding="utf-8")]
    assert not [relative(path) for path in bare if not any(mirror.is_file() for mirror in mirrors(path))]


# The documents


def word(kind: type) -> str:
    """The word by which people write a clause kind or an event: its `type`."""
    told = typing.get_args(typing.get_type_hints(kind).get("type")) or (getattr(kind, "type", None),)
    assert isinstance(told[0], str), f"{kind.__name__} has no `type` word"
    return told[0]


def members(union: object) -> tuple[type, ...]:
    """The classes of a closed union, annotated or not."""
    origin, parts = typing.get_origin(union), typing.get_args(union)
    return members(parts[0]) if origin is typing.Annotated else tuple(parts)


def command_paths() -> list[str]:
    """Every command as it is typed, subcommands included: `decide`, `offer notify`."""
    import click

    cli = importlib.import_module("firstcall.service.cli")
    roots = [value for value in vars(cli).values() if isinstance(value, click.Group)]
    assert roots, "firstcall.service.cli holds no click group"

    def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
        if not isinstance(command, click.Group):
            yield " ".join(path)
            return
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from walk(inner, (*path, name))

    top = max(roots, key=lambda group: len(list(walk(group, ()))))
    return sorted(walk(top, ()))


def test_every_command_is_documented() -> None:
    assert not [path for path in command_paths() if not re.search(rf"\bfirstcall {path}\b", documents())]


@pytest.mark.parametrize(
    ("module", "union"),
    [("firstcall.agreement.model.clauses.kinds", "Clause"), ("firstcall.record.events.kinds", "Event")],
)
def test_every_kind_is_documented(module: str, union: str) -> None:
    kinds = members(getattr(importlib.import_module(module), union))
    assert len(kinds) > 1
    assert not [word(kind) for kind in kinds if f"`{word(kind)}`" not in documents()]


def test_every_error_is_documented() -> None:
    errors = importlib.import_module("firstcall.errors")
    named = [name for name, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, Exception)]
    assert "FirstcallError" in named
    assert not [name for name in named if not re.search(rf"\b{name}\b", documents())]
    assert not [name for name in named if name not in (errors.__doc__ or "")], "the drawn tree lacks a name"


def test_no_word_of_the_machinery_reaches_a_user() -> None:
    pages = [ROOT / "README.md", *(ROOT / "tests" / "transcripts").glob("*.md")]
    said = {page.name: MACHINERY.findall(page.read_text(encoding="utf-8")) for page in pages if page.is_file()}
    assert not {name: words for name, words in said.items() if words}


def test_decisions_are_numbered_and_short() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:5] for path in decisions]
    assert numbers and all(re.fullmatch(r"\d{4}-", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in decisions}
    assert not {name: lines for name, lines in lengths.items() if lines > 30}


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    assert phony
    assert not [name for name in phony[1].split() if not re.search(rf"^{name}:.*## \w", makefile, re.MULTILINE)]


# What may be committed


def test_no_committed_file_names_an_index_or_a_place_on_a_machine() -> None:
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "index" + "-url",
        "file:" + "///",
    ]
    places = rf"(?<![\w.>}}])/(?:{'|'.join(['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me', 'op' + 't', 'Us' + 'ers'])})/"
    needle = re.compile("|".join([*map(re.escape, hosts), places]))
    texts = ((path, path.read_bytes().decode("utf-8", "ignore")) for path in committed())
    assert not {relative(path): found[0] for path, text in texts if (found := needle.search(text))}


def test_no_committed_file_holds_the_mark_of_a_merge() -> None:
    mark = re.compile(rb"^(<{7}|\|{7}|>{7}) ", re.MULTILINE)
    assert mark.search(b"a\n<<<<<<< HEAD\nb")
    assert not [relative(path) for path in committed() if mark.search(path.read_bytes())]


def test_no_lock_file_of_a_tool_is_committed() -> None:
    names = {"uv.lock", "package-lock.json", "poetry.lock", "Pipfile.lock", "yarn.lock", "pdm.lock"}
    assert not [relative(path) for path in committed() if path.name in names]


def test_what_runs_is_executable() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


# What a run may write


def test_what_lies_in_caches_is_no_part_of_the_checkout(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("build/\n*.egg-info/\n")
    assert left_out(tmp_path) == {".git", "build", "*.egg-info"}
    for name in ("new", "build", "it.egg-info", ".git", "new/build", "new/deep"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    told = {Path(path).relative_to(tmp_path).as_posix() for path in names(tmp_path, left_out(tmp_path))}
    assert told == {".gitignore", "new", "new/file", "new/deep", "new/deep/file"}


@pytest.mark.parametrize("kept", [True, False])
def test_a_run_that_leaves_something_in_the_checkout_fails(tmp_path: Path, kept: bool) -> None:
    (tmp_path / "tests").mkdir()
    for name in (".gitignore", "tests/conftest.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    left = "left" if kept else "build"
    body = f"import pathlib\n\n\ndef test_it():\n    pathlib.Path({str(tmp_path / left)!r}).mkdir()\n"
    (tmp_path / "tests" / "test_it.py").write_text(body)
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        "-p",
        "no:xdist",
        "tests",
    ]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert (ran.returncode, str(tmp_path / left) in ran.stderr) == ((1, True) if kept else (0, False))
