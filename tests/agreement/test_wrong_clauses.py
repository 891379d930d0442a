"""Each kind of clause, written wrong in each usual way: refused with the line of the fault and a way to mend it."""

import json
from typing import Any

import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.errors import AgreementError

FRAME = """\
schema: firstcall/agreement/1
id: frame
title: A frame
timezone: Europe/Madrid
calendar: ES
parties:
  lumbre: {name: Lumbre, role: grantor}
  nube: {name: Nube, role: holder}
providers: {nube-cloud: {operator: nube}, tercera: {}}
definitions:
  workloads: [training, serving]
  products: [search]
  ip: [models]
  determinations: {milestone: {declared_by: lumbre}}
  events: [handover]
effective: 2026-01-01
clauses:
  - {id: ready, type: duty, by: nube, does: gets ready, when: {event: handover}}
  - {id: lapses, type: escape, licences: [use], determination: milestone}
  - {id: use, type: licence, licensor: lumbre, licensee: nube}
  - {id: only, type: exclusivity, holder: nube, at: [nube-cloud]}
  - {id: first, type: first_refusal, holder: nube}
  - {id: term, type: term, until: 2027-12-31}
"""
FRAME_WITHOUT_TERM = FRAME.replace("  - {id: term, type: term, until: 2027-12-31}\n", "")
BASE = {"source": "revenue_lines", "streams": ["s"]}
GOOD: dict[str, dict[str, Any]] = {
    "exclusivity": {"holder": "nube", "at": ["nube-cloud"]},
    "consent": {"by": "nube", "lifts": ["only"], "covers": "provider"},
    "first_refusal": {"holder": "nube", "window": {"n": 5}},
    "delivery": {"by": "nube", "of": ["first"], "milestones": [{"share": "1", "within": 60}], "grace": 5},
    "approval": {"by": "nube", "up_to": {"quantity": "5", "unit": "MW"}},
    "licence": {"licensor": "lumbre", "licensee": "nube", "ip": ["models"], "products": ["search"]},
    "escape": {"licences": ["use"], "determination": "milestone"},
    "priority": {"holder": "nube", "at": ["nube-cloud"], "duty": "primary_provider", "share_at_least": "0.5"},
    "prohibition": {"acts": ["run"], "binds": ["lumbre"]},
    "term": {"until": "2027-12-31"},
    "revenue_share": {"payer": "lumbre", "payee": "nube", "base": BASE, "rate": "0.1", "currency": "EUR"},
    "commitment": {"by": "lumbre", "to": "nube", "amount": "5", "currency": "EUR", "since": "2026-01-01",
                   "until": "2026-12-31", "base": BASE},
    "payment": {"payer": "lumbre", "payee": "nube", "amount": "5", "currency": "EUR", "when": "2026-03-01",
                "due_days": 5},
    "duty": {"by": "nube", "to": "lumbre", "does": "reports", "when": "2026-03-01", "within": {"n": 5}},
    "option": {"by": "lumbre", "renew": {"n": 1, "unit": "year"}, "of": ["term"]},
    "price_promise": {"by": "nube", "to": "lumbre", "contract": "C-1", "price": "price_eur", "currency": "EUR"},
}  # fmt: skip
FAR_TYPE: list[dict[str, Any]] = [{"n": []}]
SCOPED = ("exclusivity", "first_refusal", "approval", "prohibition", "priority")
"""What reads a scope."""
SERVING = {"scope": {"workloads": ["serving"]}}
REVERSED = {"since": "2026-06-01", "until": "2026-05-31"}
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    # a field of the wrong type, for each kind
    *((kind, next(iter(fields)), {next(iter(fields)): FAR_TYPE}) for kind, fields in GOOD.items()),
    # a field that there is not
    *((kind, "oddly", {"oddly": 1}) for kind in GOOD),
    # a scope that nothing reads
    *((kind, "scope", SERVING) for kind in GOOD if kind not in SCOPED),
    # a party, provider, clause, determination, event or word that there is not
    ("exclusivity", "holder", {"holder": "nubo"}), ("exclusivity", "at", {"at": ["nube-clod"]}),
    ("consent", "by", {"by": "nubo"}), ("consent", "lifts", {"lifts": ["onli"]}),
    ("first_refusal", "holder", {"holder": "nubo"}), ("delivery", "by", {"by": "nubo"}),
    ("delivery", "of", {"of": ["furst"]}), ("approval", "by", {"by": "nubo"}),
    ("licence", "licensor", {"licensor": "lumber"}), ("licence", "licensee", {"licensee": "nubo"}),
    ("licence", "ip", {"ip": ["modells"]}), ("licence", "products", {"products": ["serch"]}),
    ("escape", "licences", {"licences": ["usse"]}), ("escape", "determination", {"determination": "milestones"}),
    ("priority", "holder", {"holder": "nubo"}), ("priority", "at", {"at": ["nube-clod"]}),
    ("prohibition", "binds", {"binds": ["lumber"]}), ("prohibition", "acts", {"acts": ["runn"]}),
    ("term", "survives", {"survives": ["onli"]}),
    ("revenue_share", "payer", {"payer": "lumber"}), ("revenue_share", "payee", {"payee": "nubo"}),
    ("commitment", "by", {"by": "lumber"}), ("commitment", "to", {"to": "nubo"}),
    ("commitment", "since", {"since": {"event": "handovr"}}), ("payment", "payer", {"payer": "lumber"}),
    ("payment", "payee", {"payee": "nubo"}), ("payment", "when", {"when": {"event": "handovr"}}),
    ("payment", "prepays", {"prepays": {"against": ["fea"], "left": "lost"}}),
    ("duty", "by", {"by": "nubo"}), ("duty", "to", {"to": "lumber"}), ("duty", "remedies", {"remedies": ["onli"]}),
    ("duty", "when", {"when": {"determination": "milestones"}}),
    ("option", "by", {"by": "lumber"}), ("option", "of", {"of": ["turm"]}), ("option", "fee", {"fee": ["fea"]}),
    ("option", "until", {"until": {"before_end_of": "turm", "by": {"n": 5}}}),
    ("price_promise", "by", {"by": "nubo"}), ("price_promise", "to", {"to": "lumber"}),
    ("price_promise", "at", {"at": ["nube-clod"]}),
    # below zero, and zero where nothing is meant by it
    ("first_refusal", "window", {"window": {"n": 0}}), ("first_refusal", "window", {"window": {"n": -5}}),
    ("delivery", "grace", {"grace": -1}), ("delivery", "milestones", {"milestones": [{"share": "0", "within": 9}]}),
    ("delivery", "milestones", {"milestones": [{"share": "1", "within": 0}]}),
    ("approval", "up_to", {"up_to": {"quantity": "0", "unit": "MW"}}),
    ("approval", "up_to", {"up_to": {"quantity": "-5", "unit": "MW"}}),
    ("priority", "share_at_least", {"share_at_least": "-0.5"}),
    ("priority", "share_at_least", {"share_at_least": "1.5"}),
    ("revenue_share", "floor", {"floor": "-1"}), ("revenue_share", "due_days", {"due_days": -1}),
    ("commitment", "amount", {"amount": "-5"}), ("commitment", "make_up", {"make_up": {"periods": 0}}),
    ("payment", "amount", {"amount": "-5"}), ("payment", "due_days", {"due_days": -1}),
    ("duty", "within", {"within": {"n": 0}}), ("duty", "within", {"within": {"n": -3}}),
    ("duty", "late", {"late": {"per_day": "-1", "currency": "EUR"}}),
    ("option", "renew", {"renew": {"n": 0}}), ("option", "at_most", {"at_most": 0}),
    ("price_promise", "quantity_band", {"quantity_band": {"at_least": "-1"}}),
    # days the wrong way round
    *((kind, "until", REVERSED) for kind in GOOD if kind not in ("term", "commitment")),
    ("revenue_share", "rate", {"rate": [{"rate": "0.1", "since": "2026-03-02", "until": "2026-03-01"}]}),
    ("term", "until", {"until": "2025-12-31"}),
    ("option", "extend_to", {"renew": None, "extend_to": "2027-01-31"}),
    ("price_promise", "quantity_band", {"quantity_band": {"at_least": "2", "at_most": "1"}}),
]  # fmt: skip
AT_CLAUSE: list[tuple[str, dict[str, Any]]] = [
    # without a field that must be there
    *((kind, {next(iter(fields)): None}) for kind, fields in GOOD.items()),
    # two fields that cannot both be meant
    ("revenue_share", {"tiers": {"steps": [{"threshold": "0", "rate": "0.1"}]}}),
    ("revenue_share", {"payee": "lumbre"}),
    ("commitment", REVERSED),
    ("commitment", {"to": "lumbre"}), ("commitment", {"unit_price": "2"}), ("payment", {"payee": "lumbre"}),
    ("payment", {"unit_price": "2", "quantity": "hours"}),
    ("payment", {"amount": [{"amount": "5", "on": "2026-02-02"}]}),
    ("option", {"terminate": {}}), ("option", {"renew": None, "terminate": {}, "at_most": 2}),
    ("option", {"renew": None, "terminate": {}, "silence": "exercises"}), ("price_promise", {"to": "nube"}),
    ("duty", {"to": None, "late": {"per_day": "1", "currency": "EUR"}}), ("priority", {"duty": "first_ship"}),
]  # fmt: skip


