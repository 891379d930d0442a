"""Digests that two parties read to each other: the same from either's folder, and another for any difference."""

import random

import pytest
from tests.refusal.deal import Deal
from tests.service.test_secrecy import TEXT, grown, happenings, hidden, without

from firstcall.agreement.load import load
from firstcall.record.views.pinned import private_digest, shared_digest
from firstcall.record.views.view import view

AGREEMENT = load(TEXT)


@pytest.mark.parametrize("seed", range(60))
def test_both_come_to_one_digest(seed: int) -> None:
    chance = random.Random(seed)
    whole = grown(happenings(chance))
    for party in ("halcyon", "iris"):
        seen = view(whole, party, AGREEMENT)
        assert [event.id for event in view(seen, party, AGREEMENT).events] == [event.id for event in seen.events]
        pinned = shared_digest(whole, party, AGREEMENT)
        assert shared_digest(seen, party, AGREEMENT) == pinned
        assert shared_digest(view(whole, "grace", AGREEMENT), party, AGREEMENT) == pinned
        assert shared_digest(without(whole, set(hidden(whole, seen))), party, AGREEMENT) == pinned


def test_what_both_see_moves_the_shared_digest_and_any_change_the_private_one() -> None:
    deal = Deal().received().noticed()
    before = shared_digest(deal.record, "halcyon", deal.agreement), private_digest(deal.record)
    deal.say("declined", "2025-03-18 09:00")
    after = shared_digest(deal.record, "halcyon", deal.agreement), private_digest(deal.record)
    deal.received(offer="p")
    hidden_too = shared_digest(deal.record, "halcyon", deal.agreement), private_digest(deal.record)
    assert before[0] != after[0] == hidden_too[0] and len({before[1], after[1], hidden_too[1]}) == 3


def test_what_a_party_keeps_to_itself_moves_no_shared_digest() -> None:
    plain, noted = (Deal().received(**more).noticed() for more in ({}, {"note": "n", "signatory": "s"}))
    assert shared_digest(plain.record, "halcyon", plain.agreement) == shared_digest(
        noted.record, "halcyon", noted.agreement
    )
    noted.say("correction", "2025-04-01 09:00", of="e1", set={"note": "another"}, offer=None)
    assert shared_digest(plain.record, "halcyon", plain.agreement) == shared_digest(
        noted.record, "halcyon", noted.agreement
    )
    assert "another" not in str(view(noted.record, "halcyon", noted.agreement).events)
    assert private_digest(plain.record) != private_digest(noted.record)


def test_a_note_corrected_later_reaches_nobody_else_the_grantor_neither() -> None:
    deal = Deal().received().noticed().say("declined", "2025-03-18 09:00")
    deal.say("correction", "2025-04-01 09:00", by="halcyon", of="e4", set={"note": "our own"}, offer=None)
    assert "our own" in str(view(deal.record, "halcyon", deal.agreement).events)
    assert "our own" not in str(view(deal.record, "grace", deal.agreement).events)
