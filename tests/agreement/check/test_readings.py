"""Faults in points of construction and determinations, each at its own place in the file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.agreement.check.amendments import ClausesInACircle, DropOneOrder
from firstcall.agreement.check.references import ReadAs
from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import AgreementError

Amended = Callable[..., Agreement]
POINT = """
readings:
  - id: reach
    about: how far does it reach?
    base: north
    source: deed
    alternatives:
      north: []
      everywhere: [{clause: exclusive, set: {scope: {region: [north, south]}}}]
"""


def told(amended: Amended, old: str, new: str) -> list[str]:
    with pytest.raises(AgreementError) as refused:
        amended(more=POINT.replace(old, new, 1))
    return [str(problem).split(": ", 1)[1] for problem in refused.value.problems]


def test_a_sound_point_loads(amended: Amended) -> None:
    assert amended(more=POINT).readings[0].id == "reach"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "clause: exclusive", "clause: exclusiv",
            "no version has the clause 'exclusiv' that this alternative patches\n"
            "  fix: did you mean 'exclusive'?",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {scop: {}}",
            "'exclusive' cannot be read with scop: extra inputs are not permitted\n"
            "  fix: set fields of this clause's kind, as they stand in its text",
        ),
        (
            "clause: exclusive", "clause: exclusive, versions: [first-change]",
            "none of these versions writes the clause 'exclusive'\n  fix: it is written by base",
        ),
        (
            "clause: exclusive", "clause: exclusive, versions: [firs-change]",
            "unknown version 'firs-change'\n  fix: did you mean 'first-change'?",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {scope: {region: [nort]}}",
            "read as 'everywhere': unknown value of region 'nort'\n  fix: did you mean 'north'?",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {at: [azur]}",
            "read as 'everywhere': unknown provider 'azur'\n  fix: use one of: rival-cloud, supplier-cloud",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {since: 2027-01-01, until: 2026-01-01}",
            "read as 'everywhere': clause 'exclusive' ends before it begins\n  fix: check `since` and `until`\n"
            "  see: agreement.yaml:20:5",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {notwithstanding: [exclusive]}",
            "read as 'everywhere': clauses go before one another in a circle: exclusive > exclusive\n"
            "  fix: drop one `notwithstanding` or `subject_to`",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {id: other}",
            "an alternative cannot change the id of a clause\n"
            "  fix: set other fields; another clause comes by an amendment",
        ),
        (
            "set: {scope: {region: [north, south]}}", "set: {type: consent}",
            "an alternative cannot change the type of a clause\n"
            "  fix: set other fields; another clause comes by an amendment",
        ),
        ("source: deed", "source: dead", "unknown source 'dead'\n  fix: did you mean 'deed'?"),
        (
            "base: north", "base: everywhere",
            "exactly one alternative is empty, the base 'everywhere'\n  fix: mend the alternatives",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told(amended: Amended, old: str, new: str, message: str) -> None:
    found = told(amended, old, new)
    assert message in found, found


@pytest.mark.parametrize("name", ["lease", "inner-circle", "read-as-unknown"])
def test_no_name_of_a_clause_makes_a_reading_faulty(amended: Amended, name: str) -> None:
    """A reading that ends the term earlier is fine, whatever the clauses are called that run longer in the text."""
    more = f"  - {{id: {name}, type: consent, by: supplier, lifts: [exclusive], until: 2029-12-31}}\n"
    shorter = POINT.replace("{clause: exclusive, set: {scope: {region: [north, south]}}}",
                            "{clause: term, set: {until: 2028-12-31}}")  # fmt: skip
    assert amended("amendments:\n", f"{more}amendments:\n", shorter).readings[0].id == "reach"


def test_a_circle_that_a_reading_makes_is_told_of_other_clauses_too(amended: Amended) -> None:
    more = ("  - {id: a, type: consent, by: supplier, lifts: [exclusive], subject_to: [exclusive],\n"
            "     notwithstanding: [leave]}\n")  # fmt: skip
    closing = POINT.replace("{clause: exclusive, set: {scope: {region: [north, south]}}}",
                            "{clause: leave, set: {notwithstanding: [exclusive]}}")  # fmt: skip
    with pytest.raises(AgreementError) as refused:
        amended("amendments:\n", f"{more}amendments:\n", closing)
    (problem,) = refused.value.problems
    circle = ClausesInACircle(ring=("exclusive", "a", "leave", "exclusive"))
    assert problem.what == ReadAs(alternative="everywhere", what=circle) and problem.fix == DropOneOrder()


def test_a_point_that_stands_twice_is_told_with_the_first(amended: Amended) -> None:
    second = POINT.partition("readings:\n")[2]
    with pytest.raises(AgreementError) as refused:
        amended(more=POINT + second)
    assert "the point 'reach' stands twice\n  fix: give each its own id\n  see: " in str(refused.value)


DAWN = "determinations: {dawn: {declared_by: buyer}}"


def test_a_determination_that_no_clause_reads_is_told(amended: Amended) -> None:
    with pytest.raises(AgreementError) as refused:
        amended("dimensions: {region", f"{DAWN}\n  dimensions: {{region")
    assert "no clause reads the determination 'dawn'\n  fix: let a clause turn on it, or take it out" in str(
        refused.value
    )


def test_a_clause_that_ends_with_it_reads_it(amended: Amended) -> None:
    found = amended(
        "dimensions: {region: [north, south]}\neffective: 2024-01-01\nclauses:\n  - id: exclusive\n",
        f"dimensions: {{region: [north, south]}}\n  {DAWN}\neffective: 2024-01-01\nclauses:\n"
        "  - id: exclusive\n    until: {determination: dawn}\n",
    )
    assert set(found.definitions.determinations) == {"dawn"}


def test_whoever_declares_and_verifies_is_a_party(amended: Amended) -> None:
    with pytest.raises(AgreementError) as refused:
        amended(
            "dimensions: {region: [north, south]}\neffective: 2024-01-01\nclauses:\n  - id: exclusive\n",
            "dimensions: {region: [north, south]}\n  determinations: {dawn: {declared_by: byer, verified_by: judge}}\n"
            "effective: 2024-01-01\nclauses:\n  - id: exclusive\n    until: {determination: dawn}\n",
        )
    said = str(refused.value)
    assert said.count("unknown party 'byer'\n  fix: did you mean 'buyer'?") == 1
    assert said.count("unknown party 'judge'") == 1


# Faults seeded in the public example are told at their file, line and column.

SEEDED = [
    (
        "{clause: first-refusal, set: {trigger: requirement}}",
        "{clause: first-refusals, set: {trigger: requirement}}",
        "clause: first-refusals",
        "no version has the clause 'first-refusals' that this alternative patches",
    ),
    (
        "{clause: first-refusal, set: {trigger: requirement}}",
        "{clause: first-refusal, set: {trigger: demand}}",
        "set: {trigger: demand}",
        "'first-refusal' cannot be read with trigger",
    ),
    (
        "  determinations:\n    agi:\n",
        "  determinations:\n    moonshot: {declared_by: openai}\n    agi:\n",
        "moonshot:",
        "no clause reads the determination 'moonshot'",
    ),
    (
        "versions: [amendment-2023-01], set: {exercise",
        "versions: [amendment-2023-1], set: {exercise",
        "amendment-2023-1]",
        "unknown version 'amendment-2023-1'",
    ),
    ("determination: agi\n", "determination: agy\n", "agy", "unknown determination 'agy'"),
    ("declared_by: openai\n", "declared_by: opena1\n", "opena1", "unknown party 'opena1'"),
]


@pytest.mark.parametrize(("old", "new", "at", "what"), SEEDED)
def test_a_fault_in_the_public_example_is_told_where_it_stands(
    root: Path, old: str, new: str, at: str, what: str
) -> None:
    text = (root / "examples" / "microsoft-openai" / "agreement.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = text.replace(old, new, 1)
    before = broken[: broken.index(new) + new.index(at)]
    line = before.count("\n") + 1
    with pytest.raises(AgreementError) as refused:
        load(broken, "agreement.yaml")
    places = [(problem.place.line, str(problem.what)) for problem in refused.value.problems]
    assert any(where == line and said.startswith(what) for where, said in places), places
    assert all(problem.fix for problem in refused.value.problems)
