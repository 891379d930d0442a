"""Every engine gives back each answer of each example; what was changed, lost, added or damaged is told."""

import os
from pathlib import Path

import pytest
from tests.service.conftest import Cli

from firstcall.agreement.load import load
from firstcall.record.journal.journal import read_record
from firstcall.report.exports.engines_text import EXPORT_FILES
from firstcall.rights.table.axes.turning_points import sources
from firstcall.service.soundness.export_engines import differing
from firstcall.verification.exports.decision_table import decision_table
from firstcall.verification.space.domain import space_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FOLDERS = sorted(file.parent for file in EXAMPLES.glob("**/agreement.yaml"))
WHOLE = bool(os.environ.get("FIRSTCALL_WHOLE"))
LEASE, ON = "examples/gallery/office-lease", "2026-06-20"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_engine_asks_every_cell_again(folder: Path, tmp_path: Path) -> None:
    """At the start of each version; with FIRSTCALL_WHOLE=1 in every stretch of time."""
    agreement = load((folder / "agreement.yaml").read_bytes())
    record = read_record((folder / "record.jsonl").read_bytes())
    stretches = space_of(sources(agreement, record, None), record).stretches
    versions, answers = set(), 0
    for stretch in stretches:
        if stretch.version in versions and not WHOLE:
            continue
        table = decision_table(agreement, record, stretch.start)
        for kind, (name, make) in EXPORT_FILES.items():
            (tmp_path / name).write_text(make(table), encoding="utf-8")
            assert differing(table, kind, tmp_path) == [], (kind, stretch)
        versions.add(table.version)
        answers += len(table.rows)
    assert answers >= 4 * len(versions) and versions == {stretch.version for stretch in stretches}


def exported(root: Path, tmp_path: Path, cli: Cli, kind: str) -> Path:
    assert cli("export", root / LEASE, "--to", kind, "--on", ON, "--out", tmp_path / kind).code == 0
    return tmp_path / kind / EXPORT_FILES[kind][0]


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("sql", "'offer-first'", "'permitted'", "there permitted"),
        ("sql", "'first-offer@base'", "'term@base'", "there offer-first, term@base, and it is offer-first, first-"),
        ("sql", "VALUES\n", "VALUES\n('a', 'b', 'c', 'd', 'permitted', '', ''),\n",
         "the first, a, b, c, d: there permitted, and it is no question of the text"),
        ("json", '"offer-first"', '"consent-first"', "there consent-first"),
        ("json", '"workload": "space"', '"workload": "moon"', "no answer"),
        ("cedar", '"new"', '"knew"', "there 0 outcomes"),
    ],
)  # fmt: skip
def test_what_is_another_is_told(
    kind: str, before: str, after: str, told: str, root: Path, tmp_path: Path, cli: Cli
) -> None:
    file = exported(root, tmp_path, cli, kind)
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    ran = cli("export", root / LEASE, "--to", kind, "--on", ON, "--check", file.parent)
    assert ran.code == 1 and told in ran.err and "fix: export anew" in ran.err


@pytest.mark.parametrize("kind", ["sql", "json", "cedar"])
@pytest.mark.parametrize("damaged", [b"garbage here", b"{}", b"null", b'{"decisions": [{"a": 1}]}', b'{"decisions": 5}',
                                     b"\xff\xfe\x00", b"DROP TABLE decision", b"[" * 5000])  # fmt: skip
def test_a_damaged_file_is_refused(kind: str, damaged: bytes, root: Path, tmp_path: Path, cli: Cli) -> None:
    file = exported(root, tmp_path, cli, kind)
    file.write_bytes(damaged)
    ran = cli("export", root / LEASE, "--to", kind, "--on", ON, "--check", file.parent)
    assert ran.code == 3 and f"{file}: the exported decisions cannot be read" in ran.err, ran.err


def test_an_exported_text_reaches_nothing_outside(root: Path, tmp_path: Path, cli: Cli) -> None:
    file, out = exported(root, tmp_path, cli, "sql"), tmp_path / "out.csv"
    file.write_text(file.read_text(encoding="utf-8") + f"\nCOPY decision TO '{out}';", encoding="utf-8")
    ran = cli("export", root / LEASE, "--to", "sql", "--on", ON, "--check", file.parent)
    assert ran.code == 3 and not out.exists()
