"""What is owed, where capacity is to be had, what to buy, and whether a log kept to the agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from firstcall.report.sheet import markdown_text
from firstcall.service.partnership.results import Result, ResultRow, picked
from firstcall.service.speech import ToldText
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.planning.inputs.input_checks import Remark
    from firstcall.planning.routes.coverage import RouteAnswer
    from firstcall.planning.routes.move import MoveAnswer
    from firstcall.planning.routes.route import Desk
    from firstcall.report.audit.rows import Audited
    from firstcall.service.planning.plan import PlanMade
    from firstcall.service.settle.issue import DrawnUp


@dataclass(frozen=True, repr=False, eq=False)
class StatementResult(Result):
    """Who owes whom for a period, exact to the cent."""

    drawn: DrawnUp
    heard: tuple[ToldText, ...] = ()

    @property
    def status(self) -> str:
        """Draft, estimate, issued, or what became of it."""
        return self.drawn.statement.status

    @property
    def net(self) -> tuple[Mapping[str, Any], ...]:
        """What is left to be paid between each two parties, after netting; amounts as exact text."""
        return tuple(self.to_json()["net"])

    @property
    def warnings(self) -> tuple[ToldText, ...]:
        """What makes it less sure, such as a torn last line of what was taken in."""
        return (*self.deal.warnings, *(text for text in self.heard if text not in self.deal.warnings))

    @property
    def about(self) -> str:
        """The statement, its status and what is left to be paid."""
        statement = self.drawn.statement
        owed = "; ".join(f"{one['payer']} owes {one['payee']} {one['amount']} {one['currency']}" for one in self.net)
        return f"{statement.id} ({statement.status}): {owed or 'nothing is owed'}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return every line of the statement, a row each; figures are exact text."""
        legs = self.to_json()["legs"]
        return tuple(line for leg in legs for period in leg["periods"] for line in period["lines"])

    def _plain(self) -> Any:
        from firstcall.service.settle.command import statement_json

        return statement_json(self.drawn)

    def _lines(self) -> Sequence[str]:
        from firstcall.service.settle.command import drawn_up_text

        return [drawn_up_text(self.drawn, self.deal.party)]


@dataclass(frozen=True, repr=False, eq=False)
class RouteResult(Result):
    """Where a need can be met: each line of supply, its class, its steps and its price."""

    desk: Desk
    answer: RouteAnswer
    remarks: tuple[Remark, ...]

    @property
    def about(self) -> str:
        """The need, and how many lines serve it."""
        lines = self.answer.routes
        free = sum(route.outcome == "free now" for route in lines)
        return f"{self.answer.need.id}: {len(lines)} lines of supply, {free} of them free now"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the lines of supply, a row each."""
        names = ("line", "provider", "class", "barred", "price_per_hour", "currency", "starts", "in_time", "rests_on")
        return tuple(picked(line, *names) for line in self.to_json()["lines"])

    def _plain(self) -> Any:
        from firstcall.report.route.rows import route_answer_json

        return route_answer_json(self.desk, self.answer, self.remarks)

    def _lines(self) -> Sequence[str]:
        from firstcall.report.route.rows import route_sheets

        return [markdown_text(tuple(route_sheets(self.desk, self.answer, self.remarks)))]


@dataclass(frozen=True, repr=False, eq=False)
class MoveResult(Result):
    """May a workload be moved to other capacity, and from when?"""

    answer: MoveAnswer

    @property
    def about(self) -> str:
        """Where to, its class, and the earliest day."""
        plain = self.to_json()
        day = f", from {plain['earliest']}" if plain["earliest"] else ""
        return f"{plain['workload']} from {plain['from']} to {plain['to']}: {plain['class']}{day}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the move as one row."""
        names = ("workload", "from", "to", "class", "earliest", "barred", "rights", "rests_on")
        return (picked(self.to_json(), *names),)

    def _plain(self) -> Any:
        from firstcall.report.route.move import move_json

        return move_json(self.answer)

    def _lines(self) -> Sequence[str]:
        from firstcall.report.route.move import move_lines

        return list(move_lines(self.answer))


@dataclass(frozen=True, repr=False, eq=False)
class PlanningResult(Result):
    """What to buy when, from whom; where nothing is lawful and enough, what cannot stand together."""

    made: PlanMade

    @property
    def possible(self) -> bool:
        """Whether there is a plan."""
        return self.made.told is not None

    @property
    def about(self) -> str:
        """How much is bought, or that nothing is lawful and enough."""
        if self.made.told is None:
            return "no plan: nothing is lawful and enough"
        plain = self.to_json()
        return f"{plain['from']} to {plain['after']}: {len(plain['buys'])} buys, in {plain['currency']}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return what is bought, a row each; none where there is no plan."""
        return tuple(self.to_json()["buys"]) if self.possible else ()

    def _plain(self) -> Any:
        from firstcall.service.planning.plan import plan_values

        return plan_values(self.made)

    def _lines(self) -> Sequence[str]:
        from firstcall.service.planning.plan import plan_lines

        return [markdown_text(plan_lines(self.made))]


@dataclass(frozen=True, repr=False, eq=False)
class AuditResult(Result):
    """Did we keep to it? Every placement of a log, judged as of its own instant."""

    audited: Audited

    @property
    def barred(self) -> int:
        """How many rows are barred."""
        return self.audited.facts.barred

    @property
    def about(self) -> str:
        """How many rows were judged, and how many of them are barred."""
        facts = self.audited.facts
        return f"{facts.judged:,} of {facts.rows:,} rows judged, {facts.barred:,} barred"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the kinds of barred rows, a row each."""
        return tuple(self.to_json()["breaches"])

    def _plain(self) -> Any:
        from firstcall.report.audit.values import audit_json

        return audit_json(self.audited)

    @cached_property
    def _text(self) -> str:
        from firstcall.report.audit.rows import audit_sheets

        return markdown_text(tuple(audit_sheets(self.audited)))

    def _lines(self) -> Sequence[str]:
        return [self._text]
