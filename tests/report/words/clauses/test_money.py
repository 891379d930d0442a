"""Money clauses in plain words: every figure of every field is said, in each language, and a default is not."""

from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.terms import terms
from firstcall.dates import parse_instant, zone
from firstcall.report.words.clauses.money import commitment_words, share_words
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.words import page_words, words_in
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[4]
AGREEMENT = open_partnership(ROOT / "examples" / "microsoft-openai").agreement
TEXT = terms(AGREEMENT, parse_instant("2025-01-21", zone(AGREEMENT.timezone)))

PLAIN: dict[str, Any] = {
    "id": "share", "type": "revenue_share", "payer": "openai", "payee": "microsoft", "rate": "0.20",
    "base": {"source": "revenue_lines", "streams": ["api"]}, "currency": "USD",
}  # fmt: skip
FULL: dict[str, Any] = {
    "id": "share", "type": "revenue_share", "payer": "openai",
    "payee": [{"party": "microsoft", "share": "0.7"}, {"party": "agent-b", "share": "0.3"}],
    "base": {"source": "focus", "of": "openai", "kinds": ["usage", "tax"], "column": "ListCost",
             "zone": "Asia/Jakarta",
             "streams": [{"name": "compute", "where": {"ServiceCategory": ["Compute", "Storage"]},
                          "without": {"RegionId": "mars-1"}}, "search"]},
    "tiers": {"method": "whole", "boundary": "from", "reset": "year",
              "steps": [{"threshold": "0", "rate": "0.11"}, {"threshold": "41000000", "rate": "0.12"},
                        {"threshold": "42000000", "rate": "0.135"}]},
    "floor": "43000000", "cap": {"per_period": "44000000", "total": "45000000000", "counting_from": "2026-04-27",
                                 "past_payments": "46000000"},
    "minimum": {"amount": "47000000", "partial_year": "months"}, "currency": "USD", "period": "quarter",
    "fiscal_year_start": 8, "due_days": 48, "negative": "carry",
    "exchange": {"rule": "average_of_period", "missing": "previous"},
    "rounding": {"at": "bucket", "mode": "half_even", "intake": "down"},
    "residual": "counterparty", "residual_to": "agent-b",
    "netting": {"currency": "SGD", "day": "due_day", "missing": "previous"},
    "units": {"JPY": 4}, "since": "2025-02-03", "open": "its reason",
}  # fmt: skip
BUY: dict[str, Any] = {
    "id": "buy", "type": "commitment", "by": "openai", "to": "microsoft", "amount": "250000000000", "currency": "USD",
    "since": "2025-10-28", "until": "2032-10-27", "per": "year", "fiscal_year_start": 8,
    "base": {"source": "focus", "streams": ["compute"], "kinds": ["usage"]}, "commitment_ids": ["C-1", "C-2"],
    "credits": "exclude", "excess": "carries", "due_days": 45, "rounding": {"mode": "down"},
    "exchange": {"rule": "end_of_period"}, "netting": {"currency": "SGD"}, "units": {"JPY": 4},
}  # fmt: skip


def share(lang: Language = "en", **fields: Any) -> str:
    raw = {key: value for key, value in (PLAIN | fields).items() if value is not None}
    return _flat(share_words(RevenueShare.model_validate(raw), TEXT, words_in(lang)))


def commitment(lang: Language = "en", **fields: Any) -> str:
    return _flat(commitment_words(Commitment.model_validate(BUY | fields), TEXT, words_in(lang)))


def _flat(sentences: Any) -> str:
    said = tuple(str(sentence) for sentence in sentences)
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said), said
    return " ".join(said).replace("\xa0", " ")


