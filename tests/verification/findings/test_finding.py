"""Findings in order, and sets of questions counted without what cannot be asked."""

from tests.verification.sound import agreement

from firstcall.verification.findings.facts import FindOut, LetAnotherVerify
from firstcall.verification.findings.finding import SEVERITY_OF, Finding, in_order, shown_in
from firstcall.verification.space.domain import questions_of


def test_the_worst_comes_first_and_each_once() -> None:
    what = LetAnotherVerify(determination="milestone")
    found = [Finding(code, what, FindOut(), ()) for code in ("assumption-that-matters", "gap", "conflict", "gap")]
    assert [one.code for one in in_order(found)] == ["conflict", "gap", "assumption-that-matters"]
    assert [SEVERITY_OF[one.code] for one in in_order(found)] == ["error", "warning", "note"]


def test_a_set_counts_what_has_the_fault() -> None:
    space, _ = questions_of(agreement())
    points = [point for point in space.points() if space.words(point)[-1] == "own_build" and point[0] == 0]
    askable = [point for point in space.points() if not (point in points and space.words(point)[2] == "home")]
    wanted = [point for point in points if point in askable]
    shown, at_least = shown_in(wanted, space, askable)
    assert (len(shown), at_least, shown[0].questions) == (1, 1, 4)
    assert "provider" in shown[0].whole and shown[0].words["capacity"] == ("own_build",)
