"""The public example planned under four texts: less is missing and less is paid in all with each change."""

import itertools
from datetime import date
from pathlib import Path

from firstcall.planning.results.texts_compared import UnderText, under_texts
from firstcall.planning.search.highs import Limits
from firstcall.planning.search.planner import Settings
from firstcall.service.folder import open_partnership
from firstcall.service.planning.files import desk_of, read_given

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "microsoft-openai"


def planned() -> tuple[UnderText, ...]:
    held = open_partnership(EXAMPLE)
    given = read_given(held)
    plan = given.needs.plan
    assert plan.on is not None and plan.from_ is not None and plan.to is not None
    desk, _ = desk_of(held.agreement, held, given, plan.on, None, {}, False)
    settings = Settings(plan.from_, plan.to, plan.by, full=Limits(gap=0.002, nodes=200))
    return under_texts(desk, held.agreement, held.record, settings, plan.texts)


def test_each_text_is_as_good_as_the_one_before_but_for_the_gap() -> None:
    texts = planned()
    assert [text.day for text in texts] == [
        date(2025, 1, 20), date(2025, 1, 21), date(2025, 10, 28), date(2026, 4, 27),
    ]  # fmt: skip
    results = [text.result for text in texts if text.result is not None]
    assert len(results) == 4
    for earlier, later in itertools.pairwise(results):
        assert later.bound <= earlier.money.total
    before, day, october, april = texts
    assert before.missing > 2 * day.missing, "the change makes room at once"
    assert results[0].bound > results[1].money.total, "and is proven cheaper in all"
    rivals = {"coreweave", "aws"}
    assert rivals <= {name for name, _ in october.by_provider} and rivals <= {name for name, _ in april.by_provider}
    assert all(result.gap < 1 for result in results) and dict(day.by_provider)["own"] > 0
