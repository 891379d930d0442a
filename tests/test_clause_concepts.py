"""What contracts for capacity hold, concept by concept: in the fictional partnership, on the page, in the template."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from firstcall.agreement.model.clauses.kinds import CLAUSE_KINDS

Given = dict[str, Any]
Texts = tuple[Given, ...]
KINDS = tuple(get_args(kind.model_fields["type"].annotation)[0] for kind in CLAUSE_KINDS)
BLOCK = re.compile(r"^```yaml [^\n]+\n(.*?)^```", re.MULTILINE | re.DOTALL)
WIDTH, LINES = 80, 8
PLACES = ("examples/wiraksa/agreement.yaml", "docs/clauses.md", "src/firstcall/service/templates/everything.yaml")


def texts(path: Path) -> Texts:
    """The YAML of a file, or of the blocks of a page."""
    raw = path.read_text(encoding="utf-8")
    parts = BLOCK.findall(raw) if path.suffix == ".md" else [raw]
    return tuple(one for part in parts if isinstance(one := YAML(typ="safe", pure=True).load(part), dict))


def within(value: Any) -> Iterator[Given]:
    """Every mapping of a text, at whatever depth."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from within(one)


def clauses(found: Texts) -> list[Given]:
    return [one for text in found for one in within(text) if one.get("type") in KINDS]


def some(kind: str, test: Callable[[Given], object]) -> Callable[[Texts], bool]:
    return lambda found: any(one["type"] == kind and test(one) for one in clauses(found))


def said(*keys: str) -> Callable[[Texts], bool]:
    """Whether some mapping has all of these keys."""
    return lambda found: any(set(keys) <= set(one) for text in found for one in within(text))


def streams(one: Given) -> list[Given]:
    return [stream for stream in (one.get("base") or {}).get("streams", []) if isinstance(stream, dict)]


CONCEPTS: Mapping[str, Callable[[Texts], bool]] = {
    "payment at regular times": some("payment", lambda one: "every" in (one.get("when") or {})),
    "payment on an event": some("payment", lambda one: "event" in (one.get("when") or {})),
    "prepayment with drawdown": some("payment", lambda one: one.get("prepays")),
    "service credit by availability": some("payment", lambda one: one.get("levels")),
    "date from an event": said("event", "plus"),
    "date from an end": said("before_end_of", "by"),
    "date from a determination": said("determination", "plus"),
    "option to renew": some("option", lambda one: one.get("renew")),
    "option to expand": some("option", lambda one: one.get("expand")),
    "termination for cause": some("option", lambda one: (one.get("terminate") or {}).get("cause")),
    "fee of an option": some("option", lambda one: one.get("fee")),
    "duty at regular times": some(
        "duty", lambda one: "every" in (one["when"] if isinstance(one["when"], dict) else {})
    ),
    "delivery without a right, with credits": some("duty", lambda one: one.get("late") and one.get("of")),
    "prohibition of running, with exceptions": some(
        "prohibition", lambda one: one.get("except") and "run" in one["acts"]
    ),
    "prohibition of assignment": some("prohibition", lambda one: "assign" in one["acts"]),
    "consent for a party": some("consent", lambda one: one.get("covers") == "party"),
    "affiliates": said("affiliates"),
    "successors": said("successors"),
    "licence for affiliates": some("licence", lambda one: one.get("affiliates") is True),
    "sublicence": some("licence", lambda one: one.get("sublicensable")),
    "approval up to a quantity": some("approval", lambda one: one.get("up_to")),
    "measured primary provider": some("priority", lambda one: one.get("share_at_least")),
    "price promise that pays": some("price_promise", lambda one: one.get("pays")),
    "ramp": some("commitment", lambda one: isinstance(one["amount"], list) and len(one["amount"]) > 1),
    "commitment in a unit": some("commitment", lambda one: one.get("unit")),
    "commitment by the quarter": some("commitment", lambda one: one.get("per") == "quarter"),
    "make-up": some("commitment", lambda one: one.get("make_up")),
    "anniversary years": some("commitment", lambda one: one.get("years") == "anniversary"),
    "weighted stream": some("commitment", lambda one: any("weight" in stream for stream in streams(one))),
    "stream up to a share": some("commitment", lambda one: any("up_to_share" in stream for stream in streams(one))),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_place_has_every_kind(root: Path, place: str, kind: str) -> None:
    assert some(kind, lambda _: True)(texts(root / place)), f"{place} has no clause of type {kind}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_each_place_has_every_concept(root: Path, place: str, concept: str) -> None:
    assert CONCEPTS[concept](texts(root / place)), f"{place} shows no {concept}"


def as_flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(as_flow, value)) + "]" if isinstance(value, list) else str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_common_case_of_a_kind_is_at_most_eight_lines(root: Path, kind: str) -> None:
    page = [as_flow(one) for one in clauses(texts(root / "docs" / "clauses.md")) if one["type"] == kind]
    assert min(len(wrap(one, WIDTH)) for one in page) <= LINES
    fields = [one for one in clauses(texts(root / "docs" / "clauses.md")) if one["type"] == kind]
    assert min(len(one) - 2 for one in fields) <= LINES, "beside its id and type"
