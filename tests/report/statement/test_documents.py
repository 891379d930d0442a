from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.report.statement.test_statement_ledger import DELTA, drawn
from tests.settlement.statement.test_standing import ISSUED

from firstcall.report.statement.documents import items, papers
from firstcall.settlement.statement.statement import Statement


def test_a_draft_is_one_paper() -> None:
    (one,) = papers([(None, drawn())])
    assert (one.id, one.status, one.issued, len(one.items)) == ("example-2025-Q1", "draft", None, 2)


def test_every_delta_is_a_paper_of_its_own_and_what_is_not_issued_is_open() -> None:
    first, second, third = papers([(ISSUED, drawn()), (DELTA, drawn(rate="0.3")), (None, drawn(rate="0.4"))])
    assert [one.id for one in (first, second, third)] == [
        "example-2025-Q1", "example-2025-Q1-d1", "example-2025-Q1-d2",
    ]  # fmt: skip
    assert [one.status for one in (first, second, third)] == ["issued", "issued", "open"]
    assert [item.amount.units for item in first.items] == [20_00, -10_00]
    assert [item.amount.units for item in second.items] == [10_00, -5_00]


def test_nothing_changed_is_no_paper() -> None:
    assert len(papers([(ISSUED, drawn()), (None, drawn())])) == 1


RATES = st.lists(st.sampled_from(["0.1", "0.25", "0.3"]), min_size=1, max_size=5)


@given(RATES)
def test_the_papers_together_say_what_the_statement_says_now(rates: list[str]) -> None:
    states: list[Statement] = [drawn(rate=rate) for rate in rates]
    listed: list[Any] = [(ISSUED, one) for one in states[:-1]] + [(None, states[-1])]
    found: dict[tuple[str, str], int] = {}
    for paper in papers(listed):
        for item in paper.items:
            key = item.clause, item.period.name
            found[key] = found.get(key, 0) + item.amount.units
    assert found == {(item.clause, item.period.name): item.amount.units for item in items(states[-1])}
