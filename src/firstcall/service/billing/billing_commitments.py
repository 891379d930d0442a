"""FOCUS Contract Commitment files, read row by row: they are short, and every cell is checked."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from firstcall.errors import BillingError
from firstcall.service.billing.billing_duckdb import DuckEngine
from firstcall.service.billing.billing_source import as_text, told
from firstcall.settlement.bills.focus import is_numeric
from firstcall.settlement.books.contract_commitments import ContractCommitment

NEEDED = ("ContractCommitmentId", "ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd", "BillingCurrency")
_MONEY = {
    "BillingCurrency": "ContractCommitmentCost",
    "PricingCurrency": "PricingCurrencyContractCommitmentCost",
}
_MEND = "  mend: FOCUS 1.3 lists each commitment with its id, period, currency and cost; export the file again"


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
    if missing := [name for name in NEEDED if name not in kinds]:
        raise BillingError(
            f"{path.name}:1: this file of contract commitments has no column {', '.join(missing)}\n{_MEND}"
        )
    with told(path):
        query = duck.raw.execute(f"SELECT * FROM ({as_text(path, kinds)}) ORDER BY 1")
        rows = query.fetchall()
    return tuple(_commitment(path.name, int(row), dict(zip(kinds, cells, strict=True)), recorded)
                 for row, *cells in rows)  # fmt: skip


def _commitment(
    file: str, row: int, said: Mapping[str, str | None], recorded: datetime | None
) -> ContractCommitment:  # fmt: skip
    for name in NEEDED:
        if said[name] is None:
            raise BillingError(f"{file}:{row}: {name} is empty\n{_MEND}")
    start, after = (_day(file, row, name, str(said[name])) for name in NEEDED[1:3])
    if after <= start:
        raise BillingError(
            f"{file}:{row}: ContractCommitmentPeriodEnd {after} is not after {start}\n"
            "  mend: a period ends on the day after its last one"
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
            f"{file}:{row}: {name} {text!r} is no number as FOCUS writes one\n"
            "  mend: write digits with one decimal point, such as 1000000.00; no thousands separators"
        )
    return Fraction(Decimal(text))


def _day(file: str, row: int, name: str, text: str) -> date:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BillingError(
            f"{file}:{row}: {name} {text!r} is no day\n  mend: write it as 2025-01-31T00:00:00Z"
        ) from error
    return (at.astimezone(UTC) if at.tzinfo else at).date()
