"""Every question about an example: its words, its instants, its offers and its tranches."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from tests.oracle.second import Ask, Second
from tests.oracle.slow_offers import Offers
from tests.oracle.slow_text import LINE, OVER, Happening, Version, as_date

TICK = timedelta(microseconds=1)
CAPACITIES = (None, "existing", "own_build", "built_for_grantor")
Dims = tuple[tuple[str, str], ...]


def around(moments: set[datetime]) -> list[datetime]:
    """Each moment, the one before and the one after."""
    return sorted({moment + step * TICK for moment in moments for step in (-1, 0, 1)})


class Domain:
    """The finite domain of one example."""

    def __init__(self, second: Second) -> None:
        self.second, self.text = second, second.text
        self.lines: list[Happening] = second.effects(None).lines
        latest = second.text.version(max(start for start in self.starts()), None)
        assert latest is not None
        self.version: Version = latest
        self.providers = (*latest.providers, "somewhere-else")

    def starts(self) -> set[datetime]:
        """When each version takes effect."""
        steps = self.text.raw.get("amendments") or []
        return {self.text.begins, *(self.text.instant(step["effective"]) for step in steps)}

    def edges(self) -> set[datetime]:
        """Where the text changes what it says: versions, the first and last days of clauses, the term."""
        found = self.starts()
        for start in self.starts():
            version = self.text.version(start, None)
            for clause in version.clauses.values() if version else ():
                found |= {clause[OVER]} - {None}
                found |= {clause[LINE]} if clause.get("since") else set()
        return found

    def of(self, *types: str) -> set[datetime]:
        return {event.at for event in self.lines if event.type in types}

    def for_capacity(self) -> list[datetime]:
        """Instants that matter to a question without offer or contract."""
        read = self.of("consent-given", "consent-revoked", "mix-reported", "contract-signed")
        mixes = [event for event in self.lines if event.type == "mix-reported"]
        days = {self.text.day_after(as_date(event.get("until"))) for event in mixes}
        return sorted({*around(self.edges()), *read, *(moment - TICK for moment in read | days), *days})

    def for_offer(self, offer: str) -> list[datetime]:
        """The offer's own events, consents, and where windows and tails end."""
        own = {event.at for event in self.lines if event.get("offer") == offer}
        found = self.edges() | own | self.of("consent-given", "consent-revoked")
        offers = Offers(self.text, self.lines, None)
        rights = {name for start in self.starts() for name, clause in self.clauses(start)}
        for name, at in product(sorted(rights), sorted(own)):
            clause = offers.clause_at(name, at)
            if clause is not None:
                course = offers.course(offer, clause, at)
                found |= {lot.over for lot in course.lots}
                found |= {course.end} if course.end is not None and course.end.year < 9000 else set()
        return around(found)

    def clauses(self, start: datetime) -> list[tuple[str, Any]]:
        version = self.text.version(start, None)
        held = version.clauses.items() if version else ()
        return [(name, clause) for name, clause in held if clause["type"] == "first_refusal"]

    def offers(self) -> list[str]:
        return sorted({event.get("offer") for event in self.lines if event.type.endswith(("received", "requested"))})

    def dims(self) -> list[Dims]:
        """Every choice of values, and nothing given."""
        axes = [[(name, value) for value in values] for name, values in self.version.dimensions.items()]
        return [tuple(choice) for choice in product(*axes)] + ([()] if axes else [])

    def about_capacity(self, capacity: str | None) -> Iterator[tuple[Ask, datetime]]:
        words = list(product(self.version.workloads, self.providers, self.version.customers, self.dims()))
        for at in self.for_capacity():
            for workload, provider, customer, dims in words:
                yield Ask(workload, provider, customer, capacity, dims=dims), at

    def about_offers(self) -> Iterator[tuple[Ask, datetime]]:
        for offer in self.offers():
            made = next(event for event in self.lines if event.get("offer") == offer)
            provider = None if made.get("provider") else self.providers[-2]
            for at, workload in product(self.for_offer(offer), self.version.workloads):
                if at >= made.at:
                    for quantity in (None, Decimal(1), Decimal(6)):
                        yield Ask(workload, provider, quantity=quantity, offer=offer), at

    def about_contracts(self) -> Iterator[tuple[Ask, datetime]]:
        for event in self.lines:
            if event.type != "contract-signed":
                continue
            mends = around(self.edges() | self.of("consent-given", "consent-revoked", "waiver-given", "mix-reported"))
            ends = around({self.text.day_after(tranche["until"]) for tranche in event.get("tranches") or []
                           if tranche.get("until")})  # fmt: skip
            for tranche in event.get("tranches") or [{}]:
                for at, workload in product([event.at, *mends, *ends], self.version.workloads):
                    if at >= event.at:
                        for quantity in (None, Decimal(1000)):
                            yield Ask(workload, contract=event.get("contract"), tranche=tranche.get("id", "1"),
                                      quantity=quantity), at  # fmt: skip
