"""The book of reasons: each phrase once, and each of its gaps of a kind that can be filled."""

import re

from firstcall.report.words.books.reasons import REASONS

GAP = re.compile(r"\{([^{}]*)\}")


def test_each_phrase_stands_once_and_every_gap_has_a_name() -> None:
    assert len(set(REASONS)) == len(REASONS) > 80
    assert not [phrase for phrase in REASONS for gap in GAP.findall(phrase) if not re.fullmatch(r"[a-z]\w*", gap)]
    assert not [phrase for phrase in REASONS if phrase.count("{") != phrase.count("}")]
