"""The mix of use at a grantor's sites: which share of it a permission's own workloads had."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Primarily
from firstcall.agreement.model.definitions import OTHER, Ids
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import Terms
from firstcall.dates import local_day
from firstcall.record.events.entry import whole
from firstcall.record.events.kinds import MixReported
from firstcall.record.position import Position
from firstcall.rights.judge.effect_reasons import NoMixKnown, PlannedShare, ReportedShare, ReportedShareAt
from firstcall.said import Said
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Mix:
    """A share of use, the reports it rests on, and why it is that; planned where nothing was ever reported."""

    share: Decimal | None
    reports: tuple[MixReported, ...]
    why: Said


def mix_of(
    first: Primarily, scope: Scope, at: datetime, site: str | None, terms: Terms, position: Position
) -> Mix:  # fmt: skip
    """Return the lowest share of any site, each over the quarter up to its own latest report.

    A site keeps its last reported quarter until a later one is reported, so that a permission which was
    lost does not come back by reporting nothing.

    Args:
      first: the workloads a permission is meant for, and the planned share.
      scope: what the permission speaks of; use at a provider that it does not speak of is left out.
      at: the instant asked about.
      site: one site; None for all that were reported.
      terms: the terms in force, for the zone.
      position: the record at the instant.
    """
    today = local_day(at, terms.where)
    sites: dict[str | None, list[MixReported]] = {}
    for report in position.mixes(site):
        if report.until <= today and _speaks_of(scope, report, terms):
            sites.setdefault(report.site, []).append(report)
    if not sites:
        if first.planned_share is None:
            return Mix(None, (), NoMixKnown())
        return Mix(first.planned_share, (), PlannedShare(share=first.planned_share))
    quarters = {name: _last_quarter(reports) for name, reports in sites.items()}
    lowest, name = min(
        ((_share(first.workloads, held), name) for name, held in quarters.items()), key=lambda item: item[0]
    )
    reports = tuple(report for held in quarters.values() for report in held)
    shown = Decimal(whole(lowest.quantize(Decimal("0.0001"))))
    return Mix(lowest, reports, ReportedShareAt(site=name, share=shown) if name else ReportedShare(share=shown))


def _speaks_of(scope: Scope, report: MixReported, terms: Terms) -> bool:
    if report.provider is None:
        return True
    place = report.provider if report.provider in terms.providers else OTHER
    named = scope.providers is None or place in scope.providers
    return named and (scope.mode is None or terms.mode_at(report.provider) in scope.mode)


@dataclass(frozen=True, slots=True)
class ProviderShare:
    """Which share of the use that is reported some providers had, by which reports; None where none says."""

    share: Decimal | None
    reports: tuple[MixReported, ...]


def share_of_providers(providers: Ids, workloads: Ids | None, at: datetime, position: Position) -> ProviderShare:
    """Return the share of the use, in hours, that some providers had over the three months up to the latest report.

    Only reports that name their provider count.

    Args:
      providers: those whose share it is.
      workloads: the workloads that count; all when None.
      at: the instant asked about.
      position: the record at the instant.
    """
    today = local_day(at, position.now.where)
    named = [one for one in position.mixes(None) if one.provider is not None and one.until <= today]
    reports = _last_quarter(named) if named else []
    total = ours = Decimal(0)
    for report in reports:
        hours = sum(
            (hours for name, hours in report.hours.items() if workloads is None or name in workloads), Decimal(0)
        )
        total += hours
        ours += hours if report.provider in providers else Decimal(0)
    return ProviderShare(ours / total if total else None, tuple(reports))


def _last_quarter(reports: list[MixReported]) -> list[MixReported]:
    start = quarter_before(max(report.until for report in reports))
    return [report for report in reports if report.until > start]


def _share(named: tuple[str, ...], reports: Iterable[MixReported]) -> Decimal:
    total = ours = Decimal(0)
    for report in reports:
        total += sum(report.hours.values(), Decimal(0))
        ours += sum((report.hours.get(name, Decimal(0)) for name in named), Decimal(0))
    return ours / total if total else Decimal(0)


def quarter_before(day: date) -> date:
    """Return the day three months earlier; the last of a month goes to the last of a month.

    >>> quarter_before(date(2025, 6, 30)), quarter_before(date(2025, 5, 30))
    (datetime.date(2025, 3, 31), datetime.date(2025, 2, 28))
    """
    year, month = (day.year, day.month - 3) if day.month > 3 else (day.year - 1, day.month + 9)
    last = monthrange(year, month)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if ends else min(day.day, last))
