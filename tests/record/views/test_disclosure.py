"""From when on a holder has been told of an offer."""

from tests.refusal.deal import Deal

from firstcall.record.events.offer import AboutOffer
from firstcall.record.views.disclosure import told_of


def test_events_show_from_the_first_notice_in_the_terms_of_the_last() -> None:
    deal = Deal().received().noticed().say("terms-amended", "2025-03-17 09:00", terms={"price": "1"})
    deal.say("tolled", "2025-03-17 10:00").say("withdrawn", "2025-03-18 09:00")
    events = deal.record.known().events
    told = told_of(events, lambda held: [event for event in held if event.type == "notice-given"])
    shown = {e.type for e in events if isinstance(e, AboutOffer) and told.shows(e, frozenset({"refusal"}))}
    assert shown == {"offer-received", "grantor-willing", "notice-given", "tolled", "withdrawn"}
    assert told.offers == {"o": (2, 2)}
    nothing = told_of(events, lambda held: [])
    assert not [e for e in events if isinstance(e, AboutOffer) and nothing.shows(e, frozenset({"refusal"}))]
