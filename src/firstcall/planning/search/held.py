"""A plan held in a file to go on from: what it decides in each scenario, and of which papers it was made.

Nothing that such a file says of costs and bounds is believed: the blocks are held in the model and solved anew, and
what nothing can cost less than is proven again by the search that goes on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from pydantic import BaseModel

from firstcall.planning.model.matrix import Arrays
from firstcall.planning.model.parts import NO_COLUMN, Model
from firstcall.planning.options.costs import Terminal
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import Scenarios
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.rounding import tell_whether
from firstcall.planning.search.searching import Found, with_blocks
from firstcall.values import dataclass

NOTHING_PROVEN = float("-inf")
HeldKey = tuple[str, int]
"""`notice` or `sign`, and the number of the purchase among all that could be made."""


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """The blocks of each purchase, scenario by scenario, and the digests of what the plan was made of."""

    papers: Mapping[str, str]
    """`agreement`, `record`, `needs`, `supply`, `futures`, `flags`: each with its SHA-256."""
    blocks: Mapping[HeldKey, tuple[int, ...]]


def papers_of(
    desk: Desk, ways: Scenarios, options: tuple[PurchaseOption, ...], terminal: Terminal, risk: Fraction | None
) -> dict[str, str]:  # fmt: skip
    """Return the digest of each thing that a plan is made of; how far it is searched is none of them.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      ways: the scenarios planned for.
      options: what could be bought, which says the days and periods too.
      terminal: what is charged beyond the horizon.
      risk: what is made least.
    """
    ground = desk.ground
    starts = [[option.line.id, option.start, option.term_months, str(option.signing)] for option in options]
    outcomes = [[str(weight), *map(str, one.outcomes)] for weight, one in zip(ways.weights, ways.all, strict=True)]
    flags = [str(ground.on), sorted(ground.readings.items()), desk.same_day, terminal, str(risk), starts, outcomes]
    return {
        "agreement": _digest(ground.agreement), "record": ground.record.known().digest, "needs": _digest(desk.needs),
        "supply": _digest([str(line) for line in desk.lines]), "futures": _digest(desk.futures),
        "flags": _digest(flags),
    }  # fmt: skip


def _digest(thing: Any) -> str:
    text = json.dumps(thing, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(thing: Any) -> Any:
    return thing.model_dump(mode="json") if isinstance(thing, BaseModel) else str(thing)


def held_blocks(model: Model, found: Found) -> dict[HeldKey, tuple[int, ...]]:
    """Return what a plan decides of each purchase in each scenario; purchases of nothing are left out."""
    held: dict[HeldKey, tuple[int, ...]] = {}
    for kind, columns in (("notice", model.noticed), ("sign", model.signed)):
        for number, places in columns.items():
            blocks = tuple(0 if c == NO_COLUMN else round(float(found.values[c])) for c in places.tolist())
            if any(blocks):
                held[kind, number] = blocks
    return held


def held_in(held: HeldPlan, model: Model, arrays: Arrays) -> Found | None:
    """Return a held plan as one of a model; None where it breaks it, or rests on knowing more.

    Args:
      held: the plan.
      model: a model of the same papers.
      arrays: its arrays.
    """
    blocks: dict[int, int] = {}
    if not set(held.blocks) <= {*(("notice", n) for n in model.noticed), *(("sign", n) for n in model.signed)}:
        return None
    for kind, columns in (("notice", model.noticed), ("sign", model.signed)):
        for number, places in columns.items():
            counts = held.blocks.get((kind, number), (0,) * len(places))
            if len(counts) != len(places):
                return None
            for column, count in zip(places.tolist(), counts, strict=True):
                if blocks.setdefault(column, 0 if column == NO_COLUMN else count) != count:
                    return None
    blocks.pop(NO_COLUMN, None)
    for column in model.matrix.whole:
        blocks.setdefault(column, 0)
    tell_whether(model, blocks)
    whole = np.asarray([blocks[int(column)] for column in arrays.whole], np.float64)
    if np.any(whole < arrays.column_low[arrays.whole]) or np.any(whole > arrays.column_high[arrays.whole]):
        return None
    run = with_blocks(arrays, blocks)
    if run.state != "optimal":
        return None
    return Found(run.values, run.objective, NOTHING_PROVEN, "kept", run)
