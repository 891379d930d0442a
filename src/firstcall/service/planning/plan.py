"""firstcall plan: what to buy when, from whom; the same needs under several texts; what a clause is worth."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstcall.errors import NotFound, QuestionError
from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.routes.route import Desk
from firstcall.report.plan.values import NameAPlanFile
from firstcall.report.route.line_facts import RouteAbout
from firstcall.report.sheet import Sheet
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.commands.brief import screen_width
from firstcall.service.folder import Partnership
from firstcall.service.page_files import check_header, header_option, html_option, write_page
from firstcall.service.plain_files import NoFile, is_there, read_file
from firstcall.service.planning.beside import More, told_beside
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
from firstcall.service.planning.solver_progress import PlanSearched, TextSearched, shown_progress, stoppable
from firstcall.service.speech import running_language, tell_fact, tell_sheets
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.planning.results.conflicts import Conflict
    from firstcall.planning.results.result import PlanResult
    from firstcall.planning.results.texts_compared import UnderText
    from firstcall.planning.search.planner import Settings
    from firstcall.report.plan.summary import PlanTold


class SecondsNeedFull(Said):
    says = sentence("planning.seconds-need-full", "--seconds limits a full search")


class AddFull(Said):
    says = sentence("planning.add-full", "add --full")


class NoMeasureOfRisk(Said):
    says = sentence("planning.no-measure-of-risk", "--risk {text}: no measure of risk")
    text: str


class WriteCvarShare(Said):
    says = sentence("planning.write-cvar-share", "write cvar: and a share below 1, such as cvar:0.9")


class GoOnWithResume(Said):
    says = sentence("planning.go-on-with-resume", "To search further: `firstcall plan {folder} --full --resume {file}`")
    folder: str
    file: str


CONTENT_GAP = Fraction(1, 500)
"""Above this gap it is told how to go on."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What is planned: the desk, the settings, and the texts to set side by side."""

    held: Partnership
    desk: Desk
    settings: Settings
    texts: tuple[date, ...]
    remarks: tuple[Remark, ...]
    readings: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlanMade:
    """A plan as it was asked for; `told` is None where nothing is lawful and enough."""

    asked: PlanAsked
    texts: tuple[UnderText, ...]
    told: PlanTold | None
    more: More


@click.command("plan")
@options.partnership_argument
@click.option("--from", "from_", metavar="DAY", help="The first day; that of needs.yaml, else the planning day.")
@click.option("--to", metavar="DAY", help="The last day; that of needs.yaml, else the last that a need names.")
@click.option("--by", type=click.Choice(["month", "quarter"]), help="How long a period is; quarter when left out.")
@click.option("--text", "texts", multiple=True, metavar="DAY", help="Plan under the text of this day; may be repeated.")
@click.option("--terminal", type=click.Choice(["charge", "prorate"]), default="charge", show_default=True,
              help="Charge terms beyond the horizon in full, or leave that part out.")  # fmt: skip
@click.option("--seed", type=int, metavar="N", help="Draw scenarios by this seed where there are too many to list.")
@click.option("--scenarios", "most", type=click.IntRange(1, 512), default=64, show_default=True, metavar="N",
              help="How many scenarios are planned for at most.")  # fmt: skip
