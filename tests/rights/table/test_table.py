"""The table and `decide` agree: on both examples, and on partnerships made up by the hundred."""

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from tests.oracle.domain import CAPACITIES, Domain
from tests.oracle.second import Second
from tests.oracle.slow_text import read_happenings
from tests.oracle.small import Case
from tests.rights.table.asking_both import Questions, at_all, differing, instants_of, numbers_of
from tests.rights.table.made_up import harder, questions, spread

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.errors import AgreementError, QuestionError
from firstcall.record.journal.journal import Record, read_record
from firstcall.rights.table.table import Table, table_of
from firstcall.rights.table.verdicts import Unasked, Verdict

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FOLDERS = ("microsoft-openai", "wiraksa")


@cache
def opened(folder: str) -> tuple[Agreement, Record, Table]:
    raw, lines = (EXAMPLES / folder / name for name in ("agreement.yaml", "record.jsonl"))
    agreement, record = load(raw.read_bytes()), read_record(lines.read_bytes())
    return agreement, record, table_of(agreement, record)


@cache
def domain(folder: str) -> Domain:
    raw, lines = (EXAMPLES / folder / name for name in ("agreement.yaml", "record.jsonl"))
    return Domain(Second(raw.read_bytes(), read_happenings(lines.read_bytes())))


def drawn(held: Questions, most: int) -> Questions:
    """So many of the questions, the same every time; all of them where they are few."""
    return held if len(held) <= most else random.Random(1).sample(held, most)


@pytest.mark.parametrize("folder", FOLDERS)
def test_capacity_of_an_example(folder: str) -> None:
    agreement, record, table = opened(folder)
    every = [pair for capacity in CAPACITIES for pair in domain(folder).about_capacity(capacity)]
    assert every and differing(agreement, record, drawn(every, 6000), table=table) == []


def test_offers_and_contracts_of_an_example() -> None:
    agreement, record, table = opened("wiraksa")
    every = [*domain("wiraksa").about_offers(), *domain("wiraksa").about_contracts()]
    assert differing(agreement, record, drawn(every, 8000), table=table) == []


def test_what_was_known_then() -> None:
    agreement, record, _ = opened("wiraksa")
    known = parse_instant("2025-06-01", zone("UTC"))
    every = [*domain("wiraksa").about_contracts(), *domain("wiraksa").about_capacity(None)]
    assert differing(agreement, record, drawn(every, 2500), known) == []


def test_a_point_that_is_chosen_is_read_that_way() -> None:
    agreement, record, _ = opened("microsoft-openai")
    point = next(point for point in agreement.readings if point.id == "api-scope")
    other = next(name for name in point.alternatives if name != point.base)
    every = drawn(list(domain("microsoft-openai").about_capacity(None)), 400)
    both = [table_of(agreement, record, None, {point.id: name}) for name in (point.base, other)]
    answers = [[table.answer(number) for number in numbers_of(table, every)] for table in both]
    assert answers[0] != answers[1]


@settings(
    max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(harder(), st.data())
def test_made_up_partnerships(case: Case, data: st.DataObject) -> None:
    try:
        agreement, record = case.agreement(), case.record()
    except AgreementError:  # read that way, a clause ends before it begins
        reject()
    table = table_of(agreement, record)
    instants = instants_of(table)
    chosen = data.draw(st.lists(st.sampled_from(instants), min_size=12, max_size=24))
    asks = data.draw(questions(case))
    assert differing(agreement, record, at_all(asks, [*chosen, *spread()[::7]]), table=table) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_class_of_capacity_is_judged(folder: str) -> None:
    agreement, record, _ = opened(folder)
    table = table_of(agreement, record)
    if folder == "wiraksa":  # four quarters of a million classes; a stretch of them tells enough
        table.judge(range(table.cases[0].start, table.cases[0].start + 4000))
    else:
        table.whole()
    answers = {type(answer) for answer in table.answers}
    assert answers == {Verdict, Unasked}


def test_a_table_that_would_be_too_large_is_refused_by_what_makes_it_large() -> None:
    agreement, record, _ = opened("wiraksa")
    with pytest.raises(QuestionError) as refused:
        table_of(agreement, record, most=1000)
    told = str(refused.value)
    assert "at most 1,000 are kept" in told and "instants" in told and "providers" in told and "mend:" in told
