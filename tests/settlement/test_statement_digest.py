from tests.settlement.settle_case import line
from tests.settlement.test_statement import settled

from firstcall.settlement.statement_digest import digest


def test_the_digest_follows_amounts_and_not_the_time_of_asking() -> None:
    first, second = settled("2025-01", line("2025-01-03", "10")), settled("2025-01", line("2025-01-03", "11"))
    assert digest(first) == digest(settled("2025-01", line("2025-01-03", "10")))
    assert digest(first) != digest(second)
