"""Loopholes planted in a sound agreement are found by their shortest trace, and played; near misses stay silent."""

import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.verification.sound import AGREED, FIRST, ROUTE, SOLE, agreement, clause, plain

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import read_record
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.rights.decide import decide
from firstcall.rights.decision import FREE
from firstcall.rights.question import Asked
from firstcall.service.soundness.playing import played_lines
from firstcall.verification.findings.finding import Finding
from firstcall.verification.loopholes import state
from firstcall.verification.loopholes.search import LoopholeSearch
from firstcall.verification.loopholes.ways_round import loopholes_of

Data = dict[str, Any]
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PUBLIC = EXAMPLES / "microsoft-openai" / "agreement.yaml"
DELIVER = {"id": "deliver", "type": "delivery", "by": "hal", "of": ["first"], "basis": AGREED}


def alone(spoil: Callable[[Data], object]) -> Agreement:
    """The right of the sound agreement by itself, spoilt; with its exclusivity where that is what is spoilt."""

    def small(data: Data) -> None:
        if spoil not in WITH_EXCLUSIVITY:
            data["clauses"] = [one for one in data["clauses"] if one["id"] not in ("sole", "route")]
        spoil(data)

    return agreement(small)


def sets(name: str, **fields: Any) -> Callable[[Data], object]:
    return lambda data: clause(data, name).update(fields)


def starts_late(data: Data) -> None:
    """The right comes by an amendment, and nobody restricts what was signed before."""
    data["clauses"] = [one for one in data["clauses"] if one["id"] not in ("first", "sole", "route")]
    data["amendments"] = [{"id": "later", "signed": "2024-06-03", "effective": "2024-06-03", "basis": AGREED,
                           "add": [{**FIRST, "since": "2024-06-03", "scope": {"age": "new"}}]}]  # fmt: skip


def starts_late_over_an_exclusivity(data: Data) -> None:
    """The right comes by an amendment, over what an exclusivity had said of everything before."""
    starts_late(data)
    data["clauses"].append({**SOLE, "scope": {}})


def consent_of_the_grantor(data: Data) -> None:
    data["clauses"].remove(clause(data, "first"))
    clause(data, "route").update(by="gus")


def part_of_a_match_has_a_day(data: Data) -> None:
    """What is overdue is a part of a part, each time that it is taken again: the search must end all the same."""
    clause(data, "first").pop("failure")
    data["clauses"].append({**DELIVER, "milestones": [{"share": "0.3", "within": 30}]})


WITH_EXCLUSIVITY = (consent_of_the_grantor,)
PLANTED: dict[str, tuple[Callable[[Data], object], list[str]]] = {
    "a site built for the grantor": (sets("first", scope={"mode": ["holder", "third_party"]}), ["built"]),
    "an exempt form": (sets("first", exempt=["expansion"]), ["exempt", "sign"]),
    "a one-time right spent on a token": (
        sets("first", continuing=False), ["receive", "receive", "notice", "answer", "sign"]),
    "a trifle that cuts the window": (
        sets("first", window={"n": 10, "unit": "calendar", "reoffer": 1, "may_shorten": True}),
        ["receive", "notice", "trifle", "notice", "answer", "sign"]),
    "better terms after a decline, and less time": (
        sets("first", window={"n": 10, "unit": "calendar", "reoffer": 2}),
        ["receive", "notice", "answer", "better", "notice", "answer", "sign"]),
    "a term that nobody compares": (
        sets("first", acceptance="principal_terms", terms={"prepayment": {"must_match": False}}),
        ["receive", "notice", "answer", "better", "sign"]),
    "a failure minutes after the match": (
        lambda data: data["clauses"].append(
            {**DELIVER, "milestones": [{"share": "1", "within": 40, "anchor": "start"}]}),
        ["receive", "notice", "match", "fail", "sign"]),
    "a consent that another gives": (
        consent_of_the_grantor, ["consent", "sign"]),
    "a signing that is dated back": (starts_late, ["backdate"]),
}  # fmt: skip
NEAR: dict[str, Callable[[Data], object]] = {
    "as it is": lambda data: None,
    "a re-offer as long as the first": sets("first", window={"n": 10, "unit": "calendar", "reoffer": 10}),
    "a tolerance": sets("first", tolerance={"share": "0.05"}),
    "a floor that purchases of a year count against": sets("first", quantity_floor="50"),
    "an offer that may be taken back": sets("first", withdrawal="until_answer"),
    "whole or nothing": sets("first", partial="none"),
    "delivery counted from the match": lambda data: data["clauses"].append(
        {**DELIVER, "milestones": [{"share": "1", "within": 40}], "grace": 5}),
    "a day for a part, over and over": part_of_a_match_has_a_day,
    "no day to perform by": lambda data: clause(data, "first").pop("failure"),
    "an approval says that it is free": lambda data: data["clauses"].append(
        {"id": "may", "type": "approval", "by": "hal", "notwithstanding": ["first"], "basis": AGREED}),
    "dated back over an exclusivity": starts_late_over_an_exclusivity,
}  # fmt: skip


