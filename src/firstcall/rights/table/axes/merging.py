"""Words that nothing tells apart, merged: one class of a table's axis for all of them.

Two words are alike where every list of every text, under every reading, and every event of the record
names both or neither. So a provider that is listed nowhere falls, provably, in the class of `other`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from firstcall.agreement.model.clauses.kinds import Approval, Exclusivity
from firstcall.agreement.model.definitions import OTHER, THIRD_PARTY
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import Terms
from firstcall.record.events.kinds import ConsentGiven, ContractSigned
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.rights.question import CAPACITY
from firstcall.rights.table.axes.turning_points import TableSources
from firstcall.values import dataclass

Lists = Iterable[Iterable[str]]
BLANK, UNKNOWN = 0, 1
"""The classes that every axis begins with: nothing given, and a word that is not known."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The classes of one column of questions.

    Class 0 is nothing given and class 1 any word that is not known; the others are words that are told apart.
    """

    name: str
    classes: tuple[tuple[str, ...], ...]
    """The known words of each class; of the first two, none."""
    codes: Mapping[str, int]
    unlisted: int = UNKNOWN
    """The class of a word that is not known: of its own, or that of `other`."""

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.classes)

    def code(self, word: str | None) -> int:
        """Return the class of a word; None is nothing given."""
        return BLANK if word is None else self.codes.get(word, self.unlisted)

    def word(self, code: int) -> str | None:
        """Return the word that stands for a class; None for the first two."""
        return self.classes[code][0] if self.classes[code] else None


def merged_axis(name: str, words: Iterable[str], told_by: Mapping[str, Hashable], *, other: str | None = None) -> Axis:
    """Return an axis whose words are merged where they are told alike.

    Args:
      name: the column.
      words: the known words, in order.
      told_by: for each word, all that anything says of it.
      other: the word whose class takes every word that is not known.

    >>> merged_axis("provider", ("a", "b", "c"), {"a": 1, "b": 2, "c": 1}, other="b").classes
    ((), (), ('a', 'c'), ('b',))
    """
    grouped: dict[Hashable, list[str]] = {}
    for word in words:
        grouped.setdefault(told_by[word], []).append(word)
    classes = ((), (), *(tuple(group) for group in grouped.values()))
    codes = {word: number for number, group in enumerate(classes) for word in group}
    return Axis(name, classes, codes, UNKNOWN if other is None else codes[other])


def _named_by(words: Iterable[str], lists: Lists) -> dict[str, Hashable]:
    held = [frozenset(one) for one in lists]
    return {word: tuple(word in one for one in held) for word in words}


def workload_axis(sources_read: TableSources) -> Axis:
    """Return the classes of workloads."""
    lists: list[Iterable[str]] = [text.definitions.workloads for _, texts in sources_read.texts for text in texts]
    for _, texts in sources_read.texts:
        for clause in (item.clause for text in texts for item in text.clauses):
            lists += [scope.workloads for scope in clause.scopes if scope.workloads is not None]
            if isinstance(clause, Approval) and clause.primarily is not None:
                lists.append(clause.primarily.workloads)
    lists += [event.workloads for event in sources_read.events if isinstance(event, ConsentGiven) and event.workloads]
    words = _every(text.definitions.workloads for _, texts in sources_read.texts for text in texts)
    return merged_axis("workload", words, _named_by(words, lists))


def customer_axis(sources_read: TableSources) -> Axis:
    """Return the classes of customers."""
    words = _every(text.definitions.customers for _, texts in sources_read.texts for text in texts)
    lists: list[Iterable[str]] = [text.definitions.customers for _, texts in sources_read.texts for text in texts]
    for _, texts in sources_read.texts:
        lists += [scope.customers for scope in _scopes(texts) if scope.customers is not None]
    return merged_axis("customer", words, _named_by(words, lists))


def dimension_axis(sources_read: TableSources, name: str) -> Axis:
    """Return the classes of a declared dimension."""
    lists: list[Iterable[str]] = [
        text.definitions.dimensions.get(name, ()) for _, texts in sources_read.texts for text in texts
    ]
    words = _every(lists)
    for _, texts in sources_read.texts:
        lists += [scope.dimensions[name] for scope in _scopes(texts) if name in scope.dimensions]
    for event in sources_read.events:
        if isinstance(event, ContractSigned):
            lists += [(tranche.dimensions[name],) for tranche in event.tranches if name in tranche.dimensions]
        elif isinstance(event, (OfferReceived, CapacityRequested)) and name in event.dimensions:
            lists.append((event.dimensions[name],))
    return merged_axis(name, words, _named_by(words, lists))


def dimension_names(sources_read: TableSources) -> tuple[str, ...]:
    """Return every dimension that some text declares, in order."""
    return _every(tuple(text.definitions.dimensions) for _, texts in sources_read.texts for text in texts)


def provider_axis(sources_read: TableSources) -> Axis:
    """Return the classes of providers: any that is not listed is in the class of a name that stands nowhere."""
    every = [text for _, texts in sources_read.texts for text in texts]
    naming = (
        event for event in sources_read.events if isinstance(event, (ConsentGiven, ContractSigned, OfferReceived))
    )
    named = [event.provider for event in naming if event.provider is not None]
    words = _every(tuple(text.providers) for text in every)
    elsewhere = OTHER
    while elsewhere in words or elsewhere in named:
        elsewhere += "-place"
    words = tuple(dict.fromkeys((*words, *named, elsewhere)))
    told = {word: (word in named and word, *(_told_of(word, text) for text in every)) for word in words}
    return merged_axis("provider", words, told, other=elsewhere)


def _told_of(provider: str, text: Terms) -> Hashable:
    """Return all that a text says of a provider: who operates it, and which lists its place stands in."""
    place = provider if provider in text.providers else OTHER
    operator = text.providers[provider].operator if provider in text.providers else THIRD_PARTY
    clauses = [item.clause for item in text.clauses]
    scoped = tuple(place in scope.providers for scope in _scopes((text,)) if scope.providers is not None)
    return operator, scoped, tuple(place in one.at for one in clauses if isinstance(one, Exclusivity))


def naming_axes(sources_read: TableSources) -> tuple[Axis, Axis, Axis]:
    """Return the offers, the contracts and the tranches that the record has; any other name is an unknown one."""
    signed = [event for event in sources_read.events if isinstance(event, ContractSigned)]
    made = [event.offer for event in sources_read.events if isinstance(event, (OfferReceived, CapacityRequested))]
    names = (
        ("offer", dict.fromkeys(made)),
        ("contract", dict.fromkeys(event.contract for event in signed)),
        ("tranche", dict.fromkeys(tranche.id for event in signed for tranche in event.tranches)),
    )
    offers, contracts, tranches = (merged_axis(name, ids, {one: one for one in ids}) for name, ids in names)
    return offers, contracts, tranches


CAPACITIES = Axis("capacity", ((), (), *((word,) for word in CAPACITY)), {w: n + 2 for n, w in enumerate(CAPACITY)})
"""The kinds of capacity."""


def _scopes(texts: Iterable[Terms]) -> Iterator[Scope]:
    """Yield every scope that a clause draws, those of its exceptions too."""
    return (scope for text in texts for item in text.clauses for scope in item.clause.scopes)


def _every(lists: Lists) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for one in lists for word in one))
