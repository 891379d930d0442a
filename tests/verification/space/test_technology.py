"""Questions of technology: those that licences tell apart, before and after what acts can determine."""

from typing import Any

from tests.verification.sound import agreement

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.record.position import Position, position
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.verification.space.domain import questions_of
from firstcall.verification.space.technology import (
    Technologies,
    technology_outcome,
    technology_questions,
    technology_records,
)

ESCAPE = {"id": "way-out", "type": "escape", "licences": ["licence"], "determination": "milestone",
          "basis": {"grade": "agreed"}}  # fmt: skip


def here(text: Agreement) -> Position:
    space, record = questions_of(text)
    return position(text, record, space.stretches[0].start)


def test_parties_and_products_that_no_licence_tells_apart_are_asked_once() -> None:
    asked = list(technology_questions(here(agreement())))
    licensed = [one for one in asked if isinstance(one, AskedLicence)]
    assert {one.to for one in licensed} == {"gus", "hal", "pia"}  # the panel stands for anybody else
    assert {one.product for one in licensed} == {"desk", "field"}
    assert len(asked) == 3 * 2 * 3


def grouped(data: dict[str, Any]) -> None:
    data["parties"]["hal"]["affiliates"] = [{"name": "hal-labs"}, {"name": "hal-south"}]
    licence = next(one for one in data["clauses"] if one["type"] == "licence" and one["licensee"] == "hal")
    licence |= {"affiliates": True, "sublicensable": True}


def test_affiliates_and_sublicences_are_asked_of() -> None:
    plain, text = agreement(), agreement(grouped)
    asked = list(technology_questions(here(text)))
    assert {one.licensee for one in asked if isinstance(one, AskedUse)} == {"gus", "hal", "pia", "hal-labs"}
    assert {one.by for one in asked if isinstance(one, AskedLicence)} == {None, "hal"}
    known = Technologies()
    assert known.answers(here(text)) != known.answers(here(text), plain)


def test_an_escape_is_asked_before_and_after_it_is_used() -> None:
    text = agreement(lambda data: data["clauses"].append(ESCAPE))
    records = list(technology_records(here(text)))
    assert [len(one.record.events) for one in records] == [0, 2, 3]
    later = next(one for one in technology_questions(records[0])
                 if not isinstance(one, AskedLicence) and one.licensee == "hal" and one.product == "desk"
                 and one.developed is not None and one.developed > records[0].at)  # fmt: skip
    assert [technology_outcome(one, later) for one in records] == ["permitted", "permitted", "forbidden"]


def test_what_was_answered_serves_where_clauses_are_the_same() -> None:
    known, one = Technologies(), here(agreement())
    assert known.answers(one) == known.answers(one, one.agreement)
    assert len(known.answers(one)) == len(list(technology_questions(one)))
    other = agreement(lambda data: data["clauses"].pop(3) and data["definitions"].pop("determinations"))
    assert known.answers(one, other) != known.answers(one)
    assert Record().events == ()
