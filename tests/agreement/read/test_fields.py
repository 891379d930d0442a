import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Basis
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS, Approval, Exclusivity, FirstRefusal, Term
from firstcall.agreement.read.fields import grade_of, has_field, is_given

REFUSAL = FirstRefusal.model_validate(
    {"id": "r", "type": "first_refusal", "holder": "m", "scope": {"region": ["us"]}, "window": {"n": 20}}
)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("window", True),
        ("window.n", True),
        ("window.days", False),
        ("window.n.m", False),
        ("scope.age", True),
        ("scope.region", True),  # any dimension may stand in a scope; whether it is declared is checked elsewhere
        ("scope.mode.first", False),
        ("holdr", False),
        ("", False),
        (".", False),
        ("basis.grade", True),
    ],
)
def test_fields_of_a_clause(path: str, there: bool) -> None:
    assert has_field(FirstRefusal, path) is there


def test_fields_through_lists_names_and_optional_parts() -> None:
    assert has_field(Approval, "primarily.share_at_least")
    assert has_field(Agreement, "parties.openai.role") and not has_field(Agreement, "parties.openai.roll")
    assert has_field(Agreement, "schema")


@pytest.mark.parametrize("kind", CLAUSE_KINDS, ids=lambda kind: kind.__name__)
def test_every_clause_has_the_fields_of_its_frame(kind: type[Exclusivity]) -> None:
    assert all(has_field(kind, path) for path in ("id", "says", "scope.workloads", "since", "until", "basis.source"))


def test_what_the_text_gives_and_what_a_default_fills() -> None:
    given = ("window", "window.n", "scope.region", "holder")
    filled = ("window.unit", "tail", "tail.n", "scope.mode", "partial")
    assert all(is_given(REFUSAL, path) for path in given) and not any(is_given(REFUSAL, path) for path in filled)


def test_a_default_is_assumed_however_well_the_clause_is_known() -> None:
    basis = Basis(grade="agreed", stated=("window.n",))
    assert [grade_of(REFUSAL, basis, path) for path in ("holder", "window.n", "tail.n")] == [
        "agreed",
        "stated",
        "assumed",
    ]


def test_a_term_has_its_own_end() -> None:
    term = Term.model_validate({"id": "t", "type": "term", "until": "2030-12-31"})
    assert is_given(term, "until") and not is_given(term, "survives")
