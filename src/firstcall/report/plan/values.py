"""A plan as plain values: what `--json` and `--out` write, and `--against` and `--resume` read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from firstcall.dates import iso
from firstcall.errors import Place, RecordError
from firstcall.planning.results.buy_list import Buy, BuyKind
from firstcall.planning.results.changes import BuyKey
from firstcall.planning.results.result import PlanResult
from firstcall.planning.search.held import HeldKey, HeldPlan, held_blocks, papers_of
from firstcall.planning.search.planner import Planned
from firstcall.report.figures import exact_number
from firstcall.report.plan.facts.cases import condition_said
from firstcall.report.plan.rows import buy_key, reasons_said
from firstcall.report.plan.summary import PlanTold
from firstcall.report.route.rows import remark_lines
from firstcall.report.sheet import OwnWords
from firstcall.said import Said, sentence

PLAN_SCHEMA = "firstcall/plan/1"
_KINDS: Mapping[str, BuyKind] = {"sign": "sign", "notice": "notice"}
BUY_KEYS = ("kind", "line", "starts", "term_months", "only_if")


class NoPlanFile(Said):
    says = sentence("plan.no-plan-file", "this is no plan")


class NameAPlanFile(Said):
    says = sentence("plan.name-a-plan-file", "name a file that `firstcall plan --out` wrote")


def plan_json(told: PlanTold) -> dict[str, Any]:
    """Return a plan as plain values; money and hours as exact text."""
    result = told.result
    model = result.planned.model
    grades = {row.need: row.grade for row in result.rows}
    return {
        "schema": PLAN_SCHEMA, "agreement": model.desk.ground.agreement.id, "on": model.desk.ground.on.isoformat(),
        "from": model.grid.first.isoformat(), "after": model.grid.after.isoformat(), "by": model.grid.by,
        "currency": told.currency, "rests_on": result.grade,
        "money": _money(result),
        "found_by": result.planned.found.path if result.planned.found else None,
        "buys": [_buy(buy) for buy in result.buys],
        "periods": [
            {"period": model.grid.name(row.period), "need": row.need, "wanted_hours": exact_number(row.wanted),
             "hours_by_provider": {name: exact_number(hours) for name, hours in row.by_provider},
             "missing_hours": exact_number(row.missing), "rests_on": row.grade}
            for row in result.rows
        ],
        "unmet": _unmet(told),
        "costs": [
            {"provider": name, "period": None if period is None else model.grid.name(period),
             "amount": exact_number(amount), "rests_on": result.by_provider[name]}
            for name, period, amount in result.costs
        ],
        "late": [
            {"need": one.need, "days": exact_number(one.days), "never": exact_number(one.never),
             "rests_on": grades[one.need]}
            for one in told.late
        ],
        "idle_hours": exact_number(result.idle),
        "value": _value(told), "scenarios": len(model.scenarios.all), "rounds": result.planned.rounds,
        "changes": None if told.changes is None else [
            {"code": one.code, **dict(zip(BUY_KEYS, one.key, strict=True)), "before": one.before, "after": one.after}
            for one in told.changes
        ],
        "remarks": [
            {"code": one.code, "line": one.line, "row": one.row, "reason": reason.as_json()}
            for one in told.remarks for reason in remark_lines((one,))
        ],
        "assumptions": [*model.desk.needs.assumptions, *model.desk.futures.assumptions],
        "held": _held(result.planned),
    }  # fmt: skip


def _held(planned: Planned) -> dict[str, Any] | None:
    """Return what `--resume` goes on from: digests of all that the plan was made of, and what it decides."""
    if planned.found is None:
        return None
    model = planned.model
    return {
        "papers": papers_of(model.desk, model.scenarios, model.options, model.terminal, planned.risk),
        "purchases": [
            {"kind": kind, "number": number, "line": model.options[number].line.id, "blocks": list(blocks)}
            for (kind, number), blocks in held_blocks(model, planned.found).items()
        ],
    }  # fmt: skip


def _unmet(told: PlanTold) -> list[dict[str, Any]]:
    """Return what stays unmet, each reason with its fact."""
    name = told.result.planned.model.grid.name
    grades = {row.need: row.grade for row in told.result.rows}
    return [
        {
            "period": name(one.period),
            "need": one.need,
            "hours": exact_number(one.missing),
            "rests_on": grades[one.need],
            "why": [
                {"code": why.code, "line": why.line, "clauses": list(why.clauses), "reason": reason.as_json()}
                for why in one.reasons
                for reason in reasons_said((why,))
            ],
        }
        for one in told.short
    ]


def _money(result: PlanResult) -> dict[str, str]:
    money = result.money
    return {
        "paid": exact_number(money.paid),
        "committed": exact_number(money.committed),
        "beyond_the_horizon": exact_number(money.beyond),
        "by_use": exact_number(money.by_use),
        "money_in_advance": exact_number(money.advance),
        "missing_hours": exact_number(money.missing),
        "total": exact_number(money.total),
        "aimed": exact_number(result.aimed),
        "bound": exact_number(result.bound),
        "gap": exact_number(result.gap),
        "rests_on": result.grade,
    }


def _value(told: PlanTold) -> dict[str, Any] | None:
    value = told.value
    if value is None:
        return None
    return {
        "kind": "of the relaxation", "vss": None if value.vss is None else exact_number(value.vss),
        "evpi": exact_number(value.evpi), "rests_on": told.result.whole,
    }  # fmt: skip


def _fact(said: Said | OwnWords) -> dict[str, Any] | None:
    return said.as_json() if isinstance(said, Said) else None


def _buy(buy: Buy) -> dict[str, Any]:
    return {
        **dict(zip(BUY_KEYS, buy_key(buy), strict=True)), "only_if_reason": _fact(condition_said(buy.only_if)),
        "provider": buy.provider, "blocks": buy.blocks,
        "accelerators": buy.accelerators, "ends": buy.ends.isoformat() if buy.ends else None,
        "signing": buy.signing.isoformat(), "rights": list(buy.rights),
        "notice_first": buy.notice_first.isoformat() if buy.notice_first else None,
        "notice_last": buy.notice_last.isoformat() if buy.notice_last else None, "safe_days": buy.safe_days,
        "window_ends": iso(buy.window_ends) if buy.window_ends else None,
        "consents": [{"clause": step.clause, "by": step.by} for step in buy.consents],
        "likelihood": exact_number(buy.weight), "cost": exact_number(buy.cost), "rests_on": buy.grade,
        "if_taken": [
            {"holder": holder, "provider": provider, "starts": starts.isoformat(), "cost": exact_number(cost)}
            for holder, provider, starts, cost in buy.if_taken
        ],
    }  # fmt: skip


def buys_of(result: PlanResult) -> dict[BuyKey, int]:
    """Return the blocks of each entry of the buy list."""
    return {buy_key(buy): buy.blocks for buy in result.buys}


def read_plan(raw: bytes, file: str) -> Mapping[BuyKey, int]:
    """Return the buy list of an earlier plan.

    Raises:
      RecordError: the file is no plan that was written with --out.
    """
    try:
        data = _plan_data(raw)
        found: dict[BuyKey, int] = {}
        for buy in data["buys"]:
            kind, line, starts, months, case = (str(buy[name]) for name in BUY_KEYS)
            date.fromisoformat(starts)
            found[_KINDS[kind], line, starts, str(int(months)), case] = int(buy["blocks"])
        return found
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RecordError(NoPlanFile(), fix=NameAPlanFile(), place=Place(str(file))) from error


def _plan_data(raw: bytes) -> Any:
    """Return what a file holds that calls itself a plan; any other is a ValueError, KeyError or TypeError."""
    data = json.loads(raw)
    if data["schema"] != PLAN_SCHEMA:
        raise ValueError
    return data


def read_held(raw: bytes, file: str) -> HeldPlan:
    """Return the plan to go on from that a file holds; nothing it says of costs and bounds is read.

    Raises:
      RecordError: the file is no plan that was written with --out.
    """
    try:
        data = _plan_data(raw)
        papers = {str(name): str(digest) for name, digest in data["held"]["papers"].items()}
        blocks: dict[HeldKey, tuple[int, ...]] = {}
        for one in data["held"]["purchases"]:
            blocks[_KINDS[one["kind"]], int(one["number"])] = tuple(map(_block_count, one["blocks"]))
        return HeldPlan(papers, blocks)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RecordError(NoPlanFile(), fix=NameAPlanFile(), place=Place(str(file))) from error


def _block_count(count: object) -> int:
    if type(count) is not int or not 0 <= count < 10**12:
        raise ValueError
    return count
