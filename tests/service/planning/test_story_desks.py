"""The desks of a story: the text of each day, held from one planning day on; none where no need is named."""

from datetime import date
from pathlib import Path

from firstcall.service.folder import open_partnership
from firstcall.service.papers import story_of
from firstcall.service.planning.story_desks import desks_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def test_each_day_has_the_text_of_its_own() -> None:
    held = open_partnership(EXAMPLES / "microsoft-openai")
    at = desks_of(held, story_of(held.path, held.agreement))
    assert at is not None
    for day, there in ((date(2025, 1, 20), False), (date(2025, 1, 21), True), (date(2025, 10, 28), False)):
        ground = at(day).ground
        assert ground.on == date(2025, 1, 21)
        assert ("first-refusal" in ground.terms(ground.act_at(ground.on)).by_id) is there


def test_a_story_without_needs_plans_nothing() -> None:
    held = open_partnership(EXAMPLES / "wiraksa")
    assert desks_of(held, story_of(held.path, held.agreement)) is None
