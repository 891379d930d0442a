"""The text of a day in lines: scope, grounds and fields in people's words."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.basis import Basis
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.terms import Terms, terms
from firstcall.dates import parse_instant, zone
from firstcall.report.terms.lines import basis_said, clause_lines, terms_lines, version_line
from firstcall.report.terms.rows import (
    changed_fields,
    clause_json,
    field_rows,
    last_day,
    text_of,
)
from firstcall.report.terms.scope_said import reach_said, scope_said
from firstcall.service.commands import new as new_command
from firstcall.service.folder import open_partnership

FOLDER = Path(new_command.__file__).parent.parent / "templates"
AT = datetime(2025, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def text() -> Terms:
    return terms(load((FOLDER / "everything.yaml").read_bytes()), AT)


def test_values_read_as_people_write_them() -> None:
    told = [text_of(value) for value in (True, ("a", "b"), AT, date(2025, 1, 2), time(17), Decimal("0.10"), {"a": "1"})]
    assert told == ["yes", "a, b", "2025-02-03T00:00:00Z", "2025-01-02", "17:00:00", "0.10", "a 1"]


def test_scopes_in_words() -> None:
    assert str(scope_said(Scope())) == "everything"
    scope = Scope.model_validate({"workloads": ["api"], "age": "new", "region": ["us"]})
    assert str(scope_said(scope)) == "workloads api; new capacity; region us"


def test_only_kinds_that_speak_of_capacity_are_of_everything(text: Terms) -> None:
    reach = {held.clause.type: str(reach_said(held.clause) or "") for held in text.clauses}
    assert reach["exclusivity"] == "workloads api"
    assert (reach["consent"], reach["term"], reach["licence"], reach["revenue_share"]) == ("", "", "", "")


def test_grounds_in_words() -> None:
    assert str(basis_said(Basis(grade="assumed"))) == "assumed"
    basis = Basis(grade="reported", source=("a", "b"), attribution="the outlet", locator="p. 2", assumed=("x", "y"))
    assert str(basis_said(basis)) == "reported (a, b; attributed to the outlet; p. 2; assumed: x, y)"


def test_every_field_has_its_grade(text: Terms) -> None:
    rows = {path: (value, grade) for path, value, grade in field_rows(text.by_id["first-refusal"])}
    assert rows["window.n"] == ("15", "assumed") and rows["tail.unit"] == ("calendar", "assumed")
    assert clause_json(text.by_id["first-refusal"], text)["fields"][0] == {
        "field": "since",
        "value": "2025-01-01",
        "grade": "assumed",
    }


def test_the_lines_of_a_text(text: Terms) -> None:
    lines = list(map(str, terms_lines(text, AT)))
    assert lines[:2] == ["version base, in effect from 2025-01-01", "the term runs through 2029-12-31"]
    assert str(list(terms_lines(text, datetime(2030, 6, 1, tzinfo=UTC)))[1]) == "the term ended with 2029-12-31"
    before = terms(text.agreement, datetime(2024, 1, 1, tzinfo=UTC))
    assert list(map(str, terms_lines(before, AT))) == ["no terms: the agreement takes effect on 2025-01-01"]
    assert str(last_day(before)) == "no last day" and str(last_day(text)) == "2029-12-31"
    assert "  of: workloads api" in list(map(str, clause_lines(text.by_id["api-exclusive"], text)))
    assert text.version is not None
    assert str(version_line(text.version, text)) == "2025-01-01  base  A compute partnership  [assumed]"


def test_what_changed_between_two_texts_is_told_field_by_field() -> None:
    agreement = open_partnership(Path(__file__).resolve().parents[3] / "examples" / "wiraksa").agreement
    before, now = (
        terms(agreement, parse_instant(day, zone(agreement.timezone))).by_id["refusal-islands"]
        for day in ("2025-08-01", "2025-10-01")
    )
    assert list(changed_fields(before, now)) == [
        ("window.n", "15", "10"), ("tail.n", "120", "90"), ("failure.sign_within", "90", None),
    ]  # fmt: skip
    assert list(changed_fields(now, now)) == []
