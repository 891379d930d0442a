"""Faults planted in the sound agreement, and what nearly has them, each with the kind of finding it has or misses."""

from collections.abc import Callable
from typing import Any

from tests.verification.sound import AGREED, FIRST, LICENCE, ROUTE, SOLE, clause

BUILD = {"id": "build", "type": "approval", "by": "hal", "scope": {"mode": ["own_build"]}, "notwithstanding": ["first"],
         "basis": AGREED}  # fmt: skip
DELIVER = {"id": "deliver", "type": "delivery", "by": "hal", "of": ["first"], "basis": AGREED}
OPTION = {"id": "longer", "type": "option", "by": ["hal"], "renew": {"n": 12, "unit": "month"}, "notice": {"to": "gus"},
          "basis": AGREED}  # fmt: skip
BAN = {"id": "ban", "type": "prohibition", "acts": ["sign", "run"], "basis": AGREED}
OPENING = {"event": "opening"}
MAINLY = {"workloads": ["train"], "share_at_least": "0.5"}
Data = dict[str, Any]
Spoil = Callable[[Data], object]


def adds(*clauses: Data) -> Spoil:
    return lambda data: data["clauses"].extend(clauses)


def sets(name: str, **fields: Any) -> Spoil:
    return lambda data: clause(data, name).update(fields)


def both(*spoils: Spoil) -> Spoil:
    return lambda data: [spoil(data) for spoil in spoils]


def drops(name: str) -> Spoil:
    return lambda data: data["clauses"].remove(clause(data, name))


def verified_by(name: str | None) -> Spoil:
    def spoil(data: Data) -> None:
        milestone = data["definitions"]["determinations"]["milestone"]
        milestone.pop("verified_by")
        milestone.update({} if name is None else {"verified_by": name})

    return spoil


def licensed_until(day: str) -> Spoil:
    """The licence runs to a day, and nothing turns on a determination."""
    return both(sets("licence", until=day), lambda data: data["definitions"].pop("determinations"))


def without_end(licence: Data) -> Data:
    return {key: value for key, value in licence.items() if key != "until"}


def events(*names: str) -> Spoil:
    return lambda data: data["definitions"].update(events=list(names))


