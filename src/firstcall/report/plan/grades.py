"""What each figure of a sheet rests on: said once where all rest on the same, else row by row.

>>> from firstcall.report.sheet import OwnWords
>>> sheet = Sheet(RestsOnColumn(), (OwnWords("a"),), ((OwnWords("1"),), (OwnWords("2"),)))
>>> [str(note) for note in graded(sheet, ["stated", "stated"]).notes]
['Every figure here rests on what is stated.']
>>> [str(row[-1]) for row in graded(sheet, ["stated", "assumed"]).rows]
['stated', 'assumed']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firstcall.agreement.model.basis import Grade
from firstcall.report.decision.line_facts import KnownAs
from firstcall.report.sheet import Sheet
from firstcall.said import Said, sentence


class RestsOnColumn(Said):
    says = sentence("plan.rests-on-column", "rests on")


class FiguresRestOn(Said):
    says = sentence("plan.figures-rest-on", "Every figure here rests on what is {grade}.")
    grade: Grade


def graded(sheet: Sheet, grades: Sequence[Grade]) -> Sheet:
    """Return a sheet whose figures say what they rest on.

    Args:
      sheet: the sheet.
      grades: of each row.
    """
    if not grades:
        return sheet
    if len(set(grades)) == 1:
        return replace(sheet, notes=(*sheet.notes, FiguresRestOn(grade=grades[0])))
    rows = tuple((*row, KnownAs(grade=grade)) for row, grade in zip(sheet.rows, grades, strict=True))
    return replace(sheet, columns=(*sheet.columns, RestsOnColumn()), rows=rows)


def graded_columns(sheet: Sheet, grades: Sequence[Grade]) -> Sheet:
    """Return a sheet whose columns after the first say what they rest on: in a last row, where they differ.

    Args:
      sheet: the sheet.
      grades: of each column after the first.
    """
    if len(set(grades)) == 1:
        return replace(sheet, notes=(*sheet.notes, FiguresRestOn(grade=grades[0])))
    last = (RestsOnColumn(), *(KnownAs(grade=grade) for grade in grades))
    return replace(sheet, rows=(*sheet.rows, last))
