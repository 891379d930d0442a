"""What clashes in a right of first refusal, each told with how to mend it."""

import re
from datetime import date
from typing import Any

import pytest
from tests.refusal.deal import agreement_of, refusal

from firstcall.agreement.load import load
from firstcall.errors import AgreementError
from firstcall.service.commands.new import filled

ONE = {"holders": [{"holder": "halcyon", "holding": "1"}]}


def delivery(**fields: Any) -> dict[str, Any]:
    return {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
            "milestones": [{"share": "1", "within": "30"}]} | fields  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tail": {"n": "10", "unit": "business", "anchor": "notice"}},
         "the tail of 10 business days from the notice is over before or with the time to answer"),
        ({"tail": {"n": "14", "unit": "calendar", "anchor": "receipt"}},
         "the tail of 14 calendar days from receipt is over before or with"),
        ({"tail": {"n": "30", "unit": "calendar", "anchor": "notice"},
          "several": {"tiers": [ONE, {"holders": [{"holder": "iris", "holding": "1"}], "n": "20"}]}},
         "is over before or with the time to answer"),
        ({"deficiency": {"n": "10"}},
         "a deficiency may be raised for 10 business days, no less than the window itself"),
        ({"window": {"n": "10", "reoffer": "11"}},
         "the window of a re-offer (11) is longer than that of a first offer (10)"),
        ({"window": {"n": "10", "opening": "18:00"}}, "the opening hour is not before the cut-off"),
        ({"terms": {"colour": {}}}, "unknown commercial term 'colour'"),
        ({"notice": {"required": ["prise"]}}, "unknown content of a notice 'prise'"),
        ({"notice": {"required": ["third_party"], "third_party": "withheld"}},
         "must name the third party, and must not"),
        ({"quantity_floor": "9", "quantity_cap": "5"}, "the floor 9 is above the cap 5"),
        ({"partial": "none", "parts": {"minimum_lot": "5"}}, "no part may be taken, so there is no minimum lot"),
        ({"parts": {"minimum_lot": "5", "step": "2"}}, "the minimum lot 5 is no multiple of the step 2"),
        ({"several": {"tiers": [ONE, ONE]}}, "'halcyon' holds twice"),
        ({"several": {"tiers": [ONE, {"then": "leftover", "holders": [*ONE["holders"], *ONE["holders"]]}]}},
         "'halcyon' holds twice"),
        ({"several": {"tiers": [ONE, {"then": "leftover", "holders": [*ONE["holders"],
                                                                      {"holder": "iris", "holding": "1"}]}]}},
         "'halcyon' holds twice"),
        ({"several": {"tiers": [{"holders": [{"holder": "iris", "holding": "1"}]}]}},
         "'halcyon' is not among the several holders"),
        ({"several": {"tiers": [ONE]}, "partial": "none"}, "several holders share an offer, yet no part may be taken"),
        ({"several": {"tiers": [ONE]}, "silence": "holds"}, "tiers need an end of each window"),
        ({"several": {"tiers": [ONE, {"holders": [{"holder": "iri", "holding": "1"}]}]}},
         "unknown party 'iri'\n  fix: did you mean 'iris'?"),
    ],
)  # fmt: skip
def test_a_clash_is_told_with_its_place_and_mend(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(AgreementError, match=re.escape(said)) as told:
        agreement_of(refusal(**fields))
    assert all(problem.fix for problem in told.value.problems)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"of": ["refuse"]}, "unknown clause 'refuse'"), ({"of": ["delivery"]},
         "'delivery' is no right of first refusal"),
        ({"by": "iris"}, "'iris' does not hold 'refusal'"), ({"by": "nobody"}, "unknown party 'nobody'"),
        ({"milestones": [{"share": "0.6", "within": "1"}, {"share": "0.5", "within": "2"}]},
         "the milestones add up to 1.1"),
        ({"remedy": ["late_fee"]}, "a late fee is named in only one of `remedy` and `late_fee`"),
    ],
)  # fmt: skip
def test_a_delivery_that_cannot_be_is_told(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(AgreementError, match=re.escape(said)):
        agreement_of(refusal(), delivery(**fields))


@pytest.mark.parametrize("tail", [{"n": "12", "unit": "business", "anchor": "notice"}, {"n": "1", "anchor": "lapse"}])
def test_a_tail_that_lasts_is_sound(tail: dict[str, str]) -> None:
    agreement_of(refusal(tail=tail), delivery())


SLIPS = [
    ("  - id: term\n",
     "  - {id: c, type: consent, by: holder, lifts: [first-refusal], covers: provider, basis: {grade: assumed}}\n"
     "  - id: term\n",
     "a consent cannot lift 'first-refusal', which is of kind first_refusal"),
    ("holder: holder\n    since", "holder: grantor\n    since", "'grantor' grants the right, so it cannot hold it"),
    ("until: 2031-01-04", "until: 2025-01-04", "the term ends on 2025-01-04, before the agreement takes effect"),
    ("timezone: America/New_York", "timezone: EST", "'EST' is an abbreviation, an hour off for half of the year"),
    ("scope: {age: new,", "scope: {workload: [training], age: new,", "did you mean 'workloads'?"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), SLIPS, ids=["consent", "holder", "term", "zone", "scope"])
def test_what_would_do_nothing_or_mean_something_else_is_refused(before: str, after: str, told: str) -> None:
    text = filled("first-refusal", id="p", title=None, effective=date(2026, 1, 5))
    load(text.encode())
    assert before in text
    with pytest.raises(AgreementError, match=re.escape(told)):
        load(text.replace(before, after).encode())


def test_a_tier_of_what_is_left_may_ask_holders_of_every_tier_before_it() -> None:
    two = {"holders": [{"holder": "iris", "holding": "1"}]}
    agreement_of(
        refusal(several={"tiers": [ONE, two, {"then": "leftover", "holders": [*ONE["holders"], *two["holders"]]}]})
    )
