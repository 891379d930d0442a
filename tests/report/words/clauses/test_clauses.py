"""Clauses in plain words: made from the fields, every kind, no word that is not said."""

from pathlib import Path
from typing import get_args

import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS
from firstcall.agreement.terms import terms, versions
from firstcall.dates import parse_instant, zone
from firstcall.report.words.clauses.clauses import clause_words, kind_titles
from firstcall.report.words.enums import CLAUSES, Language
from firstcall.report.words.words import words_in
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[4]


def told(name: str, on: str, clause: str, lang: Language = "en") -> str:
    agreement = open_partnership(ROOT / "examples" / name).agreement
    text = terms(agreement, parse_instant(on, zone(agreement.timezone)))
    return " ".join(clause_words(text.by_id[clause], text, words_in(lang)))


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("api-exclusive", "Microsoft has the exclusivity: of what it speaks of, only at Microsoft Azure (sign "
         "and run). It goes before own-build."),
        ("own-build", "Microsoft permits what it speaks of. Primarily for training and research: "
         "at least 50% of the use; less needs consent. While no use is reported, the planned 50% stands in. "
         "It speaks from 21 Jan 2025 on."),
        ("revenue-share", "OpenAI pays Microsoft a share of what the base brings in. "
         "The base is the revenue lines of OpenAI: all. The rate is 20%. It is settled year by year, in USD. "
         "A year begins in January."),
        ("term", "The agreement runs through 31 Dec 2030."),
    ],
)  # fmt: skip
def test_a_clause_says_what_the_file_makes_it_do(clause: str, said: str) -> None:
    assert told("microsoft-openai", "2025-01-21", clause) == said


def test_a_right_of_first_refusal_tells_its_clock() -> None:
    said = told("microsoft-openai", "2025-01-21", "first-refusal")
    assert "20 business days, counted from when the notice is received; cut-off 17:00" in said
    assert "Silence lets it lapse." in said and "for 180 calendar days" in said
    assert "20 días hábiles" in told("microsoft-openai", "2025-01-21", "first-refusal", "es")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "At most US$38 billion is paid in all. Only what is earned from 27 Apr 2026 on counts towards it."),
        ("es", "Como máximo se pagan 38 mil millones de US$ en total."),
        ("id", "Paling banyak US$38 miliar dibayar seluruhnya."),
    ],
)
def test_a_share_tells_its_cap(lang: Language, said: str) -> None:
    assert said in told("microsoft-openai", "2026-10-01", "revenue-share", lang).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "It is not owed where Microsoft cannot and chooses not to."),
        ("es", "No es exigible cuando Microsoft no puede y opta por no hacerlo."),
        ("id", "Kewajiban ini tidak berlaku apabila Microsoft tidak dapat dan memilih untuk tidak melakukannya."),
    ],
)
def test_a_duty_tells_when_it_is_not_owed(lang: Language, said: str) -> None:
    assert said in told("microsoft-openai", "2026-10-01", "first-ship", lang)


def test_one_of_several_reasons_is_told_as_one() -> None:
    raw = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_text(encoding="utf-8")
    changed = load(raw.replace("unless: {all:", "unless: {any:", 1).encode(), "agreement.yaml")
    text = terms(changed, parse_instant("2026-10-01", zone(changed.timezone)))
    said = " ".join(clause_words(text.by_id["first-ship"], text, words_in("en")))
    assert "where Microsoft cannot or chooses not to." in said


def test_a_change_of_a_field_changes_the_words() -> None:
    raw = (ROOT / "examples" / "microsoft-openai" / "agreement.yaml").read_text(encoding="utf-8")
    changed = load(
        raw.replace("window: {n: 20, unit: business", "window: {n: 7, unit: calendar").encode(), "agreement.yaml"
    )
    text = terms(changed, parse_instant("2025-01-21", zone(changed.timezone)))
    assert "within 7 calendar days" in " ".join(clause_words(text.by_id["first-refusal"], text, words_in("en")))


def test_every_kind_of_clause_has_words() -> None:
    seen = set()
    for name in ("microsoft-openai", "wiraksa"):
        agreement = open_partnership(ROOT / "examples" / name).agreement
        for version in versions(agreement):
            text = terms(agreement, version.effective)
            for held in text.clauses:
                for lang in ("en", "es", "id"):
                    said = clause_words(held, text, words_in(lang))
                    assert said and all(sentence.endswith(".") and "{" not in sentence for sentence in said)
                seen.add(held.clause.type)
    assert set(CLAUSES) - seen <= {
        "delivery",
        "prohibition",
        "payment",
        "duty",
        "option",
    }  # these have tests of their own


@pytest.mark.parametrize("lang", ["en", "es", "id"])
def test_every_kind_of_clause_has_a_title(lang: Language) -> None:
    titles = kind_titles(words_in(lang))
    words = {get_args(kind.model_fields["type"].annotation)[0] for kind in CLAUSE_KINDS}
    assert set(titles) == words and len(set(titles.values())) == len(words)
