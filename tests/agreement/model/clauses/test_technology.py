"""Licences, the way out of them, and precedence as written."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from firstcall.agreement.model.clauses.technology import Escape, Licence, Priority, Unless

BASE = {"id": "l", "type": "licence", "licensor": "a", "licensee": "b"}


def test_a_licence_covers_what_it_names_and_all_where_it_names_nothing() -> None:
    ips, products = ("models", "research"), ("first", "other")
    named = Licence.model_validate({**BASE, "ip": ["models"], "products": "first"})
    whole = Licence.model_validate(BASE)
    for ip, thing in product(ips, products):
        assert named.covers(ip, thing) == ((ip, thing) == ("models", "first"))
        assert whole.covers(ip, thing)
    assert not whole.exclusive


def test_what_an_escape_leaves_out() -> None:
    out = Escape.model_validate({"id": "e", "type": "escape", "licences": "l", "determination": "agi"})
    assert (out.state, out.exercise, out.models, out.licences) == ("determined", "at_option", "all", ("l",))
    with pytest.raises(ValidationError):
        Escape.model_validate({"id": "e", "type": "escape", "licences": [], "determination": "agi"})


reasons = st.frozensets(st.sampled_from(("cannot", "chooses_not_to")))


@given(reasons, st.frozensets(st.sampled_from(("cannot", "chooses_not_to")), min_size=1))
def test_every_reason_or_any_of_them(given_: frozenset[str], listed: frozenset[str]) -> None:
    every = Unless.model_validate({"all": sorted(listed)})
    some = Unless.model_validate({"any": sorted(listed)})
    assert every.holds(given_) == (listed <= given_)
    assert some.holds(given_) == bool(listed & given_)


@pytest.mark.parametrize("wrong", [{}, {"all": ["cannot"], "any": ["cannot"]}])
def test_an_exception_is_of_one_kind(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="lists reasons under `all` or under `any`"):
        Unless.model_validate(wrong)


def test_an_exception_knows_its_reasons() -> None:
    ahead = {"id": "p", "type": "priority", "holder": "b", "at": ["x"], "duty": "first_ship"}
    assert Priority.model_validate(ahead).unless is None
    with pytest.raises(ValidationError):
        Priority.model_validate({**ahead, "unless": {"all": ["will_not"]}})
