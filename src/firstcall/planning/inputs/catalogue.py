"""A price list from elsewhere -> lines of supply, with every fault that such lists are known to have.

Lists of this kind name instance types with accelerators, their count, region and price by the hour (columns in
any order and case). What they never say, quantity, lead and term, stays for its reader to fill in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.read.text_faults import CheckFile
from firstcall.errors import BillingError, Place, RecordError
from firstcall.money import exact, exact_text
from firstcall.planning.inputs.supply import COLUMNS
from firstcall.said import AllOf, Grouped, Said, sentence
from firstcall.values import dataclass

FaultCode = Literal["no price", "spot is the price", "count contradicts the type", "stale"]
LIST_NAMES = {
    "instancetype": "type", "acceleratorname": "accelerator", "acceleratorcount": "count", "region": "region",
    "price": "price", "spotprice": "spot",
}  # fmt: skip
LIST_COLUMNS = ("InstanceType", "AcceleratorName", "AcceleratorCount", "Region", "Price")
LIST_NEEDED = ("type", "accelerator", "count", "region", "price")
STALE_DAYS = 90
MOST_LIST_ROWS = 500_000
_COUNTS = (re.compile(r"(?:^|[_-])(\d{1,2})x[_-]?", re.IGNORECASE), re.compile(r"\.(\d{1,2})$"),
           re.compile(r"x(\d{1,2})(?:-|$)", re.IGNORECASE), re.compile(r"_(\d{1,2})gpu", re.IGNORECASE))  # fmt: skip
_EIGHT = re.compile(r"Standard_ND96", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """Something wrong with a row of a price list; the row is left out unless it is only stale or has a spot price."""

    code: FaultCode
    row: int
    type: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lines of supply that a price list gives, one for each accelerator and region at its lowest price."""

    rows: tuple[Mapping[str, str], ...]
    faults: tuple[CatalogueFault, ...]

    def text(self) -> str:
        """Return the lines as `supply.csv`; quantities and days stay empty, to be filled in."""
        lines = [COLUMNS, *(tuple(row.get(name, "") for name in COLUMNS) for row in self.rows)]
        return "".join(",".join(map(_cell, line)) + "\n" for line in lines)


def read_catalogue(text: str, provider: str, listed: date, on: date, file: str = "vms.csv") -> Catalogue:
    r"""Return the lines of supply of a price list.

    Args:
      text: the list; its columns in any order, their names in any case.
      provider: whose list it is.
      listed: the day it is of.
      on: the day it is read on.
      file: its name, for mistakes.

    Raises:
      RecordError: it is no such list.

    >>> text = "InstanceType,AcceleratorName,AcceleratorCount,Region,Price\nx_8x_h100,H100,8,us-1,24\n"
    >>> made = read_catalogue(text, "here", date(2026, 11, 1), date(2026, 11, 22))
    >>> made.rows[0]["price"], made.faults
    ('3', ())
    """
    faults: list[CatalogueFault] = []
    best: dict[tuple[str, str], tuple[Fraction, str]] = {}
    for number, row in _rows(text, file):
        if not row["accelerator"]:
            continue
        found = _priced(number, row, faults)
        if found is not None:
            place = (row["accelerator"], row["region"])
            if place not in best or found < best[place][0]:
                best[place] = (found, row["type"])
    if (on - listed).days > STALE_DAYS:
        faults.append(CatalogueFault("stale", 1, file))
    rows = tuple(
        {
            "id": f"{provider}-{accelerator}-{region}".lower(), "provider": provider, "region": region,
            "accelerator": accelerator, "price": exact_text(price), "unit": "gpu_hour", "currency": "USD",
            "basis": "list", "source": str(PriceListOf(provider=provider, type=name)), "date": listed.isoformat(),
            "grade": "stated",
        }
        for (accelerator, region), (price, name) in sorted(best.items())
    )  # fmt: skip
    return Catalogue(rows, tuple(faults))


class PriceListOf(Said):
    says = sentence("catalogue.price-list-of", "price list of {provider}, {type}")
    provider: str
    type: str


class NoPriceList(Said):
    says = sentence("catalogue.no-price-list", "this is no price list of instances")


class NeedsColumns(Said):
    says = sentence("catalogue.needs-columns", "it needs the columns {columns}")
    columns: Annotated[tuple[str, ...], AllOf]


class TooManyListRows(Said):
    says = sentence("catalogue.too-many-rows", "more than {most} rows")
    most: Annotated[int, Grouped]


class ListLineUnread(Said):
    says = sentence("catalogue.line-unread", "the line cannot be read as CSV ({why})")
    why: str


class CloseQuotes(Said):
    says = sentence("catalogue.close-quotes", "close every quote")


def _cell(value: str) -> str:
    """Return a value as CSV writes it: in quotes where it holds a comma, a quote or an end of line."""
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in ',"\n\r') else value


def _rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    try:
        names = [LIST_NAMES.get(re.sub(r"[^a-z]", "", name.lower()), "") for name in next(reader, [])]
        missing = [name for name in LIST_NEEDED if name not in names]
        if missing:
            raise RecordError(NoPriceList(), fix=NeedsColumns(columns=LIST_COLUMNS), place=Place(file, 1))
        for row in reader:
            if reader.line_num > MOST_LIST_ROWS:
                raise RecordError(TooManyListRows(most=MOST_LIST_ROWS), fix=CheckFile(), place=Place(file))
            if row:
                yield reader.line_num, {name: value.strip() for name, value in zip(names, row, strict=False) if name}
    except csv.Error as error:
        place = Place(file, reader.line_num)
        raise RecordError(ListLineUnread(why=str(error)), fix=CloseQuotes(), place=place) from error


def _priced(number: int, row: Mapping[str, str], faults: list[CatalogueFault]) -> Fraction | None:
    """Return the price of one accelerator; None where the row cannot be believed."""
    try:
        price, count = exact(row.get("price") or "0"), exact(row.get("count") or "0")
    except BillingError:
        price = count = Fraction(0)
    if price <= 0 or count <= 0:
        faults.append(CatalogueFault("no price", number, row["type"]))
        return None
    told = count_in(row["type"])
    if told is not None and told != count:
        faults.append(CatalogueFault("count contradicts the type", number, row["type"]))
        return None
    if row.get("spot") and row["spot"] == row["price"]:
        faults.append(CatalogueFault("spot is the price", number, row["type"]))
    return price / count


def count_in(instance_type: str) -> int | None:
    """Return how many accelerators the name of an instance type tells; None where it does not tell.

    >>> [count_in(name) for name in ("gpu_8x_b200_sxm6", "BM.GPU.H100.8", "Standard_ND96isr_H100_v5", "p5")]
    [8, 8, 8, None]
    """
    if _EIGHT.match(instance_type):
        return 8
    for pattern in _COUNTS:
        found = pattern.search(instance_type)
        if found is not None:
            return int(found[1])
    return None
