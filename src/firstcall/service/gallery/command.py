"""firstcall gallery: agreements as they are signed, each with questions whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import click

from firstcall.errors import AgreementError
from firstcall.said import Grouped, Said, plural, sentence
from firstcall.service import options
from firstcall.service.gallery.answers import KnownAnswer, questions_answered
from firstcall.service.gallery.entries import GalleryEntry, gallery_entries, gallery_entry
from firstcall.service.speech import running_language, said_in, spoken_failure, tell_fact


class EntryLines(Said):
    says = plural("gallery.lines", "{n} line", "{n} lines")
    n: Annotated[int, Grouped]


class QuestionsKept(Said):
    says = plural("gallery.questions", "{n} question", "{n} questions")
    n: Annotated[int, Grouped]


class EntryHolds(Said):
    says = sentence("gallery.entry-holds", "{field} · {lines} · {asked}")
    field: str
    lines: Said
    asked: Said


class SeeOrStart(Said):
    says = sentence(
        "gallery.see-or-start", "to see one: firstcall gallery NAME; to start from one: firstcall new DIR --like NAME"
    )


class QuestionsHeading(Said):
    says = sentence("gallery.questions-heading", "Questions")


class AnswerKnown(Said):
    says = sentence("gallery.answer-known", "answer: {answer}")
    answer: str


class AnswerBecause(Said):
    says = sentence("gallery.answer-because", "why: {why}")
    why: str


class FolderOfEntry(Said):
    says = sentence("gallery.folder-of-entry", "the folder: {path}")
    path: str


class QuestionsAsKnown(Said):
    says = plural(
        "gallery.as-known", "{entry}: {right} of {n} question as known", "{entry}: {right} of {n} questions as known"
    )
    entry: str
    right: int
    n: int


ANSWERS_DIFFER = 3
"""The exit code when an answer is not the one that is known."""


@click.command()
@click.argument("name", required=False)
@click.option("--check", "checked", is_flag=True, help="Ask every question, and set the answer against the known one.")
@options.json_option
def gallery(name: str | None, checked: bool, as_json: bool) -> int:
    """List agreements as they are signed, or show the one called NAME: its page, and its questions with their answers.

    Each is a folder that every command reads. `firstcall new DIR --like NAME` starts your own from it. With --check
    leaves with 3 where an answer is not the known one.
    """
    if checked:
        every = gallery_entries() if name is None else (gallery_entry(name),)
        return 0 if (_json_checked(every) if as_json else _tell_checked(every)) else ANSWERS_DIFFER
    if name is None:
        _list(gallery_entries(), as_json)
    else:
        _show(gallery_entry(name), as_json)
    return 0


def entry_json(entry: GalleryEntry) -> dict[str, Any]:
    """Return an entry as the list shows it."""
    return {
        "name": entry.name, "title": entry.agreement.title, "field": entry.known.field, "lines": entry.lines,
        "kinds": list(entry.kinds), "questions": len(entry.known.questions), "path": str(entry.path),
    }  # fmt: skip


def answer_json(one: KnownAnswer) -> dict[str, Any]:
    """Return a question, its known answer, and where the answer that came differs."""
    asked = one.asked
    unlike = [{"where": diff.where, "known": diff.known, "came": diff.came} for diff in one.unlike]
    return {**question_json(asked.model_dump(mode="json")), "right": one.right, "unlike": unlike}


def question_json(written: dict[str, Any]) -> dict[str, Any]:
    """Return a question as it is written."""
    return {name: written[name] for name in ("id", "question", "ask", "suppose", "answer", "why", "source")}


def _list(entries: Sequence[GalleryEntry], as_json: bool) -> None:
    rows = [entry_json(entry) for entry in entries]
    if as_json:
        options.echo_json([{name: value for name, value in row.items() if name != "path"} for row in rows])
        return
    wide, lang = max(len(row["name"]) for row in rows), running_language()
    for row in rows:
        click.echo(f"{row['name']:{wide}}  {row['title']}")
        lines, asked = EntryLines(n=row["lines"]), QuestionsKept(n=row["questions"])
        click.echo(f"{'':{wide}}  {said_in(EntryHolds(field=row['field'], lines=lines, asked=asked), lang)}")
        click.echo(f"{'':{wide}}  {', '.join(row['kinds'])}")
    tell_fact(SeeOrStart())


def _show(entry: GalleryEntry, as_json: bool) -> None:
    known = entry.known.questions
    if as_json:
        asked = [question_json(one.model_dump(mode="json")) for one in known]
        options.echo_json({**entry_json(entry), "questions": asked, "about": entry.about})
        return
    lang = running_language()
    click.echo(entry.about.rstrip("\n"))
    click.echo(f"\n## {said_in(QuestionsHeading(), lang)}\n")
    for one in known:
        click.echo(f"{one.question}")
        click.echo(f"  {one.kind}: {_plain(one.arguments)}")
        click.echo(f"  {said_in(AnswerKnown(answer=_plain(one.answer)), lang)}")
        click.echo(f"  {said_in(AnswerBecause(why=one.why), lang)}")
    click.echo()
    tell_fact(FolderOfEntry(path=str(entry.path)))


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _json_checked(entries: Sequence[GalleryEntry]) -> bool:
    results = {entry.name: list(questions_answered(entry)) for entry in entries}
    options.echo_json({name: [answer_json(one) for one in came] for name, came in results.items()})
    return all(one.right for came in results.values() for one in came)


def _tell_checked(entries: Sequence[GalleryEntry]) -> bool:
    wrong = 0
    for entry in entries:
        try:
            came = list(questions_answered(entry))
        except AgreementError as error:
            click.echo(f"{entry.name}: {spoken_failure(error, running_language())}", err=True)
            wrong += 1
            continue
        wrong += sum(not one.right for one in came)
        tell_fact(QuestionsAsKnown(entry=entry.name, right=sum(one.right for one in came), n=len(came)))
        for line in _differences(came):
            click.echo(line)
    return not wrong


def _differences(came: Sequence[KnownAnswer]) -> Iterator[str]:
    for one in came:
        if not one.right:
            yield f"  {one.asked.id}: {one.asked.question}"
            yield from (f"    {said_in(diff.said, running_language())}" for diff in one.unlike)
