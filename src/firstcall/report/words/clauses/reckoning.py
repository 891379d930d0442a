"""What a share and a commitment reckon alike, in plain words, with parties by their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.money_terms import KINDS_IN, Base, EntryKind, RoundingTerms, Stream
from firstcall.agreement.terms import Terms
from firstcall.money import Rounding
from firstcall.report.words.words import Words


def party_name(name: str, text: Terms) -> str:
    """Return the name of a party; a party that the terms do not list keeps its id."""
    return text.parties[name].name if name in text.parties else name


def places_in_a_row(places: tuple[str, ...], text: Terms, words: Words) -> str:
    """Return providers in a row by their names; one that has none, or is not listed, by its id."""
    return names_in_a_row(map(text.provider_called, places), words)


def names_in_a_row(names: Iterable[str], words: Words) -> str:
    """Return names in a row, each as its author wrote it.

    >>> from firstcall.report.words.words import words_in
    >>> names_in_a_row(["azure", "oracle"], words_in("es"))
    'azure y oracle'
    """
    return words.listed(tuple(words.own(name) for name in names))


def either(names: Iterable[str], words: Words) -> str:
    """Return names of which any will do, each as its author wrote it.

    >>> from firstcall.report.words.words import words_in
    >>> either(["azure", "oracle"], words_in("id"))
    'azure atau oracle'
    """
    return words.listed(tuple(words.own(name) for name in names), style="or")


def base_words(base: Base | None, whose: str, text: Terms, words: Words) -> Iterator[str]:
    """Yield what the money is reckoned on: whose lines or which bills, and the rows that count.

    Args:
      base: the base, if one is written.
      whose: the party whose revenue lines it takes where the base names none.
      text: the terms it stands in.
      words: the language.
    """
    if base is None:
        return
    streams = names_in_a_row((stream.name for stream in base.streams), words)
    if base.source == "revenue_lines":
        yield words.text("The base is the revenue lines of {party}: {streams}.", streams=streams,
                         party=party_name(base.of or whose, text))  # fmt: skip
    else:
        yield words.text("The base is the bills in FOCUS, by {column}: {streams}.", streams=streams,
                         column=base.column)  # fmt: skip
    for stream in base.streams:
        yield from _stream(stream, words)
    if set(base.kinds) != set(KINDS_IN):
        kinds = words.listed(tuple(_kind(kind, words) for kind in base.kinds))
        yield words.text("Only these rows count: {kinds}.", kinds=kinds)
    if base.zone is not None:
        yield words.text("Its days begin at midnight in {zone}.", zone=base.zone)


def _stream(stream: Stream, words: Words) -> Iterator[str]:
    for column, values in stream.where.items():
        yield words.text("Of {stream}, only rows whose {column} is {values} count.", stream=stream.name,
                         column=column, values=either(values, words))  # fmt: skip
    for column, values in stream.without.items():
        yield words.text("Of {stream}, rows whose {column} is {values} do not count.", stream=stream.name,
                         column=column, values=either(values, words))  # fmt: skip
    if stream.weight is not None:
        yield words.text("Of {stream}, {share} of each row counts.", stream=stream.name,
                         share=words.share(stream.weight))  # fmt: skip
    if stream.up_to_share is not None:
        yield words.text("At most {share} of the amount may come from {stream}.", stream=stream.name,
                         share=words.share(stream.up_to_share))  # fmt: skip


def _kind(kind: EntryKind, words: Words) -> str:
    return {
        "sale": words.text("sales"),
        "usage": words.text("usage"),
        "purchase": words.text("purchases"),
        "refund": words.text("refunds"),
        "credit": words.text("credits"),
        "adjustment": words.text("adjustments"),
        "tax": words.text("tax"),
    }[kind]


def settling_words(clause: RevenueShare | Commitment, words: Words) -> Iterator[str]:
    """Yield when money is due, and how it is exchanged, rounded and netted, where the clause departs from the rule."""
    if (days := clause.due_days) is not None:
        yield words.many("It is due {n} day after the period ends.", "It is due {n} days after the period ends.", days)
    match clause.exchange.rule:
        case "end_of_period":
            yield words.text("Other currencies are exchanged at the rate of the period's last day.")
        case "average_of_period":
            yield words.text("Other currencies are exchanged at the average rate of the period.")
        case "day_of_line":
            pass
        case _:
            assert_never(clause.exchange.rule)
    if clause.exchange.missing == "previous":
        yield words.text("A day without a rate of exchange takes the last one before it.")
    yield from _rounding(clause.rounding, words)
    for currency, decimals in clause.units.items():
        yield words.many("{currency} is reckoned to {n} decimal.", "{currency} is reckoned to {n} decimals.", decimals,
                         currency=currency)  # fmt: skip
    yield from _netting(clause, words)


def _rounding(rounding: RoundingTerms, words: Words) -> Iterator[str]:
    """Yield where and how amounts become whole units, unless once for the statement with halves away from zero.

    >>> from firstcall.report.words.words import words_in
    >>> list(_rounding(RoundingTerms(), words_in("es"))), list(_rounding(RoundingTerms(at="row"), words_in("es")))
    ([], ['Cada línea de ingresos se redondea por separado.'])
    """
    match rounding.at:
        case "row":
            yield words.text("Each revenue line is rounded by itself.")
        case "bucket":
            yield words.text("Each stream is rounded day by day.")
        case "statement":
            pass
        case _:
            assert_never(rounding.at)
    match rounding.mode:
        case Rounding.half_even:
            yield words.text("Half a unit is rounded to the even one.")
        case Rounding.down:
            yield words.text("What is less than a unit is cut off.")
        case Rounding.half_up:
            pass
        case _:
            assert_never(rounding.mode)
    match rounding.intake:
        case Rounding.half_even:
            yield words.text("A billing figure beyond 18 decimals is rounded on intake, halves to the even one.")
        case Rounding.half_up:
            yield words.text("A billing figure beyond 18 decimals is rounded on intake, halves away from zero.")
        case Rounding.down:
            yield words.text("A billing figure beyond 18 decimals is cut off on intake.")
        case None:
            pass
        case _:
            assert_never(rounding.intake)


def _netting(clause: RevenueShare | Commitment, words: Words) -> Iterator[str]:
    if (netting := clause.netting) is None:
        return
    if netting.day == "end_of_period":
        yield words.text("It is set off in {currency} against what the other party owes, "
                         "at the rate of the period's last day.", currency=netting.currency)  # fmt: skip
    else:
        yield words.text("It is set off in {currency} against what the other party owes, "
                         "at the rate of the due day.", currency=netting.currency)  # fmt: skip
    if netting.missing == "previous":
        yield words.text("For the set-off, a day without a rate takes the last one before it.")
