"""Events that name what no version of the agreement knows are told; what a correction mended is not."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record
from firstcall.record.milestones import doubtful_events

Written = Callable[[Iterable[dict[str, Any]]], tuple[Record, list[str]]]
READ = {"type": "interpretation", "by": "lab", "point": "shared", "alternative": "shared"}


@pytest.fixture(scope="module")
def pact(root: Path) -> Agreement:
    return load((root / "tests" / "rights" / "pact.yaml").read_bytes())


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (READ, None),
        ({"type": "determination-declared", "determination": "dawn"}, None),
        ({"type": "escape-exercised", "clause": "way-out"}, None),
        ({"type": "escape-exercised"}, None),
        (READ | {"point": "shard"}, "unknown point of construction 'shard'\n  fix: correct the event; did you mean"),
        (READ | {"alternative": "aloen"}, "unknown way to read 'shared': 'aloen'\n  fix: correct the event; did you"),
        ({"type": "determination-declared", "determination": "down"}, "unknown determination 'down'\n  fix: correct"),
        ({"type": "quantity-reported", "measure": "hours", "quantity": "1", "since": "2025-01-01",
          "until": "2025-01-31"}, "unknown measure 'hours'\n  fix: correct"),
        ({"type": "duty-performed", "clause": "licence"}, "unknown duty 'licence'\n  fix: correct"),
        ({"type": "escape-exercised", "clause": "licence"}, "unknown escape 'licence'\n  fix: correct the event; use"),
    ],
)  # fmt: skip
def test_doubtful_events(pact: Agreement, written: Written, event: dict[str, Any], said: str | None) -> None:
    found = list(doubtful_events(pact, written([{"by": "lab"} | event])[0]))
    if said is None:
        assert found == []
    else:
        assert [name for name, _ in found] == ["e1"]
        assert str(found[0][1]).startswith(f"event 'e1' names an {said}")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"type": "offer-received", "offer": "o", "provider": "p", "terms": {"start": "2026-02-31"}},
         "event 'e1': start: '2026-02-31' is not a day\n  fix: correct the event; write a day alone"),
        ({"type": "terms-amended", "offer": "o", "terms": {"expires": "2026-02-31T17:00"}},
         "event 'e1': expires: '2026-02-31T17:00' is not a day\n  fix: correct the event; write a day,"),
        ({"type": "contract-signed", "contract": "c", "provider": "p", "terms": {"term_months": "a year"}},
         "event 'e1': term_months: 'a year' is not a number\n  fix: correct the event; write it in digits"),
        ({"type": "contract-signed", "contract": "c", "provider": "p", "terms": {"priice": "2"}},
         "event 'e1': unknown commercial term 'priice'\n  fix: correct the event; "),
    ],
)  # fmt: skip
def test_a_term_that_says_nothing_it_can_mean(
    pact: Agreement, written: Written, event: dict[str, Any], said: str
) -> None:
    found = list(doubtful_events(pact, written([{"by": "lab"} | event])[0]))
    assert [name for name, _ in found] == ["e1"]
    assert str(found[0][1]).startswith(said)


def test_a_correction_mends_it(pact: Agreement, written: Written) -> None:
    correction = {
        "type": "correction",
        "by": "lab",
        "of": "e1",
        "set": {"point": "shared"},
        "at": "2025-03-02T00:00:00Z",
    }
    record, _ = written([READ | {"point": "shard"}, correction])
    assert list(doubtful_events(pact, record)) == []
