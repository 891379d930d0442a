"""Needs as they are read, and every mistake at its place."""

import pytest
from tests.planning.small import agreement

from firstcall.errors import AgreementError
from firstcall.planning.inputs.needs_file import read_needs
from firstcall.planning.inputs.pricing import accelerators_of

GOOD = """schema: firstcall/needs/1
accelerators: {a: {per_mw: "500"}, b: {stands_for: {a: "2"}}}
needs:
  - id: one
    workloads: train
    accelerator: a
    amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "64"}
    unmet: "9"
"""


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("workloads: train", "workloads: trane", r"needs.yaml:5:\d+: unknown workload 'trane'\n  fix: did you mean 'train'"),  # noqa: E501
        ("accelerator: a", "accelerator: c", r"needs.yaml:6:\d+: unknown accelerator 'c'\n  fix: use one of: a, b"),
        ("b: {stands_for: {a: \"2\"}}", "b: {stands_for: {c: \"2\"}}", r"needs.yaml:2:1: 'b' stands for 'c', which is not"),  # noqa: E501
        ("{a: {per_mw: \"500\"}", "{a: {stands_for: {b: \"2\"}}", r"in a circle: a > b > a\n  fix: take one of these out"),  # noqa: E501
        ("accelerators: \"64\"}", "accelerators: \"64\", mw: \"1\"}", r"needs.yaml:7:\d+: an amount has exactly one measure"),  # noqa: E501
        ("to: 2025-06-30", "to: 2025-01-30", r"the amount ends on 2025-01-30, before it begins\n  fix: check from and to"),  # noqa: E501
        ("accelerators: \"64\"", "accelerators: -3", r"needs.yaml:7"),
        ("unmet: \"9\"", "unmet: never", r"needs.yaml:8:\d+: 'never' is not a plain decimal number"),
        ("unmet: \"9\"", "unmett: \"9\"", r"needs.yaml:8:\d+: unknown key 'unmett'\n  fix: did you mean 'unmet'"),
        ("id: one", "id: one\n    customer: nobody", r"unknown customer 'nobody'\n  fix: use one of: general"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_needs_is_told_at_its_place(wrong: str, right: str, message: str) -> None:
    assert wrong in GOOD
    with pytest.raises(AgreementError, match=message):
        read_needs(GOOD.replace(wrong, right).encode(), agreement())


def test_megawatts_need_to_know_how_many_a_megawatt_feeds() -> None:
    text = GOOD.replace('accelerators: "64"', 'mw: "2"')
    found = read_needs(text.encode(), agreement())
    assert accelerators_of(found.needs[0].amount[0], found, "a") == 1000
    with pytest.raises(AgreementError, match=r"how many a a megawatt feeds is not told\n  fix: add `per_mw`"):
        read_needs(text.replace('{per_mw: "500"}', "{}").encode(), agreement())


def test_a_need_twice_and_amounts_that_overlap_are_told() -> None:
    twice = GOOD + GOOD.split("needs:\n")[1].replace(
        "amount: {", "amount: [{from: 2025-01-01, to: 2025-02-01, accelerators: 1}, {"
    ).replace('"64"}', '"64"}]')
    with pytest.raises(AgreementError) as caught:
        read_needs(twice.encode(), agreement())
    assert [str(problem.what) for problem in caught.value.problems] == [
        "the id 'one' stands twice",
        "the amount from 2025-02-01 begins before the one to 2025-02-01 has ended",
    ]
