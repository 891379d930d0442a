"""A prohibition: what is told of fields that fit none of its acts, and that sound ones are not told of."""

from pathlib import Path
from typing import Any

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

HARBOUR = (Path(__file__).resolve().parents[2] / "harbour.yaml").read_text(encoding="utf-8")


def told(fields: str) -> list[tuple[str, str]]:
    ban = f"  - {{id: ban, type: prohibition, {fields}}}\n"
    words = "  workloads: [training, serving]\n"
    text = HARBOUR.replace("  - id: term\n", ban + "  - id: term\n")
    text = text.replace(words, words + "  products: [shop]\n  ip: [models]\n")
    try:
        load(text)
    except AgreementError as error:
        return [(str(problem.what), str(problem.fix)) for problem in error.problems]
    return []


SOUND = (
    "acts: [run], scope: {workloads: [serving]}, except: {region: [north]}",
    "acts: [sign, run], binds: [buyer]",
    "acts: [license, use], ip: [models], products: [shop], except: {to: [nobody-listed]}",
    "acts: assign, to: [rival]",
    "acts: [run, use], except: [{region: [south]}, {products: [shop]}]",
)


@pytest.mark.parametrize("fields", SOUND)
def test_sound_ones(fields: str) -> None:
    assert told(fields) == []


FAULTS: list[tuple[str, str, Any]] = [
    ("acts: [assign], scope: {workloads: [serving]}", "scope says nothing of assign",
     "leave it out, or add one of sign, run to `acts`"),
    ("acts: [run], products: [shop]", "products says nothing of run",
     "leave it out, or add one of use, license to `acts`"),
    ("acts: [run], to: [rival]", "to says nothing of run",
     "leave it out, or add one of use, license, assign, change_of_control, hire to `acts`"),
    ("acts: [use], except: {region: [north]}", "dimensions says nothing of use",
     "leave it out, or add one of sign, run to `acts`"),
    ("acts: [run], binds: [supplier]", "only buyer signs and runs capacity, and `binds` leaves it out",
     "add buyer, or leave `binds` out"),
    ("acts: [run], except: {region: [east]}", "unknown value of region 'east'", "use one of: north, south"),
    ("acts: [run], except: {workloads: [sewing]}", "unknown workload 'sewing'", "did you mean 'serving'?"),
    ("acts: [run], except: {providers: [nowhere]}", "unknown provider 'nowhere'", None),
    ("acts: [assign], binds: [byer]", "unknown party 'byer'", "did you mean 'buyer'?"),
    ("acts: [run], except: {}", "an exception that names nothing excepts everything: a mapping",
     "name what is excepted, or leave `except` out"),
    ("acts: [run], except: {age: new}", "an exception cannot name `age`", "put it into the scope of the clause"),
    ("acts: []", "acts: an empty list stands where at least one value is wanted", None),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "what", "fix"), FAULTS)
def test_faults(fields: str, what: str, fix: str | None) -> None:
    found = told(fields)
    assert found and found[0][0] == what
    assert fix is None or found[0][1] == fix
