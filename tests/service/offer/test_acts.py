"""The commands of the acts are made from their events: every field has a flag."""

import click
import pytest

from firstcall.record.events.entry import EventBase
from firstcall.refusal.acts import ACTS
from firstcall.service.offer.acts import act_command

SHARED = {"partnership", "offer", "clause", "at", "recorded", "by", "key", "entered_by", "signatory", "evidence",
          "note", "dry_run", "as_json"}  # fmt: skip


@pytest.mark.parametrize("name", list(ACTS))
def test_an_act_has_a_flag_for_each_field_of_its_event(name: str) -> None:
    command = act_command(name)
    own = set(ACTS[name].event.model_fields) - set(EventBase.model_fields)
    flags = {param.name for param in command.params}
    assert own | SHARED <= flags
    assert command.help == ACTS[name].about
    assert ("sheet" in flags) == (name == "receive")
    assert [p.name for p in command.params if isinstance(p, click.Argument)] == ["partnership", "offer"]
