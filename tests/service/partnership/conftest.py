"""A result beside the command of its name."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import pytest

Same = Callable[..., None]


class Tabled(Protocol):
    """What every result can do."""

    def to_json(self) -> Any: ...
    def rows(self) -> tuple[Any, ...]: ...
    def _repr_html_(self) -> str: ...


@pytest.fixture
def same(cli: Callable[..., Any]) -> Same:
    """Check that a result is, to the letter, what a command prints with --json; and that it can be shown."""

    def check(result: Tabled, *command: object) -> None:
        ran = cli(*command, "--json")
        assert json.dumps(result.to_json(), ensure_ascii=False, indent=2) + "\n" == ran.out, ran.err
        assert len({tuple(row) for row in result.rows()}) <= 1, "rows of one table have the same columns"
        assert str(result) and repr(result).startswith(f"<{type(result).__name__} ")
        assert result._repr_html_().startswith("<p><strong>")

    return check
