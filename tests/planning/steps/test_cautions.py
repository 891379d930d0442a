"""What could free a purchase and is not counted on is named."""

from tests.planning.small import stands

from firstcall.planning.steps.cautions import cautions_of

FREER = """
amendments:
  - id: freer
    signed: 2024-02-01
    effective: 2025-03-01
    replace:
      - id: first-call
        type: first_refusal
        holder: host
        since: 2024-01-01
        scope: {age: new, mode: [holder, third_party]}
        window: {n: 10, unit: calendar, anchor: sent}
        tail: {n: 90, unit: calendar, anchor: lapse}
        quantity_floor: "5"
        quantity_cap: "500"
        exempt: [renewal]
        continuing: false
"""


def test_floor_cap_exemption_and_single_use_are_named_and_nothing_else() -> None:
    assert cautions_of(stands()) == ()
    found = [(one.clause, one.freedom) for one in cautions_of(stands(more=FREER))]
    assert found == [("first-call", name) for name in ("quantity_floor", "quantity_cap", "exempt", "continuing")]
