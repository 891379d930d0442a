"""A value that a validator refuses, told as a fact that outlives pydantic's own error."""

from __future__ import annotations

from pydantic_core import ErrorDetails, PydanticCustomError

from firstcall.said import Said


def refused(what: Said, fix: Said | None = None) -> PydanticCustomError:
    """Return the error that a validator raises.

    Args:
      what: what is wrong with the value.
      fix: how to put it right.
    """
    return PydanticCustomError(what.code, "{text}", {"text": str(what), "what": what, "fix": fix})


def refusal_in(detail: ErrorDetails) -> tuple[Said, Said | None] | None:
    """Return what a validator said of a value and how to put it right; None where the fault is pydantic's own.

    Args:
      detail: one fault of a `ValidationError`.
    """
    context = detail.get("ctx", {})
    what, fix = context.get("what"), context.get("fix")
    if not isinstance(what, Said):
        return None
    return what, fix if isinstance(fix, Said) else None
