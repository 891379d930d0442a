"""Templates are compiled once and kept beside themselves, as Python keeps modules; what is stale is never used."""

import os
import sys
from pathlib import Path
from types import MappingProxyType

import pytest
from jinja2 import Environment

from firstcall.report import page


def shown(file: Path, environment: Environment) -> str:
    code = page._Compiled(environment, file.name, str(file)).get_code(file.name)
    assert code is not None
    return environment.template_class.from_code(environment, code, {}, None).render(a="<b>")


def test_a_template_is_kept_until_it_or_how_it_is_compiled_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file, made = tmp_path / "one.html", page._environment()
    file.write_text("1 {{ a }}")
    assert shown(file, made) == "1 &lt;b&gt;"
    (kept,) = (tmp_path / "__pycache__").iterdir()
    first = kept.read_bytes()
    assert shown(file, made) == "1 &lt;b&gt;" and kept.read_bytes() == first
    file.write_text("2 {{ a }}")
    os.utime(file, (1, 1))
    assert shown(file, made) == "2 &lt;b&gt;" and kept.read_bytes() != first
    second = kept.read_bytes()
    monkeypatch.setattr(page, "_OPTIONS", MappingProxyType({**page._OPTIONS, "autoescape": False}))
    assert shown(file, Environment(**page._OPTIONS)) == "2 <b>" and kept.read_bytes() != second


def test_where_nothing_may_be_kept_a_template_is_compiled_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "one.html").write_text("1 {{ a }}")
    assert shown(tmp_path / "one.html", page._environment()) == "1 &lt;b&gt;"
    assert [path.name for path in tmp_path.iterdir()] == ["one.html"]


def test_a_style_sheet_loses_its_blanks_and_keeps_its_strings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "one.css").write_text('a > b, c :hover {\n  font: 1px/2 "A; {B}", x;\n}\n@page { margin: 0 }\n')
    told = shown(tmp_path / "one.css", page._environment())
    assert told == 'a > b,c :hover{font:1px/2 "A; {B}",x;}@page{margin:0}'


def test_the_style_sheet_holds_no_rule_for_what_is_not_there() -> None:
    """Rules for classes of other pages are left out; the rest, and what no class decides, stays as it was."""
    sheet = "p{a:b}.here{a:b}.not-here,.here b{a:b}@media print{.gone .here{a:b}.here{c:d}}.x:not(.a,.here){a:b}"
    sheet += ".here:not(.gone){a:b}"
    told = f'<style>{sheet}</style><p class="here more">.gone{{}}</p>'
    left = "p{a:b}.here{a:b}.not-here,.here b{a:b}@media print{.here{c:d}}.here:not(.gone){a:b}"
    assert page.without_spare_rules(told) == told.replace(sheet, left)


def test_a_style_sheet_and_a_page_of_one_name_are_kept_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    files, made = (tmp_path / "one.html", tmp_path / "one.css"), page._environment()
    for file in files:
        file.write_text(f"<{file.name}>")
    told = [shown(file, made) for file in files]
    kept = sorted((tmp_path / "__pycache__").iterdir())
    assert len(kept) == 2
    monkeypatch.setattr(page._Compiled, "source_to_code", None)  # what is kept serves: nothing is compiled anew
    assert [shown(file, made) for file in files] == told == ["<one.html>", "<one.css>"]
