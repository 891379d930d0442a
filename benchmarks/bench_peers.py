"""The questions of one day, asked of Firstcall and of other engines under the same decisions; every answer compared.

Many at once, by coded columns: Firstcall's table, DuckDB joining the exported relation, OpenFisca's vectors. One by
one: `decide`, which also cites clauses and facts and says what they rest on, Cedar under the exported policies, and
CEL. The peers get decisions that are made already: they look up which set of words a question is in, do less than
`decide`, and know nothing of other days, offers or contracts. OpenFisca and CEL run in an environment of their own.
"""

import json
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, read_record
from firstcall.report.exports.engines_text import cedar_export, sql_export
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES
from firstcall.rights.question import Asked
from firstcall.rights.table.axes.lookup import micros
from firstcall.rights.table.locating import Batch, Column, Locator
from firstcall.rights.table.table import table_of
from firstcall.rights.table.verdicts import Verdict
from firstcall.verification.exports.decision_table import DecisionTable, ExportedAnswer, decision_table, outcome_sets
from run import Case

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "microsoft-openai"
PEERS = ROOT / ".venv" / "peers" / "bin" / "python"
DAY = "2025-01-21"
MANY, SINGLE = 200_000, 500
Rows = Sequence[ExportedAnswer]


class Apart:
    """Engines in an environment of their own, spoken to line by line: questions are loaded once, then asked."""

    def __init__(self, table: DecisionTable, rows: Rows) -> None:
        # the program and its script are this file's own neighbours
        self._process = subprocess.Popen(
            [str(PEERS), str(Path(__file__).with_name("peer_engines.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        sets = [{"outcome": OUTCOMES.index(outcome), "words": words} for outcome, words in outcome_sets(table)]
        self._say({"columns": table.columns, "sets": sets, "questions": [row.words for row in rows]})

    def answers(self, engine: str) -> list[int]:
        """The place in OUTCOMES of each answer; asked for once, to be compared."""
        found: list[int] = self._say({"engine": engine, "tell": True})
        return found

    def ask(self, engine: str) -> object:
        """Have every question answered."""
        return self._say({"engine": engine, "tell": False})

    def _say(self, message: object) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the other process."""
        self._process.terminate()
        self._process.wait()


def asked_of(table: DecisionTable, words: Sequence[str]) -> Asked:
    """The question that a row of the exported decisions answers."""
    held = dict(zip(table.columns, words, strict=True))
    workload, customer, provider, capacity = (held.pop(name) for name in table.columns[:4])
    return Asked((workload,), provider, customer, capacity, dimensions=held)


def looked_up(agreement: Agreement, record: Record, table: DecisionTable, rows: Rows) -> Callable[[], Any]:
    """The table's own way: coded columns to outcomes."""
    held = table_of(agreement, record)
    columns: dict[str, Column] = {}
    for place, name in enumerate(table.columns):
        codes = {word: code for code, word in enumerate(dict.fromkeys(row.words[place] for row in rows))}
        indices = numpy.array([codes[row.words[place]] for row in rows], dtype=numpy.int32)
        columns[name] = Column((*codes, None), indices)
    batch = Batch(numpy.full(len(rows), micros(table.at)), None, columns)
    locator = Locator(held)
    held.judge(numpy.unique(locator.locate(batch).numbers).tolist())
    places = [OUTCOMES.index(one.outcome) if isinstance(one, Verdict) else -1 for one in held.answers]
    outcomes = numpy.where(held.by_class < 0, -1, numpy.array(places).take(held.by_class, mode="clip"))
    return lambda: locator.locate(batch).of(outcomes)


def joined(table: DecisionTable, rows: Rows) -> Callable[[], Any]:
    """DuckDB: the questions joined with the exported relation on every column, outcomes as numbers."""
    import duckdb  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    connection = duckdb.connect()
    connection.execute(sql_export(table))
    columns = {name: pa.array([row.words[place] for row in rows]) for place, name in enumerate(table.columns)}
    connection.register("given", pa.table({**columns, "row": range(len(rows))}))
    connection.execute("CREATE TABLE asked AS SELECT * FROM given")
    order = ", ".join(f"('{outcome}', {place})" for place, outcome in enumerate(OUTCOMES))
    on = " AND ".join(f'd."{name}" = a."{name}"' for name in table.columns)
    places = f"(VALUES {order}) o(outcome, place)"
    query = f"SELECT a.row, o.place FROM asked a JOIN decision d ON {on} JOIN {places} USING (outcome)"

    def run() -> Any:
        found = connection.execute(query).fetchnumpy()
        outcomes = numpy.empty(len(rows), dtype=numpy.int64)
        outcomes[found["row"]] = found["place"]
        return outcomes

    return run


def cedar(table: DecisionTable, rows: Rows) -> tuple[Callable[[], list[int]], Callable[[], str]]:
    """Cedar under the exported policies, asked for every outcome until one is allowed; and the time in its engine."""
    from cedarpy import Entities, PolicySet, is_authorized_batch  # noqa: PLC0415

    policies, entities = PolicySet.from_str(cedar_export(table)), Entities.from_json_str("[]")
    requests = [
        {"principal": 'Party::"grantor"', "action": f'Action::"{outcome}"', "resource": 'Capacity::"one"',
         "context": dict(zip(table.columns, row.words, strict=True))}
        for row in rows for outcome in OUTCOMES
    ]  # fmt: skip
    spent: list[int] = []

    def run() -> list[int]:
        results = is_authorized_batch(requests, policies, entities)
        spent.append(sum(result.metrics["authz_duration_micros"] for result in results))
        allowed = [result.allowed for result in results]
        return [allowed[start : start + len(OUTCOMES)].index(True) for start in range(0, len(allowed), len(OUTCOMES))]

    return run, lambda: f"  Cedar's own count of its engine's time: {min(spent) / 1000:.3f} ms"


def same(name: str, got: Sequence[int], want: Sequence[int]) -> None:
    """Fail where an engine answers otherwise than the decisions it was given."""
    differ = [place for place, (one, other) in enumerate(zip(got, want, strict=True)) if one != other]
    assert not differ, f"{name} answers {len(differ)} of {len(want)} questions otherwise"


def cases() -> Iterator[Case]:
    """Many questions at once, and some one by one; the engines apart only where `make bench` has set them up."""
    agreement = load((FOLDER / "agreement.yaml").read_bytes())
    record = read_record((FOLDER / "record.jsonl").read_bytes())
    table = decision_table(agreement, record, parse_instant(DAY, zone(agreement.timezone)))
    rows = random.Random(1).choices(table.rows, k=MANY)
    want = [OUTCOMES.index(row.outcome) for row in rows]
    yield from _at_once(agreement, record, table, rows, want)
    yield from _one_by_one(agreement, record, table, rows[:SINGLE], want[:SINGLE])


def _at_once(agreement: Agreement, record: Record, table: DecisionTable, rows: Rows, want: list[int]) -> Iterator[Case]:
    ours, join = looked_up(agreement, record, table, rows), joined(table, rows)
    peers: dict[str, Callable[[], object]] = {"DuckDB, joined": join}
    known, places = numpy.array([OUTCOMES.index(row.outcome) for row in table.rows]), {}
    for place, row in enumerate(table.rows):
        places[row.words] = place
    held = numpy.array([places[row.words] for row in rows])
    with _apart(table, rows) as apart:
        if apart is not None:
            same("OpenFisca", apart.answers("openfisca"), want)
            peers["OpenFisca, vectors"] = partial(apart.ask, "openfisca")
        same("the table", ours().tolist(), want)
        same("DuckDB", join().tolist(), want)
        yield Case(f"peers: {MANY:,} coded questions of one day", ours=ours, floor=lambda: known.take(held),
                   peers=peers, rounds=5, answers=MANY)  # fmt: skip


def _one_by_one(
    agreement: Agreement, record: Record, table: DecisionTable, rows: Rows, want: list[int]
) -> Iterator[Case]:
    asked = [asked_of(table, row.words) for row in rows]
    known = {row.words: OUTCOMES.index(row.outcome) for row in table.rows}
    with_cedar, spent = cedar(table, rows)
    peers: dict[str, Callable[[], object]] = {"Cedar, policies": with_cedar}

    def ours() -> list[int]:
        return [OUTCOMES.index(decide(agreement, record, question, table.at).outcome) for question in asked]

    with _apart(table, rows) as apart:
        if apart is not None:
            same("CEL", apart.answers("cel"), want)
            peers["CEL, one expression"] = partial(apart.ask, "cel")
        same("decide", ours(), want)
        same("Cedar", with_cedar(), want)
        name = f"peers: {SINGLE:,} questions of one day, one by one, ours explained and under every reading"
        yield Case(name, ours=ours, floor=lambda: [known[row.words] for row in rows], peers=peers, rounds=3,
                   answers=SINGLE, told=lambda: (spent(),))  # fmt: skip


@contextmanager
def _apart(table: DecisionTable, rows: Rows) -> Iterator[Apart | None]:
    """Yield the engines apart; None where their environment is not set up."""
    if not PEERS.exists():
        yield None
        return
    apart = Apart(table, rows)
    try:
        yield apart
    finally:
        apart.close()
