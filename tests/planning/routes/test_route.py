"""Routes: the class, the steps and both outcomes of each line."""

from datetime import date

from tests.planning.small import desk, needs, stands, supply

from firstcall.planning.routes.route import line_reaches_of, route_of, routes_of

NEED = needs(("n", "train", "100", "2025-03-01", "2025-12-31", "9"))
LINES = supply(
    "here,hostcloud,a,5,100,2025-01-01,10,30", "there,rival,a,3,100,2025-01-01,10,20",
    "soon,rival,a,2,100,2025-09-01,10,0", "own,sites,b,4,100,2025-01-01,10,300",
)  # fmt: skip
DESK = desk(NEED, LINES)


def route(name: str, workload: str = "train"):  # type: ignore[no-untyped-def]
    wanted = needs(("n", workload, "100", "2025-03-01", "2025-12-31", "9"))
    here = desk(wanted, LINES)
    line = next(one for one in LINES if one.id == name)
    return route_of(here, line, wanted.needs[0], date(2025, 3, 1))


def test_a_line_at_the_holder_is_free_now() -> None:
    found = route("here")
    assert (found.outcome, found.signing, found.starts, found.in_time) == (
        "free now", date(2025, 1, 1), date(2025, 1, 31), True,
    )  # fmt: skip
    assert [(step.kind, step.last) for step in found.steps] == [("sign", date(2025, 1, 30)), ("run", None)]


def test_a_line_elsewhere_needs_an_offer_a_notice_and_its_window() -> None:
    found = route("there")
    assert [step.kind for step in found.steps] == ["bona fide offer", "notice", "window", "sign", "run"]
    offer, notice, window, sign, run = found.steps
    assert offer.supposed and (notice.first, notice.last, notice.safe) == (date(2025, 1, 1), date(2025, 1, 29), 29)
    assert (window.first, sign.first, run.first) == (date(2025, 1, 11), date(2025, 1, 12), date(2025, 2, 1))
    (after,) = found.matched
    assert (after.holder, after.provider, after.lead_days, after.lead_from, after.serves) == (
        "host", "hostcloud", 30, "the holder's own line", True,
    )  # fmt: skip


def test_signing_the_instant_after_the_window_gains_a_day() -> None:
    here = desk(NEED, LINES)
    same = type(here)(here.ground, here.needs, here.lines, here.futures, True)
    found = route_of(same, LINES[1], NEED.needs[0], date(2025, 3, 1))
    assert found is not None and found.signing == date(2025, 1, 11)
    assert found.free_at is not None and found.free_at.isoformat() == "2025-01-11T17:00:00+00:00"


def test_a_line_that_is_barred_says_by_which_clause_and_has_no_day() -> None:
    found = route("there", "serve")
    assert (found.outcome, found.access.barred, found.starts, found.steps) == ("barred", ("serving@base",), None, ())


def test_a_consent_is_asked_for_beside_the_notice() -> None:
    found = route("there", "other")
    assert found.outcome == "after consent"
    assert [step.kind for step in found.steps if step.clause] == ["notice", "consent"]


def test_too_late_is_said_and_the_freest_stand_first() -> None:
    assert not route("soon").in_time
    assert [one.line.id for one in routes_of(DESK, NEED.needs[0], date(2025, 3, 1))] == ["here", "own", "there", "soon"]


def test_an_accelerator_or_a_region_that_does_not_fit_has_no_route() -> None:
    wanted = needs(("n", "train", "100", "2025-03-01", "2025-12-31", "9"))
    b = wanted.needs[0].model_copy(update={"accelerator": "b"})
    assert route_of(DESK, LINES[0], b, date(2025, 3, 1)) is None
    far = wanted.needs[0].model_copy(update={"regions": ("far",)})
    assert route_of(DESK, LINES[0], far, date(2025, 3, 1)) is None


def test_a_line_whose_provider_stops_signing_before_the_window_ends_has_no_day() -> None:
    from dataclasses import replace

    line = replace(LINES[1], expires=date(2025, 1, 5))
    found = route_of(DESK, line, NEED.needs[0], date(2025, 3, 1))
    assert found is not None and found.signing is None and found.starts is None
    assert stands().on < date(2025, 1, 5)


def test_what_is_reached_without_its_steps_is_what_the_routes_say() -> None:
    wanted = date(2025, 3, 1)
    routes, reached = routes_of(DESK, NEED.needs[0], wanted), line_reaches_of(DESK, NEED.needs[0], wanted)
    names = ("line", "outcome", "access", "signing", "free_at", "starts", "speed", "grade")
    told = [[tuple(getattr(one, name) for name in names) for one in found] for found in (routes, reached)]
    assert told[0] == told[1] and len(routes) == 4
