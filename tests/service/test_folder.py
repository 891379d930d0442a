"""A partnership folder: read, appended to, repaired, made; every failure has its words."""

import json
from pathlib import Path

import pytest
from tests.service.appending import append_event

from firstcall.errors import ConflictError, MachineError, NotFound, RecordError
from firstcall.service import plain_files
from firstcall.service.folder import create_folder, folder_of, open_partnership

EVENT = {"id": "a", "type": "context", "at": "2026-02-01T00:00:00Z", "recorded": "2026-02-01T00:00:00Z",
         "by": "holder", "entered_by": "us", "title": "x"}  # fmt: skip


def test_a_folder_may_be_named_by_its_agreement(deal: Path) -> None:
    assert folder_of(deal) == folder_of(deal / "agreement.yaml") == deal


def test_a_missing_record_is_an_empty_one(deal: Path) -> None:
    (deal / "record.jsonl").unlink()
    assert open_partnership(deal).record.events == ()
    append_event(deal, EVENT)
    assert [event.id for event in open_partnership(deal).record.events] == ["a"]


def test_what_ifs_are_kept_with_what_they_say(root: Path) -> None:
    example = root / "examples" / "microsoft-openai"
    overlay = example / "what-if" / "agi-removed.yaml"
    held = open_partnership(example, (overlay,))
    assert str(held.supposed[0]).startswith("agi-removed: ") and held.overlays == (overlay.read_bytes(),)
    assert held.agreement != open_partnership(example).agreement


def test_supposed_events_are_text_or_are_refused_by_line(deal: Path) -> None:
    events = deal / "events.jsonl"
    events.write_bytes(b'\n{"type": "context\xff"}\n')
    with pytest.raises(RecordError, match=r"events.jsonl:2: the line is not UTF-8 text\n  fix: save it as UTF-8"):
        open_partnership(deal, (), (events,))


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"there is no folder '.*nowhere'\n  fix: name a partnership folder"):
        folder_of(tmp_path / "nowhere")
    with pytest.raises(NotFound, match=r"there is no agreement.yaml in '.*'\n  fix: name the folder that holds it"):
        folder_of(tmp_path)


def test_a_file_that_is_a_folder_or_too_large_is_told(deal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_event(deal, EVENT)
    monkeypatch.setattr(plain_files, "LONGEST_FILE", 10)
    with pytest.raises(RecordError, match=r"has more than 10 bytes\n  fix: check that it is the right file"):
        open_partnership(deal)
    monkeypatch.undo()
    (deal / "record.jsonl").unlink()
    (deal / "record.jsonl").mkdir()
    with pytest.raises(NotFound, match=r"is a folder, not a file\n  fix: move it away"):
        open_partnership(deal)


def test_a_new_folder_overwrites_nothing(tmp_path: Path) -> None:
    create_folder(tmp_path / "a" / "b", {"x": b"1"})
    assert (tmp_path / "a" / "b" / "x").read_bytes() == b"1"
    with pytest.raises(ConflictError, match="has x already, and nothing was written\n  fix: name another folder"):
        create_folder(tmp_path / "a" / "b", {"w": b"2", "x": b"2"})
    assert not (tmp_path / "a" / "b" / "w").exists()
    with pytest.raises(ConflictError, match="is a file\n  fix: name another folder"):
        create_folder(tmp_path / "a" / "b" / "x", {"y": b""})
    with pytest.raises(ConflictError) as error:
        create_folder(tmp_path / "a" / "b" / "x" / "within" / "deep", {"y": b""})
    assert str(error.value).startswith(f"'{tmp_path}/a/b/x' is a file")


def test_a_new_folder_that_cannot_be_whole_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="its name is too long"):
        create_folder(tmp_path / "a" / "b", {"x": b"1", "within/y": b"2", "n" * 300: b"3"})
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "kept").mkdir()
    with pytest.raises(MachineError):
        create_folder(tmp_path / "kept", {"x": b"1", "n" * 300: b"3"})
    assert [path.name for path in tmp_path.rglob("*")] == ["kept"]


def test_supposed_events_that_move_nothing_say_so(deal: Path) -> None:
    events = deal / "events.jsonl"
    received = {
        "type": "offer-received",
        "offer": "o-1",
        "provider": "rival-cloud",
        "by": "grantor",
        "at": "2026-02-02",
    }
    waived = {"type": "waiver-given", "offer": "o-1", "by": "holder", "at": "2026-02-03"}
    elsewhere = {"type": "waiver-given", "offer": "o-2", "by": "holder", "at": "2026-02-03"}
    for given, said in (
        ((received, waived), ()),
        ((received, waived | {"by": "nobody"}), ("'nobody' does not hold first-refusal",)),
        ((received, elsewhere), ("no offer 'o-2' has been received",)),
    ):
        events.write_text("".join(json.dumps(one) + "\n" for one in given))
        warned = open_partnership(deal, (), (events,)).warnings
        assert [str(one).partition("without effect: ")[2] for one in warned] == list(said)
