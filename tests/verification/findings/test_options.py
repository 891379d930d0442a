"""Options that nobody can ever exercise, and those that somebody can."""

from typing import Any

import pytest
from tests.verification.sound import AGREED, agreement

from firstcall.verification.findings.options import idle_options

OPTION: dict[str, Any] = {
    "id": "longer", "type": "option", "by": ["hal"], "renew": {"n": 12, "unit": "month"}, "notice": {"to": "gus"},
    "basis": AGREED,
}  # fmt: skip


def told(**fields: Any) -> list[tuple[str, str]]:
    text = agreement(lambda data: data["clauses"].append({**OPTION, **fields}))
    return [(one.code, str(one.what)) for one in idle_options(text)]


def test_a_window_without_a_day_on_which_a_notice_counts() -> None:
    ((code, what),) = told(since="2026-05-02", until="2026-05-03")
    assert code == "nobody-can-make"
    assert what == "longer@base can never be exercised by hal: its window closed with 2026-05-01"
    assert told(since="2026-05-01", until="2026-05-03") == []
    assert told(since="2026-05-02", until="2026-05-03", notice={"to": "gus", "takes_effect": "sent"}) == []


def test_an_option_that_opens_after_the_term() -> None:
    ((code, what),) = told(since="2031-02-01")
    assert code == "nobody-can-make" and "its window closed with 2030-12-31" in what


def test_an_end_that_comes_later_than_the_end() -> None:
    assert told(renew=None, terminate={"wind_down": {"n": 10, "unit": "year"}}) == [
        ("dead", "longer@base changes nothing whenever it is exercised")]  # fmt: skip
    assert told(renew=None, terminate={"wind_down": {"n": 6, "unit": "month"}}) == []


def test_what_it_renews_may_have_no_day_yet() -> None:
    def change(data: dict[str, Any]) -> None:
        hung = {"determination": "milestone", "plus": {"n": 3, "unit": "year"}}
        takes = {
            "id": "takes", "type": "commitment", "by": "gus", "to": "hal", "amount": "1", "currency": "USD",
            "per": "year", "since": {"determination": "milestone"}, "until": hung, "open": "no bills", "basis": AGREED,
        }  # fmt: skip
        data["clauses"] += [takes, {**OPTION, "of": ["takes"]}]

    assert list(idle_options(agreement(change))) == []


@pytest.mark.parametrize("plus", [None, {"n": 3, "unit": "month"}])
def test_what_opens_it_is_supposed(plus: dict[str, Any] | None) -> None:
    after = {} if plus is None else {"plus": plus}
    assert told(since={"determination": "milestone", **after}) == []
