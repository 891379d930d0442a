from datetime import date

import pytest

from firstcall.agreement.model.basis import ASSUMED
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.agreement.model.event_dates import UntilDetermination
from firstcall.agreement.model.scope import ClauseBase, Scope


def test_a_clause_that_says_nothing_speaks_of_everything_for_ever_as_assumed() -> None:
    bare = ClauseBase(id="c")
    assert (bare.scope, bare.since, bare.until, bare.basis) == (Scope(), None, None, ASSUMED)
    assert bare.notwithstanding == bare.subject_to == ()


def test_an_end_is_a_last_day_or_a_determination() -> None:
    assert ClauseBase.model_validate({"id": "c", "until": "2030-12-31"}).until == date(2030, 12, 31)
    until = ClauseBase.model_validate({"id": "c", "until": {"determination": "agi", "or_date": "2030-12-31"}}).until
    assert isinstance(until, UntilDetermination) and (until.determination, until.state) == ("agi", "determined")


@pytest.mark.parametrize("kind", CLAUSE_KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_stands_in_the_frame_and_says_what_it_is(kind: type[ClauseBase]) -> None:
    assert "id" in kind.model_fields and (kind.__doc__ or "").split("\n")[0].endswith(".")
