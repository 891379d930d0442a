"""Is the offer a bona fide one, and does its notice say what the clause requires? Item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import EXAMPLES, currency_of, is_term, stem
from firstcall.errors import suggestion
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.offers.offer import Offer

Made = OfferReceived | CapacityRequested


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a notice must say, and what the offer has for it; None where it is missing."""

    name: str
    value: str | None


def checklist(clause: FirstRefusal, offer: Offer, made: Made) -> tuple[Item, ...]:
    """Return what the clause requires of a notice of this offer, filled or missing.

    An incomplete notice is the first thing parties quarrel about, since it may start no clock.

    Args:
      clause: the right under which notice is to be given.
      offer: the offer with its terms as they stand.
      made: the event that began it.
    """
    found = [Item(f"offer is {quality}", _quality(quality, made)) for quality in _qualities(clause, made)]
    for name in clause.notice.required:
        if name == "third_party" and (clause.notice.third_party == "withheld" or isinstance(made, CapacityRequested)):
            continue
        found.append(Item(name, _content(name, offer, made)))
    if "package" in offer.terms:
        found += _package(clause, offer)
    return tuple(found)


def _qualities(clause: FirstRefusal, made: Made) -> tuple[str, ...]:
    return clause.bona_fide if isinstance(made, OfferReceived) else ()


def _quality(quality: str, made: Made) -> str | None:
    if quality == "named":
        return "yes" if isinstance(made, OfferReceived) and made.provider else None
    return "yes" if isinstance(made, OfferReceived) and quality in made.bona_fide else None


def _content(name: str, offer: Offer, made: Made) -> str | None:
    match name:
        case "third_party":
            return made.provider if isinstance(made, OfferReceived) else None
        case "quantity":
            return None if offer.quantity is None else f"{whole(offer.quantity)} {offer.unit or ''}".strip()
        case "workloads":
            return ", ".join(offer.workloads) or None
        case "copy":
            return made.evidence.file if made.evidence else None
        case "terms":
            return "; ".join(f"{key} {value}" for key, value in offer.terms.items()) or None
        case "region" | "site" if name in offer.dimensions:
            return offer.dimensions[name]
        case _:
            return next((f"{key} {value}" for key, value in offer.terms.items() if name in (key, stem(key))), None)


def _package(clause: FirstRefusal, offer: Offer) -> Iterator[Item]:
    match clause.package:
        case "allocated_part":
            yield Item("allocated_price", _price(offer, "allocated_price"))
        case "appraised":
            yield Item("appraised_price", _price(offer, "appraised_price"))
        case "not_allowed":
            yield Item("separate offer", None)
        case "whole":
            yield Item("package", offer.terms["package"])


def _price(offer: Offer, word: str) -> str | None:
    return next((value for name, value in offer.terms.items() if stem(name) == word), None)


def missing(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Return the names of what is not there."""
    return tuple(item.name for item in items if item.value is None)


def unknown_terms(terms: Mapping[str, str]) -> Iterator[str]:
    """Yield each term that is on no closed list, with the word that was probably meant."""
    for name in terms:
        if not is_term(name):
            yield f"unknown term '{name}'\n  mend: {suggestion(name, EXAMPLES)}"


def foreign(clause: FirstRefusal, unit: str | None, terms: Mapping[str, str]) -> str | None:
    """Return how an offer is in another unit or currency than the clause; None where it is not."""
    wanted = clause.parts.unit
    if wanted is not None and unit is not None and unit != wanted:
        return f"the offer is in {unit}, and quantities under this clause are in {wanted}"
    for name in terms:
        currency = currency_of(name)
        if clause.currency is not None and currency is not None and currency != clause.currency.upper():
            return f"'{name}' is in {currency}, and amounts under this clause are in {clause.currency.upper()}"
    return None
