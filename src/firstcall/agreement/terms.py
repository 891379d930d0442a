"""terms(agreement, at): the consolidated text in force at an instant, as known at another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from firstcall.agreement.document import BASE, Agreement, Amendment, Exercised
from firstcall.agreement.model.basis import Basis, Moment
from firstcall.agreement.model.clauses.kinds import Clause, Term
from firstcall.agreement.model.definitions import OTHER, THIRD_PARTY, Definitions, Mode, Party, Provider
from firstcall.agreement.model.event_dates import TERM, BeforeEnd, event_rule, first_moment_of, last_day_of
from firstcall.dates import GivenMoment, Span, day_end, day_start, given_instant, given_known, zone
from firstcall.deadlines import Hinge
from firstcall.kept import Kept, Shelf
from firstcall.values import dataclass

VersionTimeline = tuple[tuple[datetime, ...], tuple[tuple[int, ...], ...]]
"""When each text took effect, and the positions of the amendments that make up each, the one before all first."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of the agreement: its id, when it took effect, when it was signed, how that is known."""

    id: str
    effective: datetime
    signed: datetime
    title: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class InForce:
    """A clause of a consolidated text: who wrote it last, where it stands, and when it speaks."""

    clause: Clause
    version: Version
    path: tuple[str | int, ...]
    since: datetime
    """The line between existing and new capacity: the clause's own, else when its text took effect."""
    speaks: Span


def clause_text_name(held: InForce) -> str:
    """Return the name of a clause's text: clause@version."""
    return f"{held.clause.id}@{held.version.id}"


_SPEAKING: Kept[int, tuple[InForce, ...]] = Kept("the clauses that speak, by stretch of time")
_TEXTS: Kept[tuple[tuple[int, ...], bool], Terms] = Kept("texts, by the amendments applied and whether before all")
_HELD: Kept[tuple[int, str, tuple[str | int, ...]], InForce] = Kept("clauses in force, by text, writer and place")
_DATED: Kept[None, tuple[tuple[datetime, datetime], ...]] = Kept("when each text was signed and took effect")
_STAGES: Kept[datetime | None, tuple[tuple[datetime, ...], list[Terms | None]]] = Kept("the texts known, by stage")
_TIMELINES: Kept[tuple[int, ...] | None, VersionTimeline] = Kept("which texts stand when, by the amendments known")


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The agreement as consolidated for an instant: words, clauses in force, and where the term ends."""

    agreement: Agreement
    version: Version | None
    """None before the first version takes effect."""
    where: ZoneInfo
    parties: Mapping[str, Party]
    providers: Mapping[str, Provider]
    definitions: Definitions
    clauses: tuple[InForce, ...]
    removed: Mapping[str, str]
    """Clauses no longer in the text, and the version that took each out."""
    silent: Mapping[str, str]
    ends: datetime | None = None
    """The first instant after the term; None when no term is set."""
    survives: frozenset[str] = frozenset()
    by_id: Mapping[str, InForce] = field(default_factory=dict)
    turns: tuple[datetime, ...] = ()
    """The instants at which clauses begin or cease to speak, in order."""
    shelf: Shelf = field(default_factory=Shelf)
    """What was worked out from this text alone."""

    def stretch(self, at: datetime) -> int:
        """Return the number of the stretch of time, between two turns, in which the same clauses speak."""
        return bisect_right(self.turns, at)

    def speaking(self, at: datetime) -> tuple[InForce, ...]:
        """Return the clauses that speak at an instant: within their span and the term, or surviving it."""
        kept, stretch = _SPEAKING.on(self.shelf), self.stretch(at)
        if stretch not in kept:
            over = self.ends is not None and at >= self.ends
            kept[stretch] = tuple(
                held for held in self.clauses if at in held.speaks and (not over or held.clause.id in self.survives)
            )
        return kept[stretch]

    @property
    def grantor(self) -> str:
        """Return the party that grants the rights."""
        return next(name for name, party in self.parties.items() if party.role == "grantor")

    def mode_at(self, provider: str) -> Mode:
        """Return the mode of capacity that follows from who operates a provider."""
        listed = self.providers.get(provider)
        operator = listed.operator if listed else THIRD_PARTY
        party = self.parties.get(operator)
        if party is None or party.role == "other":
            return "third_party"
        return "own_build" if party.role == "grantor" else "holder"

    def provider_called(self, provider: str) -> str:
        """Return what people call a provider: its name where the text gives one, else its id."""
        listed = self.providers.get(provider)
        return (listed.name if listed else None) or provider

    def party_called(self, party: str) -> str:
        """Return the name of a party; the id of who is none."""
        listed = self.parties.get(party)
        return listed.name if listed else party

    def word_called(self, listed: str, word: str) -> str:
        """Return what people call a word of a list, such as `workloads` or a dimension; the word itself if nothing."""
        return self.definitions.called.get(listed, {}).get(word, word)

    def words_called(self, listed: str, words: Iterable[str]) -> tuple[str, ...]:
        """Return what people call words of a list, in their order."""
        return tuple(self.word_called(listed, word) for word in words)

    def operated_by(self, party: str) -> tuple[str, ...]:
        """Return the providers that a party operates, in the order listed."""
        return tuple(name for name, provider in self.providers.items() if provider.operator == party)

    def provider_names(self) -> tuple[str, ...]:
        """Return every provider a question may name: those listed, and `other`."""
        return (*self.providers, *(() if OTHER in self.providers else (OTHER,)))


def instant(moment: Moment, where: ZoneInfo) -> datetime:
    """Return when a day (at 00:00 in the zone) or a time of the document is, in UTC."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else day_start(moment, where)


