"""When a right ends by itself: its cap is reached, its one time is over, or a failure ended it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstcall.record.entry import whole
from firstcall.record.offers import ZERO, Offer
from firstcall.record.right import Right


def within_limits(right: Right, others: Iterable[Offer]) -> Right:
    """Return a right with what the other offers under it leave of it.

    Args:
      right: the right as its clause stands.
      others: every other offer under the clause, as it stood just before the instant in question.
    """
    clause, taken, spent = right.clause, ZERO, None
    for offer in others:
        taken += offer.taken or ZERO
        if not clause.continuing and offer.state in ("declined", "lapsed", "waived"):
            spent = spent or f"the right was for one offer, and offer {offer.id} was it"
        broken = offer.state == "released" or bool(offer.failed)
        if clause.failure.then == "release_and_terminate" and broken:
            spent = spent or f"the right ended when {offer.holder} failed on offer {offer.id}"
    cap = clause.quantity_cap
    if cap is not None and taken >= cap:
        spent = spent or f"the right ended when {whole(cap)} had been taken under it"
    return replace(right, room=None if cap is None else max(cap - taken, ZERO), spent=spent)
