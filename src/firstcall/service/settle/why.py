"""Where a line of a statement comes from, and what a source row touched."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import iso, local_day
from firstcall.errors import NotFound, near_or_listed
from firstcall.money import Money, exact_text
from firstcall.report.sheet import Tell
from firstcall.report.statement.rows import line_row
from firstcall.said import Said, plural, sentence
from firstcall.service.billing.files import BILLING, REVENUE
from firstcall.service.settle.desk import END, SettleDesk, bases, intake_of
from firstcall.service.settle.drawdown import (
    AndMoreRows,
    AskOfARowThatCounts,
    LaterDeliveryCounts,
    NoBaseHoldsIt,
    NoLineOfItsLegs,
    NoLineRestsOn,
    NoRowNamed,
    NoSuchDelivered,
    NoSuchLine,
    NoSuchRow,
    OnNoStatementYet,
    SeeEachBase,
    WriteFileAndRow,
    drawn_month,
    drawn_text,
    facts_told,
    payment_facts,
    prepaid_left,
    rows_drawn,
)
from firstcall.settlement.books.counting import why_not
from firstcall.settlement.books.deliveries import Books, counting, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms, span_asked
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import period_of
from firstcall.settlement.party_view import seen_by
from firstcall.settlement.reckon.lines import LegPeriod, Line
from firstcall.settlement.statement.statement import Leg, Statement, settle
from firstcall.settlement.statement.upcoming import month_of_sum


class RowIsIn(Said):
    says = sentence("why.row-is-in", "{row} is in")
    row: str


class InForceFrom(Said):
    says = sentence("why.in-force-from", "in force {since} to further notice")
    since: datetime


class InForceTo(Said):
    says = sentence("why.in-force-to", "in force {since} to {until}")
    since: datetime
    until: datetime


class Graded(Said):
    says = sentence("why.graded", "graded {grade}")
    grade: Grade


class GradedBy(Said):
    says = sentence("why.graded-by", "graded {grade}, source {sources}")
    grade: Grade
    sources: tuple[str, ...]


class RateAtExchange(Said):
    says = sentence("why.rate-at-exchange", "{rate} of {base} {currency} at {exchange}: {earned}")
    rate: str
    base: str
    currency: str
    exchange: str
    earned: str


class CumulativeFromTo(Said):
    says = sentence("why.cumulative", "cumulative {before} to {after}")
    before: str
    after: str


class AfterTheCaps(Said):
    says = sentence("why.after-the-caps", "after the cap per period {period}, after the total cap {total}")
    period: str
    total: str


class RowsAreFor(Said):
    says = sentence("why.rows-are-for", "the rows beneath it are for {party}, whose they are")
    party: str


class EntryAddsUp(Said):
    says = plural("why.entry", "{entry}: {amount} {currency}, {n} row", "{entry}: {amount} {currency}, {n} rows")
    entry: str
    amount: str
    currency: str
    n: int


class EntryDoesNotAddUp(Said):
    says = plural(
        "why.entry-does-not-add-up",
        "{entry}: {amount} {currency}, {n} row (its rows do not add up to it)",
        "{entry}: {amount} {currency}, {n} rows (its rows do not add up to it)",
    )
    entry: str
    amount: str
    currency: str
    n: int


_ROWS = 20
_A_ROW = re.compile(r"\.(csv|csv\.gz|xlsx|parquet):\w*$")


def trace(desk: SettleDesk, name: str, known_at: datetime | None) -> dict[str, Any]:
    """Return the way from a line to its clause, rate, entries and source rows; or from a row to its lines.

    Raises:
      NotFound: there is no such line, or no line that the row touched.
    """
    money = desk.money(known_at)
    books = desk.books(money, known_at or END)
    month = month_of_sum(money, name, local_day(known_at or desk.last_known, desk.where))
    if month is None and ("/" not in name or _A_ROW.search(name)):
        return _touched(desk, name, money, books, known_at)
    if (bought := _drawdown(money, name)) is not None:
        return drawn_month(desk, bought, name.partition("/")[2], books, known_at or END)
    period = month or name.split("/")[1]
    drawn = _all(desk, money, books, period, known_at)
    for leg in drawn.legs:
        for part in leg.periods:
            for line in part.lines:
                if line.id == name:
                    return _way(desk, leg, part, line, money, books, known_at or END)
    known = [line.id for leg in drawn.legs for line in leg.lines]
    raise NotFound(NoSuchLine(line=name, statement=drawn.id), fix=near_or_listed(name, known[:60], "line"))


def _all(
    desk: SettleDesk, money: tuple[MoneyTerms, ...], books: Books, period: str, known_at: datetime | None
) -> Statement:
    asked = span_asked(period, money)
    wanted = tuple(terms for terms in money if not isinstance(terms, LegTerms) or _fits(terms, asked.name))
    known = known_at or desk.last_known
    drawn = settle(desk.agreement.id, wanted, books, asked, known, desk.where, estimate=True)
    return drawn if desk.looks is None else seen_by(drawn, desk.looks.party, desk.looks.withheld)


def _drawdown(money: tuple[MoneyTerms, ...], name: str) -> CommitmentTerms | None:
    clause = name.partition("/")[0]
    found = (terms for terms in money if isinstance(terms, CommitmentTerms) and terms.id == clause)
    return next(found, None)


def _fits(terms: LegTerms, name: str) -> bool:
    """Return whether a period's name is of the rhythm of a leg."""
    rhythm = "quarter" if "-Q" in name else "year" if name.startswith("FY") else "month"
    return terms.every == rhythm


