"""What may be done, in words: each answer of the table is told once, with whom it asks."""

from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import position
from firstcall.report.brief.backtest import matrix
from firstcall.report.glance.allowed import may_be_done
from firstcall.service.folder import Partnership, open_partnership


def told(deal: Partnership, day: str) -> list[str]:
    at = parse_instant(day, zone(deal.agreement.timezone))
    text = position(deal.agreement, deal.record, at).terms()
    return [str(line) for line in may_be_done(matrix(deal.agreement, deal.record, at), text, text.speaking(at))]


@pytest.fixture(scope="module")
def public(root: Path) -> Partnership:
    return open_partnership(root / "examples" / "microsoft-openai")


def test_workloads_with_the_same_answers_are_told_together(public: Partnership) -> None:
    assert told(public, "2025-01-21") == [
        "training, research, products and models with open weights: may be signed at Microsoft Azure or sites that "
        "OpenAI builds for itself; first to be offered to Microsoft anywhere else",
        "stateless API calls and stateful API calls: may be signed at Microsoft Azure; may not be signed anywhere else",
    ]


def test_one_answer_for_all_names_no_workload(public: Partnership) -> None:
    assert told(public, "2024-06-01") == [
        "any workload: may be signed at Microsoft Azure; only with the consent of Microsoft anywhere else"
    ]
    assert told(public, "2026-11-22") == ["any workload: may be signed anywhere"]


def test_before_the_first_text_there_is_nothing_to_tell(public: Partnership) -> None:
    assert told(public, "2018-01-01") == ["the agreement has not taken effect on this day"]


def test_each_holder_is_named_where_its_own_right_decides(root: Path) -> None:
    first = told(open_partnership(root / "examples" / "wiraksa"), "2025-10-20")[0]
    assert "first to be offered to Nordhaller at tamborala-cloud" in first
    assert "first to be offered to Tamborala at nordhaller-cloud" in first
    assert "first to be offered to Tamborala and Nordhaller anywhere else" in first


def test_every_answer_of_the_table_stands_in_the_words(public: Partnership) -> None:
    at = parse_instant("2025-01-21", zone(public.agreement.timezone))
    said = " ".join(told(public, "2025-01-21"))
    verbs = {"permitted": "may be signed", "forbidden": "may not be signed",
             "offer-first": "first to be offered", "consent-first": "only with the consent"}  # fmt: skip
    found = {verdict.outcome for _, row in matrix(public.agreement, public.record, at) for _, verdict in row}
    assert {outcome for outcome, verb in verbs.items() if verb in said} == found
