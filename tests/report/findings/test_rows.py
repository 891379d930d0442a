"""Findings in lines, as JSON and as a page: the same facts on each."""

import json

from tests.verification.sound import agreement, clause

from firstcall.dates import zone
from firstcall.errors import Place
from firstcall.report.findings.page import findings_page
from firstcall.report.findings.rows import finding_lines, findings_summary
from firstcall.report.findings.values import finding_json
from firstcall.report.words.facts import say
from firstcall.report.words.words import page_words, words_in
from firstcall.verification.findings.finding import ClausePlace
from firstcall.verification.findings.soundness import findings_of

UTC = zone("UTC")
FOUND = findings_of(agreement(lambda data: clause(data, "first").update(scope={"mode": ["third_party"]})))


def place_of(place: ClausePlace) -> Place:
    return Place("<agreement>.yaml", 7, 5)


def test_lines_tell_where_what_which_and_the_fix() -> None:
    (found,) = FOUND
    assert [str(line) for line in finding_lines(found, place_of, UTC)] == [
        "warning: gap",
        "  <agreement>.yaml:7:5 first@base",
        "  no clause speaks of this though new capacity falls under first, and what differs from it only in mode is "
        "restricted by first",
        "  2 questions have it, told in the fewest sets that hold them: 1",
        "    workload train, provider rival or any other, capacity own_build or built_for_grantor; 2024-01-01 to "
        "2030-12-31 (base)",
        "  fix: widen the scope of first, or add an approval that says that it is free",
    ]
    assert str(findings_summary(FOUND)) == "found: 1 warning"
    assert str(findings_summary(())) == "nothing is found that is not sound"
    spanish = [say(line.said, words_in("es")) for line in finding_lines(found, place_of, UTC)]
    assert spanish[-1] == "solución: amplíe el alcance de first, o añada una autorización que diga que es libre"


def test_json_has_codes_places_and_sets() -> None:
    (found,) = FOUND
    told = finding_json(found, place_of)
    assert json.loads(json.dumps(told)) == told
    assert (told["code"], told["severity"], told["fewest"]) == ("gap", "warning", True)
    assert told["clauses"] == [
        {"clause": "first", "version": "base", "file": "<agreement>.yaml", "line": 7, "column": 5}]  # fmt: skip
    assert told["sets"][0]["when"] == [
        {"from": "2024-01-01T00:00:00Z", "until": "2031-01-01T00:00:00Z", "version": "base"}]  # fmt: skip
    assert told["reason"]["code"] == "finding.gap" and told["fix"]["text"].startswith("widen")


def test_the_page_has_each_finding_and_escapes_what_authors_wrote() -> None:
    page = findings_page(FOUND, "<b>Ours</b>", place_of, UTC, page_words("id"), "draft")
    assert "&lt;b&gt;Ours" in page and "<b>Ours" not in page and "&lt;agreement&gt;.yaml:7:5" in page
    assert 'lang="id"' in page and "draft" in page and page.count("<tr role") == 2
