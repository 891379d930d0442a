"""One act judged: what a signing cleared or left open goes with the capacity, until it is cured or its term ends."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.judge.effect_reasons import SpeaksOfAge
from firstcall.rights.judge.judge import Judged, doing_of, judge, judge_both, judge_run
from firstcall.rights.question import Asked, resolve

Held = Callable[..., Record]
On = Callable[[str], datetime]
Runs = Callable[..., Judged]
Event = Mapping[str, Any]
SIGNED: Event = {"type": "contract-signed", "contract": "k", "by": "gus", "provider": "rival", "at": "2024-03-01",
                 "tranches": [{"quantity": "5"}]}  # fmt: skip
CONSENT: Event = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"], "provider": "rival",
                  "at": "2024-02-01"}  # fmt: skip
REVOKED: Event = {"type": "consent-revoked", "consent": "yes", "by": "hal", "at": "2024-04-01"}
RATIFIED: Event = {"type": "consent-given", "consent": "later", "by": "hal", "clauses": ["sole"], "ratifies": ["k"],
                   "at": "2024-05-01"}  # fmt: skip
WAIVED: Event = {"type": "waiver-given", "contract": "k", "by": "hal", "at": "2024-05-01"}
STEP = """amendments:
  - id: second
    signed: 2024-04-01
    effective: 2024-04-01
    basis: {grade: agreed, source: deed}
    """


@pytest.fixture
def runs(held: Held, on: On) -> Runs:
    """Judges serving on the capacity of a contract on a day, its clearance as known by all that is recorded."""

    def run(text: Agreement, at: str, *events: Event, workload: str = "serve") -> Judged:
        here = position(text, held(*events), on(at))
        question, _ = resolve(Asked((workload,), contract="k"), here)
        return judge_run(doing_of(question, workload, "run"), {}, here, here.when(question.signed))

    return run


def said(found: Judged) -> dict[str, str]:
    return {item.held.clause.id: str(item.effect.why) for item, _, _ in found.weighed.parts}


def test_what_consent_cleared_at_the_signing_stays_cleared(runs: Runs) -> None:
    text = berth(SOLE, ROUTE)
    found = runs(text, "2024-06-01", CONSENT, SIGNED, REVOKED)
    assert found.weighed.outcome == "permitted"
    assert said(found) == {"sole": "cleared when it was signed: hal consented (yes)"}
    early = runs(text, "2024-06-01", CONSENT, dict(REVOKED) | {"at": "2024-02-15"}, SIGNED)
    assert early.weighed.outcome == "consent-first"


def test_what_was_signed_without_consent_stays_open_after_the_clause_has_ended(runs: Runs) -> None:
    text = berth(SOLE[:-1] + ", until: 2024-04-30}", ROUTE)
    for at in ("2024-04-01", "2024-06-01"):
        found = runs(text, at, SIGNED)
        assert found.weighed.outcome == "consent-first"
        assert said(found)["sole"].startswith("signed without clearance: only at home unless hal consents")


def test_a_ban_with_no_way_to_consent_is_judged_on_the_day_of_use(runs: Runs) -> None:
    text = berth(SOLE[:-1] + ", until: 2024-04-30}")
    assert runs(text, "2024-04-30", SIGNED).weighed.outcome == "forbidden"
    assert runs(text, "2024-05-01", SIGNED).weighed.outcome == "ungoverned"


def test_a_ratification_cures_from_its_day_on(runs: Runs) -> None:
    text = berth(SOLE, ROUTE)
    assert runs(text, "2024-04-30", SIGNED, RATIFIED).weighed.outcome == "consent-first"
    found = runs(text, "2024-05-01", SIGNED, RATIFIED)
    assert (found.weighed.outcome, said(found)) == (
        "permitted", {"sole": "signed without clearance, and cured since (e2)"},
    )  # fmt: skip
    stranger = dict(RATIFIED) | {"by": "gus"}
    assert runs(text, "2024-05-01", SIGNED, stranger).weighed.outcome == "consent-first"


def test_a_waiver_cures_a_first_refusal_passed_over(runs: Runs) -> None:
    text = berth(FIRST)
    found = runs(text, "2024-04-30", SIGNED, WAIVED)
    assert found.weighed.outcome == "offer-first"
    assert said(found)["first"].startswith("signed without clearance: signed without hal having been offered")
    found = runs(text, "2024-05-01", SIGNED, WAIVED)
    assert (found.weighed.outcome, said(found)) == (
        "permitted", {"first": "signed without clearance, and cured since (e2)"},
    )  # fmt: skip
    ended = berth(FIRST[:-1] + ", until: 2024-04-30}")
    assert runs(ended, "2024-05-01", SIGNED).weighed.outcome == "offer-first"
    assert runs(ended, "2024-05-01", SIGNED, WAIVED).weighed.outcome == "ungoverned"
    assert runs(text, "2024-05-01", SIGNED, dict(WAIVED) | {"by": "gus"}).weighed.outcome == "offer-first"


def test_a_consent_never_satisfies_a_first_refusal(runs: Runs) -> None:
    found = runs(berth(SOLE, ROUTE, FIRST), "2024-06-01", CONSENT, SIGNED)
    assert found.weighed.outcome == "offer-first"
    assert found.signed is not None
    assert found.signed.told() == (("first", "offer"), ("sole", "cleared"))


def test_a_clause_added_later_applies_unless_its_line_spares_the_capacity(runs: Runs) -> None:
    late = berth(FIRST.replace("mode: [third_party]", "workloads: [train]"),
                 amendments=f"{STEP}add: [{SOLE}]\n")  # fmt: skip
    assert runs(late, "2024-03-31", SIGNED).weighed.outcome == "ungoverned"
    assert runs(late, "2024-04-01", SIGNED).weighed.outcome == "forbidden"
    spared = SOLE.replace("{workloads: [serve]}", "{workloads: [serve], age: new}, since: 2024-04-01")
    found = runs(berth(BUILD, amendments=f"{STEP}add: [{spared}]\n"), "2024-04-01", SIGNED)
    assert found.weighed.outcome == "ungoverned"
    assert ("sole", SpeaksOfAge(age="new")) in {(held.clause.id, why) for held, why in found.missed}


def test_after_the_term_only_what_survives_is_carried(runs: Runs) -> None:
    over = "{id: term, type: term, until: 2024-04-30}"
    assert runs(berth(FIRST, over), "2024-04-30", SIGNED).weighed.outcome == "offer-first"
    assert runs(berth(FIRST, over), "2024-05-01", SIGNED).weighed.outcome == "ungoverned"
    kept = over[:-1] + ", survives: [first]}"
    assert runs(berth(FIRST, kept), "2024-05-01", SIGNED).weighed.outcome == "offer-first"


def test_an_act_of_today_is_judged_by_each_clause_that_reaches_it(held: Held, on: On) -> None:
    text = berth(SOLE[:-1] + ", acts: run}", FIRST)
    here = position(text, held(), on("2024-06-01"))
    question, _ = resolve(Asked(("serve",), "rival"), here)
    sign, run = judge_both(question, "serve", {}, here)
    assert (sign.doing.act, sign.weighed.outcome) == ("sign", "offer-first")
    assert (run.doing.act, run.weighed.outcome) == ("run", "forbidden")
    elsewhere, _ = resolve(Asked(("serve",), "own"), here)
    assert [held.clause.id for held, _ in judge(doing_of(elsewhere, "serve", "sign"), {}, here).missed] == ["first"]


def test_one_judgement_serves_both_acts_only_where_all_speak_alike(held: Held, on: On) -> None:
    for text in (berth(SOLE, BUILD), berth(SOLE[:-1] + ", acts: sign}", BUILD), berth(SOLE, FIRST)):
        here = position(text, held(), on("2024-06-01"))
        for provider in ("rival", "own", "home"):
            question, _ = resolve(Asked(("serve",), provider), here)
            sign, run = judge_both(question, "serve", {}, here)
            assert run.doing == doing_of(question, "serve", "run")
            assert sign == judge(sign.doing, {}, here)
            assert run.weighed == judge(run.doing, {}, here).weighed
