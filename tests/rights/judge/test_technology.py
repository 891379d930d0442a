"""Who may use technology, in what, and what a determination closes."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import product

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import NotFound, QuestionError
from firstcall.rights.decision import Decision
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.judge.technology_reasons import BarsModelDisputed, ListsNoModels, NoDeclaration, NoPartyUsesSlip

Ask = Callable[..., Decision]
On = Callable[[str], datetime]
DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2024-06-01"}
CLOSED = {"type": "escape-exercised", "by": "lab", "at": "2024-06-02"}
LATER = {"type": "model-developed", "by": "lab", "model": "later", "at": "2024-07-01"}
OTHER = {"type": "model-developed", "by": "lab", "model": "other", "at": "2024-07-01"}
EARLIER = {"type": "model-developed", "by": "lab", "model": "earlier", "at": "2024-05-01"}
READ = {"shared": "alone", "which": "any"}


def use(model: str | None = None, developed: datetime | None = None, licensee: str = "cloud") -> AskedUse:
    return AskedUse(licensee, "assistant", None, model, developed)


@pytest.mark.parametrize(
    ("asked", "outcome", "said"),
    [
        (AskedUse("cloud", "assistant"), "permitted", ""),
        (AskedUse("cloud", "assistant", "methods"), "forbidden", "unlicensed"),
        (AskedUse("cloud", "device"), "forbidden", "unlicensed"),
        (AskedUse("panel", "assistant"), "forbidden", "unlicensed"),
        (AskedUse("stranger", "device"), "forbidden", "'stranger' is no party"),
        (AskedUse("lab", "assistant"), "ungoverned", ""),
        (AskedUse("lab", "device"), "ungoverned", ""),
        (AskedLicence("rival", "assistant"), "forbidden", ""),
        (AskedLicence("rival", "device"), "ungoverned", ""),
        (AskedLicence("cloud", "assistant"), "permitted", ""),
    ],
)
def test_technology_is_closed_but_to_its_licensee(ask: Ask, asked: AskedUse, outcome: str, said: str) -> None:
    found = ask(asked, "2024-05-01", **READ)
    assert found.outcome == outcome
    assert said in " ".join(map(str, found.notes))


def test_a_licence_that_is_not_exclusive_bars_nobody_from_being_licensed(ask: Ask) -> None:
    assert ask(AskedLicence("rival", "assistant"), "2024-05-01", shared="shared").outcome == "ungoverned"
    assert ask(AskedUse("rival", "assistant"), "2024-05-01", shared="shared").outcome == "forbidden"


@pytest.mark.parametrize(
    ("events", "model", "outcome"),
    [
        ((DECLARED, LATER), "later", "permitted"),  # declared, and the option not taken
        ((DECLARED, CLOSED, LATER), "later", "forbidden"),
        ((EARLIER, DECLARED, CLOSED), "earlier", "permitted"),
        ((DECLARED | {"by": "cloud"}, CLOSED, LATER), "later", "permitted"),  # not theirs to declare
        ((DECLARED, CLOSED | {"by": "cloud"}, LATER), "later", "permitted"),  # nor to close
        ((DECLARED, CLOSED | {"at": "2024-05-31"}, LATER), "later", "permitted"),  # closed before it could be
        ((DECLARED, CLOSED | {"models": ["later"]}, LATER, OTHER), "later", "forbidden"),
        ((DECLARED, CLOSED | {"models": ["later"]}, LATER, OTHER), "other", "permitted"),
    ],
)
def test_what_a_determination_closes(ask: Ask, events: tuple[dict[str, str], ...], model: str, outcome: str) -> None:
    assert ask(use(model), "2024-08-01", *events, **READ).outcome == outcome


def test_several_exercises_add_up(ask: Ask) -> None:
    first, second = CLOSED | {"models": ["later"]}, CLOSED | {"models": ["other"], "at": "2024-07-15"}
    for at, outcome in (("2024-07-10", "permitted"), ("2024-07-20", "forbidden")):
        assert ask(use("other"), at, DECLARED, first, LATER, OTHER, second, **READ).outcome == outcome


def test_a_model_developed_at_the_very_instant_stays_licensed(ask: Ask, on: On) -> None:
    at_it, after = on("2024-06-01"), on("2024-06-01T00:00:01")
    assert ask(use(developed=at_it), "2024-08-01", DECLARED, CLOSED, **READ).outcome == "permitted"
    assert ask(use(developed=after), "2024-08-01", DECLARED, CLOSED, **READ).outcome == "forbidden"


def test_a_figure_of_exactly_the_threshold_leaves_the_test_not_met(ask: Ask, on: On) -> None:
    later = use(developed=on("2024-07-01"))
    for figure, outcome in (("100", "permitted"), ("100.01", "forbidden"), ("99", "permitted")):
        declared = DECLARED | {"figure": figure, "currency": "USD"}
        assert ask(later, "2024-08-01", declared, CLOSED, **READ).outcome == outcome, figure
    other = DECLARED | {"figure": "1000", "currency": "EUR"}
    assert ask(later, "2024-08-01", other, CLOSED, **READ).outcome == "permitted"


def test_without_a_model_or_its_date_the_strict_side_answers(ask: Ask, on: On) -> None:
    undated = ask(use(), "2024-08-01", DECLARED, CLOSED, **READ)
    assert (undated.outcome, undated.marks) == ("forbidden", ("contested",))
    assert [read.outcome for read in undated.readings] == ["permitted", "forbidden"]
    listed = CLOSED | {"models": ["later"]}
    unnamed = ask(use(developed=on("2024-07-01")), "2024-08-01", DECLARED, listed, **READ)
    assert (unnamed.outcome, unnamed.marks) == ("forbidden", ("contested",))
    dated = ask(use(developed=on("2024-05-01")), "2024-08-01", DECLARED, listed, **READ)
    assert (dated.outcome, dated.marks) == ("permitted", ())


def test_an_exercise_that_names_nothing_closes_nothing_where_models_have_to_be_listed(ask: Ask, on: On) -> None:
    later = use(developed=on("2024-07-01"))
    assert ask(later, "2024-08-01", DECLARED, CLOSED, shared="alone", which="listed").outcome == "permitted"
    either = ask(later, "2024-08-01", DECLARED, CLOSED, shared="alone")
    assert (either.outcome, either.marks) == ("forbidden", ("contested",))


def test_a_determination_disputed_holds_and_one_reversed_does_not(ask: Ask, on: On) -> None:
    about = {"determination": "dawn", "at": "2024-06-10"}
    later = use(developed=on("2024-07-01"))
    disputed = {"type": "determination-disputed", "by": "cloud", **about}
    assert ask(later, "2024-08-01", DECLARED, CLOSED, disputed, **READ).outcome == "forbidden"
    reversed_ = {"type": "determination-reversed", "by": "lab", **about}
    assert ask(later, "2024-08-01", DECLARED, CLOSED, reversed_, **READ).outcome == "permitted"


def test_from_the_second_version_on_a_panel_verifies(ask: Ask, on: On) -> None:
    declared = DECLARED | {"at": "2025-02-01"}
    closed = CLOSED | {"at": "2025-04-01"}
    verified = {"type": "determination-verified", "determination": "dawn", "by": "panel", "at": "2025-03-01"}
    later = use(developed=on("2025-05-01"))
    assert ask(later, "2025-06-01", declared, closed, **READ).outcome == "permitted"
    assert ask(later, "2025-06-01", declared, verified, closed, **READ).outcome == "forbidden"
    wrong = verified | {"by": "lab"}
    assert ask(later, "2025-06-01", declared, wrong, closed, **READ).outcome == "permitted"


@pytest.fixture(scope="module")
def automatic(pact_text: str) -> Agreement:
    return load(pact_text.replace("determination: dawn, basis", "determination: dawn, exercise: automatic, basis"))


def test_an_automatic_end_needs_no_exercise(ask: Ask, on: On, automatic: Agreement) -> None:
    assert ask(use(developed=on("2024-07-01")), "2024-08-01", DECLARED, text=automatic, **READ).outcome == "forbidden"
    assert ask(use(developed=on("2024-05-01")), "2024-08-01", DECLARED, text=automatic, **READ).outcome == "permitted"


@pytest.mark.parametrize("at", ["2030-12-31", "2031-01-01"])
def test_a_licence_that_survives_goes_on_after_the_term(ask: Ask, at: str) -> None:
    assert ask(use(), at, **READ).outcome == "permitted"


def test_words_that_are_not_defined_are_refused(ask: Ask) -> None:
    for asked, said in (
        (AskedUse("cloud", "assistnt"), "unknown product 'assistnt'\n  fix: did you mean 'assistant'"),
        (AskedUse("cloud", "assistant", "model"), "unknown kind of technology 'model'\n  fix: did you mean 'models'"),
    ):
        with pytest.raises(QuestionError) as refused:
            ask(asked, "2024-05-01")
        assert str(refused.value).startswith(said)


def test_a_model_that_is_not_on_the_record_is_asked_for(ask: Ask) -> None:
    with pytest.raises(NotFound) as refused:
        ask(use("unheard-of"), "2024-05-01")
    assert str(refused.value) == (
        "model 'unheard-of' is not on the record\n  fix: give --model-developed DATE, or record model-developed"
    )


def test_an_agreement_without_products_cannot_be_asked(ask: Ask) -> None:
    bare = load(
        "schema: firstcall/agreement/1\nid: a\ntitle: A\ntimezone: UTC\nparties: {p: {name: P, role: grantor}}\n"
        "definitions: {workloads: [w]}\neffective: 2024-01-01\n"
    )
    with pytest.raises(QuestionError, match="defines no products"):
        ask(AskedUse("p", "x"), "2024-05-01", text=bare)


def test_before_the_agreement_nothing_is_governed(ask: Ask) -> None:
    for asked in (use(), AskedLicence("rival", "assistant")):
        assert ask(asked, "2023-12-31").outcome == "ungoverned"


def test_the_answer_rests_on_the_worst_known_of_what_decides(ask: Ask) -> None:
    assert ask(use(), "2024-05-01", **READ).rests_on.grade == "reported"
    declared = DECLARED | {"basis": {"grade": "assumed"}}
    barred = ask(use("later"), "2024-08-01", declared, CLOSED, LATER, **READ)
    assert barred.rests_on.grade == "assumed"
    assert {fact.type for fact in barred.facts} >= {"determination-declared", "escape-exercised", "model-developed"}


def test_no_use_and_no_licence_is_in_conflict(ask: Ask) -> None:
    for party, thing, ip in product(("cloud", "rival", "lab"), ("assistant", "device"), ("models", "methods")):
        for asked in (AskedUse(party, thing, ip), AskedLicence(party, thing, ip)):
            assert "conflict" not in ask(asked, "2024-05-01").marks


def test_a_date_that_contradicts_the_record_is_told(ask: Ask, on: On) -> None:
    assert ask(use("later", on("2024-07-01")), "2024-08-01", LATER, **READ).outcome == "permitted"
    with pytest.raises(QuestionError) as told:
        ask(use("later", on("2024-06-30")), "2024-08-01", LATER, **READ)
    assert str(told.value) == (
        "--model-developed 2024-06-30 contradicts the record, which has model 'later' developed on 2024-07-01 (e1)\n"
        "  fix: leave --model-developed out"
    )


def test_a_slip_in_a_licensee_is_suggested_and_a_dispute_said(ask: Ask) -> None:
    slip = NoPartyUsesSlip(given="clod", near="cloud")
    assert slip in ask(use(licensee="clod"), "2024-05-01", **READ).notes
    assert str(slip) == (
        "'clod' is no party (did you mean 'cloud'?); as anybody else, it may use this only under a licence"
    )
    disputed = {"type": "determination-disputed", "determination": "dawn", "by": "cloud", "at": "2024-06-03"}
    found = ask(use("later"), "2024-08-01", DECLARED, CLOSED, disputed, LATER, **READ)
    (barred,) = [cited.why for cited in found.deciding]
    assert barred == BarsModelDisputed(day=date(2024, 6, 1), determination="dawn", state="determined")
    assert str(barred) == "bars models developed after 2024-06-01, when dawn was determined, which is disputed"


def test_only_the_licensor_of_what_is_used_closes_it(ask: Ask) -> None:
    assert ask(use("later"), "2024-08-01", DECLARED, CLOSED | {"by": "cloud"}, LATER, **READ).outcome == "permitted"
    early = CLOSED | {"at": "2024-05-01"}
    assert ask(use("later"), "2024-08-01", early, DECLARED, LATER, **READ).outcome == "permitted"


def test_what_comes_back_to_the_licensor_stays_its_own(ask: Ask, pact_text: str) -> None:
    ended = load(pact_text.replace("survives: [licence]", "survives: []"))
    assert ask(use(licensee="lab"), "2031-01-01", text=ended).outcome == "ungoverned"
    assert ask(use(), "2031-01-01", text=ended).outcome == "forbidden"


def test_what_no_event_declares_is_told_in_plain_words(ask: Ask, on: On) -> None:
    later = use(developed=on("2024-07-01"))
    undeclared = ask(later, "2024-08-01", **READ)
    assert NoDeclaration(determination="dawn") in [cited.why for cited in undeclared.clauses]
    listed = ask(later, "2024-08-01", DECLARED, CLOSED, shared="alone", which="listed")
    assert ListsNoModels() in [cited.why for cited in listed.clauses]
    reversed_ = {"type": "determination-reversed", "by": "lab", "determination": "dawn", "at": "2024-06-10"}
    assert "dawn is not determined: reversed" in [
        str(cited.why) for cited in ask(later, "2024-08-01", DECLARED, CLOSED, reversed_, **READ).clauses
    ]
