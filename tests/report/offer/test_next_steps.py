"""What comes next for an offer, after an act."""

import pytest
from tests.refusal.deal import NEW_YORK, Deal, local, refusal

from firstcall.report.offer.next_steps import performed_lines


def test_each_tier_is_told_its_own_last_instant() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}]},
                       {"holders": [{"holder": "iris", "holding": "1"}, {"holder": "juno", "holding": "1"}], "n": "2"},
                       {"then": "leftover", "n": "3"}]}  # fmt: skip
    deal = Deal(refusal(several=tiers)).received().noticed()
    lines = list(map(str, performed_lines(deal.offer("2025-03-17 09:00"), NEW_YORK, local("2025-03-17 09:00"))))
    assert [line.partition(" due by ")[0] for line in lines if " due by " in line] == [
        "  answer of halcyon", "  answer of iris and juno", "  answer of iris and juno, about what is left,"
    ]  # fmt: skip
    assert "halcyon answers until 2025-03-28 17:00:00-04:00, then iris and juno answer until 2025-04-01" in lines[-1]
    deal.say("declined", "2025-03-18 09:00")
    lines = list(map(str, performed_lines(deal.offer("2025-03-19 09:00"), NEW_YORK, local("2025-03-19 09:00"))))
    assert "next: iris and juno answer until 2025-04-01" in lines[-1]


def test_who_is_asked_first_waits_for_no_word_that_a_third_party_s_offer_is_wanted() -> None:
    for trigger, told_next in (("requirement", "give notice of it"), ("third_party_offer", "say when you are willing")):
        deal = Deal(refusal(trigger=trigger)).say("capacity-requested", "2025-03-10 09:00", quantity="100", unit="MW")
        at = local("2025-03-11 09:00")
        right = deal.position("2025-03-11 09:00").right_on(deal.right())(at)
        *_, line = map(str, performed_lines(deal.offer("2025-03-11 09:00"), NEW_YORK, at, right=right))
        assert line.startswith(f"  next: {told_next}")


def test_who_asked_for_a_part_that_binds_only_with_the_whole_may_raise_it() -> None:
    deal = Deal(refusal(partial="aggregate_all_or_nothing", window={"n": "10", "anchor": "sent"})).received().noticed()
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="40")
    at = local("2025-03-18 09:00")
    *_, line = map(str, performed_lines(deal.offer("2025-03-18 09:00"), NEW_YORK, at))
    assert line.endswith("; halcyon may raise a part to the whole until 2025-03-28 17:00:00-04:00, or it lapses")


def test_where_silence_holds_the_answer_is_waited_for_after_its_time() -> None:
    deal = Deal(refusal(silence="holds")).received().noticed()
    for at, told_next in (
        ("2025-03-28 17:00", "halcyon answers until 2025-03-28"),
        ("2025-03-28 17:00:01", "the time to answer ended at 2025-03-28 17:00:00-04:00, and silence changes nothing"),
    ):
        *_, line = map(str, performed_lines(deal.offer(at), NEW_YORK, local(at)))
        assert line.startswith(f"  next: {told_next}")


def test_what_was_wholly_signed_is_not_to_be_offered_again() -> None:
    for quantity in ("100", None):
        clause = refusal(notice={"required": ["price"]})
        deal = Deal(clause).received(quantity=quantity).noticed().say("declined", "2025-03-18 09:00")
        for at, told_next in (
            ("2025-03-18 09:00", "what is free may be signed elsewhere through"),
            ("2025-03-20 09:00", "nothing of the offer is left"),
        ):
            *_, line = map(str, performed_lines(deal.offer(at), NEW_YORK, local(at)))
            assert line.startswith(f"  next: {told_next}")
            deal.signed("2025-03-19 09:00", quantity)
    over = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    *_, line = map(str, performed_lines(over.offer("2025-12-18 09:00"), NEW_YORK, local("2025-12-18 09:00")))
    assert line == "  next: nothing is free or due; offer it again before it is signed elsewhere"


def test_an_offer_that_is_free_by_itself_and_wholly_signed_is_used_up() -> None:
    deal = Deal(refusal(quantity_floor="50")).received(quantity="40")
    for at, told_next in (
        ("2025-03-11 09:00", "it is free (below the floor of 50)"),
        ("2025-03-13 09:00", "nothing of"),
    ):
        lines = list(map(str, performed_lines(deal.offer(at), NEW_YORK, local(at))))
        assert lines[-1].startswith(f"  next: {told_next}")
        deal.signed("2025-03-12 09:00", "40")


@pytest.mark.parametrize(("delivered", "supposed"), [(None, True), ("2025-03-14T16:59:00-04:00", False)])
def test_an_act_after_a_window_from_a_supposed_arrival_says_so(delivered: str | None, supposed: bool) -> None:
    """What was signed rests on a lapse, and that on an arrival; a decline rests on neither."""
    for after_lapse, at in ((True, "2025-04-01 09:00"), (False, "2025-03-17 09:00")):
        deal = Deal().received().noticed(delivered=delivered)
        deal = deal.signed(at, "100") if after_lapse else deal.say("declined", at)
        told = str(list(performed_lines(deal.offer(at), NEW_YORK, local(at), None, None))[-1])
        rests = "no arrival of the notice is on the record: its sending stands in" in told
        assert rests is (supposed and after_lapse)
