"""Events that moved nothing: each is told with its reason, whatever it is about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.record.views.idle import without_effect

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2025-06-01"}
VERIFIED = {"type": "determination-verified", "determination": "dawn", "by": "panel", "at": "2025-07-01"}
REVERSED = {"type": "determination-reversed", "determination": "dawn", "by": "lab", "at": "2025-08-01"}


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


def day(text: str) -> datetime:
    return parse_instant(text, zone("UTC"))


@pytest.fixture
def told(pact: Agreement, written: Written) -> Callable[..., dict[str, str]]:
    def of(*events: dict[str, Any]) -> dict[str, str]:
        dated = ({**event, "at": (at := day(event["at"])).isoformat(), "recorded": at.isoformat()} for event in events)
        record, _ = written(dated)
        here = position(pact, record, day("2026-01-01"))
        found = without_effect(here, record.events)
        return {item.kind: str(item.reason) for item in found.values()}

    return of


def test_what_counts_is_not_marked(told: Callable[..., dict[str, str]]) -> None:
    assert told(DECLARED, VERIFIED, REVERSED) == {}


@pytest.mark.parametrize(
    ("events", "kind", "why"),
    [
        ((DECLARED | {"by": "cloud"},), "determination-declared", "'cloud' may not declare dawn"),
        ((VERIFIED,), "determination-verified", "no declaration of dawn stands"),
        ((DECLARED, VERIFIED | {"by": "cloud"}), "determination-verified", "'cloud' may not verify dawn"),
        ((DECLARED, REVERSED | {"by": "cloud"}), "determination-reversed", "'cloud' may not reverse dawn"),
        ((DECLARED, DECLARED | {"at": "2025-09-01"}), "determination-declared", "dawn stands declared already"),
        ((REVERSED,), "determination-reversed", "no declaration of dawn stands"),
        (({"type": "consent-revoked", "consent": "c", "by": "cloud", "at": "2025-02-01"},), "consent-revoked",
         "no consent 'c' of 'cloud' stood"),
    ],
)  # fmt: skip
def test_what_moved_nothing_says_why(
    told: Callable[..., dict[str, str]], events: tuple[dict[str, Any], ...], kind: str, why: str
) -> None:
    assert told(*events) == {kind: why}
