"""A small audit to be told."""

from datetime import timedelta
from decimal import Decimal

from tests.oracle.second import Ask
from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import UTC, day, record_of
from tests.rights.table.asking_both import batch_of

from firstcall.report.audit.line_facts import AskedAt, AskedWord
from firstcall.report.audit.rows import Audited, Explained
from firstcall.report.decision.line_facts import (
    AskedThis,
    FactsHeading,
    NothingFlips,
    TheAnswer,
    ToldLine,
    WorkloadAnswered,
)
from firstcall.report.sheet import Sheet, in_text
from firstcall.rights.table.table import table_of
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.findings import facts_of_audit
from firstcall.verification.audit.judged import AuditFacts, Origin

ASKS = (
    Ask("train", "home", quantity=Decimal(1)),
    Ask("bake", "<b>home</b>"),
    Ask("serve", "rival", quantity=Decimal("2.5")),
    Ask("train", "<i>Kestrel</i>"),
    Ask("serve", "rival"),
)


def facts(asks: tuple[Ask, ...] = ASKS) -> AuditFacts:
    auditor = Auditor(table_of(berth(SOLE, ROUTE, FIRST), record_of()))
    questions = [(ask, day("2024-06-29") + timedelta(days=n)) for n, ask in enumerate(asks)]
    auditor.take(batch_of(auditor.table, questions), Origin("log.csv", 1))
    return facts_of_audit(auditor)


def told(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The cells as they are printed."""
    return tuple(tuple(in_text(cell) for cell in row) for row in sheet.rows)


def made_up(asks: tuple[Ask, ...] = ASKS) -> Audited:
    lines = (
        ToldLine(0, TheAnswer(outcome="consent-first")),
        ToldLine(2, AskedThis(question=AskedWord(asked="<script>"))),
        ToldLine(0, FactsHeading()),
        ToldLine(2, WorkloadAnswered(workload="bake", outcome="forbidden")),
        ToldLine(4, AskedAt(provider="rival")),
        ToldLine(0, NothingFlips()),
    )
    explained = (Explained("firstcall decide berth", lines),)
    return Audited("A berth & more", ("log.csv",), "numpy", facts(asks), UTC, explained)
