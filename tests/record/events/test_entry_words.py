"""What an event names is held against every version of the agreement."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from tests.verification.sound import plain

from firstcall.agreement.load import load
from firstcall.record.events.entry_words import entry_faults, words_of_agreement
from firstcall.record.journal.journal import Record

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
SIGNED = {"type": "contract-signed", "by": "gus", "contract": "c", "provider": "rival"}
USED = {"type": "quantity-reported", "by": "gus", "quantity": "1", "since": "2026-01-01", "until": "2026-01-31"}
DISPUTED = {"type": "statement-disputed", "by": "gus", "statement": "s-1"}


def text() -> dict[str, Any]:
    """The sound agreement with a region, and an amendment that brings a party, a workload, a clause and a measure."""
    data = plain()
    data["definitions"]["dimensions"] = {"region": ["north", "south"]}
    promise = {"id": "promise", "type": "price_promise", "by": "hal", "to": "gus", "contract": "c", "currency": "USD",
               "price": "price_usd_per_gpu_hour", "pays": {"quantity": "hours"}}  # fmt: skip
    words = {"workloads": ["train", "serve", "tune"], "parties": {"tom": {"name": "Tom", "role": "other"}}}
    change = {"id": "later", "signed": "2025-01-01", "effective": "2025-01-01", "add": [promise], "redefine": words}
    return {**data, "amendments": [change]}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (SIGNED, []),
        (SIGNED | {"by": "tom", "tranches": [{"workloads": ["tune"], "dimensions": {"region": "north"}}]}, []),
        (SIGNED | {"by": "tim"}, ["unknown party 'tim'"]),
        (SIGNED | {"tranches": [{"id": "1", "workloads": ["train"]}, {"id": "2", "workloads": ["tuen"]}]},
         ["unknown workload 'tuen'"]),
        (SIGNED | {"tranches": [{"dimensions": {"zone": "north"}}]}, ["unknown dimension 'zone'"]),
        (SIGNED | {"tranches": [{"dimensions": {"region": "nort"}}]}, ["unknown value of region 'nort'"]),
        (SIGNED | {"terms": {"start": "2026-02-31"}}, ["start: '2026-02-31' is not a day"]),
        ({"type": "consent-given", "by": "hal", "consent": "k", "clauses": ["soul"], "provider": "rival"},
         ["unknown clause 'soul'"]),
        ({"type": "mix-reported", "by": "gus", "site": "s", "since": "2026-01-01", "until": "2026-01-31",
          "hours": {"trainn": "1"}}, ["unknown workload 'trainn'"]),
        ({"type": "encoding-signed-off", "by": "gus", "version": "later"}, []),
        ({"type": "encoding-signed-off", "by": "gus", "version": "latter"}, ["unknown version 'latter'"]),
        (DISPUTED | {"lines": ["promise/2025-01", "promise.EUR/2025-01"]}, []),
        (DISPUTED | {"lines": ["promise/2025-01", "promis/2025-01"]}, ["unknown clause 'promis'"]),
        (USED | {"measure": "hours"}, []),
        (USED | {"measure": "hour"}, ["unknown measure 'hour'"]),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_told(event: dict[str, Any], said: list[str], written: Written) -> None:
    (entered,) = written([event])[0].events
    found = entry_faults(entered, words_of_agreement(load(json.dumps(text()))))
    assert [str(fault.what) for fault in found] == said
