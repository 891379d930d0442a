"""What an audit tells, as facts: how many rows were judged, what the agreement bars, and what could not be judged.

>>> str(RowsInFile(file="log.csv", rows=("1", "4327")))
'log.csv: 1, 4327'
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from firstcall.rights.decision import Mark
from firstcall.rights.table.verdicts import QuestionFault
from firstcall.said import Grouped, PartialDate, Percent, Quoted, Said, plural, sentence

_Count = Annotated[int, Grouped]


class AuditAbout(Said):
    says = sentence(
        "placements.about",
        "What the rules in the file say of each row, on the facts in the record: never whether anybody knew or meant "
        "it. Not legal advice.",
    )


class AuditKicker(Said):
    says = sentence("placements.kicker", "Audit of placements")


class PlacementsOf(Said):
    says = sentence("placements.of", "Placements: {title}")
    title: str


class RowsCounted(Said):
    says = plural("placements.rows", "{n} row", "{n} rows")
    n: _Count


class LogFilesCounted(Said):
    says = plural("placements.files", "{n} file", "{n} files")
    n: _Count


class RowsJudged(Said):
    says = sentence("placements.judged", "{rows} in {files}: {judged} judged, {left} not.")
    rows: Said
    files: Said
    judged: _Count
    left: _Count


class RowsBarred(Said):
    says = sentence("placements.barred", "{count} of them the agreement bars: {share}.")
    count: _Count
    share: Said


class NoneBarred(Said):
    says = sentence("placements.none-barred", "The agreement bars none of them.")


class ReadInZone(Said):
    says = sentence("placements.read-in-zone", "The instants have no zone; they are read in the agreement's, {zone}.")
    zone: str


class QuantitiesRounded(Said):
    says = sentence(
        "placements.rounded", "Quantities are binary fractions in the file; they are read to nine decimal places."
    )


class ShareUnder(Said):
    says = sentence("placements.share-under", "under {part}")
    part: Annotated[Decimal, Percent]


class ShareOver(Said):
    says = sentence("placements.share-over", "over {part}")
    part: Annotated[Decimal, Percent]


class RowCount(Said):
    says = sentence("placements.row-count", "{rows}")
    rows: _Count


class MonthTold(Said):
    says = sentence("placements.month", "{month}")
    month: Annotated[str, PartialDate]


class QuantityTold(Said):
    says = sentence("placements.quantity", "{quantity}")
    quantity: Annotated[Decimal, Grouped]


class OfThemMarked(Said):
    says = sentence("placements.of-them", "of them {mark}")
    mark: Mark


class SeveralDecide(Said):
    says = sentence("placements.several-decide", "Where several clauses decide a row, it stands beside each of them.")


class BarredOnce(Said):
    says = sentence("placements.barred-once", "Each kind once, with its first row; --breaches FILE writes every row.")


class MoreKinds(Said):
    says = plural("placements.more-kinds", "{n} more kind is in --json.", "{n} more kinds are in --json.")
    n: _Count


class OriginRow(Said):
    says = sentence("placements.origin", "{file} row {row}")
    file: str
    row: str
    """A number that is looked up, and so never grouped."""


class RowAlone(Said):
    says = sentence("placements.row-alone", "row {row}")
    row: str


class AskedWord(Said):
    says = sentence("placements.asked", "{asked}")
    asked: str


class AskedAt(Said):
    says = sentence("placements.asked-at", "at {provider}")
    provider: str


class AskedContract(Said):
    says = sentence("placements.asked-contract", "contract {contract}")
    contract: str


class AskedTranche(Said):
    says = sentence("placements.asked-tranche", "tranche {tranche}")
    tranche: str


class AskedQuantity(Said):
    says = sentence("placements.asked-quantity", "quantity {quantity}")
    quantity: Decimal


class RowsInFile(Said):
    says = sentence("placements.rows-in-file", "{file}: {rows}")
    file: str
    rows: tuple[str, ...]


class RowsAlone(Said):
    says = sentence("placements.rows-alone", "{rows}")
    rows: tuple[str, ...]


class MoreRows(Said):
    says = plural("placements.more-rows", "and {n} more", "and {n} more")
    n: _Count


class FaultOfRows(Said):
    says = sentence("placements.fault", "{fault}")
    fault: QuestionFault


class RowsCountFromOne(Said):
    says = sentence(
        "placements.rows-count-from-one",
        "Rows count from 1, a heading aside. Nothing is guessed: these rows are in no sum but these.",
    )


class JudgedAsOther(Said):
    says = sentence("placements.judged-as-other", "judged as a provider that is not listed")


class WasNotJudged(Said):
    says = sentence("placements.was-not-judged", "not judged")


class JudgedAsOtherNear(Said):
    says = sentence("placements.judged-as-other-near", "judged as a provider that is not listed; did you mean {near}?")
    near: Annotated[str, Quoted]


class WasNotJudgedNear(Said):
    says = sentence("placements.was-not-judged-near", "not judged; did you mean {near}?")
    near: Annotated[str, Quoted]


class MoreWords(Said):
    says = plural("placements.more-words", "{n} more word is in --json.", "{n} more words are in --json.")
    n: _Count


class AuditChecksum(Said):
    says = sentence("placements.checksum", "checksum {checksum}")
    checksum: str


class KindsJudged(Said):
    says = sentence(
        "placements.kinds-judged",
        "{kinds}, {answers}; semantics {semantics}",
    )
    kinds: Said
    answers: Said
    semantics: int


class KindsOfQuestion(Said):
    says = plural("placements.kinds-of-question", "{n} kind of question judged", "{n} kinds of question judged")
    n: _Count


class DifferentAnswers(Said):
    says = plural("placements.different-answers", "{n} different answer", "{n} different answers")
    n: _Count


class AuditTexts(Said):
    says = sentence("placements.texts", "texts {digest}")
    digest: str


class AuditRecord(Said):
    says = sentence("placements.record", "record {digest}")
    digest: str


class AuditAnswers(Said):
    says = sentence("placements.answers", "answers {digest}")
    digest: str


class ExplainedBy(Said):
    says = sentence("placements.explained-by", "Barred {number}, explained by")
    number: int


class WhyBarred(Said):
    says = sentence("placements.why-barred", "Why they are barred")


class ExplainedAtFirstRow(Said):
    says = sentence(
        "placements.explained-at-first-row",
        "Each kind with the decision on its first row, and the command that asks it.",
    )


class FirstKindsExplained(Said):
    says = sentence(
        "placements.first-kinds-explained",
        "The first {n} of {all} kinds, each with the decision on its first row, and the command that asks it.",
    )
    n: int
    all: int


class QuarterPlacements(Said):
    says = sentence("placements.of-quarter", "Placements of {quarter}")
    quarter: Annotated[str, PartialDate]


class QuarterBarred(Said):
    says = plural(
        "placements.quarter-barred",
        "{barred} of {n} row is barred ({share}).",
        "{barred} of {n} rows are barred ({share}).",
    )
    barred: _Count
    n: _Count
    share: Said


class JudgedWithLibraries(Said):
    says = sentence(
        "placements.no-library", "They are judged once the libraries for it are there: pip install 'firstcall[settle]'."
    )
