"""The desks at which a story's needs are planned: one for the text of each day that it asks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from firstcall.planning.routes.route import Desk
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import text_held
from firstcall.report.brief.story_points import Story
from firstcall.report.plan.story_need import Desks
from firstcall.service.folder import Partnership
from firstcall.service.planning.files import desk_of, read_given


def desks_of(deal: Partnership, story: Story | None) -> Desks | None:
    """Return where the needs of a story are planned; None where it names none, or the folder has no supply.

    Every text is held from the planning day of needs.yaml on, else from the day of the story. Days of one text
    have one desk, so that what was found out at it for one need or day serves the others.
    """
    named = story is not None and any(point.need for point in story.points)
    files = (deal.path / "needs.yaml", deal.path / "supply.csv")
    if story is None or not named or not all(file.is_file() for file in files):
        return None
    given = read_given(deal)
    on = given.needs.plan.on or story.day
    usual, _ = desk_of(deal.agreement, deal, given, on, None, {}, False)

    made: dict[tuple[str, ...], Desk] = {}

    def at(day: date) -> Desk:
        text = text_held(deal.agreement, day, on)
        changes = tuple(change.id for change in text.amendments)
        if changes not in made:
            made[changes] = replace(usual, ground=ground(text, deal.record, on))
        return made[changes]

    return at
