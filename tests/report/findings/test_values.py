"""Told with the lines in test_rows: one finding, three surfaces."""

from tests.report.findings.test_rows import FOUND, UTC, place_of

from firstcall.report.findings.values import finding_json


def test_what_is_whole_is_named() -> None:
    told = finding_json(FOUND[0], place_of)
    assert all("customer" in one["any"] for one in told["sets"]) and UTC.key == "UTC"
