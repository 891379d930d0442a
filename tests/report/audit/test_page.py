"""An audit as a page: everything that the log says is text."""

from dataclasses import replace

from tests.report.audit.told import made_up

from firstcall.report.audit.page import audit_page, why_of
from firstcall.report.words.words import page_words


def test_what_a_log_says_is_escaped() -> None:
    page = audit_page(made_up(), page_words("en"), "for <counsel>")
    assert "<i>Kestrel" not in page and "&lt;i&gt;Kestrel" in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "A berth &amp; more" in page and "for &lt;counsel&gt;" in page
    assert 'class="answer consent-first"' in page and page == audit_page(made_up(), page_words("en"), "for <counsel>")


def test_why_a_kind_is_barred_is_told_part_by_part_in_the_language_of_the_page() -> None:
    audited = made_up()
    why = why_of(1, audited.facts.breaches[0], audited.explained[0])
    assert [str(point.said) for point in why.asked] == ["asked: <script>"]
    facts, remark = why.parts
    assert (str(facts.head), [(str(one.said), *map(str, one.under)) for one in facts.points]) == (
        "facts", [("bake forbidden", "at rival")],
    )  # fmt: skip
    assert (str(remark.head), remark.points) == ("nothing that is reported or assumed", ())
    page = audit_page(audited, page_words("id"))
    assert "ditanyakan:" in page and "asked:" not in page and "Fakta" in page


def test_kinds_that_are_not_explained_are_counted() -> None:
    audited = made_up()
    assert (len(audited.explained), len(audited.facts.breaches)) == (1, 2)
    assert "The first 1 of 2 kinds" in audit_page(audited, page_words("en"))
    whole = replace(audited, explained=audited.explained * 2)
    assert "Each kind with the decision" in audit_page(whole, page_words("en"))
