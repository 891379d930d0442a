"""Tags that a clause asks for by name: what cannot be read alike everywhere is told."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import RESALE, partnership

ASKED = RESALE.replace("{ServiceName: [Models]}", '{Tags.team "a".b: ["yes", "7", "true"]}')


@pytest.mark.parametrize("said", ['"yes"', "7", "true"])
def test_a_tag_is_named_by_all_that_follows_the_first_dot(said: str, tmp_path: Path, cli: Cli) -> None:
    rows = [{"Tags": f'{{"team \\"a\\".b": {said}}}'}, {"Tags": '{"team": "yes"}'}, {"Tags": ""}]
    folder = partnership(tmp_path / "p", ASKED, focus=rows)
    assert "50.05" in cli("settle", folder, "--period", "2025-01").out


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ("{broken", "rows.csv:3: Tags is no JSON object: {broken"),
        ('["team"]', 'rows.csv:3: Tags is no JSON object: ["team"]'),
        ('{"a": 1,}', 'rows.csv:3: Tags is no JSON object: {"a": 1,}'),
        ('{"a": NaN}', 'rows.csv:3: Tags is no JSON object: {"a": NaN}'),
        ('{"team \\"a\\".b": 1.10}', "rows.csv:3: Tags says under 'team \"a\".b' what is neither text nor a whole"),
        ('{"team \\"a\\".b": {"c": 1}}', "what is neither text nor a whole number"),
    ],
)
def test_what_engines_would_read_each_in_its_way_is_refused(tags: str, words: str, tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", ASKED, focus=[{}, {"Tags": tags}])
    told = cli("settle", folder, "--period", "2025-01")
    assert told.code == 3 and words in told.err and "\n  fix: " in told.err


def test_words_that_only_look_lenient_are_read(tmp_path: Path, cli: Cli) -> None:
    tags = '{"team \\"a\\".b": "yes", "note": "NaN, or Infinity,}"}'
    folder = partnership(tmp_path / "p", ASKED, focus=[{"Tags": tags}])
    assert "50.05" in cli("settle", folder, "--period", "2025-01").out


def test_a_file_without_tags_is_told(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", ASKED, focus=[{}])
    path = folder / "billing" / "rows.csv"
    path.write_text(path.read_text().replace("Tags", "x_Tags"))
    assert "rows.csv: the clause reckons on Tags, and" in cli("settle", folder, "--period", "2025-01").err
