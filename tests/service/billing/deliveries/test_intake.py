import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.deliveries.intake import TakenIn, read_intake, repair_intake, take_in

AT = datetime(2025, 2, 1, tzinfo=UTC)


def test_a_file_is_taken_in_once_whatever_its_name(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    path = folder / "revenue" / "lines.csv"
    assert take_in(folder, [path], AT, False) is not None
    twin = path.with_name("twin.csv")
    twin.write_bytes(path.read_bytes())
    assert take_in(folder, [path, twin], AT, False) is None
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]


def test_one_file_taken_in_by_many_at_once_is_one_delivery(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    path = folder / "revenue" / "lines.csv"
    start = Barrier(8)

    def once(_: int) -> TakenIn | None:
        start.wait()
        return take_in(folder, [path], AT, True)

    with ThreadPoolExecutor(8) as people:
        done = list(people.map(once, range(8)))
    assert sum(delivery is not None for delivery in done) == 1
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]


def test_files_elsewhere_and_time_running_backwards_are_refused(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    outside = tmp_path / "outside.csv"
    outside.write_text("x")
    with pytest.raises(
        BillingError, match=r"outside\.csv: the file is not in the partnership's folder\n  fix: copy it"
    ):
        take_in(folder, [outside], AT, False)
    take_in(folder, [folder / "revenue" / "lines.csv"], AT, False)
    more = folder / "revenue" / "more.csv"
    more.write_text("id,day,stream,amount\n")
    with pytest.raises(BillingError, match="2025-01-01T00:00:00Z is before the last delivery was taken in"):
        take_in(folder, [more], AT.replace(month=1), False)


def test_a_damaged_list_is_told_with_its_line(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p")
    (folder / "intake.jsonl").write_text('{"id": "delivery-1"')
    with pytest.raises(BillingError, match=r"intake\.jsonl:1: the line is damaged\n  fix: restore it from a copy"):
        read_intake(folder)


def two_files(tmp_path: Path) -> tuple[Path, Path]:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    take_in(folder, [folder / "revenue" / "lines.csv"], AT, False)
    more = folder / "revenue" / "more.csv"
    more.write_text("id,day,stream,amount\n")
    return folder, more


def test_a_list_without_its_last_end_takes_the_next_delivery_on_a_line_of_its_own(tmp_path: Path) -> None:
    folder, more = two_files(tmp_path)
    list_of = folder / "intake.jsonl"
    list_of.write_bytes(list_of.read_bytes().rstrip(b"\n"))
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]
    assert take_in(folder, [more], AT, True) is not None
    assert [one.id for one in read_intake(folder)] == ["delivery-1", "delivery-2"]
    assert list_of.read_bytes().count(b"\n") == 2


def test_a_torn_list_is_warned_of_refused_to_append_to_and_mended(tmp_path: Path, cli: Cli) -> None:
    folder, more = two_files(tmp_path)
    list_of = folder / "intake.jsonl"
    whole = list_of.read_bytes()
    list_of.write_bytes(whole + b'{"id": "deliv')
    ran = cli("settle", "intake", folder, more)
    assert ran.code == 3 and "record repair" in ran.err and list_of.read_bytes() == whole + b'{"id": "deliv'
    assert cli("check", folder).code == 3
    ran = cli("record", "repair", folder)
    assert ran.code == 0 and "intake.jsonl: the torn last line (13 bytes) was set aside" in ran.out
    assert list_of.read_bytes() == whole
    assert cli("settle", "intake", folder, more).code == 0
    assert [one.id for one in read_intake(folder)] == ["delivery-1", "delivery-2"]


def test_a_delivery_ahead_of_the_clock_is_refused(tmp_path: Path) -> None:
    folder, more = two_files(tmp_path)
    with pytest.raises(BillingError, match="2999-01-01T00:00:00Z lies ahead of the clock"):
        take_in(folder, [more], AT.replace(year=2999, month=1), False)


def test_what_was_whole_stays_and_what_was_not_is_set_aside() -> None:
    line = b'{"id": "delivery-1", "recorded": "2025-02-01T00:00:00+00:00", "files": {}}'
    assert repair_intake(line + b"\n") == (line + b"\n", b"") == repair_intake(line)
    for cut in range(1, len(line)):
        assert repair_intake(line + b"\n" + line[:cut]) == (line + b"\n", line[:cut])


@pytest.mark.parametrize(
    "changed",
    [
        {"adds": "yes"}, {"adds": 1}, {"id": 7}, {"id": ""}, {"recorded": "2025-01-01"}, {"recorded": None},
        {"recorded": "2025-02-01T00:00:00"}, {"files": []}, {"files": {"a.csv": 5}}, {"files": {"a.csv": "0"}},
        {"files": {"": "0" * 64}}, {"together": True}, {"together": "part"}, {"nil": [["a", "2025-13"]]},
        {"nil": [["a", "2025-1"]]}, {"nil": ["a"]}, {"nil": [["a"]]}, {"surplus": 1},
    ],
)  # fmt: skip
def test_a_line_of_the_list_says_what_it_says_and_nothing_read_with_good_will(
    changed: dict[str, object], tmp_path: Path
) -> None:
    folder = partnership(tmp_path / "p")
    line = {"id": "delivery-1", "recorded": "2025-02-01T00:00:00+00:00", "adds": False, "files": {}}
    (folder / "intake.jsonl").write_text(json.dumps(line) + "\n")
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]
    (folder / "intake.jsonl").write_text(json.dumps(line) + "\n" + json.dumps({**line, **changed}) + "\n")
    with pytest.raises(BillingError, match=r"intake\.jsonl:2: the line is damaged"):
        read_intake(folder)


