"""A prohibition as written: single values for lists, and what an exception may name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from firstcall.agreement.model.clauses.prohibition import Prohibition

WORDS = st.none() | st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2, unique=True)


def ban(**fields: Any) -> Prohibition:
    return Prohibition.model_validate({"id": "ban", "type": "prohibition", **fields})


def test_one_value_stands_for_a_list() -> None:
    clause = ban(acts="run", **{"except": {"region": "eu", "workloads": "w"}})
    assert (clause.acts, clause.except_[0].dimensions, clause.except_[0].workloads) == (
        ("run",), {"region": ("eu",)}, ("w",),
    )  # fmt: skip


@pytest.mark.parametrize("fields", [
    {"acts": ["sell"]}, {"acts": []}, {"acts": ["run"], "except": {}}, {"acts": ["run"], "except": {"age": "new"}},
    {"acts": ["run"], "holder": "hal"},
])  # fmt: skip
def test_what_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ban(**fields)


@given(WORDS, WORDS, WORDS, WORDS, st.sampled_from("ab"), st.sampled_from("ab"))
def test_what_it_reaches_is_its_lists_less_its_exceptions(
    ip: Any, products: Any, out_ip: Any, out_to: Any, kind: str, party: str
) -> None:
    lists = {key: value for key, value in (("ip", out_ip), ("to", out_to)) if value is not None}
    clause = ban(acts=["license"], ip=ip, products=products, **({"except": [lists]} if lists else {}))
    held = (ip is None or kind in ip) and (products is None or "a" in products)
    let = bool(lists) and (out_ip is None or kind in out_ip) and (out_to is None or party in out_to)
    assert clause.reaches_use(kind, "a", party) == (held and not let)
