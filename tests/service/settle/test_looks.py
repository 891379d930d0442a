"""What a party may not see changes not one byte of what it is shown; what it may see is shown whole."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.service.appending import append_event
from tests.service.billing.test_rows import BUY, applied
from tests.service.conftest import Cli
from tests.settlement.settle_case import AGREEMENT, FOCUS, RESALE, SHARE, focus_file, partnership

from firstcall.errors import BillingError, NotAllowed
from firstcall.report.statement.account import account_data, account_lines
from firstcall.report.statement.documents import beancount_text, invoice_rows, journal_rows, papers
from firstcall.report.statement.implied import implied_lines
from firstcall.report.statement.page import statement_page
from firstcall.report.statement.rows import line_rows, statement_data
from firstcall.report.statement.text import statement_text
from firstcall.report.words.words import page_words
from firstcall.service.folder import open_partnership
from firstcall.service.settle.desk import desk
from firstcall.service.settle.issue import draw_up, seen

THREE = AGREEMENT.replace(
    "role: holder}\n",
    "role: holder}\n  gamma: {name: Gamma, role: holder}\n  panel: {name: Panel, role: other}\n",
    1,
)
OURS = """\
  - id: share
    type: revenue_share
    payer: alpha
    payee: beta
    base: {source: revenue_lines, streams: [api]}
    rate: "0.20"
    currency: USD
    due_days: 30
    rounding: {at: bucket, mode: half_up}
"""
BACK = OURS.replace("id: share", "id: back")
BACK = BACK.replace("payer: alpha", "payer: beta").replace("payee: beta", "payee: gamma")
HIDDEN = [
    BACK,
    OURS.replace("id: share", "id: hidden-too").replace("payee: beta", "payee: gamma"),
]
LINES = [("2025-01-03", 10_000), ("2025-01-03", 2_500), ("2025-02-09", 7_001)]


def folder_of(path: Path, hidden: str, rows: list[tuple[str, int]], others: str, named: str) -> Path:
    """A partnership of three in which alpha and beta owe each other, and gamma has legs with either."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "agreement.yaml").write_text(THREE + OURS + hidden)
    (path / "revenue").mkdir(exist_ok=True)
    mapping = (
        "columns: {date: day, stream: stream, amount: amount, document: id, note: note}\nconstants: {currency: USD}\n"
    )
    for of, text in (("alpha", "".join(f"{named}{n},{day},api,{cents / 100:.2f},{named}\n"
                                       for n, (day, cents) in enumerate(rows))),
                     ("gamma", others)):  # fmt: skip
        (path / "revenue" / f"{of}{named if of == 'alpha' else ''}.mapping.yaml").write_text(f"of: {of}\n" + mapping)
        name = f"{of}{named}" if of == "alpha" else of
        (path / "revenue" / f"{name}.csv").write_text("id,day,stream,amount,note\n" + text)
    return path


def shown(folder: Path, party: str, period: str = "2025-Q1") -> str:
    """Everything that the party is shown, on every surface."""
    with desk(open_partnership(folder), "duckdb", party) as settled:
        drawn = seen(settled, draw_up(settled, period, None, True))
        names = {name: one.name for name, one in settled.agreement.parties.items()}
    made = papers(drawn.drawn)
    told = statement_text(
        drawn.statement,
        drawn.delta,
        implied_lines(drawn.implied, drawn.alone),
        party,
        account_lines(drawn.account, drawn.on),
    )
    data = statement_data(drawn.statement, drawn.delta, dict(drawn.entries)) | account_data(drawn.account)
    return "\n".join([
        told, json.dumps(data), statement_page(drawn.statement, names, page_words("en"), drawn.delta),
        beancount_text(made),
        repr(journal_rows(made)), repr(invoice_rows(made, names)),
        repr(line_rows(drawn.statement)),
    ])  # fmt: skip


def parted(cents: int, cuts: list[int]) -> list[int]:
    """An amount in parts that add up to it."""
    found = []
    for cut in cuts:
        found.append(cut)
        cents -= cut
    return [*found, cents]


