"""A partnership as it was read: what a deal knows of itself, and how it puts a question to the rooms of service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any

from firstcall.dates import GivenMoment, iso
from firstcall.errors import NotAllowed, QuestionError
from firstcall.record.position import Position
from firstcall.said import Said, sentence
from firstcall.service.partnership.answers import TermsResult, terms_on
from firstcall.service.partnership.arguments import given_text, in_python_words
from firstcall.service.partnership.first_refusal import DraftsResult, OfferResult, OffersResult
from firstcall.service.partnership.results import AsRead
from firstcall.service.partnership.whole_folder import BriefResult, CheckResult, VerifyResult
from firstcall.service.plain_files import is_there, read_file
from firstcall.service.speech import listening
from firstcall.values import dataclass

AnyPath = str | PathLike[str]
"""A path as text, or as a Path."""


class GivenNoPeriod(Said):
    says = sentence("partnership.given-no-period", "period: {period} is no period")
    period: str


class WritePeriodAsText(Said):
    says = sentence("partnership.write-period-as-text", "write 2025-12, 2025-Q4 or FY2025 as text")


class NoLogIsNamed(Said):
    says = sentence("partnership.no-log-is-named", "no log is named")


class NameLogFiles(Said):
    says = sentence("partnership.name-log-files", "name Parquet, CSV or Arrow files, folders or globs")


class ViewOfOtherParty(Said):
    says = sentence("partnership.view-of-other-party", "this is the view of {party}")
    party: str


class OpenAnew(Said):
    says = sentence("partnership.open-anew", "open the deal anew, and look as {party}")
    party: str


class NotInWhatIf(Said):
    says = sentence("partnership.not-in-what-if", "{value} can stand in no what-if")
    value: str


class WritePlainValue(Said):
    says = sentence("partnership.write-plain-value", "write text, a number, a list or a mapping")


class ReadsOthersPapers(Said):
    says = sentence("partnership.reads-others-papers", "{what} reads papers that are not {party}'s to see")
    what: str
    party: str


class AskWithoutAsParty(Said):
    says = sentence("partnership.ask-without-as-party", "ask without as_party")


class NotOfSupposed(Said):
    says = sentence("partnership.not-of-supposed", "{what} is of what is there, and something is supposed")
    what: str


class AskBeforeSuppose(Said):
    says = sentence("partnership.ask-before-suppose", "ask before suppose")


@dataclass(frozen=True, repr=False, eq=False)
class Opened(AsRead):
    """What a partnership as it was read answers without another being made."""

    @in_python_words
    def terms(self, on: GivenMoment | None = None, *, known_at: GivenMoment | None = None) -> TermsResult:
        """Return the terms in force on a day; one clause of them by its id, as in `terms()["first-refusal"]`."""
        return TermsResult(self, *terms_on(self.held, self._on(on), self._text(known_at)))

    @in_python_words
    def offers(
        self, on: GivenMoment | None = None, *, only_open: bool = False, known_at: GivenMoment | None = None
    ) -> OffersResult:
        """Return the offers on the record; with `only_open`, those that wait for a notice or an answer."""
        from firstcall.service.offer.pages import tracked_offers

        here, at = self._position(on, known_at)
        return OffersResult(self, at, tuple(tracked_offers(here, self.party, only_open=only_open)))

    @in_python_words
    def offer(self, offer: str, on: GivenMoment | None = None, *, known_at: GivenMoment | None = None) -> OfferResult:
        """Return one offer's story under each right that it concerns.

        Raises:
          NotFound: there is no such offer by then.
        """
        from firstcall.service.offer.pages import rights_of_offer

        here, at = self._position(on, known_at)
        return OfferResult(self, offer, at, here, rights_of_offer(here, offer, self.party))

    @in_python_words
    def draft(
        self, offer: str, on: GivenMoment | None = None, *, clause: str | None = None,
        known_at: GivenMoment | None = None,
    ) -> DraftsResult:  # fmt: skip
        """Return the papers of an offer, drafted as text: the notice, or a holder's answers. Nothing is sent.

        Args:
          offer: the offer.
          on: the day or instant of drafting.
          clause: the right meant, where the offer concerns several.
          known_at: count only what was entered by then.
        """
        from firstcall.service.offer.packet import drafts_for

        here, _ = self._position(on, known_at)
        return DraftsResult(self, drafts_for(here, offer, clause, self.party)[0])

    def check(self) -> CheckResult:
        """Return every problem of the files in the folder, as they lie there now; nothing supposed is looked at."""
        from firstcall.service.commands.check import look_through, money_worth, soundness_of

        self._keeper("check")
        self._as_it_is("check")
        with listening():
            found = look_through(self.path)
            with money_worth(found) as worth:
                return CheckResult(self, found, soundness_of(found, worth=worth))

    def verify(self) -> VerifyResult:
        """Return whether the record is whole, and the digests to compare with another party's."""
        self._as_it_is("verify")
        return VerifyResult(self)

    @in_python_words
    def brief(self, on: GivenMoment | None = None, *, today: GivenMoment | None = None) -> BriefResult:
        """Return the brief of a day: the story run, the terms, the matrix of answers, the transactions judged.

        Args:
          on: the day.
          today: the last day at which the story is asked.
        """
        from firstcall.service.commands.brief import brief_of

        self._keeper("brief")
        return BriefResult(self, brief_of(self.held, self._on(on), self._on(today)))

    def _text(self, given: GivenMoment | None) -> str | None:
        return given_text(given, self.agreement.timezone)

    def _on(self, given: GivenMoment | None) -> str:
        text = self._text(given)
        return iso(self.now) if text is None else text

    def _position(self, on: GivenMoment | None, known_at: GivenMoment | None) -> tuple[Position, datetime]:
        from firstcall.service.offer.pages import position_of

        return position_of(self.held, self._on(on), self._text(known_at), self.party)

    def _what_if(self, overlay: AnyPath | Mapping[str, Any]) -> tuple[bytes, str, str]:
        """Return what a what-if says, its name, and the flag that supposes it."""
        if isinstance(overlay, Mapping):
            return json.dumps(dict(overlay), default=event_text, ensure_ascii=False).encode(), "what-if", ""
        named = Path(overlay).expanduser()
        near = self.path / "what-if" / (named.name if named.suffix else f"{named.name}.yaml")
        file = near if not is_there(named) and is_there(near) else named
        return read_file(file), str(file), f" --with {file}"

    def _keeper(self, what: str) -> None:
        """Refuse what rests on papers that are the keeper's own."""
        if self.party is not None:
            raise NotAllowed(ReadsOthersPapers(what=what, party=self.party), fix=AskWithoutAsParty())

    def _as_it_is(self, what: str) -> None:
        if self.supposed:
            raise NotAllowed(NotOfSupposed(what=what), fix=AskBeforeSuppose())


def event_text(value: object) -> str:
    """Return a value that JSON does not know as a what-if writes it.

    Raises:
      QuestionError: it can stand in no what-if.
    """
    if isinstance(value, date):
        return given_text(value, "UTC") or ""
    if isinstance(value, Decimal):
        return str(value)
    raise QuestionError(NotInWhatIf(value=repr(value)), fix=WritePlainValue())
