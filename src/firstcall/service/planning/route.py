"""firstcall route: where can a need be met, when, at what price, and what must happen first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import click

from firstcall.agreement.document import Agreement
from firstcall.errors import NotFound, QuestionError, near_or_listed
from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.inputs.needs import NEEDS_SCHEMA, Accelerator, Need, NeedAmount, Needs
from firstcall.planning.routes.coverage import RouteAnswer, answer_route
from firstcall.planning.routes.route import Desk
from firstcall.report.route.line_facts import RouteAbout
from firstcall.report.route.rows import route_answer_json, route_sheets
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.commands.brief import screen_width
from firstcall.service.folder import Partnership
from firstcall.service.page_files import check_header, header_option, html_option, write_page
from firstcall.service.planning.files import (
    desk_of,
    futures_option,
    needs_option,
    optional_day,
    planning_day,
    read_given,
    readings_of,
    supply_option,
)
from firstcall.service.planning.move import FlaggedWorkloadUnknown
from firstcall.service.speech import running_language, tell_fact, tell_sheets


class NothingAskedFor(Said):
    says = sentence("planning.nothing-asked-for", "--quantity {quantity}: nothing is asked for")
    quantity: str


class WriteAboveZero(Said):
    says = sentence("planning.write-above-zero", "write a number above zero")


class NoSuchNeed(Said):
    says = sentence("planning.no-such-need", "there is no need {need_id}")
    need_id: Annotated[str, Quoted]


class RouteToOneNeed(Said):
    says = sentence("planning.route-to-one-need", "a route is to one need")


class NameOrDescribeNeed(Said):
    says = sentence("planning.name-or-describe-need", "name it with --need, or describe it with --workload")


class DescribedNeedHas(Said):
    says = sentence(
        "planning.described-need-has",
        "a described need has a workload, a quantity and an accelerator",
    )


class DescribeWhole(Said):
    says = sentence(
        "planning.describe-whole",
        "give --workload, --quantity and --accelerator",
    )


class EndsBeforeFrom(Said):
    says = sentence("planning.ends-before-from", "--to {last} lies before --from {first}")
    last: date
    first: date


class CheckTheTwoDays(Said):
    says = sentence("planning.check-the-two-days", "check both days")


class FlaggedAcceleratorUnknown(Said):
    says = sentence("planning.flagged-accelerator-unknown", "--accelerator: unknown accelerator {accelerator}")
    accelerator: Annotated[str, Quoted]


@click.command("route")
@options.partnership_argument
@click.option("--need", "need_id", metavar="ID", help="A need of needs.yaml.")
@click.option("--workload", "-w", multiple=True, help="Instead of a need: what runs; one or several.")
@click.option("--quantity", metavar="N", help="Instead of a need: how many accelerators.")
@click.option("--accelerator", metavar="KIND", help="In which accelerator the quantity is counted.")
@click.option("--from", "from_", metavar="DAY", help="From when; the planning day when left out.")
@click.option("--to", metavar="DAY", help="Until when; a year when left out.")
@click.option("--customer", help="Whom the workload serves.")
@click.option("--region", multiple=True, help="Where it may run; anywhere when left out.")
@click.option("--same-day", is_flag=True, help="Sign the instant after a window, not on the next day.")
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@needs_option
@supply_option
@futures_option
@options.on_option
@options.known_at_option
@options.what_ifs
@click.option(
    "--format", "form", type=click.Choice(["text", "md"]), default="text", help="For a terminal, or Markdown."
)
@html_option
@header_option
@options.json_option
def route(
    partnership: Path, need_id: str | None, workload: tuple[str, ...], quantity: str | None, accelerator: str | None,
    from_: str | None, to: str | None, customer: str | None, region: tuple[str, ...], same_day: bool,
    reading: tuple[str, ...], needs_file: Path | None, supply_file: Path | None, futures_file: Path | None,
    on: str | None, known_at: str | None, form: str, html: Path | None, header: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Where can it be had? Every line of supply: free now, after notice, after consent, barred; and the cheapest cover.

    Name a need of needs.yaml with --need, or describe one with --workload and --quantity.
    """
    check_header(header, html)
    deal = options.open_supposing(partnership)
    files = (needs_file, supply_file, futures_file)
    described = (workload, quantity, accelerator, (from_, to), customer, region)
    desk, answer, remarks = routed(deal, need_id, described, files, (on, known_at), reading, same_day=same_day)
    if html is not None:
        from firstcall.report.route.page import route_page
        from firstcall.report.words.words import page_words

        write_page(html, route_page(desk, answer, page_words(running_language()), remarks, header))
        return
    if as_json:
        options.echo_json(route_answer_json(desk, answer, remarks))
        return
    tell_sheets(route_sheets(desk, answer, remarks), form, screen_width())
    if form != "md":
        tell_fact(RouteAbout(), beside=True)