MILLIONS = {"en": "US${} million", "es": "{} millones de US$", "id": "US${} juta"}
OTHERS: dict[Language, tuple[str, ...]] = {
    "en": ("70%", "30%", "11%", "12%", "13.5%", "US$45 billion", "27 Apr 2026", "3 Feb 2025", "usage and tax",
           "Compute or Storage", "quarter by quarter", "August", "48 days", "average", "even", "cut off",
           "goes to agent-b", "due day", "4 decimals", "in each year", "month begun"),
    "es": ("70 %", "30 %", "11 %", "12 %", "13,5 %", "45 mil millones de US$", "27 abr 2026", "3 feb 2025",
           "consumo y tributos", "Compute o Storage", "trimestre a trimestre", "agosto", "48 días", "medio", "par",
           "se trunca", "corresponde a agent-b", "día de vencimiento", "4 decimales", "en cada año", "mes comenzado"),
    "id": ("70%", "30%", "11%", "12%", "13,5%", "US$45 miliar", "27 Apr 2026", "3 Feb 2025", "pemakaian dan pajak",
           "Compute atau Storage", "triwulan", "Agustus", "48 hari", "rata-rata", "genap", "dipotong",
           "menjadi hak agent-b", "hari jatuh tempo", "4 desimal", "setiap tahun", "bulan yang telah dimulai"),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_share_with_every_field_says_every_figure(lang: Language) -> None:
    assert set(RevenueShare.model_fields) - set(FULL) <= {
        "says", "scope", "until", "notwithstanding", "subject_to", "basis", "rate"
    }  # fmt: skip
    said = _flat(share_words(RevenueShare.model_validate(FULL), TEXT, words_in(lang)))
    expected = [MILLIONS[lang].format(n) for n in (41, 42, 43, 44, 46, 47)]
    names = ["OpenAI", "Microsoft", "agent-b", "ListCost", "compute", "search", "ServiceCategory", "RegionId", "mars-1",
             "Asia/Jakarta", "SGD", "JPY", "USD", "its reason"]  # fmt: skip
    assert [part for part in (*expected, *OTHERS[lang], *names) if part not in said] == [], said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("US$250 billion", "each year", "August", "28 Oct 2025", "27 Oct 2032", "45 days", "4 decimals",
                "do not count", "counts for the next year", "is cut off", "SGD", "C-1 and C-2", "usage", "JPY")),
        ("es", ("250 mil millones de US$", "cada año", "agosto", "28 oct 2025", "27 oct 2032", "45 días",
                "4 decimales", "no se computan", "año siguiente", "se descarta", "SGD", "C-1 y C-2", "consumo", "JPY")),
        ("id", ("US$250 miliar", "setiap tahun", "Agustus", "28 Okt 2025", "27 Okt 2032", "45 hari", "4 desimal",
                "tidak diperhitungkan", "tahun berikutnya", "dipotong", "SGD", "C-1 dan C-2", "pemakaian", "JPY")),
    ],
)  # fmt: skip
def test_a_commitment_with_every_field_says_every_figure(lang: Language, said: tuple[str, ...]) -> None:
    told = commitment(lang)
    assert [part for part in said if part not in told] == [], told


def test_a_share_of_defaults_says_no_more_than_money_turns_on() -> None:
    assert share() == (
        "OpenAI pays Microsoft a share of what the base brings in. The base is the revenue lines of OpenAI: api. "
        "The rate is 20%. It is settled month by month, in USD."
    )


def test_a_commitment_for_a_term_names_no_year() -> None:
    told = commitment(per="term", credits="restore", excess="lost")
    assert "US$250 billion from Microsoft over the whole term" in told and "A year begins" not in told
    assert "Credits and refunds reduce what has been bought." in told and "beyond it" not in told
    assert "What is bought beyond it is lost." in commitment(excess="lost")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rate": [{"rate": "0.2", "until": "2026-06-30"}, {"rate": "0.1", "since": "2026-07-01"}]},
         "The rate is 20% through 30 Jun 2026. The rate is 10% from 1 Jul 2026 on."),
        ({"rate": [{"rate": "0.2", "since": "2026-01-01", "until": "2026-06-30"}]},
         "The rate is 20% from 1 Jan 2026 through 30 Jun 2026."),
        ({"payee": [{"party": "microsoft", "share": "1"}, {"party": "agent-b", "share": "2"}]},
         "1 of 3 parts of it go to Microsoft. 2 of 3 parts of it go to agent-b."),
        ({"rate": None, "tiers": {"steps": [{"threshold": "0", "rate": "0.1"}, {"threshold": "5", "rate": "0.2"}]}},
         "The rate begins at 10%. Once the base is over US$5.00, the rate is 20%. Each rate holds only for the part of "
         "the base in its own step. The base is counted from the start and never begins again at zero."),
        ({"rate": None, "tiers": {"reset": "period", "steps": [{"threshold": "0", "rate": "0.1"}]}},
         "begins again at zero in each period"),
        ({"minimum": {"amount": "9", "partial_year": "days"}}, "reduced by days. It is settled month by month, in "
         "USD. A year begins in January."),
        ({"floor": "3", "cap": {"total": "9"}}, "even one in part. The cap goes before that. At most US$9.00 is"),
        ({"minimum": {"amount": "9"}}, "For a year in part it is not reduced."),
        ({"rounding": {"at": "row", "mode": "down"}}, "Each revenue line is rounded by itself. What is less than"),
        ({"rounding": {"intake": "half_even"}}, "rounded on intake, halves to the even one"),
        ({"rounding": {"intake": "half_up"}}, "rounded on intake, halves away from zero"),
        ({"residual": "first"}, "one by one to the payees"),
        ({"residual": "carry_forward"}, "carried into the next statement"),
        ({"due_days": 1}, "It is due 1 day after the period ends."),
        ({"since": "2025-02-03T12:00:00+00:00"}, "It speaks from 3 Feb 2025"),
    ],
)  # fmt: skip
def test_each_way_of_a_field_is_told_apart(fields: dict[str, Any], said: str) -> None:
    assert said in share(**fields)


def test_on_a_page_what_authors_wrote_is_set_apart() -> None:
    page = " ".join(share_words(RevenueShare.model_validate(FULL), TEXT, page_words("en")))
    assert '<bdi translate="no">compute</bdi>' in page and '<bdi translate="no">mars-1</bdi>' in page
    assert "&lt;" not in page
