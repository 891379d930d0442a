"""What the machine is asked for: the instant, an id, who is there."""

import getpass
from datetime import UTC

import pytest

from firstcall.service import world


def test_now_is_in_utc_to_the_second() -> None:
    now = world.now()
    assert now.tzinfo is UTC and now.microsecond == 0


def test_ids_differ_and_are_ids() -> None:
    ids = {world.new_id() for _ in range(100)}
    assert len(ids) == 100 and all(len(name) == 16 and name.isalnum() for name in ids)


def test_who_enters_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_USER", "dana")
    assert world.user() == "dana"
    monkeypatch.delenv("FIRSTCALL_USER")
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    assert world.user() == "root"

    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert world.user() == "unknown"
