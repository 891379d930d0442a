"""The parameters of first refusal: each has a default, graded assumed."""

import pytest
from pydantic import ValidationError
from tests.refusal.deal import refusal

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.read.fields import grade_of, has_field

PARAMETERS = (
    "trigger", "bona_fide", "notice.required", "notice.third_party", "window.n", "window.unit", "window.anchor",
    "window.count_first_day", "window.cutoff", "window.opening", "window.timezone", "window.roll", "window.reoffer",
    "deficiency.n", "takes_effect.answer", "acceptance", "terms", "partial", "parts.unit", "parts.step",
    "parts.minimum_lot", "currency", "package", "silence", "tail.n", "tail.unit", "tail.anchor", "tail.must",
    "tolerance.share", "tolerance.inclusive", "tolerance.rule", "quantity_floor", "quantity_cap", "exempt", "several",
    "failure.then", "failure.sign_within", "tolling", "continuing",
)  # fmt: skip


@pytest.mark.parametrize("path", PARAMETERS)
def test_every_parameter_is_a_field_assumed_where_the_text_is_silent(path: str) -> None:
    bare = FirstRefusal.model_validate(
        {"id": "r", "type": "first_refusal", "holder": "h", "basis": {"grade": "agreed"}}
    )
    assert has_field(FirstRefusal, path)
    assert grade_of(bare, bare.basis, path) == "assumed"


def test_what_the_text_gives_has_the_clauses_grade() -> None:
    given = FirstRefusal.model_validate(refusal())
    assert grade_of(given, given.basis, "window.n") == "agreed"
    assert grade_of(given, given.basis, "window.cutoff") == "assumed"


def test_the_holders_are_those_of_every_tier() -> None:
    several = {
        "tiers": [{"holders": [{"holder": "a", "holding": "1"}]}, {"holders": [{"holder": "b", "holding": "2"}]}]
    }
    clause = FirstRefusal.model_validate(refusal(holder="a", several=several))
    assert (clause.holders, [stake.holder for stake in clause.stakes]) == (("a", "b"), ["a", "b"])
    assert FirstRefusal.model_validate(refusal()).holders == ("halcyon",)


@pytest.mark.parametrize(
    "wrong", [{"window": {"n": "0"}}, {"tail": {"n": "0"}}, {"tolerance": {"share": "1.1"}}, {"quantity_cap": "0"},
              {"several": {"tiers": []}}, {"partial": "some"}],
)  # fmt: skip
def test_no_day_no_share_no_tier_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FirstRefusal.model_validate(refusal(**wrong))
