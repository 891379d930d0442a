"""firstcall check: every problem of an agreement and its record."""

from __future__ import annotations

from pathlib import Path

import click

from firstcall.agreement.terms import versions
from firstcall.errors import AgreementError, Problem, RecordError
from firstcall.service import options
from firstcall.service.folder import folder_of, read_agreement, read_record_of


@click.command()
@options.partnership_argument
@options.json_option
def check(partnership: Path, as_json: bool) -> int:
    """Tell every problem at its file, line and column, with how to mend it.

    Leaves with 0 when there is none, and with 3 otherwise.
    """
    folder = folder_of(partnership)
    problems: tuple[Problem, ...] = ()
    faults: tuple[str, ...] = ()
    said = []
    try:
        agreement = read_agreement(folder)
        texts = len(versions(agreement))
        said.append(f"{folder / 'agreement.yaml'}: ok, {texts} versions, {len(agreement.sources)} sources")
    except AgreementError as error:
        problems = error.problems
    try:
        record = read_record_of(folder)
        said.append(f"{folder / 'record.jsonl'}: ok, {len(record.events)} events")
        if record.torn:
            faults = (f"{folder / 'record.jsonl'}: the last line is torn\n  mend: firstcall record repair {folder}",)
            said.pop()
    except RecordError as error:
        faults = (str(error),)
    if as_json:
        options.echo_json({"problems": [_plain(problem) for problem in problems], "record": list(faults)})
    else:
        for text in (*map(str, problems), *faults, *said):
            click.echo(text)
    return 3 if problems or faults else 0


def _plain(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "what": problem.what,
        "mend": problem.mend,
        "see": problem.see,
    }