def terms(agreement: Agreement, at: GivenMoment, known_at: GivenMoment | None = None) -> Terms:
    """Return the consolidated terms in force at an instant.

    Amendments signed by `known_at` and effective by `at` are applied in the order of signing; a
    later clause never beats an earlier one except by replacing or removing it.

    Args:
      agreement: the document.
      at: the instant asked about; a day is its first.
      known_at: what had been signed by then counts; None for everything in the document.

    Raises:
      QuestionError: `at` or `known_at` names no instant, such as a datetime without a time zone.
    """
    starts, stages = _timeline(agreement, given_known(known_at, agreement.timezone))
    stage = bisect_right(starts, given_instant(at, agreement.timezone))
    return consolidate(agreement, stages[stage], before=stage == 0)


def text_at(agreement: Agreement, at: datetime, known_at: datetime | None, shelf: Shelf) -> Terms:
    """Return the same as `terms` of instants, for whoever asks again and again with the same knowledge.

    Args:
      agreement: the document.
      at: the instant asked about.
      known_at: what had been signed by then counts; None for everything in the document.
      shelf: where the asker keeps what follows from this document and this knowledge.
    """
    kept = _STAGES.on(shelf)
    if known_at not in kept:
        starts, stages = _timeline(agreement, known_at)
        kept[known_at] = (starts, [None] * len(stages))
    starts, texts = kept[known_at]
    stage = bisect_right(starts, at)
    found = texts[stage]
    if found is None:
        found = texts[stage] = terms(agreement, at, known_at)
    return found


def unchanged_around(agreement: Agreement, at: datetime, known_at: datetime | None, shelf: Shelf) -> Span:
    """Return the time around an instant in which one text stands and the same clauses speak by it.

    Args:
      agreement: the document.
      at: the instant.
      known_at: as for `text_at`.
      shelf: as for `text_at`.
    """
    turns = text_at(agreement, at, known_at, shelf).turns
    starts, _ = _STAGES.on(shelf)[known_at]
    stage, stretch = bisect_right(starts, at), bisect_right(turns, at)
    begins = [edges[number - 1] for edges, number in ((starts, stage), (turns, stretch)) if number]
    ends = [edges[number] for edges, number in ((starts, stage), (turns, stretch)) if number < len(edges)]
    return Span(max(begins, default=None), min(ends, default=None))


