"""Days that cannot all be kept: the first of them is named, and what is reckoned by hand agrees."""

from typing import Any

from tests.verification.sound import agreement, clause

from firstcall.verification.findings.fitting import cannot_fit


def told(**fields: Any) -> list[str]:
    return [str(one.what) for one in cannot_fit(agreement(lambda data: clause(data, "first").update(fields)))]


def test_a_tail_over_easter_leaves_no_day_to_sign_on() -> None:
    """A notice of 19 March 2024 is answered by the 29th, Good Friday; Easter Monday is 1 April."""
    assert told(tail={"n": 5, "unit": "calendar"}) == []
    assert told(tail={"n": 3, "unit": "calendar"}) == [
        "first@base cannot be kept by a notice that comes on 2024-03-16: the window ends on 2024-03-28, and the tail "
        "is over on 2024-03-31, without a business day to sign on between them"
    ]  # the deemed day of a Saturday is the Monday after it


def test_what_a_notice_lacks_may_be_told_after_the_window_over_christmas() -> None:
    short = {"window": {"n": 8, "unit": "calendar"}}
    (found,) = told(**short, deficiency={"n": 5, "unit": "business"})
    assert "2024-03-" in found and "what a notice lacks may be told until" in found
    assert told(**short, deficiency={"n": 2, "unit": "business"}) == []


def test_a_right_that_ends_before_its_first_window_does() -> None:
    short = {"until": "2024-01-08", "in_flight": "end"}
    assert told(**short) == [
        "first@base cannot be kept by a notice that comes on 2024-01-01: the window would end on 2024-01-12, and the "
        "clause ends with 2024-01-08, whatever is in flight"
    ]
    assert told(**{**short, "until": "2024-03-01"}) == [] == told(**{**short, "in_flight": "continue"})
