"""Titles and columns of the sheets of an audit, as facts.

>>> str(ByMonth())
"Rows by month, in the agreement's zone"
"""

from __future__ import annotations

from firstcall.said import Said, sentence


class ByAnswer(Said):
    says = sentence("placements.by-answer", "By answer")


class ByClause(Said):
    says = sentence("placements.by-clause", "By clause that decides")


class ByMonth(Said):
    says = sentence("placements.by-month", "Rows by month, in the agreement's zone")


class BarredHeading(Said):
    says = sentence("placements.barred-heading", "Barred")


class NotJudgedHeading(Said):
    says = sentence("placements.not-judged-heading", "Not judged")


class WordsUnknown(Said):
    says = sentence("placements.words-unknown", "Words that stand neither in the agreement nor on the record")


class AnswerHead(Said):
    says = sentence("placements.answer-column", "answer")


class RowsHead(Said):
    says = sentence("placements.rows-column", "rows")


class ShareHead(Said):
    says = sentence("placements.share-column", "share")


class QuantityHead(Said):
    says = sentence("placements.quantity-column", "quantity")


class ClauseAtVersion(Said):
    says = sentence("placements.clause-column", "clause@version")


class MonthHead(Said):
    says = sentence("placements.month-column", "month")


class DecidedByHead(Said):
    says = sentence("placements.decided-by-column", "decided by")


class FirstRowHead(Said):
    says = sentence("placements.first-row-column", "first row")


class WhenHead(Said):
    says = sentence("placements.when-column", "when")


class LogColumnHead(Said):
    says = sentence("placements.column-column", "column")


class WordHead(Said):
    says = sentence("placements.word-column", "word")


class AndSoHead(Said):
    says = sentence("placements.and-so-column", "and so")
