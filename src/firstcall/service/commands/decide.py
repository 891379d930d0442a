"""firstcall decide: one question, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS
from firstcall.agreement.terms import terms
from firstcall.dates import ACTING_HOUR, acting_hour, zone
from firstcall.errors import IsEmpty, QuestionError
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.line_facts import ActsAtHour, NoPathOfSpan, NotAdvice, SeveralNotes, ToldLine
from firstcall.report.decision.paths import path_note
from firstcall.report.decision.rows import decision_json, decision_lines
from firstcall.report.words.enums import Language
from firstcall.rights.decision import Decision
from firstcall.rights.paths.flip import Flip, flip_test
from firstcall.rights.paths.search import Route, routes_to_yes
from firstcall.rights.paths.technology import routes_for_technology
from firstcall.rights.question import CAPACITY, Asked
from firstcall.rights.question_reasons import LeaveOneOut
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.page_files import in_language, lang_option
from firstcall.service.questions.asking import Given, given, judged, receipt_of

EXIT_CODES = {"permitted": 0, "ungoverned": 10, "offer-first": 11, "consent-first": 12, "forbidden": 13}


class GiveValue(Said):
    says = sentence("flag.give-value", "give it a value, or leave it out")


class OneQuestionOnly(Said):
    says = sentence("flag.one-question-only", "{flag} is for one question, and --questions asks many")
    flag: str


@click.command()
@options.partnership_argument
@click.option("--workload", "-w", multiple=True, help="One or several, with commas; the strictest answers.")
@click.option("--provider", "-p", help="Any name; one that is not listed is read as `other`.")
@click.option("--customer", help="Whom the workload serves.")
@click.option("--capacity", help=f"One of: {', '.join(CAPACITY)}.")
@click.option("--signed", metavar="DATE", help="When the capacity was signed.")
@click.option("--quantity", metavar="N", help="How much, in the unit of the offer or tranche.")
@click.option("--offer", metavar="ID", help="Judge signing, and running, what this offer is of.")
@click.option("--contract", metavar="ID", help="Judge running on what this contract signed.")
@click.option("--tranche", metavar="ID", help="Which tranche of the contract.")
@click.option("--site", metavar="ID", help="Whose mix of use counts, where a permission asks for one.")
@click.option("--scope", "-s", multiple=True, metavar="NAME=VALUE", help="A declared dimension, such as region=us.")
@click.option("--licensee", metavar="PARTY", help="May this party use the technology?")
@click.option("--license-to", metavar="PARTY", help="May the technology be licensed to this party?")
@click.option("--product", help="The product that technology is used in.")
@click.option("--ip", help="The kind of technology; models when left out.")
@click.option("--model", metavar="ID", help="The model used.")
@click.option("--model-developed", metavar="DATE", help="When the model was developed.")
@click.option("--act", metavar="ACT", help=f"An act of a party: {', '.join(PARTY_ACTS)}.")
@click.option("--by", metavar="PARTY", help="Who would do it; with --license-to, the licensee that would sublicense.")
@click.option("--to", metavar="NAME", help="To whom it would assign, who takes control, whose people it would hire.")
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@click.option("--flip", is_flag=True, help="Which assumed or reported fields, read otherwise, change this answer.")
@options.on_option
@options.known_at_option
@options.what_ifs
@click.option("--questions", type=options.A_PATH, metavar="FILE.csv", help="Ask one question a row.")
@click.option(
    "--exit-code", is_flag=True, help="0 permitted, 10 ungoverned, 11 offer-, 12 consent-first, 13 forbidden."
)
@lang_option
@options.json_option
def decide_command(
    partnership: Path,
    questions: Path | None,
    flip: bool,
    lang: Language,
    exit_code: bool,
    as_json: bool,
    **flags: Any,
) -> int:
    """May we? Decide signing and running, and show the clauses, facts and grounds.

    A question without --offer or --contract is of capacity to be signed now: signing and running are
    both judged, and the stricter answers.
    """
    deal = options.open_supposing(partnership)
    row = {name: value for name, value in flags.items() if value not in (None, ())}
    for name, value in row.items():
        if not all(text.strip() for text in ((value,) if isinstance(value, str) else value)):
            flag = "--" + name.replace("_", "-")
            raise QuestionError(IsEmpty(what=flag), fix=GiveValue())
    if questions is not None:
        if exit_code or flip:
            raise QuestionError(OneQuestionOnly(flag="--exit-code" if exit_code else "--flip"), fix=LeaveOneOut())
        from firstcall.service.questions.question_file import answer_file

        return answer_file(deal, questions, row, as_json=as_json)
    question = given(deal, row)
    decision = judged(deal, question)
    paths, note = ways(deal, question, decision)
    flips = flips_of(deal, question, decision) if flip else None
    if as_json:
        options.echo_json(decide_json(deal, question, decision, (paths, note), flips))
    else:
        where = zone(deal.agreement.timezone)
        asked = asked_said(question.words, question.when, where)
        lines = decision_lines(decision, asked, where, paths, flips, note)
        for line in in_language(lines, lang):
            click.echo(line)
        click.echo(next(in_language([ToldLine(0, NotAdvice())], lang)), err=True)
    return EXIT_CODES[decision.outcome] if exit_code else 0


def decide_json(
    deal: Partnership, question: Given, decision: Decision, found: tuple[tuple[Route, ...], Said | None],
    flips: tuple[Flip, ...] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return an answer as plain values: the question, the decision with its ways, and the receipt.

    Args:
      deal: the partnership.
      question: what was asked.
      decision: the answer.
      found: the ways to a free answer, and what must be said of them.
      flips: what would change the answer; None where nobody asked.
    """
    paths, note = found
    answer = decision_json(decision, paths, flips, note)
    return {"question": question.plain, **answer, "receipt": receipt_of(deal, question, decision)}


def ways(deal: Partnership, question: Given, decision: Decision) -> tuple[tuple[Route, ...], Said | None]:
    """Return the shortest ways to a free answer, and what must be said of them."""
    asked, at = question.asked, question.when.first
    if decision.free:
        return (), None
    if question.when.end is not None:
        return (), NoPathOfSpan()
    sought = (deal.agreement, deal.record)
    text = terms(deal.agreement, at, question.known_at)
    acting_from = acting_hour(at, text.where)
    known_at, readings = question.known_at, question.readings
    if isinstance(asked, Asked):
        routes = routes_to_yes(*sought, asked, at, known_at, readings, acting_from)
    else:
        routes = routes_for_technology(*sought, asked, at, known_at, readings)
    note = path_note(decision, routes, at, text.ends, text.where)
    if acting_from != at and any(step.events for route in routes for step in route.steps):
        hour = ActsAtHour(hour=ACTING_HOUR, zone=deal.agreement.timezone)
        return routes, hour if note is None else SeveralNotes(notes=(note, hour))
    return routes, note


def flips_of(deal: Partnership, question: Given, decision: Decision) -> tuple[Flip, ...]:
    """Return what would change the answer if it were read otherwise."""
    at = question.when.first
    return flip_test(deal.agreement, deal.record, question.asked, at, decision, question.known_at, question.readings)
