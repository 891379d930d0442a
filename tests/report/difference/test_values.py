"""JSON of a difference: told with the sheets in test_rows."""

from tests.report.difference.test_rows import FOUND

from firstcall.report.difference.values import difference_json


def test_every_set_has_its_questions() -> None:
    told = difference_json(FOUND)["answers"]
    assert all(one["sets"] and one["questions"] >= max(part["questions"] for part in one["sets"]) for one in told)