def _timeline(agreement: Agreement, known_at: datetime | None) -> VersionTimeline:
    """Return when each text took effect, and the amendments that make up the texts before and after."""
    kept, known = _TIMELINES.on(agreement.shelf), None
    if known_at is not None:
        known = tuple(i for i, (signed, _) in enumerate(_dated(agreement)[1:]) if signed <= known_at)
    if known not in kept:
        (_, first), *changes = _dated(agreement)
        counted = tuple(range(len(changes))) if known is None else known
        starts = sorted({first, *(changes[i][1] for i in counted if changes[i][1] > first)})
        stages = [tuple(i for i in counted if changes[i][1] <= start) for start in starts]
        kept[known] = (tuple(starts), ((), *stages))
    return kept[known]


def _dated(agreement: Agreement) -> tuple[tuple[datetime, datetime], ...]:
    """Return when the first text and each amendment were signed and took effect."""
    kept = _DATED.on(agreement.shelf)
    if None not in kept:
        where = zone(agreement.timezone)
        first = instant(agreement.effective, where)
        changes = ((instant(item.signed, where), instant(item.effective, where)) for item in agreement.amendments)
        kept[None] = ((first, first), *changes)
    return kept[None]


def consolidate(agreement: Agreement, applied: tuple[int, ...], *, before: bool = False) -> Terms:
    """Return the text after some amendments, given by their positions; the same object for the same ones."""
    kept, key = _TEXTS.on(agreement.shelf), (applied, before)
    if key not in kept:
        kept[key] = _consolidate(agreement, applied, before)
    return kept[key]


def base_version(agreement: Agreement) -> Version:
    """Return the first version of an agreement."""
    start = instant(agreement.effective, zone(agreement.timezone))
    return Version(BASE, start, start, agreement.title, agreement.basis)


def version_of(amendment: Amendment, where: ZoneInfo) -> Version:
    """Return the version that an amendment brings."""
    title = amendment.title or amendment.id
    return Version(
        amendment.id,
        instant(amendment.effective, where),
        instant(amendment.signed, where),
        title,
        amendment.basis,
    )


def versions(agreement: Agreement, known_at: datetime | None = None) -> tuple[Version, ...]:
    """Return every version known by then, in the order in which they take effect."""
    where = zone(agreement.timezone)
    changes = [version_of(change, where) for change in agreement.amendments]
    known = [version for version in changes if known_at is None or version.signed <= known_at]
    return tuple(sorted([base_version(agreement), *known], key=lambda version: version.effective))


@dataclass(slots=True)
class _Draft:
    """A text while amendments are applied to it."""

    clauses: dict[str, tuple[Clause, Version, tuple[str | int, ...]]]
    parties: dict[str, Party]
    providers: dict[str, Provider]
    definitions: Definitions
    removed: dict[str, str]
    silent: dict[str, str]


def _consolidate(agreement: Agreement, applied: tuple[int, ...], before: bool) -> Terms:
    where = zone(agreement.timezone)
    first = base_version(agreement)
    draft = _Draft({}, dict(agreement.parties), dict(agreement.providers), agreement.definitions, {}, {})
    latest = first
    if not before:
        for index, clause in enumerate(agreement.clauses):
            draft.clauses.setdefault(clause.id, (clause, first, ("clauses", index)))
        for index in applied:
            version = version_of(agreement.amendments[index], where)
            latest = version if version.effective >= latest.effective else latest
            _apply(draft, agreement.amendments[index], version, index)
    return _finish(agreement, None if before else latest, where, draft)


