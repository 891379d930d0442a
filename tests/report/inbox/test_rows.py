"""Offers by their deadline: what waits first, what is settled apart."""

from tests.refusal.deal import Deal, refusal

from firstcall.record.position import Position
from firstcall.refusal.checks import checklist
from firstcall.refusal.due import dues
from firstcall.report.inbox.rows import TrackedOffer, inbox_of


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
