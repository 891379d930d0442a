"""In which case something is bought, as a fact.

>>> from firstcall.planning.options.scenarios import ALL
>>> str(condition_said(((Uncertainty("answer", "l1", "first-call"), ALL),)))
'l1 is taken under first-call'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from firstcall.planning.options.scenarios import DEMAND, ScenarioOutcome, Taken, Uncertainty
from firstcall.planning.results.buy_list import Buy, Condition
from firstcall.report.figures import NOTHING, share_percent
from firstcall.report.plan.facts.buying import (
    CaseLikely,
    CasesTogether,
    ConsentComes,
    ConsentIsRefused,
    DemandAmong,
    DemandIs,
    LineNotTaken,
    LineTaken,
    LineTakenTo,
    TakenForTooLittle,
)
from firstcall.report.sheet import OwnWords
from firstcall.said import Said


def told_together(buys: Iterable[Buy]) -> list[tuple[Buy, Said | OwnWords]]:
    """Return purchases, each with its case and how likely that is; those alike but for how demand goes as one."""
    alike: dict[Buy, list[Buy]] = {}
    for buy in buys:
        rest = tuple(one for one in buy.only_if if one[0] != DEMAND)
        alike.setdefault(replace(buy, only_if=rest, weight=Fraction(0)), []).append(buy)
    return [(same, _case_of(same, some)) for same, some in alike.items()]


def _case_of(same: Buy, some: Sequence[Buy]) -> Said | OwnWords:
    branches = tuple(str(outcome) for buy in some for item, outcome in buy.only_if if item == DEMAND)
    cases = (*(_case(*one) for one in same.only_if), *((DemandAmong(branches=branches),) if branches else ()))
    if not cases:
        return NOTHING
    share = share_percent(sum((buy.weight for buy in some), Fraction(0)), 0)
    return CaseLikely(case=cases[0] if len(cases) == 1 else CasesTogether(cases=cases), share=share)


def condition_said(condition: Condition) -> Said | OwnWords:
    """Return in which case a purchase is made; nothing for one that is made in any case."""
    if not condition:
        return NOTHING
    cases = tuple(_case(item, outcome) for item, outcome in condition)
    return cases[0] if len(cases) == 1 else CasesTogether(cases=cases)


def _case(item: Uncertainty, outcome: ScenarioOutcome) -> Said:
    if item == DEMAND:
        return DemandIs(branch=str(outcome))
    if item.kind == "consent":
        return ConsentComes(clause=item.clause) if outcome else ConsentIsRefused(clause=item.clause)
    assert isinstance(outcome, Taken)
    if outcome.stranding:
        return TakenForTooLittle(line=item.line)
    if not outcome.share:
        return LineNotTaken(line=item.line, clause=item.clause)
    if outcome.share == 1:
        return LineTaken(line=item.line, clause=item.clause)
    return LineTakenTo(line=item.line, share=share_percent(outcome.share, 0), clause=item.clause)
