"""Ways round restrictions, as findings: what can be done, which clause it goes round, the trace, and what closes it."""

from __future__ import annotations

from firstcall.agreement.document import Agreement
from firstcall.said import Said
from firstcall.verification.findings.finding import Finding, TracedQuestion, clause_text_name, place_of_text
from firstcall.verification.loopholes import told_facts as told
from firstcall.verification.loopholes.search import Loophole, LoopholeSearch, TellStates
from firstcall.verification.loopholes.signing_acts import UNDER_NO_OFFER


def loopholes_of(agreement: Agreement, tell: TellStates = lambda count: None) -> tuple[Finding, ...]:
    """Return each way round a restriction of an agreement, by its shortest trace, the shortest first.

    Args:
      agreement: the agreement; every point of construction is read as its base.
      tell: is told, now and then, how many states have been seen.
    """
    return tuple(_finding(one) for one in LoopholeSearch(agreement, tell).run())


def _finding(one: Loophole) -> Finding:
    scene = one.scene
    what = told.DoneWithoutSay(
        workload=scene.workload, provider=scene.provider, holders=one.holders, clause=clause_text_name(one.around)
    )
    signed = one.steps[-1].events[-1]
    asks = TracedQuestion(scene.workload, scene.customer, str(signed["contract"]), one.until)
    return Finding("loophole", what, closing_of(one), (place_of_text(one.around),), trace=one.steps, asks=asks)


def closing_of(one: Loophole) -> Said:
    """Return what would close a way round, by the act that opens it."""
    clause, acts = one.around.clause.id, {step.act: step.detail for step in one.steps}
    if "built" in acts:
        return told.NameBuiltSites(clause=clause)
    if "backdate" in acts:
        return told.RestrictEarlier(clause=clause)
    if "exempt" in acts:
        return told.ProveTheKind(clause=clause, kind=acts["exempt"])
    if "consent" in acts and "notice" not in acts:
        return told.LetHolderConsent(holder=one.holders[0], clause=clause)
    if "fail" in acts:
        return told.CountFromMatch(clause=clause)
    if one.steps[-1].detail == UNDER_NO_OFFER:
        return told.GoOnAfterwards(clause=clause)
    noticed = [number for number, step in enumerate(one.steps) if step.act == "notice"]
    changed = [number for number, step in enumerate(one.steps) if step.act in ("trifle", "better")]
    if changed and noticed and changed[-1] > noticed[-1]:
        return told.CompareThatTerm(clause=clause, terms=(one.steps[changed[-1]].detail or "price",))
    if len(noticed) > 1:
        return told.KeepWholeWindow(clause=clause)
    signed = [event.get("offer") for step in one.steps for event in step.events if event["type"] == "contract-signed"]
    if signed.count(signed[-1]) > 1:
        return told.SignNoMoreThanOffered(clause=clause, offer=str(signed[-1]))
    return told.CloseTheWay(clause=clause)
