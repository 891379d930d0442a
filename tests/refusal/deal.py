"""A small deal to try the procedure on: one clause, parties in New York, events told in local time."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.journal.journal import Record, append
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position, position
from firstcall.refusal.acts import Act
from firstcall.refusal.perform import Performed, perform

NEW_YORK = ZoneInfo("America/New_York")
HOLDER_SAYS = {"matched", "matched-in-part", "declined", "waiver-given", "notice-deficient", "delivered"}
TERMS = {"price_usd_per_gpu_hour": "2.00", "term_months": "36", "prepayment_usd": "0"}


def local(text: str, where: ZoneInfo = NEW_YORK) -> datetime:
    """An instant told in local time, `2025-03-14 16:59`, or with its own offset."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=where)).astimezone(UTC)


def refusal(**fields: Any) -> dict[str, Any]:
    """The clause, with these fields otherwise."""
    return {
        "id": "refusal", "type": "first_refusal", "holder": "halcyon", "since": "2024-01-01",
        "scope": {"age": "new", "mode": ["third_party"]},
        "window": {"n": "10", "unit": "business", "anchor": "received"},
        "tail": {"n": "90", "unit": "calendar", "anchor": "lapse"},
        "basis": {"grade": "agreed", "source": "contract"},
    } | fields  # fmt: skip


def text_of(*clauses: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """An agreement as plain values."""
    return {
        "schema": "firstcall/agreement/1", "id": "deal", "title": "A deal", "timezone": "America/New_York",
        "calendar": "US",
        "parties": {
            "grace": {"name": "Grace", "role": "grantor"}, "halcyon": {"name": "Halcyon", "role": "holder"},
            "iris": {"name": "Iris", "role": "holder"}, "juno": {"name": "Juno", "role": "holder"},
        },
        "providers": {
            "halcyon-cloud": {"operator": "halcyon"}, "iris-cloud": {"operator": "iris"},
            "rival": {"operator": "third_party"}, "other-rival": {"operator": "third_party"},
        },
        "sources": {"contract": {"title": "The contract"}},
        "definitions": {"workloads": ["training", "serving"], "dimensions": {"region": ["east", "west"]}},
        "effective": "2024-01-01", "clauses": list(clauses) or [refusal()],
    } | fields  # fmt: skip


def agreement_of(*clauses: Mapping[str, Any], **fields: Any) -> Agreement:
    """The agreement that these clauses make."""
    return load(json.dumps(text_of(*clauses, **fields)))


def told(*values: object) -> tuple[object, ...]:
    """Several values, to be compared at once."""
    return values


class Deal:
    """An agreement and a record that grows by what is said."""

    def __init__(self, *clauses: Mapping[str, Any], **fields: Any) -> None:
        self.agreement = agreement_of(*clauses, **fields)
        self.record = Record()
        self.said = 0
        self.lines: list[str] = []

    def say(self, kind: str, at: str, *, by: str | None = None, recorded: str | None = None, **fields: Any) -> "Deal":
        """Add an event of an offer (`o` unless named) as it is, judged by nobody."""
        self.said += 1
        about = {} if "contract" in fields and kind == "waiver-given" else {"offer": "o"}
        entered = local(recorded) if recorded else max(local(at), self.record.last_recorded or local(at))
        line = {
            "id": f"e{self.said}", "type": kind, "at": local(at).isoformat(), "recorded": entered.isoformat(),
            "by": by or ("halcyon" if kind in HOLDER_SAYS else "grace"), "entered_by": "a test", **about, **fields,
        }  # fmt: skip
        given = {name: value for name, value in line.items() if value is not None}
        self.record, written = append(self.record, given)
        self.lines.append(written)
        return self

    def received(self, at: str = "2025-03-10 09:00", quantity: str | None = "100", **fields: Any) -> "Deal":
        """An offer of a rival, which the grantor is willing to accept."""
        given = {"provider": "rival", "mode": "third_party", "terms": TERMS, "unit": "MW"} | fields
        if quantity is not None:
            given["quantity"] = quantity
        return self.say("offer-received", at, **given).say("grantor-willing", at, offer=given.get("offer", "o"))

    def noticed(self, at: str = "2025-03-14 16:59", **fields: Any) -> "Deal":
        """Notice of the offer, received at once."""
        return self.say("notice-given", at, **fields)

    def signed(self, at: str, quantity: str | None = None, contract: str = "k", **fields: Any) -> "Deal":
        """A contract with the rival."""
        tranche = {"quantity": quantity} if quantity else {}
        given = {"provider": "rival", "contract": contract, "tranches": [tranche], "terms": {}} | fields
        return self.say("contract-signed", at, **given)

    def position(self, at: str) -> Position:
        """Where things stand."""
        return position(self.agreement, self.record, local(at))

    def right(self, name: str = "refusal") -> FirstRefusal:
        """The clause."""
        found = next(clause for clause in self.agreement.clauses if clause.id == name)
        assert isinstance(found, FirstRefusal)
        return found

    def offer(self, at: str, name: str = "o", clause: str = "refusal") -> Offer:
        """The offer at an instant."""
        found = self.position(at).offer(name, self.right(clause))
        assert found is not None
        return found

    def state(self, at: str, **named: str) -> str:
        """The offer's state at an instant."""
        return self.offer(at, **named).state

    def standing(self, at: str, quantity: str | None = None, **named: str) -> list[tuple[str | None, str, str]]:
        """How the offer stands, part by part."""
        asked = Decimal(quantity) if quantity else None
        found = self.offer(at, **named).standing(local(at), asked)
        return [(None if p.quantity is None else str(p.quantity), p.standing, str(p.why)) for p in found]

    def act(self, kind: str, at: str, *, now: str | None = None, offer: str = "o", by: str | None = None,
            clause: str | None = None, key: str | None = None, **payload: Any) -> Performed:  # fmt: skip
        """Perform an act, and keep what it appends."""
        self.said += 1
        entered = local(now) if now else max(local(at), self.record.last_recorded or local(at))
        done = perform(
            self.agreement, self.record, Act(kind, offer, local(at), by, clause, payload),
            now=entered, id=key or f"a{self.said}", entered_by="a test",
        )  # fmt: skip
        self.record = done.record
        return done
