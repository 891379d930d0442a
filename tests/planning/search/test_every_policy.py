"""Plans against every policy tried day by day: minimums, parts taken, shares paid anyway, branches known in time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.search.test_planner import YEAR, result
from tests.planning.slow_tree import Seller, World, least_expected
from tests.planning.small import desk, needs, stands, supply

from firstcall.planning.inputs.futures import Futures
from firstcall.planning.routes.route import Desk

HALF = Fraction(1, 2)
TERMS = st.sampled_from([(1,), (1, 2), (2,)])
RIVAL = st.builds(
    Seller, blocks=st.integers(1, 2), least=st.integers(1, 2), price=st.integers(1, 4),
    paid=st.sampled_from([Fraction(0), HALF, Fraction(1)]), terms=TERMS, ahead=st.sampled_from([Fraction(0), HALF]),
).filter(lambda one: one.least <= one.blocks)  # fmt: skip
HOST = st.builds(
    Seller, blocks=st.integers(0, 2), least=st.just(1), price=st.integers(1, 6),
    paid=st.sampled_from([Fraction(0), HALF, Fraction(1)]), terms=TERMS,
)  # fmt: skip
WORLDS = st.builds(
    World, rival=RIVAL, host=HOST, train=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    serve=st.tuples(st.integers(0, 1), st.integers(0, 2)), unmet=st.tuples(st.integers(1, 8), st.integers(1, 8)),
    answers=st.sampled_from([
        ((Fraction(0), Fraction(1)),), ((Fraction(1), Fraction(1)),),
        ((Fraction(1), HALF), (Fraction(0), HALF)), ((Fraction(1), HALF / 2), (HALF, HALF / 2), (Fraction(0), HALF)),
    ]),
    branches=st.sampled_from([
        ((Fraction(1), Fraction(1)),), ((HALF, HALF), (2 * HALF, HALF)), ((HALF, HALF), (3 * HALF, HALF)),
    ]),
    known=st.sampled_from([
        date(2024, 12, 10), date(2024, 12, 28), date(2025, 2, 1), date(2025, 3, 28), date(2025, 9, 1),
    ]),
    money=st.sampled_from([Fraction(0), Fraction(1, 4)]),
)  # fmt: skip
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def of_world(world: World) -> Desk:
    """The same world as files: terms in months, shares and chances as decimals."""
    quarters = (("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30"))
    rows = [
        (f"{name}-{n}", name, str(amounts[n]), *days, str(unmet))
        for name, amounts, unmet in (("train", world.train, world.unmet[0]), ("serve", world.serve, world.unmet[1]))
        for n, days in enumerate(quarters) if amounts[n]
    ] or [("none", "train", "0", *quarters[0], "1")]  # fmt: skip
    lines = []
    for name, provider, seller in (("r", "rival", world.rival), ("h", "hostcloud", world.host)):
        if seller.blocks:
            terms = f"{3 * seller.terms[0]},{3 * seller.terms[-1]}"
            sold = f"{seller.price},{seller.blocks},2025-01-01,1,0,{terms},{_d(seller.paid)},{seller.least}"
            lines.append((f"{name},{provider},a,{sold}", seller.ahead))
    read = supply(*(text for text, _ in lines))
    read = tuple(replace(line, prepayment=_d(ahead)) for line, (_, ahead) in zip(read, lines, strict=True))
    parts = [{"share": str(_d(share)), "probability": str(_d(p))} for share, p in world.answers if 0 < share < 1]
    match = sum((p for share, p in world.answers if share == 1), Fraction(0))
    futures = Futures.model_validate({
        "answers": [{"line": "r", "match": str(_d(match)), "parts": parts, "lead_days": 0}],
        "cost_of_money": str(_d(world.money)),
        "demand": [
            {"id": f"b{n}", "weight": str(_d(p)), "times": str(_d(times)), "known_from": world.known}
            for n, (times, p) in enumerate(world.branches)
        ] if len(world.branches) > 1 else [],
    })  # fmt: skip
    return desk(needs(*rows), read, futures, stands(date(2024, 12, 1)))


def _d(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / share.denominator


@few
@given(WORLDS)
def test_no_policy_is_cheaper_and_the_plan_is_one(world: World) -> None:
    found = result(of_world(world), YEAR)
    best = least_expected(world)
    assert found.bound <= best + Fraction(1, 100)
    assert abs(found.money.total - best) <= Fraction(1, 100)
