"""What a signing settled: what it was cleared of, and what the capacity carries from it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import OnlyAt, SaysNothing
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.judge.signing import Settled, after_signing, settled
from firstcall.rights.question import Asked, resolve

Held = Callable[..., Record]
On = Callable[[str], datetime]
Event = Mapping[str, Any]
Settles = Callable[..., Settled]
OFFER: Event = {"type": "offer-received", "offer": "deal", "by": "gus", "provider": "rival", "quantity": "10",
                "terms": {"price": "100"}, "at": "2024-02-01"}  # fmt: skip
ASKED: tuple[Event, ...] = (
    OFFER,
    {"type": "grantor-willing", "offer": "deal", "by": "gus", "at": "2024-02-01"},
    {"type": "notice-given", "offer": "deal", "by": "gus", "at": "2024-02-02"},
)
SIGNED: Event = {"type": "contract-signed", "contract": "k", "by": "gus", "provider": "rival", "at": "2024-03-01",
                 "tranches": [{"id": "a", "quantity": "4"}, {"id": "b", "quantity": "6"}]}  # fmt: skip
OF_OFFER: Event = {**SIGNED, "offer": "deal", "terms": {"price": "100"}}
CONSENT: Event = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"], "provider": "rival",
                  "at": "2024-02-01"}  # fmt: skip


@pytest.fixture
def settles(held: Held, on: On) -> Settles:
    def settle(text: Agreement, *events: Event) -> Settled:
        here = position(text, held(*events), on("2024-06-01"))
        question, _ = resolve(Asked(("serve",), contract="k", tranche="a"), here)
        return settled(doing_of(question, "serve", "run"), {}, here.when(question.signed))

    return settle


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((SIGNED,), (("first", "offer"), ("sole", "consent"))),
        ((CONSENT, SIGNED), (("first", "offer"), ("sole", "cleared"))),
        ((*ASKED, OF_OFFER), (("first", "cleared"), ("sole", "consent"))),
        ((CONSENT, *ASKED, OF_OFFER), (("first", "cleared"), ("sole", "cleared"))),
        ((OFFER, OF_OFFER), (("first", "offer"), ("sole", "consent"))),
    ],
)
def test_a_signing_is_cleared_clause_by_clause(
    settles: Settles, events: tuple[Event, ...], told: tuple[tuple[str, str], ...]
) -> None:
    assert settles(berth(SOLE, ROUTE, FIRST), *events).told() == told


def test_terms_better_for_the_third_party_than_noticed_are_not_cleared(settles: Settles) -> None:
    assert settles(berth(FIRST), *ASKED, {**OF_OFFER, "terms": {"price": "99"}}).told() == (("first", "cleared"),)
    found = settles(berth(FIRST), *ASKED, {**OF_OFFER, "terms": {"price": "101"}})
    assert found.told() == (("first", "offer"),)
    assert str(found.carried["first"].effect.why) == "offer deal was not free on the terms that were signed"


def test_what_the_holder_took_is_carried_as_barred(settles: Settles) -> None:
    matched = {"type": "matched", "offer": "deal", "by": "hal", "at": "2024-02-03"}
    assert settles(berth(FIRST), *ASKED, matched, OF_OFFER).told() == (("first", "forbid"),)


def test_a_ban_without_consent_and_a_permission_are_not_carried(settles: Settles) -> None:
    build = BUILD.replace("own_build", "third_party")
    found = settles(berth(SOLE, build), SIGNED)
    assert (found.cleared, found.carried) == ({}, {})


def test_what_another_clause_went_before_is_not_carried(settles: Settles) -> None:
    text = berth(SOLE[:-1] + ", notwithstanding: [first]}", ROUTE, FIRST)
    assert settles(text, SIGNED).told() == (("sole", "consent"),)
    assert settles(text, CONSENT, SIGNED).told() == (("first", "offer"), ("sole", "cleared"))


@pytest.mark.parametrize(("quantity", "kind"), [("10", "cleared"), ("9", "consent")])
def test_a_consent_for_a_quantity_has_to_cover_the_whole_contract(settles: Settles, quantity: str, kind: str) -> None:
    text = berth(SOLE, ROUTE[:-1] + ", covers: quantity}")
    assert settles(text, {**CONSENT, "quantity": quantity}, SIGNED).told() == (("sole", kind),)


def test_a_consent_of_the_same_instant_counts_only_if_entered_before(settles: Settles) -> None:
    text, same = berth(SOLE, ROUTE), {**CONSENT, "at": "2024-03-01"}
    assert settles(text, same, SIGNED).told() == (("sole", "cleared"),)
    assert settles(text, SIGNED, {**same, "recorded": "2024-03-02"}).told() == (("sole", "consent"),)


def test_a_ban_of_today_outweighs_what_was_left_open(held: Held, on: On) -> None:
    here = position(berth(SOLE, ROUTE), held(SIGNED), on("2024-06-01"))
    question, _ = resolve(Asked(("serve",), contract="k", tranche="a"), here)
    doing = doing_of(question, "serve", "run")
    signed = settled(doing, {}, here.when(question.signed))
    sole = here.now.by_id["sole"]
    forbid, clear = Effect("forbid", OnlyAt(at=("home",))), Effect("clear", SaysNothing())
    assert after_signing(sole, forbid, signed, doing, here) is forbid
    kept = after_signing(sole, clear, signed, doing, here)
    assert kept is not None and kept.kind == "consent"
    assert after_signing(here.now.by_id["route"], clear, signed, doing, here) is clear


FLOORED = FIRST.replace("holder: hal,", "holder: hal, quantity_floor: '10',")


def bought(contract: str, at: str, *quantities: str | None) -> Event:
    tranches = [{"id": name, **({"quantity": one} if one else {})} for name, one in zip("ab", quantities, strict=False)]
    return {**SIGNED, "contract": contract, "at": at, "tranches": tranches}


@pytest.mark.parametrize(
    ("contracts", "told"),
    [
        ([bought("k", "2024-02-01", "9.9")], "cleared"),
        ([bought("k", "2024-02-01", "10")], "offer"),
        ([bought("k", "2024-02-01", "4", "4")], "cleared"),
        ([bought("k", "2024-02-01", "6", "6")], "offer"),
        ([bought("k", "2024-02-01", "4", None)], "offer"),
        ([bought("i", "2024-01-15", "4"), bought("k", "2024-02-01", "5")], "cleared"),
        ([bought("i", "2024-01-15", "4"), bought("k", "2024-02-01", "6")], "offer"),
        ([bought("k", "2024-02-01", "9"), bought("later", "2024-02-02", "9")], "cleared"),
    ],
)
def test_what_is_signed_below_a_floor_without_an_offer_was_free(
    settles: Settles, contracts: list[Event], told: str
) -> None:
    assert settles(berth(FLOORED), *contracts).told() == (("first", told),)
