"""The offer as people have it, a YAML page or a row of a table -> the fields of its event."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator

from firstcall.agreement.model.basis import Day, Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import Exemption, Quality
from firstcall.agreement.model.definitions import Ids, Mode
from firstcall.agreement.model.exact import Exact
from firstcall.agreement.read.problems import faults, wrong_kind
from firstcall.agreement.read.text import decode, read_yaml
from firstcall.agreement.terms import Terms
from firstcall.errors import AgreementError, Place, Problem, QuestionError, near_or_listed, unknown
from firstcall.record.events.entry import whole
from firstcall.record.transaction_lines import ColumnMissing, WrongInColumn
from firstcall.said import Quoted, Said, Unreadable, sentence


class TemplateHead(Said):
    says = sentence(
        "sheet.template-head",
        "An offer of capacity, as the third party made it. Leave out what it does not say.",
    )


class ListedOrAnyName(Said):
    says = sentence("sheet.listed-or-any-name", "a listed provider, or any name")


class WhatItIsFor(Said):
    says = sentence("sheet.what-it-is-for", "what it is meant for")


class UnitOfAgreement(Said):
    says = sentence("sheet.unit-of-agreement", "MW, GPUs or GPU-hours: in the unit of the agreement")


class ExactInQuotes(Said):
    says = sentence("sheet.exact-in-quotes", "exact, in quotes")


class GivenBackInAll(Said):
    says = sentence("sheet.given-back-in-all", "what the third party gives back, in all")


class PaidAheadInAll(Said):
    says = sentence("sheet.paid-ahead-in-all", "what is paid in advance, in all")


class DimensionsOfAgreement(Said):
    says = sentence("sheet.dimensions-of-agreement", "the agreement's own dimensions")


class InPerCent(Said):
    says = sentence("sheet.in-per-cent", "per cent")


class ExpiryOfOffer(Said):
    says = sentence("sheet.expiry-of-offer", "the offer itself")


class IfTrueNotTold(Said):
    says = sentence("sheet.if-true-not-told", "true: the holder is not told who made it")


_LINES: tuple[tuple[str, str, Said | str], ...] = (
    ("third_party", "quillhost", ListedOrAnyName()),
    ("mode", "third_party", "third_party, built_for_grantor, own_build"),
    ("workloads", "[training]", WhatItIsFor()),
    ("accelerator", "H200", ""),
    ("accelerator_count", '"4096"', ""),
    ("quantity", '"12"', UnitOfAgreement()),
    ("unit", "MW", ""),
    ("price", '"2.05"', ExactInQuotes()),
    ("currency", "USD", ""),
    ("price_per", "gpu_hour", "gpu_hour, gpu_month, mw_month ..."),
    ("credits", '"0"', GivenBackInAll()),
    ("prepayment", '"0"', PaidAheadInAll()),
    ("term_months", '"36"', ""),
    ("start", "2026-01-01", ""),
    ("site", "hall-2", ""),
    ("scope", "{region: java}", DimensionsOfAgreement()),
    ("sla_availability", '"99.9"', InPerCent()),
    ("expires", "2025-12-01", ExpiryOfOffer()),
    ("conditions", "none", ""),
    ("non_disclosure", "false", IfTrueNotTold()),
    ("bona_fide", "[written, unaffiliated, funded]", ""),
)
"""The fields of an offer to fill in: each with an example, and with what is to be known of it."""


class NoticeMustSay(Said):
    says = sentence("sheet.notice-must-say", "A notice under {clause} must say: {required}.")
    clause: str
    required: tuple[str, ...]


class NoticeMustSayNothing(Said):
    says = sentence("sheet.notice-must-say-nothing", "A notice under {clause} must say nothing in particular.")
    clause: str


class NoCurrency(Said):
    says = sentence("sheet.no-currency", "{given} is not a currency")
    given: Annotated[str, Quoted]


class WriteThreeLetters(Said):
    says = sentence("sheet.write-three-letters", "write its three letters, such as {example}")
    example: str


EXPIRES_AFTER, STARTS_AFTER = timedelta(days=60), timedelta(days=91)
"""How long after the day asked about the example of a template expires, and its delivery begins."""


def template_for(clause: FirstRefusal, terms: Terms, day: date, say: Callable[[Said], str] = str) -> str:
    """Return the offer to fill in with the words of an agreement: its providers, units, workloads and dimensions.

    Args:
      clause: the right that such an offer concerns.
      terms: the text in force, whose words may be used.
      day: the day on which it is filled in; the dates of the example follow it.
      say: says a fact in a language; English unless told.
    """
    words, scope = terms.definitions, clause.scope
    rivals = [name for name in terms.providers if terms.mode_at(name) == "third_party"]
    places = [name for name in rivals if scope.providers is None or name in scope.providers]
    modes = [mode for mode in scope.mode or ("third_party",) if mode != "holder"]
    axes = {name: scope.dimensions.get(name, values)[0] for name, values in words.dimensions.items()}
    proofs = [quality for quality in clause.bona_fide if quality != "named"]
    values: dict[str, str | None] = {
        "third_party": places[0] if places else None,
        "mode": modes[0] if modes else None,
        "workloads": f"[{(scope.workloads or words.workloads)[0]}]",
        "unit": clause.parts.unit,
        "start": (day + STARTS_AFTER).isoformat(),
        "expires": (day + EXPIRES_AFTER).isoformat(),
        "currency": clause.currency,
        "scope": f"{{{', '.join(': '.join(axis) for axis in axes.items())}}}" if axes else "",
        "bona_fide": f"[{', '.join(proofs)}]" if proofs else "",
    }
    required = clause.notice.required
    must: Said = NoticeMustSayNothing(clause=clause.id)
    if required:
        must = NoticeMustSay(clause=clause.id, required=required)
    return _page((TemplateHead(), must), values, say)


def blank_template(say: Callable[[Said], str] = str) -> str:
    """Return an offer to fill in that is of no agreement, its remarks as a language says them; English unless told."""
    return _page((TemplateHead(),), {}, say)


def _page(heads: tuple[Said, ...], values: Mapping[str, str | None], say: Callable[[Said], str]) -> str:
    lines = [" ".join(("#", say(head))) for head in heads]
    for name, example, remark in _LINES:
        lines += _filled(name, values.get(name), example, say(remark) if isinstance(remark, Said) else remark)
    return "\n".join(lines) + "\n"


def _filled(name: str, value: str | None, example: str, remark: str) -> Iterator[str]:
    """Yield a field with an agreement's own value, else with the example; nothing where it has no such thing."""
    if value != "":
        told = ": ".join((name, example if value is None else value))
        yield " ".join((f"{told:<32}#", remark)) if remark else told


