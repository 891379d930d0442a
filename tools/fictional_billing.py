"""A year of money for the fictional partnership: billing exports, revenue lines, exchange rates; from a seed.

    python tools/fictional_billing.py examples/wiraksa

Nothing in it is real. It holds what real exports hold: two currencies, credits, refunds, tax, late rows, a corrected
delivery, usage applied to a commitment. The same seed gives the same bytes.
"""

import csv
import json
import random
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

SEED = 20250101
YEAR = 2025
COLUMNS = (
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory",
    "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit",
    "ContractApplied", "ContractedCost", "EffectiveCost", "HostProviderName", "InvoiceId", "InvoiceIssuerName",
    "ListCost", "RegionId", "ServiceCategory", "ServiceName", "ServiceProviderName", "SkuId", "Tags",
)  # fmt: skip
OFFERS = (
    ("Tamborala Cloud", "USD", "Wiraksa Model API", "AI and Machine Learning", "wmapi-tokens", "java"),
    ("Tamborala Cloud", "USD", "Accelerated Compute", "Compute", "acc-8x-hour", "java"),
    ("Tamborala Cloud", "USD", "Accelerated Compute", "Compute", "acc-8x-hour", "sulawesi"),
    ("Tamborala Cloud", "USD", "Object Storage", "Storage", "store-gb", "java"),
    ("Nordhaller Cloud", "EUR", "Wiraksa Model API", "AI and Machine Learning", "wmapi-tokens", "europe"),
    ("Nordhaller Cloud", "EUR", "Batch Compute", "Compute", "batch-hour", "europe"),
)
COMMITMENT = "TMB-COMMIT-2025"


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def row(draw: random.Random, offer: tuple[str, ...], day: date, billed: date, category: str = "Usage",
        charge_class: str = "", text: str = "") -> dict[str, str]:  # fmt: skip
    """Return one billing row."""
    provider, currency, service, kind, sku, region = offer
    quantity = Decimal(draw.randrange(10_000, 9_000_000)) / 1000
    price = Decimal(draw.randrange(200_000, 9_000_000)) / 1_000_000
    cost = quantity * price
    if category == "Credit":
        cost = -cost / 10
    if charge_class == "Correction" and draw.random() < 0.5:
        cost = -cost / 4
    applied = ""
    if provider.startswith("Tamborala") and service == "Accelerated Compute" and category == "Usage":
        element = {"ContractId": "MCA-2024-07", "CommitmentId": COMMITMENT, "AppliedCost": str(cost)}
        applied = json.dumps({"Elements": [element]})
    figure = f"{cost:E}".replace("E+", "E") if draw.random() < 0.02 and abs(cost) < 10 else f"{cost:f}"
    short = provider.split()[0].lower()
    return {
        "BilledCost": figure, "EffectiveCost": figure, "ContractedCost": figure, "ListCost": figure,
        "BillingAccountId": f"{short}-1007", "BillingCurrency": currency,
        "BillingPeriodStart": f"{billed}T00:00:00Z", "BillingPeriodEnd": f"{month_after(billed)}T00:00:00Z",
        "ChargeCategory": category, "ChargeClass": charge_class,
        "ChargeDescription": text or f"{service}, {sku}", "ChargePeriodStart": f"{day}T{draw.randrange(23):02}:00:00Z",
        "ChargePeriodEnd": f"{day + timedelta(days=1)}T00:00:00Z", "ConsumedQuantity": str(quantity),
        "ConsumedUnit": "Hours" if kind == "Compute" else "Units", "ContractApplied": applied,
        "HostProviderName": provider, "InvoiceId": f"{short}-{billed:%Y%m}", "InvoiceIssuerName": provider,
        "RegionId": region, "ServiceCategory": kind, "ServiceName": service,
        "ServiceProviderName": provider, "SkuId": sku,
        "Tags": json.dumps({"team": draw.choice(["models", "search", "platform"])}),
    }  # fmt: skip


def month_rows(draw: random.Random, billed: date) -> list[dict[str, str]]:
    """Return the rows billed in a month: usage, now and then a credit, tax, late usage, a correction."""
    length = (month_after(billed) - billed).days
    rows = []
    for offer in OFFERS:
        for _ in range(6):
            rows.append(row(draw, offer, billed + timedelta(days=draw.randrange(length)), billed))
        if draw.random() < 0.4:
            rows.append(row(draw, offer, billed + timedelta(days=length - 1), billed, "Credit", text="Service credit"))
    for offer in (OFFERS[0], OFFERS[4]):
        rows.append(row(draw, offer, billed + timedelta(days=length - 1), billed, "Tax", text="Value added tax"))
    if billed.month > 1 and draw.random() < 0.6:
        late = billed - timedelta(days=draw.randrange(1, 28))
        rows.append(row(draw, draw.choice(OFFERS[:2]), late, billed, text="Late usage"))
        rows.append(row(draw, OFFERS[0], late, billed, "Usage", "Correction", "Correction of a closed period"))
    return rows


def revenue_rows(draw: random.Random, month: date) -> Iterable[list[str]]:
    """Yield the revenue lines of a month as a finance team exports them."""
    length = (month_after(month) - month).days
    for number in range(8):
        day = month + timedelta(days=draw.randrange(length))
        product, code = draw.choice([("Assistant", "USD"), ("Assistant EU", "EUR"), ("Partner API", "USD")])
        amount = Decimal(draw.randrange(500_000, 40_000_000)) / 100
        yield [f"{day:%d.%m.%Y}", product, f"{amount}", code, f"INV-{month:%m}{number:02}", "Invoice"]
        if draw.random() < 0.15:
            yield [f"{day:%d.%m.%Y}", product, f"{amount / 20:.2f}", code, f"CN-{month:%m}{number:02}", "Credit note"]


def write_rows(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_year(folder: Path, seed: int = SEED) -> None:
    """Write the year into a partnership folder, under billing/ and revenue/."""
    draw = random.Random(seed)
    months = [date(YEAR, number, 1) for number in range(1, 13)]
    for month in months:
        rows = month_rows(draw, month)
        cells = [[one[name] for name in COLUMNS] for one in rows]
        write_rows(folder / "billing" / f"{month:%Y-%m}.csv", COLUMNS, cells)
        if month.month == 2:
            late = row(draw, OFFERS[0], date(YEAR, 2, 27), month, text="Usage that was missing")
            cells = [*cells[:-1], [late[name] for name in COLUMNS]]
            write_rows(folder / "billing" / f"{month:%Y-%m}-corrected.csv", COLUMNS, cells)
    lines = [line for month in months for line in revenue_rows(draw, month)]
    header = ["Datum", "Produkt", "Betrag", "Waehrung", "Beleg", "Art"]
    for half, name in ((lines[: len(lines) // 2], "lines-1.csv"), (lines[len(lines) // 2 :], "lines-2.csv")):
        write_rows(folder / "revenue" / name, header, half)
    quotes = []
    for month in months:
        rate = Decimal(draw.randrange(102_000, 118_000)) / 100_000
        quotes.append([str(month_after(month) - timedelta(days=1)), "EUR", "USD", str(rate), "fictional"])
    write_rows(folder / "billing" / "exchange.csv", ["day", "sold", "bought", "rate", "source"], quotes)


if __name__ == "__main__":
    write_year(Path(sys.argv[1]))
