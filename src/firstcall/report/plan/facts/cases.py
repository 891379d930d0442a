"""In which case something is bought, as a fact.

>>> from firstcall.planning.options.scenarios import ALL
>>> str(condition_said(((Uncertainty("answer", "l1", "first-call"), ALL),)))
'l1 is taken under first-call'
"""

from __future__ import annotations

from firstcall.planning.options.scenarios import DEMAND, ScenarioOutcome, Taken, Uncertainty
from firstcall.planning.results.buy_list import Condition
from firstcall.report.figures import NOTHING, share_percent
from firstcall.report.plan.facts.buying import (
    CasesTogether,
    ConsentComes,
    ConsentIsRefused,
    DemandIs,
    LineNotTaken,
    LineTaken,
    LineTakenTo,
    TakenForTooLittle,
)
from firstcall.report.sheet import OwnWords
from firstcall.said import Said


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
