"""What holders had their say on: word, silence over a whole window, and a failure that was due."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from firstcall.verification.loopholes.say import AT_FIRST, HolderSay, NoticedTerms

NOON = datetime(2024, 1, 8, 12, tzinfo=UTC)
TWO, ONE = Decimal(2), Decimal(1)


def told(level: str = AT_FIRST) -> HolderSay:
    return HolderSay().noticed(NoticedTerms("first", "offer-1", level, TWO, TWO, NOON, NOON + timedelta(days=10)))


def test_silence_speaks_only_after_the_whole_window() -> None:
    assert not told().after(NOON + timedelta(days=10)).covers("first", AT_FIRST, TWO)
    assert told().after(NOON + timedelta(days=11)).covers("first", AT_FIRST, TWO)


def test_a_word_reaches_terms_no_better_and_no_larger_quantity() -> None:
    declined = told().answered("first", "offer-1", Decimal(0), None)
    assert declined.covers("first", AT_FIRST, TWO)
    assert not declined.covers("first", "price", TWO)
    assert not declined.covers("first", AT_FIRST, TWO + ONE)
    assert told("price").answered("first", "offer-1", Decimal(0), None).covers("first", AT_FIRST, TWO)


def test_a_match_is_no_word_until_its_failure_is_due() -> None:
    due = NOON + timedelta(days=30)
    matched = told().answered("first", "offer-1", None, due)
    assert not matched.covers("first", AT_FIRST, ONE)
    assert not matched.failed("offer-1", NOON, ends=False).covers("first", AT_FIRST, ONE)
    assert matched.failed("offer-1", due, ends=False).covers("first", AT_FIRST, TWO)
    assert not matched.failed("offer-1", due, ends=False).covers("first", "price", ONE)
    assert matched.failed("offer-1", due, ends=True).covers("first", "price", ONE)


def test_a_part_taken_and_the_rest_declined_add_up() -> None:
    due = NOON + timedelta(days=30)
    part = told().answered("first", "offer-1", ONE, due)
    assert part.covers("first", AT_FIRST, ONE) and not part.covers("first", AT_FIRST, TWO)
    assert part.failed("offer-1", due, ends=False).covers("first", AT_FIRST, TWO)
    assert HolderSay().at_most(part) and part.at_most(part) and not part.at_most(HolderSay())


def test_told_the_same_again_silence_counts_from_the_first_telling_and_nothing_adds_up() -> None:
    later = NOON + timedelta(days=3)
    again = told().noticed(NoticedTerms("first", "offer-1", AT_FIRST, TWO, TWO, later, later + timedelta(days=10)))
    assert [(one.at, one.until) for one in again.told] == [(later, NOON + timedelta(days=10))]
    assert again.after(NOON + timedelta(days=11)).covers("first", AT_FIRST, TWO)
    assert len(again.noticed(NoticedTerms("first", "offer-1", "price", TWO, TWO, later, later)).told) == 2
