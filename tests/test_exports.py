"""The public names: there, typed, lazy, and shown by completion."""

import subprocess
import sys
from pathlib import Path

import pytest

import firstcall

CONSUMER = """\
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import firstcall

deal: firstcall.Deal = firstcall.open(Path("folder"), now=datetime(2026, 1, 1, tzinfo=UTC))
answer = deal.decide(["training", "research"], provider="oracle", quantity=Decimal("1.5"), on=date(2025, 1, 21))
outcome: str = answer.outcome
clauses: tuple[str, ...] = answer.deciding
if answer.free and deal.clock(due_within="2d").first_duty is None:
    print(json.dumps(answer.to_json()), len(answer.rows()))
text: firstcall.Terms = deal.terms("2025-01-21").terms
after: firstcall.Deal = deal.perform("decline", "O-1", by="holder", dry_run=True).after
for row in after.as_party("holder").suppose("what-if.yaml").settle("2025-12", estimate=True).rows():
    print(row["amount"])
decision: firstcall.Decision = firstcall.decide(deal.agreement, deal.record, firstcall.Asked(("training",)), "2025")
ends = firstcall.window_end(
    deal.now, deal.now, firstcall.NoticeRules(firstcall.zone("UTC"), firstcall.calendar_for("US")),
    firstcall.Window(15, "business", "received"),
)
"""
MISTAKES = """\
import firstcall

deal = firstcall.open(5)
deal.decide(provider=3)
deal.decied("training")
deal.decide("training").outcome = "permitted"
"""


def typed(tmp_path: Path, type_cache: Path, **files: str) -> list[str]:
    """What mypy says of a consumer's files, in strict mode, with the package as it is installed.

    Args:
      tmp_path: where the files are written.
      type_cache: what mypy has found out of the package itself.
      files: the text of each, by its name.
    """
    paths = [tmp_path / f"{name}.py" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text)
    source = Path(firstcall.__file__).parents[1]
    config = tmp_path / "mypy.ini"
    settings = f"mypy_path = {source}\ncache_dir = {type_cache}\n"
    config.write_text(f"[mypy]\nstrict = True\nexplicit_package_bases = True\nfollow_imports = silent\n{settings}")
    command = [sys.executable, "-m", "mypy", "--config-file", str(config), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return [line for line in ran.stdout.splitlines() if ": error: " in line]


def test_every_public_name_is_there_and_shown_by_completion() -> None:
    assert set(firstcall.__all__) <= set(dir(firstcall)) and firstcall.__all__ == sorted(firstcall.__all__)
    assert all(getattr(firstcall, name) is not None for name in firstcall.__all__)
    assert set(firstcall._HOMES) == set(firstcall.__all__)
    with pytest.raises(AttributeError, match="module 'firstcall' has no attribute 'opne'"):
        firstcall.opne  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    said = "import sys, firstcall; print(*sorted(m for m in sys.modules if m.startswith(('firstcall.', 'pydantic'))))"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_a_consumers_file_is_typed_and_its_mistakes_are_found(tmp_path: Path, type_cache: Path) -> None:
    said = typed(tmp_path, type_cache, consumer=CONSUMER, mistakes=MISTAKES)
    assert [Path(line.split(":")[0]).stem for line in said] == ["mistakes"] * 4, said
    assert [line.split(":")[1] for line in said] == ["3", "4", "5", "6"]
