"""What is due next beside offers: dated duties, sums to come, options that must be chosen by a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.agreement.model.definitions import Party
from firstcall.dates import local_day
from firstcall.record.dated.duties import DutyTime, duties_at
from firstcall.record.dated.option_states import OptionTime, options_at
from firstcall.record.position import Position
from firstcall.report.glance.due_next import MoreDue, MoreOverdue
from firstcall.report.offer.duties import duty_said, pressing_said
from firstcall.report.offer.options import option_said
from firstcall.said import Said
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.settlement.statement.upcoming import UpcomingSum

_SHOWN = 2
"""How many dated things ahead are told before they are only counted."""


@dataclass(frozen=True, slots=True)
class DatedThings:
    """What the text dates beside offers, as it stands at an instant."""

    duties: Sequence[DutyTime]
    sums: Sequence[UpcomingSum]
    choices: Sequence[OptionTime]


def dated_things(here: Position) -> DatedThings:
    """Return the dated duties, the sums to come and the options of the text in force."""
    return DatedThings(duties_at(here), sums_ahead(here), options_at(here))


def sums_ahead(here: Position) -> tuple[UpcomingSum, ...]:
    """Return the sums that come next; the rooms of settlement are read only where a clause may bring one."""
    clauses = here.agreement.every_clause
    if not any(isinstance(one, Payment) or (isinstance(one, Commitment) and not one.is_dated) for one in clauses):
        return ()
    from firstcall.settlement.clauses.history import money_terms  # noqa: PLC0415 - rooms that few texts need
    from firstcall.settlement.statement.upcoming import upcoming_sums  # noqa: PLC0415

    today = local_day(here.at, here.now.where)
    return upcoming_sums(money_terms(here.agreement, here.known_at, here.record), today)


def dated_next(dated: DatedThings, parties: Mapping[str, Party]) -> tuple[Said, ...]:
    """Return what was not done in time, and what comes next by its day; how much more there is of either.

    Args:
      dated: the duties, sums and options.
      parties: the parties, for their names.
    """
    names = {name: party.name for name, party in parties.items()}
    late = [*pressing_said((one for one in dated.duties if one.state == "unmet"), names)]
    ahead = [said for _, _, said in sorted(_ahead(dated, names), key=lambda one: one[:2])]
    told = late[:1]
    told += [MoreOverdue(n=len(late) - 1)] if len(late) > 1 else []
    told += ahead[:_SHOWN]
    told += [MoreDue(n=len(ahead) - _SHOWN)] if len(ahead) > _SHOWN else []
    return tuple(told)


def _ahead(dated: DatedThings, names: Mapping[str, str]) -> list[tuple[date, str, Said]]:
    """Return all that has a last day still to come: that day, a name to order by, and what is told of it."""
    duties = [(one.due, one.name, duty_said(one, names)) for one in dated.duties if one.due and one.state == "open"]
    choices = [
        (one.window.last, one.clause.id, option_said(one, names))
        for one in dated.choices if one.window.last and one.state in ("open", "ahead")
    ]  # fmt: skip
    return [*duties, *choices, *_sums(dated.sums, names)]


def _sums(sums: Sequence[UpcomingSum], names: Mapping[str, str]) -> list[tuple[date, str, Said]]:
    if not sums:
        return []
    from firstcall.report.offer.payments import sum_said  # noqa: PLC0415 - it reads the rooms of settlement

    return [(one.due, one.name, sum_said(one, names)) for one in sums if one.due]
