"""The brief as a page: whole, valid, self-contained, the same bytes, and safe from what authors write."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest

from firstcall.agreement.terms import terms
from firstcall.record.journal.journal import read_record
from firstcall.record.transactions import Transaction
from firstcall.report.brief.backtest import back_test
from firstcall.report.brief.brief import Brief
from firstcall.report.brief.page import brief_page
from firstcall.report.brief.story_rows import together
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.words import page_words
from firstcall.rights.decision import OUTCOMES
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import Partnership, open_partnership

ROOT = Path(__file__).resolve().parents[3]
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'Acme "<script>alert(1)</script>" & Söhne \u202eevil\u202c שלום \\ {{ 7*7 }} </style> ' + "x" * 300


@cache
def partnership(name: str) -> Partnership:
    return open_partnership(ROOT / "examples" / name)


@cache
def brief(name: str, on: str) -> Brief:
    return brief_of(partnership(name), on, "2026-11-22")


@cache
def page(
    name: str = "microsoft-openai", on: str = "2025-01-21", header: str | None = None, lang: Language = "en"
) -> str:
    return brief_page(brief(name, on), partnership(name).record, page_words(lang), header)


@cache
def parsed(text: str) -> ElementTree.Element:
    """The page as a strict parser reads it; any fault of the markup fails."""
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"))
    tree = parser.parse(text)
    assert isinstance(tree, ElementTree.Element)
    return tree


def text_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def section(tree: ElementTree.Element, name: str) -> ElementTree.Element:
    found = tree.find(f".//{HTML}section[@id='{name}']")
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("name", "on"),
    [("microsoft-openai", "2025-01-21"), ("wiraksa", "2025-10-20"), ("microsoft-openai", "2018-01-01")],
)
def test_a_page_is_valid_and_its_links_lead_somewhere(name: str, on: str) -> None:
    tree = parsed(page(name, on))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    wanted = {href[1:] for element in tree.iter() if (href := element.get("href") or "").startswith("#")}
    assert wanted - {None} <= set(ids)


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    text = page()
    tree = parsed(text)
    assert not [
        e.tag
        for e in tree.iter()
        if e.tag in {f"{HTML}{name}" for name in ("script", "link", "img", "iframe", "form", "base")}
    ]
    assert not [
        name for e in tree.iter() for name in e.attrib if name.startswith("on") or name in ("src", "srcset", "style")
    ]
    policy = tree.find(f".//{HTML}meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert policy.get("content", "").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "url(" not in text and "@import" not in text


def test_every_section_is_there() -> None:
    tree = parsed(page())
    named = [element.get("id") for element in tree.iter(f"{HTML}section")]
    assert named == [
        "answers", "matrix", "terms", "story", "timeline", "transactions", "contested", "assumed", "sources",
    ]  # fmt: skip
    listed = [link.get("href") for link in tree.findall(f".//{HTML}nav//{HTML}a")]
    assert listed == [f"#{name}" for name in named[1:]]


def test_the_matrix_says_what_was_decided() -> None:
    rows = section(parsed(page()), "matrix").findall(f".//{HTML}tbody/{HTML}tr")
    shown = [[text_of(part) for part in row] for row in rows]
    table = brief("microsoft-openai", "2025-01-21").matrix
    ids = [["training", "research", "product", "open_weights"], ["api_stateless", "api_stateful"]]
    called = ["training, research, products, models with open weights", "stateless API calls, stateful API calls"]
    assert [row[0] for row in shown] == [f"{name} {', '.join(own)}" for name, own in zip(called, ids, strict=True)]
    told = {workload: row[1:] for own, row in zip(ids, shown, strict=True) for workload in own}
    assert told == {workload: [verdict.outcome for _, verdict in answers] for workload, answers in table}
    heads = [text_of(part) for part in section(parsed(page()), "matrix").findall(f".//{HTML}thead//{HTML}th")]
    assert heads[1:3] == ["Microsoft Azure azure", "Oracle Cloud Infrastructure oracle"] and heads[-1] == "Any other"


def test_the_story_gives_each_answer_at_its_day() -> None:
    rows = section(parsed(page()), "story").findall(f"{HTML}details")
    told = brief("microsoft-openai", "2025-01-21").told
    assert [text_of(row[0][0]) for row in rows] == [item.point.id for item in told]
    turned = {"S1", "S2", "S3", "S4", "S5", "S7", "S12", "S13", "S14"}
    assert {item.point.id for row, item in zip(rows, told, strict=True) if row.get("open") is not None} == turned
    assert [text_of(row.findall(f".//{HTML}code")[0]) for row in rows] == [item.command for item in told]
    first = text_of(rows[0])
    assert (
        "20 Jan 2025 before consent-first 21 Jan 2025 on the day 27 Oct 2025 after offer-first "
        "22 Nov 2026 today ungoverned" in first
    )
    for row, item in zip(rows, told, strict=True):
        assert len(row.findall(f".//{HTML}li")) == len(together(item.answers))
        assert len(row.findall(f".//{HTML}li")) + len(row.findall(f".//{HTML}li//{HTML}br")) == len(item.answers)


def test_state_is_told_by_word_and_shape() -> None:
    tree = parsed(page())
    shown = [element for element in tree.iter(f"{HTML}span") if (element.get("class") or "").startswith("answer ")]
    assert len(shown) > 50
    for element in shown:
        outcome = (element.get("class") or "").split()[1]
        assert text_of(element) == outcome
    shapes = {tree_text(shape) for shape in tree.findall(f".//{SVG}defs/{SVG}g")}
    assert len(shapes) == len(OUTCOMES), "two answers are drawn with the same shape"
    signs = dict(re.findall(r'\.answer\.([\w-]+)::before\{content:"(\\\w+)" / ""', page()))
    assert set(signs) == set(OUTCOMES) and len(set(signs.values())) == len(OUTCOMES), "each has a sign of its own"


def test_a_partnership_with_one_text_and_nothing_that_happened_has_no_empty_timeline() -> None:
    held, made = partnership("microsoft-openai"), brief("microsoft-openai", "2025-01-21")
    agreement = made.agreement.fresh_copy({"amendments": ()})
    text = brief_page(replace(made, agreement=agreement, judged=()), read_record(b""), page_words("en"))
    assert (
        parsed(text).find(f".//{HTML}section[@id='timeline']") is None
        and "timeline" not in text.partition("</style>")[2]
    )
    assert held.record.events


def test_counts_name_what_they_count() -> None:
    told = text_of(section(parsed(page()), "transactions"))
    assert "19 transactions in 32 parts: 2 forbidden" in told and "3 turn on a use that was not told" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_public_brief_is_light(lang: Language) -> None:
    assert len(page(lang=lang).encode()) < 145_000


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("deal", [("microsoft-openai", "2025-01-21"), ("wiraksa", "2025-10-20")])
def test_what_leads_to_a_section_has_the_words_of_its_heading(deal: tuple[str, str], lang: Language) -> None:
    tree = parsed(page(*deal, lang=lang))
    leads = tree.findall(f".//{HTML}nav[@class='contents']//{HTML}a")
    heads = {head.get("id"): text_of(head) for head in tree.iter(f"{HTML}h2")}
    assert len(leads) > 5
    assert {link.get("href"): text_of(link) for link in leads} == {
        f"#{(name or '').removesuffix('-h')}": said for name, said in heads.items()
    }


def test_parts_with_one_provider_are_told_once_with_all_their_uses() -> None:
    tree = parsed(page())
    for cell in section(tree, "transactions").findall(f".//{HTML}td[@data-label='Answer by workload']"):
        names = [text_of(part) for part in cell.findall(f"{HTML}div/{HTML}span[@class='soft']")]
        assert len(names) == len(set(names))


def tree_text(shape: ElementTree.Element) -> str:
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in shape)


def test_what_is_drawn_stands_in_a_table() -> None:
    tree = parsed(page())
    drawn = {text_of(title).partition(":")[0] for title in tree.findall(f".//{SVG}svg[@role='img']//{SVG}g/{SVG}title")}
    cells = {text_of(cell) for cell in tree.iter() if cell.tag in (f"{HTML}td", f"{HTML}th")}
    words = {word for cell in cells for word in re.split(r"[ ,]", cell)} | {cell.partition(".")[0] for cell in cells}
    assert drawn and not {label for label in drawn if label.partition(",")[0] not in words}


def test_no_day_ends_one_text_of_a_clause_and_begins_the_next() -> None:
    drawn = text_of(section(parsed(page()), "timeline"))
    assert "22 Jul 2019 – 22 Jan 2023 base" in drawn and "23 Jan 2023 – 20 Jan 2025" in drawn
    assert not set(re.findall(r"– (\d+ \w+ \d{4}) ", drawn)) & set(re.findall(r"(\d+ \w+ \d{4}) –", drawn))
    assert "November 2023 OpenAI's chief executive" in drawn


def test_open_offers_and_clocks_are_shown_with_both_zones() -> None:
    tree = parsed(page("wiraksa", "2025-10-20"))
    clocks = text_of(section(tree, "clocks"))
    assert " UTC" in clocks and ("days" in clocks or "hours" in clocks)
    assert parsed(page()).find(f".//{HTML}section[@id='clocks']") is None


def test_the_same_facts_make_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    run = [sys.executable, "-m", "firstcall", "brief", "examples/microsoft-openai", "--on", "2025-01-21",
           "--today", "2026-11-22", "--html", "-"]  # fmt: skip
    made = {
        subprocess.run(
            run, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_what_authors_write_stays_text() -> None:
    held = partnership("microsoft-openai")
    made = brief("microsoft-openai", "2025-01-21")
    agreement = made.agreement.fresh_copy({"title": HOSTILE})
    judged = tuple(
        replace(leg, transaction=replace(leg.transaction, title=HOSTILE, id=f"<b>{number}"))
        for number, leg in enumerate(made.judged)
    )
    told = tuple(replace(item, point=item.point.model_copy(update={"says": HOSTILE})) for item in made.told)
    hostile = replace(made, agreement=agreement, judged=judged, told=told)
    tree = parsed(brief_page(hostile, held.record, page_words("en"), HOSTILE))
    assert not list(tree.iter(f"{HTML}script"))
    heading = tree.find(f".//{HTML}h1")
    title = tree.find(f".//{HTML}title")
    assert heading is not None and text_of(heading) == " ".join(HOSTILE.split())
    assert title is not None and text_of(title).startswith('Acme "<script>')
    assert "{{ 7*7 }}" in text_of(section(tree, "story")) and "<b>0" in text_of(section(tree, "transactions"))
    assert (heading.get("dir"), heading.get("translate")) == ("auto", "no")


def test_five_hundred_transactions_are_drawn_and_listed() -> None:
    held = partnership("microsoft-openai")
    made = brief("microsoft-openai", "2025-01-21")
    deals: list[Transaction] = []
    for number in range(500):
        deal = made.judged[number % len(made.judged)].transaction
        deals.append(
            replace(deal, id=f"T{number:03}", leg="1", signed=f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}")
        )
    many = replace(made, judged=back_test(tuple(deals), made.agreement, held.record))
    tree = parsed(brief_page(many, held.record, page_words("en")))
    table = section(tree, "transactions").find(f".//{HTML}table")
    assert table is not None and len(table.findall(f"{HTML}tbody/{HTML}tr")) == 500
    wide = tree.find(f".//{SVG}svg[@class='timeline wide']")
    assert wide is not None
    height = int(wide.get("viewBox", "").split()[3])
    assert height < 1500, "marks that stand close are stacked, not spread without end"
    assert any(text_of(text).startswith("+") for text in wide.iter(f"{SVG}text")) or height < 900


def test_a_header_is_on_the_page_and_on_paper() -> None:
    text = page(header='Board "only" </style>')
    banner = parsed(text).find(f".//{HTML}p[@class='banner']")
    assert banner is not None and text_of(banner) == 'Board "only" </style>'
    assert '@top-right { content: "Board\\20 \\22 only\\22 \\20 \\3c \\2f style\\3e " }' in text


def test_a_clause_without_words_of_its_author_is_told_in_those_of_its_fields() -> None:
    """Nor is there a section of sources where the text names none."""
    held, made = partnership("microsoft-openai"), brief("microsoft-openai", "2025-01-21")
    clauses = tuple(item.clause.model_copy(update={"says": None}) for item in made.terms.speaking(made.on))
    text = made.agreement.fresh_copy({"clauses": clauses, "amendments": (), "sources": {}})
    mute = replace(made, agreement=text, terms=terms(text, made.on))
    tree = parsed(brief_page(mute, held.record, page_words("en")))
    told = text_of(section(tree, "terms"))
    assert "Microsoft has the exclusivity: of what it speaks of, only at Microsoft Azure" in told
    assert tree.find(f".//{HTML}section[@id='sources']") is None and "#sources" not in {
        link.get("href") for link in tree.iter(f"{HTML}a")
    }
