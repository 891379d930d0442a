from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.document import BASE, SCHEMA, Agreement, Amendment
from firstcall.agreement.model.definitions import Redefinition
from firstcall.kept import Kept

Amended = Callable[..., Agreement]
WORKED_OUT: Kept[str, int] = Kept("what a test worked out")


def test_an_agreement_equals_another_that_says_the_same(amended: Amended) -> None:
    first, second = amended(), amended()
    WORKED_OUT.on(second.shelf)["worked out"] = 1
    assert first == second and hash(first) == hash(second)
    assert first != amended("title: A fictional", "title: Another fictional") and first != "an agreement"


def test_a_copy_keeps_nothing_worked_out(amended: Amended) -> None:
    agreement = amended()
    WORKED_OUT.on(agreement.shelf)["worked out"] = 1
    copied = agreement.model_copy(update={"title": "Another"})
    assert "worked out" not in WORKED_OUT.on(copied.shelf) and "worked out" in WORKED_OUT.on(agreement.shelf)


def test_an_agreement_survives_its_own_words(amended: Amended) -> None:
    agreement = amended()
    written = agreement.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert written["schema"] == SCHEMA and Agreement.model_validate(written) == agreement


LEAST: dict[str, Any] = {"id": "a1", "signed": "2025-01-01", "effective": "2025-01-01"}


def test_what_an_amendment_does_unless_it_says_otherwise() -> None:
    change = Amendment.model_validate(LEAST)
    assert (change.add, change.replace, change.remove, change.silent) == ((), (), (), ())
    assert change.redefine == Redefinition() and change.in_flight == "end" and change.id != BASE


@pytest.mark.parametrize("key", LEAST)
def test_what_an_amendment_must_say(key: str) -> None:
    with pytest.raises(ValidationError):
        Amendment.model_validate({name: value for name, value in LEAST.items() if name != key})


def test_a_hundred_amendments_are_enough(amended: Amended) -> None:
    written = amended().model_dump(mode="json", by_alias=True, exclude_unset=True)
    many = [{**LEAST, "id": f"a{number}"} for number in range(101)]
    assert len(Agreement.model_validate(written | {"amendments": many[:100]}).amendments) == 100
    with pytest.raises(ValidationError, match="at most 100"):
        Agreement.model_validate(written | {"amendments": many})


def test_every_clause_is_each_text_of_every_version_the_replaced_one_too(amended: Amended) -> None:
    agreement = amended()
    written = [clause for change in agreement.amendments for clause in (*change.replace, *change.add)]
    assert written and agreement.every_clause == (*agreement.clauses, *written)
    replaced = {clause.id for change in agreement.amendments for clause in change.replace}
    texts = [clause for clause in agreement.every_clause if clause.id in replaced]
    assert len(texts) > len(replaced) or not replaced
