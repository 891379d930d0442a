"""Plans of needs and terms that begin and end within quarters, against every purchase tried day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.planning.search.test_planner import YEAR, result
from tests.planning.small import desk, needs, supply

BEGINS, MIDDLE, ENDS = date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)


@dataclass(frozen=True)
class Line:
    price: int
    block: int
    blocks: int
    shortest: int
    longest: int

    def purchases(self) -> Iterator[tuple[date, date]]:
        for start in (BEGINS, MIDDLE):
            terms = {self.shortest, self.longest}
            terms |= {
                months
                for end in (MIDDLE, ENDS)
                if self.shortest <= (months := end.month - start.month) <= self.longest
            }  # fmt: skip
            yield from ((start, date(2025, start.month + months, 1)) for months in sorted(terms))


LINES = st.builds(
    Line, price=st.integers(1, 3), block=st.integers(1, 3), blocks=st.integers(1, 2), shortest=st.integers(1, 3),
    longest=st.integers(3, 5),
)  # fmt: skip
NEEDS = st.tuples(
    st.dates(BEGINS, date(2025, 4, 20)), st.integers(20, 120), st.integers(1, 5), st.sampled_from([2, 4])
)  # fmt: skip


def least(lines: tuple[Line, ...], first: date, after: date, amount: int, unmet: int) -> int:
    """What the cheapest of all purchases costs, with what is missing on each day."""
    ways = [(line, *days) for line in lines for days in line.purchases()]
    edges = sorted({BEGINS, first, after, ENDS, date(2025, 12, 1), *(day for _, *days in ways for day in days)})
    best = 10**9
    for counts in product(*(range(line.blocks + 1) for line, _, _ in ways)):
        bought = [(line, start, end, n) for (line, start, end), n in zip(ways, counts, strict=True) if n]
        cost = sum(n * line.block * line.price * 24 * (end - start).days for line, start, end, n in bought)
        for day, then in pairwise(edges):
            running = [(line, n) for line, start, end, n in bought if start <= day < end]
            if any(sum(n for other, n in running if other is line) > line.blocks for line in lines):
                break
            there = sum(n * line.block for line, n in running)
            cost += unmet * max(0, amount - there) * 24 * (then - day).days if first <= day < after else 0
        else:
            best = min(best, cost)
    return best


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(LINES, LINES), NEEDS)
def test_no_purchase_serves_days_on_which_it_does_not_run(
    lines: tuple[Line, ...], wanted: tuple[date, int, int, int]
) -> None:
    first, days, amount, unmet = wanted
    after = min(first + timedelta(days=days), ENDS)
    last = after - timedelta(days=1)
    asked = needs(("n", "train", str(amount), first.isoformat(), last.isoformat(), str(unmet)))
    sold = supply(*(
        f"l{n},hostcloud,a,{line.price},{line.block * line.blocks},2025-01-01,{line.block},0,{line.shortest},"
        f"{line.longest},1" for n, line in enumerate(lines)
    ))  # fmt: skip
    assert result(desk(asked, sold), YEAR).money.total == least(lines, first, after, amount, unmet)


def test_a_need_of_part_of_a_quarter_is_not_met_by_fewer_over_all_of_it() -> None:
    """Ten from 15 January through 20 March are ten, not nine from the first of January to the end of the quarter."""
    asked = needs(("n", "train", "10", "2025-01-15", "2025-03-20", "9"))
    plan = result(desk(asked, supply("l,hostcloud,a,2,100,2025-01-01,1,0,3,3,1")), YEAR)
    assert [buy.blocks for buy in plan.buys] == [10]
    assert plan.money.total == 10 * 2 * 24 * 90
