"""firstcall new: each template is short, explained, sound; nothing is overwritten."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from tests.service.conftest import Cli

from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.service.commands import new as new_command
from firstcall.service.commands.new import TEMPLATES, filled

FOLDER = Path(new_command.__file__).parent.parent / "templates"


def test_the_templates_are_those_offered() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_short_and_commented(template: str) -> None:
    lines = (FOLDER / f"{template}.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= (70 if template == "everything" else 40)  # a clause of every kind has its line
    assert sum("# " in line for line in lines) >= 8


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_sound_on_any_day(template: str) -> None:
    for day in (date(2024, 2, 29), date(2026, 12, 31)):
        agreement = load(filled(template, id="deal", title=None, effective=day).encode())
        assert (agreement.id, agreement.effective) == ("deal", day)


def test_everything_has_a_clause_of_every_kind() -> None:
    agreement = load((FOLDER / "everything.yaml").read_bytes())
    assert {type(clause) for clause in agreement.clauses} == set(CLAUSE_KINDS)


@pytest.mark.parametrize("title", ['He said: "north" # not a remark', "株式会社 🎉", "{a: b}", "a\nb", "on"])
def test_any_title_stays_as_it_was_given(title: str) -> None:
    text = filled("exclusivity", id="deal", title=title, effective=date(2026, 1, 5))
    assert load(text.encode()).title == title


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_folder_passes_the_check(template: str, tmp_path: Path, cli: Cli) -> None:
    made = cli("new", tmp_path / "our deal", "--template", template)
    assert (made.code, made.err) == (0, "")
    assert f'firstcall check "{tmp_path}/our deal"' in made.out
    assert (tmp_path / "our deal" / ".gitattributes").read_text() == "record.jsonl merge=union\n"
    assert (tmp_path / "our deal" / "record.jsonl").read_bytes() == b""
    assert cli("check", tmp_path / "our deal").code == 0
    assert 'id: "our-deal"' in (tmp_path / "our deal" / "agreement.yaml").read_text()


def test_json_names_what_was_made(tmp_path: Path, cli: Cli) -> None:
    made = cli("new", tmp_path / "d", "--template", "exclusivity", "--json")
    files = ["agreement.yaml", "record.jsonl", ".gitattributes", "schemas/agreement.json"]
    assert made.json == {"folder": str(tmp_path / "d"), "template": "exclusivity", "like": None, "files": files}


def test_nothing_is_overwritten(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "record.jsonl").write_text("mine")
    made = cli("new", tmp_path, "--template", "exclusivity")
    assert made.code == 5
    assert made.err == (f"{tmp_path} has record.jsonl already, and nothing was written\n  fix: name another folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["record.jsonl"]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("new", "", "-t", "exclusivity"), 2, "the folder or its title is empty\n  fix: name them"),
        (("new", "x", "-t", "exclusivity", "--title", " "), 2, "the folder or its title is empty"),
        (("new", "x"), 2, "a folder starts from one text"),
        (("new", "x", "-t", "rofr"), 2, "'rofr' is not one of 'exclusivity'"),
        (
            ("new", "x", "-t", "exclusivity", "--effective", "2025-13-01"),
            2,
            "--effective: '2025-13-01' is not a day of the calendar\n  fix: write YYYY-MM-DD",
        ),
        (("new", __file__, "-t", "exclusivity"), 5, "is a file\n  fix: name another folder"),
        (("new", f"{__file__}/x", "-t", "exclusivity"), 5, "is a file\n  fix: name another folder"),
        (("new", "/proc/nowhere/x", "-t", "exclusivity"), 4, "cannot be written: there is no such folder"),
    ],
)
def test_what_cannot_be_made_is_told(args: tuple[str, ...], code: int, said: str, cli: Cli) -> None:
    made = cli(*args)
    assert (made.code, made.out) == (code, "")
    assert said in made.err


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_first_line_leads_an_editor_to_the_schema_beside_it(template: str, tmp_path: Path, cli: Cli) -> None:
    assert cli("new", tmp_path / "deal", "--template", template).code == 0
    text = (tmp_path / "deal" / "agreement.yaml").read_text(encoding="utf-8")
    first, named = text.splitlines()[0], "# yaml-language-server: $schema="
    assert first.startswith(named), "an editor reads it from the first line"
    schema = json.loads((tmp_path / "deal" / first.removeprefix(named)).read_text(encoding="utf-8"))
    fitting = jsonschema.Draft202012Validator(schema)
    assert not [error.message for error in fitting.iter_errors(as_editors_read(text))]
    assert cli("schema", "agreement").out == (tmp_path / "deal" / "schemas" / "agreement.json").read_text()


class AsWritten(SafeConstructor):
    """The values of YAML 1.2 as an editor sees them: dates stay text."""


AsWritten.add_constructor("tag:yaml.org,2002:timestamp", lambda reader, node: node.value)


def as_editors_read(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = AsWritten
    return yaml.load(text)


@pytest.mark.parametrize(
    ("effective", "last"),
    [("2026-01-05", "2031-01-04"), ("2026-01-31", "2031-01-30"), ("2028-02-29", "2033-02-28"),
     ("2026-03-01", "2031-02-28")],
)  # fmt: skip
def test_the_fifth_year_ends_with_the_day_before_its_anniversary(effective: str, last: str) -> None:
    assert f"until: {last}" in filled("first-refusal", id="p", title=None, effective=date.fromisoformat(effective))
