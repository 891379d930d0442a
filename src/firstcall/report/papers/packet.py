"""The papers of an offer, drafted.

The notice or the answers, a page with the clock, as text, page and electronic mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.definitions import ElectronicMail, Party
from firstcall.agreement.terms import Terms
from firstcall.dates import acting_hour, local_day
from firstcall.deadlines import InTurn
from firstcall.gaps import spelled
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import OfferReceived
from firstcall.record.notice_content import ContentIs, content_said
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.position import Position
from firstcall.refusal.checks import ChecklistItem, checklist, missing
from firstcall.refusal.due import Due
from firstcall.refusal.hypothetical import Deadlines, deadlines_of
from firstcall.report.figures import PlannedDay
from firstcall.report.offer.due_facts import NoLegalNotice, amount_said, due_said, exactly
from firstcall.report.papers.draft import Draft, PaperTable
from firstcall.report.papers.packet_facts import (
    AnswerKind,
    AnswersApart,
    AnswerTitle,
    BiddersLearnNothing,
    ClockTitle,
    CountedFromNotice,
    DeclinesIt,
    DraftNotSent,
    DueFromThem,
    GivesItNotice,
    GoesTo,
    IfNoticeSent,
    ItsOffer,
    MayTakeIt,
    MayTakePart,
    MayTakePartFrom,
    NameKept,
    NameTold,
    NameWithId,
    NotComplete,
    NoticeLacksSomething,
    NoticeLacksThese,
    NoticesWhere,
    NoticeTitle,
    OfferSealed,
    OfTheNotice,
    OurTimeEnds,
    PacketWord,
    PartyAlone,
    PartyAt,
    RightInFile,
    RightNamed,
    RightSays,
    StopsMoveIt,
    TakesAPart,
    TakesIt,
    TermIs,
    ToBeFilledIn,
    WaivesIt,
    WorkloadsNamed,
)
from firstcall.report.papers.term_words import TermNamed, term_said, term_value, without_currency
from firstcall.report.record.rows import NoticeSentLacking
from firstcall.report.sheet import Tell
from firstcall.rights.judge.permissions.asked import asked_beside, asked_beside_said
from firstcall.said import Said
from firstcall.values import dataclass


def drafts_of(
    here: Position, offer: Offer, clause: FirstRefusal, party: str, due: tuple[Due, ...], tell: Tell = str
) -> tuple[Draft, ...]:
    """Return the papers that a party may want of an offer now, the page with the clock first.

    Args:
      here: the record as the party sees it.
      offer: the offer under the right.
      clause: the right.
      party: whose papers these are.
      due: what is due of the offer.
      tell: what says a fact in the language of the papers.
    """
    right = offer.right or here.right_on(clause, offer.id)(here.at)
    made = here.offer_made(offer.id)
    if right is None or made is None:
        return ()
    items = checklist(right.clause, offer, made)
    parties = here.terms().parties
    grantor = next(name for name, held in parties.items() if held.role == "grantor")
    told = _clock_parts(here, offer, right, due, items, tell)
    seen = map(tell, _who_sees(offer, right.clause, isinstance(made, OfferReceived)))
    page = Draft("clock", tell(ClockTitle(offer=offer.id)), "", (), None, (*told, *seen, tell(NoLegalNotice())))
    if party in clause.holders:
        return (page, *_answers(here, offer, right.clause, (parties[grantor], party), due, tell))
    then = here.right_on(clause, offer.id)(here.at) or right
    frame = _NoticeFrame(here, offer, then, parties[grantor], missing(items), tell)
    asked = (tell(said) for name in clause.holders for said in asked_beside_said(name, here.terms()))
    page = replace(page, parts=(*page.parts[:-1], *asked, page.parts[-1]))
    return (page, *(_notice(frame, name, parties[name]) for name in clause.holders))


def _clock_parts(
    here: Position, offer: Offer, right: Right, due: tuple[Due, ...], items: tuple[ChecklistItem, ...], tell: Tell
) -> Iterator[str | PaperTable]:
    where, clause = right.rules.zone, right.clause
    place, text = cited_place(here, clause), here.terms()
    named = RightInFile(clause=clause.id) if place == clause.id else RightNamed(place=place, clause=clause.id)
    yield tell(RightSays(right=named, text=clause.says) if clause.says else named)
    for item in due:
        yield tell(DueFromThem(who=tuple(map(text.party_called, item.who)), told=due_said(item)))
    if offer.notice is None:
        at = acting_hour(here.at, here.terms().where)
        yield tell(IfNoticeSent(at=at.astimezone(where)))
        found = _if_sent(offer, right, at)
    else:
        found = deadlines_of(right, offer.notice, offer.arrived, again=offer.again, closes=offer.tiers_close or None)
        counted = CountedFromNotice(at=offer.notice.astimezone(where))
        yield tell(counted if offer.tiers_close else StopsMoveIt(counted=counted))
    yield _counted(found, right, tell)
    if offer.lacked and offer.notice is not None:
        lacked = NoticeSentLacking(lacked=tuple(map(content_said, offer.lacked)))
        yield tell(OfTheNotice(told=lacked))
    head = tell(PacketWord(word="the notice must say")), tell(PacketWord(word="it says"))
    yield PaperTable(head, tuple(tuple(map(tell, _checked(item, offer, text))) for item in items))


def _checked(item: ChecklistItem, offer: Offer, text: Terms) -> tuple[Said, Said]:
    """Return what a notice must say and what it says, the name and value of a term in the words that people use."""
    name = term_said(item.name)
    if item.value is None:
        return name, PacketWord(word="MISSING")
    if item.name == "third_party" and offer.provider is not None:
        return name, _provider_said(text, offer.provider)
    if item.name == "workloads":
        return name, workloads_said(text.words_called("workloads", offer.workloads))
    if item.name == "terms":
        return name, InTurn(parts=tuple(TermIs(name=term_said(one), value=term_value(one, v)) for one, v in item.terms))
    return name, term_value(*item.terms[0]) if item.terms else item.value


def _if_sent(offer: Offer, right: Right, at: datetime) -> Deadlines:
    """Return the deadlines of a notice of an offer that would be sent, and arrive, at an instant."""
    after = offer.next_notice
    return deadlines_of(right, at, again=after.again, closes=after.closes(right, at))


def _counted(deadlines: Deadlines, right: Right, tell: Tell) -> PaperTable:
    where, tail = right.rules.zone, deadlines.tail
    rows: list[tuple[Said, Said, Said]] = [
        (PacketWord(word="deemed received"), PlannedDay(day=deadlines.received.day), deadlines.received.steps[-1].why)
    ]
    for tier, (window, closes) in enumerate(zip(deadlines.windows, deadlines.closes, strict=False)):
        why = deadlines.moved(tier) or window.steps[-1].why
        rows.append((PacketWord(word="last instant to answer"), exactly(closes.astimezone(where)), why))
    skipped = [step for window in deadlines.windows for step in window.steps[1:] if not step.counted]
    rows += [(PacketWord(word="not counted"), PlannedDay(day=step.day), step.why) for step in skipped]
    rows.append((PacketWord(word="last day of the tail after a lapse"), PlannedDay(day=tail.day), tail.steps[-1].why))
    head = (PacketWord(word="what"), PacketWord(word="when"), PacketWord(word="why"))
    return PaperTable(tuple(map(tell, head)), tuple(tuple(map(tell, row)) for row in rows))


def _who_sees(offer: Offer, clause: FirstRefusal, rival: bool) -> Iterator[Said]:
    """Yield who may be told what: the third party's name first, since it is what most often must not be."""
    if _is_sealed(offer):
        yield OfferSealed()
    elif clause.notice.third_party == "withheld":
        yield NameKept(clause=clause.id)
    elif rival:
        yield NameTold()
    if len(clause.holders) > 1:
        yield AnswersApart()
    yield BiddersLearnNothing()


