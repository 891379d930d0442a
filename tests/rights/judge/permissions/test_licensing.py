"""Who counts as a licensee, what is told of an affiliate that does not, and what a licence says to a sublicence."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES, Decision
from firstcall.rights.judge.permissions.licensing import affiliation, counts_as_licensee
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.technology import routes_for_technology

AT = datetime(2026, 2, 2, 12, tzinfo=UTC)
AGREED = {"grade": "agreed", "source": "deed"}
GROUP = [{"name": "labs", "basis": {"grade": "reported", "source": "press"}}]
ESCAPE = {"id": "out", "type": "escape", "licences": ["use"], "determination": "dawn", "basis": AGREED}
LEAVE = {"id": "leave", "type": "consent", "by": "gus", "lifts": ["use"], "covers": "party", "basis": AGREED}


def text(*more: dict[str, Any], group: Any = GROUP, **fields: Any) -> Agreement:
    use = {"id": "use", "type": "licence", "licensor": "gus", "licensee": "hal", "ip": ["models"],
           "products": ["shop"], "exclusive": False, "basis": AGREED}  # fmt: skip
    raw = {
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC", "effective": "2026-01-01",
        "sources": {"deed": {}, "press": {}}, "basis": AGREED,
        "parties": {"gus": {"name": "Gus", "role": "grantor"},
                    "hal": {"name": "Hal", "role": "holder", "affiliates": group}},
        "definitions": {"workloads": ["train"], "products": ["shop", "api"], "ip": ["models"],
                        "determinations": {"dawn": {"declared_by": "gus"}}},
        "clauses": [{**use, **fields}, *more],
    }  # fmt: skip

    return Agreement.model_validate(raw)


def recorded(*events: dict[str, Any]) -> Record:
    record = Record()
    for number, event in enumerate(events):
        at = (AT - timedelta(days=2 - number)).isoformat()
        record, _ = append(record, {"id": f"e{number}", "at": at, "recorded": at, "entered_by": "desk", **event})
    return record


def ask(agreement: Agreement, asked: AskedUse | AskedLicence, record: Record | None = None) -> Decision:
    return decide(agreement, record or Record(), asked, AT)


def test_who_counts_as_the_licensee() -> None:
    for said in (True, False, None):
        agreement = text(affiliates=said)
        terms = position(agreement, Record(), AT).terms()
        clause: Any = terms.by_id["use"].clause
        counted = {name for name in ("gus", "hal", "labs", "rival") if counts_as_licensee(clause, name, terms)}
        assert counted == ({"hal", "labs"} if said else {"hal"})
        known = affiliation(clause, "labs", terms)
        assert known is not None and (known.grade, known.field) == ("reported", "hal.affiliates.labs")
        assert affiliation(clause, "rival", terms) is None


@pytest.mark.parametrize("exclusive", [True, False])
@pytest.mark.parametrize(("affiliates", "outcome", "grade", "field"), [
    (True, "permitted", "reported", "hal.affiliates.labs"),
    (False, "forbidden", "reported", "hal.affiliates.labs"),
    (None, "forbidden", "assumed", "use does not say whether affiliates of hal are licensed"),
])  # fmt: skip
def test_use_by_an_affiliate_rests_on_its_own_basis(
    exclusive: bool, affiliates: bool | None, outcome: str, grade: str, field: str
) -> None:
    found = ask(text(affiliates=affiliates, exclusive=exclusive), AskedUse("labs", "shop"))
    assert (found.outcome, found.rests_on.grade) == (outcome, grade)
    assert str(found.rests_on.field).startswith(field)
    assert "labs is listed as an affiliate of hal (reported)" in map(str, found.notes)
    why = " ".join(str(one.why) for one in found.clauses)
    told = {True: "as an affiliate of hal", False: "and not to its affiliate labs", None: "whether to its affiliate"}
    assert told[affiliates] in why


def test_a_licence_to_an_affiliate_is_one_to_the_licensee() -> None:
    assert ask(text(affiliates=True, exclusive=True), AskedLicence("labs", "shop")).outcome == "permitted"
    assert ask(text(affiliates=False, exclusive=True), AskedLicence("labs", "shop")).outcome == "forbidden"
    assert ask(text(affiliates=True, exclusive=True), AskedLicence("rival", "shop")).outcome == "forbidden"


def test_an_escape_closes_what_an_affiliate_uses_too() -> None:
    happened = recorded({"type": "determination-declared", "determination": "dawn", "by": "gus"},
                        {"type": "escape-exercised", "by": "gus"})  # fmt: skip
    for name in ("hal", "labs"):
        later = AskedUse(name, "shop", None, None, AT)
        assert ask(text(ESCAPE, affiliates=True), later, happened).outcome == "forbidden"
        assert ask(text(ESCAPE, affiliates=True), later).outcome == "permitted"


def test_an_amendment_that_lists_a_party_anew_changes_its_group() -> None:
    raw = text(affiliates=True).model_dump(mode="json", by_alias=True, exclude_unset=True)
    raw["amendments"] = [{"id": "sold", "signed": "2026-03-01", "effective": "2026-03-01", "redefine": {
        "parties": {"hal": {"name": "Hal", "role": "holder"}}}}]  # fmt: skip
    agreement = Agreement.model_validate(raw)
    outcomes = [decide(agreement, Record(), AskedUse("labs", "shop"), at).outcome
                for at in (AT, datetime(2026, 3, 2, tzinfo=UTC))]  # fmt: skip
    assert outcomes == ["permitted", "forbidden"]


@pytest.mark.parametrize(("fields", "outcome"), [
    ({"sublicensable": True}, "permitted"), ({"sublicensable": True, "exclusive": True}, "permitted"),
    ({"sublicensable": False}, "forbidden"), ({"sublicensable": "with_consent"}, "consent-first"),
    ({}, "ungoverned"), ({"exclusive": True}, "forbidden"),
])  # fmt: skip
def test_a_sublicence_is_what_the_licence_says(fields: dict[str, Any], outcome: str) -> None:
    agreement = text(**fields)
    found = ask(agreement, AskedLicence("rival", "shop", None, "hal"))
    assert found.outcome == outcome
    silent = "sublicensable" not in fields
    assert (found.rests_on.grade == "assumed") == silent
    assert any("does not say whether hal may license on" in str(note) for note in found.notes) == silent
    without = ask(agreement, AskedLicence("rival", "shop"))
    assert without.outcome == ("forbidden" if fields.get("exclusive") else "ungoverned")
    assert any("--by hal" in str(note) for note in without.notes) == (not silent)


def test_an_affiliate_licenses_on_where_it_is_a_licensee() -> None:
    asked = AskedLicence("rival", "shop", None, "labs")
    found = ask(text(affiliates=True, sublicensable=True), asked)
    assert (found.outcome, found.rests_on.field) == ("permitted", "hal.affiliates.labs")
    assert ask(text(affiliates=False, sublicensable=True), asked).outcome == "forbidden"
    assert (
        ask(text(affiliates=True, sublicensable=True), AskedLicence("rival", "api", None, "hal")).outcome == "forbidden"
    )


def test_who_has_no_licence_licenses_nothing_on() -> None:
    found = ask(text(sublicensable=True), AskedLicence("rival", "shop", None, "hall"))
    assert found.outcome == "forbidden"
    notes = " ".join(map(str, found.notes))
    assert "did you mean 'hal'" in notes and "no licence in force gives hall models in shop" in notes
    assert ask(text(sublicensable=False), AskedLicence("rival", "shop", None, "gus")).outcome == "ungoverned"


def test_a_consent_frees_a_sublicence_to_whom_it_names() -> None:
    agreement = text(LEAVE, sublicensable="with_consent", exclusive=True)
    given = recorded({"type": "consent-given", "by": "gus", "consent": "yes", "clauses": ["use"], "party": "rival"})
    asked, other = (AskedLicence(name, "shop", None, "hal") for name in ("rival", "other"))
    assert (ask(agreement, asked, given).outcome, ask(agreement, other, given).outcome) == (
        "permitted",
        "consent-first",
    )
    assert [fact.event for fact in ask(agreement, asked, given).facts] == ["e0"]


@pytest.mark.parametrize(("fields", "kinds"), [
    ({"sublicensable": "with_consent"}, ["consent", "amend"]), ({"sublicensable": False}, ["amend"]),
    ({"exclusive": True}, ["amend"]),
])  # fmt: skip
def test_the_way_to_a_sublicence_is_a_consent_or_another_licence(fields: dict[str, Any], kinds: list[str]) -> None:
    more = [LEAVE] if fields.get("sublicensable") == "with_consent" else []
    routes = routes_for_technology(text(*more, **fields), Record(), AskedLicence("rival", "shop", None, "hal"), AT)
    assert [step.act for route in routes for step in route.steps] == kinds
    assert {route.outcome for route in routes} == {"permitted"}


def test_affiliates_only_widen_who_may_use() -> None:
    """Letting the group in never bars anybody, and a text that lists none answers as one without the field."""
    asked: list[AskedUse | AskedLicence] = [AskedUse(name, "shop") for name in ("gus", "hal", "labs", "rival")]
    asked += [AskedLicence(name, "shop", None, by) for name in ("hal", "labs", "rival") for by in (None, "hal")]
    for exclusive, sublicensable in product((True, False), (None, True, False)):
        said = {"exclusive": exclusive, "sublicensable": sublicensable}
        for one in asked:
            wide, none, empty = (ask(text(group=group, affiliates=let, **said), one).outcome
                                 for group, let in ((GROUP, True), (GROUP, None), ([], True)))  # fmt: skip
            assert none == empty, one
            ranks = [OUTCOMES.index(outcome) for outcome in (wide, none)]
            assert ranks[0] <= ranks[1] or (none, wide) == ("ungoverned", "permitted"), one


@pytest.mark.parametrize(
    ("name", "near"), [("labs", None), ("hal", None), ("lab", "labs"), ("hall", "hal"), ("someone-else", None)]
)
@pytest.mark.parametrize("asked", ["use", "sublicence"])
def test_a_name_is_never_suggested_for_itself(name: str, near: str | None, asked: str) -> None:
    question = AskedUse(name, "api") if asked == "use" else AskedLicence("rival", "api", None, name)
    said = " ".join(map(str, ask(text(affiliates=True), question).notes))
    assert (f"did you mean '{near}'?" in said) if near else ("did you mean" not in said)