def problems(kind: str, change: dict[str, Any]) -> tuple[list[Any], dict[str, int]]:
    """Return what is refused of a clause with some fields changed, and the line of each of its fields."""
    frame = FRAME_WITHOUT_TERM if kind == "term" else FRAME
    fields = {"id": "wrong", "type": kind, **GOOD[kind], **change}
    written = {name: value for name, value in fields.items() if value is not None}
    first = len(frame.splitlines()) + 1
    lines = {name: first + number for number, name in enumerate(written)}
    text = "".join(f"    {name}: {json.dumps(value)}\n" for name, value in written.items())
    try:
        load((frame + "  - " + text.removeprefix("    ")).encode())
    except AgreementError as error:
        return list(error.problems), lines
    return [], lines


def test_every_kind_has_its_wrong_files() -> None:
    assert len(GOOD) == len(CLAUSE_KINDS)
    for kind in GOOD:
        assert problems(kind, {})[0] == [], kind


@pytest.mark.parametrize("kind", SCOPED)
def test_a_scope_stands_where_it_is_read(kind: str) -> None:
    assert problems(kind, SERVING)[0] == []


@pytest.mark.parametrize(("kind", "field", "change"), WRONG)
def test_a_wrong_field_is_told_with_its_line_and_a_fix(kind: str, field: str, change: dict[str, Any]) -> None:
    found, lines = problems(kind, change)
    assert found, "nothing was refused"
    assert lines[field] in {one.place.line for one in found}, [(one.place.line, str(one)) for one in found]
    assert all(str(one.fix or "").strip() for one in found), [str(one) for one in found]


@pytest.mark.parametrize(("kind", "change"), AT_CLAUSE)
def test_a_clause_that_is_not_whole_or_contradicts_itself_is_told_with_its_line_and_a_fix(
    kind: str, change: dict[str, Any]
) -> None:
    found, lines = problems(kind, change)
    assert found, "nothing was refused"
    assert {one.place.line for one in found} <= set(lines.values()), [(one.place.line, str(one)) for one in found]
    assert all(str(one.fix or "").strip() for one in found), [str(one) for one in found]
