"""Whether a text hangs together: no clauses before one another in a circle, none outside its time."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from firstcall.agreement.clauses import Term
from firstcall.agreement.problem_list import ProblemList
from firstcall.agreement.terms import Terms, base_version

MOST_SHOWN = 12
"""How many clauses of a circle a message names."""


def check_precedence(terms: Terms, found: ProblemList) -> None:
    """Find clauses that go before one another in a circle; each clause is told in one circle, at the first of it."""
    after: dict[str, list[str]] = {held.clause.id: [] for held in terms.clauses}
    for held in terms.clauses:
        for later in held.clause.notwithstanding:
            after[held.clause.id].append(later)
        for earlier in held.clause.subject_to:
            after.setdefault(earlier, []).append(held.clause.id)
    try:
        TopologicalSorter(after).prepare()
    except CycleError:
        _tell_circles(after, terms, found)


def _tell_circles(after: Mapping[str, list[str]], terms: Terms, found: ProblemList) -> None:
    told: set[str] = set()
    for start in terms.by_id:
        ring = () if start in told else circle(after, start)
        if ring:
            told.update(ring)
            shown = ring if len(ring) <= MOST_SHOWN else (*ring[: MOST_SHOWN - 1], "…", ring[-1])
            what = f"clauses go before one another in a circle: {' > '.join((*shown, start))}"
            see = terms.by_id[ring[1]].path if len(ring) > 1 else None
            found.add(terms.by_id[start].path, what, "drop one `notwithstanding` or `subject_to`", see)


def circle(after: Mapping[str, list[str]], start: str) -> tuple[str, ...]:
    """Return the shortest way from a clause back to itself, the clause first; empty if there is none.

    >>> circle({"a": ["b"], "b": ["c", "a"], "c": []}, "a")
    ('a', 'b')
    >>> circle({"a": ["b"], "b": []}, "a")
    ()
    """
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        for following in after.get(here, ()):
            if following == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if following not in came_from:
                came_from[following] = here
                ahead.append(following)
    return ()


def check_time(terms: Terms, found: ProblemList) -> None:
    """Find clauses that end before they begin or run beyond the term, and terms that cannot stand."""
    _check_terms(terms, found)
    for held in terms.clauses:
        span, path = held.speaks, (*held.path, "until")
        if span.start is not None and span.end is not None and span.start >= span.end:
            what = f"clause '{held.clause.id}' ends before it begins"
            found.add(path, what, "check `since` and `until`", (*held.path, "since"))
        beyond = terms.ends is not None and span.end is not None and span.end > terms.ends
        if beyond and held.clause.id not in terms.survives and "term" not in found.unread:
            what = f"clause '{held.clause.id}' runs until {held.clause.until}, beyond the term"
            mend = "end it with the term, or name it in `survives` of the term"
            ends = next(other.path for other in terms.clauses if isinstance(other.clause, Term))
            found.add(path, what, mend, (*ends, "until"))


def _check_terms(terms: Terms, found: ProblemList) -> None:
    ends = [held for held in terms.clauses if isinstance(held.clause, Term)]
    for extra in ends[1:]:
        found.add(extra.path, "a second term is in force", "keep one term clause a version", ends[0].path)
    start = base_version(terms.agreement).effective
    for held in ends:
        if held.speaks.end is not None and held.speaks.end <= start:
            what = f"the term ends on {held.clause.until}, before the agreement takes effect"
            found.add((*held.path, "until"), what, "check both dates", ("effective",))
