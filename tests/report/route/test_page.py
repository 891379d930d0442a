"""A route's page: nothing that an author wrote becomes a tag."""

from tests.planning.small import desk, needs, supply

from firstcall.planning.routes.coverage import answer_route
from firstcall.report.route.page import route_page
from firstcall.report.words.words import page_words


def test_names_stay_text() -> None:
    wanted = needs(("n", "train", "100", "2025-03-01", "2025-12-31", "9"))
    here = desk(wanted, supply("<b>x</b>,hostcloud,a,5,60,2025-01-01,10,30"))
    answer, w = answer_route(here, wanted.needs[0]), page_words("en")
    page = route_page(here, answer, w)
    assert "&lt;b&gt;x&lt;/b&gt;" in page and "<b>x</b>" not in page
    assert page == route_page(here, answer_route(here, wanted.needs[0]), page_words("en")), (
        "the same facts, the same bytes"
    )
