"""A statement as a paper that people send: title, net, one table from gross to net, and what is not in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from firstcall.money import Money
from firstcall.report.offer.packet import Draft, PaperTable, text_of_draft
from firstcall.report.statement.text import due_before
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.statement import Leg, Statement

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class GrossRow:
    """One row on the way from gross to net: a clause to one payee, or the net itself."""

    what: str
    payer: str
    payee: str
    amount: str
    counted: str
    due: str
    is_net: bool = False


def statement_title(statement: Statement, names: Mapping[str, str]) -> str:
    """Return the title of a statement: for what span, between whom.

    >>> from firstcall.settlement.clauses.periods import asked_period
    >>> span_words(asked_period("2025-01")), span_words(asked_period("2025-Q1"))
    ('January 2025', '2025-Q1')
    """
    parties = dict.fromkeys(
        party for leg in statement.legs for party in (leg.payer, *(name for name, _ in leg.parts))
    )  # fmt: skip
    said = [names.get(party, party) for party in parties]
    between = f" between {', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else ""
    return f"Statement for {span_words(statement.period)}{between}"


def span_words(period: Period) -> str:
    """Return a span as people call it."""
    is_month = period.start.day == 1 and (period.end - period.start).days < 32
    return f"{MONTHS[period.start.month - 1]} {period.start.year}" if is_month else period.name


def net_sentences(statement: Statement, names: Mapping[str, str]) -> Iterator[str]:
    """Yield who pays whom how much, all told; then what is due before the net, and what is not in it."""
    for net in statement.nets:
        payer, payee = (names.get(party, party) for party in (net.payer, net.payee))
        if net.gross and net.amount.units:
            known = "Of what is known, " if net.unknown else ""
            yield f"{known}{payer} pays {payee} {net.amount}" + (f", due {net.due}." if net.due else ".")
        elif net.gross:
            yield f"Between {payer} and {payee} nothing is owed."
        yield from (f"{text[:1].upper()}{text[1:]}." for text in due_before(statement, net))
        yield from (f"Not in it, because nobody knows it: {reason}." for reason in net.unknown)
    yield from (f"{note[:1].upper()}{note[1:]}." for note in statement.notes if note.startswith("not shared"))


def gross_rows(statement: Statement, names: Mapping[str, str]) -> tuple[GrossRow, ...]:
    """Return one table from gross to net: every clause by payee with its own due date, then what remains."""
    named = _named(names)
    rows = [row for leg in statement.legs for row in _leg_rows(leg, statement.nets, named)]
    for net in statement.nets:
        amount = str(net.amount) if net.gross else "unknown"
        due = str(net.due) if net.due else ""
        rows.append(GrossRow("Net", named(net.payer), named(net.payee), "", amount, due, is_net=True))
    return tuple(rows)


def _named(names: Mapping[str, str]) -> Named:
    return lambda party: names.get(party, party)


def _leg_rows(leg: Leg, nets: Sequence[Net], named: Named) -> Iterator[GrossRow]:
    for party, units in leg.parts:
        counted = [gross.counted for net in nets for gross in net.gross
                   if (gross.clause, gross.payer, gross.payee) == (leg.clause, leg.payer, party)]  # fmt: skip
        own = str(Money(units, leg.currency, leg.digits)) if leg.is_known and (leg.periods or not leg.unknown) else ""
        total = sum(one.units for one in counted)
        in_net = str(Money(total, counted[0].currency, counted[0].digits)) if counted else ""
        unknown = f"unknown: {leg.unknown}" if leg.unknown else ""
        due = str(leg.due) if leg.due else ""
        said = " ".join(filter(None, (own, f"({unknown})" if own and unknown else unknown)))
        yield GrossRow(leg.clause, named(leg.payer), named(party), said, in_net, due)


def paper_of_statement(statement: Statement, names: Mapping[str, str], account: Sequence[str] = ()) -> Draft:
    """Return a statement as a paper: the net, the way to it, what is not in it, and what it rests on."""
    head = ("Clause", "From", "To", "Amount", "In the net", "Due")
    table = PaperTable(head, tuple(
        (row.what, row.payer, row.payee, row.amount, row.counted, row.due) for row in gross_rows(statement, names)
    ))  # fmt: skip
    others = [note for note in statement.notes if not note.startswith("not shared")]
    legs = [f"{leg.clause}: {note}" for leg in statement.legs for note in leg.notes]
    parts: list[str | PaperTable] = [
        f"{statement.id}, {statement.status}; {statement.period.start} to {statement.period.last}.",
        *net_sentences(statement, names), table, *(line.strip() for line in account), *legs, *others,
        f"It rests on what is {statement.rests_on}.",
    ]  # fmt: skip
    return Draft(statement.id, statement_title(statement, names), (), None, tuple(parts))


def mail_of_statement(
    statement: Statement, names: Mapping[str, str], account: Sequence[str], attached: Mapping[str, bytes]
) -> bytes:
    """Return a statement as a message that a mail program opens as a draft, with files attached.

    Args:
      statement: what is sent.
      names: how parties are called, by id.
      account: what became of it, in lines.
      attached: the content of each file, by its name.
    """
    paper = paper_of_statement(statement, names, account)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = paper.title
    message["Date"] = statement.known_at
    message["X-Unsent"] = "1"
    message.set_content(text_of_draft(paper))
    for name, content in attached.items():
        kind = _KINDS.get(name.rpartition(".")[2], ("application", "octet-stream"))
        message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    message.set_boundary("=_firstcall_statement")
    return message.as_bytes()


_KINDS = {
    "html": ("text", "html"), "csv": ("text", "csv"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}  # fmt: skip
