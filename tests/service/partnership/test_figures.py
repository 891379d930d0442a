import json
from collections.abc import Callable
from pathlib import Path

import pytest

import firstcall
from firstcall.errors import NotAllowed, NotFound, QuestionError

PUBLIC = "examples/microsoft-openai"
OURS = "examples/wiraksa"


@pytest.mark.parametrize("party", [None, "tamborala"])
def test_a_statement_is_what_the_command_prints(same: Callable[..., None], party: str | None) -> None:
    deal = firstcall.open(OURS) if party is None else firstcall.open(OURS).as_party(party)
    as_party = () if party is None else ("--as", party)
    made = deal.settle("2025-12", known_at="2026-07-01")
    same(made, "settle", OURS, "--period", "2025-12", "--known-at", "2026-07-01", *as_party)
    assert made.status == "draft" and made.net[0]["payer"] == "wiraksa" and made.rows()[0]["clause"]
    assert "wiraksa owes tamborala" in repr(made)


def test_a_route_is_what_the_command_prints(same: Callable[..., None]) -> None:
    deal = firstcall.open(OURS)
    need = deal.agreement.definitions.workloads[0]
    asked = {"workload": need, "quantity": 1000, "accelerator": "M1", "first": "2026-09-01", "on": "2026-07-14"}
    flags = ("-w", need, "--quantity", "1000", "--accelerator", "M1", "--from", "2026-09-01", "--on", "2026-07-14")
    route = deal.route(**asked)  # type: ignore[arg-type]
    same(route, "route", OURS, *flags)
    assert "lines of supply" in repr(route) and route.rows()[0]["class"]
    with pytest.raises(QuestionError, match="a route is to one need"):
        deal.route()


def test_a_plan_is_what_the_command_prints(same: Callable[..., None]) -> None:
    deal = firstcall.open(PUBLIC)
    plan = deal.plan(last="2025-12-31", by="quarter", texts=["2025-01-21"])
    same(plan, "plan", PUBLIC, "--to", "2025-12-31", "--by", "quarter", "--text", "2025-01-21")
    assert plan.possible and plan.rows() and "buys, in USD" in repr(plan)


def test_a_plan_is_gone_on_with_from_its_json(tmp_path: Path) -> None:
    deal = firstcall.open(PUBLIC)
    plan = deal.plan(last="2025-12-31", texts=["2025-01-21"])
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan.to_json()), encoding="utf-8")
    again = deal.plan(last="2025-12-31", texts=["2025-01-21"], resume=file)
    assert again.to_json()["money"] == plan.to_json()["money"]
    with pytest.raises(QuestionError, match="there changed: "):
        deal.plan(last="2025-12-31", texts=["2025-01-20"], resume=str(file))
    with pytest.raises(NotFound, match="there is no"):
        deal.plan(resume=tmp_path / "none.json")


def test_an_audit_is_what_the_command_prints(same: Callable[..., None]) -> None:
    log = f"{OURS}/placements"
    audit = firstcall.open(OURS).audit(log)
    same(audit, "audit", OURS, log)
    assert audit.barred > 0 and audit.rows()


def test_papers_of_the_keeper_are_not_shown_to_a_party() -> None:
    view = firstcall.open(OURS).as_party("tamborala")
    for ask in (view.plan, view.route, view.audit, view.brief, view.check):
        with pytest.raises(NotAllowed, match="papers that are not tamborala's to see\n  fix: ask without as_party"):
            ask()


def test_what_is_supposed_reaches_money_and_routes(same: Callable[..., None]) -> None:
    what_if = f"{PUBLIC}/what-if/agi-removed.yaml"
    deal = firstcall.open(PUBLIC).suppose(what_if)
    money = deal.settle("FY2025", estimate=True)
    same(money, "settle", PUBLIC, "--period", "FY2025", "--estimate", "--with", what_if)
    route = deal.route("training", on="2025-04-01")
    same(route, "route", PUBLIC, "--need", "training", "--on", "2025-04-01", "--with", what_if)
    assert money.to_json()["what_if"] == route.to_json()["what_if"] == list(deal.supposed)


def test_a_move_is_what_the_command_prints(same: Callable[..., None]) -> None:
    deal = firstcall.open(PUBLIC)
    for workload, to in (("api_stateless", "coreweave"), ("training", "aws")):
        answer = deal.move(workload, contract="azure-2025", to=to, on="2025-11-03")
        same(answer, "move", PUBLIC, "--contract", "azure-2025", "--to", to, "-w", workload, "--on", "2025-11-03")
        assert repr(answer).startswith(f"<MoveResult {workload} from azure-2025 to {to}: ")
    with pytest.raises(QuestionError, match="`workload`: unknown workload 'trainin'"):
        deal.move("trainin", contract="azure-2025", to="aws")