def test_a_line_that_stands_twice_counts_once_and_a_key_that_does_is_refused(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    take_in(folder, [folder / "revenue" / "lines.csv"], AT, False)
    file = folder / "intake.jsonl"
    once = file.read_text()
    file.write_text(once * 2)
    assert len(read_intake(folder)) == 1
    file.write_text(once.rstrip("}\n") + '}, "adds": true}\n')
    with pytest.raises(BillingError, match=r"intake\.jsonl:1: the line is damaged"):
        read_intake(folder)


def test_lines_in_another_order_as_a_merge_leaves_them_are_the_same_deliveries(tmp_path: Path) -> None:
    folder, more = two_files(tmp_path)
    take_in(folder, [more], AT + timedelta(hours=1), False)
    file = folder / "intake.jsonl"
    before, lines = read_intake(folder), file.read_text().splitlines(keepends=True)
    file.write_text("".join(reversed(lines)))
    assert read_intake(folder) == before and [one.recorded for one in before] == [AT, AT + timedelta(hours=1)]


def test_two_deliveries_of_one_id_as_a_merge_leaves_them_both_count_and_are_told(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    ledger, first = folder / "intake.jsonl", folder / "revenue" / "lines.csv"
    lines = []
    for number, text in enumerate(["b,2025-02-03,api,50", "c,2025-03-03,api,7"]):
        file = first.with_name(f"branch-{number}.csv")
        file.write_text(f"{first.read_text().splitlines()[0]}\n{text}\n")
        take_in(folder, [file], AT, False)
        lines.append(ledger.read_bytes())
        ledger.unlink()
    for merged in (lines, lines[::-1]):
        ledger.write_bytes(b"".join(merged))
        assert [one.id for one in read_intake(folder)] == ["delivery-1", "delivery-1.2"]
        ran = cli("record", "repair", folder)
        assert ran.err == (
            "warning: intake.jsonl: two deliveries are called delivery-1, as a merge leaves them; "
            "both count, the later one as delivery-1.2\n"
        )
    ledger.write_bytes(lines[0] + lines[1])
    one = [[name for name, _ in delivery.files] for delivery in read_intake(folder)]
    ledger.write_bytes(lines[1] + lines[0])
    assert one == [[name for name, _ in delivery.files] for delivery in read_intake(folder)]
    assert take_in(folder, [first], AT, False).id == "delivery-3"  # type: ignore[union-attr]


@pytest.mark.parametrize("more", [b'{"id": "b"}', b"]", b"\r{}"])
def test_a_last_line_that_goes_on_after_a_delivery_is_damaged_and_not_torn(tmp_path: Path, more: bytes) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    take_in(folder, [folder / "revenue" / "lines.csv"], AT, False)
    ledger = folder / "intake.jsonl"
    ledger.write_bytes(ledger.read_bytes().rstrip(b"\n") + more)
    with pytest.raises(BillingError, match="the line is damaged"):
        read_intake(folder)
    assert repair_intake(ledger.read_bytes()) == (ledger.read_bytes(), b"")