Described = tuple[tuple[str, ...], str | None, str | None, tuple[str | None, str | None], str | None, tuple[str, ...]]
"""A need as flags describe it: workloads, quantity, accelerator, first and last day, customer, regions."""


def routed(
    deal: Partnership, need_id: str | None, described: Described, files: tuple[Path | None, Path | None, Path | None],
    asked_on: tuple[str | None, str | None], reading: tuple[str, ...], *, same_day: bool,
) -> tuple[Desk, RouteAnswer, tuple[Remark, ...]]:  # fmt: skip
    """Return the routes to a need, named or described, with the desk they were asked at and what must be known of it.

    Args:
      deal: the partnership.
      need_id: a need of the file of needs.
      described: a need described instead.
      files: needs, supply, futures; those of the folder where left out.
      asked_on: the planning day, and the day up to which things are known.
      reading: points to be read one way, as POINT=ALTERNATIVE.
      same_day: sign the instant after a window.

    Raises:
      QuestionError: no need is named, or two.
      NotFound: a need or a file that is not there.
    """
    on, known_at = asked_on
    today = planning_day(on, deal.agreement)
    known = options.known_at_of(known_at, options.when_of(on, deal.agreement), deal.agreement)
    asked = _described(*described, today, deal.agreement)
    if (asked is None) == (need_id is None):
        raise QuestionError(RouteToOneNeed(), fix=NameOrDescribeNeed())
    given = read_given(deal, *files, asked)
    accelerator = described[2]
    if asked is not None:
        if accelerator is not None and accelerator not in given.needs.accelerators and given.needs is not asked:
            known_kinds = near_or_listed(accelerator, given.needs.accelerators)
            raise QuestionError(FlaggedAcceleratorUnknown(accelerator=accelerator), fix=known_kinds)
        kinds = given.needs.accelerators
        wanted = given.needs.model_copy(update={"needs": asked.needs, "accelerators": {**asked.accelerators, **kinds}})
        given = replace(given, needs=wanted, files=replace(given.files, needs_at=None))
    need = _need(given.needs, need_id)
    desk, remarks = desk_of(deal.agreement, deal, given, today, known, readings_of(reading, deal.agreement), same_day)
    return desk, answer_route(desk, need), remarks


def _need(needs: Needs, need_id: str | None) -> Need:
    if need_id is None:
        return needs.needs[0]
    for need in needs.needs:
        if need.id == need_id:
            return need
    raise NotFound(NoSuchNeed(need_id=need_id), fix=near_or_listed(need_id, [need.id for need in needs.needs]))


def _described(
    workload: tuple[str, ...], quantity: str | None, accelerator: str | None, days: tuple[str | None, str | None],
    customer: str | None, region: tuple[str, ...], today: date, agreement: Agreement,
) -> Needs | None:  # fmt: skip
    """Return the need that flags describe, as a file of one; None where they describe none."""
    if not workload and quantity is None:
        return None
    amount = options.quantity_of(quantity)
    if not workload or amount is None or accelerator is None:
        raise QuestionError(DescribedNeedHas(), fix=DescribeWhole())
    if amount <= 0:
        raise QuestionError(NothingAskedFor(quantity=str(quantity)), fix=WriteAboveZero())
    for word in options.words_of(workload):
        if word not in agreement.definitions.workloads:
            raise QuestionError(
                FlaggedWorkloadUnknown(workload=word), fix=near_or_listed(word, agreement.definitions.workloads)
            )
    first = optional_day(days[0], "--from") or today
    last = optional_day(days[1], "--to") or date(first.year + 1, first.month, min(first.day, 28))
    if last < first:
        raise QuestionError(EndsBeforeFrom(last=last, first=first), fix=CheckTheTwoDays())
    words = options.words_of(workload)
    made = Need(
        id="-".join(words)[:80], workloads=words, customer=customer, accelerator=accelerator,
        amount=(NeedAmount.model_validate({"from": first, "to": last, "accelerators": amount}),), regions=region,
    )  # fmt: skip
    kinds = {accelerator: Accelerator()}
    return Needs.model_validate({"schema": NEEDS_SCHEMA, "accelerators": kinds, "needs": (made,)})
