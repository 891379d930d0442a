"""A route in words, as JSON and as a page: the same facts."""

from tests.planning.small import desk, needs, supply

from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.routes.coverage import answer_route
from firstcall.report.route.page import route_page
from firstcall.report.route.rows import headline, remark_lines, route_answer_json, route_sheets
from firstcall.report.words.words import page_words

NEED = needs(("n", "train", "100", "2025-03-01", "2025-12-31", "9"))
HERE = desk(NEED, supply("h,hostcloud,a,5,60,2025-01-01,10,30", "r,rival,a,3,60,2025-05-01,10,20"))
ANSWER = answer_route(HERE, NEED.needs[0])


def test_the_answer_comes_first_and_says_what_stays_uncovered() -> None:
    assert str(headline(ANSWER)) == "n: 100 a from Sat 1 Mar 2025: covered but for Q1 2025, Q2 2025"
    first, todo, quarters, lines = route_sheets(HERE, ANSWER)
    assert "Q1 2025: 40 of 100 stay uncovered; too late for it: r." in map(str, first.notes)
    assert [row[1] for row in todo.rows] and len(lines.rows) == 2 and len(quarters.rows) == 4


def test_json_tells_what_the_sheets_tell() -> None:
    found = route_answer_json(HERE, ANSWER)
    _, todo, quarters, lines = route_sheets(HERE, ANSWER)
    assert [len(found[name]) for name in ("todo", "lines", "quarters")] == [  # type: ignore[arg-type]
        len(todo.rows), len(lines.rows), len(quarters.rows),
    ]  # fmt: skip


def test_the_page_has_every_sheet_and_no_script() -> None:
    page = route_page(HERE, ANSWER, page_words("en"), (), "A header")
    assert all(str(sheet.title) in page for sheet in list(route_sheets(HERE, ANSWER))[1:])
    assert "<script" not in page and "A header</p>" in page.split("<body>")[1]


def test_remarks_of_one_kind_are_one_sentence() -> None:
    told = list(
        map(str, remark_lines((Remark("no-use", "a", 2), Remark("price-is-old", "b", 3), Remark("no-use", "c", 4))))
    )
    assert told == ["No need can use it: a (row 2), c (row 4).", "The price is more than a year old: b (row 3)."]
