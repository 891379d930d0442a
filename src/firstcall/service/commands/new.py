"""firstcall new: a partnership folder from a template, so that a first deadline is minutes away."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import click

from firstcall.agreement.model.basis import ID_PATTERN
from firstcall.dates import parse_day
from firstcall.errors import QuestionError
from firstcall.service import options, world
from firstcall.service.folder import create_folder
from firstcall.service.schemas.names import schema_text

TEMPLATES = ("exclusivity", "first-refusal", "revenue-share", "everything")
ATTRIBUTES = "record.jsonl merge=union\n"
"""What git is told: both branches' lines of the record are kept when they meet."""
TERM_YEARS = 5


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--template", "-t", type=click.Choice(TEMPLATES), required=True, help="What the two have agreed.")
@click.option("--title", help="What people call it; the template's own title when left out.")
@click.option("--effective", metavar="DAY", help="The day it took effect; today when left out.")
@options.json_option
def new(folder: str, template: str, title: str | None, effective: str | None, as_json: bool) -> None:
    """Start a partnership folder: an agreement to fill in, an empty record, and git's rule for merging it.

    The agreement's first line names the schema beside it, by which an editor completes and checks what is written.
    Nothing that is there already is overwritten.
    """
    if not folder.strip() or not (title is None or title.strip()):
        raise QuestionError("the folder or its title is empty\n  fix: name them, or leave --title out")
    day, where = _day(effective), Path(folder)
    text = filled(template, id=_id(where.resolve().name), title=title, effective=day)
    made = {"agreement.yaml": text, "record.jsonl": "", ".gitattributes": ATTRIBUTES,
            "schemas/agreement.json": schema_text("agreement")}  # fmt: skip
    create_folder(where, {name: content.encode() for name, content in made.items()})
    if as_json:
        options.echo_json({"folder": folder, "template": template, "files": list(made)})
        return
    shown = folder if re.fullmatch(r"[\w./\-]+", folder) else json.dumps(folder, ensure_ascii=False)
    click.echo(f"made {folder}: {', '.join(made)}")
    click.echo("next, put your own names, days and sources into agreement.yaml, and ask:")
    click.echo(f"  firstcall check {shown}")
    click.echo(f"  firstcall terms {shown} --on {day}")


def filled(template: str, *, id: str, title: str | None, effective: date) -> str:
    """Return a template's text with its names and days put in; all else stays as it is.

    >>> "effective: 2026-03-01" in filled("first-refusal", id="deal", title="A: b", effective=date(2026, 3, 1))
    True
    """
    text = files("firstcall.service").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    last = date(effective.year + TERM_YEARS, effective.month, min(effective.day, 28)) - timedelta(days=1)
    text = text.replace("2025-01-01", effective.isoformat()).replace("2029-12-31", last.isoformat())
    text = text.replace("\nid: partnership\n", f"\nid: {json.dumps(id)}\n")
    if title is None:
        return text
    return text.replace("\ntitle: A compute partnership\n", f"\ntitle: {json.dumps(title, ensure_ascii=False)}\n")


def _id(name: str) -> str:
    plain = re.sub(r"[^a-zA-Z0-9_.\-]+", "-", name).strip("-._")[:80].strip("-._")
    return plain if re.match(ID_PATTERN, plain) else "partnership"


def _day(text: str | None) -> date:
    if text is None:
        return world.now().date()
    try:
        return parse_day(text.strip())
    except ValueError as error:
        what, _, mend = str(error).partition("; ")
        raise QuestionError(f"--effective: {what}\n  fix: {mend}") from error
