"""Commitments in billing files.

FOCUS Contract Commitment rows, and which of them a billing row was applied to, for how much.
"""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from firstcall.errors import BillingError, IsEmpty, Place
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.source import as_text, engine_faults_told
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.focus import NotAFocusNumber, is_numeric
from firstcall.settlement.books.contract_commitments import ContractCommitment
from firstcall.settlement.books.deliveries import FileDelivery
from firstcall.settlement.books.entries import Entry

_IDS = ("CommitmentId", "ContractCommitmentId")
_COSTS = ("AppliedCost", "ContractCommitmentAppliedCost")


class CommitmentsLackColumns(Said):
    says = sentence(
        "billing.commitments-lack-columns",
        "this file of contract commitments has no column {missing}",
    )
    missing: tuple[str, ...]


class ExportCommitmentsAgain(Said):
    says = sentence(
        "billing.export-commitments-again",
        "FOCUS 1.3 lists each commitment with its id, period, currency and cost; export the file again",
    )


class ContractCommitmentEndsFirst(Said):
    says = sentence(
        "billing.contract-commitment-ends-first",
        "ContractCommitmentPeriodEnd {after} is not after {start}",
    )
    after: date
    start: date


class PeriodEndsDayAfter(Said):
    says = sentence("billing.period-ends-day-after", "a period ends on the day after its last one")


class WriteFocusDigits(Said):
    says = sentence(
        "billing.write-focus-digits",
        "write digits with one decimal point, such as 1000000.00; no thousands separators",
    )


class AppliedWithoutAmount(Said):
    says = sentence(
        "billing.applied-without-amount",
        "the row is applied to commitment {name} without an amount, perhaps by quantity",
    )
    name: str


class ExportAppliedCost(Said):
    says = sentence(
        "billing.export-applied-cost",
        "export AppliedCost; a commitment in money is drawn down by amounts",
    )


class ContractAppliedUnread(Said):
    says = sentence("billing.contract-applied-unread", "ContractApplied cannot be read: {given}")
    given: str


class WriteContractApplied(Said):
    says = sentence(
        "billing.write-contract-applied",
        'FOCUS writes {{"Elements": [{{"ContractId", "CommitmentId", "AppliedCost"}}]}}',
    )


class NoCommitmentDay(Said):
    says = sentence("billing.no-commitment-day", "{name} {text} is no day")
    name: str
    text: Annotated[str, Quoted]


class WriteFocusInstant(Said):
    says = sentence("billing.write-focus-instant", "write it as 2025-01-31T00:00:00Z")


def applied_entries(
    file: str, delivery: FileDelivery, asked: Collection[str], row: int, text: str, charged: datetime, billed: datetime,
    currency: str, kind: str, origin: str,
) -> list[Entry]:  # fmt: skip
    """Return an entry for every commitment that a row was applied to.

    Args:
      file: its name.
      delivery: that it came with.
      asked: the commitments that a clause names; for these an amount must be given.
      row: its number.
      text: ContractApplied as the file has it.
      charged: when the charge began, in UTC.
      billed: when its billing period began, in UTC.
      currency: of the row.
      kind: its category.
      origin: its provider.
    Raises:
      BillingError: the text cannot be read, or gives a quantity where an amount is needed.
    """
    at, found = charged.replace(tzinfo=UTC), []
    for element in _elements(file, row, text):
        name, cost = _first(element, _IDS), _first(element, _COSTS)
        if cost is None and name in asked:
            raise BillingError(
                AppliedWithoutAmount(name=name),
                fix=ExportAppliedCost(),
                place=Place(str(file), row),
            )
        if cost is not None:
            found.append(Entry(
                id=f"{origin}/applied/{name}/{at.date()}/{currency}/{file}:{row}", at=at, day=at.date(),
                stream="applied", kind=kind.lower(), currency=currency, amount=Fraction(cost), origin=origin,
                source=delivery.id, recorded=delivery.recorded, billed=billed.date(), row=row,
                fields=(("CommitmentId", str(name)),),
            ))  # fmt: skip
    return found


def applied_to(file: str, row: int, text: str) -> tuple[str, ...]:
    """Return the commitments that a row was applied to.

    Raises:
      BillingError: the text cannot be read.
    """
    return tuple(str(_first(element, _IDS)) for element in _elements(file, row, text))


