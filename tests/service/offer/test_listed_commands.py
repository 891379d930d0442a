"""Inputs that once were answered wrongly or in silence by commands, each by its rule and with others of its kind.

The numbers are those of the list that they come from.
"""

import json
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import refusal, text_of
from tests.service.conftest import Cli

OFFER = ("--provider", "rival", "--quantity", "50", "--unit", "MW", "--term", "price_usd_per_gpu_hour=2.00")


def received(cli: Cli, deal: Path, *more: str, at: str = "2026-11-02T10:00") -> None:
    assert cli("offer", "receive", deal, "n1", *OFFER, *more, "--recorded", at).code == 0


def noticed(cli: Cli, deal: Path, *more: str, at: str = "2026-11-20T16:59") -> None:
    """An offer under the shipped template: fifteen business days, to 14 December 2026."""
    received(cli, deal, *more)
    assert cli("offer", "willing", deal, "n1", "--recorded", "2026-11-02T11:00").code == 0
    assert cli("offer", "notify", deal, "n1", "--recorded", at).code == 0


# 5. The shipped template sets a day to sign by


def test_5_a_match_under_the_shipped_template_has_a_day_to_sign_by(cli: Cli, deal: Path) -> None:
    noticed(cli, deal)
    matched = cli("offer", "match", deal, "n1", "--recorded", "2026-11-24T09:00")
    assert "is to sign by" in matched.out
    clock = cli("clock", deal, "--on", "2026-11-25T09:00")
    assert clock.code == 14 and "Signature due" in clock.out
    assert cli("offer", "fail", deal, "n1", "--recorded", "2026-11-24T10:00").code != 0


# 7. The third party's own expiry


@pytest.mark.parametrize(
    ("expires", "late"),
    [("2026-12-05", True), ("2026-12-13", True), ("2026-12-14", False), ("2026-12-14T16:59", True),
     ("2026-12-14T17:01", False), ("2026-12-14T22:00:30Z", False), ("2027-03-01", False)],
)  # fmt: skip
def test_7_every_command_sets_the_expiry_beside_the_first_free_day(
    expires: str, late: bool, cli: Cli, deal: Path
) -> None:
    noticed(cli, deal, "--term", f"expires={expires}")
    for command in (
        ("offer", "show", deal, "n1"), ("offer", "list", deal), ("clock", deal),
        ("decide", deal, "-w", "training", "--offer", "n1"),
    ):  # fmt: skip
        told = cli(*command, "--on", "2026-11-23T09:00").out
        assert f"the third party's offer expires on {expires[:10]}, and silence frees it on 2026-12-14" in told
        assert ("too late" in told) == late
    cli("offer", "packet", deal, "n1", "--dir", deal / "papers", "--on", "2026-11-23T09:00")
    page = unescape((deal / "papers" / "clock.html").read_text(encoding="utf-8"))
    day = date.fromisoformat(expires[:10])
    assert f"the third party's offer expires on {day.day} {day:%b %Y}" in page


def test_7_before_notice_it_is_reckoned_as_if_notice_were_given_now_and_after_an_amendment_anew(
    cli: Cli, deal: Path
) -> None:
    received(cli, deal, "--term", "expires=2026-11-20")
    assert "if notice is given now: too late" in cli("offer", "show", deal, "n1", "--on", "2026-11-03").out
    amended = cli("offer", "amend", deal, "n1", "--term", "expires=2026-12-31", "--recorded", "2026-11-03T10:00")
    assert "expires on 2026-12-31" in amended.out and "too late" not in amended.out


# 8. What waits, and what is due a day later than asked


def test_8_the_clock_names_what_waits_and_what_comes_after_the_span(cli: Cli, deal: Path) -> None:
    received(cli, deal)
    for command in (("clock", deal), ("offer", "list", deal)):
        told = cli(*command, "--on", "2026-11-03T09:00").out
        assert "willing" in told and "Nothing is due" not in told
    cli("offer", "willing", deal, "n1", "--recorded", "2026-11-03T10:00")
    cli("offer", "notify", deal, "n1", "--recorded", "2026-11-20T16:59")
    soon = cli("clock", deal, "--on", "2026-11-30T09:00", "--due-within", "14d")
    later = cli("clock", deal, "--on", "2026-12-01T09:00", "--due-within", "14d")
    assert soon.code == 0 and "Mon 14 Dec 2026 17:00 EST" in soon.out and "obody" not in soon.out
    assert later.code == 14 and "Answer due Mon 14 Dec 2026 17:00 EST" in later.out


# 14. A tail that is over before its window


@pytest.mark.parametrize(
    ("window", "tail"),
    [
        ({"n": "20", "unit": "calendar", "roll": True}, {"n": "21", "anchor": "receipt"}),
        ({"n": "30", "unit": "calendar"}, {"n": "31", "anchor": "notice"}),
        ({"n": "5"}, {"n": "8", "anchor": "notice"}), ({"n": "5"}, {"n": "6", "unit": "business", "anchor": "notice"}),
    ],
)  # fmt: skip
def test_14_a_tail_that_can_be_over_with_its_window_is_refused(
    window: dict[str, Any], tail: dict[str, Any], cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(json.dumps(text_of(refusal(window=window, tail={"unit": "calendar", **tail}))), encoding="utf-8")
    found = cli("check", tmp_path)
    assert found.code != 0 and "is over before or with the time to answer" in found.out + found.err


# 33. A day without an hour


def test_33_a_supposed_act_on_a_bare_day_is_at_ten_in_the_agreement_s_zone_and_is_said_so(cli: Cli, deal: Path) -> None:
    told = cli("offer", "deadline", deal, "--sent", "2026-11-20")
    hour = cli("offer", "deadline", deal, "--sent", "2026-11-20T10:00")
    assert "supposed to be sent at 10:00 in America/New_York" in told.out
    window = [line for line in told.out.split("\n") if line.startswith("window ends")]
    assert window == [line for line in hour.out.split("\n") if line.startswith("window ends")]
    received(cli, deal)
    cli("offer", "willing", deal, "n1", "--recorded", "2026-11-02T11:00")
    answer = cli("decide", deal, "-w", "training", "--offer", "n1", "--on", "2026-11-20", "--json").json
    ways = [way["earliest"] for way in answer["path_to_yes"] if [step["act"] for step in way["steps"]] == ["offer"]]
    assert any(way.startswith("2026-12-14T22:00:00") for way in ways), ways
