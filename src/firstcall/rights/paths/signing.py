"""The end of a way on which a contract that is still to come was consented to: it is signed, and run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from firstcall.dates import NEXT_INSTANT
from firstcall.record.position import Position
from firstcall.rights.decision import Decision, Outcome, strictest
from firstcall.rights.judge.applicable import applicable_and_escaped
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.judge.weigh import Speaking, weigh
from firstcall.rights.paths.acts import CONTRACT, Events, SearchPlace, supposing
from firstcall.rights.question import Asked, resolve
from firstcall.rights.under_readings import AnyQuestion, under_readings


def signed_after(place: SearchPlace, events: Events) -> SearchPlace | None:
    """Return the place once the contract that was consented to is signed; None where the record cannot take it.

    Acts of one instant have to count before the signing, so it comes right after them.
    """
    at_once = any(event["at"] == place.ready.isoformat() for event in events)
    ready = place.ready + NEXT_INSTANT if at_once else place.ready
    record = supposing(place, (signing_of(place, ready),))
    if record is None:
        return None
    asked = Asked(place.asked.workloads, customer=place.asked.customer, contract=CONTRACT, site=place.asked.site)
    return replace(place, record=record, asked=asked, ready=ready)


def signing_of(place: SearchPlace, at: datetime) -> Mapping[str, object]:
    """Return the event by which a question's capacity is signed at an instant."""
    asked, here = place.asked, place.here()
    question, _ = resolve(asked, here)
    tranche: dict[str, object] = {"workloads": list(asked.workloads)}
    quantity = question.quantity or question.amount
    if quantity is not None:
        tranche["quantity"] = str(quantity)
    dimensions = question.cells[0] if len(question.cells) == 1 else asked.dimensions
    if dimensions:
        tranche["dimensions"] = dict(dimensions)
    offer = {"offer": asked.offer} if asked.offer is not None else {}
    return {
        "type": "contract-signed", "by": here.terms().grantor, "at": at.isoformat(), "contract": CONTRACT,
        "provider": question.provider, "mode": question.mode, "tranches": [tranche], **offer,
    }  # fmt: skip


def outcome_of_signing(signed: SearchPlace, run: Decision, readings: Mapping[str, str]) -> Outcome:
    """Return what signing the contract came to, with what was consented to and offered for it before.

    Args:
      signed: the place at which it is signed.
      run: the answer for running on it.
      readings: points read one way.
    """

    def at_signing(here: Position, asked: AnyQuestion) -> Decision:
        assert isinstance(asked, Asked)
        return replace(run, outcome=_signing_outcome(here, asked), readings=())

    return under_readings(signed.here(), signed.asked, readings, at_signing).outcome


def _signing_outcome(here: Position, asked: Asked) -> Outcome:
    question, _ = resolve(asked, here)
    contract = question.contract
    assert contract is not None
    outcomes = []
    for workload in question.workloads:
        for cell in question.cells:
            doing = replace(doing_of(question, workload, "sign"), offer=contract.offer)
            holding, _ = applicable_and_escaped(here, doing, cell)
            said = (Speaking(held, effect(held, doing, here.terms(), here, counting=contract)) for held in holding)
            outcomes.append(weigh(tuple(one for one in said if one.effect.kind != "none"), here.terms()).outcome)
    return strictest(tuple(outcomes))
