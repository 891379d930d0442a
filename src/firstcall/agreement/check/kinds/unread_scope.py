"""A scope checked: a clause of a kind that reads none would seem narrower than it is."""

from __future__ import annotations

from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Clause, ClauseKind
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.said import AllOf, Said, sentence


class ScopeNarrowsNothing(Said):
    says = sentence("scope.narrows-nothing", "a scope narrows nothing in a clause of the kind {kind}")
    kind: ClauseKind


class LeaveScopeOut(Said):
    says = sentence("scope.leave-out", "leave it out; it is read in {kinds} alone")
    kinds: Annotated[tuple[ClauseKind, ...], AllOf]


class LeaveScopeOutOfConsent(Said):
    says = sentence(
        "scope.leave-out-of-consent",
        "leave it out: a consent reaches what the clauses in `lifts` bar, and may name workloads when it is given",
    )


_READ_IN: tuple[ClauseKind, ...] = ("exclusivity", "first_refusal", "approval", "prohibition", "priority")


def check_unread_scope(clause: Clause, path: Path, problems: ProblemList) -> None:
    """Keep a problem for a scope in a clause of a kind that reads none."""
    if clause.scope == Scope() or clause.type in _READ_IN:
        return
    fix = LeaveScopeOutOfConsent() if clause.type == "consent" else LeaveScopeOut(kinds=_READ_IN)
    problems.add((*path, "scope"), ScopeNarrowsNothing(kind=clause.type), fix)
