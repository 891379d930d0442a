"""What an event can say wrong of itself, as facts.

>>> str(CorrectionCannotSet(fields=("id", "seq")))
'a correction cannot set id, seq'
"""

from __future__ import annotations

from datetime import date

from firstcall.said import Said, sentence


class NoTimeThere(Said):
    says = sentence("entry.no-time", "{given} is not a time")
    given: Said


class WriteTime(Said):
    says = sentence("entry.write-time", "write one as text, such as {example}")
    example: str


class SpanEndsFirst(Said):
    says = sentence("entry.span-ends-first", "the span that is reported ends on {until}, before it begins")
    until: date


class ReportEndsFirst(Said):
    says = sentence("entry.report-ends-first", "the report ends on {until}, before it begins")
    until: date


class CheckSpan(Said):
    says = sentence("entry.check-span", "check since and until")


class CorrectionSetsOrVoids(Said):
    says = sentence("entry.correction-sets-or-voids", "a correction sets fields or voids the event")


class CorrectionCannotSet(Said):
    says = sentence("entry.correction-cannot-set", "a correction cannot set {fields}")
    fields: tuple[str, ...]


class VoidTheEvent(Said):
    says = sentence("entry.void-the-event", "void the event and enter another")


class ConsentNamesWhat(Said):
    says = sentence("entry.consent-names-what", "a consent names what it covers")


class GiveWhatConsentCovers(Said):
    says = sentence("entry.give-what-consent-covers", "give a provider, contract, workloads, party or ratifies")


class TranchesOfContract(Said):
    says = sentence("entry.tranches-of-contract", "a contract has at least one tranche, and each has its own id")


class NumberTranches(Said):
    says = sentence("entry.number-tranches", "number them")


class WaiverNamesOne(Said):
    says = sentence("entry.waiver-names-one", "a waiver names an offer or a contract")


class FigureHasCurrency(Said):
    says = sentence("entry.figure-has-currency", "a figure is an amount with its currency")


class AmountAndCurrency(Said):
    says = sentence("entry.give-both-or-neither", "give both or neither")
