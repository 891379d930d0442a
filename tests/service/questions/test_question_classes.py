"""A file of many questions is answered as each of its rows would be alone."""

import csv
import io
import random
from pathlib import Path

import pytest
from tests.service.conftest import Cli

FOLDERS = ("examples/microsoft-openai", "examples/wiraksa")
WORDS: dict[str, dict[str, list[str]]] = {
    FOLDERS[0]: {"workload": ["training", "api_stateless", "product", "trainning"],
                 "provider": ["azure", "oracle", "own", "coreweave", "nobody"],
                 "customer": ["", "us_national_security"],
                 "capacity": ["", "existing", "own_build", "built_for_grantor"]},
    FOLDERS[1]: {"workload": ["training", "assistant", "batch", "training;batch"],
                 "provider": ["tamborala-cloud", "selvandra", "wiraksa-sites", "nobody", ""],
                 "scope": ["", "region=java", "region=europe", "region=moon"],
                 "quantity": ["", "2", "0.0000000001", "-1"],
                 "contract": ["", "", "", "K-01", "K-99"]},
}  # fmt: skip


def questions(folder: str, rows: int) -> str:
    draw, out = random.Random(3), io.StringIO()
    words = WORDS[folder]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*words, "on"])
    for _ in range(rows):
        day = f"20{draw.randrange(23, 29)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 32):02}"
        time = draw.choice(["", "T10:30:00Z", "T23:59:59.999999+07:00"])
        writer.writerow([*(draw.choice(values) for values in words.values()), day + time])
    return out.getvalue()


@pytest.mark.parametrize("folder", FOLDERS)
def test_answers_are_those_of_single_rows(
    root: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    file = tmp_path / "questions.csv"
    file.write_text(questions(folder, 700), encoding="utf-8")
    alone = cli("decide", root / folder, "--questions", file)
    monkeypatch.setattr("firstcall.service.questions.question_classes.FEWEST", 1)
    together = cli("decide", root / folder, "--questions", file)
    assert (together.code, together.out, together.err) == (alone.code, alone.out, alone.err)
    assert {row["outcome"] for row in csv.DictReader(io.StringIO(alone.out))} >= {"permitted", "consent-first", ""}


def test_without_numpy_each_row_is_answered_by_itself(
    root: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstcall.service.questions.question_classes.FEWEST", 1)
    monkeypatch.setattr("firstcall.service.questions.question_classes.find_spec", lambda name: None)
    file = tmp_path / "questions.csv"
    file.write_text(questions(FOLDERS[0], 20), encoding="utf-8")
    assert cli("decide", root / FOLDERS[0], "--questions", file).out.count("\n") == 21
