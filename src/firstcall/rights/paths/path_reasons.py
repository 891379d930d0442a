"""What each act of a path to yes is called, said of the capacity, offer or contract that it is about.

>>> str(RatifyContract(clause="blessing", contract="k-1", lifted=("exclusive",)))
'consent under blessing that ratifies contract k-1, lifting exclusive'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from firstcall.said import AllOf, Said, sentence

PathAct = Literal[
    "offer", "consent", "waiver", "failure", "wait", "own build", "move to the holder", "option", "reduce", "amend"
]


class OfferItAndWait(Said):
    says = sentence("path.offer-it", "offer it to {holders} under {clause}, and let its window pass without a match")
    holders: Annotated[tuple[str, ...], AllOf]
    clause: str


class OfferItLater(Said):
    says = sentence(
        "path.offer-it-later",
        "offer it to {holders} under {clause} on {day}, when {version} has taken effect, and let its window pass "
        "without a match",
    )
    holders: Annotated[tuple[str, ...], AllOf]
    clause: str
    day: date
    version: str


class WaiveForCapacity(Said):
    says = sentence("path.waive-for-capacity", "waive {clause} for this capacity")
    clause: str


class WaiveForContract(Said):
    says = sentence("path.waive-for-contract", "waive {clause} for contract {contract}")
    clause: str
    contract: str


class RecordFailure(Said):
    says = sentence(
        "path.record-failure", "record as failed what is overdue of the match of offer {offer} under {clause}"
    )
    offer: str
    clause: str


class ConsentTo(Said):
    says = sentence("path.consent", "consent under {clause} to {provider}, lifting {lifted}")
    clause: str
    provider: str
    lifted: tuple[str, ...]


class ConsentToContract(Said):
    says = sentence(
        "path.consent-to-contract",
        "consent under {clause} to a contract then signed with {provider}, lifting {lifted}",
    )
    clause: str
    provider: str
    lifted: tuple[str, ...]


class RatifyContract(Said):
    says = sentence(
        "path.ratify-contract", "consent under {clause} that ratifies contract {contract}, lifting {lifted}"
    )
    clause: str
    contract: str
    lifted: tuple[str, ...]
