"""The route of a line of supply to a need: free now, after notice, after consent or barred; and its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.needs import Need, Needs
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.steps.access import Access, access, notice_given, serves, side_of
from firstcall.planning.steps.ground import PlanningGround
from firstcall.planning.steps.holders import HolderSide, LeadBasis, Leads, holder_side, match_starts, shortest_leads
from firstcall.planning.steps.notice_days import NoticeDay, first_free_day, safe_days, with_margin
from firstcall.values import dataclass

RouteClass = Literal["free now", "after notice", "after consent", "barred"]
ROUTE_CLASSES: tuple[RouteClass, ...] = ("free now", "after notice", "after consent", "barred")
StepKind = Literal["bona fide offer", "notice", "window", "consent", "sign", "run"]


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a route: what, under which clause, of whom, and when."""

    kind: StepKind
    clause: str | None
    by: str | None
    first: date
    """The earliest day."""
    last: date | None = None
    """The last safe day to be in time for the need; None where there is none, or it has none."""
    safe: int = 0
    """How many safe days there are."""
    supposed: bool = False
    """Whether the day rests on no more than a supposition."""
    done: bool = False
    """Whether it is on the record already."""
    margin: date | None = None
    """The last safe day that leaves room for a notice that is said to be incomplete and mended; for a notice."""


