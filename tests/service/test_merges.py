"""Two people's branches of one partnership, merged by git: different streams become one record, one stream is told."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.service.conftest import Cli

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")


def git(folder: Path, *words: str) -> None:
    who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)


def say(cli: Cli, folder: Path, offer: str, number: int) -> None:
    when = ("--at", "2026-02-02", "--recorded", f"2026-02-0{number}T12:00", "--entered-by", "us", "--by", "grantor")
    ran = cli("record", "add", "offer-received", folder, "--offer", offer, "--provider", "rival",
              "--id", f"{offer}-{number}", *when)  # fmt: skip
    assert ran.code == 0, ran.err


def merged(cli: Cli, deal: Path, ours: str, theirs: str) -> None:
    git(deal, "init", "-b", "main")
    say(cli, deal, "common", 1)
    git(deal, "add", "-A")
    git(deal, "commit", "-m", "a")
    git(deal, "checkout", "-b", "theirs")
    say(cli, deal, theirs, 2)
    git(deal, "commit", "-am", "b")
    git(deal, "checkout", "main")
    say(cli, deal, ours, 3)
    git(deal, "commit", "-am", "c")
    git(deal, "merge", "theirs")


def test_branches_that_wrote_to_different_streams_are_one_record(deal: Path, cli: Cli) -> None:
    merged(cli, deal, "ours", "theirs")
    assert cli("record", "verify", deal).out.startswith("ok: 3 events in 3 streams")


def test_branches_that_wrote_to_one_stream_are_told_and_nothing_is_lost(deal: Path, cli: Cli) -> None:
    merged(cli, deal, "common", "common")
    ran = cli("record", "verify", deal)
    assert ran.code == 3 and "has two events number 2: two people wrote to it at once" in ran.err
    text = (deal / "record.jsonl").read_text()
    assert '"common-2"' in text and '"common-3"' in text and text.count("\n") == 3


def test_a_branch_merged_twice_counts_once(deal: Path, cli: Cli) -> None:
    merged(cli, deal, "ours", "theirs")
    file = deal / "record.jsonl"
    file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[1])
    assert cli("record", "verify", deal).out.startswith("ok: 3 events in 3 streams")
