"""The table and `decide` agree: on both examples, and on partnerships made up by the hundred."""

import os
import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from tests.oracle.domain import CAPACITIES, Domain
from tests.oracle.second import Ask, Second
from tests.oracle.slow_text import read_happenings
from tests.oracle.small import Case
from tests.rights.table.asking_both import Questions, asked, at_all, differing, instants_of, numbers_of, told
from tests.rights.table.made_up import harder, questions, spread

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.errors import AgreementError, QuestionError
from firstcall.record.journal.journal import Record, read_record
from firstcall.rights.decide import decide
from firstcall.rights.table.class_questions import UnknownWord
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
def test_every_class_of_capacity(folder: str) -> None:
    """Each class is asked of `decide` by what stands for it; of the large example a part, or all on demand."""
    agreement, record, table = opened(folder)
    case, step = table.cases[0], 1 if folder == "microsoft-openai" or os.environ.get("FIRSTCALL_WHOLE") else 211
    judged = 0
    for number in table.whole() if step == 1 else range(case.start, case.start + case.size, step):
        parts, at = table.parts(number)
        words = (parts.workload, parts.customer, parts.capacity, *parts.dimensions.values())
        if any(isinstance(word, UnknownWord) for word in words):
            assert isinstance(table.answer(number), Unasked)
            continue
        dims = tuple((name, str(word)) for name, word in parts.dimensions.items() if word is not None)
        given = [None if word is None else str(word) for word in words[:3]]
        ask = Ask(given[0] or "", parts.provider, given[1], given[2], None, parts.quantity, dims=dims)
        looked_up = table.answer(number)
        try:
            assert told(decide(agreement, record, asked(ask), at)) == looked_up, (ask, at)
        except QuestionError:
            assert isinstance(looked_up, Unasked), (ask, at)
        judged += isinstance(looked_up, Verdict)
    assert judged > 1000


EXCEPTED = """
schema: firstcall/agreement/1
id: bans
title: Bans with exceptions
timezone: Europe/Berlin
calendar: DE
parties: {ministry: {name: M, role: grantor}, operator: {name: O, role: holder}}
providers: {sites: {operator: operator}, cloud: {operator: third_party}, own: {operator: ministry}}
definitions:
  workloads: [records, training, pages]
  customers: [public, internal]
  dimensions: {region: [home, union, elsewhere]}
effective: 2026-03-01
clauses:
  - {id: region, type: prohibition, acts: [run], scope: {workloads: [records]}, except: {region: [home]}}
  - {id: place, type: prohibition, acts: [sign], except: [{providers: [sites]}, {workloads: [pages]}]}
  - {id: whom, type: prohibition, acts: [sign, run], scope: {workloads: [pages]}, except: {customers: [internal]}}
  - {id: own, type: prohibition, acts: [run], scope: {workloads: [training]}, except: {mode: [own_build, holder]}}
"""


def test_what_only_an_exception_tells_apart_is_told_apart() -> None:
    agreement, record = load(EXCEPTED.encode()), Record()
    at = parse_instant("2026-04-01", zone("UTC"))
    every = [
        (Ask(workload, provider, customer, capacity, None, dims=(("region", region),)), at)
        for workload in ("records", "training", "pages") for provider in ("sites", "cloud", "own", "elsewhere")
        for customer in (None, "public", "internal") for capacity in (None, "new", "existing")
        for region in ("home", "union", "elsewhere")
    ]  # fmt: skip
    assert differing(agreement, record, every) == []


def test_a_table_that_would_be_too_large_is_refused_by_what_makes_it_large() -> None:
    agreement, record, _ = opened("wiraksa")
    with pytest.raises(QuestionError) as refused:
        table_of(agreement, record, most=1000)
    told = str(refused.value)
    assert "at most 1,000 are kept" in told and "instants" in told and "providers" in told and "fix:" in told
