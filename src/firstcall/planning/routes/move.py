"""Moving a workload: what class the destination is in, what bars it, the mix before and after, and from when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.kinds import Approval, Consent
from firstcall.errors import NotFound, QuestionError, near_or_listed
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.routes.route import RouteClass
from firstcall.planning.steps.access import side_of
from firstcall.planning.steps.clearance import CapacitySide, Clearance, ConsentStep, Use, clearance
from firstcall.planning.steps.ground import PlanningGround
from firstcall.planning.steps.notice_days import NoticeDay, first_free_day
from firstcall.record.events.kinds import ContractSigned, MixReported
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

NOTHING_SUPPOSED = Futures()
Destination = Literal["contract", "line", "provider"]


@dataclass(frozen=True, slots=True)
class MoveMix:
    """What an approval is mainly meant for, as a share of the hours of a site, before a move and after it."""

    approval: str
    site: str
    least: Fraction
    before: Fraction | None
    """None where no use was ever reported: the planned share stands in, assumed."""
    after: Fraction | None
    planned: Fraction | None

    @property
    def holds(self) -> bool | None:
        """Whether the share holds after the move; None where it cannot be known."""
        share = self.after if self.after is not None else self.planned
        return None if share is None else share >= self.least


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """A consent that is needed, and the day on which it may be there if it is asked for on the planning day."""

    step: ConsentStep
    day: date
    supposed: bool
    """Whether nobody said how long it takes, so that it is taken as given at once."""
    grade: Grade


@dataclass(frozen=True, slots=True)
class MoveAnswer:
    """Whether and from when a workload may be moved."""

    use: Use
    origin: str
    destination: str
    kind: Destination
    outcome: RouteClass
    clearance: Clearance
    """What must happen first; `barred` by which clauses nothing helps."""
    notice: NoticeDay | None
    """The notice that frees it soonest, with its window and its tail."""
    answers: tuple[ConsentAnswer, ...]
    """When each consent may be there."""
    earliest: date | None
    """The first day on which capacity there may be signed, or may be used where it is signed."""
    runs: date | None
    """The first day on which the workload can run there: what the line of supply says of its start and lead counts."""
    mix: tuple[MoveMix, ...]
    grade: Grade


@dataclass(frozen=True, slots=True)
class MoveAsking:
    """What is moved: the use, how many hours a day, from which contract to which contract, line or provider."""

    use: Use
    origin: str
    to: str
    hours: Decimal | None = None
    """Of the workload, to reckon the mix with; the mix is left as it is where none are given."""


def move(
    ground: PlanningGround, asking: MoveAsking, lines: tuple[SupplyLine, ...], futures: Futures = NOTHING_SUPPOSED,
    side: CapacitySide | None = None,
) -> MoveAnswer:  # fmt: skip
    """Return the one answer for moving a workload from a contract to another, a line of supply or a provider.

    Args:
      ground: agreement, record and the planning day.
      asking: what is moved where.
      lines: the lines of supply.
      futures: which tell how long consents take.
      side: where the destination stands, if it is neither a contract nor a provider of the agreement.

    Raises:
      NotFound: the contract it comes from is not on the record, or the destination is nothing that is known.
      QuestionError: it is moved to where it is, or does not run on the contract it comes from; hours are negative; or
        the line cannot be signed any more.
    """
    if asking.hours is not None and asking.hours < 0:
        raise QuestionError(HoursBelowZero(), fix=GiveHoursAboveZero())
    if asking.to == asking.origin:
        raise QuestionError(MovedNowhere(contract=asking.origin), fix=NameAnotherPlace())
    now = ground.act_at(ground.on)
    here = position(ground.agreement, ground.record, now)
    contracts = {event.contract: event for event in here.contracts()}
    if asking.origin not in contracts:
        near = near_or_listed(asking.origin, contracts, "contract")
        raise NotFound(ContractNotOnRecord(contract=asking.origin, day=ground.on), fix=near)
    _check_runs_there(contracts[asking.origin], asking.use.workload)
    if asking.to in contracts:
        return _to_contract(ground, asking, contracts[asking.to], futures)
    line = next((one for one in lines if one.id == asking.to), None)
    if line is not None:
        return _to_new(ground, asking, side_of(ground, line), "line", futures, line)
    if side is None and asking.to not in ground.terms(now).providers:
        known = [*contracts, *(one.id for one in lines), *ground.terms(now).providers]
        raise NotFound(NoDestination(given=asking.to), fix=near_or_listed(asking.to, known))
    return _to_new(ground, asking, side or CapacitySide(asking.to), "provider", futures)


def _check_runs_there(contract: ContractSigned, workload: str) -> None:
    """Refuse a workload that none of a contract's tranches was signed for; one that names none is for all."""
    meant = dict.fromkeys(name for part in contract.tranches for name in part.workloads)
    if meant and workload not in meant and all(part.workloads for part in contract.tranches):
        what = RunsNoSuchWork(contract=contract.contract, workload=workload, meant=tuple(meant))
        raise QuestionError(what, fix=NameWorkOrContract())


