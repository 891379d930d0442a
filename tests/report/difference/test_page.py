"""The paper of a difference: told with the sheets in test_rows."""

from dataclasses import replace

from tests.report.difference.test_rows import FOUND

from firstcall.report.difference.page import wording_paper


def test_a_text_that_reads_the_same_says_so() -> None:
    assert wording_paper(replace(FOUND, wording=())).parts == ("Nothing reads otherwise.",)
