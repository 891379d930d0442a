import pytest


@pytest.fixture(autouse=True)
def a_terminal_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are drawn for a hundred and twenty columns, whatever the terminal of whoever runs the tests."""
    monkeypatch.setenv("COLUMNS", "120")
