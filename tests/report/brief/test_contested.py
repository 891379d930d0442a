"""What is contested and what rests on reported words, as sheets and as plain values."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record
from firstcall.report.brief.contested import (
    ShownAnswer,
    contested_json,
    contested_points,
    contested_sheet,
    flips_json,
    flips_sheet,
)
from firstcall.report.brief.contested import Tested as Question
from firstcall.report.sheet import in_text
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.flip import flip_test
from firstcall.rights.question import Asked as Placed
from firstcall.rights.under_readings import AnyQuestion

Ask = Callable[[AnyQuestion], Decision]
AT = parse_instant("2024-05-01", zone("UTC"))
RIVAL = AskedLicence("rival", "assistant")


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


@pytest.fixture(scope="module")
def ask(pact: Agreement) -> Ask:
    return lambda asked: decide(pact, Record(), asked, AT)


def test_points_come_in_the_order_of_the_file_with_what_they_touch(pact: Agreement, ask: Ask) -> None:
    asked = [
        ShownAnswer("deal 2", "training", ask(Placed(("training",), "elsewhere"))),
        ShownAnswer("deal 1", "assistant", ask(RIVAL)),
        ShownAnswer("deal 1", "serving", ask(Placed(("serving",), "rival"))),
        ShownAnswer("deal 3", "assistant", ask(AskedUse("cloud", "assistant"))),
    ]
    found = contested_points(pact, asked)
    assert [item.point.id for item in found] == ["shared", "serving"]
    assert [(one.what, one.uses, one.outcomes) for one in found[0].touched] == [
        ("deal 1", ("assistant",), {"alone": ("forbidden",), "shared": ("ungoverned",)})
    ]
    assert [(one.what, one.outcomes) for one in found[1].touched] == [
        ("deal 2", {"narrow": ("offer-first",), "wide": ("forbidden",)})
    ]


def test_uses_with_the_same_ways_stand_together(pact: Agreement, ask: Ask) -> None:
    decision = ask(RIVAL)
    (found,) = contested_points(pact, [ShownAnswer("deal", use, decision) for use in ("a", "b", "a")])
    assert [one.uses for one in found.touched] == [("a", "b")]


def test_a_point_is_told_once_on_the_sheet(pact: Agreement, ask: Ask) -> None:
    decision = ask(RIVAL)
    points = contested_points(pact, [ShownAnswer("deal 1", "x", decision), ShownAnswer("deal 2", "x", decision)])
    sheet = contested_sheet(points)
    assert [row[0] for row in sheet.rows] == ["shared", ""]
    assert sheet.rows[0][1] == "is the licence exclusive?"
    assert tuple(map(in_text, sheet.rows[1][2:])) == ("deal 2\n(x)", "alone: forbidden\nshared: ungoverned")


def test_where_nothing_is_contested_the_sheet_says_so(pact: Agreement, ask: Ask) -> None:
    assert contested_points(pact, [ShownAnswer("deal", "x", ask(AskedUse("lab", "assistant")))]) == ()
    assert [str(note) for note in contested_sheet(()).notes] == ["No answer shown here turns on a reading."]
    assert contested_json(()) == []


def test_the_plain_values_name_the_base_and_every_way(pact: Agreement, ask: Ask) -> None:
    (found,) = contested_json(contested_points(pact, [ShownAnswer("deal", "x", ask(RIVAL))]))
    assert (found["point"], found["base"], found["sources"]) == ("shared", "alone", [])
    assert found["touches"] == [
        {"what": "deal", "reason": None, "uses": ["x"], "outcomes": {"alone": "forbidden", "shared": "ungoverned"}}
    ]


def test_what_an_answer_rests_on_is_a_row_each(pact: Agreement, ask: Ask) -> None:
    decision = ask(RIVAL)
    flips = flip_test(pact, Record(), RIVAL, AT, decision)
    tested = [Question("S6", AT, decision, flips), Question("S7", AT, ask(AskedUse("lab", "device")), ())]
    sheet = flips_sheet(tested, ZoneInfo("UTC"))
    assert tuple(map(in_text, sheet.rows[0])) == (
        "S6 on 2024-05-01",
        "forbidden",
        "point shared read as shared: ungoverned (reported)\nclause licence taken out: ungoverned (reported)",
    )
    assert in_text(sheet.rows[1][2]) == "nothing that is reported or assumed"
    plain = flips_json(tested)
    assert [len(item["flips"]) for item in plain] == [2, 0]
    assert datetime.fromisoformat(plain[0]["on"]) == AT.astimezone(UTC)
