"""Signing, and waiting for what lets more be done."""

from tests.verification.traced import after, begun, seen

from firstcall.verification.loopholes.signing_acts import signings, waits_for


def test_nothing_is_signed_before_the_holder_was_asked_and_all_of_it_after() -> None:
    assert list(signings(seen(begun()))) == []
    declined = after(begun(), "receive", "notice", "answer")
    assert [(one.steps[-1].act, around) for one, around in signings(seen(declined))] == [("sign", ())]


def test_a_wait_ends_with_the_window_and_nothing_is_waited_for_at_first() -> None:
    assert list(waits_for(seen(begun()))) == []
    (waited,) = waits_for(seen(after(begun(), "receive", "notice")))
    assert waited is not None and waited.now.isoformat() == "2024-01-18T17:01:00+00:00"
