"""Laws of buying: parts that are taken, and rests that are too little to buy."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.planning.search.test_planner import result
from tests.planning.small import desk, needs, stands, supply

from firstcall.planning.inputs.futures import Futures, HolderAnswer, PartAnswer
from firstcall.planning.results.exact_work import blocks_of
from firstcall.planning.search.highs import Limits
from firstcall.planning.search.planner import Settings

DAYS = Settings(date(2025, 1, 1), date(2025, 3, 31), full=Limits())
WANTED = needs(("n", "train", "8", "2025-01-01", "2025-03-31", "9"))
LINES = supply("r,rival,a,2,8,2025-01-01,1,0,3,3,1,4")


def of(share: Decimal | str) -> tuple[object, list[tuple[Fraction, Fraction]]]:
    parts = (PartAnswer.model_validate({"share": share, "probability": "1"}),)
    futures = Futures(answers=(HolderAnswer(line="r", match=Decimal(0), parts=parts, lead_days=0),))
    found = result(desk(WANTED, LINES, futures, stands(date(2024, 12, 1))), DAYS)
    model = found.planned.model
    blocks = [
        (
            blocks_of(model, one.number, 0, 0, found.exact.blocks),
            blocks_of(model, one.number, None, 0, found.exact.blocks),
        )
        for one in model.options
    ]
    return found, blocks


def test_what_is_taken_in_part_runs_at_the_holder_and_the_rest_is_signed() -> None:
    _, blocks = of(Decimal("0.5"))
    assert [(int(taken), int(signed)) for taken, signed in blocks] == [(4, 4)]


def test_a_part_that_leaves_too_little_to_buy_strands_the_rest() -> None:
    found, blocks = of("stranding")
    assert [(int(taken), int(signed)) for taken, signed in blocks] == [(5, 0)], (
        "eight are noticed, five are taken, three are fewer than are sold at once"
    )
    assert found.money.missing == 3 * 9 * 90 * 24  # type: ignore[attr-defined]
