"""firstcall record: added, shown, verified, repaired; a line that is kept is never lost."""

import json
from pathlib import Path

import pytest
from tests.service.conftest import Cli, Ran

WHEN = ("--at", "2026-02-02T09:00", "--recorded", "2026-02-02T12:00", "--entered-by", "us", "--by", "grantor")
OFFER = ("--offer", "o-1", "--provider", "rival-cloud", "--quantity", "10", "--unit", "MW")


def add(cli: Cli, deal: Path, kind: str, *flags: str) -> Ran:
    return cli("record", "add", kind, deal, *WHEN, *flags)


def test_an_event_is_added_and_what_it_did_is_told(deal: Path, cli: Cli) -> None:
    assert add(cli, deal, "offer-received", *OFFER, "--id", "a").code == 0
    add(cli, deal, "grantor-willing", "--offer", "o-1", "--id", "b")
    ran = add(cli, deal, "notice-given", "--offer", "o-1", "--states", "price", "--id", "c")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "added 2026-02-02 09:00:00-05:00  notice-given  by grantor  offer o-1; states price  [c]"
        " (entered 2026-02-02 12:00:00-05:00)\n"
        "offer o-1 under first-refusal (holder): notified since 2026-02-02 09:00:00-05:00\n"
        "  answer due by 2026-02-24 17:00:00-05:00 (2026-02-24T22:00:00Z)\n"
        "  offered 10, left 10\n"
    )


def test_the_line_says_what_was_given(deal: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_USER", "dana")
    evidence = deal / "letter.txt"
    evidence.write_text("x")
    ran = cli("record", "add", "context", deal, "--title", "A letter", "--by", "holder", "--evidence", evidence,
              "--grade", "agreed", "--source", "contract", "--signatory", "R. C.", "--note", "n", "--json")  # fmt: skip
    (line,) = [json.loads(text) for text in (deal / "record.jsonl").read_text().splitlines()]
    names = ("type", "by", "entered_by", "signatory", "note", "title", "stream", "seq")
    assert {name: line[name] for name in names} == {
        "type": "context", "by": "holder", "entered_by": "dana", "signatory": "R. C.", "note": "n",
        "title": "A letter", "stream": "agreement", "seq": 1,
    }  # fmt: skip
    assert line["basis"] == {"grade": "agreed", "source": ["contract"]}
    assert line["evidence"]["file"] == "letter.txt" and len(line["evidence"]["sha256"]) == 64
    assert line["at"] == line["recorded"] and len(line["id"]) == 16
    assert ran.json["hash"] == line["hash"]


def test_a_dry_run_writes_nothing(deal: Path, cli: Cli) -> None:
    ran = add(cli, deal, "offer-received", *OFFER, "--dry-run")
    assert ran.code == 0 and ran.out.startswith("would add ")
    assert (deal / "record.jsonl").read_bytes() == b""


def test_an_event_that_is_none_is_refused_in_a_language(deal: Path, cli: Cli) -> None:
    ran = add(cli, deal, "grantor-willing", "--offer", "o-9", "--lang", "es")
    assert ran.code == 4 and ran.err.startswith("no consta en el registro: oferta 'o-9'")


def test_a_type_may_be_written_with_underscores(deal: Path, cli: Cli) -> None:
    assert add(cli, deal, "offer_received", *OFFER).code == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("notice-givn", "x"), 2, "unknown event type 'notice-givn'\n  fix: did you mean 'notice-given'?"),
        (("context", "nowhere", "--title", "x", "--by", "holder"), 4, "there is no folder 'nowhere'"),
        (("context", "DEAL", "--by", "holder"), 2, "Missing option '--title'"),
        (("context", "DEAL", "--title", "", "--by", "holder"), 3,
         "new event: title: '' stands where some text is wanted"),
        (("context", "DEAL", "--title", "x", "--by", "holder", "--at", "2026-02-30"), 2,
         "--at: '2026-02-30' is not a day"),
        (("context", "DEAL", "--title", "x", "--by", "holder", "--source", "no"), 2, "unknown source 'no'"),
        (("context", "DEAL", "--title", "x", "--by", "holder", "--grade", "gold"), 3, "new event: basis.grade: 'gold'"),
        (("context", "DEAL", "--title", "x", "--by", "holder", "--id", "a b"), 3, "new event: id: 'a b' is not an id"),
        (("offer-received", "DEAL", "--offer", "o", "--provider", "p", "--by", "grantor", "--quantity", "1e5"), 3,
         "new event: quantity: '1e5' is not a plain decimal number"),
        (("correction", "DEAL", "--of", "no", "--void", "--by", "holder"), 4,
         "event 'no' is not in the record\n  fix: see"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_not_kept(
    args: tuple[str, ...], code: int, said: str, deal: Path, cli: Cli
) -> None:
    ran = cli("record", "add", *(deal if arg == "DEAL" else arg for arg in args))
    assert (ran.code, ran.out) == (code, "") and said in ran.err
    assert (deal / "record.jsonl").read_bytes() == b""


def test_what_cannot_be_printed_is_spelt(deal: Path, cli: Cli) -> None:
    ran = add(cli, deal, "context", "--title", "a\nb\u202ec")
    assert r"title a\nb\u202ec" in ran.out and ran.out.count("\n") == 1


def test_shown_by_stream_type_and_knowledge(deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER, "--id", "a")
    later = ("--at", "2026-02-03", "--recorded", "2026-02-03", "--by", "grantor", "--entered-by", "us")
    cli("record", "add", "correction", deal, *later, "--of", "a", "--set", "quantity=12", "--id", "b")
    shown = cli("record", "show", deal, "--stream", "offer:o-1", "--type", "offer-received")
    assert "quantity 12" in shown.out and shown.err == ""
    before = cli("record", "show", deal, "--known-at", "2026-02-02T13:00", "--json").json
    assert [event["quantity"] for event in before] == ["10"]
    nothing = cli("record", "show", deal, "--type", "context")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "no event on the record fits\n")


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (("--stream", "offer:o-2"), 4, "no events in stream 'offer:o-2'\n  fix: did you mean 'offer:o-1'?"),
        (("--type", "contxt"), 2, "unknown event type 'contxt'\n  fix: did you mean 'context'?"),
        (("--known-at", "never"), 2, "--known-at: 'never' is not a date or time"),
    ],
)
def test_what_cannot_be_shown_is_told(flags: tuple[str, ...], code: int, said: str, deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER)
    ran = cli("record", "show", deal, *flags)
    assert (ran.code, ran.out) == (code, "") and said in ran.err


