"""A way round is a finding with its clause, its trace and what closes it."""

from typing import Any

from tests.verification.sound import agreement, clause
from tests.verification.traced import after, begun, seen

from firstcall.verification.loopholes.search import Loophole
from firstcall.verification.loopholes.signing_acts import signings
from firstcall.verification.loopholes.ways_round import closing_of, loopholes_of


def test_a_way_round_names_the_clause_and_what_closes_it() -> None:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, "first")["scope"] = {"mode": ["holder", "third_party"]}
        data["clauses"] = [one for one in data["clauses"] if one["id"] not in ("sole", "route")]

    (found,) = loopholes_of(agreement(spoil))
    assert (found.code, found.severity, [one.clause for one in found.places]) == ("loophole", "warning", ["first"])
    assert found.fix.says.code == "loophole.name-built-sites"
    assert found.asks is not None and found.asks.contract == found.trace[-1].events[-1]["contract"]


def test_an_offer_that_is_signed_twice_is_closed_by_what_was_offered() -> None:
    ((signed, _),) = signings(seen(after(begun(), "receive", "notice", "answer")))
    (around,) = (held for held in signed.here().now.speaking(signed.now) if held.clause.id == "first")
    once = Loophole(around, ("hal",), signed.scene, signed.steps, signed.now)
    twice = Loophole(around, ("hal",), signed.scene, (*signed.steps, signed.steps[-1]), signed.now)
    assert closing_of(once).says.code == "loophole.close-the-way"
    closing = closing_of(twice)
    assert closing.says.code == "loophole.sign-no-more-than-offered"
    assert {"first", "offer-1"} <= set(str(closing).split())
