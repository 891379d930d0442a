"""Each thing that an option cannot be about, at its place; one that is sound is told nothing."""

from typing import Any

import pytest
from tests.record.dated.test_standing_text import ENDING, RENEWAL, TERM, YEARLY, agreed

from firstcall.agreement.check.kinds.option import check_option
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Places
from firstcall.agreement.terms import consolidate

MORE = {"id": "more", "type": "option", "by": "gus", "expand": {"quantity": "5", "unit": "USD"}, "of": ["takes"]}


@pytest.mark.parametrize(
    ("option", "others", "what"),
    [
        (RENEWAL, [TERM], None),
        (ENDING, [TERM], None),
        (MORE, [YEARLY], None),
        (ENDING, [], "the text has no term that the option could change"),
        ({**MORE, "of": ["term"], "expand": {"quantity": "5", "unit": "MW"}}, [TERM], None),
        ({**RENEWAL, "of": ["takes"]}, [YEARLY], None),
        ({**MORE, "expand": {"quantity": "5", "unit": "EUR"}}, [YEARLY], "is counted in USD, and the option in EUR"),
        ({**RENEWAL, "fee": ["term"]}, [TERM], "is no payment"),
        ({**ENDING, "notice": {"to": "gus"}}, [TERM], None),
    ],
)
def test_what_an_option_cannot_be_about(option: dict[str, Any], others: list[dict[str, Any]], what: str | None) -> None:
    try:
        clause = Option.model_validate(option)
    except ValueError:
        assert option["of"] == ["term"]
        return
    text = consolidate(agreed(option, *others), ())
    problems = ProblemList(Places("agreement.yaml"))
    check_option(text.by_id[clause.id], clause, text, problems)
    told = [str(problem.what) for problem in problems.problems]
    assert (told == []) if what is None else (len(told) == 1 and what in told[0])
