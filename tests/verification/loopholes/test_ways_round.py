"""A way round is a finding with its clause, its trace and what closes it."""

from typing import Any

from tests.verification.sound import agreement, clause

from firstcall.verification.loopholes.ways_round import loopholes_of


def test_a_way_round_names_the_clause_and_what_closes_it() -> None:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, "first")["scope"] = {"mode": ["holder", "third_party"]}
        data["clauses"] = [one for one in data["clauses"] if one["id"] not in ("sole", "route")]

    (found,) = loopholes_of(agreement(spoil))
    assert (found.code, found.severity, [one.clause for one in found.places]) == ("loophole", "warning", ["first"])
    assert found.fix.says.code == "loophole.name-built-sites"
    assert found.asks is not None and found.asks.contract == found.trace[-1].events[-1]["contract"]
