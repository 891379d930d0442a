"""How long the page that people forward takes: of the example, and with a thousand transactions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from firstcall.record.transactions import Transaction
from firstcall.report.brief.brief import Brief, make_brief
from firstcall.report.brief.page import brief_page
from firstcall.report.words.words import page_words
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import Partnership, open_partnership
from run import Case

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "microsoft-openai"


def whole(lang: str = "en") -> Callable[[], str]:
    """The example from its files to its page."""

    def made() -> str:
        held = open_partnership(EXAMPLE)
        brief = brief_of(held, "2025-01-21", "2026-11-22")
        return brief_page(brief, held.record, page_words("es" if lang == "es" else "en"))

    return made


def many(count: int, brief: Brief, held: Partnership) -> tuple[Transaction, ...]:
    """Transactions like the example's, as many as wanted, each with its own day."""
    first = date(2023, 2, 1)
    known = [leg.transaction for leg in brief.judged]
    return tuple(
        replace(known[number % len(known)], id=f"T{number:04}", leg="1", contract=None,
                signed=(first + timedelta(days=number * 1300 // count)).isoformat())
        for number in range(count)
    )  # fmt: skip


def cases() -> Iterator[Case]:
    """The page of the example in two languages, and of a thousand transactions, beside judging them alone."""
    held = open_partnership(EXAMPLE)
    brief = brief_of(held, "2025-01-21", "2026-11-22")
    yield Case("page of the example, from its files", ours=whole(), floor=lambda: open_partnership(EXAMPLE),
               peers={"in Spanish": whole("es")}, rounds=3)  # fmt: skip
    deals = many(1000, brief, held)

    def judged() -> Brief:
        fresh = open_partnership(EXAMPLE)
        return make_brief(fresh.agreement, fresh.record, "x", brief.on, brief.today, None, deals)

    yield Case("page of 1,000 transactions", ours=lambda: brief_page(judged(), held.record, page_words("en")),
               floor=judged, rounds=3)  # fmt: skip
