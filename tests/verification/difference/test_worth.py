"""What an assumption is worth in money: sums that move, by how much in all, and sums that nobody knows."""

from typing import Any

from tests.settlement.settle_case import leg, share
from tests.verification.difference.test_sums import compared, rows_of
from tests.verification.sound import AGREED, agreement

from firstcall.agreement.document import Agreement
from firstcall.verification.difference.sums import NO_MONEY, MoneyBetween
from firstcall.verification.difference.worth import sums_moved
from firstcall.verification.findings.soundness import findings_of

PAID: dict[str, Any] = {
    "id": "share", "type": "revenue_share", "payer": "gus", "payee": "hal", "rate": "0.20", "currency": "USD",
    "base": {"source": "revenue_lines", "streams": ["api"]}, "floor": "5",
    "basis": {**AGREED, "reported": ["rate"], "assumed": ["floor"]},
}  # fmt: skip


def test_differences_count_in_full_whichever_way_they_go() -> None:
    rows = rows_of({f"2025-{month:02}": 100 for month in range(1, 7)} | {"2025-02": -100})
    found = compared((leg(share()),), (leg(share(rate="0.3")),), rows)
    assert str(sums_moved(MoneyBetween(("share",), found))) == "6 sums owed, by 60.00 USD in all,"
    less = compared((leg(share()),), (leg(share(rate="0.3")),), rows_of({"2025-02": 100}))
    assert str(sums_moved(MoneyBetween(("share",), less))) == (
        "1 sum owed, by 10.00 USD in all, and 1 sum owed that nobody knows")  # fmt: skip
    assert sums_moved(NO_MONEY) is None


def test_each_field_of_a_share_is_taken_away_and_one_it_cannot_do_without_takes_the_clause() -> None:
    text = agreement(lambda data: data["clauses"].append(PAID))
    asked: list[Agreement] = []

    def worth(other: Agreement) -> MoneyBetween:
        asked.append(other)
        return MoneyBetween(("share",), compared((leg(share()),), (), rows_of({"2025-02": 100})))

    told = [str(one.what) for one in findings_of(text, worth=worth)]
    assert [what.split(" would not be so without ")[1] for what in told] == [
        "rate of share@base, which is reported", "floor of share@base, which is assumed"]  # fmt: skip
    ids = [[one.id for one in other.clauses] for other in asked]
    assert ["share" in held for held in ids] == [False, True]  # no share is known without its rate
    assert findings_of(text) == ()
