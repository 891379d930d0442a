"""What clauses can say on any record: consents, offers, mixes and determinations, and what each comes to."""

from tests.verification.sound import SOLE, agreement, clause

from firstcall.agreement.document import Agreement
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.sayings import ClauseHearings, Hearing


def heard(text: Agreement, *words: str) -> tuple[Hearing, ...]:
    space, record = questions_of(text)
    point = next(one for one in space.points() if space.words(one) == words)
    found = ClauseHearings(Questions(text, record, space)).hear(point)
    assert found is not None
    return found


def test_an_offer_can_be_declined_or_taken_and_a_consent_given() -> None:
    sign, run = heard(agreement(), "serve", "general", "rival", "new")
    assert [(one.held.clause.id, one.kinds) for one in sign.said] == [
        ("first", ("offer", "clear", "forbid")), ("sole", ("consent", "clear"))]  # fmt: skip
    assert [(one.held.clause.id, one.kinds, one.routes) for one in run.said] == [
        ("sole", ("consent", "clear"), ("route",))]  # fmt: skip
    assert sign.plainly == "consent-first" and sign.outcomes == {
        "consent-first", "offer-first", "permitted", "forbidden"}  # fmt: skip
    assert [way.changed for way in sign.ways] == sorted((way.changed for way in sign.ways), key=lambda w: (len(w), w))


def test_without_a_route_nothing_is_lifted() -> None:
    text = agreement(lambda data: data["clauses"].remove(clause(data, "route")))
    _, run = heard(text, "serve", "general", "rival", "new")
    assert run.outcomes == {"forbidden"}


def test_a_mix_of_use_can_be_any() -> None:
    build = {"id": "build", "type": "approval", "by": "hal", "scope": {"mode": ["own_build"]},
             "primarily": {"workloads": ["train"], "share_at_least": "0.5"}, "basis": SOLE["basis"]}  # fmt: skip
    text = agreement(lambda data: data["clauses"].append(build))
    _, run = heard(text, "serve", "general", "own", "own_build")
    assert {one.held.clause.id: set(one.kinds) for one in run.said}["build"] == {"forbid", "grant"}
    _, run = heard(text, "train", "general", "own", "own_build")
    assert [one.kinds for one in run.said] == [("grant",)]


def test_a_determination_that_ends_a_clause_is_supposed_and_not() -> None:
    text = agreement(lambda data: clause(data, "sole").update(until={"determination": "milestone"}))
    hearings = heard(text, "serve", "general", "rival", "new")
    told = [(one.act, list(map(str, one.given)), [said.held.clause.id for said in one.said]) for one in hearings]
    given = ["milestone has been determined"]
    assert [(act, given_, "sole" in said) for act, given_, said in told] == [
        ("sign", [], True), ("run", [], True), ("sign", given, False), ("run", given, False)]  # fmt: skip
