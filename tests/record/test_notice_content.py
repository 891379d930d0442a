"""What a notice must say, and what follows where it does not."""

import pytest
from tests.refusal.deal import Deal, local, refusal, told

from firstcall.refusal.due import everything_due

SITE = {"notice": {"required": ["price", "site"]}}


def test_an_incomplete_notice_is_without_effect_unless_it_is_entered_as_such() -> None:
    deal = Deal(refusal(**SITE)).received().noticed()
    found = deal.offer("2025-12-31 09:00")
    assert told(found.state, str(found.without_effect[0].reason)) == (
        "received", "a notice of offer 'o' would be incomplete: site missing")  # fmt: skip


@pytest.mark.parametrize("fields", [{"window": {"n": "10", "anchor": "complete"}}, {"incomplete": "no_clock"}])
def test_an_incomplete_notice_starts_no_clock_where_the_clause_says_so(fields: dict[str, object]) -> None:
    deal = Deal(refusal(**SITE, **fields)).received().noticed(incomplete=True)
    assert told(deal.state("2025-12-31 09:00"), deal.offer("2025-12-31 09:00").lacked) == ("received", ("site",))
    deal.noticed("2025-04-01 09:00", supplies=["site"])
    assert told(deal.state("2025-04-15 17:00"), deal.state("2025-04-15 17:00:01")) == ("notified", "lapsed")


def test_silence_cures_an_incomplete_notice_and_the_window_runs_from_the_end_of_the_days_to_object() -> None:
    deal = Deal(refusal(**SITE)).received().noticed(incomplete=True)
    assert told(deal.state("2025-04-04 17:00"), deal.state("2025-04-04 17:00:01")) == ("notified", "lapsed")
    assert deal.offer("2025-05-01 09:00").lacked == ("site",)
    objected = Deal(refusal(**SITE)).received().noticed(incomplete=True)
    objected.say("notice-deficient", "2025-03-20 09:00", missing=["site"])
    assert objected.state("2025-12-31 09:00") == "received"
    answer = next(d for d in everything_due(deal.position("2025-03-24 09:00")) if d.what == "answer")
    assert told(answer.by, answer.lacked) == (local("2025-04-04 17:00"), ("site",))


def test_what_the_notice_itself_states_is_there() -> None:
    assert Deal(refusal(**SITE)).received().noticed(states=["site"]).state("2025-03-17 09:00") == "notified"