@cache
def found_in(name: str) -> tuple[Finding, ...]:
    return loopholes_of(text_of(name))


def text_of(name: str) -> Agreement:
    return alone(PLANTED[name][0])


def is_free(text: Agreement, found: Finding) -> bool:
    """Whether `decide` lets the use run on the record that the trace writes, with the text read as its base."""
    asks = found.asks
    assert asks is not None
    record = read_record(played_lines(found).encode())
    asked = Asked((asks.workload,), customer=asks.customer, contract=asks.contract)
    return decide(text, record, asked, asks.at, readings={one.id: one.base for one in text.readings}).outcome in FREE


QUICK = ("a site built for the grantor", "an exempt form", "a consent that another gives",
         "a failure minutes after the match", "a trifle that cuts the window")  # fmt: skip
QUICK_NEAR = ("as it is", "delivery counted from the match", "a day for a part, over and over")
WHOLE = os.environ.get("FIRSTCALL_WHOLE") == "1"


@pytest.mark.parametrize("name", PLANTED if WHOLE else QUICK)
def test_a_planted_loophole_is_found_by_its_shortest_trace_and_played(name: str) -> None:
    acts = [[step.act for step in one.trace if step.act != "wait"] for one in found_in(name)]
    assert PLANTED[name][1] in acts, acts
    assert all(is_free(text_of(name), one) for one in found_in(name))
    assert all(one.severity == "warning" and one.places for one in found_in(name))


@pytest.mark.parametrize("name", NEAR if WHOLE else QUICK_NEAR)
def test_near_misses_of_loopholes_stay_silent(name: str) -> None:
    told = [[str(step.what) for step in one.trace] for one in loopholes_of(alone(NEAR[name]))]
    assert told == []


def test_the_public_example_lets_a_third_party_build_for_the_lab() -> None:
    """The story leaves open who governs a third party's site that is built for the lab."""
    text = load(PUBLIC.read_bytes())
    found = loopholes_of(text)
    assert [step.act for step in found[0].trace] == ["built"]
    assert [(one.clause, one.version) for one in found[0].places] == [("first-refusal", "amendment-2025-01")]
    assert all(is_free(text, one) for one in found)


def test_a_right_over_sites_built_for_the_grantor_closes_that_way() -> None:
    raw = PUBLIC.read_bytes().replace(
        b"mode: [holder, third_party]}", b"mode: [holder, third_party, built_for_grantor]}"
    )
    assert raw != PUBLIC.read_bytes()
    assert not any("built" in [step.act for step in one.trace] for one in loopholes_of(load(raw)))


FINITE = ("gallery/league-tender", "gallery/preferential-right", "gallery/office-lease", "gallery/share-transfer")


@pytest.mark.parametrize("name", (*FINITE, "gallery/power-beside", "wiraksa") if WHOLE else FINITE)
def test_the_search_of_an_example_ends_and_every_trace_of_it_is_played(name: str) -> None:
    text = load((EXAMPLES / name / "agreement.yaml").read_bytes())
    assert all(is_free(text, one) for one in loopholes_of(text))


def told(found: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(one.places, [(step.act, step.detail) for step in one.trace]) for one in found]


@pytest.mark.parametrize("name", (*PLANTED, *NEAR) if WHOLE else ("a trifle that cuts the window", "an exempt form"))
def test_what_a_state_leaves_out_leads_nowhere_else(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """States that are told apart by every field of their offers show the same ways round."""
    text = alone(PLANTED[name][0] if name in PLANTED else NEAR[name])
    short = told(loopholes_of(text))
    monkeypatch.setattr(state, "_ASKED", get_args(OfferState))
    monkeypatch.setattr(state, "_OVER", ())
    assert told(loopholes_of(text)) == short


@pytest.mark.parametrize("name", ("a site built for the grantor", "an exempt form", "a trifle that cuts the window"))
def test_no_way_round_is_lost_where_a_trace_that_shows_nothing_new_is_not_gone_on_from(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = told(found_in(name))
    monkeypatch.setattr(LoopholeSearch, "_shows_nothing_new", lambda *_: False)
    assert told(loopholes_of(text_of(name))) == short


def test_a_way_round_is_told_once_by_the_fewest_acts() -> None:
    for name in QUICK:
        taken = [(one.places, Counter(step.act for step in one.trace if step.act != "wait")) for one in found_in(name)]
        assert not any(place == there and one < other for place, one in taken for there, other in taken)


def test_what_is_planted_is_no_slip_of_the_sound_text() -> None:
    assert plain()["clauses"][:3] == [FIRST, SOLE, ROUTE]