def _way(
    desk: SettleDesk, leg: Leg, part: LegPeriod, line: Line, money: tuple[MoneyTerms, ...], books: Books,
    known_at: datetime,
) -> dict[str, Any]:  # fmt: skip
    paid = next((one for one in money if isinstance(one, PaymentTerms) and one.id == leg.clause), None)
    if paid is not None:
        says, in_force, sources, facts = payment_facts(paid, line)
        return {**_head(leg, part, line, says, in_force, line.rests_on, sources), "entries": [], **facts}
    late = next((one for one in money if isinstance(one, FeeTerms) and one.id == leg.clause), None)
    if late is not None:
        said = next(one.speaks for one in late.matches if one.speaks.version == line.version)
        sources = tuple(said.clause.basis.source)
        return {**_head(leg, part, line, said.clause.says, said.in_force, line.rests_on, sources), "entries": []}
    terms = next(one for one in money if isinstance(one, LegTerms) and one.id == leg.clause)
    span = next((span for span in terms.spans if span.version == line.version), terms.spans[-1])
    clause = span.clause
    entries = {entry.id: entry for entry in books.of(leg.clause, clause.base.source if clause.base else None)}
    held = [entries[name] for name in line.entries if name in entries]
    hidden = desk.looks is not None and leg.clause in desk.looks.withheld
    grade = clause.basis.grade_of("rate" if clause.rate else "tiers")
    return {
        **(_withheld(_owner(clause)) if hidden else {}),
        **_head(leg, part, line, clause.says, (span.start, span.end), grade, clause.basis.source),
        "entries": [] if hidden else [_entry(desk, terms, entry, known_at) for entry in held],
    }


