"""firstcall new: a partnership folder from a template, so that a first deadline is minutes away."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import click

from firstcall.agreement.model.basis import ID_PATTERN
from firstcall.dates import local_day, parse_day, zone
from firstcall.errors import QuestionError
from firstcall.said import Said, Unreadable, sentence
from firstcall.service import options, world
from firstcall.service.folder import create_folder
from firstcall.service.schemas.names import schema_text
from firstcall.service.speech import tell_fact

TEMPLATES = ("exclusivity", "first-refusal", "revenue-share", "everything")
ATTRIBUTES = "record.jsonl merge=union\n"
"""What git is told: both branches' lines of the record are kept when they meet."""
EDITOR_LINE = "# yaml-language-server: $schema=schemas/agreement.json\n"
"""What an editor that completes and checks YAML reads first."""
TERM_YEARS = 5


class NameIsEmpty(Said):
    says = sentence("new.name-is-empty", "the folder or its title is empty")


class NameThem(Said):
    says = sentence("new.name-them", "name them, or leave --title out")


class OneTextToStart(Said):
    says = sentence("new.one-text", "a folder starts from one text")


class GiveEither(Said):
    says = sentence("new.give-either", "give --template or --like, one of the two")


class EffectiveIsForTemplates(Said):
    says = sentence(
        "new.effective-is-for-templates",
        "--effective is for templates; the days of an agreement of the gallery are those of the example",
    )


class PutOwnDaysIn(Said):
    says = sentence("new.put-own-days-in", "leave it out, and put your own days in")


class FolderMade(Said):
    says = sentence("new.folder-made", "made {folder}: {files}")
    folder: str
    files: tuple[str, ...]


class PutYourOwn(Said):
    says = sentence("new.put-your-own", "next, put your own names, days and sources into {file}, and ask:")
    file: str


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--template", "-t", type=click.Choice(TEMPLATES), help="What the two have agreed.")
@click.option("--like", metavar="NAME", help="Start from an agreement of the gallery instead: firstcall gallery.")
@click.option("--title", help="What people call it; the template's own title when left out.")
@click.option("--effective", metavar="DAY", help="The day it took effect; today when left out.")
@options.json_option
def new(
    folder: str, template: str | None, like: str | None, title: str | None, effective: str | None, as_json: bool
) -> None:
    """Start a partnership folder: an agreement to fill in, an empty record, and git's rule for merging it.

    The agreement's first line names the schema beside it, by which an editor completes and checks what is written.
    Nothing that is there already is overwritten.
    """
    if not folder.strip() or not (title is None or title.strip()):
        raise QuestionError(NameIsEmpty(), fix=NameThem())
    if (template is None) == (like is None):
        raise QuestionError(OneTextToStart(), fix=GiveEither())
    where = Path(folder)
    id = _id(where.resolve().name)
    text, day = _like(like, effective, id, title) if template is None else _plain(template, effective, id, title)
    made = {"agreement.yaml": text, "record.jsonl": "", ".gitattributes": ATTRIBUTES,
            "schemas/agreement.json": schema_text("agreement")}  # fmt: skip
    create_folder(where, {name: content.encode() for name, content in made.items()})
    if as_json:
        options.echo_json({"folder": folder, "template": template, "like": like, "files": list(made)})
        return
    shown = folder if re.fullmatch(r"[\w./\-]+", folder) else json.dumps(folder, ensure_ascii=False)
    tell_fact(FolderMade(folder=folder, files=tuple(made)))
    tell_fact(PutYourOwn(file="agreement.yaml"))
    click.echo(f"  firstcall check {shown}")
    click.echo(f"  firstcall terms {shown} --on {day}")


def _plain(template: str, effective: str | None, id: str, title: str | None) -> tuple[str, date]:
    day = _day(effective)
    return filled(template, id=id, title=title, effective=day), day


def _like(name: str | None, effective: str | None, id: str, title: str | None) -> tuple[str, date]:
    """Return the agreement of a gallery entry under a name of its own, and the day of its last version."""
    from firstcall.agreement.terms import versions
    from firstcall.service.gallery.entries import gallery_entry

    if effective is not None:
        raise QuestionError(EffectiveIsForTemplates(), fix=PutOwnDaysIn())
    entry = gallery_entry(name or "")
    text = re.sub(r"(?m)^id: .*$", lambda _: f"id: {json.dumps(id)}", entry.text, count=1)
    if title is not None:
        text = re.sub(r"(?m)^title: .*$", lambda _: f"title: {json.dumps(title, ensure_ascii=False)}", text, count=1)
    last = versions(entry.agreement)[-1].effective
    return EDITOR_LINE + text, local_day(last, zone(entry.agreement.timezone))


def filled(template: str, *, id: str, title: str | None, effective: date) -> str:
    """Return a template's text with its names and days put in; all else stays as it is.

    >>> "effective: 2026-03-01" in filled("first-refusal", id="deal", title="A: b", effective=date(2026, 3, 1))
    True
    """
    text = files("firstcall.service").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    leap = (effective.month, effective.day) == (2, 29)
    after = date(effective.year + TERM_YEARS, 3, 1) if leap else effective.replace(year=effective.year + TERM_YEARS)
    last = after - timedelta(days=1)
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
    except Unreadable as error:
        raise options.of_flag("--effective", error) from error
