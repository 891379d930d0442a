"""What a line of supply asks for before it may serve a need: the steps of all its workloads together."""

from __future__ import annotations

from datetime import date, datetime

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.planning.inputs.needs import Need
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.steps.clearance import CapacitySide, Clearance, ConsentStep, Use, clearance
from firstcall.planning.steps.ground import PlanningGround
from firstcall.planning.steps.holders import HolderSide
from firstcall.planning.steps.notice_days import NoticeDay, notice_of
from firstcall.planning.steps.running import may_run
from firstcall.record.position import position
from firstcall.values import dataclass

REGION = "region"


@dataclass(frozen=True, slots=True)
class Access:
    """What must happen before capacity may be signed for a need; `barred` says by which clauses nothing helps."""

    rights: tuple[str, ...]
    consents: tuple[ConsentStep, ...]
    barred: tuple[str, ...]
    because: tuple[str, ...]
    shares: tuple[str, ...]
    """Approvals under which the need may run only beside what they are mainly meant for."""
    grade: Grade
    parts: tuple[tuple[Use, Clearance], ...]

    @property
    def is_open(self) -> bool:
        """Whether it can be signed at all."""
        return not self.barred

    @property
    def key(self) -> tuple[frozenset[str], frozenset[str]]:
        """The steps, by clause."""
        return frozenset(self.rights), frozenset(step.clause for step in self.consents)


def side_of(ground: PlanningGround, line: SupplyLine) -> CapacitySide:
    """Return where a line's capacity stands; its region counts where the agreement tells regions apart."""
    has_regions = REGION in ground.agreement.definitions.dimensions
    dimensions = ((REGION, line.region),) if has_regions and line.region else ()
    return CapacitySide(line.provider, line.mode, dimensions)


def uses_of(need: Need) -> tuple[Use, ...]:
    """Return what a need runs: each of its workloads for its customer."""
    return tuple(Use(workload, need.customer) for workload in need.workloads)


def access(ground: PlanningGround, side: CapacitySide, need: Need, at: datetime, offer: str | None = None) -> Access:
    """Return what must happen before capacity may be signed for a need: for each of its workloads, together.

    Args:
      ground: what planning stands on.
      side: where the capacity stands.
      need: what it would serve.
      at: the instant of signing.
      offer: the offer on the record that it is.
    """
    if offer is not None:
        return _access(ground, side, need, at, offer)
    key = ("access", side, need.workloads, need.customer, ground.stretch(at))
    if key not in ground.memo:
        ground.memo[key] = _access(ground, side, need, at, None)
    found: Access = ground.memo[key]
    return found


def _access(ground: PlanningGround, side: CapacitySide, need: Need, at: datetime, offer: str | None) -> Access:
    parts = tuple((use, clearance(ground, side, use, at, offer)) for use in uses_of(need))
    found = [item for _, item in parts]
    steps = {step.clause: step for item in found for step in item.consents}
    return Access(
        _union(item.rights for item in found), tuple(steps.values()), _union(item.barred for item in found),
        _union(item.because for item in found), _union(item.shares for item in found),
        weakest(tuple(item.grade for item in found)), parts,
    )  # fmt: skip


def _union(lists: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))  # type: ignore[attr-defined]


def runs_through(
    ground: PlanningGround, side: CapacitySide, access: Access, signed: date, first: date, after: date
) -> bool:
    """Return whether a need may run from a day up to another on capacity signed on a day.

    Args:
      ground: what planning stands on.
      side: where the capacity stands.
      access: what was done before it was signed.
      signed: the day of signing.
      first: the first day.
      after: the first day after the last.
    """
    begun = ground.stretch(ground.act_at(signed))
    stretches = ground.stretches_in(first, after)
    if stretches[-1] <= begun:
        return True
    return all(
        may_run(ground, side, use, cleared, begun, stretch) for use, cleared in access.parts for stretch in stretches
    )


def serves(ground: PlanningGround, holder: HolderSide, need: Need, day: date) -> Access:
    """Return what must happen before a holder's own capacity, taken by a match, may serve a need."""
    return access(ground, holder.side, need, ground.act_at(day))


def notice_given(ground: PlanningGround, offer: str) -> tuple[tuple[str, ...], NoticeDay] | None:
    """Return the rights under which an offer on the record waits for an answer, and what its notice leads to.

    None where it was not noticed, or has been answered.
    """
    now = ground.act_at(ground.on)
    here = position(ground.agreement, ground.record, now)
    names: list[str] = []
    days: list[NoticeDay] = []
    for held in here.terms().speaking(now):
        if not isinstance(held.clause, FirstRefusal):
            continue
        standing = here.offer(offer, held.clause)
        if standing is None or standing.state != "notified" or standing.window_closes is None:
            continue
        if standing.right is None or standing.notice is None:
            continue
        ends = standing.window_closes
        tail = standing.right.tail_closes(ends, standing.notice, standing.arrived)
        names.append(held.clause.id)
        days.append(notice_of(ground, ground.day_of(standing.notice), ends, tail))
    if not names:
        return None
    last = max(days, key=lambda item: item.window_ends)
    tail = min(item.tail_ends for item in days)
    return tuple(names), notice_of(ground, last.day, last.window_ends, tail)