def _is_sealed(offer: Offer) -> bool:
    return offer.terms.get("non_disclosure", "").lower() in ("yes", "true")


@dataclass(frozen=True, slots=True)
class _NoticeFrame:
    """What the notices to all holders have in common."""

    here: Position
    offer: Offer
    right: Right
    grantor: Party
    lacking: tuple[str, ...]
    tell: Tell


def _notice(frame: _NoticeFrame, name: str, holder: Party) -> Draft:
    """Return the notice to a holder: date, parties, clause, terms, by when and where to answer."""
    here, offer, right, grantor, tell = frame.here, frame.offer, frame.right, frame.grantor, frame.tell
    clause, beside = right.clause, asked_beside([name], here.terms())
    place = cited_place(here, clause)
    parts: list[str | PaperTable] = [
        tell(DraftNotSent()),
        _heads(local_day(here.at, right.rules.zone), grantor, holder, tell, beside),
        tell(GivesItNotice(place=place, grantor=grantor.name, holder=holder.name)),
        PaperTable(
            (tell(PacketWord(word="what")), tell(PacketWord(word="as offered"))),
            tuple(tuple(map(tell, row)) for row in _offered(here, offer, clause)),
        ),
        tell(_answer_by(frame, name)),
    ]
    if clause.partial != "none":
        lot = clause.parts.minimum_lot
        parts.append(tell(MayTakePart() if lot is None else MayTakePartFrom(lot=Decimal(whole(lot)))))
    if frame.lacking:
        parts.append(tell(NotComplete(missing=tuple(map(term_said, frame.lacking)))))
    apart = tuple(NoticesWhere(name=one) for one in beside)
    if open_ends := (*without_currency(offer.terms), *_unaddressed(holder), *apart, *_unaddressed(grantor)):
        parts.append(tell(ToBeFilledIn(ends=open_ends)))
    title = tell(NoticeTitle(offer=offer.id, place=place))
    return Draft(f"notice-{name}", title, *_addressed(holder, tell), tuple(parts), _mailboxes(grantor))


