"""What a program gives, in the form in which the commands take it: moments, words, exact numbers, pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import wraps
from inspect import signature
from typing import Annotated, Any, ParamSpec, TypeVar

from firstcall.dates import GivenMoment, given_when, zone
from firstcall.errors import (
    NOWHERE,
    BillingError,
    NotAllowed,
    NotFound,
    Problem,
    QuestionError,
    RecordError,
    UseOneOf,
    near_or_listed,
)
from firstcall.record.events.entry import EventBase
from firstcall.refusal.acts import ACTS
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.commands.record_fields import local_text, payload, shape_of
from firstcall.service.folder import Partnership
from firstcall.service.offer.acts import SAID_BY_THE_ACT
from firstcall.service.offer.pages import WriteADayOrTime

Params = ParamSpec("Params")
Answered = TypeVar("Answered")
_FLAG = re.compile(r"(?<![\w-])--(?P<name>[a-z][a-z-]*)(?= |$|[,:;)]|\n)")
ARGUMENTS: Mapping[str, str] = {"from": "first", "to": "last", "text": "texts", "as": "as_party", "with": "suppose"}
"""Flags whose argument has another name."""
GivenWords = str | Iterable[str]
"""One name, or several."""
GivenNumber = int | Decimal | str
"""An exact number: a float is none."""


class BinaryFraction(Said):
    says = sentence(
        "partnership.binary-fraction",
        "{name}: {given} is a binary fraction, which may not be the number meant",
    )
    name: str
    given: str


class WriteAsTextOrDecimal(Said):
    says = sentence("partnership.write-as-text-or-decimal", "write it as text, such as {given}, or as a Decimal")
    given: str


class GivenNoNumber(Said):
    says = sentence("partnership.given-no-number", "{name}: {given} is no number")
    name: str
    given: str


class GiveExactNumber(Said):
    says = sentence("partnership.give-exact-number", "give an int, a Decimal, or text such as '1.5'")


class GivenNoMapping(Said):
    says = sentence("partnership.given-no-mapping", "{name}: {given} is no mapping")
    name: str
    given: str


class GiveNamesWithTheirValues(Said):
    says = sentence("partnership.give-names-with-their-values", "give names with their values, as in {{'a': 'b'}}")


class NoneOfItsWords(Said):
    says = sentence("partnership.none-of-its-words", "{name}: {given} is none of its words")
    name: str
    given: str


class GivenNoDay(Said):
    says = sentence("partnership.given-no-day", "{text} is no day")
    text: Annotated[str, Quoted]


class NoSuchArgument(Said):
    says = sentence("partnership.no-such-argument", "{act}: there is no {name} in it")
    act: str
    name: Annotated[str, Quoted]


class InPythonWords(Said):
    says = sentence("partnership.in-python-words", "{told}")
    told: str


def _renamed(problem: Problem, named: Callable[[re.Match[str]], str]) -> Problem:
    what, fix = _FLAG.sub(named, str(problem.what)), _FLAG.sub(named, str(problem.fix or ""))
    return Problem(problem.place, InPythonWords(told=what), InPythonWords(told=fix) if fix else None, problem.see)


def in_python_words(ask: Callable[Params, Answered]) -> Callable[Params, Answered]:
    """Have a method name its own arguments where an error names the flags of the command: `known_at` for --known-at."""
    own = signature(ask).parameters

    def named(flag: re.Match[str]) -> str:
        name = flag["name"].replace("-", "_")
        return f"`{name if name in own else ARGUMENTS.get(name, name)}`"

    @wraps(ask)
    def asked(*args: Params.args, **given: Params.kwargs) -> Answered:
        try:
            return ask(*args, **given)
        except (QuestionError, NotFound, NotAllowed, BillingError, RecordError) as error:
            if not _FLAG.search(str(error)):
                raise
            held = error.problems or (Problem(error.place or NOWHERE, error.what, error.fix),)
            raise type(error).of(_renamed(one, named) for one in held) from error

    return asked


def given_text(given: GivenMoment | None, zone_name: str) -> str | None:
    """Return a moment as text that every command reads alike.

    Raises:
      QuestionError: a datetime without a time zone, or what is no moment.

    >>> from datetime import date
    >>> given_text(date(2025, 1, 21), "UTC"), given_text("2025-01", "UTC"), given_text(None, "UTC")
    ('2025-01-21', '2025-01', None)
    """
    return given if given is None or isinstance(given, str) else given_when(given, zone(zone_name)).text


def words_given(given: GivenWords) -> tuple[str, ...]:
    """Return one name or several as a tuple.

    >>> words_given("training"), words_given(["training", "serving"]), words_given(())
    (('training',), ('training', 'serving'), ())
    """
    return (given,) if isinstance(given, str) else tuple(given)


def number_text(given: GivenNumber | None, name: str) -> str | None:
    """Return an exact number as text.

    Raises:
      QuestionError: it is a binary fraction, or no number.

    >>> number_text(Decimal("1.50"), "quantity"), number_text(400, "quantity"), number_text(None, "quantity")
    ('1.50', '400', None)
    """
    if isinstance(given, float):
        raise QuestionError(
            BinaryFraction(name=name, given=repr(given)), fix=WriteAsTextOrDecimal(given=f"'{given!r}'")
        )
    if given is not None and (isinstance(given, bool) or not isinstance(given, int | Decimal | str)):
        raise QuestionError(GivenNoNumber(name=name, given=repr(given)), fix=GiveExactNumber())
    return None if given is None else str(given)


def pairs_given(given: Mapping[str, str] | None, name: str) -> tuple[str, ...]:
    """Return names with values as flags give them.

    Raises:
      QuestionError: it is no mapping.

    >>> pairs_given({"region": "us"}, "scope")
    ('region=us',)
    """
    if given is not None and not isinstance(given, Mapping):
        raise QuestionError(GivenNoMapping(name=name, given=repr(given)), fix=GiveNamesWithTheirValues())
    return tuple(f"{name}={value}" for name, value in (given or {}).items())


def one_of(given: str | None, name: str, known: tuple[str, ...]) -> None:
    """Refuse a word that is none of a closed list.

    Raises:
      QuestionError: it is none of them.

    >>> one_of("month", "by", ("month", "quarter"))
    """
    if given is not None and given not in known:
        raise QuestionError(NoneOfItsWords(name=name, given=repr(given)), fix=UseOneOf(names=tuple(known)))


def payload_given(act: str, fields: Mapping[str, Any], deal: Partnership) -> dict[str, Any]:
    """Return an event's own fields as they stand on a line of the record.

    Args:
      act: the act, as `firstcall offer` names it.
      fields: what a program gives, by the names of the event's fields.
      deal: whose zone a day is read in.

    Raises:
      QuestionError: the event has no such field, or a value that it cannot hold.
    """
    known = [name for name in payload(ACTS[act].event) if name not in SAID_BY_THE_ACT]
    for name in fields:
        if name not in known:
            raise QuestionError(NoSuchArgument(act=act, name=name), fix=near_or_listed(name, known))
    given = {name: value for name, value in fields.items() if value is not None}
    return {name: _value(ACTS[act].event, name, value, deal) for name, value in given.items()}


def _value(event: type[EventBase], name: str, value: Any, deal: Partnership) -> Any:
    match shape_of(payload(event)[name]):
        case "number":
            return options.plain_digits(number_text(value, name) or "", name)
        case "instant":
            return local_text(given_when(value, zone(deal.agreement.timezone)).first, deal.agreement)
        case "day":
            return given_text(value, deal.agreement.timezone)
        case "list":
            return list(words_given(value))
        case "pairs":
            return {key: number_text(item, key) if not isinstance(item, str) else item for key, item in value.items()}
        case "tranches":
            return [_tranche(one) for one in ([value] if isinstance(value, Mapping) else value)]
        case _:
            return value


def _tranche(given: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: number_text(value, name) for name, value in given.items() if not isinstance(value, str | Mapping)
               and not isinstance(value, list | tuple)}  # fmt: skip
    return {**given, **{name: value for name, value in numbers.items() if value is not None}}


def instant_given(given: GivenMoment | None, deal: Partnership) -> datetime | None:
    """Return the instant that a program gives for an act; None where it gives none.

    Raises:
      QuestionError: it names no instant, or a month or a year.
    """
    if given is None:
        return None
    when = given_when(given, zone(deal.agreement.timezone))
    if when.end is not None:
        raise QuestionError(GivenNoDay(text=when.text), fix=WriteADayOrTime())
    return when.first
