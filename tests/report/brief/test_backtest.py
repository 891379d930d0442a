"""Transactions under the agreement of their day, and the matrix: the same answers as one question at a time."""

from datetime import datetime
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.terms import terms
from firstcall.dates import parse_instant, parse_when, zone
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.transactions import Transaction, read_transactions
from firstcall.report.brief.backtest import back_test, counted_legs, leg_outcomes, matrix
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.rights.table.answering import Answering

Files = tuple[Agreement, Record, tuple[Transaction, ...]]


@pytest.fixture(scope="module", params=["microsoft-openai", "wiraksa"])
def files(request: pytest.FixtureRequest, root: Path) -> Files:
    folder = root / "examples" / str(request.param)
    return (
        load((folder / "agreement.yaml").read_bytes()),
        read_record((folder / "record.jsonl").read_bytes()),
        read_transactions((folder / "transactions.csv").read_text(encoding="utf-8"), "transactions.csv"),
    )


def test_every_leg_is_judged_on_its_day(files: Files) -> None:
    agreement, record, transactions = files
    judged = back_test(transactions, agreement, record)
    days = [parse_when(item.transaction.when, zone(agreement.timezone)).first for item in judged]
    assert days == sorted(days) and {item.transaction for item in judged} == set(transactions)
    for item in judged:
        when = parse_when(item.transaction.when, zone(agreement.timezone))
        text = terms(agreement, when.first)
        version = text.version.id if text.version else None
        if when.end is None:
            assert item.version == version
        asked = item.transaction.workloads or text.definitions.workloads
        assert [workload for workload, _ in item.answers] == list(asked)
        assert item.told == bool(item.transaction.workloads)


def test_the_matrix_is_each_question_by_itself(files: Files) -> None:
    agreement, record, _ = files
    where = zone(agreement.timezone)
    at: datetime = parse_instant("2025-09-15", where)
    found = matrix(agreement, record, at)
    assert [workload for workload, _ in found] == list(terms(agreement, at).definitions.workloads)
    for workload, answers in found:
        for provider, verdict in answers:
            asked = Asked((workload,), provider)
            assert decide(agreement, record, asked, parse_when("2025-09-15", where)).outcome == verdict.outcome


def test_parts_are_counted_by_their_answer_and_what_turns_on_an_untold_use_is_counted_apart(files: Files) -> None:
    agreement, record, transactions = files
    judged = back_test(transactions, agreement, record)
    counted = counted_legs(judged)
    assert (counted.transactions, counted.parts) == (len({item.id for item in transactions}), len(transactions))
    assert sum(n for _, n in counted.answers) + counted.by_use == counted.parts
    several = [leg for leg in judged if not leg.told and len({one.outcome for _, one in leg.answers}) > 1]
    assert counted.by_use == len(several)
    barred = dict(counted.answers).get("forbidden", 0)
    assert barred == sum(any(one.outcome == "forbidden" for _, one in leg.answers) for leg in judged) - sum(
        any(one.outcome == "forbidden" for _, one in leg.answers) for leg in several
    )


def test_outcomes_alone_are_those_of_the_decisions(files: Files) -> None:
    agreement, record, transactions = files
    answering = Answering(agreement, record)
    for judged in back_test(transactions, agreement, record):
        told = {workload: decision.outcome for workload, decision in judged.answers}
        assert leg_outcomes(judged.transaction, answering) == told
