"""Questions as they are read: every slip told word for word, every default said."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.errors import NotFound, QuestionError
from firstcall.record.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.question import Asked, Question, resolve

Held = Callable[..., Record]
On = Callable[[str], datetime]
TEXT = berth(SOLE, ROUTE, FIRST, BUILD, regions=True)
OFFER = {"type": "offer-received", "offer": "deal", "by": "gus", "provider": "rival", "quantity": "10",
         "dimensions": {"region": "north"}, "at": "2024-02-01"}  # fmt: skip
SITE = OFFER | {"offer": "site", "mode": "built_for_grantor"}
TRANCHES = [{"id": "a", "quantity": "4", "until": "2024-12-31", "dimensions": {"region": "south"}}, {"id": "b"}]
SIGNED = {"type": "contract-signed", "contract": "pair", "by": "gus", "provider": "rival", "at": "2024-03-01",
          "tranches": TRANCHES}  # fmt: skip


@pytest.fixture
def here(held: Held, on: On) -> Position:
    return position(TEXT, held(OFFER, SITE, SIGNED), on("2024-06-01"))


def read(here: Position, **more: Any) -> tuple[Question, tuple[str, ...]]:
    return resolve(Asked(**{"workloads": ("serve",), **more}), here)


REGION = "region not given: the strictest answer of north, south"
SLIPS: list[tuple[dict[str, Any], str]] = [
    ({"workloads": ()}, "no workload is named\n  mend: name at least one of: train, serve"),
    ({"workloads": ("serv",)}, "unknown workload 'serv'\n  mend: did you mean 'serve'?"),
    ({"workloads": ("train", "mail")}, "unknown workload 'mail'\n  mend: use one of: serve, train"),
    ({"customer": "publik"}, "unknown customer 'publik'\n  mend: did you mean 'public'?"),
    ({"capacity": "own-build"}, "unknown capacity 'own-build'\n  mend: did you mean 'own_build'?"),
    ({"dimensions": {"site": "x"}}, "unknown dimension 'site'\n  mend: use one of: region"),
    ({"dimensions": {"region": "east"}}, "unknown region 'east'\n  mend: use one of: north, south"),
    ({"quantity": Decimal(0)}, "a quantity of 0 is nothing to sign\n  mend: give one above zero"),
    ({"quantity": Decimal("-2.5")}, "a quantity of -2.5 is nothing to sign\n  mend: give one above zero"),
    (
        {"offer": "deal", "contract": "pair"},
        "a question names an offer or a contract, not both\n  mend: leave one of them out",
    ),
    ({"provider": "rival", "tranche": "a"}, "--tranche belongs to a contract\n  mend: name it with --contract"),
    ({}, "no provider is named\n  mend: name one with --provider; any name may be asked"),
    (
        {"offer": "deal", "provider": "third"},
        "--provider third contradicts offer 'deal', which says rival\n  mend: leave --provider out",
    ),
    (
        {"offer": "deal", "capacity": "own_build"},
        "--capacity own_build contradicts offer 'deal', which says new\n  mend: leave --capacity out",
    ),
    (
        {"offer": "site", "capacity": "own_build"},
        "--capacity own_build contradicts offer 'site', which says built_for_grantor\n  mend: leave --capacity out",
    ),
    (
        {"offer": "deal", "capacity": "existing"},
        "an offer is of capacity not yet signed\n  mend: leave --capacity existing and --signed out",
    ),
    (
        {"offer": "deal", "dimensions": {"region": "south"}},
        "--scope region south contradicts offer 'deal', which says north\n  mend: leave --scope region out",
    ),
    (
        {"contract": "pair", "tranche": "a", "provider": "third"},
        "--provider third contradicts contract 'pair', which says rival\n  mend: leave --provider out",
    ),
    (
        {"contract": "pair", "tranche": "a", "capacity": "new"},
        "contract 'pair' says what was signed and when\n  mend: leave --capacity and --signed out",
    ),
    ({"contract": "pair"}, "contract 'pair' has tranches a, b\n  mend: say which with --tranche"),
    (
        {"contract": "pair", "tranche": "a", "dimensions": {"region": "north"}},
        "--scope region north contradicts contract 'pair', which says south\n  mend: leave --scope region out",
    ),
    (
        {"provider": "home", "capacity": "own_build"},
        "'home' is operated by hal, so capacity there is not the grantor's own build\n"
        "  mend: leave --capacity out, or name the grantor's own provider",
    ),
]


@pytest.mark.parametrize(("asked", "told"), SLIPS)
def test_a_slip_in_a_question_is_told_with_what_mends_it(here: Position, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(QuestionError) as refused:
        read(here, **asked)
    assert str(refused.value) == told


MISSING: list[tuple[dict[str, Any], str]] = [
    (
        {"offer": "dael"},
        "offer 'dael' is not on the record by 2024-06-01T00:00:00Z\n  mend: did you mean 'deal'?",
    ),
    (
        {"contract": "other"},
        "contract 'other' is not on the record by 2024-06-01T00:00:00Z\n  mend: use one of: pair",
    ),
    ({"contract": "pair", "tranche": "c"}, "contract 'pair' has no tranche 'c'\n  mend: use one of: a, b"),
]


@pytest.mark.parametrize(("asked", "told"), MISSING)
def test_what_is_not_on_the_record_is_told_with_the_nearest(here: Position, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(NotFound) as refused:
        read(here, **asked)
    assert str(refused.value) == told


@pytest.mark.parametrize("what", ["offer", "contract"])
def test_before_anything_is_on_the_record_the_record_is_pointed_to(here: Position, on: On, what: str) -> None:
    with pytest.raises(NotFound) as refused:
        read(here.when(on("2024-01-15")), **{what: "deal"})
    assert str(refused.value) == (
        f"{what} 'deal' is not on the record by 2024-01-15T00:00:00Z\n  mend: see `firstcall record show`"
    )


def test_dates_of_signing_that_contradict_are_told(here: Position, on: On) -> None:
    slips: list[tuple[dict[str, Any], str]] = [
        ({"capacity": "new", "signed": on("2024-05-31")},
         "--capacity new is signed now, and --signed says earlier\n  mend: leave one of them out"),
        ({"signed": on("2024-06-02")},
         "signed 2024-06-02T00:00:00Z lies after the day asked about\n  mend: check both dates"),
    ]  # fmt: skip
    for asked, told in slips:
        with pytest.raises(QuestionError) as refused:
            read(here, provider="rival", **asked)
        assert str(refused.value) == told
    with pytest.raises(QuestionError) as refused:
        read(here, offer="deal", signed=on("2024-02-01"))
    assert str(refused.value).startswith("an offer is of capacity not yet signed")


def test_every_default_taken_is_said(here: Position) -> None:
    question, notes = read(here, provider="rival")
    assert (question.customer, question.mode, question.fresh, question.signed) == (
        "general", "third_party", True, here.at,
    )  # fmt: skip
    assert notes == ("capacity new: by default", "customer general: by default", REGION)
    assert [cell["region"] for cell in question.cells] == ["north", "south"]
    full = {"provider": "rival", "customer": "public", "capacity": "new", "dimensions": {"region": "north"}}
    question, notes = read(here, **full)
    assert notes == () and [dict(cell) for cell in question.cells] == [{"region": "north"}]


def test_own_build_is_taken_at_the_grantors_own_provider(here: Position) -> None:
    question, notes = read(here, capacity="own_build")
    assert (question.provider, question.place, question.mode) == ("own", "own", "own_build")
    assert notes[0] == "provider own: taken because own_build is asked"
    _, notes = read(here, provider="own")
    assert notes[0] == "capacity own_build, since the grantor operates it: by default"
    question, _ = read(here, provider="rival", capacity="own_build")
    assert (question.place, question.mode) == ("rival", "own_build")


def test_a_name_that_is_not_listed_is_read_as_other_and_said(here: Position) -> None:
    question, notes = read(here, provider="rivall")
    assert (question.provider, question.place) == ("rivall", "other")
    assert notes[0] == (
        "provider 'rivall' is not listed in the agreement and is read as `other`; did you mean 'rival'?"
    )
    _, notes = read(here, provider="zenith")
    assert notes[0] == "provider 'zenith' is not listed in the agreement and is read as `other`"
    _, notes = read(here, provider="other")
    assert notes[0] == "capacity new: by default"


def test_existing_capacity_was_signed_before_every_line_in_force(here: Position, on: On) -> None:
    question, notes = read(here, provider="rival", capacity="existing")
    assert "existing capacity is read as signed before every `since` in force" in notes
    assert (question.signed, question.fresh) == (here.at - timedelta(microseconds=1), False)
    lined = berth(SOLE[:-1] + ", since: 2024-03-01}", FIRST[:-1] + ", since: 2024-02-01}",
                  BUILD[:-1] + ", since: 2024-09-01}")  # fmt: skip
    question, _ = resolve(Asked(("serve",), "rival", capacity="existing"), position(lined, Record(), on("2024-06-01")))
    assert question.signed == on("2024-02-01") - timedelta(microseconds=1)


def test_an_offer_says_provider_mode_and_amount(here: Position) -> None:
    question, notes = read(here, offer="site")
    assert (question.provider, question.mode, question.amount) == ("rival", "built_for_grantor", Decimal(10))
    assert (question.quantity, question.fresh) == (None, True)
    assert [dict(cell) for cell in question.cells] == [{"region": "north"}] and REGION not in notes


def test_a_contract_is_asked_within_its_term_and_quantity(here: Position, on: On) -> None:
    question, notes = read(here, contract="pair", tranche="a", quantity=Decimal(4))
    assert (question.fresh, question.signed, question.beyond) == (False, on("2024-03-01"), None)
    assert [dict(cell) for cell in question.cells] == [{"region": "south"}]
    question, notes = read(here, contract="pair", tranche="a", quantity=Decimal("5.50"))
    assert question.quantity == Decimal(4) and question.beyond is not None
    assert (question.beyond.quantity, question.beyond.contract, question.beyond.fresh) == (Decimal("1.5"), None, True)
    assert notes[-1] == (
        "5.5 is beyond the tranche's 4; the 1.5 beyond it are asked as new capacity, and the stricter answers"
    )
    question, _ = read(here, contract="pair", tranche="b", quantity=Decimal(100))
    assert question.beyond is None  # a tranche without a quantity has no end


def test_after_its_last_day_a_tranche_is_asked_as_new_capacity(here: Position, on: On) -> None:
    question, _ = read(here.when(on("2024-12-31T23:59:59")), contract="pair", tranche="a")
    assert question.contract is not None
    question, notes = read(here.when(on("2025-01-01")), contract="pair", tranche="a")
    assert (question.contract, question.provider, question.fresh) == (None, "rival", True)
    assert notes[0] == "the tranche's term ended on 2024-12-31; use after it is asked as new capacity"
