"""Every question that an example tells apart, in every stretch of its time: the table, and a slow judge written apart.

The judge starts from the YAML and the lines of the record. Of the fictional example one stretch in nine is asked;
FIRSTCALL_WHOLE=1 asks all.
"""

import os
from pathlib import Path

import pytest
from tests.oracle.second import Ask, Second
from tests.oracle.slow_text import read_happenings

from firstcall.agreement.load import load
from firstcall.record.journal.journal import read_record
from firstcall.rights.table.axes.turning_points import sources
from firstcall.verification.exports.decision_table import decision_table
from firstcall.verification.space.domain import space_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FOLDERS = sorted(file.parent for file in EXAMPLES.glob("**/agreement.yaml"))
STEP = 1 if os.environ.get("FIRSTCALL_WHOLE") else 9


def test_every_example_is_here() -> None:
    assert len(FOLDERS) > 15 and {"microsoft-openai", "wiraksa", "office-lease"} <= {one.name for one in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_slow_judge_agrees_in_every_cell(folder: Path) -> None:
    raw, lines = (folder / "agreement.yaml").read_bytes(), (folder / "record.jsonl").read_bytes()
    agreement = load(raw)
    plain, record = agreement.fresh_copy({"readings": ()}) if agreement.readings else agreement, read_record(lines)
    second, differ, asked = Second(raw, read_happenings(lines)), [], 0
    stretches = space_of(sources(plain, record, None), record).stretches
    for stretch in stretches[:: STEP if folder.name == "wiraksa" else 1]:
        table = decision_table(plain, record, stretch.start)
        for row in table.rows:
            workload, customer, *values, provider, capacity = row.words
            dims = tuple(zip(table.columns[2:-2], values, strict=True))
            found = second.answer(Ask(workload, provider, customer, capacity, dims=dims), stretch.start)
            asked += 1
            if (found.outcome, found.marks) != (row.outcome, set(row.marks)):
                differ.append((stretch.start, row, found))
    assert asked >= len(stretches) and differ == []