class RunsNoSuchWork(Said):
    says = sentence(
        "move.runs-no-such-work", "contract {contract} was signed for {meant}, and {workload} does not run on it"
    )
    contract: Annotated[str, Quoted]
    workload: Annotated[str, Quoted]
    meant: tuple[str, ...]


class NameWorkOrContract(Said):
    says = sentence("move.name-work-or-contract", "name a workload of it with --workload, or another --contract")


class ContractNotOnRecord(Said):
    says = sentence("move.contract-not-on-record", "contract {contract} is not on the record by {day}")
    contract: Annotated[str, Quoted]
    day: date


class NoDestination(Said):
    says = sentence("move.no-destination", "{given} is no contract, line of supply or provider")
    given: Annotated[str, Quoted]


class MovedNowhere(Said):
    says = sentence("move.moved-nowhere", "it is moved from contract {contract} to contract {contract}")
    contract: Annotated[str, Quoted]


class NameAnotherPlace(Said):
    says = sentence("move.name-another-place", "name another contract with --to, a line of supply or a provider")


class SignedUntil(Said):
    says = sentence("move.signed-until", "{line} can be signed through {last}, and not before {first}")
    line: Annotated[str, Quoted]
    last: date
    first: date


class NameAnotherLine(Said):
    says = sentence("move.name-another-line", "name another line with --to, or ask for an earlier day (--on)")


class HoursBelowZero(Said):
    says = sentence("move.hours-below-zero", "hours that are moved are not negative")


class GiveHoursAboveZero(Said):
    says = sentence("move.give-above-zero", "give a number above zero")


def _to_contract(
    ground: PlanningGround, asking: MoveAsking, contract: ContractSigned, futures: Futures
) -> MoveAnswer:  # fmt: skip
    """Return the answer for capacity that is signed: running alone is judged, tranche by tranche."""
    now = ground.act_at(ground.on)
    decisions = [
        decide(
            ground.agreement, ground.record,
            Asked((asking.use.workload,), customer=asking.use.customer, contract=contract.contract, tranche=part.id),
            now, None, ground.readings,
        )
        for part in contract.tranches
    ]  # fmt: skip
    best = min(decisions, key=lambda one: (not one.free, one.outcome != "consent-first"))
    outcome: RouteClass = "free now" if best.free else "after consent" if best.outcome == "consent-first" else "barred"
    consents = _consents_lifting(ground, best) if outcome == "after consent" else ()
    barred = () if best.free else tuple(dict.fromkeys(cited.reference for cited in best.deciding))
    cleared = Clearance(consents=consents, barred=barred, grade=best.rests_on.grade)
    answers = _answers(ground, consents, futures)
    earliest = ground.on if best.free else max((one.day for one in answers), default=None)
    mix = _mixes(ground, asking, contract.provider)
    return MoveAnswer(
        asking.use, asking.origin, contract.contract, "contract", outcome, cleared, None, answers, earliest, earliest,
        mix, weakest((cleared.grade, *(one.grade for one in answers))),
    )  # fmt: skip


def _consents_lifting(ground: PlanningGround, decision: Decision) -> tuple[ConsentStep, ...]:
    """Return, for each clause that asks for consent, the first consent that lifts it."""
    now = ground.act_at(ground.on)
    found: dict[str, ConsentStep] = {}
    for cited in decision.deciding:
        for held in ground.terms(now).speaking(now):
            if isinstance(held.clause, Consent) and cited.clause in held.clause.lifts:
                step = found.get(held.clause.id) or ConsentStep(held.clause.id, held.clause.by, ())
                found[step.clause] = replace(step, lifts=(*step.lifts, cited.clause))
                break
    return tuple(found.values())


