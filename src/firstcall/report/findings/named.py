"""What people call each kind of finding; programs read its code."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.said import Said, sentence
from firstcall.verification.findings.finding import FindingCode


class ConflictNamed(Said):
    says = sentence("finding-name.conflict", "conflict")


class NobodyCanMakeNamed(Said):
    says = sentence("finding-name.nobody-can-make", "nobody can make it")


class CannotFitNamed(Said):
    says = sentence("finding-name.cannot-fit", "cannot fit")


class NowhereFreeNamed(Said):
    says = sentence("finding-name.nowhere-free", "nowhere free")


class GapNamed(Said):
    says = sentence("finding-name.gap", "gap in the text")


class DeadNamed(Said):
    says = sentence("finding-name.dead", "dead clause")


class DeadFirstRefusalNamed(Said):
    says = sentence("finding-name.dead-first-refusal", "dead right of first refusal")


class DeadConsentNamed(Said):
    says = sentence("finding-name.dead-consent", "dead consent")


class DeadPrimarilyNamed(Said):
    says = sentence("finding-name.dead-primarily", "main use without remedy")


class LoopholeNamed(Said):
    says = sentence("finding-name.loophole", "loophole")


class SilentOrderNamed(Said):
    says = sentence("finding-name.silent-order", "order left open")


class OneSidedNamed(Said):
    says = sentence("finding-name.one-sided", "one-sided")


class NeverEndsNamed(Said):
    says = sentence("finding-name.never-ends", "never ends")


class AssumptionThatMattersNamed(Said):
    says = sentence("finding-name.assumption-that-matters", "assumption that matters")


_NAMED: Mapping[FindingCode, Said] = {
    "conflict": ConflictNamed(),
    "nobody-can-make": NobodyCanMakeNamed(),
    "cannot-fit": CannotFitNamed(),
    "nowhere-free": NowhereFreeNamed(),
    "gap": GapNamed(),
    "dead": DeadNamed(),
    "dead-first-refusal": DeadFirstRefusalNamed(),
    "dead-consent": DeadConsentNamed(),
    "dead-primarily": DeadPrimarilyNamed(),
    "loophole": LoopholeNamed(),
    "silent-order": SilentOrderNamed(),
    "one-sided": OneSidedNamed(),
    "never-ends": NeverEndsNamed(),
    "assumption-that-matters": AssumptionThatMattersNamed(),
}


def finding_named(code: FindingCode) -> Said:
    """Return what people call a kind of finding.

    >>> str(finding_named("never-ends"))
    'never ends'
    """
    return _NAMED[code]
