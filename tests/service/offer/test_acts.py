"""The commands of the acts are made from their events: every field has a flag."""

import click
import pytest

from firstcall.record.events.entry import EventBase
from firstcall.refusal.acts import ACTS
from firstcall.service.offer.acts import act_command
from firstcall.service.offer.command import ABOUT

SHARED = {"partnership", "offer", "clause", "at", "recorded", "by", "key", "entered_by", "signatory", "evidence",
          "note", "dry_run", "as_json"}  # fmt: skip


def test_every_act_says_in_its_help_what_it_is() -> None:
    assert list(ABOUT) == list(ACTS)


@pytest.mark.parametrize("name", list(ACTS))
def test_an_act_has_a_flag_for_each_field_of_its_event(name: str) -> None:
    command = act_command(name, ABOUT[name])
    own = set(ACTS[name].event.model_fields) - set(EventBase.model_fields)
    flags = {param.name for param in command.params}
    assert own | SHARED <= flags
    assert command.help == ABOUT[name]
    assert ("sheet" in flags) == (name == "receive")
    assert [p.name for p in command.params if isinstance(p, click.Argument)] == ["partnership", "offer"]