def _heads(day: date, own: Party, other: Party, tell: Tell, beside: tuple[str, ...] = ()) -> PaperTable:
    """Return the rows that stand over a paper: its day, from whom, to whom, and to whom beside it."""
    told = ((PacketWord(word="date"), PlannedDay(day=day)), (PacketWord(word="from"), _party_line(own)),
            (PacketWord(word="to"), _party_line(other)),
            *((PacketWord(word="also to"), ContentIs(value=name)) for name in beside))  # fmt: skip
    return PaperTable(("", ""), tuple(tuple(map(tell, row)) for row in told))


def cited_place(here: Position, clause: FirstRefusal) -> str:
    """Return where a right is written, as a paper cites it: clause number and instrument, else its name in the file."""
    basis = clause.basis
    source = next((here.agreement.sources[name] for name in basis.source if name in here.agreement.sources), None)
    if basis.locator is None:
        return clause.id
    titled = f", {source.title}" if source is not None and source.title else ""
    instrument = f" ({source.instrument})" if source is not None and source.instrument else ""
    return f"{basis.locator}{titled}{instrument}"


def _offered(here: Position, offer: Offer, clause: FirstRefusal) -> Iterator[tuple[Said, Said]]:
    """Yield what is offered, in the words that people use."""
    text = here.terms()
    if _is_sealed(offer) or clause.notice.third_party == "withheld":
        offeror: Said = PacketWord(word="withheld")
    else:
        made_by = offer.provider
        offeror = _provider_said(text, made_by) if made_by else PacketWord(word="none: a requirement of ours")
    yield TermNamed(name="offeror"), offeror
    if offer.next_notice.quantity is not None:
        yield TermNamed(name="quantity"), amount_said(offer.next_notice.quantity, offer.unit)
    if offer.workloads:
        yield TermNamed(name="intended use"), workloads_said(text.words_called("workloads", offer.workloads))
    for name, value in sorted(offer.dimensions.items()):
        yield term_said(name), ContentIs(value=text.word_called(name, value))
    yield from ((term_said(name), term_value(name, value)) for name, value in offer.terms.items()
                if name != "non_disclosure")  # fmt: skip


def _provider_said(text: Terms, provider: str) -> Said:
    """Return a provider by its name, with the id by which the record knows it where that is another."""
    called = text.provider_called(provider)
    return ContentIs(value=provider) if called == provider else NameWithId(name=called, id=provider)


def workloads_said(workloads: Iterable[str]) -> Said:
    """Return some workloads as people write their names.

    >>> str(workloads_said(["first_party", "api"]))
    'first party and api'
    """
    return WorkloadsNamed(workloads=tuple(map(spelled, workloads)))


