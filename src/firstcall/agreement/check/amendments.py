"""Whether each amendment fits the text it changes, in the order of signing, and whether each text hangs together.

No circles, nothing outside its time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal

from firstcall.agreement.document import BASE, Agreement, Amendment
from firstcall.agreement.model.clauses.kinds import Option, Term
from firstcall.agreement.model.event_dates import TERM
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms, base_version, consolidate, instant, version_of
from firstcall.dates import NEXT_INSTANT, CheckBothDates, Span, day_start, local_day, zone
from firstcall.errors import near_or_listed
from firstcall.said import Onwards, Quoted, Said, sentence


def check_amendments(agreement: Agreement, problems: ProblemList) -> None:
    """Find amendments out of order, ids that stand twice, and changes of what is not there.

    An amendment changes the text that those signed before it, and in effect by then, add up to.
    """
    where = zone(agreement.timezone)
    previous = base = base_version(agreement)
    _check_ids(agreement, problems)
    for index, change in enumerate(agreement.amendments):
        path: Path = ("amendments", index)
        version = version_of(change, where)
        if index and version.signed < previous.signed:
            see = ("amendments", index - 1, "signed")
            what = SignedBeforePredecessor(amendment=change.id, predecessor=previous.id)
            problems.add((*path, "signed"), what, ListInOrder(), see)
        if version.effective < base.effective:
            early = EffectiveBeforeAgreement(amendment=change.id)
            problems.add((*path, "effective"), early, CheckBothDates(), ("effective",))
        previous = version
        _check_change(agreement, index, problems)


def _check_ids(agreement: Agreement, problems: ProblemList) -> None:
    fix = OwnIdEach(of="clause")
    _once(((("clauses", i, "id"), clause.id) for i, clause in enumerate(agreement.clauses)), "clause", fix, problems)
    ids = [(("amendments", i, "id"), change.id) for i, change in enumerate(agreement.amendments)]
    _once(iter(ids), "amendment", OwnIdEach(of="amendment"), problems)
    for path, name in ids:
        if name == BASE:
            problems.add(path, IdOfFirstText(name=BASE), ChooseAnotherId())
    for index, change in enumerate(agreement.amendments):
        touched = tuple(_touched(("amendments", index), change))
        _once(iter(touched), "clause", ChangeClauseOnce(), problems)


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


def _once(ids: Iterator[tuple[Path, str]], of: IdOf, fix: Said, problems: ProblemList) -> None:
    first: dict[str, Path] = {}
    for path, name in ids:
        if name in first:
            problems.add(path, IdTwice(of=of, name=name), fix, first[name])
        first.setdefault(name, path)


def _check_change(agreement: Agreement, index: int, problems: ProblemList) -> None:
    """Check that an amendment removes and replaces what is there, and adds what is not."""
    where, change = zone(agreement.timezone), agreement.amendments[index]
    effective = instant(change.effective, where)
    earlier = tuple(i for i in range(index) if instant(agreement.amendments[i].effective, where) <= effective)
    before = consolidate(agreement, earlier)
    path: Path = ("amendments", index)
    for position, name in enumerate(change.remove):
        _check_there(problems.item((*path, "remove"), position), "remove", name, before, problems)
    for position, clause in enumerate(change.replace):
        _check_there((*path, "replace", position, "id"), "replace", clause.id, before, problems)
    for position, clause in enumerate(change.add):
        if clause.id in before.by_id and clause.id not in change.remove and clause.id not in problems.unread:
            see = before.by_id[clause.id].path
            problems.add((*path, "add", position, "id"), CannotAdd(clause=clause.id), UseReplace(), see)
    for position, name in enumerate(change.silent):
        problems.name(problems.item((*path, "silent"), position), name, (*before.by_id, *before.silent), "clause")
    for name, provider in change.redefine.providers.items():
        if provider is None:
            problems.name((*path, "redefine", "providers", name), name, before.providers, "provider")


def _check_there(path: Path, act: TakingAct, name: str, before: Terms, problems: ProblemList) -> None:
    if name in before.by_id or name in problems.unread:
        return
    gone = before.removed.get(name)
    if gone:
        problems.add(path, CannotChangeRemoved(act=act, clause=name, version=gone), AddAnew())
    else:
        problems.add(path, CannotChangeMissing(act=act, clause=name), near_or_listed(name, before.by_id, "clause"))


IdOf = Literal["clause", "amendment"]
TakingAct = Literal["remove", "replace"]


class SignedBeforePredecessor(Said):
    says = sentence(
        "amend.signed-before-predecessor", "amendment {amendment} was signed before its predecessor {predecessor}"
    )
    amendment: Annotated[str, Quoted]
    predecessor: Annotated[str, Quoted]


class ListInOrder(Said):
    says = sentence("amend.list-in-order", "list amendments in the order of signing")


class EffectiveBeforeAgreement(Said):
    says = sentence("amend.effective-before-agreement", "amendment {amendment} takes effect before the agreement does")
    amendment: Annotated[str, Quoted]


class OwnIdEach(Said):
    says = sentence("amend.own-id-each", "give each {of} its own id")
    of: IdOf


class IdTwice(Said):
    says = sentence("amend.id-twice", "the {of} id {name} stands twice")
    of: IdOf
    name: Annotated[str, Quoted]


class IdOfFirstText(Said):
    says = sentence("amend.id-of-first-text", "an amendment cannot have the id {name}: the first text has it")
    name: Annotated[str, Quoted]


class ChooseAnotherId(Said):
    says = sentence("amend.choose-another-id", "choose another id")


class ChangeClauseOnce(Said):
    says = sentence("amend.change-clause-once", "let an amendment change a clause once")


class CannotAdd(Said):
    says = sentence("amend.cannot-add", "cannot add clause {clause}: it is in the text already")
    clause: Annotated[str, Quoted]


class UseReplace(Said):
    says = sentence("amend.use-replace", "use `replace`, or choose another id")


class CannotChangeRemoved(Said):
    says = sentence("amend.cannot-change-removed", "cannot {act} clause {clause}: {version} removed it")
    act: TakingAct
    clause: Annotated[str, Quoted]
    version: str


class CannotChangeMissing(Said):
    says = sentence("amend.cannot-change-missing", "cannot {act} clause {clause}: it is not in the text")
    act: TakingAct
    clause: Annotated[str, Quoted]


class AddAnew(Said):
    says = sentence("amend.add-anew", "add it anew, or check the order of the amendments")


class EndsBeforeBegins(Said):
    says = sentence("term.ends-before-begins", "clause {clause} ends before it begins")
    clause: Annotated[str, Quoted]


class CheckSinceUntil(Said):
    says = sentence("term.check-since-until", "check `since` and `until`")


class EndsBeforeEffect(Said):
    says = sentence("term.ends-before-effect", "clause {clause} ends on {until}, before the agreement takes effect")
    clause: Annotated[str, Quoted]
    until: date


class RunsBeyondTerm(Said):
    says = sentence("term.runs-beyond", "clause {clause} runs through {until}, beyond the term")
    clause: Annotated[str, Quoted]
    until: date


class BeginsAfterTerm(Said):
    says = sentence("term.begins-after", "clause {clause} begins on {since}, after the term is over")
    clause: Annotated[str, Quoted]
    since: date


class BeginWithinTerm(Said):
    says = sentence("term.begin-within", "let it begin within the term, or name it in `survives` of the term")


class EndWithTerm(Said):
    says = sentence("term.end-with", "end it with the term, or name it in `survives` of the term")


class SecondTerm(Said):
    says = sentence("term.second", "a second term is in force")


class KeepOneTerm(Said):
    says = sentence("term.keep-one", "keep one term clause a version")


class TermEndsBefore(Said):
    says = sentence("term.ends-before", "the term ends on {until}, before the agreement takes effect")
    until: date


class ClausesInACircle(Said):
    says = sentence("agreement.clauses-in-a-circle", "clauses go before one another in a circle: {ring}")
    ring: Annotated[tuple[str, ...], Onwards]


class DropOneOrder(Said):
    says = sentence("agreement.drop-one-order", "drop one `notwithstanding` or `subject_to`")


MOST_SHOWN = 12
"""How many clauses of a circle a message names."""


def check_precedence(terms: Terms, problems: ProblemList) -> None:
    """Find clauses that go before one another in a circle; each clause is told in one circle, at the first of it."""
    after: dict[str, list[str]] = {}
    for held in terms.clauses:
        for later in held.clause.notwithstanding:
            after.setdefault(held.clause.id, []).append(later)
        for earlier in held.clause.subject_to:
            after.setdefault(earlier, []).append(held.clause.id)
    try:
        TopologicalSorter(after).prepare()
    except CycleError:
        _tell_circles(after, terms, problems)


def _tell_circles(after: Mapping[str, list[str]], terms: Terms, problems: ProblemList) -> None:
    told: set[str] = set()
    for start in terms.by_id:
        ring = () if start in told else circle(after, start)
        if ring:
            told.update(ring)
            shown = ring if len(ring) <= MOST_SHOWN else (*ring[: MOST_SHOWN - 1], "…", ring[-1])
            see = terms.by_id[ring[1]].path if len(ring) > 1 else None
            problems.add(terms.by_id[start].path, ClausesInACircle(ring=(*shown, start)), DropOneOrder(), see)


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


def check_time(terms: Terms, problems: ProblemList) -> None:
    """Find clauses that end before they begin or run beyond the term, and terms that cannot stand."""
    _check_terms(terms, problems)
    for held in terms.clauses:
        span, path = held.speaks, (*held.path, "until")
        if span.start is not None and span.end is not None and span.start >= span.end:
            problems.add(path, EndsBeforeBegins(clause=held.clause.id), CheckSinceUntil(), (*held.path, "since"))
        is_term = isinstance(held.clause, Term)
        if not is_term and span.end is not None and span.end <= base_version(terms.agreement).effective:
            what = EndsBeforeEffect(clause=held.clause.id, until=_last(span, terms))
            problems.add(path, what, CheckBothDates(), ("effective",))
        beyond = terms.ends is not None and span.end is not None and span.end > terms.ends
        if beyond and held.clause.id not in terms.survives and "term" not in problems.unread:
            beyond_it = RunsBeyondTerm(clause=held.clause.id, until=_last(span, terms))
            ends = next(other.path for other in terms.clauses if isinstance(other.clause, Term))
            problems.add(path, beyond_it, EndWithTerm(), (*ends, "until"))
        elif terms.ends is not None and span.start is not None and span.start >= terms.ends:
            _check_begins(held, terms, problems)


def _check_begins(held: InForce, terms: Terms, problems: ProblemList) -> None:
    """Find that a clause begins after the term, unless it survives it or the term can be made longer."""
    start = held.speaks.start
    assert start is not None
    clauses = terms.agreement.every_clause
    ends = [one.until for one in clauses if isinstance(one, Term)]
    later = any(not isinstance(day, date) or day_start(day, terms.where) >= start for day in ends)
    longer = any(
        isinstance(one, Option) and TERM in one.of and one.does in ("renew", "extend_to") for one in clauses
    )  # fmt: skip
    if not later and not longer and held.clause.id not in terms.survives and "term" not in problems.unread:
        what = BeginsAfterTerm(clause=held.clause.id, since=local_day(start, terms.where))
        ends_at = next(other.path for other in terms.clauses if isinstance(other.clause, Term))
        problems.add((*held.path, "since"), what, BeginWithinTerm(), (*ends_at, "until"))


def _last(span: Span, terms: Terms) -> date:
    """Return the last day of a span that ends."""
    assert span.end is not None
    return local_day(span.end - NEXT_INSTANT, terms.where)


def _check_terms(terms: Terms, problems: ProblemList) -> None:
    ends = [held for held in terms.clauses if isinstance(held.clause, Term)]
    for extra in ends[1:]:
        problems.add(extra.path, SecondTerm(), KeepOneTerm(), ends[0].path)
    start = base_version(terms.agreement).effective
    for held in ends:
        if held.speaks.end is not None and held.speaks.end <= start:
            what = TermEndsBefore(until=_last(held.speaks, terms))
            problems.add((*held.path, "until"), what, CheckBothDates(), ("effective",))
