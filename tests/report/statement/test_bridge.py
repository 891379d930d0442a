from fractions import Fraction

from firstcall.report.statement.bridge import bridge_data, bridge_text
from firstcall.settlement.bridge.bridge import Bridge, BridgeDifference
from firstcall.settlement.bridge.difference_reasons import OneSideOfSums, OnlyOurs, RatesDiffer

DIFFER = RatesDiffer(our_rate="20%", our_version="base", their_rate="10%", their_version="first")


def bridged(count: int) -> Bridge:
    found = tuple(
        BridgeDifference("missing rows", "share", f"row {n}", Fraction(n), OnlyOurs()) for n in range(1, count + 1)
    )
    total = sum((one.amount for one in found), Fraction(0))
    many = BridgeDifference("rate version", "share", "share/2025-01", Fraction(1), DIFFER, tuple("abcdefg"))
    return Bridge("share", "USD", total + 1, Fraction(0), (*found, many), within=False, notes=(OneSideOfSums(),))


def test_a_few_are_told_the_rest_is_counted() -> None:
    text = bridge_text([bridged(7)])
    assert "  missing rows                               28  in 7 places\n    row 7: 7, only ours has it" in text
    assert "    and 2 more; --json lists them all" in text
    assert "      rows a, b, c, d, e and 2 more" in text
    assert "row 1:" not in text
    assert "  note: one side prints no rows" in text
    assert text.endswith("  in all 29, beyond the tolerance of FOCUS 1.4; with a tolerance of zero it stands")


def test_json_lists_every_difference_with_every_row() -> None:
    data = bridge_data(bridged(7))
    assert len(data["differences"]) == 8
    assert data["differences"][0]["reason"]["code"] == "bridge.only-ours"
    assert [one["code"] for one in data["note_reasons"]] == ["bridge.one-side-of-sums"]
    assert data["differences"][-1]["rows"] == list("abcdefg")
    assert data["classes"] == {"missing rows": "28", "rate version": "1"}


def test_equal_sides_say_so() -> None:
    assert bridge_text([Bridge("share", "USD", Fraction(5), Fraction(5), (), within=True)]).endswith(
        "  equal, line by line"
    )
