"""Laws of decisions, on small agreements and records made up by Hypothesis."""

from datetime import datetime, timedelta
from re import sub
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.oracle.second import Ask
from tests.oracle.small import BASIS, Case, cases, clauses, entered, in_order, moment

from firstcall.errors import AgreementError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES, Decision
from firstcall.rights.judge.effect_reasons import ClearedWhenSigned
from firstcall.rights.question import Asked
from firstcall.rights.receipt import receipt

examples = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def asked(ask: Ask) -> Asked:
    return Asked(
        (ask.workload,), ask.provider, ask.customer, ask.capacity, ask.signed, ask.quantity, ask.offer, ask.contract,
        ask.tranche, None, dict(ask.dims),
    )  # fmt: skip


def answers(case: Case, record: Record | None = None, known: datetime | None = None) -> list[Decision]:
    agreement, held = case.agreement(), case.record() if record is None else record
    return [decide(agreement, held, asked(ask), at, known) for ask, at in case.asks]


def rank(decision: Decision) -> int:
    return OUTCOMES.index(decision.outcome)


def content(decision: Decision) -> tuple[Any, ...]:
    clauses = sorted((cited.clause, cited.role, cited.other or "", str(cited.why)) for cited in decision.clauses)
    acts = [(act.act, act.outcome) for act in decision.acts]
    return decision.outcome, sorted(decision.marks), acts, clauses, decision.facts, decision.hindsight


@settings(examples, max_examples=100, phases=[Phase.explicit, Phase.generate])
@given(cases(late=True))
def test_both_evaluators_agree(case: Case) -> None:
    agreement, record, second = case.agreement(), case.record(), case.second()
    for ask, at in case.every_question():
        decision, want = decide(agreement, record, asked(ask), at), second.answer(ask, at)
        assert (decision.outcome, set(decision.marks)) == (want.outcome, want.marks), (ask, at)


@examples
@given(cases(), clauses(7, approvals=False))
def test_adding_a_restriction_never_frees(case: Case, more: dict[str, Any]) -> None:
    case = case.but(asks=tuple(pair for pair in case.asks if pair[0].contract is None))
    stricter = case.but(raw={**case.raw, "clauses": [*case.raw["clauses"], more]})
    for before, after in zip(answers(case), answers(stricter), strict=True):
        assert rank(after) >= rank(before)


OPTION_ACTS: tuple[dict[str, Any], ...] = (
    {"renew": {"n": 1, "unit": "year"}}, {"extend_to": "2031-12-31"}, {"terminate": {"wind_down": {"n": 30}}},
    {"terminate": {"cause": {"event": "default"}}},
)  # fmt: skip


@examples
@given(cases(), st.sampled_from(OPTION_ACTS), st.sampled_from(["gus", "hal"]))
def test_an_option_that_nobody_exercised_changes_no_answer(case: Case, does: dict[str, Any], by: str) -> None:
    """Of the term or of any clause that ends, with whatever else the text has: the whole answer is the same."""
    ending = [clause["id"] for clause in case.raw["clauses"] if isinstance(clause.get("until"), str)]
    of = ["term"] if any(clause["type"] == "term" for clause in case.raw["clauses"]) else ending[:1]
    assume(of)
    other = next(name for name in case.raw["parties"] if name != by)
    option = {"id": "choice", "type": "option", "by": by, "of": of, "notice": {"to": other}, "basis": BASIS, **does}
    words = {**case.raw["definitions"], "events": [*case.raw["definitions"].get("events", []), "default"]}
    wider = case.but(raw={**case.raw, "definitions": words, "clauses": [*case.raw["clauses"], option]})
    try:
        wider.agreement()
    except AgreementError:
        assume(False)  # what it is about has no such end to move
    for before, after in zip(answers(case), answers(wider), strict=True):
        assert content(after) == content(before)


@examples
@given(cases(approvals=False))
def test_consent_never_satisfies_a_first_refusal(case: Case) -> None:
    """A consent that names every clause, first refusals too, lifts none of them; one that yielded may come to stand."""
    ids = [clause["id"] for clause in case.raw["clauses"] if clause["type"] != "consent"]
    given_ = [
        {"type": "consent-given", "consent": f"all-{name}", "by": "hal", "at": moment(0, 1), "clauses": ids, **what}
        for name in ("rival", "third", "elsewhere")
        for what in ({"provider": name},)
    ]
    bare = [{key: value for key, value in event.items() if key != "id"} for event in case.events]
    consented = case.but(events=in_order([*given_, *bare]))
    for before, after in zip(answers(case), answers(consented), strict=True):
        assert refusals(before) <= refusals(after)


