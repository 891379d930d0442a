"""The lines of a finding read as such."""

from datetime import date

from firstcall.report.findings.line_facts import AxisIs, SetOfQuestions, SpanFrom


def test_a_set_reads_as_a_line() -> None:
    span = SpanFrom(first=date(2025, 1, 1), version="base")
    line = SetOfQuestions(words=(AxisIs(axis="provider", words=("a", "b")),), spans=(span,))
    assert str(line) == "provider a or b; from 2025-01-01 on (base)"
