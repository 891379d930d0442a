"""The decisions of a day: a row for each question that can be asked, and sets that hold each outcome alone."""

from datetime import UTC, datetime
from itertools import product

from tests.verification.sound import agreement

from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.verification.exports.decision_table import DecisionTable, decision_table, outcome_sets

AT = datetime(2025, 1, 1, tzinfo=UTC)


def question_of_words(table: DecisionTable, words: tuple[str, ...]) -> Asked:
    """Return the question of a row."""
    workload, customer, *rest, provider, capacity = words
    dimensions = dict(zip(table.columns[2:-2], rest, strict=True))
    return Asked((workload,), provider, customer, capacity, dimensions=dimensions)


def test_every_question_is_answered_as_decide_answers() -> None:
    text = agreement()
    table = decision_table(text, Record(), AT)
    assert table.columns == ("workload", "customer", "provider", "capacity") and table.version == "base"
    assert len({row.words for row in table.rows}) == len(table.rows) == 2 * (4 * 4 - 1)
    for row in table.rows:
        found = decide(text, Record(), question_of_words(table, row.words), AT)
        assert (row.outcome, row.marks) == (found.outcome, found.marks)
        assert row.deciding == tuple(sorted(one.reference for one in found.deciding))


def test_sets_hold_each_question_under_its_outcome_and_no_other() -> None:
    table = decision_table(agreement(), Record(), AT)
    told = [(words, outcome) for outcome, held in outcome_sets(table) for words in product(*held.values())]
    assert {words for words, _ in told} == {row.words for row in table.rows}
    outcomes = {row.words: row.outcome for row in table.rows}
    assert all(outcomes[words] == outcome for words, outcome in told)
