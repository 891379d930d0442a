"""Firstcall: a compute partnership, executable.

    deadlines -> agreement -> record -> (refusal | rights) -> settlement -> verification
      -> planning -> report -> service

Each folder makes one thing and imports only from those before it; folders in one bracket do not know
one another. A stage that is not built yet has no folder. Everything before `service` is a functional
core: `at` and `now` are arguments, and nothing there touches clock, files, network or environment.

    deal = firstcall.open("folder")
    deal.decide("training", provider="coreweave", on="2025-01-21")

`open` is the library's door (`service/partnership`); the other names are the core that it stands on.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firstcall.agreement.document import Agreement
    from firstcall.agreement.load import load
    from firstcall.agreement.terms import Terms, terms, versions
    from firstcall.calendars import Calendar, calendar_for
    from firstcall.dates import When, parse_instant, parse_when, zone
    from firstcall.deadlines import NoticeRules, Tail, Toll, Window, tail_end, window_end
    from firstcall.errors import FirstcallError
    from firstcall.record.journal.journal import Record, append, read_record
    from firstcall.record.position import Position, position
    from firstcall.rights.decide import decide
    from firstcall.rights.decision import Decision
    from firstcall.rights.question import Asked
    from firstcall.service.partnership.deal import Deal, open

_HOMES = {
    "Agreement": "agreement.document",
    "Asked": "rights.question",
    "Calendar": "calendars",
    "Deal": "service.partnership.deal",
    "Decision": "rights.decision",
    "FirstcallError": "errors",
    "NoticeRules": "deadlines",
    "Position": "record.position",
    "Record": "record.journal.journal",
    "Tail": "deadlines",
    "Terms": "agreement.terms",
    "Toll": "deadlines",
    "When": "dates",
    "Window": "deadlines",
    "append": "record.journal.journal",
    "calendar_for": "calendars",
    "decide": "rights.decide",
    "load": "agreement.load",
    "open": "service.partnership.deal",
    "parse_instant": "dates",
    "parse_when": "dates",
    "position": "record.position",
    "read_record": "record.journal.journal",
    "tail_end": "deadlines",
    "terms": "agreement.terms",
    "versions": "agreement.terms",
    "window_end": "deadlines",
    "zone": "dates",
}

__all__ = [
    "Agreement",
    "Asked",
    "Calendar",
    "Deal",
    "Decision",
    "FirstcallError",
    "NoticeRules",
    "Position",
    "Record",
    "Tail",
    "Terms",
    "Toll",
    "When",
    "Window",
    "append",
    "calendar_for",
    "decide",
    "load",
    "open",
    "parse_instant",
    "parse_when",
    "position",
    "read_record",
    "tail_end",
    "terms",
    "versions",
    "window_end",
    "zone",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'firstcall' has no attribute '{name}'")
    found = getattr(import_module(f"firstcall.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, for completion: also those that were not used yet."""
    return sorted({*globals(), *__all__})
