"""firstcall terms: the text of a day, one clause, its history."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli


@pytest.fixture
def example(root: Path) -> Path:
    return root / "examples" / "microsoft-openai"


def test_the_text_of_a_day(example: Path, cli: Cli) -> None:
    ran = cli("terms", example, "--on", "2025-01-21")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "version amendment-2025-01, in effect from 2025-01-21\nthe term runs through 2030-12-31\n"
    )
    assert "\nfirst-refusal@amendment-2025-01  first_refusal\n" in ran.out
    told = cli("terms", example, "--on", "2025-01-21", "--json").json
    assert (told["version"], told["ends"]) == ("amendment-2025-01", "2031-01-01T08:00:00Z")
    assert {"clause", "grade", "sources", "fields", "scope"} <= set(told["clauses"][0])


def test_before_the_first_day_the_day_is_told(example: Path, cli: Cli) -> None:
    ran = cli("terms", example, "--on", "2018-01-01")
    assert (ran.code, ran.out) == (0, "no terms: the agreement takes effect on 2019-07-22\n")
    assert cli("terms", example, "--on", "2018-01-01", "--json").json["version"] is None


def test_a_clause_with_every_field_and_its_grade(example: Path, cli: Cli) -> None:
    ran = cli("terms", example, "first-refusal", "--on", "2025-01-21")
    assert "  trigger                    third party offer  [" in ran.out
    assert "  window.n                   20  [assumed]" in ran.out


def test_the_history_of_all_and_of_one(example: Path, cli: Cli) -> None:
    ran = cli("terms", example, "--history")
    assert ran.out.splitlines()[0].startswith("2019-07-22  base  ")
    ran = cli("terms", example, "exclusive-compute", "--history")
    assert "from 2025-01-21\nexclusive-compute@amendment-2025-01  exclusivity" in ran.out
    assert ran.out.endswith("from 2026-04-27: removed by amendment-2026-04\n")
    told = cli("terms", example, "exclusive-compute", "--history", "--json").json
    assert told[-1] == {
        "clause": "exclusive-compute",
        "version": "amendment-2026-04",
        "removed": "2026-04-27T07:00:00Z",
    }


def test_what_was_not_yet_signed_is_not_in_the_history(example: Path, cli: Cli) -> None:
    ran = cli("terms", example, "--history", "--known-at", "2024-01-01", "--json")
    assert [row["version"] for row in ran.json] == ["base", "amendment-2023-01"]


OPTIONS = """\
schema: firstcall/agreement/1
id: options
title: Two years, to be renewed once
timezone: Europe/Madrid
calendar: ES
parties: {lumbre: {name: Lumbre, role: grantor}, nube: {name: Nube, role: holder}}
definitions: {workloads: [training]}
effective: 2026-01-01
clauses:
  - {id: term, type: term, until: 2027-12-31}
  - {id: renewal, type: option, by: lumbre, renew: {n: 1, unit: year}}
"""


@pytest.mark.parametrize(("known", "versions"), [
    ("2026-06-09", ["base"]), ("2026-06-10T12:00", ["base", "renewal.1"]), (None, ["base", "renewal.1"]),
])  # fmt: skip
def test_an_exercise_is_in_the_history_once_it_is_known(
    tmp_path: Path, cli: Cli, known: str | None, versions: list[str]
) -> None:
    (tmp_path / "agreement.yaml").write_text(OPTIONS, encoding="utf-8")
    sent = ("--key", "R-1", "--entered-by", "desk", "--at", "2026-06-01T10:00", "--recorded", "2026-06-10T10:00")
    assert cli("option", "exercise", tmp_path, "renewal", *sent).code == 0
    when = ("--known-at", known) if known else ()
    assert [row["version"] for row in cli("terms", tmp_path, "--history", *when, "--json").json] == versions
    told = cli("terms", tmp_path, "term", "--history", *when, "--json").json
    assert [row["by"] for row in told] == versions and {row["version"] for row in told} == {"base"}
    lines = cli("terms", tmp_path, "term", "--history", *when).out
    assert ("from 2026-06-01 10:00:00+02:00, by renewal.1\nterm@base  term" in lines) == (len(versions) > 1)
    assert ("until: 2027-12-31 -> 2028-12-31" in lines) == (len(versions) > 1)


def test_a_what_if_is_said(example: Path, cli: Cli) -> None:
    overlay = example / "what-if" / "agi-removed.yaml"
    ran = cli("terms", example, "--on", "2025-02-01", "--with", overlay, "--json")
    assert ran.err.startswith("what-if: agi-removed: ") and ran.json["what_if"][0].startswith("agi-removed: ")
    assert "agi-escape" not in {clause["clause"] for clause in ran.json["clauses"]}


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--on", "2018"), 2, "--on 2018: terms are shown for a day\n  fix: write a day, such as 2018-01-21"),
        (("--on", "2025-13"), 2, "--on: '2025-13' is not a month of the calendar\n  fix: write one like"),
        (("--on", "🦕"), 2, "--on: '🦕' is not a date or time\n  fix: "),
        (("first-refusl", "--on", "2025-02-01"), 4,
         "no clause 'first-refusl' in force then\n  fix: did you mean 'first-refusal'?"),
        (("exclusive-compute", "--on", "2026-05-01"), 4, "amendment-2026-04 removed it\n  fix: ask with --history"),
        (("nothing", "--history"), 4, "no version has a clause 'nothing'\n  fix: use one of: "),
        (("--with", "nowhere.yaml"), 4, "there is no file 'nowhere.yaml'\n  fix: check the path"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told(args: tuple[str, ...], code: int, said: str, example: Path, cli: Cli) -> None:
    ran = cli("terms", example, *args)
    assert (ran.code, ran.out) == (code, "") and said in ran.err
