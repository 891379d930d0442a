"""What a command prints, results and errors, said in another language: line by line, and sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from firstcall.errors import FirstcallError, FixIs, Place, Problem, SeeToo
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.sheet import Cell, Sheet, SheetText, in_text, sheet_text
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said


def spoken(lines: Iterable[Said | ToldLine | None], words: Words) -> Iterator[str]:
    """Yield lines in a language, each as far in as it stood; in English as declared; None is an empty line.

    >>> from firstcall.report.words.words import words_in
    >>> from firstcall.rights.duties import ShippedBefore
    >>> list(spoken([ToldLine(4, ShippedBefore(provider="azure", event="e7"))], words_in("es")))
    ['    se lanzó antes en azure (e7)']
    """
    for line in lines:
        if line is None or words.lang == "en":
            yield "" if line is None else str(line)
        else:
            yield f"{' ' * line.indent}{say(line.said, words)}" if isinstance(line, ToldLine) else say(line, words)


def spoken_sheets(sheets: Iterable[Sheet], words: Words) -> Iterator[SheetText]:
    """Yield sheets in a language; what authors wrote stays as they wrote it."""
    for sheet in sheets:
        if words.lang == "en":
            yield sheet_text(sheet)
            continue
        rows = tuple(tuple(spoken_cell(value, words) for value in row) for row in sheet.rows)
        columns = tuple(spoken_cell(name, words) for name in sheet.columns)
        notes = tuple(spoken_cell(note, words) for note in sheet.notes)
        yield SheetText(spoken_cell(sheet.title, words), columns, rows, notes, sheet.commands)


def spoken_cell(value: Cell, words: Words) -> str:
    """Return what stands in a cell in a language: facts said in it, own words as they are."""
    return words.own(value) if isinstance(value, str) else in_text(value, lambda said: say(said, words))


def told_error(error: FirstcallError, words: Words) -> str:
    """Return an error in a language: from its facts where it tells them, else from its text."""
    if words.lang == "en":
        return str(error)
    if error.problems:
        return "\n".join(told_problem(problem, words) for problem in error.problems)
    return _told(error.place, error.what, error.fix, None, words)


def told_problem(problem: Problem, words: Words) -> str:
    """Return a mistake in a document in a language: where it is, what it is, how to mend it."""
    return _told(problem.place, problem.what, problem.fix, problem.see, words)


def _told(place: Place | None, what: Said, fix: Said | None, see: Said | str | None, words: Words) -> str:
    lines = [f"{place}: {say(what, words)}" if place else say(what, words)]
    lines += [f"  {say(FixIs(fix=fix), words)}"] if fix else []
    lines += [f"  {say(SeeToo(see=see), words)}"] if see else []
    return "\n".join(lines)
