"""firstcall offer and clock on a folder: the whole way, refusals that leave no byte behind, papers and calendars."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import refusal, text_of

from firstcall.service.cli import run

Say = Callable[..., tuple[int, str, str]]
EAST = refusal(id="east", scope={"age": "new", "mode": ["third_party"], "region": ["east"]})
WEST = refusal(id="west", holder="iris", scope={"age": "new", "mode": ["third_party"], "region": ["west"]})
SHEET = (
    "third_party: rival\nmode: third_party\nquantity: '100'\nunit: MW\nprice: '2'\ncurrency: USD\nprice_per: gpu_hour\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "deal"
    where.mkdir()
    (where / "agreement.yaml").write_text(json.dumps(text_of()), encoding="utf-8")
    (tmp_path / "offer.yaml").write_text(SHEET, encoding="utf-8")
    return where


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def run_it(*words: str) -> tuple[int, str, str]:
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


def begin(say: Say, folder: Path, offer: str = "o", *more: str) -> None:
    steps = [
        ("receive", "2025-03-10T09:00", "--sheet", str(folder.parent / "offer.yaml"), *more),
        ("willing", "2025-03-11T09:00"),
        ("notify", "2025-03-14T16:59"),
    ]
    for act, at, *rest in steps:
        code, _, err = say("offer", act, str(folder), offer, "--recorded", at, *rest)
        assert code == 0, err


def test_the_whole_way_on_a_folder(say: Say, folder: Path) -> None:
    begin(say, folder)
    code, out, _ = say("offer", "match-part", folder, "o", "--quantity", "40", "--recorded", "2025-03-18T09:00")
    assert code == 0 and "matched-in-part since 2025-03-18" in out and "left 60" in out
    code, out, _ = say("offer", "sign", folder, "o", "--contract", "k", "--tranche", "id=1,quantity=60",
                       "--recorded", "2025-04-01T09:00", "--json")  # fmt: skip
    told = json.loads(out)
    assert code == 0 and told["events"][0]["provider"] == "rival"
    assert told["offers"][0]["remainder"] == "0"
    assert say("record", "verify", folder)[0] == 0


def test_a_dry_run_writes_nothing_and_a_key_changes_nothing_twice(say: Say, folder: Path) -> None:
    begin(say, folder)
    before = (folder / "record.jsonl").read_bytes()
    code, out, _ = say("offer", "decline", folder, "o", "--recorded", "2025-03-18T09:00", "--dry-run")
    assert code == 0 and out.startswith("would record") and (folder / "record.jsonl").read_bytes() == before
    for expected in ("recorded", "offer o under refusal"):
        code, out, _ = say("offer", "decline", folder, "o", "--recorded", "2025-03-18T09:00", "--key", "letter")
        assert code == 0 and out.startswith(expected)
    assert (folder / "record.jsonl").read_bytes().count(b"\n") == before.count(b"\n") + 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("match", "o", "--recorded", "2025-03-28T17:00:01"), 6, "no notice is waiting for an answer"),
        (("match", "o", "--recorded", "2025-03-18T09:00", "--as", "iris"), 4, "offer 'o' is not on the record"),
        (("amend", "o", "--recorded", "2025-03-18T09:00", "--as", "halcyon", "--quantity", "1"), 6, "'halcyon' cannot"),
        (("match", "o", "--recorded", "2025-03-18T09:00", "--at", "2025-03-19T09:00"), 6, "after now"),
        (("decline", "o", "--recorded", "2025-03-18T09:00", "--at", "2025-03-01"), 6, "after the act's own"),
        (("decline", "nothing", "--recorded", "2025-03-18T09:00"), 4, "offer 'nothing' is not on the record"),
        (("sign", "nothing", "--recorded", "2025-03-18T09:00", "--contract", "k"), 4, "offer 'nothing' is not on"),
        (
            ("amend", "o", "--recorded", "2025-03-18T09:00", "--term", "colour=red"),
            2,
            "unknown commercial term 'colour'",
        ),
        (("amend", "o", "--recorded", "2025-03-18T09:00", "--quantity", "many"), 3, "many"),
        (("declin", "o"), 2, "did you mean 'decline'?"),
        (("deliver", "o", "--recorded", "2025-03-18T09:00"), 6, "the holder has matched nothing"),
        (("sign", "o", "--recorded", "2025-03-18T09:00", "--contract", "k"), 6, "the signing was not cleared"),
        (("receive", "p", "--recorded", "2025-03-18T09:00", "--sheet", "no-such-file.yaml"), 4, "cannot be read"),
        (("receive", "p", "--recorded", "2025-03-18T09:00"), 3, "the field 'provider' is missing"),
        (
            ("receive", "o", "--recorded", "2025-03-18T09:00", "--provider", "rival"),
            6,
            "the offer was received already",
        ),
        (("match", "o", "--recorded", "yesterday"), 2, "--recorded: 'yesterday' is not a date"),
        (("show", "nothing", "--on", "2025-03-18"), 4, "offer 'nothing' is not on the record"),
        (("show", "o", "--on", "2025-03"), 2, "'2025-03' is no day"),
        (("show", "o", "--on", "2025-03-18", "--as", "nobody"), 4, "'nobody' is no party"),
        (("deadline", "--clause", "refuse", "--sent", "2025-03-18"), 4, "no right of first refusal 'refuse'"),
        (("shortfall", "--clause", "refuse", "--on", "2025-03-18"), 4, "no right of first refusal 'refuse'"),
    ],
)
def test_bad_input_is_told_and_the_record_stays_as_it_was(
    say: Say, folder: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    begin(say, folder)
    before = (folder / "record.jsonl").read_bytes()
    act, *rest = words
    found, _, err = say("offer", act, str(folder), *rest)
    assert (found, said in err, "fix: " in err) == (code, True, True), err
    assert (folder / "record.jsonl").read_bytes() == before


@pytest.mark.parametrize("name", ["offer.csv", "offer.xlsx"])
def test_an_offer_may_be_one_row_of_a_table(say: Say, folder: Path, name: str) -> None:
    head, row = ["third_party", "quantity", "unit", "price", "scope.region"], ["rival", "7", "MW", "2.5", "east"]
    file = folder.parent / name
    if name.endswith("csv"):
        file.write_text(",".join(head) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    else:
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(head)
        sheet.append(["rival", 7, "MW", 2.5, "east"])
        book.save(file)
    code, out, err = say("offer", "receive", folder, "o", "--sheet", file, "--recorded", "2025-03-10T09:00", "--json")
    assert code == 0, err
    (event,) = json.loads(out)["events"]
    assert (event["quantity"], event["terms"], event["dimensions"]) == ("7", {"price": "2.5"}, {"region": "east"})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("offer.csv", "third_party\nr\ns\n", "2 rows of offers"), ("offer.txt", "x", "'.txt' is no kind of offer file"),
     ("offer.xlsx", "not a workbook", "not a workbook"), ("offer.csv", "colour\nred\n", "unknown column 'colour'")],
)  # fmt: skip
def test_a_table_that_says_no_offer_is_told(say: Say, folder: Path, name: str, text: str, said: str) -> None:
    (folder.parent / name).write_text(text, encoding="utf-8")
    code, _, err = say("offer", "receive", folder, "o", "--sheet", folder.parent / name, "--recorded", "2025-03-10")
    assert code == 2 and said in err and not (folder / "record.jsonl").exists()


@pytest.mark.parametrize(
    ("sent", "received", "ends", "tail"),
    [
        ("2025-03-14T16:59-04:00", "2025-03-14", "2025-03-28T21:00:00Z", "2025-06-26"),
        ("2025-06-07T09:00-04:00", "2025-06-09", "2025-06-24T21:00:00Z", "2025-09-22"),
        ("2025-11-26T17:30-05:00", "2025-11-28", "2025-12-12T22:00:00Z", "2026-03-12"),
        ("2025-11-26T17:00-05:00", "2025-11-26", "2025-12-11T22:00:00Z", "2026-03-11"),
        ("2025-11-26T17:00:01-05:00", "2025-11-28", "2025-12-12T22:00:00Z", "2026-03-12"),
        ("2025-03-07T12:00-05:00", "2025-03-07", "2025-03-21T21:00:00Z", "2025-06-19"),
        ("2025-10-31T12:00-04:00", "2025-10-31", "2025-11-17T22:00:00Z", "2026-02-15"),
        ("2025-12-25T12:00-05:00", "2025-12-26", "2026-01-12T22:00:00Z", "2026-04-12"),
        ("2024-02-20T12:00-05:00", "2024-02-20", "2024-03-05T22:00:00Z", "2024-06-03"),
        ("2025-03-14T13:30-07:00", "2025-03-14", "2025-03-28T21:00:00Z", "2025-06-26"),
    ],
)
def test_deadlines_of_a_notice_not_yet_sent(
    say: Say, folder: Path, sent: str, received: str, ends: str, tail: str
) -> None:
    code, out, _ = say("offer", "deadline", folder, "--clause", "refusal", "--sent", sent, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["deemed_received"], found["window_ends"], found["tail_last_day"]) == (received, ends, tail)
    counted = [step for step in found["steps"] if step["of"] == "window" and step["counted"]]
    assert [step["number"] for step in counted] == list(range(1, 11)) and all(step["why"] for step in found["steps"])
    text = say("offer", "deadline", folder, "--clause", "refusal", "--sent", sent)[1]
    assert f"deemed received {received}" in text and "included" in text


def test_a_day_without_an_hour_is_supposed_to_be_acted_on_at_ten(say: Say, folder: Path) -> None:
    asked = ("offer", "deadline", folder, "--clause", "refusal", "--json", "--sent")
    bare, ten = (json.loads(say(*asked, sent)[1]) for sent in ("2025-03-14", "2025-03-14T10:00"))
    told = bare["remarks"].pop(0)
    assert told.startswith("the day names no hour: it is supposed to be sent at 10:00 in ")
    del bare["remark_reasons"][0]
    assert bare == ten
    midnight = json.loads(say(*asked, "2025-03-14T00:00")[1])
    assert not any("names no hour" in remark for remark in midnight["remarks"])


def test_the_clock_leads_with_a_sentence_and_has_its_own_exit_code(say: Say, folder: Path) -> None:
    assert say("clock", folder, "--on", "2025-03-18") == (
        0,
        "Nothing is due.\n",
        "A reminder, not a legal notice and not legal advice.\n",
    )
    begin(say, folder)
    code, out, _ = say("clock", folder, "--on", "2025-03-24")
    first = out.splitlines()[0]
    assert code == 14
    assert first.startswith(
        "o: Answer due Fri 28 Mar 2025 17:00 EDT (21:00 UTC); silence lapses it; then sign elsewhere"
    )
    assert first.endswith("rests on: cut-off, receipt, which is not recorded, assumed.")
    code, out, _ = say("clock", folder, "--on", "2025-03-24", "--due-within", "2d", "--json")
    assert (code, json.loads(out)["due"]) == (0, [])
    code, out, _ = say("clock", folder, "--on", "2025-03-24", "--format", "md", "--as", "halcyon")
    assert (
        code == 14
        and "| o | refusal | halcyon | answer | Fri 28 Mar 2025 17:00 EDT | 2025-03-28T21:00:00Z | 5 |" in out
    )
    code, _, err = say("clock", folder, "--due-within", "soon")
    assert code == 2 and "--due-within: 'soon' is no span of time" in err


def test_the_calendar_keeps_its_entries_and_says_that_it_is_no_notice(say: Say, folder: Path) -> None:
    from icalendar import Calendar

    begin(say, folder)
    file = folder.parent / "due.ics"
    found: list[Any] = []
    for on in ("2025-03-24", "2025-03-25"):
        say("clock", folder, "--on", on, "--ics", file)
        (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        found.append(event)
    one, two = found
    assert one["uid"] == two["uid"] and int(two["sequence"]) > int(one["sequence"])
    assert "not a legal notice" in one["description"] and len(one.walk("VALARM")) == 3
    triggers = [alarm.decoded("trigger").isoformat() for alarm in one.walk("VALARM")]
    assert triggers == ["2025-03-21T21:00:00+00:00", "2025-03-26T21:00:00+00:00", "2025-03-27T21:00:00+00:00"]


def test_the_calendar_goes_to_stdout_alone_and_never_over_a_paper_of_the_partnership(say: Say, folder: Path) -> None:
    begin(say, folder)
    _, out, _ = say("clock", folder, "--on", "2025-03-24", "--ics", "-")
    assert out.startswith("BEGIN:VCALENDAR") and out.rstrip().endswith("END:VCALENDAR")
    before = (folder / "agreement.yaml").read_bytes()
    code, _, err = say("clock", folder, "--on", "2025-03-24", "--ics", folder / "agreement.yaml")
    assert code == 2 and "agreement.yaml" in err and (folder / "agreement.yaml").read_bytes() == before


def test_the_papers_are_drafts_that_other_programs_open(say: Say, folder: Path) -> None:
    from docx import Document

    begin(say, folder)
    out = folder.parent / "papers"
    assert say("offer", "packet", folder, "o", "--dir", out, "--on", "2025-03-24", "--as", "halcyon")[0] == 0
    names = {path.name for path in out.iterdir()}
    assert {"clock.docx", "clock.html", "match.docx", "match.eml", "decline.html", "waiver.eml", "o.ics"} <= names
    text = "\n".join(paragraph.text for paragraph in Document(str(out / "match.docx")).paragraphs)
    assert "takes the whole of offer o under refusal" in text and "Draft, not sent" in text
    assert b"X-Unsent: 1" in (out / "match.eml").read_bytes()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    say("offer", "packet", folder, "o", "--dir", out, "--on", "2025-03-24", "--as", "halcyon")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    code, _, err = say("offer", "packet", folder, "o", "--dir", out, "--on", "2025-03-24", "--as", "iris")
    assert code == 4 and "fix: " in err


def test_the_papers_say_what_is_missing_and_withhold_the_rival(say: Say, folder: Path) -> None:
    clause = refusal(notice={"third_party": "withheld", "required": ["start"]})
    (folder / "agreement.yaml").write_text(json.dumps(text_of(clause)), encoding="utf-8")
    say("offer", "receive", folder, "o", "--sheet", folder.parent / "offer.yaml", "--recorded", "2025-03-10T09:00")
    out = folder.parent / "papers"
    assert say("offer", "packet", folder, "o", "--dir", out, "--on", "2025-03-11")[0] == 0
    notice = (out / "notice-halcyon.html").read_text(encoding="utf-8")
    assert "rival" not in notice and "NOT COMPLETE, do not send: start missing" in notice


def test_what_a_party_may_not_see_changes_no_output_of_any_command(say: Say, folder: Path) -> None:
    (folder / "agreement.yaml").write_text(json.dumps(text_of(EAST, WEST)), encoding="utf-8")
    begin(say, folder, "o", "--scope", "region=east")
    commands = [
        ("offer", "show", folder, "o"), ("offer", "show", folder, "o", "--json"), ("offer", "list", folder),
        ("offer", "list", folder, "--json"), ("clock", folder), ("clock", folder, "--json"),
        ("clock", folder, "--format", "md"), ("offer", "shortfall", folder, "--clause", "east"),
        ("offer", "packet", folder, "o", "--dir", folder.parent / "papers"),
    ]  # fmt: skip

    def outputs() -> list[tuple[int, str, str]]:
        return [say(*words, "--on", "2025-03-24", "--as", "halcyon") for words in commands]

    before = outputs()
    begin(say, folder, "hidden", "--scope", "region=west")
    say("offer", "decline", folder, "hidden", "--recorded", "2025-03-20T09:00")
    say("offer", "amend", folder, "o", "--term", "term_months=48", "--recorded", "2025-03-20T10:00")
    assert (folder / "record.jsonl").read_text(encoding="utf-8").count("hidden") > 3
    assert outputs() == before
    assert say("offer", "list", folder, "--on", "2025-03-24", "--as", "iris") != before[2]


def test_an_act_on_an_offer_a_party_was_not_told_of_reads_as_if_there_were_none(say: Say, folder: Path) -> None:
    (folder / "agreement.yaml").write_text(json.dumps(text_of(EAST, WEST)), encoding="utf-8")
    begin(say, folder, "hidden", "--scope", "region=west")
    told = [say("offer", "match", folder, name, "--as", "halcyon", "--recorded", "2025-03-20T09:00")
            for name in ("hidden", "nothin")]  # fmt: skip
    assert told[0][0] == told[1][0] == 4
    assert told[0][2].replace("hidden", "") == told[1][2].replace("nothin", "")


def test_papers_that_cannot_be_written_are_told(say: Say, folder: Path) -> None:
    begin(say, folder)
    code, _, err = say("offer", "packet", folder, "o", "--dir", folder / "record.jsonl", "--on", "2025-03-24")
    assert code == 4 and "cannot be written" in err and "fix: name another folder" in err


def test_pages_say_what_there_is(say: Say, folder: Path) -> None:
    begin(say, folder)
    out = say("offer", "show", folder, "o", "--on", "2025-03-24")[1]
    assert "notified since 2025-03-14" in out and "[x] price: price_usd_per_gpu_hour 2" in out
    code, out, _ = say("offer", "list", folder, "--open", "--on", "2025-03-24")
    assert code == 0 and "answer from halcyon by 2025-03-28T21:00:00Z, 5 business days left" in out
    assert say("offer", "list", folder, "--open", "--on", "2025-04-24")[1] == ""
    assert say("offer", "template")[1].startswith("# An offer of capacity")
    assert json.loads(say("offer", "show", folder, "o", "--on", "2025-03-24", "--json")[1])[0]["state"] == "notified"


def test_an_act_is_refused_in_a_language(folder: Path, say: Say) -> None:
    begin(say, folder)
    code, _, err = say("offer", "willing", str(folder), "o", "--lang", "es")
    assert code == 6 and "\n  solución: " in err
