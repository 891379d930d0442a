"""An audit as a page: everything that the log says is text."""

from tests.report.audit.told import made_up

from firstcall.report.audit.page import audit_page
from firstcall.report.words.words import page_words


def test_what_a_log_says_is_escaped() -> None:
    page = audit_page(made_up(), page_words("en"), "for <counsel>")
    assert "<i>Kestrel" not in page and "&lt;i&gt;Kestrel" in page
    assert "<script" not in page and "asked: &lt;script&gt;" in page
    assert "A berth &amp; more" in page and "for &lt;counsel&gt;" in page
    assert 'class="answer consent-first"' in page and page == audit_page(made_up(), page_words("en"), "for <counsel>")
