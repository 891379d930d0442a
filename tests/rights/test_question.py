"""How a question is read: what is taken by default and said, and what cannot be asked."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.oracle.small import entered

from firstcall.agreement.load import load
from firstcall.errors import NotFound, QuestionError
from firstcall.record.position import position
from firstcall.rights.question import Asked, Question, resolve
from firstcall.rights.question_reasons import (
    BeyondTranche,
    CustomerByDefault,
    NewByDefault,
    OwnBuildByDefault,
    OwnProviderTaken,
    ReadAsOther,
    ReadAsOtherSlip,
    SignedBeforeSince,
    StrictestOf,
    TrancheOver,
)
from firstcall.said import Said

NOW = datetime(2024, 6, 1, 15, tzinfo=UTC)
TEXT = {
    "schema": "firstcall/agreement/1", "id": "q", "title": "Questions", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "providers": {"home": {"operator": "hal"}, "rival": {}, "own": {"operator": "gus"}},
    "definitions": {
        "workloads": ["training", "serving"], "customers": ["general", "public"],
        "dimensions": {"region": ["north", "south"]},
    },
    "effective": "2024-01-01",
    "clauses": [
        {"id": "first", "type": "first_refusal", "holder": "hal", "since": "2024-03-01", "scope": {"age": "new"}},
    ],
}  # fmt: skip
COMMON = {"by": "gus", "entered_by": "desk"}
EVENTS: tuple[dict[str, Any], ...] = (
    {"id": "a", "type": "offer-received", "offer": "o", "provider": "rival", "quantity": "10",
     "mode": "built_for_grantor", "dimensions": {"region": "north"}},
    {"id": "b", "type": "contract-signed", "contract": "one", "provider": "rival",
     "tranches": [{"id": "1", "quantity": "5", "until": "2024-12-31", "dimensions": {"region": "south"}}]},
    {"id": "c", "type": "contract-signed", "contract": "two", "provider": "rival",
     "tranches": [{"id": "x"}, {"id": "y"}]},
)  # fmt: skip
Read = Callable[..., tuple[Question, tuple[Said, ...]]]


@pytest.fixture(scope="module")
def read() -> Read:
    agreement = load(json.dumps(TEXT).encode())
    at = "2024-05-01T10:00:00+00:00"
    record = entered(tuple({**COMMON, "at": at, "recorded": at, **event} for event in EVENTS))

    def asked(*workloads: str, at: datetime = NOW, **more: Any) -> tuple[Question, tuple[Said, ...]]:
        return resolve(Asked(workloads or ("training",), **more), position(agreement, record, at))

    return asked


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"provider": "home", "customer": "publik"}, "unknown customer 'publik'\n  fix: did you mean 'public'"),
    ({"provider": "home", "capacity": "used"}, "unknown capacity 'used'\n  fix:"),
    (
        {"provider": "home", "dimensions": {"regoin": "north"}},
        "unknown dimension 'regoin'\n  fix: did you mean",
    ),
    ({"provider": "home", "dimensions": {"region": "nord"}}, "unknown region 'nord'\n  fix:"),
    ({"provider": "home", "quantity": Decimal(0)}, "a quantity of 0 is nothing to sign\n  fix: give one above zero"),
    ({"offer": "o", "contract": "one"}, "a question names an offer or a contract, not both\n  fix:"),
    ({"provider": "home", "tranche": "1"}, "--tranche belongs to a contract\n  fix: name it with --contract"),
    ({"offer": "o", "provider": "home"}, "--provider home contradicts offer 'o', which says rival\n  fix:"),
    (
        {"offer": "o", "capacity": "own_build"},
        "--capacity own_build contradicts offer 'o', which says built_for_grantor",
    ),
    ({"offer": "o", "capacity": "existing"}, "an offer is of capacity not yet signed\n  fix:"),
    ({"offer": "o", "signed": NOW}, "an offer is of capacity not yet signed\n  fix:"),
    ({"offer": "o", "dimensions": {"region": "south"}}, "--scope region south contradicts offer 'o', which says north"),
    ({"contract": "one", "provider": "home"}, "--provider home contradicts contract 'one', which says rival\n  fix:"),
    ({"contract": "one", "capacity": "new"}, "contract 'one' says what was signed and when\n  fix:"),
    ({"contract": "one", "signed": NOW}, "contract 'one' says what was signed and when\n  fix:"),
    ({"contract": "one", "dimensions": {"region": "north"}}, "--scope region north contradicts contract 'one'"),
    ({"contract": "two"}, "contract 'two' has tranches x, y\n  fix: say which with --tranche"),
    ({}, "no provider is named\n  fix: name one with --provider"),
    ({"provider": "home", "capacity": "own_build"}, "'home' is operated by hal, so capacity there is not"),
    (
        {"provider": "home", "capacity": "new", "signed": NOW - timedelta(1)},
        "--capacity new is signed now, and --signed",
    ),
    ({"provider": "home", "signed": NOW + timedelta(1)}, "lies after the day asked about\n  fix: check both dates"),
]


@pytest.mark.parametrize(("asked", "message"), REFUSED, ids=[message[:40] for _, message in REFUSED])
def test_what_cannot_be_asked_is_told_with_how_to_mend_it(read: Read, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QuestionError) as told:
        read(**asked)
    assert message in str(told.value) and "\n  fix: " in str(told.value)


def test_a_question_without_workload_names_those_there_are() -> None:
    here = position(load(json.dumps(TEXT).encode()), entered(()), NOW)
    with pytest.raises(QuestionError, match="no workload is named\n  fix: name at least one of: training, serving"):
        resolve(Asked(()), here)
    with pytest.raises(QuestionError, match="unknown workload 'trainning'\n  fix: did you mean 'training'"):
        resolve(Asked(("trainning",)), here)
    with pytest.raises(NotFound, match=r"offer 'x' is not on the record by .*\n  fix: see `firstcall record show`"):
        resolve(Asked(("training",), offer="x"), here)
    with pytest.raises(NotFound, match=r"contract 'x' is not on the record by .*\n  fix: see `firstcall record show`"):
        resolve(Asked(("training",), contract="x"), here)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"offer": "oo"}, "offer 'oo' is not on the record by 2024-06-01T15:00:00Z\n  fix: "),
        (
            {"contract": "onne"},
            "contract 'onne' is not on the record by 2024-06-01T15:00:00Z\n  fix: did you mean 'one'",
        ),
        ({"contract": "two", "tranche": "z"}, "contract 'two' has no tranche 'z'\n  fix: "),
    ],
)
def test_what_is_not_on_the_record_is_told(read: Read, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(NotFound) as told:
        read(**asked)
    assert message in str(told.value)


def test_what_was_signed_later_is_not_there_yet(read: Read) -> None:
    with pytest.raises(NotFound):
        read(contract="one", at=datetime(2024, 4, 30, tzinfo=UTC))


def test_defaults_are_said(read: Read) -> None:
    question, notes = read(provider="elsewhere")
    assert (question.place, question.mode, question.customer, question.fresh) == (
        "other",
        "third_party",
        "general",
        True,
    )
    assert [dict(cell) for cell in question.cells] == [{"region": "north"}, {"region": "south"}]
    assert notes == (
        ReadAsOther(provider="elsewhere"),
        NewByDefault(),
        CustomerByDefault(customer="general"),
        StrictestOf(dimension="region", values_asked=("north", "south")),
    )
    assert [str(note) for note in notes] == [
        "provider 'elsewhere' is not listed in the agreement and is read as `other`",
        "capacity new: by default",
        "customer general: by default",
        "region not given: the strictest answer of north, south",
    ]


def test_a_near_miss_of_a_provider_is_asked_for(read: Read) -> None:
    assert ReadAsOtherSlip(provider="rivall", near="rival") in read(provider="rivall")[1]


def test_own_capacity(read: Read) -> None:
    assert read(capacity="own_build")[0].provider == "own"
    assert OwnProviderTaken(provider="own") in read(capacity="own_build")[1]
    assert OwnBuildByDefault() in read(provider="own")[1]
    assert read(provider="rival", capacity="own_build")[0].mode == "own_build"


def test_existing_capacity_is_signed_before_every_since_in_force(read: Read) -> None:
    question, notes = read(provider="rival", capacity="existing")
    assert question.signed == datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC) and not question.fresh
    assert SignedBeforeSince() in notes
    assert read(provider="rival", signed=NOW)[0].fresh


def test_an_offer_gives_provider_mode_and_dimensions(read: Read) -> None:
    question, _ = read(offer="o")
    assert (question.provider, question.mode, question.amount) == ("rival", "built_for_grantor", Decimal(10))
    assert [dict(cell) for cell in question.cells] == [{"region": "north"}]


def test_a_contract_gives_its_tranche(read: Read) -> None:
    question, _ = read(contract="one")
    assert question.tranche is not None and question.amount == Decimal(5) and not question.fresh
    assert read(contract="two", tranche="y")[0].tranche.id == "y"  # type: ignore[union-attr]


def test_a_use_over_the_quantity_asks_the_rest_as_new(read: Read) -> None:
    question, notes = read(contract="one", quantity=Decimal(8))
    assert question.quantity == 5 and question.beyond is not None
    assert (question.beyond.quantity, question.beyond.fresh) == (Decimal(3), True)
    assert BeyondTranche(asked=Decimal(8), quantity=Decimal(5), excess=Decimal(3)) in notes
    said = "8 is beyond the tranche's 5; the 3 beyond it are asked as new capacity, and the stricter answers"
    assert said in [str(note) for note in notes]


def test_a_use_after_the_last_day_is_new(read: Read) -> None:
    last = datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert not read(contract="one", at=last)[0].fresh
    question, notes = read(contract="one", at=last + timedelta(seconds=1))
    assert question.fresh and question.contract is None
    assert TrancheOver(day=date(2024, 12, 31)) in notes
