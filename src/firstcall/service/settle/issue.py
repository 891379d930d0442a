"""Statements as they stand: drawn up, compared with what was issued, and issued."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from firstcall.dates import iso
from firstcall.errors import BillingError, ConflictError, NotAllowed
from firstcall.money import digits_of
from firstcall.record.events.kinds import StatementIssued
from firstcall.record.views.disclosure import heard
from firstcall.said import Quoted, Said, sentence
from firstcall.service.billing.deliveries.intake import ALWAYS
from firstcall.service.billing.deliveries.untaken import untaken_notes
from firstcall.service.folder import Partnership
from firstcall.service.record_file import entering
from firstcall.service.settle.desk import END, SettleDesk
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import LegTerms, MoneyTerms, fiscal_start
from firstcall.settlement.party_view import delta_seen_by, seen_by
from firstcall.settlement.reckon import RECKONING
from firstcall.settlement.statement.changes import Delta, delta
from firstcall.settlement.statement.digest import DIGEST_VERSION, statement_digest
from firstcall.settlement.statement.implied import Alone, Implication, alone, implications
from firstcall.settlement.statement.remarks import why_empty, with_business_days
from firstcall.settlement.statement.standing import (
    Account,
    StatementStanding,
    account,
    charged_before,
    standing_of_statement,
)
from firstcall.settlement.statement.statement import Statement
from firstcall.values import dataclass


class NoPartyOfStatement(Said):
    says = sentence(
        "settle.no-party-of-statement",
        "{given} neither pays nor is paid on statement {id}, and cannot issue it",
    )
    given: Annotated[str, Quoted]
    id: str


class LetOneIssue(Said):
    says = sentence("settle.let-one-issue", "let one of {concerned} issue it")
    concerned: tuple[str, ...]


class IssuedByOther(Said):
    says = sentence(
        "settle.issued-by-other",
        "statement {id} was issued by {first}; {given} cannot change it",
    )
    id: str
    first: str
    given: str


class LetIssuerOrDispute(Said):
    says = sentence(
        "settle.let-issuer-or-dispute",
        "let {first} issue the delta, or dispute it: firstcall record add statement-disputed",
    )
    first: str


class DaysIssuedBefore(Said):
    says = sentence(
        "settle.days-issued-before",
        "statement {statement} was issued and covers days of {period} for {both}; issued as {id} as well, "
        "the same money would be owed twice",
    )
    statement: str
    period: str
    both: str
    id: str


class IssueTheChange(Said):
    says = sentence(
        "settle.issue-the-change",
        "issue what has changed with --period {period}, and only periods that lie outside of it",
    )
    period: str


class NotTakenInYet(Said):
    says = sentence(
        "settle.not-taken-in-yet",
        "{loose}: not taken in, so nobody could draw this statement up again",
    )
    loose: tuple[str, ...]


class TakeFilesIn(Said):
    says = sentence("settle.take-files-in", "firstcall settle intake PARTNERSHIP FILE …")


class NoAmountKnown(Said):
    says = sentence("settle.no-amount-known", "statement {id}: no amount in it is known")
    id: str


class TakeInTheirGround(Said):
    says = sentence("settle.take-in-their-ground", "take in what its clauses are reckoned on")


class IssuedAmountMoved(Said):
    says = sentence(
        "settle.issued-amount-moved",
        "statement {id} was issued with {clause} at {before}, and comes out at {amount} on the same files and terms",
    )
    id: str
    clause: str
    before: str
    amount: str


class PutTextAndFilesBack(Said):
    says = sentence(
        "settle.put-text-and-files-back",
        "put back the agreement and files as they were; changes belong into amendments and deliveries",
    )


class IssuedUnchanged(Said):
    says = sentence(
        "settle.issued-unchanged",
        "statement {id} was issued, and nothing has changed in it since",
    )
    id: str


class NothingToIssue(Said):
    says = sentence("settle.nothing-to-issue", "nothing needs to be issued")


class NothingToIssueButReckoning(Said):
    says = sentence(
        "settle.nothing-to-issue-but-reckoning",
        "nothing needs to be issued; what a mended reckoning makes of it is issued with --reckoning",
    )


class PeriodNotOver(Said):
    says = sentence("draft.period-not-over", "the period is not over as known then; what was delivered so far counts")


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A statement as it stands, what has changed since it was issued, and what reported payments imply."""

    statement: Statement
    standing: StatementStanding
    delta: Delta | None
    implied: tuple[Implication, ...]
    entries: tuple[tuple[str, tuple[Entry, ...]], ...]
    """By clause, what the statement is reckoned on."""
    account: Account
    on: date
    """The day as of which it is told, in the agreement's zone."""
    drawn: tuple[tuple[StatementIssued | None, Statement], ...] = ()
    """As drawn up for each issue, then as it stands now."""
    alone: tuple[Alone, ...] = ()
    """Reported payments from which nothing follows."""


