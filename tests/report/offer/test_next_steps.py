"""What comes next for an offer, after an act."""

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


def test_an_offer_that_is_free_by_itself_and_wholly_signed_is_used_up() -> None:
    deal = Deal(refusal(quantity_floor="50")).received(quantity="40")
    for at, told_next in (
        ("2025-03-11 09:00", "it is free (below the floor of 50)"),
        ("2025-03-13 09:00", "nothing of"),
    ):
        lines = list(map(str, performed_lines(deal.offer(at), NEW_YORK, local(at))))
        assert lines[-1].startswith(f"  next: {told_next}")
        deal.signed("2025-03-12 09:00", "40")
