"""Every error that `brief`, `decide` and `clock` meet: told in the language asked for, none of it left in English."""

import re
import shutil
from pathlib import Path

import pytest
from tests.service.conftest import Cli

DEAL, NORTH = "examples/microsoft-openai", "examples/wiraksa"
TRAINING = ("-w", "training", "-p", "coreweave", "--on", "2025-02-01")
AS_TYPED = re.compile(r"'[^']*'|`[^`]*`|\S*[\d_/.<>{}()=-]\S*|\b[A-Z]{2,}\b")
QUOTED_BY_US = re.compile("«[^»]*»")
"""What a library or the machine says is quoted, not translated."""
LISTS = re.compile(
    r"(?:(?:estos|estas|dari|--product): |las columnas son |kolomnya |tiene exactamente|tepat satu)[^\n]*"
)
"""Names in a row after what calls for one of them."""
ALIKE = {"error", "folder", "data", "decimal", "model", "use", "firstcall", "decide", "clock", "brief", "title",
         "points"}  # fmt: skip
"""Words that are written alike in two of the languages, and names of commands and keys."""


@pytest.fixture(scope="module")
def desk(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, and files that are wrong in many ways."""
    made = tmp_path_factory.mktemp("desk")
    for name in ("microsoft-openai", "wiraksa"):
        shutil.copytree(root / "examples" / name, made / "examples" / name)
    (made / "empty").mkdir()
    for name, files in WRONG.items():
        folder = made / name
        shutil.copytree(made / DEAL, folder)
        for file, text in files.items():
            (folder / file).write_bytes(text)
    for file, text in BESIDE.items():
        (made / file).write_bytes(text)
    return made


WRONG: dict[str, dict[str, bytes]] = {
    "not-yaml": {"agreement.yaml": b"id: {a: b\nc: d"},
    "not-text": {"agreement.yaml": b"id: \xff"},
    "no-keys": {"agreement.yaml": b"id: 5 5\ntitle: [x]\n"},
    "torn": {"record.jsonl": b'{"id": "half'},
    "no-events": {"record.jsonl": b'{"id": 1}\n[]\n{\n\xff\n'},
    "no-story": {"story.yaml": b"schema: firstcall/story/1\ntitle: t\nday: 2025-01-21\npoints: [{id: S1, says: x}]\n"},
    "no-table": {"transactions.csv": b'id,colour\n1,"x\n'},
}
BESIDE = {
    "empty.csv": b"", "colour.csv": b"workload,colour\n", "twice.csv": b"workload,workload\n",
    "answers.csv": b"workload,outcome\n", "bare.csv": b"provider\nx\n", "wide.csv": b"workload\na,b,c\n",
    "quotes.csv": b'workload\n"a\n', "latin.csv": b"workload\n\xff\n", "row.csv": b"workload,provider\nno,azure\n",
    "no.jsonl": b"{\n", "list.jsonl": b"[]\n", "when.jsonl": b'{"type": "context"}\n',
    "kind.jsonl": b'{"type": "contxt", "at": "2025-02-01"}\n', "day.jsonl": b'{"type": "context", "at": "soon"}\n',
    "bare.jsonl": b'{"type": "context", "at": "2025-02-01"}\n',
    "base.yaml": b"schema: firstcall/overlay/1\nid: x\ntitle: x\nbase: none\n",
    "gone.yaml": b"schema: firstcall/overlay/1\nid: x\ntitle: x\nbase: base\nremove: [nothing-such]\n",
}  # fmt: skip

USAGE: tuple[tuple[str, ...], ...] = (
    ("decide",), ("decide", DEAL, "--wrkload", "x"), ("decide", DEAL, "x", "y"), ("clock", NORTH, "--format", "pdf"),
    ("brief", DEAL, "--json=yes"), ("decid", DEAL), ("brief", DEAL, "--header", "x"), ("clock",), ("brief",),
)  # fmt: skip
QUESTIONS: tuple[tuple[str, ...], ...] = (
    (), ("-w", "trainning"), ("-w", ""), ("-w", "training"), ("-w", "training", "--customer", "x"),
    ("-w", "training", "--capacity", "x"), ("-w", "training", "-s", "region"), ("-w", "training", "-s", "x=y"),
    ("-w", "training", "-s", "region=x"), ("-w", "training", "-s", "region=us", "-s", "region=us"),
    (*TRAINING[:4], "--on", "2025-13"), (*TRAINING[:4], "--on", "soon"), (*TRAINING[:4], "--on", "2025-02-30"),
    (*TRAINING[:4], "--on", "3025-01-01"), (*TRAINING, "--known-at", "then"), (*TRAINING, "--quantity", "-5"),
    (*TRAINING, "--quantity", "many"), (*TRAINING, "--offer", "no"), (*TRAINING, "--contract", "no"),
    (*TRAINING, "--offer", "a", "--contract", "b"), (*TRAINING, "--tranche", "1"),
    (*TRAINING, "--signed", "2030-01-01"),
    (*TRAINING, "--capacity", "new", "--signed", "2020-01-01"), (*TRAINING, "--capacity", "own_build"),
    (*TRAINING, "--reading", "no=x"), (*TRAINING, "--reading", "api-scope=x"), (*TRAINING, "--reading", "x"),
    (*TRAINING, "--product", "api"), ("--licensee", "microsoft"), ("--product", "api"),
    ("--license-to", "aws", "--product", "api", "--model", "m"), ("--licensee", "microsoft", "--product", "x"),
    ("--licensee", "microsoft", "--product", "api", "--ip", "x"),
    ("--licensee", "microsoft", "--product", "api", "--model", "x"),
    (*TRAINING, "--questions", "row.csv", "--flip"), (*TRAINING, "--questions", "row.csv", "--exit-code"),
    *(("--questions", f"{name}.csv") for name in
      ("no", "empty", "colour", "twice", "answers", "bare", "wide", "quotes", "latin", "row")),
    *((*TRAINING, "--assume", f"{name}.jsonl") for name in ("none", "no", "list", "when", "kind", "day", "bare")),
    *((*TRAINING, "--with", f"{name}.yaml") for name in ("none", "base", "gone")), (*TRAINING, "--with", "empty"),
)  # fmt: skip
FOLDERS: tuple[tuple[str, ...], ...] = (
    ("brief", "nowhere"), ("clock", "empty"), ("brief", "no-story"), ("brief", "no-table"),
    *(("clock", name) for name in ("not-yaml", "not-text", "no-keys", "no-events")),
    ("brief", DEAL, "--on", "2025"), ("clock", NORTH, "--on", "2025-02"), ("clock", NORTH, "--as", "stranger"),
    ("clock", NORTH, "--due-within", "soon"), ("clock", NORTH, "--on", "2500-01-01"),
    ("brief", DEAL, "--html", "no/where.html"), ("brief", DEAL, "--html", "empty"),
    ("decide", DEAL, *TRAINING, "--assume", "bare.jsonl", "--with", "gone.yaml"),
    ("clock", "torn", "--assume", "bare.jsonl"),
)  # fmt: skip
EVERY = (*USAGE, *(("decide", DEAL, *flags) for flags in QUESTIONS), *FOLDERS)


def plain_words(text: str) -> set[str]:
    """The words of an error, but those that were typed, quoted, or can only be names."""
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", AS_TYPED.sub(" ", text))}


@pytest.mark.parametrize("args", EVERY, ids=" ".join)
def test_an_error_is_told_in_the_language_asked_for(
    args: tuple[str, ...], desk: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    english = cli(*args)
    for lang in ("es", "id"):
        said = cli(*args, f"--lang={lang}")
        assert said.code == english.code and said.err
        if english.code in (1, 2, 3, 4, 5, 6):
            left = plain_words(QUOTED_BY_US.sub("", LISTS.sub("", said.err))) & plain_words(english.err)
            assert left - ALIKE - {part.lower() for part in args} == set(), said.err
            assert "fix:" not in said.err and said.err != english.err
