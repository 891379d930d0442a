"""What the fields of a right of first refusal cannot see one by one: days, tiers, parts and names that clash."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.check.worst_days import longest, worst_day
from firstcall.agreement.model.clauses.first_refusal import Delivery, FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import PLAIN, TERM_EXAMPLES, is_term
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import Terms
from firstcall.errors import suggestion

Fault = tuple[Path, str, str]
NOTICE_FACTS = ("third_party", "quantity", "price", "terms", "copy", "site", "region", "workloads")
"""What a notice can be required to say besides the closed list of terms."""


def refusal_parties(clause: FirstRefusal | Delivery) -> Iterator[tuple[Path, str]]:
    """Yield every party that a clause names, with the field that names it."""
    if isinstance(clause, Delivery):
        yield ("by",), clause.by
        return
    yield ("holder",), clause.holder
    for number, tier in enumerate(clause.several.tiers if clause.several else ()):
        for position, stake in enumerate(tier.holders):
            yield ("several", "tiers", number, "holders", position, "holder"), stake.holder


def refusal_faults(clause: FirstRefusal | Delivery, terms: Terms) -> Iterator[Fault]:
    """Yield what is wrong with a clause by itself: the field, what it is, how to mend it."""
    if isinstance(clause, Delivery):
        yield from _delivery(clause, terms)
        return
    yield from _days(clause, terms)
    yield from _holder(clause, terms)
    yield from _names(clause)
    yield from _quantities(clause)
    if clause.several is not None:
        yield from _several(clause)


def _days(clause: FirstRefusal, terms: Terms) -> Iterator[Fault]:
    window, tail = clause.window, clause.tail
    worst = worst_day(clause, terms)
    if worst is not None:
        since = "the notice" if tail.anchor == "notice" else "receipt"
        what = f"the tail of {tail.n} {tail.unit} days from {since} is over before or with the time to answer"
        what += f": of a notice that comes on {worst.sent.date()} the window ends on {worst.window_ends}"
        yield ("tail",), f"{what}, the tail on {worst.tail_ends}", "lengthen the tail, or count it from `lapse`"
    if "deficiency" in clause.model_fields_set:
        given = clause.deficiency
        if longest(given.n, given.unit) >= longest(window.n, window.unit) or (
            given.unit == window.unit and given.n >= window.n
        ):
            what = f"a deficiency may be raised for {given.n} {given.unit} days, no less than the window itself"
            yield ("deficiency",), what, "shorten it, or lengthen the window"
    if window.reoffer is not None and window.reoffer > window.n:
        what = f"the window of a re-offer ({window.reoffer}) is longer than that of a first offer ({window.n})"
        yield ("window", "reoffer"), what, "check which is which"
    if window.opening is not None and window.opening >= window.cutoff:
        yield ("window", "opening"), "the opening hour is not before the cut-off", "correct one of the two"


def _holder(clause: FirstRefusal, terms: Terms) -> Iterator[Fault]:
    grantors = [name for name, party in terms.parties.items() if party.role == "grantor"]
    for path, name in refusal_parties(clause):
        if grantors == [name]:
            what = f"'{name}' grants the right, so it cannot hold it"
            yield path, what, "name the party that is to be asked first"


def _names(clause: FirstRefusal) -> Iterator[Fault]:
    for name in clause.terms:
        if not is_term(name):
            yield ("terms", name), f"unknown term '{name}'", suggestion(name, (*TERM_EXAMPLES, "price"))
    known = (*NOTICE_FACTS, *PLAIN, "price", "prepayment", "credits")
    for index, name in enumerate(clause.notice.required):
        if not is_term(name) and name not in NOTICE_FACTS:
            yield ("notice", "required", index), f"unknown content '{name}'", suggestion(name, known)
    asked = "required" in clause.notice.model_fields_set and "third_party" in clause.notice.required
    if asked and clause.notice.third_party == "withheld":
        what = "a notice must name the third party, and must not"
        yield ("notice",), what, "drop `third_party` from `required`, or set it to `named`"


def _quantities(clause: FirstRefusal) -> Iterator[Fault]:
    floor, cap, parts = clause.quantity_floor, clause.quantity_cap, clause.parts
    if floor is not None and cap is not None and floor > cap:
        yield ("quantity_floor",), f"the floor {floor} is above the cap {cap}", "correct one of the two"
    if clause.partial == "none" and parts.minimum_lot is not None:
        yield ("parts", "minimum_lot"), "no part may be taken, so there is no minimum lot", "set `partial`, or drop it"
    if parts.step is not None and parts.minimum_lot is not None and parts.minimum_lot % parts.step:
        what = f"the minimum lot {parts.minimum_lot} is no multiple of the step {parts.step}"
        yield ("parts", "minimum_lot"), what, "choose a multiple"


def _several(clause: FirstRefusal) -> Iterator[Fault]:
    names = [stake.holder for stake in clause.stakes]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield ("several",), f"'{name}' holds twice", "list each holder once"
    if clause.holder not in names:
        yield ("holder",), f"'{clause.holder}' is not among the several holders", "list it in a tier"
    if clause.partial == "none":
        what = "several holders share an offer, yet no part may be taken"
        yield ("partial",), what, "use any, or aggregate_all_or_nothing"
    if clause.silence == "holds":
        yield ("silence",), "tiers need an end of each window, so silence cannot hold", "use lapses"


def _delivery(clause: Delivery, terms: Terms) -> Iterator[Fault]:
    for index, name in enumerate(clause.of):
        held = terms.by_id.get(name)
        if held is not None and not isinstance(held.clause, FirstRefusal):
            yield ("of", index), f"'{name}' is no right of first refusal", "name one that the holder has"
        elif held is not None and isinstance(held.clause, FirstRefusal) and clause.by not in held.clause.holders:
            yield ("by",), f"'{clause.by}' does not hold '{name}'", "name its holder"
    total = sum(milestone.share for milestone in clause.milestones)
    if total > 1:
        yield ("milestones",), f"the milestones add up to {total} of what was matched", "let them add up to 1 at most"
    if ("late_fee" in clause.remedy) != (clause.late_fee is not None):
        yield ("remedy",), "a late fee is named in only one of `remedy` and `late_fee`", "give both, or neither"
