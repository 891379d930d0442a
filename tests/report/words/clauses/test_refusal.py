"""Every field of every kind: whichever is turned, the words that counsel signs change, in each language."""

from __future__ import annotations

import copy
import typing
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS, Clause
from firstcall.agreement.terms import InForce, Terms, terms
from firstcall.dates import day_start, zone
from firstcall.report.words.clauses.clauses import clause_words, kind_titles
from firstcall.report.words.enums import LANGUAGES
from firstcall.report.words.words import words_in
from firstcall.service.folder import open_partnership

FRAME = {"id", "type", "says", "basis", "scope", "since", "until", "notwithstanding", "subject_to"}
"""What every clause has: tested by itself, or told beside the words."""
REVENUE_BASE = {"source": "revenue_lines", "streams": [{"name": "s"}]}
FOCUS = {"source": "focus", "streams": [{"name": "s", "where": {"ServiceName": ["x"]}}]}
BASES: dict[str, dict[str, Any]] = {
    "exclusivity": {"holder": "openai", "at": ["azure"]},
    "consent": {"by": "openai", "lifts": ["x"]},
    "first_refusal": {
        "holder": "openai", "parts": {"unit": "MW"}, "terms": {"price": {}},
        "window": {"n": 20, "reoffer": 5}, "failure": {"sign_within": 30},
        "tolerance": {"share": "0.02", "rule": "effective_price"}, "tail": {"n": 180},
        "several": {"tiers": [{"holders": [{"holder": "openai", "holding": "1"}]},
                              {"holders": [{"holder": "microsoft", "holding": "1"}], "n": 3, "unit": "business"}]},
    },
    "delivery": {
        "by": "openai", "of": ["x"], "milestones": [{"share": "0.5", "within": 9}],
        "remedy": ["release", "late_fee"], "late_fee": {"share_per_day": "0.01", "at_most": "0.1"},
    },
    "approval": {"by": "openai", "primarily": {"workloads": ["training"], "share_at_least": "0.5"},
                 "up_to": {"quantity": "1000", "unit": "MW"}},
    "licence": {"licensor": "openai", "licensee": "microsoft"},
    "escape": {"licences": ["x"], "determination": "agi"},
    "priority": {"holder": "openai", "at": ["azure"], "duty": "first_ship", "unless": {"any": ["cannot"]}},
    "prohibition": {"acts": ["run", "use"], "binds": ["openai"], "except": [{"workloads": ["training"]}]},
    "term": {"until": "2030-12-31"},
    "revenue_share": {
        "payer": "openai", "payee": [{"party": "microsoft", "share": "1"}, {"party": "third", "share": "1"}],
        "base": REVENUE_BASE, "rate": [{"rate": "0.2"}], "currency": "USD", "cap": {"total": "9"},
        "minimum": {"amount": "5"}, "netting": {"currency": "USD"},
    },
    "commitment": {
        "by": "openai", "to": "microsoft", "currency": "USD", "per": "year", "since": "2025-01-01",
        "amount": [{"amount": "5"}, {"amount": "7", "since": "2026-01-01"}], "make_up": {"periods": 2},
        "until": "2026-12-31", "base": FOCUS, "netting": {"currency": "USD"},
    },
    "option": {
        "by": "openai",
        "terminate": {"wind_down": {"n": 30}, "cause": {"event": "default", "cure": {"n": 30}, "cured_by": "cured"}},
    },
    "price_promise": {
        "by": "openai", "to": "microsoft", "contract": "C-1", "price": "price", "currency": "USD",
        "quantity_band": {"at_least": "0.5", "at_most": "2"}, "pays": {"quantity": "gpu_hours", "due_days": 5},
    },
    "duty": {
        "by": "openai", "does": "sends the report", "when": {"every": "month", "since": "2025-01-01"},
        "within": {"n": 5}, "to": "third", "late": {"per_day": "5", "currency": "USD"},
    },
}  # fmt: skip
DAYS: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"event": "signing", "plus": {"n": 5}},
     {"event": "ipo", "of": "x", "plus.n": 6, "plus.unit": "business", "or_date": "2030-01-01",
      "not_before": "2029-01-01"}),
    ({"determination": "agi", "plus": {"n": 5}},
     {"determination": "ipo", "state": "verified", "plus.n": 6, "plus.unit": "month", "or_date": "2030-01-01",
      "not_before": "2029-01-01"}),
    ({"before_end_of": "term", "by": {"n": 5}}, {"before_end_of": "x", "by.n": 6, "by.unit": "business"}),
)  # fmt: skip
"""Each form of a day by rule, and the turns of its fields."""
HUNG_DAYS: list[tuple[str, str, dict[str, Any], str, Any]] = [
    (kind, place, day, path, value)
    for kind, places in (
        ("duty", ("when", "when.since", "when.until")), ("revenue_share", ("rate.0.since", "rate.0.until")),
        ("commitment", ("amount.1.since",)),
    )
    for place in places for day, turns in DAYS for path, value in turns.items()
]  # fmt: skip
"""Where a clause may have such a day."""


