"""What a command prints, said in another language: line by line, and sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from firstcall.refusal.due import Due
from firstcall.report.sheet import Sheet
from firstcall.report.words import Words


def spoken(lines: Iterable[str], words: Words) -> Iterator[str]:
    """Yield lines in a language, each as far in as it stood; in English as they are.

    >>> from firstcall.report.words import words
    >>> list(spoken(["  exclusive-compute@base (stated; news-id)", "    only at azure"], words("id")))
    ['  exclusive-compute@base (dinyatakan; news-id)', '    hanya di azure']
    """
    for line in lines:
        told = line.lstrip(" ")
        yield line if words.lang == "en" else line[: len(line) - len(told)] + words.say(told)


def spoken_sheets(sheets: Iterable[Sheet], words: Words) -> Iterator[Sheet]:
    """Yield sheets in a language; what authors wrote stays as they wrote it."""
    for sheet in sheets:
        if words.lang == "en":
            yield sheet
            continue
        rows = tuple(tuple(_value(value, words) for value in row) for row in sheet.rows)
        columns = tuple(words.say(name) for name in sheet.columns)
        yield Sheet(words.say(sheet.title), columns, rows, tuple(words.say(note) for note in sheet.notes))


def _value(value: str, words: Words) -> str:
    return "\n".join(words.say(line) for line in value.split("\n"))


def spoken_dues(found: Iterable[Due], now: datetime, words: Words) -> Iterator[str]:
    """Yield everything due: of what, by whom, by when in the party's zone and in UTC, what follows, what is left.

    A countdown is never rounded up.

    Args:
      found: what is due.
      now: the instant it is told at.
      words: the language.
    """
    utc = ZoneInfo("UTC")
    for due in found:
        amount = "" if due.quantity is None else f", {words.number(due.quantity)} {due.unit or ''}".rstrip()
        who = words.listed(due.who)
        yield words.text(
            "{offer} under {clause}{amount}: {who}", offer=due.offer, clause=due.clause, amount=amount, who=who
        )
        what = words.text(due.what)
        if due.by is None:
            yield f"  {what}; {words.say(due.then)}"
        else:
            by = words.moment(due.by, due.rules.zone if due.rules else utc)
            at = words.moment(due.by, utc)
            told = words.text("{what} by {moment}, {utc}", what=what, moment=by, utc=at)
            yield f"  {told}; {words.say(due.then)}"
            left = words.text("left: {countdown}", countdown=words.countdown(due.by - now))
            yield f"  {left}{_days(due, now, words)}"
        if due.assumed:
            grounds = ", ".join(words.say(part) for part in due.assumed)
            yield f"  {words.text('rests on what is {grade}: {grounds}', grade=words.text(due.grade), grounds=grounds)}"


def _days(due: Due, now: datetime, words: Words) -> str:
    left = due.days_left(now)
    return "" if left is None else f" ({words.many('{n} business day', '{n} business days', left)})"