def test_verify_tells_order_and_faults(deal: Path, cli: Cli) -> None:
    assert cli("record", "verify", deal).out == "ok: 0 events in 0 streams\n"
    add(cli, deal, "offer-received", *OFFER)
    assert cli("record", "verify", deal).out.startswith(
        "ok: 1 event in 1 stream, last entered 2026-02-02 12:00:00-05:00"
    )
    told = cli("record", "verify", deal, "--json").json
    assert (told["ok"], told["events"], told["torn_bytes"]) == (True, 1, 0)
    file = deal / "record.jsonl"
    file.write_text(file.read_text().replace('"10"', '"11"'))
    ran = cli("record", "verify", deal)
    assert ran.code == 3 and "was changed after it was written" in ran.err
    assert cli("record", "verify", deal, "--json").json["ok"] is False


def test_a_torn_line_stops_appends_until_it_is_repaired(deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER)
    file = deal / "record.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"id": "half')
    ran = add(cli, deal, "grantor-willing", "--offer", "o-1")
    assert ran.code == 3 and "the record's last line is torn, so nothing is appended" in ran.err
    assert cli("record", "verify", deal).code == 3
    ran = cli("record", "repair", deal)
    assert ran.out == f"{file}: the torn last line (12 bytes) was set aside in record.jsonl.torn-1\n"
    assert file.read_bytes() == whole and (deal / "record.jsonl.torn-1").read_bytes() == b'{"id": "half'
    assert cli("record", "repair", deal).out == f"{file}: the last line is not torn; nothing to repair\n"
    file.write_bytes(whole.removesuffix(b"\n"))
    assert "the last line was whole but for its end, which was added" in cli("record", "repair", deal).out
    assert file.read_bytes() == whole


def test_repair_names_the_marks_of_a_merge_and_leaves_them(deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER)
    file = deal / "record.jsonl"
    marked = b"<<<<<<< HEAD\n" + file.read_bytes() + b"=======\n>>>>>>> other\n"
    file.write_bytes(marked)
    ran = cli("record", "repair", deal)
    assert ran.code == 3 and "record.jsonl:1: not a line of the record" in ran.err
    assert "record.jsonl:4: not a line of the record" in ran.err and file.read_bytes() == marked
    file.write_bytes(marked + b'{"id": "half')
    ran = cli("record", "repair", deal)
    assert ran.code == 3 and "(12 bytes) was set aside" in ran.out and file.read_bytes() == marked


