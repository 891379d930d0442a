"""What the models cannot see: names that point nowhere, in any text that the amendments can add up to.

A clause that names one which a later amendment removes is told in the version where it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel

from firstcall.agreement.check.affiliates import check_affiliates
from firstcall.agreement.check.amendments import ClausesInACircle, check_amendments, check_precedence, check_time
from firstcall.agreement.check.clause_names import named_clauses, named_parties, named_words, named_zones
from firstcall.agreement.check.first_refusal import refusal_faults
from firstcall.agreement.check.kinds.commitment import check_commitment
from firstcall.agreement.check.kinds.event_dates import check_event_dates
from firstcall.agreement.check.kinds.option import check_option
from firstcall.agreement.check.kinds.payment import check_duty, check_payment
from firstcall.agreement.check.kinds.prohibition import check_prohibition
from firstcall.agreement.check.kinds.unread_scope import check_unread_scope
from firstcall.agreement.check.money_remarks import check_streams
from firstcall.agreement.check.readings import check_readings
from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import GRADES, Basis
from firstcall.agreement.model.clauses.kinds import (
    Approval,
    ClauseKind,
    Consent,
    DatedDuty,
    Delivery,
    Exclusivity,
    FirstRefusal,
    Option,
    Payment,
    PricePromise,
    Prohibition,
)
from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.technology import Licence, Priority
from firstcall.agreement.model.definitions import (
    SCOPE_KEYS,
    THIRD_PARTY,
    Affiliate,
    Definitions,
    Party,
    Provider,
    Redefinition,
    Successor,
)
from firstcall.agreement.model.determinations import Determination
from firstcall.agreement.model.event_dates import TERM
from firstcall.agreement.read.fields import has_field
from firstcall.agreement.read.problem_facts import ListOne, ValueOfDimension
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import InForce, Terms, consolidate, instant
from firstcall.dates import zone
from firstcall.said import Quoted, Said, Unreadable, sentence


def check_references(agreement: Agreement, problems: ProblemList) -> None:
    """Find the problems of names, order and time in a document whose parts are well-formed."""
    agreement = _check_ground(agreement, problems)
    check_amendments(agreement, problems)
    told: dict[Path, int] = {}
    words: list[object] = []
    for terms in _texts(agreement):
        named = (terms.definitions, tuple(terms.parties), tuple(terms.providers), frozenset(terms.by_id))
        words += [named] if named not in words else []
        _check_text(terms, problems, told, words.index(named))
    check_readings(agreement, problems)
    if not problems.problems:
        _check_as_read(agreement, problems)


def _check_as_read(agreement: Agreement, problems: ProblemList) -> None:
    """Check what each alternative makes of the clauses it patches, as if they were written so."""
    for index, point in enumerate(agreement.readings):
        for name, patches in point.alternatives.items():
            if patches:
                where: Path = ("readings", index, "alternatives", name)
                as_read = _AsRead(problems, where, {patch.clause: (*where, n) for n, patch in enumerate(patches)})
                for terms in _texts(construe(agreement, {point.id: name})):
                    as_read.read(terms)


class NoValuesIn(Said):
    says = sentence("agreement.no-values", "{name} has no values")
    name: str


class StandsTwiceIn(Said):
    says = sentence("agreement.stands-twice-in", "{value} stands twice in {name}")
    value: Annotated[str, Quoted]
    name: str


class ListItOnce(Said):
    says = sentence("agreement.list-it-once", "list it once")


class DimensionIsScopeKey(Said):
    says = sentence("agreement.dimension-is-scope-key", "dimension {name} has the name of a scope key")
    name: Annotated[str, Quoted]


class ChooseAnother(Said):
    says = sentence("agreement.choose-another", "choose another")


class SeveralGrantors(Said):
    says = sentence("agreement.several-grantors", "{count} parties have the role grantor")
    count: int


class NoGrantor(Said):
    says = sentence("agreement.no-grantor", "no party has the role grantor")


class GiveToExactlyOne(Said):
    says = sentence("agreement.give-to-exactly-one", "give it to exactly one")


class GradesNoField(Said):
    says = sentence("agreement.grades-no-field", "the basis grades a field {field} that is not there")
    field: Annotated[str, Quoted]


class NameByPath(Said):
    says = sentence("agreement.name-by-path", "name a field by its dotted path, such as {example}")
    example: str


class CannotLift(Said):
    says = sentence(
        "consent.cannot-lift",
        "a consent cannot lift {clause}, which is of kind {kind}; it would do nothing",
    )
    clause: Annotated[str, Quoted]
    kind: ClauseKind


class NameExclusivity(Said):
    says = sentence(
        "consent.name-exclusivity",
        "name an exclusivity, a prohibition, an approval, or a licence that is sublicensable with consent",
    )


class HolderWaives(Said):
    says = sentence(
        "consent.holder-waives",
        "leave it out; the holder of a first refusal waives it: firstcall offer waive",
    )


class ReadAs(Said):
    says = sentence("reading.read-as", "read as {alternative}: {what}")
    alternative: Annotated[str, Quoted]
    what: Said


class _AsRead(ProblemList):
    """Problems of clauses as an alternative reads them, told where the alternative patches them."""

    def __init__(self, problems: ProblemList, where: Path, touched: Mapping[str, Path]) -> None:
        super().__init__(problems.places, problems.unread)
        self._found, self._where, self._touched = problems, where, touched
        self._clauses: dict[Path, str] = {}

    def read(self, terms: Terms) -> None:
        """Check the clauses of a text that the alternative patches."""
        held_here = [held for held in terms.clauses if held.clause.id in self._touched]
        self._clauses = {held.path: held.clause.id for held in held_here}
        for held in held_here:
            _check_clause(terms, held, self)
        check_precedence(terms, self)
        check_time(terms, self)

    def add(self, path: Path, what: Said, fix: Said | None = None, see: Path | None = None) -> None:
        """Keep a problem at the patch that brings it; one of another clause only if it is a circle."""
        own = next((clause for clause in self._clauses if path[: len(clause)] == clause), None)
        said = ReadAs(alternative=str(self._where[-1]), what=what)
        if own is not None:
            patched = self._touched[self._clauses[own]]
            self._found.add((*patched, "set", *path[len(own) :]), said, fix, see)
        elif isinstance(what, ClausesInACircle):
            self._found.add(self._where, said, fix, see)


def _check_ground(agreement: Agreement, problems: ProblemList) -> Agreement:
    """Check what stands outside the clauses; return the document with a zone to go on with."""
    if not _check_place(("calendar",), str(agreement.calendar), lambda _: agreement.business_days(), problems):
        agreement = agreement.fresh_copy({"calendar": "US", "closures": ()})
    for path, party in _parties(agreement):
        if party.timezone is not None:
            _check_place((*path, "timezone"), party.timezone, zone, problems)
        for index, one in enumerate(party.affiliates):
            _check_basis(one.basis, agreement, (*path, "affiliates", index), problems, Affiliate)
        for index, other in enumerate(party.successors):
            _check_basis(other.basis, agreement, (*path, "successors", index), problems, Successor)
    for path, words in _wordings(agreement):
        _check_words(words, path, problems)
        if words.basis is not None:
            _check_basis(words.basis, agreement, path, problems, Definitions)
    _check_basis(agreement.basis, agreement, (), problems, Agreement)
    for index, change in enumerate(agreement.amendments):
        _check_basis(change.basis, agreement, ("amendments", index), problems, type(change))
    if _check_place(("timezone",), agreement.timezone, zone, problems):
        return agreement
    return agreement.model_copy(update={"timezone": "UTC"})


def _parties(agreement: Agreement) -> Iterator[tuple[Path, Party]]:
    yield from ((("parties", name), party) for name, party in agreement.parties.items())
    for index, change in enumerate(agreement.amendments):
        path = ("amendments", index, "redefine", "parties")
        yield from (((*path, name), party) for name, party in change.redefine.parties.items())


def _wordings(agreement: Agreement) -> Iterator[tuple[Path, Definitions | Redefinition]]:
    yield ("definitions",), agreement.definitions
    for index, change in enumerate(agreement.amendments):
        yield ("amendments", index, "redefine"), change.redefine


def _check_place(path: Path, name: str, read: Callable[[str], object], problems: ProblemList) -> bool:
    """Say whether a zone or calendar can be read; keep a problem if it cannot."""
    try:
        read(name)
    except Unreadable as error:
        problems.add(path, error.what, error.fix)
        return False
    return True


def _check_words(words: Definitions | Redefinition, path: Path, problems: ProblemList) -> None:
    """Check that each list of words is a set, not empty, and that no dimension has the name of a scope key."""
    dimensions = words.dimensions or {}
    lists: dict[Path, Collection[str] | None] = {(name,): getattr(words, name) for name in ("workloads", "customers")}
    lists |= {(name,): getattr(words, name) or None for name in ("products", "ip", "events")}  # these may be empty
    lists |= {("dimensions", name): values for name, values in dimensions.items()}
    for field, values in lists.items():
        name, seen = ".".join(str(part) for part in field), set[str]()
        if values is not None and not values:
            problems.add((*path, *field), NoValuesIn(name=name), ListOne())
        for index, value in enumerate(values or ()):
            if value in seen:
                problems.add(problems.item((*path, *field), index), StandsTwiceIn(value=value, name=name), ListItOnce())
            seen.add(value)
    for name in dimensions:
        if name in SCOPE_KEYS or name == "dimensions":
            problems.add((*path, "dimensions", name), DimensionIsScopeKey(name=name), ChooseAnother())


def _texts(agreement: Agreement) -> Iterator[Terms]:
    """Yield every text that the amendments, known one after another, can add up to, each once."""
    where = zone(agreement.timezone)
    starts = [instant(change.effective, where) for change in agreement.amendments]
    yield consolidate(agreement, ())
    for known, newest in enumerate(starts):
        for cut in sorted({start for start in starts[: known + 1] if start >= newest}):
            yield consolidate(agreement, tuple(i for i in range(known + 1) if starts[i] <= cut))


def _check_text(terms: Terms, problems: ProblemList, told: dict[Path, int], words: int) -> None:
    """Check a text; its clauses only where they were not checked with the same words, known by their number."""
    operators = (*terms.parties, THIRD_PARTY)
    for name, provider in terms.providers.items():
        problems.name((*_written_at(terms, name, provider), "operator"), provider.operator, operators, "party")
    _check_grantor(terms, problems)
    check_affiliates(terms, problems)
    _check_called(terms, problems)
    _check_determinations(terms, problems)
    for held in terms.clauses:
        if told.get(held.path) != words or isinstance(held.clause, Delivery):
            _check_clause(terms, held, problems)
            told[held.path] = words
    check_precedence(terms, problems)
    check_time(terms, problems)


def _written_at(terms: Terms, name: str, provider: Provider) -> Path:
    """Return where the entry of a provider that holds in a text was written."""
    for index, change in enumerate(terms.agreement.amendments):
        if change.redefine.providers.get(name) is provider:
            return ("amendments", index, "redefine", "providers", name)
    return ("providers", name)


def _check_called(terms: Terms, problems: ProblemList) -> None:
    """Check that only words of the lists are called something."""
    path: Path = ("definitions", "called")
    for index, change in enumerate(terms.agreement.amendments):
        if change.redefine.called is terms.definitions.called:
            path = ("amendments", index, "redefine", "called")
    lists = terms.definitions.listed()
    for name, words in terms.definitions.called.items():
        problems.name((*path, name), name, lists, "scope key or dimension")
        for word in words if name in lists else ():
            problems.name((*path, name, word), word, lists[name], ValueOfDimension(dimension=name))
        once = set[str]()
        for word, called in words.items():
            if called in once:
                problems.add((*path, name, word), StandsTwiceIn(value=called, name=f"called.{name}"), ChooseAnother())
            once.add(called)


def _check_determinations(terms: Terms, problems: ProblemList) -> None:
    for name, milestone in terms.definitions.determinations.items():
        path: Path = ("definitions", "determinations", name)
        for index, change in enumerate(terms.agreement.amendments):
            if change.redefine.determinations.get(name) is milestone:
                path = ("amendments", index, "redefine", "determinations", name)
        problems.name((*path, "declared_by"), milestone.declared_by, terms.parties, "party")
        if milestone.verified_by is not None:
            problems.name((*path, "verified_by"), milestone.verified_by, terms.parties, "party")
        _check_basis(milestone.basis, terms.agreement, path, problems, Determination)


def _check_grantor(terms: Terms, problems: ProblemList) -> None:
    grantors = [name for name, party in terms.parties.items() if party.role == "grantor"]
    if len(grantors) == 1 or (not grantors and problems.unread):
        return
    said = SeveralGrantors(count=len(grantors)) if grantors else NoGrantor()
    path: Path = ("parties",)
    for index, change in enumerate(terms.agreement.amendments):
        if grantors and any(change.redefine.parties.get(name) is terms.parties[name] for name in grantors):
            path = ("amendments", index, "redefine", "parties")
    problems.add(path, said, GiveToExactlyOne())


def _check_clause(terms: Terms, held: InForce, problems: ProblemList) -> None:
    clause, path, words = held.clause, held.path, terms.definitions
    check_streams(clause, path, problems)
    check_unread_scope(clause, path, problems)
    problems.names((*path, "scope", "providers"), clause.scope.providers, terms.provider_names(), "provider")
    for dimension in clause.scope.dimensions:
        problems.name(
            (*path, "scope", dimension), dimension, (*words.dimensions, *SCOPE_KEYS), "scope key or dimension"
        )
    for named, given, known, thing in named_words(clause, words):
        problems.names((*path, *named), given, known, thing)
    for named, party in named_parties(clause):
        problems.name((*path, *named), party, terms.parties, "party")
    for field, names in named_clauses(clause):
        for index, name in enumerate(names):
            if name == TERM and isinstance(clause, Option):
                continue
            problems.name(problems.item((*path, field), index), name, terms.by_id, "clause", terms.removed.get(name))
    if isinstance(clause, Consent):
        _check_lifted(clause, path, terms, problems)
    for named, name in named_zones(clause):
        _check_place((*path, *named), name, zone, problems)
    if isinstance(clause, Exclusivity | Priority | PricePromise):
        problems.names((*path, "at"), clause.at, terms.providers, "provider")
    if isinstance(clause, FirstRefusal | Delivery):
        for where, what, fix in refusal_faults(clause, terms):
            problems.add((*path, *where), what, fix)
    check_event_dates(held, terms, problems)
    if isinstance(clause, Commitment):
        check_commitment(clause, path, problems)
    if isinstance(clause, Payment):
        check_payment(held, clause, terms, problems)
    if isinstance(clause, DatedDuty):
        check_duty(held, clause, terms, problems)
    if isinstance(clause, Option):
        check_option(held, clause, terms, problems)
    if isinstance(clause, Prohibition):
        check_prohibition(clause, path, terms, problems)
    _check_basis(clause.basis, terms.agreement, path, problems, type(clause))


def _check_lifted(clause: Consent, path: Path, terms: Terms, problems: ProblemList) -> None:
    """Check that a consent lifts what consents can lift: an exclusivity, a prohibition, a permission with a purpose."""
    for index, name in enumerate(clause.lifts):
        held = terms.by_id.get(name)
        if held is None or isinstance(held.clause, Exclusivity | Approval | Prohibition):
            continue
        if isinstance(held.clause, Licence) and held.clause.sublicensable == "with_consent":
            continue
        fix = HolderWaives() if isinstance(held.clause, FirstRefusal) else NameExclusivity()
        what = CannotLift(clause=name, kind=held.clause.type)
        problems.add(problems.item((*path, "lifts"), index), what, fix)


def _check_basis(basis: Basis, agreement: Agreement, path: Path, problems: ProblemList, model: type[BaseModel]) -> None:
    problems.names((*path, "basis", "source"), basis.source, agreement.sources, "source")
    for grade in GRADES:
        for index, field in enumerate(getattr(basis, grade)):
            if not has_field(model, field):
                at = problems.item((*path, "basis", grade), index)
                problems.add(at, GradesNoField(field=field), NameByPath(example="tail.n"))