def _head(
    leg: Leg, part: LegPeriod, line: Line, says: str | None, in_force: tuple[datetime, datetime | None], grade: str,
    sources: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    """Return a line with its amount and the clause behind it."""
    start, end = in_force
    return {
        "line": line_row(line, leg, part),
        "amount": str(Money(line.units, leg.currency, leg.digits)),
        "clause": {
            "id": leg.clause, "says": says, "version": line.version,
            "in_force": [iso(start), iso(end) if end else None], "grade": grade, "sources": list(sources),
        },
    }  # fmt: skip


def _withheld(owner: str) -> dict[str, Any]:
    said = RowsAreFor(party=owner)
    return {"withheld": str(said), "withheld_by": owner, "withheld_reason": said.as_json()}


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
        if isinstance(terms, PaymentTerms | FeeTerms) or not _of_the_room(terms, path):
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
        reason, fix = _why_none(desk, file, row, money, books)
        raise NotFound(NoLineRestsOn(row=name, reason=reason), fix=fix)
    return {"row": name, "lines": found}


def _of_the_room(terms: MoneyTerms, path: str) -> bool:
    """Return whether a clause reckons on files of the folder that a path names; of any where it names none.

    A file in `revenue/` and one in `billing/` may have the same name.
    """
    kinds = {REVENUE: "revenue_lines", BILLING: "focus"}
    named = {kinds[part] for part in Path(path).parts[:-1] if part in kinds}
    sources = {base.source for base, _ in bases(terms)}
    if isinstance(terms, CommitmentTerms) and terms.clause.commitment_ids:
        sources.add("focus")
    return not named or not named.isdisjoint(sources)


def _why_none(desk: SettleDesk, file: str, row: str, money: tuple[MoneyTerms, ...], books: Books) -> tuple[Said, Said]:
    """Return why a row touched nothing, and what to do about it."""
    if desk.looks is not None:  # a party is not told what another's rows are
        return NoLineOfItsLegs(), WriteFileAndRow()
    if not row.isdigit():
        return NoRowNamed(), WriteFileAndRow()
    names = [Path(one.name).name for one in desk.files]
    if file not in names:
        return NoSuchDelivered(), near_or_listed(file, names, "file")
    legs = [terms for terms in money if isinstance(terms, LegTerms)]
    for _, entries in desk.lines:
        for entry in entries:
            if (entry.source, entry.row) == (file, int(row)):
                kept = any((one.source, one.row) == (file, entry.row) for one in books.lines)
                reason = why_not(entry, legs) if kept else LaterDeliveryCounts()
                return reason or OnNoStatementYet(), AskOfARowThatCounts()
    if any(Path(one.name).name == file and one.dataset == "revenue_lines" for one in desk.files):
        return NoSuchRow(), WriteFileAndRow()
    return NoBaseHoldsIt(), SeeEachBase()


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


def trace_text(values: Mapping[str, Any], tell: Tell = str) -> str:
    """Return a trace in lines of text."""
    if "drawn" in values:
        return drawn_text(values, tell)
    if "row" in values:
        return "\n".join([tell(RowIsIn(row=values["row"])), *(f"  {line}" for line in values["lines"])])
    line, clause = values["line"], values["clause"]
    name = f"{clause['id']}@{clause['version']}"
    facts = [*_terms_of(clause), *_figures_of(line)]
    lines = [
        f"{line['line']}: {values['amount']}",
        f"  {name}: {clause['says']}" if clause["says"] else f"  {name}",
        *(f"  {tell(fact)}" for fact in facts),
    ]
    if "withheld" in values:
        lines.append("  " + tell(RowsAreFor(party=values["withheld_by"])))
    lines += ["  " + tell(fact) for fact in facts_told(values)]
    for entry in values["entries"]:
        lines += ["  " + tell(_adds_up(entry)), *(f"    {row}" for row in entry["source"])]
        if entry["rows"] > len(entry["source"]):
            lines.append("    " + tell(AndMoreRows(more=entry["rows"] - len(entry["source"]))))
    return "\n".join(lines)


def _adds_up(entry: Mapping[str, Any]) -> Said:
    name, amount, currency, n = entry["entry"], entry["amount"], entry["currency"], entry["rows"]
    if entry["adds_up"]:
        return EntryAddsUp(entry=name, amount=amount, currency=currency, n=n)
    return EntryDoesNotAddUp(entry=name, amount=amount, currency=currency, n=n)


def _terms_of(clause: Mapping[str, Any]) -> Iterator[Said]:
    start, end = clause["in_force"]
    since = datetime.fromisoformat(start)
    yield InForceFrom(since=since) if end is None else InForceTo(since=since, until=datetime.fromisoformat(end))
    sources, grade = tuple(clause["sources"]), clause["grade"]
    yield GradedBy(grade=grade, sources=sources) if sources else Graded(grade=grade)


def _figures_of(line: Mapping[str, Any]) -> Iterator[Said]:
    if line["rate"]:
        yield RateAtExchange(
            rate=line["rate"], base=line["base"], currency=line["currency"], exchange=line["exchange"],
            earned=line["earned"],
        )  # fmt: skip
        yield CumulativeFromTo(before=line["cumulative_before"], after=line["cumulative_after"])
    if line["kind"] == "prepaid":
        yield prepaid_left(line)
    if line["payable"] != line["earned"]:
        yield AfterTheCaps(period=line["after_period_cap"], total=line["payable"])
