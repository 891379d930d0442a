"""An audit as plain values: exact text for quantities, UTC for instants, every kind of breach."""

import json

from tests.report.audit.told import made_up

from firstcall.report.audit.values import audit_json


def test_plain_values() -> None:
    told = audit_json(made_up())
    assert json.loads(json.dumps(told)) == told
    assert told["outcomes"]["consent-first"] == {"rows": 2, "quantity": "2.5"}
    assert told["breaches"][0]["question"] == {"workload": "serve", "provider": "rival", "quantity": "2.5"}
    assert told["breaches"][0]["at"] == "2024-07-01T00:00:00Z"
    assert told["certificate"]["semantics"] and told["certificate"]["known_at"] is None
    assert told["judged"] + sum(one["rows"] for one in told["not_judged"]) == told["rows"]
