"""Late fees as money clauses: what holders owe for bringing late what they matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.first_refusal import Delivery
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.money_terms import Netting, RoundingTerms
from firstcall.agreement.model.clauses.refusal_terms import currency_of
from firstcall.record.offers.matching import price_of
from firstcall.record.offers.taking.performance import MatchMade
from firstcall.record.position import Position


@dataclass(frozen=True, slots=True)
class FeeText:
    """What a statement reads of a clause on delivery: who owes whom, in which currency; the rest is the default."""

    id: str
    says: str | None
    by: str
    to: str
    currency: str
    sources: tuple[str, ...]
    rounding: RoundingTerms = field(default_factory=RoundingTerms)
    netting: Netting | None = None
    units: Mapping[str, int] = field(default_factory=dict)
    fiscal_year_start: int = 1
    due_days: int | None = None
    base: None = None


@dataclass(frozen=True, slots=True)
class FeeMatch:
    """A match that a late fee may be owed for: of which offer, and how well known that is."""

    offer: str
    match: MatchMade
    grade: Grade


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """A clause on delivery with a late fee, and every match of which it speaks, as known; earliest first."""

    id: str
    clause: FeeText
    version: str
    in_force: tuple[datetime, datetime | None]
    matches: tuple[FeeMatch, ...]


def fee_terms(
    here: Position, clause: Delivery, version: str, in_force: tuple[datetime, datetime | None],
    rights: Iterable[FirstRefusal],
) -> FeeTerms | None:  # fmt: skip
    """Return the late fees of a clause on delivery; None while nothing was matched that it speaks of.

    Args:
      here: the record after everything that is known.
      clause: the latest text of the clause. Each match is held to the text of its own day.
      version: of which version that is.
      in_force: from when to when that text speaks.
      rights: the rights of first refusal of every text.
    """
    found = sorted(_matches(here, clause.id, rights), key=lambda one: (one.match.at, one.offer))
    if not found:
        return None
    codes = [code for one in found if (code := currency_of(price_of(one.match.terms)[0] or "")) is not None]
    to = found[0].match.right.grantor
    text = FeeText(clause.id, clause.says, clause.by, to, codes[0] if codes else "USD", tuple(clause.basis.source))
    return FeeTerms(clause.id, text, version, in_force, tuple(found))


def _matches(here: Position, clause: str, rights: Iterable[FirstRefusal]) -> Iterator[FeeMatch]:
    for right in rights:
        for name in here.offer_ids():
            offer = here.offer(name, right)
            for match in () if offer is None else offer.matches:
                if offer is not None and any(one.id == clause and one.late_fee for one in match.deliveries):
                    yield FeeMatch(name, match, weakest(tuple(event.basis.grade for event in offer.events)))
