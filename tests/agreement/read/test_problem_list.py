from firstcall.agreement.read.problem_facts import CheckSchema, UnknownKey
from firstcall.agreement.read.problems import MOST_SUGGESTED, ProblemList
from firstcall.agreement.read.text import read_yaml

PLACES = read_yaml("a: [x, y]\nb: x\n", "f")[1]


def test_a_problem_is_told_once_at_its_value() -> None:
    found = ProblemList(PLACES)
    for _ in range(2):
        found.add(("a", 1), UnknownKey(key="y"), CheckSchema(), ("b",))
    (problem,) = found.problems
    assert str(problem) == "f:1:8: unknown key 'y'\n  fix: check the value against the schema\n  see: f:2:1"


def test_known_names_and_those_that_stand_in_unread_parts_are_no_problem() -> None:
    found = ProblemList(PLACES, frozenset({"lost"}))
    found.names(("a",), ("known", "lost"), ("known",), "clause")
    assert found.problems == []


def test_a_name_is_told_with_the_nearest_or_with_what_removed_it() -> None:
    found = ProblemList(PLACES)
    found.name(("b",), "azur", {"azure": 1}, "provider")
    found.name(("a", 0), "gone", (), "clause", removed="amendment-2")
    assert [str(problem) for problem in found.problems] == [
        "f:2:4: unknown provider 'azur'\n  fix: did you mean 'azure'?",
        "f:1:5: clause 'gone' is named here, but amendment-2 removed it\n  fix: replace this clause there too",
    ]


def test_items_have_their_place_and_a_value_alone_has_its_own() -> None:
    found = ProblemList(PLACES)
    found.names(("a",), ("p", "q"), (), "party")
    found.names(("b",), ("r",), (), "party")
    assert [(problem.place.line, problem.place.column) for problem in found.problems] == [(1, 5), (1, 8), (2, 4)]


def test_after_very_many_problems_no_nearest_name_is_sought() -> None:
    found = ProblemList(PLACES)
    for number in range(MOST_SUGGESTED + 1):
        found.name(("b",), f"n{number}", (), "party")
    fixes = [problem.fix for problem in found.problems]
    assert fixes[-1] is None and str(fixes[-2]) == "there is no party to choose from"
