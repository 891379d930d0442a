from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.bills.reduction import reduction_plan

BASE = Base.model_validate({"source": "focus", "streams": [{"name": "all", "without": {"ProviderName": "nobody"}}]})
NEW_YORK = ZoneInfo("America/New_York")
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)


def test_a_zones_offsets_are_those_of_its_changes_of_clocks() -> None:
    changes = [(datetime.fromtimestamp(at, UTC).isoformat()[:16], shift // 3600)
               for at, shift in reduction_plan(BASE, NEW_YORK, FIRST, LAST).offsets[1:]]  # fmt: skip
    assert changes == [("2025-03-09T07:00", -4), ("2025-11-02T06:00", -5)]


def test_only_changes_inside_a_day_part_it() -> None:
    midnight, noon = datetime(2025, 5, 1, 4, tzinfo=UTC), datetime(2025, 5, 1, 16, tzinfo=UTC)
    assert reduction_plan(BASE, NEW_YORK, FIRST, LAST, (midnight,)).cuts == ()
    assert reduction_plan(BASE, NEW_YORK, FIRST, LAST, (noon, midnight)).cuts == (int(noon.timestamp()),)


def test_midnights_of_a_zone_east_of_greenwich_part_no_day() -> None:
    """Midnight in Tokyo lies in the day before of Greenwich; an hour later is inside the day, and parts it."""
    tokyo = ZoneInfo("Asia/Tokyo")
    midnight, later = datetime(2025, 5, 1, 15, tzinfo=UTC), datetime(2025, 5, 1, 16, tzinfo=UTC)
    assert reduction_plan(BASE, tokyo, FIRST, LAST, (midnight,)).cuts == ()
    assert reduction_plan(BASE, tokyo, FIRST, LAST, (midnight, later)).cuts == (int(later.timestamp()),)
