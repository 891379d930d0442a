"""What every clause has, whatever its kind."""

from __future__ import annotations

from firstcall.agreement.basis import ASSUMED, Basis, Id, Moment, Text, Written
from firstcall.agreement.definitions import Ids
from firstcall.agreement.determinations import Until
from firstcall.agreement.scope import Scope


class ClauseBase(Written):
    """What every clause has: an id that stays its own through amendments, a scope, an order, a basis."""

    id: Id
    """Its own through every amendment."""
    says: Text | None = None
    """The clause in plain words."""
    scope: Scope = Scope()
    since: Moment | None = None
    """When the clause begins to speak, and the line between existing and new capacity."""
    until: Until | None = None
    """The last day on which the clause speaks, or the determination that ends it."""
    notwithstanding: Ids = ()
    """Clauses that this one goes before."""
    subject_to: Ids = ()
    """Clauses that go before this one."""
    basis: Basis = ASSUMED
