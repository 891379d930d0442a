"""`transactions.csv` -> transactions: what was announced and signed, to be held against the agreement.

One line is one leg of a transaction; a transaction that mixed places or uses has several. No line says
what the agreement makes of it: that is asked. The columns, of which `id`, `title`, `provider`, `grade`
and one of the dates must be filled:

    id, leg           the transaction, and its part (1 when left out); together they stand once
    family            transactions that speak of the same capacity or money; `id` when left out
    title             what it is, in a few words
    announced, signed a day, month (2025-05) or year, each as far as it is known
    binding           yes or no; a letter of intent signs nothing. Left out: not told
    provider, mode    as in the agreement; the mode follows from the provider when left out
    workloads         the agreement's words, with `;` between them; none where the use was not told
    contract          the contract on the record that it became, where it stands there
    customer          `general` when left out
    dimensions        such as `region=java; site=bandung`
    capacity_gw       gigawatts as announced; like the amounts, on the first leg only
    headline_usd      the amount announced
    executed_usd      what is known to have been signed of it, where that is known apart
    amount_kind       what the amount is: contract value, intended investment, per year, …
    counts            which of the three figures count in the family's total, with `;`; all that are filled
                      when left out, `none` where another line of the family tells the same
    grade, assumed    how well the line is known, and the columns that are only supposed, with `;`
    source, url, note who says so, where, and what a reader must know
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.definitions import MODES, Mode
from firstcall.errors import IsEmpty, Place, Problem, RecordError
from firstcall.record.transaction_lines import LineValues, QuoteComma, read_transaction_lines
from firstcall.said import Said, sentence
from firstcall.values import dataclass

FIGURES = ("capacity_gw", "headline_usd", "executed_usd")
REQUIRED = ("id", "title", "provider", "grade")
TRANSACTION_COLUMNS = (
    *("id", "leg", "family", "title", "announced", "signed", "binding"),
    *("provider", "mode", "workloads", "contract", "customer", "dimensions"),
    *(*FIGURES, "amount_kind", "counts", "grade", "assumed", "source", "url", "note"),
)


class LegTwice(Said):
    says = sentence("transaction.leg-twice", "transaction {transaction} leg {leg} stands twice, first on line {before}")
    transaction: str
    leg: str
    before: str


class NumberEachLeg(Said):
    says = sentence("transaction.number-each-leg", "give each leg its own number")


class FillIt(Said):
    says = sentence("transaction.fill-it", "fill it")


class CountedIsEmpty(Said):
    says = sentence("transaction.counted-is-empty", "counts: {column} is empty on this line")
    column: str


class FillOrLeaveUncounted(Said):
    says = sentence("transaction.fill-or-leave-uncounted", "fill it, or do not count it")


class NeitherAnnouncedNorSigned(Said):
    says = sentence("transaction.neither-date", "neither announced nor signed is filled")


class GiveOneDate(Said):
    says = sentence("transaction.give-one-date", "give a day, month or year in one of them")


@dataclass(frozen=True, slots=True)
class Transaction:
    """One leg of a transaction. Dates stay as written; the agreement's zone reads them."""

    id: str
    leg: str
    family: str
    title: str
    announced: str | None
    signed: str | None
    binding: bool | None
    provider: str
    mode: Mode | None
    workloads: tuple[str, ...]
    contract: str | None
    customer: str
    dimensions: tuple[tuple[str, str], ...]
    capacity_gw: Decimal | None
    headline_usd: Decimal | None
    executed_usd: Decimal | None
    amount_kind: str
    counts: tuple[str, ...]
    grade: Grade
    assumed: tuple[str, ...]
    source: str
    url: str
    note: str
    line: int
    """Where it stands in the file."""

    @property
    def when(self) -> str:
        """The date it is judged at: that of signing, else that of the announcement."""
        return self.signed or self.announced or ""

    def grade_of(self, column: str) -> Grade:
        """Return how well a column of this line is known."""
        return "assumed" if column in self.assumed else self.grade


@dataclass(frozen=True, slots=True)
class FamilyTotal:
    """The figures of a family of transactions, nothing counted twice; None where none is known."""

    family: str
    transactions: tuple[str, ...]
    capacity_gw: Decimal | None
    headline_usd: Decimal | None
    executed_usd: Decimal | None

    @property
    def is_known(self) -> bool:
        """Whether any figure of it is known."""
        return any(getattr(self, figure) is not None for figure in FIGURES)


