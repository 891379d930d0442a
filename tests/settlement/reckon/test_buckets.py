from datetime import UTC, date, datetime

from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.books.counting import stream_of
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.earning import buckets, reset_key
from firstcall.settlement.reckon.legs import reckon


def base(*streams: object, **fields: object) -> Base:
    return Base.model_validate({"source": "revenue_lines", "streams": streams} | fields)


def test_a_row_goes_to_the_first_stream_that_holds_it() -> None:
    both = base({"name": "big", "where": {"document": ["D-1"]}}, {"name": "rest", "without": {"document": ["D-2"]}})
    first = line("2025-01-03", "1", fields=(("document", "D-1"),))
    assert stream_of(both, first, "alpha") == "big"
    assert stream_of(both, first._replace(fields=()), "alpha") == "rest"
    assert stream_of(both, first._replace(fields=(("document", "D-2"),)), "alpha") is None


def test_tax_and_other_peoples_lines_do_not_count() -> None:
    api = base("api")
    assert stream_of(api, line("2025-01-03", "1"), "alpha") == "api"
    assert stream_of(api, line("2025-01-03", "1", kind="tax"), "alpha") is None
    assert stream_of(api, line("2025-01-03", "1", origin="gamma"), "alpha") is None
    assert stream_of(base("api", of="gamma"), line("2025-01-03", "1", origin="gamma"), "alpha") == "api"


def test_terms_that_change_inside_a_day_part_its_buckets() -> None:
    noon = datetime(2025, 1, 3, 20, tzinfo=UTC)
    old, new = share(), share(rate="0.5")
    terms = LegTerms("share", (TermsSpan(datetime(2024, 1, 1, tzinfo=UTC), noon, "base", old),
                               TermsSpan(noon, None, "first", new)))  # fmt: skip
    morning, evening = line("2025-01-03", "10"), line("2025-01-03", "20")._replace(at=noon)
    found = buckets(terms, [evening, morning])
    assert [bucket.id for bucket in next(iter(found.values()))] == [
        "share/2025-01/api/2025-01-03/base",
        "share/2025-01/api/2025-01-03/first",
    ]
    done = reckon(terms, [evening, morning], ExchangeTable(), ZONE, date(2025, 1, 31))[-1]
    assert [done_line.units for done_line in done.lines] == [2_00, 10_00]


def test_tiers_start_again_where_the_clause_says_so() -> None:
    steps = {"steps": [{"threshold": "0", "rate": "0.1"}]}
    january, july = asked_period("2025-01"), asked_period("2025-07")
    yearly = share(rate=None, tiers=steps | {"reset": "year"}, fiscal_year_start=7)
    assert reset_key(yearly, january) == "FY2025"
    assert reset_key(yearly, july) == "FY2026"
    assert reset_key(share(rate=None, tiers=steps | {"reset": "period"}), january) == "2025-01"
    assert reset_key(leg(share()).spans[0].clause, january) == reset_key(share(), july) == "always"
