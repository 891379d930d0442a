"""YAML text -> Needs, or every problem in it with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ValidationError

from firstcall.agreement.document import Agreement
from firstcall.agreement.read.problems import faults
from firstcall.agreement.read.text import Path, Places, decode, read_yaml
from firstcall.errors import AgreementError, Problem, Thing, near_or_listed, unknown
from firstcall.planning.inputs.needs import Need, Needs, speeds_of
from firstcall.said import Quoted, Said, Unreadable, sentence


class NeedTwice(Said):
    says = sentence("need.id-twice", "the id {need} stands twice")
    need: Annotated[str, Quoted]


class OwnIdForNeed(Said):
    says = sentence("need.own-id", "give each need its own id")


class AmountsOverlap(Said):
    says = sentence("need.amounts-overlap", "the amount from {later} begins before the one to {earlier} has ended")
    later: date
    earlier: date


class ListAmountsInOrder(Said):
    says = sentence("need.list-in-order", "list amounts in order, without overlap")


class NoPerMegawatt(Said):
    says = sentence(
        "need.no-per-megawatt",
        "an amount is in MW, and how many {accelerator} a megawatt feeds is not told",
    )
    accelerator: str


class AddPerMegawatt(Said):
    says = sentence("need.add-per-megawatt", "add `per_mw` to the accelerator {accelerator}")
    accelerator: str


M = TypeVar("M", bound=BaseModel)


def read_needs(raw: bytes, agreement: Agreement, file: str = "needs.yaml") -> Needs:
    """Return the needs that a YAML text says.

    Args:
      raw: the file's bytes.
      agreement: whose words (workloads, customers) the needs use.
      file: the name to print with problems.

    Raises:
      AgreementError: with every problem found, each at its place.
    """
    return placed_needs(raw, agreement, file)[0]


def placed_needs(raw: bytes, agreement: Agreement, file: str) -> tuple[Needs, Places]:
    """Return the needs that a YAML text says, and where each stands; as `read_needs` does."""
    needs, places = read_written(raw, Needs, file)
    found = list(_problems(needs, agreement, places))
    if found:
        raise AgreementError(sorted(found, key=lambda problem: problem.place))
    return needs, places


def read_written(raw: bytes, model: type[M], file: str) -> tuple[M, Places]:
    """Return what a YAML text says as a model, and where each part stands.

    Raises:
      AgreementError: the text cannot be read, or does not fit the model.
    """
    data, places, problems = read_yaml(decode(raw, file), file)
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        raise AgreementError([*problems, *faults(error, model, data, places)]) from error
    if problems:
        raise AgreementError(problems)
    return made, places


def _problems(needs: Needs, agreement: Agreement, places: Places) -> Iterator[Problem]:
    try:
        speeds_of(needs.accelerators)
    except Unreadable as error:
        yield Problem(places.of(("accelerators",)), error.what, error.fix)
    seen: set[str] = set()
    for number, need in enumerate(needs.needs):
        here: Path = ("needs", number)
        if need.id in seen:
            yield Problem(places.at((*here, "id")), NeedTwice(need=need.id), OwnIdForNeed())
        seen.add(need.id)
        yield from _words(need, needs, agreement, places, here)
        for earlier, later in zip(need.amount, need.amount[1:], strict=False):
            if later.from_ <= earlier.to:
                what = AmountsOverlap(later=later.from_, earlier=earlier.to)
                yield Problem(places.of((*here, "amount")), what, ListAmountsInOrder())


def _words(need: Need, needs: Needs, agreement: Agreement, places: Places, here: Path) -> Iterator[Problem]:
    def wrong(key: str, thing: Thing, name: str, known: Iterable[str]) -> Problem:
        return Problem(places.at((*here, key)), unknown(thing, name), near_or_listed(name, known, thing))

    words = agreement.definitions
    for workload in need.workloads:
        if workload not in words.workloads:
            yield wrong("workloads", "workload", workload, words.workloads)
    if need.customer is not None and need.customer not in words.customers:
        yield wrong("customer", "customer", need.customer, words.customers)
    kind = needs.accelerators.get(need.accelerator)
    if kind is None:
        yield wrong("accelerator", "accelerator", need.accelerator, needs.accelerators)
    elif kind.per_mw is None and any(amount.mw is not None for amount in need.amount):
        what = NoPerMegawatt(accelerator=need.accelerator)
        yield Problem(places.of((*here, "amount")), what, AddPerMegawatt(accelerator=need.accelerator))
    for source in need.basis.source:
        if source not in needs.sources:
            yield wrong("basis", "source", source, needs.sources)
