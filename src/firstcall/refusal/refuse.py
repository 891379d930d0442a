"""How an act is refused: the clause, the reason, and what would mend it."""

from __future__ import annotations

from typing import NoReturn

from firstcall.errors import RefusalError


def refuse(clause: str | None, reason: str, mend: str) -> NoReturn:
    """Refuse an act.

    Raises:
      RefusalError: always; its text names the clause, says why, and how to mend it.
    """
    raise RefusalError(f"{clause + ': ' if clause else ''}{reason}\n  mend: {mend}")
