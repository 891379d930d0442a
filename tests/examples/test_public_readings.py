"""The points that the public texts leave open: which answers turn on them, and which do not."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.terms import terms, versions
from firstcall.dates import parse_when, zone
from firstcall.record.journal.journal import Record, append, read_record
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion
from firstcall.service.cli import run

Ask = Callable[..., Decision]


@pytest.fixture(scope="module")
def agreement(root: Path) -> Agreement:
    return load((root / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes())


@pytest.fixture(scope="module")
def record(root: Path) -> Record:
    return read_record((root / "examples" / "microsoft-openai" / "record.jsonl").read_bytes())


@pytest.fixture(scope="module")
def ask(agreement: Agreement, record: Record) -> Ask:
    def asked(question: AnyQuestion, on: str, **readings: str) -> Decision:
        choice = {name.replace("_", "-"): way for name, way in readings.items()}
        return decide(agreement, record, question, parse_when(on, zone(agreement.timezone)), None, choice)

    return asked


def place(workload: str, provider: str, capacity: str | None = None) -> Asked:
    return Asked((workload,), provider, capacity=capacity)


CONTESTED: list[tuple[AnyQuestion, str, str, dict[str, str]]] = [
    (AskedLicence("aws", "first_party"), "2025-02-01", "licence-exclusive",
     {"exclusive": "forbidden", "not-exclusive": "ungoverned"}),
    (place("api_stateful", "coreweave"), "2025-03-07", "api-scope",
     {"all": "forbidden", "stateless-only": "offer-first"}),
    (place("api_stateful", "aws"), "2025-11-03", "api-scope", {"all": "forbidden", "stateless-only": "ungoverned"}),
    (place("training", "oracle", "built_for_grantor"), "2025-03-07", "own-sites",
     {"build": "ungoverned", "develop": "permitted"}),
    (place("product", "aws"), "2030-06-01", "last-day",
     {"end-of-2030": "permitted", "first-day-of-2030": "ungoverned", "end-of-2029": "ungoverned"}),
    (place("product", "aws"), "2030-01-01", "last-day",
     {"end-of-2030": "permitted", "first-day-of-2030": "permitted", "end-of-2029": "ungoverned"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "on", "point", "ways"), CONTESTED)
def test_what_turns_on_a_reading(ask: Ask, asked: AnyQuestion, on: str, point: str, ways: dict[str, str]) -> None:
    assert ask(asked, on).marks == ("contested",)
    assert {way: ask(asked, on, **{point: way}).outcome for way in ways} == ways


SETTLED: list[tuple[AnyQuestion, str]] = [
    (place("training", "coreweave"), "2025-03-07"),
    (place("api_stateless", "coreweave"), "2025-03-07"),
    (place("api_stateful", "aws"), "2026-02-27"),  # the joint statement
    (place("api_stateless", "aws"), "2026-02-27"),
    (place("training", "own"), "2025-03-07"),
    (place("training", "google", "existing"), "2025-03-07"),
    (place("product", "aws"), "2029-12-31"),
    (place("product", "aws"), "2031-01-01"),
    (AskedUse("microsoft", "first_party"), "2025-02-01"),
    (AskedUse("microsoft", "consumer_hardware"), "2025-11-01"),
    (AskedUse("microsoft", "first_party", "research"), "2030-06-01"),
    (AskedLicence("aws", "first_party"), "2025-11-01"),
]


@pytest.mark.parametrize(("asked", "on"), SETTLED)
def test_what_is_not_contested(ask: Ask, asked: AnyQuestion, on: str) -> None:
    assert ask(asked, on).marks == ()


def test_how_a_right_is_exercised_matters_only_where_an_offer_comes_into_it(ask: Ask) -> None:
    assert ask(place("training", "coreweave"), "2025-03-07").readings == ()
    held = ask(Asked(("training",), contract="coreweave-2025"), "2025-06-01")
    assert {name for read in held.readings for name in read.choice} >= {"first-call"}


def test_the_joint_statement_settles_the_point_from_its_day_on_and_not_before(ask: Ask) -> None:
    stateful = place("api_stateful", "aws")
    assert (ask(stateful, "2026-02-26").outcome, ask(stateful, "2026-02-26").marks) == ("forbidden", ("contested",))
    after = ask(stateful, "2026-02-27")
    assert after.outcome == "ungoverned"
    assert "read: api-scope=stateless-only (as settled)" in [str(note) for note in after.notes]


def test_a_right_read_as_a_first_look_takes_a_notice_before_any_offer(agreement: Agreement, record: Record) -> None:
    """Notice before the grantor is willing starts a clock only where the holder is asked first."""
    from firstcall.record.journal.supposed import suppose

    where = zone(agreement.timezone)
    events: list[dict[str, object]] = [
        {"type": "offer-received", "at": "2025-02-03", "by": "openai", "offer": "o", "provider": "coreweave"},
        {
            "type": "notice-given",
            "at": "2025-02-04",
            "by": "openai",
            "offer": "o",
            "clause": "first-refusal",
            "states": ["quantity", "price"],
        },
        {"type": "declined", "at": "2025-02-10", "by": "microsoft", "offer": "o", "clause": "first-refusal"},
    ]
    held = suppose(record, events, where, "test")
    asked = Asked(("training",), offer="o")
    found = decide(agreement, held, asked, parse_when("2025-02-11", where))
    assert (found.outcome, found.marks) == ("offer-first", ("contested",))
    assert {read.choice["first-call"]: read.outcome for read in found.readings} == {
        "match": "offer-first", "first-look": "permitted",
    }  # fmt: skip


def test_no_question_turns_on_more_than_a_few_combinations(ask: Ask, agreement: Agreement) -> None:
    words = agreement.definitions
    days = ("2023-06-01", "2025-03-07", "2025-11-03", "2026-03-01", "2026-06-01", "2030-06-01")
    most = 0
    for on, workload, provider in product(days, words.workloads, ("azure", "aws", "own")):
        for capacity in (None, "existing"):
            most = max(most, len(ask(place(workload, provider, capacity), on).readings))
    for on, thing, ip in product(days, words.products, words.ip):
        most = max(most, len(ask(AskedUse("microsoft", thing, ip), on).readings))
    assert 1 < most <= 12


def test_every_way_of_reading_changes_some_version_and_keeps_the_text_sound(agreement: Agreement) -> None:
    whens = [version.effective for version in versions(agreement)]
    for point in agreement.readings:
        assert point.source and point.note and point.about.endswith("?"), point.id
        for way in point.alternatives:
            read = construe(agreement, {point.id: way})
            same = [terms(read, at).clauses == terms(agreement, at).clauses for at in whens]
            assert all(same) == (way == point.base), (point.id, way)


def test_a_point_of_the_record_that_the_agreement_does_not_know_is_told_by_its_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(root / "examples" / "microsoft-openai", tmp_path / "copy"))
    entered = {"type": "interpretation", "at": "2026-03-01T00:00:00-08:00", "recorded": "2026-04-01T00:00:00-07:00",
               "by": "openai", "entered_by": "me", "id": "odd", "point": "api-scop", "alternative": "all"}  # fmt: skip
    file = folder / "record.jsonl"
    _, line = append(read_record(file.read_bytes()), entered)
    file.write_bytes(file.read_bytes() + line.encode())
    assert run(["check", str(folder)]) == 3
    assert (
        f"{folder}/record.jsonl:17: event 'odd' names an unknown point of construction 'api-scop'\n"
        "  fix: correct the event; did you mean 'api-scope'?"
    ) in capsys.readouterr().out
