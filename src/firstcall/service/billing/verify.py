"""Checks of billing files that go beyond reading them: figures, dates, currencies, JSON, duplicates, sums."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.errors import BillingError
from firstcall.money import CURRENCIES
from firstcall.said import Quoted, Said, plural, sentence
from firstcall.service.billing.commitments import applied_to, read_commitments
from firstcall.service.billing.deliveries.intake import PartsOrOverlap, Together
from firstcall.service.billing.deliveries.overlaps import Bill, Overlap, overlaps, providers_in
from firstcall.service.billing.deliveries.untaken import equal_files
from firstcall.service.billing.quantities import check_quantities, refuse_lacking
from firstcall.service.billing.source import ROW, as_text, engine_faults_told, sql_column
from firstcall.service.billing.tags import check_tags
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.focus import FITS, FOCUS_COLUMNS, FOCUS_TIMES, JSONS, NUMBERS, NUMERIC, layout
from firstcall.settlement.bills.invoices import CheckedFile, InvoiceSum, with_detail
from firstcall.settlement.bills.reduction import QUANTITY, Plan, columns_of, streams_concerned, tags_of
from firstcall.settlement.books.contract_commitments import ContractCommitment, listed_differences
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.payments import PaymentTerms


class AppliedUnlisted(Said):
    says = sentence("verify.applied-unlisted", "rows were applied to commitment {name}, which is not listed")
    name: str


class ColumnsLacking(Said):
    says = sentence("verify.columns-lacking", "a clause reckons on {columns}, which the file has no column for")
    columns: tuple[str, ...]


OddCell = Literal[
    "no FOCUS number", "more than 18 decimals or 20 whole digits", "not written YYYY-MM-DDTHH:mm:ssZ", "no JSON",
    "no JSON object", "no currency of ISO 4217 (a virtual one, perhaps)",
]  # fmt: skip


TOO_LONG: OddCell = "more than 18 decimals or 20 whole digits"


class OddRows(Said):
    says = plural(
        "verify.odd-rows",
        "{column}: {what} in {n} row; first row {row}, {value}",
        "{column}: {what} in {n} rows; first row {row}, {value}",
    )
    column: str
    what: OddCell
    n: int
    row: int
    value: Annotated[str, Quoted]


class RowsAlike(Said):
    says = plural(
        "verify.rows-alike",
        "{n} row says the same as another row, in every column; within a file each counts",
        "{n} rows say the same as another row, in every column; within a file each counts",
    )
    n: int


_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def verify_files(
    duck: DuckEngine, paths: Iterable[Path], version: str | None, money: Sequence[MoneyTerms] = (),
    together: Together | None = None,
) -> tuple[CheckedFile, ...]:  # fmt: skip
    """Return what was found in every file: whatever settlement would refuse is a fault.

    Invoice details among them are set against the others' sums; contract commitments against the clauses, and
    against what rows were applied to; files against each other, since rows may stand in several.

    Args:
      duck: reads them.
      paths: the files, each once.
      version: to read them as; detected unless given.
      money: the clauses that are reckoned on them, where they are known.
      together: how rows count that stand in several files.
    """
    intake = _intake(money)
    bills: list[Bill] = []
    costs, details, listed = [], dict[tuple[str, str], Fraction](), list[ContractCommitment]()
    applied: set[str] = set()
    named = _named(paths)
    copies = equal_files(named)
    for _, path in named:
        try:
            if "InvoiceDetailId" in duck.header(path):
                details |= _details(duck, path)
                continue
            one, ready = _checked(duck, path, version, money, intake)
            if path in copies:
                one = replace(one, remarks=(*one.remarks, copies[path]))
            elif one.dataset == "ContractCommitment":
                listed += read_commitments(duck, path)
            elif not one.faults:
                applied |= _applied(duck, path)
            bills += [] if ready is None or path in copies else [(path, ready)]
            costs.append(one)
        except BillingError as error:
            costs.append(CheckedFile(path.name, "unknown", "?", 0, (error,), (), ()))
    told = _compared(listed, [terms.clause for terms in money if isinstance(terms, CommitmentTerms)], applied)
    costs = _across(costs, overlaps(duck, bills), together)
    return tuple(
        replace(one, sums=tuple(with_detail(found, details) for found in one.sums),
                remarks=(*one.remarks, *(told if one.dataset == "ContractCommitment" else ())))
        for one in costs
    )  # fmt: skip


def _named(paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """Return the files by their names; by their whole paths where two have one name."""
    listed = list(dict.fromkeys(paths))
    times = Counter(path.name for path in listed)
    return [(str(path) if times[path.name] > 1 else path.name, path) for path in listed]


def _intake(money: Sequence[MoneyTerms]) -> str | None:
    """Return how figures with too many decimals are taken in, where every clause allows it."""
    reckoned = [terms for terms in money if not isinstance(terms, PaymentTerms | FeeTerms)]
    texts = [terms.spans[-1].clause if isinstance(terms, LegTerms) else terms.clause for terms in reckoned]
    modes = {text.rounding.intake for text in texts if text.base is None or text.base.source == "focus"}
    mode = modes.pop() if len(modes) == 1 else None
    return mode.value if mode else None


def _across(
    checked_files: Sequence[CheckedFile], both: Sequence[Overlap], together: Together | None
) -> list[CheckedFile]:  # fmt: skip
    """Return the files with what they have in common told at the later of each two."""
    done = []
    for one in checked_files:
        said = tuple(each.common for each in both if each.other == one.name)
        mend = tuple(BillingError(common, fix=PartsOrOverlap()) for common in said)
        done.append(
            replace(one, remarks=(*one.remarks, *said)) if together else replace(one, faults=(*one.faults, *mend))
        )
    return done


def _compared(
    listed: Sequence[ContractCommitment], clauses: Sequence[Commitment], applied: Collection[str]
) -> tuple[Said, ...]:
    """Return how a list of commitments differs from the clauses, and from what rows say they were applied to."""
    known = {one.id for one in listed}
    lost = [AppliedUnlisted(name=name) for name in sorted(applied) if listed and name not in known]
    return (*(text for clause in clauses for text in listed_differences(clause, listed)), *lost)


def _applied(duck: DuckEngine, path: Path) -> set[str]:
    if "ContractApplied" not in duck.kinds(path):
        return set()
    _deliver(duck, path)
    rows = duck.raw.execute(
        f"SELECT min({ROW}), ContractApplied FROM delivered WHERE ContractApplied IS NOT NULL GROUP BY 2 ORDER BY 1"
    ).fetchall()
    return {name for row, text in rows for name in applied_to(path.name, int(row), str(text))}


def _checked(
    duck: DuckEngine, path: Path, version: str | None, money: Sequence[MoneyTerms], intake: str | None
) -> tuple[CheckedFile, Path | None]:
    """Return what was found in a file, and its rows typed where they can be settled on."""
    kinds = duck.kinds(path)
    found = layout(kinds, path.name, version)
    with engine_faults_told(path):
        _deliver(duck, path)
        rows = int(_one(duck, "SELECT count(*) FROM delivered"))
        if found.dataset == "ContractCommitment":
            return CheckedFile(path.name, found.dataset, found.version, rows, (), tuple(_json(duck, kinds)), ()), None
        export = duck.export_of(path)
        remarks: list[Said] = [*_dates(duck, kinds)] if export is None else [export.told]
        remarks += [*_json(duck, kinds), *_codes(duck), *_twice(duck, kinds)]
        faults, ready = _refused(duck, path, version, intake)
        _deliver(duck, path)  # reading put other rows in their place
        costs = _numbers(duck, kinds, cost=True)
        taken = [one for one in costs if intake is not None and one.what == TOO_LONG]
        faults = [*(BillingError(one) for one in costs if one not in taken), *faults]
        remarks += [*taken, *_numbers(duck, kinds, cost=False)]
        if ready is not None:
            faults += _asked(duck, path, ready, found.provider, money)
        sums = () if ready is None else _sums(duck, ready, found.provider)
    done = CheckedFile(path.name, found.dataset, found.version, rows, tuple(faults), tuple(remarks), sums)
    return done, None if faults else ready


def _refused(
    duck: DuckEngine, path: Path, version: str | None, intake: str | None
) -> tuple[list[BillingError], Path | None]:
    """Return what reading a file for settlement refuses, and its rows typed; nothing where they cannot be."""
    try:
        ready, _ = duck.transcribe(path, version, intake)
        duck.refuse(ready, path.name)
    except BillingError as error:
        try:
            return [error], duck.transcribe(path, version, "half_even")[0]  # its sums can still be told
        except BillingError:
            return [error], None
    return [], ready


def _asked(duck: DuckEngine, path: Path, ready: Path, provider: str, money: Sequence[MoneyTerms]) -> list[BillingError]:
    """Return what the clauses ask of a file that it does not have, or not as engines read it alike."""
    names = [name for name in duck.kinds(ready) if name != ROW]
    providers = providers_in(duck, ready)
    found: dict[str, BillingError] = {}
    for base in dict.fromkeys(base.model_dump_json() for base in _bases(money)):
        asked = Base.model_validate_json(base)
        try:
            if not streams_concerned(asked, providers):
                continue
            if lacking := columns_of(asked, names, providers):
                lacks = BillingError(ColumnsLacking(columns=tuple(lacking)))
                found.setdefault(str(lacks), lacks)
            check_tags(duck, ready, path.name, tags_of(asked, names))
            if lacking:
                continue
            if asked.column == QUANTITY:
                check_quantities(duck, ready, path.name)
            if asked.column != FOCUS_COLUMNS[0]:  # a row without that cost is refused by reading it
                refuse_lacking(duck, (path, ready), Plan(asked), provider)
        except BillingError as error:
            found.setdefault(str(error), error)
    return list(found.values())


def _bases(money: Sequence[MoneyTerms]) -> Iterator[Base]:
    for terms in (one for one in money if not isinstance(one, PaymentTerms | FeeTerms)):
        texts = [span.clause for span in terms.spans] if isinstance(terms, LegTerms) else [terms.clause]
        yield from (text.base for text in texts if text.base is not None and text.base.source == "focus")


def _deliver(duck: DuckEngine, path: Path) -> None:
    """Put the rows of a file, as text, where the checks ask for them."""
    duck.raw.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {duck.text_rows(path)}")


def _one(duck: DuckEngine, query: str) -> str:
    row = duck.raw.execute(query).fetchone()
    return str(row[0]) if row else ""


def _odd(duck: DuckEngine, name: str, condition: str, what: OddCell) -> list[OddRows]:
    """Return one remark on the rows that meet a condition, with the first of them."""
    column = sql_column(name)
    count, row, value = duck.raw.execute(
        f"SELECT count(*), min({ROW}), arg_min({column}, {ROW}) FROM delivered"
        f" WHERE {column} IS NOT NULL AND {condition}"
    ).fetchone() or (0, 0, "")
    return [OddRows(column=name, what=what, n=int(count), row=int(row), value=str(value))] if count else []


def _numbers(duck: DuckEngine, kinds: Mapping[str, str], cost: bool) -> list[OddRows]:
    found = list[OddRows]()
    for name in (column for column in NUMBERS if column in kinds and column.endswith("Cost") == cost):
        column = sql_column(name)
        found += _odd(duck, name, f"NOT regexp_full_match({column}, '{NUMERIC.pattern}')", "no FOCUS number")
        long = f"regexp_full_match({column}, '{NUMERIC.pattern}') AND NOT regexp_full_match({column}, '{FITS}')"
        found += _odd(duck, name, f"{long} AND NOT contains(lower({column}), 'e')", TOO_LONG)
    return found


def _dates(duck: DuckEngine, kinds: Mapping[str, str]) -> list[OddRows]:
    found = list[OddRows]()
    for name in (column for column in FOCUS_TIMES if column in kinds):
        found += _odd(
            duck, name, f"NOT regexp_full_match({sql_column(name)}, '{_ISO}')", "not written YYYY-MM-DDTHH:mm:ssZ"
        )
    return found


def _json(duck: DuckEngine, kinds: Mapping[str, str]) -> list[OddRows]:
    found = list[OddRows]()
    for name in (column for column in JSONS if column in kinds):
        said = sql_column(name)
        kind = f"json_type(CASE WHEN json_valid({said}) THEN {said} END)"
        found += _odd(duck, name, f"NOT json_valid({said})", "no JSON")
        found += _odd(duck, name, f"json_valid({said}) AND {kind} <> 'OBJECT'", "no JSON object")
    return found


def _codes(duck: DuckEngine) -> list[OddRows]:
    known = ", ".join(f"'{code}'" for code in sorted(CURRENCIES))
    strange = f"BillingCurrency NOT IN ({known})"
    return _odd(duck, "BillingCurrency", strange, "no currency of ISO 4217 (a virtual one, perhaps)")


def _twice(duck: DuckEngine, kinds: Mapping[str, str]) -> list[Said]:
    columns = ", ".join(sql_column(name) for name in kinds)
    extra = int(
        _one(duck, f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) n FROM delivered GROUP BY {columns})")
    )
    return [RowsAlike(n=extra)] if extra else []


def _sums(duck: DuckEngine, ready: Path, provider: str) -> tuple[InvoiceSum, ...]:
    names = duck.header(ready)
    invoice = "InvoiceId" if "InvoiceId" in names else "strftime(BillingPeriodStart, '%Y-%m')"
    issuer = "InvoiceIssuerName" if "InvoiceIssuerName" in names else sql_column(provider)
    taxed = "lower(ChargeCategory) = 'tax'"
    rows = duck.raw.execute(
        f"SELECT coalesce({invoice}, ''), coalesce({issuer}, ''), BillingCurrency,"
        f" count(*) FILTER (NOT {taxed}), sum(BilledCost) FILTER (NOT {taxed}), count(*) FILTER ({taxed}),"
        f" sum(BilledCost) FILTER ({taxed}) FROM read_parquet(?) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", [str(ready)]
    ).fetchall()  # fmt: skip
    return tuple(
        InvoiceSum(name, who, code, n, Fraction(cost or 0), None, taxes, Fraction(tax or 0))
        for name, who, code, n, cost, taxes, tax in rows
    )


def _details(duck: DuckEngine, path: Path) -> dict[tuple[str, str], Fraction]:
    duck.raw.execute(f"CREATE OR REPLACE TEMP VIEW details AS {as_text(path, duck.kinds(path))}")
    rows = duck.raw.execute(
        "SELECT InvoiceId, InvoiceIssuerName, sum(CAST(BilledCost AS DECIMAL(38, 18))) FROM details"
        " WHERE ChargeCategory <> 'Tax' GROUP BY 1, 2"
    ).fetchall()
    return {(str(invoice), str(issuer)): Fraction(cost) for invoice, issuer, cost in rows}