@settings(max_examples=8, phases=[Phase.generate])
@given(
    st.lists(st.lists(st.integers(-500, 500), max_size=2), min_size=3, max_size=3),
    st.sampled_from(["ACME", "ZED"]),
    st.lists(st.tuples(st.integers(1, 28), st.integers(1, 9_000)), max_size=3),
)
def test_rows_of_another_change_nothing_beneath_the_sums_of_a_day(
    cuts: list[list[int]], named: str, gammas: list[tuple[int, int]]
) -> None:
    others = "".join(f"G{n},2025-02-{day:02},api,{cents / 100:.2f},x\n" for n, (day, cents) in enumerate(gammas))
    rows = [(day, part) for (day, cents), cut in zip(LINES, cuts, strict=True) for part in parted(cents, cut)]
    with tempfile.TemporaryDirectory() as scratch:
        plain = folder_of(Path(scratch) / "plain", "".join(HIDDEN), LINES, "", "INV")
        other = folder_of(Path(scratch) / "other", "".join(HIDDEN), rows, others, named)
        file = other / "revenue" / f"alpha{named}.csv"
        file.write_text(file.read_text() + f"S1,2025-02-03,secret,{len(gammas)}.00,{named}\n")
        assert shown(plain, "beta") == shown(other, "beta")


EVENTS = st.lists(
    st.sampled_from([
        {"type": "statement-paid", "by": "gamma", "to": "alpha", "amount": "7", "currency": "USD"},
        {"type": "statement-paid", "by": "alpha", "to": "gamma", "amount": "7", "currency": "USD"},
        {"type": "statement-disputed", "by": "gamma", "clauses": ["hidden-too"]},
        {"type": "statement-disputed", "by": "alpha", "lines": ["hidden-too/2025-01/api/2025-01-03"]},
        {"type": "statement-agreed", "by": "gamma"},
        {"type": "statement-issued", "by": "alpha", "period": "2025-01", "known_at": "2025-02-05T00:00:00Z",
         "amounts": {"hidden-too": "5.00", "share": "0.00"}, "digest": "b" * 64, "delta": True},
    ]),
    max_size=5,
)  # fmt: skip