_AMOUNTS = ("credits", "prepayment", "termination_fee", "other_consideration_value")
_WORDS = ("accelerator", "site", "interconnect", "conditions", "package", "other_consideration")


class OfferSheet(Written):
    """An offer in the words of procurement."""

    third_party: Text
    mode: Mode | None = None
    workloads: Ids = ()
    accelerator: Text | None = None
    accelerator_count: Exact | None = Field(default=None, gt=0)
    gpu_hours: Exact | None = Field(default=None, gt=0)
    quantity: Exact | None = Field(default=None, gt=0)
    unit: Text | None = None
    price: Exact | None = Field(default=None, ge=0)
    currency: Text | None = None
    price_per: Id | None = None
    credits: Exact | None = Field(default=None, ge=0)
    prepayment: Exact | None = Field(default=None, ge=0)
    termination_fee: Exact | None = Field(default=None, ge=0)
    take_or_pay_share: Exact | None = Field(default=None, ge=0, le=1)
    term_months: Exact | None = Field(default=None, gt=0)
    start: Day | None = None
    site: Text | None = None
    scope: dict[Id, Id] = {}
    sla_availability: Exact | None = Field(default=None, gt=0, le=100)
    interconnect: Text | None = None
    expires: Day | None = None
    conditions: Text | None = None
    non_disclosure: TrueOrFalse = False
    bona_fide: tuple[Quality, ...] = ()
    exemption: Exemption | None = None
    package: Text | None = None
    allocated_price: Exact | None = Field(default=None, ge=0)
    appraised_price: Exact | None = Field(default=None, ge=0)
    other_consideration: Text | None = None
    other_consideration_value: Exact | None = Field(default=None, ge=0)

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, value: str | None) -> str | None:
        if value is not None and not (len(value) == 3 and value.isalpha() and value.isascii()):
            raise Unreadable(NoCurrency(given=value), WriteThreeLetters(example="USD"))
        return value

    def payload(self) -> dict[str, Any]:
        """Return the event's own fields as they stand on a line of the record."""
        found: dict[str, Any] = {
            "provider": self.third_party, "mode": self.mode, "unit": self.unit, "exemption": self.exemption,
            "quantity": None if self.quantity is None else whole(self.quantity),
            "workloads": list(self.workloads), "dimensions": dict(self.scope), "bona_fide": list(self.bona_fide),
            "terms": self.terms(),
        }  # fmt: skip
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def terms(self) -> dict[str, str]:
        """Return the commercial terms by their closed names."""
        money = f"_{self.currency.lower()}" if self.currency else ""
        per = f"_per_{self.price_per}" if self.price_per else ""
        found: dict[str, Decimal | str | None] = {f"price{money}{per}": self.price}
        found |= {f"{name}{money}": getattr(self, name) for name in _AMOUNTS}
        found |= {f"{name}{money}{per}": getattr(self, name) for name in ("allocated_price", "appraised_price")}
        numbers = ("term_months", "take_or_pay_share", "gpu_hours", "accelerator_count", "sla_availability")
        found |= {name: getattr(self, name) for name in (*numbers, *_WORDS)}
        found |= {name: None if day is None else day.isoformat() for name, day in self._days()}
        if self.non_disclosure:
            found["non_disclosure"] = "yes"
        shown = {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in found.items()}
        return {name: value for name, value in shown.items() if value is not None}

    def _days(self) -> tuple[tuple[str, Any], ...]:
        return (("start", self.start), ("expires", self.expires))


