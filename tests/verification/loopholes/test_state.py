"""States are told apart by what later acts can tell apart, and never by dates."""

from dataclasses import replace
from datetime import timedelta

from tests.verification.traced import after, begun

from firstcall.verification.loopholes.state import canonical


def test_a_state_is_the_same_a_month_later_and_another_after_a_notice() -> None:
    month_later = replace(begun(), now=begun().now + timedelta(days=28))
    first, second = after(begun(), "receive"), after(month_later, "receive")
    assert canonical(first) == canonical(second)
    assert canonical(after(first, "notice")) != canonical(first)
