"""Dated duties as sentences, plain values, and days of a calendar."""

from datetime import UTC, datetime

from tests.record.dated.test_duties import HUNG, QUARTERLY, agreed, done, stand

from firstcall.report.offer.duties import duty_entries, duty_json, duty_said, pressing, pressing_said
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in

AT = "2026-05-01T00:00:00Z"


def test_each_state_is_a_sentence_and_what_was_not_done_in_time_tells_what_follows() -> None:
    clause = agreed(**QUARTERLY, remedy="a fee")
    unmet, upcoming = stand(clause, AT)
    assert str(duty_said(unmet)) == (
        "report/2026-Q1: hal sends the report; unmet: due through 2026-04-15, and not on the record as done; "
        "if not: a fee"
    )
    assert str(duty_said(upcoming)) == "report/2026-Q2: hal sends the report; due through 2026-07-15"
    met, _ = stand(clause, AT, done("2026-04-10T12:00:00Z"))
    assert str(duty_said(met)) == "report/2026-Q1: hal sends the report; met on 2026-04-10"
    late, _ = stand(clause, AT, done("2026-04-20T12:00:00Z"))
    assert str(duty_said(late)).endswith("late: done on 2026-04-20, due through 2026-04-15; if not: a fee")
    (unknown,) = stand(agreed(**HUNG), AT)
    assert say(duty_said(unknown), words_in("es")).startswith(
        "report: hal sends the report; desconocido: su momento es"
    )
    assert [one.state for one in pressing((unmet, upcoming, met, late, unknown))] == ["unmet", "open", "unknown"]


def test_a_duty_that_was_not_done_again_and_again_is_one_sentence() -> None:
    late = stand(agreed(**QUARTERLY, remedy="a fee"), "2029-05-01T00:00:00Z", done("2028-04-10T12:00:00Z"))
    assert sum(one.state == "unmet" for one in late) > 3
    told = [str(said) for said in pressing_said(late)]
    assert len(told) == 2, "all that were not done, and the next"
    assert told[0].startswith("report: hal sends the report; unmet ")
    assert told[0].endswith("on the record as done; if not: a fee")
    assert "the last through 2029-04-15" in told[0]
    two = stand(agreed(**QUARTERLY), "2026-08-01T00:00:00Z")
    assert [str(said) for said in pressing_said(two)] == [str(duty_said(one)) for one in two], (
        "two are told as they are"
    )


def test_plain_values_and_the_calendar() -> None:
    unmet, upcoming = stand(agreed(**QUARTERLY), AT)
    told = duty_json(unmet)
    assert (told["state"], told["due"], told["by"], told["performed"]) == (
        "unmet", "2026-04-15", "2026-04-16T04:00:00Z", None,
    )  # fmt: skip
    (entry,) = duty_entries((unmet, upcoming), "dock", datetime(2026, 5, 1, tzinfo=UTC))
    assert (str(entry["summary"]), entry.decoded("dtstart").isoformat()) == (str(duty_said(upcoming)), "2026-07-15")
