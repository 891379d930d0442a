"""Files that people bring may hold anything: each is read whole or refused in words, and a refusal writes nothing.

A tenth of what is asked on demand: FIRSTCALL_HOSTILE=200.
"""

import os
import random
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests.service.conftest import Cli

FILES = int(os.environ.get("FIRSTCALL_HOSTILE", "20"))
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "wiraksa"
DOCUMENTED = {0, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15}
SHEET = b"third_party,quantity,unit,price,currency,per\nrival,12,MW,2.10,USD,gpu_hour\n"
YAML = b"third_party: rival\nquantity: 12\nunit: MW\n"
EVENTS = b'{"type": "context", "at": "2025-03-01", "by": "wiraksa", "title": "a happening"}\n'
OVERLAY = b"""schema: firstcall/overlay/1
id: what-if
title: A longer window
base: base
change: {}
"""
PLACED = b"at,provider,workload,quantity\n2025-03-01T00:00:00Z,rimbayana,training,4\n2025-03-02T00:00:00Z,own,batch,2\n"
WHEN = ("--on", "2025-03-20")
ASKED = ("decide", "DEAL", "-w", "training", "-p", "rimbayana", *WHEN)
BROUGHT: tuple[tuple[str, bytes | None, tuple[str, ...]], ...] = (
    ("agreement.yaml", None, ("check", "DEAL")),
    ("agreement.yaml", None, ("terms", "DEAL", *WHEN)),
    ("record.jsonl", None, ("record", "verify", "DEAL")),
    ("record.jsonl", None, ("record", "repair", "DEAL")),
    ("record.jsonl", None, ("record", "add", "context", "DEAL", "--title", "t", "--by", "wiraksa")),
    ("record.jsonl", None, ASKED),
    ("record.jsonl", None, ("clock", "DEAL", "--as", "tamborala", *WHEN)),
    ("intake.jsonl", None, ("settle", "DEAL", "--period", "2025-03")),
    ("intake.jsonl", None, ("record", "repair", "DEAL")),
    ("revenue/lines-1.csv", None, ("settle", "DEAL", "--period", "2025-03")),
    ("revenue/mapping.yaml", None, ("settle", "DEAL", "--period", "2025-03")),
    ("billing/2025-03.csv", None, ("settle", "verify", "FILE")),
    ("billing/exchange.csv", None, ("settle", "DEAL", "--period", "2025-03")),
    ("needs.yaml", None, ("route", "DEAL", *WHEN)),
    ("supply.csv", None, ("route", "DEAL", *WHEN)),
    ("futures.yaml", None, ("route", "DEAL", *WHEN)),
    ("transactions.csv", None, ("audit", "DEAL", "PLACED")),
    ("placed.csv", PLACED, ("audit", "DEAL", "FILE")),
    ("sheet.csv", SHEET, ("offer", "receive", "DEAL", "n-1", "--sheet", "FILE")),
    ("sheet.yaml", YAML, ("offer", "receive", "DEAL", "n-1", "--sheet", "FILE")),
    ("sheet.xlsx", b"", ("offer", "receive", "DEAL", "n-1", "--sheet", "FILE")),
    ("events.jsonl", EVENTS, (*ASKED, "--assume", "FILE")),
    ("what-if.yaml", OVERLAY, (*ASKED, "--with", "FILE")),
    ("theirs.jsonl", None, ("record", "compare", "DEAL", "FILE")),
)  # fmt: skip


def workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["third_party", "quantity", "unit"], ["rival", 12, "MW"]):
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _at(raw: bytes, chance: random.Random, put: bytes, cut: int = 0) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + put + raw[place + cut :]


