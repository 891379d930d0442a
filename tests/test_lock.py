"""The lock, checked: exact pins, each section complete, and the same as what the project asks for."""

import importlib.metadata
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def lock() -> dict[str, dict[str, str]]:
    """The lock's sections: name in its plain form -> exact version."""
    sections: dict[str, dict[str, str]] = {}
    pins: dict[str, str] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"# \[(\w+)\]", line):
            pins = sections.setdefault(heading[1], {})
        elif line and not line.startswith("#"):
            pin = re.fullmatch(r"([\w.-]+)==([\w.]+)", line)
            assert pin, f"requirements.lock: '{line}' is no exact pin"
            pins[plain(pin[1])] = pin[2]
    return sections


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lacking(wanted: list[str], sections: tuple[str, ...]) -> list[str]:
    """The requirements that no pin of these sections meets."""
    pins = {name: version for section in sections for name, version in lock()[section].items()}
    needs = [Requirement(text) for text in wanted]
    asked = [need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return [str(need) for need in asked if not need.specifier.contains(pins.get(plain(need.name), "0"))]


def test_no_package_is_pinned_twice() -> None:
    apart = "peers"  # has an environment of its own
    pinned = Counter(name for section, pins in lock().items() if section != apart for name in pins)
    assert not [name for name, times in pinned.items() if times > 1]


def test_the_lock_meets_the_project() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert not lacking(PROJECT["build-system"]["requires"], ("build",))
    assert not lacking(PROJECT["project"]["dependencies"], ("core",))
    assert not lacking(extras["settle"], ("core", "settle"))
    assert not lacking(extras["plan"], ("core", "settle", "plan"))
    assert not lacking(extras["spark"], ("core", "settle", "spark"))
    assert not lacking(extras["bench"], ("core", "settle", "bench"))
    assert not lacking(extras["peers"], ("peers",))
    assert not lacking(extras["mutants"], ("core", "settle", "docs", "dev", "mutants"))
    assert not lacking(extras["packet"], ("core", "packet"))
    assert not lacking(extras["dev"], ("core", "settle", "dev"))
    assert not lacking(extras["docs"], ("core", "settle", "docs"))


@pytest.mark.parametrize(
    "sections",
    [
        ("core",),
        ("core", "settle"),
        ("core", "settle", "spark"),
        ("core", "packet"),
        ("core", "settle", "plan"),
        ("core", "settle", "dev"),
    ],
    ids=lambda sections: sections[-1],
)
def test_a_section_stands_on_itself_and_those_before(sections: tuple[str, ...]) -> None:
    needed = {name: importlib.metadata.requires(name) or [] for name in lock()[sections[-1]]}
    missing = {name: lacking(wanted, sections) for name, wanted in needed.items()}
    assert not {name: wanted for name, wanted in missing.items() if wanted}


def test_what_is_installed_is_what_is_pinned() -> None:
    sections = ("core", "settle", "plan", "spark", "packet", "docs", "dev")
    pins = {name: version for section in sections for name, version in lock()[section].items()}
    installed = {name: importlib.metadata.version(name) for name in pins}
    assert installed == pins, "fix: rm -r .venv, then make test"
