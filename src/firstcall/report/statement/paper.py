"""A statement as a paper that people send: title, net, one table from gross to net, and what is not in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade
from firstcall.money import Money, WholeSum
from firstcall.report.page import headed
from firstcall.report.papers.draft import Draft, PaperTable, text_of_draft
from firstcall.report.sheet import Tell
from firstcall.report.statement.sentences import (
    DateAlone,
    KindAmount,
    LegUnknown,
    OfPeriod,
    Pays,
    StatementWord,
    span_told,
)
from firstcall.report.statement.text import commitment_fact, cuts_told, due_before, rates_of, status_word
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import AllOf, Said, sentence
from firstcall.settlement.books.counting import NotShared
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.lines import LineKind
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.standing import LeftDue
from firstcall.settlement.statement.statement import Leg, Statement
from firstcall.values import dataclass

PaperWord = Literal["Clause", "From", "To", "Amount", "In the net", "Due", "Net", "unknown"]
"""Words of the table from gross to net."""
_NameOf = Callable[[str], str]


class PaperLabel(Said):
    says = sentence("paper.label", "{word}")
    word: PaperWord


class TitleBetween(Said):
    says = sentence("paper.title", "Statement for {span} between {parties}")
    span: str | Said
    parties: Annotated[tuple[str, ...], AllOf]


class TitleAlone(Said):
    says = sentence("paper.title-alone", "Statement for {span}")
    span: str | Said


class FullSentence(Said):
    says = sentence("paper.sentence", "{fact}.")
    fact: Said


class OfWhatIsKnown(Said):
    says = sentence("paper.of-what-is-known", "Of what is known, {fact}.")
    fact: Said


class NothingOwedBetween(Said):
    says = sentence("paper.nothing-owed", "Between {one} and {other} nothing is owed.")
    one: str
    other: str


class NothingKnownBetween(Said):
    says = sentence("paper.nothing-known", "What {one} and {other} owe each other is not known.")
    one: str
    other: str


class NobodyKnowsIt(Said):
    says = sentence("paper.nobody-knows-it", "Not in it, because nobody knows it: {reason}.")
    reason: Said


class WhichStatement(Said):
    says = sentence("paper.which", "{statement}, {status}; {start} to {last}.")
    statement: str
    status: StatementWord
    start: date
    last: date


class LegNote(Said):
    says = sentence("paper.leg-note", "{clause}: {note}")
    clause: str
    note: Said


class ClauseSays(Said):
    says = sentence("paper.clause-says", "{clause}: {text}")
    clause: str
    text: str


class ItRestsOn(Said):
    says = sentence("paper.rests-on", "It rests on what is {grade}.")
    grade: Grade


@dataclass(frozen=True, slots=True)
class GrossRow:
    """One row on the way from gross to net: a clause to one payee, or the net itself.

    `counted` is what enters the net, below zero where it goes the other way. `amount` is None where nothing of it is
    known, and `unknown` then says why; of a leg known in part both are there.
    """

    clause: str
    payer: str
    payee: str
    amount: Money | None
    unknown: Said | None
    counted: Money | None
    due: date | None
    is_net: bool = False

    def cells(self, tell: Tell) -> tuple[str, ...]:
        """Return the row as text: clause, from, to, amount, in the net, due."""
        what = tell(PaperLabel(word="Net")) if self.is_net else self.clause
        own = "" if self.amount is None else tell(WholeSum(amount=self.amount))
        why = "" if self.unknown is None else tell(LegUnknown(reason=self.unknown))
        amount = f"{own} ({why})" if own and why else own or why
        nothing = tell(PaperLabel(word="unknown")) if self.is_net else ""
        counted = nothing if self.counted is None else tell(WholeSum(amount=self.counted))
        return (
            what,
            self.payer,
            self.payee,
            amount,
            counted,
            tell(DateAlone(date=self.due.isoformat())) if self.due else "",
        )


def statement_title(statement: Statement, names: Mapping[str, str]) -> Said:
    """Return the title of a statement: for what span, between whom."""
    parties = dict.fromkeys(
        party for leg in statement.legs for party in (leg.payer, *(name for name, _ in leg.parts))
    )  # fmt: skip
    said, span = tuple(names.get(party, party) for party in parties), span_told(statement.period)
    return TitleBetween(span=span, parties=said) if len(said) > 1 else TitleAlone(span=span)


def net_sentences(statement: Statement, names: Mapping[str, str]) -> Iterator[Said]:
    """Yield who pays whom how much, all told; then what is due before the net, and what is not in it."""
    for net in statement.nets:
        payer, payee = (names.get(party, party) for party in (net.payer, net.payee))
        if net.gross and net.amount.units:
            fact: Said = Pays(payer=payer, payee=payee, amount=net.amount)
            fact = LeftDue(left=fact, due=net.due) if net.due else fact
            yield OfWhatIsKnown(fact=fact) if net.unknown else FullSentence(fact=fact)
        elif net.gross:
            yield NothingOwedBetween(one=payer, other=payee)
        elif net.unknown:
            yield NothingKnownBetween(one=payer, other=payee)
        yield from (FullSentence(fact=one) for one in due_before(statement, net))
        yield from (NobodyKnowsIt(reason=reason) for reason in net.unknown)
    yield from (FullSentence(fact=note) for note in statement.notes if isinstance(note, NotShared))


def gross_rows(statement: Statement, names: Mapping[str, str]) -> tuple[GrossRow, ...]:
    """Return one table from gross to net: every clause by payee with its own due date, then what remains."""
    named = _named(names)
    rows = [row for leg in statement.legs for row in _leg_rows(leg, statement.nets, named)]
    for net in statement.nets:
        counted = net.amount if net.gross else None
        rows.append(GrossRow("", named(net.payer), named(net.payee), None, None, counted, net.due, is_net=True))
    return tuple(rows)


def _named(names: Mapping[str, str]) -> _NameOf:
    return lambda party: names.get(party, party)


def _leg_rows(leg: Leg, nets: Sequence[Net], named: _NameOf) -> Iterator[GrossRow]:
    for party, units in leg.parts:
        counted = [(gross.counted.units if net.payer == leg.payer else -gross.counted.units, gross.counted)
                   for net in nets for gross in net.gross
                   if (gross.clause, gross.payer, gross.payee) == (leg.clause, leg.payer, party)]  # fmt: skip
        known = leg.is_known and (leg.periods or not leg.unknown)
        own = Money(units, leg.currency, leg.digits) if known else None
        total = sum(units for units, _ in counted)
        in_net = Money(total, counted[0][1].currency, counted[0][1].digits) if counted else None
        yield GrossRow(leg.clause, named(leg.payer), named(party), own, leg.unknown, in_net, leg.due)


def reckoned(leg: Leg) -> Iterator[Said]:
    """Yield how each period of a leg came to its amount: its rates and what they are of, caps, floors and minimums."""
    for period in leg.periods:
        earning = rates_of(period, rounded=leg)
        others = [KindAmount(kind=line.kind, amount=Money(line.units, leg.currency, leg.digits))
                  for line in period.lines if line.kind is not LineKind.share]  # fmt: skip
        steps = [*([earning] if earning else []), *cuts_told(leg, period), *others]
        if earning or len(steps) > 1:  # one sum alone stands in the table
            yield from (OfPeriod(period=span_told(period.period), what=step) for step in steps)


def _bought(leg: Leg, asked: Period) -> Iterator[Said]:
    for bought in leg.commitment:
        yield OfPeriod(period=span_told(bought.period), what=commitment_fact(bought, leg, asked))


def paper_of_statement(
    statement: Statement, names: Mapping[str, str], words: Words, account: Sequence[Said] = ()
) -> Draft:
    """Return a statement as a paper: the net, the way to it, what is not in it, and what it rests on.

    Args:
      statement: what is sent.
      names: how parties are called, by id.
      words: the language.
      account: what became of it.
    """

    def tell(said: Said) -> str:
        return say(said, replace(words, figures=True))

    head: tuple[PaperWord, ...] = ("Clause", "From", "To", "Amount", "In the net", "Due")
    rows = tuple(row.cells(tell) for row in gross_rows(statement, names))
    table = PaperTable(tuple(tell(PaperLabel(word=word)) for word in head), rows)
    others = [note for note in statement.notes if not isinstance(note, NotShared)]
    legs = [LegNote(clause=leg.clause, note=note) for leg in statement.legs for note in leg.notes]
    steps = [LegNote(clause=leg.clause, note=step) for leg in statement.legs
             for step in (*reckoned(leg), *_bought(leg, statement.period))]  # fmt: skip
    period = statement.period
    which = WhichStatement(
        statement=statement.id, status=status_word(statement.status), start=period.start, last=period.last
    )
    above: tuple[Said, ...] = (which, *net_sentences(statement, names))
    clauses = [ClauseSays(clause=leg.clause, text=leg.says) for leg in statement.legs if leg.says]
    below: tuple[Said, ...] = (*clauses, *steps, *account, *legs, *others, ItRestsOn(grade=statement.rests_on))
    parts: tuple[str | PaperTable, ...] = (*(headed(tell(said)) for said in above), table, *map(tell, below))
    return Draft(statement.id, tell(statement_title(statement, names)), "", (), None, parts)


def mail_of_statement(
    statement: Statement, names: Mapping[str, str], words: Words, account: Sequence[Said],
    attached: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    """Return a statement as a message that a mail program opens as a draft, with files attached.

    Args:
      statement: what is sent.
      names: how parties are called, by id.
      words: the language.
      account: what became of it.
      attached: the content of each file, by its name.
    """
    paper = paper_of_statement(statement, names, words, account)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = paper.title
    if not statement.untaken:  # a draft over files that lie there is of no day
        message["Date"] = statement.known_at
    message["X-Unsent"] = "1"
    message["Content-Language"] = words.lang
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
