"""Texts of flags become values, or are told with the flag's name."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.service import options, world
from firstcall.service.cli import run


@pytest.fixture(scope="module")
def agreement(root: Path) -> Agreement:
    return load((root / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes())


def test_a_day_begins_in_the_agreements_zone(agreement: Agreement) -> None:
    assert options.when_of("2025-01-21", agreement).first == datetime(2025, 1, 21, 8, tzinfo=UTC)
    assert options.when_of("2025-05", agreement).end is not None
    assert options.instant_of("2025-01-21T09:00", agreement, "--at") == datetime(2025, 1, 21, 17, tzinfo=UTC)


def test_now_is_the_clocks_when_nothing_is_given(agreement: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 5, 5, 12, tzinfo=UTC)
    monkeypatch.setattr(world, "now", lambda: now)
    assert options.when_of(None, agreement).first == now


def test_known_at(agreement: Agreement) -> None:
    when = options.when_of("2025-01-21", agreement)
    assert options.known_at_of(None, when, agreement) is None
    assert options.known_at_of("on", when, agreement) == when.first
    assert options.known_at_of("2024-01-01", when, agreement) == datetime(2024, 1, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-13", "--on: '2025-13' is not a month of the calendar\n  fix: write one like"),
        ("", "--on: '' is not a date or time\n  fix: write one like"),
        ("tomorrow", "--on: 'tomorrow' is not a date or time"),
        ("12025-01-01", "--on: '12025-01-01' is not a date or time"),
    ],
)
def test_what_is_no_date_is_told(text: str, said: str, agreement: Agreement) -> None:
    with pytest.raises(QuestionError) as told:
        options.when_of(text, agreement)
    assert str(told.value).startswith(said)


def test_quantities_are_exact() -> None:
    assert options.quantity_of(None) is None
    assert options.quantity_of("0.10") == Decimal("0.10")
    for text in ("1e3", "NaN", "ten", "1_000"):
        with pytest.raises(QuestionError, match=r"^--quantity: .* is not a plain decimal number\n  fix: write digits"):
            options.quantity_of(text)
    with pytest.raises(QuestionError, match=r"^--quantity: .* has more digits than are read\n  fix: write at most 24"):
        options.quantity_of("9" * 80)


def test_pairs() -> None:
    assert options.pairs(("a=1", " b = x=y "), "--term") == {"a": "1", "b": "x=y"}
    for text in ("a", "=1", "a="):
        with pytest.raises(QuestionError, match=r"not a pair\n  fix: write --term name=value"):
            options.pairs((text,), "--term")
    with pytest.raises(QuestionError, match="--term: 'a' is given twice\n  fix: give it once"):
        options.pairs(("a=1", "a=2"), "--term")


@pytest.mark.parametrize(
    "words",
    [
        ["clock"],
        ["offer", "list"],
        ["record", "show"],
        ["terms"],
        ["decide", "--workload", "training", "--provider", "aws"],
    ],
)
def test_every_command_that_reads_a_partnership_takes_what_ifs_and_says_so(
    root: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "examples" / "microsoft-openai"
    line = [*words, str(folder), "--with", str(folder / "what-if" / "agi-determined.yaml")]
    if words[0] != "record":
        line += ["--on", "2027-08-01"]
    assert run(line) == 0
    assert "what-if: agi-determined:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ("decide", "-w", "training", "-p", "coreweave"),
        ("terms",),
        ("terms", "term"),
        ("brief",),
        ("clock",),
        ("settle", "--period", "2025"),
    ],
)
def test_a_mapping_in_json_says_what_was_supposed(
    command: tuple[str, ...], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *flags = command
    folder = root / "examples" / "microsoft-openai"
    overlay = folder / "what-if" / "agi-removed.yaml"
    on = () if name == "settle" else ("--on", "2026-06-01")
    run([name, str(folder), *flags, *on, "--with", str(overlay), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [text.partition(":")[0] for text in told["what_if"]] == ["agi-removed"]
