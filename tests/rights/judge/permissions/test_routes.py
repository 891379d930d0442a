"""Which consent clauses can lift a clause, and who gives the consent."""

from tests.rights.berth import ROUTE, SOLE, berth

from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.judge.permissions.routes import giver, routes_to


def test_a_route_is_a_consent_clause_that_speaks_and_names_the_clause() -> None:
    text = berth(SOLE, ROUTE[:-1] + ", until: 2024-05-31}")
    for day, routes in (("2024-05-31", ("route",)), ("2024-06-01", ())):
        here = position(text, Record(), parse_instant(day, zone("UTC")))
        assert routes_to("sole", here) == routes
        assert routes_to("another", here) == ()
        assert giver(here.now, "route") == "hal"
