"""Clauses weighed: explicit order, permissions against restrictions, and restrictions that add up."""

from collections.abc import Callable
from datetime import datetime
from itertools import permutations, product

import pytest
from tests.rights.berth import berth

from firstcall.agreement.terms import Terms, terms
from firstcall.rights.judge.doing import Effect, EffectKind
from firstcall.rights.judge.effect_reasons import OnlyAt
from firstcall.rights.judge.weigh import Speaking, Weighed, compare_scopes, weigh

On = Callable[[str], datetime]
KINDS: tuple[EffectKind, ...] = ("clear", "offer", "consent", "forbid")


def text_of(on: On, *scopes: str, regions: bool = False) -> Terms:
    """A text of clauses a, b, c …, each a permission or an exclusivity by its own line."""
    lines = []
    for name, scope in zip("abcdef", scopes, strict=False):
        kind, _, more = scope.partition(" ")
        start = "type: approval, by: hal" if kind == "grant" else "type: exclusivity, holder: hal, at: [home]"
        lines.append(f"{{id: {name}, {start}, {more}}}" if more else f"{{id: {name}, {start}}}")
    return terms(berth(*lines, regions=regions), on("2024-06-01"))


def weighed(text: Terms, *kinds: EffectKind) -> Weighed:
    said = tuple(
        Speaking(text.by_id[name], Effect(kind, OnlyAt(at=(name,))))
        for name, kind in zip("abcdef", kinds, strict=False)
    )
    return weigh(said, text)


def roles(found: Weighed) -> dict[str, tuple[str, str | None]]:
    return {said.held.clause.id: (role, other) for said, role, other in found.parts}


def test_no_clause_leaves_it_ungoverned(on: On) -> None:
    found = weigh((), text_of(on, "bar"))
    assert (found.outcome, found.conflict, found.parts) == ("ungoverned", False, ())


@pytest.mark.parametrize(
    ("kinds", "outcome", "decides"),
    [
        (("clear", "clear"), "permitted", {"a", "b"}),
        (("clear", "offer"), "offer-first", {"b"}),
        (("offer", "consent"), "consent-first", {"b"}),
        (("forbid", "consent"), "forbidden", {"a"}),
        (("forbid", "forbid"), "forbidden", {"a", "b"}),
        (("consent", "offer", "clear"), "consent-first", {"a"}),
    ],
)
def test_restrictions_add_up_and_the_strictest_answers(
    on: On, kinds: tuple[EffectKind, ...], outcome: str, decides: set[str]
) -> None:
    found = weighed(text_of(on, "bar", "bar", "bar"), *kinds)
    assert found.outcome == outcome
    assert {name for name, (role, _) in roles(found).items() if role == "decides"} == decides
    assert {role for role, _ in roles(found).values()} <= {"decides", "applies"}


def test_what_goes_before_drops_what_it_names(on: On) -> None:
    text = text_of(on, "bar notwithstanding: [b]", "bar")
    found = weighed(text, "offer", "forbid")
    assert (found.outcome, roles(found)) == ("offer-first", {"a": ("decides", None), "b": ("yields to", "a")})
    found = weighed(text, "clear", "forbid")  # a clause that is met drops nothing
    assert (found.outcome, roles(found)["b"]) == ("forbidden", ("decides", None))


def test_subject_to_is_the_same_order_the_other_way(on: On) -> None:
    text = text_of(on, "bar", "bar subject_to: [a]")
    found = weighed(text, "offer", "forbid")
    assert (found.outcome, roles(found)["b"]) == ("offer-first", ("yields to", "a"))
    assert weighed(text, "clear", "forbid").outcome == "forbidden"


def test_a_dropped_clause_still_drops_and_nothing_comes_back(on: On) -> None:
    text = text_of(on, "grant notwithstanding: [b]", "bar notwithstanding: [c]", "bar")
    found = weighed(text, "grant", "offer", "forbid")
    assert found.outcome == "permitted"
    assert roles(found) == {"a": ("decides", None), "b": ("yields to", "a"), "c": ("yields to", "b")}


def test_a_clause_that_says_nothing_here_takes_no_part_in_the_order(on: On) -> None:
    text = text_of(on, "bar notwithstanding: [b]", "bar")
    found = weigh((Speaking(text.by_id["b"], Effect("forbid", OnlyAt(at=("b",)))),), text)
    assert (found.outcome, roles(found)) == ("forbidden", {"b": ("decides", None)})