def _tier_of(clause: FirstRefusal, holder: str) -> int:
    """Return which of the tiers a holder is asked in first; the last and only one for a right that one party holds."""
    rounds = clause.several.rounds if clause.several is not None else ()
    asked = (number for number, tier in enumerate(rounds) if any(stake.holder == holder for stake in tier.holders))
    return next(asked, -1)


def _answer_by(frame: _NoticeFrame, name: str) -> Said:
    """Return how, where and by when the holder may take it."""
    found = _if_sent(frame.offer, frame.right, acting_hour(frame.here.at, frame.here.terms().where))
    ends = found.closes[_tier_of(frame.right.clause, name)].astimezone(frame.right.rules.zone)
    return MayTakeIt(party=_party_line(frame.grantor), day=found.received.day, until=exactly(ends))


def _party_line(party: Party) -> Said:
    """Return a party with where and how it takes notices."""
    held = party.notices
    if held is None:
        return PartyAlone(name=party.name)
    return PartyAt(name=party.name, places=(*held.to, *filter(None, (held.address,))), method=_method(held.method))


def _method(given: str) -> Said | str:
    """Return how notices are taken: in words where the text leaves it open, else as it says."""
    mail = ElectronicMail()
    return mail if given == str(mail) else given


def _unaddressed(party: Party) -> Iterator[Said]:
    if party.notices is None:
        yield NoticesWhere(name=party.name)


def _addressed(party: Party, tell: Tell) -> tuple[str, tuple[str, ...], str | None]:
    """Return the line that says to whom a paper goes and how, and the places it goes to; nothing where none is."""
    held = party.notices
    return (tell(GoesTo(places=held.to, method=_method(held.method))), held.to, held.method) if held else ("", (), None)


def _mailboxes(party: Party) -> tuple[str, ...]:
    return party.notices.to if party.notices else ()


def _answers(
    here: Position, offer: Offer, clause: FirstRefusal, parties: tuple[Party, str], due: tuple[Due, ...], tell: Tell
) -> Iterator[Draft]:
    """Yield the answers that a holder may give now, with the end of its own time.

    Args:
      here: the record as the holder sees it.
      offer: the offer under the right.
      clause: the right.
      parties: to whom the answers go, and which party answers.
      due: what is due of the offer, which says who may answer, and until when.
      tell: what says a fact in the language of the papers.
    """
    (other, party), terms = parties, here.terms()
    own, place = terms.parties[party], cited_place(here, clause)
    subject, name = ItsOffer(offer=offer.id, place=place), own.name
    mine = {item.what: item for item in due if party in item.who}
    answer = mine.get("answer") or mine.get("answer to the noticed terms")
    final = party in offer.elected and party not in offer.asked_again
    lacked = tuple(map(content_said, offer.lacked))
    lacks = NoticeLacksThese(subject=subject, lacked=lacked) if lacked else NoticeLacksSomething(subject=subject)
    texts: list[tuple[str, bool, AnswerKind, Said]] = [
        ("match", answer is not None, "Match", TakesIt(name=name, subject=subject)),
        ("match-part", answer is not None and clause.partial != "none", "Match part",
         TakesAPart(name=name, subject=subject)),
        ("decline", answer is not None and not final, "Decline", DeclinesIt(name=name, subject=subject)),
        ("deficiency", "objection" in mine, "Deficiency", lacks),
        ("waiver", (offer.state == "received" or answer is not None) and not final, "Waiver",
         WaivesIt(name=name, subject=subject)),
    ]  # fmt: skip
    head = _heads(local_day(here.at, terms.where), own, other, tell)
    for file, fits, kind, told in texts:
        said = told
        if file != "deficiency" and answer is not None and answer.by is not None and answer.rules is not None:
            said = OurTimeEnds(answer=told, at=answer.by.astimezone(answer.rules.zone))
        if fits:
            title = tell(AnswerTitle(kind=kind, subject=subject))
            parts = (tell(DraftNotSent()), head, tell(said))
            yield Draft(file, title, *_addressed(other, tell), parts, _mailboxes(own))
