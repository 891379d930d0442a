"""What a command prints, results and errors, said in another language: line by line, and sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from firstcall.dates import local_day
from firstcall.errors import FirstcallError, FixIs, Place, Problem, SeeToo
from firstcall.refusal.due import Due
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.sheet import Cell, Sheet, in_text
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said


def spoken(lines: Iterable[Said | ToldLine], words: Words) -> Iterator[str]:
    """Yield lines in a language, each as far in as it stood; in English as they are.

    >>> from firstcall.report.words.words import words_in
    >>> from firstcall.rights.duties import ShippedBefore
    >>> list(spoken([ToldLine(4, ShippedBefore(provider="azure", event="e7"))], words_in("es")))
    ['    se lanzó antes en azure (e7)']
    """
    for line in lines:
        if words.lang == "en":
            yield str(line)
        else:
            yield f"{' ' * line.indent}{say(line.said, words)}" if isinstance(line, ToldLine) else say(line, words)


def spoken_sheets(sheets: Iterable[Sheet], words: Words) -> Iterator[Sheet]:
    """Yield sheets in a language; what authors wrote stays as they wrote it."""
    for sheet in sheets:
        if words.lang == "en":
            yield sheet
            continue
        rows = tuple(tuple(spoken_cell(value, words) for value in row) for row in sheet.rows)
        columns = tuple(spoken_cell(name, words) for name in sheet.columns)
        notes = tuple(spoken_cell(note, words) for note in sheet.notes)
        yield Sheet(spoken_cell(sheet.title, words), columns, rows, notes, sheet.commands)


def spoken_cell(value: Cell, words: Words) -> str:
    """Return what stands in a cell in a language: facts said in it, own words as they are."""
    return words.own(value) if isinstance(value, str) else in_text(value, lambda said: say(said, words))


def spoken_clock(due_items: tuple[Due, ...], now: datetime, words: Words, shape: str) -> Iterator[str]:
    """Yield what a clock tells: the first thing that somebody must do, then everything due.

    Args:
      due_items: what is due.
      now: the instant it is told at.
      words: the language.
      shape: `md` for a table that can be pasted into a message; else lines.
    """
    first = next((due for due in due_items if due.is_duty), None)
    if first is None:
        yield (
            words.text("Nobody must act by a fixed day; what is open:") if due_items else words.text("Nothing is due.")
        )
    else:
        yield words.text("{offer}: {due}", offer=first.offer, due=f"{_sentence(first, words)}.")
    if due_items:
        yield ""
        yield from spoken_table(due_items, now, words) if shape == "md" else spoken_dues(due_items, now, words)


def spoken_dues(due_items: Iterable[Due], now: datetime, words: Words) -> Iterator[str]:
    """Yield everything due: of what, by whom, by when in the party's zone and in UTC, what follows, what is left.

    A countdown is never rounded up.

    Args:
      due_items: what is due.
      now: the instant it is told at.
      words: the language.
    """
    for due in due_items:
        amount = "" if due.quantity is None else f", {words.number(due.quantity)} {due.unit or ''}".rstrip()
        who = words.listed(due.who)
        yield words.text(
            "{offer} under {clause}{amount}: {who}", offer=due.offer, clause=due.clause, amount=amount, who=who
        )
        yield f"  {_sentence(due, words)}"
        if due.by is not None:
            left = words.text("left: {countdown}", countdown=words.countdown(due.by - now))
            yield f"  {left}{_days(due, now, words)}"
        yield from (f"  {say(told, words)}" for told in due.beside)
        if due.assumed:
            grounds = ", ".join(words.text(part) for part in due.assumed)
            yield f"  {words.text('rests on what is {grade}: {grounds}', grade=words.text(due.grade), grounds=grounds)}"


def spoken_table(due_items: Iterable[Due], now: datetime, words: Words) -> Iterator[str]:
    """Yield everything due as a Markdown table in a language."""
    heading = (words.text("offer"), words.text("right"), words.text("from whom"), words.text("what"),
               words.text("by when"), "UTC", words.text("business days left"))  # fmt: skip
    yield f"| {' | '.join(heading)} |"
    yield "|---" * len(heading) + "|"
    for due in due_items:
        days = due.days_left(now)
        cells = (due.offer, due.clause, words.listed(due.who), words.text(due.what), *_by(due, words),
                 "–" if days is None else words.number(days))  # fmt: skip
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _sentence(due: Due, words: Words) -> str:
    """Return what is due, by when, and what follows."""
    what = words.text(due.what)
    if due.by is not None:
        local, utc = _by(due, words)
        what = words.text("{what} by {moment}, {utc}", what=what, moment=local, utc=utc)
    told = f"{what}; {say(due.then, words)}"
    if due.what == "answer" and due.next_by is not None and due.rules is not None:
        last = words.day(local_day(due.next_by, due.rules.zone))
        return f"{told}; {words.text('then it may be signed elsewhere through {day}', day=last)}"
    return told


def _by(due: Due, words: Words) -> tuple[str, str]:
    """Return by when, in the party's zone and in UTC; a dash where nothing sets an end."""
    if due.by is None:
        return "–", "–"
    utc = ZoneInfo("UTC")
    return words.moment(due.by, due.rules.zone if due.rules else utc), words.moment(due.by, utc)


def _days(due: Due, now: datetime, words: Words) -> str:
    left = due.days_left(now)
    return "" if left is None else f" ({words.many('{n} business day', '{n} business days', left)})"


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