def hung_paths(kind: str) -> set[str]:
    """The same of one kind, without the numbers of lists."""
    paths = [f"{place}.{path}" for one, place, _, path, _ in HUNG_DAYS if one == kind]
    return {".".join(part for part in path.split(".") if not part.isdigit()) for path in paths}


MONEY: dict[str, Any] = {
    "base.streams.0.name": "t", "base.streams.0.where": {"ServiceName": ["y"]}, "base.streams.0.weight": "0.5",
    "base.streams.0.without": {"ServiceName": ["z"]}, "base.kinds": ["sale"], "base.zone": "Asia/Tokyo",
    "due_days": 30, "exchange": {"rule": "end_of_period"}, "exchange.missing": "previous", "rounding.at": "bucket",
    "rounding.mode": "down", "rounding.intake": "down", "netting.currency": "EUR", "netting.day": "due_day",
    "netting.missing": "previous", "units": {"USD": 3}, "open": "not published", "currency": "EUR",
    "fiscal_year_start": 4,
}  # fmt: skip
TURNS: dict[str, dict[str, Any]] = {
    "exclusivity": {"holder": "microsoft", "at": ["own"], "acts": ["run"]},
    "consent": {"by": "microsoft", "lifts": ["y"], "covers": "contract"},
    "first_refusal": {
        "holder": "microsoft", "trigger": "requirement", "grantor": "seller", "bona_fide": ["binding"],
        "notice.required": ["price"], "notice.third_party": "withheld", "window.n": 9, "window.unit": "calendar",
        "window.anchor": "sent", "window.count_first_day": True, "window.cutoff": "16:00", "window.opening": "09:00",
        "window.timezone": "Asia/Tokyo", "window.roll": True, "window.reoffer": 4, "window.may_shorten": True,
        "deficiency.n": 6, "deficiency.unit": "calendar", "incomplete": "no_clock", "withdrawal": "until_answer",
        "in_flight": "end", "takes_effect.answer": "received", "takes_effect.deficiency": "received",
        "takes_effect.withdrawal": "received", "acceptance": "principal_terms", "terms.price.must_match": False,
        "terms.price.direction": "lower", "terms.price.cash_equivalent": True, "partial": "none", "parts.unit": "GPU",
        "parts.step": "8", "parts.minimum_lot": "8", "currency": "EUR", "package": "whole", "silence": "holds",
        "tail.n": 90, "tail.unit": "business", "tail.anchor": "notice", "tail.must": "delivered",
        "tolerance.share": "0.03", "tolerance.inclusive": False, "tolerance.rule": "each_term",
        "tolerance.prepayment_rate": "0.05", "quantity_floor": "10", "quantity_cap": "10", "exempt": ["affiliate"],
        "several.tiers.0.holders.0.holder": "third", "several.tiers.0.holders.0.holding": "2",
        "several.tiers.0.holders.0.cap": "5", "several.tiers.1.n": 4, "several.tiers.1.unit": "calendar",
        "several.tiers.1.counts_from": "answer", "several.tiers.1.then": "leftover",
        "several.over_allotment": False, "failure.sign_within": 9,
        "failure.sign_unit": "business", "failure.then": "release_and_terminate", "tolling": ["agreement"],
        "continuing": False,
    },
    "delivery": {
        "by": "microsoft", "of": ["y"], "milestones.0.share": "1", "milestones.0.within": 8,
        "milestones.0.unit": "business", "milestones.0.anchor": "start", "grace": 3, "remedy": ["termination"],
        "late_fee.share_per_day": "0.02", "late_fee.at_most": "0.2", "late_fee.runs_from": "milestone",
    },
    "approval": {"by": "microsoft", "primarily.workloads": ["research"], "primarily.share_at_least": "0.6",
                 "primarily.planned_share": "0.7", "up_to.quantity": "2000", "up_to.unit": "GPU",
                 "up_to.counts": "at_once"},
    "licence": {"licensor": "third", "licensee": "third", "ip": ["models"], "products": ["api"], "exclusive": True,
                "affiliates": True, "sublicensable": "with_consent"},
    "escape": {"licences": ["y"], "determination": "ipo", "state": "verified", "exercise": "automatic",
               "models": "listed", "purpose": "so that it is not sold"},
    "priority": {"holder": "microsoft", "at": ["own"], "duty": "primary_provider", "unless.any": ["chooses_not_to"],
                 "unless": {"all": ["cannot", "chooses_not_to"]}},
    "prohibition": {
        "acts": ["run"], "binds": ["microsoft"], "ip": ["models"], "products": ["api"], "to": ["third"],
        **{f"except.0.{name}": value for name, value in {
            "workloads": ["research"], "customers": ["general"], "providers": ["azure"], "mode": ["own_build"],
            "ip": ["models"], "products": ["api"], "to": ["third"], "region": ["us"],
        }.items()},
    },
    "term": {"survives": ["x"]},
    "revenue_share": MONEY | {
        "payer": "third2", "payee.0.party": "third2", "payee.0.share": "2", "base.of": "microsoft",
        "base": FOCUS, "rate.0.rate": "0.3", "rate.0.since": "2025-01-01", "rate.0.until": "2025-12-31", "floor": "3",
        "cap.per_period": "4", "cap.total": "8", "cap.counting_from": "2025-01-01", "cap.past_payments": "2",
        "minimum.amount": "6", "minimum.partial_year": "months", "period": "quarter", "negative": "carry",
        "residual": "first", "rounding.at": "row",
    },
    "commitment": MONEY | {
        "by": "third", "to": "third", "amount.0.amount": "6", "amount.1.since": "2026-02-01", "per": "quarter",
        "make_up.periods": 3, "make_up.share": "0.5", "years": "anniversary", "partial_year": "days",
        "base.column": "ListCost", "base.streams.0.up_to_share": "0.3", "commitment_ids": ["c"],
        "credits": "exclude", "excess": "carries",
    },
    "option": {
        "by": "microsoft", "of": ["x"], "terminate.wind_down.n": 31, "terminate.wind_down.unit": "business",
        "terminate.cause.event": "late", "terminate.cause.of": "C-1", "terminate.cause.cure.n": 9,
        "terminate.cause.cure.unit": "business", "terminate.cause.cured_by": "mended",
        "terminate.shortfall": "released",
        "notice.to": "microsoft", "notice.takes_effect": "sent", "notice.cutoff": "16:00", "notice.opening": "09:00",
        "notice.timezone": "Asia/Tokyo", "notice.roll": True, "fee": ["y"],
    },
    "price_promise": {
        "by": "third", "to": "third", "contract": "C-2", "price": "price_per_gpu_hour", "currency": "EUR",
        "better": "higher", "at": ["own"], "alike": ["term_months"], "quantity_band.at_least": "0.6",
        "quantity_band.at_most": "3", "pays.quantity": "mw_hours", "pays.every": "quarter", "pays.due_days": 6,
    },
    "duty": {
        "by": "microsoft", "to": "microsoft", "does": "sends the plan", "when": "2025-03-31", "when.every": "quarter",
        "when.since": "2025-02-01", "when.until": "2026-01-31", "when.falls": "first_day",
        "within.n": 6, "within.unit": "business", "of": "C-1", "late.per_day": "6", "late.at_most": "60",
        "late.currency": "EUR", "late.runs_from": "day", "late.due_days": 30, "remedy": "a fee", "remedies": ["x"],
    },
}  # fmt: skip
ELSEWHERE: dict[str, set[str]] = {
    "revenue_share": {"base.source", "base.column", "base.streams.up_to_share", "tiers.method", "tiers.boundary",
                      "tiers.reset", "tiers.steps.threshold", "tiers.steps.rate", "residual_to", "exchange.rule",
                      *hung_paths("revenue_share")},
    "commitment": {"base.source", "base.of", "exchange.rule", "unit", "unit_price", *hung_paths("commitment")},
    "prohibition": {"except_.dimensions", "except_.age"},
    "priority": {"unless.all", "share_at_least"},
    "option": {"renew.n", "renew.unit", "extend_to", "expand.quantity", "expand.unit", "at_most", "silence"},
    "duty": {"when.partial", *hung_paths("duty")},
}  # fmt: skip
"""Fields that are turned in a case of their own below, or that a turn above sets together with others."""


