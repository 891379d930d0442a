"""Where a line of a statement comes from, and what a source row touched."""

import re
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import iso
from firstcall.errors import NotFound, suggestion
from firstcall.money import Money, exact_text
from firstcall.report.statement.rows import line_row
from firstcall.service.settle.desk import END, SettleDesk, bases, fiscal_start, intake_of
from firstcall.service.settle.drawdown import drawn_month, drawn_text, rows_drawn
from firstcall.settlement.books.counting import why_not
from firstcall.settlement.books.deliveries import Books, counting, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import asked_period, period_of
from firstcall.settlement.party_view import seen_by
from firstcall.settlement.reckon.lines import LegPeriod, Line
from firstcall.settlement.statement.statement import Leg, Statement, settle

_ROWS = 20
_A_ROW = re.compile(r"\.(csv|csv\.gz|xlsx|parquet):\w*$")


def trace(desk: SettleDesk, name: str, known_at: datetime | None) -> dict[str, Any]:
    """Return the way from a line to its clause, rate, entries and source rows; or from a row to its lines.

    Raises:
      NotFound: there is no such line, or no line that the row touched.
    """
    money = desk.money(known_at)
    books = desk.books(money, known_at or END)
    if "/" not in name or _A_ROW.search(name):
        return _touched(desk, name, money, books, known_at)
    if (bought := _drawdown(money, name)) is not None:
        return drawn_month(desk, bought, name.partition("/")[2], books, known_at or END)
    period = name.split("/")[1]
    drawn = _all(desk, money, books, period, known_at)
    for leg in drawn.legs:
        for part in leg.periods:
            for line in part.lines:
                if line.id == name:
                    return _way(desk, leg, part, line, money, books, known_at or END)
    known = [line.id for leg in drawn.legs for line in leg.lines]
    raise NotFound(f"there is no line '{name}' in {drawn.id}\n  fix: {suggestion(name, known[:60], 'line')}")


def _all(
    desk: SettleDesk, money: tuple[MoneyTerms, ...], books: Books, period: str, known_at: datetime | None
) -> Statement:
    asked = asked_period(period, fiscal_start(money))
    wanted = tuple(terms for terms in money if not isinstance(terms, LegTerms) or _fits(terms, asked.name))
    known = known_at or desk.last_known
    drawn = settle(desk.agreement.id, wanted, books, asked, known, desk.where, estimate=True)
    return drawn if desk.looks is None else seen_by(drawn, desk.looks.party, desk.looks.withheld, {})


def _drawdown(money: tuple[MoneyTerms, ...], name: str) -> CommitmentTerms | None:
    clause = name.partition("/")[0]
    found = (terms for terms in money if isinstance(terms, CommitmentTerms) and terms.id == clause)
    return next(found, None)


def _fits(terms: LegTerms, name: str) -> bool:
    """Return whether a period's name is of the rhythm of a leg."""
    rhythm = "quarter" if "-Q" in name else "year" if name.startswith("FY") else "month"
    return terms.every == rhythm


def _way(
    desk: SettleDesk,
    leg: Leg,
    part: LegPeriod,
    line: Line,
    money: tuple[MoneyTerms, ...],
    books: Books,
    known_at: datetime,
) -> dict[str, Any]:
    paid = next((one for one in money if isinstance(one, PaymentTerms) and one.id == leg.clause), None)
    if paid is not None:
        return _payment_way(paid, leg, part, line)
    terms = next(one for one in money if isinstance(one, LegTerms) and one.id == leg.clause)
    span = next((span for span in terms.spans if span.version == line.version), terms.spans[-1])
    clause = span.clause
    source = clause.base.source if clause.base else None
    entries = {entry.id: entry for entry in books.of(leg.clause, source)}
    held = [entries[name] for name in line.entries if name in entries]
    hidden = desk.looks is not None and leg.clause in desk.looks.withheld
    return {
        **({"withheld": f"the rows beneath it are for {_owner(clause)}, whose they are"} if hidden else {}),
        "line": line_row(line, leg, part),
        "amount": str(Money(line.units, leg.currency, leg.digits)),
        "clause": {
            "id": clause.id,
            "says": clause.says,
            "version": line.version,
            "in_force": [iso(span.start), iso(span.end) if span.end else None],
            "grade": clause.basis.grade_of("rate" if clause.rate else "tiers"),
            "sources": list(clause.basis.source),
        },
        "entries": [] if hidden else [_entry(desk, terms, entry, known_at) for entry in held],
    }


