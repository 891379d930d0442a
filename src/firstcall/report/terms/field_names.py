"""What the fields of an agreement are called: each step of a dotted path in words, so that people read no path.

>>> str(field_called("window.n")), str(field_called("scope.dimensions.region"))
('time to answer: length', 'scope: dimensions: region')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from firstcall.report.papers.term_words import NameAsWritten, dimension_called
from firstcall.said import Said, sentence

FieldTerm = Literal[
    "how it is taken up", "which acts", "postal address", "affiliates", "set off against", "new or existing capacity",
    "what is comparable", "all of these", "amount of money", "counted from", "how an answer takes effect",
    "any of these", "asked beside it", "at whose places", "at least", "at most", "what it is reckoned on",
    "before the end of", "below", "better terms", "whom it binds", "what makes an offer genuine",
    "what falls on a boundary", "who must act", "cap", "an equal in money is enough", "cause", "column of the bill",
    "ids of the commitment on bills", "goes on for later capacity", "under which contract", "the first day counts",
    "what counts", "how far it reaches", "credits", "time to cure", "cured by", "currency", "customers",
    "hour after which it is the next day", "day", "who declares it", "when a notice is incomplete", "determination",
    "dimensions", "which way is better", "what must be done", "days to pay", "duty", "event", "how often", "except",
    "what is left over", "exchange rates", "exclusive", "what is exempt", "how it is exercised", "expansion",
    "extended to", "when the holder fails", "where it falls due", "fee", "first month of the fiscal year", "floor",
    "days of grace", "grantor", "holder", "holders", "holding", "offers already made",
    "the boundary itself is inside", "what an incomplete notice does", "rounding of what comes in",
    "intellectual property", "kinds", "when it is late", "late fee", "what is left", "levels", "licences", "licensee",
    "licensor", "clauses that it lifts", "make-up of a shortfall", "may be shortened", "measure", "method",
    "milestones", "minimum", "smallest part", "what is missing", "who builds and runs it", "models", "more than",
    "what must happen within it", "must be matched", "length", "name", "negative amounts", "netting", "not before",
    "notice", "how notices are taken", "goes before", "of what", "on which day", "open periods", "opening hour",
    "who operates it", "or on this day", "what others leave", "what is sold together", "whether a part may be taken",
    "part of a year", "parts", "party", "what was paid before", "who is paid", "who pays", "what is paid", "for each",
    "for each day", "for each period", "settlement period", "number of periods", "planned share", "and after that",
    "rate for paying early", "paid in advance", "price", "what counts as primarily", "products", "providers",
    "purpose", "quantity", "range of quantity", "largest quantity", "smallest quantity", "rate", "refunded on",
    "remedies", "remedy", "renewal", "time to answer a renewed offer", "what it must say", "when it starts anew",
    "what rounding leaves", "who bears what rounding leaves", "role", "moves to the next business day", "rounding",
    "rule", "runs from", "its words", "scope", "several holders", "share", "share at least", "share for each day",
    "shortfall", "kind of days to sign", "days to sign", "what silence does", "starts on", "source", "state", "step",
    "steps", "revenue streams", "subject to", "may be sublicensed", "successors", "what survives the term",
    "time after a lapse", "when a notice takes effect", "termination", "terms", "test", "what follows",
    "name of the third party", "threshold", "tiers", "time zone", "to whom", "tolerance", "stopping of the clock",
    "in all", "what brings it about", "kind", "unit", "price of a unit", "units", "unless", "until", "up to",
    "up to a share of", "who verifies it", "weight", "when", "on what condition", "wind-down", "time to answer",
    "when the offer is withdrawn", "within how long", "without", "workloads", "years", "zone",
]  # fmt: skip
"""What fields are called, as people say it."""
FIELD_TERMS: Mapping[str, FieldTerm] = {
    "acceptance": "how it is taken up", "acts": "which acts", "address": "postal address", "affiliates": "affiliates",
    "against": "set off against", "age": "new or existing capacity", "alike": "what is comparable",
    "all": "all of these", "amount": "amount of money", "anchor": "counted from",
    "answer": "how an answer takes effect", "any": "any of these", "asked": "asked beside it",
    "at": "at whose places", "at_least": "at least", "at_most": "at most", "base": "what it is reckoned on",
    "before_end_of": "before the end of", "below": "below", "better": "better terms", "binds": "whom it binds",
    "bona_fide": "what makes an offer genuine", "boundary": "what falls on a boundary", "by": "who must act",
    "cap": "cap", "cash_equivalent": "an equal in money is enough", "cause": "cause", "column": "column of the bill",
    "commitment_ids": "ids of the commitment on bills", "continuing": "goes on for later capacity",
    "contract": "under which contract", "count_first_day": "the first day counts", "counting_from": "counted from",
    "counts": "what counts", "counts_from": "counted from", "covers": "how far it reaches", "credits": "credits",
    "cure": "time to cure", "cured_by": "cured by", "currency": "currency", "customers": "customers",
    "cutoff": "hour after which it is the next day", "day": "day", "declared_by": "who declares it",
    "deficiency": "when a notice is incomplete", "determination": "determination", "dimensions": "dimensions",
    "direction": "which way is better", "does": "what must be done", "due_days": "days to pay", "duty": "duty",
    "event": "event", "every": "how often", "except": "except", "excess": "what is left over",
    "exchange": "exchange rates", "exclusive": "exclusive", "exempt": "what is exempt",
    "exercise": "how it is exercised", "expand": "expansion", "extend_to": "extended to",
    "failure": "when the holder fails", "falls": "where it falls due", "fee": "fee",
    "fiscal_year_start": "first month of the fiscal year", "floor": "floor", "grace": "days of grace",
    "grantor": "grantor", "holder": "holder", "holders": "holders", "holding": "holding",
    "in_flight": "offers already made", "inclusive": "the boundary itself is inside",
    "incomplete": "what an incomplete notice does", "intake": "rounding of what comes in",
    "ip": "intellectual property", "kinds": "kinds", "late": "when it is late", "late_fee": "late fee",
    "left": "what is left", "levels": "levels", "licences": "licences", "licensee": "licensee",
    "licensor": "licensor", "lifts": "clauses that it lifts", "make_up": "make-up of a shortfall",
    "may_shorten": "may be shortened", "measure": "measure", "method": "method", "milestones": "milestones",
    "minimum": "minimum", "minimum_lot": "smallest part", "missing": "what is missing",
    "mode": "who builds and runs it", "models": "models", "more_than": "more than",
    "must": "what must happen within it", "must_match": "must be matched", "n": "length", "name": "name",
    "negative": "negative amounts", "netting": "netting", "not_before": "not before", "notice": "notice",
    "notices": "how notices are taken", "notwithstanding": "goes before", "of": "of what", "on": "on which day",
    "open": "open periods", "opening": "opening hour", "operator": "who operates it", "or_date": "or on this day",
    "over_allotment": "what others leave", "package": "what is sold together",
    "partial": "whether a part may be taken", "partial_year": "part of a year", "parts": "parts", "party": "party",
    "past_payments": "what was paid before", "payee": "who is paid", "payer": "who pays", "pays": "what is paid",
    "per": "for each", "per_day": "for each day", "per_period": "for each period", "period": "settlement period",
    "periods": "number of periods", "planned_share": "planned share", "plus": "and after that",
    "prepayment_rate": "rate for paying early", "prepays": "paid in advance", "price": "price",
    "primarily": "what counts as primarily", "products": "products", "providers": "providers", "purpose": "purpose",
    "quantity": "quantity", "quantity_band": "range of quantity", "quantity_cap": "largest quantity",
    "quantity_floor": "smallest quantity", "rate": "rate", "refund_on": "refunded on", "remedies": "remedies",
    "remedy": "remedy", "renew": "renewal", "reoffer": "time to answer a renewed offer",
    "required": "what it must say", "reset": "when it starts anew", "residual": "what rounding leaves",
    "residual_to": "who bears what rounding leaves", "role": "role", "roll": "moves to the next business day",
    "rounding": "rounding", "rule": "rule", "runs_from": "runs from", "says": "its words", "scope": "scope",
    "several": "several holders", "share": "share", "share_at_least": "share at least",
    "share_per_day": "share for each day", "shortfall": "shortfall", "sign_unit": "kind of days to sign",
    "sign_within": "days to sign", "silence": "what silence does", "since": "starts on", "source": "source",
    "state": "state", "step": "step", "steps": "steps", "streams": "revenue streams", "subject_to": "subject to",
    "sublicensable": "may be sublicensed", "successors": "successors", "survives": "what survives the term",
    "tail": "time after a lapse", "takes_effect": "when a notice takes effect", "terminate": "termination",
    "terms": "terms", "test": "test", "then": "what follows", "third_party": "name of the third party",
    "threshold": "threshold", "tiers": "tiers", "timezone": "time zone", "to": "to whom", "tolerance": "tolerance",
    "tolling": "stopping of the clock", "total": "in all", "trigger": "what brings it about", "type": "kind",
    "unit": "unit", "unit_price": "price of a unit", "units": "units", "unless": "unless", "until": "until",
    "up_to": "up to", "up_to_share": "up to a share of", "verified_by": "who verifies it", "weight": "weight",
    "when": "when", "where": "on what condition", "wind_down": "wind-down", "window": "time to answer",
    "withdrawal": "when the offer is withdrawn", "within": "within how long", "without": "without",
    "workloads": "workloads", "years": "years", "zone": "zone",
}  # fmt: skip
"""The name of each field of clauses, parties, providers and determinations, by its name in the file."""


class FieldCalled(Said):
    says = sentence("field.called", "{name}")
    name: FieldTerm


class FieldWithin(Said):
    says = sentence("field.within", "{whole}: {part}")
    whole: Said
    part: Said


def field_called(path: str) -> Said:
    """Return what the field at a dotted path is called; a name that an author chose stays as it is."""
    first, *rest = map(_step, path.split("."))
    for part in rest:
        first = FieldWithin(whole=first, part=part)
    return first


def _step(name: str) -> Said:
    called = FIELD_TERMS.get(name)
    return NameAsWritten(name=dimension_called(name)) if called is None else FieldCalled(name=called)
