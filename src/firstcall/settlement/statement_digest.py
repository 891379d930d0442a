"""The digest of a statement: what was issued can be told from anything else."""

import hashlib
import json
from datetime import date
from fractions import Fraction
from typing import Any

from firstcall.settlement.statement import Statement


def digest(statement: Statement) -> str:
    """Return the SHA-256 of what the statement says: its legs, lines and nets."""
    said = [_plain(statement.legs), _plain(statement.nets)]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if hasattr(value, "__slots__") and not isinstance(value, Fraction | date):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    if isinstance(value, int | str | type(None)):
        return value
    return str(value)
