"""A dated duty as written: who, what and when must be said."""

from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.clauses.promises.duty import DatedDuty

DUTY: dict[str, Any] = {"id": "d", "type": "duty", "by": "hal", "does": "reports", "when": "2026-01-31"}


def test_the_common_case_is_short() -> None:
    assert DatedDuty.model_validate(DUTY | {"within": {"n": 3}}).within is not None


@pytest.mark.parametrize("lacking", ["by", "does", "when"])
def test_who_what_and_when_are_needed(lacking: str) -> None:
    with pytest.raises(ValidationError):
        DatedDuty.model_validate({key: value for key, value in DUTY.items() if key != lacking})