def _payment_way(terms: PaymentTerms, leg: Leg, part: LegPeriod, line: Line) -> dict[str, Any]:
    """Return what a line of a payment rests on: its clause, and the reports of what was measured."""
    span = next((span for span in terms.spans if span.version == line.version), terms.spans[-1])
    clause = span.clause
    reports = [event for event in terms.here.known.events if event.id in line.entries]
    return {
        "line": line_row(line, leg, part),
        "amount": str(Money(line.units, leg.currency, leg.digits)),
        "clause": {
            "id": clause.id, "says": clause.says, "version": line.version,
            "in_force": [span.start.isoformat(), span.end.isoformat() if span.end else None],
            "grade": line.rests_on, "sources": list(clause.basis.source),
        },
        "entries": [], "reports": [report.model_dump(mode="json", include=_REPORTED) for report in reports],
    }  # fmt: skip


_REPORTED = {"id", "measure", "quantity", "since", "until", "by", "recorded"}


def _owner(clause: RevenueShare) -> str:
    return (clause.base.of if clause.base else None) or clause.payer


def _entry(desk: SettleDesk, terms: LegTerms, entry: Entry, known_at: datetime) -> dict[str, Any]:
    rows = _rows(desk, terms, entry, known_at)
    total = sum((cost for _, _, cost in rows), Fraction(0))
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "amount": exact_text(entry.amount),
        "currency": entry.currency,
        "grade": entry.grade,
        "rows": len(rows),
        "adds_up": total == entry.amount,
        "source": [f"{file}:{row} {exact_text(cost)}" for file, row, cost in rows[:_ROWS]],
    }


def _rows(desk: SettleDesk, terms: LegTerms, entry: Entry, known_at: datetime) -> list[tuple[str, int, Fraction]]:
    if entry.row is not None:
        return [(entry.source, entry.row, entry.amount)]
    for base, changes in bases(terms):
        if any(span.clause.base == base and entry.at in span for span in terms.spans):
            return list(desk.rows().behind(entry, base, changes, False, intake_of(terms), known_at))
    return []


def _touched(
    desk: SettleDesk, name: str, money: tuple[MoneyTerms, ...], books: Books, known_at: datetime | None
) -> dict[str, Any]:
    """Return the lines that a source row touched."""
    path, _, row = name.rpartition(":")
    file = Path(path).name
    found: list[str] = []
    for terms in money:
        if isinstance(terms, PaymentTerms):
            continue
        if not isinstance(terms, LegTerms):
            bought = rows_drawn(desk, terms, books, file, int(row)) if row.isdigit() else ()
            found += dict.fromkeys(f"{terms.id}/{period_of(entry.day, 'month').name}" for entry in bought)
            continue
        if terms.spans[-1].clause.open or not row.isdigit():
            continue
        if desk.looks is not None and terms.id in desk.looks.withheld:
            continue
        held = _held(desk, terms, books, file, int(row))
        for period in dict.fromkeys(_period(terms, entry) for entry in held):
            drawn = _all(desk, (terms,), books, period, known_at)
            names = {entry.id for entry in held}
            found += [line.id for leg in drawn.legs for line in leg.lines if names & set(line.entries)]
    if not found:
        raise NotFound(f"no line rests on {name}: {_why_none(desk, file, row, money, books)}")
    return {"row": name, "lines": found}


