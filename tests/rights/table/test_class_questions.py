"""What the table cannot judge, `decide` refuses; what it judges, `decide` answers."""

from datetime import datetime
from itertools import product

import pytest
from tests.rights.berth import FIRST, SOLE, berth
from tests.rights.conftest import day, record_of

from firstcall.errors import NotFound, QuestionError
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.rights.table.class_questions import UNKNOWN_WORD, Parts, Word, ask, tranche_of

AGREEMENT = berth(SOLE, FIRST, regions=True)
RECORD = record_of(
    {"type": "offer-received", "offer": "o1", "provider": "rival", "by": "gus", "at": "2024-05-01",
     "dimensions": {"region": "north"}},
    {"type": "capacity-requested", "offer": "o2", "by": "gus", "at": "2024-05-01"},
    {"type": "contract-signed", "contract": "k1", "provider": "third", "by": "gus", "at": "2024-05-02",
     "tranches": [{"id": "a", "dimensions": {"region": "south"}}, {"id": "b"}]},
)  # fmt: skip
NAMES = (
    ("nothing", None, None), ("offer", "o1", None), ("offer", "o2", None), ("contract", "k1", "a"),
    ("contract", "k1", None), ("contract", "k1", "z"), ("nothing", None, "a"),
)  # fmt: skip


def word(value: Word) -> str | None:
    return "no-such-word" if value is UNKNOWN_WORD else value if isinstance(value, str) else None


def decided(parts: Parts, at: datetime) -> bool:
    asked = Asked(
        (word(parts.workload),) if parts.workload is not None else (),  # type: ignore[arg-type]
        parts.provider, word(parts.customer), word(parts.capacity), None, parts.quantity,
        word(parts.name) if parts.named == "offer" else None, word(parts.name) if parts.named == "contract" else None,
        word(parts.tranche), None, {name: str(word(value)) for name, value in parts.dimensions.items() if value},
    )  # fmt: skip
    try:
        decide(AGREEMENT, RECORD, asked, at)
    except (QuestionError, NotFound):
        return False
    return True


@pytest.mark.parametrize("on", ["2023-12-01", "2024-04-01", "2024-06-01"])
def test_both_refuse_the_same(on: str) -> None:
    at = day(on)
    here = position(AGREEMENT, RECORD, at)
    words: tuple[Word, ...] = (None, "train", UNKNOWN_WORD)
    providers = (None, "home", "rival", "third", "own", "nobody")
    capacities: tuple[Word, ...] = (None, "new", "existing", "own_build", "built_for_grantor", UNKNOWN_WORD)
    regions: tuple[Word, ...] = (None, "north", "south", UNKNOWN_WORD)
    judged = 0
    for workload, provider, capacity, region, (named, name, tranche) in product(
        words, providers, capacities, regions, NAMES
    ):
        parts = Parts(workload, provider, None, capacity, named, name, tranche, None, {"region": region})  # type: ignore[arg-type]
        found = ask(parts, here)
        assert isinstance(found, Asked) == decided(parts, at), (parts, found)
        judged += isinstance(found, Asked)
    assert judged


def test_an_unknown_customer_and_no_quantity() -> None:
    here = position(AGREEMENT, RECORD, day("2024-06-01"))
    assert ask(Parts("train", "home", UNKNOWN_WORD), here) == "unknown customer"
    assert ask(Parts("train", "home", "public"), here) == Asked(("train",), "home", "public")


def test_which_tranche_is_meant() -> None:
    contract = position(AGREEMENT, RECORD, day("2024-06-01")).contract("k1")
    assert contract is not None
    found = tranche_of(contract, "b")
    assert not isinstance(found, str) and found.id == "b"
    assert tranche_of(contract, None) == "tranche not said"
    assert tranche_of(contract, UNKNOWN_WORD) == "unknown tranche"
