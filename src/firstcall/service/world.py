"""Clock, ids and who is at the keyboard: the only place that asks the machine for them."""

from __future__ import annotations

import getpass
import os
import uuid
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id() -> str:
    """Return a random id for an event."""
    return uuid.uuid4().hex[:16]


def user() -> str:
    """Return who enters things: FIRSTCALL_USER where it is set, else the machine's user."""
    named = os.environ.get("FIRSTCALL_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
