"""firstcall offer: the procedure of first refusal, act by act, and what it shows."""

from __future__ import annotations

import click

from firstcall.refusal.acts import ACTS
from firstcall.service.cli import CommandTable
from firstcall.service.speech import unknown_command, with_language

_ROOM = "firstcall.service.offer"
SHOWN: dict[str, tuple[str, str]] = {
    "deadline": (f"{_ROOM}.pages:deadline", "The deadlines of a notice not yet sent, day by day."),
    "list": (f"{_ROOM}.pages:inbox", "The inbox: what is asked, by when, is the notice complete."),
    "packet": (f"{_ROOM}.packet:packet", "Draft the papers: notice or answer, clock, calendar."),
    "shortfall": (f"{_ROOM}.pages:shortfall_command", "Capacity asked for against capacity delivered, by quarter."),
    "show": (f"{_ROOM}.pages:show_command", "An offer's story, with the clause at each step."),
    "template": (f"{_ROOM}.pages:template", "Print an offer to fill in, as YAML."),
}


ABOUT: dict[str, str] = {
    "receive": "A third party made an offer.",
    "request": "The grantor asks for capacity, where the holder is asked first.",
    "willing": "The grantor is willing to accept the offer.",
    "notify": "Give the holder notice of the offer: its clock starts.",
    "deficient": "Say what a notice lacks: its clock stops.",
    "amend": "The terms of the offer change: notice is due again.",
    "match": "Take the whole offer on its terms.",
    "match-part": "Take a part of the offer.",
    "decline": "Decline the offer.",
    "withdraw": "The offer is withdrawn.",
    "sign": "Sign a contract for what the offer is of.",
    "deliver": "The holder delivers what it matched.",
    "fail": "The holder did not sign or deliver what it matched.",
    "waive": "Waive the right, for this offer or for a contract already signed.",
    "toll": "Stop the clock of the window.",
    "resume": "Let the clock of the window run again.",
}
"""What each act is, as its help says it."""


class OfferTable(CommandTable):
    """The acts, one command each, made from the events they become; and the pages beside them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every act in the order of the procedure, then the pages."""
        return [*ACTS, *sorted(self.table)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of an act or a page."""
        if cmd_name in ACTS:
            from firstcall.service.offer.acts import act_command

            return with_language(act_command(cmd_name, ABOUT[cmd_name]))
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; a mistyped one is told with the nearest."""
        name = args[0] if args else ""
        if name in ACTS:
            return name, self.get_command(ctx, name), args[1:]
        if name and name not in self.table and not name.startswith("-"):
            known = (*ACTS, *self.table)
            raise unknown_command(f"offer {name}", known, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the acts, then the pages."""
        with formatter.section("Acts"):
            formatter.write_dl([(name, ABOUT[name]) for name in ACTS])
        super().format_commands(ctx, formatter)


offer = OfferTable("offer", SHOWN, "First refusal: acts, clocks and papers of an offer.")
