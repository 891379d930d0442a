"""YAML text -> Needs, or every problem in it with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from firstcall.agreement.document import Agreement
from firstcall.agreement.read.problems import faults
from firstcall.agreement.read.text import Path, Places, decode, read_yaml
from firstcall.errors import AgreementError, Problem, suggestion
from firstcall.planning.inputs.needs import Need, Needs, speeds_of

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
    needs, places = read_written(raw, Needs, file)
    found = list(_problems(needs, agreement, places))
    if found:
        raise AgreementError(sorted(found, key=lambda problem: problem.place))
    return needs


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
    except ValueError as error:
        what, _, mend = str(error).partition("; ")
        yield Problem(places.of(("accelerators",)), what, mend)
    seen: set[str] = set()
    for number, need in enumerate(needs.needs):
        here: Path = ("needs", number)
        if need.id in seen:
            yield Problem(places.at((*here, "id")), f"the id '{need.id}' stands twice", "give each need its own id")
        seen.add(need.id)
        yield from _words(need, needs, agreement, places, here)
        for earlier, later in zip(need.amount, need.amount[1:], strict=False):
            if later.from_ <= earlier.to:
                what = f"the amount from {later.from_} begins before the one to {earlier.to} has ended"
                yield Problem(places.of((*here, "amount")), what, "list amounts in order, without overlap")


def _words(need: Need, needs: Needs, agreement: Agreement, places: Places, here: Path) -> Iterator[Problem]:
    words = agreement.definitions
    for workload in need.workloads:
        if workload not in words.workloads:
            what = f"unknown workload '{workload}'"
            yield Problem(places.at((*here, "workloads")), what, suggestion(workload, words.workloads))
    if need.customer is not None and need.customer not in words.customers:
        what = f"unknown customer '{need.customer}'"
        yield Problem(places.at((*here, "customer")), what, suggestion(need.customer, words.customers))
    kind = needs.accelerators.get(need.accelerator)
    if kind is None:
        what = f"unknown accelerator '{need.accelerator}'"
        yield Problem(places.at((*here, "accelerator")), what, suggestion(need.accelerator, needs.accelerators))
    elif kind.per_mw is None and any(amount.mw is not None for amount in need.amount):
        what = f"an amount is in MW, and how many {need.accelerator} a megawatt feeds is not told"
        mend = f"add `per_mw` to the accelerator {need.accelerator}"
        yield Problem(places.of((*here, "amount")), what, mend)
    for source in need.basis.source:
        if source not in needs.sources:
            what = f"unknown source '{source}'"
            yield Problem(places.of((*here, "basis")), what, suggestion(source, needs.sources))
