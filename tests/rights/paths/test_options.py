"""Ways to a free answer by what a party may do alone: exercise an option, or take less."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.record.dated.test_standing_text import TERM, agreed, recorded

from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.paths.search import Route, routes_to_yes
from firstcall.rights.question import Asked

AT = datetime(2026, 3, 3, 15, tzinfo=UTC)
EXCLUSIVE = {"id": "ex", "type": "exclusivity", "holder": "hal", "at": "home"}
ALLOWED = {
    "id": "allowed", "type": "approval", "by": "hal", "up_to": {"quantity": "100", "unit": "MW"},
    "notwithstanding": ["ex"],
}  # fmt: skip
MORE = {"id": "more", "type": "option", "by": "gus", "expand": {"quantity": "50", "unit": "MW"}, "of": "allowed"}
REFUSAL = {"id": "ror", "type": "first_refusal", "holder": "hal", "quantity_floor": "10"}
ENDING = {"id": "ending", "type": "option", "by": "gus", "terminate": {"wind_down": {"n": 30}}, "of": "ex"}


def ways(quantity: str, *clauses: dict[str, Any], record: Record | None = None) -> dict[str, Route]:
    asked = Asked(("w",), "rival", quantity=Decimal(quantity))
    found = routes_to_yes(agreed(TERM, *clauses), record or Record(), asked, AT)
    return {"+".join(step.act for step in route.steps): route for route in found}


def test_a_smaller_quantity_is_told_where_an_approval_has_so_much_left() -> None:
    route = ways("120", EXCLUSIVE, ALLOWED)["reduce"]
    assert str(route.steps[0].what) == "take at most 100 MW, which allowed permits"
    assert (route.outcome, route.asked.quantity) == ("permitted", Decimal(100))  # type: ignore[union-attr]
    assert "reduce" not in ways("80", EXCLUSIVE)


def test_an_option_that_grows_the_approval_is_told_where_it_grows_enough() -> None:
    assert "option" in ways("150", EXCLUSIVE, ALLOWED, MORE)
    assert "option" not in ways("151", EXCLUSIVE, ALLOWED, MORE)


@pytest.mark.parametrize(("floor", "most"), [("10", "9"), ("2.50", "2.4"), ("100", "99"), ("0.25", "0.24")])
def test_less_than_a_floor_is_free_of_the_right(floor: str, most: str) -> None:
    route = ways("120", {**REFUSAL, "quantity_floor": floor})["reduce"]
    assert route.asked.quantity == Decimal(most)  # type: ignore[union-attr]


def bought(quantity: str, at: str, provider: str = "rival") -> dict[str, Any]:
    signed = {"type": "contract-signed", "by": "gus", "contract": "c-1", "provider": provider, "at": at}
    return {**signed, "tranches": [{"workloads": ["w"], "quantity": quantity}]}


@pytest.mark.parametrize(
    ("purchases", "most", "said"),
    [
        ((bought("4", "2026-02-01T12:00:00Z"),), "5", "4 of the 10 with which ror begins were bought of rival"),
        ((bought("4.5", "2026-02-01T12:00:00Z"),), "5", "take less than 5.5, such as 5: 4.5 of the 10"),
        ((bought("4", "2026-02-01T12:00:00Z", "home"),), "9", "take less than 10, which ror leaves free, such as 9"),
        ((bought("4", "2025-03-03T15:00:00Z"),), "9", "take less than 10, which ror leaves free, such as 9"),
        ((bought("4", "2025-03-03T15:00:01Z"),), "5", "were bought of rival within a year"),
    ],
)
def test_what_was_bought_within_a_year_counts_against_the_floor(
    purchases: tuple[dict[str, Any], ...], most: str, said: str
) -> None:
    route = ways("120", REFUSAL, record=recorded(*purchases))["reduce"]
    assert route.asked.quantity == Decimal(most)  # type: ignore[union-attr]
    assert said in str(route.steps[0].what)


def test_no_smaller_quantity_is_told_where_the_floor_is_used_up() -> None:
    assert "reduce" not in ways("120", REFUSAL, record=recorded(bought("9", "2026-02-01T12:00:00Z")))


def test_ending_what_bars_it_waits_for_the_wind_down() -> None:
    route = ways("120", EXCLUSIVE, ENDING)["option"]
    assert route.earliest == datetime(2026, 4, 3, 4, tzinfo=UTC)  # received on 3 March; 2 April is the last day


def test_every_way_told_is_free_when_it_is_replayed() -> None:
    clauses = (TERM, EXCLUSIVE, ALLOWED, MORE, ENDING)
    agreement = agreed(*clauses)
    for name, route in ways("120", *clauses[1:]).items():
        if "amend" in name:
            continue
        record = suppose(Record(), route.events, agreement_zone(), "path")
        assert isinstance(route.asked, Asked)
        assert decide(agreement, record, route.asked, at=route.earliest).free, name


def agreement_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("America/New_York")
