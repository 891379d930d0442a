"""What the models cannot see: names that point nowhere, amendments out of order, words in a circle.

References are checked in every text that the amendments can add up to, so a clause that names one
which a later amendment removes is told in the version where it breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from firstcall.agreement.clauses import Approval, Clause, Consent, Delivery, Exclusivity, FirstRefusal, Term
from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.fields import has_field
from firstcall.agreement.money_clauses import Commitment, RevenueShare
from firstcall.agreement.refusal_checks import refusal_faults, refusal_parties
from firstcall.agreement.terms import InForce, Terms, base_version, consolidate, instant, version_of
from firstcall.agreement.text import Path, Places
from firstcall.calendars import calendar_for
from firstcall.dates import zone
from firstcall.errors import Problem, suggestion


class _Found:
    """Collects problems, each once."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.problems: dict[tuple[object, str], Problem] = {}

    def add(self, path: Path, what: str, mend: str | None = None, see: Path | None = None) -> None:
        place = self.places.values.get(path) or self.places.of(path)
        shown = str(self.places.of(see)) if see is not None else None
        self.problems.setdefault((place, what), Problem(place, what, mend, shown))

    def name(self, path: Path, word: str, known: Iterable[str], what: str, removed: str | None = None) -> None:
        if word in (names := tuple(known)):
            return
        if removed is not None:
            self.add(
                path,
                f"{what} '{word}' is named here, but {removed} removed it",
                "replace this clause there too",
            )
        else:
            self.add(path, f"unknown {what} '{word}'", suggestion(word, names, what))


def check_references(agreement: Agreement, places: Places) -> list[Problem]:
    """Return the problems of names, order and time in a document that is well-formed."""
    found = _Found(places)
    if not _check_ground(agreement, found):
        return list(found.problems.values())
    _check_amendments(agreement, found)
    for terms in _texts(agreement):
        _check_text(terms, found)
    return list(found.problems.values())


def _check_ground(agreement: Agreement, found: _Found) -> bool:
    try:
        zone(agreement.timezone)
    except ValueError as error:
        what, _, mend = str(error).partition("; ")
        found.add(("timezone",), what, mend)
        return False
    try:
        calendar_for(agreement.calendar)
    except ValueError as error:
        what, _, mend = str(error).partition("; ")
        found.add(("calendar",), what, mend or None)
    roles = [party.role for party in agreement.parties.values()]
    if roles.count("grantor") != 1:
        found.add(("parties",), f"{roles.count('grantor')} parties have the role grantor", "give it to exactly one")
    _check_basis(agreement.basis.source, agreement.basis.listed_paths(), agreement, (), found, Agreement)
    return True


def _check_amendments(agreement: Agreement, found: _Found) -> None:
    where = zone(agreement.timezone)
    previous = base_version(agreement)
    ids: dict[str, Path] = {BASE: ("id",)} if agreement.amendments else {}
    _twice(agreement.clauses, ("clauses",), found)
    for index, change in enumerate(agreement.amendments):
        path: Path = ("amendments", index)
        version = version_of(change, where)
        if change.id in ids:
            found.add(
                (*path, "id"),
                f"the id '{change.id}' stands twice",
                "give each amendment its own",
                ids[change.id],
            )
        ids[change.id] = (*path, "id")
        if index and version.signed < previous.signed:
            what = f"amendment '{change.id}' was signed before its predecessor '{previous.id}'"
            see = ("amendments", index - 1, "signed")
            found.add((*path, "signed"), what, "list amendments in the order of signing", see)
        if version.effective < base_version(agreement).effective:
            what = f"amendment '{change.id}' takes effect before the agreement does"
            found.add((*path, "effective"), what, "check both dates", ("effective",))
        previous = version
        _twice((*change.replace, *change.add), path, found)
        _check_basis(change.basis.source, change.basis.listed_paths(), agreement, path, found, type(change))
        _check_change(agreement, index, found)


def _check_change(agreement: Agreement, index: int, found: _Found) -> None:
    """Check that an amendment removes and replaces what is there, and adds what is not."""
    where, change = zone(agreement.timezone), agreement.amendments[index]
    effective = instant(change.effective, where)
    earlier = tuple(i for i in range(index) if instant(agreement.amendments[i].effective, where) <= effective)
    before = consolidate(agreement, earlier)
    path: Path = ("amendments", index)
    for kind, ids in (("remove", change.remove), ("replace", tuple(clause.id for clause in change.replace))):
        for position, clause_id in enumerate(ids):
            at = (*path, kind, position) if kind == "remove" else (*path, kind, position, "id")
            if clause_id in before.by_id:
                continue
            gone = before.removed.get(clause_id)
            what = f"cannot {kind} clause '{clause_id}': " + (f"{gone} removed it" if gone else "it is not in the text")
            found.add(at, what, suggestion(clause_id, before.by_id, "clause"))
    for position, clause in enumerate(change.add):
        if clause.id in before.by_id and clause.id not in change.remove:
            see = before.by_id[clause.id].path
            what = f"cannot add clause '{clause.id}': it is in the text already"
            found.add((*path, "add", position, "id"), what, "use `replace`, or choose another id", see)
    for position, name in enumerate(change.silent):
        if name not in before.by_id and name not in before.silent:
            found.add(
                (*path, "silent", position),
                f"unknown clause '{name}'",
                suggestion(name, before.by_id, "clause"),
            )


def _twice(clauses: Iterable[Clause], path: Path, found: _Found) -> None:
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            found.add(path, f"the clause id '{clause.id}' stands twice", "give each clause its own id")
        seen.add(clause.id)


