"""The flip test: what would change an answer, found again by hand and by trying."""

from collections.abc import Callable
from datetime import datetime

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.flip import Flip, flip_test
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion

On = Callable[[str], datetime]


def flips(text: Agreement, asked: AnyQuestion, at: datetime, **readings: str) -> tuple[Flip, ...]:
    decision = decide(text, Record(), asked, at, None, readings)
    return flip_test(text, Record(), asked, at, decision, None, readings)


def short(found: tuple[Flip, ...]) -> set[tuple[str, str, str]]:
    return {(str(flip.what), str(flip.how), flip.outcome) for flip in found}


def test_readings_and_clauses_that_change_the_answer_are_told(pact: Agreement, on: On) -> None:
    found = flips(pact, AskedLicence("rival", "assistant"), on("2024-05-01"))
    assert short(found) == {
        ("point shared", "read as shared", "ungoverned"),
        ("clause licence", "taken out", "ungoverned"),
    }
    assert {flip.grade for flip in found} == {"reported"}


def test_a_use_falls_with_its_licence(pact: Agreement, on: On) -> None:
    assert short(flips(pact, AskedUse("cloud", "assistant"), on("2024-05-01"))) == {
        ("clause licence", "taken out", "forbidden")
    }


def test_what_was_agreed_does_not_flip(pact_text: str, on: On) -> None:
    firm = load(pact_text.replace("grade: reported, source: deed, attribution: a page", "grade: agreed, source: deed"))
    assert short(flips(firm, AskedUse("cloud", "assistant"), on("2024-05-01"))) == set()


def test_a_field_that_is_less_well_known_counts_and_is_named(pact_text: str, on: On) -> None:
    weak = load(
        pact_text.replace(
            "grade: reported, source: deed, attribution: a page",
            "grade: agreed, source: deed, assumed: [products]",
        )
    )
    (found,) = flips(weak, AskedUse("cloud", "assistant"), on("2024-05-01"))
    assert (str(found.what), found.grade, found.fields) == ("clause licence", "assumed", ("licence.products",))


def test_a_point_that_was_chosen_flips_to_its_other_way(pact: Agreement, on: On) -> None:
    found = flips(pact, AskedLicence("rival", "assistant"), on("2024-05-01"), shared="shared")
    assert short(found) == {("point shared", "read as alone", "forbidden")}


QUESTIONS: list[AnyQuestion] = [
    Asked(("training",), "rival"),
    Asked(("serving",), "rival"),
    Asked(("serving", "training"), "cloud-one"),
    AskedUse("cloud", "assistant"),
    AskedLicence("rival", "assistant"),
]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_each_flip_can_be_repeated_by_rewriting_the_file(
    pact: Agreement, pact_text: str, on: On, asked: AnyQuestion
) -> None:
    """A clause is struck out of the text itself; a point is read by choosing it."""
    at = on("2024-05-01")
    outcome = decide(pact, Record(), asked, at).outcome
    expected = set()
    for clause in pact.clauses:
        if clause.basis.grade in ("reported", "assumed") or clause.basis.assumed:
            shorter = pact.fresh_copy({"clauses": tuple(one for one in pact.clauses if one.id != clause.id)})
            expected.add((f"clause {clause.id}", "taken out", decide(shorter, Record(), asked, at).outcome))
    for point in pact.readings:
        for way in point.alternatives:
            chosen = decide(pact, Record(), asked, at, None, {point.id: way}).outcome
            expected.add((f"point {point.id}", f"read as {way}", chosen))
    found = short(flips(pact, asked, at))
    assert found == {flip for flip in expected if flip[2] != outcome}
