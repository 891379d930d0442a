"""Duties of precedence go with an answer, bar nothing, and are met, unmet or unknown on the record."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.rights.berth import berth

from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

Ask = Callable[..., Decision]
TRAINING = Asked(("training",), "rival")
ELSEWHERE = {"type": "shipped", "by": "lab", "workloads": ["training"], "provider": "rival", "at": "2024-03-10"}
HOME = {"type": "shipped", "by": "lab", "workloads": ["training"], "provider": "cloud-one", "at": "2024-03-01"}
CANNOT = {"type": "support-declined", "by": "cloud", "reasons": ["cannot"], "at": "2024-02-01"}
NEITHER = {"type": "support-declined", "by": "cloud", "reasons": ["cannot", "chooses_not_to"], "at": "2024-02-01"}


@pytest.mark.parametrize(
    ("events", "status", "why"),
    [
        ((), "unknown", "training: the record does not tell whether it shipped at cloud-one first"),
        ((HOME,), "met", "training: it shipped at cloud-one before (e1)"),
        ((HOME, ELSEWHERE), "met", "training: it shipped at cloud-one before (e1)"),
        ((ELSEWHERE,), "unmet", "training: it shipped at rival (e1), and not at cloud-one before"),
        ((ELSEWHERE, HOME | {"at": "2024-03-11"}), "unmet", "training: it shipped at rival (e1), and not"),
        ((ELSEWHERE, HOME | {"at": "2024-03-10"}), "met", "training: it shipped at cloud-one before"),
        ((CANNOT, ELSEWHERE), "unmet", "training: it shipped at rival"),  # unable, and not unwilling
        ((NEITHER, ELSEWHERE), "met", "training: not owed: cloud cannot and chooses not to support it"),
        ((CANNOT, CANNOT | {"reasons": ["chooses_not_to"]}), "met", "training: not owed"),
        ((ELSEWHERE, NEITHER | {"at": "2024-03-11"}), "unmet", "training: it shipped at rival"),  # too late
        ((NEITHER | {"by": "lab"}, ELSEWHERE), "unmet", "training: it shipped at rival"),  # not the holder's word
        ((NEITHER | {"workloads": ["serving"]}, ELSEWHERE), "unmet", "training: it shipped at rival"),
        ((HOME | {"workloads": ["serving"]},), "unknown", "training: the record does not tell"),
    ],
)
def test_shipping_first(ask: Ask, events: tuple[dict[str, str], ...], status: str, why: str) -> None:
    found = ask(TRAINING, "2024-05-01", *events, both="two", serving="narrow")
    duty = next(duty for duty in found.duties if duty.duty == "first_ship")
    assert (duty.clause, duty.version, duty.status) == ("ahead", "base", status)
    assert f"{duty.workload}: {duty.why}".startswith(why)


def test_either_reason_is_enough_where_the_words_are_read_so(ask: Ask) -> None:
    found = ask(TRAINING, "2024-05-01", CANNOT, ELSEWHERE, both="one", serving="narrow")
    assert [duty.status for duty in found.duties if duty.duty == "first_ship"] == ["met"]


def test_a_duty_never_bars(ask: Ask) -> None:
    owed = ask(TRAINING, "2024-05-01", ELSEWHERE, serving="narrow")
    free = ask(TRAINING, "2024-05-01", HOME, serving="narrow")
    assert owed.outcome == free.outcome == "offer-first"
    assert "ahead" not in {cited.clause for cited in owed.clauses}


def test_at_home_every_duty_is_met(ask: Ask) -> None:
    found = ask(Asked(("training",), "cloud-one"), "2024-05-01")
    assert {duty.status for duty in found.duties} == {"met"}


def test_the_primary_provider_is_not_shown_by_one_placement(ask: Ask) -> None:
    found = ask(Asked(("serving",), "rival"), "2024-05-01")
    assert [(duty.clause, duty.status) for duty in found.duties] == [("main", "unknown")]


def test_each_workload_has_its_own_duty(ask: Ask) -> None:
    found = ask(Asked(("training", "serving"), "rival"), "2024-05-01", serving="narrow", both="two")
    assert sorted((duty.clause, duty.workload) for duty in found.duties) == [
        ("ahead", "training"), ("main", "serving"), ("main", "training"),
    ]  # fmt: skip


def test_before_and_after_the_agreement_nothing_is_owed(ask: Ask) -> None:
    assert ask(TRAINING, "2023-12-31").duties == ()
    assert ask(TRAINING, "2031-01-01").duties == ()


PRIMARY = "{id: main, type: priority, holder: hal, at: [home], duty: primary_provider, share_at_least: '0.6'%s}"


def used(provider: str | None, until: str, train: str, serve: str = "0") -> dict[str, Any]:
    place = {} if provider is None else {"provider": provider}
    at = f"{until}T20:00:00Z"
    return {"type": "mix-reported", "by": "gus", "since": "2024-02-01", "until": until, "at": at, "recorded": at,
            "entered_by": "desk", "hours": {"train": train, "serve": serve}, **place}  # fmt: skip


@pytest.mark.parametrize(("events", "status", "why"), [
    ((), "unknown", "no report of use names its provider, so the share of home is unknown"),
    ((used(None, "2024-03-31", "9"),), "unknown", "no report of use names its provider"),
    ((used("home", "2024-03-31", "60"), used("rival", "2024-03-31", "40")), "met", "home had 60% of the use"),
    ((used("home", "2024-03-31", "59"), used("rival", "2024-03-31", "41")), "unmet", "home had 59% of the use"),
    ((used("rival", "2024-03-01", "900"), used("home", "2024-06-15", "1")), "met", "home had 100% of the use"),
])  # fmt: skip
def test_a_primary_provider_is_measured_by_its_share_of_the_use(
    events: tuple[dict[str, Any], ...], status: str, why: str
) -> None:
    text, record = berth(PRIMARY % ""), Record()
    for number, event in enumerate(events):
        record, _ = append(record, {"id": f"e{number}", **event})
    for provider in ("rival", "home"):
        told = decide(text, record, Asked(("train",), provider), parse_instant("2024-07-01", zone("UTC")))
        (duty,) = told.duties
        assert (duty.status, told.outcome) == (status, "ungoverned")
        assert str(duty.why).startswith(why)


def test_only_the_workloads_of_its_scope_are_measured() -> None:
    record, _ = append(Record(), {"id": "e1", **used("home", "2024-03-31", "10", "1")})
    record, _ = append(record, {"id": "e2", **used("rival", "2024-03-31", "1", "99")})
    text = berth(PRIMARY % ", scope: {workloads: [train]}")
    told = decide(text, record, Asked(("train",), "rival"), parse_instant("2024-07-01", zone("UTC")))
    assert [duty.status for duty in told.duties] == ["met"]