@settings(max_examples=10, phases=[Phase.generate])
@given(EVENTS)
def test_what_others_say_and_pay_on_a_statement_changes_nothing(events: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders = [folder_of(Path(scratch) / name, HIDDEN[1], LINES, "", "INV") for name in ("less", "more")]
        for number, folder in enumerate(folders):
            files = sorted(path.name for path in (folder / "revenue").glob("alpha*.csv"))
            assert_taken_in(folder, files)
            amounts = {"share": "25.00"} | ({"hidden-too": "1.00"} if number else {})
            first = {"type": "statement-issued", "by": "alpha", "period": "2025-01", "known_at": "2025-02-05T00:00:00Z",
                     "amounts": amounts, "digest": ("a" if number else "c") * 64}  # fmt: skip
            for place, event in enumerate([first, *(events if number else [])]):
                at = f"2025-02-{10 + place:02}T00:00:00Z"
                common = {
                    "id": f"e{place}",
                    "at": at,
                    "recorded": at,
                    "entered_by": "x",
                    "statement": "example-2025-01",
                }
                append_event(folder, common | event)
        less, more = (shown(folder, "beta", "2025-01") for folder in folders)
        assert less == more


def assert_taken_in(folder: Path, files: list[str]) -> None:
    from datetime import UTC, datetime

    from firstcall.service.billing.deliveries.intake import take_in

    assert take_in(folder, [folder / "revenue" / name for name in files], datetime(2025, 2, 4, tzinfo=UTC), False)


def test_a_party_sees_its_own_legs_whole_and_no_others(tmp_path: Path, cli: Cli) -> None:
    gamma = "G1,2025-01-09,api,77.70,x\n"
    folder = folder_of(tmp_path / "p", "".join(HIDDEN), LINES, gamma, "INV")
    beta = cli("settle", folder, "--period", "2025-01", "--as", "beta", "--estimate", "--json").json
    assert [leg["clause"] for leg in beta["legs"]] == ["share", "back"]
    assert {(net["payer"], net["payee"]) for net in beta["net"]} == {("alpha", "beta"), ("beta", "gamma")}
    assert "rows" not in beta["legs"][0]
    assert [line["base"] for line in beta["legs"][0]["periods"][-1]["lines"]] == ["125"]
    assert beta["sources"] == []
    alpha = cli("settle", folder, "--period", "2025-01", "--as", "alpha", "--estimate", "--json").json
    assert [leg["clause"] for leg in alpha["legs"]] == ["share", "hidden-too"]
    assert [row["document"] for row in alpha["legs"][0]["rows"]] == ["INV0", "INV1"]
    assert [source["file"] for source in alpha["sources"]] == ["revenue/alphaINV.csv"]
    assert "rows of another party that were not taken in count in drafts only" in "".join(beta["notes"])


def test_between_two_parties_revenue_lines_are_for_both_and_bills_to_customers_for_who_sends_them(
    tmp_path: Path, cli: Cli
) -> None:
    folder = partnership(tmp_path / "p", SHARE + RESALE, "INV-1,2025-01-03,api,100\n", [FOCUS])
    for party, bills in (("alpha", False), ("beta", True)):
        said = cli("settle", folder, "--period", "2025-01", "--as", party, "--json").json
        share, resale = said["legs"]
        assert [row["document"] for row in share["rows"]] == ["INV-1"]
        assert ("rows" in resale) == bills
        assert [source["file"] for source in said["sources"]] == ["revenue/lines.csv", "billing/rows.csv"][: 1 + bills]


def test_lines_that_are_rows_lose_their_names(tmp_path: Path, cli: Cli) -> None:
    by_row = OURS.replace("at: bucket", "at: row")
    folder = folder_of(tmp_path / "p", HIDDEN[1], LINES, "", "INV")
    (folder / "agreement.yaml").write_text(THREE + by_row + HIDDEN[1])
    said = cli("settle", folder, "--period", "2025-01", "--as", "beta", "--json").json
    lines = said["legs"][0]["periods"][-1]["lines"]
    assert [(line["line"], line["base"], line["entries"]) for line in lines] == [
        ("share/2025-01/api/2025-01-03/1", "100", ""), ("share/2025-01/api/2025-01-03/2", "25", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("party", ["alpha", "beta"])
def test_what_was_issued_for_a_duty_done_late_is_shown_to_who_pays_and_is_paid_it(
    tmp_path: Path, cli: Cli, party: str
) -> None:
    late = "late: {per_day: '10', at_most: '50', currency: USD}}\n"
    duty = f"  - {{id: report, type: duty, by: beta, to: alpha, does: reports, when: 2025-01-05, {late}"
    folder = partnership(tmp_path / "p", duty)
    at = ("--at", "2025-01-20", "--recorded", "2025-02-02")
    cli("record", "add", "duty-performed", folder, "--by", "beta", "--entered-by", "x", "--clause", "report", *at)
    issued = cli("settle", "issue", folder, "--period", "2025-01", "--by", "alpha", "--recorded", "2025-02-03")
    assert issued.code == 0
    told = cli("settle", folder, "--period", "2025-01", "--as", party)
    assert (told.code, "Issued by alpha" in told.out, "50.00 USD left to pay" in told.out) == (0, True, True)


def test_lines_that_draw_a_commitment_are_counted_for_both_and_are_no_strays(tmp_path: Path, cli: Cli) -> None:
    buys = "  - {id: buys, type: commitment, by: alpha, to: beta, amount: '1000', currency: USD, since: 2025-01-01,\n"
    buys += "     until: 2025-01-31, base: {source: revenue_lines, streams: [compute]}}\n"
    folder = partnership(tmp_path / "p", SHARE + buys, "a,2025-01-03,api,10\nb,2025-01-04,compute,800\n")
    texts = [cli("settle", folder, "--period", "2025-01", *who) for who in ((), ("--as", "alpha"), ("--as", "beta"))]
    assert all("drawn 800 USD, short 200.00 USD" in told.out for told in texts)
    assert not any("not shared" in told.out for told in texts)


def test_a_dispute_of_who_is_no_party_of_a_statement_leaves_it_as_it_is(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p")
    fee = "  - {id: fee, type: payment, payer: alpha, payee: beta, amount: '5', currency: USD, when: 2025-01-05}\n"
    (folder / "agreement.yaml").write_text(THREE + fee)
    cli("settle", "issue", folder, "--period", "2025-01", "--by", "beta", "--recorded", "2025-02-03")
    said = ("--entered-by", "x", "--statement", "example-2025-01", "--at", "2025-02-04", "--recorded", "2025-02-04")
    for kind in ("statement-disputed", "statement-agreed"):
        told = cli("record", "add", kind, folder, "--by", "gamma", *said)
        assert "without effect: 'gamma' neither pays nor is paid on statement example-2025-01" in told.out
        assert json.loads(cli("settle", folder, "--period", "2025-01", "--json").out)["status"] == "issued"
    cli("record", "add", "statement-agreed", folder, "--by", "alpha", *said)
    assert json.loads(cli("settle", folder, "--period", "2025-01", "--json").out)["status"] == "agreed"


def test_who_has_no_clause_has_no_statement(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "p", "", LINES, "", "INV")
    with (
        pytest.raises(NotAllowed, match=r"^'panel' neither pays nor is paid under any clause"),
        desk(open_partnership(folder), "duckdb", "panel"),
    ):
        pass


def test_faults_in_anothers_files_are_not_told_row_by_row(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "p", HIDDEN[1], LINES, "", "INV")
    file = folder / "revenue" / "alphaINV.csv"
    file.write_text(file.read_text() + "SECRET,2025-01-09,api,nonsense,x\n")
    with (
        pytest.raises(BillingError, match=r"^the revenue lines of alpha cannot be settled on\n  fix: ask alpha"),
        desk(open_partnership(folder), "duckdb", "beta"),
    ):
        pass
    focus_file(folder / "billing" / "rows.csv", [{"BilledCost": "nonsense"}])
    file.write_text(file.read_text().replace("nonsense", "1.00"))
    resale = RESALE.replace("payee: alpha", "payee: gamma")
    (folder / "agreement.yaml").write_text(THREE + OURS + resale)
    with (
        desk(open_partnership(folder), "duckdb", "gamma") as settled,
        pytest.raises(BillingError, match=r"^the billing rows of beta cannot be settled on"),
    ):
        draw_up(settled, "2025-01", None)


def test_rows_of_another_pairs_commitment_are_no_strays(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", BUY, focus=[applied("250.25"), applied("70", "C-2")])
    other = BUY.replace("id: buy", "id: buy-too").replace("to: beta", "to: gamma").replace("C-1", "C-2")
    for clauses, told in ((BUY, 1), (BUY + other, 0)):
        (folder / "agreement.yaml").write_text(THREE + clauses)
        (leg,) = cli("settle", folder, "--period", "2025-01", "--as", "beta", "--json").json["legs"]
        assert len(leg["notes"]) == told
        assert ("C-2" in json.dumps(leg)) == bool(told)


def test_deltas_of_others_are_not_told(tmp_path: Path, cli: Cli) -> None:
    folder = folder_of(tmp_path / "p", HIDDEN[1].replace("[api]", "[chat]"), LINES, "", "INV")
    (folder / "revenue" / "gamma.csv").unlink()
    file = folder / "revenue" / "alphaINV.csv"
    file.write_text(file.read_text() + "C1,2025-01-09,chat,10.00,x\n")
    assert_taken_in(folder, ["alphaINV.csv"])
    ran = cli("settle", "issue", folder, "--period", "2025-01", "--by", "alpha", "--recorded", "2025-02-05")
    assert ran.code == 0, ran.err
    late = folder / "revenue" / "alphaINV2.csv"
    (folder / "revenue" / "alphaINV2.mapping.yaml").write_text(
        (folder / "revenue" / "alphaINV.mapping.yaml").read_text()
    )
    late.write_text("id,day,stream,amount,note\nC2,2025-01-10,chat,20.00,x\n")
    assert cli("settle", "intake", folder, late, "--adds", "--recorded", "2025-03-01").code == 0
    assert "hidden-too 2025-01: 4.00 USD" in cli("settle", "deltas", folder, "--as", "gamma").out
    assert cli("settle", "deltas", folder, "--as", "beta").out == "Nothing has changed in what was issued.\n"


@pytest.mark.parametrize(
    "bills",
    [
        [{"BilledCost": "60.05", "SkuId": "a"}, {"BilledCost": "40.05", "Tags": '{"customer": "ACME"}'}],
        [{"SubAccountId": "ZED"}, {"ServiceName": "Storage", "BilledCost": "7", "ResourceId": "secret"}],
    ],
)
def test_a_resellers_customers_change_nothing_for_who_gets_the_share(
    tmp_path: Path, bills: list[dict[str, str]]
) -> None:
    plain = partnership(tmp_path / "plain", SHARE + RESALE, "INV-1,2025-01-03,api,100\n", [FOCUS])
    other = partnership(tmp_path / "more", SHARE + RESALE, "INV-1,2025-01-03,api,100\n", bills)
    (other / "billing" / "rows.csv").rename(other / "billing" / "ACME.csv")
    assert shown(plain, "alpha", "2025-01") == shown(other, "alpha", "2025-01")
    assert shown(plain, "beta", "2025-01") != shown(other, "beta", "2025-01")
