"""The vectors run as another implementation would run them: a program that reads questions and writes answers."""

import sys
from pathlib import Path

import vectors

THIS = str(Path(vectors.__file__))
WRONG = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"outcome": "permitted", "marks": [], "decided_by": []}))
"""


def test_this_implementation_answers_every_question() -> None:
    assert vectors.differences([sys.executable, THIS, "--answer"]) == ()
    assert sum(1 for _ in vectors.questions()) > 100


def test_a_program_that_answers_otherwise_is_told_where() -> None:
    told = vectors.differences([sys.executable, "-c", WRONG])
    assert len(told) > 50 and "in place of" in told[0] and "decisions: time, question 1" in told[0]
    assert "0 answers to" in vectors.differences([sys.executable, "-c", "raise SystemExit('no')"])[0]
