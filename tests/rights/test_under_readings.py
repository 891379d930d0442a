"""Points of construction: every way of reading, the strictest answering, and the laws that hold of them."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.readings import Patch, Reading
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.bearing import bearing_on
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES, Decision, ReadAnswer, strictest
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.judge.technology_reasons import DevelopedAfter, DevelopedBy
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion, points_that_matter

Ask = Callable[..., Decision]
On = Callable[[str], datetime]
Held = Callable[..., Record]
RIVAL = AskedLicence("rival", "assistant")


def test_ways_that_differ_are_contested_and_the_strictest_answers(ask: Ask) -> None:
    found = ask(RIVAL, "2024-05-01")
    assert (found.outcome, found.marks) == ("forbidden", ("contested",))
    ways = {read.choice["shared"]: (read.outcome, read.deciding) for read in found.readings}
    assert ways == {"alone": ("forbidden", ("licence@base",)), "shared": ("ungoverned", ())}


def test_a_point_that_is_chosen_is_read_that_way_and_said(ask: Ask) -> None:
    found = ask(RIVAL, "2024-05-01", shared="shared", which="any")
    assert (found.outcome, found.marks, found.readings) == ("ungoverned", (), ())
    assert "read: shared=shared (as asked)" in [str(note) for note in found.notes]


def test_the_same_outcome_under_other_clauses_is_contested_too(ask: Ask, pact_text: str) -> None:
    twin = pact_text.replace("  - {id: first,", "  - {id: twin, type: exclusivity, holder: cloud, at: [cloud-one], "
                             "scope: {workloads: [training]}}\n  - {id: first,")  # fmt: skip
    found = ask(Asked(("training",), "rival"), "2024-05-01", text=load(twin), both="two")
    assert found.outcome == "forbidden"
    assert found.marks == ("contested",)
    assert {read.deciding for read in found.readings} == {("twin@base",), ("sole@base", "twin@base")}


def test_an_interpretation_settles_a_point_from_its_instant_on(ask: Ask) -> None:
    settled = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared", "at": "2024-06-01"}
    assert ask(RIVAL, "2024-05-31", settled).marks == ("contested",)
    after = ask(RIVAL, "2024-06-01", settled)
    assert (after.outcome, after.marks) == ("ungoverned", ())
    assert "read: shared=shared (as settled)" in [str(note) for note in after.notes]
    back = settled | {"relates_back": True}
    assert ask(RIVAL, "2024-05-31", back).outcome == "ungoverned"
    late = back | {"recorded": "2024-09-01"}
    assert ask(RIVAL, "2024-05-31", late, known="2024-08-31").marks == ("contested",)
    assert ask(RIVAL, "2024-05-31", late, known="2024-09-01").outcome == "ungoverned"


def test_whoever_asks_may_read_a_settled_point_otherwise(ask: Ask) -> None:
    settled = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared", "at": "2024-06-01"}
    assert ask(RIVAL, "2024-07-01", settled, shared="alone").outcome == "forbidden"


def test_a_later_interpretation_replaces_an_earlier_one(ask: Ask) -> None:
    first = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared", "at": "2024-06-01"}
    second = first | {"alternative": "alone", "at": "2024-07-01"}
    assert ask(RIVAL, "2024-06-15", first, second).outcome == "ungoverned"
    assert ask(RIVAL, "2024-07-01", first, second).outcome == "forbidden"


def test_an_interpretation_that_reads_no_known_way_is_told(ask: Ask) -> None:
    wrong = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "share", "at": "2024-06-01"}
    with pytest.raises(QuestionError) as refused:
        ask(RIVAL, "2024-07-01", wrong)
    assert str(refused.value) == (
        "event 'e1' settles 'shared' as 'share', which is no way to read it\n"
        "  fix: correct the event; did you mean 'shared'?"
    )


def test_one_of_a_point_that_is_not_there_is_passed_over(ask: Ask) -> None:
    other = {"type": "interpretation", "by": "lab", "point": "elsewhere", "alternative": "x", "at": "2024-06-01"}
    assert ask(RIVAL, "2024-07-01", other).outcome == "forbidden"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"shard": "alone"}, "unknown point of construction 'shard'\n  fix: did you mean 'shared'"),
        ({"shared": "alon"}, "point 'shared' has no alternative 'alon'\n  fix: did you mean 'alone'"),
    ],
)
def test_a_slip_in_a_choice_is_told(ask: Ask, chosen: dict[str, str], said: str) -> None:
    with pytest.raises(QuestionError) as refused:
        ask(RIVAL, "2024-05-01", **chosen)
    assert str(refused.value).startswith(said)


def test_too_many_combinations_are_refused_with_the_points_named(ask: Ask, pact: Agreement) -> None:
    many = tuple(point(f"p{n}", {"workloads": ["serving", "training"]}) for n in range(6))
    ask(Asked(("serving",), "rival"), "2024-05-01", text=pact.fresh_copy({"readings": many}))
    more = pact.fresh_copy({"readings": (*many, point("p6", {"workloads": ["serving", "training"]}))})
    with pytest.raises(QuestionError) as refused:
        ask(Asked(("serving",), "rival"), "2024-05-01", text=more)
    assert str(refused.value) == (
        "the question turns on 128 combinations of p0, p1, p2, p3, p4, p5, p6; at most 64 are answered\n"
        "  fix: choose some of them with --reading POINT=ALTERNATIVE"
    )
    ask(Asked(("serving",), "rival"), "2024-05-01", text=more, p6="plain")


def point(name: str, scope: dict[str, Any]) -> Reading:
    patch = Patch(clause="sole", set={"scope": scope})
    return Reading(id=name, about="what?", base="plain", alternatives={"plain": (), "other": (patch,)})


def test_a_duty_is_told_as_the_reading_that_asks_most_leaves_it(ask: Ask) -> None:
    shipped = {"type": "shipped", "by": "lab", "workloads": ["training"], "provider": "rival", "at": "2024-03-01"}
    cannot = {"type": "support-declined", "by": "cloud", "reasons": ["cannot"], "at": "2024-02-01"}
    found = ask(Asked(("training",), "rival"), "2024-05-01", cannot, shipped, serving="narrow")
    assert {duty.clause: duty.status for duty in found.duties} == {"ahead": "unmet", "main": "unknown"}
    assert "duty first_ship (ahead): unmet if read as both=two; met if read as both=one" in [
        str(note) for note in found.notes
    ]


BEARING = [
    (Asked(("training",), "rival"), "2024-05-01", {"serving", "both"}),
    (Asked(("serving",), "rival"), "2024-05-01", {"serving"}),
    (RIVAL, "2024-05-01", {"shared", "which"}),
    (AskedUse("cloud", "assistant"), "2024-05-01", {"shared", "which"}),
    (RIVAL, "2023-01-01", set()),
]


@pytest.mark.parametrize(("asked", "at", "points"), BEARING)
def test_only_points_that_may_touch_the_question_are_in_play(
    pact: Agreement, on: On, asked: AnyQuestion, at: str, points: set[str]
) -> None:
    assert {one.id for one in bearing_on(asked, position(pact, Record(), on(at)))} <= points
    for one in pact.readings:  # and those left out change nothing
        if one.id not in points:
            answers = [decide(pact, Record(), asked, on(at), None, {one.id: way}) for way in one.alternatives]
            assert len({(found.outcome, found.deciding) for found in answers}) == 1


def test_what_the_model_leaves_open_is_told_under_each_reading(ask: Ask) -> None:
    declared = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2024-06-01"}
    closed = {"type": "escape-exercised", "by": "lab", "at": "2024-06-02"}
    found = ask(AskedUse("cloud", "assistant"), "2024-08-01", declared, closed, shared="alone")
    assert [(read.choice["which"], read.choice.get("model"), read.outcome) for read in found.readings] == [
        ("any", DevelopedBy(day=date(2024, 6, 1)), "permitted"),
        ("any", DevelopedAfter(day=date(2024, 6, 1)), "forbidden"),
        ("listed", None, "permitted"),  # nothing was listed, so its date does not matter
    ]
    assert (found.outcome, found.marks) == ("forbidden", ("contested",))
    assert set(points_that_matter(found.readings)) == {"which", "model"}


def test_points_that_matter_are_those_that_change_the_answer_alone() -> None:
    ways = [
        ReadAnswer({"a": a, "b": b}, "forbidden" if a == "1" else "permitted", ())
        for a, b in product(("1", "2"), ("1", "2"))
    ]
    assert points_that_matter(ways) == ("a",)
    left_open = [ReadAnswer({"a": "1", "model": m}, "permitted", ()) for m in ("old", "new")]
    assert points_that_matter(left_open) == ()


# Laws, on records and points made up by Hypothesis over the same small agreement.

EVENTS: list[dict[str, Any]] = [
    {"type": "determination-declared", "determination": "dawn", "by": "lab"},
    {"type": "determination-declared", "determination": "dawn", "by": "lab", "figure": "100", "currency": "USD"},
    {"type": "determination-verified", "determination": "dawn", "by": "panel"},
    {"type": "determination-reversed", "determination": "dawn", "by": "lab"},
    {"type": "escape-exercised", "by": "lab"},
    {"type": "escape-exercised", "by": "lab", "models": ["m"]},
    {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared"},
    {"type": "interpretation", "by": "lab", "point": "which", "alternative": "listed", "relates_back": True},
    {"type": "shipped", "by": "lab", "workloads": ["training"], "provider": "rival"},
    {"type": "support-declined", "by": "cloud", "reasons": ["cannot"]},
]
DAYS = [f"2024-{month:02d}-01" for month in range(1, 13)] + [f"2025-{month:02d}-01" for month in range(1, 7)]
days = st.sampled_from(DAYS)
happenings = st.lists(st.tuples(st.sampled_from(EVENTS), days), max_size=5).map(
    lambda pairs: [{**event, "at": at} for event, at in sorted(pairs, key=lambda pair: pair[1])]
)
questions: st.SearchStrategy[AnyQuestion] = st.one_of(
    st.builds(
        Asked,
        st.lists(st.sampled_from(("training", "serving")), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(("cloud-one", "rival", "elsewhere")),
    ),
    st.builds(AskedUse, st.sampled_from(("cloud", "rival", "lab")), st.sampled_from(("assistant", "device"))),
    st.builds(AskedLicence, st.sampled_from(("rival", "cloud")), st.sampled_from(("assistant", "device"))),
)
laws = settings(max_examples=120)


def told(decision: Decision) -> tuple[object, ...]:
    deciding = tuple(cited.reference for cited in decision.deciding)
    return decision.outcome, deciding, decision.facts, decision.rests_on


@laws
@given(questions, days, happenings, st.sampled_from(("sole", "licence", "way-out", "first", "main")))
def test_an_alternative_that_patches_nothing_changes_nothing(
    pact: Agreement, held: Held, on: On, asked: AnyQuestion, at: str, events: list[dict[str, Any]], clause: str
) -> None:
    record = held(*events)
    idle = Reading(
        id="idle", about="nothing?", base="this",
        alternatives={"this": (), "that": (Patch(clause=clause, set={"says": None}),)},
    )  # fmt: skip
    before = decide(pact, record, asked, on(at))
    after = decide(pact.fresh_copy({"readings": (*pact.readings, idle)}), record, asked, on(at))
    assert (told(after), after.marks) == (told(before), before.marks)


@laws
@given(questions, days, happenings)
def test_the_outcome_is_the_strictest_of_the_readings(
    pact: Agreement, held: Held, on: On, asked: AnyQuestion, at: str, events: list[dict[str, Any]]
) -> None:
    found = decide(pact, held(*events), asked, on(at))
    if found.readings:
        assert found.outcome == strictest(tuple(read.outcome for read in found.readings))
        differ = len({(read.outcome, read.deciding) for read in found.readings}) > 1
        assert ("contested" in found.marks) == differ
    open_points = {name for read in found.readings for name in read.choice}
    for one in pact.readings:
        for way in one.alternatives if one.id in open_points else ():
            chosen = decide(pact, held(*events), asked, on(at), None, {one.id: way})
            assert OUTCOMES.index(chosen.outcome) <= OUTCOMES.index(found.outcome)


@laws
@given(questions, days, happenings, st.sampled_from(("shared", "which", "serving", "both")))
def test_without_a_point_the_base_answers(
    pact: Agreement, held: Held, on: On, asked: AnyQuestion, at: str, events: list[dict[str, Any]], name: str
) -> None:
    record = held(*(event for event in events if event.get("point") != name))
    one = next(point for point in pact.readings if point.id == name)
    rest = tuple(point for point in pact.readings if point.id != name)
    without = decide(pact.fresh_copy({"readings": rest}), record, asked, on(at))
    based = decide(pact, record, asked, on(at), None, {name: one.base})
    assert (told(without), without.marks) == (told(based), based.marks)


@laws
@given(questions, days, happenings, happenings, days)
def test_what_was_known_is_not_changed_by_what_is_entered_later(
    pact: Agreement, held: Held, on: On, asked: AnyQuestion, at: str, events: list[dict[str, Any]],
    later: list[dict[str, Any]], known: str,
) -> None:  # fmt: skip
    early = [event for event in events if event["at"] <= known]
    late = [{**event, "recorded": "2026-01-01"} for event in later]
    before = decide(pact, held(*early), asked, on(at), on(known))
    after = decide(pact, held(*early, *late), asked, on(at), on(known))
    assert (told(after), after.marks) == (told(before), before.marks)
