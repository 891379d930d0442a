"""What a notice must say, item by item: what the offer has for it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_args

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Quality, currency_of, stem
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.said import Quoted, Said, sentence

ThirdPartyOffer = OfferReceived | CapacityRequested


class OtherUnit(Said):
    says = sentence("offer.other-unit", "the offer is in {unit}, and quantities under this clause are in {wanted}")
    unit: str
    wanted: str


class OtherCurrency(Said):
    says = sentence("offer.other-currency", "{term} is in {currency}, and amounts under this clause are in {wanted}")
    term: Annotated[str, Quoted]
    currency: str
    wanted: str


ContentWord = Literal[
    "offer is named", "offer is written", "offer is unaffiliated", "offer is funded", "offer is binding",
    "separate offer", "third party", "workloads", "quantity", "copy", "terms", "price", "credits", "prepayment",
    "start", "region", "site", "conditions", "package",
]  # fmt: skip
_CONTENT_WORDS: tuple[ContentWord, ...] = get_args(ContentWord)
OFFER_IS: Mapping[Quality, ContentWord] = {
    "named": "offer is named", "written": "offer is written", "unaffiliated": "offer is unaffiliated",
    "funded": "offer is funded", "binding": "offer is binding",
}  # fmt: skip
"""How each mark of an offer in good faith is called among what a notice must say."""


_NO_TERM = ("third_party", "quantity", "workloads", "copy")
"""What a notice must say that no term of the offer can stand for."""


class ChecklistItem(NamedTuple):
    """One thing that a notice must say, and what the offer has for it; None where it is missing."""

    name: str
    value: Said | None
    terms: tuple[tuple[str, str], ...] = ()
    """The terms that are its value, each with its name, where it has some."""


class ContentNeeded(Said):
    says = sentence("notice.content", "{name}")
    name: ContentWord


class ContentThere(Said):
    says = sentence("notice.there", "yes")


class ContentStated(Said):
    says = sentence("notice.stated", "stated in the notice")


class ContentIs(Said):
    says = sentence("notice.is", "{value}")
    value: str


def content_said(name: str) -> Said | str:
    """Return what a notice must say in words; any other name stays as the clause has it."""
    word = next((word for word in _CONTENT_WORDS if word == name.replace("_", " ")), None)
    return name if word is None else ContentNeeded(name=word)


def notice_items(
    clause: FirstRefusal,
    made: ThirdPartyOffer,
    quantity: Decimal | None,
    terms: Mapping[str, str],
    states: tuple[str, ...] = (),
) -> tuple[ChecklistItem, ...]:
    """Return what the clause requires of a notice of an offer, filled or missing.

    An incomplete notice is the first thing parties quarrel about, since it may start no clock.

    Args:
      clause: the right under which notice is given.
      made: the event that began the offer.
      quantity: how much is offered.
      terms: the terms as they stand.
      states: what the notice itself said beyond what the record has of the offer.
    """
    found = [ChecklistItem(OFFER_IS[quality], _quality(quality, made)) for quality in _qualities(clause, made)]
    found += [_item(name, made, quantity, terms) for name in _required(clause, made)]
    if "package" in terms:
        found += _package(clause, terms)
    if not states:
        return tuple(found)
    return tuple(
        ChecklistItem(item.name, ContentStated()) if item.value is None and item.name in states else item
        for item in found
    )


def lacking_of(
    clause: FirstRefusal,
    made: ThirdPartyOffer,
    quantity: Decimal | None,
    terms: Mapping[str, str],
    states: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return only the names of what `notice_items` finds missing, without a word on what is there: to fold many."""
    qualities = (quality for quality in _qualities(clause, made) if _quality(quality, made) is None)
    found: list[str] = [OFFER_IS[quality] for quality in qualities]
    found += [name for name in _required(clause, made) if not _is_there(name, made, quantity, terms)]
    if "package" in terms:
        found += missing(_package(clause, terms))
    return tuple([name for name in found if name not in states])


