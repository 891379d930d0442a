"""Why two parties' numbers differ, and what keeps them from being compared, as facts."""

from fractions import Fraction
from typing import Annotated, Literal

from firstcall.said import Grouped, Said, sentence

BridgePart = Literal["agreement", "period"]
"""What two statements must have in common to be compared."""


class SidesDiffer(Said):
    says = sentence("bridge.sides-differ", "the two sides differ in their {part}: {ours} and {theirs}")
    part: BridgePart
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


class CompareTheSame(Said):
    says = sentence("bridge.compare-the-same", "compare statements of the same agreement and periods")


class OursLacksIt(Said):
    says = sentence("bridge.ours-lacks-it", "ours does not have this clause")


class TheirsLacksIt(Said):
    says = sentence("bridge.theirs-lacks-it", "theirs does not have this clause")


class UnknownInOurs(Said):
    says = sentence("bridge.unknown-in-ours", "not in ours, because it is unknown there: {reason}")
    reason: str


class UnknownInTheirs(Said):
    says = sentence("bridge.unknown-in-theirs", "not in theirs, because it is unknown there: {reason}")
    reason: str


class OneSideOfSums(Said):
    says = sentence(
        "bridge.one-side-of-sums",
        "one side prints no rows, so that sums of a day are compared; give its file of rows to see them",
    )


class RoundedApart(Said):
    says = sentence("bridge.rounded-apart", "rounded apart")


class CommittedLeaves(Said):
    says = sentence("bridge.committed-leaves", "what the committed amount and carries leave")


class LinesDoNotAddUp(Said):
    says = sentence("bridge.lines-do-not-add-up", "the lines do not add up to the amounts stated")


class DrawnDiffers(Said):
    says = sentence("bridge.drawn-differs", "what was drawn in the month differs")


class OnlyOurs(Said):
    says = sentence("bridge.only-ours", "only ours has it")


class OnlyTheirs(Said):
    says = sentence("bridge.only-theirs", "only theirs has it")


class AmountsDiffer(Said):
    says = sentence("bridge.amounts-differ", "the amounts differ")


class OtherTime(Said):
    says = sentence("bridge.other-time", "theirs in {their_period} on {their_day}, ours in {our_period} on {our_day}")
    their_period: str
    their_day: str
    our_period: str
    our_day: str


class OtherStream(Said):
    says = sentence("bridge.other-stream", "theirs in {theirs}, ours in {ours} as {kind}")
    theirs: str
    ours: str
    kind: str


class MappedApart(Said):
    says = sentence("bridge.mapped-apart", "ours as {ours} {our_kind}, theirs as {theirs} {their_kind}")
    ours: str
    our_kind: str
    theirs: str
    their_kind: str


class RatesOfExchangeDiffer(Said):
    says = sentence("bridge.rates-of-exchange-differ", "the rates of exchange differ")


class TiersElsewhere(Said):
    says = sentence("bridge.tiers-elsewhere", "the tiers stand elsewhere, since other rows differ")


class RatesDiffer(Said):
    says = sentence("bridge.rates-differ", "ours {our_rate} of {our_version}, theirs {their_rate} of {their_version}")
    our_rate: str
    our_version: str
    their_rate: str
    their_version: str


class CapsLeaveOthers(Said):
    says = sentence("bridge.caps-leave-others", "caps leave different parts")


class LineNotItsRows(Said):
    says = sentence("bridge.line-not-its-rows", "the line is not what its rows, rate and caps make")


class SumsOfRows(Said):
    says = sentence(
        "bridge.sums-of-rows", "ours adds up {ours} rows, theirs {theirs}; give both files of rows to see which"
    )
    ours: int
    theirs: int


class AmountsOfRow(Said):
    says = sentence("bridge.amounts-of-row", "ours {ours}, theirs {theirs} {currency}")
    ours: Annotated[Fraction, Grouped]
    theirs: Annotated[Fraction, Grouped]
    currency: str


class RowsIn(Said):
    says = sentence("bridge.rows-in", "rows in {currency}")
    currency: str