@click.option(
    "--risk", metavar="cvar:SHARE", help="Make the average of the worst outcomes least: cvar:0.9, the worst tenth."
)
@click.option("--full", is_flag=True, help="Search all whole blocks, to the end or to --seconds.")
@click.option("--seconds", type=click.FloatRange(min=0.1), metavar="S", help="With --full: stop after so long.")
@click.option("--prices", is_flag=True, help="What each clause is worth: marginal, total, joint.")
@click.option("--tornado", is_flag=True, help="The ten suppositions that matter most.")
@click.option("--same-day", is_flag=True, help="Sign the instant after a window, not on the next day.")
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@click.option("--against", type=options.A_PATH, metavar="OLD.json", help="Tell what changed since a plan.")
@click.option("--out", type=options.A_PATH, metavar="FILE", help="Write the plan as JSON, for --against and --resume.")
@click.option("--resume", type=options.A_PATH, metavar="PLAN.json",
              help="Go on from a plan that --out wrote; what is found is no dearer.")  # fmt: skip
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
def plan_command(partnership: Path, **flags: Any) -> int:
    """What to buy when, from whom, at what cost; with the days by which notices, consents and signatures are due.

    Where needs.yaml names several texts, the same needs are planned under each, side by side.
    """
    check_header(flags["header"], flags["html"])
    made = planned_by(options.open_supposing(partnership), flags)
    told, texts, more = made.told, made.texts, made.more
    if told is None:
        return _impossible(made, flags)
    if flags["out"] is not None:
        from firstcall.report.plan.values import plan_json

        write_page(flags["out"], json.dumps(plan_json(told), ensure_ascii=False, indent=2) + "\n")
        if _is_open(told.result):
            tell_fact(GoOnWithResume(folder=made.asked.held.name, file=str(flags["out"])), beside=True)
    if flags["html"] is not None:
        from firstcall.report.plan.page import plan_page
        from firstcall.report.words.words import page_words

        w = page_words(running_language())
        write_page(flags["html"], plan_page(told, w, texts, more.sheets, flags["header"], more.pictures))
        return 0
    _print(made, flags)
    return 0


def planned_by(deal: Partnership, flags: Mapping[str, Any]) -> PlanMade:
    """Return the plan that flags ask for, told in full, under several texts, and with what is told beside it.

    Args:
      deal: the partnership.
      flags: each by its name without dashes, as the command takes it.
    """
    asked = _asked(deal, flags)
    texts = _texts(asked)
    told = _told(asked, flags, texts)
    if told is None:
        return PlanMade(asked, texts, None, More())
    more = told_beside(_desk(asked), asked.settings, told.currency, prices=flags["prices"], matters=flags["tornado"])
    return PlanMade(asked, texts, told, more)


def plan_values(made: PlanMade) -> dict[str, Any]:
    """Return a plan as plain values; where nothing is lawful and enough, what cannot stand together."""
    from firstcall.report.plan.texts import texts_json
    from firstcall.report.plan.values import plan_json

    if made.told is None:
        from firstcall.report.plan.conflicts import conflict_json

        return conflict_json(_conflict(made.asked))
    found = {**plan_json(made.told), **made.more.plain}
    return {**found, "texts": texts_json(made.texts)} if made.texts else found


def plan_lines(made: PlanMade) -> list[Sheet]:
    """Return a plan as sheets; where nothing is lawful and enough, the sheet of what cannot stand together."""
    from firstcall.report.plan.conflicts import conflict_sheet
    from firstcall.report.plan.rows import whole_plan

    if made.told is None:
        return [conflict_sheet(_conflict(made.asked))]
    return list(whole_plan(made.told, made.texts, made.more.sheets))


def _asked(deal: Partnership, flags: Mapping[str, Any]) -> PlanAsked:
    from firstcall.planning.search.highs import Limits
    from firstcall.planning.search.planner import Settings

    given = read_given(deal, flags["needs_file"], flags["supply_file"], flags["futures_file"])
    defaults = given.needs.plan
    on = flags["on"] or (defaults.on.isoformat() if defaults.on else None)
    today = planning_day(on, deal.agreement)
    known = options.known_at_of(flags["known_at"], options.when_of(on, deal.agreement), deal.agreement)
    readings = readings_of(flags["reading"], deal.agreement)
    desk, remarks = desk_of(deal.agreement, deal, given, today, known, readings, flags["same_day"])
    first = optional_day(flags["from_"], "--from") or defaults.from_ or today
    last = optional_day(flags["to"], "--to") or defaults.to or _last_wanted(given.needs)
    if flags["seconds"] is not None and not flags["full"]:
        raise QuestionError(SecondsNeedFull(), fix=AddFull())
    full = Limits(seconds=flags["seconds"]) if flags["full"] else None
    settings = Settings(
        max(first, today) if flags["from_"] is None else first, last, flags["by"] or defaults.by, flags["terminal"],
        flags["seed"], flags["most"], risk_of(flags["risk"]), full,
    )  # fmt: skip
    texts = tuple(day for text in flags["texts"] if (day := optional_day(text, "--text"))) or defaults.texts
    options.refuse_before_any_text(texts, deal.agreement)
    return PlanAsked(deal, desk, settings, texts, remarks, readings)


