"""What is bought and done by when, as facts, and in which case; and what changed since an earlier plan.

>>> str(CasesTogether(cases=(ConsentIsRefused(clause="leave"), DemandIs(branch="faster"))))
'leave is refused; demand is faster'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.planning.results.buy_list import BuyKind
from firstcall.planning.results.changes import ChangeCode
from firstcall.said import AllOf, AnyOf, Grouped, PartialDate, Said, Weekdayed, plural, sentence

_Count = Annotated[int, Grouped]
_Day = Annotated[date, Weekdayed]


class SafeDaysAbout(Said):
    says = sentence(
        "plan.safe-days-about", "Safe days are counted forward from each notice, under the text of that day."
    )


class DueByThen(Said):
    says = sentence("plan.due-by-then", "Due by {day}, within three months of the planning day.")
    day: _Day


class NothingIsDueBy(Said):
    says = sentence("plan.nothing-due-by", "Nothing is due by {day}, within three months of the planning day.")
    day: _Day


class NothingIsBought(Said):
    says = sentence("plan.nothing-is-bought", "Nothing is to be noticed, signed or bought.")


class NoticeOfLine(Said):
    says = sentence("plan.notice-of-line", "notice of {line} under {rights}; the window of the last one ends {day}")
    line: str
    rights: tuple[str, ...]
    day: _Day


class NoticeToHolders(Said):
    says = sentence(
        "plan.notice-to-holders",
        "notice of {line} to {holders} under {rights}; the window of the last one ends {day}",
    )
    line: str
    holders: Annotated[tuple[str, ...], AllOf]
    rights: tuple[str, ...]
    day: _Day


class ConsentInHand(Said):
    says = sentence("plan.consent-in-hand", "consent of {by} under {clause} for {line}, in hand")
    by: str
    clause: str
    line: str


class SignLineWith(Said):
    says = sentence("plan.sign-line", "sign {line} with {provider}")
    line: str
    provider: str


class RunsThrough(Said):
    says = sentence("plan.runs-through", "{first} to {last}")
    first: _Day
    last: _Day


class RunsByTheHour(Said):
    says = sentence("plan.runs-by-the-hour", "{first}, by the hour")
    first: _Day


class IfHolderTakesLine(Said):
    says = sentence(
        "plan.if-holder-takes",
        "If {holder} takes {line} ({accelerators} from {day}), it is bought at {provider} from {starts} for {cost}.",
    )
    holder: str
    line: str
    accelerators: _Count
    day: _Day
    provider: str
    starts: _Day
    cost: Said


class BuyChanged(Said):
    says = sentence("plan.buy-changed", "{change}: {kind}")
    change: ChangeCode
    kind: BuyKind


class BuyStarts(Said):
    says = sentence("plan.buy-starts", "{starts}")
    starts: Annotated[str, PartialDate]


class BuyStartsFor(Said):
    says = plural("plan.buy-starts-for", "{starts}, {n} month", "{starts}, {n} months")
    starts: Annotated[str, PartialDate]
    n: int


class NoPurchaseChanged(Said):
    says = sentence("plan.nothing-changed", "Nothing has changed.")


class CasesTogether(Said):
    says = sentence("plan.cases-together", "{cases}")
    cases: tuple[Said, ...]


class DemandIs(Said):
    says = sentence("plan.demand-is", "demand is {branch}")
    branch: str


class DemandAmong(Said):
    says = sentence("plan.demand-among", "demand is {branches}")
    branches: Annotated[tuple[str, ...], AnyOf]


class CaseLikely(Said):
    says = sentence("plan.case-likely", "{case} ({share} likely)")
    case: Said
    share: Said


class ConsentComes(Said):
    says = sentence("plan.consent-is-given", "{clause} is given")
    clause: str


class ConsentIsRefused(Said):
    says = sentence("plan.consent-is-refused", "{clause} is refused")
    clause: str


class TakenForTooLittle(Said):
    says = sentence("plan.taken-for-too-little", "{line} is taken but for too little to buy")
    line: str


class LineNotTaken(Said):
    says = sentence("plan.line-not-taken", "{line} is not taken under {clause}")
    line: str
    clause: str


class LineTaken(Said):
    says = sentence("plan.line-taken", "{line} is taken under {clause}")
    line: str
    clause: str


class LineTakenTo(Said):
    says = sentence("plan.line-taken-to", "{line} is taken to {share} under {clause}")
    line: str
    share: Said
    clause: str
