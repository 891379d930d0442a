"""Where a drawdown or a payment comes from: a month of a commitment down to its rows, what was measured or prepaid."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from firstcall.errors import NotFound
from firstcall.money import exact_text, sum_of
from firstcall.record.events.kinds import DutyPerformed, QuantityReported
from firstcall.report.sheet import Tell
from firstcall.report.statement.sentences import LateUntilDone
from firstcall.said import Grouped, Quoted, Said, sentence
from firstcall.service.settle.desk import SettleDesk, intake_of
from firstcall.settlement.books.deliveries import Books, counting, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, draw_down, months_known
from firstcall.settlement.reckon.lines import Line
from firstcall.settlement.statement.debts import missing_months, why_unknown


class PrepaidLeft(Said):
    says = sentence(
        "why.prepaid-left", "of what was prepaid, {before} {currency} was left before, {after} {currency} after"
    )
    before: Annotated[Decimal, Grouped]
    after: Annotated[Decimal, Grouped]
    currency: str


class MeasureReported(Said):
    says = sentence("why.measure-reported", "{report}: {quantity} {measure}, {since} to {until}")
    report: str
    quantity: str
    measure: str
    since: str
    until: str


class NoSuchLine(Said):
    says = sentence("why.no-such-line", "there is no line {line} in {statement}")
    line: Annotated[str, Quoted]
    statement: str


class NoLineRestsOn(Said):
    says = sentence("why.no-line-rests-on", "no line rests on {row}: {reason}")
    row: str
    reason: Said


class NoLineOfItsLegs(Said):
    says = sentence("why.no-line-of-its-legs", "no line of its legs is known by that name")


class NoRowNamed(Said):
    says = sentence("why.no-row-named", "no row is named")


class WriteFileAndRow(Said):
    says = sentence(
        "why.write-file-and-row", "write FILE:ROW as in billing.csv:12 (the header is row 1), or a line's id"
    )


class NoSuchDelivered(Said):
    says = sentence("why.no-such-file", "no such file is in revenue/ or billing/")


class LaterDeliveryCounts(Said):
    says = sentence("why.later-delivery-counts", "a later delivery of that month took its place")


class OnNoStatementYet(Said):
    says = sentence("why.on-no-statement-yet", "it is on no statement yet")


class AskOfARowThatCounts(Said):
    says = sentence("why.ask-of-a-row-that-counts", "`settle why` on a row that counts")


class NoSuchRow(Said):
    says = sentence("why.no-such-row", "the file has no such row")


class NoBaseHoldsIt(Said):
    says = sentence("why.no-base-holds-it", "no base holds it, or a later delivery took its place")


class SeeEachBase(Said):
    says = sentence("why.see-each-base", "see each base in `firstcall terms`")


class NoSuchMonth(Said):
    says = sentence("why.no-such-month", "commitment {commitment} has no month {month}")
    commitment: Annotated[str, Quoted]
    month: Annotated[str, Quoted]


class NameAMonth(Said):
    says = sentence("why.name-a-month", "name one of {first} to {last}")
    first: str
    last: str


class DrawnInMonth(Said):
    says = sentence("why.drawn-in-month", "{line}: {drawn} drawn in {month}")
    line: str
    drawn: Said
    month: str


class DrawnUnknown(Said):
    says = sentence("why.drawn-unknown", "{line}: what was drawn in {month} is unknown: {reason}")
    line: str
    month: str
    reason: str | Said


class LeftUnknown(Said):
    says = sentence("why.left-unknown", "{period}: rows of a month are missing, so nobody knows what is left to draw")
    period: str


class DrawnToDate(Said):
    says = sentence("why.drawn-to-date", "{period}: {drawn} drawn to date, {left} left to draw")
    period: str
    drawn: Said
    left: Said


class AndMoreRows(Said):
    says = sentence("why.and-more-rows", "… and {more} more")
    more: int


_SHOWN = 20


def drawn_month(
    desk: SettleDesk, terms: CommitmentTerms, name: str, books: Books, known_at: datetime
) -> dict[str, Any]:
    """Return what was drawn of a commitment in a month, and the rows that drew it.

    Raises:
      NotFound: the commitment has no such month.
    """
    clause = terms.clause
    entries = books.of(clause.id, clause.base.source if clause.base else "focus")
    months = [(one, bought) for bought in draw_down(clause, entries, books.exchange) for one in bought.burned]
    for one, bought in months:
        if one.month.name == name:
            held = {entry.id: entry for entry in entries}
            rows = [row for entry in one.entries for row in _rows(desk, terms, held[entry], known_at)]
            return {
                "line": f"{clause.id}/{name}", "currency": clause.measure, "month": name, "period": bought.period.name,
                "version": terms.version, "says": clause.says, **_as_known(terms, bought, one.month, books),
                "source": [f"{file}:{row} {exact_text(cost)}" for file, row, cost in rows],
            }  # fmt: skip
    raise NotFound(
        NoSuchMonth(commitment=clause.id, month=name),
        fix=NameAMonth(first=months[0][0].month.name, last=months[-1][0].month.name),
    )


def _as_known(terms: CommitmentTerms, bought: CommitmentPeriod, month: Period, books: Books) -> dict[str, Any]:
    """Return what was drawn in a month, to date and is left; None where it is unknown, with the reason."""
    missing = missing_months(terms.clause, (bought,), books)
    known = next(one for one in months_known(bought, {lacking.span for lacking in missing}) if one.month == month)
    reason = why_unknown(terms.clause, tuple(lacking for lacking in missing if lacking.span == month))
    figures = {"drawn": known.drawn, "known_drawn": known.known, "to_date": known.to_date, "left": known.left}
    return {
        **{name: None if figure is None else exact_text(figure) for name, figure in figures.items()},
        "unknown": None if reason is None else str(reason),
        "unknown_reason": None if reason is None else reason.as_json(),
    }


def _rows(
    desk: SettleDesk, terms: CommitmentTerms, entry: Entry, known_at: datetime
) -> list[tuple[str, int, Fraction]]:
    if entry.row is not None:
        file = entry.id.rpartition("/")[2].rpartition(":")[0] if entry.stream == "applied" else entry.source
        return [(file, entry.row, entry.amount)]
    if terms.clause.base is None:
        return []
    return list(desk.rows().behind(entry, terms.clause.base, (), True, intake_of(terms), known_at))


def rows_drawn(desk: SettleDesk, terms: CommitmentTerms, books: Books, file: str, row: int) -> list[Entry]:
    """Return what a row of a file drew of a commitment, if its delivery still counts."""
    clause, known = terms.clause, max((one.recorded for one in books.files), default=None)
    if clause.open or known is None:
        return []
    if clause.base and clause.base.source == "revenue_lines":
        lines = [one for one in books.lines if (one.source, one.row) == (file, row)]
        return [one for one in lines if _draws(terms, books, one)]
    entries = books.of(clause.id, "focus")
    found = [one for one in entries if one.stream == "applied" and one.id.endswith(f"/{file}:{row}")]
    if clause.base:
        intake = intake_of(terms)
        delivered = desk.rows().reduced(clause.base, (), True, intake)
        found += [one for one in desk.rows().touched(file, row, clause.base, (), True, intake)
                  if one.source in counting(delivered, key_of(one), known)]  # fmt: skip
    return [one for one in found if _draws(terms, books, one)]


def _draws(terms: CommitmentTerms, books: Books, entry: Entry) -> bool:
    return any(one.entries for bought in draw_down(terms.clause, [entry], books.exchange) for one in bought.burned)


def drawn_text(values: Mapping[str, Any], tell: Tell = str) -> str:
    """Return where a month's drawdown comes from, in lines of text."""
    lines = [
        tell(_drawn_in(values)),
        "  " + _clause(values),
        "  " + tell(_left_of(values)),
        *(f"    {row}" for row in values["source"][:_SHOWN]),
    ]
    if len(values["source"]) > _SHOWN:
        lines.append("    " + tell(AndMoreRows(more=len(values["source"]) - _SHOWN)))
    return "\n".join(lines)


