"""A plan played as events, case by case: each signing and each use asked of `decide` when its moment comes."""

from collections.abc import Iterator
from typing import Any

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.results.exact_work import blocks_of
from firstcall.planning.results.result import PlanResult
from firstcall.planning.steps.clearance import CapacitySide
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked


def unlawful(result: PlanResult) -> list[str]:
    """Every signing or use of a plan that the engine does not find free; none for a lawful plan."""
    return [fault for n in range(len(result.planned.model.scenarios.all)) for fault in _of_scenario(result, n)]


def _of_scenario(result: PlanResult, scenario: int) -> Iterator[str]:
    model = result.planned.model
    for option in model.options:
        signed = blocks_of(model, option.number, None, scenario, result.exact.blocks)
        noticed = noticed_blocks(model, option.number, scenario, result.exact.blocks)
        for match in range(len(option.matched)):
            if blocks_of(model, option.number, match, scenario, result.exact.blocks):
                yield from _taken(result, option, match, scenario)
        if signed:
            assert not option.rights or signed <= noticed
            yield from _signed(result, option, scenario)


def noticed_blocks(model: Model, purchase: int, scenario: int, blocks: dict[int, int]) -> int:
    """Return the blocks of a purchase that are noticed in a scenario."""
    found = model.noticed.get(purchase)
    return 0 if found is None else blocks[int(found[scenario])]


def _needs_served(result: PlanResult, option: PurchaseOption, match: int | None, scenario: int) -> dict[int, set[int]]:
    served: dict[int, set[int]] = {}
    for work in result.exact.work:
        if (work.purchase, work.match, work.scenario) == (option.number, match, scenario):
            served.setdefault(work.need, set()).add(work.slice)
    return served


def _signed(result: PlanResult, option: PurchaseOption, scenario: int) -> Iterator[str]:
    model = result.planned.model
    ground, side = model.desk.ground, option.supplies.side
    for need, pieces in _needs_served(result, option, None, scenario).items():
        wanted = model.desk.needs.needs[need]
        for workload in wanted.workloads:
            record = ground.record
            offer = option.line.offer
            if option.rights and not option.given:
                offer = "replayed"
                record = _noticed(result, option, record)
            record = _consented(result, option, record, workload)
            at = ground.act_at(option.signing)
            capacity = side.mode if side.mode in ("own_build", "built_for_grantor") else None
            asked = Asked(
                (workload,), provider=side.provider, customer=wanted.customer, capacity=capacity, offer=offer,
                dimensions=dict(side.dimensions),
            )  # fmt: skip
            if not option.consents and not decide(ground.agreement, record, asked, at, None, ground.readings).free:
                yield f"{option.line.id} is not free to sign for {workload} on {option.signing}"
            yield from _runs(result, option.line.id, side, record, workload, wanted.customer, at, pieces, offer)


def _taken(result: PlanResult, option: PurchaseOption, match: int, scenario: int) -> Iterator[str]:
    """Capacity that the holder takes: signed with the holder when its window ends, and run where the plan runs it."""
    model = result.planned.model
    ground, held = model.desk.ground, option.matched[match]
    assert option.notice is not None
    at = ground.act_at(option.notice.free_day)
    for need, pieces in _needs_served(result, option, match, scenario).items():
        wanted = model.desk.needs.needs[need]
        for workload in wanted.workloads:
            side = held.supplies.side
            yield from _runs(
                result, option.line.id, side, ground.record, workload, wanted.customer, at, pieces, None
            )  # fmt: skip


def _noticed(result: PlanResult, option: PurchaseOption, record: Record) -> Record:
    ground, side = result.planned.model.desk.ground, option.supplies.side
    assert option.notice is not None
    at = ground.act_at(option.notice.day)
    text = ground.terms(at)
    told: dict[str, Any] = {"by": _grantor(result), "at": at.isoformat(), "offer": "replayed"}
    clauses = [clause for name in option.rights if isinstance(clause := text.by_id[name].clause, FirstRefusal)]
    made: dict[str, Any] = {"type": "offer-received", "provider": side.provider, **told}
    if "third_party_offer" not in {clause.trigger for clause in clauses}:
        made = {"type": "capacity-requested", **told}
    else:
        made["bona_fide"] = sorted({quality for clause in clauses for quality in clause.bona_fide} - {"named"})
    if side.dimensions:
        made["dimensions"] = dict(side.dimensions)
    events = [made, {"type": "grantor-willing", **told}]
    events += [
        # a plan supposes whole notices
        {"type": "notice-given", "clause": clause.id, "states": list(clause.notice.required), **told}
        for clause in clauses
    ]
    return suppose(record, events, ground.where, "replay")


def _consented(result: PlanResult, option: PurchaseOption, record: Record, workload: str) -> Record:
    ground = result.planned.model.desk.ground
    for number, step in enumerate(option.consents):
        event = {
            "type": "consent-given", "by": step.by, "at": ground.act_at(option.signing).isoformat(),
            "consent": f"c{number}", "clauses": list(step.lifts), "provider": option.line.provider,
            "contract": "replayed-contract", "workloads": [workload], "quantity": "1",
        }  # fmt: skip
        record = suppose(record, [event], ground.where, "replay")
    return record


def _runs(
    result: PlanResult, line: str, side: CapacitySide, record: Record, workload: str, customer: str | None, at: Any,
    pieces: set[int], offer: str | None,
) -> Iterator[str]:  # fmt: skip
    model = result.planned.model
    ground = model.desk.ground
    text = ground.terms(at)
    mode = side.mode or text.mode_at(side.provider if side.provider in text.providers else "other")
    tranche: dict[str, Any] = {"workloads": [workload]}
    if side.dimensions:
        tranche["dimensions"] = dict(side.dimensions)
    event = {
        "type": "contract-signed", "by": _grantor(result), "at": at.replace(minute=1).isoformat(),
        "contract": "replayed-contract", "provider": side.provider, "mode": mode, "tranches": [tranche],
        **({"offer": offer} if offer else {}),
    }  # fmt: skip
    record = suppose(record, [event], ground.where, "replay")
    asked = Asked((workload,), customer=customer, contract="replayed-contract")
    for number in sorted(pieces):
        then = max(ground.start_of(model.grid.slices[number].first), at.replace(minute=2))
        if not decide(ground.agreement, record, asked, then, None, ground.readings).free:
            yield f"{workload} may not run on {line} at {side.provider} in {model.grid.slices[number].first}"


def _grantor(result: PlanResult) -> str:
    ground = result.planned.model.desk.ground
    parties = ground.agreement.parties.items()
    return next(name for name, party in parties if party.role == "grantor")
