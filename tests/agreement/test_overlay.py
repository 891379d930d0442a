"""What-ifs on a text: where they cut in, what becomes of later versions and of points, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.overlay import Overlaid, apply_overlay, read_overlay
from firstcall.agreement.terms import terms, versions
from firstcall.dates import parse_instant, zone
from firstcall.errors import AgreementError

MORE = """  - id: second-change
    signed: 2025-06-01
    effective: 2025-06-01
    replace:
      - {id: exclusive, type: exclusivity, holder: supplier, at: [supplier-cloud], basis: {grade: agreed, source: deed}}
    remove: [refusal]
  - id: third-change
    signed: 2025-09-01
    effective: 2025-09-01
    add:
      - {id: allowed, type: approval, by: supplier, scope: {workloads: [training]}}
readings:
  - id: who
    about: who?
    base: all
    alternatives: {all: [], some: [{clause: allowed, set: {scope: {workloads: [serving]}}}]}
  - id: reach
    about: how far?
    base: own
    alternatives:
      own: []
      first: [{clause: exclusive, versions: [base], set: {scope: {region: [south]}}}]
      later: [{clause: exclusive, versions: [second-change], set: {scope: {region: [south]}}}]
"""
Apply = Callable[..., Overlaid]


@pytest.fixture
def apply(amended: Callable[..., Agreement]) -> Apply:
    agreement = amended(more=MORE)

    def applied(base: str, more: str = "") -> Overlaid:
        text = f"schema: firstcall/overlay/1\nid: guess\ntitle: A guess\nbase: {base}\n{more}"
        overlay, places = read_overlay(text.encode(), "guess.yaml")
        return apply_overlay(agreement, overlay, places)

    return applied


def ids(found: Overlaid) -> list[str]:
    return [version.id for version in versions(found.agreement)]


def clauses(found: Overlaid, on: str) -> set[str]:
    return set(terms(found.agreement, parse_instant(on, zone("Europe/Lisbon"))).by_id)


def test_an_overlay_that_changes_nothing_cuts_off_what_came_later(apply: Apply) -> None:
    assert ids(apply("first-change")) == ["base", "first-change"]
    assert ids(apply("base")) == ["base"]
    assert ids(apply("first-change", "keep_later: true\n")) == ["base", "first-change", "second-change", "third-change"]


def test_a_change_takes_effect_with_its_base_or_when_it_says(apply: Apply) -> None:
    found = apply("first-change", "remove: [refusal]\n")
    assert ids(found) == ["base", "first-change", "guess"]
    assert "refusal" not in clauses(found, "2025-02-01")
    later = apply("first-change", "remove: [refusal]\neffective: 2025-03-01\n")
    assert "refusal" in clauses(later, "2025-02-28") and "refusal" not in clauses(later, "2025-03-01")
    assert later.agreement.amendments[-1].effective == date(2025, 3, 1)


def test_it_is_graded_assumed_unless_it_says_otherwise(apply: Apply) -> None:
    assert apply("base", "remove: [leave]\nreplace:\n" + TERM).agreement.amendments[0].basis.grade == "assumed"


TERM = "  - {id: term, type: term, until: 2031-12-31}\n"


def test_later_steps_on_what_was_removed_are_skipped_and_said(apply: Apply) -> None:
    found = apply("first-change", "keep_later: true\nremove: [refusal]\n")
    assert tuple(map(str, found.warnings)) == (
        "second-change acts on 'refusal', which guess changed; that step is skipped",
    )
    assert clauses(found, "2025-10-01") == {"exclusive", "leave", "term", "allowed"}


def test_what_was_added_is_not_added_again(apply: Apply) -> None:
    added = "keep_later: true\nadd:\n  - {id: allowed, type: approval, by: supplier}\n"
    found = apply("first-change", added)
    assert tuple(map(str, found.warnings)) == (
        "third-change acts on 'allowed', which guess changed; that step is skipped",
    )
    held = terms(found.agreement, parse_instant("2025-10-01", zone("Europe/Lisbon"))).by_id["allowed"]
    assert held.version.id == "guess"


def test_points_on_what_is_gone_are_gone_too(apply: Apply) -> None:
    assert [point.id for point in apply("base", "keep_later: true\n").agreement.readings] == ["who", "reach"]
    cut = apply("first-change").agreement.readings
    assert [(point.id, tuple(point.alternatives)) for point in cut] == [("reach", ("own", "first"))]


def test_the_agreement_itself_stays_as_it_was(apply: Apply, amended: Callable[..., Agreement]) -> None:
    before = amended(more=MORE)
    found = apply("first-change", "remove: [refusal]\n")
    assert found.agreement != before and amended(more=MORE) == before


REFUSED: list[tuple[str, str, str]] = [
    ("first-chang", "", "guess.yaml:4:7: unknown version 'first-chang'\n  fix: did you mean 'first-change'?"),
    ("base", "remove: [refusal]\n", "guess.yaml:5:10: cannot remove clause 'refusal': it is not in the text"),
    ("base", "remove: [exclusive]\n", "guess.yaml"),  # the consent still names it
    ("base", "add:\n" + TERM, "cannot add clause 'term': it is in the text already"),
    ("base", "removes: [term]\n", "guess.yaml:5:1: unknown key 'removes'\n  fix: did you mean 'remove'?"),
    ("base", "effective: soon\n", "guess.yaml:5:12: 'soon' is not a date"),
]


@pytest.mark.parametrize(("base", "more", "said"), REFUSED)
def test_an_overlay_that_cannot_stand_is_told_at_its_own_place(apply: Apply, base: str, more: str, said: str) -> None:
    with pytest.raises(AgreementError) as refused:
        apply(base, more)
    assert said in str(refused.value)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"[]", b"schema: firstcall/overlay/2\n", b"a: {b\n", b"\tid: x\n"])
def test_what_is_no_overlay_is_refused_with_a_way_to_mend_it(raw: bytes) -> None:
    with pytest.raises(AgreementError) as refused:
        read_overlay(raw, "odd.yaml")
    assert all(problem.fix and problem.place.file == "odd.yaml" for problem in refused.value.problems)


def test_events_are_kept_as_they_were_written() -> None:
    text = (
        "schema: firstcall/overlay/1\nid: g\ntitle: G\nbase: base\n"
        "events:\n  - {type: context, at: 2025-01-01, by: buyer, title: x}\n"
    )
    overlay, _ = read_overlay(text.encode(), "g.yaml")
    event: dict[str, Any] = overlay.events[0]
    assert (event["type"], str(event["at"]), event["title"]) == ("context", "2025-01-01", "x")