@dataclass(frozen=True, slots=True)
class AfterMatch:
    """What follows if the holder takes the offer: whose capacity, from when, and whether the need may run there."""

    holder: str
    provider: str
    starts: date
    lead_days: int
    lead_from: LeadBasis
    serves: bool
    barred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineRoute:
    """How a line of supply comes to serve a need."""

    line: SupplyLine
    outcome: RouteClass
    access: Access
    steps: tuple[RouteStep, ...]
    signing: date | None
    """The earliest day of signing; None where it is barred or no day is safe."""
    free_at: datetime | None
    """The instant from which it could be signed on the same day."""
    starts: date | None
    """The earliest day on which it runs."""
    wanted: date
    in_time: bool
    """Whether it can run on the day wanted."""
    speed: Fraction
    """How many of the wanted accelerators one of its own is worth."""
    matched: tuple[AfterMatch, ...]
    grade: Grade

    @property
    def useful(self) -> Fraction:
        """How many of the wanted accelerators it could supply."""
        return self.speed * self.line.most_blocks * self.line.block


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a question of routes or plans is asked with."""

    ground: PlanningGround
    needs: Needs
    lines: tuple[SupplyLine, ...]
    futures: Futures
    same_day: bool = False
    """Whether signing is planned for the instant after the window, rather than the next day."""
    leads: Leads = field(init=False)

    def __post_init__(self) -> None:
        """Find the shortest leads, so that they are not looked for line by line."""
        object.__setattr__(self, "leads", shortest_leads(self.lines))


@dataclass(frozen=True, slots=True)
class LineReach:
    """How a line of supply comes to serve a need and from when, without the days of each step."""

    line: SupplyLine
    outcome: RouteClass
    access: Access
    noticed: NoticeDay | None
    """What the notice leads to, given or soonest; None without a right of first refusal, or where none frees."""
    given: bool
    """Whether the notice is on the record."""
    signing: date | None
    free_at: datetime | None
    starts: date | None
    speed: Fraction
    grade: Grade


def line_reach_of(desk: Desk, line: SupplyLine, need: Need) -> LineReach | None:
    """Return how a line comes to serve a need; None where its accelerator cannot, or it stands elsewhere.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      line: the line of supply.
      need: the need.
    """
    ground = desk.ground
    speed = desk.needs.speed(line.accelerator, need.accelerator)
    if not speed or (need.regions and line.region not in need.regions):
        return None
    given = notice_given(ground, line.offer) if line.offer else None
    held = access(ground, side_of(ground, line), need, ground.act_at(ground.on), line.offer)
    grade = weakest((held.grade, line.weakest_grade))
    if not held.is_open:
        return LineReach(line, "barred", held, None, given is not None, None, None, None, speed, grade)
    noticed = given[1] if given else first_free_day(ground, held.rights) if held.rights else None
    signing, free_at = _signing(desk, held, noticed)
    if signing is None or (line.expires is not None and signing > line.expires):
        return LineReach(line, _class(held), held, noticed, given is not None, None, None, None, speed, grade)
    starts = max(line.available_from, signing + timedelta(days=line.lead_days))
    return LineReach(line, _class(held), held, noticed, given is not None, signing, free_at, starts, speed, grade)


def route_of(desk: Desk, line: SupplyLine, need: Need, wanted: date) -> LineRoute | None:
    """Return the route of a line to a need; None where its accelerator cannot serve it, or it stands elsewhere.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      line: the line of supply.
      need: the need.
      wanted: the day on which the need wants it.
    """
    reach = line_reach_of(desk, line, need)
    if reach is None:
        return None
    held, noticed, signing, starts = reach.access, reach.noticed, reach.signing, reach.starts
    steps = _first_steps(desk, line, held, reach.given) if held.is_open else []
    if signing is None or starts is None:
        return LineRoute(
            line, reach.outcome, held, tuple(steps), None, None, None, wanted, False, reach.speed, (), reach.grade
        )
    latest = wanted - timedelta(days=line.lead_days)
    in_time = starts <= wanted
    steps += _dated(desk, line, held, noticed, signing, latest if in_time else signing, reach.given)
    matched = tuple(_matched(desk, line, need, held, noticed, starts)) if noticed else ()
    steps.append(RouteStep("run", None, line.provider, starts))
    return LineRoute(
        line, reach.outcome, held, tuple(steps), signing, reach.free_at, starts, wanted, in_time, reach.speed, matched,
        reach.grade,
    )  # fmt: skip


def _class(access: Access) -> RouteClass:
    return "after consent" if access.consents else "after notice" if access.rights else "free now"


def _first_steps(desk: Desk, line: SupplyLine, access: Access, noticed: bool) -> list[RouteStep]:
    if access.rights and line.is_listed and not noticed:
        return [RouteStep("bona fide offer", None, line.provider, desk.ground.on, supposed=True)]
    return []


def _signing(desk: Desk, access: Access, noticed: NoticeDay | None) -> tuple[date | None, datetime | None]:
    """Return the first day of signing, and the first instant."""
    ground = desk.ground
    free_at = ground.act_at(ground.on)
    day = ground.on
    if access.rights:
        if noticed is None:
            return None, None
        free_at = noticed.window_ends
        day = ground.day_of(free_at) if desk.same_day else noticed.free_day
    for step in access.consents:
        future = desk.futures.consent_for(step.clause)
        answered = ground.on + timedelta(days=future.delay_days if future else 0)
        if answered > day:
            day, free_at = answered, ground.act_at(answered)
    return day, free_at


def _dated(
    desk: Desk, line: SupplyLine, access: Access, noticed: NoticeDay | None, signing: date, latest: date, given: bool
) -> list[RouteStep]:  # fmt: skip
    """Return notices, consents and the signature, each with its last safe day for a signing on the latest day."""
    ground, steps = desk.ground, []
    if noticed is not None:
        safe = () if given else safe_days(ground, access.rights, latest, line.expires)
        last = safe[-1].day if safe else None
        room = with_margin(ground, access.rights, safe, latest)
        for name in access.rights:
            holder = _holder(ground, name)
            steps.append(RouteStep("notice", name, holder, noticed.day, last, len(safe), done=given, margin=room))
        steps.append(RouteStep("window", None, None, noticed.window_day))
    for step in access.consents:
        future = desk.futures.consent_for(step.clause)
        delay = timedelta(days=future.delay_days if future else 0)
        last_ask = latest - delay
        steps.append(RouteStep("consent", step.clause, step.by, ground.on, last_ask, supposed=future is None))
    steps.append(RouteStep("sign", None, line.provider, signing, latest))
    return steps


def _holder(ground: PlanningGround, clause: str) -> str | None:
    for stretch in range(len(ground.turns) + 1):
        held = ground.terms(ground.begins(stretch)).by_id.get(clause)
        if held is not None:
            return getattr(held.clause, "holder", None)
    return None


def _matched(
    desk: Desk, line: SupplyLine, need: Need, access: Access, noticed: NoticeDay, starts: date
) -> list[AfterMatch]:  # fmt: skip
    ground, found = desk.ground, []
    day = ground.day_of(noticed.window_ends)
    for name in access.rights:
        answer = desk.futures.answer_for(line.id, name)
        holder = holder_side(ground, name, line, side_of(ground, line), desk.leads, answer, day)
        if holder is None:
            continue
        there = serves(ground, holder, need, day)
        found.append(_after(holder, there, match_starts(holder, day, starts)))
    return found


def _after(holder: HolderSide, there: Access, starts: date) -> AfterMatch:
    free = there.is_open and not there.rights and not there.consents
    because = there.barred or there.because
    return AfterMatch(
        holder.holder, holder.side.provider, starts, holder.lead_days, holder.lead_from, free, () if free else because
    )  # fmt: skip


def routes_of(desk: Desk, need: Need, wanted: date) -> tuple[LineRoute, ...]:
    """Return the routes of every line that could serve a need: freest first, then soonest, then cheapest.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      need: the need.
      wanted: the day on which it is wanted.
    """
    found = [route for line in desk.lines if (route := route_of(desk, line, need, wanted)) is not None]
    return tuple(sorted(found, key=lambda route: _order(route, wanted)))


def line_reaches_of(desk: Desk, need: Need, wanted: date) -> tuple[LineReach, ...]:
    """Return how every line could come to serve a need, in the order of `routes_of`, for whoever needs no steps."""
    found = [reach for line in desk.lines if (reach := line_reach_of(desk, line, need)) is not None]
    return tuple(sorted(found, key=lambda reach: _order(reach, wanted)))


def _order(route: LineRoute | LineReach, wanted: date) -> tuple[int, bool, date, Fraction, str]:
    return (
        ROUTE_CLASSES.index(route.outcome), route.starts is None, route.starts or wanted,
        Fraction(route.line.price) / route.speed, route.line.id,
    )  # fmt: skip


def unserved(lines: Sequence[SupplyLine], routes: Sequence[LineRoute]) -> tuple[str, ...]:
    """Return the lines that have no route at all, since their accelerator or region does not fit."""
    routed = {route.line.id for route in routes}
    return tuple(line.id for line in lines if line.id not in routed)
