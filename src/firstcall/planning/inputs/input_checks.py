"""Needs, supply and futures held against each other and the agreement: what cannot be planned, by file and row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Consent
from firstcall.errors import RecordError, suggestion
from firstcall.planning.inputs.futures import ANY, Futures
from firstcall.planning.inputs.horizon import months_later
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.steps.ground import PlanningGround

RemarkCode = Literal["term-beyond-agreement", "no-use", "price-is-old", "unlisted-provider"]
OLD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a line of supply that stops no plan."""

    code: RemarkCode
    line: str
    row: int
    day: date | None = None


def check_together(
    ground: PlanningGround, needs: Needs, lines: Sequence[SupplyLine], futures: Futures, files: tuple[str, str, str]
) -> tuple[Remark, ...]:
    """Return what must be known of the supply.

    Args:
      ground: what planning stands on.
      needs: what is needed.
      lines: what can be bought.
      futures: what nobody knows yet.
      files: the names of the three files, for mistakes.

    Raises:
      RecordError: every mistake that shows only when the files are read together.
    """
    faults = [*_needs(ground, needs, files[0]), *_supply(ground.agreement, needs, lines, files[1])]
    faults += _futures(ground.agreement, needs, lines, futures, files[2])
    if faults:
        raise RecordError("\n".join(faults))
    return tuple(_remarks(ground, needs, lines))


def _needs(ground: PlanningGround, needs: Needs, file: str) -> Iterator[str]:
    for need in needs.needs:
        last = max(amount.to for amount in need.amount)
        if last < ground.on:
            yield (
                f"{file}: need '{need.id}' ends on {last}, before the planning day {ground.on}\n"
                "  fix: take it out, or plan from an earlier day (--on)"
            )
        regions = ground.agreement.definitions.dimensions.get("region")
        for region in need.regions:
            if regions is not None and region not in regions:
                yield f"{file}: need '{need.id}': unknown region '{region}'\n  fix: {suggestion(region, regions)}"


def _supply(agreement: Agreement, needs: Needs, lines: Sequence[SupplyLine], file: str) -> Iterator[str]:
    regions = agreement.definitions.dimensions.get("region")
    for line in lines:
        place = f"{file}:{line.line}"
        if line.accelerator not in needs.accelerators:
            known = suggestion(line.accelerator, needs.accelerators)
            yield f"{place}: unknown accelerator '{line.accelerator}'\n  fix: {known}; or add it to needs.yaml"
        if line.currency != needs.currency and line.currency not in needs.rates:
            yield (
                f"{place}: the price is in {line.currency} and the needs in {needs.currency}, and no rate is given\n"
                f"  fix: add `rates: {{{line.currency}: …}}` to needs.yaml"
            )
        if regions is not None and line.region is not None and line.region not in regions:
            yield f"{place}: unknown region '{line.region}'\n  fix: {suggestion(line.region, regions)}"
        if line.mode == "own_build" and _operator_role(agreement, line.provider) == "holder":
            yield (
                f"{place}: '{line.provider}' is a holder's, so that nothing there is the grantor's own build\n"
                "  fix: leave mode empty, or name the grantor's own provider"
            )


def _operator_role(agreement: Agreement, provider: str) -> str | None:
    listed = agreement.providers.get(provider)
    party = agreement.parties.get(listed.operator) if listed else None
    return party.role if party else None


def _futures(
    agreement: Agreement, needs: Needs, lines: Sequence[SupplyLine], futures: Futures, file: str
) -> Iterator[str]:
    known = [line.id for line in lines]
    for answer in futures.answers:
        if answer.line != ANY and answer.line not in known:
            yield f"{file}: unknown line of supply '{answer.line}'\n  fix: {suggestion(answer.line, known)}"
    written = (*agreement.clauses, *(c for change in agreement.amendments for c in (*change.add, *change.replace)))
    clauses = {clause.id for clause in written if isinstance(clause, Consent)}
    for item in futures.consents:
        if item.clause != ANY and item.clause not in clauses:
            yield f"{file}: unknown consent clause '{item.clause}'\n  fix: {suggestion(item.clause, clauses, 'one')}"
    branches = [branch.id for branch in futures.demand]
    for need in needs.needs:
        for name in need.branches:
            if name not in branches:
                yield (
                    f"{file}: need '{need.id}' changes in branch '{name}', which is not listed under `demand`\n"
                    f"  fix: {suggestion(name, branches, 'branch')}"
                )


def _remarks(ground: PlanningGround, needs: Needs, lines: Sequence[SupplyLine]) -> Iterator[Remark]:
    text = ground.terms(ground.act_at(ground.on))
    ends, listed = text.ends, text.providers
    for line in lines:
        if ends is not None and line.min_term_months:
            last = months_later(max(line.available_from, ground.on), line.min_term_months)
            if ground.start_of(last) > ends:
                yield Remark("term-beyond-agreement", line.id, line.line, ground.day_of(ends))
        if not any(needs.speed(line.accelerator, need.accelerator) for need in needs.needs):
            yield Remark("no-use", line.id, line.line)
        if line.dated is not None and (ground.on - line.dated).days > OLD_DAYS:
            yield Remark("price-is-old", line.id, line.line, line.dated)
        if line.provider not in listed:
            yield Remark("unlisted-provider", line.id, line.line)
