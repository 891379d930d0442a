"""Dates by rule: what is told of those that hang on nothing, and that good ones are not told of."""

from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

HARBOUR = Path(__file__).resolve().parents[2] / "harbour.yaml"
LEAVE = "    lifts: [exclusive]\n"


def told(until: str) -> list[str]:
    text = HARBOUR.read_text(encoding="utf-8").replace(LEAVE, f"{LEAVE}    until: {until}\n")
    try:
        load(text)
    except AgreementError as error:
        return [str(problem.what) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("{before_end_of: term, by: {n: 30, unit: business}}", []),
        ("{event: signing, plus: {n: 1, unit: year}}", []),
        (
            "{before_end_of: exclusive, by: {n: 30}}",
            ["'exclusive' has no last day of its own, so nothing can be counted back from it"],
        ),
        ("{before_end_of: nowhere, by: {n: 30}}", ["unknown clause 'nowhere'"]),
        ("{event: ready}", ["unknown event 'ready'"]),
        ("{determination: agi, plus: {n: 2}}", ["unknown determination 'agi'"]),
    ],
)
def test_what_a_date_counts_from_is_there(until: str, expected: list[str]) -> None:
    assert told(until) == expected


def test_a_bad_calendar_is_told_once_and_the_dates_are_still_checked() -> None:
    text = HARBOUR.read_text(encoding="utf-8").replace("calendar: PT", "calendar: XX")
    until = "    until: {before_end_of: term, by: {n: 3, unit: business}}\n"
    with pytest.raises(AgreementError) as refused:
        load(text.replace(LEAVE, LEAVE + until))
    assert len(refused.value.problems) == 1
