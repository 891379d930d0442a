"""Checks of billing files that go beyond reading them: figures, dates, currencies, JSON, duplicates, sums."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.errors import BillingError
from firstcall.service.billing.commitments import applied_to, read_commitments
from firstcall.service.billing.source import ROW, as_text, sql_column
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.focus import FITS, FOCUS_TIMES, JSONS, NUMBERS, NUMERIC, layout
from firstcall.settlement.bills.invoices import CheckedFile, InvoiceSum, with_detail
from firstcall.settlement.books.contract_commitments import ContractCommitment, listed_differences

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def verify_files(
    duck: DuckEngine, paths: Iterable[Path], version: str | None, clauses: Sequence[Commitment] = ()
) -> tuple[CheckedFile, ...]:
    """Return what was found in every file.

    Invoice details among them are set against the others' sums; contract commitments against the clauses, and
    against what rows were applied to.
    """
    costs, details, listed = [], dict[tuple[str, str], Fraction](), list[ContractCommitment]()
    applied: set[str] = set()
    for path in paths:
        try:
            if "InvoiceDetailId" in duck.header(path):
                details |= _details(duck, path)
                continue
            one = _checked(duck, path, version)
            if one.dataset == "ContractCommitment":
                listed += read_commitments(duck, path)
            elif not one.faults:
                applied |= _applied(duck, path)
            costs.append(one)
        except BillingError as error:
            costs.append(CheckedFile(path.name, "unknown", "?", 0, (str(error),), (), ()))
    told = _compared(listed, clauses, applied)
    return tuple(
        replace(one, sums=tuple(with_detail(found, details) for found in one.sums),
                remarks=(*one.remarks, *(told if one.dataset == "ContractCommitment" else ())))
        for one in costs
    )  # fmt: skip


def _compared(
    listed: Sequence[ContractCommitment], clauses: Sequence[Commitment], applied: Collection[str]
) -> tuple[str, ...]:
    """Return how a list of commitments differs from the clauses, and from what rows say they were applied to."""
    known = {one.id for one in listed}
    lost = [f"rows were applied to commitment {name}, which is not listed" for name in sorted(applied) if listed
            and name not in known]  # fmt: skip
    return (*(text for clause in clauses for text in listed_differences(clause, listed)), *lost)


def _applied(duck: DuckEngine, path: Path) -> set[str]:
    if "ContractApplied" not in duck.kinds(path):
        return set()
    _deliver(duck, path)
    rows = duck.raw.execute(
        f"SELECT min({ROW}), ContractApplied FROM delivered WHERE ContractApplied IS NOT NULL GROUP BY 2 ORDER BY 1"
    ).fetchall()
    return {name for row, text in rows for name in applied_to(path.name, int(row), str(text))}


def _checked(duck: DuckEngine, path: Path, version: str | None) -> CheckedFile:
    kinds = duck.kinds(path)
    found = layout(kinds, path.name, version)
    _deliver(duck, path)
    rows = int(_one(duck, "SELECT count(*) FROM delivered"))
    if found.dataset == "ContractCommitment":
        return CheckedFile(path.name, found.dataset, found.version, rows, (), tuple(_json(duck, kinds)), ())
    faults, remarks = [], [*_dates(duck, kinds), *_json(duck, kinds), *_codes(duck), *_twice(duck, kinds)]
    faults += _numbers(duck, kinds, cost=True)
    remarks += _numbers(duck, kinds, cost=False)
    try:
        ready, _ = duck.transcribe(path, version, "half_even")
        sums = _sums(duck, ready, found.provider)
    except BillingError as error:
        faults.append(str(error))
        sums = ()
    return CheckedFile(path.name, found.dataset, found.version, rows, tuple(faults), tuple(remarks), sums)


def _deliver(duck: DuckEngine, path: Path) -> None:
    """Put the rows of a file, as text, where the checks ask for them."""
    duck.raw.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {as_text(path, duck.kinds(path))}")


def _one(duck: DuckEngine, query: str) -> str:
    row = duck.raw.execute(query).fetchone()
    return str(row[0]) if row else ""


def _told(duck: DuckEngine, name: str, condition: str, says: str) -> list[str]:
    """Return one remark on the rows that meet a condition, with the first of them."""
    column = sql_column(name)
    count, row, value = duck.raw.execute(
        f"SELECT count(*), min({ROW}), arg_min({column}, {ROW}) FROM delivered"
        f" WHERE {column} IS NOT NULL AND {condition}"
    ).fetchone() or (0, 0, "")
    return [f"{name}: {count} rows {says}; first row {row}, {value!r}"] if count else []


def _numbers(duck: DuckEngine, kinds: Mapping[str, str], cost: bool) -> list[str]:
    found = []
    for name in (column for column in NUMBERS if column in kinds and column.endswith("Cost") == cost):
        column = sql_column(name)
        found += _told(duck, name, f"NOT regexp_full_match({column}, '{NUMERIC.pattern}')", "are no FOCUS numbers")
        long = f"regexp_full_match({column}, '{NUMERIC.pattern}') AND NOT regexp_full_match({column}, '{FITS}')"
        plain = f"{long} AND NOT contains(lower({column}), 'e')"
        found += _told(duck, name, plain, "have more than 18 decimals or 20 whole digits")
    return found


def _dates(duck: DuckEngine, kinds: Mapping[str, str]) -> list[str]:
    found = []
    for name in (column for column in FOCUS_TIMES if column in kinds):
        wrong = f"NOT regexp_full_match({sql_column(name)}, '{_ISO}')"
        found += _told(duck, name, wrong, "are not written YYYY-MM-DDTHH:mm:ssZ")
    return found


def _json(duck: DuckEngine, kinds: Mapping[str, str]) -> list[str]:
    return [
        remark
        for name in JSONS
        if name in kinds
        for remark in _told(duck, name, f"NOT json_valid({sql_column(name)})", "are no JSON")
    ]


def _codes(duck: DuckEngine) -> list[str]:
    return _told(duck, "BillingCurrency", "NOT regexp_full_match(BillingCurrency, '[A-Z]{3}')",
                 "name no currency of ISO 4217 (a virtual one, perhaps)")  # fmt: skip


def _twice(duck: DuckEngine, kinds: Mapping[str, str]) -> list[str]:
    columns = ", ".join(sql_column(name) for name in kinds)
    extra = int(
        _one(duck, f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) n FROM delivered GROUP BY {columns})")
    )
    return [f"{extra} rows say the same as another row, in every column"] if extra else []


def _sums(duck: DuckEngine, ready: Path, provider: str) -> tuple[InvoiceSum, ...]:
    names = duck.header(ready)
    invoice = "InvoiceId" if "InvoiceId" in names else "strftime(BillingPeriodStart, '%Y-%m')"
    issuer = "InvoiceIssuerName" if "InvoiceIssuerName" in names else sql_column(provider)
    rows = duck.raw.execute(
        f"SELECT coalesce({invoice}, ''), coalesce({issuer}, ''), BillingCurrency, count(*), sum(BilledCost)"
        f" FROM read_parquet(?) WHERE ChargeCategory <> 'Tax' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", [str(ready)]
    ).fetchall()  # fmt: skip
    return tuple(InvoiceSum(name, who, code, n, Fraction(cost or 0)) for name, who, code, n, cost in rows)


def _details(duck: DuckEngine, path: Path) -> dict[tuple[str, str], Fraction]:
    duck.raw.execute(f"CREATE OR REPLACE TEMP VIEW details AS {as_text(path, duck.kinds(path))}")
    rows = duck.raw.execute(
        "SELECT InvoiceId, InvoiceIssuerName, sum(CAST(BilledCost AS DECIMAL(38, 18))) FROM details"
        " WHERE ChargeCategory <> 'Tax' GROUP BY 1, 2"
    ).fetchall()
    return {(str(invoice), str(issuer)): Fraction(cost) for invoice, issuer, cost in rows}
