"""firstcall plan: text, Markdown, JSON, a page, what changed, why there is none; and its mistakes."""

import json
from pathlib import Path

import pytest

from firstcall.service.cli import run
from firstcall.service.planning.plan import NO_PLAN

AGREEMENT = """schema: firstcall/agreement/1
id: quay
title: Quay
timezone: UTC
calendar: GB
parties: {lab: {name: Lab, role: grantor}, host: {name: Host, role: holder}}
providers: {hostcloud: {operator: host}, rival: {operator: third_party}}
definitions: {workloads: [train, serve], customers: [general]}
effective: 2024-01-01
clauses:
  - {id: serving, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [serve]}}
  - id: first-call
    type: first_refusal
    holder: host
    since: 2024-01-01
    scope: {age: new, mode: [holder, third_party]}
    window: {n: 10, unit: calendar, anchor: sent}
    tail: {n: 90, unit: calendar, anchor: lapse}
"""
NEEDS = """schema: firstcall/needs/1
accelerators: {a: {}}
needs:
  - id: t
    workloads: train
    accelerator: a
    amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "64"}
    unmet: "9"
  - {id: s, workloads: serve, accelerator: a, amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "8"}, unmet: "9"}
plan: {on: 2025-01-01, to: 2025-06-30}
assumptions: [The needs are made up.]
"""
SUPPLY = """id,provider,accelerator,price,quantity,available_from,block,min_term_months
h,hostcloud,a,5,16,2025-01-01,8,3
r,rival,a,2,128,2025-02-01,8,6
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("agreement.yaml", AGREEMENT), ("needs.yaml", NEEDS), ("supply.csv", SUPPLY)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = run([str(arg) for arg in args])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_plan_says_what_to_do_by_when(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "plan", str(folder))
    assert code == 0 and "Do this now" in out and "notice of r to Host under" in out
    assert "Proven gap:" in out and "Assumed: The needs are made up." in out
    assert "No chance of an answer is given for r: the holder is taken to decline." in out
    assert "not legal advice" in err


def test_the_same_plan_is_told_as_json_to_the_last_hour(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "plan", str(folder), "--json")
    found = json.loads(out)
    assert code == 0 and found["schema"] == "firstcall/plan/1"
    assert sum(float(one["amount"]) for one in found["costs"]) == pytest.approx(float(found["money"]["paid"]))
    for row in found["periods"]:
        met = sum(float(hours) for hours in row["hours_by_provider"].values())
        assert met + float(row["missing_hours"]) == pytest.approx(float(row["wanted_hours"]))
    again = said(capsys, "plan", str(folder), "--json")[1]
    assert out == again, "equal files give equal plans"


def test_what_changed_since_an_earlier_plan(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.json"
    assert said(capsys, "plan", str(folder), "--out", str(old))[0] == 0
    _, out, _ = said(capsys, "plan", str(folder), "--against", str(old))
    assert "Nothing has changed." in out
    (folder / "supply.csv").write_text(SUPPLY.replace("r,rival,a,2", "r,rival,a,6"), encoding="utf-8")
    _, out, _ = said(capsys, "plan", str(folder), "--against", str(old))
    assert "dropped: " in out or "fewer: " in out
    old.write_text("{}", encoding="utf-8")
    code, _, err = said(capsys, "plan", str(folder), "--against", str(old))
    assert code == 3 and "this is no plan\n  fix: name a file that `firstcall plan --out` wrote" in err


def test_a_day_before_any_text_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for texts in (("--text", "1999-01-01"), ("--text", "2025-01-01", "--text", "2023-12-31")):
        code, _, err = said(capsys, "plan", str(folder), *texts)
        assert (
            code == 2 and "there was no text yet" in err and "fix: name 2024-01-01, when the first took effect" in err
        )
    assert said(capsys, "plan", str(folder), "--text", "2024-01-01")[0] == 0


def test_a_plan_is_never_written_over_a_paper_of_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("needs.yaml", "supply.csv", "agreement.yaml"):
        before = (folder / name).read_bytes()
        code, _, err = said(capsys, "plan", str(folder), "--out", str(folder / name))
        assert code == 2 and "belongs to the partnership" in err and (folder / name).read_bytes() == before


def test_a_page_stands_by_itself(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "plan.html"
    assert (
        said(capsys, "plan", str(folder), "--html", str(page), "--text", "2025-01-01", "--text", "2024-06-01")[0] == 0
    )
    text = page.read_text(encoding="utf-8")
    assert (
        "<svg" in text
        and 'Demand and supply: <bdi translate="no">t</bdi>' in text
        and "The same needs under each text" in text
    )
    assert "<script" not in text and "http" not in text.split("</style>")[1]


def test_hostile_names_stay_text_on_the_page(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nasty = SUPPLY.replace("r,rival", "r,<script>alert(1)</script>")
    (folder / "supply.csv").write_text(nasty, encoding="utf-8")
    page = tmp_path / "plan.html"
    assert said(capsys, "plan", str(folder), "--html", str(page))[0] == 0
    assert "<script>alert" not in page.read_text(encoding="utf-8")


def test_where_there_is_no_plan_the_reason_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    eased = 'amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "8"}, unmet: "9"'
    must = NEEDS.replace(eased, 'amount: {from: 2025-04-01, to: 2025-06-30, accelerators: "24"}, unmet: must')
    (folder / "needs.yaml").write_text(must, encoding="utf-8")
    code, out, _ = said(capsys, "plan", str(folder))
    assert code == NO_PLAN and "these cannot stand together" in out
    found = json.loads(said(capsys, "plan", str(folder), "--json")[1])
    assert found["conflict"]["needs"] == ["s"] and "serving" in found["conflict"]["clauses"]
    early = must.replace("2025-04-01", "2025-02-01")  # before the rival's capacity can start, no clause is in the way
    (folder / "needs.yaml").write_text(early, encoding="utf-8")
    assert json.loads(said(capsys, "plan", str(folder), "--json")[1])["conflict"]["clauses"] == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--from", "soon"], "--from: 'soon' is not a date\n  fix: "),
        (["--seconds", "3"], "--seconds limits a full search\n  fix: add --full"),
        (["--from", "2024-06-01"], "the plan begins on 2024-06-01, before the planning day 2025-01-01"),
        (["--to", "2024-12-31"], "\n  fix: check --from and --to"),
        (["--on", "2025"], "--on 2025: a plan is made on a day"),
        (["--reading", "x=y"], "--reading: unknown point 'x'"),
        (
            ["--needs", "nowhere.yaml"],
            "there is no file 'nowhere.yaml'\n  fix: write it, or name another with --needs",
        ),
        (["--risk", "cvar:2"], "--risk"),
    ],
)
def test_mistakes_say_how_to_mend(
    folder: Path, args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "plan", str(folder), *args)
    assert code in (2, 4) and message in err and out == ""


class Screen:
    def __init__(self, tty: bool) -> None:
        self.tty, self.text = tty, ""

    def isatty(self) -> bool:
        return self.tty

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_a_plan_that_is_stopped_leaves_no_half_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, page = tmp_path / "plan.json", tmp_path / "plan.html"
    for asked in range(3):
        left = iter(range(asked, -1, -1))
        stop = lambda *_, left=left: next(left, 0) == 0  # noqa: E731
        monkeypatch.setattr("firstcall.service.planning.plan.shown_progress", lambda *_, stop=stop: stop)
        code, told, err = said(capsys, "plan", str(folder), "--out", str(out), "--html", str(page))
        if code:
            assert "the search was stopped before there was a plan\n  fix: let it run longer" in err
            assert (told, out.exists(), page.exists()) == ("", False, False)
        else:
            assert json.loads(out.read_text("utf-8"))["money"]["gap"] and page.read_text("utf-8").endswith("</html>\n")
        for file in (out, page):
            file.unlink(missing_ok=True)
    assert not [file for file in tmp_path.iterdir() if file.name.startswith("plan.")]


def test_a_plan_is_gone_on_with_and_nothing_its_file_says_of_money_is_believed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.json"
    whole = json.loads(said(capsys, "plan", str(folder), "--json")[1])
    monkeypatch.setattr("firstcall.service.planning.plan.shown_progress", lambda *_: lambda *_: True)
    code, out, err = said(capsys, "plan", str(folder), "--out", str(file))
    assert code == 0 and ("stopped before the end" in out) == (f"--full --resume {file}" in err)
    monkeypatch.undo()
    written = json.loads(file.read_text("utf-8"))
    written["money"].update(bound="1", total="1", gap="0")
    file.write_text(json.dumps(written), encoding="utf-8")
    found = json.loads(said(capsys, "plan", str(folder), "--json", "--resume", str(file))[1])
    assert found["money"] == whole["money"] and found["buys"] == whole["buys"]
    assert found["held"]["papers"] == written["held"]["papers"]
    papers = written["held"]["papers"]
    wrongs: list[object] = [
        {"purchases": 3}, {"papers": [], "purchases": []}, None, {"papers": {}, "purchases": [{"kind": "x"}]},
        *({"papers": papers, "purchases": [{"kind": "sign", "number": 0, "blocks": [n]}]} for n in (1.5, -1, 10**400)),
    ]  # fmt: skip
    for wrong in wrongs:
        file.write_text(json.dumps({**written, "held": wrong}), encoding="utf-8")
        code, _, err = said(capsys, "plan", str(folder), "--resume", str(file))
        assert code == 3 and "this is no plan" in err
    file.write_text(json.dumps(written), encoding="utf-8")
    (folder / "supply.csv").write_text(SUPPLY.replace("r,rival,a,2", "r,rival,a,6"), encoding="utf-8")
    code, out, err = said(capsys, "plan", str(folder), "--resume", str(file))
    assert (code, out) == (2, "") and "there changed: supply\n  fix: plan anew without --resume" in err


def test_nothing_is_told_beside_a_plan_where_stderr_is_no_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstcall.service.planning.solver_progress.QUIET_SECONDS", -1)
    monkeypatch.setattr("firstcall.service.planning.solver_progress.EVERY", -1)
    quiet = said(capsys, "plan", str(folder), "--json")[2]
    assert quiet == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    loud = said(capsys, "plan", str(folder), "--json")[2]
    assert "plan: 0 s" in loud and "Ctrl-C stops it" in loud
