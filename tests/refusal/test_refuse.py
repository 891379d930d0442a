"""How an act is refused."""

import pytest

from firstcall.errors import RefusalError
from firstcall.record.offers.refused_reasons import RecordItAgain, WasWithdrawn
from firstcall.refusal.acts import refuse


def test_a_refusal_says_clause_reason_and_mend() -> None:
    with pytest.raises(RefusalError) as told:
        refuse("refusal", WasWithdrawn(), RecordItAgain())
    assert str(told.value) == "refusal: the offer was withdrawn\n  fix: record the offer again when it is made again"
    assert told.value.exit_code == 6
    with pytest.raises(RefusalError, match=r"^the offer was withdrawn"):
        refuse(None, WasWithdrawn(), RecordItAgain())
