"""Loopholes written as folders: the agreement, and a record of the acts, from which `decide` answers."""

from __future__ import annotations

from pathlib import Path

from firstcall.dates import iso
from firstcall.record.journal.growing import Growing
from firstcall.service.folder import RECORD, create_folder
from firstcall.service.plain_files import read_file
from firstcall.service.soundness.telling import Soundness
from firstcall.verification.findings.finding import Finding

AGREEMENT = "agreement.yaml"


def play_loopholes(into: Path, folder: Path, sound: Soundness) -> None:
    """Write each loophole as a folder of its own: loophole-1, loophole-2, and so on.

    Args:
      into: a folder, new or without such folders.
      folder: the partnership.
      sound: what is not sound about it.

    Raises:
      ConflictError: one of the folders holds such files already.
      MachineError: the machine does not let us write there.
    """
    text = read_file(folder / AGREEMENT)
    for number, found in enumerate((one for one in sound.found if one.trace), start=1):
        made = {AGREEMENT: text, RECORD: played_lines(found).encode(), "README.md": _how(found, sound).encode()}
        create_folder(into / f"loophole-{number}", made)


def played_lines(found: Finding) -> str:
    """Return the lines of a record on which a loophole's acts were entered, each as it was done."""
    growing = Growing()
    lines: list[str] = []
    for step in found.trace:
        for event in step.events:
            fields = {
                **event, "id": f"act-{len(lines) + 1}", "recorded": iso(step.at), "entered_by": "check",
                "basis": {"grade": "assumed"},
            }  # fmt: skip
            lines.append(growing.add(fields)[1])
    return "".join(lines)


def _how(found: Finding, sound: Soundness) -> str:
    """Return how the trace is told, in the language of the command that runs, and the command that answers from it."""
    from firstcall.report.findings.rows import finding_lines
    from firstcall.service.page_files import in_language
    from firstcall.service.speech import running_language

    asks = found.asks
    assert asks is not None
    command = (
        f"firstcall decide . --contract {asks.contract} --workload {asks.workload} --customer {asks.customer} "
        f"--on {iso(asks.at)}"
    )
    told = in_language(finding_lines(found, sound.place_of, sound.where), running_language())
    return "\n".join(("```", *told, "```", "", f"    {command}", ""))