def test_repair_names_a_damaged_line_of_what_was_taken_in(deal: Path, cli: Cli) -> None:
    (deal / "intake.jsonl").write_text("=======\n")
    ran = cli("record", "repair", deal)
    assert ran.code == 3 and "intake.jsonl:1: the line is damaged" in ran.err


def test_what_moved_nothing_is_marked_with_the_reason_wherever_it_is_shown(deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER, "--id", "a")
    add(cli, deal, "withdrawn", "--offer", "o-1", "--id", "b")
    ran = add(cli, deal, "withdrawn", "--offer", "o-1", "--id", "c")
    assert "the offer is withdrawn" in ran.out
    lines = cli("record", "show", deal).out.splitlines()
    assert ["(without effect: the offer is withdrawn)" in line for line in lines] == [False, False, True]
    told = cli("record", "show", deal, "--json").json
    assert [event.get("without_effect") for event in told] == [None, None, "the offer is withdrawn"]


def test_digests_to_compare_are_printed_and_shared(deal: Path, cli: Cli, tmp_path: Path) -> None:
    add(cli, deal, "offer-received", *OFFER, "--id", "a", "--note", "to ourselves")
    add(cli, deal, "grantor-willing", "--offer", "o-1", "--id", "b")
    add(cli, deal, "notice-given", "--offer", "o-1", "--id", "c")
    cli("record", "export", deal, "--as", "holder", "--to", tmp_path / "h")
    ours, theirs = cli("record", "verify", deal, "--json").json, cli("record", "verify", tmp_path / "h", "--json").json
    assert ours["shared"] == theirs["shared"] and ours["private"] != theirs["private"]
    said = cli("record", "verify", deal).out
    assert f"shared with holder: {ours['shared']['holder']}\n" in said and ours["private"] in said
    alone = cli("record", "verify", deal, "--as", "holder")
    assert ours["shared"]["holder"] in alone.out and ours["private"] not in alone.out


def test_what_names_no_instant_took_effect_as_it_was_entered(deal: Path, cli: Cli) -> None:
    cli("record", "add", "context", deal, "--title", "x", "--by", "holder", "--recorded", "2026-02-02T12:00")
    (line,) = [json.loads(text) for text in (deal / "record.jsonl").read_text().splitlines()]
    assert line["at"] == line["recorded"] == "2026-02-02T12:00:00-05:00"


def test_a_corrected_instant_is_read_as_its_flag_is(deal: Path, cli: Cli) -> None:
    for kind, *flags in (("offer-received", *OFFER), ("grantor-willing", "--offer", "o-1")):
        assert add(cli, deal, kind, *flags).code == 0
    add(cli, deal, "notice-given", "--offer", "o-1", "--states", "price", "--id", "n")
    again = cli("offer", "notify", deal, "o-1", "--recorded", "2026-02-03T12:00")
    assert again.code == 6 and "when it arrived is entered by correcting `delivered` of event n" in again.err
    later = ("--by", "grantor", "--recorded", "2026-02-03T12:00")
    bad = cli("record", "add", "correction", deal, "--of", "n", "--set", "delivered=soon", *later)
    assert bad.code == 2 and bad.err.startswith("--set delivered: 'soon' is not a date")
    ran = cli("record", "add", "correction", deal, "--of", "n", "--set", "delivered=2026-02-04T09:00", *later)
    assert ran.code == 0
    line = json.loads((deal / "record.jsonl").read_text().splitlines()[-1])
    assert line["set"] == {"delivered": "2026-02-04T09:00:00-05:00"}
    assert "26 Feb 2026 17:00" in cli("clock", deal, "--on", "2026-02-05").out


def test_a_signing_that_was_not_cleared_stands_as_a_contract(deal: Path, cli: Cli) -> None:
    add(cli, deal, "offer-received", *OFFER)
    ran = add(
        cli, deal, "contract-signed", "--contract", "k", "--provider", "rival-cloud", "--offer", "o-1", "--id", "s"
    )
    assert ran.code == 0 and "without effect" not in ran.out and "tranches" not in ran.out
    assert "the contract of event s, signed at 2026-02-02T14:00:00Z, was not cleared: it stands, and uses up" in ran.out
    (told,) = cli("offer", "show", deal, "o-1", "--on", "2026-02-03", "--json").json
    assert told["without_effect"] == [] and [item["event"] for item in told["uncleared"]] == ["s"]
