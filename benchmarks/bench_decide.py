"""How many questions are answered a second, each with the clauses that decide it and what it rests on."""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.terms import versions
from firstcall.record.journal.journal import Record, read_record
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from run import Case

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
COUNT = 5_000
Question = tuple[Asked, datetime]

# Capacity that is new, at a party's or a third party's provider: what a policy engine can be asked too.
POLICIES = """
permit(principal, action, resource) when { context.provider == "azure" };
permit(principal, action, resource)
  when { ["training", "research"].contains(context.workload) && context.mode == "own_build" };
permit(principal, action, resource)
  when { ["training", "research"].contains(context.workload) && ["declined", "lapsed"].contains(context.offer) };
forbid(principal, action, resource)
  when { ["api_stateless", "api_stateful"].contains(context.workload) && context.provider != "azure" };
forbid(principal, action, resource) when { context.day > 20301231 };
"""


def questions(agreement: Agreement, seed: int = 1) -> list[Question]:
    """Questions drawn evenly from the agreement's words, over eight years, the same every time."""
    draw, words = random.Random(seed), agreement.definitions
    axes = [[(name, value) for value in values] for name, values in words.dimensions.items()]
    cells = [dict(choice) for choice in product(*axes)]
    start = datetime(2019, 6, 1, tzinfo=UTC)
    return [
        (
            Asked(
                (draw.choice(words.workloads),), draw.choice([*agreement.providers, "elsewhere"]),
                draw.choice(words.customers), draw.choice(["new", "built_for_grantor"]), dimensions=draw.choice(cells),
            ),
            start + timedelta(seconds=draw.randrange(8 * 365 * 86_400)),
        )
        for _ in range(COUNT)
    ]  # fmt: skip


def answering(agreement: Agreement, record: Record, asked: list[Question]) -> Callable[[], object]:
    """Every question answered and explained."""
    return lambda: [decide(agreement, record, question, at).clauses for question, at in asked]


def looking_up(agreement: Agreement, record: Record, asked: list[Question]) -> Callable[[], object]:
    """The outcomes alone, from a dictionary by version, workload, provider, customer, capacity and cell."""
    starts = [version.effective for version in versions(agreement)]

    def key(question: Asked, at: datetime) -> tuple[object, ...]:
        cell = tuple(question.dimensions.values())
        place = (question.workloads[0], question.provider, question.customer, question.capacity)
        return (bisect_right(starts, at), *place, cell)

    known = {key(question, at): decide(agreement, record, question, at).outcome for question, at in asked}
    return lambda: [known[key(question, at)] for question, at in asked]


def cedar(asked: list[Question]) -> dict[str, Callable[[], object]]:
    """Cedar on the same questions under a few policies like the agreement's; nothing where it is not installed."""
    try:
        from cedarpy import Entities, PolicySet, is_authorized_batch  # noqa: PLC0415
    except ImportError:
        return {}
    policies, entities = PolicySet.from_str(POLICIES), Entities.from_json_str("[]")
    requests = [
        {
            "principal": 'Party::"grantor"', "action": 'Action::"run"', "resource": 'Capacity::"one"',
            "context": {
                "workload": question.workloads[0], "provider": question.provider, "mode": question.capacity,
                "offer": "none", "day": int(f"{at:%Y%m%d}"),
            },
        }
        for question, at in asked
    ]  # fmt: skip
    return {"Cedar, allow or deny": lambda: is_authorized_batch(requests, policies, entities)}


def cases() -> Iterator[Case]:
    """Both examples, each read one way."""
    for folder in ("microsoft-openai", "wiraksa"):
        agreement = load((EXAMPLES / folder / "agreement.yaml").read_bytes()).fresh_copy({"readings": ()})
        record = read_record((EXAMPLES / folder / "record.jsonl").read_bytes())
        asked = questions(agreement)
        yield Case(
            f"decide: {COUNT:,} questions about {folder}, explained, one reading",
            ours=answering(agreement, record, asked),
            floor=looking_up(agreement, record, asked),
            peers=cedar(asked) if folder == "microsoft-openai" else {},
            answers=COUNT,
        )
