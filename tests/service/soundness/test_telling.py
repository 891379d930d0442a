"""Findings told with the place of each clause in its file."""

import json

from tests.verification.sound import clause, plain

from firstcall.agreement.load import load_placed
from firstcall.service.soundness.telling import Soundness


def test_each_clause_is_told_at_its_line_and_the_least_that_fails_is_asked() -> None:
    data = plain()
    clause(data, "first")["scope"] = {"mode": ["third_party"]}
    told = Soundness(*load_placed(json.dumps(data, indent=1), "ours.yaml"))
    (found,) = told.as_json()
    place = found["clauses"][0]
    lines = json.dumps(data, indent=1).splitlines()
    assert place["file"] == "ours.yaml" and '"id": "first"' in "".join(lines[place["line"] - 1 : place["line"] + 1])
    assert not told.fails("error") and told.fails("warning") and told.fails("note")
    assert list(told.lines("en"))[-1] == "found: 1 warning" and "<main" in told.page("id", None)