@pytest.mark.parametrize(
    ("grant", "bar", "result"),
    [
        ("scope: {workloads: [serve]}", "", "narrower"),
        ("", "scope: {workloads: [serve]}", "wider"),
        ("", "", "tied"),
        ("scope: {workloads: [train, serve]}", "", "tied"),  # every value named says the same as none
        ("scope: {workloads: [serve]}", "scope: {workloads: [train]}", "tied"),
        ("scope: {workloads: [serve]}", "scope: {customers: [public]}", "tied"),
        ("scope: {providers: [rival, third]}", "scope: {providers: [rival, third, own]}", "narrower"),
        ("scope: {providers: [home, rival, third, own, other]}", "", "tied"),
        ("scope: {mode: [own_build]}", "scope: {mode: [own_build, third_party]}", "narrower"),
        ("scope: {region: [north]}", "", "narrower"),
        ("scope: {region: [north, south]}", "", "tied"),
        ("scope: {age: new}, since: 2024-03-01", "", "narrower"),
        ("scope: {age: new}, since: 2024-03-01", "scope: {age: existing}, since: 2024-03-01", "tied"),
        ("scope: {age: new}, since: 2024-03-01", "scope: {age: new}, since: 2024-02-01", "narrower"),
        ("scope: {age: existing}, since: 2024-03-01", "scope: {age: existing}, since: 2024-02-01", "wider"),
        ("scope: {age: new, mode: [holder]}, since: 2024-03-01", "scope: {age: new}, since: 2024-03-01", "narrower"),
    ],
)
def test_how_a_permission_compares_with_a_restriction(on: On, grant: str, bar: str, result: str) -> None:
    text = text_of(on, f"grant {grant}", f"bar {bar}", regions=True)
    assert compare_scopes(text.by_id["a"], text.by_id["b"], text) == result
    mirrored = {"narrower": "wider", "wider": "narrower", "tied": "tied"}[result]
    assert compare_scopes(text.by_id["b"], text.by_id["a"], text) == mirrored


@pytest.mark.parametrize(
    ("grant", "bar", "outcome", "conflict", "parts"),
    [
        ("scope: {workloads: [serve]}", "", "permitted", False, {"a": ("decides", None), "b": ("defeated by", "a")}),
        ("", "scope: {workloads: [serve]}", "forbidden", False, {"a": ("yields to", "b"), "b": ("decides", None)}),
        ("", "", "forbidden", True, {"a": ("yields to", "b"), "b": ("decides", None)}),
    ],
)
def test_a_permission_against_a_restriction(
    on: On, grant: str, bar: str, outcome: str, conflict: bool, parts: dict[str, tuple[str, str | None]]
) -> None:
    found = weighed(text_of(on, f"grant {grant}", f"bar {bar}"), "grant", "forbid")
    assert (found.outcome, found.conflict, roles(found)) == (outcome, conflict, parts)


def test_a_permission_that_loses_one_pair_defeats_nothing(on: On) -> None:
    scopes = ("grant scope: {mode: [own_build]}", "bar", "bar scope: {mode: [own_build], workloads: [serve]}")
    found = weighed(text_of(on, *scopes), "grant", "forbid", "offer")
    assert (found.outcome, found.conflict) == ("forbidden", False)
    assert roles(found) == {"a": ("yields to", "c"), "b": ("decides", None), "c": ("applies", None)}


def test_a_tie_that_another_permission_settles_is_no_conflict(on: On) -> None:
    scopes = ("grant", "bar", "grant scope: {workloads: [serve]}")
    found = weighed(text_of(on, *scopes), "grant", "forbid", "grant")
    assert (found.outcome, found.conflict, roles(found)["b"]) == ("permitted", False, ("defeated by", "c"))


def test_a_clause_that_is_met_is_nothing_for_a_permission_to_defeat(on: On) -> None:
    found = weighed(text_of(on, "grant", "bar scope: {workloads: [serve]}"), "grant", "clear")
    assert (found.outcome, found.conflict) == ("permitted", False)
    assert roles(found) == {"a": ("decides", None), "b": ("decides", None)}


def test_the_order_in_which_clauses_are_listed_changes_no_outcome(on: On) -> None:
    scopes = ("grant scope: {workloads: [serve]}", "bar", "bar notwithstanding: [b]", "bar subject_to: [b]")
    text = text_of(on, *scopes)
    for kinds in product(("grant",), KINDS, KINDS, KINDS):
        said = [
            Speaking(text.by_id[name], Effect(kind, OnlyAt(at=(name,))))  # type: ignore[arg-type]
            for name, kind in zip("abcd", kinds, strict=True)
        ]
        found = {(each.outcome, each.conflict) for each in (weigh(row, text) for row in permutations(said))}
        assert len(found) == 1
