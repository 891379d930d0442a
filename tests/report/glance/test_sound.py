"""Whether the text is sound, as a brief says it."""

import json
from typing import Any

from tests.verification.sound import SOLE, agreement, clause

from firstcall.agreement.document import Agreement
from firstcall.report.glance import sound
from firstcall.report.glance.sound import is_sound
from firstcall.verification.findings.soundness import findings_of


def told(text: Agreement) -> list[str]:
    return [str(line) for line in is_sound(text)]


def test_a_sound_text_is_said_to_be_and_a_fault_is_counted_by_kind() -> None:
    assert told(agreement())[0] == "yes: no error and no warning, over its whole life and whatever happens"

    def spoil(data: dict[str, Any]) -> None:
        data["clauses"].append({**SOLE, "id": "harsh"})
        clause(data, "first")["tail"] = {"n": 3, "unit": "calendar"}

    assert (
        told(agreement(spoil))[0]
        == "1 error and 2 warnings (cannot fit, dead clause and dead consent): `firstcall check` tells each"
    )


def test_it_counts_what_check_tells_of_the_text_as_its_base_reads_it() -> None:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, "sole").update(scope={}, basis={**SOLE["basis"], "assumed": ["at"]})
        data["clauses"].remove(clause(data, "route"))

    text = agreement(spoil)
    faults = [one for one in findings_of(text) if one.severity != "note" and not one.read_as]
    assert json.dumps(is_sound(text)[0].as_json()).count("dead-first-refusal") and len(faults) == 1


def test_a_large_text_is_left_to_check(monkeypatch: Any) -> None:
    monkeypatch.setattr(sound, "MOST_QUESTIONS", 5)
    assert told(agreement()) == ["not judged here, since it tells many questions apart: `firstcall check` judges it"]
