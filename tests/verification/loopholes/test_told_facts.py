"""An act of a trace is told in a sentence."""

from decimal import Decimal

from firstcall.verification.loopholes.told_facts import DoneWithoutSay, OfferComes


def test_what_is_told_names_who_what_and_how_much() -> None:
    comes = OfferComes(by="gus", offer="offer-1", quantity=Decimal(2), provider="rival")
    assert str(comes) == "gus receives offer-1, of 2, from rival"
    done = DoneWithoutSay(workload="train", provider="rival", holders=("hal", "pia"), clause="first@base")
    assert "hal and pia had no say on it under first@base" in str(done)
