"""Laws of work: on an approved site what it is meant for keeps its share."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, settings
from tests.planning.search.test_planner import result
from tests.planning.small import desk, needs, stands, supply
from tests.planning.steps.test_clearance import MIXED

from firstcall.planning.search.planner import Settings

ROOT = Path(__file__).resolve().parents[3]
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_on_an_approved_site_what_it_is_meant_for_keeps_its_share() -> None:
    wanted = needs(
        ("t", "train", "2", "2025-04-01", "2025-06-30", "9"), ("s", "serve", "6", "2025-04-01", "2025-06-30", "9")
    )
    here = desk(wanted, supply("o,sites,a,2,8,2025-01-01"), here=stands(more=MIXED))
    found = result(here, Settings(date(2025, 4, 1), date(2025, 6, 30)))
    served = {row.need: sum((hours for _, hours in row.by_provider), Fraction(0)) for row in found.rows}
    assert served == {"t": 2 * 91 * 24, "s": 2 * 91 * 24}, "half of the site's hours, so no more than the training"