def _drawn_in(values: Mapping[str, Any]) -> Said:
    if values["drawn"] is None:
        return DrawnUnknown(line=values["line"], month=values["month"], reason=values["unknown"])
    return DrawnInMonth(line=values["line"], drawn=_sum(values, "drawn"), month=values["month"])


def _left_of(values: Mapping[str, Any]) -> Said:
    if values["left"] is None:
        return LeftUnknown(period=values["period"])
    return DrawnToDate(period=values["period"], drawn=_sum(values, "to_date"), left=_sum(values, "left"))


def _sum(values: Mapping[str, Any], name: str) -> Said:
    return sum_of(Fraction(values[name]), values["currency"])


def _clause(values: Mapping[str, Any]) -> str:
    name = f"{values['line'].partition('/')[0]}@{values['version']}"
    return f"{name}: {values['says']}" if values["says"] else name


def prepaid_left(line: Mapping[str, Any]) -> Said:
    """Return what was left of a prepayment before and after a sum took of it."""
    before, after = Decimal(line["cumulative_before"]), Decimal(line["cumulative_after"])
    return PrepaidLeft(before=before, after=after, currency=line["currency"])


PaymentFacts = tuple[str | None, tuple[datetime, datetime | None], tuple[str, ...], dict[str, Any]]
"""What a clause says, when it was in force, its sources, and what was measured or done."""
_DONE = {"id", "clause", "by", "at", "recorded"}
_REPORTED = {"id", "measure", "quantity", "since", "until", "by", "recorded"}


def payment_facts(terms: PaymentTerms, line: Line) -> PaymentFacts:
    """Return what a line of a payment rests on: its clause, what was measured by which reports, what ended lateness."""
    span = next((span for span in terms.spans if span.version == line.version), terms.spans[-1])
    facts = [event for event in terms.here.known.events if event.id in line.entries]
    reports = [event for event in facts if isinstance(event, QuantityReported)]
    done = [event.model_dump(mode="json", include=_DONE) for event in facts if isinstance(event, DutyPerformed)]
    told = {"reports": [report.model_dump(mode="json", include=_REPORTED) for report in reports]}
    return span.clause.says, (span.start, span.end), span.clause.basis.source, told | ({"done": done} if done else {})


def facts_told(values: Mapping[str, Any]) -> Iterator[Said]:
    """Yield what a line of a payment rests on, as facts."""
    for one in values.get("reports", ()):
        yield MeasureReported(
            report=one["id"], quantity=str(one["quantity"]), measure=one["measure"], since=str(one["since"]),
            until=str(one["until"]),
        )  # fmt: skip
    for one in values.get("done", ()):
        yield LateUntilDone(event=one["id"], at=datetime.fromisoformat(one["at"]))