def _line(raw: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    lines = raw.split(b"\n")
    place = chance.randrange(len(lines))
    lines[place] = change(lines[place])
    return b"\n".join(lines)


def _in_zip(raw: bytes, chance: random.Random) -> bytes:
    """A workbook whose members are changed, and that is a whole archive all the same."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            new.writestr(name, _changed(old.read(name), chance) if name == chosen else old.read(name))
    return held.getvalue()


WORDS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xae", b"\x1b[2J", b"\r",
    b"\n\n\n", b'"', b"'", b",", b";", b"\t", b"{", b"[", b"]", b"}", b":", b"- ", b"&a [*a, *a]", b"*nobody",
    b"!!python/name:os.system", b"<<: *a", b"NaN", b"-Infinity", b"1e999999", b"9" * 5_000, b"-0", b"0x1F",
    b"1_000", b"\xd9\xa3", b"=1+1", b"null", b"~", b"2025-02-30", b"0000-00-00", b"9999-12-31T23:59:59Z",
    b"true", b"../../etc/passwd", b"a" * 300_000, b"[" * 3_000,
)  # fmt: skip
CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda raw, chance: raw[: chance.randrange(len(raw) + 1)],
    lambda raw, chance: raw[chance.randrange(len(raw) + 1) :],
    lambda raw, chance: _at(raw, chance, bytes([chance.randrange(256)]), 1),
    lambda raw, chance: _at(raw, chance, chance.choice(WORDS)),
    lambda raw, chance: _at(raw, chance, chance.choice(WORDS), 8),
    lambda raw, chance: _line(raw, chance, lambda line: line + b"\n" + line),
    lambda raw, chance: _line(raw, chance, lambda line: b""),
    lambda raw, chance: _line(raw, chance, lambda line: line[: len(line) // 2]),
    lambda raw, chance: _line(raw, chance, lambda line: line + b",surplus"),
    lambda raw, chance: _line(raw, chance, lambda line: line[::-1]),
    lambda raw, chance: b"\n".join(chance.sample(raw.split(b"\n"), raw.count(b"\n") + 1)),
    lambda raw, chance: raw.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\x0b"])),
    lambda raw, chance: raw.decode("utf-8", "replace").encode(chance.choice(["utf-16", "utf-32", "cp1252"]), "replace"),
    lambda raw, chance: raw * chance.choice([0, 2, 3]),
    lambda raw, chance: chance.randbytes(chance.choice([1, 100, 5_000])),
)


def _changed(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 2])):
        raw = chance.choice(CHANGES)(raw, chance)
    return raw


@pytest.mark.parametrize("seed", range(FILES))
def test_what_people_bring_is_read_or_refused(seed: int, tmp_path: Path, cli: Cli) -> None:
    chance = random.Random(seed)
    name, raw, words = BROUGHT[seed % len(BROUGHT)]
    deal = tmp_path / "deal"
    shutil.copytree(EXAMPLE, deal)
    if name == "sheet.xlsx":
        raw = workbook()
    elif raw is None:
        raw = (EXAMPLE / ("record.jsonl" if name == "theirs.jsonl" else name)).read_bytes()
    file = deal / name
    file.write_bytes(_in_zip(raw, chance) if name.endswith("xlsx") and chance.random() < 0.7 else _changed(raw, chance))
    (tmp_path / "placed.csv").write_bytes(PLACED)
    before = {path: path.read_bytes() for path in sorted(deal.rglob("*")) if path.is_file()}
    named = {"DEAL": deal, "FILE": file, "PLACED": tmp_path / "placed.csv"}
    ran = cli(*(named.get(word, word) for word in words))
    assert ran.code in DOCUMENTED, (words, ran.err[-500:])
    if ran.code in range(2, 8) and words[:2] != ("record", "repair"):
        assert ran.err.strip() or ran.out.strip()
        after = {path: path.read_bytes() for path in sorted(deal.rglob("*")) if path.is_file()}
        assert after == before, (words, ran.err[-500:])


IN_THE_FOLDER = (
    ("agreement.yaml", ("clock", "DEAL")), ("record.jsonl", ("clock", "DEAL")),
    ("intake.jsonl", ("settle", "DEAL", "--period", "2025-12")),
    ("revenue/more.csv", ("settle", "DEAL", "--period", "2025-12")),
    ("revenue/mapping.yaml", ("settle", "DEAL", "--period", "2025-12")),
    ("billing/more.csv", ("settle", "DEAL", "--period", "2025-12")),
    ("billing/exchange.csv", ("settle", "DEAL", "--period", "2025-12")),
    ("transactions.csv", ("brief", "DEAL")), ("story.yaml", ("brief", "DEAL")),
    ("needs.yaml", ("check", "DEAL")), ("supply.csv", ("check", "DEAL")), ("futures.yaml", ("check", "DEAL")),
)  # fmt: skip
NAMED = (
    ("b.csv", ("settle", "verify", "FILE")), ("q.csv", ("decide", "DEAL", "--questions", "FILE")),
    ("w.yaml", ("decide", "DEAL", "-w", "training", "--with", "FILE")),
    ("e.jsonl", ("decide", "DEAL", "-w", "training", "--assume", "FILE")),
    ("t.jsonl", ("record", "compare", "DEAL", "FILE")), ("s.csv", ("offer", "receive", "DEAL", "n", "--sheet", "FILE")),
    ("n.yaml", ("route", "DEAL", "--need", "n", "--needs", "FILE")), ("p.csv", ("plan", "DEAL", "--supply", "FILE")),
    ("o.json", ("plan", "DEAL", "--against", "FILE")),
    ("v.pdf", ("record", "add", "context", "DEAL", "--title", "t", "--by", "wiraksa", "--evidence", "FILE")),
)  # fmt: skip


@pytest.mark.parametrize("what", ["pipe", "device", "link to nothing"])
@pytest.mark.parametrize(("name", "words"), [*IN_THE_FOLDER, *NAMED])
def test_what_is_no_plain_file_is_told_and_never_waited_for(
    name: str, words: tuple[str, ...], what: str, tmp_path: Path, cli: Cli
) -> None:
    deal = tmp_path / "deal"
    shutil.copytree(EXAMPLE, deal)
    file = (deal if (name, words) in IN_THE_FOLDER else tmp_path) / name
    file.unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero" if what == "device" else "nowhere")
    ran = cli(*({"DEAL": deal, "FILE": file}.get(word, word) for word in words))
    assert ran.code == 7 and file.name in ran.err + ran.out, (ran.code, ran.err)
