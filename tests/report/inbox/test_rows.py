"""Offers by their deadline: what waits first, what is settled apart."""

from tests.refusal.deal import Deal, refusal

from firstcall.record.position import Position
from firstcall.refusal.checks import checklist
from firstcall.refusal.due import dues, everything_due
from firstcall.report.inbox.rows import TrackedOffer, inbox_lines, inbox_of


def tracked(deal: Deal, here: Position, *names: str) -> list[TrackedOffer]:
    found = []
    for name in names:
        offer, made = here.offer(name, deal.right()), here.offer_made(name)
        assert offer is not None and made is not None
        due = tuple(dues(here, offer, deal.right(), "grace"))
        found.append(TrackedOffer(offer, made, checklist(deal.right(), offer, made), due))
    return found


def test_the_nearest_deadline_stands_first_and_what_has_none_last() -> None:
    deal = Deal(refusal(notice={"required": ["start"]})).received("2025-03-03 09:00", offer="late")
    deal.received("2025-03-04 09:00", offer="open").received("2025-03-05 09:00", offer="early")
    deal.noticed("2025-03-06 09:00", offer="early", incomplete=True)
    deal.noticed("2025-03-10 09:00", offer="late", incomplete=True)
    here = deal.position("2025-03-11 09:00")
    waiting, settled = inbox_of(here, tracked(deal, here, "late", "open", "early"))
    assert settled == ()
    assert [(line.offer.id, line.due and line.due.due.what) for line in waiting] == [
        ("early", "objection"), ("late", "objection"), ("early", "answer"), ("late", "answer"), ("open", "notice"),
    ]  # fmt: skip
    assert all(line.provider == "rival" and list(map(str, line.lacking)) == ["start"] for line in waiting)


def test_a_withdrawn_offer_is_settled() -> None:
    deal = Deal().received().say("withdrawn", "2025-03-11 09:00")
    here = deal.position("2025-03-12 09:00")
    waiting, settled = inbox_of(here, tracked(deal, here, "o"))
    assert waiting == () and [(line.offer.state, line.lacking) for line in settled] == [("withdrawn", ())]


TWO = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "3"}, {"holder": "iris", "holding": "2"}]},
                 {"holders": [{"holder": "juno", "holding": "1"}], "n": "5"}]}  # fmt: skip


def boxed(deal: Deal, at: str) -> list[str]:
    here = deal.position(at)
    return list(map(str, inbox_lines(tracked(deal, here, "o"), here.at)))


def test_each_line_says_how_much_of_the_offer_it_asks_of_whom() -> None:
    deal = Deal(refusal(failure={"sign_within": "5"}, several=TWO)).received().noticed()
    first, second = (line for line in boxed(deal, "2025-03-24 09:00") if "answer from" in line)
    assert "  100 MW from rival  answer from halcyon (own share 60 MW) and iris (own share 40 MW) by " in first
    assert second.startswith("    answer from juno by "), "the whole of it, while nobody has answered"
    deal.say("matched-in-part", "2025-03-24 10:00", quantity="45").say("declined", "2025-03-24 11:00", by="iris")
    (told,) = (line for line in boxed(deal, "2025-03-24 12:00") if "answer from" in line)
    assert "  100 MW from rival  55 MW: answer from juno by " in told
    deal.say("declined", "2025-03-25 10:00", by="juno")
    late, free = (line for line in boxed(deal, "2025-04-08 09:00") if " from " in line)
    assert "  100 MW from rival  45 MW: signature from halcyon by " in late
    assert free.startswith("    55 MW: signature elsewhere from grace through ")


def test_an_answer_that_may_still_change_what_is_left_is_told() -> None:
    deal = Deal(refusal(several=TWO)).received().noticed()
    (free, *_) = everything_due(deal.position("2025-03-24 09:00"))
    later = next(due for due in everything_due(deal.position("2025-03-24 09:00")) if due.who == ("juno",))
    assert not free.of_rest and later.of_rest and later.quantity == 100
    assert [str(said) for said in later.beside] == ["it is about what those asked before leave"]
