"""Late fees as money clauses: what holders owe for bringing late what they matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.first_refusal import Delivery
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.money_terms import Netting, RoundingTerms
from firstcall.agreement.model.clauses.refusal_terms import currency_of
from firstcall.record.offers.matching import price_of
from firstcall.record.offers.taking.performance import MatchMade
from firstcall.record.position import Position
from firstcall.values import dataclass


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
class FeeSpeaks:
    """One text of a clause on delivery with a late fee: of which version, and from when to when it speaks."""

    clause: Delivery
    version: str
    in_force: tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class FeeMatch:
    """A match that a late fee may be owed for: of which offer, and how well known that is."""

    offer: str
    match: MatchMade
    grade: Grade
    recorded: datetime
    """When the match was entered."""
    speaks: FeeSpeaks
    """The text that stood when it was made, and that it is held to."""


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """Late fees that one owes another in one currency under a clause on delivery, with their matches; earliest first.

    `id` names the leg, `delivery` the clause; `version` is that of the text of the latest match.
    """

    id: str
    delivery: str
    clause: FeeText
    version: str
    matches: tuple[FeeMatch, ...]


def fee_terms(
    here: Position, texts: Sequence[FeeSpeaks], rights: Iterable[FirstRefusal],
) -> tuple[FeeTerms, ...]:  # fmt: skip
    """Return the late fees of a clause on delivery: one leg for each who owes, who is owed, and currency.

    Each match is held to the text that stood when it was made: that text says who brings late and owes. What the
    first text says has the clause's id; who came in later has a leg of its own, named `delivery.PARTY`, and so has
    a further currency, `delivery.EUR`. Who was owed later, as grantor in another's place, is named in it:
    `delivery.to.PARTY`.

    Args:
      here: the record after everything that is known.
      texts: every text of the clause, the earliest first, with its version and from when to when it speaks.
      rights: the rights of first refusal of every text.
    """
    groups: dict[tuple[str, str], list[FeeMatch]] = {}
    for one in sorted(_matches(here, texts, rights), key=lambda one: (one.recorded, one.match.at, one.offer)):
        groups.setdefault((one.match.by, one.match.right.grantor), []).append(one)
    first: dict[str, str] = {}
    for payer, to in groups:
        first.setdefault(payer, to)
    return tuple(
        _terms(texts, _leg_name(texts, payer, to, first[payer]), (payer, to, code), number == 0, held)
        for (payer, to), found in groups.items()
        for number, (code, held) in enumerate(_by_currency(found).items())
    )


def _leg_name(texts: Sequence[FeeSpeaks], payer: str, to: str, first: str) -> str:
    """Return what the leg of one who owes and one who is owed is called."""
    clause = texts[0].clause
    name = clause.id if payer == clause.by else f"{clause.id}.{payer}"
    return name if to == first else f"{name}.to.{to}"


def _terms(
    texts: Sequence[FeeSpeaks], name: str, between: tuple[str, str, str], is_first: bool, held: Sequence[FeeMatch]
) -> FeeTerms:
    payer, to, code = between
    matches = tuple(sorted(held, key=lambda one: (one.match.at, one.offer)))
    last = matches[-1].speaks
    said = last.clause
    name = name if is_first else f"{name}.{code}"
    text = FeeText(name, said.says, payer, to, code, tuple(said.basis.source))
    return FeeTerms(name, said.id, text, last.version, matches)


def _by_currency(found: Sequence[FeeMatch]) -> dict[str, list[FeeMatch]]:
    """Return matches by the currency of their price; one without a price goes with the first."""
    codes = [currency_of(price_of(one.match.terms)[0] or "") for one in found]
    first = next((code for code in codes if code is not None), "USD")
    groups: dict[str, list[FeeMatch]] = {}
    for one, code in zip(found, codes, strict=True):
        groups.setdefault(code or first, []).append(one)
    return groups


def _matches(here: Position, texts: Sequence[FeeSpeaks], rights: Iterable[FirstRefusal]) -> Iterator[FeeMatch]:
    for right in rights:
        for name in here.offer_ids():
            offer = here.offer(name, right)
            for match in () if offer is None else offer.matches:
                for one in (text for text in match.deliveries if offer is not None and text.id == texts[0].clause.id):
                    speaks = next((said for said in reversed(texts) if said.clause == one), None)
                    if offer is not None and speaks is not None:
                        entered = next(event.recorded for event in offer.events if event.id == match.event)
                        grade = weakest(tuple(event.basis.grade for event in offer.events))
                        yield FeeMatch(name, match, grade, entered, speaks)
