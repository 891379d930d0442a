"""What an approval leaves: never more than its quantity, and nothing that is signed under it gives it back."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.rights.judge.permissions.test_approval import signed, text

from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position
from firstcall.rights.judge.permissions.reach import reach_of

SIZES = st.lists(st.tuples(st.integers(1, 400), st.sampled_from(["rival", "third"])), max_size=6)


@given(SIZES)
def test_each_contract_under_it_takes_its_own_quantity_and_the_rest_is_left(sizes: list[tuple[int, str]]) -> None:
    agreement, record = text(), Record()
    for number, (size, provider) in enumerate(sizes):
        event = signed(f"k{number}", str(size), f"2024-02-{number + 1:02}T12:00:00Z", provider=provider)
        record, _ = append(record, {"id": f"e{number}", "recorded": event["at"], "entered_by": "desk", **event})
    here = position(agreement, record, parse_instant("2024-06-01", zone("UTC")))
    held = here.now.by_id["reach"]
    assert isinstance(held.clause, Approval) and held.clause.up_to is not None
    found = reach_of(held, held.clause.up_to, here)
    assert found.left == Decimal(1000) - sum(size for size, provider in sizes if provider == "rival")
    assert len(found.contracts) == sum(provider == "rival" for _, provider in sizes)
