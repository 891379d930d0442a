"""firstcall decide --questions: each row by itself; what cannot be asked is told by its line."""

import csv
from pathlib import Path

import pytest
from tests.service.conftest import Cli, Ran


def ask(cli: Cli, folder: Path, raw: str | bytes, *flags: str) -> Ran:
    file = folder / "questions.csv"
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return cli("decide", folder, "--questions", file, *flags)


def test_each_row_is_answered(deal: Path, cli: Cli) -> None:
    ran = ask(
        cli, deal, "workload,provider,on\ntraining;serving,rival-cloud,2026-02-02\ntraining,holder-cloud,2026-02-02\n"
    )
    assert (ran.code, ran.err) == (0, "")
    assert list(csv.reader(ran.out.splitlines())) == [
        ["workload", "provider", "on", "outcome", "free", "marks", "decided_by", "rests_on", "error"],
        ["training;serving", "rival-cloud", "2026-02-02", "offer-first", "false", "", "first-refusal@base",
         "assumed: first-refusal", ""],
        ["training", "holder-cloud", "2026-02-02", "permitted", "true", "", "first-refusal@base",
         "assumed: first-refusal", ""],
    ]  # fmt: skip


def test_flags_answer_what_a_row_leaves_open(deal: Path, cli: Cli) -> None:
    ran = ask(cli, deal, "workload\ntraining\n", "--provider", "holder-cloud", "--on", "2026-02-02", "--json")
    (told,) = ran.json
    assert told["question"] == {"workload": "training", "provider": "holder-cloud", "on": "2026-02-02"}
    assert (told["row"], told["outcome"]) == (2, "permitted")


def test_a_row_that_cannot_be_asked_does_not_stop_the_others(deal: Path, cli: Cli) -> None:
    rows = ("trainning,holder-cloud,2026-02-02", "training,holder-cloud,2026-13-02", "serving,x,2026-02-02", "")
    raw = "\n".join(("\ufeffworkload,provider,on", *rows))
    ran = ask(cli, deal, raw)
    assert ran.code == 2
    assert f"{deal}/questions.csv:2: unknown workload 'trainning'\n  fix: did you mean 'training'?" in ran.err
    assert f"{deal}/questions.csv:3: --on: '2026-13-02' is not a day of the calendar" in ran.err
    assert [row[3] for row in csv.reader(ran.out.splitlines())] == ["outcome", "", "", "offer-first"]
    assert [("error" in answer) for answer in ask(cli, deal, raw, "--json").json] == [True, True, False]


def test_rows_that_ask_the_same_have_the_same_answer_in_their_places(deal: Path, cli: Cli) -> None:
    """In any order and however often, a row has the answer that it has alone; each bad row is told by its line."""
    asked = ("training,rival-cloud,2026-02-02", "traning,x,2026-02-02", "training,holder-cloud,2026-02-02")
    alone = [ask(cli, deal, f"workload,provider,on\n{row}\n").out.splitlines()[1] for row in asked]
    order = (0, 1, 2, 0, 0, 2, 1)
    ran = ask(cli, deal, "\n".join(("workload,provider,on", *(asked[number] for number in order))))
    assert ran.out.splitlines()[1:] == [alone[number] for number in order]
    assert [line.split(":")[1] for line in ran.err.splitlines() if "traning" in line] == ["3", "8"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", ":1: the file is empty\n  fix: begin with a heading"),
        ("provider\nx\n", ":1: there is no column 'workload' or 'product'\n  fix: the columns are workload"),
        ("workload,provder\n", ":1: unknown column 'provder'\n  fix: did you mean 'provider'?"),
        ("workload,\u202eon\n", r":1: unknown column '\u202eon'"),
        ("workload,on,workload\n", ":1: the column 'workload' stands twice\n  fix: drop one of them"),
        ("workload,outcome\n", ":1: the column 'outcome' is an answer\n  fix: give the file of questions"),
        ("workload\ntraining,azure\n", ":2: more values than columns\n  fix: quote values with commas"),
        ('workload\n"training\n', ":2: not a row of CSV: unexpected end of data\n  fix: check the quotes"),
        (b"\xff\xfe\x00", ": not UTF-8 text\n  fix: save it as UTF-8"),
        ("work\0load\n", "not a row of CSV: line contains NUL"),
    ],
)
def test_a_file_that_is_none_is_told(raw: str | bytes, said: str, deal: Path, cli: Cli) -> None:
    ran = ask(cli, deal, raw)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err or "unknown column 'work" in ran.err  # older Python reads NUL as a letter


def test_no_rows_are_no_answers(deal: Path, cli: Cli) -> None:
    assert ask(cli, deal, "workload\n").out == "outcome,free,marks,decided_by,rests_on,error\n"
    assert ask(cli, deal, "workload\n", "--json").json == []


def test_a_file_that_is_not_there_is_told(deal: Path, cli: Cli) -> None:
    ran = cli("decide", deal, "--questions", deal / "none.csv")
    assert (ran.code, ran.err.split("\n")[1]) == (4, "  fix: check the path")
    assert cli("decide", deal, "--questions", deal).code == 4


@pytest.mark.parametrize("flag", ["--flip", "--exit-code"])
def test_flags_for_one_question_are_refused(flag: str, deal: Path, cli: Cli) -> None:
    ran = ask(cli, deal, "workload\ntraining\n", flag)
    assert ran.code == 2
    assert ran.err == f"{flag} is for one question, and --questions asks many\n  fix: leave one of them out\n"
