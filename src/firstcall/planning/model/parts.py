"""The parts of a plan's model: its columns by what they decide, its rows by their law, and where each stands."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.model.matrix import Ints, Matrix
from firstcall.planning.options.costs import BlockCost, Terminal
from firstcall.planning.options.demand import NeedKind, factor_of
from firstcall.planning.options.pools import WorkPool
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import DEMAND, Information, Scenarios, Taken, Uncertainty
from firstcall.planning.routes.route import Desk
from firstcall.values import dataclass

THOUSAND = 1000
"""Hours are counted in thousands, and money too."""
NO_COLUMN = -1
"""No column: nothing can be decided there."""


WHETHER = ":whether"
"""What ends the kind of a decision whether anything is bought at all."""


@dataclass(frozen=True, slots=True)
class BlockDecision:
    """Whole blocks of a purchase, noticed or signed, for scenarios that cannot be told apart."""

    kind: str
    purchase: int
    group: int

    @property
    def is_whether(self) -> bool:
        """Whether it says only if anything is bought at all."""
        return self.kind.endswith(WHETHER)


@dataclass(frozen=True, slots=True)
class Flow:
    """Hours of a pool that serve a kind of need."""

    pool: int
    kind: int
    scenario: int


@dataclass(frozen=True, slots=True)
class Law:
    """Which law a row is of, and what it speaks of."""

    name: str
    about: tuple[object, ...]


@dataclass(slots=True)
class Model:
    """The matrix, and where each decision stands in it."""

    desk: Desk
    grid: Horizon
    scenarios: Scenarios
    information: Information
    options: tuple[PurchaseOption, ...]
    pools: tuple[WorkPool, ...]
    demand: tuple[tuple[Fraction, ...], ...]
    terminal: Terminal
    kinds: tuple[NeedKind, ...]
    """The needs that no capacity can tell apart; work is sent to these."""
    matrix: Matrix = field(default_factory=Matrix)
    noticed: dict[int, Ints] = field(default_factory=dict)
    """The column of a purchase's noticed blocks in each scenario."""
    at_all: dict[int, Ints] = field(default_factory=dict)
    """The column that says whether anything is noticed, where that matters."""
    signed: dict[int, Ints] = field(default_factory=dict)
    """The column of its signed blocks in each scenario; -1 where it cannot be signed."""
    flows: dict[int, Flow] = field(default_factory=dict)
    sizes: dict[tuple[int, int], list[tuple[int, float]]] = field(default_factory=dict)
    """The columns of blocks that make up a pool in a scenario, with the hours of a block of each."""
    asked: dict[tuple[int, int, int], tuple[float, tuple[int, ...]]] = field(default_factory=dict)
    """The hours of a kind of need in a slice and scenario, and the columns of those that are missed."""
    costs: dict[tuple[int, int | None], BlockCost] = field(default_factory=dict)

    answers: dict[tuple[str, tuple[str, ...]], list[tuple[int, Taken] | None]] = field(default_factory=dict)
    """What is taken of a line in each scenario, by the clauses it may be taken under; worked out once."""
    branches: tuple[str | None, ...] = field(init=False)
    """Which branch demand follows in each scenario."""
    hours: dict[tuple[int, int, str | None], Fraction] = field(default_factory=dict)
    """The hours of needs by slice and branch of demand; worked out once."""
    factors: dict[tuple[int, str | None], Fraction] = field(default_factory=dict)
    """By which factor a need changes in a branch; worked out once."""

    charges: list[tuple[int, int, float]] = field(default_factory=list)
    """What a unit of a column costs in a scenario."""

    def __post_init__(self) -> None:
        """See which branch each scenario follows."""
        found = [self.scenarios.outcome(scenario, DEMAND) for scenario in range(len(self.scenarios.all))]
        self.branches = tuple(one if isinstance(one, str) else None for one in found)

    def charge(self, scenario: int, column: int, cost: float) -> None:
        """Let a column cost something in a scenario."""
        if cost:
            self.charges.append((scenario, column, cost))

    def taken(self, purchase: int, scenario: int) -> tuple[int, Taken] | None:
        """Return which match takes a noticed purchase in a scenario, and what; None where nobody takes anything."""
        option = self.options[purchase]
        if not option.matched:
            return None
        key = (option.line.id, tuple(match.clause for match in option.matched))
        if key not in self.answers:
            self.answers[key] = [self._taken(key, n) for n in range(len(self.scenarios.all))]
        return self.answers[key][scenario]

    def _taken(self, key: tuple[str, tuple[str, ...]], scenario: int) -> tuple[int, Taken] | None:
        line, clauses = key
        for number, clause in enumerate(clauses):
            outcome = self.scenarios.outcome(scenario, Uncertainty("answer", line, clause))
            if isinstance(outcome, Taken) and (outcome.share or outcome.stranding):
                return number, outcome
        return None

    def demanded(self, need: int, piece: int, scenario: int) -> Fraction:
        """Return the hours of a need in a slice and scenario."""
        key = (need, piece, self.branches[scenario])
        if key not in self.hours:
            self.hours[key] = self.demand[need][piece] * self._factor(need, key[2])
        return self.hours[key]

    def _factor(self, need: int, branch: str | None) -> Fraction:
        if (need, branch) not in self.factors:
            times = next((Fraction(one.times) for one in self.scenarios.branches if one.id == branch), Fraction(1))
            self.factors[need, branch] = factor_of(self.desk.needs, need, branch, times)
        return self.factors[need, branch]
