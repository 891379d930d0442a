"""The what-ifs of the public partnership: each applies, says so, and changes what it is about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firstcall.service.cli import run

Asking = Callable[..., dict[str, Any]]
PUBLIC = "examples/microsoft-openai"
NAMES = ("agi-determined", "agi-determined-listed", "agi-removed", "rofr-built-for-grantor", "rofr-first-look")


@pytest.fixture
def decide(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asking:
    monkeypatch.chdir(root)

    def asked(flags: str, what_if: str | None = None, more: tuple[str, ...] = ()) -> dict[str, Any]:
        overlay = ["--with", f"{PUBLIC}/what-if/{what_if}.yaml"] if what_if else []
        assert run(["decide", PUBLIC, *flags.split(), *overlay, *more, "--json"]) == 0, capsys.readouterr().err
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return asked


def test_the_folder_holds_these_and_no_others(root: Path) -> None:
    assert sorted(path.stem for path in (root / PUBLIC / "what-if").iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_under_a_what_if_says_so(decide: Asking, name: str) -> None:
    found = decide("--workload training --provider coreweave --on 2025-03-07", name)
    assert [text.partition(":")[0] for text in found["what_if"]] == [name]
    assert "what_if" not in decide("--workload training --provider coreweave --on 2025-03-07")


def test_the_clause_on_agi_taken_out_closes_nothing(decide: Asking) -> None:
    later = "--licensee microsoft --product first_party --model-developed 2027-07-01 --on 2027-08-01"
    assert decide(later, "agi-determined")["outcome"] == "forbidden"
    removed = decide(later, "agi-removed")
    assert (removed["outcome"], removed["marks"]) == ("permitted", [])


@pytest.mark.parametrize(
    ("on", "outcome"), [("2025-01-20", "consent-first"), ("2025-01-21", "offer-first"), ("2025-10-28", "ungoverned")]
)
def test_the_wider_right_reaches_sites_built_for_openai_while_it_lasts(decide: Asking, on: str, outcome: str) -> None:
    asked = f"--workload training --provider coreweave --capacity built_for_grantor --reading own-sites=build --on {on}"
    assert decide(asked, "rofr-built-for-grantor")["outcome"] == outcome
    assert decide(asked)["outcome"] == ("consent-first" if on < "2025-01-21" else "ungoverned")


def test_a_first_look_starts_its_window_with_what_is_required(decide: Asking, tmp_path: Path) -> None:
    events = tmp_path / "asked-first.jsonl"
    steps = [
        {"type": "capacity-requested", "at": "2025-02-03", "by": "openai", "offer": "need", "quantity": "10"},
        {
            "type": "notice-given",
            "at": "2025-02-04",
            "by": "openai",
            "offer": "need",
            "clause": "first-refusal",
            "states": ["quantity", "price"],
        },
        {"type": "declined", "at": "2025-02-10", "by": "microsoft", "offer": "need", "clause": "first-refusal"},
    ]
    events.write_text("\n".join(json.dumps(step) for step in steps))
    asked = "--workload training --offer need --provider coreweave --on 2025-02-11 --reading first-call=match"
    more = ("--assume", str(events))
    assert decide(asked, None, more)["outcome"] == "offer-first"
    assert decide(asked, "rofr-first-look", more)["outcome"] == "permitted"


def test_what_ifs_on_the_right_keep_the_later_versions(decide: Asking) -> None:
    for name in ("rofr-built-for-grantor", "rofr-first-look"):
        assert decide("--workload product --provider aws --on 2026-05-01", name)["version"]["id"] == "amendment-2026-04"
    for name in ("agi-determined", "agi-determined-listed"):
        dropped = decide("--workload product --provider aws --on 2026-05-01", name)
        assert dropped["version"]["id"] == "amendment-2025-01"
