"""What a story tells of a need, under the text of a day."""

from tests.planning.small import desk, needs, supply

from firstcall.report.plan.story_need import need_told

WANTED = needs(
    ("n", "train", "100", "2025-03-01", "2025-12-31", "9"), ("s", "other", "10", "2025-03-01", "2025-12-31", "9")
)
HERE = desk(WANTED, supply("h,hostcloud,a,5,60,2025-01-01,10,30", "r,rival,a,3,60,2025-05-01,10,20"))


def test_what_runs_by_the_first_day_without_anybodys_leave() -> None:
    assert need_told(HERE, "n", "supply") == ("60 of 100 to be had by 2025-03-01", "assumed")
    assert need_told(HERE, "s", "supply") == ("10 of 10 to be had by 2025-03-01", "assumed")


def test_what_the_most_that_is_wanted_costs() -> None:
    told = need_told(HERE, "n", "cost")
    assert told is not None and str(told[0]).startswith("60 of 100 to be had from 2025-03-01, for ")


def test_a_need_that_is_not_there_has_no_answer() -> None:
    assert need_told(HERE, "nothing", "cost") is None
