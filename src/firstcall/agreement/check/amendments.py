"""Whether each amendment fits the text it changes, in the order of signing, and whether each text hangs together.

No circles, nothing outside its time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Annotated

from firstcall.agreement.document import BASE, Agreement, Amendment
from firstcall.agreement.model.clauses.kinds import Term
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import Terms, base_version, consolidate, instant, version_of
from firstcall.dates import zone
from firstcall.errors import suggestion
from firstcall.said import Onwards, Said, sentence


def check_amendments(agreement: Agreement, found: ProblemList) -> None:
    """Find amendments out of order, ids that stand twice, and changes of what is not there.

    An amendment changes the text that those signed before it, and in effect by then, add up to.
    """
    where = zone(agreement.timezone)
    previous = base = base_version(agreement)
    _check_ids(agreement, found)
    for index, change in enumerate(agreement.amendments):
        path: Path = ("amendments", index)
        version = version_of(change, where)
        if index and version.signed < previous.signed:
            what = f"amendment '{change.id}' was signed before its predecessor '{previous.id}'"
            see = ("amendments", index - 1, "signed")
            found.add((*path, "signed"), what, "list amendments in the order of signing", see)
        if version.effective < base.effective:
            what = f"amendment '{change.id}' takes effect before the agreement does"
            found.add((*path, "effective"), what, "check both dates", ("effective",))
        previous = version
        _check_change(agreement, index, found)


def _check_ids(agreement: Agreement, found: ProblemList) -> None:
    mend = "give each clause its own id"
    _once(((("clauses", i, "id"), clause.id) for i, clause in enumerate(agreement.clauses)), "clause id", mend, found)
    ids = [(("amendments", i, "id"), change.id) for i, change in enumerate(agreement.amendments)]
    _once(iter(ids), "amendment id", "give each amendment its own id", found)
    for path, name in ids:
        if name == BASE:
            found.add(path, f"an amendment cannot have the id '{BASE}': the first text has it", "choose another id")
    for index, change in enumerate(agreement.amendments):
        touched = tuple(_touched(("amendments", index), change))
        mend = "let an amendment change a clause once"
        _once(iter(touched), "clause id", mend, found)


def _touched(path: Path, change: Amendment) -> Iterator[tuple[Path, str]]:
    """Yield the clauses that an amendment changes; taking one out and adding it anew is one change."""
    added = {clause.id for clause in change.add}
    for index, name in enumerate(change.remove):
        if name not in added:
            yield (*path, "remove", index), name
    for index, clause in enumerate(change.replace):
        yield (*path, "replace", index, "id"), clause.id
    for index, clause in enumerate(change.add):
        yield (*path, "add", index, "id"), clause.id
    for index, name in enumerate(change.silent):
        yield (*path, "silent", index), name


def _once(ids: Iterator[tuple[Path, str]], what: str, mend: str, found: ProblemList) -> None:
    first: dict[str, Path] = {}
    for path, name in ids:
        if name in first:
            found.add(path, f"the {what} '{name}' stands twice", mend, first[name])
        first.setdefault(name, path)


def _check_change(agreement: Agreement, index: int, found: ProblemList) -> None:
    """Check that an amendment removes and replaces what is there, and adds what is not."""
    where, change = zone(agreement.timezone), agreement.amendments[index]
    effective = instant(change.effective, where)
    earlier = tuple(i for i in range(index) if instant(agreement.amendments[i].effective, where) <= effective)
    before = consolidate(agreement, earlier)
    path: Path = ("amendments", index)
    for position, name in enumerate(change.remove):
        _check_there(found.item((*path, "remove"), position), "remove", name, before, found)
    for position, clause in enumerate(change.replace):
        _check_there((*path, "replace", position, "id"), "replace", clause.id, before, found)
    for position, clause in enumerate(change.add):
        if clause.id in before.by_id and clause.id not in change.remove and clause.id not in found.unread:
            see = before.by_id[clause.id].path
            what = f"cannot add clause '{clause.id}': it is in the text already"
            found.add((*path, "add", position, "id"), what, "use `replace`, or choose another id", see)
    for position, name in enumerate(change.silent):
        found.name(found.item((*path, "silent"), position), name, (*before.by_id, *before.silent), "clause")
    for name, provider in change.redefine.providers.items():
        if provider is None:
            found.name((*path, "redefine", "providers", name), name, before.providers, "provider")


def _check_there(path: Path, act: str, name: str, before: Terms, found: ProblemList) -> None:
    if name in before.by_id or name in found.unread:
        return
    gone = before.removed.get(name)
    why = f"{gone} removed it" if gone else "it is not in the text"
    mend = "add it anew, or check the order of the amendments" if gone else suggestion(name, before.by_id, "clause")
    found.add(path, f"cannot {act} clause '{name}': {why}", mend)


class ClausesInACircle(Said):
    says = sentence("agreement.clauses-in-a-circle", "clauses go before one another in a circle: {ring}")
    ring: Annotated[tuple[str, ...], Onwards]


class DropOneOrder(Said):
    says = sentence("agreement.drop-one-order", "drop one `notwithstanding` or `subject_to`")


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
            see = terms.by_id[ring[1]].path if len(ring) > 1 else None
            found.add(terms.by_id[start].path, ClausesInACircle(ring=(*shown, start)), DropOneOrder(), see)


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
        is_term = isinstance(held.clause, Term)
        if not is_term and span.end is not None and span.end <= base_version(terms.agreement).effective:
            what = f"clause '{held.clause.id}' ends on {held.clause.until}, before the agreement takes effect"
            found.add(path, what, "check both dates", ("effective",))
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
