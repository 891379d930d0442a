"""firstcall record compare: the two records of one deal."""

import shutil
from pathlib import Path

import pytest
from tests.service.conftest import Cli

MOMENT = ("--recorded", "2026-01-09T09:00", "--entered-by", "us")


@pytest.fixture
def pair(deal: Path, tmp_path: Path, cli: Cli) -> tuple[Path, Path]:
    """Two folders of one deal with an offer that both have."""
    for event in (
        ("offer-received", "--offer", "o-1", "--provider", "rival-cloud", "--quantity", "10", "--term", "price_usd=2"),
        ("grantor-willing", "--offer", "o-1"),
    ):
        made = cli(
            "record", "add", *event[:1], deal, *event[1:], "--by", "grantor", "--at", "2026-01-08T09:00", *MOMENT
        )
        assert made.code == 0, made.err
    return deal, Path(shutil.copytree(deal, tmp_path / "theirs"))


def noticed(cli: Cli, folder: Path, at: str) -> None:
    made = cli("record", "add", "notice-given", folder, "--offer", "o-1", "--by", "grantor", "--at", at, *MOMENT)
    assert made.code == 0, made.err


def test_the_same_leaves_with_0(pair: tuple[Path, Path], cli: Cli) -> None:
    ran = cli("record", "compare", *pair, "--on", "2026-02-01")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "ours: 2 events; theirs: 2 events\nthe two records tell the same\n"


def test_a_difference_leaves_with_15_and_tells_what_follows(pair: tuple[Path, Path], cli: Cli) -> None:
    ours, theirs = pair
    noticed(cli, ours, "2026-01-08T16:00")
    noticed(cli, theirs, "2026-01-09T16:00")
    ran = cli("record", "compare", ours, theirs, "--on", "2026-01-15")
    assert ran.code == 15
    assert "1 difference; they part at 2026-01-08 16:00:00-05:00, with notice-given of offer:o-1" in ran.out
    assert "    ours: notified since 2026-01-08 16:00:00-05:00, answer due by 2026-01-30 17:00:00-05:00" in ran.out
    assert "    theirs: notified since 2026-01-09 16:00:00-05:00, answer due by 2026-02-02 17:00:00-05:00" in ran.out
    told = cli("record", "compare", ours, theirs, "--on", "2026-01-15", "--json").json
    assert told["offers"][0]["theirs"]["window_closes"] == "2026-02-02T22:00:00Z"


def test_theirs_may_be_a_record_alone(pair: tuple[Path, Path], cli: Cli) -> None:
    assert cli("record", "compare", pair[0], pair[1] / "record.jsonl").code == 0


def test_what_a_party_may_see_is_compared_with_as(root: Path, tmp_path: Path, cli: Cli) -> None:
    ours = root / "examples" / "wiraksa"
    cli("record", "export", ours, "--as", "tamborala", "--to", tmp_path / "t")
    assert cli("record", "compare", ours, tmp_path / "t", "--as", "tamborala").code == 0
    assert cli("record", "compare", ours, tmp_path / "t").code == 15


def test_other_agreements_are_told(pair: tuple[Path, Path], cli: Cli) -> None:
    file = pair[1] / "agreement.yaml"
    file.write_text(file.read_text().replace("n: 15", "n: 20"))
    assert cli("record", "compare", *pair).err == "note: the two folders hold different agreements; ours is read\n"


def test_what_is_not_there_is_told(pair: tuple[Path, Path], cli: Cli) -> None:
    ran = cli("record", "compare", pair[0], pair[1] / "nowhere")
    assert (ran.code, ran.out) == (4, "") and "there is no folder" in ran.err
    ran = cli("record", "compare", *pair, "--as", "holdr")
    assert (ran.code, ran.err) == (4, "'holdr' is no party\n  fix: did you mean 'holder'?\n")
    (pair[1] / "binary.jsonl").write_bytes(b"\x00\xff\x00\n")
    ran = cli("record", "compare", pair[0], pair[1] / "binary.jsonl")
    assert ran.code == 3 and "binary.jsonl:1: the line is not UTF-8 text" in ran.err
