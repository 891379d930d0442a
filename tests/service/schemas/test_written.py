"""The schemas of files that people write take what the readers take, and find what they refuse."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from firstcall.refusal.offer_sheet import blank_template
from firstcall.service.schemas.names import schema_named
from firstcall.service.schemas.written import WRITTEN


class AsWritten(SafeConstructor):
    """The values of YAML 1.2 as an editor sees them: dates stay text."""


AsWritten.add_constructor("tag:yaml.org,2002:timestamp", lambda reader, node: node.value)


def as_editors_read(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = AsWritten
    return yaml.load(text)


def faults(name: str, value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(schema_named(name)).iter_errors(value)]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_schema_is_valid_and_says_what_it_is_of(name: str) -> None:
    made = schema_named(name)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["title"] and "2020-12" in made["$schema"]


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("agreement", "*/agreement.yaml"), ("story", "*/story.yaml"), ("needs", "*/needs.yaml"),
        ("futures", "*/futures.yaml"), ("overlay", "*/what-if/*.yaml"), ("mapping", "*/revenue/*mapping.yaml"),
    ],
)  # fmt: skip
def test_the_files_of_the_examples_fit(root: Path, name: str, files: str) -> None:
    found = sorted((root / "examples").glob(files))
    assert found
    wrong = {str(path): faults(name, as_editors_read(path.read_text(encoding="utf-8"))) for path in found}
    assert not {path: said for path, said in wrong.items() if said}


def test_the_records_and_tables_of_the_examples_fit(root: Path) -> None:
    fits = jsonschema.Draft202012Validator(schema_named("record"))
    for folder in ("microsoft-openai", "wiraksa"):
        lines = (root / "examples" / folder / "record.jsonl").read_text(encoding="utf-8").splitlines()
        assert lines and not [error.message for line in lines for error in fits.iter_errors(json.loads(line))]
        for name in ("supply", "transactions"):
            with (root / "examples" / folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
            assert rows and not [said for row in rows for said in faults(name, row)]


def test_an_offer_fits_and_slips_are_found() -> None:
    sheet = as_editors_read(blank_template())
    assert not faults("offer", sheet)
    assert faults("offer", {**sheet, "quantty": "1"}) and faults("offer", {**sheet, "price": "two"})
    assert faults("needs", {"schema": "firstcall/needs/2"}) and faults("record", {"type": "no-such-event"})
    assert faults("supply", {"id": ""})
