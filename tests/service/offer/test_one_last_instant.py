"""Every command that names the last instant to answer names the same one, whatever moves it.

The sheet of deadlines, the story, the inbox, the clock, both calendars, the papers, and the way to a free answer.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.refusal.deal import Deal, refusal, text_of
from tests.service.conftest import Cli

TICK = timedelta(microseconds=1)
FIRST = {"holders": [{"holder": "halcyon", "holding": "2"}, {"holder": "iris", "holding": "1"}]}
SECOND = {"holders": [{"holder": "juno", "holding": "1"}], "n": "7", "unit": "calendar"}
PROOF = {"file": "order.pdf", "sha256": "0" * 64}
SENT = "2025-03-14 16:59"


def plain(deal: Deal) -> Deal:
    return deal.received().noticed(SENT)


def renewed(deal: Deal) -> Deal:
    return plain(deal).say("terms-amended", "2025-03-17 09:00", terms={"site": "b"}).noticed("2025-03-17 10:00")


def objected(deal: Deal) -> Deal:
    return plain(deal).say("notice-deficient", "2025-03-17 09:00", missing=["start"]).noticed("2025-03-17 10:00")


def stopped(deal: Deal) -> Deal:
    said = plain(deal).say("tolled", "2025-03-17 08:00", ground="force_majeure", evidence=PROOF)
    return said.say("resumed", "2025-03-17 20:00")


def after_failure(deal: Deal) -> Deal:
    said = plain(deal).say("matched", "2025-03-17 09:00").say("holder-failed", "2025-03-18 17:00:01")
    return said.noticed("2025-03-18 18:00")


def answered_first(deal: Deal) -> Deal:
    said = plain(deal).say("declined", "2025-03-17 09:00")
    return said.say("declined", "2025-03-17 10:00", by="iris")


SHORT = {"n": "10", "reoffer": "3"}
STORIES: dict[str, tuple[dict[str, Any], Any]] = {
    "business days": ({}, plain),
    "calendar days that roll": ({"window": {"n": "8", "unit": "calendar", "roll": True, "anchor": "sent"}}, plain),
    "in Tokyo, over a holiday": ({"window": {"n": "4", "timezone": "Asia/Tokyo", "cutoff": "12:30:30"}}, plain),
    "over the change of hours": ({"window": {"n": "16", "timezone": "Europe/Berlin", "unit": "calendar"}}, plain),
    "two tiers": ({"several": {"tiers": [FIRST, SECOND]}}, plain),
    "two tiers, the first has answered": (
        {"several": {"tiers": [FIRST, {**SECOND, "counts_from": "answer"}]}}, answered_first),
    "renewed": ({"window": SHORT}, renewed),
    "noticed again after an objection": ({}, objected),
    "stopped over a cut-off": ({}, stopped),
    "offered again after a failure": ({"window": SHORT, "failure": {"sign_within": "1"}}, after_failure),
    "the clause ends before": ({"until": "2025-03-20", "in_flight": "end"}, plain),
}  # fmt: skip


def written(folder: Path, clause: dict[str, Any], story: Any) -> Path:
    folder.mkdir()
    deal = story(Deal(clause))
    (folder / "agreement.yaml").write_text(json.dumps(text_of(clause)), encoding="utf-8")
    (folder / "record.jsonl").write_text("".join(f"{line}\n" for line in deal.lines), encoding="utf-8")
    return folder


def instants(calendar: str) -> set[datetime]:
    """When each answer is due, by a calendar."""
    found = set()
    for entry in calendar.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        lines = dict(line.split(":", 1) for line in entry.replace("\r", "").split("\n") if ":" in line)
        if lines["SUMMARY"].startswith("Answer due"):
            found.add(datetime.strptime(lines["DTSTART"], "%Y%m%dT%H%M%S%z"))
    return found


@pytest.mark.parametrize("name", STORIES)
def test_every_command_names_the_same_last_instant(name: str, tmp_path: Path, cli: Cli) -> None:
    fields, story = STORIES[name]
    folder = written(tmp_path / "deal", refusal(**fields), story)
    at = ("--on", "2025-03-19T09:00")
    (shown,) = cli("offer", "show", folder, "o", *at, "--json").json
    last = datetime.fromisoformat(shown["window_closes"])
    clock = [due for due in cli("clock", folder, *at, "--json").json["due"] if due["what"] == "answer"]
    assert max(datetime.fromisoformat(due["by"]) for due in clock) == last
    (row,) = cli("offer", "list", folder, *at, "--json").json
    assert datetime.fromisoformat(row["by"]) == min(datetime.fromisoformat(due["by"]) for due in clock)
    answer = cli("decide", folder, "-w", "training", "--offer", "o", *at, "--json").json
    waits = [way["earliest"] for way in answer["path_to_yes"] if {step["act"] for step in way["steps"]} == {"wait"}]
    free = last + TICK
    assert (free in {datetime.fromisoformat(day) for day in waits}) or fields.get("in_flight") == "end"
    cli("clock", folder, *at, "--ics", tmp_path / "clock.ics")
    cli("offer", "packet", folder, "o", *at, "--dir", tmp_path / "papers")
    for file in (tmp_path / "clock.ics", tmp_path / "papers" / "o.ics"):
        assert max(instants(file.read_text(encoding="utf-8"))) == last.replace(microsecond=0)
    page = (tmp_path / "papers" / "clock.html").read_text(encoding="utf-8")
    assert last.microsecond or f"({last.strftime('%H:%M')}" in page, "what ends with a day is told by the day"
    if story is plain:
        sheet = cli("offer", "deadline", folder, "--sent", SENT.replace(" ", "T"), "--json").json
        assert datetime.fromisoformat(sheet["window_ends"]) == last


@pytest.mark.parametrize("name", [name for name, (fields, _) in STORIES.items() if "in_flight" not in fields])
def test_one_instant_later_it_is_free_and_not_before(name: str, tmp_path: Path, cli: Cli) -> None:
    fields, story = STORIES[name]
    folder = written(tmp_path / "deal", refusal(**fields), story)
    (shown,) = cli("offer", "show", folder, "o", "--on", "2025-03-19T09:00", "--json").json
    last = datetime.fromisoformat(shown["window_closes"])
    asked = ("decide", folder, "-w", "training", "--offer", "o", "--json", "--on")
    outcomes = [cli(*asked, when.isoformat()).json["acts"]["sign"]["outcome"] for when in (last, last + TICK)]
    assert outcomes == ["offer-first", "permitted"]
