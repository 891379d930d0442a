"""What a story tells of a need, under the text of a day."""

from datetime import date

from tests.planning.small import desk, needs, supply

from firstcall.report.plan.story_need import NeedAsks, StoryNeeds
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in

WANTED = needs(
    ("n", "train", "100", "2025-03-01", "2025-12-31", "9"), ("s", "other", "10", "2025-03-01", "2025-12-31", "9")
)
HERE = desk(WANTED, supply("h,hostcloud,a,5,60,2025-01-01,10,30", "r,rival,a,3,60,2025-05-01,10,20"))
DAY = date(2025, 1, 21)
NEEDS = StoryNeeds(lambda day: HERE)


def told(need: str, asks: NeedAsks, lang: Language = "en") -> tuple[str, str]:
    found = NEEDS.told(DAY, need, asks)
    assert found is not None
    fact, grade = found
    return str(fact) if lang == "en" else say(fact, words_in(lang)), grade


def test_what_runs_by_the_first_day_without_anybodys_leave() -> None:
    assert told("n", "supply") == ("60 of 100 to be had by 2025-03-01", "assumed")
    assert told("s", "supply") == ("10 of 10 to be had by 2025-03-01", "assumed")


def test_what_the_most_that_is_wanted_costs() -> None:
    assert told("n", "cost")[0].startswith("60 of 100 to be had from 2025-03-01, for ")
    assert told("n", "cost")[0].endswith("for 223,200 USD a quarter")


def test_how_rivals_lines_are_reached_each_by_its_strictest_step() -> None:
    assert told("n", "rivals")[0] == "of rivals' 1 offers 0 free now, 1 after notice, 0 after consent, 0 barred"
    assert told("s", "rivals")[0] == "of rivals' 1 offers 0 free now, 0 after notice, 1 after consent, 0 barred"


def test_its_numbers_follow_the_language() -> None:
    assert told("n", "cost", "es")[0].endswith("por 223.200 USD al trimestre")
    assert told("n", "supply", "id")[0] == "60 dari 100 dapat diperoleh paling lambat 1 Mar 2025"


def test_a_need_that_is_not_there_has_no_answer() -> None:
    assert NEEDS.told(DAY, "nothing", "cost") is None


def test_each_text_has_its_own_answer_whatever_was_asked_before() -> None:
    dearer = desk(WANTED, supply("h,hostcloud,a,10,60,2025-01-01,10,30", "r,rival,a,3,60,2025-05-01,10,20"))
    needs_of_days = StoryNeeds(lambda day: HERE if day == DAY else dearer)
    for _ in range(2):
        for day, paid in ((DAY, "223,200"), (date(2025, 1, 22), "446,400")):
            found = needs_of_days.told(day, "n", "cost")
            assert found is not None and f"for {paid} USD a quarter" in str(found[0])
