"""Licences and escapes that change nothing."""

from tests.verification.sound import LICENCE, agreement

from firstcall.verification.findings.licences import idle_licences
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.technology import Technologies


def idle(*clauses: dict[str, object]) -> list[str]:
    text = agreement(lambda data: data["clauses"].extend(clauses))
    space, record = questions_of(text)
    return [one.places[0].clause for one in idle_licences(Questions(text, record, space), Technologies())]


def test_a_licence_within_another_changes_nothing_and_one_beside_it_does() -> None:
    assert idle() == []
    assert idle({**LICENCE, "id": "within", "exclusive": False}) == ["within"]
    assert idle({**LICENCE, "id": "beside", "products": ["field"]}) == []


def test_an_escape_that_can_be_used_is_not_idle() -> None:
    escape = {"id": "way-out", "type": "escape", "licences": ["licence"], "determination": "milestone",
              "models": "listed", "basis": LICENCE["basis"]}  # fmt: skip
    assert idle({**escape, "state": "declared"}) == []
    assert idle(escape) == ["way-out"]  # the licence itself ends with what opens it
