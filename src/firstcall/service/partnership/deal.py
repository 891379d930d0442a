"""A partnership opened: what was agreed and what happened, as read at one instant, and every question to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from firstcall.dates import GivenMoment, given_when, zone
from firstcall.errors import NotAllowed, NotFound, QuestionError, unknown
from firstcall.record.views.view import party_meant, view
from firstcall.service import options, world
from firstcall.service.folder import RECORD, ahead_as_text, as_it_stands, open_partnership, with_overlay, with_supposed
from firstcall.service.partnership import opened
from firstcall.service.partnership.answers import DecisionResult, decided
from firstcall.service.partnership.arguments import (
    GivenNumber,
    GivenWords,
    in_python_words,
    instant_given,
    number_text,
    one_of,
    pairs_given,
    words_given,
)  # fmt: skip
from firstcall.service.partnership.figures import AuditResult, MoveResult, PlanningResult, RouteResult, StatementResult
from firstcall.service.partnership.first_refusal import ActResult, ClockResult
from firstcall.service.plain_files import read_file
from firstcall.service.speech import listening
from firstcall.values import dataclass


def open(path: opened.AnyPath, *, now: GivenMoment | None = None, strict: bool = False) -> Deal:
    """Return the partnership kept in a folder, as it is now.

    Everything is read once: a deal does not change, and `reload()` reads it again. Two deals share nothing.

    Args:
      path: the folder, or the agreement in it.
      now: the present instant, where another is meant; the clock is read otherwise, once.
      strict: refuse a record whose last line is torn, instead of warning of it.

    Raises:
      NotFound: there is no such folder, or no agreement in it.
      AgreementError: the agreement has problems; `problems` lists each with its place.
      RecordError: the record has faults.
      QuestionError: `now` names no instant.

    >>> deal = open("examples/microsoft-openai")
    >>> deal.decide("training", provider="coreweave", on="2025-01-21").outcome
    'offer-first'
    """
    with listening(strict=strict) as listener:
        held = open_partnership(Path(path).expanduser())
    known = None if now is None else given_when(now, zone(held.agreement.timezone)).first
    return Deal(held, held, known or world.now(), known is not None, strict, None, tuple(listener.told))


@dataclass(frozen=True, repr=False, eq=False)
class Deal(opened.Opened):
    """A partnership as it was read. It never changes; `perform` and `reload` return the deal that it has become."""

    @in_python_words
    def decide(
        self, workload: GivenWords = (), *, provider: str | None = None, customer: str | None = None,
        capacity: str | None = None, signed: GivenMoment | None = None, quantity: GivenNumber | None = None,
        offer: str | None = None, contract: str | None = None, tranche: str | None = None, site: str | None = None,
        scope: Mapping[str, str] | None = None, licensee: str | None = None, license_to: str | None = None,
        product: str | None = None, ip: str | None = None, model: str | None = None,
        model_developed: GivenMoment | None = None, act: str | None = None, by: str | None = None,
        to: str | None = None, reading: Mapping[str, str] | None = None,
        on: GivenMoment | None = None, known_at: GivenMoment | None = None, flip: bool = False,
    ) -> DecisionResult:  # fmt: skip
        """May we? Return the answer, with the clauses that decide it and the ways to a free one.

        Without an offer or a contract it is of capacity to be signed now: signing and running are both judged, and the
        stricter answers. `licensee` or `license_to` with `product` ask of technology instead, and `act` of an act of a
        party.

        Args:
          workload: one or several; the strictest answers.
          provider: any name; one that is not listed is read as `other`.
          customer: whom the workload serves.
          capacity: new, existing, own_build or built_for_grantor.
          signed: when the capacity was signed.
          quantity: how much, in the unit of the offer or tranche.
          offer: judge signing, and running, what this offer is of.
          contract: judge running on what this contract signed.
          tranche: which tranche of the contract.
          site: whose mix of use counts, where a permission asks for one.
          scope: values of declared dimensions, such as {"region": "us"}.
          licensee: may this party use the technology?
          license_to: may the technology be licensed to this party?
          product: the product that technology is used in.
          ip: the kind of technology; models when left out.
          model: the model used.
          model_developed: when it was developed.
          act: an act of a party, such as assign.
          by: who would do it; with `license_to`, the licensee that would sublicense.
          to: to whom it would assign, who takes control, whose people it would hire.
          reading: point of construction -> alternative, for points to be read one way.
          on: the day, instant, month or year; `now` of the deal when left out.
          known_at: count only what was entered and signed by then; "on" for the day asked about.
          flip: find which assumed or reported fields, read otherwise, change the answer.

        Raises:
          QuestionError: the question cannot be asked that way.
          NotFound: it names an offer, contract, tranche or model that is not there.
        """
        row = {
            "workload": words_given(workload), "provider": provider, "customer": customer, "capacity": capacity,
            "signed": self._text(signed), "quantity": number_text(quantity, "quantity"), "offer": offer,
            "contract": contract, "tranche": tranche, "site": site, "scope": pairs_given(scope, "scope"),
            "licensee": licensee, "license_to": license_to, "product": product, "ip": ip, "model": model,
            "model_developed": self._text(model_developed), "act": act, "by": by, "to": to,
            "reading": pairs_given(reading, "reading"), "on": self._on(on), "known_at": self._text(known_at),
        }  # fmt: skip
        question, decision = decided(self.held, row)
        return DecisionResult(self, question, decision, flip)

    @in_python_words
    def clock(
        self, on: GivenMoment | None = None, *, due_within: str | None = None, known_at: GivenMoment | None = None
    ) -> ClockResult:
        """Return what is due under first refusal: from whom, by when.

        Args:
          on: the day or instant asked about.
          due_within: only what is due so soon: 2d, 36h, 1w.
          known_at: count only what was entered by then.
        """
        from firstcall.refusal.due import everything_due
        from firstcall.service.commands.clock import own_dated, own_first, span_of

        here, at = self._position(on, known_at)
        span = span_of(due_within)
        every = own_first(everything_due(here, party=self.party), self.party, here.terms().grantor)
        soon = tuple(due for due in every if due.is_within(span, at))
        return ClockResult(self, at, soon, *own_dated(here, at, span, self.party))

    @in_python_words
    def settle(
        self, period: str, *, known_at: GivenMoment | None = None, estimate: bool = False,
        together: Literal["parts", "overlap"] | None = None, engine: Literal["duckdb", "spark"] = "duckdb",
    ) -> StatementResult:  # fmt: skip
        """Return who owes whom for a period, such as 2025-12, 2025-Q4 or FY2025.

        Args:
          period: the month, quarter or fiscal year.
          known_at: count only what was taken in and signed by then.
          estimate: count what is there, also of months that nothing was delivered for.
          together: how rows count that stand in several files: all (parts), or once (overlap).
          engine: what adds up billing rows.

        Raises:
          BillingError: a file cannot be settled on, or no clause says who owes whom.
          NotAllowed: the party that looks neither pays nor is paid.
        """
        from firstcall.service.settle.command import ENGINES
        from firstcall.service.settle.desk import desk
        from firstcall.service.settle.issue import draw_up, seen

        if not isinstance(period, str):
            raise QuestionError(opened.GivenNoPeriod(period=repr(period)), fix=opened.WritePeriodAsText())
        one_of(engine, "engine", ENGINES)
        one_of(together, "together", ("parts", "overlap"))
        known = instant_given(known_at, self.held)
        with (
            listening(strict=self.strict) as listener,
            desk(self.whole, engine, self.party, together) as settled,
        ):
            drawn = seen(settled, draw_up(settled, period, known, estimate))
        return StatementResult(self, drawn, tuple(listener.told))

    @in_python_words
    def route(
        self, need: str | None = None, *, workload: GivenWords = (), quantity: GivenNumber | None = None,
        accelerator: str | None = None, first: GivenMoment | None = None, last: GivenMoment | None = None,
        customer: str | None = None, region: GivenWords = (), same_day: bool = False,
        reading: Mapping[str, str] | None = None, on: GivenMoment | None = None, known_at: GivenMoment | None = None,
    ) -> RouteResult:  # fmt: skip
        """Return where a need can be met: each line of supply, free now, after notice, after consent, or barred.

        Args:
          need: a need of needs.yaml; or it is described by the others.
          workload: what runs.
          quantity: how many accelerators.
          accelerator: in which kind the quantity is counted.
          first: from when.
          last: until when.
          customer: whom it serves.
          region: where it may run; anywhere when left out.
          same_day: sign the instant after a window, not on the next day.
          reading: points of construction to be read one way.
          on: the planning day.
          known_at: count only what was entered and signed by then.
        """
        from firstcall.service.planning.route import routed

        self._keeper("route")
        days = (self._text(first), self._text(last))
        described = (words_given(workload), number_text(quantity, "quantity"), accelerator, days, customer,
                     words_given(region))  # fmt: skip
        asked_on = (self._on(on), self._text(known_at))
        files = (None, None, None)
        return RouteResult(self, *routed(self.held, need, described, files, asked_on, pairs_given(reading, "reading"),
                                         same_day=same_day))  # fmt: skip

    @in_python_words
    def move(
        self, workload: str, *, contract: str, to: str, customer: str | None = None, hours: GivenNumber | None = None,
        reading: Mapping[str, str] | None = None, on: GivenMoment | None = None, known_at: GivenMoment | None = None,
    ) -> MoveResult:  # fmt: skip
        """May a workload be moved? Return the destination's class, the mix of use after it, and the earliest day.

        Args:
          workload: what is moved.
          contract: the contract that it runs on.
          to: another contract, a line of supply, or a provider.
          customer: whom it serves.
          hours: how many hours are moved, to reckon the mix of use with.
          reading: points of construction to be read one way.
          on: the planning day.
          known_at: count only what was entered and signed by then.
        """
        from firstcall.service.planning.move import moved

        self._keeper("move")
        amount = options.quantity_of(number_text(hours, "hours"), "hours")
        asked_on, read = (self._on(on), self._text(known_at)), pairs_given(reading, "reading")
        return MoveResult(self, moved(self.held, (workload, customer), contract, to, amount, read, asked_on))

    @in_python_words
    def plan(
        self, *, first: GivenMoment | None = None, last: GivenMoment | None = None,
        by: Literal["month", "quarter"] | None = None, texts: Iterable[GivenMoment] = (),
        terminal: Literal["charge", "prorate"] = "charge", seed: int | None = None, scenarios: int = 64,
        risk: str | None = None, full: bool = False, seconds: float | None = None, prices: bool = False,
        tornado: bool = False, same_day: bool = False, reading: Mapping[str, str] | None = None,
        on: GivenMoment | None = None, known_at: GivenMoment | None = None, resume: opened.AnyPath | None = None,
    ) -> PlanningResult:  # fmt: skip
        """Return what to buy when, from whom, from needs.yaml, supply.csv and futures.yaml of the folder.

        Args:
          first: the first day; that of needs.yaml when left out.
          last: the last day; that of needs.yaml when left out.
          by: how long a period is.
          texts: plan under the texts of these days, side by side.
          terminal: charge terms beyond the horizon in full, or leave that part out.
          seed: draw scenarios by it where there are too many to list.
          scenarios: how many are planned for at most.
          risk: cvar:0.9 makes the average of the worst tenth least.
          full: search all whole blocks, to the end or for so many `seconds`.
          seconds: with `full`.
          prices: what each clause is worth, too.
          tornado: the suppositions that matter most, too.
          same_day: sign the instant after a window, not on the next day.
          reading: points of construction to be read one way.
          on: the planning day; that of needs.yaml when left out, else `now` of the deal.
          known_at: count only what was entered and signed by then.
          resume: the JSON of a plan that is gone on with; what is found is no dearer.
        """
        from firstcall.service.planning.files import read_given
        from firstcall.service.planning.plan import planned_by

        self._keeper("plan")
        one_of(by, "by", ("month", "quarter"))
        one_of(terminal, "terminal", ("charge", "prorate"))
        day = self._text(on) if on is not None or read_given(self.held).needs.plan.on else self._on(on)
        flags = {
            "from_": self._text(first), "to": self._text(last), "by": by, "terminal": terminal, "seed": seed,
            "texts": tuple(self._text(one) for one in texts), "most": scenarios, "risk": risk, "full": full,
            "seconds": seconds, "prices": prices, "tornado": tornado, "same_day": same_day,
            "reading": pairs_given(reading, "reading"), "on": day, "known_at": self._text(known_at), "against": None,
            "needs_file": None, "supply_file": None, "futures_file": None, "resume": resume and Path(resume),
        }  # fmt: skip
        return PlanningResult(self, planned_by(self.held, flags))

    @in_python_words
    def audit(
        self, *placements: opened.AnyPath, engine: Literal["numpy", "duckdb", "spark"] = "numpy",
        columns: Mapping[str, str] | None = None, reading: Mapping[str, str] | None = None,
        known_at: GivenMoment | None = None, strict: bool = False,
    ) -> AuditResult:  # fmt: skip
        """Judge every placement of a log, each as of its own instant.

        Args:
          placements: Parquet, CSV or Arrow files, folders or globs.
          engine: what judges; all come to the same.
          columns: our column -> what the log calls it.
          reading: points of construction to be read one way.
          known_at: count only what was entered and signed by then.
          strict: refuse a log with a row that cannot be judged.
        """
        from firstcall.service.audit.run import AuditAsking, audited

        self._keeper("audit")
        one_of(engine, "engine", ("numpy", "duckdb", "spark"))
        if not placements:
            raise QuestionError(opened.NoLogIsNamed(), fix=opened.NameLogFiles())
        known = instant_given(known_at, self.held)
        asking = AuditAsking(tuple(map(str, placements)), engine=engine, renamed=columns, strict=strict,
                             readings=reading, known_at=known)  # fmt: skip
        return AuditResult(self, audited(self.held, asking, lambda files: nullcontext(lambda rows: None)))

    def reload(self) -> Deal:
        """Return the deal as its folder is now, with the same view; what was supposed is left behind."""
        fresh = open(self.path, now=self.now if self.now_given else None, strict=self.strict)
        return fresh if self.party is None else fresh.as_party(self.party)

    def as_party(self, party: str) -> Deal:
        """Return the deal as a party sees it. A view, not access control.

        Raises:
          NotFound: there is no such party.
          NotAllowed: this is the view of another party.
        """
        if self.party == party:
            return self
        if self.party is not None:
            raise NotAllowed(opened.ViewOfOtherParty(party=self.party), fix=opened.OpenAnew(party=party))
        if party not in self.agreement.every_party:
            raise NotFound(unknown("party", party), fix=party_meant(party, self.agreement))
        record = view(self.whole.record, party, self.agreement)
        file = self.path / RECORD
        ahead = ahead_as_text(file, self.agreement, self.whole.record)
        own = ahead_as_text(file, self.agreement, record)
        told = (*(text for text in self.warnings if text != ahead), *([own] if own is not None else []))
        return replace(self, held=replace(self.whole, record=record), party=party, warnings=told)

    def suppose(
        self, *overlays: opened.AnyPath | Mapping[str, Any], events: opened.AnyPath | Iterable[Mapping[str, Any]] = ()
    ) -> Deal:  # fmt: skip
        """Return the deal as what-ifs suppose it; nothing is written, and every result says what is supposed.

        Args:
          overlays: files of what-ifs, names of those in the folder's `what-if`, or what such a file says, as a mapping.
          events: supposed events, or a file of them: each with type, at and by, and what its type asks.

        Raises:
          NotFound: there is no such what-if.
          AgreementError: a what-if has problems.
          RecordError: an event does not fit the record.
        """
        held = self.held
        for overlay in overlays:
            raw, name, flag = self._what_if(overlay)
            held = with_overlay(held, raw, name, flag)
        if isinstance(events, str | PathLike):
            held = with_supposed(held, read_file(file := Path(events).expanduser()), file, f" --assume {file}")
        elif given := list(events):
            lines = "\n".join(json.dumps(dict(one), default=opened.event_text) for one in given)
            held = with_supposed(held, lines.encode(), Path("events"))
        deal = replace(self, held=(held := as_it_stands(held)), whole=held, party=None)
        return deal if self.party is None else deal.as_party(self.party)

    @in_python_words
    def perform(
        self, act: str, offer: str, *, by: str | None = None, clause: str | None = None, at: GivenMoment | None = None,
        recorded: GivenMoment | None = None, key: str | None = None, entered_by: str | None = None,
        signatory: str | None = None, note: str | None = None, evidence: opened.AnyPath | None = None,
        sheet: opened.AnyPath | None = None, dry_run: bool = False, **fields: Any,
    ) -> ActResult[Deal]:  # fmt: skip
        """Perform an act of first refusal, and write its events under the lock of the record.

        It is judged on the record as it is when the lock is there, not as this deal read it; the result's `after` is
        the deal with it. An act repeated under its key changes nothing.

        Args:
          act: receive, request, willing, notify, deficient, amend, match, match-part, decline, withdraw, sign,
            deliver, fail, waive, toll or resume.
          offer: the offer's id.
          by: the party that acts; the one that looks, or whose act it is, when left out.
          clause: the right meant, where the offer concerns several.
          at: when it took effect; the entering when left out.
          recorded: when it is entered; now when left out.
          key: the event's id.
          entered_by: who enters it; this user when left out.
          signatory: who signed.
          note: a remark.
          evidence: a file that shows it.
          sheet: for receive, the offer as a file: .yaml, .csv or .xlsx.
          dry_run: check and return, and write nothing.
          fields: the event's own fields, by the names that docs/reference.md gives.

        Raises:
          RefusalError: the clause or the state of the offer does not allow the act now.
          QuestionError: the act or a field does not exist.
          NotAllowed: something is supposed, or a party acts for another, and it is no dry run.
        """
        from firstcall.service.partnership.acting import performed

        envelope = {"by": by, "clause": clause, "at": at, "recorded": recorded, "key": key, "entered_by": entered_by,
                    "signatory": signatory, "note": note, "evidence": evidence}  # fmt: skip
        done = performed(self, act, offer, envelope, sheet, fields, dry_run=dry_run)
        return ActResult(self, done, self if dry_run else self.reload())
