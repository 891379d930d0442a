"""A record as a file: entered under its lock in one write an act, and mended where a write broke off."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import refusal, text_of
from tests.service.appending import append_event
from tests.service.conftest import Cli

from firstcall.errors import ConflictError, RecordError
from firstcall.record.journal.journal import Record, append
from firstcall.service import world
from firstcall.service.folder import open_partnership
from firstcall.service.record_file import entering, repair_record

EVENT = {"id": "a", "type": "context", "at": "2026-02-01T00:00:00Z", "recorded": "2026-02-01T00:00:00Z",
         "by": "holder", "entered_by": "us", "title": "x"}  # fmt: skip


def test_an_append_may_expect_what_it_decided_on(deal: Path) -> None:
    append_event(deal, EVENT, expected=0)
    with pytest.raises(ConflictError, match="stream agreement has 1 events, not 0: somebody wrote first"):
        append_event(deal, EVENT | {"id": "b"}, expected=0)


def test_a_refused_append_leaves_every_byte(deal: Path) -> None:
    append_event(deal, EVENT)
    before = (deal / "record.jsonl").read_bytes()
    for fields in (EVENT, EVENT | {"id": "b", "title": ""}, EVENT | {"id": "b", "recorded": "2020-01-01T00:00:00Z"}):
        with pytest.raises((ConflictError, RecordError)):
            append_event(deal, fields)
    append_event(deal, EVENT | {"id": "b"}, dry_run=True)
    assert (deal / "record.jsonl").read_bytes() == before


def test_a_refused_append_makes_no_record(deal: Path) -> None:
    (deal / "record.jsonl").unlink()
    with pytest.raises(RecordError):
        append_event(deal, EVENT | {"title": ""})
    append_event(deal, EVENT, dry_run=True)
    assert not (deal / "record.jsonl").exists()


def test_repairs_never_overwrite_what_was_set_aside(deal: Path) -> None:
    file = deal / "record.jsonl"
    for number in (1, 2):
        file.write_bytes(b'{"half')
        assert f"record.jsonl.torn-{number}" in str(repair_record(deal))
    assert file.read_bytes() == b""


def test_an_act_is_one_write(deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[bytes] = []
    write = os.write

    def counted(fd: int, data: Any) -> int:
        writes.append(bytes(data))
        return write(fd, data)

    monkeypatch.setattr(os, "write", counted)
    with entering(deal) as desk:
        desk.enter([EVENT, EVENT | {"id": "b"}])
    assert len(writes) == 1 and writes[0].count(b"\n") == 2


def test_the_next_entry_begins_on_a_line_of_its_own(deal: Path) -> None:
    append_event(deal, EVENT)
    file = deal / "record.jsonl"
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    append_event(deal, EVENT | {"id": "b"})
    assert [event.id for event in open_partnership(deal).record.events] == ["a", "b"]


def test_an_entry_is_stamped_when_it_is_written(deal: Path) -> None:
    before = world.now()
    record, event = append_event(deal, {name: value for name, value in EVENT.items() if name != "recorded"})
    assert before <= event.recorded <= world.now() and record.events == (event,)
    with pytest.raises(RecordError, match="lies ahead of the clock"):
        append_event(deal, EVENT | {"id": "b", "recorded": "2999-01-01T00:00:00Z"})


def test_entries_ahead_of_the_clock_are_told_once_however_many_they_are(deal: Path, cli: Cli) -> None:
    record = Record()
    for number in range(30):
        late = {"id": f"late-{number}", "recorded": f"2999-01-01T00:00:{number:02}Z"}
        record, line = append(record, EVENT | late)
        with (deal / "record.jsonl").open("a") as out:
            out.write(line)
    ran = cli("clock", deal, "--on", "2026-02-01")
    assert ran.err.count("warning:") == ran.err.count("fix:") == 1
    told = "30 events say that they were recorded ahead of the clock, 'late-29' as late as 2999-01-01T00:00:29Z"
    assert told in ran.err and "take each of them out" in ran.err
    assert cli("clock", deal, "--on", "2026-02-01", "--lang", "es").err.count("30 sucesos dicen") == 1


def test_repair_keeps_the_file_its_mode_and_its_link(deal: Path, tmp_path: Path) -> None:
    append_event(deal, EVENT)
    file, real = deal / "record.jsonl", tmp_path / "real.jsonl"
    file.rename(real)
    real.chmod(0o640)
    file.symlink_to(real)
    inode, whole = real.stat().st_ino, real.read_bytes()
    real.write_bytes(whole + b"{half")
    assert "set aside in record.jsonl.torn-1" in str(repair_record(deal))
    assert file.is_symlink() and real.stat().st_ino == inode and stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_bytes() == whole and stat.S_IMODE((deal / "record.jsonl.torn-1").stat().st_mode) == 0o640


def test_an_entry_whose_output_fails_stands_and_says_so(deal: Path) -> None:
    add = [sys.executable, "-m", "firstcall", "record", "add", "context", str(deal), "--title", "x", "--by", "holder"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*add, "--id", "kept"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 7 and "note: what was entered stands (kept, in " in ran.stderr
    assert [event.id for event in open_partnership(deal).record.events] == ["kept"]


def test_a_torn_line_is_warned_of_on_every_answer_and_refused_by_strict(deal: Path, cli: Cli) -> None:
    append_event(deal, EVENT)
    with (deal / "record.jsonl").open("ab") as out:
        out.write(b'{"id": "half')
    said = "record.jsonl: the last line is torn, and does not count\n  fix: set it aside with `firstcall record repair`"
    asked: list[tuple[object, ...]] = [
        ("decide", deal, "-w", "training", "-p", "rival-cloud"), ("clock", deal), ("clock", deal, "--as", "holder"),
        ("offer", "list", deal), ("record", "show", deal), ("terms", deal), ("brief", deal),
        ("record", "compare", deal, deal),
    ]  # fmt: skip
    for words in asked:
        ran = cli(*words, "--json") if words[0] != "brief" else cli(*words)
        assert ran.code in (0, 15) and f"warning: {deal}/{said}" in ran.err, words
        if ran.out.startswith("{"):
            assert any(said in text for text in ran.json["warnings"]), words
        strict = cli(*words, "--strict")
        assert (strict.code, strict.out) == (3, "") and said in strict.err, words
    assert cli("check", deal).code == 3


def test_what_was_left_half_done_is_finished_by_its_repeat(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "agreement.yaml").write_text(json.dumps(text_of(refusal(id="a"), refusal(id="b", holder="iris"))))
    at = ("--recorded", "2025-03-14T16:00")
    terms = ("--quantity", "10", "--unit", "MW", "--term", "price_usd_per_gpu_hour=2")
    cli("offer", "receive", folder, "o", "--provider", "rival", *terms, *at)
    cli("offer", "willing", folder, "o", *at)
    notify = ("offer", "notify", folder, "o", "--key", "n", *at)
    assert cli(*notify).code == 0
    file = folder / "record.jsonl"
    whole = file.read_bytes()
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    again = cli(*notify)
    assert again.code == 0 and again.out.startswith("recorded ") and file.read_bytes() == whole
    done = cli(*notify)
    assert "performed before as event n; nothing was changed" in done.err and file.read_bytes() == whole
