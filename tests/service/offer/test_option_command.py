"""firstcall option: what is refused is not written, what is done is told, and a key makes it once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.service.cli import run as firstcall

TEXT = """
schema: firstcall/agreement/1
id: dock
title: Dock
timezone: America/New_York
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}}
definitions: {workloads: [w]}
effective: 2020-01-06
clauses:
  - {id: term, type: term, until: 2023-12-31}
  - {id: renewal, type: option, by: [gus, hal], renew: {n: 1, unit: year}, until: {before_end_of: term, by: {n: 90}}}
"""


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    (tmp_path / "agreement.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def say(*words: object) -> tuple[int, str]:
        code = firstcall(["option", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return say


def test_an_act_out_of_time_is_refused_and_leaves_no_record(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    code, told = run(
        "exercise", deal, "renewal", "--as", "gus", "--at", "2023-10-03T10:00", "--recorded", "2023-10-03T10:00"
    )
    assert (code, "its window closed with 2023-10-02" in told) == (6, True)
    assert not (deal / "record.jsonl").exists() or (deal / "record.jsonl").read_bytes() == b""


def test_an_act_in_time_is_done_once_under_its_key(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    sent = ("--at", "2023-10-02T17:00", "--recorded", "2023-10-02T17:00")
    act = ("exercise", deal, "renewal", "--as", "gus", *sent, "--key", "R")
    assert run(*act, "--dry-run")[0] == 0
    first, again = run(*act), run(*act)
    assert first[0] == again[0] == 0 and "renewal: exercised, last on 2023-10-02" in first[1]
    assert len((deal / "record.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert run("lapse", deal, "renewal", "--as", "hal", "--key", "R")[0] == 5


def test_who_acts_must_be_said_where_several_may(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    code, told = run("exercise", deal, "renewal")
    assert code == 2 and "--as with one of gus, hal" in told
    assert run("exercise", deal, "renewals")[0] == 4


def test_the_list_tells_each_party_its_own(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    code, told = run("list", deal, "--on", "2023-01-05", "--json")
    assert code == 0 and [one["who"] for one in json.loads(told)["options"]] == ["gus", "hal"]


def test_a_notice_still_to_come_is_not_entered(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    code, told = run("exercise", deal, "renewal", "--as", "gus", "--at", "2023-09-04", "--recorded", "2023-09-01")
    assert code == 6 and "after now" in told


def test_what_is_told_beside_a_list_is_in_its_language(deal: Path, run: Callable[..., tuple[int, str]]) -> None:
    """A command of a group that has a language of its own is told in it, whatever the group's is."""
    text = (deal / "agreement.yaml").read_text(encoding="utf-8")
    (deal / "agreement.yaml").write_text(text[: text.index("  - {id: renewal")], encoding="utf-8")
    assert run("list", deal, "--on", "2021-01-01", "--lang", "es") == (0, "el texto vigente no tiene ninguna opción\n")
