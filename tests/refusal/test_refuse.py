"""How an act is refused."""

import pytest

from firstcall.errors import RefusalError
from firstcall.refusal.acts import refuse


def test_a_refusal_says_clause_reason_and_mend() -> None:
    with pytest.raises(RefusalError) as told:
        refuse("refusal", "it is too late", "give notice again")
    assert str(told.value) == "refusal: it is too late\n  fix: give notice again"
    assert told.value.exit_code == 6
    with pytest.raises(RefusalError, match=r"^it is too late"):
        refuse(None, "it is too late", "give notice again")
