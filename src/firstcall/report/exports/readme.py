"""What stands beside an export, as facts: what it is of, how it is asked, what it cannot carry, how it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated

from firstcall.report.exports.certificate import CERTIFICATE
from firstcall.said import Grouped, Said, plural, sentence
from firstcall.verification.exports.decision_table import DecisionTable

SayFact = Callable[[Said], str]
"""How a fact is said in the reader's language."""


class DecisionsOf(Said):
    says = sentence("export.decisions-of", "Decisions of {agreement}")
    agreement: str


class ExportIsOf(Said):
    says = plural(
        "export.is-of",
        "As of {at}, under the text {version}: {n} question in the columns {columns}.",
        "As of {at}, under the text {version}: {n} questions in the columns {columns}.",
    )
    at: datetime
    version: str
    n: Annotated[int, Grouped]
    columns: tuple[str, ...]


class AskJson(Said):
    says = sentence("export.ask-json", "Each entry of `decisions` is one question with its answer.")


class AskSql(Said):
    says = sentence("export.ask-sql", "Join the table `decision` on its first columns.")


class AskCedar(Said):
    says = sentence(
        "export.ask-cedar",
        "Ask for the action that is named like an outcome, with every column in the context; exactly one outcome is "
        "allowed for each question. Cedar itself only knows allowed and denied, so a request for another action is "
        "denied without a reason, and so is a question that cannot be asked.",
    )


class UnlistedIsOther(Said):
    says = sentence("export.unlisted-is-other", "A provider that is not listed is `other`.")


class CannotCarry(Said):
    says = sentence("export.cannot-carry", "What it cannot carry:")


class NoOtherDay(Said):
    says = sentence(
        "export.no-other-day",
        "another day: decisions are those of the instant named above; export anew when the text or the record turns;",
    )


class NoOffers(Said):
    says = sentence(
        "export.no-offers",
        "offers, contracts, tranches and quantities: what was offered or signed is judged by its own history, and "
        "what is left of a permission up to a quantity, or of a consent, is asked of `decide` with `--quantity`;",
    )


class NoTechnology(Said):
    says = sentence(
        "export.no-technology",
        "use and licence of technology, acts between the parties (to assign, to hire, a change of control), options, "
        "prices and dated duties, duties of precedence, and why an answer is what it is;",
    )


class NoReadings(Said):
    says = sentence(
        "export.no-readings",
        "readings one by one: the answer is the strictest under every reading in play, marked `contested` where they "
        "differ.",
    )


class CheckEveryAnswer(Said):
    says = sentence("export.check-every-answer", "To check every answer against `decide` again:")


class CertificateNames(Said):
    says = sentence(
        "export.certificate-names",
        "The file `{file}` names the text, the record and all answers by their digests (the answers' begins with "
        "{digest}); equal files give an equal one. Kept in the folder `tables` of the partnership, it is named by the "
        "receipt of each decision that the table has (`firstcall decide --json`).",
    )
    file: str
    digest: str


_ASKED: dict[str, Said] = {"json": AskJson(), "sql": AskSql(), "cedar": AskCedar()}


def export_readme(table: DecisionTable, kind: str, command: str, say: SayFact) -> str:
    """Return what stands beside an export, in Markdown.

    Args:
      table: the decisions.
      kind: for which engine they are written.
      command: what asks every question of it again, as it is typed.
      say: says a fact in the reader's language.
    """
    return "\n\n".join(_paragraphs(table, kind, command, say)) + "\n"


def _paragraphs(table: DecisionTable, kind: str, command: str, say: SayFact) -> Iterator[str]:
    version, columns = table.version or "–", table.columns
    lacking = (NoOtherDay(), NoOffers(), NoTechnology(), NoReadings())
    yield f"# {say(DecisionsOf(agreement=table.agreement))}"
    yield say(ExportIsOf(at=table.at, version=version, n=len(table.rows), columns=columns))
    yield f"{say(_ASKED[kind])} {say(UnlistedIsOther())}"
    yield "\n".join((say(CannotCarry()), *(f"- {say(one)}" for one in lacking)))
    yield say(CheckEveryAnswer())
    yield f"    {command}"
    yield say(CertificateNames(file=CERTIFICATE, digest=table.certificate.digest[:12]))
