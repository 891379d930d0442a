"""A question as flags or a row of a file give it -> the question the engine is asked, and how to show it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS, PartyAct
from firstcall.dates import When, iso, shown, zone
from firstcall.errors import QuestionError, near_or_listed
from firstcall.record.position import latest_known, position
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.rights.receipt import receipt
from firstcall.rights.under_readings import AnyQuestion
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import TABLES, Partnership
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.service.soundness.made_tables import MadeTable

PLACEMENT = ("workload", "provider", "customer", "capacity", "signed", "quantity", "offer", "contract", "tranche",
             "site", "scope")  # fmt: skip
TECHNOLOGY = ("licensee", "license_to", "product", "ip", "model", "model_developed")
PARTY_ACT = ("act", "by", "to")


class AsksOfActAndMore(Said):
    says = sentence("question.asks-of-act-and-more", "{act} asks of an act of a party, and {other} of something else")
    act: str
    other: str


class AskOneAtATime(Said):
    says = sentence("question.ask-one-at-a-time", "ask one of them at a time")


class NoSuchAct(Said):
    says = sentence("question.no-such-act", "{given} is no act that can be asked of a party")
    given: Annotated[str, Quoted]


class NobodyActs(Said):
    says = sentence("question.nobody-acts", "who would {act} is not named")
    act: PartyAct


class NameWhoActs(Said):
    says = sentence("question.name-who-acts", "name the party with --by")


@dataclass(frozen=True, slots=True)
class Given:
    """A question with its instant, its knowledge and its chosen readings; `words` shows it to people."""

    asked: AnyQuestion
    when: When
    known_at: datetime | None
    readings: dict[str, str]
    words: dict[str, str]

    @property
    def plain(self) -> dict[str, str]:
        """The question for programs: names as the flags have them, an instant in UTC."""
        told = {name.replace(" ", "_"): value for name, value in self.words.items()}
        return {**told, "on": self.when.text if self.when.end else iso(self.when.first)}


def given(deal: Partnership, row: dict[str, Any]) -> Given:
    """Return the question that flags or a row of a file ask.

    Raises:
      QuestionError: flags of two kinds of question, a missing one, or text that is no date or number.
    """
    agreement = deal.agreement
    when = options.when_of(row.get("on"), agreement)
    known_at = options.known_at_of(row.get("known_at"), when, agreement)
    readings = options.pairs(tuple(row.get("reading", ())), "--reading")
    placed = [name for name in PLACEMENT if row.get(name)]
    used = [name for name in TECHNOLOGY if row.get(name)]
    acting = [name for name in PARTY_ACT if row.get(name)]
    if row.get("license_to") and acting == ["by"]:
        used, acting = [*used, "by"], []
    if placed and used:
        raise QuestionError(AsksOfBoth(flag=_flag(placed[0]), other=_flag(used[0])), fix=AskOneAtATime())
    if acting and (placed or used):
        what = AsksOfActAndMore(act=_flag(acting[0]), other=_flag((placed or used)[0]))
        raise QuestionError(what, fix=AskOneAtATime())
    asked: AnyQuestion = _technology(row, agreement) if used else _placement(row, agreement)
    if acting:
        asked = _party_act(row)
    words = _words(row, placed or used or acting)
    where = zone(agreement.timezone)
    words["on"] = when.text if when.end else f"{shown(when.first, where)} ({iso(when.first)})"
    known = known_at or latest_known(agreement, deal.record)
    if known is not None:
        words["known_at"] = iso(known)
    return Given(asked, when, known_at, readings, words)


def judged(deal: Partnership, question: Given) -> Decision:
    """Return the answer to a question."""
    return decide(deal.agreement, deal.record, question.asked, question.when, question.known_at, question.readings)


def receipt_of(deal: Partnership, question: Given, decision: Decision) -> dict[str, Any]:
    """Return what an answer was made from, as digests: the same files give the same receipt years later."""
    here = position(deal.agreement, deal.record, question.when.first, question.known_at)
    tables = () if question.readings or question.when.end else _tables(deal)
    certificates = [one.certificate for one in tables]
    made = receipt(deal.agreement, here, question.asked, decision, deal.overlays, certificates)
    named = next((one for one in tables if one.certificate is made.table), None)
    return {"id": made.id, **asdict(made), "table": named.values(deal.name) if named else None}


def _tables(deal: Partnership) -> tuple[MadeTable, ...]:
    """Return the tables of decisions that the partnership keeps."""
    if not (deal.path / TABLES).is_dir():
        return ()
    from firstcall.service.soundness.made_tables import made_tables

    return made_tables(deal.path)


def _placement(row: dict[str, Any], agreement: Agreement) -> Asked:
    signed = options.instant_of(row["signed"], agreement, "--signed") if row.get("signed") else None
    return Asked(
        workloads=options.words_of(tuple(row.get("workload", ()))),
        provider=row.get("provider"),
        customer=row.get("customer"),
        capacity=row.get("capacity"),
        signed=signed,
        quantity=options.quantity_of(row.get("quantity")),
        offer=row.get("offer"),
        contract=row.get("contract"),
        tranche=row.get("tranche"),
        site=row.get("site"),
        dimensions=options.pairs(tuple(row.get("scope", ())), "--scope"),
    )


class AsksOfBoth(Said):
    says = sentence("question.asks-of-both", "{flag} asks of capacity and {other} of technology")
    flag: str
    other: str


class NoProductNamed(Said):
    says = sentence("question.no-product", "no product is named")


class NameProduct(Said):
    says = sentence("question.name-product", "name one with --product: {products}")
    products: tuple[str, ...]


class NoProductDefined(Said):
    says = sentence("question.no-product-defined", "name one with --product: none is defined")


class UseOrLicence(Said):
    says = sentence("question.use-or-licence", "a question of technology asks of a use or of a licence")


class NameLicensee(Said):
    says = sentence(
        "question.name-licensee",
        "name who uses it with --licensee, or who is to be licensed with --license-to",
    )


class ModelIsOfUse(Said):
    says = sentence("question.model-is-of-use", "--model belongs to a question of use")


class AskWithLicensee(Said):
    says = sentence("question.ask-with-licensee", "ask it with --licensee")


def _technology(row: dict[str, Any], agreement: Agreement) -> AskedUse | AskedLicence:
    product = row.get("product")
    if not product:
        known = tuple(agreement.definitions.products)
        raise QuestionError(NoProductNamed(), fix=NameProduct(products=known) if known else NoProductDefined())
    if bool(row.get("licensee")) == bool(row.get("license_to")):
        raise QuestionError(UseOrLicence(), fix=NameLicensee())
    if row.get("license_to"):
        if row.get("model") or row.get("model_developed"):
            raise QuestionError(ModelIsOfUse(), fix=AskWithLicensee())
        return AskedLicence(row["license_to"], product, row.get("ip"), row.get("by"))
    text = row.get("model_developed")
    developed = options.instant_of(text, agreement, "--model-developed") if text else None
    return AskedUse(row["licensee"], product, row.get("ip"), row.get("model"), developed)


def _party_act(row: dict[str, Any]) -> AskedAct:
    act = next((name for name in PARTY_ACTS if name == row.get("act")), None)
    if act is None:
        raise QuestionError(
            NoSuchAct(given=str(row.get("act", ""))), fix=near_or_listed(row.get("act", ""), PARTY_ACTS)
        )
    if not row.get("by"):
        raise QuestionError(NobodyActs(act=act), fix=NameWhoActs())
    return AskedAct(act, row["by"], row.get("to"))


def _words(row: dict[str, Any], names: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        value = row[name]
        if name == "scope":
            found |= options.pairs(tuple(value), "--scope")
        elif isinstance(value, tuple):
            found[name] = ", ".join(options.words_of(value))
        else:
            found[name.replace("_", " ")] = str(value)
    return found


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
