"""Whether the text is sound, in a sentence: its faults counted by kind, as it is mainly read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.report.findings.line_facts import ErrorsCounted, WarningsCounted
from firstcall.report.findings.named import finding_named
from firstcall.said import AllOf, Said, sentence
from firstcall.verification.findings.finding import Finding
from firstcall.verification.findings.soundness import faults_as_read

MOST_QUESTIONS = 20_000
"""Texts that tell more questions apart are judged by `firstcall check` alone, so that a brief is soon there."""


class TextIsSound(Said):
    says = sentence("glance.text-is-sound", "yes: no error and no warning, over its whole life and whatever happens")


class TextHasFaults(Said):
    says = sentence("glance.text-has-faults", "{counts} ({kinds}): `firstcall check` tells each")
    counts: Annotated[tuple[Said, ...], AllOf]
    kinds: Annotated[tuple[Said, ...], AllOf]


class TooLargeToJudge(Said):
    says = sentence(
        "glance.too-large-to-judge", "not judged here, since it tells many questions apart: `firstcall check` judges it"
    )


def is_sound(agreement: Agreement) -> tuple[Said, ...]:
    """Return whether a text is sound, in few sentences; a large one is left to `firstcall check`.

    Args:
      agreement: the agreement, with every version.
    """
    found = faults_as_read(agreement, MOST_QUESTIONS)
    return (TooLargeToJudge(),) if found is None else sound_said(found)


def sound_said(found: Iterable[Finding]) -> tuple[Said, ...]:
    """Return what the faults of a text come to: how many there are, of which kinds; notes are no faults."""
    faults = [one for one in found if one.severity != "note"]
    if not faults:
        return (TextIsSound(),)
    severities = [one.severity for one in faults]
    counts = [ErrorsCounted(n=severities.count("error"))] if "error" in severities else []
    more = [WarningsCounted(n=severities.count("warning"))] if "warning" in severities else []
    kinds = dict.fromkeys(finding_named(one.code) for one in faults)
    return (TextHasFaults(counts=(*counts, *more), kinds=tuple(kinds)),)
