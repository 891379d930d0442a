"""Firstcall: a compute partnership, executable.

    deadlines -> agreement -> record -> (refusal | rights) -> settlement -> verification
      -> planning -> report -> service

Each folder makes one thing and imports only from those before it; folders in one bracket do not know
one another. A stage that is not built yet has no folder. Everything before `service` is a functional
core: `at` and `now` are arguments, and nothing there touches clock, files, network or environment.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firstcall.agreement.document import Agreement
    from firstcall.agreement.load import load
    from firstcall.agreement.terms import Terms, terms, versions
    from firstcall.dates import parse_instant, parse_when, zone
    from firstcall.deadlines import tail_end, window_end
    from firstcall.errors import FirstcallError
    from firstcall.record.journal.journal import Record, append, read_record
    from firstcall.record.position import Position, position
    from firstcall.rights.decide import decide
    from firstcall.rights.decision import Decision
    from firstcall.rights.question import Asked

_HOMES = {
    "Agreement": "agreement.document",
    "Asked": "rights.question",
    "Decision": "rights.decision",
    "FirstcallError": "errors",
    "Position": "record.position",
    "Record": "record.journal.journal",
    "Terms": "agreement.terms",
    "append": "record.journal.journal",
    "decide": "rights.decide",
    "load": "agreement.load",
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
    "Decision",
    "FirstcallError",
    "Position",
    "Record",
    "Terms",
    "append",
    "decide",
    "load",
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
