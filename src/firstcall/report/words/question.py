"""A question to a partnership as a sentence in the reader's language: what is asked, of when, knowing what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS, PartyAct
from firstcall.dates import When, parse_instant
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said, sentence

OF_A_USE = ("licensee", "license to", "product", "ip", "act", "by", "to")
SHOWN_ABOVE = (*OF_A_USE, "workload", "provider", "offer", "contract", "on", "known_at")
"""Parts of a question that stand in its sentence, or beside it in a form of their own."""


def question_sentence(
    question: Mapping[str, str],
    workloads: tuple[str, ...],
    when: When,
    known_at: datetime | None,
    where: ZoneInfo,
    words: Words,
) -> str:
    """Return a question as a sentence, with its day and what was known in brackets after it.

    Args:
      question: what was asked, by the names of the flags.
      workloads: the workloads asked about; none for a question of technology.
      when: the moment asked about.
      known_at: the instant up to which things were known; None for everything on the record.
      where: the agreement's zone.
      words: the language.

    >>> from firstcall.dates import parse_when, zone
    >>> from firstcall.report.words.words import words_in
    >>> when = parse_when("2025-02-01", zone("UTC"))
    >>> question_sentence({"provider": "azure"}, ("training",), when, None, zone("UTC"), words_in("es"))
    '¿se puede firmar capacidad en azure y ejecutar training en ella? (fecha: 1 feb 2025)'
    """
    day = words.date(when.text) if when.end is not None else words.moment(when.first, where)
    parts = [words.text("day: {day}", day=day), *_details(question, where, words)]
    if known_at is not None:
        parts.append(words.text("as known by {moment}", moment=words.moment(known_at, where)))
    return f"{_sentence(question, workloads, words)} ({'; '.join(parts)})"


def _sentence(question: Mapping[str, str], workloads: tuple[str, ...], words: Words) -> str:
    technology = question.get("ip") or words.text("the models")
    product = question.get("product", "")
    if "licensee" in question:
        return words.text("may {party} use {ip} in {product}?", party=question["licensee"], ip=technology,
                          product=product)  # fmt: skip
    if "license to" in question and "by" in question:
        return say(MayLicenseOnTo(by=question["by"], ip=technology, product=product, to=question["license to"]), words)
    if "license to" in question:
        return words.text("may {ip} in {product} be licensed to {party}?", party=question["license to"], ip=technology,
                          product=product)  # fmt: skip
    if "act" in question:
        return say(_act_asked(question), words)
    uses = words.listed(workloads)
    if "contract" in question:
        return words.text("may {workloads} run under contract {contract}?", workloads=uses,
                          contract=question["contract"])  # fmt: skip
    if "offer" in question:
        return words.text("may offer {offer} be signed, and {workloads} run on it?", workloads=uses,
                          offer=question["offer"])  # fmt: skip
    if "signed" in question or question.get("capacity") == "existing":
        place = question.get("provider")
        if place is None:
            return words.text("may {workloads} run on capacity signed before?", workloads=uses)
        return words.text("may {workloads} run on capacity signed before at {provider}?", workloads=uses,
                          provider=place)  # fmt: skip
    if "provider" in question:
        return words.text("may capacity be signed at {provider}, and {workloads} run on it?", workloads=uses,
                          provider=question["provider"])  # fmt: skip
    return words.text("may capacity be signed, and {workloads} run on it?", workloads=uses)


class MayLicenseOnTo(Said):
    says = sentence("question.may-license-on-to", "may {by} license {ip} in {product} on to {to}?")
    by: str
    ip: str
    product: str
    to: str


class MayAct(Said):
    says = sentence("question.may-act", "may {by} do this: {act}?")
    by: str
    act: PartyAct


class MayActTowards(Said):
    says = sentence("question.may-act-towards", "may {by} do this towards {to}: {act}?")
    by: str
    to: str
    act: PartyAct


def _act_asked(question: Mapping[str, str]) -> Said:
    act = next(name for name in PARTY_ACTS if name == question["act"])
    by = question.get("by", "")
    return MayActTowards(by=by, to=question["to"], act=act) if "to" in question else MayAct(by=by, act=act)


def _details(question: Mapping[str, str], where: ZoneInfo, words: Words) -> Iterator[str]:
    """Yield what else the question says, each with its name in the language."""
    if "provider" in question and ("offer" in question or "contract" in question):
        yield words.text("provider: {value}", value=question["provider"])
    for name, value in question.items():
        match name:
            case _ if name in SHOWN_ABOVE:
                continue
            case "capacity":
                yield words.text("capacity: {value}", value=words.text(value))
            case "customer":
                yield words.text("customer: {value}", value=value)
            case "signed":
                yield words.text("signed: {value}", value=words.moment(parse_instant(value, where), where))
            case "quantity":
                yield words.text("quantity: {value}", value=words.number(Decimal(value)))
            case "tranche":
                yield words.text("tranche: {value}", value=value)
            case "site":
                yield words.text("site: {value}", value=value)
            case "model":
                yield words.text("model: {value}", value=value)
            case "model developed":
                yield words.text("developed: {value}", value=words.moment(parse_instant(value, where), where))
            case _:
                yield f"{name}: {value}"
