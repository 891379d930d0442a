"""What the public partnership says of technology, AGI and precedence, asked through the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firstcall.service.cli import run

Answer = dict[str, Any]
Asking = Callable[..., Answer]
PUBLIC = "examples/microsoft-openai"
MICROSOFT = "--licensee microsoft --product first_party"
DETERMINED = f"--with {PUBLIC}/what-if/agi-determined.yaml --on 2027-08-01"
LISTED = f"--with {PUBLIC}/what-if/agi-determined-listed.yaml --on 2027-08-01"


@pytest.fixture
def decide(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asking:
    monkeypatch.chdir(root)

    def asked(flags: str) -> Answer:
        assert run(["decide", PUBLIC, *flags.split(), "--json"]) == 0, capsys.readouterr().err
        found: Answer = json.loads(capsys.readouterr().out)
        return found

    return asked


def brought(answer: Answer) -> tuple[str, list[str]]:
    return answer["outcome"], answer["marks"]


BY_VERSION = [
    ("2018-01-01", "first_party", "models", "ungoverned"),
    ("2019-07-22", "first_party", "models", "permitted"),
    ("2023-01-23", "first_party", "models", "permitted"),
    ("2025-02-01", "first_party", "models", "permitted"),
    ("2025-02-01", "first_party", "research", "permitted"),
    ("2025-02-01", "consumer_hardware", "models", "forbidden"),
    ("2025-11-01", "first_party", "models", "permitted"),
    ("2025-11-01", "other", "products", "permitted"),
    ("2025-11-01", "consumer_hardware", "models", "forbidden"),
    ("2026-05-01", "first_party", "models", "permitted"),
    ("2026-05-01", "consumer_hardware", "models", "forbidden"),
    ("2030-12-31", "first_party", "research", "permitted"),
    ("2031-01-01", "first_party", "research", "forbidden"),
    ("2032-12-31", "first_party", "models", "permitted"),
    ("2032-12-31", "first_party", "infrastructure", "permitted"),
    ("2033-01-01", "first_party", "models", "forbidden"),
]


@pytest.mark.parametrize(("on", "product", "ip", "outcome"), BY_VERSION)
def test_microsofts_own_use_by_version(decide: Asking, on: str, product: str, ip: str, outcome: str) -> None:
    assert decide(f"--licensee microsoft --product {product} --ip {ip} --on {on}")["outcome"] == outcome


def test_hardware_is_forbidden_as_unlicensed(decide: Asking) -> None:
    found = decide("--licensee microsoft --product consumer_hardware --on 2025-11-01")
    assert brought(found) == ("forbidden", [])
    assert any(note.startswith("unlicensed: no licence in force lets microsoft") for note in found["notes"])


def test_whether_another_cloud_may_be_licensed_is_contested(decide: Asking) -> None:
    asked = "--license-to aws --product first_party --on 2025-02-01"
    assert brought(decide(asked)) == ("forbidden", ["contested"])
    assert brought(decide(f"{asked} --reading licence-exclusive=exclusive")) == ("forbidden", [])
    assert decide(f"{asked} --reading licence-exclusive=not-exclusive")["free"]


@pytest.mark.parametrize(
    ("on", "outcome"), [("2019-08-01", "ungoverned"), ("2025-11-01", "forbidden"), ("2026-05-01", "ungoverned")]
)
def test_licensing_another_by_version(decide: Asking, on: str, outcome: str) -> None:
    assert brought(decide(f"--license-to aws --product first_party --on {on}")) == (outcome, [])


@pytest.mark.parametrize(
    ("developed", "outcome"), [("2027-07-01", "forbidden"), ("2027-05-01", "permitted"), ("2027-06-01", "permitted")]
)
def test_a_declaration_and_its_exercise_close_later_models(decide: Asking, developed: str, outcome: str) -> None:
    found = decide(f"{MICROSOFT} --model-developed {developed} {DETERMINED}")
    assert found["outcome"] == outcome
    assert found["what_if"][0].startswith("agi-determined: ")


def test_before_the_exercise_nothing_is_closed(decide: Asking, tmp_path: Path) -> None:
    """A determination alone brings an option; the later amendments are dropped by a what-if that changes nothing."""
    overlay = tmp_path / "declared.yaml"
    overlay.write_text(
        "schema: firstcall/overlay/1\nid: declared\ntitle: AGI is declared\nbase: amendment-2025-01\nevents:\n"
        "  - {type: determination-declared, at: 2027-06-01, by: openai, determination: agi}\n"
    )
    later = f"{MICROSOFT} --model-developed 2027-07-01 --on 2027-08-01 --with {overlay}"
    assert brought(decide(later)) == ("permitted", [])
    events = tmp_path / "exercised.jsonl"
    events.write_text('{"type": "escape-exercised", "at": "2027-06-02", "by": "openai"}\n')
    assert decide(f"{later} --assume {events}")["outcome"] == "forbidden"


@pytest.mark.parametrize(("figure", "outcome"), [("100000000000", "permitted"), ("100000000000.01", "forbidden")])
def test_exactly_a_hundred_billion_is_not_more(decide: Asking, tmp_path: Path, figure: str, outcome: str) -> None:
    overlay = tmp_path / "figure.yaml"
    overlay.write_text(
        "schema: firstcall/overlay/1\nid: figure\ntitle: AGI is declared with a figure\nbase: amendment-2025-01\n"
        "events:\n  - {type: determination-declared, at: 2027-06-01, by: openai, determination: agi, currency: USD, "
        f'figure: "{figure}"}}\n  - {{type: escape-exercised, at: 2027-06-02, by: openai}}\n'
    )
    found = decide(f"{MICROSOFT} --model-developed 2027-07-01 --on 2027-08-01 --with {overlay}")
    assert found["outcome"] == outcome
    reasons = " ".join(cited["why"] for cited in found["clauses"])
    assert ("test not met" in reasons) == (outcome == "permitted")


def test_an_exercise_that_lists_models_leaves_a_date_alone_contested(decide: Asking) -> None:
    assert brought(decide(f"{MICROSOFT} --model-developed 2027-07-01 {LISTED}")) == ("forbidden", ["contested"])
    for model, outcome in (
        ("strongest-model", "forbidden"),
        ("smaller-model", "permitted"),
        ("spring-model", "permitted"),
    ):
        assert brought(decide(f"{MICROSOFT} --model {model} {LISTED}")) == (outcome, []), model


def verified(tmp_path: Path, by: str = "panel") -> Path:
    events = tmp_path / "verified.jsonl"
    events.write_text(
        '{"type": "determination-declared", "at": "2026-01-10", "by": "openai", "determination": "agi"}\n'
        f'{{"type": "determination-verified", "at": "2026-02-10", "by": "{by}", "determination": "agi"}}\n'
    )
    return events


def test_from_october_2025_a_panel_verifies_and_the_api_is_let_go(decide: Asking, tmp_path: Path) -> None:
    api = "--workload api_stateless --provider aws --on 2026-02-11"
    assert decide(api)["outcome"] == "forbidden"
    assert decide(f"{api} --assume {verified(tmp_path)}")["outcome"] == "ungoverned"
    assert decide(f"{api} --assume {verified(tmp_path, 'openai')}")["outcome"] == "forbidden"
    early = "--workload api_stateless --provider aws --on 2026-02-09"
    assert decide(f"{early} --assume {verified(tmp_path)}")["outcome"] == "forbidden"


def test_a_verified_agi_ends_the_licence_of_research_and_no_other(decide: Asking, tmp_path: Path) -> None:
    after = f"--on 2026-03-01 --assume {verified(tmp_path)}"
    assert decide(f"{MICROSOFT} --ip research --on 2026-03-01")["outcome"] == "permitted"
    assert decide(f"{MICROSOFT} --ip research {after}")["outcome"] == "forbidden"
    assert decide(f"{MICROSOFT} --ip models --model-developed 2026-02-20 {after}")["outcome"] == "permitted"


def test_silence_of_april_2026_is_no_removal(decide: Asking, tmp_path: Path) -> None:
    after = f"--on 2026-06-01 --assume {verified(tmp_path)}"
    assert decide(f"{MICROSOFT} --ip research {after}")["outcome"] == "forbidden"


@pytest.mark.parametrize(
    ("reasons", "both", "either"), [('"cannot"', "unmet", "met"), ('"cannot", "chooses_not_to"', "met", "met")]
)
def test_cannot_and_chooses_not_to(decide: Asking, tmp_path: Path, reasons: str, both: str, either: str) -> None:
    events = tmp_path / "shipped.jsonl"
    events.write_text(
        f'{{"type": "support-declined", "at": "2026-04-28", "by": "microsoft", "reasons": [{reasons}]}}\n'
        '{"type": "shipped", "at": "2026-04-29", "by": "openai", "workloads": ["product"], "provider": "aws"}\n'
    )
    asked = f"--workload product --provider aws --on 2026-05-01 --assume {events}"
    for way, status in (("both", both), ("either", either)):
        found = decide(f"{asked} --reading cannot-and-chooses={way}")
        assert {duty["duty"]: duty["status"] for duty in found["duties"]}["first_ship"] == status
        assert found["outcome"] == "permitted"


def test_before_2025_a_model_after_agi_is_outside_the_licence_by_itself_or_at_option(
    decide: Asking, tmp_path: Path
) -> None:
    events = tmp_path / "declared.jsonl"
    events.write_text(
        '{"type": "determination-declared", "at": "2024-06-01", "by": "openai", "determination": "agi"}\n'
    )
    asked = f"{MICROSOFT} --model-developed 2024-07-01 --on 2024-08-01 --assume {events}"
    assert brought(decide(asked)) == ("forbidden", ["contested"])
    assert decide(f"{asked} --reading agi-carve-out=at-option")["outcome"] == "permitted"


def test_released_weights_run_anywhere_from_october_2025(decide: Asking) -> None:
    for on, outcome in (("2025-10-27", "offer-first"), ("2025-10-28", "permitted"), ("2026-05-01", "permitted")):
        assert decide(f"--workload open_weights --provider aws --on {on}")["outcome"] == outcome
    existing = "--workload open_weights --provider google --capacity existing"
    assert decide(f"{existing} --on 2025-11-01")["outcome"] == "permitted"
    assert decide(f"{existing} --on 2025-03-01")["outcome"] == "consent-first"
