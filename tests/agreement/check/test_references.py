"""Names that point nowhere, in words, bases and clauses of every kind; the plain cases stand among the broken files."""

from collections.abc import Callable

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import AgreementError

Amended = Callable[..., Agreement]


def told(text: str) -> list[str]:
    with pytest.raises(AgreementError) as refused:
        load(text)
    return [str(problem.what) for problem in refused.value.problems]


REDEFINE = "  - id: second\n    signed: 2025-03-01\n    effective: 2025-03-01\n    redefine: "


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{workloads: [training, serving, training]}", "'training' stands twice in workloads"),
        ("{customers: []}", "customers has no values"),
        ("{dimensions: {region: [north, south], mode: [a]}}", "dimension 'mode' has the name of a scope key"),
        (
            "{dimensions: {region: [north, south], dimensions: [a]}}",
            "dimension 'dimensions' has the name of a scope key",
        ),
        ("{dimensions: {region: [north, south, north]}}", "'north' stands twice in dimensions.region"),
        ("{products: [api, api]}", "'api' stands twice in products"),
        ("{parties: {supplier: {name: S, role: other, timezone: Mars}}}", "'Mars' is not a time zone"),
        ("{providers: {new-cloud: {operator: nobody}}}", "unknown party 'nobody'"),
        ("{basis: {grade: agreed, source: annex}}", "unknown source 'annex'"),
        ("{basis: {grade: agreed, assumed: [workload]}}", "the basis grades a field 'workload' that is not there"),
        ("{parties: {buyer: {name: Buyer, role: other}}}", "no party has the role grantor"),
        ("{determinations: {done: {declared_by: nobody}}}", "unknown party 'nobody'"),
    ],
)
def test_redefined_words_are_checked_like_the_first(harbour: str, words: str, expected: str) -> None:
    found = told(harbour + REDEFINE + words + "\n")
    assert expected in found and not [what for what in found if what.startswith("unknown clause")]


def test_lists_of_technology_may_be_empty(harbour: str) -> None:
    assert load(harbour + REDEFINE + "{products: [], ip: []}\n").amendments


def test_a_grantor_may_be_succeeded(harbour: str) -> None:
    words = "{parties: {buyer: {name: Buyer, role: other}, heir: {name: Heir, role: grantor}}}"
    assert load(harbour + REDEFINE + words + "\n").amendments


CLAUSES = [
    (
        "{id: a, type: exclusivity, holder: Nobody, at: [Nowhere]}",
        ["unknown party 'Nobody'", "unknown provider 'Nowhere'"],
    ),
    ("{approval, scope: {providers: [other]}}", []),  # whoever is not listed
    ("{approval, scope: {providers: [others]}}", ["unknown provider 'others'"]),
    ("{id: a, type: exclusivity, holder: supplier, at: [other]}", ["unknown provider 'other'"]),
    ("{approval, primarily: {workloads: [play], share_at_least: '0.5'}}", ["unknown workload 'play'"]),
    ("{approval, subject_to: [b]}", ["unknown clause 'b'"]),
    ("{id: a, type: consent, by: supplier, lifts: exklusive}", ["unknown clause 'exklusive'"]),
    ("{approval, scope: {region: [north], site: [x]}}", ["unknown scope key or dimension 'site'"]),
    ("{approval, scope: {dimensions: {region: [x]}}}", ["unknown value of region 'x'"]),
    (
        "{id: a, type: licence, licensor: buyer, licensee: nobody, ip: [m]}",
        ["unknown party 'nobody'", "unknown kind of technology 'm'"],
    ),
    ("{id: a, type: escape, licences: [b], determination: agi}", ["unknown clause 'b'", "unknown determination 'agi'"]),
    ("{approval, until: {determination: agi}}", ["unknown determination 'agi'"]),
    ("{approval, basis: {grade: agreed, source: [deed, annex]}}", ["unknown source 'annex'"]),
    (
        "{approval, basis: {grade: agreed, assumed: [by, scope.region, bye]}}",
        ["the basis grades a field 'bye' that is not there"],
    ),
    ("{id: a, type: first_refusal, holder: supplier, window: {n: 5, timezone: Mars}}", ["'Mars' is not a time zone"]),
]


@pytest.mark.parametrize(("clause", "expected"), CLAUSES)
def test_names_in_a_clause(harbour: str, clause: str, expected: list[str]) -> None:
    clause = clause.replace("{approval,", "{id: a, type: approval, by: supplier,")
    text = harbour.replace("amendments:", f"  - {clause}\namendments:")
    if expected:
        assert sorted(told(text)) == sorted(expected)
    else:
        assert load(text).clauses[-1].id == "a"


def test_the_documents_own_basis_is_checked(harbour: str) -> None:
    found = told(harbour + "basis: {grade: agreed, source: annex, stated: [effective, calender]}\n")
    assert found == ["unknown source 'annex'", "the basis grades a field 'calender' that is not there"]


def test_an_amendments_basis_is_checked(harbour: str) -> None:
    text = harbour.replace("    add:", "    basis: {grade: agreed, source: annex, assumed: [signd]}\n    add:")
    assert told(text) == ["unknown source 'annex'", "the basis grades a field 'signd' that is not there"]


def test_a_place_shown_beside_another_is_in_the_same_file(harbour: str) -> None:
    with pytest.raises(AgreementError) as refused:
        load(harbour.replace("id: term", "id: leave"), "deal.yaml")
    (problem,) = refused.value.problems
    assert problem.see is not None and str(problem.see).startswith("deal.yaml:")
