"""What each kind of clause says to an act."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer_reasons import BelowFloor, NotBelowFloor, OfferExempt, PortionStands
from firstcall.record.position import position
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import (
    HolderOperates,
    HomeOfExclusivity,
    NotAnswered,
    NotOffered,
    OfferFreeByItself,
    OfferNotFree,
    OnlyAt,
    OnlyAtUnless,
    PartyConsented,
    TailIsOpen,
    TookOfOffer,
)
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.question import Asked, resolve
from firstcall.said import Said

Held = Callable[..., Record]
On = Callable[[str], datetime]
Says = Callable[..., Effect]
Event = Mapping[str, Any]
CONSENT: Event = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"], "provider": "rival",
                  "at": "2024-02-01"}  # fmt: skip
OFFER: Event = {"type": "offer-received", "offer": "deal", "by": "gus", "provider": "rival", "quantity": "10",
                "terms": {"price": "100"}, "at": "2024-02-01"}  # fmt: skip
ABOUT: Event = {"offer": "deal", "by": "gus"}
WILLING: Event = {"type": "grantor-willing", "at": "2024-02-01", **ABOUT}
NOTICE: Event = {"type": "notice-given", "at": "2024-02-02", **ABOUT}
MIXED = BUILD[:-1] + ", primarily: {workloads: [train], share_at_least: '0.5'"


@pytest.fixture
def says(held: Held, on: On) -> Says:
    """What the clause `name` of a text says to an act on a day, after some events."""

    def said(
        text: Agreement, name: str, asked: Asked, *events: Event, act: Any = "sign", at: str = "2024-06-01"
    ) -> Effect:
        here = position(text, held(*events), on(at))
        question, _ = resolve(asked, here)
        return effect(here.now.by_id[name], doing_of(question, asked.workloads[0], act), here.now, here)

    return said


def serve(provider: str | None = "rival", **more: Any) -> Asked:
    return Asked(("serve",), provider, **more)


def test_an_exclusivity_is_met_at_home_and_bars_elsewhere(says: Says) -> None:
    text = berth(SOLE)
    assert says(text, "sole", serve("home")) == Effect(
        "clear", HomeOfExclusivity(place="home", holder="hal"), ("at", "holder")
    )
    assert says(text, "sole", serve()) == Effect("forbid", OnlyAt(at=("home",)), ("at", "holder"))


def test_an_exclusivity_says_nothing_to_an_act_it_does_not_name(says: Says) -> None:
    text = berth(SOLE[:-1] + ", acts: run}")
    assert says(text, "sole", serve()).kind == "none"
    assert says(text, "sole", serve(), act="run").kind == "forbid"


def test_a_way_to_consent_softens_a_bar_until_consent_meets_it(says: Says) -> None:
    text = berth(SOLE, ROUTE)
    asked = says(text, "sole", serve())
    assert (asked.kind, asked.cites, asked.tried) == ("consent", ("route",), ("route",))
    assert asked.why == OnlyAtUnless(at=("home",), who=("hal",), provider="rival")
    assert str(asked.why) == "only at home unless hal consents; no consent covers rival"
    given = says(text, "sole", serve(), CONSENT)
    assert (given.kind, str(given.why), [fact.id for fact in given.facts]) == ("clear", "hal consented (yes)", ["e1"])
    assert says(text, "sole", serve("third"), CONSENT).kind == "consent"
    assert says(text, "sole", serve(), CONSENT, at="2024-01-31").kind == "consent"
    assert says(text, "sole", serve(), dict(CONSENT) | {"by": "gus"}).kind == "consent"


def test_a_way_to_consent_that_has_ended_softens_nothing(says: Says) -> None:
    text = berth(SOLE, ROUTE[:-1] + ", until: 2024-05-31}")
    assert says(text, "sole", serve(), at="2024-05-31").kind == "consent"
    assert says(text, "sole", serve(), at="2024-06-01").kind == "forbid"


def test_a_first_refusal_speaks_to_signing_alone(says: Says) -> None:
    text = berth(FIRST)
    unasked = says(text, "first", serve())
    assert (unasked.kind, unasked.why) == ("offer", NotOffered(holder="hal"))
    assert says(text, "first", serve(), act="run").kind == "none"
    whole = berth(FIRST.replace("scope: {mode: [third_party]},", ""))
    assert says(whole, "first", serve("home")) == Effect(
        "clear", HolderOperates(holder="hal", place="home"), ("holder",)
    )


OFFERED = Asked(("serve",), offer="deal")


@pytest.mark.parametrize(
    ("more", "at", "kind", "why"),
    [
        ([], "2024-02-03", "offer", NotAnswered(offer="deal", state="received", holder="hal")),
        ([NOTICE], "2024-02-03", "offer", NotAnswered(offer="deal", state="notified", holder="hal")),
        ([NOTICE], "2024-02-10", "clear", TailIsOpen(offer="deal", state="lapsed")),
        ([NOTICE], "2024-04-10", "offer",
         OfferNotFree(offer="deal", state="lapsed", why=PortionStands(why="tail over"))),
        ([NOTICE, {"type": "declined", "offer": "deal", "by": "hal", "at": "2024-02-03"}], "2024-02-04", "clear",
         TailIsOpen(offer="deal", state="declined")),
        ([NOTICE, {"type": "matched", "offer": "deal", "by": "hal", "at": "2024-02-03"}], "2024-02-04", "forbid",
         TookOfOffer(holders=("hal",), offer="deal", quantity=Decimal(10))),
    ],
)  # fmt: skip
def test_a_first_refusal_says_what_its_offer_has_come_to(
    says: Says, more: list[Event], at: str, kind: str, why: Said
) -> None:
    found = says(berth(FIRST), "first", OFFERED, OFFER, WILLING, *more, at=at)
    assert (found.kind, found.why) == (kind, why)
    assert {fact.id for fact in found.facts} == {f"e{n}" for n in range(1, 3 + len(more))}


@pytest.mark.parametrize(
    ("terms", "offer", "why"),
    [
        ("quantity_floor: '20'", {}, BelowFloor(floor=Decimal(20))),
        ("exempt: [renewal]", {"exemption": "renewal"}, OfferExempt(kind="renewal")),
    ],
)
def test_what_is_free_for_another_reason_has_no_open_tail(
    says: Says, terms: str, offer: dict[str, str], why: Said
) -> None:
    text = berth(FIRST.replace("holder: hal,", f"holder: hal, {terms},"))
    found = says(text, "first", OFFERED, {**OFFER, **offer}, at="2024-02-03")
    assert (found.kind, found.why) == ("clear", OfferFreeByItself(offer="deal", why=why))
    assert "tail" not in str(found.why)


def test_of_an_offer_taken_in_part_the_strictest_portion_speaks(says: Says) -> None:
    part = {"type": "matched-in-part", "offer": "deal", "by": "hal", "quantity": "4", "at": "2024-02-03"}
    found = says(berth(FIRST), "first", OFFERED, OFFER, WILLING, NOTICE, part, at="2024-02-10")
    assert (found.kind, found.why) == ("forbid", TookOfOffer(holders=("hal",), offer="deal", quantity=Decimal(4)))
    portions = {(portion.standing, portion.quantity) for portion in found.portions}
    assert portions == {("taken", Decimal(4)), ("free", Decimal(6))}
    six = Asked(("serve",), offer="deal", quantity=Decimal(6))
    found = says(berth(FIRST), "first", six, OFFER, WILLING, NOTICE, part, at="2024-02-10")
    assert (found.kind, found.portions) == ("clear", ())


def test_the_fields_read_are_those_that_the_state_rests_on(says: Says) -> None:
    assert says(berth(FIRST), "first", OFFERED, OFFER, WILLING, at="2024-02-03").fields == ("holder",)
    lapsed = says(berth(FIRST), "first", OFFERED, OFFER, WILLING, NOTICE, at="2024-02-10")
    assert {"window.n", "window.cutoff", "tail.n"} <= set(lapsed.fields)
    declined = {"type": "declined", "offer": "deal", "by": "hal", "at": "2024-02-03"}
    found = says(berth(FIRST), "first", OFFERED, OFFER, WILLING, NOTICE, declined, at="2024-02-04")
    assert found.fields == ("holder", "tail.n", "tail.unit", "tail.anchor")


def report(train: str, serving: str) -> Event:
    return {"type": "mix-reported", "site": "yard", "since": "2024-01-01", "until": "2024-03-31", "by": "gus",
            "hours": {"train": train, "serve": serving}, "at": "2024-04-05"}  # fmt: skip


@pytest.mark.parametrize(
    ("planned", "events", "kind", "why"),
    [
        ("}}", (), "consent", "approved primarily for train: no mix of use is on the record"),
        (", planned_share: '0.5'}}", (), "grant",
         "the planned share is 0.5, and no mix is on the record, at or over the 0.5 asked for"),
        (", planned_share: '0.4'}}", (), "consent",
         "approved primarily for train: the planned share is 0.4, and no mix is on the record"),
        (", planned_share: '0.4'}}", (report("50", "50"),), "grant",
         "the reported share at yard is 0.5, at or over the 0.5 asked for"),
        (", planned_share: '0.9'}}", (report("49", "51"),), "consent",
         "approved primarily for train: the reported share at yard is 0.49"),
    ],
)  # fmt: skip
def test_a_permission_for_some_workloads_first_looks_at_the_mix(
    says: Says, planned: str, events: tuple[Event, ...], kind: str, why: str
) -> None:
    text = berth(MIXED + planned)
    found = says(text, "build", serve(None, capacity="own_build"), *events)
    if kind == "consent":  # where nobody may cure it, it is forbidden
        assert (found.kind, str(found.why)) == ("forbid", f"{why}; no consent clause lets anybody cure it")
        curable = berth(MIXED + planned, ROUTE.replace("[sole]", "[build]"))
        found = says(curable, "build", serve(None, capacity="own_build"), *events)
    assert (found.kind, str(found.why), len(found.facts)) == (kind, why, len(events))
    named = says(text, "build", Asked(("train",), capacity="own_build"), *events)
    assert (named.kind, str(named.why)) == ("grant", "hal approved it")


def test_of_several_sites_the_lowest_share_counts_whatever_its_name(says: Says) -> None:
    high, low = report("80", "20"), report("60", "40")
    for names in (("annex", "yard"), ("yard", "annex")):
        events = [{**one, "site": name} for one, name in zip((high, low), names, strict=True)]
        found = says(berth(MIXED + "}}"), "build", serve(None, capacity="own_build"), *events)
        assert (str(found.why), len(found.facts)) == (
            f"the reported share at {names[1]} is 0.6, at or over the 0.5 asked for",
            2,
        )


def test_the_reports_of_one_quarter_count_together(says: Says) -> None:
    months = [("2024-01-01", "2024-01-31", "10", "30"), ("2024-02-01", "2024-03-31", "50", "10")]
    events = [{**report(train, serving), "since": since, "until": until} for since, until, train, serving in months]
    found = says(berth(MIXED + "}}"), "build", serve(None, capacity="own_build"), *events)
    assert (str(found.why), len(found.facts)) == ("the reported share at yard is 0.6, at or over the 0.5 asked for", 2)


def test_a_permission_out_of_mix_is_cured_by_consent(says: Says) -> None:
    text = berth(MIXED + "}}", ROUTE.replace("[sole]", "[build]"))
    given = dict(CONSENT) | {"clauses": ["build"], "provider": "own"}
    found = says(text, "build", serve(None, capacity="own_build"), given)
    assert (found.kind, found.why) == ("grant", PartyConsented(party="hal", consent="yes"))


@pytest.mark.parametrize(
    "line",
    [
        "{id: quiet, type: priority, holder: hal, at: [home], duty: primary_provider}",
        "{id: quiet, type: term, until: 2030-12-31}",
        "{id: quiet, type: consent, by: hal, lifts: [sole]}",
    ],
)
def test_duties_terms_and_ways_to_consent_say_nothing_of_their_own(says: Says, line: str) -> None:
    assert says(berth(SOLE, line), "quiet", serve()).kind == "none"


FLOORED = FIRST.replace("holder: hal,", "holder: hal, quantity_floor: '10',")


def bought(contract: str, at: str, *quantities: str, provider: str = "rival") -> Event:
    tranches = [{"id": str(n), "quantity": one} for n, one in enumerate(quantities)]
    return {"type": "contract-signed", "contract": contract, "by": "gus", "provider": provider, "at": at,
            "tranches": tranches}  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "more", "kind"),
    [
        ("9.999", [], "clear"), ("10", [], "offer"), (None, [], "offer"),
        ("5.9", [bought("k", "2024-02-01", "4")], "clear"), ("6", [bought("k", "2024-02-01", "4")], "offer"),
        ("6", [bought("k", "2024-02-01", "4", provider="third")], "clear"),
        ("6", [bought("k", "2024-02-01", "2", "2")], "offer"),
        ("6", [bought("k", "2023-02-03", "4")], "clear"),
    ],
)  # fmt: skip
def test_less_than_a_floor_is_free_without_an_offer(
    says: Says, quantity: str | None, more: list[Event], kind: str
) -> None:
    asked = serve(quantity=None if quantity is None else Decimal(quantity))
    found = says(berth(FLOORED), "first", asked, *more, at="2024-02-03")
    assert found.kind == kind
    assert (found.why == BelowFloor(floor=Decimal(10))) == (kind == "clear")
    assert ("quantity_floor" in found.fields) == (kind == "clear")


def test_a_quantity_that_purchases_lift_to_the_floor_says_so_without_an_offer(says: Says) -> None:
    asked, before = serve(quantity=Decimal(6)), bought("k", "2024-02-01", "4")
    lifted = says(berth(FLOORED), "first", asked, before, at="2024-02-03")
    assert lifted.told == (NotBelowFloor(bought=Decimal(4), provider="rival", floor=Decimal(10)),)
    assert says(berth(FLOORED), "first", serve(quantity=Decimal(10)), before, at="2024-02-03").told == ()
    assert says(berth(FLOORED), "first", serve(), before, at="2024-02-03").told == ()


def test_an_offer_that_purchases_lift_to_the_floor_says_so(says: Says) -> None:
    offered = {**OFFER, "quantity": "6"}
    lifted = says(berth(FLOORED), "first", OFFERED, bought("k", "2024-01-20", "4"), offered, at="2024-02-02")
    said = NotBelowFloor(bought=Decimal(4), provider="rival", floor=Decimal(10))
    assert (lifted.kind, said in lifted.told) == ("offer", True)
    assert str(said) == "with the 4 bought of rival within a year it is not below the floor of 10"
    below = says(berth(FLOORED), "first", OFFERED, bought("k", "2024-01-20", "3"), offered, at="2024-02-02")
    assert (below.kind, below.told) == ("clear", ())
    large = says(berth(FLOORED), "first", OFFERED, bought("k", "2024-01-20", "4"), OFFER, at="2024-02-02")
    assert (large.kind, large.told) == ("offer", ())
