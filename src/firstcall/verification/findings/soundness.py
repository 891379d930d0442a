"""Every finding of an agreement: read as its base has it, and what another reading of a point brings besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.verification.findings.assumptions import assumptions
from firstcall.verification.findings.clashes import (
    Heard,
    LicensesAnotherAlone,
    TellHeard,
    closed_licences,
    conflicts,
    gaps,
    heard_all,
    nowhere_free,
    silent_orders,
)
from firstcall.verification.findings.facts import (
    ChangesNothing,
    ConsentMeetsNothing,
    NobodyConsents,
)
from firstcall.verification.findings.finding import Finding, in_order
from firstcall.verification.findings.fitting import cannot_fit
from firstcall.verification.findings.idle import idle
from firstcall.verification.findings.options import idle_options
from firstcall.verification.findings.procedures import never_ends, nobody_can_make, one_sided
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.sayings import ClauseHearings
from firstcall.verification.space.technology import Technologies

if TYPE_CHECKING:
    from firstcall.verification.difference.worth import MoneyWorth


def findings_of(
    agreement: Agreement, *, worth: MoneyWorth | None = None, tell: TellHeard | None = None
) -> tuple[Finding, ...]:
    """Return everything that is not sound about an agreement, the worst first; loopholes are searched for apart.

    Args:
      agreement: the agreement, with every version and every point of construction.
      worth: tells what would be owed under another text; None where no books are there to tell it.
      tell: is told how many questions more were heard; None where nobody is.
    """
    space, record = questions_of(agreement)
    questions = Questions(agreement, record, space)
    sayings = ClauseHearings(questions)
    heard = heard_all(sayings, tell)
    technologies = Technologies()
    found = [*_as_read(agreement, sayings, heard, technologies)]
    known = {(one.code, one.what) for one in found}
    for point in agreement.readings:
        for name in point.alternatives:
            read = construe(agreement, {point.id: name})
            if read is not agreement:
                other = ClauseHearings(Questions(read, record, space), sayings)
                more = _as_read(read, other, heard_all(other, tell), technologies)
                found += [
                    replace(one, read_as=((point.id, name),)) for one in more if (one.code, one.what) not in known
                ]
    found += assumptions(questions, heard, technologies, worth)
    return in_order(_without_double(found))


def faults_as_read(agreement: Agreement, most: int) -> tuple[Finding, ...] | None:
    """Return the errors and warnings of an agreement as the base of each point reads it; loopholes aside.

    Args:
      agreement: the agreement, with every version.
      most: how many questions it may tell apart; None is returned where it tells more.
    """
    space, record = questions_of(agreement)
    if prod(space.sizes) > most:
        return None
    sayings = ClauseHearings(Questions(agreement, record, space))
    return in_order(_without_double(list(_as_read(agreement, sayings, heard_all(sayings), Technologies()))))


def _without_double(found: list[Finding]) -> Iterator[Finding]:
    """Leave out a consent that nobody can give, and a licence that another shuts out, where it changes nothing."""
    impossible = {(one.places[0], one.what.lifted) for one in found if isinstance(one.what, NobodyConsents)}
    shut_out = {one.places[1] for one in found if isinstance(one.what, LicensesAnotherAlone)}
    for one in found:
        double = (
            (one.places[0], one.what.lifted) in impossible if isinstance(one.what, ConsentMeetsNothing)
            else isinstance(one.what, ChangesNothing) and one.places[0] in shut_out
        )  # fmt: skip
        if not double:
            yield one


def _as_read(
    agreement: Agreement, sayings: ClauseHearings, heard: Heard, technologies: Technologies
) -> Iterator[Finding]:
    """Yield the findings of an agreement that is read one way."""
    yield from conflicts(sayings, heard)
    yield from closed_licences(sayings)
    yield from nobody_can_make(agreement)
    yield from idle_options(agreement)
    yield from cannot_fit(agreement)
    yield from nowhere_free(sayings, heard)
    yield from gaps(sayings, heard)
    yield from idle(sayings, heard, technologies)
    yield from silent_orders(sayings, heard)
    yield from one_sided(agreement)
    yield from never_ends(agreement)
