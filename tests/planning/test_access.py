"""What a line asks for before it may serve a need of several workloads."""

from datetime import date

from tests.planning.small import needs, stands, supply

from firstcall.planning.steps.access import access, side_of

NOW = stands().act_at(date(2025, 1, 1))


def test_a_need_of_several_workloads_takes_the_steps_of_all() -> None:
    need = needs(("n", "[train, other]", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    line = supply("l,rival,a,1,8,2025-01-01")[0]
    held = access(stands(), side_of(stands(), line), need, NOW)
    assert held.rights == ("first-call",) and [step.clause for step in held.consents] == ["leave"]
    barred = needs(("n", "[train, serve]", "8", "2025-02-01", "2025-12-31", "9")).needs[0]
    assert access(stands(), side_of(stands(), line), barred, NOW).barred == ("serving@base",)
