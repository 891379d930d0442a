"""Fields that are reported or assumed, taken away one by one: how many answers would be others."""

import copy
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.oracle.domain import Domain
from tests.oracle.second import Ask, Second
from tests.oracle.slow_text import OVER
from tests.verification.sound import agreement, clause

from firstcall.agreement.load import load
from firstcall.verification.findings.soundness import findings_of

DEED = {"grade": "agreed", "source": "deed"}


def told(name: str, **basis: Any) -> list[str]:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, name)["basis"] = {**DEED, **basis}

    return [str(one.what) for one in findings_of(agreement(spoil))]


def test_a_scope_a_whole_clause_and_a_licence() -> None:
    assert told("sole") == []
    assert told("sole", assumed=["scope.workloads"]) == [
        "9 answers of 22 would be others without scope.workloads of sole@base, which is assumed"]  # fmt: skip
    assert told("sole", grade="reported") == ["9 answers of 22 would be others without sole@base, which is reported"]
    assert told("licence", assumed=["exclusive"]) == [
        "1 answer of 18 would be another without exclusive of licence@base, which is assumed"]  # fmt: skip


def test_a_field_without_which_nothing_changes_is_not_told() -> None:
    assert told("first", assumed=["window.n", "tail"]) == []
    assert told("route", assumed=["covers"]) == []


PUBLIC = (Path(__file__).resolve().parents[3] / "examples/microsoft-openai/agreement.yaml").read_bytes()
BARRING = ("exclusivity", "first_refusal", "approval", "consent", "prohibition")


def lists_in(thing: object, *keys: str) -> Iterator[list[Any]]:
    """Every list that stands under one of some keys, anywhere in a text."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key in keys and isinstance(value, list) and all(isinstance(one, str) for one in value):
                yield value
            yield from lists_in(value, *keys)
    elif isinstance(thing, list):
        for one in thing:
            yield from lists_in(one, *keys)


def one_of_each(words: list[str], told: dict[str, Any]) -> list[str]:
    """The first of the words of which nothing is told differently."""
    return list({told[word]: word for word in reversed(words)}.values())


def questions(raw: dict[str, Any], second: Second) -> list[Ask]:
    """Every question that the words of the file tell apart, one for each class of words; by the file alone."""
    held, version = raw["clauses"], second.text.version(second.text.instant("2026-06-01"), None)
    assert version is not None
    every = [held, raw["amendments"], raw["readings"]]
    axes = []
    for key, words in (("workloads", version.workloads), ("customers", version.customers)):
        lists = [one for part in (*every, [raw["definitions"]]) for one in lists_in(part, key)]
        axes.append(one_of_each(words, {word: tuple(word in one for one in lists) for word in words}))
    places = [*version.providers, "other"]
    lists = [one for part in every for one in lists_in(part, "providers", "at")]
    told = {name: (version.providers.get(name, {}).get("operator", "third_party"), *(name in one for one in lists))
            for name in places}  # fmt: skip
    capacities = (None, "existing", "own_build", "built_for_grantor")
    return [Ask(workload, provider, customer, capacity)
            for workload, customer, provider in product(*axes, one_of_each(places, told)) for capacity in capacities
            if not (capacity == "own_build" and second.mode(version, provider, None) == "holder")]  # fmt: skip


def stretches(raw: dict[str, Any], second: Second) -> list[Any]:
    """When the text, or a reading of it, changes what it says; a day that may bring an end sooner parts time too."""
    after = {second.text.day_after(day) for day in days_under("until", raw["readings"])}
    return sorted(Domain(second).edges() | after | {second.text.instant(day) for day in days_under("or_date", raw)})


def days_under(key: str, thing: object) -> Iterator[Any]:
    if isinstance(thing, dict):
        yield from ([thing[key]] if key in thing and not isinstance(thing[key], dict) else [])
        yield from (day for value in thing.values() for day in days_under(key, value))
    elif isinstance(thing, list):
        yield from (day for value in thing for day in days_under(key, value))


def without(raw: dict[str, Any], path: tuple[Any, ...], whole: bool) -> dict[str, Any]:
    """The file without a field, or without a clause."""
    less = copy.deepcopy(raw)
    holder: Any = less
    for key in path[:-1]:
        holder = holder[key]
    gone = holder.pop(path[-1])
    if whole and "replace" in path:
        less["amendments"][path[1]].setdefault("remove", []).append(gone["id"])
    return less


def test_the_counts_of_the_public_example_are_what_a_slow_program_counts() -> None:
    """Fields and clauses taken out of the YAML one by one, and every question asked again by the second evaluator."""
    raw = YAML(typ="safe", pure=True).load(PUBLIC)
    plain_text = {**raw, "readings": []}
    now = Second(plain_text, [])
    asks, starts = questions(raw, now), stretches(raw, now)
    told = [one for one in findings_of(load(PUBLIC)) if one.code == "assumption-that-matters"]
    checked = 0
    for found in told:
        path, held = found.places[0].path, raw
        clause_path = path[:2] if path[0] == "clauses" else path[:4]
        for key in clause_path:
            held = held[key]
        if held["type"] not in BARRING:
            continue
        then = Second(without(plain_text, path, whole=path == clause_path), [])
        values = found.what.as_json()["values"]
        step = raw["amendments"][path[1]]["id"] if path[0] == "amendments" else None
        spans = [at for at in starts if written_by(raw, now, held["id"], at) == step and speaks(now, held["id"], at)]
        changed = sum(now.answer(ask, at).outcome != then.answer(ask, at).outcome for at in spans for ask in asks)
        assert (changed, len(spans) * len(asks)) == (values["n"], values["of"]), (path, values)
        checked += 1
    assert checked == 11


def written_by(raw: dict[str, Any], second: Second, name: str, at: Any) -> str | None:
    """The last amendment in effect that wrote a clause; None for the base text."""
    last = None
    for step in raw["amendments"]:
        if second.text.instant(step["effective"]) <= at:
            wrote = [one["id"] for key in ("add", "replace") for one in step.get(key) or ()]
            last = step["id"] if name in wrote else last
    return last


def speaks(second: Second, name: str, at: Any) -> bool:
    version = second.text.version(at, None)
    if version is None or name not in version.clauses:
        return False
    term = next((one for one in version.clauses.values() if one["type"] == "term"), None)
    ends = [version.clauses[name][OVER]]
    ends += [term[OVER]] if term is not None and name not in (term.get("survives") or ()) else []
    return all(end is None or at < end for end in ends)