def draw_up(
    desk: SettleDesk, asked: str, known_at: datetime | None, estimate: bool = False, reckoning: bool = True
) -> DrawnUp:
    """Return the statement of a period: as issued, if it was, with the delta since; else a draft.

    Args:
      desk: the partnership's files.
      asked: the period as people write it.
      known_at: what was known by then counts; None for everything.
      estimate: count what is there of periods that nothing was delivered for.
      reckoning: whether the delta holds what the mended reckoning moves.

    Raises:
      BillingError: an issued statement cannot be drawn up again as it was issued.
    """
    now = desk.statement(asked, known_at, estimate)
    stands = standing_of_statement(heard(desk.events(known_at), desk.agreement), now.id)
    money, known = desk.money(known_at), known_at or END
    books = desk.books(money, known)
    paid = _known(desk, known)
    implied = implications(money, books.lines, paid, now.period)
    unmatched = alone(money, paid, implied, now.period)
    on = (known_at or desk.last_known).astimezone(desk.where).date()
    rest = desk.agreement.business_days()
    if stands.last is None:
        status = "estimate" if estimate else "draft"
        shown = with_business_days(replace(now, status=status, notes=(*now.notes, *_notes(desk, now, known_at))), rest)
        return DrawnUp(
            shown, stands, None, implied, beneath(money, books), account(stands, ()), on, ((None, shown),), unmatched
        )
    before = stands.last.known_at
    issued = desk.statement(asked, before, estimate)
    said = _said(issued, stands, desk.money(before))
    rows = desk.statement(asked, known_at, estimate, terms_known=before)
    name = f"{now.id}-d{len(stands.issues)}"
    change = delta(name, issued, rows, now, said if reckoning else None, desk.money(before))
    held = account(stands, issued.nets)
    then = desk.money(before)
    shown = with_business_days(replace(issued, status=held.status), rest)
    earlier = [(event, desk.statement(asked, event.known_at, estimate)) for event in stands.issues[:-1]]
    drawn = (*earlier, (stands.last, issued), (None, now))
    return DrawnUp(shown, stands, change, implied, beneath(then, desk.books(then, before)), held, on, drawn, unmatched)


def seen(desk: SettleDesk, drawn: DrawnUp) -> DrawnUp:
    """Return what was drawn up as whoever looks may see it; whole where nobody in particular does."""
    looks = desk.looks
    if looks is None:
        return drawn
    folder = desk.partnership.path
    files = tuple(file for file in drawn.statement.files if looks.shows(folder / file.name))
    statement = seen_by(drawn.statement, looks.party, looks.withheld)
    change = None if drawn.delta is None else delta_seen_by(drawn.delta, looks.party, looks.unnamed)
    entries = tuple((clause, held) for clause, held in drawn.entries if clause not in looks.withheld)
    held = account(drawn.standing, statement.nets) if drawn.standing.last else drawn.account
    status = held.status if drawn.standing.last else statement.status
    papers = tuple((issue, seen_by(one, looks.party, looks.withheld)) for issue, one in drawn.drawn)
    return replace(
        drawn, statement=replace(statement, files=files, status=status), delta=change, entries=entries, account=held,
        drawn=papers,
    )  # fmt: skip