def _texts(agreement: Agreement) -> Iterator[Terms]:
    """Yield every text that the amendments, known one after another, can add up to."""
    where = zone(agreement.timezone)
    starts = [instant(change.effective, where) for change in agreement.amendments]
    yield consolidate(agreement, ())
    for known in range(1, len(starts) + 1):
        for cut in starts[:known]:
            yield consolidate(agreement, tuple(i for i in range(known) if starts[i] <= cut))


def _check_text(terms: Terms, found: _Found) -> None:
    for name, provider in terms.providers.items():
        known = (*terms.parties, "third_party")
        found.name(_path_of(terms, "providers", name, "operator"), provider.operator, known, "party")
    for held in terms.clauses:
        _check_clause(terms, held, found)
    _check_order(terms, found)
    _check_time(terms, found)


def _path_of(terms: Terms, *path: str) -> Path:
    if path[1] in getattr(terms.agreement, path[0]):
        return path
    for index, change in enumerate(terms.agreement.amendments):
        if path[1] in getattr(change.redefine, path[0]):
            return ("amendments", index, "redefine", *path)
    return path


def _check_clause(terms: Terms, held: InForce, found: _Found) -> None:
    clause, path = held.clause, held.path
    words = terms.definitions
    ids = tuple(terms.by_id)

    def names(field: Path, given: Iterable[str] | None, known: Iterable[str], what: str) -> None:
        for index, word in enumerate(given or ()):
            at = (*path, *field, index)
            removed = terms.removed.get(word) if what == "clause" else None
            found.name(at if at in found.places.values else (*path, *field), word, known, what, removed)

    names(("scope", "workloads"), clause.scope.workloads, words.workloads, "workload")
    names(("scope", "customers"), clause.scope.customers, words.customers, "customer")
    names(("scope", "providers"), clause.scope.providers, terms.provider_names(), "provider")
    names(("notwithstanding",), clause.notwithstanding, ids, "clause")
    names(("subject_to",), clause.subject_to, ids, "clause")
    for dimension, values in clause.scope.dimensions.items():
        found.name((*path, "scope", dimension), dimension, words.dimensions, "scope key or dimension")
        known = words.dimensions.get(dimension, values)
        names(("scope", dimension), values, known, f"value of {dimension}")
    match clause:
        case Exclusivity():
            found.name((*path, "holder"), clause.holder, terms.parties, "party")
            names(("at",), clause.at, terms.providers, "provider")
        case Consent():
            found.name((*path, "by"), clause.by, terms.parties, "party")
            names(("lifts",), clause.lifts, ids, "clause")
        case FirstRefusal() | Delivery():
            for where, party in refusal_parties(clause):
                found.name((*path, *where), party, terms.parties, "party")
            if isinstance(clause, Delivery):
                names(("of",), clause.of, ids, "clause")
            for where, what, mend in refusal_faults(clause, terms):
                found.add((*path, *where), what, mend)
        case Approval():
            found.name((*path, "by"), clause.by, terms.parties, "party")
            if clause.primarily:
                names(("primarily", "workloads"), clause.primarily.workloads, words.workloads, "workload")
        case Term():
            names(("survives",), clause.survives, ids, "clause")
        case RevenueShare() | Commitment():
            for field, party in clause.parties_named:
                found.name((*path, field), party, terms.parties, "party")
    _check_basis(clause.basis.source, clause.basis.listed_paths(), terms.agreement, path, found, type(clause))


def _check_basis(sources: Iterable[str], listed: Iterable[tuple[str, str]], agreement: Agreement, path: Path,
                 found: _Found, model: type) -> None:  # fmt: skip
    for word in sources:
        found.name((*path, "basis", "source"), word, agreement.sources, "source")
    for grade, field in listed:
        if not has_field(model, field):
            what = f"the basis grades a field '{field}' that is not there"
            found.add(
                (*path, "basis", grade),
                what,
                "name a field of this clause by its dotted path, such as tail.n",
            )


def _check_order(terms: Terms, found: _Found) -> None:
    """Report clauses that go before one another in a circle."""
    before = {held.clause.id: set(held.clause.subject_to) for held in terms.clauses}
    for held in terms.clauses:
        for later in held.clause.notwithstanding:
            before.setdefault(later, set()).add(held.clause.id)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        ring = list(error.args[1])
        held = terms.by_id[ring[0]]
        what = f"clauses go before one another in a circle: {' > '.join(reversed(ring))}"
        found.add(held.path, what, "drop one `notwithstanding` or `subject_to`", terms.by_id[ring[1]].path)


def _check_time(terms: Terms, found: _Found) -> None:
    ends = [held for held in terms.clauses if isinstance(held.clause, Term)]
    for extra in ends[1:]:
        found.add(extra.path, "a second term is in force", "keep one term clause a version", ends[0].path)
    for held in terms.clauses:
        span = held.speaks
        if span.start is not None and span.end is not None and span.start >= span.end:
            found.add(
                (*held.path, "until"),
                f"clause '{held.clause.id}' ends before it begins",
                "check since and until",
            )
        beyond = terms.ends is not None and span.end is not None and span.end > terms.ends
        if beyond and held.clause.id not in terms.survives:
            what = f"clause '{held.clause.id}' runs until {held.clause.until}, beyond the term"
            mend = "end it with the term, or name it in `survives` of the term"
            found.add((*held.path, "until"), what, mend, ends[0].path)
