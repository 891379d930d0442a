"""An act of first refusal as a program asks for it -> the same path, under the same lock, as the command's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Annotated, Any

from firstcall.errors import NotAllowed, QuestionError, near_or_listed
from firstcall.refusal.acts import ACTS
from firstcall.said import Quoted, Said, sentence
from firstcall.service import world
from firstcall.service.commands.record_fields import evidence_of
from firstcall.service.folder import Partnership
from firstcall.service.offer.acts import ActAsked, ActDone, enter_act, try_act, with_sheet, with_signer
from firstcall.service.partnership.arguments import instant_given, payload_given
from firstcall.service.partnership.results import AsRead
from firstcall.service.speech import listening


class NoActOfThatName(Said):
    says = sentence("partnership.no-act-of-that-name", "there is no act {act}")
    act: Annotated[str, Quoted]


class SheetIsForReceive(Said):
    says = sentence("partnership.sheet-is-for-receive", "{act}: a sheet is for receive")
    act: str


class LeaveSheetOut(Said):
    says = sentence("partnership.leave-sheet-out", "leave `sheet` out")


class ActsForOthers(Said):
    says = sentence("partnership.acts-for-others", "{party} does not act for {given}")
    party: str
    given: str


class PerformOnTheirView(Said):
    says = sentence("partnership.perform-on-their-view", "perform it on the view of {given}")
    given: str


class NothingOnSupposed(Said):
    says = sentence("partnership.nothing-on-supposed", "nothing is performed on what is only supposed")


class TryDryRun(Said):
    says = sentence("partnership.try-dry-run", "try it with dry_run=True, or perform it on the deal as it is")


def performed(
    deal: AsRead, act: str, offer: str, envelope: Mapping[str, Any], sheet: str | PathLike[str] | None,
    fields: Mapping[str, Any], *, dry_run: bool,
) -> ActDone:  # fmt: skip
    """Perform an act, and return what it came to.

    Args:
      deal: the deal on which it is performed.
      act: the kind of act.
      offer: the offer's id.
      envelope: who, when, under which key, as `Deal.perform` takes them.
      sheet: the offer as a file.
      fields: the event's own fields.
      dry_run: whether it is only tried.
    """
    if act not in ACTS:
        raise QuestionError(NoActOfThatName(act=act), fix=near_or_listed(act, ACTS))
    if sheet is not None and act != "receive":
        raise QuestionError(SheetIsForReceive(act=act), fix=LeaveSheetOut())
    asked = _asked(deal, act, offer, envelope)
    payload_given(act, fields, deal.held)

    def payload(held: Partnership, at: datetime) -> Mapping[str, Any]:
        own = payload_given(act, fields, held)
        whole = own if sheet is None else with_sheet(own, Path(sheet))
        return with_signer(act, whole, offer, held, at)

    if deal.supposed:
        if not dry_run:
            raise NotAllowed(NothingOnSupposed(), fix=TryDryRun())
        return try_act(deal.held, asked, payload, deal.now)
    with listening(strict=deal.strict):
        done = enter_act(deal.path, deal.whole.agreement, asked, payload, dry_run=dry_run)
    world.tell_standing(None)  # of a command that fails later, and here is none
    return done


def _asked(deal: AsRead, act: str, offer: str, envelope: Mapping[str, Any]) -> ActAsked:
    if deal.party is not None and envelope["by"] not in (None, deal.party):
        raise NotAllowed(
            ActsForOthers(party=deal.party, given=envelope["by"]), fix=PerformOnTheirView(given=envelope["by"])
        )
    recorded = instant_given(envelope["recorded"], deal.held)
    if recorded is None and deal.now_given:
        recorded = deal.now
    at, evidence = instant_given(envelope["at"], deal.held), envelope["evidence"]
    return replace(
        ActAsked(act, offer, envelope["by"] or deal.party, envelope["clause"], at, recorded),
        key=envelope["key"], entered_by=envelope["entered_by"], signatory=envelope["signatory"], note=envelope["note"],
        evidence=None if evidence is None else evidence_of(Path(evidence)),
    )  # fmt: skip
