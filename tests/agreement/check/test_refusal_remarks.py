"""What check tells of a right of first refusal besides its faults."""

from typing import Any

from tests.refusal.deal import agreement_of, refusal

from firstcall.agreement.check.refusal_remarks import refusal_remarks


def remarks(*clauses: dict[str, Any]) -> str:
    return "\n".join(map(str, refusal_remarks(agreement_of(*clauses))))


def test_what_was_left_to_defaults_is_listed_with_its_value() -> None:
    said = remarks(refusal(silence="lapses"))
    assert "refusal@base: left to defaults: window.cutoff (17:00), partial (any)" in said
    assert "withdrawal (none), in_flight (continue), incomplete (cures), deficiency (5 business days)" in said
    assert "silence" not in said and "window.n" not in said


def test_a_match_without_a_day_to_perform_by_is_told() -> None:
    said = "a match has no day to sign or deliver by"
    assert said in remarks(refusal())
    assert said not in remarks(refusal(failure={"sign_within": "30"}))
    half = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
            "milestones": [{"share": "0.5", "within": "180"}]}  # fmt: skip
    assert said not in remarks(refusal(), half)
    assert "delivery sets a day for 0.5 of what is matched, and none for the rest" in remarks(refusal(), half)


def test_a_tail_for_delivery_needs_the_start() -> None:
    assert "no notice has to state `start`" in remarks(refusal(tail={"n": "90", "must": "delivered"}))


def test_days_that_only_another_category_marks_are_told_to_count() -> None:
    assert "calendar US: days marked only as government, half_day count as business days" in remarks(refusal())
    assert list(refusal_remarks(agreement_of({"id": "term", "type": "term", "until": "2027-12-31"}))) == []
