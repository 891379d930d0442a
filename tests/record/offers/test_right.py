"""A right as its clause stood on a day: in whose zone it counts, and when it speaks."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.refusal.deal import Deal, agreement_of, local, refusal

from firstcall.agreement.terms import terms
from firstcall.record.offers.right import Purchase, right_in


def test_the_holders_zone_counts_unless_the_clause_names_one() -> None:
    parties = {"grace": {"name": "Grace", "role": "grantor"},
               "halcyon": {"name": "Halcyon", "role": "holder", "timezone": "Asia/Tokyo"}}  # fmt: skip
    providers = {"rival": {"operator": "third_party"}}
    at = local("2025-03-10 09:00")
    for window, key in (({"n": "5"}, "Asia/Tokyo"), ({"n": "5", "timezone": "Europe/Berlin"}, "Europe/Berlin")):
        agreement = agreement_of(refusal(window=window), parties=parties, providers=providers)
        right = right_in(terms(agreement, at), "refusal")
        assert right is not None and right.rules.zone.key == key and right.grantor_zone.key == "America/New_York"


def test_a_right_speaks_from_its_since_to_its_until_and_within_the_term() -> None:
    def there(on: str, *clauses: dict[str, Any]) -> bool:
        at = local(on)
        return right_in(terms(agreement_of(*clauses), at), "refusal", "halcyon", at) is not None

    until = refusal(until="2025-03-10")
    assert there("2025-03-10 23:59", until) and not there("2025-03-11 00:00", until)
    assert not there("2024-02-01 09:00", refusal(since="2025-01-01"))
    term = {"id": "term", "type": "term", "until": "2025-03-10"}
    assert there("2025-03-10 23:59", refusal(), term) and not there("2025-03-11 00:00", refusal(), term)
    assert there("2025-03-11 00:00", refusal(), term | {"survives": ["refusal"]})
    at = local("2025-03-10 09:00")
    assert right_in(terms(agreement_of(refusal()), at), "refusal", "iris") is None
    assert right_in(terms(agreement_of(refusal()), at), "nothing") is None


def test_what_was_bought_of_a_provider_within_a_year_counts_together_against_a_floor() -> None:
    right = right_in(terms(agreement_of(refusal(quantity_floor="50")), local("2025-03-10 09:00")), "refusal")
    assert right is not None and right.below_floor("rival", Decimal("49.9"), local("2025-03-10 09:00")) is not None
    bought = (Purchase(local("2024-03-10 09:00"), "rival", Decimal(30), None),
              Purchase(local("2024-03-10 09:00:01"), "rival", Decimal(20), None),
              Purchase(local("2025-01-10 09:00"), "rival", Decimal(9), "o"),
              Purchase(local("2025-01-10 09:00"), "other-rival", Decimal(40), "p"))  # fmt: skip
    right = replace(right, purchases=bought)
    now = local("2025-03-10 09:00")
    assert [right.bought("rival", now), right.bought("rival", now, "o"), right.bought("other-rival", now)] == [
        29,
        20,
        40,
    ]
    assert str(right.below_floor("rival", Decimal("20.9"), now)) == "below the floor of 50"
    assert right.below_floor("rival", Decimal(21), now) is None
    assert str(right.lifted_to_floor("rival", Decimal(21), Decimal(29))) == (
        "with the 29 bought of rival within a year it is not below the floor of 50"
    )
    assert right.lifted_to_floor("rival", Decimal("20.9"), Decimal(29)) is None, "it does not reach the floor"
    assert right.lifted_to_floor("rival", Decimal(50), Decimal(29)) is None, "it reaches the floor by itself"


def test_before_the_opening_hour_nothing_is_received() -> None:
    agreement = agreement_of(refusal(window={"n": "10", "opening": "09:00"}))
    right = right_in(terms(agreement, local("2025-03-10 09:00")), "refusal")
    assert right is not None and right.rules.opening is not None
    assert right.takes_effect("received", local("2025-03-12 06:00"), None) == local("2025-03-12 09:00")
    assert right.takes_effect("delivered", local("2025-03-12 06:00"), local("2025-03-12 07:00")) == local(
        "2025-03-12 07:00"
    )


def test_the_time_to_object_counts_from_receipt() -> None:
    right = Deal().received().noticed().offer("2025-03-18 09:00").right
    assert right is not None
    assert right.deficiency_closes(local("2025-03-14 17:01")) == local("2025-03-24 17:00")
