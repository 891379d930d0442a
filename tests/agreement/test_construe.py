"""An agreement as a choice of readings has it: patched where the alternative says, in the versions it names."""

from collections.abc import Callable

import pytest

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Exclusivity, FirstRefusal
from firstcall.errors import QuestionError

READINGS = """
readings:
  - id: reach
    about: how far does it reach?
    base: north
    alternatives:
      north: []
      everywhere: [{clause: exclusive, set: {scope: {region: [north, south]}}}]
  - id: days
    about: how many days?
    base: twenty
    alternatives:
      twenty: []
      ten: [{clause: refusal, versions: [first-change], set: {window: {n: 10}}}, {clause: refusal, set: {tail: {n: 9}}}]
      five: [{clause: refusal, versions: [first-change], set: {window: {n: 5}}}]
"""


@pytest.fixture
def read(amended: Callable[..., Agreement]) -> Agreement:
    return amended(more=READINGS)


def refusal(agreement: Agreement) -> FirstRefusal:
    clause = agreement.amendments[0].add[0]
    assert isinstance(clause, FirstRefusal)
    return clause


def test_the_base_is_the_agreement_itself(read: Agreement) -> None:
    assert construe(read, {}) is read
    assert construe(read, {"reach": "north", "days": "twenty"}) is read


def test_an_alternative_patches_its_clauses_and_no_others(read: Agreement) -> None:
    found = construe(read, {"reach": "everywhere"})
    patched = found.clauses[0]
    assert isinstance(patched, Exclusivity) and patched.scope.dimensions == {"region": ("north", "south")}
    assert found.clauses[1:] == read.clauses[1:] and found.amendments == read.amendments
    original = read.clauses[0]
    assert original.scope.dimensions == {"region": ("north",)}


def test_several_patches_of_one_alternative_apply_together(read: Agreement) -> None:
    ten = refusal(construe(read, {"days": "ten"}))
    assert (ten.window.n, ten.tail.n) == (10, 9)
    five = refusal(construe(read, {"days": "five", "reach": "everywhere"}))
    assert (five.window.n, five.tail.n) == (5, 180)


def test_the_same_choice_gives_the_same_object(read: Agreement) -> None:
    one = construe(read, {"reach": "everywhere", "days": "ten"})
    assert construe(read, {"days": "ten", "reach": "everywhere"}) is one
    assert construe(read, {"days": "five", "reach": "everywhere"}) is not one


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"raech": "north"}, "unknown point of construction 'raech'\n  fix: did you mean 'reach'"),
        ({"reach": "nowhere"}, "point 'reach' has no alternative 'nowhere'\n  fix: use one of: everywhere, north"),
    ],
)
def test_what_is_not_there_is_told(read: Agreement, choice: dict[str, str], said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        construe(read, choice)
    assert str(refused.value).startswith(said)
