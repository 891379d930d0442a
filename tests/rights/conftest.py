from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.under_readings import AnyQuestion

PACT = Path(__file__).resolve().parent / "pact.yaml"
UTC = zone("UTC")


def day(text: str) -> datetime:
    return parse_instant(text, UTC)


def record_of(*events: Mapping[str, Any]) -> Record:
    """A record of events given by type, at and by; entered when they happened unless they say otherwise."""
    record = Record()
    for number, fields in enumerate(events, start=1):
        at = day(str(fields["at"])).isoformat()
        entered = day(str(fields.get("recorded", fields["at"]))).isoformat()
        usual = {"id": f"e{number}", "entered_by": "desk"}
        record, _ = append(record, {**usual, **fields, "at": at, "recorded": entered})
    return record


@pytest.fixture(scope="session")
def pact_text() -> str:
    return PACT.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pact(pact_text: str) -> Agreement:
    return load(pact_text)


@pytest.fixture(scope="session")
def held() -> Callable[..., Record]:
    return record_of


@pytest.fixture(scope="session")
def on() -> Callable[[str], datetime]:
    return day


@pytest.fixture(scope="session")
def ask(pact: Agreement) -> Callable[..., Decision]:
    """Asks the pact a question on a day, on a record of some events."""

    def asked(
        question: AnyQuestion, at: str, *events: Mapping[str, Any], text: Agreement = pact, known: str | None = None,
        **readings: str,
    ) -> Decision:  # fmt: skip
        known_at = day(known) if known else None
        return decide(text, record_of(*events), question, day(at), known_at, readings)

    return asked