def _apply(draft: _Draft, change: Amendment, version: Version, index: int) -> None:
    for clause_id in change.remove:
        if draft.clauses.pop(clause_id, None) is not None:
            draft.removed[clause_id] = change.id
            draft.silent.pop(clause_id, None)
    for kind, clauses in (("replace", change.replace), ("add", change.add)):
        for position, clause in enumerate(clauses):
            before = draft.clauses.get(clause.id) if isinstance(change, Exercised) else None
            writer, path = before[1:] if before is not None else (version, ("amendments", index, kind, position))
            draft.clauses[clause.id] = (clause, writer, path)
            draft.removed.pop(clause.id, None)
            draft.silent.pop(clause.id, None)
    draft.silent.update(dict.fromkeys(change.silent, change.id))
    words = change.redefine
    draft.parties.update(words.parties)
    for name, provider in words.providers.items():
        if provider is None:
            draft.providers.pop(name, None)
        else:
            draft.providers[name] = provider
    changed = {
        key: getattr(words, key)
        for key in type(draft.definitions).model_fields
        if getattr(words, key, None) is not None
    }
    changed.pop("determinations", None)
    if words.determinations:
        changed["determinations"] = {**draft.definitions.determinations, **words.determinations}
    if changed:
        draft.definitions = draft.definitions.model_copy(update=changed)


def _finish(agreement: Agreement, version: Version | None, where: ZoneInfo, draft: _Draft) -> Terms:
    ends, survives = None, frozenset[str]()
    for clause, _, _ in draft.clauses.values():
        if isinstance(clause, Term):
            last = last_day_of(clause.until)
            ends, survives = None if last is None else day_end(last, where), frozenset(clause.survives)
    days = _LastDays(agreement, draft)
    held = tuple(_held(agreement, days, where, *one) for one in draft.clauses.values())
    edges = {edge for item in held for edge in (item.speaks.start, item.speaks.end) if edge is not None}
    turns = sorted(edges if ends is None else edges | {ends})
    return Terms(
        agreement, version, where, draft.parties, draft.providers, draft.definitions, held,
        draft.removed, draft.silent, ends, survives, {item.clause.id: item for item in held}, tuple(turns),
    )  # fmt: skip


def _held(
    agreement: Agreement,
    days: _LastDays,
    where: ZoneInfo,
    clause: Clause,
    writer: Version,
    path: tuple[str | int, ...],
) -> InForce:
    """Return a clause in force: the same for every text that it stands in, unless it counts from how another ends."""
    counted = isinstance(clause.since, BeforeEnd) or isinstance(clause.until, BeforeEnd)
    kept, name = _HELD.on(agreement.shelf), (id(clause), writer.id, path)  # what is kept holds the clause, so its id
    found = None if counted else kept.get(name)
    if found is None:
        since, speaks = _since(days.first(clause), writer, where), _speaks(clause, days, where)
        found = InForce(clause, writer, path, since, speaks)
        if not counted:
            kept[name] = found
    return found


class _LastDays:
    """The days on which the term and the clauses of a text end, and those that lie so long before one of these."""

    def __init__(self, agreement: Agreement, draft: _Draft) -> None:
        self.agreement = agreement
        self._clauses = [clause for clause, _, _ in draft.clauses.values()]
        self._known: dict[Hinge, date] = {}

    @property
    def known(self) -> Mapping[Hinge, date]:
        """The last day of each clause and of the term; few texts count from one."""
        if not self._known:
            for clause in self._clauses:
                last = last_day_of(clause.until)
                if last is not None:
                    self._known[Hinge("end", clause.id)] = last
                if isinstance(clause, Term) and last is not None:
                    self._known[Hinge("end", TERM)] = last
        return self._known

    def first(self, clause: Clause) -> Moment | None:
        """Return when a clause begins by itself; None where it begins with its text, or when something happens."""
        since = clause.since
        return self._counted(since) if isinstance(since, BeforeEnd) else first_moment_of(since)

    def last(self, clause: Clause) -> date | None:
        """Return the last day of a clause by itself; None where it has none, or something has to happen first."""
        until = clause.until
        return self._counted(until) if isinstance(until, BeforeEnd) else last_day_of(until)

    def _counted(self, day: BeforeEnd) -> date | None:
        return event_rule(day).day(self.known, self.agreement.business_days())


def _since(first: Moment | None, writer: Version, where: ZoneInfo) -> datetime:
    return instant(first, where) if first is not None else writer.effective


def _speaks(clause: Clause, days: _LastDays, where: ZoneInfo) -> Span:
    first, last = days.first(clause), days.last(clause)
    start = instant(first, where) if first is not None else None
    return Span(start, day_end(last, where) if last is not None else None)