def risk_of(text: str | None) -> Fraction | None:
    """Return the share of outcomes that do not count, as `cvar:0.9` says it; None for the expectation.

    Raises:
      QuestionError: anything else.

    >>> risk_of("cvar:0.9"), risk_of(None)
    (Fraction(9, 10), None)
    """
    if text is None:
        return None
    found = re.fullmatch(r"cvar:(0(\.\d{1,9})?)", text.strip())
    if found is None:
        raise QuestionError(NoMeasureOfRisk(text=text), fix=WriteCvarShare())
    return Fraction(found[1])


def _last_wanted(needs: Needs) -> date:
    return max(amount.to for need in needs.needs for amount in need.amount)


def _texts(asked: PlanAsked) -> tuple[UnderText, ...]:
    """Return the plans under several texts; none where fewer than two are asked for."""
    if len(asked.texts) < 2:
        return ()
    from firstcall.planning.results.texts_compared import under_texts

    return under_texts(
        asked.desk, asked.held.agreement, asked.held.record, asked.settings, asked.texts,
        lambda day: shown_progress(TextSearched(day=day)), asked.readings,
    )  # fmt: skip


def _told(asked: PlanAsked, flags: Mapping[str, Any], texts: Sequence[UnderText]) -> PlanTold | None:
    """Return the plan that is told in full, as one of the texts has it where that of the planning day is among them."""
    from firstcall.planning.results.changes import changes_of
    from firstcall.planning.results.result import plan_result
    from firstcall.planning.results.stochastic_value import stochastic_value
    from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
    from firstcall.planning.search.planner import plan as make_plan
    from firstcall.report.plan.summary import PlanTold
    from firstcall.report.plan.values import buys_of, read_held, read_plan

    earlier = read_plan(_bytes(flags["against"]), str(flags["against"])) if flags["against"] else None
    held = read_held(_bytes(flags["resume"]), str(flags["resume"])) if flags["resume"] else None
    result = next((one.result for one in texts if one.day == asked.desk.ground.on and held is None), None)
    if result is None:
        with stoppable(shown_progress(PlanSearched())) as progress:
            planned = make_plan(_desk(asked), asked.settings, progress, held)
        if planned.found is None:
            return None
        result = plan_result(planned)
    changes = changes_of(earlier, buys_of(result)) if earlier is not None else None
    return PlanTold(
        result, unmet_reasons(result), lateness(result), stochastic_value(result.planned), asked.remarks, changes
    )


def _desk(asked: PlanAsked) -> Desk:
    """Return the desk of the plan told in full: under the text of the planning day, unless one is named."""
    if len(asked.texts) != 1:
        return asked.desk
    from dataclasses import replace

    from firstcall.planning.steps.ground import ground
    from firstcall.planning.steps.texts import text_held

    here = asked.desk.ground
    text = text_held(asked.held.agreement, asked.texts[0], here.on)
    return replace(asked.desk, ground=ground(text, asked.held.record, here.on, None, asked.readings))


def _bytes(file: Path) -> bytes:
    if not is_there(file):
        raise NotFound(NoFile(file=str(file)), fix=NameAPlanFile())
    return read_file(file)


def _conflict(asked: PlanAsked) -> Conflict | None:
    """Return which needs, clauses and lines cannot stand together."""
    from firstcall.planning.results.conflicts import conflict

    desk = _desk(asked)
    return conflict(desk, asked.settings, desk.ground.agreement)


def _impossible(made: PlanMade, flags: dict[str, Any]) -> int:
    """Say which needs, clauses and lines cannot stand together."""
    if flags["as_json"]:
        options.echo_json(plan_values(made))
    else:
        tell_sheets(plan_lines(made), flags["form"], screen_width())
    return NO_PLAN


def _is_open(result: PlanResult) -> bool:
    """Return whether a further search may find more: it was stopped, or whole blocks were not searched to the end."""
    found = result.planned.found
    return found is not None and (found.stopped or (found.path in ("rounded", "local") and result.gap > CONTENT_GAP))


NO_PLAN = 15
"""The exit code when nothing is lawful and enough."""


def _print(made: PlanMade, flags: dict[str, Any]) -> None:
    if flags["as_json"]:
        options.echo_json(plan_values(made))
        return
    tell_sheets(plan_lines(made), flags["form"], screen_width())
    tell_fact(RouteAbout(), beside=True)