PLANTED: dict[str, tuple[Spoil, list[str]]] = {
    "a permission ties with a restriction": (adds(BUILD), ["conflict"]),
    "the narrower permission wins without words": (adds({**BUILD, "notwithstanding": ["sole"]}), ["silent-order"]),
    "the narrower restriction wins without words": (
        both(adds(BUILD), sets("sole", scope={"workloads": ["serve"], "mode": ["own_build"]})), ["silent-order"]),
    "two exclusivities leave no place": (
        both(adds({**SOLE, "id": "rivalry", "at": ["rival"]}), drops("route")), ["nowhere-free"]),
    "sites built for the grantor are left out": (
        sets("first", scope={"mode": ["holder", "third_party", "own_build"]}), ["gap"]),
    "providers that nobody lists are left out": (sets("first", scope={"providers": ["rival", "home", "own"]}), ["gap"]),
    "a right behind an exclusivity over everything": (
        both(sets("sole", scope={}), drops("route")), ["dead-first-refusal"]),
    "an exclusivity within a stricter one": (
        adds({**SOLE, "id": "harsh"}), ["dead", "dead-consent"]),
    "a purpose that nobody can cure": (
        adds({**BUILD, "notwithstanding": ["first", "sole"], "primarily": MAINLY}), ["dead-primarily"]),
    "two exclusive licences of one product": (
        adds({**LICENCE, "id": "rival", "licensee": "pia"}), ["conflict"]),
    "a licence to another of what is licensed alone": (
        adds({**LICENCE, "id": "rival", "licensee": "pia", "exclusive": False}), ["conflict"]),
    "a licence to another of more than is licensed alone": (
        adds({**LICENCE, "id": "rival", "licensee": "pia", "products": ["desk", "field"], "exclusive": False}),
        ["conflict"]),
    "two exclusive licences that an event lets meet": (
        both(events("opening"), adds({**LICENCE, "id": "rival", "licensee": "pia", "since": OPENING})), ["conflict"]),
    "the same licence twice": (adds({**LICENCE, "id": "again"}), ["dead", "dead"]),
    "who gains declares and verifies": (verified_by("gus"), ["one-sided"]),
    "who gains declares, and nobody verifies": (verified_by(None), ["one-sided"]),
    "a state that nobody can bring about": (
        both(verified_by(None), sets("licence", until={"determination": "milestone", "state": "verified"})),
        ["nobody-can-make"]),
    "a consent that ends before what it lifts begins": (
        both(sets("route", until="2024-06-30"), sets("sole", since="2024-07-01")), ["gap", "nobody-can-make"]),
    "a match without a day": (lambda data: clause(data, "first").pop("failure"), ["never-ends"]),
    "a match with a day for a part of it": (
        both(lambda data: clause(data, "first").pop("failure"),
             adds({**DELIVER, "milestones": [{"share": "0.5", "within": 90}]})), ["never-ends"]),
    "a clock that one side can stop": (sets("first", tolling=["agreement", "force_majeure"]), ["never-ends"]),
    "a tail without a day to sign on": (sets("first", tail={"n": 3, "unit": "calendar"}), ["cannot-fit"]),
    "delivery due before the time to sign is over": (
        adds({**DELIVER, "milestones": [{"share": "1", "within": 20}], "grace": 5}), ["cannot-fit"]),
    "a permission that begins with an event ties then": (
        both(events("opening"), adds({**BUILD, "since": OPENING})), ["conflict"]),
    "a permission that begins so long after an event ties then": (
        both(events("opening"), adds({**BUILD, "since": {**OPENING, "plus": {"n": 6, "unit": "month"}}})),
        ["conflict"]),
    "a permission ties with a prohibition": (
        adds({**BAN, "scope": {"workloads": ["train"], "mode": ["own_build", "third_party"]}}, BUILD,
             {**ROUTE, "id": "leave", "lifts": ["ban"]}),
        ["conflict", "conflict"]),
    "an event leaves no place": (
        both(events("opening"), adds({**SOLE, "id": "rivalry", "at": ["rival"], "since": OPENING}), drops("route")),
        ["nowhere-free"]),
    "an event takes a right from what it leaves beside": (
        both(events("opening"), adds({**FIRST, "id": "built", "scope": {"mode": ["built_for_grantor"]},
                                      "until": OPENING}),
             sets("first", scope={"mode": ["holder", "third_party", "own_build"]})), ["gap"]),
    "a consent that an event brings as it ends what it lifts": (
        both(events("opening"), sets("sole", until=OPENING), sets("route", since=OPENING)), ["dead-consent"]),
    "a prohibition that excepts everything": (adds({**BAN, "except": [{"workloads": ["train", "serve"]}]}), ["dead"]),
    "a prohibition within an exclusivity that nobody lifts": (
        both(adds({**BAN, "scope": {"workloads": ["serve"], "mode": ["third_party"]}}), drops("route")), ["dead"]),
    "an option whose window has no day of business": (
        adds({**OPTION, "since": "2026-05-02", "until": "2026-05-03"}), ["nobody-can-make"]),
    "an option that begins with what nobody verifies": (
        both(lambda data: data["definitions"]["determinations"].update(proof={"declared_by": "gus", "basis": AGREED}),
             adds({**OPTION, "since": {"determination": "proof", "state": "verified"}})), ["nobody-can-make"]),
    "an option that who may exercise it opens alone": (
        both(lambda data: data["definitions"]["determinations"].update(proof={"declared_by": "hal", "basis": AGREED}),
             adds({**OPTION, "since": {"determination": "proof"}})), ["one-sided"]),
    "a permission that whom it frees brings about alone": (
        both(verified_by(None),
             sets("licence", until="2030-12-31"),
             adds({**BUILD, "notwithstanding": ["first", "sole"], "since": {"determination": "milestone"}})),
        ["one-sided"]),
    "an option that lets a clause run past the term": (
        both(licensed_until("2030-06-30"), adds({**OPTION, "of": ["licence"]})), ["cannot-fit"]),
    "a field that is assumed": (
        sets("sole", basis={**AGREED, "assumed": ["scope.workloads"]}), ["assumption-that-matters"]),
}  # fmt: skip
NEAR: dict[str, tuple[Spoil, str]] = {
    "as it is": (lambda data: None, "conflict"),
    "two exclusive licences of two products": (
        adds({**LICENCE, "id": "rival", "licensee": "pia", "products": ["field"]}), "conflict"),
    "two exclusive licences of which one begins as the other ends": (
        adds({**without_end(LICENCE), "id": "rival", "licensee": "pia", "since": {"determination": "milestone"}}),
        "conflict"),
    "two exclusive licences one day after the other": (
        both(licensed_until("2026-06-30"),
             adds({**without_end(LICENCE), "id": "rival", "licensee": "pia", "since": "2026-07-01"})), "conflict"),
    "two licences of one product, neither alone": (
        both(sets("licence", exclusive=False),
             adds({**LICENCE, "id": "rival", "licensee": "pia", "exclusive": False})), "conflict"),
    "words put the permission first": (adds({**BUILD, "notwithstanding": ["first", "sole"]}), "silent-order"),
    "words put the restriction first": (adds({**BUILD, "subject_to": ["sole"]}), "conflict"),
    "two exclusivities, of which consents lift one": (adds({**SOLE, "id": "rivalry", "at": ["rival"]}), "nowhere-free"),
    "the right leaves out the holder's own places": (sets(
        "first", scope={"mode": ["third_party", "own_build", "built_for_grantor"]}), "gap"),
    "a workload is left out": (sets("first", scope={"workloads": ["train"]}), "gap"),
    "a right behind an exclusivity that a consent lifts": (sets("sole", scope={}), "dead-first-refusal"),
    "a purpose that somebody can cure": (both(
        adds({**BUILD, "notwithstanding": ["first", "sole"], "primarily": MAINLY}),
        sets("route", lifts=["sole", "build"])), "dead-primarily"),
    "somebody else verifies": (verified_by("pia"), "one-sided"),
    "who loses declares": (both(
        verified_by(None), lambda data: data["definitions"]["determinations"]["milestone"].update(declared_by="hal")),
        "one-sided"),
    "a milestone instead of a day to sign": (both(
        lambda data: clause(data, "first").pop("failure"),
        adds({**DELIVER, "milestones": [{"share": "1", "within": 90}]})), "never-ends"),
    "a clock that both must stop": (sets("first", tolling=["agreement"]), "never-ends"),
    "a tail just long enough": (sets("first", tail={"n": 10, "unit": "calendar"}), "cannot-fit"),
    "an event ends what an event's permission would tie with": (both(
        events("opening"), adds({**BUILD, "since": OPENING}), sets("sole", until=OPENING)), "conflict"),
    "an exclusivity that follows another upon an event": (both(
        events("opening"), sets("sole", until=OPENING), adds({**SOLE, "id": "next", "since": OPENING}),
        sets("route", lifts=["sole", "next"])), "nowhere-free"),
    "a right behind an exclusivity that an option can end": (both(
        sets("sole", scope={}), drops("route"),
        adds({**OPTION, "id": "leave", "of": ["sole"], "renew": None, "terminate": {"wind_down": {"n": 90}}})),
        "dead-first-refusal"),
    "an option in the last months of the term": (adds(
        {**OPTION, "since": {"before_end_of": "term", "by": {"n": 12, "unit": "month"}},
         "until": {"before_end_of": "term", "by": {"n": 6, "unit": "month"}}}), "nobody-can-make"),
    "an option for cause after a cure": (both(
        events("default", "cured"),
        adds({**OPTION, "renew": None, "terminate": {
            "cause": {"event": "default", "cure": {"n": 30}, "cured_by": "cured"}, "wind_down": {"n": 30}}})),
        "nobody-can-make"),
    "a notice that leaves out whose offer it is": (sets("first", notice={"third_party": "withheld"}),
        "nobody-can-make"),
    "a window that holds one day of business": (adds({**OPTION, "since": "2026-05-01", "until": "2026-05-03"}),
        "nobody-can-make"),
    "a prohibition that a consent lifts": (both(
        adds({**BAN, "scope": {"workloads": ["train"], "mode": ["third_party"]}}),
        sets("route", lifts=["sole", "ban"])), "dead-consent"),
    "a prohibition that is more than an exclusivity": (adds(
        {**BAN, "scope": {"workloads": ["serve"], "mode": ["third_party"]}}), "dead"),
    "a permission up to a quantity": (adds(
        {**BUILD, "notwithstanding": ["first", "sole"], "up_to": {"quantity": "100", "unit": "MW"}}), "dead"),
    "an option on a clause that survives the term": (both(
        licensed_until("2030-06-30"), sets("term", survives=["licence"]),
        adds({**OPTION, "of": ["licence"]})), "cannot-fit"),
    "an option on a clause beside one on the term": (both(
        licensed_until("2030-06-30"), adds(OPTION, {**OPTION, "id": "with-it", "of": ["licence"]})), "cannot-fit"),
    "an option that ends with the term": (both(
        licensed_until("2030-06-30"),
        adds({**OPTION, "of": ["licence"], "renew": {"n": 6, "unit": "month"}})), "cannot-fit"),
    "a field that is assumed, and nothing hangs on it": (
        sets("first", basis={**AGREED, "assumed": ["window.n"]}), "assumption-that-matters"),
    "delivery due with the time to sign": (adds({**DELIVER, "milestones": [{"share": "1", "within": 30}]}),
        "cannot-fit"),
}  # fmt: skip