def leaves(model: type[BaseModel], lead: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if not lead and name in FRAME:
            continue
        below = dict.fromkeys(_models(field.annotation))
        if not below:
            yield lead + name
        for one in below:
            yield from leaves(one, f"{lead}{name}.")


def _models(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in typing.get_args(hint):
        yield from _models(part)


def turned(base: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    made: Any = copy.deepcopy(base)
    at, names = made, path.split(".")
    for name in names[:-1]:
        at = at[int(name)] if isinstance(at, list) else at.setdefault(name, {})
    at[names[-1]] = value
    whole: dict[str, Any] = made
    return whole


@pytest.fixture(scope="module")
def text() -> Terms:
    agreement = open_partnership(Path(__file__).resolve().parents[4] / "examples" / "microsoft-openai").agreement
    return terms(agreement, day_start(date(2025, 1, 21), zone(agreement.timezone)))


def told(kind: str, fields: dict[str, Any], text: Terms) -> dict[str, tuple[str, ...]]:
    clause: Any = TypeAdapter(Clause).validate_python({"id": "c", "type": kind, **fields})
    held: InForce = replace(text.clauses[0], clause=clause)
    return {lang: clause_words(held, text, words_in(lang)) for lang in LANGUAGES}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, turns in TURNS.items() for path in turns])
def test_a_turned_field_changes_the_words(kind: str, path: str, text: Terms) -> None:
    before = told(kind, BASES[kind], text)
    after = told(kind, turned(BASES[kind], path, TURNS[kind][path]), text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


@pytest.mark.parametrize(("fields", "path", "value"), [
    ({"base": FOCUS}, "base.column", "ListCost"),
    ({"residual": "counterparty", "residual_to": "microsoft"}, "residual_to", "third"),
    *(({"rate": None, "tiers": {"steps": [{"threshold": "0", "rate": "0.1"}, {"threshold": "5", "rate": "0.2"}]}},
       path, value) for path, value in (("tiers.method", "whole"), ("tiers.boundary", "from"), ("tiers.reset", "year"),
                                        ("tiers.steps.1.threshold", "6"), ("tiers.steps.1.rate", "0.3"))),
])  # fmt: skip
def test_a_turned_field_of_a_share_of_another_shape_changes_the_words(
    fields: dict[str, Any], path: str, value: Any, text: Terms
) -> None:
    base = BASES["revenue_share"] | fields
    before, after = told("revenue_share", base, text), told("revenue_share", turned(base, path, value), text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


@pytest.mark.parametrize(("path", "value"), [
    ("unit", "MW-months"), ("unit_price", "3"), ("unit_price", None), ("currency", "EUR"), ("amount.0.amount", "6"),
    ("amount.1.amount", "8"),
])  # fmt: skip
def test_a_turned_field_of_a_quantity_changes_the_words(path: str, value: Any, text: Terms) -> None:
    of_unit = {"unit": "GPU-hours", "unit_price": "2", "base": REVENUE_BASE, "make_up": None}
    base = BASES["commitment"] | of_unit
    before, after = told("commitment", base, text), told("commitment", turned(base, path, value), text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


@pytest.mark.parametrize(("does", "path", "value"), [
    ({"renew": {"n": 1, "unit": "year"}}, "renew.n", 2), ({"renew": {"n": 1, "unit": "year"}}, "renew.unit", "month"),
    ({"renew": {"n": 1, "unit": "year"}}, "at_most", 3), ({"renew": {"n": 1, "unit": "year"}}, "silence", "exercises"),
    ({"extend_to": "2031-01-31"}, "extend_to", "2031-02-28"),
    ({"expand": {"quantity": "5", "unit": "MW"}, "of": ["x"]}, "expand.quantity", "6"),
    ({"expand": {"quantity": "5", "unit": "MW"}, "of": ["x"]}, "expand.unit", "GPU"),
])  # fmt: skip
def test_a_turned_field_of_what_an_option_does_changes_the_words(
    does: dict[str, Any], path: str, value: Any, text: Terms
) -> None:
    base = {"by": "openai"} | does
    before, after = told("option", base, text), told("option", turned(base, path, value), text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


def test_a_share_of_the_use_changes_the_words_of_a_primary_provider(text: Terms) -> None:
    base = {"holder": "openai", "at": ["azure"], "duty": "primary_provider", "share_at_least": "0.5"}
    before, after = told("priority", base, text), told("priority", base | {"share_at_least": "0.6"}, text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


@pytest.mark.parametrize(("kind", "place", "day", "path", "value"), HUNG_DAYS)
def test_a_turned_field_of_a_day_by_rule_changes_the_words(
    kind: str, place: str, day: dict[str, Any], path: str, value: Any, text: Terms
) -> None:
    base = turned(BASES[kind], place, day)
    before, after = told(kind, base, text), told(kind, turned(base, f"{place}.{path}", value), text)
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


@pytest.mark.parametrize("frame", [
    {"since": "2025-02-01"}, {"until": "2026-01-31"}, {"notwithstanding": ["x"]}, {"subject_to": ["x"]},
])  # fmt: skip
def test_what_every_clause_has_is_told(frame: dict[str, Any], text: Terms) -> None:
    before, after = (told("exclusivity", BASES["exclusivity"] | more, text) for more in ({}, frame))
    assert [lang for lang in LANGUAGES if before[lang] == after[lang]] == []


def test_no_field_of_any_kind_is_left_out() -> None:
    for model in CLAUSE_KINDS:
        kind = typing.get_args(model.model_fields["type"].annotation)[0]
        if kind == "payment":
            continue  # its words are facts, and its own tests turn them
        shown = {".".join(part for part in path.split(".") if not part.isdigit()) for path in TURNS[kind]}
        plain = {path.replace("terms.price.", "terms.").replace("except.", "except_.") for path in shown}
        assert set(leaves(model)) - plain - ELSEWHERE.get(kind, set()) == set(), kind


def test_every_kind_has_a_title_in_every_language() -> None:
    kinds = {typing.get_args(model.model_fields["type"].annotation)[0] for model in CLAUSE_KINDS}
    for lang in LANGUAGES:
        titles = kind_titles(words_in(lang))
        assert set(titles) == kinds and len(set(titles.values())) == len(kinds)


def test_a_place_for_what_is_left_names_those_that_are_asked_again(text: Terms) -> None:
    tiers = [{"holders": [{"holder": "openai", "holding": "1"}]}, {"then": "leftover", "n": 3}]
    for lang, said in told("first_refusal", BASES["first_refusal"] | {"several": {"tiers": tiers}}, text).items():
        asked = [line for line in said if "OpenAI" in line and any(line.rstrip(".").find(n) > 0 for n in ("1:", "2:"))]
        assert len(asked) == 2 and not [line for line in said if line.endswith(": .")], lang
