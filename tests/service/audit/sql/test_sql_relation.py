"""The relations hold what the table holds, and no word of a log stands in a query."""

from itertools import pairwise
from pathlib import Path

from tests.rights.berth import ROUTE, SOLE, berth
from tests.rights.conftest import record_of

from firstcall.rights.table.locating import Locator
from firstcall.rights.table.merging import CAPACITIES
from firstcall.rights.table.table import table_of
from firstcall.service.audit.sql.sql_relation import (
    counts_query,
    located,
    names_query,
    span_relation,
    stretch_relation,
    word_relations,
)
from firstcall.service.audit.sql.sql_transcript import DAY, Transcript

TABLE = table_of(berth(SOLE, ROUTE), record_of())
LOG = Transcript(Path("t.parquet"), ("workload", "provider", "capacity"), False, (), ())


def test_words_add_what_their_class_is_worth() -> None:
    held = {relation.name: relation.rows.to_pylist() for relation in word_relations(TABLE, LOG)}
    assert set(held) == {"words_w0", "words_w1", "words_w2"}
    kinds = ("new", "existing", "own_build", "built_for_grantor")
    assert {row["word"]: row["part"] for row in held["words_w2"]} == {
        word: CAPACITIES.code(word) * TABLE.scope for word in kinds
    }


def test_stretches_cover_every_day_once() -> None:
    case = TABLE.cases[0]
    days = (int(case.instants[0]) // DAY - 2, int(case.instants[-1]) // DAY + 40)
    rows = stretch_relation(TABLE, Locator(TABLE), (0,), days).rows.to_pylist()
    assert rows[0]["first"] == days[0] * DAY and rows[-1]["last"] == (days[1] + 1) * DAY
    assert all(one["last"] == other["first"] for one, other in pairwise(rows))
    assert all(row["first"] // DAY == row["day"] == (row["last"] - 1) // DAY for row in rows)
    assert len({row["part"] for row in rows}) == len(case.instants) + 1


def test_quantities_that_are_not_told_apart_have_one_span() -> None:
    assert span_relation(TABLE, (0,)).rows.num_rows == 1


def test_a_log_that_names_nothing_is_asked_for_no_names() -> None:
    assert names_query(TABLE, LOG) is None
    named = Transcript(Path("t.parquet"), ("workload", "provider", "contract"), False, (), ())
    assert "SELECT DISTINCT" in (names_query(TABLE, named) or "")
    query = counts_query(located(TABLE, named))
    assert "serve" not in query and "home" not in query
