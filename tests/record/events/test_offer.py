"""The shape of what happens to an offer."""

import pytest
from tests.refusal.deal import Deal

from firstcall.errors import RecordError


@pytest.mark.parametrize("named", [{}, {"offer": "o", "contract": "k"}])
def test_a_waiver_names_an_offer_or_a_contract(named: dict[str, str]) -> None:
    with pytest.raises(RecordError, match=r"a waiver names an offer or a contract(?s:.*)fix: give one of the two"):
        Deal().say("waiver-given", "2025-03-11 09:00", **({"offer": None} | named))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("matched-in-part", {"quantity": "0"}), ("matched-in-part", {}), ("tolled", {"ground": "holiday"}),
     ("offer-received", {"provider": "rival", "exemption": "friendship"}), ("holder-failed", {"to": "smile"})],
)  # fmt: skip
def test_what_no_offer_can_say_is_refused(kind: str, fields: dict[str, str]) -> None:
    deal = Deal().received()
    with pytest.raises(RecordError):
        deal.say(kind, "2025-03-11 09:00", **fields)
