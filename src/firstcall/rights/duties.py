"""Duties of precedence: a holder comes first. They go with an answer and never bar anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Priority
from firstcall.kept import Kept
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.events.entry import whole
from firstcall.record.milestones import shipped, support_declined
from firstcall.record.position import Position
from firstcall.rights.decision import Duty, DutyStatus
from firstcall.rights.judge.applicable import in_scope
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.judge.permissions.mix import share_of_providers
from firstcall.rights.question import Question
from firstcall.said import Percent, Said, sentence


class AtHome(Said):
    says = sentence("priority.at-home", "it is at {home}")
    home: tuple[str, ...]


class PrimaryNotShown(Said):
    says = sentence(
        "priority.primary-not-shown", "whether {holder} stays the primary provider is not shown by one placement"
    )
    holder: str


class PrimaryMeasured(Said):
    says = sentence(
        "priority.primary-measured", "{home} had {share} of the use reported ({events}); at least {least} is owed"
    )
    home: tuple[str, ...]
    share: Annotated[Decimal, Percent]
    events: tuple[str, ...]
    least: Annotated[Decimal, Percent]


class NoUseReported(Said):
    says = sentence(
        "priority.no-use-reported", "no report of use names its provider, so the share of {home} is unknown"
    )
    home: tuple[str, ...]


class ShippedBefore(Said):
    says = sentence("priority.shipped-before", "it shipped at {provider} before ({event})")
    provider: str
    event: str


class ShippedElsewhere(Said):
    says = sentence("priority.shipped-elsewhere", "it shipped at {provider} ({event}), and not at {home} before")
    provider: str
    event: str
    home: tuple[str, ...]


class FirstShipUnknown(Said):
    says = sentence("priority.first-ship-unknown", "the record does not tell whether it shipped at {home} first")
    home: tuple[str, ...]


class HolderCannot(Said):
    says = sentence("priority.holder-cannot", "not owed: {holder} cannot support it")
    holder: str


class HolderChoosesNot(Said):
    says = sentence("priority.holder-chooses-not", "not owed: {holder} chooses not to support it")
    holder: str


class HolderNeither(Said):
    says = sentence("priority.holder-neither", "not owed: {holder} cannot and chooses not to support it")
    holder: str


_ANY_OWED: Kept[int, bool] = Kept("whether any duty of precedence speaks, by stretch of time")


def duties_of(question: Question, here: Position) -> tuple[Duty, ...]:
    """Return the duties that running elsewhere brings, each met, unmet or unknown on the record."""
    if not _owed(here):
        return ()
    found: dict[tuple[str, str], Duty] = {}
    for held in speaking_clauses(here):
        clause = held.clause
        if not isinstance(clause, Priority):
            continue
        for workload in question.workloads:
            doing = doing_of(question, workload, "run")
            if any(in_scope(held, doing, cell) for cell in question.cells):
                status, why = _status(clause, workload, question, here)
                duty = Duty(clause.id, held.version.id, clause.duty, workload, status, why)
                found[(clause.id, workload)] = duty
    return tuple(found.values())


def _owed(here: Position) -> bool:
    """Say whether any duty of precedence speaks; kept with the text, since most texts have none."""
    terms = here.now
    kept, stretch = _ANY_OWED.on(terms.shelf), terms.stretch(here.at)
    if stretch not in kept:
        kept[stretch] = any(isinstance(held.clause, Priority) for held in terms.speaking(here.at))
    return kept[stretch]


def _status(clause: Priority, workload: str, question: Question, here: Position) -> tuple[DutyStatus, Said]:
    if clause.duty == "primary_provider" and clause.share_at_least is not None:
        return _measured(clause, clause.share_at_least, here)
    if question.place in clause.at:
        return "met", AtHome(home=clause.at)
    if clause.duty == "primary_provider":
        return "unknown", PrimaryNotShown(holder=clause.holder)
    first, elsewhere = shipped(here, workload, clause.at), shipped(here, workload, (question.provider,))
    if first is not None and (elsewhere is None or first.at <= elsewhere.at):
        return "met", ShippedBefore(provider=first.provider, event=first.id)
    until = elsewhere.at if elsewhere is not None else here.at
    declined = [event for event in support_declined(here, workload, clause.holder) if event.at <= until]
    reasons = frozenset(reason for event in declined for reason in event.reasons)
    if clause.unless is not None and clause.unless.holds(reasons):
        return "met", _not_owed(clause.holder, reasons)
    if elsewhere is not None:
        return "unmet", ShippedElsewhere(provider=question.provider, event=elsewhere.id, home=clause.at)
    return "unknown", FirstShipUnknown(home=clause.at)


def _measured(clause: Priority, least: Decimal, here: Position) -> tuple[DutyStatus, Said]:
    """Return whether the primary provider has its share of the use that is reported."""
    found = share_of_providers(clause.at, clause.scope.workloads, here.at, here)
    if found.share is None:
        return "unknown", NoUseReported(home=clause.at)
    events = tuple(report.id for report in found.reports)
    shown = Decimal(whole(found.share.quantize(Decimal("0.0001"))))
    why = PrimaryMeasured(home=clause.at, share=shown, least=least, events=events)
    return "met" if found.share >= least else "unmet", why


def _not_owed(holder: str, reasons: frozenset[str]) -> Said:
    if reasons == {"cannot"}:
        return HolderCannot(holder=holder)
    if reasons == {"chooses_not_to"}:
        return HolderChoosesNot(holder=holder)
    return HolderNeither(holder=holder)
