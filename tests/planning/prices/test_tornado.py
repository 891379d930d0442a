"""What matters most: every supposition moved by itself."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.small import agreement, desk, needs, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.prices.tornado import tornado
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 6, 30))
WANTED = needs(
    ("serve", "serve", "10", "2025-04-01", "2025-06-30", "9"), ("train", "train", "10", "2025-04-01", "2025-06-30", "9")
)
LINES = supply("h,hostcloud,a,6,12,2025-01-01", "r,rival,a,2,40,2025-01-01")
HOURS = 91 * 24
FUTURES = Futures(answers=(HolderAnswer(line="any", match=Decimal("0.5"), lead_days=0),))


def board(futures: Futures | None = None) -> Switchboard:
    return Switchboard(desk(WANTED, LINES, futures), agreement(), DAYS)


def test_what_matters_most_is_the_widest_first() -> None:
    swings = tornado(board(FUTURES))
    assert swings and [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    amount = next(one for one in swings if (one.kind, one.about) == ("amount", "serve"))
    assert amount.low < 0 < amount.high


@pytest.mark.parametrize("kind", ["price", "quantity", "unmet", "match", "speed", "lead", "amount"])
def test_every_supposition_is_moved(kind: str) -> None:
    from firstcall.planning.prices.tornado import _moves

    assert kind in {move[0] for move in _moves(board(FUTURES).desk)}


def test_what_changes_nothing_is_left_out_and_a_chance_names_its_right() -> None:
    idle = Futures(answers=(
        HolderAnswer(line="r", clause="first-call", match=Decimal("0.5"), lead_days=0),
        HolderAnswer(line="h", match=Decimal("0.5"), lead_days=0),
    ))  # fmt: skip
    swings = tornado(board(idle))
    assert [(one.about, one.clause) for one in swings if one.kind == "match"] == [("r", "first-call")]
    assert all(one.low or one.high for one in swings)
