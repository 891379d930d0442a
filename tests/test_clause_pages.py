"""docs/clauses.md shows every kind at work; docs/adding-a-clause-kind.md names every place that decides about kinds."""

import ast
import re
from pathlib import Path
from typing import get_args

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS

NAMES = {kind.__name__ for kind in CLAUSE_KINDS}
ROW = re.compile(r"^\s*\| `([\w/]+\.py)` `(\w+)` \|", re.MULTILINE)


def decides_about_kinds(function: ast.FunctionDef) -> bool:
    """Whether a function matches on the kinds of clause, all of them."""
    for node in ast.walk(function):
        if isinstance(node, ast.Match):
            named = {
                inner.cls.id
                for case in node.cases
                for inner in ast.walk(case.pattern)
                if isinstance(inner, ast.MatchClass) and isinstance(inner.cls, ast.Name)
            }
            if named >= NAMES:
                return True
    return False


def test_the_page_names_every_place_that_decides_about_kinds(root: Path) -> None:
    source = root / "src" / "firstcall"
    there = {
        (path.relative_to(source).as_posix(), node.name)
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and decides_about_kinds(node)
    }
    page = (root / "docs" / "adding-a-clause-kind.md").read_text(encoding="utf-8")
    assert len(there) >= 4
    assert set(ROW.findall(page)) == there


def test_every_file_the_page_names_is_there(root: Path) -> None:
    page = (root / "docs" / "adding-a-clause-kind.md").read_text(encoding="utf-8")
    source = root / "src" / "firstcall"
    for name in re.findall(r"`((?:agreement|record|rights|settlement|service|tests)/[\w/.]*)`", page):
        assert (root / name).exists() or (source / name).exists(), name
    for name in re.findall(r"`(\w+\.py)`", page):
        assert (source / "agreement" / "model" / "clauses" / name).exists(), name


def test_every_kind_has_a_section_with_a_command(root: Path) -> None:
    page = (root / "docs" / "clauses.md").read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part for part in page.split("\n## ")[1:]}
    for kind in CLAUSE_KINDS:
        word = get_args(kind.model_fields["type"].annotation)[0]
        (section,) = [text for title, text in sections.items() if f"`{word}`" in title]
        assert "\n$ firstcall " in section and f"type: {word}" in section, word
