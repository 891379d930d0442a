"""Where a search for ways round stands: a record, an instant, what was signed, and what holders had their say on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.record.offers.taking.performance import milestones_of
from firstcall.record.position import Position, position
from firstcall.values import dataclass
from firstcall.verification.findings.finding import TraceStep
from firstcall.verification.loopholes.say import AT_FIRST, HolderSay, TermsLevel
from firstcall.verification.loopholes.scene import LoopholeScene, restrictions_named, text_ahead

SuppliedEvents = tuple[Mapping[str, Any], ...]
LoopholeAct = Literal[
    "receive", "exempt", "request", "notice", "answer", "match", "part", "trifle", "better", "withdraw",
    "fail", "consent", "sign", "built", "backdate", "wait", "amendment",
]  # fmt: skip
Failures = frozenset[tuple[str, TermsLevel]]
"""The offers whose match was called failed, with the terms that were matched."""
OFFER_SLOTS, REQUEST_SLOT = ("offer-1", "offer-2"), "request-1"


@dataclass(frozen=True, slots=True)
class SignedContract:
    """A contract of a trace."""

    offer: str | None
    quantity: Decimal
    level: TermsLevel
    at: datetime
    past: bool = False
    """Whether its offer was taken back since: another may bear its name."""


@dataclass(frozen=True, slots=True, eq=False)
class LoopholeState:
    """What the acts so far have led to."""

    scene: LoopholeScene
    record: Record
    now: datetime
    say: HolderSay = field(default_factory=HolderSay)
    levels: tuple[tuple[str, TermsLevel], ...] = ()
    """The terms of each offer, as its third party and the grantor have them now."""
    contracts: tuple[SignedContract, ...] = ()
    consents: frozenset[str] = frozenset()
    failures: Failures = frozenset()
    """What was called failed: doing so once more on the same terms frees less, and shows nothing new."""
    steps: tuple[TraceStep, ...] = ()

    def here(self, at: datetime | None = None) -> Position:
        """Return the record at an instant of the agreement, now unless given."""
        return position(self.scene.agreement, self.record, at or self.now)

    def level(self, offer: str | None) -> TermsLevel:
        """Return the terms of an offer as they are now; those at first where there is none."""
        return dict(self.levels).get(offer or "", AT_FIRST)

    def contracts_without(self, offer: str) -> tuple[SignedContract, ...]:
        """Return the contracts, those on an offer told as on one that was taken back."""
        return tuple(replace(one, past=True) if one.offer == offer else one for one in self.contracts)

    def with_level(self, offer: str, level: TermsLevel) -> tuple[tuple[str, TermsLevel], ...]:
        """Return the terms of every offer, those of one changed."""
        return tuple(sorted({**dict(self.levels), offer: level}.items()))


def rights_of(here: Position, scene: LoopholeScene) -> tuple[FirstRefusal, ...]:
    """Return the rights of first refusal that name a scene's use."""
    named = restrictions_named(here, scene)
    return tuple(held.clause for held in named if isinstance(held.clause, FirstRefusal))


def offers_standing(
    here: Position, rights: tuple[FirstRefusal, ...], names: Collection[str] | None = None
) -> dict[tuple[str, str], Offer]:
    """Return each offer, or each of some, as it stands under each right, by offer and right."""
    found = {}
    for name in here.offer_ids() if names is None else names:
        for right in rights:
            offer = here.offer(name, right)
            if offer is not None:
                found[name, right.id] = offer
    return found


def canonical(state: LoopholeState) -> tuple[Any, ...]:
    """Return all of a state that later acts can tell apart: what stands how, and in which order time will run on.

    What holders said, and what was called failed, is left out: of two states that differ in these alone, the one with
    less of both leads to more.
    """
    here = state.here()
    rights = rights_of(here, state.scene)
    offers = offers_standing(here, rights)
    ahead = sorted(moments_ahead(state, here, offers))
    moments = sorted({moment for moment, _ in ahead})
    order = tuple((moments.index(moment), what) for moment, what in ahead)
    told = tuple(sorted((one.right, one.offer, one.level, one.quantity) for one in state.say.told))
    matches = tuple(sorted(
        (one.taken.right, one.taken.offer or "", one.taken.level or "", one.taken.quantity or 0,
         one.due is not None and one.due <= state.now)
        for one in state.say.matches
    ))  # fmt: skip
    return (
        tuple(named for _, named in text_ahead(state.scene, state.now)), order, told, matches,
        state.levels, tuple(sorted((one.offer or "", one.past, one.quantity, one.level) for one in state.contracts)),
        state.consents, tuple((*key, *_stands(offer, state.now)) for key, offer in offers.items()),
    )  # fmt: skip


_ASKED: tuple[OfferState, ...] = ("received", "notified")
"""States in which it matters whether a notice offers again."""
_OVER: tuple[OfferState, ...] = ("declined", "lapsed", "waived", "released", "withdrawn")
"""States in which it matters no more whether the window still runs: what was said is final."""


def _stands(offer: Offer, at: datetime) -> tuple[Any, ...]:
    portions = tuple((one.standing, one.quantity) for one in offer.standing(at))
    noticed = tuple(sorted((offer.noticed_terms or {}).items()))
    matches = tuple(sorted(one.open for one in offer.matches if one.open > 0))
    runs = offer.state not in _OVER and offer.window_closes is not None and at <= offer.window_closes
    return (
        offer.state, offer.again and offer.state in _ASKED, offer.willing, portions, offer.better, offer.quantity,
        offer.terminates, matches, runs, noticed, len(offer.cleared), type(offer.free_because).__name__, offer.alone,
    )  # fmt: skip


def moments_ahead(
    state: LoopholeState, here: Position, offers: Mapping[tuple[str, str], Offer]
) -> list[tuple[datetime, tuple[str, str, str]]]:
    """Return the instants ahead after which more can be done: the ends of windows, of days to perform, another text.

    The end of a tail is none of them: it only takes away.
    """
    found: list[tuple[datetime, tuple[str, str, str]]] = []
    for (name, right), offer in offers.items():
        if offer.window_closes is not None and (offer.state == "notified" or offer.answerable_until is not None):
            found.append((offer.window_closes, ("window", name, right)))
        found += [(one.by, ("due", name, right)) for match in offer.matches for one in milestones_of(match)
                  if one.lacking > 0]  # fmt: skip
    found += [(moment, ("text", "", "")) for moment, _ in text_ahead(state.scene, state.now)[1:2]]
    return [one for one in found if one[0] >= state.now]
