"""Batches taken in: the first rows that bar, the rows that cannot be judged, strange words."""

from datetime import timedelta
from decimal import Decimal

from tests.oracle.second import Ask
from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of
from tests.rights.table.asking_both import Questions, batch_of

from firstcall.rights.question import Asked
from firstcall.rights.table.table import table_of
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.findings import facts_of_audit, month_name
from firstcall.verification.audit.judged import AuditFacts, Origin, RowSum

AT = day("2024-06-29")
ASKS = (
    Ask("train", "home", quantity=Decimal(1)), Ask("bake", "home"), Ask("serve", "rival", quantity=Decimal("2.5")),
    Ask("train", "Kestrel"), Ask("serve", "rival"), Ask("train", "home", "moon"), Ask("train", "rival"),
)  # fmt: skip
QUESTIONS = [(ask, AT + timedelta(days=n)) for n, ask in enumerate(ASKS)]


def audited(*batches: Questions) -> AuditFacts:
    auditor, row = Auditor(table_of(berth(SOLE, ROUTE, FIRST), record_of())), 1
    for batch in batches:
        auditor.take(batch_of(auditor.table, batch), Origin("log", row))
        row += len(batch)
    return facts_of_audit(auditor)


def test_the_facts() -> None:
    facts = audited(QUESTIONS)
    assert (facts.rows, facts.judged, facts.barred) == (7, 5, 4)
    assert dict(facts.outcomes) == {
        "ungoverned": RowSum(1, Decimal(1)), "offer-first": RowSum(2, Decimal(0)),
        "consent-first": RowSum(2, Decimal("2.5")),
    }  # fmt: skip
    assert [(name, outcome, amount.rows) for name, outcome, amount in facts.clauses] == [
        ("first@base", "offer-first", 2), ("sole@base", "consent-first", 2)]  # fmt: skip
    assert [(month, outcome, amount.rows) for month, outcome, amount in facts.months] == [
        ("2024-06", "ungoverned", 1), ("2024-07", "offer-first", 2), ("2024-07", "consent-first", 2)]  # fmt: skip
    assert [(one.fault, [origin.row for origin in one.rows]) for one in facts.unjudged] == [
        ("unknown workload", [2]), ("unknown customer", [6])]  # fmt: skip
    assert [(one.column, one.word, one.rows, one.first.row) for one in facts.strange] == [
        ("customer", "moon", 1, 6), ("provider", "Kestrel", 1, 4), ("workload", "bake", 1, 2)]  # fmt: skip
    assert [one.near for one in facts.strange] == [None, None, None]


def test_what_a_strange_word_was_likely_meant_to_be() -> None:
    """Of what the agreement lists, not of names of the record: contract K-9 is not K-1 mistyped."""
    asks = [Ask("trian", "rival"), Ask("train", "Rival")]
    facts = audited([(ask, AT + timedelta(days=n)) for n, ask in enumerate(asks)])
    assert [(one.word, one.near) for one in facts.strange] == [("Rival", "rival"), ("trian", "train")]
    auditor = Auditor(table_of(berth(SOLE, ROUTE, FIRST), record_of()))
    assert auditor.near("contract", "K-9") is None


def test_each_kind_of_breach_has_its_first_row_as_it_was_asked() -> None:
    first, second = audited(QUESTIONS).breaches
    assert (first.first, first.amount, first.verdict.deciding) == (
        Origin("log", 3), RowSum(2, Decimal("2.5")), ("sole@base",))  # fmt: skip
    assert first.asked == Asked(("serve",), "rival", quantity=Decimal("2.5"))
    assert first.at == AT + timedelta(days=2)
    assert second.first.row == 4 and second.asked.provider == "Kestrel"


def test_the_batches_change_nothing() -> None:
    whole, parted = audited(QUESTIONS), audited(*([one] for one in QUESTIONS))
    assert whole == parted


def test_the_order_changes_the_first_rows_alone() -> None:
    there, back = audited(QUESTIONS), audited(QUESTIONS[::-1])
    assert there.checksum == back.checksum and there.outcomes == back.outcomes
    assert there.breaches != back.breaches


def test_another_answer_is_another_checksum() -> None:
    assert audited(QUESTIONS).checksum != audited(QUESTIONS[1:]).checksum
    assert audited([(Ask("train", "home"), AT)]).checksum != audited([(Ask("train", "own"), AT)]).checksum


def test_the_certificate_tells_what_stands_behind_the_answers() -> None:
    held = audited(QUESTIONS).certificate
    assert (held.judged, held.answers) == (5, 5) and held.sets and len(held.digest) == 64


def test_months_are_named() -> None:
    assert month_name(124 * 12 + 11) == "2024-12"
