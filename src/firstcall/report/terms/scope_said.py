"""What a clause reaches, as a fact: its scope part by part, or everything."""

from __future__ import annotations

from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Ids, Mode
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import Terms
from firstcall.deadlines import InTurn
from firstcall.report.papers.term_words import dimension_called
from firstcall.said import Said, sentence

_PLACED = ("exclusivity", "first_refusal", "approval", "priority")
"""Kinds that speak of where capacity is; of the others a scope is told only where they have one."""


class ScopeOfWorkloads(Said):
    says = sentence("scope.workloads", "workloads {names}")
    names: tuple[str, ...]


class ScopeOfCustomers(Said):
    says = sentence("scope.customers", "customers {names}")
    names: tuple[str, ...]


class ScopeOfProviders(Said):
    says = sentence("scope.providers", "providers {names}")
    names: tuple[str, ...]


class ScopeOfModes(Said):
    says = sentence("scope.modes", "mode {modes}")
    modes: tuple[Mode, ...]


class ScopeOfNew(Said):
    says = sentence("scope.new", "new capacity")


class ScopeOfExisting(Said):
    says = sentence("scope.existing", "existing capacity")


class ScopeOfDimension(Said):
    says = sentence("scope.dimension", "{dimension} {names}")
    dimension: Said | str
    names: tuple[str, ...]


class ScopeOfAll(Said):
    says = sentence("scope.everything", "everything")


def scope_said(scope: Scope, text: Terms | None = None, *, with_ids: bool = False) -> Said:
    """Return a scope in words; everything where it names nothing.

    Args:
      scope: the scope.
      text: the terms, whose names for workloads, providers and the like are used; the words of the file if None.
      with_ids: put the word of the file behind each such name.

    >>> str(scope_said(Scope(workloads=("api",), age="new")))
    'workloads api; new capacity'
    """

    def called(listed: str, words: Ids) -> Ids:
        if text is None:
            return words
        names = tuple(map(text.provider_called, words)) if listed == "providers" else text.words_called(listed, words)
        pairs = zip(words, names, strict=True)
        return tuple(f"{name} ({word})" if with_ids and name != word else name for word, name in pairs)

    parts: list[Said] = []
    if scope.workloads:
        parts.append(ScopeOfWorkloads(names=called("workloads", scope.workloads)))
    if scope.customers:
        parts.append(ScopeOfCustomers(names=called("customers", scope.customers)))
    if scope.providers:
        parts.append(ScopeOfProviders(names=called("providers", scope.providers)))
    if scope.mode:
        parts.append(ScopeOfModes(modes=scope.mode))
    if scope.age:
        parts.append(ScopeOfNew() if scope.age == "new" else ScopeOfExisting())
    parts += [ScopeOfDimension(dimension=dimension_called(name), names=called(name, words))
              for name, words in scope.dimensions.items()]  # fmt: skip
    return InTurn(parts=tuple(parts)) if parts else ScopeOfAll()


def reach_said(clause: Clause, text: Terms | None = None, *, with_ids: bool = False) -> Said | None:
    """Return the scope of a clause in words, as `scope_said` does; None for a kind without one that is nowhere."""
    told = clause.type in _PLACED or clause.scope != Scope()
    return scope_said(clause.scope, text, with_ids=with_ids) if told else None
