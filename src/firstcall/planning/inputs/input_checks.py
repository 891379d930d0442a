"""Needs, supply and futures held against each other and the agreement: what cannot be planned, by file and row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Consent, FirstRefusal
from firstcall.agreement.read.text import Places
from firstcall.dates import NEXT_INSTANT
from firstcall.errors import Place, Problem, RecordError, near_or_listed, unknown
from firstcall.planning.inputs.futures import ANY, Futures
from firstcall.planning.inputs.horizon import months_later
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.steps.ground import PlanningGround
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

RemarkCode = Literal[
    "term-beyond-agreement", "need-beyond-agreement", "no-use", "price-is-old", "unlisted-provider", "looks-alike"
]  # fmt: skip
OLD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a line of supply, or about a need, that stops no plan."""

    code: RemarkCode
    line: str
    """The line; the need where it is about one."""
    row: int
    """In supply.csv; 0 for a need."""
    day: date | None = None


class NeedIsPast(Said):
    says = sentence("need.is-past", "need {need} ends on {last}, before the planning day {day}")
    need: Annotated[str, Quoted]
    last: date
    day: date


class TakeItOutOrPlanEarlier(Said):
    says = sentence("need.take-out-or-plan-earlier", "take it out, or plan from an earlier day (--on)")


class OfNeed(Said):
    says = sentence("need.of-need", "need {need}: {what}")
    need: Annotated[str, Quoted]
    what: Said


class OrAddToNeeds(Said):
    says = sentence("supply.or-add-to-needs", "{known}; or add it to needs.yaml")
    known: Said


class NoRateGiven(Said):
    says = sentence("supply.no-rate-given", "the price is in {price} and the needs in {needs}, and no rate is given")
    price: str
    needs: str


class AddRate(Said):
    says = sentence("supply.add-rate", "add `rates: {{{currency}: …}}` to needs.yaml")
    currency: str


class HoldersIsNoOwnBuild(Said):
    says = sentence(
        "supply.holders-is-no-own-build",
        "{provider} is a holder's, so that nothing there is the grantor's own build",
    )
    provider: Annotated[str, Quoted]


class LeaveModeEmpty(Said):
    says = sentence("supply.leave-mode-empty", "leave mode empty, or name the grantor's own provider")


class BranchNotListed(Said):
    says = sentence(
        "futures.branch-not-listed",
        "need {need} changes in branch {branch}, which is not listed under `demand`",
    )
    need: Annotated[str, Quoted]
    branch: Annotated[str, Quoted]