def _required(clause: FirstRefusal, made: ThirdPartyOffer) -> tuple[str, ...]:
    """Return what a clause requires of a notice of an offer; no third party where there is none, or it is withheld."""
    named = clause.notice.third_party != "withheld" and not isinstance(made, CapacityRequested)
    required = clause.notice.required
    return required if named else tuple(name for name in required if name != "third_party")


def _is_there(name: str, made: ThirdPartyOffer, quantity: Decimal | None, terms: Mapping[str, str]) -> bool:
    if _has_content(name, made, quantity):
        return True
    if name in _NO_TERM:
        return False
    return bool(terms) if name == "terms" else name in terms or any(name == stem(key) for key in terms)


def _qualities(clause: FirstRefusal, made: ThirdPartyOffer) -> tuple[Quality, ...]:
    return clause.bona_fide if isinstance(made, OfferReceived) else ()


def _quality(quality: Quality, made: ThirdPartyOffer) -> Said | None:
    if quality == "named":
        return ContentThere() if isinstance(made, OfferReceived) and made.provider else None
    return ContentThere() if isinstance(made, OfferReceived) and quality in made.bona_fide else None


def _item(name: str, made: ThirdPartyOffer, quantity: Decimal | None, terms: Mapping[str, str]) -> ChecklistItem:
    value = _content(name, made, quantity)
    held = () if value or name in _NO_TERM else _terms(name, terms)
    told = value or "; ".join(" ".join(term) for term in held)
    return ChecklistItem(name, ContentIs(value=told) if told else None, held)


def _terms(name: str, terms: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the terms that are what a notice must say: all of them, or the first one of a name."""
    if name == "terms":
        return tuple(terms.items())
    return tuple((key, value) for key, value in terms.items() if name in (key, stem(key)))[:1]


def _content(name: str, made: ThirdPartyOffer, quantity: Decimal | None) -> str | None:
    match name:
        case "third_party":
            return made.provider if isinstance(made, OfferReceived) else None
        case "quantity":
            return None if quantity is None else " ".join((whole(quantity), made.unit or "")).strip()
        case "workloads":
            return ", ".join(made.workloads) or None
        case "copy":
            return made.evidence.file if made.evidence else None
        case "region" | "site" if name in made.dimensions:
            return made.dimensions[name]
        case _:
            return None


def _has_content(name: str, made: ThirdPartyOffer, quantity: Decimal | None) -> bool:
    """Say whether `_content` is something; an amount is, whatever it is, and need not be written out."""
    return quantity is not None if name == "quantity" else bool(_content(name, made, quantity))


def _package(clause: FirstRefusal, terms: Mapping[str, str]) -> Iterator[ChecklistItem]:
    match clause.package:
        case "allocated_part":
            yield ChecklistItem("allocated_price", _price(terms, "allocated_price"))
        case "appraised":
            yield ChecklistItem("appraised_price", _price(terms, "appraised_price"))
        case "not_allowed":
            yield ChecklistItem("separate offer", None)
        case "whole":
            yield ChecklistItem("package", ContentIs(value=terms["package"]))


def _price(terms: Mapping[str, str], word: str) -> Said | None:
    return next((ContentIs(value=value) for name, value in terms.items() if stem(name) == word), None)


def missing(items: Iterable[ChecklistItem]) -> tuple[str, ...]:
    """Return the names of what is not there."""
    return tuple([item.name for item in items if item.value is None])


def foreign(clause: FirstRefusal, unit: str | None, terms: Mapping[str, str]) -> Said | None:
    """Return how an offer is in another unit or currency than the clause; None where it is not."""
    wanted = clause.parts.unit
    if wanted is not None and unit is not None and unit != wanted:
        return OtherUnit(unit=unit, wanted=wanted)
    for name in terms if clause.currency is not None else ():
        currency = currency_of(name)
        if clause.currency is not None and currency is not None and currency != clause.currency.upper():
            return OtherCurrency(term=name, currency=currency, wanted=clause.currency.upper())
    return None
