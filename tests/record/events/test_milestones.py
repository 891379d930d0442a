"""Events of milestones as written: what each must say."""

import pytest
from pydantic import ValidationError

from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.events.milestones import DeterminationDeclared, EscapeExercised, Interpretation, SupportDeclined

USUAL = {"id": "e", "at": "2025-01-01T00:00:00Z", "recorded": "2025-01-01T00:00:00Z", "by": "a", "entered_by": "b",
         "stream": "s", "seq": 1, "hash": "0" * 64}  # fmt: skip


def test_a_figure_comes_with_its_currency() -> None:
    told = {**USUAL, "type": "determination-declared", "determination": "d"}
    assert DeterminationDeclared.model_validate(told).figure is None
    assert DeterminationDeclared.model_validate({**told, "figure": "100", "currency": "USD"}).figure == 100
    for half in ({"figure": "100"}, {"currency": "USD"}):
        with pytest.raises(ValidationError, match="a figure is an amount with its currency; give both or neither"):
            DeterminationDeclared.model_validate({**told, **half})
    with pytest.raises(ValidationError):
        DeterminationDeclared.model_validate({**told, "figure": "100", "currency": "dollars"})


def test_what_is_left_out() -> None:
    exercised = EscapeExercised.model_validate({**USUAL, "type": "escape-exercised"})
    assert (exercised.clause, exercised.models) == (None, ())
    read = {**USUAL, "type": "interpretation", "point": "p", "alternative": "a"}
    assert Interpretation.model_validate(read).relates_back is False


@pytest.mark.parametrize("reasons", [[], ["will_not"]])
def test_support_is_declined_for_a_reason_that_is_known(reasons: list[str]) -> None:
    with pytest.raises(ValidationError):
        SupportDeclined.model_validate({**USUAL, "type": "support-declined", "reasons": reasons})


def test_each_kind_is_in_the_closed_list_under_its_own_name() -> None:
    mine = {"determination-declared", "determination-disputed", "determination-verified", "determination-reversed",
            "escape-exercised", "model-developed", "interpretation", "shipped", "support-declined",
            "encoding-signed-off"}  # fmt: skip
    assert mine <= set(EVENT_KINDS)
    streams = {name: EVENT_KINDS[name].stream_of for name in mine}
    assert streams["determination-declared"] == streams["determination-reversed"] == "determination"
    assert streams["model-developed"] == "model"