class ListBranch(Said):
    says = sentence("futures.list-branch", "list it with its weight: `demand: [{{id: {branch}, weight: …}}, …]`")
    branch: str


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The names of the three files, and where each part stands in needs and futures, where they were read as text."""

    needs: str
    supply: str
    futures: str
    needs_at: Places | None = None
    futures_at: Places | None = None

    def in_needs(self, number: int) -> Place:
        """Return where a need stands."""
        return self.needs_at.of(("needs", number)) if self.needs_at else Place(self.needs)

    def in_futures(self, part: str, number: int) -> Place:
        """Return where an entry of the futures stands."""
        return self.futures_at.of((part, number)) if self.futures_at else Place(self.futures)


def check_together(
    ground: PlanningGround, needs: Needs, lines: Sequence[SupplyLine], futures: Futures, files: FilesRead
) -> tuple[Remark, ...]:
    """Return what must be known of the supply.

    Args:
      ground: what planning stands on.
      needs: what is needed.
      lines: what can be bought.
      futures: what nobody knows yet.
      files: the names of the three files, and where each part stands in them, for mistakes.

    Raises:
      RecordError: every mistake that shows only when the files are read together.
    """
    faults = [*_needs(ground, needs, files), *_supply(ground.agreement, needs, lines, files.supply)]
    faults += _futures(ground.agreement, needs, lines, futures, files)
    if faults:
        raise RecordError.of(faults)
    return tuple(_remarks(ground, needs, lines))


def _needs(ground: PlanningGround, needs: Needs, files: FilesRead) -> Iterator[Problem]:
    for number, need in enumerate(needs.needs):
        place = files.in_needs(number)
        last = max(amount.to for amount in need.amount)
        if last < ground.on:
            yield Problem(place, NeedIsPast(need=need.id, last=last, day=ground.on), TakeItOutOrPlanEarlier())
        regions = ground.agreement.definitions.dimensions.get("region")
        for region in need.regions:
            if regions is not None and region not in regions:
                wrong = OfNeed(need=need.id, what=unknown("region", region))
                yield Problem(place, wrong, near_or_listed(region, regions, "region"))


def _supply(agreement: Agreement, needs: Needs, lines: Sequence[SupplyLine], file: str) -> Iterator[Problem]:
    regions = agreement.definitions.dimensions.get("region")
    for line in lines:
        place = Place(file, line.line)
        if line.accelerator not in needs.accelerators:
            known = near_or_listed(line.accelerator, needs.accelerators, "accelerator")
            yield Problem(place, unknown("accelerator", line.accelerator), OrAddToNeeds(known=known))
        if line.currency != needs.currency and line.currency not in needs.rates:
            wrong = NoRateGiven(price=line.currency, needs=needs.currency)
            yield Problem(place, wrong, AddRate(currency=line.currency))
        if regions is not None and line.region is not None and line.region not in regions:
            yield Problem(place, unknown("region", line.region), near_or_listed(line.region, regions, "region"))
        if line.mode == "own_build" and _operator_role(agreement, line.provider) == "holder":
            yield Problem(place, HoldersIsNoOwnBuild(provider=line.provider), LeaveModeEmpty())


def _operator_role(agreement: Agreement, provider: str) -> str | None:
    listed = agreement.providers.get(provider)
    party = agreement.parties.get(listed.operator) if listed else None
    return party.role if party else None


def _futures(
    agreement: Agreement, needs: Needs, lines: Sequence[SupplyLine], futures: Futures, files: FilesRead
) -> Iterator[Problem]:
    known = [line.id for line in lines]
    for number, answer in enumerate(futures.answers):
        place = files.in_futures("answers", number)
        if answer.line != ANY and answer.line not in known:
            fix = near_or_listed(answer.line, known, "line of supply")
            yield Problem(place, unknown("line of supply", answer.line), fix)
    rights = {clause.id for clause in agreement.every_clause if isinstance(clause, FirstRefusal)}
    for number, answer in enumerate(futures.answers):
        place = files.in_futures("answers", number)
        if answer.clause is not None and answer.clause not in rights:
            fix = near_or_listed(answer.clause, rights, "right of first refusal")
            yield Problem(place, unknown("right of first refusal", answer.clause), fix)
    clauses = {clause.id for clause in agreement.every_clause if isinstance(clause, Consent)}
    for number, item in enumerate(futures.consents):
        place = files.in_futures("consents", number)
        if item.clause != ANY and item.clause not in clauses:
            fix = near_or_listed(item.clause, clauses, "consent clause")
            yield Problem(place, unknown("consent clause", item.clause), fix)
    branches = [branch.id for branch in futures.demand]
    for number, need in enumerate(needs.needs):
        for name in need.branches:
            if name not in branches:
                fix = near_or_listed(name, branches, "branch") if branches else ListBranch(branch=name)
                yield Problem(files.in_needs(number), BranchNotListed(need=need.id, branch=name), fix)


def _remarks(ground: PlanningGround, needs: Needs, lines: Sequence[SupplyLine]) -> Iterator[Remark]:
    text = ground.terms(ground.act_at(ground.on))
    ends, listed = text.ends, text.providers
    for need in needs.needs:
        last = max(amount.to for amount in need.amount)
        if ends is not None and ground.start_of(date.fromordinal(last.toordinal() + 1)) > ends:
            yield Remark("need-beyond-agreement", need.id, 0, ground.day_of(ends - NEXT_INSTANT))
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
    sold = [replace(line, id="", line=0, source="", url="", dated=None, note="") for line in lines]
    times = Counter(sold)
    yield from (
        Remark("looks-alike", line.id, line.line) for line, one in zip(lines, sold, strict=True) if times[one] > 1
    )
