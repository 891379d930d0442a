"""OpenFisca and CEL, in an environment of their own: decisions in, questions in, answers and nothing else out.

A line of JSON each way. The first has the columns, the sets of words with the place of their outcome, and the
questions; each further one names an engine and says whether to tell its answers.
"""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import celpy
import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

DAY = "2025-01-21"


def openfisca(columns: Sequence[str], sets: Sequence[Any], questions: Sequence[Sequence[str]]) -> Callable[[], Any]:
    """A variable for each column and one for the outcome, whose formula is written over vectors of codes."""
    codes = [
        {word: code for code, word in enumerate(dict.fromkeys(row[place] for row in questions))}
        for place in range(len(columns))
    ]
    members = [
        [numpy.array([word in held["words"][name] for word in codes[place]]) for place, name in enumerate(columns)]
        for held in sets
    ]
    question = build_entity(key="question", plural="questions", label="", is_person=True)
    plain = {"value_type": int, "entity": question, "definition_period": DateUnit.DAY, "label": ""}

    def formula(asked: Any, period: Any) -> Any:
        given = [asked(f"c{place}", period) for place in range(len(columns))]
        inside = [
            numpy.logical_and.reduce([of[code] for of, code in zip(held, given, strict=True)]) for held in members
        ]
        return numpy.select(inside, [held["outcome"] for held in sets], -1)

    system = TaxBenefitSystem([question])
    for place in range(len(columns)):
        system.add_variable(type(f"c{place}", (Variable,), dict(plain)))
    system.add_variable(type("outcome", (Variable,), {**plain, "formula": formula}))
    vectors = [numpy.array([codes[place][row[place]] for row in questions]) for place in range(len(columns))]

    def run() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(questions))
        for place, vector in enumerate(vectors):
            simulation.set_input(f"c{place}", DAY, vector)
        return simulation.calculate("outcome", DAY)

    return run


def cel(columns: Sequence[str], sets: Sequence[Any], questions: Sequence[Sequence[str]]) -> Callable[[], Any]:
    """One expression: a chain of choices, each on membership in the words of a set."""
    names = [f"c{place}" for place in range(len(columns))]
    text = "-1"
    for held in reversed(sets):
        tests = " && ".join(
            f"{name} in {json.dumps(held['words'][column])}" for name, column in zip(names, columns, strict=True)
        )
        text = f"({tests}) ? {held['outcome']} : ({text})"
    environment = celpy.Environment()
    program = environment.program(environment.compile(text))
    given = [
        {name: celpy.celtypes.StringType(word) for name, word in zip(names, row, strict=True)} for row in questions
    ]
    return lambda: [int(program.evaluate(one)) for one in given]


def main() -> None:
    """Answer until nobody asks any more."""
    given = json.loads(sys.stdin.readline())
    print(json.dumps(len(given["questions"])), flush=True)
    held: dict[str, Callable[[], Any]] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["engine"]
        if name not in held:
            held[name] = {"openfisca": openfisca, "cel": cel}[name](given["columns"], given["sets"], given["questions"])
        found = held[name]()
        print(json.dumps([int(one) for one in found] if asked["tell"] else None), flush=True)


if __name__ == "__main__":
    main()