def beneath(money: Sequence[MoneyTerms], books: Books) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return what every share of revenue is reckoned on."""
    found = []
    for terms in money:
        if isinstance(terms, LegTerms) and (base := terms.spans[-1].clause.base):
            found.append((terms.id, books.of(terms.id, base.source)))
    return tuple(found)


def _known(desk: SettleDesk, known_at: datetime) -> tuple[Any, ...]:
    return tuple(entry for entry in desk.payments if entry.recorded <= known_at)


def _said(issued: Statement, stands: StatementStanding, money: Sequence[MoneyTerms]) -> dict[str, int] | None:
    """Return the units issued of each clause where they were reckoned by an arithmetic before this one.

    Raises:
      BillingError: it was reckoned by this one and comes out otherwise: something under it was changed.
    """
    said: dict[str, Decimal] = {}
    for event in stands.issues:
        for clause, amount in event.amounts.items():
            said[clause] = said.get(clause, Decimal(0)) + Decimal(amount)
    if stands.last is not None and stands.last.reckoning < RECKONING:
        digits = {terms.id: digits_of(*_currency(terms)) for terms in money}
        whole = {clause: Fraction(amount) * 10 ** digits[clause] for clause, amount in said.items() if clause in digits}
        return {clause: int(units) for clause, units in whole.items()}
    for clause, amount in amounts_of(issued).items():
        if said.get(clause, Decimal(0)) != amount:
            raise BillingError(
                IssuedAmountMoved(id=issued.id, clause=clause, before=str(said.get(clause, 0)), amount=str(amount)),
                fix=PutTextAndFilesBack(),
            )
    return None


def _currency(terms: MoneyTerms) -> tuple[str, Mapping[str, int]]:
    clause = terms.spans[-1].clause if isinstance(terms, LegTerms) else terms.clause
    return clause.currency, clause.units


def amounts_of(statement: Statement) -> dict[str, Decimal]:
    """Return what each clause pays, as far as it is known."""
    return {leg.clause: leg.gross.amount for leg in statement.legs if leg.is_known}


def _notes(desk: SettleDesk, statement: Statement, known_at: datetime | None) -> tuple[Said, ...]:
    notes = list(_untaken(desk))
    dated = known_at is not None or not statement.untaken  # files that lie there unentered may be of any day
    if dated and statement.period.end > statement.known_at.astimezone(desk.where).date():
        notes.append(PeriodNotOver())
    if not statement.legs:
        notes += why_empty(desk.money(known_at), statement.period, desk.where)
    return tuple(notes)


def _untaken(desk: SettleDesk) -> Iterator[Said]:
    looks, folder = desk.looks, desk.partnership.path
    taken = any(delivery.recorded != ALWAYS for delivery in desk.deliveries)
    return untaken_notes(
        desk.loose, taken, lambda name: looks is None or looks.reads(folder / name),
        lambda name: looks is None or looks.shows(folder / name),
    )  # fmt: skip


def _may_issue(statement: Statement, stands: StatementStanding, by: str) -> None:
    """Refuse an issue by somebody whom the statement does not concern, or a delta by who did not issue it."""
    concerned = sorted({party for leg in statement.legs for party in (leg.payer, *(name for name, _ in leg.parts))})
    if by not in concerned:
        raise NotAllowed(NoPartyOfStatement(given=by, id=statement.id), fix=LetOneIssue(concerned=tuple(concerned)))
    first = stands.issues[0].by if stands.issues else by
    if first != by:
        raise NotAllowed(IssuedByOther(id=statement.id, first=first, given=by), fix=LetIssuerOrDispute(first=first))


def _not_twice(desk: SettleDesk, statement: Statement) -> None:
    """Refuse a first issue for days and clauses that another statement charges already."""
    known = statement.known_at
    start = fiscal_start(desk.money(known))
    for other in charged_before(desk.events(None), statement.id, statement.period, amounts_of(statement), start):
        both = ", ".join(clause for clause in amounts_of(statement) if clause in other.amounts)
        raise ConflictError(
            DaysIssuedBefore(statement=other.statement, period=statement.period.name, both=both, id=statement.id),
            fix=IssueTheChange(period=other.period),
        )


def issue_fields(
    desk: SettleDesk, drawn: DrawnUp, asked: str, known_at: datetime, by: str, reckoning: bool = False
) -> dict[str, Any]:
    """Return the payload of the event that issues a statement, or its next delta.

    A delta without what the mended reckoning moves leaves the whole on the arithmetic it was issued by.

    Raises:
      NotAllowed: the statement does not concern the party, or the other party issued it.
      BillingError: files count in it that were not taken in, or no amount in it is known.
      ConflictError: it was issued before and nothing has changed, or another statement covers its days.
    """
    if desk.loose.names:
        raise BillingError(NotTakenInYet(loose=desk.loose.names), fix=TakeFilesIn())
    statement = drawn.statement
    if statement.legs:
        _may_issue(statement, drawn.standing, by)
    if drawn.delta is None:
        _not_twice(desk, statement)
        amounts = amounts_of(statement)
    else:
        if not drawn.delta:
            raise ConflictError(IssuedUnchanged(id=statement.id), fix=_when_nothing_changed(drawn.standing))
        amounts = {}
        for change in drawn.delta.changes:
            amounts[change.clause] = amounts.get(change.clause, Decimal(0)) + change.delta.amount
    if not amounts:
        raise BillingError(NoAmountKnown(id=statement.id), fix=TakeInTheirGround())
    return {
        "statement": statement.id,
        "period": asked,
        "known_at": iso(known_at),
        "amounts": {clause: f"{amount:f}" for clause, amount in amounts.items()},
        "digest": statement_digest(statement),
        "digest_version": DIGEST_VERSION,
        "reckoning": RECKONING if drawn.delta is None or reckoning else drawn.standing.issues[-1].reckoning,
        "delta": drawn.delta is not None,
    }


def _when_nothing_changed(stands: StatementStanding) -> Said:
    if stands.last is None or stands.last.reckoning == RECKONING:
        return NothingToIssue()
    return NothingToIssueButReckoning()


def enter_issue(deal: Partnership, event: Mapping[str, Any], at: datetime | None) -> None:
    """Append an issue to the record, unless the statement has moved on since the folder was opened.

    Two people who issue at the same moment have both drawn it up from the same record; only the first of them
    is still right when he writes. The issue is stamped while the record is locked, so that it never bears an
    instant before that of an entry which was written first.

    Args:
      deal: the partnership as it was opened.
      event: the issue, without its instants.
      at: when it was issued; the instant at which it is written, unless given.
    Raises:
      ConflictError: somebody entered something about the statement in the meantime.
    """
    stream = f"statement:{event['statement']}"
    seen_so_far = sum(one.stream == stream for one in deal.record.events)
    with entering(deal.path) as desk:
        stamp = iso(at or desk.now)
        desk.enter([{**event, "at": stamp, "recorded": stamp}], expected=seen_so_far)
