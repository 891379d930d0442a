"""ContractApplied: which commitments a billing row was applied to, and for how much."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from firstcall.errors import BillingError
from firstcall.settlement.books.deliveries import Delivery
from firstcall.settlement.books.entries import Entry

_IDS = ("CommitmentId", "ContractCommitmentId")
_COSTS = ("AppliedCost", "ContractCommitmentAppliedCost")


def applied_entries(
    file: str, delivery: Delivery, asked: Collection[str], row: int, text: str, charged: datetime, billed: datetime,
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
                f"{file}:{row}: the row is applied to commitment {name} without an amount, perhaps by quantity\n"
                "  mend: export AppliedCost; a commitment in money is drawn down by amounts"
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
            f"{file}:{row}: ContractApplied cannot be read: {text[:60]}\n"
            '  mend: FOCUS writes {"Elements": [{"ContractId", "CommitmentId", "AppliedCost"}]}'
        ) from error


def _first(element: Mapping[str, Any], names: tuple[str, str]) -> Any:
    """Return what an element says under the name of either version."""
    return next((element[name] for name in names if element.get(name) is not None), None)


def _refused(word: str) -> None:
    raise ValueError(word)