def read_transactions(text: str, file: str = "transactions.csv") -> tuple[Transaction, ...]:
    r"""Return the transactions of a CSV text, in its order.

    Every mistake is told in one pass, so that whoever keeps the file mends it in one go.

    Args:
      text: the whole file; its first line names the columns, in any order.
      file: the name to print with mistakes.

    Raises:
      RecordError: unknown or missing columns, and per line what cannot be read, each as `file:line`.

    >>> text = "id,title,signed,provider,grade\nD1,Ten racks,2025-05,oracle,reported\n"
    >>> [(deal.id, deal.when, deal.grade) for deal in read_transactions(text)]
    [('D1', '2025-05', 'reported')]
    """
    faults: list[Problem] = []
    found: list[Transaction] = []
    first: dict[tuple[str, str], int] = {}
    for number, values in read_transaction_lines(text, file, TRANSACTION_COLUMNS, REQUIRED):
        if isinstance(values, Said):
            faults.append(Problem(Place(file, number), values, QuoteComma()))
            continue
        line = LineValues(Place(file, number), values, faults)
        deal = _transaction(line, number)
        before = first.setdefault((deal.id, deal.leg), number)
        if deal.id and before != number:
            line.fault(LegTwice(transaction=deal.id, leg=deal.leg, before=str(before)), NumberEachLeg())
        found.append(deal)
    if faults:
        raise RecordError.of(faults)
    return tuple(found)


def family_totals(transactions: Sequence[Transaction]) -> tuple[FamilyTotal, ...]:
    """Return each family's capacity and amounts, in the order in which the families first appear.

    A contract announced twice, or an intention and the contract that fills it, is one commitment: only
    the figures that a line says it `counts` are added.
    """
    families: dict[str, list[Transaction]] = {}
    for deal in transactions:
        families.setdefault(deal.family, []).append(deal)
    return tuple(
        FamilyTotal(name, tuple(dict.fromkeys(deal.id for deal in deals)), *(_sum(deals, f) for f in FIGURES))
        for name, deals in families.items()
    )


def _sum(deals: Sequence[Transaction], figure: str) -> Decimal | None:
    known = [getattr(deal, figure) for deal in deals if figure in deal.counts]
    return sum(known, Decimal(0)) if known else None


def _transaction(line: LineValues, number: int) -> Transaction:
    for name in REQUIRED:
        if not line.text(name):
            line.fault(IsEmpty(what=name), FillIt())
    if not (line.text("announced") or line.text("signed")):
        line.fault(NeitherAnnouncedNorSigned(), GiveOneDate())
    figures = {name: line.exact(name) for name in FIGURES}
    return Transaction(
        id=line.text("id"),
        leg=line.text("leg") or "1",
        family=line.text("family") or line.text("id"),
        title=line.text("title"),
        announced=line.date("announced"),
        signed=line.date("signed"),
        binding={"yes": True, "no": False}.get(line.choice("binding", ("yes", "no")) or ""),
        provider=line.text("provider"),
        mode=line.choice("mode", MODES),
        workloads=line.words("workloads"),
        contract=line.text("contract") or None,
        customer=line.text("customer") or "general",
        dimensions=line.pairs("dimensions"),
        **figures,
        amount_kind=line.text("amount_kind"),
        counts=_counts(line, figures),
        grade=line.choice("grade", GRADES) or "assumed",
        assumed=line.words("assumed", TRANSACTION_COLUMNS),
        source=line.text("source"),
        url=line.text("url"),
        note=line.text("note"),
        line=number,
    )


def _counts(line: LineValues, figures: Mapping[str, Decimal | None]) -> tuple[str, ...]:
    """Return the figures of a line that count in its family's total."""
    words = line.words("counts", (*FIGURES, "none"))
    if not words:
        return tuple(name for name, value in figures.items() if value is not None)
    for word in words:
        if word in FIGURES and not line.text(word):
            line.fault(CountedIsEmpty(column=word), FillOrLeaveUncounted())
    return tuple(word for word in words if word != "none")