def _why_none(desk: SettleDesk, file: str, row: str, money: tuple[MoneyTerms, ...], books: Books) -> str:
    """Return why a row touched nothing, and what to do about it."""
    how = "  fix: write FILE:ROW as in billing.csv:12 (the header is row 1), or a line's id"
    if not row.isdigit() or desk.looks is not None:  # a party is not told what another's rows are
        return f"no line of its legs is known by that name\n{how}" if desk.looks else f"no row is named\n{how}"
    names = [Path(one.name).name for one in desk.files]
    if file not in names:
        return f"no such file is in revenue/ or billing/\n  fix: {suggestion(file, names, 'file')}"
    legs = [terms for terms in money if isinstance(terms, LegTerms)]
    for _, entries in desk.lines:
        for entry in entries:
            if (entry.source, entry.row) == (file, int(row)):
                kept = any((one.source, one.row) == (file, entry.row) for one in books.lines)
                reason = why_not(entry, legs) if kept else "a later delivery of that month took its place"
                return f"{reason or 'it is on no statement yet'}\n  fix: `settle why` on a row that counts"
    if any(Path(one.name).name == file and one.dataset == "revenue_lines" for one in desk.files):
        return f"the file has no such row\n{how}"
    return "no base holds it, or a later delivery took its place\n  fix: see each base in `firstcall terms`"


def _held(desk: SettleDesk, terms: LegTerms, books: Books, file: str, row: int) -> list[Entry]:
    """Return the entries of a clause that a row went into, if its delivery still counts."""
    held = [entry for entry in books.lines if (entry.source, entry.row) == (file, row)]
    known = max((one.recorded for one in books.files), default=END)
    for base, changes in bases(terms):
        if base.source != "focus":
            continue
        intake = intake_of(terms)
        delivered = desk.rows().reduced(base, changes, False, intake)
        for entry in desk.rows().touched(file, row, base, changes, False, intake):
            if entry.source in counting(delivered, key_of(entry), known):
                held.append(entry)
    return held


def _period(terms: LegTerms, entry: Entry) -> str:
    return period_of(entry.billed or entry.day, terms.every, terms.spans[-1].clause.fiscal_year_start).name


def trace_text(values: Mapping[str, Any]) -> str:
    """Return a trace in lines of text."""
    if "drawn" in values:
        return drawn_text(values)
    if "row" in values:
        return "\n".join([f"{values['row']} is in", *(f"  {line}" for line in values["lines"])])
    line, clause = values["line"], values["clause"]
    lines = [
        f"{line['line']}: {values['amount']}",
        f"  {clause['id']}@{clause['version']}" + (f": {clause['says']}" if clause["says"] else ""),
        f"  in force {clause['in_force'][0]} to {clause['in_force'][1] or 'further notice'}",
        f"  graded {clause['grade']}" + (f", source {', '.join(clause['sources'])}" if clause["sources"] else ""),
    ]
    if line["rate"]:
        lines.append(f"  {line['rate']} of {line['base']} {line['currency']} at {line['exchange']}: {line['earned']}")
        lines.append(f"  cumulative {line['cumulative_before']} to {line['cumulative_after']}")
    if line["payable"] != line["earned"]:
        lines.append(f"  after the cap per period {line['after_period_cap']}, after the total cap {line['payable']}")
    if "withheld" in values:
        lines.append(f"  {values['withheld']}")
    for one in values.get("reports", ()):
        lines.append(f"  {one['id']}: {one['quantity']} {one['measure']}, {one['since']} to {one['until']}")
    for entry in values["entries"]:
        adds = "" if entry["adds_up"] else " (its rows do not add up to it)"
        count = f"{entry['rows']} row{'' if entry['rows'] == 1 else 's'}"
        lines.append(f"  {entry['entry']}: {entry['amount']} {entry['currency']}, {count}{adds}")
        lines += [f"    {row}" for row in entry["source"]]
        if entry["rows"] > len(entry["source"]):
            lines.append(f"    … and {entry['rows'] - len(entry['source'])} more")
    return "\n".join(lines)
