from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.read.text import Places, decode, read_yaml

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def harbour() -> str:
    """The text of a small agreement."""
    return (HERE / "harbour.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def amended(harbour: str) -> Callable[..., Agreement]:
    """Loads the small agreement with one text put in place of another, and further amendments at its end."""

    def loaded(old: str = "", new: str = "", more: str = "") -> Agreement:
        assert old in harbour
        return load(harbour.replace(old, new, 1) + more)

    return loaded


@pytest.fixture
def places() -> Callable[[str], Places]:
    return lambda text: read_yaml(decode(text.encode(), "a.yaml"), "a.yaml")[1]