def _elements(file: str, row: int, text: str) -> list[Mapping[str, Any]]:
    try:
        said = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refused)
        elements = list(said["Elements"])
        for element in elements:
            cost = _first(element, _COSTS)
            if _first(element, _IDS) is None or not (cost is None or Decimal(str(cost)).is_finite()):
                raise ValueError
        return [{name: Decimal(str(said)) if name in _COSTS and said is not None else said
                 for name, said in element.items()} for element in elements]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise BillingError(
            ContractAppliedUnread(given=text[:60]),
            fix=WriteContractApplied(),
            place=Place(str(file), row),
        ) from error


def _first(element: Mapping[str, Any], names: tuple[str, str]) -> Any:
    """Return what an element says under the name of either version."""
    return next((element[name] for name in names if element.get(name) is not None), None)


def _refused(word: str) -> None:
    raise ValueError(word)


COMMITMENT_COLUMNS = (
    "ContractCommitmentId",
    "ContractCommitmentPeriodStart",
    "ContractCommitmentPeriodEnd",
    "BillingCurrency",
)
_MONEY = {
    "BillingCurrency": "ContractCommitmentCost",
    "PricingCurrency": "PricingCurrencyContractCommitmentCost",
}


def read_commitments(duck: DuckEngine, path: Path, recorded: datetime | None = None) -> tuple[ContractCommitment, ...]:
    """Return the commitments of a file, in its order.

    Args:
      duck: reads the cells.
      path: a Contract Commitment file, CSV or Parquet.
      recorded: when it was taken in; None where it was not.
    Raises:
      BillingError: a column is missing, or a cell is no number or day.
    """
    kinds = duck.kinds(path)
    if missing := [name for name in COMMITMENT_COLUMNS if name not in kinds]:
        raise BillingError(
            CommitmentsLackColumns(missing=tuple(missing)),
            fix=ExportCommitmentsAgain(),
            place=Place(str(path.name), 1),
        )
    with engine_faults_told(path):
        query = duck.raw.execute(f"SELECT * FROM ({as_text(path, kinds)}) ORDER BY 1")
        rows = query.fetchall()
    return tuple(_commitment(path.name, int(row), dict(zip(kinds, cells, strict=True)), recorded)
                 for row, *cells in rows)  # fmt: skip


def _commitment(
    file: str, row: int, said: Mapping[str, str | None], recorded: datetime | None
) -> ContractCommitment:  # fmt: skip
    for name in COMMITMENT_COLUMNS:
        if said[name] is None:
            raise BillingError(IsEmpty(what=name), fix=ExportCommitmentsAgain(), place=Place(str(file), row))
    start, after = (_day(file, row, name, str(said[name])) for name in COMMITMENT_COLUMNS[1:3])
    if after <= start:
        raise BillingError(
            ContractCommitmentEndsFirst(after=after, start=start),
            fix=PeriodEndsDayAfter(),
            place=Place(str(file), row),
        )
    amounts = {}
    for currency, cost in _MONEY.items():
        if (code := said.get(currency)) and (text := said.get(cost)):
            amounts[code] = _figure(file, row, cost, text)
    return ContractCommitment(
        file, row, str(said["ContractCommitmentId"]), said.get("ContractId") or "",
        said.get("ContractCommitmentCategory") or "", start, after - timedelta(days=1), tuple(amounts.items()),
        said.get("ContractCommitmentLifecycleStatus") or "", said.get("ContractCommitmentLastUpdated") or "", recorded,
    )  # fmt: skip


def _figure(file: str, row: int, name: str, text: str) -> Fraction:
    if not is_numeric(text):
        raise BillingError(
            NotAFocusNumber(column=name, figure=text), fix=WriteFocusDigits(), place=Place(str(file), row)
        )
    return Fraction(Decimal(text))


def _day(file: str, row: int, name: str, text: str) -> date:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BillingError(
            NoCommitmentDay(name=name, text=text), fix=WriteFocusInstant(), place=Place(str(file), row)
        ) from error
    return (at.astimezone(UTC) if at.tzinfo else at).date()
