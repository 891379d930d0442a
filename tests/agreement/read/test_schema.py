import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from firstcall.agreement.load import load
from firstcall.agreement.read.schema import json_schema
from firstcall.errors import AgreementError

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


class AsWritten(SafeConstructor):
    """The values of YAML 1.2 as an editor sees them: dates stay text."""


AsWritten.add_constructor("tag:yaml.org,2002:timestamp", lambda reader, node: node.value)


def as_editors_read(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = AsWritten
    return yaml.load(text)


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from schemas(item)


def test_exact_numbers_are_text_or_numbers_and_dates_are_text() -> None:
    kinds = {json.dumps(node["type"]) for node in schemas(SCHEMA) if isinstance(node.get("type"), str)}
    assert kinds == {'"string"', '"integer"', '"number"', '"boolean"', '"array"', '"object"', '"null"'}
    assert not [node for node in schemas(SCHEMA) if node.get("format") or "gt" in node or "le" in node]


def test_every_mapping_of_fields_admits_remarks() -> None:
    closed = [node for node in schemas(SCHEMA) if node.get("additionalProperties") is False]
    assert len(closed) > 20 and all("^x-" in node["patternProperties"] for node in closed)


@pytest.mark.parametrize("name", ["microsoft-openai", "wiraksa"])
def test_the_examples_fit(root: Path, name: str) -> None:
    text = (root / "examples" / name / "agreement.yaml").read_text(encoding="utf-8")
    assert not [error.message for error in VALIDATOR.iter_errors(as_editors_read(text))]


def test_the_small_agreement_fits(harbour: str) -> None:
    VALIDATOR.validate(as_editors_read(harbour))


FORM = "unknown_key missing_key missing_top_key wrong_type_list wrong_type_text bad_id unknown_choice other_schema "
FORM += (
    "unknown_top_key negative_window window_of_nothing share_not_exact time_without_offset date_with_words no_workloads"
)


@pytest.mark.parametrize("name", FORM.split())
def test_faults_of_form_do_not_fit(name: str) -> None:
    text = (Path(__file__).parents[1] / "broken" / f"{name}.yaml").read_text(encoding="utf-8")
    assert not VALIDATOR.is_valid(as_editors_read(text))
    with pytest.raises(AgreementError):
        load(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at: [supplier-cloud]", "at: supplier-cloud"),
        ("source: deed}", "source: [deed], x-read-by: counsel}"),
        ("{region: [north]}", "{region: north, workloads: training}"),
        ("effective: 2025-02-01", "effective: 2025-02-01T17:30:00+01:00"),
        ("{n: 20}", '{n: 20, cutoff: "16:30"}'),
        ("tail:", 'tolerance: {share: "0.05"}\n        tail:'),
        ("tail:", "tolerance: {share: 0.05}\n        tail:"),
        ("{n: 20}", '{n: "20"}'),
        ("grade: agreed, source: deed}", "grade: agreed, source: deed, locator: 7.2}"),
    ],
)
def test_what_the_reader_takes_fits(harbour: str, old: str, new: str) -> None:
    text = harbour.replace(old, new, 1)
    assert text != harbour and load(text).id == "harbour"
    VALIDATOR.validate(as_editors_read(text))
