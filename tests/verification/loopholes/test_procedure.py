"""The acts of an offer: it comes, is noticed, and can then be answered, changed, and not taken back."""

from tests.verification.traced import after, begun, seen

from firstcall.verification.loopholes.procedure import acts_on_offers, levels_of
from firstcall.verification.loopholes.state import rights_of


def test_an_offer_comes_is_noticed_and_answered() -> None:
    first = [one.steps[-1].act for one in acts_on_offers(seen(begun())) if one is not None]
    assert first == ["receive"]
    answers = {one.steps[-1].act for one in acts_on_offers(seen(after(begun(), "receive", "notice"))) if one}
    assert {"answer", "match", "part", "better"} <= answers and "withdraw" not in answers
    assert levels_of(rights_of(begun().here(), begun().scene)) == ("as-received", "price")
