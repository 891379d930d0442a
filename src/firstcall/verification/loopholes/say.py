"""What holders have had their say on: kept apart from the fold of offers, which is what is looked into.

A holder has its say by its word, or by silence over a full first window, about this quantity at least, on terms no
better for the third party. A match is no such word; a failure is, once the holder had all the days the clauses give.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.agreement.terms import Terms
from firstcall.values import dataclass

AT_FIRST, TRIFLE = "as-received", "trifle"
HALF_A_DAY = timedelta(hours=12)
"""The last day of a count ends with its working hours."""
TermsLevel = str
"""The terms of an offer: as at first, with a trifling change, or with the one term that was made better."""


@dataclass(frozen=True, slots=True)
class HolderWord:
    """What a holder's word or silence is about; words on parts of one offer add up to what was offered."""

    right: str
    offer: str | None
    """None for whatever is offered."""
    level: TermsLevel | None
    """None for whatever terms."""
    quantity: Decimal | None
    """None for whatever quantity."""
    offered: Decimal | None = None
    """All that the offer was of."""
    failed: bool = False
    """Whether it was taken, and then not performed in all the days given."""


@dataclass(frozen=True, slots=True)
class NoticedTerms:
    """Terms that a holder was told, and until when its silence is no answer."""

    right: str
    offer: str
    level: TermsLevel
    quantity: Decimal
    offered: Decimal
    at: datetime
    until: datetime

    def word(self, less: Decimal = Decimal(0)) -> HolderWord:
        """Return a word on what is told here, a part that is taken aside."""
        return HolderWord(self.right, self.offer, self.level, self.quantity - less, self.offered)


@dataclass(frozen=True, slots=True)
class MatchToPerform:
    """A match, and the first instant at which its holder has had all the days that clauses give; None for never."""

    taken: HolderWord
    due: datetime | None


_PLAIN = (AT_FIRST, TRIFLE)
SayReach = dict[tuple[str, str | None, TermsLevel | None], Decimal | None]
"""How much was said on, by right, offer and terms; None for any quantity."""


@dataclass(frozen=True, slots=True)
class HolderSay:
    """What holders were told, said, and took."""

    words: frozenset[HolderWord] = frozenset()
    told: frozenset[NoticedTerms] = frozenset()
    matches: frozenset[MatchToPerform] = frozenset()

    def reach(self) -> SayReach:
        """Return how much holders had their say on, by right, offer and terms."""
        found: SayReach = {}
        for right, offer in {(word.right, word.offer) for word in self.words}:
            own = [word for word in self.words if (word.right, word.offer) == (right, offer)]
            for level in {word.level for word in own} | {AT_FIRST}:
                amounts = [one.quantity for one in own if one.level in (None, level) or level in _PLAIN]
                if not amounts:
                    continue
                total = None if None in amounts else sum((one for one in amounts if one is not None), Decimal(0))
                most = max((one.offered for one in own if one.offered is not None), default=None)
                found[right, offer, level] = total if total is None or most is None else min(total, most)
        return found

    def at_most(self, other: HolderSay) -> bool:
        """Say whether holders had no say on anything on which they had none in another telling."""
        reach = other.reach()
        for (right, offer, level), quantity in self.reach().items():
            keys = ((right, offer, level), (right, offer, None), (right, None, level), (right, None, None))
            there = [reach[key] for key in keys if key in reach]
            if not any(one is None or (quantity is not None and quantity <= one) for one in there):
                return False
        return True

    def covers(self, right: str, level: TermsLevel, quantity: Decimal) -> bool:
        """Say whether the holder of a right has had its say on a quantity on terms no better."""
        return any(
            name == right and (said in (None, level) or (level in _PLAIN and said in _PLAIN))
            and (amount is None or quantity <= amount)
            for (name, _, said), amount in self.reach().items()
        )  # fmt: skip

    def after(self, now: datetime) -> HolderSay:
        """Return what was said once time has passed: silence over a full window speaks."""
        silent = frozenset(one for one in self.told if one.until < now)
        if not silent:
            return self
        return replace(self, words=self.words | {one.word() for one in silent}, told=self.told - silent)

    def noticed(self, told: NoticedTerms) -> HolderSay:
        """Return it with terms that a holder is told; told again, silence counts as from the first telling."""
        before = next((one for one in self.told if one.word() == told.word()), None)
        if before is None:
            return replace(self, told=self.told | {told})
        again = replace(told, until=min(before.until, told.until))
        return replace(self, told=self.told - {before} | {again})

    def of(self, right: str, offer: str) -> frozenset[NoticedTerms]:
        """Return what the holder of a right was told of an offer and has not answered."""
        return frozenset(one for one in self.told if (one.right, one.offer) == (right, offer))

    def answered(self, right: str, offer: str, took: Decimal | None, due: datetime | None) -> HolderSay:
        """Return it after a holder's word on what it was told last of an offer.

        Args:
          right: the right.
          offer: the offer.
          took: how much the holder takes; None for all.
          due: when it has had all its days to perform what it took; None where none are given.
        """
        own = self.of(right, offer)
        last = max(own, key=lambda one: one.at)
        part = last.quantity if took is None else took
        words = {last.word(part)} if part < last.quantity else set()
        taken = {MatchToPerform(replace(last.word(), quantity=part), due)} if part else set()
        return replace(self, words=self.words | words, told=self.told - own, matches=self.matches | taken)

    def failed(self, offer: str, now: datetime, *, ends: bool) -> HolderSay:
        """Return it after a failure on an offer: a word on what is overdue, and on everything where the right ends.

        A holder that took the offer on other terms too has spoken on those as well.
        """
        own = frozenset(one for one in self.matches if one.taken.offer == offer)
        late = frozenset(one for one in own if one.due is not None and one.due <= now)
        levels = {one.taken.level for one in own}
        words = {replace(one.taken, level=level, failed=True) for one in late for level in levels}
        if ends:
            words |= {HolderWord(one.taken.right, None, None, None) for one in late}
        return replace(self, matches=self.matches - (late or own), words=self.words | words)

    def without(self, offer: str) -> HolderSay:
        """Return it after an offer was taken back: what bears its name later is another offer."""
        told = frozenset(one for one in self.told if one.offer != offer)
        return replace(self, told=told, words=frozenset(one for one in self.words if one.offer != offer))


def due_from(clause: FirstRefusal, text: Terms, at: datetime) -> datetime | None:
    """Return the first instant at which a match has had all the days to perform, counted from the match itself."""
    days = [] if clause.failure.sign_within is None else [clause.failure.sign_within]
    for held in text.clauses:
        if isinstance(held.clause, Delivery) and clause.id in held.clause.of and at in held.speaks:
            days += [step.within + (held.clause.grace or 0) for step in held.clause.milestones]
    return at + timedelta(days=min(days)) - HALF_A_DAY if days else None