def _answers(
    ground: PlanningGround, consents: tuple[ConsentStep, ...], futures: Futures
) -> tuple[ConsentAnswer, ...]:  # fmt: skip
    found = []
    for step in consents:
        future = futures.consent_for(step.clause)
        days = timedelta(days=future.delay_days if future else 0)
        grade = future.basis.grade if future else "assumed"
        found.append(ConsentAnswer(step, ground.on + days, future is None, grade))
    return tuple(found)


def _to_new(
    ground: PlanningGround, asking: MoveAsking, side: CapacitySide, kind: Destination, futures: Futures,
    line: SupplyLine | None = None,
) -> MoveAnswer:  # fmt: skip
    """Return the answer for capacity that is still to be signed: signing and running are judged."""
    cleared = clearance(ground, side, asking.use, ground.act_at(ground.on))
    noticed = first_free_day(ground, cleared.rights) if cleared.rights and cleared.is_open else None
    outcome: RouteClass = (
        "barred" if cleared.barred else "after consent" if cleared.consents else "after notice" if cleared.rights
        else "free now"
    )  # fmt: skip
    answers = _answers(ground, cleared.consents, futures)
    free = None if cleared.barred else noticed.free_day if noticed else None if cleared.rights else ground.on
    earliest = None if free is None else max(free, *(one.day for one in answers), ground.on)
    runs = earliest
    if line is not None and earliest is not None:
        if line.expires is not None and earliest > line.expires:
            raise QuestionError(SignedUntil(line=line.id, last=line.expires, first=earliest), fix=NameAnotherLine())
        runs = max(line.available_from, earliest + timedelta(days=line.lead_days))
    grade = cleared.grade if line is None else weakest((cleared.grade, line.weakest_grade))
    mix = _mixes(ground, asking, side.provider)
    return MoveAnswer(
        asking.use, asking.origin, asking.to, kind, outcome, cleared, noticed, answers, earliest, runs, mix,
        weakest((grade, *(one.grade for one in answers))),
    )  # fmt: skip


def _mixes(ground: PlanningGround, asking: MoveAsking, provider: str) -> tuple[MoveMix, ...]:
    """Return the mix of each approval that reaches the destination's provider, before and after the move."""
    now = ground.act_at(ground.on)
    text = ground.terms(now)
    own = text.mode_at(provider if provider in text.providers else "other") == "own_build"
    found: list[MoveMix] = []
    for held in text.speaking(now):
        clause = held.clause
        modes = clause.scope.mode
        if not isinstance(clause, Approval) or clause.primarily is None or not own:
            continue
        if modes is not None and "own_build" not in modes:
            continue
        least, planned = Fraction(clause.primarily.share_at_least), clause.primarily.planned_share
        for site, hours in _hours_by_site(ground, provider).items():
            before, after = _shares(hours, clause.primarily.workloads, asking)
            found.append(MoveMix(clause.id, site, least, before, after, None if planned is None else Fraction(planned)))
    return tuple(found)


def _hours_by_site(ground: PlanningGround, provider: str) -> dict[str, dict[str, Fraction]]:
    """Return the latest reported hours of each site, by workload; one entry without hours where none was reported."""
    now = ground.act_at(ground.on)
    latest: dict[str, MixReported] = {}
    for event in position(ground.agreement, ground.record, now).mixes(None):
        if event.provider not in (None, provider):
            continue
        name = event.site or provider
        if name not in latest or event.until >= latest[name].until:
            latest[name] = event
    if not latest:
        return {provider: {}}
    return {site: {name: Fraction(hours) for name, hours in event.hours.items()} for site, event in latest.items()}


def _shares(
    hours: dict[str, Fraction], meant: tuple[str, ...], asking: MoveAsking
) -> tuple[Fraction | None, Fraction | None]:  # fmt: skip
    total = sum(hours.values(), Fraction(0))
    mainly = sum((hours.get(name, Fraction(0)) for name in meant), Fraction(0))
    before = mainly / total if total else None
    if asking.hours is None or not total:
        return before, before
    more = Fraction(asking.hours)
    grown = total + more
    return before, (mainly + (more if asking.use.workload in meant else 0)) / grown
