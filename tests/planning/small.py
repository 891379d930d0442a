"""A small partnership to plan in: one holder with a right of first refusal and an exclusivity, one rival, own sites."""

from datetime import date
from functools import cache
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.needs_file import read_needs
from firstcall.planning.inputs.supply import SupplyLine, read_supply
from firstcall.planning.routes.route import Desk
from firstcall.planning.steps.ground import PlanningGround, ground
from firstcall.record.journal.journal import Record

TEXT = """
schema: firstcall/agreement/1
id: quay
title: Quay
timezone: UTC
calendar: GB
parties: {lab: {name: Lab, role: grantor}, host: {name: Host, role: holder}}
providers:
  hostcloud: {operator: host}
  rival: {operator: third_party}
  sites: {operator: lab}
definitions:
  workloads: [train, serve, other]
  customers: [general]
effective: 2024-01-01
clauses:
  - {id: serving, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [serve]}, notwithstanding: [own]}
  - {id: all-here, type: exclusivity, holder: host, at: [hostcloud], scope: {workloads: [other]}}
  - {id: leave, type: consent, by: host, lifts: [all-here], covers: provider}
  - id: first-call
    type: first_refusal
    holder: host
    since: 2024-01-01
    scope: {age: new, mode: [holder, third_party]}
    trigger: third_party_offer
    window: {n: 10, unit: calendar, anchor: sent}
    tail: {n: 90, unit: calendar, anchor: lapse}
  - id: own
    type: approval
    by: host
    scope: {mode: [own_build], workloads: [train, serve]}
    primarily: {workloads: [train], share_at_least: "0.5", planned_share: "0.5"}
  - {id: term, type: term, until: 2030-12-31}
"""
ON = date(2025, 1, 1)
HEAD = "id,provider,accelerator,price,quantity,available_from,block,lead_days,min_term_months,max_term_months,take_or_pay,min_quantity,mode\n"  # noqa: E501


@cache
def agreement(more: str = "") -> Agreement:
    return load(TEXT + more, "quay.yaml")


def noticed(told: dict[str, Any], offer: str = "o") -> list[dict[str, Any]]:
    """The events of an offer of the rival, noticed with all that the right requires a notice to say."""
    told = told | {"offer": offer}
    made = {"provider": "rival", "quantity": "10", "unit": "MW", "terms": {"price_usd_per_gpu_hour": "3"}}
    return [
        {"type": "offer-received", **made, **told}, {"type": "grantor-willing", **told},
        {"type": "notice-given", "clause": "first-call", **told},
    ]  # fmt: skip


def stands(on: date = ON, more: str = "", record: Record | None = None) -> PlanningGround:
    return ground(agreement(more), record or Record(), on)


def needs(*rows: tuple[str, str, str, str, str, str], more: str = "") -> Needs:
    """Needs of id, workload, accelerators, from, to, unmet."""
    text = "schema: firstcall/needs/1\naccelerators: {a: {}, b: {stands_for: {a: '2'}}}\n" + more + "needs:\n"
    for name, workload, amount, first, last, unmet in rows:
        text += (
            f"  - {{id: {name}, workloads: {workload}, accelerator: a, unmet: {unmet!r}, "
            f"amount: {{from: {first}, to: {last}, accelerators: {amount!r}}}}}\n"
        )
    return read_needs(text.encode(), agreement(), "needs.yaml")


def supply(*rows: str) -> tuple[SupplyLine, ...]:
    """Lines of supply; columns left off at the end are empty."""
    wide = (row + "," * (HEAD.count(",") - row.count(",")) for row in rows)
    return read_supply(HEAD + "\n".join(wide) + "\n", "supply.csv")


def desk(
    wanted: Needs, lines: tuple[SupplyLine, ...], futures: Futures | None = None, here: PlanningGround | None = None
) -> Desk:
    return Desk(here or stands(), wanted, lines, futures or Futures())
