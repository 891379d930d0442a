"""Whether what was signed may go on running when another text comes to speak."""

from __future__ import annotations

from datetime import datetime

from firstcall.dates import NEXT_INSTANT
from firstcall.errors import FirstcallError
from firstcall.planning.steps.clearance import CONTRACT, CapacitySide, Clearance, Use, signed_event
from firstcall.planning.steps.ground import PlanningGround
from firstcall.record.journal.supposed import suppose
from firstcall.rights.question import Asked
from firstcall.rights.table.answering import Answering


def may_run(
    ground: PlanningGround, side: CapacitySide, use: Use, cleared: Clearance, signed: int, running: int
) -> bool:
    """Return whether a use may run in a stretch on capacity that was cleared and signed in an earlier one.

    In the stretch of signing it may, since signing and running were asked together.

    Args:
      ground: what planning stands on.
      side: where the capacity stands.
      use: what runs on it.
      cleared: what had to happen before it was signed; an open one.
      signed: the number of the stretch of signing.
      running: the number of the stretch asked about, not before it.
    """
    if running <= signed:
        return True
    key = ("running", side, use, cleared.key, cleared.offer, cleared.at, signed, running)
    if key not in ground.memo:
        ground.memo[key] = _answer(
            ground, side, use, cleared, cleared.at or ground.begins(signed), ground.begins(running)
        )
    found: bool = ground.memo[key]
    return found


def _answer(
    ground: PlanningGround, side: CapacitySide, use: Use, cleared: Clearance, signed: datetime, at: datetime
) -> bool:
    offered = next((str(event["offer"]) for event in cleared.events if "offer" in event), cleared.offer)
    moments = [datetime.fromisoformat(str(event["at"])) for event in cleared.events]
    signing = max([signed, *moments]) + NEXT_INSTANT
    extra = {"offer": offered} if offered else {}
    try:
        record = suppose(ground.record, cleared.events, ground.where, "plan")
        event = signed_event(ground, side, (use.workload,), signing, extra)
        record = suppose(record, (event,), ground.where, "plan")
    except FirstcallError:
        return False
    asked = Asked((use.workload,), customer=use.customer, contract=CONTRACT)
    answering = Answering(ground.agreement, record, None, ground.readings)
    return answering.verdict(asked, answering.at(at)).free
