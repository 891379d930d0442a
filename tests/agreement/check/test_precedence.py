from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.check.amendments import circle
from firstcall.agreement.load import load
from firstcall.errors import AgreementError

NAMES = "abcdef"
GRAPHS = st.fixed_dictionaries({name: st.lists(st.sampled_from(NAMES), max_size=3, unique=True) for name in NAMES})


def reaches(graph: dict[str, list[str]], start: str) -> bool:
    """Whether a way leads from a clause back to itself: by joining steps until nothing is new."""
    seen: set[str] = set()
    step = set(graph[start])
    while step - seen:
        seen |= step
        step = {following for name in step for following in graph[name]}
    return start in seen


@given(GRAPHS, st.sampled_from(NAMES))
def test_a_circle_is_found_where_there_is_one_and_is_one(graph: dict[str, list[str]], start: str) -> None:
    ring = circle(graph, start)
    assert bool(ring) == reaches(graph, start)
    if ring:
        assert ring[0] == start and len(set(ring)) == len(ring)
        assert all(following in graph[name] for name, following in zip(ring, (*ring[1:], start), strict=True))


def told(text: str) -> list[str]:
    with pytest.raises(AgreementError) as refused:
        load(text)
    return [str(problem.what) for problem in refused.value.problems]


def with_order(harbour: str, **before: list[str]) -> str:
    """The small agreement with approvals added, each before those named."""
    clauses = "".join(
        f"  - {{id: {name}, type: approval, by: supplier, notwithstanding: [{', '.join(later)}]}}\n"
        for name, later in before.items()
    )
    return harbour.replace("amendments:", clauses + "amendments:")


def test_each_circle_is_told_from_its_first_clause(harbour: str) -> None:
    text = with_order(harbour, a=["b"], b=["c"], c=["a"], d=["e"], e=["d"], f=["a"])
    assert told(text) == [
        "clauses go before one another in a circle: a > b > c > a",
        "clauses go before one another in a circle: d > e > d",
    ]


def test_both_words_for_order_make_a_circle(harbour: str) -> None:
    text = with_order(harbour, a=["b"], b=[]).replace("id: a, ", "id: a, subject_to: [b], ")
    assert told(text) == ["clauses go before one another in a circle: a > b > a"]


def test_order_without_a_circle_is_fine(harbour: str) -> None:
    assert load(with_order(harbour, a=["b", "c"], b=["c"], c=["exclusive"])).clauses


def test_a_long_circle_is_cut_in_the_message(harbour: str) -> None:
    (what,) = told(with_order(harbour, **{f"n{number:02}": [f"n{(number + 1) % 30:02}"] for number in range(30)}))
    assert what.endswith("n09 > n10 > … > n29 > n00") and what.count(">") == 13


def test_a_circle_that_an_amendment_closes_is_told(harbour: str) -> None:
    more = "  - id: second\n    signed: 2025-03-01\n    effective: 2025-03-01\n    replace:\n"
    more += "      - {id: a, type: approval, by: supplier, subject_to: [b]}\n"
    more += "    add:\n      - {id: b, type: approval, by: supplier, subject_to: [a]}\n"
    assert told(with_order(harbour, a=[]) + more) == ["clauses go before one another in a circle: a > b > a"]


TIMES: list[tuple[str, str, list[str]]] = [
    ("since: 2025-06-01\n    until: 2025-06-01", "", []),
    ("since: 2025-06-02\n    until: 2025-06-01", "", ["clause 'leave' ends before it begins"]),
    ("since: 2025-06-02T00:00:00+01:00\n    until: 2025-06-01", "", ["clause 'leave' ends before it begins"]),
    ("since: 2025-06-01T23:59:59+01:00\n    until: 2025-06-01", "", []),
    ("until: 2030-12-31", "survives: []", []),
    ("until: 2031-01-01", "survives: []", ["clause 'leave' runs through 2031-01-01, beyond the term"]),
    ("until: 2031-01-01", "", []),
]


@pytest.mark.parametrize(("span", "survives", "expected"), TIMES)
def test_spans_and_the_term(harbour: str, span: str, survives: str, expected: list[str]) -> None:
    text = harbour.replace("by: supplier", f"by: supplier\n    {span}")
    text = text.replace("survives: [leave]", survives or "survives: [leave]")
    assert (told(text) if expected else []) == expected
    if not expected:
        load(text)


def test_a_later_term_may_be_too_short_for_a_clause(amended: Callable[..., object]) -> None:
    shorter = "replace: [{id: term, type: term, until: 2026-12-31}]"
    more = f"  - {{id: second, signed: 2025-03-01, effective: 2025-03-01, {shorter}}}\n"
    with pytest.raises(AgreementError, match="clause 'exclusive' runs through 2027-01-01, beyond the term"):
        amended("    at: [supplier-cloud]", "    until: 2027-01-01\n    at: [supplier-cloud]", more=more)
