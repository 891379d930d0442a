"""The vectors, run by any program: `python tools/vectors.py COMMAND [ARG ...]` asks it every question.

The program reads one question a line on stdin, as JSON with `agreement`, `record`, `question`, `at` and, where they are
given, `known_at` and `reading`; it writes one answer a line, as JSON with `outcome`, `marks` and `decided_by`.
`tests/vectors/README.md` says what they mean. `python tools/vectors.py --answer` is such a program, with this code.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "vectors"
ANSWERED = ("outcome", "marks", "decided_by")
ASKED = ("question", "at", "known_at", "reading")


def questions() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every question that has an outcome: its name, what is asked, and the answer."""
    for file in sorted(FOLDER.glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8"))["vectors"]:
            for number, vector in enumerate(group["questions"], start=1):
                if "outcome" in vector:
                    asked = {name: vector[name] for name in ASKED if vector.get(name) is not None}
                    answer = {"outcome": vector["outcome"], "marks": sorted(vector.get("marks", ())),
                              "decided_by": sorted(vector["decided_by"])}  # fmt: skip
                    told = {"agreement": group["agreement"], "record": group["record"], **asked}
                    yield f"{file.stem}: {group['name']}, question {number}", told, answer


def differences(command: Sequence[str]) -> tuple[str, ...]:
    """What a program answers otherwise, a line each; none where it answers as the vectors do."""
    every = tuple(questions())
    asked = "".join(json.dumps(told) + "\n" for _, told, _ in every)
    ran = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    lines = ran.stdout.splitlines()
    if len(lines) != len(every):
        return (f"{len(lines)} answers to {len(every)} questions; it said: {ran.stderr.strip()[-500:] or 'nothing'}",)
    found = []
    for (name, told, answer), line in zip(every, lines, strict=True):
        theirs = json.loads(line)
        said = {key: sorted(theirs[key]) if key != "outcome" else theirs[key] for key in ANSWERED}
        if said != answer:
            found.append(f"{name} ({told['at']} {json.dumps(told['question'])}): {said} in place of {answer}")
    return tuple(found)


def answered(told: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of this implementation to one question."""
    import firstcall

    record = firstcall.Record()
    for event in told["record"]:
        record, _ = firstcall.append(record, event)
    known = told.get("known_at")
    decision = firstcall.decide(
        firstcall.load(json.dumps(told["agreement"])), record, _question(told["question"]), told["at"], known,
        told.get("reading"),
    )  # fmt: skip
    by = [cited.clause for cited in decision.deciding]
    return {"outcome": decision.outcome, "marks": list(decision.marks), "decided_by": sorted(set(by))}


def _question(asked: Mapping[str, Any]) -> Any:
    from firstcall.rights.judge.technology import AskedLicence, AskedUse
    from firstcall.rights.question import Asked

    if "license_to" in asked:
        return AskedLicence(asked["license_to"], asked["product"], asked.get("ip"))
    if "licensee" in asked:
        made = asked.get("model_developed")
        day = datetime.fromisoformat(made).replace(tzinfo=UTC) if made else None
        return AskedUse(asked["licensee"], asked["product"], asked.get("ip"), asked.get("model"), day)
    told = {name: value for name, value in asked.items() if name not in ("workload", "quantity", "signed")}
    quantity, signed = asked.get("quantity"), asked.get("signed")
    return Asked(
        (asked["workload"],), **told, quantity=None if quantity is None else Decimal(quantity),
        signed=None if signed is None else datetime.fromisoformat(signed),
    )  # fmt: skip


def main(words: Sequence[str]) -> int:
    if words == ["--answer"]:
        for line in sys.stdin:
            print(json.dumps(answered(json.loads(line))))
        return 0
    if not words:
        print(__doc__)
        return 2
    found = differences(words)
    print("\n".join(found) or f"all {sum(1 for _ in questions())} questions are answered as they should be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