def sheet_from_yaml(raw: bytes, file: str) -> OfferSheet:
    """Return the offer that a YAML page says.

    Raises:
      QuestionError: every problem of the page, each with its line and column.
    """
    try:
        data, places, problems = read_yaml(decode(raw, file), file)
    except AgreementError as error:
        raise QuestionError.of(error.problems) from error
    found = list(problems)
    try:
        sheet = OfferSheet.model_validate(data)
    except ValidationError as error:
        found += faults(error, OfferSheet, data, places)
    if found:
        raise QuestionError.of(sorted(found, key=lambda item: item.place))
    return sheet


def sheet_from_row(row: Mapping[str, str | None], place: Place) -> OfferSheet:
    """Return the offer that one row of a table says; lists are split at semicolons, and an empty cell says nothing.

    Raises:
      QuestionError: an unknown column, or a value that does not fit.
    """
    data: dict[str, Any] = {}
    for name, value in row.items():
        axis = name.removeprefix("scope.")
        if axis == name and name not in OfferSheet.model_fields:
            fix = near_or_listed(name, OfferSheet.model_fields)
            raise QuestionError(unknown("column", name), fix=fix, place=place)
        text = (value or "").strip()
        if text and axis != name:
            data.setdefault("scope", {})[axis] = text
        elif text:
            parts = [part.strip() for part in text.split(";")]
            data[name] = parts if name in ("workloads", "bona_fide") else text
    try:
        return OfferSheet.model_validate(data)
    except ValidationError as error:
        raise QuestionError.of(_wrong_cells(error, place)) from error


def _wrong_cells(error: ValidationError, place: Place) -> Iterator[Problem]:
    for detail in error.errors():
        refused = detail.get("ctx", {}).get("error")
        column = ".".join(map(str, detail["loc"]))
        if detail["type"] == "missing":
            yield Problem(place, ColumnMissing(column=column), SeeOfferTemplate())
            continue
        what, fix = (refused.what, refused.fix) if isinstance(refused, Unreadable) else (wrong_kind(detail), None)
        yield Problem(place, WrongInColumn(column=column, what=what), fix or SeeOfferTemplate())


class SeeOfferTemplate(Said):
    says = sentence("sheet.see-template", "see `firstcall offer template`")
