from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.bills.reduction import is_beyond, plan

BASE = Base.model_validate({"source": "focus", "streams": [{"name": "all", "without": {"ProviderName": "nobody"}}]})
NEW_YORK = ZoneInfo("America/New_York")
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)


def test_a_zones_offsets_are_those_of_its_changes_of_clocks() -> None:
    changes = [(datetime.fromtimestamp(at, UTC).isoformat()[:16], shift // 3600)
               for at, shift in plan(BASE, NEW_YORK, FIRST, LAST).offsets[1:]]  # fmt: skip
    assert changes == [("2025-03-09T07:00", -4), ("2025-11-02T06:00", -5)]


def test_only_changes_inside_a_day_part_it() -> None:
    midnight, noon = datetime(2025, 5, 1, 4, tzinfo=UTC), datetime(2025, 5, 1, 16, tzinfo=UTC)
    assert plan(BASE, NEW_YORK, FIRST, LAST, (midnight,)).cuts == ()
    assert plan(BASE, NEW_YORK, FIRST, LAST, (noon, midnight)).cuts == (int(noon.timestamp()),)


def test_a_sum_is_trusted_only_where_no_part_of_it_can_have_been_too_long() -> None:
    assert is_beyond({"peak": Decimal("5E19"), "rows": 2})
    assert not is_beyond({"peak": Decimal("5E19"), "rows": 1})
    assert not is_beyond({"peak": None, "rows": 10**9}) and not is_beyond({"rows": 1})
