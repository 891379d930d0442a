"""firstcall decide: the answer first, its exit codes, what-ifs said, paths noted."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

TRAINING = ("--workload", "training", "--provider", "coreweave")


@pytest.fixture
def example(root: Path) -> Path:
    return root / "examples" / "microsoft-openai"


@pytest.mark.parametrize(
    ("flags", "code", "answer"),
    [
        (("--workload", "training", "--provider", "azure", "--on", "2025-02-01"), 0, "permitted"),
        ((*TRAINING, "--on", "2018-01-01"), 10, "ungoverned"),
        ((*TRAINING, "--on", "2025-02-01"), 11, "offer-first"),
        ((*TRAINING, "--on", "2025-01-20"), 12, "consent-first"),
        (("--workload", "api_stateless", "--provider", "coreweave", "--on", "2025-02-01"), 13, "forbidden"),
    ],
)
def test_the_answer_is_the_first_line_and_the_exit_code_if_asked(
    flags: tuple[str, ...], code: int, answer: str, example: Path, cli: Cli
) -> None:
    ran = cli("decide", example, *flags, "--exit-code")
    assert ran.code == code
    assert ran.out.split("\n")[0].split("  ")[0] == answer
    assert ran.err == (
        "Not legal advice: what the rules in the file say about the question, on the facts in the record.\n"
    )
    assert cli("decide", example, *flags).code == 0


def test_json_has_every_part(example: Path, cli: Cli) -> None:
    ran = cli("decide", example, *TRAINING, "--on", "2025-02-01", "--json", "--flip")
    assert ran.err == ""
    assert {"question", "outcome", "free", "marks", "acts", "version", "clauses", "facts", "duties", "rests_on",
            "readings", "path_to_yes", "path_note", "notes", "flips", "receipt"} <= set(ran.json)  # fmt: skip
    assert ran.json["path_to_yes"][0]["steps"][0]["by"] == "microsoft"


def test_what_was_supposed_is_said(example: Path, tmp_path: Path, cli: Cli) -> None:
    overlay = tmp_path / "none.yaml"
    overlay.write_text(
        "schema: firstcall/overlay/1\nid: none\ntitle: No first refusal\n"
        "base: amendment-2025-01\nremove: [first-refusal]\n"
    )
    events = tmp_path / "waived.jsonl"
    events.write_text('{"type": "context", "by": "openai", "at": "2025-02-01", "title": "x"}\n')
    ran = cli("decide", example, *TRAINING, "--on", "2025-02-01", "--with", overlay, "--assume", events, "--json")
    assert ran.json["outcome"] == "ungoverned"
    said = ["none: No first refusal (changes amendment-2025-01)", "waived.jsonl: 1 supposed event"]
    assert ran.json["what_if"] == said and [line[9:] for line in ran.err.splitlines()[:2]] == said
    assert len(ran.json["receipt"]["overlays"]) == 2


def test_technology_has_ways_too(example: Path, cli: Cli) -> None:
    """What no licence reaches takes a licence; what an exclusive one bars, a wait or an amendment."""
    product = ("--product", "consumer_hardware", "--on", "2025-11-01")
    unlicensed = cli("decide", example, "--licensee", "microsoft", *product, "--json").json["path_to_yes"]
    acts = [[step["what"] for step in way["steps"]] for way in unlicensed]
    assert acts == [["agree to license models in consumer_hardware to microsoft"]]
    assert "agree to license models" in cli("decide", example, "--licensee", "microsoft", *product).out


@pytest.mark.parametrize(
    ("flags", "note"),
    [
        ((*TRAINING, "--on", "2025-02"), "ask for a day"),
        ((*TRAINING, "--on", "2025-10-28"), None),
    ],
)
def test_why_no_path_is_shown(flags: tuple[str, ...], note: str | None, example: Path, cli: Cli) -> None:
    told = cli("decide", example, *flags, "--json").json
    assert told["path_to_yes"] == []
    assert (note in told["path_note"]) if note else told["path_note"] is None


def test_no_path_before_the_term_ends(tmp_path: Path, cli: Cli) -> None:
    cli("new", tmp_path / "d", "--template", "first-refusal", "--effective", "2026-01-05")
    when = ("--at", "2026-02-02", "--recorded", "2026-02-02", "--entered-by", "us")
    for event in (
        ("contract-signed", "--contract", "k", "--provider", "rival-cloud", "--by", "grantor"),
        ("offer-received", "--offer", "o", "--provider", "rival-cloud", "--by", "grantor"),
        ("grantor-willing", "--offer", "o", "--by", "grantor"),
        ("notice-given", "--offer", "o", "--by", "grantor", "--states", "quantity,price"),
        ("matched", "--offer", "o", "--by", "holder"),
    ):
        ran = cli("record", "add", event[0], tmp_path / "d", *event[1:], *when)
        assert ran.code == 0, ran.err
    ran = cli("decide", tmp_path / "d", "--workload", "training", "--offer", "o", "--on", "2026-03-02", "--json")
    waits = [route for route in ran.json["path_to_yes"] if route["steps"][0]["act"] == "wait"]
    assert ran.json["outcome"] == "forbidden"
    assert all(route["earliest"] >= "2031-01-05" for route in waits), "only the end of the term frees it"


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        ((), 2, "no workload is named\n  fix: name at least one of: "),
        (("--workload", "trainning"), 2, "unknown workload 'trainning'\n  fix: did you mean 'training'?"),
        (("--workload", ""), 2, "--workload is empty\n  fix: give it a value, or leave it out"),
        ((*TRAINING[:2], "--provider", " "), 2, "--provider is empty\n  fix: give it a value, or leave it out"),
        ((*TRAINING, "--on", "2025-13"), 2, "--on: '2025-13' is not a month of the calendar"),
        ((*TRAINING, "--quantity", "-5"), 2, "a quantity of -5 is nothing to sign\n  fix: give one above zero"),
        ((*TRAINING, "--offer", "no"), 4, "offer 'no' is not on the record by "),
        ((*TRAINING, "--with", "no.yaml"), 4, "there is no file 'no.yaml'\n  fix: check the path"),
        ((*TRAINING, "--reading", "no=x"), 2, "unknown point of construction 'no'\n  fix: use one of: "),
    ],
)
def test_what_cannot_be_asked_is_told(flags: tuple[str, ...], code: int, said: str, example: Path, cli: Cli) -> None:
    ran = cli("decide", example, *flags)
    assert (ran.code, ran.out) == (code, "") and said in ran.err


def test_a_near_miss_of_a_provider_is_asked_about(example: Path, cli: Cli) -> None:
    ran = cli("decide", example, "--workload", "training", "--provider", "azur", "--on", "2025-02-01")
    assert (
        "note: provider 'azur' is not listed in the agreement and is read as `other`; did you mean 'azure'?" in ran.out
    )