def refusals(decision: Decision) -> set[tuple[str, str]]:
    """What each first refusal says that no clause goes before."""
    stands = ("decides", "applies")
    held = [c for c in decision.clauses if c.type == "first_refusal" and c.role in stands]
    return {(c.clause, sub(r"\(e\d+\)", "", str(c.why))) for c in held}  # events are numbered anew


@examples
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_in_the_file_does_not_matter(case: Case, random: Any) -> None:
    held = list(case.raw["clauses"])
    random.shuffle(held)
    shuffled = case.but(raw={**case.raw, "clauses": held})
    for one, two in zip(answers(case), answers(shuffled), strict=True):
        assert (one.outcome, set(one.marks)) == (two.outcome, set(two.marks))
        assert {(c.clause, c.role, c.why) for c in one.clauses} == {(c.clause, c.role, c.why) for c in two.clauses}


@examples
@given(cases(late=True), st.sampled_from([None, 100, 200, 330]))
def test_an_answer_depends_only_on_what_had_happened_and_was_known(case: Case, known: int | None) -> None:
    known_at = None if known is None else datetime.fromisoformat(moment(known))
    agreement = case.agreement()
    for ask, at in case.asks:
        seen = tuple(
            event
            for event in case.events
            if datetime.fromisoformat(event["at"]) <= at
            and (known_at is None or datetime.fromisoformat(event["recorded"]) <= known_at)
        )
        signed = {event["contract"] for event in seen if event["type"] == "contract-signed"}
        made = {event["offer"] for event in seen if event["type"] in ("offer-received", "capacity-requested")}
        if {ask.contract} - {None} - signed or {ask.offer} - {None} - made:
            continue
        whole = decide(agreement, case.record(), asked(ask), at, known_at)
        assert content(whole) == content(decide(agreement, entered(seen), asked(ask), at, known_at))


@examples
@given(cases(late=True), st.integers(1, 200))
def test_a_signature_stays_cleared(case: Case, later: int) -> None:
    """What a signing was cleared of bars nothing later: not after the tail, nor after an amendment."""
    agreement, record = case.agreement(), case.record()
    signed = [event for event in case.events if event["type"] == "contract-signed"]
    assume(signed)
    for event in signed:
        at = datetime.fromisoformat(event["at"])
        question = Asked(("train",), contract=event["contract"])
        then = decide(agreement, record, question, at)
        now = decide(agreement, record, question, at + timedelta(days=later))
        if [act.act for act in now.acts] == ["run"]:
            assert not cleared(then) & barring(now), (event, then, now)


def cleared(decision: Decision) -> set[str]:
    return {cited.clause for cited in decision.clauses if isinstance(cited.why, ClearedWhenSigned)}


def barring(decision: Decision) -> set[str]:
    return set() if decision.free else {cited.clause for cited in decision.deciding}


@examples
@given(cases(late=True, approvals=False))
def test_what_is_entered_late_is_marked_where_it_changes_a_clearance(case: Case) -> None:
    """As known when the signing was entered and as known now, both are shown wherever they differ."""
    both = [{**clause, "acts": ["sign", "run"]} if clause["type"] == "exclusivity" else clause
            for clause in case.raw["clauses"]]  # fmt: skip
    case = case.but(raw={**case.raw, "clauses": both, "amendments": []})
    agreement, record = case.agreement(), case.record()
    for event in case.events:
        if event["type"] == "contract-signed":
            at, entered_at = (datetime.fromisoformat(event[key]) for key in ("at", "recorded"))
            question = Asked(("train",), contract=event["contract"])
            now = decide(agreement, record, question, at)
            then = decide(agreement, record, question, at, entered_at)
            if now.outcome != then.outcome:
                assert "hindsight" in now.marks and now.hindsight == then.outcome
            assert (now.hindsight is None) == ("hindsight" not in now.marks)


@examples
@given(cases(), st.randoms(use_true_random=False))
def test_equal_text_and_record_give_an_equal_receipt(case: Case, random: Any) -> None:
    held = list(case.raw["clauses"])
    random.shuffle(held)
    told = [{**held[0], "basis": {**BASIS, "note": "told otherwise"}}, *held[1:]]
    again, other = (case.but(raw={**case.raw, "clauses": clauses_}) for clauses_ in (held, told))
    for ask, at in case.asks:
        first, same, changed = (receipt_of(one, ask, at) for one in (case, again, other))
        assert first == same and first.id == same.id
        assert first.history != changed.history and first.id != changed.id


def receipt_of(case: Case, ask: Ask, at: datetime) -> Any:
    agreement, record = case.agreement(), case.record()
    question = asked(ask)
    return receipt(agreement, position(agreement, record, at), question, decide(agreement, record, question, at))
