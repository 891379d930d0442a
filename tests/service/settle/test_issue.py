import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.service.appending import append_event
from tests.service.conftest import Cli
from tests.settlement.settle_case import AGREEMENT, RESALE, SHARE, partnership

from firstcall.errors import BillingError, ConflictError
from firstcall.service import plain_files, record_file, world
from firstcall.service.folder import open_partnership
from firstcall.service.plain_files import LockedFile
from firstcall.service.settle.desk import desk
from firstcall.service.settle.issue import draw_up, enter_issue, issue_fields

AT = datetime(2025, 2, 1, tzinfo=UTC)


def test_a_statement_of_which_nothing_is_known_is_not_issued(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE)
    with desk(open_partnership(folder)) as settled:
        drawn = draw_up(settled, "2025-01", None)
        with pytest.raises(BillingError, match="no amount in it is known\n  fix: take in what its clauses"):
            issue_fields(settled, drawn, "2025-01", AT, "beta")


def test_a_period_that_is_not_over_says_so(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    with desk(open_partnership(folder)) as settled:
        early = draw_up(settled, "2025-01", AT.replace(month=1, day=20)).statement
        later = draw_up(settled, "2025-01", AT).statement
        lying = draw_up(settled, "2025-01", None).statement
    assert any("not over" in str(note) for note in early.notes)
    assert lying.known_at < early.known_at and not any("not over" in str(note) for note in lying.notes)
    assert not any("not over" in str(note) for note in later.notes)


UNTIL = AGREEMENT.replace(
    "{workloads: [training]}",
    "{workloads: [training], determinations: {done: {declared_by: alpha, verified_by: beta}}}",
)
HEARD = {"type": "determination-verified", "determination": "done", "by": "beta", "entered_by": "x"}


def until_verified(folder: Path) -> Path:
    noon = {"ChargePeriodStart": "2025-01-20T15:00:00Z", "ChargePeriodEnd": "2025-01-20T16:00:00Z"}
    early = {"ChargePeriodStart": "2025-01-20T14:00:00Z", "ChargePeriodEnd": "2025-01-20T15:00:00Z"}
    partnership(folder, focus=[{}, early, noon])
    until = "    until: {determination: done, state: verified}\n"
    (folder / "agreement.yaml").write_text(UNTIL + RESALE + until)
    return folder


def heard(folder: Path, **fields: str) -> None:
    declared = HEARD | {"id": "d", "type": "determination-declared", "by": "alpha", "at": "2025-01-02T00:00:00Z"}
    verified = HEARD | {"id": "v", "at": "2025-01-20T14:30:00Z"} | fields
    both = [one | {"recorded": verified.get("recorded", one["at"])} for one in (declared, verified)]
    (folder / "supposed.jsonl").write_text("".join(json.dumps(one) + "\n" for one in both))


def test_a_supposed_determination_ends_a_leg_in_the_middle_of_a_day(tmp_path: Path, cli: Cli) -> None:
    folder = until_verified(tmp_path / "p")
    heard(folder)
    whole = cli("settle", folder, "--period", "2025-01", "--json").json
    assert whole["legs"][0]["gross"]["amount"] == "150.15"
    cut = cli("settle", folder, "--period", "2025-01", "--json", "--assume", folder / "supposed.jsonl").json
    assert cut["legs"][0]["gross"]["amount"] == "100.10"
    assert cut["legs"][0]["ended"] == "2025-01-20"
    assert cut["what_if"] == ["supposed.jsonl: 2 supposed events"]
    assert cut["legs"][0]["notes"] == [
        "done is declared from 2025-01-02; resale@base runs until it is verified, so it goes on",
        "done is verified from 2025-01-20 14:30:00+00:00; resale@base runs until it is verified, so it ends there",
    ]
    later = cli("settle", folder, "--period", "2025-03", "--assume", folder / "supposed.jsonl").out
    assert "note: done is verified from 2025-01-20 14:30:00+00:00; resale@base runs until it is verified" in later


def test_a_determination_heard_of_late_makes_a_delta_and_its_withdrawal_another(tmp_path: Path, cli: Cli) -> None:
    folder = until_verified(tmp_path / "p")
    assert cli("settle", "intake", folder, folder / "billing" / "rows.csv", "--recorded", "2025-02-03").code == 0
    issue = ("settle", "issue", folder, "--period", "2025-01", "--by", "beta", "--recorded")
    assert cli(*issue, "2025-02-05").code == 0
    add = ("--determination", "done", "--entered-by", "x", "--recorded", "2025-03-01")
    for kind, by, at in (("declared", "alpha", "2025-01-02"), ("verified", "beta", "2025-01-20T14:30")):
        ran = cli("record", "add", f"determination-{kind}", folder, "--by", by, "--at", at, "--id", kind, *add)
        assert ran.code == 0, ran.err
    told = cli("settle", "deltas", folder).out
    assert "resale 2025-01: -50.05 USD (terms -50.05 USD; 1 line)" in told
    assert cli(*issue, "2025-03-05").code == 0
    void = ("--of", "verified", "--void", "--by", "beta", "--at", "2025-04-01", "--recorded", "2025-04-01")
    ran = cli("record", "add", "correction", folder, *void, "--entered-by", "x", "--id", "c")
    assert ran.code == 0, ran.err
    assert "resale 2025-01: 50.05 USD (terms 50.05 USD; 1 line)" in cli("settle", "deltas", folder).out


def issued(folder: Path, cli: Cli) -> tuple[object, ...]:
    partnership(folder, SHARE + "    due_days: 30\n", "a,2025-01-03,api,100\n")
    assert cli("settle", "intake", folder, folder / "revenue" / "lines.csv", "--recorded", "2025-02-03").code == 0
    return ("settle", "issue", folder, "--period", "2025-01", "--recorded", "2025-02-05", "--by")


def add(cli: Cli, folder: Path, kind: str, by: str, *fields: str, on: str = "2025-02-20") -> str:
    given = ("--statement", "example-2025-01", "--by", by, "--at", on, "--recorded", on, "--entered-by", "x")
    ran = cli("record", "add", f"statement-{kind}", folder, *given, *fields)
    return ran.err if ran.code else ran.out


def test_the_wrong_order_is_refused(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "p"
    issue = issued(folder, cli)
    assert "statement 'example-2025-01' is not on the record" in add(
        cli, folder, "paid", "alpha", "--amount", "20", "--currency", "USD"
    )
    assert cli(*issue, "beta").code == 0
    again = cli(*issue, "beta")
    assert (again.code, again.err.split("\n")[0]) == (
        5, "statement example-2025-01 was issued, and nothing has changed in it since"
    )  # fmt: skip
    other = cli(*issue, "alpha")
    assert other.code == 4
    assert other.err.startswith("statement example-2025-01 was issued by beta; alpha cannot change it\n  fix: let beta")


def test_of_two_who_issue_at_once_one_is_told(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "p"
    issue = issued(folder, cli)
    before = open_partnership(folder)
    assert cli(*issue, "beta").code == 0
    line = json.loads((folder / "record.jsonl").read_text().splitlines()[-1])
    late = {key: value for key, value in line.items() if key not in ("stream", "seq", "prev", "hash")}
    with pytest.raises(ConflictError, match="has 1 events, not 0: somebody wrote first"):
        enter_issue(before, late | {"id": "at-the-same-time"}, AT)
    assert len((folder / "record.jsonl").read_text().splitlines()) == 1


def test_an_issue_is_stamped_while_the_record_is_locked(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waited for the record must not bear an instant before that of the entry that he waited for."""
    folder = tmp_path / "p"
    issued(folder, cli)
    deal = open_partnership(folder)
    with desk(deal) as settled:
        known = AT.replace(day=4)
        fields = issue_fields(settled, draw_up(settled, "2025-01", known), "2025-01", known, "beta")
    held = folder / "record.jsonl"
    opened: list[bool] = []

    @contextmanager
    def locked(file: Path) -> Iterator[LockedFile]:
        with plain_files.locked(file) as stream:
            opened.append(True)
            yield stream

    monkeypatch.setattr(record_file, "locked", locked)
    monkeypatch.setattr(world, "now", lambda: AT.replace(day=6 + len(opened)))
    event = {"id": "stamped", "type": "statement-issued", "by": "beta", "entered_by": "x", **fields}
    enter_issue(deal, event, None)
    line = json.loads(held.read_text().splitlines()[-1])
    assert line["recorded"].startswith("2025-02-07"), "the lock was opened once before the clock was read"


@pytest.mark.parametrize("period", ["2025-Q1", "2025", "FY2025", "FY2025-Q1"])
def test_the_same_money_is_not_issued_under_two_names(tmp_path: Path, cli: Cli, period: str) -> None:
    folder = tmp_path / "p"
    assert cli(*issued(folder, cli), "beta").code == 0
    again = ("settle", "issue", folder, "--by", "beta", "--recorded", "2025-04-05", "--period")
    ran = cli(*again, period)
    assert (ran.code, ran.err) == (
        5, f"statement example-2025-01 was issued and covers days of {period} for share; issued as example-{period} as"
        " well, the same money would be owed twice\n  fix: issue what has changed with --period 2025-01, and only"
        " periods that lie outside of it\n"
    )  # fmt: skip
    (folder / "revenue" / "february.csv").write_text("id,day,stream,amount\nb,2025-02-03,api,100\n")
    assert cli("settle", "intake", folder, folder / "revenue" / "february.csv", "--recorded", "2025-03-03").code == 0
    assert cli(*again, "2025-02").code == 0


def test_only_who_pays_or_is_paid_issues(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "p"
    issue = issued(folder, cli)
    text = (folder / "agreement.yaml").read_text()
    (folder / "agreement.yaml").write_text(
        text.replace("providers:", "  gamma: {name: Gamma, role: other}\nproviders:")
    )
    ran = cli(*issue, "gamma")
    assert ran.code == 4
    assert "'gamma' neither pays nor is paid on statement example-2025-01" in ran.err
    assert "fix: let one of alpha, beta issue it" in ran.err


def test_a_statement_says_what_became_of_it(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "p"
    assert cli(*issued(folder, cli), "beta").code == 0
    add(cli, folder, "disputed", "alpha", "--lines", "share/2025-01/api/2025-01-03", "--note", "counted twice")
    out = cli("settle", folder, "--period", "2025-01").out
    assert "(disputed)" in out
    assert "Disputed by alpha on 2025-02-20T00:00:00Z: share/2025-01/api/2025-01-03 (counted twice)" in out
    assert "note: 2025-03-02 is no business day (Sunday); the next is 2025-03-03" in out
    add(cli, folder, "agreed", "alpha")
    add(cli, folder, "paid", "alpha", "--amount", "12.50", "--currency", "USD", on="2025-03-04")
    said = cli("settle", folder, "--period", "2025-01", "--json").json
    assert (said["status"], said["balances"][0]["left"]) == ("agreed", "7.5")
    assert (
        "7.50 USD left to pay, due 2025-03-02, overdue on 2025-03-04"
        in cli("settle", folder, "--period", "2025-01").out
    )
    assert cli("settle", folder, "--period", "2025-01", "--known-at", "2025-02-21", "--json").json["payments"] == []
    add(cli, folder, "paid", "alpha", "--amount", "10", "--currency", "USD", "--to", "beta", on="2025-03-05")
    out = cli("settle", folder, "--period", "2025-01").out
    assert "(paid)" in out
    assert "alpha to beta: overpaid by 2.50 USD, to be given back or set against the next" in out


OVERLAY = """\
schema: firstcall/overlay/1
id: done
title: It is done in January, and a panel agrees
base: base
events:
  - {type: determination-declared, at: 2025-01-02, by: alpha, determination: done}
  - {type: determination-verified, at: 2025-01-20T14:30, by: beta, determination: done}
"""


def test_an_overlay_ends_a_leg_as_a_record_would(tmp_path: Path, cli: Cli) -> None:
    folder = until_verified(tmp_path / "p")
    (folder / "done.yaml").write_text(OVERLAY)
    said = cli("settle", folder, "--period", "2025-01", "--json", "--with", folder / "done.yaml").json
    assert said["legs"][0]["gross"]["amount"] == "100.10"
    assert said["legs"][0]["notes"][-1].endswith("resale@base runs until it is verified, so it ends there")
    assert said["what_if"] == ["done: It is done in January, and a panel agrees (changes base)"]


CAPPED = SHARE.replace("rate: ", "minimum: {amount: '100'}\n    cap: {total: '100'}\n    until: 2024-12-31\n    rate: ")


def closed_by_an_earlier_arithmetic(folder: Path, cli: Cli) -> None:
    """Issue January with the cent taken back that the first arithmetic took, as its event has it."""
    lines = "1,2024-11-10,api,166.67\n2,2024-12-10,api,166.67\n3,2025-01-05,other,1\n"
    partnership(folder, CAPPED, lines)
    cli("settle", "intake", str(folder), str(folder / "revenue" / "lines.csv"), "--recorded", "2025-02-01")
    event = {
        "id": "e1", "type": "statement-issued", "at": "2025-02-05T00:00:00Z", "recorded": "2025-02-05T00:00:00Z",
        "by": "beta", "entered_by": "x", "statement": "example-2025-01", "period": "2025-01",
        "known_at": "2025-02-04T00:00:00Z", "amounts": {"share": "-0.01"}, "digest": "0" * 64, "digest_version": 2,
    }  # fmt: skip
    append_event(folder, event, expected=0)


def test_what_a_mended_reckoning_moves_is_a_delta_of_its_own_cause_and_issued_only_when_asked(
    tmp_path: Path, cli: Cli
) -> None:
    folder = tmp_path / "p"
    closed_by_an_earlier_arithmetic(folder, cli)
    shown = cli("settle", "deltas", str(folder)).out
    assert "share 2025-01: 0.01 USD (reckoning 0.01 USD)" in shown
    assert "Net of the delta: alpha pays beta 0.01 USD" in shown
    issue = ("settle", "issue", str(folder), "--period", "2025-01", "--by", "beta", "--recorded", "2025-03-01")
    kept = cli(*issue)
    assert kept.code == 5
    assert "nothing has changed in it since\n  fix: nothing needs to be issued; what a mended reckoning" in kept.err
    assert cli(*issue, "--reckoning").code == 0
    last = json.loads((folder / "record.jsonl").read_text().splitlines()[-1])
    assert (last["amounts"], last["reckoning"], last["delta"]) == ({"share": "0.01"}, 2, True)
    assert "Nothing has changed" in cli("settle", "deltas", str(folder)).out
    assert cli(*issue, "--reckoning").code == 5


def test_a_statement_of_this_reckoning_that_comes_out_otherwise_is_refused(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "p"
    issue = issued(folder, cli)
    assert cli(*issue, "beta").code == 0
    text = (folder / "agreement.yaml").read_text()
    (folder / "agreement.yaml").write_text(text.replace('rate: "0.20"', 'rate: "0.30"'))
    assert "comes out at" in cli("settle", "deltas", str(folder)).err


def test_what_is_issued_is_what_was_known_when_it_is_said_to_be_issued(tmp_path: Path, cli: Cli) -> None:
    """An amendment signed after the day of issue is in the file already, and is no part of what is issued."""
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    lines = folder / "revenue" / "lines.csv"
    cli("settle", "intake", folder, lines, "--recorded", "2025-02-03")
    raised = SHARE.replace("  - id", "{id").replace("\n    ", ", ").rstrip() + "}"
    text = (folder / "agreement.yaml").read_text()
    later = (
        "amendments:\n  - {id: later, signed: 2025-03-01, effective: 2025-01-01, replace: [" + raised.strip() + "]}\n"
    )
    (folder / "agreement.yaml").write_text(text + later.replace('"0.20"', '"0.30"'))
    issued = cli("settle", "issue", folder, "--period", "2025-01", "--by", "beta", "--recorded", "2025-02-05")
    assert "Net: alpha pays beta 20.00 USD" in issued.out
    assert json.loads((folder / "record.jsonl").read_text().splitlines()[-1])["known_at"] == "2025-02-05T00:00:00Z"
    assert "share 2025-01: 10.00 USD (terms 10.00 USD" in cli("settle", "deltas", folder).out


def test_a_statement_of_earlier_times_is_entered_with_files_that_were_taken_in_later(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    cli("settle", "intake", folder, folder / "revenue" / "lines.csv", "--recorded", "2025-06-03")
    issued = cli("settle", "issue", folder, "--period", "2025-01", "--by", "beta", "--recorded", "2025-02-05")
    assert "Net: alpha pays beta 20.00 USD" in issued.out
    event = json.loads((folder / "record.jsonl").read_text().splitlines()[-1])
    assert (event["recorded"], event["known_at"]) == ("2025-02-05T00:00:00Z", "2025-06-03T00:00:00Z")
    assert "Nothing has changed" in cli("settle", "deltas", folder).out
