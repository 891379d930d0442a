"""Sets of clauses that can bear on an act: what is left out of them can change nothing."""

from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of

from firstcall.agreement.document import Agreement
from firstcall.record.position import position
from firstcall.rights.judge.applicable import applicable_and_escaped
from firstcall.rights.judge.doing import Doing
from firstcall.rights.table.live_sets import LiveSet, LiveSets, fixed_kind

AT = day("2024-06-10")


def live(agreement: Agreement, act: str, workload: str, provider: str, mode: str) -> LiveSet:
    here = position(agreement, record_of(), AT)
    doing = Doing(act, workload, "general", provider, provider, mode, AT, AT, None, None, None, None)  # type: ignore[arg-type]
    return LiveSets().of_act(applicable_and_escaped(here, doing, {})[0], doing, here.now)


def ids(found: LiveSet) -> list[str]:
    return [held.clause.id for held in found.clauses]


def test_what_says_nothing_to_the_act_is_left_out() -> None:
    agreement = berth(SOLE, ROUTE, FIRST)
    assert ids(live(agreement, "sign", "serve", "rival", "third_party")) == ["sole", "first"]
    assert ids(live(agreement, "run", "serve", "rival", "third_party")) == ["sole"]


def test_what_hangs_on_no_fact_is_fixed() -> None:
    agreement = berth(SOLE, FIRST, BUILD)
    assert live(agreement, "sign", "serve", "home", "holder").fixed == ("clear",)
    assert live(agreement, "sign", "train", "own", "own_build").fixed == ("grant",)


def test_a_clause_that_is_surely_dropped_is_left_out_unless_it_drops_another() -> None:
    over = "{id: over, type: approval, by: hal, scope: {mode: [third_party]}, notwithstanding: [sole]}"
    assert ids(live(berth(SOLE, over), "run", "serve", "rival", "third_party")) == ["over"]
    busy = SOLE.replace("scope:", "notwithstanding: [build], scope:")
    assert ids(live(berth(busy, over, BUILD.replace("own_build", "third_party")), "run", "serve", "rival",
                    "third_party")) == ["sole", "over", "build"]  # fmt: skip


def test_a_set_is_weighed_once_for_each_way_of_speaking() -> None:
    found = live(berth(SOLE, ROUTE, FIRST), "sign", "serve", "rival", "third_party")
    assert found.weight(("consent", "offer")) is found.weight(("consent", "offer"))
    assert found.weight(("consent", "offer")).outcome == "consent-first"
    assert found.weight(("clear", "offer")).outcome == "offer-first"
    assert found.weight(("none", "clear")).outcome == "permitted"
    assert len(found.small) == 3


def test_clauses_of_money_say_nothing() -> None:
    here = position(berth(SOLE, ROUTE), record_of(), AT)
    doing = Doing("sign", "serve", "general", "rival", "rival", "third_party", AT, AT, None, None, None, None)
    assert fixed_kind(here.now.by_id["route"], doing, here.now) == "none"
